// Facts about what happened before (earlier services, treatments tried) and about where and by whom the
// service is done.
#include <algorithm>
#include <array>
#include <cstdlib>
#include <limits>

#include "precert/criteria/sight.hpp"
#include "precert/criteria/treatments.hpp"
#include "precert/engine/line_context.hpp"

namespace precert {
namespace {

/// What a payer counts for a limit is counted around the date of service: asking for an earlier day is no way
/// round it.
bool is_limit(const Fact& fact, const FactOrigin& origin) {
  return fact.type == FactType::number && origin.conclusive;
}

bool counts(const Sight& sight, const FactOrigin& origin, bool around, const EarlierService& earlier) {
  if (origin.certified && !earlier.certified) return false;
  const int ago = sight.date_of_service.days() - earlier.day.days();
  if (ago < 0 && !around) return false;
  if (origin.within_days > 0 && std::abs(ago) > origin.within_days) return false;
  return contains(origin.names, earlier.code) ||
         std::ranges::find(origin.categories, earlier.category) != origin.categories.end();
}

using Counted = std::vector<const EarlierService*>;

base::Decimal total_of(const Counted& counted, const FactOrigin& origin, int from, int to) {
  base::Decimal sum;
  for (const EarlierService* const one : counted) {
    const int day = one->day.days();
    if (day >= from && day <= to) sum = sum + (origin.units ? one->units : base::Decimal(1));
  }
  return sum;
}

/// The most that falls into any span of `within_days` that holds the date of service. A span that begins with
/// a service or on that date holds as much as any other.
base::Decimal most_around(const Sight& sight, const Counted& counted, const FactOrigin& origin) {
  const int asked = sight.date_of_service.days();
  base::Decimal most = total_of(counted, origin, asked, asked + origin.within_days);
  for (const EarlierService* const one : counted) {
    const int from = one->day.days();
    if (from <= asked) most = std::max(most, total_of(counted, origin, from, from + origin.within_days));
  }
  return most;
}

struct SiteOfPlace {
  std::string_view code;  // a whole place of service, the beginning of a type of bill
  std::string_view site;
};
/// CMS place of service codes.
constexpr std::array<SiteOfPlace, 29> sites_of_service{{{"02", "telehealth"},
                                                        {"10", "telehealth"},
                                                        {"11", "office"},
                                                        {"12", "home"},
                                                        {"13", "nursing_facility"},
                                                        {"14", "nursing_facility"},
                                                        {"19", "outpatient_hospital"},
                                                        {"20", "urgent_care"},
                                                        {"21", "inpatient_hospital"},
                                                        {"22", "outpatient_hospital"},
                                                        {"23", "emergency"},
                                                        {"24", "ambulatory_surgery"},
                                                        {"31", "nursing_facility"},
                                                        {"32", "nursing_facility"},
                                                        {"33", "nursing_facility"},
                                                        {"34", "hospice"},
                                                        {"41", "ambulance"},
                                                        {"42", "ambulance"},
                                                        {"49", "clinic"},
                                                        {"50", "clinic"},
                                                        {"51", "inpatient_hospital"},
                                                        {"52", "outpatient_hospital"},
                                                        {"53", "clinic"},
                                                        {"61", "inpatient_hospital"},
                                                        {"62", "clinic"},
                                                        {"65", "dialysis_center"},
                                                        {"71", "clinic"},
                                                        {"72", "clinic"},
                                                        {"81", "laboratory"}}};
/// NUBC types of bill: kind of facility and of care.
constexpr std::array<SiteOfPlace, 15> sites_of_bill{{{"11", "inpatient_hospital"},
                                                     {"12", "inpatient_hospital"},
                                                     {"13", "outpatient_hospital"},
                                                     {"14", "outpatient_hospital"},
                                                     {"18", "nursing_facility"},
                                                     {"21", "nursing_facility"},
                                                     {"22", "nursing_facility"},
                                                     {"23", "nursing_facility"},
                                                     {"3", "home"},
                                                     {"71", "clinic"},
                                                     {"72", "dialysis_center"},
                                                     {"7", "clinic"},
                                                     {"81", "hospice"},
                                                     {"83", "ambulatory_surgery"},
                                                     {"85", "outpatient_hospital"}}};

std::string_view site_of(const Place& place) {
  if (place.kind == PlaceKind::place_of_service) {
    for (const SiteOfPlace& row : sites_of_service) {
      if (row.code == place.code) return row.site;
    }
    return {};
  }
  for (const SiteOfPlace& row : sites_of_bill) {
    if (place.code.starts_with(row.code)) return row.site;
  }
  return {};
}

}  // namespace

std::vector<std::string_view> site_words() {
  std::vector<std::string_view> words;
  const auto add = [&words](const SiteOfPlace& row) {
    if (std::ranges::find(words, row.site) == words.end()) words.push_back(row.site);
  };
  std::ranges::for_each(sites_of_service, add);
  std::ranges::for_each(sites_of_bill, add);
  return words;
}

FactValue from_history(const Sight& sight, const Fact& fact, const FactOrigin& origin) {
  const bool around = is_limit(fact, origin);
  Counted counted;
  for (const EarlierService& earlier : sight.earlier) {
    if (counts(sight, origin, around, earlier)) counted.push_back(&earlier);
  }
  const auto last = std::ranges::max_element(counted, {}, [](const EarlierService* one) { return one->day; });
  const Source source = last != counted.end() ? (*last)->source : Source{"history of the member"};
  if (counted.empty() && !origin.conclusive) return {};
  if (fact.type == FactType::date) return counted.empty() ? FactValue{} : found((*last)->day, source);
  if (fact.type == FactType::yes_no) return found(!counted.empty(), source);
  if (around && origin.within_days > 0) return found(most_around(sight, counted, origin), source);
  constexpr int ever = std::numeric_limits<int>::max();
  return found(total_of(counted, origin, -ever, ever), source);
}

FactValue from_treatment(const Sight& sight, const Fact& fact, const FactOrigin& origin) {
  std::vector<Answer> answers;
  std::ranges::copy_if(sight.request.answers, std::back_inserter(answers),
                       [&](const Answer& one) { return is_form_of(sight.rulebook, one.form); });
  const std::vector<Treatment> treatments =
      treatments_of(answers, sight.line == nullptr ? 0 : sight.line->sequence);
  if (fact.type == FactType::yes_no) {
    const Truth truth = tried_and_failed(treatments, origin.names, origin.least_weeks);
    if (truth == Truth::unknown || origin.names.empty()) return {};
    const auto told = std::ranges::find_if(
        treatments, [&](const Treatment& one) { return contains(origin.names, one.kind); });
    return found(truth == Truth::yes, told->source);
  }
  const Treatment* longest = nullptr;
  base::Decimal weeks;
  for (const Treatment& one : treatments) {
    if (!one.tried || !one.weeks || !contains(origin.names, one.kind)) continue;
    if (longest != nullptr && *one.weeks <= weeks) continue;
    longest = &one;
    weeks = *one.weeks;
  }
  if (longest == nullptr) return {};
  if (fact.type == FactType::number) return found(weeks, longest->source);
  const bool long_enough = weeks >= base::Decimal(origin.least_weeks);
  const std::string_view word = outcome_word(longest->outcome);
  return word.empty() || !long_enough ? FactValue{} : found(std::string(word), longest->source);
}

FactValue from_specialty(const Sight& sight, const Fact&, const FactOrigin&) {
  const bool of_line = sight.line != nullptr && !sight.line->providers.empty();
  const std::vector<Party>& parties = of_line ? sight.line->providers : sight.request.event.providers;
  bool performer = false;
  for (const Party& party : parties) {
    if (!performs(party.role)) continue;
    if (!party.taxonomy.empty()) return found(party.taxonomy, party.source);
    performer = true;
  }
  const Party& requester = sight.request.requester;  // performs it when nobody else is named
  if (performer || requester.taxonomy.empty()) return {};
  return found(requester.taxonomy, requester.source);
}

FactValue from_site(const Sight& sight, const Fact&, const FactOrigin&) {
  const std::optional<Place>& place =
      sight.line == nullptr ? sight.request.event.place : sight.request.place_of(*sight.line);
  if (!place) return {};
  const std::string_view site = site_of(*place);
  return site.empty() ? FactValue{} : found(std::string(site), place->source);
}

}  // namespace precert
