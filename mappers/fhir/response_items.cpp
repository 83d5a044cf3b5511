// ClaimResponse.item and addItem: what was decided on each line.
#include <algorithm>
#include <utility>

#include "mappers/codes/fhir_systems.hpp"
#include "mappers/codes/procedure_codes.hpp"
#include "mappers/codes/x12_codes.hpp"
#include "mappers/fhir/code_systems.hpp"
#include "mappers/fhir/response_claim.hpp"
#include "mappers/fhir/response_elements.hpp"

namespace mappers {
namespace {

using precert::LineDetermination;
using precert::ReviewAction;
using precert::ServiceLine;

const std::optional<base::Period>& asked_dates(const ResponsePlan& plan, const ServiceLine& line) {
  return line.dates ? line.dates : plan.request->event.dates;
}

/// The number that this one follows: the line's own, else the event's; "" when it is the same.
std::string_view previous_number(const ResponsePlan& plan, const PlannedLine& line) {
  std::string_view previous = plan.request->event.previous_certification;
  if (line.asked != nullptr && !line.asked->previous_certification.empty()) {
    previous = line.asked->previous_certification;
  }
  const bool same = line.decided != nullptr && previous == line.decided->certification_number;
  return same ? std::string_view{} : previous;
}

/// Ours, else the one the request named.
std::string_view reference_number(const ResponsePlan& plan, const PlannedLine& line) {
  if (line.decided != nullptr && !line.decided->reference_number.empty())
    return line.decided->reference_number;
  if (line.asked != nullptr && !line.asked->previous_reference.empty()) return line.asked->previous_reference;
  return plan.request->event.previous_reference;
}

void write_trace_numbers(Extensions& extensions, const PlannedLine& line) {
  if (line.asked == nullptr) return;
  for (const precert::Trace& trace : line.asked->traces) {
    write_trace_value(extensions.begin(extensions::item_trace_number).key("valueIdentifier"), trace);
    extensions.end();
  }
}

/// Numbers and validity: the same on item and addItem.
void write_authorization(Extensions& extensions, const ResponsePlan& plan, const PlannedLine& line) {
  write_trace_numbers(extensions, line);
  if (line.decided != nullptr && is_certified(line.decided->action)) {
    if (plan.determination->decided != base::Instant{}) {
      extensions.date(extensions::item_pre_auth_issue_date, base::utc_date(plan.determination->decided));
    }
    if (line.decided->validity) extensions.period(extensions::item_pre_auth_period, *line.decided->validity);
  }
  extensions.text(extensions::authorization_number, previous_number(plan, line));
  extensions.text(extensions::administration_reference, reference_number(plan, line));
}

/// The stay, on certified lines of 2.2.1.
void write_stay(Extensions& extensions, const ResponsePlan& plan, const PlannedLine& line) {
  if (!plan.is_2_2_1() || line.decided == nullptr || !is_certified(line.decided->action)) return;
  const precert::PatientEvent& event = plan.request->event;
  if (event.admission) extensions.period(extensions::admission_dates, *event.admission);
  if (event.discharge) extensions.date(extensions::discharge_date, *event.discharge);
}

/// The event itself, asked for without a service.
bool is_event(const PlannedLine& line) {
  return line.asked == nullptr && line.decided != nullptr && line.decided->sequence == 0;
}

/// Of a line or of the event itself.
const std::optional<base::Period>& requested_dates(const ResponsePlan& plan, const PlannedLine& line) {
  if (line.asked != nullptr) return asked_dates(plan, *line.asked);
  const precert::PatientEvent& event = plan.request->event;
  return event.dates ? event.dates : event.admission;
}

void write_requested_date(Extensions& extensions, const ResponsePlan& plan, const PlannedLine& line) {
  if (line.asked == nullptr && !is_event(line)) return;
  const std::optional<base::Period>& dates = requested_dates(plan, line);
  if (!dates) return;
  if (dates->end == dates->start) {
    extensions.begin(extensions::item_requested_service_date).field("valueDateTime", base::iso(dates->start));
    extensions.end();
  } else {
    extensions.period(extensions::item_requested_service_date, *dates);
  }
}

void write_providers(Extensions& extensions, const ResponsePlan& plan, const PlannedLine& line) {
  for (const AuthorizedProvider& provider : line.providers) {
    Extensions parts(extensions, extensions::item_authorized_provider);
    parts.reference("provider", provider.reference);
    const std::string_view type = plan.is_2_2_1() ? extensions::authorized_provider_type : "providerType";
    parts.codeable(type, systems::entity, provider.type);
  }
}

/// Details of the service: as asked on 2.2.1, as certified on 2.0.1 (which has no addItem). Only the parts
/// that the extension defines itself: PAS allows the others it lists in other places only, and a validator
/// refuses them here.
void write_detail(Extensions& extensions, const ResponsePlan& plan, const PlannedLine& line) {
  if (line.asked == nullptr) return;
  const bool certified = line.decided != nullptr && is_certified(line.decided->action);
  if (!plan.is_2_2_1() && !certified) return;
  const ServiceLine& asked = *line.asked;
  Extensions parts(extensions, extensions::item_authorized_detail);
  const Coded product = product_of(*plan.request, asked);
  parts.codeable("productOrServiceCode", product.system, product.code);
  for (const std::string& modifier : asked.procedure.modifiers)
    parts.codeable("modifier", modifier_system(modifier), modifier);
  if (const auto price = unit_price_of(asked); price) parts.money("unitPrice", *price);
  const bool reduced = !plan.is_2_2_1() && line.decided->quantity;
  const std::optional<precert::Quantity>& quantity = reduced ? line.decided->quantity : asked.quantity;
  if (quantity) {
    write_quantity_value(parts.begin("quantity").key("valueQuantity"), *quantity);
    parts.end();
  }
  if (!plan.is_2_2_1()) parts.codeable("revenue", systems::revenue_2_0_1, asked.revenue_code);
}

/// The diagnoses that the line is for: those it points at, else all of the event. An inquiry is told the
/// first only, as its profile allows no more.
void write_diagnoses(Extensions& extensions, const ResponsePlan& plan, const PlannedLine& line) {
  const std::vector<precert::Diagnosis>& all = plan.request->event.diagnoses;
  if (line.asked == nullptr && !is_event(line)) return;
  const std::size_t most = plan.for_inquiry() ? 1 : all.size();
  std::size_t written = 0;
  const auto write = [&](const precert::Diagnosis& diagnosis) {
    if (written++ >= most) return;
    extensions.codeable(extensions::communicated_diagnosis, fhir_system_of(diagnosis.system),
                        with_dot(diagnosis.system, diagnosis.code));
  };
  const std::vector<int> none;
  for (const int pointer : line.asked == nullptr ? none : line.asked->diagnosis_pointers) {
    if (pointer > 0 && std::cmp_less_equal(pointer, all.size()))
      write(all[static_cast<std::size_t>(pointer) - 1]);
  }
  if (written > 0) return;
  for (const precert::Diagnosis& diagnosis : all) write(diagnosis);
}

void write_note_numbers(json::Writer& out, const PlannedLine& line) {
  OptionalArray notes(out, "noteNumber");
  for (const int note : line.notes) notes.next().number(std::int64_t{note});
}

void write_item(json::Writer& out, const ResponsePlan& plan, const PlannedLine& line) {
  out.begin_object();
  {
    Extensions extensions(out);
    write_authorization(extensions, plan, line);
    write_requested_date(extensions, plan, line);
    write_providers(extensions, plan, line);
    write_detail(extensions, plan, line);
    write_stay(extensions, plan, line);
    write_diagnoses(extensions, plan, line);
  }
  out.field("itemSequence", line.sequence);
  write_note_numbers(out, line);
  out.array_field("adjudication");
  ReviewActionParts parts;
  if (line.decided != nullptr) {
    parts = {x12_code(line.decided->action), line.decided->certification_number,
             reason_codes_of(*line.decided), line.decided->second_opinion};
  }
  write_adjudication_value(out, parts);
  out.end_array().end_object();
}

/// What a certified line of a 2.2.1 addItem carries besides its numbers.
void write_add_item_extensions(Extensions& extensions, const ResponsePlan& plan, const PlannedLine& line,
                               const ServiceLine& asked) {
  const precert::PatientEvent& event = plan.request->event;
  write_authorization(extensions, plan, line);
  if (asked.epsdt) extensions.boolean(extensions::epsdt, *asked.epsdt);
  extensions.codeable(extensions::nursing_home_status, systems::residential_status,
                      asked.nursing_home_status);
  extensions.codeable(extensions::nursing_home_level, systems::level_of_care, asked.nursing_home_level);
  extensions.codeable(extensions::code_end, fhir_system_of(asked.procedure.system), asked.procedure.code_end);
  extensions.codeable(extensions::revenue_code, systems::revenue, asked.revenue_code);
  if (asked.unit_rate) extensions.decimal(extensions::revenue_rate, *asked.unit_rate);
  extensions.reference(extensions::requested_service, line.order);
  extensions.codeable(extensions::request_type, systems::request_category,
                      x12_code(asked.category.value_or(event.category)));
  extensions.codeable(extensions::certification_type, systems::certification_type,
                      x12_code(plan.request->certification_of(asked)));
  write_stay(extensions, plan, line);
}

void write_add_item_providers(json::Writer& out, const PlannedLine& line) {
  OptionalArray list(out, "provider");
  for (const AuthorizedProvider& provider : line.providers) {
    list.next().begin_object();
    {
      Extensions extensions(out);
      extensions.codeable(extensions::authorized_provider_type, systems::entity, provider.type);
    }
    out.field("reference", provider.reference).end_object();
  }
}

void write_product(json::Writer& out, const ResponsePlan& plan, const PlannedLine& line,
                   const ServiceLine& asked) {
  const Coded product = is_event(line) ? Coded{} : product_of(*plan.request, asked);
  if (product.code.empty()) {  // productOrService is 1..1
    write_codeable(out, "productOrService", systems::data_absent, "not-applicable");
  } else {
    write_codeable(out, "productOrService", product.system, product.code);
  }
  OptionalArray modifiers(out, "modifier");
  for (const std::string& modifier : asked.procedure.modifiers) {
    write_codeable_value(modifiers.next(), modifier_system(modifier), modifier);
  }
}

void write_serviced(json::Writer& out, const std::optional<base::Period>& dates) {
  if (!dates) return;
  if (dates->end == dates->start) {
    out.field("servicedDate", base::iso(dates->start));
  } else {
    write_period_value(out.key("servicedPeriod"), *dates);
  }
}

void write_location(json::Writer& out, const std::optional<precert::Place>& place) {
  if (!place) return;
  const bool bill = place->kind == precert::PlaceKind::type_of_bill;
  write_codeable(out, "locationCodeableConcept", bill ? systems::type_of_bill : systems::place_of_service,
                 place->code);
}

/// PAS 2.0.1 profiles no addItem: a line of the payer's own is written in FHIR's elements alone, and replaces
/// no item.
void begin_add_item(json::Writer& out, const ResponsePlan& plan, const PlannedLine& line,
                    const ServiceLine& asked) {
  out.begin_object();
  if (!plan.is_2_2_1()) return;
  {
    Extensions extensions(out);
    write_add_item_extensions(extensions, plan, line, asked);
  }
  out.array_field("itemSequence").number(std::int64_t{line.sequence}).end_array();
  write_add_item_providers(out, line);
}

/// How much: as certified, else as asked. An event counts in its HSD alone.
std::optional<precert::Quantity> authorized_quantity(const LineDetermination& decided,
                                                     const ServiceLine& asked) {
  if (decided.quantity) return decided.quantity;
  if (asked.quantity || decided.sequence != 0) return asked.quantity;
  const std::optional<precert::Delivery>& delivery = decided.delivery;
  if (!delivery || !delivery->quantity || !delivery->unit) return std::nullopt;
  return precert::Quantity{*delivery->quantity, *delivery->unit, {}};
}

/// What is authorized in place of a modified line (spec-37): certified in total, with the certified values. A
/// line of the payer's own says its own action, its notes and why it is there.
void write_add_item(json::Writer& out, const ResponsePlan& plan, const PlannedLine& line) {
  const LineDetermination& decided = *line.decided;
  const ServiceLine nothing;  // of the event, what a line leaves to it
  const ServiceLine& asked = line.asked == nullptr ? nothing : *line.asked;
  begin_add_item(out, plan, line, asked);
  write_product(out, plan, line, asked);
  write_serviced(out, decided.dates ? decided.dates : requested_dates(plan, line));
  write_location(out, plan.request->place_of(asked));
  if (const auto quantity = authorized_quantity(decided, asked); quantity)
    write_quantity_value(out.key("quantity"), *quantity);
  if (const auto price = unit_price_of(asked); price) write_money_value(out.key("unitPrice"), *price);
  if (decided.added) write_note_numbers(out, line);
  out.array_field("adjudication");
  ReviewActionParts parts{
      x12_code(ReviewAction::certified), decided.certification_number, {}, decided.second_opinion};
  if (decided.added) parts.action = x12_code(decided.action);
  if (!plan.is_2_2_1()) parts = {};
  write_adjudication_value(out, parts);
  out.end_array().end_object();
}

}  // namespace

std::vector<std::string_view> reason_codes_of(const LineDetermination& line) {
  std::vector<std::string_view> out;
  for (const precert::Reason& reason : line.reasons) {
    const bool known = std::find(out.begin(), out.end(), reason.code) != out.end();
    if (!reason.code.empty() && !known) out.emplace_back(reason.code);
  }
  return out;
}

void write_adjudication_value(json::Writer& out, const ReviewActionParts& parts) {
  out.begin_object();
  {
    Extensions extensions(out);
    Extensions action(extensions, extensions::review_action);
    action.codeable(extensions::review_action_code, systems::review_action, parts.action);
    action.text("number", parts.number);
    for (const std::string_view reason : parts.reasons)
      action.codeable("reasonCode", systems::decision_reason, reason);
    if (parts.second_opinion) action.boolean("secondSurgicalOpinionFlag", *parts.second_opinion);
  }
  write_codeable(out, "category", systems::adjudication, "submitted");
  out.end_object();
}

void write_items(json::Writer& out, const ResponsePlan& plan) {
  OptionalArray list(out, "item");
  for (const PlannedLine& line : plan.lines) write_item(list.next(), plan, line);
}

void write_add_items(json::Writer& out, const ResponsePlan& plan) {
  OptionalArray list(out, "addItem");
  for (const PlannedLine& line : plan.lines) {
    const bool modified = line.decided != nullptr && line.decided->action == ReviewAction::modified;
    const bool known = line.asked != nullptr || is_event(line);
    if (modified && known && plan.is_2_2_1()) write_add_item(list.next(), plan, line);
  }
  for (const PlannedLine& line : plan.added) write_add_item(list.next(), plan, line);
}

}  // namespace mappers
