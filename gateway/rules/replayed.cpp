#include "gateway/rules/replayed.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "gateway/app/directory.hpp"
#include "gateway/app/knowledge.hpp"
#include "gateway/review/submit_review.hpp"
#include "gateway/rules/decision_text.hpp"
#include "mappers/model/model_json.hpp"
#include "precert/engine/attached.hpp"
#include "precert/engine/determine.hpp"
#include "precert/engine/on_top.hpp"
#include "precert/engine/repeats.hpp"

namespace gateway {
namespace {

constexpr std::size_t cases_max = 64;  // as many earlier ones as a determination looks at

/// "C17-k3f9xw2m7q" -> 17: cases are numbered in the order of opening.
long number_of(const precert::CaseId& id) {
  const std::string& text = id.text();
  long number = 0;
  if (text.size() > 1) std::from_chars(text.data() + 1, text.data() + text.size(), number);
  return number;
}

/// The newest version of a case that stood when `record` was decided; nullopt: it was opened later.
base::Result<std::optional<CaseRecord>> as_of(const precert::CaseId& id, const CaseRecord& record,
                                              Store& store) {
  base::Result<std::vector<CaseRecord>> versions = store.history(id);
  if (!versions) return versions.error();
  std::optional<CaseRecord> stood;
  for (CaseRecord& version : *versions) {
    const bool earlier = version.decided < record.decided ||
                         (version.decided == record.decided && number_of(id) < number_of(record.id));
    if (earlier) stood = std::move(version);
  }
  return stood;
}

base::Result<std::vector<precert::PriorCase>> history_as_of(const CaseRecord& record, Store& store) {
  const base::Result<std::vector<CaseRecord>> cases = store.cases_of(record.member, cases_max);
  if (!cases) return cases.error();
  std::vector<precert::PriorCase> history;
  for (const CaseRecord& one : *cases) {
    if (one.id == record.id) continue;
    base::Result<std::optional<CaseRecord>> stood = as_of(one.id, record, store);
    if (!stood) return stood.error();
    if (!*stood) continue;
    base::Result<precert::PriorCase> prior = prior_from(**stood);
    if (!prior) return prior.error();
    if (precert::is_repeat(prior->determination)) continue;  // its original was looked at
    history.push_back(std::move(*prior));
  }
  return history;
}

/// The case that this version continued: its own earlier version, or for a refused update and an extension the
/// one it names.
base::Result<std::optional<precert::PriorCase>> previous_of(const CaseRecord& record,
                                                            const precert::PriorCase& decided, Store& store) {
  std::optional<CaseRecord> before;
  if (record.version > 1) {
    const base::Result<std::vector<CaseRecord>> versions = store.history(record.id);
    if (!versions) return versions.error();
    for (const CaseRecord& one : *versions) {
      if (one.version == record.version - 1) before = one;
    }
  } else if (decided.determination.refused() ||
             precert::is_on_top(decided.request.event.certification)) {
    Submission submission;
    submission.request = decided.request;
    submission.submitter = record.submitter;
    const base::Result<std::optional<precert::PriorCase>> named = continued_case(submission, store);
    if (!named) return named.error();
    if (*named) {
      base::Result<std::optional<CaseRecord>> stood = as_of((*named)->id, record, store);
      if (!stood) return stood.error();
      before = std::move(*stood);
    }
  }
  if (!before) return std::optional<precert::PriorCase>();
  base::Result<precert::PriorCase> prior = prior_from(*before);
  if (!prior) return prior.error();
  return std::optional<precert::PriorCase>(std::move(*prior));
}

bool names_an_earlier_one(const precert::PriorCase& decided) {
  const precert::ReviewRequest& request = decided.request;
  const auto& refusals = decided.determination.refusals;
  return !request.event.previous_certification.empty() || !request.event.previous_reference.empty() ||
         request.purpose == precert::Purpose::cancellation ||
         request.event.certification != precert::CertificationType::initial ||
         std::any_of(refusals.begin(), refusals.end(), [](const auto& one) { return one.code == "AA"; });
}

std::vector<std::string> differences_of(const precert::Determination& then,
                                        const precert::Determination& now) {
  std::vector<std::string> found;
  const std::string refused_then = refusal_text(then), refused_now = refusal_text(now);
  if (refused_then != refused_now) {
    found.push_back("request: " + (refused_then.empty() ? "taken" : refused_then) + " -> " +
                    (refused_now.empty() ? "taken" : refused_now));
  }
  for (const precert::LineDetermination& line : then.lines) {
    const precert::LineDetermination* again = now.line(line.sequence);
    const std::string before = decision_text(line);
    const std::string after = again == nullptr ? "no decision" : decision_text(*again);
    if (before != after)
      found.push_back("line " + std::to_string(line.sequence) + ": " + before + " -> " + after);
  }
  if (found.empty())
    found.emplace_back("the decisions are the same; words, steps or dates around them differ");
  return found;
}

/// What the rulebook makes of the request: as a message that asks, or as one that had papers sent to it.
std::string made_again(const CaseRecord& record, const precert::PriorCase& decided, precert::Facts facts,
                       const precert::Rulebook& rulebook, precert::Determination& again) {
  facts.naming = naming_wanted_of(record.submitter);
  again = precert::determine(decided.request, rulebook, facts);
  std::string text = mappers::to_json(again);
  if (text == record.determination || !facts.previous) return text;
  const precert::PriorCase earlier = *facts.previous;
  precert::Determination with_papers =
      precert::redetermined(earlier, decided.request, rulebook, std::move(facts));
  std::string other = mappers::to_json(with_papers);
  if (other != record.determination) return text;
  again = std::move(with_papers);
  return other;
}

}  // namespace

base::Result<ReplayedDecision> replayed(const CaseRecord& record, Store& store, KeptRulebooks& rulebooks) {
  base::Result<precert::PriorCase> decided = prior_from(record);
  if (!decided) return decided.error();
  ReplayedDecision result;
  result.rulebook = decided->determination.rulebook;
  using Outcome = ReplayedDecision::Outcome;
  if (result.rulebook.starts_with("upstream:")) {
    result.outcome = Outcome::elsewhere;
    return result;
  }
  if (record.message.empty()) {
    result.outcome = Outcome::by_a_person;
    return result;
  }
  const base::Result<std::shared_ptr<const precert::Rulebook>> rulebook = rulebooks.of(result.rulebook);
  if (!rulebook) return rulebook.error();
  if (*rulebook == nullptr) {
    result.outcome = Outcome::rulebook_lost;
    return result;
  }
  const base::Result<std::optional<precert::MemberRecord>> member =
      store.member_as_of(record.member, decided->determination.decided);
  if (!member) return member.error();
  const base::Result<std::shared_ptr<const precert::Directory>> directory =
      directory_for(store, **rulebook);
  if (!directory) return directory.error();
  base::Result<std::vector<precert::PriorCase>> history = history_as_of(record, store);
  if (!history) return history.error();
  base::Result<std::optional<precert::PriorCase>> previous = previous_of(record, *decided, store);
  if (!previous) return previous.error();

  precert::Facts facts;
  facts.now = decided->determination.decided;
  facts.member = *member ? &**member : nullptr;
  facts.directory = directory->get();
  facts.history = std::move(*history);
  facts.previous = std::move(*previous);
  facts.previous_wanted = names_an_earlier_one(*decided) || facts.previous.has_value();
  facts.numbers = decided->determination.numbers;
  if (facts.previous)
    std::erase_if(facts.history, [&](const auto& one) { return one.id == facts.previous->id; });
  precert::Determination again;
  const std::string text = made_again(record, *decided, std::move(facts), **rulebook, again);
  result.outcome = text == record.determination ? Outcome::same : Outcome::different;
  if (result.outcome == Outcome::different)
    result.differences = differences_of(decided->determination, again);
  return result;
}

}  // namespace gateway
