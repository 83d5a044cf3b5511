// 270 eligibility inquiry: what is covered, and whether an authorization is required.
#include "gateway/edi/conversations.hpp"
#include "gateway/review/submit_review.hpp"
#include "mappers/x12/eligibility.hpp"
#include "precert/engine/coverage_answer.hpp"
#include "precert/rulebook/tables.hpp"

namespace gateway {
namespace {

base::Result<void> answer_one(const precert::CoverageQuestion& question, const std::string& number,
                              MessageTurn& turn, x12::Writer& out) {
  MemberFacts known;
  const base::Result<void> gathered =
      gather_facts(known, precert::MemberId(question.subscriber.member_id()), turn.received,
                   precert::CaseId(), turn.services.store, turn.knowledge, turn.exchange.cases);
  if (!gathered) return gathered;
  base::Result<precert::Numbers> numbers =
      answer_numbers(turn.services.numbers, "eligibility", turn.knowledge.rulebook->payer.reference_prefix);
  if (!numbers) return numbers.error();
  known.facts.numbers = std::move(*numbers);
  const precert::CoverageAnswer answer =
      precert::coverage_answer(question, *turn.knowledge.rulebook, known.facts);
  if (!answer.refusals.empty()) turn.services.metrics.rejection(Rejection::business);
  mappers::write_coverage_answer(out, question, answer, number, turn.received);
  return {};
}

}  // namespace

base::Result<std::optional<x12::Fault>> answer_coverage(const CheckedSet& set, MessageTurn& turn,
                                                        AnswerGroup& group) {
  const base::Result<std::vector<precert::CoverageQuestion>> questions =
      mappers::coverage_questions_from(set.tree, set.interchange, set.group);
  if (!questions) return std::optional(cannot_keep(questions.error(), set.set));
  for (const precert::CoverageQuestion& question : *questions) {
    const std::string number = group.next_set();
    if (turn.skipping) continue;
    const base::Result<void> answered = answer_one(question, number, turn, group.out());
    if (!answered) return answered.error();
  }
  return std::optional<x12::Fault>();
}

}  // namespace gateway
