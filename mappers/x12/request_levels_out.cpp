// See request_levels_out.hpp.
#include "mappers/x12/request_levels_out.hpp"

#include <algorithm>

#include "mappers/codes/clinical_codes.hpp"
#include "mappers/x12/care_out.hpp"
#include "mappers/x12/party_out.hpp"

namespace mappers {
namespace {

using precert::PatientEvent;

void write_related(Output& out, const std::optional<precert::RelatedCauses>& related) {
  if (!related || related->causes.empty()) {
    out.x12().element("");
    return;
  }
  const auto cause = [&](std::size_t i) {
    return i < related->causes.size() ? x12_code(related->causes[i]) : std::string_view{};
  };
  out.x12().composite({cause(0), cause(1), cause(2), related->state, related->country});
  const bool accident = related->causes.front() == precert::RelatedCause::auto_accident;
  if (accident && related->state.empty() && related->country.empty()) {
    out.missing("event.related.state", "the state of an auto accident, or its country when abroad");
  }
}

void write_event_um(Output& out, const PatientEvent& event, bool has_services) {
  x12::Writer& x12 = out.x12();
  x12.begin("UM");
  x12.element(x12_code(event.category));
  x12.element(x12_code(event.certification));
  x12.element(event.service_type);
  write_place(out, event.place, "event.place");
  write_related(out, event.related);
  x12.element(event.level ? x12_code(*event.level) : std::string_view{});
  x12.element(event.health_condition);
  x12.element(event.prognosis);
  x12.element(event.release);
  x12.element(event.delay_reason);
  x12.end();
  if (event.certification == precert::CertificationType::immediate_appeal && !event.level) {
    out.missing("event.level", "an immediate appeal states its level of service");
  }
  if (!has_services && (event.service_type.empty() || !event.place)) {
    out.missing("event.service_type",
                "a request without services states service type and place at the event");
  }
}

void write_event_dates(Output& out, const PatientEvent& event) {
  x12::Writer& x12 = out.x12();
  const bool caused =
      event.related && !event.related->causes.empty();  // UM05, without which X217 has no date
  write_date(x12, "439", caused ? event.related->accident : std::nullopt);
  if (!caused && event.related && event.related->accident)
    out.lost("event.related.accident", "the date of an accident goes with its cause");
  write_date(x12, "484", event.last_menstrual_period);
  write_date(x12, "ABC", event.estimated_birth);
  write_date(x12, "431", event.onset);
  // Rule: 005010X217 2000E DTP: dates of an admission are those of an admission review, else the event's.
  const bool of_services = event.category == precert::RequestCategory::health_services ||
                           event.category == precert::RequestCategory::specialty_care;
  if (!of_services) {
    write_period(out, "AAH", event.dates, "event.dates");
    write_period(out, "435", event.admission, "event.admission");
    write_date(x12, "096", event.discharge);
    return;
  }
  write_period(out, "AAH", event.dates ? event.dates : event.admission, "event.dates");
  if (event.admission && event.dates) {
    out.lost("event.admission", "only an admission review has dates of admission");
  } else if (event.admission) {
    out.moved("event.admission", "sent as the dates of the event: this is no admission review");
  }
  if (event.discharge) out.lost("event.discharge", "only an admission review has a date of discharge");
}

/// HI01 takes any kind, HI02 no principal, HI03 and on neither principal nor admitting.
std::string_view qualifier_at(Output& out, const precert::Diagnosis& diagnosis, std::size_t index) {
  using precert::DiagnosisKind;
  const bool fits =
      index == 0 || (index == 1 && diagnosis.kind != DiagnosisKind::principal) ||
      (diagnosis.kind != DiagnosisKind::principal && diagnosis.kind != DiagnosisKind::admitting);
  if (!fits)
    out.lost(path_of("event.diagnoses", index, "kind"), "X217 has one principal and one admitting diagnosis");
  return diagnosis_qualifier(fits ? diagnosis.kind : DiagnosisKind::other, diagnosis.system);
}

void write_diagnoses(Output& out, const PatientEvent& event) {
  constexpr std::size_t diagnoses_max = 12;
  const auto any_of_system = [&](precert::CodeSystem system) {
    return std::any_of(event.diagnoses.begin(), event.diagnoses.end(),
                       [&](const precert::Diagnosis& one) { return one.system == system; });
  };
  if (any_of_system(precert::CodeSystem::icd9_cm) && any_of_system(precert::CodeSystem::icd10_cm))
    out.missing("event.diagnoses", "diagnoses that are all of ICD-10 or all of ICD-9");
  out.x12().begin("HI");
  write_diagnosis_parts(out, event.diagnoses, diagnoses_max);
  out.x12().end();
  for (std::size_t i = diagnoses_max; i < event.diagnoses.size(); ++i) {
    out.lost(path_of("event.diagnoses", i), "HI has room for twelve diagnoses");
  }
}

constexpr std::string_view support_data = "77";  // PWK01

/// PWK02: as the sender says; where it says nothing, or what X217 has no code for (FT, OL), electronically with a
/// control number and available on request without: the number counts more than the way.
std::string_view way_of(Output& out, const precert::Document& document, bool has_number) {
  const std::string_view nearest = has_number ? "EL" : "AA";
  if (document.transmission.empty()) return nearest;
  if (out.takes({"PWK", support_data, document.transmission})) return document.transmission;
  out.left_out("a way of sending that X217 has no code for: another is said");
  return nearest;
}

/// PWK02: "available on request" for a document that has no control number to send it under.
void write_document(Output& out, const precert::Document& document, std::size_t index) {
  x12::Writer& x12 = out.x12();
  const bool has_number = document.control_number.size() >= 2;  // PWK06 is that long at least
  std::string_view how = way_of(out, document, has_number);
  const bool travels = how != "AA" && how != "VO";
  if (travels && !has_number) {
    out.lost(path_of("documents", index, "transmission"),
             "sent as available on request: it has no control number");
    how = "AA";
  }
  const bool numbered = how != "AA" && how != "VO";
  if (!numbered && !document.control_number.empty()) {
    out.lost(path_of("documents", index, "control_number"), "a document that is not sent has none in X217");
  }
  std::string_view kind =
      document.report_type.empty() ? support_data : std::string_view(document.report_type);
  if (!out.takes({"PWK", kind, "AA"})) {  // the paper counts more than what it is called
    out.left_out("a kind of paper that X12 has no code for: sent as support data");
    kind = support_data;
  }
  x12.begin("PWK");
  x12.element(kind);
  x12.element(how);
  x12.element("");
  x12.element("");
  x12.element(numbered ? "AC" : "");
  out.text(numbered ? std::string_view(document.control_number) : std::string_view{}, 80, "documents");
  out.text(document.description, 80, "documents");
  x12.end();
}

void write_documents(Output& out, const precert::ReviewRequest& request, int service) {
  std::size_t room = 10;
  for (std::size_t i = 0; i < request.documents.size(); ++i) {
    const precert::Document& document = request.documents[i];
    if (document.service != service) continue;
    if (room == 0) {
      out.lost(path_of("documents", i), "a level has room for ten PWK segments");
      continue;
    }
    --room;
    out.at("documents", i, document.source);
    write_document(out, document, i);
  }
}

void write_parties(Output& out, const PartyLoop& loop, const std::vector<precert::Party>& parties,
                   std::size_t count_max, std::string_view where) {
  std::size_t written = 0;
  for (std::size_t i = 0; i < parties.size(); ++i) {
    if (written == count_max) {
      out.lost(path_of(where, i), "more of them than X217 has loops");
    } else if (write_party(out, loop, parties[i], path_of(where, i))) {
      ++written;
    }
  }
}

void write_message(Output& out, std::string_view message) {
  if (!message.empty()) out.x12().segment("MSG", {message});
}

}  // namespace

void write_diagnosis_parts(Output& out, const std::vector<precert::Diagnosis>& diagnoses,
                           std::size_t count_max) {
  const std::size_t count = std::min(diagnoses.size(), count_max);
  for (std::size_t i = 0; i < count; ++i) {
    const precert::Diagnosis& diagnosis = diagnoses[i];
    const std::string date = diagnosis.date ? base::ccyymmdd(*diagnosis.date) : std::string();
    out.x12().composite({qualifier_at(out, diagnosis, i),
                         out.fitting(diagnosis.code, 1, 30, "event.diagnoses"), diagnosis.date ? "D8" : "",
                         date});
  }
}

void write_event(Output& out, const precert::ReviewRequest& request, std::string_view message,
                 bool has_services) {
  const PatientEvent& event = request.event;
  out.at("event", event.source);
  write_traces(out, "1", event.traces, 2, "event.traces");
  out.names_by_type(!has_services);
  write_event_um(out, event, has_services);
  write_reference(out, "BB", event.previous_certification, "event.previous_certification");
  write_reference(out, "NT", event.previous_reference, "event.previous_reference");
  write_event_dates(out, event);
  write_diagnoses(out, event);
  write_delivery(out, event.delivery, "event.delivery");
  write_care(out, event, Direction::request);
  write_documents(out, request, 0);
  out.at("event", event.source);
  write_message(out, message);
  write_parties(out, loops::event_provider, event.providers, 14, "event.providers");
  if (event.transport_locations.size() == 1) {
    out.lost("event.transport_locations", "a transport has two places at least");
  } else {
    write_parties(out, loops::transport_place, event.transport_locations, 5, "event.transport_locations");
    const auto any_in_role = [&](precert::PartyRole role) {
      return std::any_of(event.transport_locations.begin(), event.transport_locations.end(),
                         [&](const precert::Party& one) { return one.role == role; });
    };
    const bool whole =
        any_in_role(precert::PartyRole::pick_up) && any_in_role(precert::PartyRole::final_destination);
    if (!event.transport_locations.empty() && !whole)
      out.missing("event.transport_locations",
                  "the place where the transport begins and the one where it ends");
  }
  write_parties(out, loops::other_umo, event.other_umos, 3, "event.other_umos");
}

void write_service(Output& out, const precert::ReviewRequest& request, std::size_t index,
                   std::string_view message) {
  const precert::ServiceLine& line = request.services[index];
  const std::string where = path_of("services", index);
  out.at(where, line.source);
  write_traces(out, "1", line.traces, 2, where + ".traces");
  out.names_by_type(line.procedure.code.empty() && line.revenue_code.empty());
  write_line_um(out, request, line);
  write_reference(out, "BB", line.previous_certification, where);
  write_reference(out, "NT", line.previous_reference, where);
  write_period(out, "472", line.dates, where + ".dates");
  write_procedure(out, line, Direction::request, where);
  write_line_delivery(out, line, where);
  write_documents(out, request, line.sequence);
  out.at(where, line.source);
  write_message(out, message);
  write_parties(out, loops::service_provider, line.providers, 10, where + ".providers");
}

}  // namespace mappers
