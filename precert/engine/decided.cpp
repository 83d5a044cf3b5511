// What a reviewer decided, applied to a pended case.
#include <algorithm>
#include <array>

#include "precert/engine/companions.hpp"
#include "precert/engine/determine.hpp"
#include "precert/engine/line_rules.hpp"
#include "precert/engine/outcome.hpp"
#include "precert/engine/quantities.hpp"
#include "precert/engine/specific_words.hpp"
#include "precert/model/words.hpp"

namespace precert {
namespace {

using base::IssueCode;

constexpr int validity_days_default = 90;
constexpr int validity_days_max = 3653;  // ten years: beyond them somebody mistyped the year

const ServiceLine* line_of(const ReviewRequest& request, int sequence) {
  for (const ServiceLine& line : request.services) {
    if (line.sequence == sequence) return &line;
  }
  return nullptr;
}

/// The service that a line is about; an event alone is a line without a code.
const ServiceLine& asked_service_of(const ReviewRequest& request, const LineDetermination& line) {
  static const ServiceLine alone;
  if (line.added) return *line.added;
  const ServiceLine* const found = line_of(request, line.sequence);
  return found == nullptr ? alone : *found;
}

/// True when `certified` is less care than the line asks for, or no one can say that it is as much: an amount
/// in place of a pattern of care that does not add up to one.
bool is_less_care(const ReviewRequest& request, const ServiceLine& asked, base::Decimal certified) {
  const std::optional<base::Decimal> total = care_asked(request, asked);
  return total ? certified < *total : (asked.delivery || request.event.delivery);
}

/// True when a day that was asked for is not certified.
bool is_less_time(const ReviewRequest& request, const ServiceLine& asked, const base::Period& certified) {
  const std::optional<base::Period> wanted = dates_asked(request, asked);
  return wanted &&
         !(certified.contains(wanted->start) && certified.contains(wanted->end.value_or(wanted->start)));
}

constexpr const char* less_is_modified =
    "This is less than was asked for: a physician decides it, as modified, with reason, words and criteria.";

/// The vendor's contract of the day, else the newest; nullptr when the rulebook has no such vendor.
const Vendor* vendor_of(const Rulebook& rulebook, const std::string& id, base::Date day) {
  const Vendor* newest = nullptr;
  for (const Vendor& one : rulebook.vendors) {
    if (one.id != id) continue;
    if (one.effective.contains(day)) return &one;
    newest = &one;
  }
  return newest;
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

/// Checks a decision against the case before anything is written: all faults at once.
class Check {
 public:
  Check(const PriorCase& pended, const ReviewerDecision& decision, const Rulebook& rulebook, base::Instant now)
      : pended_(pended), decision_(decision), rulebook_(rulebook), received_(received(now)) {}

  base::Issues take() && {
    if (decision_.reviewer.id.empty() || !decision_.reviewer.human) {
      add(IssueCode::data_invalid, "reviewer", "Only a person decides: name the reviewer.");
    }
    if (!decides(decision_.role)) {
      add(IssueCode::data_invalid, "role", "A nurse or a physician decides: say which.");
    }
    if (decision_.lines.empty()) add(IssueCode::data_invalid, "lines", "Decide at least one line.");
    for (std::size_t i = 0; i < decision_.lines.size(); ++i) check_line(i);
    return std::move(issues_);
  }

 private:
  void add(IssueCode code, std::string where, std::string remedy) {
    issues_.add(code, std::move(where), std::move(remedy));
  }

  void check_line(std::size_t index) {
    const LineDecision& line = decision_.lines[index];
    const std::string where = "lines[" + std::to_string(index) + "]";
    check_target(index, where);
    constexpr std::array allowed{ReviewAction::certified, ReviewAction::modified, ReviewAction::not_certified,
                                 ReviewAction::contact_payer, ReviewAction::not_required};
    if (std::find(allowed.begin(), allowed.end(), line.action) == allowed.end()) {
      add(IssueCode::data_invalid, where + ".action",
          "A reviewer certifies, modifies, does not certify, asks to call, or finds review not required.");
    }
    check_reason(line, where);
    check_vendor(line, where);
    check_appeal(line, where);
    check_amount(line, where);
    check_bounds(line, where);
    if (line.validity && line.validity->end && *line.validity->end < line.validity->start) {
      add(IssueCode::data_invalid, where + ".validity", "The end is before the start.");
    }
    if (line.quantity && *line.quantity <= base::Decimal()) {
      add(IssueCode::data_invalid, where + ".quantity", "Certify more than nothing.");
    }
    if (line.action == ReviewAction::modified && !line.quantity && !line.validity) {
      add(IssueCode::data_invalid, where + ".quantity",
          "Say what is modified: the quantity or the validity.");
    }
  }

  /// The line exists, waits for a decision, and is decided once.
  void check_target(std::size_t index, const std::string& where) {
    const int sequence = decision_.lines[index].sequence;
    for (std::size_t i = 0; i < index; ++i) {
      const int other = decision_.lines[i].sequence;
      if (other != sequence && other != 0 && sequence != 0) continue;
      add(IssueCode::data_invalid, where + ".sequence", "Decide each line once.");
      return;
    }
    if (sequence == 0) {
      if (pended_.determination.lines.empty() || pended_.determination.final()) {
        add(IssueCode::conflict, where + ".sequence", "No line of this case is pended.");
      }
      return;
    }
    const LineDetermination* line = pended_.determination.line(sequence);
    if (line == nullptr) {
      add(IssueCode::data_invalid, where + ".sequence", "The case has no such line.");
    } else if (line->action != ReviewAction::pended) {
      add(IssueCode::conflict, where + ".sequence", "The line is not pended.");
    }
  }

  /// An appeal is heard by a physician who did not make the first decision (29 CFR 2560.503-1(h)(3)).
  void check_appeal(const LineDecision& decision, const std::string& where) {
    const auto under_appeal = [](const LineDetermination& line) {
      return line.action == ReviewAction::pended &&
             std::ranges::find(line.steps, step_appealed, &Step::rule) != line.steps.end();
    };
    const auto decided_first = [this](const LineDetermination& line) {
      return line.action == ReviewAction::pended &&
             std::any_of(line.steps.begin(), line.steps.end(), [this](const Step& one) {
               return one.rule == step_first_decision && one.outcome == decision_.reviewer.id;
             });
    };
    for (const LineDetermination& line : pended_.determination.lines) {
      if (decision.sequence != 0 && decision.sequence != line.sequence) continue;
      if (under_appeal(line) && decision_.role != role_physician) {
        add(IssueCode::data_invalid, "role", "Only a physician decides an appeal.");
      }
      if (decided_first(line)) {
        add(IssueCode::data_invalid, where + ".sequence",
            "The appeal is heard by somebody who did not make the first decision.");
      }
    }
  }

  /// Less than was asked for is a modification, whatever it is called: it needs all that a denial needs and
  /// bears the right to appeal, so it is not taken as a certification.
  void check_amount(const LineDecision& decision, const std::string& where) {
    if (decision.action != ReviewAction::certified) return;
    for (const LineDetermination& line : pended_.determination.lines) {
      const bool meant = decision.sequence == 0 || decision.sequence == line.sequence;
      if (!meant || line.action != ReviewAction::pended) continue;
      const ServiceLine& asked = asked_service_of(pended_.request, line);
      if (decision.quantity && is_less_care(pended_.request, asked, *decision.quantity)) {
        add(IssueCode::data_invalid, where + ".quantity", less_is_modified);
      }
      if (decision.validity && is_less_time(pended_.request, asked, *decision.validity)) {
        add(IssueCode::data_invalid, where + ".validity", less_is_modified);
      }
    }
  }

  /// Nobody gives more than was asked for, nor for a time before anybody asked.
  void check_bounds(const LineDecision& decision, const std::string& where) {
    for (const LineDetermination& line : pended_.determination.lines) {
      const bool meant = decision.sequence == 0 || decision.sequence == line.sequence;
      if (!meant || line.action != ReviewAction::pended) continue;
      const ServiceLine& asked = asked_service_of(pended_.request, line);
      const std::optional<base::Decimal> total = care_asked(pended_.request, asked);
      if (decision.quantity && total && *decision.quantity > *total) {
        add(IssueCode::data_invalid, where + ".quantity",
            "This is more than was asked for: let the provider ask for it.");
      }
      if (decision.validity) check_validity(*decision.validity, dates_asked(pended_.request, asked), where);
    }
  }

  void check_validity(const base::Period& validity, const std::optional<base::Period>& asked,
                      const std::string& where) {
    const base::Date first = asked ? std::min(asked->start, received_) : received_;
    if (validity.start < first) {
      add(IssueCode::data_invalid, where + ".validity",
          "Begin on the day the request came, or the day that was asked for when that is earlier.");
    }
    if (validity.end && *validity.end > std::max(received_, validity.start).plus_days(validity_days_max)) {
      add(IssueCode::data_invalid, where + ".validity", "Check the year: this is more than ten years.");
    }
  }

  /// The day on which the case came, or was opened again.
  [[nodiscard]] base::Date received(base::Instant now) const {
    const std::vector<ClockEvent>& clock = pended_.determination.clock;
    return rulebook_.calendar.local_date(clock.empty() ? now : std::min(now, clock.front().at));
  }

  /// Less than was asked for is an adverse decision as a denial is (is_adverse): it needs all that one needs.
  void check_reason(const LineDecision& line, const std::string& where) {
    const bool modified = line.action == ReviewAction::modified;
    const bool adverse = modified || line.action == ReviewAction::not_certified;
    if (adverse && decision_.role != role_physician) {
      add(IssueCode::data_invalid, "role",
          modified ? "Only a physician gives less than was asked for." : "Only a physician denies.");
    }
    if (adverse && line.reason_code.empty()) {
      add(IssueCode::data_invalid, where + ".reason_code", "Give the reason (X12 code list 886).");
    }
    if (!line.reason_code.empty() && rulebook_.reason_words(line.reason_code).empty()) {
      add(IssueCode::data_invalid, where + ".reason_code", "Not a code of X12 list 886 as loaded.");
    }
    if (adverse && line.words.empty()) {
      add(IssueCode::data_invalid, where + ".words", "Say the specific reason in a sentence.");
    } else if (adverse && !say_why(line.words, rulebook_.reason_words(line.reason_code))) {
      add(IssueCode::data_invalid, where + ".words",
          "These words fit every denial. Say what this request lacks, so that it can be answered.");
    }
    if (adverse && line.criteria.empty()) {
      add(IssueCode::data_invalid, where + ".criteria", "Name the criteria that were applied.");
    }
  }

  /// Who is sent elsewhere is told where (SC-16).
  void check_vendor(const LineDecision& line, const std::string& where) {
    if (line.vendor.empty()) {
      if (line.action != ReviewAction::contact_payer || !line.words.empty()) return;
      add(IssueCode::data_invalid, where + ".vendor", "Name the vendor who decides it, or say in words whom to ask.");
    } else if (line.action != ReviewAction::contact_payer) {
      add(IssueCode::data_invalid, where + ".vendor", "A vendor goes with contact_payer.");
    } else if (vendor_of(rulebook_, line.vendor, received_) == nullptr) {
      add(IssueCode::data_invalid, where + ".vendor", "The rulebook has no such vendor.");
    }
  }

  const PriorCase& pended_;
  const ReviewerDecision& decision_;
  const Rulebook& rulebook_;
  const base::Date received_;
  base::Issues issues_;
};

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
  base::Issues issues = Check(pended, decision, rulebook, now).take();
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
  determination.reviewer = decision.reviewer;
  determination.decided = now;
  determination.rulebook = version_of(rulebook);
  return determination;
}

}  // namespace precert
