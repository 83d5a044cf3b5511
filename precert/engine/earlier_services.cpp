// The member's history as criteria see it: services by code, category and day.
#include "precert/engine/line_rules.hpp"
#include "precert/engine/repeats.hpp"

namespace precert {
namespace {

bool is_certified(const LineDetermination& decided) {
  return decided.action == ReviewAction::certified || decided.action == ReviewAction::modified;
}

base::Decimal units_of(const ServiceLine& line, const LineDetermination* decided) {
  if (decided != nullptr && decided->quantity) return decided->quantity->value;
  return line.quantity ? line.quantity->value : base::Decimal(1);
}

}  // namespace

std::vector<EarlierService> earlier_services_of(const LineContext& context) {
  std::vector<EarlierService> all;
  const EventContext& event = context.event;
  for (const PriorCase* const other : event.other_cases()) {
    const PriorCase& prior = *other;
    if (!same_patient(event, prior.request)) continue;
    for (const ServiceLine& line : prior.request.services) {
      const LineDetermination* decided = prior.determination.line(line.sequence);
      const bool gone = decided != nullptr && decided->action == ReviewAction::cancelled;
      if (gone || (decided != nullptr && is_repeat(*decided))) continue;  // the original counts
      EarlierService one;
      one.system = line.procedure.system;
      one.code = line.procedure.code;
      one.category = match_of(event.rulebook, prior.request, line).category;
      one.day = date_of_service(prior.request, line, event.today);
      one.certified = decided != nullptr && is_certified(*decided);
      one.units = units_of(line, decided);
      one.source = Source{"case " + prior.id.text()};
      all.push_back(std::move(one));
    }
  }
  return all;
}

}  // namespace precert
