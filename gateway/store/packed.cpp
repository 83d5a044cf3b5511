#include "gateway/store/packed.hpp"

#include <lz4.h>

#include <algorithm>

namespace gateway::sqlite {

Packed packed_from(std::string_view first, std::string_view second) {
  constexpr std::size_t size_max = LZ4_MAX_INPUT_SIZE;
  Packed packed{{}, first.size(), second.size()};
  if (first.size() > size_max || second.size() > size_max - first.size()) return packed;
  thread_local std::string both;  // reused: no page faults for what is freed at once
  both.assign(first).append(second);
  const int size = static_cast<int>(both.size());
  thread_local std::string room;  // likewise; kept, because a string that grows is filled with zeros first
  room.resize(std::max(room.size(), static_cast<std::size_t>(LZ4_compressBound(size))));
  const int length = LZ4_compress_default(both.data(), room.data(), size, static_cast<int>(room.size()));
  const bool pays = length > 0 && static_cast<std::size_t>(length) < both.size();
  if (pays) packed.block.assign(room, 0, static_cast<std::size_t>(length));
  return packed;
}

std::optional<Unpacked> unpacked_from(std::string_view block, std::size_t first_size,
                                      std::size_t second_size) {
  std::string both(first_size + second_size, '\0');
  const int length = LZ4_decompress_safe(block.data(), both.data(), static_cast<int>(block.size()),
                                         static_cast<int>(both.size()));
  if (length < 0 || static_cast<std::size_t>(length) != both.size()) return std::nullopt;
  Unpacked texts;
  texts.second = both.substr(first_size);
  both.resize(first_size);
  texts.first = std::move(both);
  return texts;
}

}  // namespace gateway::sqlite
