#include "gateway/review/identify_member.hpp"

#include <utility>
#include <vector>

#include "precert/engine/names.hpp"

namespace gateway {
namespace {

constexpr std::size_t namesakes_max = 100;

/// A person of the store: a dependent of the member, or the member (dependent = nullptr).
struct Namesake {
  const precert::MemberRecord* member;
  const precert::DependentRecord* dependent;
};

bool is_called(const precert::Person& said, const precert::PersonName& name, base::Date birth_date) {
  return said.birth_date == birth_date &&
         precert::normalised_family(said.name.family) == precert::normalised_family(name.family) &&
         precert::given_names_agree(said.name.given, name.given);
}

std::vector<Namesake> namesakes_of(const precert::Person& said,
                                   const std::vector<precert::MemberRecord>& members) {
  std::vector<Namesake> found;
  for (const precert::MemberRecord& member : members) {
    if (is_called(said, member.name, member.birth_date)) found.push_back({&member, nullptr});
    for (const precert::DependentRecord& dependent : member.dependents) {
      if (is_called(said, dependent.name, dependent.birth_date)) found.push_back({&member, &dependent});
    }
  }
  return found;
}

void put_number(precert::Person& person, const precert::MemberId& id) {
  person.identifiers.insert(person.identifiers.begin(), {precert::IdentifierKind::member_id, id.text(), {}});
}

}  // namespace

base::Result<void> identify_member(precert::Person& said, std::optional<precert::Person>& dependent,
                                   Store& store) {
  const bool told = !said.name.family.empty() && !said.name.given.empty() && said.birth_date;
  if (!said.member_id().empty() || dependent || !told) return {};
  const base::Result<std::vector<precert::MemberRecord>> members =
      store.members_named(said.name.family, *said.birth_date, namesakes_max);
  if (!members) return members.error();
  const std::vector<Namesake> found = namesakes_of(said, *members);
  if (found.size() != 1 || members->size() == namesakes_max) return {};
  const auto& [member, child] = found.front();
  if (child == nullptr) {
    put_number(said, member->id);
  } else if (!child->id.text().empty()) {
    put_number(said, child->id);
  } else {
    dependent = std::exchange(said, precert::Person());
    put_number(said, member->id);
  }
  return {};
}

}  // namespace gateway
