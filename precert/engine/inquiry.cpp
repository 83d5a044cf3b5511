// Which reviews answer an inquiry, and for whom.
#include "precert/engine/inquiry.hpp"

#include <algorithm>

#include "precert/engine/inquiry_access.hpp"
#include "precert/engine/inquiry_keys.hpp"
#include "precert/engine/names.hpp"
#include "precert/engine/on_top.hpp"
#include "precert/engine/parties.hpp"
#include "precert/engine/patients.hpp"
#include "precert/rulebook/tables.hpp"

namespace precert {
namespace {

bool says_number(const PatientEvent& event) {
  return !event.previous_certification.empty() || !event.previous_reference.empty();
}
bool says_number(const ServiceLine& line) {
  return !line.previous_certification.empty() || !line.previous_reference.empty();
}

/// True when no part of the inquiry is a search by other keys than numbers.
bool by_numbers_alone(const ReviewRequest& example) {
  if (says_number(example.event)) return true;
  return !example.services.empty() && std::all_of(example.services.begin(), example.services.end(),
                                                  [](const ServiceLine& line) { return says_number(line); });
}

bool says_any_number(const ReviewRequest& example) {
  return says_number(example.event) || std::any_of(example.services.begin(), example.services.end(),
                                                   [](const ServiceLine& line) { return says_number(line); });
}

bool says_patient(const ReviewRequest& example) {
  const auto said = [](const Person& person) {
    return !person.identifiers.empty() || !person.name.family.empty() || person.birth_date.has_value();
  };
  return said(example.subscriber) || (example.dependent && said(*example.dependent));
}

// ---- the patient

bool same_name(const PersonName& a, const PersonName& b) {
  if (!a.family.empty() && !b.family.empty() && normalised_family(a.family) != normalised_family(b.family))
    return false;
  return a.given.empty() || b.given.empty() || given_names_agree(a.given, b.given);
}

template <class T>
bool contradict(const std::optional<T>& a, const std::optional<T>& b) {
  return a && b && *a != *b;
}

/// Father and son may share name and member number, but no birth date.
bool same_person(const Person& a, const Person& b) {
  if (!a.birth_date || !b.birth_date) return false;
  return same_name(a.name, b.name) && !contradict(a.birth_date, b.birth_date) &&
         !contradict(a.birth_sequence, b.birth_sequence);
}

/// True when both numbers are of one family; the same number always is.
bool same_family(const std::string& a, const std::string& b, const MemberRecord* member) {
  if (a.empty() || b.empty()) return false;
  if (a == b) return true;
  const auto in_family = [&](const std::string& number) {
    return number == member->id.text() ||
           std::any_of(member->dependents.begin(), member->dependents.end(),
                       [&](const DependentRecord& one) { return one.id.text() == number; });
  };
  return member != nullptr && in_family(a) && in_family(b);
}

/// Is the case about the patient the inquiry means? `by_number`: then the subscriber's number is enough where
/// no dependent is named, and without any patient the number alone has to do.
bool same_patient(const ReviewRequest& asked, const ReviewRequest& held, const MemberRecord* member,
                  bool by_number) {
  if (by_number && !says_patient(asked)) return true;
  const std::string number = asked.subscriber.member_id();
  const bool named_only = number.empty();
  if (named_only && !by_number) return false;
  if (!named_only && !same_family(number, held.subscriber.member_id(), member)) return false;
  if (!named_only && !asked.dependent) {
    const bool same_number = number == held.subscriber.member_id();
    if (same_number && (by_number || !held.dependent)) return true;
  }
  const bool alike = !named_only && asked.dependent.has_value() && held.dependent.has_value();
  if (alike && by_number)
    return same_name(asked.patient().name, held.patient().name) && may_be_same_patient(asked, held, member);
  if (alike) return same_dependent(asked, held, member);
  if (member != nullptr) {
    const DependentRecord* const one = dependent_on_file(asked, *member);
    const DependentRecord* const other = dependent_on_file(held, *member);
    if (one != nullptr && other != nullptr) return one == other;
  }
  return same_person(asked.patient(), held.patient());
}

// ---- what fits

bool bears(const InquiryCandidate& candidate, const std::string& number) {
  if (number.empty()) return false;
  const auto is = [&](const std::string& one) { return one == number; };
  if (std::any_of(candidate.numbers.begin(), candidate.numbers.end(), is)) return true;
  const ReviewRequest& request = candidate.found.request;
  if (bears_number(candidate.found.determination, number)) return true;
  if (is_on_top(request.event.certification)) return false;  // what it quotes is another case
  if (is(request.event.previous_certification) || is(request.event.previous_reference)) return true;
  return std::any_of(request.services.begin(), request.services.end(), [&](const ServiceLine& line) {
    return is(line.previous_certification) || is(line.previous_reference);
  });
}

template <class Level>
bool bears_number_of(const InquiryCandidate& candidate, const Level& level) {
  return bears(candidate, level.previous_certification) || bears(candidate, level.previous_reference);
}

/// Which lines of the case the inquiry's line describes; each line of the case is taken once.
void pair_lines(const Inquiry& inquiry, const ServiceLine& asked, const PriorCase& found,
                InquiryMatch& match) {
  for (const ServiceLine& line : lines_of(found.request)) {
    const bool taken = std::any_of(match.lines.begin(), match.lines.end(),
                                   [&](const auto& pair) { return pair.first == line.sequence; });
    if (!taken && line_fits(inquiry, asked, found, line))
      match.lines.emplace_back(line.sequence, asked.sequence);
  }
}

bool any_line_fits(const Inquiry& inquiry, const ServiceLine& asked, const PriorCase& found) {
  const auto lines = lines_of(found.request);
  return std::any_of(lines.begin(), lines.end(),
                     [&](const ServiceLine& line) { return line_fits(inquiry, asked, found, line); });
}

enum class Fit : std::uint8_t { none, by_keys, by_number };

/// How a case fits, whoever asks. A number decides alone at its level.
Fit fit_of(const Inquiry& inquiry, const InquiryCandidate& candidate) {
  const ReviewRequest& example = inquiry.example;
  const PriorCase& found = candidate.found;
  if (says_number(example.event)) {
    return bears_number_of(candidate, example.event) ? Fit::by_number : Fit::none;
  }
  const bool numbered = std::any_of(
      example.services.begin(), example.services.end(),
      [&](const ServiceLine& line) { return says_number(line) && bears_number_of(candidate, line); });
  if (numbered) return Fit::by_number;
  if (by_numbers_alone(example) || !event_fits(inquiry, found)) return Fit::none;
  const bool fits =
      example.services.empty() ||
      std::any_of(example.services.begin(), example.services.end(), [&](const ServiceLine& line) {
        return !says_number(line) && any_line_fits(inquiry, line, found);
      });
  return fits ? Fit::by_keys : Fit::none;
}

// ---- the answer

/// Faults of the parties, as for a request; what an inquiry may leave out is no fault.
std::vector<Refusal> party_refusals(const Inquiry& inquiry, const Rulebook& rulebook,
                                    const InquiryFacts& facts) {
  const ReviewRequest& example = inquiry.example;
  Facts known;
  known.now = facts.now;
  const auto assumed = facts.member == nullptr ? member_as_named(example, rulebook) : std::nullopt;
  known.member = assumed ? &*assumed : facts.member;
  std::vector<Refusal> refusals = party_findings_of(example, rulebook, known).refusals;
  const bool no_patient = !says_patient(example);
  const bool number_only = example.subscriber.name.family.empty() && !example.subscriber.birth_date;
  const bool no_number = example.subscriber.member_id().empty();
  std::erase_if(refusals, [&](const Refusal& one) {
    if (one.level == Level::dependent) return no_patient;
    if (one.level != Level::subscriber) return false;
    if (no_patient) return true;
    if (no_number && one.code == "72") return says_any_number(example);
    return number_only && (one.code == "73" || one.code == "58");
  });
  return refusals;
}

void add_match(const Inquiry& inquiry, const InquiryFacts& facts, std::size_t at, InquiryAnswer& answer) {
  InquiryMatch match{at, {}};
  for (const ServiceLine& line : inquiry.example.services)
    pair_lines(inquiry, line, facts.candidates[at].found, match);
  answer.matches.push_back(std::move(match));
}

/// Fills matches. A review that is not for this asker is as if it were not there. So is what is only advice:
/// X12 has no word for it, and profile-pas-inquiry-claim and its response fix `use` to preauthorization.
void find_matches(const Inquiry& inquiry, const InquiryFacts& facts, InquiryAnswer& answer) {
  for (std::size_t i = 0; i < facts.candidates.size(); ++i) {
    const InquiryCandidate& candidate = facts.candidates[i];
    if (candidate.found.determination.refused() || candidate.found.request.predetermination) continue;
    const Fit fit = fit_of(inquiry, candidate);
    const bool by_number = fit == Fit::by_number;
    if (fit == Fit::none || !same_patient(inquiry.example, candidate.found.request, facts.member, by_number))
      continue;
    if (!may_see(inquiry.example.requester, candidate)) continue;
    if (!by_number && is_sensitive(candidate.found, facts.sensitive_service_types) &&
        (candidate.carrier_is_only_named || !is_close(inquiry.example.requester, candidate))) {
      ++answer.withheld;
    } else {
      add_match(inquiry, facts, i, answer);
    }
  }
}

/// Why there is no answer.
Refusal nothing_found(const Inquiry& inquiry, const Rulebook& rulebook) {
  if (says_any_number(inquiry.example)) {
    return refusal_of(rulebook, Level::event, "AA", FollowUp::correct_and_resubmit,
                      "Check the number, the member and the requester.");
  }
  return refusal_of(rulebook, Level::event, "AA", FollowUp::do_not_resubmit,
                    "No review of this member fits what was asked.");
}

}  // namespace

InquiryKeys keys_of(const Inquiry& inquiry, const MemberRecord* member) {
  InquiryKeys keys;
  const auto add = [](auto& list, auto value) {
    if (!value.empty() && std::find(list.begin(), list.end(), value) == list.end())
      list.push_back(std::move(value));
  };
  const ReviewRequest& example = inquiry.example;
  add(keys.numbers, example.event.previous_certification);
  add(keys.numbers, example.event.previous_reference);
  for (const ServiceLine& line : example.services) {
    add(keys.numbers, line.previous_certification);
    add(keys.numbers, line.previous_reference);
  }
  if (by_numbers_alone(example)) return keys;
  const MemberId asked(example.subscriber.member_id());
  add(keys.members, asked);
  if (member == nullptr || (!example.dependent && asked == member->id)) return keys;
  add(keys.members, member->id);
  for (const DependentRecord& one : member->dependents) add(keys.members, one.id);
  return keys;
}

void add_candidate(std::vector<InquiryCandidate>& candidates, PriorCase found, std::string_view number) {
  const auto known = std::find_if(candidates.begin(), candidates.end(),
                                  [&](const InquiryCandidate& one) { return one.found.id == found.id; });
  InquiryCandidate& candidate =
      known == candidates.end() ? candidates.emplace_back(InquiryCandidate{std::move(found), {}, {}, false})
                                : *known;
  if (!number.empty()) candidate.numbers.emplace_back(number);
}

InquiryAnswer inquiry_answer(const Inquiry& inquiry, const Rulebook& rulebook, const InquiryFacts& facts) {
  InquiryAnswer answer;
  answer.umo_contact = rulebook.payer.contact;
  answer.refusals = party_refusals(inquiry, rulebook, facts);
  if (!says_patient(inquiry.example) && !says_any_number(inquiry.example)) {
    answer.refusals.push_back(refusal_of(rulebook, Level::event, "15", FollowUp::correct_and_resubmit,
                                         "Say whose review it is, or its number."));
  }
  if (!answer.refusals.empty()) return answer;
  find_matches(inquiry, facts, answer);
  std::stable_sort(answer.matches.begin(), answer.matches.end(), [&](const auto& a, const auto& b) {
    return facts.candidates[a.candidate].found.determination.decided >
           facts.candidates[b.candidate].found.determination.decided;
  });
  if (answer.matches.empty()) answer.refusals.push_back(nothing_found(inquiry, rulebook));
  return answer;
}

}  // namespace precert
