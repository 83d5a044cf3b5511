#include "precert/engine/line_form.hpp"

#include "precert/engine/line_rules.hpp"
#include "precert/engine/parties.hpp"

namespace precert {

std::optional<LineForm> line_form_of(const ReviewRequest& request, const ServiceLine& line,
                                     const Rulebook& rulebook, const Facts& facts) {
  if (facts.member == nullptr) return std::nullopt;
  const PartyFindings parties = party_findings_of(request, rulebook, facts);
  EventContext event{request, rulebook, facts, parties.patient, {}, rulebook.calendar.local_date(facts.now),
                     {},      0};
  const LineContext context = line_context_of(event, line, false);
  if (context.policy == nullptr) return std::nullopt;
  std::optional<Form> form = form_for(rulebook, context.match, *context.policy);
  if (!form) return std::nullopt;
  FactValues known = fact_values_from(rulebook, request, &line, parties.patient, facts.now, nullptr,
                                      earlier_services_of(context));
  return LineForm{std::move(*form), std::move(known)};
}

}  // namespace precert
