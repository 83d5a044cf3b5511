// See event_in.hpp: the patient event.
#include "mappers/x12/event_in.hpp"

#include <algorithm>

#include "mappers/codes/clinical_codes.hpp"
#include "mappers/x12/answers.hpp"
#include "mappers/x12/care_in.hpp"
#include "mappers/x12/party_in.hpp"

namespace mappers {
namespace {

using x12::SegmentView;

/// UM05 and DTP*439.
std::optional<precert::RelatedCauses> related_from(const SegmentView& um,
                                                   std::optional<base::Date> accident) {
  if (um.element(5).empty() && !accident) return std::nullopt;
  precert::RelatedCauses related;
  related.source = source_of(um, 5);
  for (unsigned part = 1; part <= 3; ++part) {
    if (const auto cause = from_x12<precert::RelatedCause>(um.component(5, part)))
      related.causes.push_back(*cause);
  }
  related.state = um.component(5, 4);
  related.country = um.component(5, 5);
  related.accident = accident;
  return related;
}

void read_um(const SegmentView& um, precert::PatientEvent& event) {
  event.source = source_of(um);
  event.category =
      from_x12<precert::RequestCategory>(um.element(1)).value_or(precert::RequestCategory::health_services);
  event.certification =
      from_x12<precert::CertificationType>(um.element(2)).value_or(precert::CertificationType::initial);
  event.service_type = um.element(3);
  event.place = place_from(um);
  event.level = from_x12<precert::LevelOfService>(um.element(6));
  event.health_condition = um.element(7);
  event.prognosis = um.element(8);
  event.release = um.element(9);
  event.delay_reason = um.element(10);
}

void read_dates(const x12::LoopView& loop, precert::PatientEvent& event, ValueReader& read) {
  event.last_menstrual_period = read.date(loop.segment("DTP", "484"), 3);
  event.estimated_birth = read.date(loop.segment("DTP", "ABC"), 3);
  event.onset = read.date(loop.segment("DTP", "431"), 3);
  event.dates = read.period(loop.segment("DTP", "AAH"), 2);
  event.admission = read.period(loop.segment("DTP", "435"), 2);
  // A span, which only an inquiry may send, is no day of discharge: inquiry_from() makes a key of it.
  const auto discharge = read.period(loop.segment("DTP", "096"), 2);
  if (discharge && discharge->start == discharge->end) event.discharge = discharge->start;
}

}  // namespace

std::vector<precert::Diagnosis> diagnoses_from(const SegmentView& hi, ValueReader& read) {
  std::vector<precert::Diagnosis> diagnoses;
  diagnoses.reserve(std::min(hi.size(), 12U));  // as many as HI holds
  for (unsigned at = 1; at <= hi.size(); ++at) {
    const DiagnosisQualifier* const qualifier = diagnosis_qualifier(hi.component(at, 1));
    if (qualifier == nullptr || hi.component(at, 2).empty()) continue;
    precert::Diagnosis& diagnosis = diagnoses.emplace_back();
    diagnosis.kind = qualifier->kind;
    diagnosis.system = qualifier->system;
    diagnosis.code = hi.component(at, 2);
    diagnosis.date = read.date_of(hi.component(at, 4), hi, at);
    diagnosis.source = source_of(hi, at);
  }
  return diagnoses;
}

std::vector<precert::Trace> traces_from(const x12::LoopView& loop) {
  std::vector<precert::Trace> traces;
  loop.each_segment("TRN", [&](const SegmentView& trn) {
    traces.push_back({text(trn.element(2)), text(trn.element(3)), text(trn.element(4)), source_of(trn)});
  });
  return traces;
}

std::optional<precert::Place> place_from(const SegmentView& um) {
  if (um.component(4, 1).empty()) return std::nullopt;
  const auto kind = from_x12<precert::PlaceKind>(um.component(4, 2));
  return precert::Place{kind.value_or(precert::PlaceKind::place_of_service), text(um.component(4, 1)),
                        source_of(um, 4)};
}

std::optional<precert::Delivery> delivery_from(const SegmentView& hsd, ValueReader& read) {
  if (!hsd) return std::nullopt;
  precert::Delivery delivery;
  delivery.source = source_of(hsd);
  delivery.unit = unit_from(hsd.element(1));
  delivery.quantity = read.decimal(hsd, 2);
  delivery.frequency_unit = hsd.element(3);
  delivery.every = read.decimal(hsd, 4);
  delivery.period_unit = hsd.element(5);
  delivery.periods = read.whole(hsd, 6);
  delivery.calendar_pattern = hsd.element(7);
  delivery.time_pattern = hsd.element(8);
  return delivery;
}

void read_supporting(const x12::LoopView& loop, int service, precert::ReviewRequest& request) {
  loop.each_segment("PWK", [&](const SegmentView& pwk) {
    precert::Document& document = request.documents.emplace_back();
    document.source = source_of(pwk);
    document.report_type = pwk.element(1);
    document.transmission = pwk.element(2);
    document.control_number = pwk.element(6);
    document.description = pwk.element(7);
    document.service = service;
  });
  loop.each_segment("MSG", [&](const SegmentView& msg) {
    const std::string_view message = msg.element(1);
    if (holds_answers(message)) {
      read_answers(message, service, source_of(msg, 1), request.answers, request.notes);
    } else {
      request.notes.push_back({text(message), service, source_of(msg, 1)});
    }
  });
}

void read_event(const x12::LoopView& loop, precert::ReviewRequest& request, ValueReader& read) {
  precert::PatientEvent& event = request.event;
  const SegmentView um = loop.segment("UM");
  event.traces = traces_from(loop);
  read_um(um, event);
  event.related = related_from(um, read.date(loop.segment("DTP", "439"), 3));
  event.previous_certification = loop.segment("REF", "BB").element(2);
  event.previous_reference = loop.segment("REF", "NT").element(2);
  read_dates(loop, event, read);
  event.diagnoses = diagnoses_from(loop.segment("HI"), read);
  event.delivery = delivery_from(loop.segment("HSD"), read);
  read_care(loop, event, read);
  read_supporting(loop, 0, request);
  const auto into = [&](std::vector<precert::Party>& parties) {
    return [&parties, &read](const x12::LoopView& party) { parties.push_back(party_from(party, read)); };
  };
  loop.each_loop("2010EA", into(event.providers));
  loop.each_loop("2010EB", into(event.transport_locations));
  loop.each_loop("2010EC", into(event.other_umos));
}

}  // namespace mappers
