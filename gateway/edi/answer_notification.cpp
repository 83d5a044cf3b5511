// 278 notification (005010X216): taken, kept with its message, and receipted.
#include "gateway/edi/conversations.hpp"
#include "gateway/review/submit_review.hpp"
#include "mappers/x12/notification.hpp"
#include "precert/engine/notification.hpp"
#include "precert/rulebook/tables.hpp"

namespace gateway {

base::Result<std::optional<x12::Fault>> answer_notification(const CheckedSet& set, MessageTurn& turn,
                                                            AnswerGroup& group) {
  const base::Result<precert::Notification> notification =
      mappers::notification_from(set.tree, set.interchange, set.group);
  if (!notification) return std::optional(cannot_keep(notification.error(), set));
  const std::string set_number = group.next_set();
  if (turn.skipping) return std::optional<x12::Fault>();
  MemberFacts known;
  const base::Result<void> gathered =
      gather_facts(known, precert::MemberId(notification->notice.subscriber.member_id()), turn.received,
                   precert::CaseId(), turn.services.store, turn.knowledge, turn.exchange.cases);
  if (!gathered) return gathered.error();
  base::Result<precert::Numbers> numbers =
      answer_numbers(turn.services.numbers, "notification", turn.knowledge.rulebook->payer.reference_prefix);
  if (!numbers) return numbers.error();
  known.facts.numbers = std::move(*numbers);
  const precert::NotificationReceipt receipt =
      precert::receipt_of(*notification, *turn.knowledge.rulebook, known.facts);
  if (receipt.refused()) turn.rejected.push_back(Rejection::business);
  mappers::write_notification_acknowledgment(group.out(), *notification, receipt, set_number, turn.received);
  return std::optional<x12::Fault>();
}

}  // namespace gateway
