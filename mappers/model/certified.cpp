#include "mappers/model/certified.hpp"

#include <algorithm>

namespace mappers {
namespace {

using precert::Delivery;
using precert::Party;
using precert::ServiceLine;

bool same(const precert::Quantity& a, const precert::Quantity& b) {
  return a.value == b.value && a.unit == b.unit;
}

bool same(Delivery a, Delivery b) {
  a.source = b.source = {};
  return a == b;
}

/// "12 visits" may stand as quantity or as a delivery that says nothing else.
bool says_only(const Delivery& delivery, const precert::Quantity& quantity) {
  Delivery amount;
  amount.unit = delivery.unit;
  amount.quantity = delivery.quantity;
  return delivery.quantity == quantity.value && delivery.unit.value_or(quantity.unit) == quantity.unit &&
         same(delivery, amount);
}

const std::vector<Party>& asked_providers(const ServiceLine& line, const precert::ReviewRequest& request,
                                          std::vector<Party>& room) {
  if (!line.providers.empty()) return line.providers;
  if (!request.event.providers.empty()) return request.event.providers;
  room.push_back(request.requester);
  return room;
}

/// The one that was not asked for, else the first when fewer come back than were asked for.
const Party* other_provider(const std::vector<Party>& told, const std::vector<Party>& asked) {
  for (const Party& one : told) {
    const bool known =
        std::any_of(asked.begin(), asked.end(), [&](const Party& other) { return same_party(one, other); });
    if (!known) return &one;
  }
  return !told.empty() && told.size() < asked.size() ? &told.front() : nullptr;
}

}  // namespace

bool same_party(const Party& a, const Party& b) {
  if (!a.npi().empty() && !b.npi().empty()) return a.npi() == b.npi();
  if (!a.identifiers.empty() && !b.identifiers.empty())
    return a.identifiers.front().value == b.identifiers.front().value;
  return !a.display().empty() && a.display() == b.display();
}

void keep_differences(const ServiceLine& told, const ServiceLine& asked,
                      const precert::ReviewRequest& request, precert::LineDetermination& line) {
  if (!is_usable(line.action)) return;
  if (told.quantity && !(asked.quantity && same(*told.quantity, *asked.quantity))) {
    line.quantity = precert::Quantity{told.quantity->value, told.quantity->unit, {}};
  }
  const bool repeats = told.delivery && told.quantity && says_only(*told.delivery, *told.quantity);
  if (told.delivery && !repeats && !(asked.delivery && same(*told.delivery, *asked.delivery))) {
    line.delivery = told.delivery;
    line.delivery->source = {};
  }
  const std::optional<base::Period>& asked_dates = asked.dates ? asked.dates : request.event.dates;
  if (told.dates && told.dates != asked_dates) line.dates = told.dates;
  std::vector<Party> room;
  const Party* const other = other_provider(told.providers, asked_providers(asked, request, room));
  if (other != nullptr) line.provider = *other;
}

ServiceLine event_line(const precert::PatientEvent& event) {
  ServiceLine line;
  line.sequence = 0;
  line.dates = event.admission ? event.admission : event.dates;
  line.delivery = event.delivery;
  line.providers = event.providers;
  return line;
}

std::string other_service(const ServiceLine& told, const ServiceLine& asked) {
  const precert::Procedure& code = told.procedure;
  if (code.code.empty() || code.code == asked.procedure.code) return {};
  std::string words = "Certified in place of what was asked: " + code.code;
  for (const std::string& modifier : code.modifiers) words += " " + modifier;
  if (!code.code_end.empty()) words += " to " + code.code_end;
  return words + ".";
}

void pend_unanswered(const precert::ReviewRequest& asked, precert::Determination& determination) {
  const bool refused =
      std::any_of(determination.refusals.begin(), determination.refusals.end(),
                  [](const precert::Refusal& one) { return one.level < precert::Level::service; });
  for (const ServiceLine& line : asked.services) {
    const bool line_refused = std::any_of(
        determination.refusals.begin(), determination.refusals.end(), [&](const precert::Refusal& one) {
          return one.level >= precert::Level::service && one.index == line.sequence;
        });
    if (refused || line_refused || determination.line(line.sequence) != nullptr) continue;
    precert::LineDetermination pended;
    pended.sequence = line.sequence;
    determination.lines.push_back(std::move(pended));
    determination.notes.push_back(
        {"The answer says nothing of this line; ask the reviewer.", line.sequence, {}});
  }
  std::stable_sort(determination.lines.begin(), determination.lines.end(),
                   [](const auto& a, const auto& b) { return a.sequence < b.sequence; });
}

}  // namespace mappers
