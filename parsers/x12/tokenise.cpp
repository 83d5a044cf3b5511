// The hot loop of reading. A plain byte loop beats memchr per element: an element of a 278 averages five
// bytes.
#include "parsers/x12/tokenise.hpp"

#include <charconv>

namespace x12 {
namespace {

enum class Kind : std::uint8_t { data, set_end, foreign };

/// Looks at the id that starts at `text`: SE ends the set; ST, GE, GS, IEA and ISA prove that SE is missing.
Kind kind_of(std::string_view text, char separator, char terminator) {
  if (text.size() < 2) return Kind::data;
  const auto ends = [&](std::size_t length) {
    return text.size() == length || text[length] == separator || text[length] == terminator;
  };
  const char a = text[0];
  const char b = text[1];
  if (a != 'S' && a != 'G' && a != 'I') return Kind::data;
  if (a == 'S' && b == 'E' && ends(2)) return Kind::set_end;
  if (((a == 'S' && b == 'T') || (a == 'G' && (b == 'E' || b == 'S'))) && ends(2)) return Kind::foreign;
  const bool interchange = text.starts_with("IEA") || text.starts_with("ISA");
  return interchange && ends(3) ? Kind::foreign : Kind::data;
}

/// BIN01 and BDS02 say how many bytes the data element after them has. Returns the position after the data
/// when the segment at `at` is one of them, its length fits and a terminator follows; else 0.
std::size_t after_binary(std::string_view text, std::size_t at, const Delimiters& delimiters) {
  const std::string_view rest = text.substr(at);
  if (rest.size() < 4 || rest[3] != delimiters.element) return 0;
  int separators = 0;
  if (rest.starts_with("BIN")) separators = 1;
  if (rest.starts_with("BDS")) separators = 2;
  if (separators == 0) return 0;
  std::size_t length_at = 4;
  if (separators == 2) {
    const std::size_t cut = rest.find(delimiters.element, 4);
    if (cut == std::string_view::npos) return 0;
    length_at = cut + 1;
  }
  std::size_t length = 0;
  const char* const end = rest.data() + rest.size();
  const auto [stop, error] = std::from_chars(rest.data() + length_at, end, length);
  if (error != std::errc{} || stop == end || *stop != delimiters.element) return 0;
  const auto data_at = static_cast<std::size_t>(stop - rest.data()) + 1;
  if (length >= rest.size() - data_at || rest[data_at + length] != delimiters.segment) return 0;
  return at + data_at + length;
}

bool binary_id(std::string_view text, std::size_t at) {
  return text[at] == 'B' && at + 2 < text.size() &&
         ((text[at + 1] == 'I' && text[at + 2] == 'N') || (text[at + 1] == 'D' && text[at + 2] == 'S'));
}

std::size_t tokenise_binary(std::string_view text, std::size_t at, std::size_t data_end, Tokens& into) {
  const auto first = static_cast<std::uint32_t>(into.elements.size());
  const std::uint32_t before = text[at + 1] == 'I' ? 2 : 3;  // elements before the data, the id included
  for (std::uint32_t i = 0; i < before; ++i) {
    const std::size_t cut = text.find(into.delimiters.element, at);
    into.elements.push_back(text.substr(at, cut - at));
    at = cut + 1;
  }
  into.elements.push_back(text.substr(at, data_end - at));
  into.segments.push_back({first, before + 1});
  return data_end + 1;
}

std::size_t skip_padding(std::string_view text, std::size_t at, char terminator) {
  while (at < text.size() && is_padding(text[at]) && text[at] != terminator) ++at;
  return at;
}

}  // namespace

std::size_t tokenise(std::string_view text, std::size_t at, std::uint32_t elements_max, Tokens& into) {
  if (binary_id(text, at)) {
    const std::size_t data_end = after_binary(text, at, into.delimiters);
    if (data_end != 0) return tokenise_binary(text, at, data_end, into);
  }
  const char separator = into.delimiters.element;
  const char terminator = into.delimiters.segment;
  const auto first = static_cast<std::uint32_t>(into.elements.size());
  const char* start = text.data() + at;
  const char* const end = text.data() + text.size();
  std::uint32_t count = 0;
  const char* p = start;
  for (; p != end; ++p) {
    const char c = *p;
    if (c != separator && c != terminator) continue;
    if (count <= elements_max) {
      into.elements.emplace_back(start, static_cast<std::size_t>(p - start));
      ++count;
    }
    start = p + 1;
    if (c == terminator) break;
  }
  if (p == end && count <= elements_max) {
    into.elements.emplace_back(start, static_cast<std::size_t>(p - start));
    ++count;
  }
  into.segments.push_back({first, count});
  return static_cast<std::size_t>(p - text.data()) + (p == end ? 0 : 1);
}

SetEnd tokenise_set(std::string_view text, std::size_t at, const Limits& limits, Tokens& into) {
  const char terminator = into.delimiters.segment;
  SetEnd result;
  bool first = true;
  for (;;) {
    at = skip_padding(text, at, terminator);
    result.at = at;
    if (at >= text.size()) return result;
    const Kind kind = kind_of(text.substr(at, 4), into.delimiters.element, terminator);
    if (kind == Kind::foreign && !first) return result;
    first = false;
    const bool room = into.segments.size() < limits.segments_per_set_max || kind == Kind::set_end;
    if (room) {
      at = tokenise(text, at, limits.elements_per_segment_max, into);
    } else {
      result.too_long = true;
      const std::size_t cut = text.find(terminator, at);
      at = cut == std::string_view::npos ? text.size() : cut + 1;
    }
    result.at = at;
    if (kind == Kind::set_end) {
      result.complete = true;
      return result;
    }
  }
}

SetEnd skip_set(std::string_view text, std::size_t at, const Delimiters& delimiters, Tokens& scratch) {
  scratch.clear();
  SetEnd result;
  bool first = true;
  for (;;) {
    at = skip_padding(text, at, delimiters.segment);
    result.at = at;
    if (at >= text.size()) return result;
    const Kind kind = kind_of(text.substr(at, 4), delimiters.element, delimiters.segment);
    if (kind == Kind::foreign && !first) return result;
    first = false;
    const std::size_t data_end = binary_id(text, at) ? after_binary(text, at, delimiters) : 0;
    const std::size_t cut = text.find(delimiters.segment, data_end != 0 ? data_end : at);
    at = cut == std::string_view::npos ? text.size() : cut + 1;
    result.at = at;
    if (kind == Kind::set_end) {
      result.complete = true;
      return result;
    }
  }
}

}  // namespace x12
