// See decision_check.hpp.
#include "precert/engine/decision_check.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "precert/engine/line_rules.hpp"
#include "precert/engine/outcome.hpp"
#include "precert/engine/quantities.hpp"
#include "precert/engine/specific_words.hpp"

namespace precert {
namespace {

using base::IssueCode;

constexpr int validity_days_max = 3653;  // ten years: beyond them somebody mistyped the year

/// The service that a line is about; an event alone is a line without a code.
const ServiceLine& asked_service_of(const ReviewRequest& request, const LineDetermination& line) {
  static const ServiceLine alone;
  if (line.added) return *line.added;
  const auto found = std::ranges::find(request.services, line.sequence, &ServiceLine::sequence);
  return found == request.services.end() ? alone : *found;
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

/// Codes of list 886 that tell how a request goes its way: forwarded, not required, waiting, received. None of
/// them is why somebody decided against it (OR-M4).
constexpr std::array<std::string_view, 7> tell_no_denial{"0B", "0H", "0J", "0U", "0V", "0W", "18"};

constexpr const char* less_is_modified =
    "This is less than was asked for: a physician decides it, as modified, with reason, words and criteria.";

/// Checks a decision against the case before anything is written: all faults at once.
class DecisionCheck {
 public:
  DecisionCheck(const PriorCase& pended, const ReviewerDecision& decision, const Rulebook& rulebook,
                base::Instant now)
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
    if (adverse && std::ranges::find(tell_no_denial, line.reason_code) != tell_no_denial.end()) {
      add(IssueCode::data_invalid, where + ".reason_code",
          "This code tells that something waits or is not required, not why it was decided so: give the "
          "reason.");
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
      add(IssueCode::data_invalid, where + ".vendor",
          "Name the vendor who decides it, or say in words whom to ask.");
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

}  // namespace

base::Issues decision_faults(const PriorCase& pended, const ReviewerDecision& decision,
                             const Rulebook& rulebook, base::Instant now) {
  return DecisionCheck(pended, decision, rulebook, now).take();
}

const Vendor* vendor_of(const Rulebook& rulebook, const std::string& id, base::Date day) {
  const Vendor* newest = nullptr;
  for (const Vendor& one : rulebook.vendors) {
    if (one.id != id) continue;
    if (one.effective.contains(day)) return &one;
    newest = &one;
  }
  return newest;
}

}  // namespace precert
