#include "mappers/fhir/crd_reason.hpp"

#include <algorithm>
#include <array>

#include "precert/calendar.hpp"

namespace mappers {
namespace {

using precert::AuthorizationNeed;
using precert::CoverageAnswer;
using precert::CoverageItemAnswer;

/// What the answer does without: whoever reads it is to know that it might be another (resp-51).
std::string unread_words(const std::vector<std::string>& unread) {
  constexpr std::size_t named_max = 5;
  std::string words;
  for (std::size_t i = 0; i < std::min(unread.size(), named_max); ++i) {
    words += (i == 0 ? "" : ", ") + unread[i];
  }
  if (unread.size() > named_max) words += " and others";
  return words + " could not be read: the answer does without.";
}

/// "First: …? …?", of those that are, or are not, about treatment that comes before the service.
std::string asked_words(std::string_view lead, const CoverageItemAnswer& item, bool earlier_treatment,
                        const precert::Rulebook& rulebook) {
  std::string words;
  for (const precert::MissingInformation& one : item.needed) {
    if (is_earlier_treatment(one, rulebook) == earlier_treatment) words += " " + one.question;
  }
  return words.empty() ? words : std::string(lead) + words;
}

/// What a request would have to say, and by when it is decided: for who sees no card (SC-17, SC-21, SC-24).
std::vector<std::string> request_words(const CoverageItemAnswer& item, const precert::Rulebook& rulebook) {
  std::vector<std::string> sentences;
  for (std::string& one : std::array{asked_words("To be tried before:", item, true, rulebook),
                                     asked_words("To be said in the request:", item, false, rulebook)}) {
    if (!one.empty()) sentences.push_back(std::move(one));
  }
  for (const precert::Timeframe& one : item.turnaround) {
    sentences.push_back("Decided, when " + one.category + ", by " +
                        precert::local_text(one.due, item.time_zone) + " if requested now (" + one.source +
                        ").");
  }
  return sentences;
}

}  // namespace

bool is_earlier_treatment(const precert::MissingInformation& missing, const precert::Rulebook& rulebook) {
  const precert::Index at = rulebook.fact(missing.fact);
  if (at == precert::no_index) return false;
  const std::vector<precert::FactOrigin>& origins = rulebook.facts[at].origins;
  const bool learned = std::any_of(origins.begin(), origins.end(), [](const precert::FactOrigin& one) {
    return one.kind == precert::FactOrigin::Kind::treatment;
  });
  constexpr std::array<std::string_view, 3> marks{"tried", "failed", "conservative"};
  return learned || std::any_of(marks.begin(), marks.end(), [&](std::string_view mark) {
           return missing.fact.find(mark) != std::string::npos;
         });
}

std::string crd_reason_words(const OrderQuestion& question, const CoverageAnswer& answer,
                             const CoverageItemAnswer& item, Finding finding,
                             const precert::Rulebook& rulebook) {
  const bool on_file = finding == Finding::satisfied || finding == Finding::held;
  std::string text = on_file                ? "The service is authorized already."
                     : item.reasons.empty() ? item.policy.words
                                            : item.reasons.front().words;
  if (text.empty()) text = "Answered by the rules of the plan.";
  const auto add = [&](const std::string& sentence) { text += " " + sentence; };
  if (item.rendering_requests && !item.is_held())
    add("The provider who does the service has to ask for the authorization.");
  if (finding == Finding::held) add("An authorization for this service is on file.");
  if (!item.held.empty() && !item.is_held() && item.authorization == AuthorizationNeed::required) {
    add("An authorization for this service is on file, but not for this order: " + item.held.front().differs +
        ".");
  }
  if (finding == Finding::required && item.criteria_met == true)
    add("The criteria are met by what is known.");
  if (!on_file && item.authorization == AuthorizationNeed::required) {
    for (const std::string& sentence : request_words(item, rulebook)) add(sentence);
  }
  if (!item.policy.id.empty()) add("Rule " + item.policy.id + ".");
  if (answer.member && !answer.member->plan.empty()) add("Plan " + answer.member->plan + ".");
  const bool matters = item.needs_authorization() || finding == Finding::not_required;
  if (matters && !question.unread.empty() && !on_file) add(unread_words(question.unread));
  if (finding == Finding::place_unread) add("Some places need no authorization.");
  const bool placed = question.place_named || question.place_unread || question.question.place;
  if (matters && !placed) add("No place of service was named.");
  return text;
}

}  // namespace mappers
