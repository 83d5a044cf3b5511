// 278 inquiry (005010X215): the reviews that fit, as they are now, for those who may see them.
#include "gateway/edi/conversations.hpp"
#include "gateway/review/find_reviews.hpp"
#include "mappers/x12/inquiry.hpp"

namespace gateway {

namespace {

/// What the answer shows, for the access log: in the same commit as the answer.
void note_inquiry(const FoundReviews& found, const CheckedSet& set, MessageTurn& turn) {
  LookUp one;
  one.at = turn.received;
  one.channel = LookUpChannel::x12;
  one.client = submitter_of(set.interchange);
  for (const precert::InquiryMatch& match : found.answer.matches) {
    const std::string& id = found.facts.candidates[match.candidate].found.id.text();
    one.what = {LookUpKind::review, id, id, LookUpOutcome::shown};
    turn.exchange.look_ups.push_back(one);
  }
  if (!found.answer.matches.empty()) return;
  one.what = {LookUpKind::search, "", "", LookUpOutcome::not_found};
  turn.exchange.look_ups.push_back(one);
}

}  // namespace

base::Result<std::optional<x12::Fault>> answer_inquiry(const CheckedSet& set, MessageTurn& turn,
                                                       AnswerGroup& group) {
  const base::Result<precert::Inquiry> inquiry = mappers::inquiry_from(set.tree, set.interchange, set.group);
  if (!inquiry) return std::optional(cannot_keep(inquiry.error(), set));
  const std::string number = group.next_set();
  if (turn.skipping) return std::optional<x12::Fault>();
  FoundReviews found;
  const base::Result<void> looked =
      find_reviews(found, *inquiry, turn.received, turn.services.store, turn.knowledge, turn.exchange.cases);
  if (!looked) return looked.error();
  note_inquiry(found, set, turn);
  if (!found.answer.refusals.empty()) turn.rejected.push_back(Rejection::business);
  mappers::write_inquiry_response(group.out(), *inquiry, found.answer, found.facts.candidates, number,
                                  turn.received);
  return std::optional<x12::Fault>();
}

}  // namespace gateway
