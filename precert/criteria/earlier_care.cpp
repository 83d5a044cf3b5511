// Facts about what happened before (earlier services, treatments tried) and about where and by whom the
// service is done.
#include <array>

#include "precert/criteria/sight.hpp"
#include "precert/criteria/treatments.hpp"
#include "precert/engine/line_context.hpp"

namespace precert {
namespace {

bool counts(const Sight& sight, const FactOrigin& origin, const EarlierService& earlier) {
  if (origin.certified && !earlier.certified) return false;
  const int ago = sight.date_of_service.days() - earlier.day.days();
  if (ago < 0 || (origin.within_days > 0 && ago > origin.within_days)) return false;
  return contains(origin.names, earlier.code) ||
         std::ranges::find(origin.categories, earlier.category) != origin.categories.end();
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

FactValue from_history(const Sight& sight, const Fact& fact, const FactOrigin& origin) {
  const EarlierService* last = nullptr;
  base::Decimal number;
  for (const EarlierService& earlier : sight.earlier) {
    if (!counts(sight, origin, earlier)) continue;
    if (last == nullptr || last->day < earlier.day) last = &earlier;
    number = number + (origin.units ? earlier.units : base::Decimal(1));
  }
  const Source source = last != nullptr ? last->source : Source{"history of the member"};
  if (last == nullptr && !origin.conclusive) return {};
  if (fact.type == FactType::number) return found(number, source);
  if (fact.type == FactType::date) return last == nullptr ? FactValue{} : found(last->day, source);
  return found(last != nullptr, source);
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
