#include "mappers/fhir/eligibility_words.hpp"

#include <algorithm>

#include "precert/calendar.hpp"
#include "precert/engine/coverage_answer.hpp"
#include "precert/model/coverage_words.hpp"

namespace mappers {
namespace {

using precert::AuthorizationNeed;
using precert::Benefit;
using precert::CoverageItemAnswer;

/// Sentences one after the other, each ended by a full stop.
class Sentences {
 public:
  void add(std::string_view sentence) {
    if (sentence.empty()) return;
    if (!text_.empty()) text_ += ' ';
    text_ += sentence;
    if (text_.back() != '.' && text_.back() != '?' && text_.back() != ':') text_ += '.';
  }
  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

bool by_network(const CoverageItemAnswer& item) {
  return std::any_of(item.reasons.begin(), item.reasons.end(),
                     [](const precert::Reason& reason) { return reason.rule == "network"; });
}

/// The reasons of a review that was not asked for mean nothing yet: a required authorization is explained by
/// its policy.
void add_why(const CoverageItemAnswer& item, Sentences& text) {
  if (item.authorization == AuthorizationNeed::required && !by_network(item)) {
    text.add("Pre-authorization required");
    text.add(item.policy.words);
    return;
  }
  for (const precert::Reason& reason : item.reasons) text.add(reason.words);
}

void add_necessity(const CoverageItemAnswer& item, Sentences& text) {
  if (item.benefit != Benefit::covered) return;
  switch (item.necessity) {
    case precert::NecessityReview::none: return;
    case precert::NecessityReview::before_service:
      text.add("Medical necessity is reviewed before the service");
      return;
    case precert::NecessityReview::after_service:
      text.add("Medical necessity is reviewed after the service, with the claim");
      return;
  }
}

void add_who(const CoverageItemAnswer& item, Sentences& text) {
  if (item.authorization != AuthorizationNeed::vendor_managed || !item.reviewer) return;
  text.add("Managed by " + contact_words(*item.reviewer) + ": send the request there");
}

/// Facts that have to be told and papers that have to be sent, the prerequisites of earlier treatment among
/// them (SC-17, SC-21).
void add_needed(const CoverageItemAnswer& item, Sentences& text) {
  if (item.needed.empty()) return;
  std::string list = "Send with the request:";
  for (const precert::MissingInformation& one : item.needed) {
    list += ' ' + one.question;
    if (!one.loinc.empty()) list += " (LOINC " + one.loinc + ")";
    list += ';';
  }
  list.pop_back();
  text.add(list);
}

void add_times(const CoverageItemAnswer& item, Sentences& text) {
  for (const precert::Timeframe& one : item.turnaround) {
    text.add("Decided, when " + one.category + ", by " + precert::local_text(one.due, item.time_zone) +
             " if requested now (" + one.source + ")");
  }
  if (item.validity_days > 0) {
    text.add("An authorization is valid for " + std::to_string(item.validity_days) + " days");
  }
}

void add_held(const CoverageItemAnswer& item, Sentences& text) {
  if (item.is_held()) text.add("The service is authorized already");
  for (const precert::HeldAuthorization& held : item.held) {
    std::string words = "Authorization " + held.number + " is on file";
    if (held.validity && held.validity->end) words += " until " + base::iso(*held.validity->end);
    if (!held.covers()) words += ", but not for what is asked about: " + held.differs;
    text.add(words);
  }
}

void add_limits(const CoverageItemAnswer& item, Sentences& text) {
  for (const precert::CoverageLimit& limit : item.limits) {
    std::string words = "Limit: " + limit.words;
    if (!limit.rate) {
      words += ", " + limit.used.text() + " used, " + limit.remaining.text() + " left";
    }
    text.add(words);
  }
}

void add_rules(const CoverageItemAnswer& item, Sentences& text) {
  if (item.criteria) {
    const precert::CriteriaReference& criteria = *item.criteria;
    std::string words = "Criteria: " + criteria.id + ", by " + criteria.owner + ", " + criteria.title +
                        ", edition " + criteria.edition;
    if (!criteria.link.empty()) words += ", " + criteria.link;
    text.add(words);
    text.add(criteria.summary);
  }
  const bool dated = item.policy.list_date != base::Date{};
  std::string rule = item.policy.id.empty() ? std::string() : "Rule " + item.policy.id;
  if (dated)
    rule += (rule.empty() ? "By the list of " : " of the list of ") + base::iso(item.policy.list_date);
  text.add(rule);
}

std::string offers(std::string_view lead, const std::vector<precert::FacilityOffer>& facilities) {
  std::string list(lead);
  for (const precert::FacilityOffer& one : facilities) {
    list += ' ' + one.name + " (NPI " + one.npi + ", cost tier " + std::to_string(one.cost_tier) + ");";
  }
  list.pop_back();
  return list;
}

void add_places(const CoverageItemAnswer& item, Sentences& text) {
  if (item.network == precert::NetworkStatus::out) text.add(item.network_words);
  if (!item.lower_cost.empty()) text.add(offers("It costs less at:", item.lower_cost));
  if (!item.in_network.empty()) text.add(offers("In the network:", item.in_network));
}

/// What to do next, in the order in which it would be done.
void add_next_step(const CoverageItemAnswer& item, const precert::CoverageAnswer& answer, Sentences& text) {
  if (item.authorization == AuthorizationNeed::required) {
    text.add("Request it by FHIR Claim/$submit or X12 278 from " + answer.payer_name);
  }
  for (const precert::ContactPoint& point : answer.payer_contact.points) {
    if (point.kind != precert::ContactKind::phone) continue;
    text.add("Questions: " + point.value);
    break;
  }
  if (!answer.numbers.reference.empty()) {
    text.add("Reference " + answer.numbers.reference + " proves that this was checked");
  }
}

}  // namespace

std::string contact_words(const precert::Party& party) {
  std::string words = party.display();
  if (!party.contact) return words;
  for (const precert::ContactPoint& point : party.contact->points) {
    words += ", ";
    if (point.kind != precert::ContactKind::url) words.append(precert::word(point.kind)) += ' ';
    words += point.value;
  }
  return words;
}

std::string eligibility_words(const CoverageItemAnswer& item, const precert::CoverageAnswer& answer) {
  Sentences text;
  if (item.benefit == Benefit::excluded) text.add("Not a covered benefit");
  add_why(item, text);
  text.add(precert::summary_of_parts(item));
  if (item.rendering_requests) text.add("The provider who does the service has to ask for the authorization");
  add_who(item, text);
  add_necessity(item, text);
  add_held(item, text);
  add_needed(item, text);
  add_limits(item, text);
  add_times(item, text);
  add_rules(item, text);
  add_places(item, text);
  if (answer.member && !answer.member->plan.empty()) text.add("Plan: " + answer.member->plan);
  add_next_step(item, answer, text);
  return text.take();
}

std::string eligibility_words(const precert::ServiceRequirement& part) {
  Sentences text;
  text.add(part.title);
  switch (part.authorization) {
    case AuthorizationNeed::required: text.add("Pre-authorization required"); break;
    case AuthorizationNeed::not_required: text.add("No pre-authorization required"); break;
    case AuthorizationNeed::vendor_managed: text.add("Pre-authorization required, given by a vendor"); break;
    case AuthorizationNeed::conditional:
      text.add("Some services need a pre-authorization: ask by code");
      break;
    case AuthorizationNeed::unknown: break;
  }
  text.add(part.words);
  if (part.reviewer) text.add("Send the request to " + contact_words(*part.reviewer));
  return text.take();
}

}  // namespace mappers
