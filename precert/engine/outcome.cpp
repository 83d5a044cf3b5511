#include "precert/engine/outcome.hpp"

#include <algorithm>
#include <utility>

#include "precert/engine/plan_contact.hpp"
#include "precert/model/words.hpp"

namespace precert {

std::string words_of_missing(std::size_t count) {
  return count == 1 ? "One fact is missing." : std::to_string(count) + " facts are missing.";
}

void step(LineDetermination& out, std::string_view rule, std::string_view outcome, std::string detail) {
  Step& added = out.steps.emplace_back();
  added.rule = rule;
  added.outcome = outcome;
  added.detail = std::move(detail);
}

Reason reason_of(const LineContext& context, std::string_view code, std::string_view rule,
                 std::string words) {
  Reason reason;
  reason.code = code;
  reason.rule = rule;
  reason.words = words.empty() ? std::string(context.rulebook().reason_words(code)) : std::move(words);
  return reason;
}

std::string number_that_stays(const LineDetermination& line) {
  if (line.action != ReviewAction::pended) return {};
  const auto found = std::ranges::find(line.steps, step_stays_valid, &Step::rule);
  return found == line.steps.end() ? std::string() : found->outcome;
}

std::string with_what_stays(const LineDetermination& line, std::string words) {
  const std::string number = number_that_stays(line);
  if (number.empty()) return words;
  return words + " What was certified before under " + number + " stays valid until this is decided.";
}

std::string decided_by(const LineDetermination& line) {
  for (auto one = line.steps.rbegin(); one != line.steps.rend(); ++one) {
    if (one->rule != step_reviewer || !from_word<ReviewAction>(one->outcome)) continue;
    const std::size_t role_end = one->detail.find(' ');
    return role_end == std::string::npos ? std::string() : one->detail.substr(role_end + 1);
  }
  return {};
}

Rights rights_of(const Payer& payer, base::Date today) {
  return Rights{payer.appeal, today.plus_days(payer.appeal_days), payer.peer_to_peer};
}

std::string phone_of(const LineContext& context) {
  return phone_in(contact_of_product(context.rulebook(), context.product));
}

std::string with_reference(const LineContext& context, std::string words) {
  const std::string& reference = context.event.numbers.reference;
  if (!reference.empty()) words += " Reference number " + reference + ".";
  return words;
}

std::optional<Party> provider_of(const LineContext& context) {
  const Party* performer = nullptr;
  for (const Party& party : context.providers()) {
    if (is_place(party.role)) return party;
    if (performer == nullptr && performs(party.role)) performer = &party;
  }
  return performer == nullptr ? std::nullopt : std::optional<Party>(*performer);
}

base::Period validity_of(const LineContext& context) {
  const int days = context.policy == nullptr ? 90 : context.policy->validity_days;
  base::Date start = context.day;
  const std::optional<base::Period> asked = dates_asked(context.request(), context.line);
  const LineDetermination* const extended = context.extended();
  if (context.certification() == CertificationType::extension && extended != nullptr && !context.line.dates) {
    const std::optional<base::Period>& earlier = extended->validity;
    if (earlier && earlier->end) start = earlier->end->plus_days(1);
  }
  base::Date end = start.plus_days(days > 0 ? days - 1 : 0);
  if (asked && asked->end && *asked->end > end) end = *asked->end;
  return base::Period{start, end};
}

void certify(const LineContext& context, LineDetermination& out) {
  out.action = ReviewAction::certified;
  out.certification_number = context.event.numbers.certification;
  out.reference_number.clear();
  out.validity = validity_of(context);
  out.quantity = context.line.quantity;
  if (context.policy != nullptr && context.policy->second_opinion) out.second_opinion = true;
  out.delivery = context.line.delivery || !context.event_alone ? context.line.delivery
                                                               : context.request().event.delivery;
  out.provider = provider_of(context);
  out.queue.clear();
}

void settle(const LineContext& context, LineDetermination& out, ReviewAction action, Reason reason) {
  out.action = action;
  out.reference_number = context.event.numbers.reference;
  out.reasons.push_back(std::move(reason));
}

void refuse_administratively(const LineContext& context, LineDetermination& out, Reason reason) {
  settle(context, out, ReviewAction::not_certified, std::move(reason));
  out.rights = rights_of(context.rulebook().payer, context.event.today);
}

void pend(const LineContext& context, LineDetermination& out, std::string_view queue, Reason reason) {
  settle(context, out, ReviewAction::pended, std::move(reason));
  out.queue = queue;
}

base::Instant information_due(const LineContext& context) {
  const EventContext& event = context.event;
  return event.rulebook.calendar.end_of_day(event.today.plus_days(event.rulebook.payer.information_days));
}

MissingInformation missing_of(const LineContext& context, std::string_view fact, std::string_view question,
                              std::string_view report_type, std::string_view loinc) {
  const base::Instant due = information_due(context);
  if (const Index known = context.rulebook().fact(fact); known != no_index) {
    return context.rulebook().missing(known, due);
  }
  MissingInformation missing;
  missing.fact = fact;
  missing.question = question;
  missing.report_type = report_type;
  missing.loinc = loinc;
  missing.supplier = "ordering provider";
  missing.due = due;
  return missing;
}

namespace {

/// "TRACE-01"; in later versions of a case "TRACE-2-01", so that no number ever means two questions.
std::string next_control_number(EventContext& event) {
  const int number = ++event.asked;
  std::string control = event.numbers.trace;
  if (event.facts.previous && event.facts.previous->determination.numbers.trace == control) {
    control += "-" + std::to_string(event.facts.previous->version + 1);
  }
  control += number < 10 ? "-0" : "-";
  return control + std::to_string(number);
}

const MissingInformation* asked_earlier(const LineContext& context, const std::string& fact) {
  if (context.earlier == nullptr || context.event.earlier_version() == nullptr) return nullptr;
  for (const MissingInformation& one : context.earlier->missing) {
    if (one.fact == fact) return &one;
  }
  return nullptr;
}

}  // namespace

void pend_for(const LineContext& context, LineDetermination& out, std::vector<MissingInformation> missing,
              std::string_view rule, std::string words) {
  for (MissingInformation& one : missing) {
    if (const MissingInformation* earlier = asked_earlier(context, one.fact); earlier != nullptr) {
      one.control_number = earlier->control_number;
      one.due = std::min(one.due, earlier->due);
    } else {
      one.control_number = next_control_number(context.event);
    }
  }
  out.missing = std::move(missing);
  pend(context, out, "intake", reason_of(context, "0U", rule, std::move(words)));
}

}  // namespace precert
