// A message and its answer as the store keeps them: one LZ4 block. An answer repeats much of its question, so
// together they take a quarter of their room, and the log of the database is written twice.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace gateway::sqlite {

/// Two texts in one block, and how long each was.
struct Packed {
  std::string block;  // "" = packing does not pay: keep the texts as they are
  std::size_t first_size = 0, second_size = 0;

  [[nodiscard]] bool packed() const { return !block.empty(); }
};

[[nodiscard]] Packed packed_from(std::string_view first, std::string_view second);

struct Unpacked {
  std::string first, second;
};

/// nullopt when the block is damaged.
[[nodiscard]] std::optional<Unpacked> unpacked_from(std::string_view block, std::size_t first_size,
                                                    std::size_t second_size);

}  // namespace gateway::sqlite
