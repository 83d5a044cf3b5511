// The one place that runs RapidJSON: its in-situ SAX reader feeds the tape.
#include <rapidjson/error/en.h>
#include <rapidjson/reader.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <iterator>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "parsers/json/tape.hpp"

namespace json {
namespace {

// Bytes from `text` on that stand for themselves inside a string: up to a quote, a backslash or a control
// character. Looks at up to fifteen bytes behind the NUL that ends the text (slack).
#if defined(__SSE2__)
std::size_t plain_bytes(const char* text) {
  const __m128i quotes = _mm_set1_epi8('"'), backslashes = _mm_set1_epi8('\\'),
                last_controls = _mm_set1_epi8(0x1F);
  for (std::size_t at = 0;; at += sizeof(__m128i)) {
    __m128i bytes;
    std::memcpy(&bytes, text + at, sizeof bytes);
    const __m128i controls = _mm_cmpeq_epi8(_mm_min_epu8(bytes, last_controls), bytes);
    const __m128i marks = _mm_or_si128(_mm_cmpeq_epi8(bytes, quotes), _mm_cmpeq_epi8(bytes, backslashes));
    const auto ends = static_cast<unsigned>(_mm_movemask_epi8(_mm_or_si128(controls, marks)));
    if (ends != 0) return at + static_cast<std::size_t>(std::countr_zero(ends));
  }
}
#else
std::size_t plain_bytes(const char* text) {
  constexpr std::uint64_t ones = 0x0101010101010101ULL, highs = ones << 7U;
  const auto zeros = [](std::uint64_t bytes) { return (bytes - ones) & ~bytes; };
  for (std::size_t at = 0;; at += sizeof(std::uint64_t)) {
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, text + at, sizeof bytes);
    const std::uint64_t controls = (bytes - ones * ' ') & ~bytes;
    const std::uint64_t ends =
        (controls | zeros(bytes ^ (ones * '"')) | zeros(bytes ^ (ones * '\\'))) & highs;
    if (ends != 0) return at + static_cast<std::size_t>(std::countr_zero(ends)) / 8;
  }
}
#endif

}  // namespace
}  // namespace json

/// RapidJSON asks this before each look at a single character. Its own way with SSE goes byte by byte to
/// where sixteen bytes are aligned, which loses more on short strings than it gains.
template <>
template <>
inline void rapidjson::Reader::ScanCopyUnescapedString(InsituStringStream& from,
                                                       InsituStringStream& /*same*/) {
  const std::size_t count = json::plain_bytes(from.src_);
  if (from.src_ != from.dst_) std::memmove(from.dst_, from.src_, count);
  from.src_ += count;
  from.dst_ += count;
}

namespace json {
namespace {

constexpr unsigned flags = rapidjson::kParseInsituFlag | rapidjson::kParseNumbersAsStringsFlag;

/// The events of RapidJSON's reader, written down as nodes. Returning false ends the reading.
class TapeHandler {
 public:
  TapeHandler(const char* text, const Limits& limits, Tape& tape)
      : text_(text), limits_(limits), tape_(tape) {}

  // NOLINTBEGIN(readability-identifier-naming): RapidJSON calls its handlers by these names
  bool Null() { return add(Kind::null, 0, 0); }
  bool Bool(bool value) { return add(Kind::boolean, value ? 1U : 0U, 0); }
  bool RawNumber(const char* digits, unsigned size, bool /*copy*/) {
    return add(Kind::number, offset({digits, size}), size);
  }
  bool String(const char* text, unsigned size, bool /*copy*/) { return add_text({text, size}); }
  bool Key(const char* text, unsigned size, bool /*copy*/) {
    OpenNode& object = tape_.open.back();
    const std::uint64_t bit = std::uint64_t{1} << hash(text, size);
    object.compare_keys |= (object.keys_seen & bit) != 0;
    object.keys_seen |= bit;
    return add_text({text, size});
  }
  bool StartObject() { return open(Kind::object); }
  bool StartArray() { return open(Kind::array); }
  bool EndObject(unsigned members) {
    const OpenNode closing = tape_.open.back();
    if (members > limits_.members_max) return stop(Stop::too_many_members, 0);
    close(members);
    return !closing.compare_keys || keys_differ(tape_.nodes[closing.node], closing.node);
  }
  bool EndArray(unsigned elements) {
    close(elements);
    return true;
  }
  // Numbers arrive as text only; the reader's template still names these.
  bool Int(int /*value*/) { return false; }
  bool Uint(unsigned /*value*/) { return false; }
  bool Int64(std::int64_t /*value*/) { return false; }
  bool Uint64(std::uint64_t /*value*/) { return false; }
  bool Double(double /*value*/) { return false; }
  // NOLINTEND(readability-identifier-naming)

  [[nodiscard]] const Ending& ending() const { return ending_; }

 private:
  [[nodiscard]] std::uint32_t offset(std::string_view key) const {
    return static_cast<std::uint32_t>(key.data() - text_);
  }

  static unsigned hash(const char* text, unsigned size) {
    if (size == 0) return 0;
    const auto byte = [text](unsigned i) {
      return static_cast<unsigned>(static_cast<unsigned char>(text[i]));
    };
    return (size * 7 + byte(0) * 5 + byte(size / 2) * 3 + byte(size - 1)) & 63U;
  }

  bool add(Kind kind, std::uint32_t at, std::uint32_t size, std::uint16_t tag = 0) {
    if (tape_.nodes.size() >= limits_.nodes_max) return stop(Stop::too_many_nodes, at);
    tape_.nodes.push_back(Node{.at = at, .size = size, .kind = kind, .tag = tag});
    return true;
  }
  bool add_text(std::string_view text) {
    return add(Kind::string, offset(text), static_cast<std::uint32_t>(text.size()), tag_of(text));
  }

  bool open(Kind kind) {
    if (tape_.open.size() >= limits_.depth_max) return stop(Stop::too_deep, 0);
    tape_.open.push_back(OpenNode{static_cast<std::uint32_t>(tape_.nodes.size()), 0, false});
    return add(kind, 0, 0);
  }

  void close(std::uint32_t size) {
    const std::uint32_t node = tape_.open.back().node;
    tape_.open.pop_back();
    tape_.nodes[node].size = size;
    tape_.nodes[node].span = static_cast<std::uint32_t>(tape_.nodes.size()) - node;
  }

  bool keys_differ(const Node& object, std::uint32_t place) {
    tape_.keys.clear();
    const std::uint32_t end = place + object.span;
    for (std::uint32_t i = place + 1; i < end; i += 1 + tape_.nodes[i + 1].span) {
      tape_.keys.emplace_back(text_ + tape_.nodes[i].at, tape_.nodes[i].size);
    }
    std::sort(tape_.keys.begin(), tape_.keys.end(), [](std::string_view a, std::string_view b) {
      const int order = a.compare(b);
      return order != 0 ? order < 0 : a.data() < b.data();
    });
    const auto twice = std::adjacent_find(tape_.keys.begin(), tape_.keys.end());
    return twice == tape_.keys.end() || stop(Stop::key_twice, offset(*std::next(twice)));
  }

  bool stop(Stop why, std::size_t byte) {
    ending_ = Ending{why, byte, ""};
    return false;
  }

  const char* text_;
  const Limits& limits_;
  Tape& tape_;
  Ending ending_;
};

}  // namespace

Ending read_tape(char* text, std::size_t size, const Limits& limits, Tape& tape) {
  tape.nodes.clear();
  tape.open.clear();
  TapeHandler handler(text, limits, tape);
  rapidjson::InsituStringStream stream(text);
  rapidjson::Reader reader;
  const rapidjson::ParseResult result = reader.Parse<flags>(stream, handler);
  if (handler.ending().stop != Stop::none) {
    Ending ending = handler.ending();
    if (ending.byte == 0) ending.byte = result.Offset();
    return ending;
  }
  if (result.IsError()) {
    return Ending{Stop::syntax, result.Offset(), rapidjson::GetParseError_En(result.Code())};
  }
  // The reader takes a NUL for the end of the text.
  const std::size_t read = stream.Tell();
  if (read != size) return Ending{Stop::syntax, read, "The text goes on after a NUL byte."};
  return Ending{};
}

}  // namespace json
