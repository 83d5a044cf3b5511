// What somebody wants besides a decision by rule: an advisory answer, a person's look at what needs none, and
// the questions of a reviewer that are still open.
#include <algorithm>

#include "precert/engine/line_rules.hpp"
#include "precert/engine/outcome.hpp"
#include "precert/model/words.hpp"

namespace precert {
namespace {

constexpr std::string_view review_wanted_question = "review-wanted";  // X12: MSG Q:review-wanted=Y

/// The plan's rules, as if an authorization had been asked for.
LineDetermination advice_for(const LineContext& context) {
  LineDetermination advice;
  advice.sequence = context.line.sequence;
  for (const NamedRule& rule : line_rules()) {
    if (rule.of_plan && rule.decide(context, advice)) break;
  }
  return advice;
}

std::string plain(std::string_view text) {
  std::string words(text);
  std::replace(words.begin(), words.end(), '_', ' ');
  return words;
}

bool same_thing(const MissingInformation& a, const MissingInformation& b) {
  return !a.fact.empty() && a.fact == b.fact;
}

/// A document that was not there when it was asked for, and is the one that was asked for.
bool came(const LineContext& context, const MissingInformation& asked) {
  const auto& before = context.previous->request.documents;
  return std::ranges::any_of(context.request().documents, [&](const Document& one) {
    if (one.change == Change::cancelled || one.content_hash.empty()) return false;
    if (one.service != 0 && one.service != context.line.sequence) return false;
    if (!asked.control_number.empty() && one.control_number == asked.control_number) return true;
    if (std::ranges::find(before, one) != before.end()) return false;
    const bool of_type = !asked.report_type.empty() && one.report_type == asked.report_type;
    return of_type || (!asked.loinc.empty() && one.loinc == asked.loinc);
  });
}

bool answered(const LineContext& context, const MissingInformation& asked) {
  return std::ranges::any_of(context.request().answers, [&](const Answer& one) {
    if (one.service != 0 && one.service != context.line.sequence) return false;
    return (!asked.fact.empty() && one.question == asked.fact) ||
           (!asked.loinc.empty() && one.question == "loinc:" + asked.loinc);
  });
}

}  // namespace

bool wants_review(const ReviewRequest& request) {
  return request.review_wanted || std::ranges::any_of(request.answers, [](const Answer& one) {
           const bool* const yes = std::get_if<bool>(&one.value);
           return one.question == review_wanted_question && yes != nullptr && *yes;
         });
}

bool decide_predetermination(const LineContext& context, LineDetermination& out) {
  if (!context.request().predetermination) return false;
  LineDetermination advice = advice_for(context);
  std::ranges::move(advice.steps, std::back_inserter(out.steps));
  step(out, "predetermination", std::string(word(advice.action)), "advice of the rules, not a decision");
  std::string words = "By the rules of today: " + plain(word(advice.action)) + ".";
  if (!advice.reasons.empty()) words += " " + advice.reasons.front().words;
  Reason reason = reason_of(context, "0V", "predetermination", std::move(words));
  if (!advice.reasons.empty()) reason.criteria = advice.reasons.front().criteria;
  pend(context, out, queue_predetermination, std::move(reason));
  return true;
}

bool asked_by_reviewer(const MissingInformation& missing, const Numbers& numbers) {
  return !numbers.trace.empty() && missing.control_number.starts_with(numbers.trace + "-R");
}

void keep_reviewers_questions(const LineContext& context, LineDetermination& out) {
  if (context.event.earlier_version() == nullptr) return;
  const bool waited = context.earlier != nullptr && context.earlier->action == ReviewAction::pended &&
                      !context.previous->determination.closed_out;
  if (!waited || out.action != ReviewAction::pended || out.queue.empty()) return;
  const Numbers& numbers = context.previous->determination.numbers;
  std::size_t kept = 0, arrived = 0;
  for (const MissingInformation& asked : context.earlier->missing) {
    if (!asked_by_reviewer(asked, numbers)) continue;
    if (answered(context, asked) || came(context, asked)) {
      ++arrived;
      continue;
    }
    std::erase_if(out.missing, [&](const MissingInformation& one) { return same_thing(one, asked); });
    out.missing.push_back(asked);
    ++kept;
  }
  if (arrived > 0) step(out, "arrived", "true", std::to_string(arrived) + " of what a reviewer asked for");
  if (kept == 0) return;
  step(out, "reviewer", "still waits", std::to_string(kept) + " of what a reviewer asked for");
  out.queue = "intake";
  if (!out.reasons.empty()) {
    out.reasons.front().code = "0U";
    out.reasons.front().words = "What a reviewer asked for is still missing.";
  }
}

}  // namespace precert
