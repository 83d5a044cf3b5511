// See eligibility_messages.hpp.
#include "mappers/x12/eligibility_messages.hpp"

#include <algorithm>

#include "mappers/x12/messages_out.hpp"
#include "precert/engine/coverage_answer.hpp"

namespace mappers {
namespace {

using precert::AuthorizationNeed;
using precert::CoverageItemAnswer;

constexpr std::size_t messages_max = 10;

/// A required authorization is explained by its policy: the reasons of a review that was not asked for ("2
/// facts are missing") mean nothing yet.
void add_why(const CoverageItemAnswer& answer, Messages& messages) {
  const bool reviewed = answer.authorization == AuthorizationNeed::required && !said_by(answer, "network");
  if (!reviewed) {
    for (const precert::Reason& reason : answer.reasons) messages.add(reason.words);
    return;
  }
  messages.add("Pre-authorization required.");
  messages.add(answer.policy.words);
}

void add_who_asks(const CoverageItemAnswer& answer, Messages& messages) {
  if (answer.rendering_requests)
    messages.add("The provider who does the service has to ask for the authorization.");
}

void add_needed(const CoverageItemAnswer& answer, Messages& messages) {
  for (std::size_t i = 0; i < answer.needed.size(); ++i) {
    const precert::MissingInformation& one = answer.needed[i];
    std::string text = (i == 0 ? "Send with the request - " : "- ") + one.question;
    if (!one.loinc.empty()) text += " (LOINC " + one.loinc + ")";
    messages.add(text);
  }
}

void add_times(const CoverageItemAnswer& answer, Messages& messages) {
  for (const precert::Timeframe& one : answer.turnaround) {
    messages.add("Decided, when " + one.category + ", by " + due_words(one.due, answer.time_zone) +
                 " if requested now (" + one.source + ").");
  }
  if (answer.validity_days > 0) {
    messages.add("An authorization is valid for " + std::to_string(answer.validity_days) + " days.");
  }
}

/// Without the colons that X12 would lose: "plan promise: 2 days" and "https://a.example".
std::string without_colons(std::string_view sentence) {
  std::string text(sentence);
  for (const auto& [from, to] : {std::pair<std::string_view, std::string_view>("https://", ""),
                                 std::pair<std::string_view, std::string_view>("http://", ""),
                                 std::pair<std::string_view, std::string_view>(": ", ", ")}) {
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
      text.replace(at, from.size(), to);
    }
  }
  return text;
}

void add_rules(const CoverageItemAnswer& answer, Messages& messages) {
  if (answer.criteria) {
    const precert::CriteriaReference& criteria = *answer.criteria;
    messages.add("Criteria " + criteria.id + " - " + criteria.owner + ", " + criteria.title + ", " +
                 criteria.edition + (criteria.link.empty() ? "" : ", " + without_scheme(criteria.link)) +
                 ".");
  }
  const bool dated = answer.policy.list_date != base::Date{};
  const std::string list = dated ? "list of " + base::iso(answer.policy.list_date) + "." : std::string();
  if (answer.policy.id.empty()) {
    if (dated) messages.add("By the " + list);
  } else {
    messages.add("Rule " + answer.policy.id + (dated ? " of the " + list : "."));
  }
}

void add_held(const CoverageItemAnswer& answer, Messages& messages) {
  for (const precert::HeldAuthorization& held : answer.held) {
    std::string text = "Authorization " + held.number + " is on file";
    if (held.validity && held.validity->end) text += " until " + base::iso(*held.validity->end);
    if (!held.covers()) text += ", but not for what is asked about - " + held.differs;
    messages.add(text + ".");
  }
}

}  // namespace

void Messages::add(std::string_view sentence) {
  if (sentence.empty()) return;
  const std::string text = without_colons(sentence);
  const std::string_view kept = std::string_view(text).substr(0, message_length_max);
  if (!all_.empty() && all_.back().size() + 1 + kept.size() <= message_length_max) {
    all_.back() += " ";
    all_.back() += kept;
  } else if (all_.size() < messages_max) {
    all_.emplace_back(kept);
  }
}

void add_item_messages(const CoverageItemAnswer& answer, Messages& messages) {
  add_why(answer, messages);
  messages.add(precert::summary_of_parts(answer));
  add_who_asks(answer, messages);
  add_held(answer, messages);
  add_needed(answer, messages);
  add_times(answer, messages);
  add_rules(answer, messages);
  if (answer.network == precert::NetworkStatus::out) messages.add(answer.network_words + ".");
}

bool said_by(const CoverageItemAnswer& answer, std::string_view rule) {
  return std::any_of(answer.reasons.begin(), answer.reasons.end(),
                     [&](const precert::Reason& reason) { return reason.rule == rule; });
}

std::string without_scheme(std::string_view url) {
  const std::size_t scheme = url.find("://");
  return std::string(scheme == std::string_view::npos ? url : url.substr(scheme + 3));
}

}  // namespace mappers
