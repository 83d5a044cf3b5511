// See care_in.hpp.
#include "mappers/x12/care_in.hpp"

namespace mappers {
namespace {

using x12::SegmentView;

void append(std::vector<std::string>& codes, std::string_view code) {
  if (!code.empty()) codes.emplace_back(code);
}

precert::ConditionSet conditions_from(const SegmentView& crc) {
  precert::ConditionSet set;
  set.source = source_of(crc);
  set.category = crc.element(1);
  set.applies = crc.element(2) == "Y";
  for (unsigned at = 3; at <= 7; ++at) append(set.codes, crc.element(at));
  return set;
}

precert::Admission admission_from(const SegmentView& cl1) {
  return {text(cl1.element(1)), text(cl1.element(2)), text(cl1.element(3)), text(cl1.element(4)),
          source_of(cl1)};
}

precert::Transport transport_from(const SegmentView& cr1, ValueReader& read) {
  precert::Transport transport;
  transport.source = source_of(cr1);
  transport.weight_unit = cr1.element(1);
  transport.weight = read.decimal(cr1, 2);
  transport.code = cr1.element(3);
  transport.reason = cr1.element(4);
  transport.distance_unit = cr1.element(5);
  transport.distance = read.decimal(cr1, 6);
  transport.round_trip_purpose = cr1.element(9);
  transport.stretcher_purpose = cr1.element(10);
  return transport;
}

precert::SpinalManipulation manipulation_from(const SegmentView& cr2, ValueReader& read) {
  precert::SpinalManipulation spine;
  spine.source = source_of(cr2);
  spine.number = read.whole(cr2, 1);
  spine.series = read.whole(cr2, 2);
  spine.level_from = cr2.element(3);
  spine.level_to = cr2.element(4);
  spine.nature = cr2.element(8);
  spine.complication = yes_no(cr2.element(9));
  spine.description = cr2.element(10);
  spine.description_more = cr2.element(11);
  spine.x_rays = yes_no(cr2.element(12));
  return spine;
}

precert::Oxygen oxygen_from(const SegmentView& cr5, ValueReader& read) {
  precert::Oxygen oxygen;
  oxygen.source = source_of(cr5);
  for (const unsigned at : {3U, 4U, 18U}) append(oxygen.equipment, cr5.element(at));
  oxygen.reason = cr5.element(5);
  oxygen.flow = read.decimal(cr5, 6);
  oxygen.uses_per_day = read.decimal(cr5, 7);
  oxygen.hours_per_use = read.decimal(cr5, 8);
  oxygen.therapist_order = cr5.element(9);
  oxygen.blood_gas = read.decimal(cr5, 10);
  oxygen.saturation = read.decimal(cr5, 11);
  oxygen.test_condition = cr5.element(12);
  for (unsigned at = 13; at <= 15; ++at) append(oxygen.findings, cr5.element(at));
  oxygen.portable_flow = read.decimal(cr5, 16);
  oxygen.delivery = cr5.element(17);
  return oxygen;
}

std::optional<precert::HomeHealth> home_health_from(const SegmentView& cr6, ValueReader& read) {
  const auto start = read.date(cr6, 2);
  if (!start) return std::nullopt;  // required in the guide; an unreadable one was reported
  precert::HomeHealth care;
  care.source = source_of(cr6);
  care.prognosis = cr6.element(1);
  care.start = *start;
  care.certification = read.period(cr6, 3);
  care.surgery = read.date(cr6, 9);
  care.surgery_system = cr6.element(10);
  care.surgery_code = cr6.element(11);
  care.ordered = read.date(cr6, 12);
  care.last_visit = read.date(cr6, 13);
  care.physician_contact = read.date(cr6, 14);
  care.last_admission = read.period(cr6, 15);
  care.last_admission_place = cr6.element(17);
  return care;
}

}  // namespace

void read_care(const x12::LoopView& loop, precert::PatientEvent& event, ValueReader& read) {
  loop.each_segment("CRC", [&](const SegmentView& crc) { event.conditions.push_back(conditions_from(crc)); });
  if (const SegmentView cl1 = loop.segment("CL1")) event.admission_details = admission_from(cl1);
  if (const SegmentView cr1 = loop.segment("CR1")) event.transport = transport_from(cr1, read);
  if (const SegmentView cr2 = loop.segment("CR2")) event.spinal_manipulation = manipulation_from(cr2, read);
  if (const SegmentView cr5 = loop.segment("CR5")) event.oxygen = oxygen_from(cr5, read);
  if (const SegmentView cr6 = loop.segment("CR6")) event.home_health = home_health_from(cr6, read);
}

}  // namespace mappers
