// Rules that need the facts of the case: unlisted codes, clinical criteria, specialty and quantity.
#include <algorithm>
#include <iterator>

#include "precert/criteria/relevance.hpp"
#include "precert/engine/extended_base.hpp"
#include "precert/engine/line_rules.hpp"
#include "precert/engine/on_top.hpp"
#include "precert/engine/outcome.hpp"
#include "precert/engine/quantities.hpp"

namespace precert {
namespace {

using Span = QuantityLimit::Span;

/// What the request and the history say of the facts that the criterion asks for.
FactValues facts_of(const LineContext& context, const Criterion& criterion) {
  const EventContext& event = context.event;
  std::vector<EarlierService> earlier;
  if (criterion.asks_history) earlier = earlier_services_of(context);
  return fact_values_from(event.rulebook, event.request, context.event_alone ? nullptr : &context.line,
                          event.patient, event.facts.now, &criterion.expression, earlier);
}

const Criterion* criterion_of(const LineContext& context) {
  if (context.policy == nullptr || context.policy->criteria == no_index) return nullptr;
  return &context.rulebook().criteria[context.policy->criteria];
}

bool described(const LineContext& context) {
  if (!context.line.procedure.description.empty()) return true;
  const ReviewRequest& request = context.request();
  const auto here = [&](int service) { return service == 0 || service == context.line.sequence; };
  const bool noted = std::any_of(request.notes.begin(), request.notes.end(),
                                 [&](const Note& note) { return !note.text.empty() && here(note.service); });
  return noted || std::any_of(request.answers.begin(), request.answers.end(), [&](const Answer& answer) {
           return answer.question == "description" && here(answer.service);
         });
}

/// Every comparison as it came out, and where its fact was said.
void add_trace(const Criterion& criterion, const FactValues& values, const std::vector<Truth>& truths,
               LineDetermination& out) {
  for (std::size_t i = 0; i < truths.size(); ++i) {
    const Atom& atom = criterion.expression.atoms[i];
    const FactValue& value = values.values[atom.fact];
    constexpr std::string_view assumed = " (assumed: nobody said otherwise)";
    std::string detail;
    detail.reserve(atom.words.size() + std::max(assumed.size(), value.source.where.size() + 3));
    detail += atom.words;
    if (value.assumed) {
      detail += assumed;
    } else if (!value.source.where.empty()) {
      detail.append(" (").append(value.source.where).append(")");
    }
    step(out, criterion.id, truth_word(truths[i]), std::move(detail));
  }
}

/// What the three questions of a line with criteria came out as.
struct Findings {
  const Criterion* criterion = nullptr;
  FactValues values;
  Truth clinical = Truth::yes;
  std::vector<FactIndex> decisive{};  // what is missing for it, when that is unknown
  Truth specialty = Truth::yes;
  std::vector<LimitFinding> limits;
  bool by_reviewer = false;  // nothing in the policy can certify it without a person
  NetworkProof network = NetworkProof::none_needed;
};

/// An extension of one line stands in that line's place: should it wait, what it comes behind has to be known then.
void remember_base(const LineContext& context, LineDetermination& out) {
  const bool own_line = context.event.earlier_version() != nullptr && (context.certified_earlier() || context.base) &&
                        is_on_top(context.certification()) && !is_on_top(context.request().event.certification);
  const LineDetermination* const base = own_line ? context.extended() : nullptr;
  if (base == nullptr) return;
  const std::optional<Quantity> asked =
      context.certified_earlier() && context.earlier_line != nullptr ? context.earlier_line->quantity : std::nullopt;
  out.steps.push_back(step_of_base(*base, asked));
}

Findings findings_of(const LineContext& context, LineDetermination& out) {
  Findings found;
  found.specialty = specialty_of(context);
  if (found.specialty != Truth::yes || !context.policy->taxonomies.empty()) {
    step(out, "specialty", truth_word(found.specialty), context.policy->id);
  }
  remember_base(context, out);
  const bool proven = context.certification() == CertificationType::extension && context.extended() != nullptr;
  if (proven) {
    step(out, "extension", "true", "criteria were met when it was first certified");
  } else if (found.criterion = criterion_of(context); found.criterion != nullptr) {
    found.values = facts_of(context, *found.criterion);
    Assessment assessment = assessment_of(found.criterion->expression, found.values);
    found.clinical = assessment.truth;
    found.decisive = std::move(assessment.decisive);
    add_trace(*found.criterion, found.values, assessment.atoms, out);
    step(out, found.criterion->id, truth_word(found.clinical), found.criterion->citation());
  }
  found.limits = limit_findings_of(context);
  found.by_reviewer = !proven && found.criterion == nullptr && found.limits.empty();
  found.network = network_proof_of(context);
  return found;
}

Reason clinical_reason(const LineContext& context, const Findings& found, std::string_view code,
                       std::string words) {
  Reason reason = reason_of(
      context, code, found.criterion == nullptr ? context.policy->id : found.criterion->id, std::move(words));
  if (found.criterion != nullptr) {
    reason.criteria = found.criterion->citation();
    reason.evidence = evidence_of(found.criterion->expression, found.values);
  }
  return reason;
}

/// Exactly what could still change the outcome: facts of the criteria, the specialty, how much is asked for, and why
/// it has to be done by somebody whom the directory does not know.
std::vector<MissingInformation> missing_from(const LineContext& context, const Findings& found) {
  std::vector<MissingInformation> missing;
  if (found.clinical == Truth::unknown) {
    const base::Instant due = information_due(context);
    missing.reserve(found.decisive.size());
    for (const FactIndex fact : found.decisive) {
      missing.push_back(context.rulebook().missing(fact, due));
    }
  }
  if (found.specialty == Truth::unknown) {
    missing.push_back(missing_of(context, "performing-specialty",
                                 "Which specialty (taxonomy code) does the performing provider have?", "77",
                                 "11503-0"));
  }
  const auto unsaid = std::find_if(found.limits.begin(), found.limits.end(),
                                   [](const LimitFinding& limit) { return !limit.asked; });
  const bool asked_already = std::any_of(missing.begin(), missing.end(),
                                         [](const MissingInformation& one) { return one.fact == "units"; });
  if (unsaid != found.limits.end() && !asked_already) {
    missing.push_back(missing_of(context, "units",
                                 "How much is asked for? The limit is " + unsaid->limit->words + ".", "08",
                                 "11503-0"));
  }
  if (found.network == NetworkProof::missing) missing.push_back(network_exception_asked(context));
  return missing;
}

/// What the reason says of what is missing.
std::string missing_in_words(const std::vector<MissingInformation>& missing, const Findings& found) {
  const bool network_alone = missing.size() == 1 && found.network == NetworkProof::missing;
  return network_alone ? "Whoever does it is not known to be in the network."
                       : words_of_missing(missing.size());
}

std::string_view limit_reason(Span span) {
  switch (span) {
    case Span::request: return "04";  // more than may be authorized
    case Span::day:
    case Span::week:
    case Span::month: return "10";  // pattern of delivery
    case Span::year:
    case Span::lifetime: return "0L";  // beyond the plan's maximum
  }
  return "04";
}

/// The limit that leaves least among those that are exceeded.
const LimitFinding* tightest(const std::vector<LimitFinding>& limits) {
  const LimitFinding* tight = nullptr;
  for (const LimitFinding& one : limits) {
    if (one.exceeded() && (tight == nullptr || one.left < tight->left)) tight = &one;
  }
  return tight;
}

void certify_within(const LineContext& context, const Findings& found, LineDetermination& out) {
  for (const LimitFinding& limit : found.limits) {
    step(out, "quantity", limit.exceeded() ? "exceeded" : "within",
         limit.limit->words + ": asked " + limit.asked.value_or(base::Decimal()).text() + ", left " +
             limit.left.text());
  }
  const LimitFinding* over = tightest(found.limits);
  if (over != nullptr && over->left == base::Decimal()) {
    pend(context, out, "clinician",
         clinical_reason(context, found, limit_reason(over->limit->span),
                         "Nothing is left of the limit (" + over->limit->words + "): a clinician decides."));
    return;
  }
  certify(context, out);
  out.reasons.push_back(
      clinical_reason(context, found, "",
                      found.criterion == nullptr ? "Certified." : "Meets " + found.criterion->title + "."));
  if (over != nullptr) {
    reduce_to(context, *over, out);
    out.action = ReviewAction::modified;
    out.reasons.front().code = limit_reason(over->limit->span);
    out.reasons.front().words = "Certified up to the limit: " + over->limit->words + ".";
    out.rights = rights_of(context.rulebook().payer, context.event.today);
  }
  add_lower_cost(context, out);
}

constexpr std::string_view description_fact = "description";

/// What an unlisted service still needs before somebody looks at it. Its papers (the operative or imaging
/// report) always; what only words can say: a description, which says it all, or the open questions of its
/// form once that was begun (SC-18).
std::vector<MissingInformation> missing_of_unlisted(const LineContext& context) {
  std::vector<MissingInformation> questions, papers;
  bool begun = false;
  if (const Criterion* criterion = criterion_of(context); criterion != nullptr) {
    const FactValues values = facts_of(context, *criterion);
    begun = std::ranges::any_of(criterion->expression.atoms, [&](const Atom& atom) {
      return values.known(atom.fact) && !values.values[atom.fact].assumed;
    });
    for (const FactIndex fact : decisive_unknowns(criterion->expression, values)) {
      const bool paper = context.rulebook().facts[fact].type == FactType::document;
      (paper ? papers : questions).push_back(context.rulebook().missing(fact, information_due(context)));
    }
  }
  if (described(context)) return papers;
  if (!begun) {
    questions.clear();
    constexpr std::string_view question =
        "Describe the service, why no listed code fits, and the listed code that comes closest.";
    questions.push_back(missing_of(context, description_fact, question, "77", "11503-0"));
  }
  std::ranges::move(papers, std::back_inserter(questions));
  return questions;
}

std::string_view words_of_unlisted(const std::vector<MissingInformation>& missing) {
  const bool papers_alone = std::ranges::none_of(
      missing, [](const MissingInformation& one) { return one.fact == description_fact; });
  return papers_alone ? "An unlisted code needs what is asked for here."
                      : "An unlisted code needs a description of the service.";
}

constexpr int days_by_rule_max = 366;  // a year; a policy may give more by its validity

int longest_by_rule(const LineContext& context) {
  return std::max(days_by_rule_max, context.policy->validity_days);
}

/// More time than an authorization by rule may run: usually a year that was mistyped.
bool asks_for_too_long(const LineContext& context) {
  const std::optional<base::Period> asked = dates_asked(context.request(), context.line);
  return asked && asked->end && asked->end->days() - asked->start.days() >= longest_by_rule(context);
}

/// What the policy, else the payer, lets a rule certify where no limit says how much; 0 = any.
int most_by_rule(const LineContext& context) {
  if (!context.policy->limits.empty()) return 0;
  const int own = context.policy->by_rule_max;
  return own > 0 ? own : context.rulebook().payer.by_rule_max;
}

/// More care than a rule may certify: usually a slip of the keyboard.
bool asks_for_too_much(const LineContext& context) {
  const int most = most_by_rule(context);
  return most > 0 && most_counted(context.request(), context.line) > base::Decimal(most);
}

}  // namespace

bool decide_unlisted(const LineContext& context, LineDetermination& out) {
  if (context.match.code == nullptr || !context.match.code->unlisted) return false;
  std::vector<MissingInformation> missing = missing_of_unlisted(context);
  if (!missing.empty()) {
    const std::string_view words = words_of_unlisted(missing);
    step(out, "unlisted", "unknown", std::string(words));
    pend_for(context, out, std::move(missing), "unlisted", std::string(words));
    return true;
  }
  step(out, "unlisted", "pended", "described; looked at one by one");
  pend(context, out, "clinician",
       reason_of(context, "0V", "unlisted", "An unlisted service is looked at by a clinician."));
  return true;
}

bool decide_by_criteria(const LineContext& context, LineDetermination& out) {
  step(out, context.policy->id, "required", context.policy->where);
  const Findings found = findings_of(context, out);
  if (found.specialty == Truth::no) {
    pend(context, out, "clinician",
         reason_of(context, "0X", context.policy->id,
                   "The specialty of the performing provider is looked at by a clinician."));
    return true;
  }
  if (found.by_reviewer) {
    pend(context, out, "clinician",
         reason_of(context, "0V", context.policy->id,
                   "Every request for this service is looked at by a clinician."));
    return true;
  }
  if (found.clinical == Truth::no) {
    pend(
        context, out, "clinician",
        clinical_reason(context, found, "0V", "Criteria are not met by what was sent: a clinician decides."));
    return true;
  }
  std::vector<MissingInformation> missing = missing_from(context, found);
  if (!missing.empty()) {
    std::string words = missing_in_words(missing, found);
    const std::string_view rule = found.criterion == nullptr ? context.policy->id : found.criterion->id;
    pend_for(context, out, std::move(missing), rule, std::move(words));
    if (found.criterion != nullptr) {
      out.reasons.front().criteria = found.criterion->citation();
      out.reasons.front().evidence = evidence_of(found.criterion->expression, found.values);
    }
    return true;
  }
  if (found.network == NetworkProof::claimed) {
    pend_for_network_exception(context, out);
    return true;
  }
  if (asks_for_too_long(context)) {
    const std::string days = std::to_string(longest_by_rule(context)) + " days";
    step(out, "validity", "pended", "more than " + days);
    pend(context, out, "clinician",
         reason_of(context, "0V", "validity", "Care over more than " + days + " is looked at by a clinician."));
    return true;
  }
  if (asks_for_too_much(context)) {
    const std::string most = std::to_string(most_by_rule(context));
    step(out, "quantity", "pended", "more than " + most + " by rule");
    pend(context, out, "clinician",
         clinical_reason(context, found, "0V",
                         "More than " + most + " at once is looked at by a clinician."));
    return true;
  }
  certify_within(context, found, out);
  return true;
}

Truth place_dependent_criteria(const LineContext& context) {
  const Criterion* criterion = criterion_of(context);
  if (criterion == nullptr || !criterion->asks_place) return Truth::yes;
  return evaluate(criterion->expression, facts_of(context, *criterion));
}

}  // namespace precert
