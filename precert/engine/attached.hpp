// Documents that come apart from their request: which request they belong to, and what it means together with
// them.
#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "precert/engine/facts.hpp"
#include "precert/model/attachment.hpp"
#include "precert/rulebook/rulebook.hpp"

namespace precert {

/// True when the attachment belongs to the case: its control number is one that the request announced (and
/// did not withdraw) or the determination asked for, or the message quotes an authorization or administrative
/// number of the case; AND payer, patient and requester (or another provider of the request) agree. Control
/// numbers compare exactly: case and leading zeros matter. Who is not named cannot agree, save on a paper
/// (AttachmentMessage::paper), whose number is enough unless a patient or provider beside it speaks against
/// it. With `rulebook` any of the payer's ids stands for any other. Rule: 006020X316 TRN, PAS TrackingId.
[[nodiscard]] bool matches(const AttachmentMessage& message, const Attachment& attachment,
                           const PriorCase& earlier, const Rulebook* rulebook = nullptr);
/// The same for a request that has not been decided yet: documents that came before it.
[[nodiscard]] bool matches(const AttachmentMessage& message, const Attachment& attachment,
                           const ReviewRequest& request, const Rulebook* rulebook = nullptr);

/// Which of several cases that match a message is its own: the first of those whose patient is named as the
/// message names them, else the first of all. nullopt where that leaves cases of different patients, and
/// where there are none: nobody's document is taken for their twin's.
[[nodiscard]] std::optional<std::size_t> own_case(const AttachmentMessage& message,
                                                  std::span<const PriorCase> matching);

/// The request together with attachments that match it; `information[i]` is what the content of
/// attachments[i] says (shorter or empty: those are papers). Decide it with redetermined().
/// - announced (PWK06): that document has arrived, on its line;
/// - asked for: a new document of the kind that was asked for, on the line it was asked for;
/// - neither (matched by authorization number): a new document as the attachment describes itself.
/// Structured content arrives as what it holds: its documents, answers and notes; an empty Bundle as nothing.
/// What was attached before (same content, same control number) is not added twice.
[[nodiscard]] ReviewRequest with_attachments(const PriorCase& earlier,
                                             std::span<const Attachment> attachments,
                                             std::span<const AttachedInformation> information = {});
/// The same for a request that has not been decided yet.
[[nodiscard]] ReviewRequest with_attachments(const ReviewRequest& request,
                                             std::span<const Attachment> attachments,
                                             std::span<const AttachedInformation> information = {});

/// Decides a case anew with what has arrived: `now` is with_attachments(earlier, ...). As determine(), but it
/// is the same request and not an update of it: lines that are decided stay as they are (an appeal or
/// extension, too), the numbers stay, and a refusal (coverage has ended) leaves the earlier determination,
/// itself one or not. What was asked for and has arrived as a paper is not asked for again; when nothing else
/// is missing, the line waits for a clinician to read it. `facts` as for determine(); previous and numbers
/// are set here, numbers the case never had are taken from it.
[[nodiscard]] Determination redetermined(const PriorCase& earlier, const ReviewRequest& now,
                                         const Rulebook& rulebook, Facts facts);

}  // namespace precert
