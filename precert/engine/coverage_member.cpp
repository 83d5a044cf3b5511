// The member as the payer holds them, for a coverage answer.
#include <algorithm>

#include "precert/engine/coverage_parts.hpp"
#include "precert/rulebook/tables.hpp"

namespace precert {
namespace {

Person on_file(const PersonName& name, const MemberId& id, base::Date birth_date, Gender gender) {
  Person person;
  person.name = name;
  if (!id.text().empty()) person.identifiers.push_back({IdentifierKind::member_id, id.text(), {}});
  person.birth_date = birth_date;
  person.gender = gender;
  return person;
}

Person subscriber_on_file(const MemberRecord& member) {
  Person person = on_file(member.name, member.id, member.birth_date, member.gender);
  if (member.address != Address{}) person.address = member.address;
  return person;
}

Person dependent_on_file(const MemberRecord& member, const DependentRecord& dependent) {
  Person person = on_file(dependent.name, dependent.id, dependent.birth_date, dependent.gender);
  if (member.address != Address{}) person.address = member.address;
  person.relationship = dependent.relationship;
  person.birth_sequence = dependent.birth_sequence;
  return person;
}

bool same_letters(std::string_view a, std::string_view b) {
  const auto upper = [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return upper(x) == upper(y); });
}

/// What was sent is not what is on file, letters in any case; what was not sent corrects nothing.
bool differs(const Person& said, const Person& held) {
  const auto other = [](std::string_view sent, std::string_view file) {
    return !sent.empty() && !same_letters(sent, file);
  };
  const bool told = said.gender == Gender::female || said.gender == Gender::male;
  const bool kept = held.gender == Gender::female || held.gender == Gender::male;
  return other(said.name.family, held.name.family) || other(said.name.given, held.name.given) ||
         (told && kept && said.gender != held.gender);
}

/// The span of the day, else the last one before it, else the first after it; nullptr when there is none at
/// all.
const CoverageSpan* nearest_span(const MemberRecord& member, base::Date day) {
  if (const CoverageSpan* span = coverage_on(member, day); span != nullptr) return span;
  const CoverageSpan* before = nullptr;
  const CoverageSpan* after = nullptr;
  for (const CoverageSpan& span : member.coverage) {
    if (span.period.start > day) {
      if (after == nullptr || span.period.start < after->period.start) after = &span;
    } else if (before == nullptr || span.period.end > before->period.end) {
      before = &span;
    }
  }
  return before != nullptr ? before : after;
}

/// What people call the product; its id when the rulebook does not have it.
const std::string& plan_name(const Rulebook& rulebook, const std::string& product) {
  const Index at = rulebook.product(product);
  return at == no_index ? product : rulebook.products[at].name;
}

std::vector<OtherCoverage> others_of(const MemberRecord& member, const CoverageSpan* span,
                                     const Rulebook& rulebook, base::Date day) {
  std::vector<OtherCoverage> others;
  for (const CoverageSpan& one : member.coverage) {
    if (&one == span) continue;
    others.push_back(
        {one.product, plan_name(rulebook, one.product), one.group, one.period, one.period.contains(day)});
  }
  return others;
}

}  // namespace

MemberCoverage member_coverage_of(const CoverageQuestion& question, const Rulebook& rulebook,
                                  const MemberRecord& member, const DependentRecord* patient,
                                  base::Date day) {
  MemberCoverage coverage;
  coverage.day = day;
  coverage.subscriber = subscriber_on_file(member);
  if (patient != nullptr) coverage.dependent = dependent_on_file(member, *patient);
  coverage.corrected = differs(question.patient(), coverage.patient());
  coverage.active = coverage_on(member, day) != nullptr;
  const CoverageSpan* span = nearest_span(member, day);
  if (span == nullptr) return coverage;
  coverage.product = span->product;
  coverage.group = span->group;
  coverage.period = span->period;
  coverage.others = others_of(member, span, rulebook, day);
  coverage.plan = plan_name(rulebook, span->product);
  const Index at = rulebook.product(span->product);
  if (at == no_index) return coverage;
  coverage.lines_of_coverage = rulebook.products[at].lines_of_coverage;
  coverage.out_of_network_covered = rulebook.products[at].out_of_network_covered;
  coverage.out_of_network_words = rulebook.products[at].out_of_network_words;
  return coverage;
}

}  // namespace precert
