// See care_out.hpp.
#include "mappers/x12/care_out.hpp"

#include <algorithm>

#include "mappers/codes/x12_codes.hpp"

namespace mappers {
namespace {

constexpr std::string_view none;

std::string text_of(const std::optional<base::Decimal>& value) {
  return value ? value->text() : std::string();
}
std::string text_of(const std::optional<int>& value) {
  return value ? std::to_string(*value) : std::string();
}
std::string text_of(const std::optional<base::Date>& value) {
  return value ? base::ccyymmdd(*value) : std::string();
}
std::string_view text_of(const std::optional<bool>& value) { return !value ? none : *value ? "Y" : "N"; }
std::string_view at(const std::vector<std::string>& values, std::size_t index) {
  return index < values.size() ? std::string_view(values[index]) : none;
}
/// An element of the request that the response does not have.
std::string_view asked(Direction direction, std::string_view value) {
  return direction == Direction::request ? value : none;
}

/// The codes of the set that CRC takes under its category; the others are reported.
std::vector<std::string_view> condition_codes(Output& out, const precert::ConditionSet& set) {
  std::vector<std::string_view> codes;
  for (const std::string& code : set.codes) {
    if (out.takes({"CRC", set.category, "Y", code})) codes.push_back(code);
  }
  if (codes.size() != set.codes.size())
    out.left_out("conditions that CRC has no code for under this category, or no such category");
  return codes;
}

void write_conditions(Output& out, const precert::PatientEvent& event) {
  constexpr std::size_t codes_max = 5;
  std::vector<std::string_view> categories;
  for (std::size_t i = 0; i < event.conditions.size(); ++i) {
    const precert::ConditionSet& set = event.conditions[i];
    const std::string where = path_of("event.conditions", i);
    if (set.category.empty() || set.codes.empty()) {
      out.lost(where, "CRC has a category and a code");
      continue;
    }
    if (std::find(categories.begin(), categories.end(), set.category) != categories.end()) {
      out.lost(where, "CRC stands once for each category");
      continue;
    }
    out.at(where, set.source);
    std::vector<std::string_view> codes = condition_codes(out, set);
    if (codes.empty()) continue;
    categories.emplace_back(set.category);
    if (codes.size() > codes_max) out.lost(where, "CRC has room for five codes");
    codes.resize(codes_max);
    out.x12().segment(
        "CRC", {set.category, set.applies ? "Y" : "N", codes[0], codes[1], codes[2], codes[3], codes[4]});
  }
}

void write_admission(x12::Writer& x12, const precert::Admission& admission, Direction direction) {
  x12.segment("CL1", {admission.type, admission.source_of, admission.status,
                      asked(direction, admission.nursing_home_status)});
}

void write_transport(Output& out, const precert::Transport& transport, Direction direction) {
  constexpr std::string_view where = "event.transport";
  x12::Writer& x12 = out.x12();
  x12.begin("CR1");
  x12.element(asked(direction, transport.weight_unit));
  x12.element(asked(direction, text_of(transport.weight)));
  x12.element(transport.code);
  x12.element(asked(direction, transport.reason));
  x12.element(transport.distance_unit);
  x12.element(text_of(transport.distance));
  x12.element(none);
  x12.element(none);
  out.text(asked(direction, transport.round_trip_purpose), 80, where);
  out.text(asked(direction, transport.stretcher_purpose), 80, where);
  x12.end();
}

void write_manipulation(Output& out, const precert::SpinalManipulation& spine, Direction direction) {
  constexpr std::string_view where = "event.spinal_manipulation";
  x12::Writer& x12 = out.x12();
  x12.begin("CR2");
  x12.element(text_of(spine.number));
  x12.element(text_of(spine.series));
  x12.element(spine.level_from);
  x12.element(spine.level_to);
  for (int i = 5; i <= 7; ++i) x12.element(none);
  x12.element(asked(direction, spine.nature));
  x12.element(asked(direction, text_of(spine.complication)));
  out.text(asked(direction, spine.description), 80, where);
  out.text(asked(direction, spine.description_more), 80, where);
  x12.element(asked(direction, text_of(spine.x_rays)));
  x12.end();
}

void write_oxygen(Output& out, const precert::Oxygen& oxygen, Direction direction) {
  constexpr std::string_view where = "event.oxygen";
  x12::Writer& x12 = out.x12();
  x12.begin("CR5");
  x12.element(none);
  x12.element(none);
  x12.element(at(oxygen.equipment, 0));
  x12.element(at(oxygen.equipment, 1));
  out.text(asked(direction, oxygen.reason), 80, where);
  x12.element(text_of(oxygen.flow));
  x12.element(text_of(oxygen.uses_per_day));
  x12.element(text_of(oxygen.hours_per_use));
  out.text(oxygen.therapist_order, 80, where);
  x12.element(asked(direction, text_of(oxygen.blood_gas)));
  x12.element(asked(direction, text_of(oxygen.saturation)));
  x12.element(asked(direction, oxygen.test_condition));
  for (const std::size_t i : {std::size_t{0}, std::size_t{1}, std::size_t{2}}) {
    x12.element(asked(direction, at(oxygen.findings, i)));
  }
  x12.element(text_of(oxygen.portable_flow));
  x12.element(oxygen.delivery);
  x12.element(at(oxygen.equipment, 2));
  x12.end();
}

/// CR603 and CR615: RD8 with a period of two dates.
void write_range(x12::Writer& x12, const std::optional<base::Period>& period) {
  const bool closed = period && period->end;
  x12.element(closed ? "RD8" : "");
  x12.element(closed ? base::ccyymmdd(period->start) + "-" + base::ccyymmdd(*period->end) : std::string());
}

void write_home_health(Output& out, const precert::PatientEvent& event, Direction direction) {
  if (!event.home_health) return;
  const precert::HomeHealth& care = *event.home_health;
  x12::Writer& x12 = out.x12();
  x12.begin("CR6");
  x12.element(care.prognosis);
  x12.element(base::ccyymmdd(care.start));
  write_range(x12, care.certification);
  x12.element(none);
  x12.element(none);
  x12.element("W");                            // CR607: X217 has no other value
  x12.element(x12_code(event.certification));  // CR608 repeats UM02
  if (direction == Direction::request) {
    const bool surgery = care.surgery && !care.surgery_code.empty();  // P091011
    x12.element(surgery ? text_of(care.surgery) : std::string());
    x12.element(surgery ? std::string_view(care.surgery_system) : none);
    x12.element(surgery ? std::string_view(care.surgery_code) : none, 15);
    x12.element(text_of(care.ordered));
    x12.element(text_of(care.last_visit));
    x12.element(text_of(care.physician_contact));
    const bool stay = care.last_admission && !care.last_admission_place.empty();  // P151617
    write_range(x12, stay ? care.last_admission : std::nullopt);
    x12.element(stay ? std::string_view(care.last_admission_place) : none);
    if (care.surgery && !surgery)
      out.lost("event.home_health.surgery", "CR6 gives date, system and code together");
    if (care.last_admission && !stay)
      out.lost("event.home_health.last_admission", "CR6 gives period and place together");
  }
  x12.end();
}

}  // namespace

void write_care(Output& out, const precert::PatientEvent& event, Direction direction) {
  if (direction == Direction::request) write_conditions(out, event);
  if (event.admission_details) {
    out.at("event.admission_details", event.admission_details->source);
    write_admission(out.x12(), *event.admission_details, direction);
  }
  if (event.transport) {
    out.at("event.transport", event.transport->source);
    write_transport(out, *event.transport, direction);
  }
  if (event.spinal_manipulation) {
    out.at("event.spinal_manipulation", event.spinal_manipulation->source);
    write_manipulation(out, *event.spinal_manipulation, direction);
  }
  if (event.oxygen) {
    out.at("event.oxygen", event.oxygen->source);
    write_oxygen(out, *event.oxygen, direction);
  }
  if (event.home_health && event.home_health->prognosis.empty()) {
    out.lost("event.home_health", "CR6 has a prognosis");
  } else if (event.home_health) {
    out.at("event.home_health", event.home_health->source);
    write_home_health(out, event, direction);
  }
}

}  // namespace mappers
