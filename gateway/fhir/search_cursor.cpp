#include "gateway/fhir/search_cursor.hpp"

#include <algorithm>
#include <charconv>
#include <limits>
#include <vector>

#include "mappers/codes/base64.hpp"

namespace gateway {
namespace {

constexpr char separator = '~';  // in no case id, number or code
constexpr std::int64_t open_end = std::numeric_limits<std::int64_t>::max();

std::int64_t number_of(const std::optional<base::Instant>& at) {
  return at ? at->time_since_epoch().count() : open_end;
}

std::optional<base::Instant> instant_of(std::int64_t number) {
  if (number == open_end) return std::nullopt;
  return base::Instant(std::chrono::seconds(number));
}

std::vector<std::string> parts_of(std::string_view text, char at) {
  std::vector<std::string> parts;
  while (true) {
    const std::size_t end = text.find(at);
    parts.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

bool read(const std::string& text, std::int64_t& into) {
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, into);
  return error == std::errc{} && stop == end;
}

/// A system as a part of a cursor: "" = any, else "." and the system, which may hold a separator.
std::string part_of(const std::optional<std::string>& system) {
  return system ? "." + opaque(*system) : std::string();
}

bool read_part(const std::string& part, std::optional<std::string>& into) {
  if (part.empty()) return true;
  if (part.front() != '.') return false;
  into = plain(std::string_view(part).substr(1));
  return into.has_value();
}

constexpr std::int64_t member_bit = 1, requester_bit = 2, request_bit = 4;
constexpr std::int64_t state_shift = 8;  // one bit for each CaseState from here on

std::int64_t flags_of(const SearchCursor& cursor) {
  std::int64_t flags = (cursor.by_member ? member_bit : 0) | (cursor.by_requester ? requester_bit : 0) |
                       (cursor.narrower.with_request ? request_bit : 0);
  for (const CaseState state : cursor.narrower.states) flags |= state_shift << static_cast<int>(state);
  return flags;
}

void read_flags(std::int64_t flags, SearchCursor& cursor) {
  cursor.by_member = (flags & member_bit) != 0;
  cursor.by_requester = (flags & requester_bit) != 0;
  cursor.narrower.with_request = (flags & request_bit) != 0;
  for (const CaseState state : {CaseState::pended, CaseState::final, CaseState::cancelled}) {
    if ((flags & (state_shift << static_cast<int>(state))) != 0) cursor.narrower.states.push_back(state);
  }
}

}  // namespace

std::string opaque(std::string_view text) {
  std::string out = mappers::base64_encoded(text);
  while (!out.empty() && out.back() == '=') out.pop_back();
  std::replace(out.begin(), out.end(), '+', '-');
  std::replace(out.begin(), out.end(), '/', '_');
  return out;
}

std::optional<std::string> plain(std::string_view text) {
  std::string padded(text);
  std::replace(padded.begin(), padded.end(), '-', '+');
  std::replace(padded.begin(), padded.end(), '_', '/');
  while (padded.size() % 4 != 0) padded += '=';
  return mappers::base64_decoded(padded);
}

std::string text_of(const SearchCursor& cursor) {
  std::string text;
  for (const std::int64_t number :
       {cursor.after, flags_of(cursor), static_cast<std::int64_t>(cursor.narrower.count),
        number_of(cursor.narrower.created_from), number_of(cursor.narrower.created_until)}) {
    text += std::to_string(number) + separator;
  }
  for (const std::string& outcome : cursor.narrower.outcomes) text += opaque(outcome) + ",";
  text += separator + part_of(cursor.narrower.member_system);
  text += separator + part_of(cursor.narrower.requester_system);
  return opaque(text + separator + cursor.last.text());
}

std::optional<SearchCursor> cursor_from(std::string_view text) {
  const std::optional<std::string> decoded = plain(text);
  if (!decoded) return std::nullopt;
  const std::vector<std::string> parts = parts_of(*decoded, separator);
  if (parts.size() != 9) return std::nullopt;
  SearchCursor cursor;
  std::int64_t flags = 0, count = 0, from = 0, until = 0;
  const bool numbers = read(parts[0], cursor.after) && read(parts[1], flags) && read(parts[2], count) &&
                       read(parts[3], from) && read(parts[4], until);
  if (!numbers || cursor.after < 1 || count < 1 || count > std::int64_t{page_size_max}) return std::nullopt;
  read_flags(flags, cursor);
  if (!cursor.by_member && !cursor.by_requester) return std::nullopt;
  cursor.narrower.count = static_cast<std::size_t>(count);
  cursor.narrower.created_from = instant_of(from);
  cursor.narrower.created_until = instant_of(until);
  for (const std::string& outcome : parts_of(parts[5], ',')) {
    if (!outcome.empty()) cursor.narrower.outcomes.push_back(plain(outcome).value_or(""));
  }
  const bool systems = read_part(parts[6], cursor.narrower.member_system) &&
                       read_part(parts[7], cursor.narrower.requester_system);
  if (!systems) return std::nullopt;
  cursor.last = precert::CaseId(parts[8]);
  if (text_of(cursor) != text) return std::nullopt;  // spelled otherwise than here
  return cursor;
}

}  // namespace gateway
