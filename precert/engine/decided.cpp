// What a reviewer decided, applied to a pended case.
#include <algorithm>

#include "precert/engine/after_pending.hpp"
#include "precert/engine/companions.hpp"
#include "precert/engine/decision_check.hpp"
#include "precert/engine/determine.hpp"
#include "precert/engine/line_rules.hpp"
#include "precert/engine/outcome.hpp"
#include "precert/model/words.hpp"

namespace precert {
namespace {

constexpr int validity_days_default = 90;

const ServiceLine* line_of(const ReviewRequest& request, int sequence) {
  for (const ServiceLine& line : request.services) {
    if (line.sequence == sequence) return &line;
  }
  return nullptr;
}

/// "Managed by Example Sleep Review: call 8005550210."
std::string managed_by(const Vendor& vendor) {
  std::string text = "Managed by " + vendor.name;
  std::string_view joint = ": ";
  for (const auto& [way, value] : {std::pair<std::string_view, const std::string*>("call ", &vendor.phone),
                                   std::pair<std::string_view, const std::string*>("fax ", &vendor.fax),
                                   std::pair<std::string_view, const std::string*>("", &vendor.url)}) {
    if (value->empty()) continue;
    text.append(joint).append(way).append(*value);
    joint = ", ";
  }
  return text + ".";
}

/// The policy that pended the line: its id stands among the steps.
const Policy* policy_of(const Rulebook& rulebook, const LineDetermination& line) {
  for (const Policy& policy : rulebook.policies) {
    for (const Step& step : line.steps) {
      if (step.rule == policy.id) return &policy;
    }
  }
  return nullptr;
}

base::Period default_validity(const Rulebook& rulebook, const ReviewRequest& request,
                              const LineDetermination& line, base::Date today) {
  const ServiceLine event_alone;
  const ServiceLine* found = line_of(request, line.sequence);
  const ServiceLine& asked = found == nullptr ? event_alone : *found;
  const Policy* policy = policy_of(rulebook, line);
  const int days = policy == nullptr ? validity_days_default : policy->validity_days;
  const base::Date start = date_of_service(request, asked, today);
  base::Date end = start.plus_days(std::max(0, days - 1));
  if (const auto dates = dates_asked(request, asked); dates && dates->end) end = std::max(end, *dates->end);
  return base::Period{start, end};
}

const Party* place_or_performer(const ReviewRequest& request, const ServiceLine* line) {
  const std::vector<Party>& all =
      line == nullptr || line->providers.empty() ? request.event.providers : line->providers;
  const Party* performer = nullptr;
  for (const Party& party : all) {
    if (is_place(party.role)) return &party;
    if (performer == nullptr && performs(party.role)) performer = &party;
  }
  return performer;
}

/// Writes one decision over one pended line.
class Decide {
 public:
  Decide(const PriorCase& pended, const ReviewerDecision& decision, const Rulebook& rulebook,
         base::Instant now)
      : request_(pended.request),
        numbers_(pended.determination.numbers),
        decision_(decision),
        rulebook_(rulebook),
        today_(rulebook.calendar.local_date(now)) {}

  void operator()(const LineDecision& decision, LineDetermination& line) const {
    line.action = decision.action;
    line.missing.clear();
    line.timeframe.reset();
    line.queue.clear();
    line.rights.reset();
    line.reasons.assign(1, reason_from(decision));
    const bool certified =
        decision.action == ReviewAction::certified || decision.action == ReviewAction::modified;
    if (certified) certify(decision, line);
    if (decision.action == ReviewAction::not_certified || decision.action == ReviewAction::modified) {
      line.rights = rights_of(rulebook_.payer, today_);
    }
    step(line, step_reviewer, word(decision.action), decision_.role + " " + decision_.reviewer.id);
  }

 private:
  [[nodiscard]] Reason reason_from(const LineDecision& decision) const {
    Reason reason;
    reason.code = decision.reason_code;
    reason.words =
        decision.words.empty() ? std::string(rulebook_.reason_words(decision.reason_code)) : decision.words;
    if (const Vendor* const vendor = vendor_of(rulebook_, decision.vendor, today_); vendor != nullptr) {
      reason.words = (decision.words.empty() ? "" : decision.words + " ") + managed_by(*vendor);
      if (reason.code.empty()) reason.code = "0J";
    }
    if (reason.words.empty()) reason.words = "Decided by a reviewer.";
    reason.rule = "reviewer";
    reason.criteria = decision.criteria;
    // By its id in the rulebook: everybody reads owner, title and edition.
    const Index criterion = rulebook_.criterion_on(decision.criteria, today_);
    if (criterion != no_index) reason.criteria = rulebook_.criteria[criterion].citation();
    return reason;
  }

  void certify(const LineDecision& decision, LineDetermination& line) const {
    const ServiceLine* asked = line_of(request_, line.sequence);
    if (!request_.predetermination) {  // that is advice: it never bears a number that a claim could quote
      line.certification_number = numbers_.certification;
      line.reference_number.clear();
    }
    line.validity =
        decision.validity ? *decision.validity : default_validity(rulebook_, request_, line, today_);
    line.delivery = asked == nullptr ? request_.event.delivery : asked->delivery;
    line.quantity = asked == nullptr ? std::nullopt : asked->quantity;
    if (const Party* provider = place_or_performer(request_, asked); provider != nullptr)
      line.provider = *provider;
    if (!decision.quantity) return;
    const std::optional<Delivery>& pattern = line.delivery;
    const Unit unit = line.quantity              ? line.quantity->unit
                      : pattern && pattern->unit ? *pattern->unit
                                                 : Unit::unit;
    const bool changed = !line.quantity || line.quantity->value != *decision.quantity;
    line.quantity = Quantity{*decision.quantity, unit, {}};
    if (changed && pattern) {  // the asked pattern would add up to another amount
      Delivery granted;
      granted.unit = unit;
      granted.quantity = *decision.quantity;
      line.delivery = std::move(granted);
    }
  }

  const ReviewRequest& request_;
  const Numbers& numbers_;
  const ReviewerDecision& decision_;
  const Rulebook& rulebook_;
  base::Date today_;
};

}  // namespace

void reopen(Determination& determination) {
  if (!determination.closed_out) return;
  determination.closed_out = false;
  for (LineDetermination& line : determination.lines) {
    if (line.action != ReviewAction::pended || !line.queue.empty()) continue;
    line.queue = line.missing.empty() ? "clinician" : "intake";
    if (line.reasons.empty()) line.reasons.emplace_back();
    line.reasons.front().code = line.missing.empty() ? "0W" : "0U";
    line.reasons.front().words = "Open again with the decision about another line.";
    step(line, "close-out", "opened again");
  }
}

namespace {

/// What a person certifies brings along what it would have brought by rule.
void bring_companions(const ReviewRequest& request, const Rulebook& rulebook, Determination& determination) {
  const Facts facts;
  EventContext event{request, rulebook, facts, {}, determination.numbers, {}, std::move(determination.lines)};
  for (const ServiceLine& line : request.services) {
    for (const LineDetermination& made : event.decided) {
      if (made.sequence != line.sequence) continue;
      const Policy* policy = policy_of(rulebook, made);
      if (policy != nullptr && policy->adds) event.companions.push_back({&line, policy});
    }
  }
  add_companions(event);
  determination.lines = std::move(event.decided);
}

}  // namespace

base::Result<Determination> decided(const PriorCase& pended, const ReviewerDecision& decision,
                                    const Rulebook& rulebook, base::Instant now) {
  base::Issues issues = decision_faults(pended, decision, rulebook, now);
  if (!issues.empty()) return issues;
  Determination determination = pended.determination;
  const Decide decide(pended, decision, rulebook, now);
  for (const LineDecision& line : decision.lines) {
    for (LineDetermination& one : determination.lines) {
      const bool meant = line.sequence == 0 || line.sequence == one.sequence;
      if (meant && one.action == ReviewAction::pended) decide(line, one);
    }
  }
  reopen(determination);
  bring_companions(pended.request, rulebook, determination);
  determination.action = summary_of(determination.lines);
  if (determination.final()) drop_extension_note(determination);
  determination.reviewer = decision.reviewer;
  determination.decided = now;
  determination.rulebook = version_of(rulebook);
  return determination;
}

}  // namespace precert
