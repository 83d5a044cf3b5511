// Model -> 278 X215 inquiry.
#include <algorithm>

#include "mappers/codes/clinical_codes.hpp"
#include "mappers/codes/x12_codes.hpp"
#include "mappers/x12/inquiry.hpp"
#include "mappers/x12/inquiry_levels_out.hpp"
#include "mappers/x12/party_out.hpp"
#include "mappers/x12/segments_out.hpp"
#include "mappers/x12/speakable.hpp"
#include "parsers/x12/guide.hpp"

namespace mappers {
namespace {

using precert::Inquiry;
using precert::ServiceLine;

void write_header(Output& out, const precert::ReviewRequest& example, std::string_view control_number) {
  x12::Writer& x12 = out.x12();
  x12.segment("ST", {"278", control_number, "005010X215"});
  x12.begin("BHT");
  x12.element("0007");
  x12.element("28");
  out.text(example.reference, 50, "reference");
  x12.element(base::ccyymmdd(base::utc_date(example.submitted)));
  x12.element(time_text(example.submitted));
  x12.end();
  if (example.reference.empty()) out.missing("reference", "the transaction id of the asker");
}

void write_action(x12::Writer& x12, const precert::SearchKeys& keys) {
  if (keys.action) x12.segment("HCR", {x12_code(*keys.action)});
}

void write_certification_dates(Output& out, const precert::SearchKeys& keys, std::string_view where) {
  write_period(out, "102", keys.issued, where);
  write_period(out, "036", keys.expires, where);
  write_period(out, "007", keys.effective, where);
}

/// X215 asks for one diagnosis; the answers of several inquiries are united.
void write_diagnosis(Output& out, const std::vector<precert::Diagnosis>& diagnoses) {
  if (diagnoses.empty()) return;
  x12::Writer& x12 = out.x12();
  x12.begin("HI");
  x12.composite(
      {diagnosis_qualifier(diagnoses.front().kind, diagnoses.front().system), diagnoses.front().code});
  x12.end();
  for (std::size_t i = 1; i < diagnoses.size(); ++i)
    out.lost(path_of("event.diagnoses", i), "X215 asks for one diagnosis: send an inquiry for each");
}

void write_providers(Output& out, const PartyLoop& loop, const std::vector<precert::Party>& providers,
                     std::size_t count_max, std::string_view where) {
  for (std::size_t i = 0; i < providers.size(); ++i) {
    if (i < count_max) {
      write_party(out, loop, providers[i], path_of(where, i));
    } else {
      out.lost(path_of(where, i), "more of them than X215 has loops");
    }
  }
}

void write_event(Output& out, const Inquiry& inquiry) {
  const precert::PatientEvent& event = inquiry.example.event;
  const precert::SearchKeys& keys = inquiry.keys_at(0);
  out.at("event", event.source);
  write_traces(out, "1", event.traces, 1, "event.traces");
  out.names_by_type(inquiry.example.services.empty());
  write_inquiry_um(out.x12(), inquiry, nullptr);
  write_action(out.x12(), keys);
  write_reference(out, "BB", event.previous_certification, "event.previous_certification");
  write_reference(out, "NT", event.previous_reference, "event.previous_reference");
  write_period(out, "AAH", event.dates, "event.dates");
  write_period(out, "435", event.admission, "event.admission");
  const std::optional<base::Period> day =
      event.discharge ? std::optional(base::Period::of(*event.discharge)) : std::nullopt;
  write_period(out, "096", day ? day : keys.discharged, "event.discharge");
  write_certification_dates(out, keys, "keys");
  write_diagnosis(out, event.diagnoses);
  write_providers(out, loops::event_provider, event.providers, 14, "event.providers");
}

void write_line(Output& out, const Inquiry& inquiry, const ServiceLine& line, std::string_view where) {
  const precert::SearchKeys& keys = inquiry.keys_at(line.sequence);
  out.at(where, line.source);
  write_traces(out, "1", line.traces, 1, where);
  out.names_by_type(line.procedure.code.empty() && line.revenue_code.empty());
  write_inquiry_um(out.x12(), inquiry, &line);
  write_action(out.x12(), keys);
  write_reference(out, "BB", line.previous_certification, where);
  write_reference(out, "NT", line.previous_reference, where);
  write_period(out, "472", line.dates, where);
  write_certification_dates(out, keys, where);
  ServiceLine asked = line;  // an inquiry asks for a service, not for an amount
  asked.amount.reset();
  if (!asked.dental && asked.procedure.system != precert::CodeSystem::cdt)
    asked.quantity.reset();  // SV306 is required
  asked.unit_rate.reset();
  asked.diagnosis_pointers.clear();
  write_procedure(out, asked, Direction::response, where);
  write_providers(out, loops::service_provider, line.providers, 10, where);
}

bool says_patient(const precert::Person& person) {
  return !person.identifiers.empty() || !person.name.family.empty();
}

int write_patient(Output& out, const precert::ReviewRequest& example, Levels& levels, int parent) {
  if (!says_patient(example.subscriber)) return parent;
  int level = levels.write(out.x12(), parent, "22", true);
  write_person(out, loops::subscriber, example.subscriber, &example.insurance, "subscriber");
  if (example.dependent) {
    level = levels.write(out.x12(), level, "23", true);
    write_person(out, loops::dependent, *example.dependent, nullptr, "dependent");
  }
  return level;
}

}  // namespace

void write_inquiry_um(x12::Writer& out, const Inquiry& inquiry, const ServiceLine* line) {
  using precert::RequestCategory;
  const precert::ReviewRequest& example = inquiry.example;
  const precert::SearchKeys& keys = inquiry.keys_at(line == nullptr ? 0 : line->sequence);
  RequestCategory category = keys.category.value_or(example.event.category);
  const bool of_event_only =
      category == RequestCategory::admission || category == RequestCategory::reservation;
  if (line != nullptr && of_event_only) category = RequestCategory::health_services;
  out.begin("UM");
  out.element(x12_code(category));
  out.element(keys.certification ? x12_code(*keys.certification) : std::string_view{});
  out.element(line == nullptr ? example.event.service_type : example.service_type_of(*line));
  const auto& place = line == nullptr ? example.event.place : example.place_of(*line);
  if (place) out.composite({place->code, x12_code(place->kind)});
  out.end();
}

base::Issues write_inquiry(x12::Writer& writer, const Inquiry& asked, std::string_view control_number) {
  base::Issues issues;
  std::optional<precert::ReviewRequest> changed = speakable(asked.example, writer, issues);
  const Inquiry inquiry{changed ? std::move(*changed) : asked.example, asked.keys};
  Output out(writer, issues);
  const precert::ReviewRequest& example = inquiry.example;
  const std::uint32_t replaced_before = writer.replaced();
  writer.restart_count();
  const x12::Guide* const guide = x12::guide_for("005010X215", "request");
  writer.follow(guide);
  out.hold_to(*guide, Speech::asks);
  write_header(out, example, control_number);
  Levels levels;
  int level = levels.write(writer, 0, "20", true);
  write_party(out, loops::umo, example.umo, "umo");
  level = levels.write(writer, level, "21", true);
  write_party(out, loops::requester, example.requester, "requester");
  level = write_patient(out, example, levels, level);
  level = levels.write(writer, level, "EV", !example.services.empty());
  write_event(out, inquiry);
  for (std::size_t i = 0; i < example.services.size(); ++i) {
    levels.write(writer, level, "SS", false);
    write_line(out, inquiry, example.services[i], path_of("services", i));
  }
  writer.segment("SE", {std::to_string(writer.segments() + 1), control_number});
  writer.follow(nullptr);
  out.check_set();
  if (writer.replaced() > replaced_before)
    out.lost("inquiry", "characters that X12 has no room for were replaced by blanks");
  return issues;
}

}  // namespace mappers
