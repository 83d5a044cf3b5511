// ServiceLine -> Claim.item.
#include <algorithm>

#include "mappers/codes/fhir_systems.hpp"
#include "mappers/codes/x12_codes.hpp"
#include "mappers/fhir/code_systems.hpp"
#include "mappers/fhir/request_writing.hpp"

namespace mappers {
namespace {

using precert::Change;
using precert::Place;
using precert::ServiceLine;

void write_sequences(json::Writer& out, std::string_view name, const std::vector<int>& sequences) {
  OptionalArray list(out, name);
  for (const int one : sequences) list.next().number(static_cast<std::int64_t>(one));
}

void write_traces(Extensions& all, const ServiceLine& line) {
  for (const precert::Trace& trace : line.traces) {
    write_trace_value(all.begin(extensions::item_trace_number).key("valueIdentifier"), trace);
    all.end();
  }
}

void write_review(Extensions& all, const precert::ReviewRequest& request, const ServiceLine& line) {
  all.codeable(extensions::request_type, systems::request_category,
               x12_code(line.category.value_or(request.event.category)));
  all.codeable(extensions::certification_type, systems::certification_type,
               x12_code(request.certification_of(line)));
  all.text(extensions::authorization_number, line.previous_certification);
  all.text(extensions::administration_reference, line.previous_reference);
  if (line.change == Change::none) return;
  all.code(extensions::info_changed, line.change == Change::added ? "added" : "changed");
}

void write_institution(Extensions& all, const ServiceLine& line) {
  if (line.epsdt) all.boolean(extensions::epsdt, *line.epsdt);
  all.codeable(extensions::nursing_home_status, systems::residential_status, line.nursing_home_status);
  all.codeable(extensions::nursing_home_level, systems::level_of_care, line.nursing_home_level);
  if (line.unit_rate) all.decimal(extensions::revenue_rate, *line.unit_rate);
}

/// The line's own order, else the event's one for all lines.
std::string order_of(RequestWriter& writer, const ServiceLine& line, const std::string& of_event) {
  return line.delivery ? add_order(writer, *line.delivery, &line) : of_event;
}

void write_extensions(RequestWriter& writer, const ServiceLine& line, const std::string& order) {
  Extensions all(writer.out());
  write_traces(all, line);
  write_review(all, writer.request(), line);
  write_institution(all, line);
  all.reference(extensions::requested_service, order);
  if (!line.procedure.code_end.empty()) {
    all.codeable(extensions::code_end, fhir_system_of(line.procedure.system), line.procedure.code_end);
  }
}

void write_cancelled(json::Writer& out, Change change) {
  if (change != Change::cancelled) return;
  out.array_field("modifierExtension").begin_object();
  out.field("url", extensions::info_cancelled).field("valueBoolean", true).end_object().end_array();
}

void write_modifiers(json::Writer& out, const std::vector<std::string>& modifiers) {
  OptionalArray list(out, "modifier");
  for (const std::string& one : modifiers) write_codeable_value(list.next(), modifier_system(one), one);
}

void write_serviced(json::Writer& out, const std::optional<base::Period>& dates) {
  if (!dates) return;
  if (dates->end == dates->start) {
    out.field("servicedDate", base::iso(dates->start));
  } else {
    write_period_value(out.key("servicedPeriod"), *dates);
  }
}

void write_place(json::Writer& out, const std::optional<Place>& place) {
  if (!place) return;
  const bool bill = place->kind == precert::PlaceKind::type_of_bill;
  write_codeable(out, "locationCodeableConcept", bill ? systems::type_of_bill : systems::place_of_service,
                 place->code);
}

/// X12 states the amount of the line: item.net keeps it to the cent, unitPrice is what PAS expects.
void write_money(json::Writer& out, const ServiceLine& line) {
  if (line.quantity) write_quantity_value(out.key("quantity"), *line.quantity);
  if (const auto price = unit_price_of(line)) write_money_value(out.key("unitPrice"), *price);
  if (line.amount) write_money_value(out.key("net"), *line.amount);
}

void write_item(RequestWriter& writer, const ServiceLine& line, const std::string& order,
                const std::vector<int>& team, const InformationPlan& information) {
  const precert::ReviewRequest& request = writer.request();
  json::Writer& out = writer.out();
  out.begin_object();
  write_extensions(writer, line, order);
  write_cancelled(out, line.change);
  out.field("sequence", line.sequence);
  write_sequences(out, "careTeamSequence", team);
  write_sequences(out, "diagnosisSequence", line.diagnosis_pointers);
  write_sequences(out, "informationSequence", information.of_service(line.sequence));
  write_codeable(out, "revenue", systems::revenue, line.revenue_code);
  write_codeable(out, "category", systems::service_type, request.service_type_of(line));
  write_product(writer, "productOrService", line);
  write_modifiers(out, line.procedure.modifiers);
  write_serviced(out, line.dates);
  write_place(out, request.place_of(line));
  write_money(out, line);
  out.end_object();
}

/// PAS wants an item even where no service is named: one without a code stands for the event.
ServiceLine bare_line() {
  ServiceLine line;
  line.procedure.system = precert::CodeSystem::service_type;
  return line;
}

void write_absent_product(json::Writer& out, std::string_view name) {
  write_codeable(out, name, systems::data_absent, "not-applicable");
}

}  // namespace

void write_product(RequestWriter& writer, std::string_view name, const ServiceLine& line) {
  json::Writer& out = writer.out();
  const precert::ReviewRequest& request = writer.request();
  const bool own = !line.procedure.code.empty();
  const std::string code = own ? line.procedure.code : request.service_type_of(line);
  if (code.empty() || request.services.empty()) {
    if (line.procedure.description.empty()) {
      write_absent_product(out, name);
    } else {
      out.object_field(name).field("text", line.procedure.description).end_object();
    }
    return;
  }
  out.object_field(name).array_field("coding").begin_object();
  out.field("system", fhir_system_of(own ? line.procedure.system : precert::CodeSystem::service_type));
  out.field("code", code).end_object().end_array();
  if (!line.procedure.description.empty()) out.field("text", line.procedure.description);
  out.end_object();
}

void write_items(RequestWriter& writer, const CareTeamPlan& team, const InformationPlan& information) {
  const precert::ReviewRequest& request = writer.request();
  const auto own_order = [](const ServiceLine& line) { return line.delivery.has_value(); };
  const bool lines = !request.services.empty();
  const bool carried = !lines || !std::all_of(request.services.begin(), request.services.end(), own_order);
  std::string of_event;
  if (request.event.delivery && carried) of_event = add_order(writer, *request.event.delivery, nullptr);
  if (request.event.delivery && !carried) writer.lose("event.delivery");
  OptionalArray list(writer.out(), "item");
  for (std::size_t at = 0; at < request.services.size(); ++at) {
    const ServiceLine& line = request.services[at];
    list.next();
    write_item(writer, line, order_of(writer, line, of_event), team.of_services[at], information);
    if (line.dental) writer.lose("services[" + std::to_string(at) + "].dental");
  }
  if (lines) return;
  list.next();
  write_item(writer, bare_line(), of_event, {}, information);
}

}  // namespace mappers
