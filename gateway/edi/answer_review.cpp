// 278 request (005010X217): review, with the documents that came before it.
#include <algorithm>

#include "gateway/edi/attachments.hpp"
#include "gateway/edi/conversations.hpp"
#include "gateway/review/announce.hpp"
#include "gateway/review/submit_review.hpp"
#include "gateway/upstream/forward_reviews.hpp"
#include "mappers/x12/review_request.hpp"
#include "mappers/x12/review_response.hpp"

namespace gateway {
namespace {

/// What an upstream says to this set; nullopt: this gateway decides. A batch asks set by set, on its own thread.
base::Result<std::optional<UpstreamReviews::Review>> upstream_review(const precert::ReviewRequest& request,
                                                                     const CheckedSet& set, MessageTurn& turn) {
  if (turn.upstream == nullptr && turn.mode == AnswerMode::apart) {
    const std::string sender = submitter_of(set.interchange);
    const BatchQuestion question{request, set.set.bytes, sender, turn.received};
    return upstream_review_now(question, turn.silent, turn.services);
  }
  const UpstreamReviews::Review* const found =
      turn.upstream == nullptr ? nullptr : turn.upstream->of(set.set.bytes);
  return found == nullptr ? std::optional<UpstreamReviews::Review>() : std::optional(*found);
}

}  // namespace

base::Result<std::optional<x12::Fault>> answer_review(const CheckedSet& set, MessageTurn& turn,
                                                      AnswerGroup& group) {
  base::Result<precert::ReviewRequest> request =
      mappers::review_request_from(set.tree, set.interchange, set.group);
  if (!request) return std::optional(cannot_keep(request.error(), set));
  const std::string number = group.next_set();
  if (turn.skipping) return std::optional<x12::Fault>();

  const base::Result<std::optional<UpstreamReviews::Review>> elsewhere = upstream_review(*request, set, turn);
  if (!elsewhere) return elsewhere.error();
  if (*elsewhere && !(*elsewhere)->decided) {
    mappers::write_review_response(group.out(), *request, (*elsewhere)->determination, number, turn.received);
    return std::optional<x12::Fault>();
  }
  base::Result<EarlierDocuments> documents = documents_before(*request, turn);
  if (!documents) return documents.error();
  Submission submission;
  submission.request = std::move(documents->request);
  submission.submitter = submitter_of(set.interchange);
  submission.message = precert::MessageId(turn.message);
  submission.received = turn.received;
  if (turn.mode == AnswerMode::apart) submission.known = &turn.known;
  base::Result<Reviewed> made =
      *elsewhere ? reviewed_elsewhere(submission, (*elsewhere)->determination, turn.services.store,
                                      turn.services.numbers, turn.knowledge, turn.exchange.cases)
                 : reviewed(submission, turn.services.store, turn.services.numbers, turn.knowledge,
                            turn.exchange.cases);
  if (!made) return made.error();
  mappers::write_review_response(group.out(), made->request, made->determination, number, turn.received);
  if (group.refused()) return std::optional(cannot_say());  // before anything is kept
  for (const precert::LineDetermination& line : made->determination.lines)
    turn.decided.push_back(line.action);
  if (made->determination.refused()) turn.rejected.push_back(Rejection::business);
  keep_attached(std::move(documents->attached), made->write.record.id, turn);
  const base::Result<void> told = announce_update(turn.exchange, *made, turn.received, turn.services);
  if (!told) return told.error();
  add_write(turn.exchange.cases, std::move(made->write));
  return std::optional<x12::Fault>();
}

}  // namespace gateway
