// See event_in.hpp: one service line.
#include <string_view>

#include "mappers/codes/clinical_codes.hpp"
#include "mappers/x12/event_in.hpp"
#include "mappers/x12/party_in.hpp"

namespace mappers {
namespace {

using precert::ServiceLine;
using x12::SegmentView;

std::optional<precert::Quantity> quantity_from(const SegmentView& sv, unsigned unit_element,
                                               ValueReader& read) {
  const auto value = read.decimal(sv, unit_element + 1);
  if (!value) return std::nullopt;
  return precert::Quantity{*value, unit_from(sv.element(unit_element)).value_or(precert::Unit::unit),
                           source_of(sv, unit_element + 1)};
}

void read_professional(const SegmentView& sv1, ServiceLine& line, ValueReader& read) {
  line.procedure = procedure_from(sv1, 1);
  line.amount = read.decimal(sv1, 2);
  line.quantity = quantity_from(sv1, 3, read);
  for (unsigned part = 1; part <= 4; ++part) {
    const std::string_view pointer = sv1.component(7, part);
    if (pointer.empty()) continue;
    const auto number = base::decimal_from(pointer);
    const auto whole = number ? number->whole() : std::nullopt;
    if (whole && *whole >= 1 && *whole <= 12) line.diagnosis_pointers.push_back(static_cast<int>(*whole));
  }
  line.epsdt = yes_no(sv1.element(11));
  line.nursing_home_level = sv1.element(20);
}

void read_institutional(const SegmentView& sv2, ServiceLine& line, ValueReader& read) {
  line.revenue_code = sv2.element(1);
  line.procedure = procedure_from(sv2, 2);
  line.amount = read.decimal(sv2, 3);
  line.quantity = quantity_from(sv2, 4, read);
  line.unit_rate = read.decimal(sv2, 6);
  line.nursing_home_status = sv2.element(9);
  line.nursing_home_level = sv2.element(10);
}

void read_dental(const SegmentView& sv3, ServiceLine& line, ValueReader& read) {
  line.procedure = procedure_from(sv3, 1);
  line.amount = read.decimal(sv3, 2);
  precert::Dental dental;
  for (unsigned part = 1; part <= 5; ++part) {
    if (!sv3.component(4, part).empty()) dental.oral_cavity.emplace_back(sv3.component(4, part));
  }
  dental.prosthesis = sv3.element(5);
  dental.text = sv3.element(7);
  if (const auto count = read.decimal(sv3, 6)) {
    line.quantity = precert::Quantity{*count, precert::Unit::unit, source_of(sv3, 6)};
  }
  dental.source = source_of(sv3);
  line.dental = std::move(dental);
}

precert::Tooth tooth_from(const SegmentView& too) {
  precert::Tooth tooth;
  tooth.number = too.element(2);
  for (unsigned part = 1; part <= 5; ++part) {
    if (!too.component(3, part).empty()) tooth.surfaces.emplace_back(too.component(3, part));
  }
  return tooth;
}

void read_procedure(const x12::LoopView& loop, ServiceLine& line, ValueReader& read) {
  line.procedure.system =
      precert::CodeSystem::service_type;  // described by UM03 and 2010F only, unless SV is there
  if (const SegmentView sv1 = loop.segment("SV1")) read_professional(sv1, line, read);
  if (const SegmentView sv2 = loop.segment("SV2")) read_institutional(sv2, line, read);
  if (const SegmentView sv3 = loop.segment("SV3")) read_dental(sv3, line, read);
  loop.each_segment("TOO", [&](const SegmentView& too) {
    if (line.dental) line.dental->teeth.push_back(tooth_from(too));
  });
  // A detail that says nothing is no detail: SV3 alone tells code and count.
  if (line.dental && *line.dental == precert::Dental{}) line.dental.reset();
}

/// What a line of a revision says about its earlier self: UM02 I is a new line, any other certification a
/// changed one.
precert::Change change_of(const ServiceLine& line, const precert::PatientEvent& event) {
  if (event.certification != precert::CertificationType::revision) return precert::Change::none;
  const auto certification = line.certification.value_or(event.certification);
  return certification == precert::CertificationType::initial ? precert::Change::added
                                                              : precert::Change::changed;
}

}  // namespace

precert::Procedure procedure_from(const SegmentView& segment, unsigned element) {
  precert::Procedure procedure;
  procedure.source = source_of(segment, element);
  procedure.code = segment.component(element, 2);
  procedure.system = procedure_system(segment.component(element, 1), procedure.code)
                         .value_or(precert::CodeSystem::service_type);
  for (unsigned part = 3; part <= 6; ++part) {
    if (!segment.component(element, part).empty())
      procedure.modifiers.emplace_back(segment.component(element, part));
  }
  procedure.description = segment.component(element, 7);
  procedure.code_end = segment.component(element, 8);
  return procedure;
}

void read_service(const x12::LoopView& loop, int sequence, precert::ReviewRequest& request,
                  ValueReader& read) {
  ServiceLine& line = request.services.emplace_back();
  line.sequence = sequence;
  line.source = source_of(loop.segment("HL"));
  line.traces = traces_from(loop);
  const SegmentView um = loop.segment("UM");
  line.category = from_x12<precert::RequestCategory>(um.element(1));
  line.certification = from_x12<precert::CertificationType>(um.element(2));
  line.service_type = um.element(3);
  line.place = place_from(um);
  line.change = change_of(line, request.event);
  line.previous_certification = loop.segment("REF", "BB").element(2);
  line.previous_reference = loop.segment("REF", "NT").element(2);
  line.dates = read.period(loop.segment("DTP", "472"), 2);
  read_procedure(loop, line, read);
  line.delivery = delivery_from(loop.segment("HSD"), read);
  read_supporting(loop, sequence, request);
  loop.each_loop("2010F",
                 [&](const x12::LoopView& party) { line.providers.push_back(party_from(party, read)); });
}

}  // namespace mappers
