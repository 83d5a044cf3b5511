// See coverage_held.hpp.
#include "precert/engine/coverage_held.hpp"

#include <algorithm>

#include "precert/engine/inquiry_access.hpp"
#include "precert/engine/line_match.hpp"
#include "precert/engine/line_rules.hpp"
#include "precert/engine/quantities.hpp"

namespace precert {
namespace {

using base::Decimal;

/// A certified line of another case.
struct HeldLine {
  const PriorCase& of;
  const ServiceLine& asked;
  const LineDetermination& decided;
};

bool is_valid_on(const LineDetermination& decided, base::Date day) {
  const bool certified =
      decided.action == ReviewAction::certified || decided.action == ReviewAction::modified;
  return certified && (!decided.validity || decided.validity->contains(day));
}

/// By code where a code is asked for, else by category.
bool is_for_the_service(const LineContext& context, const ReviewRequest& then, const ServiceLine& line) {
  if (!context.match.by_type) {
    return line.procedure.code == context.line.procedure.code &&
           line.procedure.system == context.line.procedure.system;
  }
  return context.match.category != no_index &&
         match_of(context.rulebook(), then, line).category == context.match.category;
}

/// Who does it, by NPI; nobody where nobody is named.
std::vector<std::string> performers_in(const std::vector<Party>& providers) {
  std::vector<std::string> npis;
  for (const Party& party : providers) {
    if (performs(party.role) && !party.npi().empty()) npis.push_back(party.npi());
  }
  return npis;
}

/// Nobody is to do it who was not named for the authorization. Where either names nobody anybody may.
bool same_performers(const LineContext& context, const HeldLine& held) {
  std::vector<std::string> certified =
      performers_in(held.asked.providers.empty() ? held.of.request.event.providers : held.asked.providers);
  if (held.decided.provider && !held.decided.provider->npi().empty()) {
    certified.push_back(held.decided.provider->npi());
  }
  const std::vector<std::string> asked = performers_in(context.providers());
  return certified.empty() || std::ranges::all_of(asked, [&](const std::string& npi) {
           return std::ranges::find(certified, npi) != certified.end();
         });
}

bool within_validity(const LineContext& context, const HeldLine& held) {
  const std::optional<base::Period> days = dates_asked(context.request(), context.line);
  return !held.decided.validity || !days || !days->end || held.decided.validity->contains(*days->end);
}

Unit unit_asked(const LineContext& context) {
  if (context.line.quantity) return context.line.quantity->unit;
  return context.line.delivery && context.line.delivery->unit ? *context.line.delivery->unit : Unit::unit;
}

/// What was certified in that unit; a line that never said how much is for one.
std::optional<Decimal> certified_in(const HeldLine& held, Unit unit) {
  const bool any = unit == Unit::unit;
  if (held.decided.quantity) {
    const bool same = any || held.decided.quantity->unit == unit || held.decided.quantity->unit == Unit::unit;
    return same ? std::optional(held.decided.quantity->value) : std::nullopt;
  }
  ServiceLine certified = held.asked;
  certified.delivery = held.decided.delivery;
  const bool said = certified.quantity || certified.delivery;
  const std::optional<Decimal> total = total_asked(held.of.request, certified, unit);
  return said ? total : std::optional(total.value_or(Decimal(1)));
}

/// Why what is asked about is not within the certified amount; "" when it is.
std::string more_than_certified(const LineContext& context, const HeldLine& held) {
  const bool said = context.line.quantity || context.line.delivery;
  const Unit unit = unit_asked(context);
  const std::optional<Decimal> asked = said ? total_asked(context.request(), context.line, unit) : Decimal(1);
  const std::optional<Decimal> certified = certified_in(held, unit);
  if (asked && certified && *asked <= *certified) return {};
  if (!said && held.decided.quantity) return {};  // some of it is certified
  if (!asked || !certified) return "it is for another amount of care";
  return "it is for a quantity of " + certified->text() + ", and " + asked->text() + " are asked for";
}

std::string difference(const LineContext& context, const HeldLine& held) {
  if (context.match.by_type) return {};
  const ServiceLine& asked = context.line;
  if (asked.procedure.modifiers != held.asked.procedure.modifiers) return "it is for other modifiers";
  const bool other_revenue = !asked.revenue_code.empty() && asked.revenue_code != held.asked.revenue_code;
  if (other_revenue) return "it is for another revenue code";
  if (!same_dental_site(asked, held.asked)) return "it is for certain teeth";
  if (!same_performers(context, held)) return "it is for another provider or place";
  if (!within_validity(context, held)) return "it ends before the care does";
  return more_than_certified(context, held);
}

}  // namespace

std::vector<HeldAuthorization> held_authorizations(const LineContext& context) {
  std::vector<HeldAuthorization> all;
  for (const PriorCase& prior : context.event.facts.history) {
    if (!same_patient(context.event, prior.request)) continue;
    for (const ServiceLine& line : prior.request.services) {
      const LineDetermination* const decided = prior.determination.line(line.sequence);
      if (decided == nullptr || !is_valid_on(*decided, context.day)) continue;
      if (!is_for_the_service(context, prior.request, line)) continue;
      if (!may_be_told(context.request(), prior, line.sequence)) continue;
      HeldAuthorization one{decided->certification_number, decided->validity, decided->quantity,
                            prior.request.requester.npi(), difference(context, {prior, line, *decided})};
      const auto known = std::ranges::find(all, one.number, &HeldAuthorization::number);
      if (known == all.end()) {
        all.push_back(std::move(one));
      } else if (one.covers() && !known->covers()) {  // several lines under one number
        *known = std::move(one);
      }
    }
  }
  std::ranges::stable_partition(all, [](const HeldAuthorization& one) { return one.covers(); });
  return all;
}

}  // namespace precert
