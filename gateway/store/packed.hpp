// Two texts as the store keeps them: one LZ4 block, told with the help of a dictionary. An answer repeats
// much of its question, and every PAS bundle much of every other, so together they take an eighth of their
// room; the log of the database is written twice.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gateway::sqlite {

/// A text that others of its kind are told by: a file of gateway/store/dictionaries without its line ends.
/// The numbers stand in the database, so a released one is never edited: a better one gets a number of its
/// own.
enum class Dictionary : std::int64_t { none = 0, exchange_1 = 1, case_1 = 2 };

/// Two texts in one block, and how long each was.
struct Packed {
  std::string block;  // "" = packing does not pay: keep the texts as they are
  std::size_t first_size = 0, second_size = 0;
  Dictionary dictionary = Dictionary::none;

  [[nodiscard]] bool packed() const { return !block.empty(); }
};

[[nodiscard]] Packed packed_from(std::string_view first, std::string_view second,
                                 Dictionary dictionary = Dictionary::none);

struct Unpacked {
  std::string first, second;
};

/// nullopt when the block is damaged, or told by a dictionary that this build does not have.
[[nodiscard]] std::optional<Unpacked> unpacked_from(std::string_view block, std::size_t first_size,
                                                    std::size_t second_size,
                                                    Dictionary dictionary = Dictionary::none);

}  // namespace gateway::sqlite
