#include "gateway/dtr/wanted_forms.hpp"

#include <algorithm>
#include <array>

#include "gateway/dtr/issued_forms.hpp"
#include "gateway/fhir/client_rights.hpp"
#include "gateway/review/submit_review.hpp"
#include "mappers/model/coverage_json.hpp"
#include "precert/engine/coverage_answer.hpp"
#include "precert/engine/line_form.hpp"
#include "precert/engine/parties.hpp"
#include "precert/rulebook/tables.hpp"

namespace gateway {
namespace {

using base::Issue;
using base::IssueCode;
using precert::CoverageItemAnswer;
using precert::CoverageQuestion;
using Rules = std::shared_ptr<const precert::Rulebook>;

constexpr const char* coverage_place = "Parameters.parameter.where(name='coverage').resource";
constexpr const char* context_place = "Parameters.parameter.where(name='context').value";

Issue unknown_context() {
  return {IssueCode::not_found, context_place,
          "No answer and no pended request of this payer has this context: send the coverage-assertion-id "
          "that was "
          "given, or the trace number of the pended request."};
}

Issue told(std::string where, std::string words, base::Severity severity = base::Severity::information) {
  return {IssueCode::not_found, std::move(where), std::move(words), severity};
}

/// A member of the payer, or one that the payer takes on somebody's word.
struct KnownMember {
  MemberFacts gathered;
  std::optional<precert::MemberRecord> assumed;  // gathered.facts.member points here then
};

class Collector {
 public:
  Collector(const mappers::PackageRequest& asked, const HttpRequest& request, EditionLookup& editions,
            Services& services)
      : asked_(asked),
        request_(request),
        editions_(editions),
        services_(services),
        knowledge_(services.knowledge.current()) {}

  base::Result<WantedForms> collect() {
    for (const auto step : {&Collector::of_orders, &Collector::of_context, &Collector::of_canonicals}) {
      const base::Result<void> done = (this->*step)();
      if (!done) return done.error();
    }
    if (wanted_.forms.empty() && wanted_.messages.empty()) {
      wanted_.messages.add(told("Parameters", "No form is needed."));
    }
    return std::move(wanted_);
  }

 private:
  [[nodiscard]] const precert::Rulebook& rulebook() const { return *knowledge_.rulebook; }

  base::Result<void> gather(const precert::ReviewRequest& review, KnownMember& into) {
    const precert::MemberId member(review.subscriber.member_id());
    const base::Result<void> gathered = gather_facts(into.gathered, member, services_.clock.now(),
                                                     precert::CaseId(), services_.store, knowledge_);
    if (!gathered) return gathered;
    precert::Facts& facts = into.gathered.facts;
    if (facts.member != nullptr) return {};
    into.assumed = precert::member_as_named(review, rulebook());
    if (into.assumed) facts.member = &*into.assumed;
    return {};
  }

  /// Adds a form once; what is known of it is what was known first.
  void add(FoundForm found, precert::FactValues known, std::vector<std::string> orders) {
    const auto same = std::find_if(wanted_.forms.begin(), wanted_.forms.end(), [&](const WantedForm& one) {
      return one.found.form.id == found.form.id && one.found.form.version == found.form.version &&
             one.found.adaptive == found.adaptive;
    });
    if (same == wanted_.forms.end()) {
      wanted_.forms.push_back({std::move(found), std::move(known), std::move(orders)});
      return;
    }
    for (std::string& one : orders) {
      if (std::ranges::find(same->orders, one) == same->orders.end()) same->orders.push_back(std::move(one));
    }
  }

  // ---- Orders

  /// Who asks for a form need not say who they are, nor repeat what the payer has on file of the member.
  CoverageQuestion completed(const precert::MemberRecord* member) const {
    CoverageQuestion question = asked_.question;
    const std::vector<std::string>& ids = rulebook().payer.ids;
    if (question.payer.identifiers.empty() && !ids.empty()) {
      question.payer.identifiers.push_back({precert::IdentifierKind::payer_id, ids.front(), {}});
    }
    if (question.requester.identifiers.empty()) {
      question.requester.identifiers.push_back({precert::IdentifierKind::other, "not named", {}});
    }
    if (!asked_.has_patient && member != nullptr) {
      question.dependent.reset();
      question.subscriber.name = member->name;
      question.subscriber.birth_date = member->birth_date;
    }
    return question;
  }

  [[nodiscard]] bool of_another_payer() const {
    const std::vector<precert::Identifier>& ids = asked_.question.payer.identifiers;
    return !ids.empty() && std::ranges::none_of(ids, [&](const precert::Identifier& one) {
      return rulebook().is_payer(one.value);
    });
  }

  /// The coverage is looked at whatever else is asked for: a bad one is refused.
  base::Result<void> of_orders() {
    if (!asked_.has_coverage) return without_coverage();
    if (of_another_payer()) {
      return Issue{IssueCode::not_supported, coverage_place, "This Coverage is of another payer."};
    }
    KnownMember known;
    const base::Result<void> gathered = gather(precert::review_request_of(asked_.question), known);
    if (!gathered) return gathered;
    const precert::Facts& facts = known.gathered.facts;
    if (facts.member == nullptr) {
      return Issue{
          IssueCode::not_found, coverage_place,
          "No member of this payer has the number in this Coverage: check it against the member card."};
    }
    covered_ = facts.member->id;
    CoverageQuestion question = completed(facts.member);
    const base::Result<void> ours = leave_out_foreign(question.answers, &wanted_.messages, services_);
    if (!ours) return ours.error();
    const precert::CoverageAnswer answer = precert::coverage_answer(question, rulebook(), facts);
    if (answer.refused()) return refused(answer);
    if (question.items.empty()) return {};
    for (const precert::Refusal& one : answer.refusals) {
      wanted_.messages.add(told("Parameters", one.words, base::Severity::warning));
    }
    const precert::ReviewRequest review = precert::review_request_of(question);
    for (const CoverageItemAnswer& item : answer.items) add_item(review, item, facts);
    return {};
  }

  static base::Result<void> refused(const precert::CoverageAnswer& answer) {
    base::Issues issues;
    for (const precert::Refusal& one : answer.refusals) {
      issues.add(IssueCode::not_found, coverage_place, one.words);
    }
    return issues;
  }

  /// 2.0.1 lets orders come without their coverage: no plan, no policy, no form.
  base::Result<void> without_coverage() {
    if (!asked_.orders.empty() && asked_.questionnaires.empty()) {
      wanted_.messages.add(told("Parameters.parameter",
                                "What an order needs depends on the plan: send the Coverage.",
                                base::Severity::warning));
    }
    return {};
  }

  [[nodiscard]] std::vector<std::string> orders_of(int item) const {
    std::vector<std::string> orders;
    for (const mappers::PackageOrder& one : asked_.orders) {
      if (one.item == item && !one.reference.empty()) orders.push_back(one.reference);
    }
    return orders;
  }

  void add_item(const precert::ReviewRequest& review, const CoverageItemAnswer& item,
                const precert::Facts& facts) {
    const std::vector<std::string> orders = orders_of(item.sequence);
    std::optional<precert::LineForm> form;
    if (!item.form.empty()) form = form_of_item(review, item.sequence, facts, rulebook());
    if (form) {
      add({knowledge_.rulebook, std::move(form->form), false}, std::move(form->known), orders);
      return;
    }
    std::string words = "No form is needed";
    if (!orders.empty()) words += " for " + orders.front();
    const std::string& reason = item.reasons.empty() ? item.policy.words : item.reasons.front().words;
    wanted_.messages.add(told("Parameters", words + ". " + reason));
  }

  static std::optional<precert::LineForm> form_of_item(const precert::ReviewRequest& review, int sequence,
                                                       const precert::Facts& facts,
                                                       const precert::Rulebook& rules) {
    for (const precert::ServiceLine& line : review.services) {
      if (line.sequence == sequence) return precert::line_form_of(review, line, rules, facts);
    }
    return std::nullopt;
  }

  // ---- Context

  /// A draft is never filled with what is known of somebody else than the Coverage sent with the context names.
  [[nodiscard]] base::Result<void> check_covers(const KnownMember& known, const precert::ReviewRequest& review) const {
    if (covered_.empty()) return {};
    const precert::MemberRecord* const member = known.gathered.facts.member;
    const precert::MemberId asked =
        member != nullptr ? member->id : precert::MemberId(review.subscriber.member_id());
    if (asked == covered_) return {};
    return Issue{IssueCode::data_invalid, context_place,
                 "This context is about another member than the Coverage: send the Coverage of that member."};
  }

  base::Result<void> of_context() {
    if (asked_.context.empty()) return {};
    const base::Result<std::optional<CheckRecord>> check = services_.store.check_with(asked_.context);
    if (!check) return check.error();
    if (*check) return of_check(**check);
    const base::Result<std::vector<CaseRecord>> cases =
        cases_with({LookupKind::reference_number, asked_.context}, services_.store);
    if (!cases) return cases.error();
    for (const CaseRecord& record : *cases) {
      const base::Result<precert::PriorCase> found = prior_from(record);
      if (!found) return found.error();
      if (may_read(request_, found->request, services_)) return of_case(*found);
    }
    return unknown_context();
  }

  /// The forms that the answer named, by the rules of today, else by those that it was given by.
  base::Result<void> of_check(const CheckRecord& check) {
    const std::array<std::string, 1> asker{check.requester};
    if (!speaks_for_any(request_, asker, services_)) return unknown_context();
    base::Result<CoverageQuestion> question = mappers::coverage_question_from_json(check.question);
    if (!question) return question.error();
    const base::Result<precert::CoverageAnswer> answer = mappers::coverage_answer_from_json(check.answer);
    if (!answer) return answer.error();
    const precert::ReviewRequest review = precert::review_request_of(*question);
    KnownMember known;
    const base::Result<void> gathered = gather(review, known);
    if (!gathered) return gathered;
    const base::Result<void> covers = check_covers(known, review);
    if (!covers) return covers;
    std::vector<std::string> orders = all_orders();
    if (orders.empty() && check.resource.find('/') != std::string::npos) orders.push_back(check.resource);
    for (const CoverageItemAnswer& item : answer->items) {
      if (item.form.empty()) continue;
      const base::Result<void> added = add_checked(review, item, answer->rulebook, known, orders);
      if (!added) return added;
    }
    if (wanted_.forms.empty()) {
      wanted_.messages.add(
          told(context_place, "This answer asked for no form: nothing has to be documented."));
    }
    return {};
  }

  base::Result<void> add_checked(const precert::ReviewRequest& review, const CoverageItemAnswer& item,
                                 const std::string& version, const KnownMember& known,
                                 const std::vector<std::string>& orders) {
    Rules rules = knowledge_.rulebook;
    auto form = form_of_item(review, item.sequence, known.gathered.facts, *rules);
    if ((!form || form->form.id != item.form) && rules->version != version) {
      const base::Result<Rules> kept = editions_.rulebook(version, services_.store);
      if (!kept) return kept.error();
      if (*kept) rules = *kept;
      form = form_of_item(review, item.sequence, known.gathered.facts, *rules);
    }
    if (form) {
      add({rules, std::move(form->form), false}, std::move(form->known), orders);
    } else {
      wanted_.messages.add(
          told(context_place, "The form " + item.form + " is not used any more.", base::Severity::warning));
    }
    return {};
  }

  /// The forms of what a pended request lacks.
  base::Result<void> of_case(const precert::PriorCase& found) {
    KnownMember known;
    const base::Result<void> gathered = gather(found.request, known);
    if (!gathered) return gathered;
    const base::Result<void> covers = check_covers(known, found.request);
    if (!covers) return covers;
    bool asks = false;
    for (const precert::LineDetermination& line : found.determination.lines) {
      if (line.action != precert::ReviewAction::pended || line.missing.empty()) continue;
      asks = true;
      auto form = form_of_item(found.request, line.sequence, known.gathered.facts, rulebook());
      if (form) add({knowledge_.rulebook, std::move(form->form), false}, std::move(form->known), {});
    }
    if (wanted_.forms.empty()) {
      wanted_.messages.add(
          told(context_place, asks ? "What this request lacks are papers: no form asks for them."
                                   : "This request waits for no answers."));
    }
    return {};
  }

  // ---- Canonicals

  /// What orders and context say of a form that is named goes into its draft.
  base::Result<void> of_canonicals() {
    if (asked_.questionnaires.empty()) return {};
    const std::vector<WantedForm> needed = std::move(wanted_.forms);
    wanted_.forms.clear();
    wanted_.messages = {};
    for (const std::string& canonical : asked_.questionnaires) {
      base::Result<std::optional<FoundForm>> found = form_of(canonical, editions_, services_);
      if (!found) return found.error();
      if (!*found) {
        wanted_.messages.add(told("Parameters.parameter.where(name='questionnaire').value",
                                  "There is no form " + canonical + " here.", base::Severity::warning));
        continue;
      }
      const auto same = std::find_if(needed.begin(), needed.end(), [&](const WantedForm& one) {
        return one.found.form.id == (*found)->form.id && one.found.rulebook == (*found)->rulebook;
      });
      const bool known = same != needed.end();
      add(std::move(**found), known ? same->known : precert::FactValues{},
          known ? same->orders : all_orders());
    }
    return {};
  }

  [[nodiscard]] std::vector<std::string> all_orders() const {
    std::vector<std::string> orders;
    for (const mappers::PackageOrder& one : asked_.orders) {
      if (!one.reference.empty()) orders.push_back(one.reference);
    }
    return orders;
  }

  const mappers::PackageRequest& asked_;
  const HttpRequest& request_;
  EditionLookup& editions_;
  Services& services_;
  Snapshot knowledge_;
  precert::MemberId covered_;  // whom the Coverage names; empty = none was sent
  WantedForms wanted_;
};

}  // namespace

base::Result<WantedForms> wanted_forms(const mappers::PackageRequest& asked, const HttpRequest& request,
                                       EditionLookup& editions, Services& services) {
  return Collector(asked, request, editions, services).collect();
}

}  // namespace gateway
