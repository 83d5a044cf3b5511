// The order of a coverage answer: parties as in determine(), the member on file, then item by item.
#include "precert/engine/coverage_answer.hpp"

#include "precert/engine/content_checks.hpp"
#include "precert/engine/coverage_parts.hpp"
#include "precert/engine/plan_contact.hpp"

namespace precert {
namespace {

ServiceLine line_of(const CoverageItem& item) {
  ServiceLine line;
  line.sequence = item.sequence;
  line.service_type = item.service_type;
  line.procedure = item.procedure;
  line.revenue_code = item.revenue_code;
  line.dates = item.dates;
  line.place = item.place;
  line.quantity = item.quantity;
  line.delivery = item.delivery;
  line.diagnosis_pointers = item.diagnosis_pointers;
  line.providers = item.providers;
  line.source = item.source;
  return line;
}

/// The item of a question that names none: the plan as a whole.
const CoverageItem& plan_item() {
  static const CoverageItem item = [] {
    CoverageItem made;
    made.sequence = 0;
    made.service_type = whole_plan;
    return made;
  }();
  return item;
}

/// Sums up an answer by service type: what its procedures need decides where no rule speaks of the type
/// itself.
void add_parts(const CoverageItem& item, const LineContext& context, CoverageItemAnswer& answer) {
  if (!item.by_type() || answer.benefit != Benefit::covered) return;
  if (item.of_whole_plan()) {
    answer.parts = parts_of_plan(context);
    answer.policy.id.clear();  // no single rule says it
    answer.policy.words.clear();
    answer.authorization =
        answer.parts.empty() ? AuthorizationNeed::not_required : AuthorizationNeed::conditional;
    return;
  }
  answer.parts = parts_of_category(context);
  const AuthorizationNeed need = common_need(answer.parts);
  if (context.policy == nullptr) {
    answer.authorization = need;
    if (!answer.needs_authorization()) return;
    const bool by_vendor = need == AuthorizationNeed::vendor_managed;
    answer.reviewer = by_vendor ? answer.parts.front().reviewer : std::optional(reviewer_of(context));
    answer.necessity = NecessityReview::before_service;
  } else if (need != AuthorizationNeed::unknown && need != answer.authorization) {
    answer.authorization =
        AuthorizationNeed::conditional;  // what holds of the type does not hold of all in it (SC-07)
  }
}

/// A sentence of its own where the words of the rule speak of a request that names a procedure.
void explain_type(const CoverageItem& item, const LineContext& context, CoverageItemAnswer& answer) {
  if (answer.benefit != Benefit::covered || !item.by_type()) return;
  const bool spoken = context.policy != nullptr && answer.authorization != AuthorizationNeed::conditional;
  if (spoken && !item.of_whole_plan()) return;
  std::string words;
  switch (answer.authorization) {
    case AuthorizationNeed::conditional:
      words = "Some services of this type need a pre-authorization: ask by procedure code.";
      break;
    case AuthorizationNeed::unknown:
      words = "No rule of the plan speaks of this service type as a whole: ask by procedure code.";
      break;
    case AuthorizationNeed::not_required: words = "No service of this type needs a pre-authorization."; break;
    case AuthorizationNeed::required:
    case AuthorizationNeed::vendor_managed:
      words = "Every service of this type needs a pre-authorization.";
      break;
  }
  answer.reasons = {Reason{{}, std::move(words), answer.policy.id, {}, {}}};
}

void answer_item(EventContext& event, const CoverageItem& item, const ServiceLine& asked,
                 CoverageAnswer& answer) {
  const LineContext context = line_context_of(event, asked, false);
  if (std::vector<Refusal> refusals = line_refusals_of(context); !refusals.empty()) {
    for (Refusal& refusal : refusals) answer.refusals.push_back(std::move(refusal));
    return;
  }
  CoverageItemAnswer one = item_answer_of(context);
  add_parts(item, context, one);
  explain_type(item, context, one);
  answer.items.push_back(std::move(one));
}

CoverageAnswer begun(const Rulebook& rulebook, const Facts& facts) {
  CoverageAnswer answer;
  answer.numbers = facts.numbers;
  answer.numbers.certification.clear();  // an answer certifies nothing
  answer.answered = facts.now;
  answer.payer_name = rulebook.payer.name;
  answer.payer_contact = rulebook.payer.contact;
  answer.intake = rulebook.payer.intake;
  answer.rulebook = version_of(rulebook);
  return answer;
}

}  // namespace

ReviewRequest review_request_of(const CoverageQuestion& question) {
  ReviewRequest request;
  request.reference = question.reference;
  request.reference_system = question.reference_system;
  request.submitted = question.submitted;
  request.transmission = question.transmission;
  request.umo = question.payer;
  request.requester = question.requester;
  request.subscriber = question.subscriber;
  request.dependent = question.dependent;
  request.insurance = question.insurance;
  request.event.category = question.category;
  request.event.dates = question.dates;
  request.event.level = question.level;
  request.event.place = question.place;
  request.event.diagnoses = question.diagnoses;
  request.event.providers = question.providers;
  request.event.source = question.source;
  request.documents = question.documents;
  request.answers = question.answers;
  if (question.items.empty()) request.services.push_back(line_of(plan_item()));
  for (const CoverageItem& item : question.items) request.services.push_back(line_of(item));
  return request;
}

std::string summary_of_parts(const CoverageItemAnswer& answer) {
  std::size_t needing = 0, excluded = 0, all = 0;
  for (const ServiceRequirement& part : answer.parts) {
    const bool covered = part.benefit == Benefit::covered;
    const bool needs = part.authorization == AuthorizationNeed::required ||
                       part.authorization == AuthorizationNeed::vendor_managed;
    all += part.procedures.size();
    if (!covered) excluded += part.procedures.size();
    if (covered && needs) needing += part.procedures.size();
  }
  if (all == 0) return {};
  std::string words = std::to_string(needing) + " of " + std::to_string(all) +
                      " services of this type need a pre-authorization";
  if (excluded > 0) words += ", " + std::to_string(excluded) + " are no benefit of the plan";
  return words + ".";
}

CoverageAnswer coverage_answer(const CoverageQuestion& question, const Rulebook& rulebook,
                               const Facts& facts) {
  CoverageAnswer answer = begun(rulebook, facts);
  const ReviewRequest asked = review_request_of(question);
  PartyFindings parties = party_findings_of(asked, rulebook, facts);
  answer.notes = std::move(parties.notes);
  answer.refusals = std::move(parties.refusals);
  if (!answer.refusals.empty()) return answer;

  EventContext event{
      asked, rulebook, facts, parties.patient, answer.numbers, rulebook.calendar.local_date(facts.now),
      {},    0};
  answer.refusals = event_refusals_of(event);
  if (!answer.refusals.empty()) return answer;

  const base::Date day = question.dates ? question.dates->start : event.today;
  answer.payer_contact = contact_of_member(rulebook, facts.member, day);
  answer.member = member_coverage_of(question, rulebook, *facts.member, parties.dependent, day);
  if (question.items.empty()) answer_item(event, plan_item(), asked.services.front(), answer);
  for (std::size_t i = 0; i < question.items.size(); ++i) {
    answer_item(event, question.items[i], asked.services[i], answer);
  }
  return answer;
}

}  // namespace precert
