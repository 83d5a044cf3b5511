// See notification.hpp.
#include "precert/engine/notification.hpp"

#include <algorithm>

#include "precert/engine/parties.hpp"
#include "precert/rulebook/tables.hpp"

namespace precert {
namespace {

/// A decision is dated where it stands: at its line, or by what was certified.
bool is_dated(const Notification& notification) {
  const PatientEvent& event = notification.notice.event;
  if (event.dates || event.admission || event.discharge) return true;
  const auto dated = [](const ServiceLine& line) { return line.dates.has_value(); };
  return std::ranges::any_of(notification.notice.services, dated);
}

bool ends_before_it_begins(const std::optional<base::Period>& period) {
  return period && period->end && *period->end < period->start;
}

/// AAA of the event's own dates; "" when nothing is wrong with them.
std::string_view fault_of_dates(const Notification& notification) {
  const PatientEvent& event = notification.notice.event;
  if (!is_dated(notification)) return "Say when it happened: event, admission, discharge or service.";
  const bool discharged_before =
      event.admission && event.discharge && *event.discharge < event.admission->start;
  if (discharged_before || ends_before_it_begins(event.admission))
    return "The discharge is before the admission.";
  return ends_before_it_begins(event.dates) ? "The last date is before the first." : std::string_view();
}

}  // namespace

NotificationReceipt receipt_of(const Notification& notification, const Rulebook& rulebook,
                               const Facts& facts) {
  NotificationReceipt receipt;
  const ReviewRequest& notice = notification.notice;
  receipt.trace = facts.numbers.trace;
  receipt.refusals = party_findings_of(notice, rulebook, facts).refusals;
  const PatientEvent& event = notice.event;
  if (const std::string_view fault = fault_of_dates(notification); !fault.empty()) {
    const bool of_event = ends_before_it_begins(event.dates) && !event.admission;
    Refusal refusal =
        refusal_of(rulebook, Level::event, of_event ? "57" : "56", FollowUp::correct_and_resubmit, fault);
    refusal.element = "DTP-03";
    refusal.source = event.source;
    receipt.refusals.push_back(std::move(refusal));
  }
  if (receipt.refusals.empty()) receipt.number = facts.numbers.reference;
  return receipt;
}

}  // namespace precert
