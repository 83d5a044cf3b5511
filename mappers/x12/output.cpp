// See output.hpp.
#include "mappers/x12/output.hpp"

#include <algorithm>
#include <array>

namespace mappers {

void Output::text(std::string_view value, std::size_t room, std::string_view where) {
  const std::size_t cut = writer_.element(value, room);
  if (cut == 0) return;
  lost(std::string(where),
       "cut to the " + std::to_string(value.size() - cut) + " characters the element holds");
}

void Output::code(std::string_view value, std::size_t length_min, std::size_t length_max,
                  std::string_view where) {
  const bool fits = value.empty() || (value.size() >= length_min && value.size() <= length_max);
  if (!fits) lost(std::string(where), "not a code of the length X12 has for it");
  writer_.element(fits ? value : std::string_view{});
}

void Output::message(std::string words) {
  const x12::Delimiters& set = writer_.delimiters();
  const std::array<char, 4> four{set.element, set.repetition, set.component, set.segment};
  const bool semicolon = std::find(four.begin(), four.end(), ';') == four.end();
  for (const char one : four) std::replace(words.begin(), words.end(), one, one == ':' && semicolon ? ';' : ' ');
  words.erase(words.find_last_not_of(' ') + 1);
  writer_.segment("MSG", {words});
}

void Output::lost(std::string where, std::string why) {
  issues_.add({base::IssueCode::not_supported, std::move(where), std::move(why), base::Severity::warning});
}

void Output::moved(std::string where, std::string why) {
  issues_.add(
      {base::IssueCode::not_supported, std::move(where), std::move(why), base::Severity::information});
}

void Output::missing(std::string where, std::string what) {
  issues_.add({base::IssueCode::data_invalid, std::move(where), std::move(what), base::Severity::error});
}

std::string path_of(std::string_view list, std::size_t index, std::string_view field) {
  std::string out(list);
  out += '[';
  out += std::to_string(index);
  out += ']';
  if (!field.empty()) {
    out += '.';
    out += field;
  }
  return out;
}

}  // namespace mappers
