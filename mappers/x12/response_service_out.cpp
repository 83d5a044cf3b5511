// See response_levels_out.hpp: 2000F.
#include <algorithm>
#include <optional>

#include "mappers/x12/party_out.hpp"
#include "mappers/x12/refusals.hpp"
#include "mappers/x12/response_levels_out.hpp"

namespace mappers {
namespace {

using precert::Level;
using precert::LineDetermination;
using precert::ReviewAction;
using precert::ServiceLine;

/// 2000F has no A2: a line is certified, modified or not (005010X217).
ReviewAction line_action(ReviewAction action) {
  return action == ReviewAction::partially_certified ? ReviewAction::modified : action;
}

/// The line as certified, where that is another than was asked: quantity, pattern and dates of the decision.
/// The amount asked for another quantity is not ours to price; with a unit rate it follows.
std::optional<ServiceLine> changed_line(const ServiceLine& asked, const LineDetermination& decided) {
  const bool other_amount = decided.quantity && decided.quantity != asked.quantity;
  const bool other_delivery = decided.delivery && decided.delivery != asked.delivery;
  if (!usable(decided.action) || !(other_amount || other_delivery || decided.dates)) return std::nullopt;
  ServiceLine line = asked;
  if (other_amount) {
    line.quantity = decided.quantity;
    line.delivery.reset();
    line.amount.reset();
    if (line.unit_rate) line.amount = *line.unit_rate * decided.quantity->value;
  }
  if (decided.delivery) line.delivery = decided.delivery;
  if (decided.dates) line.dates = decided.dates;
  return line;
}

std::string_view certification_number(const Answering& answering, const ServiceLine& line,
                                      const LineDetermination& decided) {
  if (!decided.certification_number.empty()) return decided.certification_number;
  if (usable(decided.action)) {
    return line.previous_certification.empty() || !answering.determination.numbers.certification.empty()
               ? number_of_case(answering)
               : std::string_view(line.previous_certification);
  }
  if (decided.action != ReviewAction::cancelled) return {};
  return line.previous_certification.empty()
             ? std::string_view(answering.request.event.previous_certification)
             : std::string_view(line.previous_certification);
}

void write_line_decision(Answering& answering, const ServiceLine& line, const LineDetermination& decided) {
  std::vector<std::string_view> codes;
  add_codes(decided, codes);
  const std::string_view number = certification_number(answering, line, decided);
  write_decision(answering.out, line_action(decided.action), number, codes, decided.second_opinion);
  if (number.empty()) {
    const auto& reference = decided.reference_number.empty() ? answering.determination.numbers.reference
                                                             : decided.reference_number;
    write_reference(answering.out, "NT", reference, "reference_number");
  }
}

/// 2010FA: who or where the line is certified for, else as asked, whatever was decided (SC-45, SC-71); of what
/// is withdrawn an inquiry tells. A refused provider with its AAA.
void write_line_providers(Answering& answering, const ServiceLine& line, const LineDetermination* decided) {
  constexpr std::size_t loops_max = 12;
  const auto refusals = refusals_of(answering, line, Level::service_provider);
  if (!refusals.empty() && !line.providers.empty()) {
    write_party(answering.out, loops::response_service_provider, line.providers.front(), "services",
                {Level::service_provider, refusals});
    return;
  }
  if (decided == nullptr || (decided->action == ReviewAction::cancelled && !answering.inquired)) return;
  if (decided->provider) {
    write_party(answering.out, loops::response_service_provider, *decided->provider, "lines.provider");
    return;
  }
  for (std::size_t i = 0; i < std::min(line.providers.size(), loops_max); ++i) {
    write_party(answering.out, loops::response_service_provider, line.providers[i], "services");
  }
}

}  // namespace

std::vector<const precert::Refusal*> refusals_of(const Answering& answering, const ServiceLine& line,
                                                 Level level) {
  auto found = refusals_at(answering.determination, level, line.sequence);
  const bool first =
      !answering.request.services.empty() && line.sequence == answering.request.services.front().sequence;
  if (!first) return found;
  for (const precert::Refusal* one :
       refusals_at(answering.determination, level)) {  // index 0 means "the only one"
    if (one->index == 0) found.push_back(one);
  }
  return found;
}

bool is_answered(const precert::Determination& determination, const ServiceLine& line) {
  if (determination.line(line.sequence) != nullptr) return true;
  return std::any_of(determination.refusals.begin(), determination.refusals.end(), [&](const auto& refusal) {
    const bool of_services = refusal.level == Level::service || refusal.level == Level::service_provider;
    return of_services && (refusal.index == line.sequence || (refusal.index == 0 && line.sequence == 1));
  });
}

void write_answered_service(Answering& answering, const ServiceLine& asked) {
  Output& out = answering.out;
  const LineDetermination* const decided = answering.determination.line(asked.sequence);
  write_traces(out, "2", asked.traces, 3, "services.traces");
  auto refusals = refusals_of(answering, asked, Level::service);
  if (asked.providers.empty()) {
    for (const precert::Refusal* one : refusals_of(answering, asked, Level::service_provider))
      refusals.push_back(one);
  }
  write_refusals(out.x12(), Level::service, refusals);
  write_line_um(out, answering.request, asked);
  const bool has_decision = decided != nullptr && refusals.empty();
  if (has_decision) write_line_decision(answering, asked, *decided);
  write_reference(out, "BB", asked.previous_certification, "services");
  const std::optional<ServiceLine> changed = has_decision ? changed_line(asked, *decided) : std::nullopt;
  const ServiceLine& line = changed ? *changed : asked;
  write_period(out, "472", line.dates, "services.dates");
  if (has_decision && usable(decided->action)) {
    write_validity(out, base::utc_date(answering.determination.decided), decided->validity);
  }
  if (has_decision) write_loinc(out, decided->missing);
  write_procedure(out, line, Direction::response, "services");
  write_line_delivery(out, line, "services");
  if (has_decision) write_papers(out, decided->missing);
  out.message(line_message(answering, asked));
  write_line_providers(answering, asked, has_decision ? decided : nullptr);
  if (has_decision) write_intake(answering, decided->missing);
}

}  // namespace mappers
