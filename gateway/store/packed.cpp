#include "gateway/store/packed.hpp"

#include <lz4.h>

#include <algorithm>
#include <array>

namespace gateway::dictionaries {
std::string_view embedded(std::string_view name);  // generated, see cmake/EmbedText.cmake
}

namespace gateway::sqlite {
namespace {

constexpr int acceleration = 2;  // of LZ4: 1 takes half as long again and saves one byte in seventy

/// In the order of Dictionary.
constexpr std::array<std::string_view, 3> dictionary_files{"", "exchange_1.txt", "case_1.txt"};

/// A dictionary as LZ4 reads it: looked through once, copied for each block.
struct Loaded {
  explicit Loaded(std::string_view file) : text(dictionaries::embedded(file)) {
    std::erase(text, '\n');  // the lines are for people
    LZ4_initStream(&stream, sizeof stream);
    LZ4_loadDict(&stream, text.data(), static_cast<int>(text.size()));
  }
  std::string text;
  LZ4_stream_t stream{};
};

/// nullptr: there is none of that number.
const Loaded* dictionary_of(Dictionary dictionary) {
  static const std::array<Loaded, dictionary_files.size()> loaded{
      Loaded(dictionary_files[0]), Loaded(dictionary_files[1]), Loaded(dictionary_files[2])};
  const auto number = static_cast<std::size_t>(dictionary);
  return number < loaded.size() ? &loaded.at(number) : nullptr;
}

}  // namespace

Packed packed_from(std::string_view first, std::string_view second, Dictionary dictionary) {
  constexpr std::size_t size_max = LZ4_MAX_INPUT_SIZE;
  Packed packed{{}, first.size(), second.size(), dictionary};
  const Loaded* const known = dictionary_of(dictionary);
  if (known == nullptr || first.size() > size_max || second.size() > size_max - first.size()) return packed;
  thread_local std::string both;  // reused: no page faults for what is freed at once
  both.assign(first).append(second);
  const int size = static_cast<int>(both.size());
  thread_local std::string room;  // likewise; kept, because a string that grows is filled with zeros first
  room.resize(std::max(room.size(), static_cast<std::size_t>(LZ4_compressBound(size))));
  LZ4_stream_t stream = known->stream;
  const int length = LZ4_compress_fast_continue(&stream, both.data(), room.data(), size,
                                                static_cast<int>(room.size()), acceleration);
  const bool pays = length > 0 && static_cast<std::size_t>(length) < both.size();
  if (pays) packed.block.assign(room, 0, static_cast<std::size_t>(length));
  return packed;
}

std::optional<Unpacked> unpacked_from(std::string_view block, std::size_t first_size, std::size_t second_size,
                                      Dictionary dictionary) {
  const Loaded* const known = dictionary_of(dictionary);
  if (known == nullptr) return std::nullopt;
  std::string both(first_size + second_size, '\0');
  const int length = LZ4_decompress_safe_usingDict(block.data(), both.data(), static_cast<int>(block.size()),
                                                   static_cast<int>(both.size()), known->text.data(),
                                                   static_cast<int>(known->text.size()));
  if (length < 0 || static_cast<std::size_t>(length) != both.size()) return std::nullopt;
  Unpacked texts;
  texts.second = both.substr(first_size);
  both.resize(first_size);
  texts.first = std::move(both);
  return texts;
}

}  // namespace gateway::sqlite
