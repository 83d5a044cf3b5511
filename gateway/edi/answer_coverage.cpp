// 270 eligibility inquiry: what is covered, and whether an authorization is required.
#include "gateway/edi/conversations.hpp"
#include "gateway/review/checks.hpp"
#include "gateway/review/identify_member.hpp"
#include "mappers/x12/eligibility.hpp"
#include "precert/engine/coverage_candidates.hpp"

namespace gateway {
namespace {

/// Where the endpoints of this gateway are listed (HRex): read over TLS, so it is told where clients reach us
/// so.
std::string discovery_of(const std::string& base_url) {
  return base_url.starts_with("https://") ? base_url + "/.well-known/davinci-configuration" : std::string();
}

base::Result<void> answer_one(const precert::CoverageQuestion& question, const std::string& sender,
                              const std::string& number, MessageTurn& turn, x12::Writer& out) {
  Asking asking;
  asking.channel = CheckChannel::x12;
  asking.message = precert::MessageId(turn.message);
  asking.sender = sender;
  asking.received = turn.received;
  base::Result<Checked> made = checked(question, asking, turn.services.store, turn.services.numbers,
                                       turn.knowledge, turn.exchange.cases, turn.exchange.checks);
  if (!made) return made.error();
  if (!made->answer.refusals.empty()) turn.rejected.push_back(Rejection::business);
  mappers::write_coverage_answer(out, question, made->answer, number, turn.received,
                                 discovery_of(turn.services.config.base_url));
  turn.exchange.checks.push_back(std::move(made->record));
  return {};
}

}  // namespace

base::Result<std::optional<x12::Fault>> answer_coverage(const CheckedSet& set, MessageTurn& turn,
                                                        AnswerGroup& group) {
  const base::Result<std::vector<precert::CoverageQuestion>> questions =
      mappers::coverage_questions_from(set.tree, set.interchange, set.group);
  if (!questions) return std::optional(cannot_keep(questions.error(), set));
  for (const precert::CoverageQuestion& asked : *questions) {
    const std::string number = group.next_set();
    if (turn.skipping) continue;
    precert::CoverageQuestion question = precert::with_candidates(asked, *turn.knowledge.rulebook);
    const base::Result<void> identified =
        identify_member(question.subscriber, question.dependent, turn.services.store);
    if (!identified) return identified.error();
    const base::Result<void> answered =
        answer_one(question, submitter_of(set.interchange), number, turn, group.out());
    if (!answered) return answered.error();
  }
  return std::optional<x12::Fault>();
}

}  // namespace gateway
