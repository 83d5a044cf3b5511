// See envelope_check.hpp.
#include "parsers/x12/envelope_check.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>
#include <vector>

#include "base/date.hpp"
#include "parsers/x12/element_check.hpp"
#include "parsers/x12/guide.hpp"
#include "parsers/x12/guide_table.hpp"
#include "parsers/x12/isa.hpp"
#include "parsers/x12/reader.hpp"

namespace x12 {
namespace {

struct ControlVersion {
  std::string_view isa12;
  std::string_view groups;  // how the GS08 of its groups begin; "" = any
};

constexpr std::array<ControlVersion, 2> control_versions{{{"00501", ""}, {"00602", "006020"}}};
constexpr std::string_view version_of_acknowledgments = "005010X231A1";

struct Width {
  std::size_t min, max;
  bool required;
  std::string_view words;  // what it holds
};

/// GS01..GS08. Those that AK905 speaks of are held to nothing but the longest text a 999 can repeat.
constexpr std::array<Width, 8> group_widths{
    {{1, 2, true, "GS01 is the functional group in one or two characters, such as HI"},
     {2, 15, true, "GS02 has 2 to 15 printable ASCII characters"},
     {2, 15, true, "GS03 has 2 to 15 printable ASCII characters"},
     {8, 8, true, "GS04 is a real date CCYYMMDD"},
     {4, 8, true, "GS05 is a time HHMM, HHMMSS, HHMMSSD or HHMMSSDD, hours 00 to 23"},
     {0, 99, false, "GS06 is a number of one to nine digits"},
     {1, 1, true, "GS07 is X"},
     {1, 99, true, "GS08 is the version in printable ASCII characters, such as 005010X217"}}};

bool real_date_yymmdd(std::string_view text) {
  return text.size() == 6 && base::date_from_ccyymmdd("20" + std::string(text)).has_value();
}

bool acceptable(const SegmentView& gs, std::uint32_t number) {
  const std::string_view value = gs.element(number);
  const Width& width = group_widths.at(number - 1);
  if (!plain(value) || value.size() > width.max) return false;
  if (width.required &&
      (value.size() < width.min || value.find_first_not_of(' ') == std::string_view::npos)) {
    return false;
  }
  switch (number) {
    case 4: return base::date_from_ccyymmdd(value).has_value();
    case 5: return real_time(value);
    case 7: return value == "X";
    default: return true;
  }
}

}  // namespace

Fault envelope_fault(FaultLevel level, std::string_view code, std::string_view segment, std::uint16_t element,
                     std::string why) {
  Fault one;
  one.level = level;
  one.code = code;
  one.kind = kind_of(level, code);
  one.segment_id = segment;
  one.element = element;
  one.remedy = std::move(why);
  return one;
}

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::int64_t count_from(std::string_view text) {
  std::int64_t value = -1;
  if (!all_digits(text) || text.size() > 10) return -1;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

std::optional<Fault> group_header_fault(const SegmentView& gs) {
  const auto fault = [&](std::uint32_t number, std::string why) {
    Fault made =
        envelope_fault(FaultLevel::ta1, "024", "GS", static_cast<std::uint16_t>(number), std::move(why));
    made.value = gs.element(number);
    return made;
  };
  for (std::uint32_t number = 1; number <= group_widths.size(); ++number) {
    if (!acceptable(gs, number)) {
      return fault(number, std::string(group_widths.at(number - 1).words));
    }
  }
  if (gs.size() > group_widths.size()) return fault(9, "GS has eight elements");
  return std::nullopt;
}

std::optional<Fault> acknowledgment_fault(const SegmentView& ta1) {
  const auto fault = [](std::uint16_t number, std::string_view why) {
    return envelope_fault(FaultLevel::ta1, {}, "TA1", number, std::string(why));
  };
  if (ta1.element(1).size() != 9 || !all_digits(ta1.element(1)))
    return fault(1, "TA101 is the ISA13 that is answered: nine digits");
  if (!real_date_yymmdd(ta1.element(2))) return fault(2, "TA102 is the ISA09 that is answered: YYMMDD");
  if (ta1.element(3).size() != 4 || !real_time(ta1.element(3)))
    return fault(3, "TA103 is the ISA10 that is answered: HHMM");
  if (ta1.element(4) != "A" && ta1.element(4) != "E" && ta1.element(4) != "R")
    return fault(4, "TA104 is A, E or R");
  if (ta1.element(5).size() != 3 || !all_digits(ta1.element(5)) || ta1.element(5) > "031")
    return fault(5, "TA105 is a note code, 000 to 031");
  return std::nullopt;
}

bool control_version_known(std::string_view isa12) {
  return std::any_of(control_versions.begin(), control_versions.end(),
                     [&](const ControlVersion& row) { return row.isa12 == isa12; });
}

bool control_version_carries(std::string_view isa12, std::string_view gs08) {
  if (gs08 == version_of_acknowledgments) return true;
  return std::all_of(control_versions.begin(), control_versions.end(), [&](const ControlVersion& row) {
    return row.isa12 != isa12 || gs08.starts_with(row.groups);
  });
}

std::optional<Fault> group_refusal(const GroupHeader& group, std::string_view implementation) {
  const std::string_view expected = functional_id_for(implementation);
  std::optional<Fault> refused;
  if (expected.empty()) {
    refused = envelope_fault(FaultLevel::ak9, "2", "GS", 8, "send a version that was agreed");
    refused->value = group.version;
  } else if (!functional_id_fits(implementation, group.functional_id)) {  // 270 and 271 share a guide
    refused =
        envelope_fault(FaultLevel::ak9, "1", "GS", 1, "GS01 of this version is " + std::string(expected));
    refused->value = group.functional_id;
  }
  return refused;
}

std::optional<Fault> set_refusal(const TransactionSet& set, const GroupHeader& group, const Guide& guide) {
  const Recognition& taken = guide.recognition;
  const bool own_set = set.id == taken.set_id;
  const bool own_group = group.functional_id == taken.functional_id ||
                         !functional_id_fits(guide.implementation, group.functional_id);  // AK905 1 tells it
  if (own_set && own_group) return std::nullopt;
  const bool told = std::any_of(set.envelope_faults.begin(), set.envelope_faults.end(),
                                [](const Fault& one) { return one.code == "6"; });
  if (told) return std::nullopt;
  std::optional<Fault> refused =
      own_set ? envelope_fault(FaultLevel::ik5, "18", "ST", 1,
                               "a " + std::string(set.id) + " stands in a group with GS01 " +
                                   std::string(taken.functional_id))
              : envelope_fault(FaultLevel::ik5, is_set_id(set.id) ? "18" : "1", "ST", 1,
                               "ST01 of this group is " + std::string(taken.set_id));
  refused->value = set.id;
  return refused;
}

}  // namespace x12
