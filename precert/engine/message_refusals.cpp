// See message_refusals.hpp.
#include "precert/engine/message_refusals.hpp"

#include <algorithm>
#include <iterator>
#include <span>
#include <utility>

#include "precert/engine/content_checks.hpp"
#include "precert/engine/coverage_answer.hpp"
#include "precert/engine/inquiry.hpp"
#include "precert/engine/line_context.hpp"
#include "precert/engine/notification.hpp"
#include "precert/engine/parties.hpp"
#include "precert/engine/provider_checks.hpp"

namespace precert {
namespace {

/// Somebody whose file has a name and a birth date, and agrees with whatever is said.
MemberRecord member_presumed(const Person& subscriber, const std::optional<Person>& dependent) {
  constexpr base::Date some_day{1900, 1, 1};
  MemberRecord member;
  member.id = MemberId(subscriber.member_id());
  member.name = subscriber.name;
  if (member.name.family.empty()) member.name.family = "ON FILE";
  member.birth_date = subscriber.birth_date.value_or(some_day);
  member.gender = subscriber.gender;
  if (!dependent) return member;
  member.dependents.push_back(DependentRecord{MemberId(), dependent->name, dependent->birth_date.value_or(some_day),
                                              dependent->gender, dependent->relationship, dependent->birth_sequence});
  return member;
}

bool bears_member_number(const Person& subscriber) {
  return std::ranges::any_of(subscriber.identifiers, [](const Identifier& one) {
    return !one.value.empty() &&
           (one.kind == IdentifierKind::member_id || one.kind == IdentifierKind::unique_health_id);
  });
}

/// What the rules are given in place of the payer's files.
struct Presumed {
  MemberRecord member;
  Directory directory;
  Facts facts;

  Presumed(const Person& subscriber, const std::optional<Person>& dependent, base::Instant now)
      : member(member_presumed(subscriber, dependent)) {
    facts.now = now;
    facts.directory = &directory;
    if (bears_member_number(subscriber)) facts.member = &member;
  }
  Presumed(const Presumed&) = delete;
  Presumed& operator=(const Presumed&) = delete;
};

void append(std::vector<Refusal>& all, std::vector<Refusal> more) {
  all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

void append_of_lines(EventContext& event, std::vector<Refusal>& all) {
  const std::vector<ServiceLine> alone(event.request.services.empty() ? 1 : 0, event_as_line());
  const std::span<const ServiceLine> lines(alone.empty() ? event.request.services : alone);
  for (const ServiceLine& line : lines) {
    if (line.change == Change::cancelled) continue;
    const LineContext context = line_context_of(event, line, !alone.empty());
    append(all, line_refusals_of(context));
    append(all, naming_refusals_of(context));
  }
}

/// Nothing was searched: that a number is not on file is not known here.
void leave_out_searches(std::vector<Refusal>& all) {
  std::erase_if(all, [](const Refusal& one) { return one.code == "AA"; });
}

}  // namespace

std::vector<Refusal> message_refusals_of(const ReviewRequest& request, const Rulebook& rulebook, base::Instant now,
                                         PatientNaming naming) {
  Presumed presumed(request.subscriber, request.dependent, now);
  presumed.facts.previous.emplace();
  presumed.facts.naming = naming;
  PartyFindings parties = party_findings_of(request, rulebook, presumed.facts);
  std::vector<Refusal> all = std::move(parties.refusals);
  EventContext event{request, rulebook, presumed.facts, parties.patient, {}, rulebook.calendar.local_date(now), {}, 0};
  append(all, event_refusals_of(event));
  if (!cancels_everything(request)) append(all, naming_refusals_of(event));
  if (presumed.facts.member != nullptr && !cancels_everything(request)) append_of_lines(event, all);
  leave_out_searches(all);
  return all;
}

std::vector<Refusal> message_refusals_of(const Notification& notice, const Rulebook& rulebook, base::Instant now) {
  const Presumed presumed(notice.notice.subscriber, notice.notice.dependent, now);
  return receipt_of(notice, rulebook, presumed.facts).refusals;
}

std::vector<Refusal> message_refusals_of(const Inquiry& inquiry, const Rulebook& rulebook, base::Instant now) {
  const Presumed presumed(inquiry.example.subscriber, inquiry.example.dependent, now);
  InquiryFacts facts;
  facts.now = now;
  facts.member = presumed.facts.member;
  std::vector<Refusal> all = inquiry_answer(inquiry, rulebook, facts).refusals;
  leave_out_searches(all);
  return all;
}

std::vector<Refusal> message_refusals_of(const CoverageQuestion& question, const Rulebook& rulebook,
                                         base::Instant now) {
  Presumed presumed(question.subscriber, question.dependent, now);
  presumed.facts.member = &presumed.member;  // who is not numbered is found by name and birth date
  return coverage_answer(question, rulebook, presumed.facts).refusals;
}

}  // namespace precert
