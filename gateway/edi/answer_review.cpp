// 278 request (005010X217): review, with the documents that came before it.
#include <algorithm>

#include "gateway/edi/attachments.hpp"
#include "gateway/edi/conversations.hpp"
#include "gateway/review/announce.hpp"
#include "gateway/review/submit_review.hpp"
#include "mappers/x12/review_request.hpp"
#include "mappers/x12/review_response.hpp"

namespace gateway {

base::Result<std::optional<x12::Fault>> answer_review(const CheckedSet& set, MessageTurn& turn,
                                                      AnswerGroup& group) {
  base::Result<precert::ReviewRequest> request =
      mappers::review_request_from(set.tree, set.interchange, set.group);
  if (!request) return std::optional(cannot_keep(request.error(), set.set));
  const std::string number = group.next_set();
  if (turn.skipping) return std::optional<x12::Fault>();

  base::Result<EarlierDocuments> documents = documents_before(*request, turn);
  if (!documents) return documents.error();
  Submission submission;
  submission.request = std::move(documents->request);
  submission.submitter = submitter_of(set.interchange);
  submission.message = precert::MessageId(turn.message);
  submission.received = turn.received;
  base::Result<Reviewed> made =
      reviewed(submission, turn.services.store, turn.services.numbers, turn.knowledge, turn.exchange.cases);
  if (!made) return made.error();
  mappers::write_review_response(group.out(), made->request, made->determination, number, turn.received);
  for (const precert::LineDetermination& line : made->determination.lines)
    turn.decided.push_back(line.action);
  if (made->determination.refused()) turn.services.metrics.rejection(Rejection::business);
  keep_attached(std::move(documents->attached), made->write.record.id, turn);
  const base::Result<void> told = announce_update(turn.exchange, *made, turn.received, turn.services);
  if (!told) return told.error();
  add_write(turn.exchange.cases, std::move(made->write));
  return std::optional<x12::Fault>();
}

}  // namespace gateway
