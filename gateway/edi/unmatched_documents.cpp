// See unmatched_documents.hpp.
#include "gateway/edi/unmatched_documents.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "gateway/edi/outbox.hpp"
#include "gateway/telemetry/log.hpp"
#include "gateway/work/case_change.hpp"
#include "mappers/model/attachment_json.hpp"
#include "precert/rulebook/tables.hpp"

namespace gateway {
namespace {

using precert::FollowUp;
using precert::IdentifierKind;
using precert::Level;

constexpr std::size_t expired_at_once = 50;

/// The request that the documents speak of, as far as they describe it.
precert::ReviewRequest request_described_by(const precert::AttachmentMessage& message,
                                            const precert::Attachment& attachment, const precert::Payer& payer) {
  precert::ReviewRequest request;
  request.reference = message.reference.empty() ? attachment.control_number : message.reference;
  request.transmission = message.transmission;
  request.umo = message.payer;
  request.umo.role = precert::PartyRole::umo;
  if (request.umo.identifiers.empty() && !payer.ids.empty()) {
    request.umo.organization = payer.name;
    request.umo.identifiers.push_back({IdentifierKind::payer_id, payer.ids.front(), {}});
  }
  request.requester = message.provider;
  request.subscriber = message.patient;
  request.event.previous_certification = message.certification;
  request.event.previous_reference = message.administrative;
  if (!attachment.control_number.empty()) {
    request.event.traces.push_back({attachment.control_number, attachment.originator, {}, {}});
  }
  return request;
}

std::string words_for(Unmatched why, const std::string& control_number) {
  const std::string which = control_number.empty() ? "These documents" : "Documents under " + control_number;
  switch (why) {
    case Unmatched::expired: return which + ": no request they belong to came in time. Send both again.";
    case Unmatched::other_payer: return which + " name another payer: send them there.";
    case Unmatched::elsewhere: return which + ": another payer decides that request, send them there.";
  }
  return which;
}

/// At its own level, or above it where the loops down to it could not be written.
precert::Refusal refusal_for(Unmatched why, const precert::ReviewRequest& request,
                             const precert::Attachment& attachment) {
  precert::Refusal refusal;
  refusal.words = words_for(why, attachment.control_number);
  refusal.follow_up = why == Unmatched::expired ? FollowUp::correct_and_resubmit : FollowUp::do_not_resubmit;
  if (why == Unmatched::other_payer) {
    refusal.level = Level::umo;
    refusal.code = "79";
  } else if (request.requester.identifiers.empty()) {
    refusal.level = Level::umo_level;
    refusal.code = "79";
  } else if (request.subscriber.member_id().empty()) {
    refusal.level = Level::requester;
    refusal.code = "15";
  } else {
    refusal.level = Level::event;
    refusal.code = why == Unmatched::expired ? "AA" : "33";
  }
  return refusal;
}

/// False: it stays as it is until the next call.
bool let_go(AttachmentRecord record, Services& services, const Snapshot& knowledge) {
  const base::Result<precert::AttachmentMessage> message =
      mappers::attachment_message_from_json(record.description);
  Exchange exchange;
  if (message && !message->attachments.empty()) {
    base::Result<std::optional<OutboxEntry>> answer =
        unmatched_answer(*message, message->attachments.front(), record.sender, Unmatched::expired, services,
                         knowledge, services.clock.now());
    if (!answer) return false;
    if (*answer) exchange.outbox.push_back(std::move(**answer));
  }
  const bool told = !exchange.outbox.empty();
  const std::string id = record.id;
  record.state = AttachmentState::expired;
  exchange.attachments.push_back(std::move(record));
  const CommitResult result = commit_now(services, std::move(exchange));
  if (result.outcome == CommitOutcome::committed) {
    log::warning("attachment_expired", {{"attachment", id}, {"told", told}});
  }
  return result.outcome != CommitOutcome::unavailable;
}

}  // namespace

base::Result<std::optional<OutboxEntry>> unmatched_answer(const precert::AttachmentMessage& message,
                                                          const precert::Attachment& attachment,
                                                          const std::string& sender, Unmatched why,
                                                          Services& services, const Snapshot& knowledge,
                                                          base::Instant at) {
  const precert::ReviewRequest request =
      request_described_by(message, attachment, knowledge.rulebook->payer);
  precert::Determination refused;
  refused.action = precert::ReviewAction::contact_payer;  // nothing is pended: no more follows (BHT06 18)
  refused.decided = at;
  refused.umo_contact = knowledge.rulebook->payer.contact;
  refused.refusals.push_back(refusal_for(why, request, attachment));
  CaseRecord receiver;  // there is no case: only whom it goes to
  receiver.submitter = sender;
  return unsolicited_response(receiver, request, refused, services, *knowledge.partners, at);
}

void let_go_of_expired(Services& services) {
  const Snapshot knowledge = services.knowledge.current();
  for (;;) {
    base::Result<std::vector<AttachmentRecord>> overdue =
        services.store.overdue_attachments(services.clock.now(), expired_at_once);
    if (!overdue || overdue->empty()) return;
    for (AttachmentRecord& record : *overdue) {
      if (!let_go(std::move(record), services, knowledge)) return;
    }
  }
}

}  // namespace gateway
