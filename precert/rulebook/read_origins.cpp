// Facts' `from`: the ways in which a request, the member's record or the history of the member can say them.
#include <array>

#include "precert/rulebook/reading.hpp"

namespace precert {
namespace {

using Kind = FactOrigin::Kind;

constexpr std::array<std::pair<Kind, std::string_view>, 17> origin_kinds{
    {{Kind::answer, "answer"},
     {Kind::observation, "observation"},
     {Kind::diagnosis, "diagnosis"},
     {Kind::document, "document"},
     {Kind::condition, "condition"},
     {Kind::age, "age"},
     {Kind::sex, "sex"},
     {Kind::level, "level"},
     {Kind::place, "place"},
     {Kind::quantity, "quantity"},
     {Kind::certification, "certification"},
     {Kind::oxygen, "oxygen"},
     {Kind::onset, "onset"},
     {Kind::history, "history"},
     {Kind::treatment, "treatment"},
     {Kind::specialty, "specialty"},
     {Kind::site, "site"}}};

/// What a way to learn a fact can tell: a diagnosis cannot be a number.
bool suits(Kind kind, FactType type) {
  switch (kind) {
    case Kind::answer: return true;
    case Kind::observation: return type != FactType::document;
    case Kind::diagnosis:
    case Kind::condition: return type == FactType::yes_no;
    case Kind::document: return type == FactType::yes_no || type == FactType::document;
    case Kind::age:
    case Kind::quantity:
    case Kind::oxygen: return type == FactType::number;
    case Kind::sex:
    case Kind::level:
    case Kind::place:
    case Kind::certification:
    case Kind::specialty:
    case Kind::site: return type == FactType::text;
    case Kind::onset: return type == FactType::date;
    case Kind::history: return type == FactType::yes_no || type == FactType::number || type == FactType::date;
    case Kind::treatment:
      return type == FactType::yes_no || type == FactType::number || type == FactType::text;
  }
  return false;
}

constexpr int days_max = 40'000;
constexpr int weeks_max = 1'000;

void read_history(Reading& reading, Entry& entry, const Fact& fact, FactOrigin& origin) {
  origin.categories = reading.resolve_all(reading.book.category_index, entry, "categories");
  entry.whole("within_days", origin.within_days, 1, days_max);
  entry.flag("certified", origin.certified);
  entry.flag("units", origin.units);
  entry.flag("conclusive", origin.conclusive);
  const bool of_history = origin.kind == Kind::history;
  for (const std::string_view key : {"categories", "within_days", "certified", "units", "conclusive"}) {
    if (!of_history && entry.has(key)) entry.fault(key, "goes with kind history only");
  }
  if (!of_history) return;
  if (origin.names.empty() && origin.categories.empty())
    entry.fault("names",
                "or categories is needed; list the codes or categories of earlier services that count");
  if (origin.units && fact.type != FactType::number)
    entry.fault("units", "counts: the fact has to be a number");
  if (origin.conclusive && fact.type == FactType::date)
    entry.fault("conclusive", "does not go with a date: what never happened has none");
}

void read_treatment(Entry& entry, const Fact& fact, FactOrigin& origin) {
  entry.whole("least_weeks", origin.least_weeks, 1, weeks_max);
  if (!entry.has("least_weeks")) return;
  if (origin.kind != Kind::treatment) {
    entry.fault("least_weeks", "goes with kind treatment only");
  } else if (fact.type == FactType::number) {
    entry.fault("least_weeks", "does not go with a number of weeks; compare the fact in the criterion");
  }
}

bool needs_names(Kind kind) {
  return kind == Kind::diagnosis || kind == Kind::condition || kind == Kind::oxygen ||
         kind == Kind::treatment;
}

}  // namespace

void read_origins(Reading& reading, Entry& entry, Fact& fact) {
  for (const Placed& placed : entry.children("from")) {
    Entry one(placed, reading, "facts[].from[]");
    FactOrigin origin;
    one.word("kind", origin.kind, origin_kinds);
    if (!one.has("kind")) one.fault("kind", "is needed; say answer, diagnosis, document …");
    one.texts("names", origin.names);
    one.text("category", origin.category);
    read_history(reading, one, fact, origin);
    read_treatment(one, fact, origin);
    if (!suits(origin.kind, fact.type))
      one.fault("kind", "cannot tell a fact of this type; change one of them");
    if (needs_names(origin.kind) && origin.names.empty())
      one.fault("names", "is needed; list the codes that mean yes");
    one.done();
    fact.origins.push_back(std::move(origin));
  }
  if (!fact.origins.empty()) return;
  FactOrigin by_itself;
  by_itself.kind = fact.type == FactType::document ? Kind::document : Kind::answer;
  fact.origins.push_back(std::move(by_itself));
}

}  // namespace precert
