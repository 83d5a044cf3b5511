#include "mappers/fhir/crd_assertion.hpp"

#include <algorithm>
#include <array>

#include "mappers/codes/fhir_systems.hpp"
#include "mappers/fhir/crd_reason.hpp"
#include "precert/engine/form.hpp"

namespace mappers {
namespace {

using precert::AuthorizationNeed;
using precert::Benefit;
using precert::CoverageAnswer;
using precert::CoverageItemAnswer;

/// What the rules can come to, in the codes of coverage-information. 2.0.1 has no word for some of them: the
/// writer of the extension knows which.
constexpr std::array<FindingCodes, 22> rows{{
    {Finding::not_required, "covered", "no-auth", "", "", false},
    {Finding::exempt, "covered", "no-auth", "", "", false},
    {Finding::gold_card, "covered", "no-auth", "gold-card", "", false},
    {Finding::claim_review, "covered", "no-auth", "", "", true},
    {Finding::required, "covered", "auth-needed", "", "", true},
    {Finding::site_requests, "covered", "performpa", "", "", false},
    {Finding::vendor_managed, "covered", "auth-needed", "", "", false},
    {Finding::by_telephone, "covered", "auth-needed", "auth-out-network", "", false},
    {Finding::satisfied, "covered", "satisfied", "", "", false},
    {Finding::held, "covered", "auth-needed", "", "", false},
    {Finding::unlisted, "conditional", "auth-needed", "", "detail-code", true},
    {Finding::place_unread, "covered", "conditional", "", "location", false},
    {Finding::network_decides, "conditional", "auth-needed", "", "performer", true},
    {Finding::excluded, "not-covered", "", "", "", false},
    {Finding::out_of_network, "not-covered", "", "", "", false},
    {Finding::not_active, "not-covered", "", "no-active-coverage", "", false},
    {Finding::no_coverage, "not-covered", "", "coverage-not-found", "", false},
    {Finding::no_member, "not-covered", "", "no-member-found", "", false},
    {Finding::too_coarse, "conditional", "conditional", "", "detail-code", false},
    {Finding::date_refused, "conditional", "conditional", "", "timeframe", false},
    {Finding::refused, "conditional", "conditional", "", "OTH", false},
    {Finding::technical, "indeterminate", "", "technical", "", false},
}};

/// Facts that exist only later than the order: they are information to come, no document to send now.
struct LaterFact {
  std::string_view fact, info_needed;
};
constexpr std::array<LaterFact, 2> later_facts{
    {{"performing-specialty", "performer"}, {"network-exception", "performer"}}};

std::string_view later(const precert::MissingInformation& missing) {
  for (const LaterFact& one : later_facts) {
    if (one.fact == missing.fact) return one.info_needed;
  }
  return {};
}

bool decided_by(const CoverageItemAnswer& answer, std::string_view rule) {
  return std::any_of(answer.reasons.begin(), answer.reasons.end(),
                     [rule](const precert::Reason& one) { return one.rule == rule; });
}

bool is_exempt(const CoverageItemAnswer& answer) {
  return std::any_of(answer.steps.begin(), answer.steps.end(),
                     [](const precert::Step& one) { return one.outcome == "exempt"; });
}

bool is_unlisted(const OrderQuestion& question, const CoverageItemAnswer& answer,
                 const precert::Rulebook& rulebook) {
  const precert::CoverageItem* item = question.question.item(answer.sequence);
  if (item == nullptr) return false;
  const precert::ServiceCode* code = rulebook.service(item->procedure.system, item->procedure.code);
  return code != nullptr && code->unlisted;
}

Finding not_covered_finding(const CoverageAnswer& answer, const CoverageItemAnswer& item) {
  if (decided_by(item, "network")) return Finding::out_of_network;
  return answer.member && answer.member->period ? Finding::not_active : Finding::no_coverage;
}

/// True when the policy asks for nothing at some places (SC-55).
bool exempts_by_place(const CoverageItemAnswer& item, const precert::Rulebook& rulebook) {
  return std::any_of(rulebook.policies.begin(), rulebook.policies.end(), [&](const precert::Policy& one) {
    return one.id == item.policy.id && (one.exempt_emergency || one.exempt_inpatient);
  });
}

Finding required_finding(const OrderQuestion& question, const CoverageAnswer& answer,
                         const CoverageItemAnswer& item, const AssertionContext& context) {
  if (item.is_held()) {
    const bool told = context.request.configuration.wants(CrdOption::unsolicited_determ);
    return told ? Finding::satisfied : Finding::held;
  }
  if (question.place_unread && exempts_by_place(item, context.rulebook)) return Finding::place_unread;
  if (decided_by(item, "network")) return Finding::by_telephone;
  if (is_unlisted(question, item, context.rulebook)) return Finding::unlisted;
  const bool inside_only =
      answer.member && !answer.member->out_of_network_covered && !item.in_network.empty();
  if (inside_only && !question.place_named) return Finding::network_decides;
  return item.rendering_requests ? Finding::site_requests : Finding::required;
}

Finding finding_of(const OrderQuestion& question, const CoverageAnswer& answer,
                   const CoverageItemAnswer& item, const AssertionContext& context) {
  switch (item.benefit) {
    case Benefit::excluded: return Finding::excluded;
    case Benefit::not_covered: return not_covered_finding(answer, item);
    case Benefit::covered:
    case Benefit::unknown: break;
  }
  switch (item.authorization) {
    case AuthorizationNeed::required: return required_finding(question, answer, item, context);
    case AuthorizationNeed::vendor_managed: return Finding::vendor_managed;
    case AuthorizationNeed::not_required: {
      if (item.gold_card) return Finding::gold_card;
      if (is_exempt(item)) return Finding::exempt;
      const bool later_review = item.necessity == precert::NecessityReview::after_service;
      return later_review ? Finding::claim_review : Finding::not_required;
    }
    case AuthorizationNeed::conditional:
    case AuthorizationNeed::unknown: break;
  }
  return Finding::too_coarse;
}

/// What a refusal comes to: X12 901 codes, as determination gives them.
Finding finding_of(const precert::Refusal& refusal) {
  using precert::Level;
  if (refusal.level == Level::subscriber || refusal.level == Level::dependent) return Finding::no_member;
  constexpr std::array<std::string_view, 4> of_dates{"56", "57", "60", "62"};
  if (std::find(of_dates.begin(), of_dates.end(), refusal.code) != of_dates.end())
    return Finding::date_refused;
  return refusal.code == "AG" ? Finding::too_coarse : Finding::refused;
}

/// The form of the edition that decides: the one the answer names as its criteria, else that of the day.
std::optional<precert::Form> deciding_form(const CoverageItemAnswer& item, const AssertionContext& context,
                                           base::Date day) {
  const precert::Rulebook& rulebook = context.rulebook;
  if (item.criteria && item.criteria->id == item.form) {
    for (precert::Index at = 0; at < rulebook.criteria.size(); ++at) {
      const precert::Criterion& one = rulebook.criteria[at];
      if (one.id == item.form && one.edition == item.criteria->edition)
        return precert::form_of(rulebook, at);
    }
  }
  const precert::Index of_the_day = rulebook.criterion_on(item.form, day);
  return of_the_day == precert::no_index ? precert::form_with(rulebook, item.form)
                                         : precert::form_of(rulebook, of_the_day);
}

void ask_for_documents(const CoverageItemAnswer& item, const AssertionContext& context,
                       CoverageInformation& made) {
  bool asked = false;
  for (const precert::MissingInformation& missing : item.needed) {
    const std::string_view info = later(missing);
    if (info.empty()) {
      asked = true;
    } else if (codes_of(made.finding).covered == "conditional" &&
               std::find(made.info_needed.begin(), made.info_needed.end(), info) == made.info_needed.end()) {
      made.info_needed.push_back(info);  // only where something is conditional (crd-ci-q3)
    }
  }
  if (made.finding == Finding::claim_review) {
    made.doc_needed.push_back("clinical");
    made.doc_purpose.push_back("withclaim");
    return;
  }
  if (!asked) return;
  made.doc_needed.push_back("clinical");
  made.doc_purpose.push_back("withpa");
  if (item.form.empty()) return;
  const auto form = deciding_form(item, context, made.date);
  std::string canonical = context.forms_url + item.form;
  if (form) canonical += "|" + form->version;
  made.questionnaires.push_back(std::move(canonical));
}

std::string_view unit_word(precert::Unit unit) {
  switch (unit) {
    case precert::Unit::unit: return "unit";
    case precert::Unit::day: return "day";
    case precert::Unit::hour: return "hour";
    case precert::Unit::month: return "month";
    case precert::Unit::visit: return "visit";
    case precert::Unit::minute: return "minute";
    case precert::Unit::international_unit: return "international unit";
  }
  return "unit";
}

void add_details(const CoverageItemAnswer& item, const AssertionContext& context, CoverageInformation& made) {
  const CrdConfiguration& configuration = context.request.configuration;
  if (configuration.wants(CrdOption::limits)) {
    for (const precert::CoverageLimit& limit : item.limits) {
      made.details.push_back(CrdDetail{
          "cat-limitation", "allowed-quantity", {}, limit.most, unit_word(limit.unit), limit.words});
    }
  }
  const std::string& link = item.criteria ? item.criteria->link : item.policy.list_url;
  if (item.needs_authorization() && configuration.wants(CrdOption::guideline) && !link.empty()) {
    made.details.push_back(CrdDetail{"cat-other", "policy-link", link, std::nullopt, {}, {}});
  }
}

std::optional<base::Date> last_day(const CoverageItemAnswer& item, Finding finding) {
  if (finding == Finding::satisfied) {
    return item.held.front().validity ? item.held.front().validity->end : std::nullopt;
  }
  return item.policy.effective ? item.policy.effective->end : std::nullopt;
}

bool same_but_for_codes(CoverageInformation one, const CoverageInformation& other) {
  const auto texts = [](const CoverageInformation& info) {
    std::string all;
    for (const CrdReason& reason : info.reasons) all += std::string(reason.code) + reason.text + '\n';
    for (const std::string& form : info.questionnaires) all += form + '\n';
    for (const std::string_view need : info.info_needed) all += std::string(need) + '\n';
    for (const CrdDetail& detail : info.details) all += detail.text + detail.qualification + '\n';
    return all;
  };
  return one.finding == other.finding && one.satisfied == other.satisfied && one.until == other.until &&
         one.doc_needed == other.doc_needed && texts(one) == texts(other);
}

/// What all repetitions of one answer share.
CoverageInformation begun(const OrderQuestion& question, const CoverageAnswer& answer,
                          const AssertionContext& context, Finding finding, std::string text) {
  CoverageInformation made;
  made.finding = finding;
  made.coverage = question.coverage;
  made.date = context.rulebook.calendar.local_date(answer.answered);
  made.assertion = answer.numbers.reference;
  const FindingCodes& codes = codes_of(finding);
  made.reasons.push_back(CrdReason{codes.reason, std::move(text)});
  if (!codes.info_needed.empty()) made.info_needed.push_back(codes.info_needed);
  return made;
}

void add_code(const OrderQuestion& question, int sequence, CoverageInformation& made) {
  const precert::CoverageItem* item = question.question.item(sequence);
  if (item != nullptr && !item->procedure.code.empty()) made.billing.push_back(item->procedure);
}

CoverageInformation assertion_of(const OrderQuestion& question, const CoverageAnswer& answer,
                                 const CoverageItemAnswer& item, const AssertionContext& context) {
  const Finding finding = finding_of(question, answer, item, context);
  CoverageInformation made =
      begun(question, answer, context, finding,
            crd_reason_words(question, answer, item, finding, context.rulebook));
  add_code(question, item.sequence, made);
  if (codes_of(finding).documents && context.request.hook->primary) ask_for_documents(item, context, made);
  add_details(item, context, made);
  if (finding == Finding::satisfied) made.satisfied = item.held.front().number;
  if (finding == Finding::vendor_managed || finding == Finding::by_telephone) made.contact = item.reviewer;
  made.until = last_day(item, finding);
  return made;
}

}  // namespace

const FindingCodes& codes_of(Finding finding) { return rows.at(static_cast<std::size_t>(finding)); }

std::vector<CoverageInformation> assertions_from(const OrderQuestion& question, const CoverageAnswer& answer,
                                                 const AssertionContext& context) {
  std::vector<CoverageInformation> all;
  const auto add = [&](CoverageInformation made) {
    for (CoverageInformation& earlier : all) {
      if (!same_but_for_codes(made, earlier)) continue;
      earlier.billing.insert(earlier.billing.end(), made.billing.begin(), made.billing.end());
      return;
    }
    all.push_back(std::move(made));
  };
  for (const CoverageItemAnswer& item : answer.items) add(assertion_of(question, answer, item, context));
  for (const precert::Refusal& refusal : answer.refusals) {
    CoverageInformation made = begun(question, answer, context, finding_of(refusal), refusal.words);
    if (refusal.level == precert::Level::service) add_code(question, refusal.index, made);
    add(std::move(made));
    if (answer.refused()) break;  // the first says it
  }
  if (all.empty())
    all.push_back(failed_assertion(question, answer.numbers.reference,
                                   context.rulebook.calendar.local_date(answer.answered)));
  return all;
}

CoverageInformation failed_assertion(const OrderQuestion& question, const std::string& reference,
                                     base::Date day) {
  CoverageInformation made;
  made.finding = Finding::technical;
  made.coverage = question.coverage;
  made.date = day;
  made.assertion = reference;
  made.reasons.push_back(CrdReason{codes_of(Finding::technical).reason,
                                   "The plan's rules could not be applied; ask again, or by telephone."});
  return made;
}

}  // namespace mappers
