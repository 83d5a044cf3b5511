// The hot loop of reading. Eight bytes at a time are looked through for delimiters: an element of a 278
// averages five bytes, so a memchr for each costs more than a plain loop over the bytes, and this less.
#include "parsers/x12/tokenise.hpp"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cstring>
#include <optional>

namespace x12 {
namespace {

/// A 999 is as long as the group it answers has sets, and it is one set: many times what another may hold.
constexpr std::size_t sets_acknowledged_at_once = 20;

bool is_acknowledgment(const Tokens& tokens) {
  return tokens.elements.size() > 1 && tokens.elements[1] == "999";
}

using Eight = std::uint64_t;  // bytes of the input, the first one lowest

Eight eight_at(const char* at) {
  Eight bytes = 0;
  std::memcpy(&bytes, at, sizeof bytes);
  if constexpr (std::endian::native == std::endian::big) bytes = __builtin_bswap64(bytes);
  return bytes;
}

/// The highest bit of each byte that is `wanted`, and nothing else: no carry leaves a byte.
constexpr Eight bytes_that_are(char wanted, Eight bytes) {
  constexpr Eight ones = 0x0101010101010101, low = 0x7F7F7F7F7F7F7F7F;
  const Eight other = bytes ^ (ones * static_cast<unsigned char>(wanted));
  return ~(((other & low) + low) | other | low);
}

/// Where an element or a segment ends among the eight bytes at `at`.
Eight marks_of(const char* at, const Delimiters& delimiters) {
  const Eight bytes = eight_at(at);
  return bytes_that_are(delimiters.element, bytes) | bytes_that_are(delimiters.segment, bytes);
}

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

std::size_t skip_padding(std::string_view text, std::size_t at, char terminator) {
  while (at < text.size() && is_padding(text[at]) && text[at] != terminator) ++at;
  return at;
}

bool binary_id(std::string_view text, std::size_t at) {
  return text[at] == 'B' && at + 2 < text.size() &&
         ((text[at + 1] == 'I' && text[at + 2] == 'N') || (text[at + 1] == 'D' && text[at + 2] == 'S'));
}

/// The data element of a BIN or BDS, found by its stated length.
struct Binary {
  std::uint32_t element = 0;  // 2 of BIN, 3 of BDS
  std::size_t begin = 0, end = 0;
  std::size_t stated = 0;
  bool resynchronised = false;
};

/// ST02 of the set that starts at `at`.
std::string_view set_number_at(std::string_view text, std::size_t at, const Delimiters& delimiters) {
  std::string_view segment = text.substr(at, std::min(text.find(delimiters.segment, at), text.size()) - at);
  for (int i = 0; i < 2; ++i) {
    const std::size_t cut = segment.find(delimiters.element);
    if (cut == std::string_view::npos) return {};
    segment.remove_prefix(cut + 1);
  }
  return segment.substr(0, segment.find(delimiters.element));
}

/// True when the SE at `at` repeats the number of its set and ends it: what follows is another control
/// segment.
bool ends_its_set(std::string_view text, std::size_t at, const Delimiters& delimiters,
                  std::string_view number) {
  const std::size_t end = text.find(delimiters.segment, at);
  if (end == std::string_view::npos || set_number_at(text, at, delimiters) != number) return false;
  const std::size_t next = skip_padding(text, end + 1, delimiters.segment);
  return next >= text.size() ||
         kind_of(text.substr(next, 4), delimiters.element, delimiters.segment) == Kind::foreign;
}

/// What reading the binary data of one set has to know. Finding where wrongly stated data ends looks ahead, and
/// what is looked through without being taken is looked through again. So that the whole stays linear in the
/// input, a look that finds nothing is taken once per set, which then reaches to the end of the input
/// (none_ahead), and the others have an end over all sets (looked_ahead).
struct BinaryScan {
  std::string_view set_number;  // ST02
  std::size_t& looked_ahead;    // bytes of the input looked through and not taken, over all its sets
  bool none_ahead = false;      // no control segment follows before the input ends
};

/// Where the data that begins at `from` ends when its length is wrong: before the terminator that a control
/// segment follows, else with the segment. Before `stated_end` (npos = the input is shorter) stands data,
/// which may look like one, unless it is the SE of this very set. Rule: 006020X316 BDS.
std::size_t resynchronised(std::string_view text, std::size_t from, std::size_t stated_end,
                           const Delimiters& delimiters, BinaryScan& scan) {
  constexpr std::size_t none = std::string_view::npos;
  if (scan.looked_ahead > text.size()) stated_end = none;  // so many lengths were wrong: no more are believed
  std::size_t first = none;
  const std::size_t segment_end = text.find(delimiters.segment, from);
  for (std::size_t cut = scan.none_ahead ? none : segment_end; cut != none;
       cut = text.find(delimiters.segment, cut + 1)) {
    const std::size_t next = skip_padding(text, cut + 1, delimiters.segment);
    const Kind kind = kind_of(text.substr(next, 4), delimiters.element, delimiters.segment);
    if (kind == Kind::data) continue;
    const bool within = stated_end != none && cut < stated_end;
    const bool own_end =
        within && kind == Kind::set_end && ends_its_set(text, next, delimiters, scan.set_number);
    if (!within || own_end) return cut;
    first = std::min(first, cut);
  }
  if (first == none) {
    scan.none_ahead = true;
    return std::min(segment_end, text.size());
  }
  scan.looked_ahead += text.size() - first;
  return first;
}

/// BIN01 and BDS02 say how many bytes the element after them has. nullopt when `at` is no BIN or BDS or no
/// such number stands there: then it is cut like any segment, and its element check finds the fault.
std::optional<Binary> binary_at(std::string_view text, std::size_t at, const Delimiters& delimiters,
                                BinaryScan& scan) {
  if (!binary_id(text, at) || at + 3 >= text.size() || text[at + 3] != delimiters.element)
    return std::nullopt;
  Binary found;
  found.element = text[at + 1] == 'I' ? 2 : 3;
  std::size_t length_at = at + 4;
  if (found.element == 3) {
    const std::size_t cut = text.find(delimiters.element, length_at);
    if (cut == std::string_view::npos) return std::nullopt;
    const std::size_t end = text.substr(length_at, cut - length_at).find(delimiters.segment);
    if (end != std::string_view::npos) return std::nullopt;  // no BDS02: what follows is another segment
    length_at = cut + 1;
  }
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data() + length_at, end, found.stated);
  if (error == std::errc::result_out_of_range) found.stated = std::string_view::npos;
  if (error == std::errc::invalid_argument || stop == end || *stop != delimiters.element) return std::nullopt;
  found.begin = static_cast<std::size_t>(stop - text.data()) + 1;
  const std::size_t rest = text.size() - found.begin;
  const bool whole = found.stated < rest && text[found.begin + found.stated] == delimiters.segment;
  found.resynchronised = !whole;
  const std::size_t stated_end = found.stated < rest ? found.begin + found.stated : std::string_view::npos;
  found.end = whole ? stated_end : resynchronised(text, found.begin, stated_end, delimiters, scan);
  return found;
}

/// Appends the segment at `at`, whose data element is `binary`.
void tokenise_binary(std::string_view text, std::size_t at, const Binary& binary, Tokens& into) {
  const auto first = static_cast<std::uint32_t>(into.elements.size());
  for (std::uint32_t i = 0; i < binary.element; ++i) {
    const std::size_t cut = text.find(into.delimiters.element, at);
    into.elements.push_back(text.substr(at, cut - at));
    at = cut + 1;
  }
  into.elements.push_back(text.substr(binary.begin, binary.end - binary.begin));
  into.end_segment(first);
}

/// 4 or 5 when the data is not what its length says, or longer than is taken; "" when nothing is wrong. Data
/// that the input cuts off is the envelope's fault (TA105 023), not its own.
std::string_view fault_code(const Binary& binary, std::size_t bytes_max) {
  const std::size_t bytes = binary.end - binary.begin;
  if (bytes > bytes_max || bytes > binary.stated) return "5";
  return bytes < binary.stated ? "4" : "";
}

std::size_t after_segment(std::string_view text, std::size_t at, char terminator) {
  const std::size_t cut = text.find(terminator, at);
  return cut == std::string_view::npos ? text.size() : cut + 1;
}

Fault binary_fault(const Binary& binary, std::string_view code, std::string_view id, std::uint32_t position) {
  Fault one;
  one.level = FaultLevel::ik4;
  one.code = code;
  one.segment_id = id;
  one.segment_position = position;
  one.element = static_cast<std::uint16_t>(binary.element);
  one.data_element = 785;  // binary data
  one.remedy = binary.resynchronised ? "state the number of bytes that the binary data has"
                                     : "the binary data is longer than is taken";
  return one;
}

}  // namespace

std::size_t tokenise(std::string_view text, std::size_t at, std::uint32_t elements_max, Tokens& into) {
  const Delimiters delimiters = into.delimiters;  // a copy: stays in registers
  const auto first = static_cast<std::uint32_t>(into.elements.size());
  const std::size_t full = first + std::size_t{elements_max} + 1;
  const char* start = text.data() + at;
  const char* const end = text.data() + text.size();
  /// Takes the element that ends at `mark`; true when the segment ends with it.
  const auto cut = [&](const char* mark) {
    if (into.elements.size() < full)
      into.elements.emplace_back(start, static_cast<std::size_t>(mark - start));
    start = mark + 1;
    return *mark == delimiters.segment;
  };
  const auto segment_ends_before = [&](const char* next) {
    into.end_segment(first);
    return static_cast<std::size_t>(next - text.data());
  };
  const char* p = start;
  for (; end - p >= std::ptrdiff_t{sizeof(Eight)}; p += sizeof(Eight)) {
    for (Eight marks = marks_of(p, delimiters); marks != 0; marks &= marks - 1) {
      if (cut(p + std::countr_zero(marks) / 8)) return segment_ends_before(start);
    }
  }
  for (; p != end; ++p) {
    if ((*p == delimiters.element || *p == delimiters.segment) && cut(p)) return segment_ends_before(start);
  }
  if (into.elements.size() < full) into.elements.emplace_back(start, static_cast<std::size_t>(end - start));
  return segment_ends_before(end);
}

SetEnd tokenise_set(std::string_view text, std::size_t at, const Limits& limits, Tokens& into,
                    std::vector<Fault>& faults, std::size_t& looked_ahead) {
  const char terminator = into.delimiters.segment;
  SetEnd result;
  bool first = true;
  at = skip_padding(text, at, terminator);
  BinaryScan scan{set_number_at(text, at, into.delimiters), looked_ahead};
  std::size_t segments_max = limits.segments_per_set_max;
  for (;;) {
    at = skip_padding(text, at, terminator);
    result.at = at;
    if (at >= text.size()) return result;
    if (into.segments.size() == 1 && is_acknowledgment(into)) segments_max *= sets_acknowledged_at_once;
    const Kind kind = kind_of(text.substr(at, 4), into.delimiters.element, terminator);
    if (kind == Kind::foreign && !first) return result;
    first = false;
    const bool room = into.segments.size() < segments_max || kind == Kind::set_end;
    result.too_long = result.too_long || !room;
    const std::optional<Binary> binary =
        binary_id(text, at) ? binary_at(text, at, into.delimiters, scan) : std::nullopt;
    if (binary) {
      if (room) tokenise_binary(text, at, *binary, into);
      const auto position = static_cast<std::uint32_t>(into.segments.size());
      const std::string_view code = fault_code(*binary, limits.binary_bytes_max);
      if (room && !code.empty()) faults.push_back(binary_fault(*binary, code, text.substr(at, 3), position));
      result.resynchronised = result.resynchronised || binary->resynchronised;
      at = std::min(binary->end + 1, text.size());
    } else if (room) {
      at = tokenise(text, at, limits.elements_per_segment_max, into);
    } else {
      at = after_segment(text, at, terminator);
    }
    result.at = at;
    if (kind == Kind::set_end) {
      result.complete = true;
      return result;
    }
  }
}

SetEnd skip_set(std::string_view text, std::size_t at, const Delimiters& delimiters,
                std::size_t& looked_ahead) {
  SetEnd result;
  bool first = true;
  at = skip_padding(text, at, delimiters.segment);
  BinaryScan scan{set_number_at(text, at, delimiters), looked_ahead};
  for (;;) {
    at = skip_padding(text, at, delimiters.segment);
    result.at = at;
    if (at >= text.size()) return result;
    const Kind kind = kind_of(text.substr(at, 4), delimiters.element, delimiters.segment);
    if (kind == Kind::foreign && !first) return result;
    first = false;
    const std::optional<Binary> binary =
        binary_id(text, at) ? binary_at(text, at, delimiters, scan) : std::nullopt;
    at = binary ? std::min(binary->end + 1, text.size()) : after_segment(text, at, delimiters.segment);
    result.at = at;
    if (kind == Kind::set_end) {
      result.complete = true;
      return result;
    }
  }
}

}  // namespace x12
