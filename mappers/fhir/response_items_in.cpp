// See response_reading.hpp: ClaimResponse.item and addItem.
#include <algorithm>

#include "mappers/codes/fhir_systems.hpp"
#include "mappers/codes/x12_codes.hpp"
#include "mappers/fhir/identifiers.hpp"
#include "mappers/fhir/response_reading.hpp"
#include "mappers/model/certified.hpp"

namespace mappers {
namespace {

using precert::LineDetermination;
using precert::ServiceLine;

int sequence_of(const json::Value& item) {
  const json::Value sequence = item.find("itemSequence");
  const auto number = fhir::positive_of(sequence.is_array() ? sequence.at(0) : sequence);
  return number ? static_cast<int>(*number) : 0;
}

precert::PartyRole role_of(const json::Value& codeable) {
  return from_x12<precert::PartyRole>(bound_code(codeable, systems::entity))
      .value_or(precert::PartyRole::service_provider);
}

/// itemAuthorizedProvider of an item.
void read_item_providers(const ResponseReader& reading, const json::Value& item, ServiceLine& line) {
  fhir::for_each_extension(item, extensions::item_authorized_provider, [&](const json::Value& extension) {
    json::Value type = fhir::extension_value(extension, extensions::authorized_provider_type);
    if (!type) type = fhir::extension_value(extension, "providerType");
    const json::Value reference = fhir::extension_value(extension, "provider");
    if (reference) line.providers.push_back(party_from(reading.reader, reference, role_of(type)));
  });
}

void read_added_providers(const ResponseReader& reading, const json::Value& added, ServiceLine& line) {
  for (const json::Value reference : fhir::list(added, "provider")) {
    const json::Value type = fhir::extension_value(reference, extensions::authorized_provider_type);
    line.providers.push_back(party_from(reading.reader, reference, role_of(type)));
  }
}

/// Money stands for one unit in FHIR and for the line in X12.
void read_amount(const ResponseReader& reading, const json::Value& money, ServiceLine& line) {
  const auto price = reading.reader.exact(money.find("value"));
  if (!price) return;
  const bool counted = line.quantity && line.quantity->value > base::Decimal(0);
  line.amount = counted ? *price * line.quantity->value : *price;
}

/// itemAuthorizedDetail: what was asked for in 2.2.1, what is certified in 2.0.1.
ServiceLine detail_of(const ResponseReader& reading, const json::Value& item, int sequence) {
  ServiceLine line;
  line.sequence = sequence;
  line.source = reading.reader.source(item);
  line.procedure.system = precert::CodeSystem::service_type;
  fhir::for_each_extension(item, extensions::item_trace_number, [&](const json::Value& extension) {
    const json::Value identifier = fhir::value_x(extension, "value");
    line.traces.push_back(trace_from(identifier, reading.reader.bundle.place(identifier)));
  });
  line.dates = fhir::period_of(fhir::extension_value(item, extensions::item_requested_service_date));
  const json::Value detail = fhir::extension(item, extensions::item_authorized_detail);
  const json::Value product = fhir::extension_value(detail, "productOrServiceCode");
  // The same reader as for a Claim.item: it looks for the product of an order when the item has none.
  Order order;
  order.code = product;
  line.procedure = procedure_from(reading.reader, json::Value{}, order);
  fhir::for_each_extension(detail, "modifier", [&](const json::Value& extension) {
    const std::string_view code = fhir::text(fhir::first_coding(fhir::value_x(extension, "value")), "code");
    if (!code.empty()) line.procedure.modifiers.emplace_back(code);
  });
  const json::Value quantity = fhir::extension_value(detail, "quantity");
  if (quantity) line.quantity = quantity_from(reading.reader, quantity);
  read_amount(reading, fhir::extension_value(detail, "unitPrice"), line);
  line.revenue_code = fhir::text(fhir::first_coding(fhir::extension_value(detail, "revenue")), "code");
  return line;
}

/// An addItem reads like a Claim.item.
ServiceLine added_line(const ResponseReader& reading, const json::Value& added, int sequence) {
  ServiceLine line;
  line.sequence = sequence;
  line.source = reading.reader.source(added);
  line.procedure = procedure_from(reading.reader, added, Order{});
  line.dates = fhir::period_of(fhir::value_x(added, "serviced"));
  line.place = place_from(reading.reader, added);
  if (const json::Value quantity = added.find("quantity"))
    line.quantity = quantity_from(reading.reader, quantity);
  read_amount(reading, added.find("unitPrice"), line);
  line.revenue_code =
      fhir::text(fhir::first_coding(fhir::extension_value(added, extensions::revenue_code)), "code");
  read_added_providers(reading, added, line);
  return line;
}

/// The number that the payer tracks the line by. A certified line may repeat the one the request named.
std::string reference_of(const ResponseReader& reading, const json::Value& item,
                         const LineDetermination& line) {
  std::string number(fhir::extension_value(item, extensions::administration_reference).string());
  if (reading.asked == nullptr || !is_usable(line.action)) return number;
  const ServiceLine* const asked = reading.asked_line(line.sequence);
  const bool repeated = number == reading.asked->event.previous_reference ||
                        (asked != nullptr && number == asked->previous_reference);
  return repeated ? std::string() : number;
}

std::optional<LineDetermination> decision_of(const ResponseReader& reading, const json::Value& item,
                                             const ReviewActionRead& whole) {
  ReviewActionRead own = review_action_from(item.find("adjudication"));
  if (!own.action) own.action = whole.action;
  if (!own.action) return std::nullopt;
  LineDetermination line;
  line.sequence = sequence_of(item);
  line.action = *own.action;
  const bool numbered = is_usable(line.action) || line.action == precert::ReviewAction::cancelled;
  if (numbered) line.certification_number = own.number;
  line.reference_number = reference_of(reading, item, line);
  // A number of what is not certified is no number to bill with.
  if (!numbered && line.reference_number.empty()) line.reference_number = own.number;
  line.reasons = std::move(own.reasons);
  line.second_opinion = own.second_opinion;
  if (is_usable(line.action)) {
    line.validity = reading.reader.period(fhir::extension_value(item, extensions::item_pre_auth_period));
  }
  return line;
}

void read_notes(const ResponseReader& reading, const json::Value& item, int sequence,
                precert::Determination& determination) {
  for (const json::Value one : fhir::list(item, "noteNumber")) {
    const auto number = fhir::positive_of(one);
    std::string text = number ? note_text(reading, *number) : std::string();
    if (!text.empty()) determination.notes.push_back({std::move(text), sequence, {}});
  }
}

json::Value added_for(const json::Value& response, int sequence) {
  for (const json::Value one : fhir::list(response, "addItem")) {
    if (sequence_of(one) == sequence) return one;
  }
  return {};
}

/// True when a usable line says anything of what is certified that is not as it was asked.
bool differs(const LineDetermination& line) {
  return line.quantity || line.delivery || line.dates || line.provider;
}

/// Certified in part or with changes, and not said which. The header's word is about the whole: what it
/// leaves of this line is for the reviewer to say. The line's own word stands, with a warning.
void doubt_unsaid_changes(bool own_word, LineDetermination& line, precert::Determination& determination) {
  const bool changed = line.action == precert::ReviewAction::modified ||
                       line.action == precert::ReviewAction::partially_certified;
  if (!changed || differs(line)) return;
  if (!own_word) {
    line.action = precert::ReviewAction::pended;
    line.certification_number.clear();
    line.validity.reset();
  }
  determination.notes.push_back({unsaid_change, line.sequence, {}});
}

/// What is certified of an item: the addItem in its place, else what the detail says on 2.0.1, else as asked.
/// Another code than was asked is told in words.
void keep_certified(const ResponseReader& reading, const json::Value& item, const ServiceLine& detail,
                    LineDetermination& line, precert::Determination& determination) {
  const ServiceLine* const asked = reading.asked_line(line.sequence);
  if (asked == nullptr) return;
  const json::Value added = added_for(reading.reader.claim, line.sequence);
  ServiceLine certified;
  if (added) {
    certified = added_line(reading, added, line.sequence);
  } else if (reading.reader.version == PasVersion::v2_0_1) {
    certified.quantity = detail.quantity;
    certified.procedure = detail.procedure;
  }
  if (certified.providers.empty()) read_item_providers(reading, item, certified);
  keep_differences(certified, *asked, *reading.asked, line);
  std::string other = is_usable(line.action) ? other_service(certified, *asked) : std::string();
  if (!other.empty()) {
    determination.notes.push_back({std::move(other), line.sequence, {}});
    return;
  }
  const bool own_word = review_action_from(item.find("adjudication")).action.has_value();
  doubt_unsaid_changes(own_word, line, determination);
}

void read_item(const ResponseReader& reading, const json::Value& item, const ReviewActionRead& whole,
               AnsweredReview& answer) {
  const int sequence = sequence_of(item);
  if (sequence == 0 || answer.determination.line(sequence) != nullptr) return;
  ServiceLine told = detail_of(reading, item, sequence);
  read_item_providers(reading, item, told);
  std::optional<LineDetermination> line = decision_of(reading, item, whole);
  const bool refused = std::any_of(fhir::list(reading.reader.claim, "error").begin(),
                                   fhir::list(reading.reader.claim, "error").end(),
                                   [&](const json::Value& error) { return sequence_of(error) == sequence; });
  if (line && !refused) {
    // The request was for an event without services: its sole item stands for it. Several are the lines of
    // the case that was withdrawn.
    const bool sole = reading.reader.claim.find("item").size() == 1;
    const bool event = reading.asked != nullptr && reading.asked->services.empty() && sole && sequence == 1;
    if (event) line->sequence = 0;
    keep_certified(reading, item, told, *line, answer.determination);
    read_notes(reading, item, line->sequence, answer.determination);
    answer.determination.lines.push_back(std::move(*line));
  }
  answer.told.services.push_back(std::move(told));
}

/// A service that the payer names and decides nothing of (PAS 2.0.1 has no reviewAction there): words only.
std::string undecided_service(const ServiceLine& added) {
  std::string words = "The reviewer added a service and says no decision of it";
  if (!added.procedure.code.empty()) words += ": " + added.procedure.code;
  for (const std::string& modifier : added.procedure.modifiers) words += " " + modifier;
  if (added.quantity) words += ", quantity " + added.quantity->value.text();
  return words + ".";
}

void read_added(const ResponseReader& reading, const json::Value& added, AnsweredReview& answer) {
  const int sequence = sequence_of(added);
  const auto& told = answer.told.services;
  const bool replaces =
      std::any_of(told.begin(), told.end(), [&](const ServiceLine& one) { return one.sequence == sequence; });
  if (replaces && sequence != 0) return;
  std::optional<LineDetermination> line = decision_of(reading, added, {});
  if (!line) {
    answer.determination.notes.push_back({undecided_service(added_line(reading, added, sequence)), 0, {}});
    read_notes(reading, added, 0, answer.determination);
    return;
  }
  int last = 0;
  for (const ServiceLine& one : told) last = std::max(last, one.sequence);
  line->sequence = sequence != 0 ? sequence : last + 1;
  line->added = added_line(reading, added, line->sequence);
  read_notes(reading, added, line->sequence, answer.determination);
  answer.told.services.push_back(*line->added);
  answer.determination.lines.push_back(std::move(*line));
}

}  // namespace

void read_items(const ResponseReader& reading, AnsweredReview& answer) {
  const ReviewActionRead whole = review_action_from(reading.reader.claim.find("adjudication"));
  for (const json::Value item : fhir::list(reading.reader.claim, "item"))
    read_item(reading, item, whole, answer);
  for (const json::Value added : fhir::list(reading.reader.claim, "addItem"))
    read_added(reading, added, answer);
}

}  // namespace mappers
