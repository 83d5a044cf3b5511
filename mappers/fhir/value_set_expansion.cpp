#include "mappers/fhir/value_set_expansion.hpp"

#include <algorithm>
#include <array>

#include "mappers/codes/fhir_systems.hpp"
#include "mappers/fhir/code_systems.hpp"
#include "mappers/fhir/questionnaire_parts.hpp"
#include "precert/model/words.hpp"

namespace mappers {
namespace {

using precert::Index;
using precert::Rulebook;

constexpr std::string_view covered_id = "services";
constexpr std::string_view category_prefix = "services-";
constexpr std::string_view yes_no_id = "yes-no";
constexpr std::string_view choices_prefix = "choices-";

/// One code of a value set.
struct Concept {
  std::string system, code, display;
};

/// What an id stands for.
struct Members {
  std::string title;
  std::vector<Concept> concepts;
  std::vector<Index> services;  // of each concept, when they are services
};

/// True when some plan of the payer has it as a benefit on the day.
bool is_covered(const Rulebook& rulebook, const precert::ServiceCode& service, base::Date day) {
  const precert::ServiceMatch match{&service, service.category, false, false};
  const auto covers = [&](Index product) {
    const precert::Policy* const policy = rulebook.policy_for(match, product, day);
    return policy == nullptr || policy->requirement != precert::Requirement::excluded;
  };
  if (rulebook.products.empty()) return covers(precert::no_index);
  for (Index product = 0; product < rulebook.products.size(); ++product) {
    if (covers(product)) return true;
  }
  return false;
}

Concept concept_of(const precert::ServiceCode& service) {
  return {fhir_system_of(service.system), service.code, service.title};
}

template <class Wanted>
void add_services(const Rulebook& rulebook, base::Date day, Members& members, Wanted wanted) {
  for (std::size_t i = 0; i < rulebook.services.size(); ++i) {
    const precert::ServiceCode& service = rulebook.services[i];
    if (!service.effective.contains(day) || !wanted(service)) continue;
    members.concepts.push_back(concept_of(service));
    members.services.push_back(static_cast<Index>(i));
  }
}

Members covered_services(const Rulebook& rulebook, base::Date day) {
  Members members{"Services that a plan covers", {}, {}};
  add_services(rulebook, day, members,
               [&](const precert::ServiceCode& one) { return is_covered(rulebook, one, day); });
  return members;
}

Members services_of(const Rulebook& rulebook, Index category, base::Date day) {
  Members members{rulebook.categories[category].title, {}, {}};
  add_services(rulebook, day, members,
               [&](const precert::ServiceCode& one) { return one.category == category; });
  return members;
}

Members yes_no() {
  const std::string loinc(systems::loinc), absent(systems::data_absent);
  return {"Yes, no, or not in the record",
          {{loinc, std::string(answer_codes::yes), "Yes"},
           {loinc, std::string(answer_codes::no), "No"},
           {absent, std::string(answer_codes::unknown), "Unknown"}},
          {}};
}

Members choices_of(const precert::Fact& fact, const FormPlace& place) {
  Members members{fact.question, {}, {}};
  const std::string system = std::string(place.base) + "/CodeSystem/" + std::string(choices_prefix) + fact.id;
  for (const std::string& choice : fact.choices) members.concepts.push_back({system, choice, choice});
  return members;
}

bool has_choices(const precert::Fact& fact) { return !fact.choices.empty() && !fact.question.empty(); }

std::optional<Members> members_of(const Rulebook& rulebook, std::string_view id, base::Date day,
                                  const FormPlace& place) {
  if (id == covered_id) return covered_services(rulebook, day);
  if (id == yes_no_id) return yes_no();
  if (id.starts_with(category_prefix)) {
    const Index category = rulebook.category(id.substr(category_prefix.size()));
    if (category != precert::no_index) return services_of(rulebook, category, day);
  }
  if (id.starts_with(choices_prefix)) {
    const Index fact = rulebook.fact(id.substr(choices_prefix.size()));
    if (fact != precert::no_index && has_choices(rulebook.facts[fact])) {
      return choices_of(rulebook.facts[fact], place);
    }
  }
  return std::nullopt;
}

std::string lower_case(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

bool mentions(const Concept& one, const std::string& filter) {
  return lower_case(one.code).find(filter) != std::string::npos ||
         lower_case(one.display).find(filter) != std::string::npos;
}

/// The concepts that a filter finds: services as people look for them, best first; answers by their words.
std::vector<const Concept*> found(const Rulebook& rulebook, const Members& members,
                                  const std::string& filter) {
  std::vector<const Concept*> out;
  if (!members.services.empty() && !filter.empty()) {
    for (const Index service : precert::services_found(rulebook, filter)) {
      // Positions are in ascending order: members were taken in the order of the table.
      const auto at = std::ranges::lower_bound(members.services, service);
      if (at == members.services.end() || *at != service) continue;
      out.push_back(&members.concepts[static_cast<std::size_t>(at - members.services.begin())]);
    }
    return out;
  }
  const std::string wanted = lower_case(filter);
  for (const Concept& one : members.concepts) {
    if (filter.empty() || mentions(one, wanted)) out.push_back(&one);
  }
  return out;
}

/// "yes-no" -> "YesNo".
std::string computable_name(std::string_view id) {
  std::string name;
  bool first = true;
  for (const char c : id) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (letter) name += first && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    first = !letter;
  }
  return name;
}

/// The rulebook's hash: another text of the rules is another version of its value sets.
std::string version_of_sets(const Rulebook& rulebook) { return rulebook.version.substr(0, 12); }

void write_set_head(json::Writer& out, const Rulebook& rulebook, std::string_view id, const Members& members,
                    const FormPlace& place) {
  out.begin_object().field("resourceType", "ValueSet").field("id", id);
  out.field("url", std::string(place.base) + "/ValueSet/" + std::string(id));
  if (const std::string version = version_of_sets(rulebook); !version.empty()) out.field("version", version);
  out.field("name", computable_name(id)).field("title", members.title).field("status", "active");
  out.field("publisher", rulebook.payer.name);
}

/// compose.include: each system once, in the order of its first code.
void write_compose(json::Writer& out, const Members& members) {
  std::vector<std::string_view> systems;
  for (const Concept& one : members.concepts) {
    if (std::ranges::find(systems, one.system) == systems.end()) systems.emplace_back(one.system);
  }
  if (systems.empty()) return;
  out.object_field("compose").array_field("include");
  for (const std::string_view system : systems) {
    out.begin_object().field("system", system).array_field("concept");
    for (const Concept& one : members.concepts) {
      if (one.system != system) continue;
      out.begin_object().field("code", one.code);
      if (!one.display.empty()) out.field("display", one.display);
      out.end_object();
    }
    out.end_array().end_object();
  }
  out.end_array().end_object();
}

void write_number(json::Writer& out, std::string_view name, std::size_t value) {
  out.begin_object().field("name", name).field("valueInteger", static_cast<std::int64_t>(value)).end_object();
}

}  // namespace

std::vector<std::string> value_set_ids(const Rulebook& rulebook) {
  std::vector<std::string> ids{std::string(covered_id), std::string(yes_no_id)};
  for (const precert::Category& one : rulebook.categories)
    ids.push_back(std::string(category_prefix) + one.id);
  for (const precert::Fact& one : rulebook.facts) {
    if (has_choices(one)) ids.push_back(std::string(choices_prefix) + one.id);
  }
  return ids;
}

std::string value_set_id_from(std::string_view base, std::string_view canonical) {
  const std::string prefix = std::string(base) + "/ValueSet/";
  if (!canonical.starts_with(prefix)) return {};
  canonical.remove_prefix(prefix.size());
  return std::string(canonical.substr(0, canonical.find('|')));
}

bool write_value_set(json::Writer& out, const Rulebook& rulebook, std::string_view id, const FormPlace& place,
                     base::Date day) {
  const std::optional<Members> members = members_of(rulebook, id, day, place);
  if (!members) return false;
  write_set_head(out, rulebook, id, *members, place);
  write_compose(out, *members);
  out.end_object();
  return true;
}

bool write_expansion(json::Writer& out, const Rulebook& rulebook, std::string_view id,
                     const ExpansionWish& wish, const FormPlace& place) {
  const std::optional<Members> members = members_of(rulebook, id, wish.day, place);
  if (!members) return false;
  const std::vector<const Concept*> all = found(rulebook, *members, wish.filter);
  const std::size_t from = std::min(wish.offset, all.size());
  const std::size_t until = from + std::min({wish.count, expansion_count_max, all.size() - from});
  write_set_head(out, rulebook, id, *members, place);
  out.object_field("expansion").field("timestamp", base::iso(wish.at));
  out.field("total", static_cast<std::int64_t>(all.size()));
  out.field("offset", static_cast<std::int64_t>(from)).array_field("parameter");
  if (!wish.filter.empty()) {
    out.begin_object().field("name", "filter").field("valueString", wish.filter).end_object();
  }
  write_number(out, "count", std::min(wish.count, expansion_count_max));
  write_number(out, "offset", from);
  out.begin_object().field("name", "activeOnly").field("valueBoolean", true).end_object();
  out.begin_object().field("name", "date").field("valueDateTime", base::iso(wish.day)).end_object();
  out.end_array();
  if (from < until) {
    out.array_field("contains");
    for (std::size_t i = from; i < until; ++i) {
      out.begin_object().field("system", all[i]->system).field("code", all[i]->code);
      if (!all[i]->display.empty()) out.field("display", all[i]->display);
      out.end_object();
    }
    out.end_array();
  }
  out.end_object().end_object();
  return true;
}

}  // namespace mappers
