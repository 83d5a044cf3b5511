// 275 additional information: its documents join their request, before or after it. The 999 is its only
// answer.
#include "gateway/edi/attachments.hpp"
#include "gateway/edi/conversations.hpp"
#include "gateway/telemetry/log.hpp"
#include "mappers/x12/attachment.hpp"

namespace gateway {

base::Result<std::optional<x12::Fault>> answer_attachments(const CheckedSet& set, MessageTurn& turn,
                                                           AnswerGroup&) {
  base::Result<precert::AttachmentMessage> message =
      mappers::attachments_from(set.tree, set.interchange, set.group);
  if (!message) return std::optional(cannot_keep(message.error(), set));
  if (turn.skipping) return std::optional<x12::Fault>();
  const base::Result<AttachedOutcome> outcome =
      attach(std::move(*message), submitter_of(set.interchange), set.partner.attachments_held, turn);
  if (!outcome) return outcome.error();
  log::info("attachments", {{"message", turn.message},
                            {"attached", outcome->attached},
                            {"held", outcome->held},
                            {"refused", outcome->refused},
                            {"elsewhere", outcome->elsewhere}});
  return std::optional<x12::Fault>();
}

}  // namespace gateway
