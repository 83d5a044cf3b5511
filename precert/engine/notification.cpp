// See notification.hpp.
#include "precert/engine/notification.hpp"

#include "precert/engine/parties.hpp"
#include "precert/rulebook/tables.hpp"

namespace precert {

NotificationReceipt receipt_of(const Notification& notification, const Rulebook& rulebook,
                               const Facts& facts) {
  NotificationReceipt receipt;
  const ReviewRequest& notice = notification.notice;
  receipt.trace = facts.numbers.trace;
  receipt.refusals = party_findings_of(notice, rulebook, facts).refusals;
  const PatientEvent& event = notice.event;
  if (!event.dates && !event.admission && !event.discharge) {
    Refusal refusal = refusal_of(rulebook, Level::event, "56", FollowUp::correct_and_resubmit,
                                 "Say when it happened: event, admission or discharge.");
    refusal.element = "DTP-03";
    refusal.source = event.source;
    receipt.refusals.push_back(std::move(refusal));
  }
  if (receipt.refusals.empty()) receipt.number = facts.numbers.reference;
  return receipt;
}

}  // namespace precert
