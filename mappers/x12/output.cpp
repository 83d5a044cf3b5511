// See output.hpp.
#include "mappers/x12/output.hpp"

#include <algorithm>
#include <array>

namespace mappers {
namespace {

constexpr std::uint16_t any_element = 0xFFFF;

/// A place that says what is asked for; 0 = the whole segment, or the whole element.
struct NamingPlace {
  std::string_view segment;
  std::uint16_t element;
};
/// 005010X217 2000E HI, 2000F SV1, SV2 and SV3; of teeth and of an amount or a rhythm every part (TOO, HSD);
/// 005010X279A1 2110 EQ. One diagnosis of several may be left out, all of them not.
constexpr std::array<NamingPlace, 14> naming_places{{
    {"HI", 0},
    {"SV1", 0},
    {"SV1", 1},
    {"SV2", 0},
    {"SV2", 1},
    {"SV2", 2},
    {"SV3", 0},
    {"SV3", 1},
    {"SV3", 4},
    {"TOO", any_element},
    {"HSD", any_element},
    {"EQ", 0},
    {"EQ", 1},
    {"EQ", 2},
}};
constexpr NamingPlace service_type{"UM", 3};        // where no code names the service
constexpr std::uint16_t description_component = 7;  // of C003: it says in words what the code says

bool stands_at(const NamingPlace& place, const x12::LeftOut& one) {
  return place.segment == one.segment && (place.element == one.element || place.element == any_element);
}

bool names_what_is_asked(const x12::LeftOut& one, bool by_type) {
  if (by_type && stands_at(service_type, one)) return true;
  if (one.component == description_component) return false;
  return std::any_of(naming_places.begin(), naming_places.end(),
                     [&](const NamingPlace& place) { return stands_at(place, one); });
}

}  // namespace

void Output::text(std::string_view value, std::size_t room, std::string_view where) {
  const std::size_t cut = writer_.element(value, room);
  if (cut == 0) return;
  lost(std::string(where),
       "cut to the " + std::to_string(value.size() - cut) + " characters the element holds");
}

void Output::code(std::string_view value, std::size_t length_min, std::size_t length_max,
                  std::string_view where) {
  writer_.element(fitting(value, length_min, length_max, where));
}

std::string_view Output::fitting(std::string_view value, std::size_t length_min, std::size_t length_max,
                                 std::string_view where) {
  if (value.empty() || (value.size() >= length_min && value.size() <= length_max)) return value;
  lost(std::string(where), "not a code of the length X12 has for it");
  return {};
}

void Output::message(std::string words) {
  const x12::Delimiters& set = writer_.delimiters();
  const std::array<char, 4> four{set.element, set.repetition, set.component, set.segment};
  const bool semicolon = std::find(four.begin(), four.end(), ';') == four.end();
  for (const char one : four)
    std::replace(words.begin(), words.end(), one, one == ':' && semicolon ? ';' : ' ');
  words.erase(words.find_last_not_of(' ') + 1);
  writer_.segment("MSG", {words});
}

void Output::hold_to(const x12::Guide& guide, Speech speech) {
  guide_ = &guide;
  speech_ = speech;
  gate_.emplace(guide, writer_.latin(), [this](const x12::LeftOut& one) { tell(one); });
  writer_.pass(&*gate_);
  start_ = writer_.mark();
  places_.clear();
}

void Output::place(std::string_view where, const precert::Source& source) {
  places_.emplace_back(writer_.segments() + 1, source.where.empty() ? std::string(where) : source.where);
}

void Output::at(std::string_view list, std::size_t index, const precert::Source& source) {
  if (gate_) place(path_of(list, index), source);
}

bool Output::takes(std::initializer_list<std::string_view> segment) {
  if (!gate_) return true;
  const x12::Delimiters& delimiters = writer_.delimiters();
  std::string text;
  for (const std::string_view element : segment) {
    if (!text.empty()) text += delimiters.element;
    text += element;
  }
  return gate_->takes(text, delimiters);
}

void Output::tell(const x12::LeftOut& one) {
  if (one.needed) return;  // check_set() says it
  const std::string what =
      one.element == 0 ? std::string(one.segment) + " as a whole: " + one.remedy : one.remedy;
  if (speech_ == Speech::asks && names_what_is_asked(one, by_type_)) {
    missing(placed(), "X12 cannot ask for this: " + what);
  } else {
    left_out(what);
  }
}

void Output::left_out(std::string_view what) { lost(placed(), "left out: " + std::string(what)); }

void Output::check_set() {
  if (guide_ == nullptr || issues_.fatal()) return;
  for (const x12::Fault& fault :
       x12::faults_of(writer_.written_since(start_), writer_.delimiters(), *guide_, writer_.latin())) {
    std::string where;
    for (const auto& [first, told] : places_) {
      if (first <= fault.segment_position) where = told;
    }
    missing(std::move(where), fault.remedy);
  }
}

void Output::lost(std::string where, std::string why) {
  issues_.add({base::IssueCode::not_supported, std::move(where), std::move(why), base::Severity::warning});
}

void Output::lost_service(std::string where, std::string why) {
  if (speech_ == Speech::answers) return lost(std::move(where), std::move(why));
  missing(std::move(where), std::move(why));
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
