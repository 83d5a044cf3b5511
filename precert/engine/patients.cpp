#include "precert/engine/patients.hpp"

#include <algorithm>

#include "precert/engine/names.hpp"

namespace precert {
namespace {

bool same_family_name(const PersonName& a, const PersonName& b) {
  return a.family == b.family || normalised_family(a.family) == normalised_family(b.family);
}

bool same_given_name(const PersonName& a, const PersonName& b) {
  return normalised_given(a.given) == normalised_given(b.given);
}

template <class T>
bool differ(const std::optional<T>& a, const std::optional<T>& b) {
  return a && b && *a != *b;
}

bool born_apart(const Person& a, const Person& b) {
  return differ(a.birth_date, b.birth_date) || differ(a.birth_sequence, b.birth_sequence);
}

/// An initial is a name of every twin that has it.
bool named_in_full_alike(const Person& a, const Person& b) {
  return normalised_given(a.name.given).size() > 1 && same_given_name(a.name, b.name) &&
         same_family_name(a.name, b.name);
}

/// nullptr also when several would do.
const DependentRecord* dependent_named(const Person& said, const MemberRecord& member) {
  const std::vector<const DependentRecord*> called = dependents_called(said.name, member);
  if (!said.birth_date && called.size() > 1) return nullptr;
  const DependentRecord* const found = born_as_said(called, said);
  return found != nullptr && is_told_from_twins(*found, called, said) ? found : nullptr;
}

}  // namespace

std::vector<const DependentRecord*> dependents_called(const PersonName& said, const MemberRecord& member) {
  std::vector<const DependentRecord*> called;
  for (const DependentRecord& one : member.dependents) {
    if (same_family_name(said, one.name) && given_names_agree(said.given, one.name.given))
      called.push_back(&one);
  }
  return called;
}

const DependentRecord* born_as_said(const std::vector<const DependentRecord*>& called, const Person& said) {
  const DependentRecord* found = nullptr;
  for (const DependentRecord* one : called) {
    if (said.birth_date && one->birth_date != *said.birth_date) continue;
    if (said.birth_sequence && one->birth_sequence == said.birth_sequence) return one;
    const bool better =
        found != nullptr && same_given_name(one->name, said.name) && !same_given_name(found->name, said.name);
    if (found == nullptr || better) found = one;
  }
  return found;
}

bool is_told_from_twins(const DependentRecord& found, const std::vector<const DependentRecord*>& called,
                        const Person& said) {
  if (said.birth_sequence && found.birth_sequence == said.birth_sequence) return true;
  if (same_given_name(found.name, said.name)) return true;
  return std::ranges::none_of(called, [&](const DependentRecord* one) {
    return one->birth_date == found.birth_date && !same_given_name(one->name, found.name);
  });
}

const DependentRecord* dependent_numbered(const std::string& number, const MemberRecord& member) {
  if (number.empty() || number == member.id.text()) return nullptr;
  for (const DependentRecord& one : member.dependents) {
    if (one.id.text() == number) return &one;
  }
  return nullptr;
}

const DependentRecord* dependent_on_file(const ReviewRequest& request, const MemberRecord& member) {
  if (request.dependent) return dependent_named(*request.dependent, member);
  return dependent_numbered(request.subscriber.member_id(), member);
}

bool same_dependent(const ReviewRequest& a, const ReviewRequest& b, const MemberRecord* file) {
  if (!a.dependent || !b.dependent || born_apart(*a.dependent, *b.dependent)) return false;
  if (file != nullptr) {
    const DependentRecord* const one = dependent_on_file(a, *file);
    const DependentRecord* const other = dependent_on_file(b, *file);
    if (one != nullptr && other != nullptr) return one == other;
  }
  return named_in_full_alike(*a.dependent, *b.dependent);
}

bool may_be_same_patient(const ReviewRequest& now, const ReviewRequest& earlier, const MemberRecord* file) {
  if (!now.dependent) return true;
  const Person& said = *now.dependent;
  const Person& held = earlier.patient();
  if (born_apart(said, held)) return false;
  if (file != nullptr) {
    const DependentRecord* const one = dependent_on_file(now, *file);
    const DependentRecord* const other = dependent_on_file(earlier, *file);
    if (one != nullptr && other != nullptr) return one == other;
  }
  return given_names_agree(said.name.given, held.name.given);
}

bool means_another(const Person& said, const ReviewRequest& about, const MemberRecord& file) {
  if (said.name.given.empty() || same_given_name(said.name, about.patient().name)) return false;
  const auto is_said = [&](const PersonName& name, base::Date born) {
    return same_given_name(name, said.name) &&
           (said.name.family.empty() || same_family_name(name, said.name)) &&
           (!said.birth_date || *said.birth_date == born);
  };
  const DependentRecord* const patient = dependent_on_file(about, file);
  const bool is_unknown = about.dependent && patient == nullptr;
  if (is_unknown || (patient != nullptr && is_said(patient->name, patient->birth_date))) return false;
  const bool is_subscriber = is_said(file.name, file.birth_date);
  if (patient == nullptr && is_subscriber) return false;
  return is_subscriber || std::ranges::any_of(file.dependents, [&](const DependentRecord& one) {
           return is_said(one.name, one.birth_date);
         });
}

}  // namespace precert
