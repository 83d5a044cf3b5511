#include "mappers/fhir/identifiers.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "mappers/codes/fhir_systems.hpp"
#include "mappers/fhir/response_elements.hpp"
#include "parsers/fhir/resource_view.hpp"
#include "precert/model/words.hpp"

namespace mappers {
namespace {

using precert::IdentifierKind;

struct KnownSystem {
  IdentifierKind kind;
  std::string_view system;
};
constexpr std::array<KnownSystem, 4> known_systems{{{IdentifierKind::npi, systems::npi},
                                                    {IdentifierKind::employer_id, systems::ein},
                                                    {IdentifierKind::social_security, systems::ssn},
                                                    {IdentifierKind::medicare, systems::mbi}}};

struct KnownType {
  IdentifierKind kind;
  std::string_view system;
  std::string_view code;
};
/// The first row of a kind is the one that is written.
constexpr std::array<KnownType, 10> known_types{
    {{IdentifierKind::member_id, systems::identifier_type, "MB"},
     {IdentifierKind::payer_id, systems::c4bb_identifier_type, "payerid"},
     {IdentifierKind::patient_account, systems::identifier_type, "AN"},
     {IdentifierKind::medicaid, systems::identifier_type, "MA"},
     {IdentifierKind::upin, systems::identifier_type, "UPIN"},
     {IdentifierKind::state_licence, systems::identifier_type, "SL"},
     {IdentifierKind::npi, systems::identifier_type, "NPI"},
     {IdentifierKind::social_security, systems::identifier_type, "SS"},
     {IdentifierKind::employer_id, systems::identifier_type, "TAX"},
     {IdentifierKind::medicare, systems::identifier_type, "MC"}}};

/// What nobody has two of (slices NPI, TIN and PI of the profiles are 0..1): the first one said is written.
constexpr std::array had_once{IdentifierKind::npi, IdentifierKind::employer_id, IdentifierKind::payer_id};

/// Kinds without a public system: this and the kind's word.
constexpr std::string_view own_system = "urn:precert:identifier:";

std::optional<IdentifierKind> kind_of_system(std::string_view system) {
  for (const KnownSystem& one : known_systems) {
    if (one.system == system) return one.kind;
  }
  if (!system.starts_with(own_system)) return std::nullopt;
  return precert::from_word<IdentifierKind>(system.substr(own_system.size()));
}

std::optional<IdentifierKind> kind_of_type(const json::Value& type) {
  for (const KnownType& one : known_types) {
    if (fhir::has_code(type, one.system, one.code)) return one.kind;
  }
  return std::nullopt;
}

const KnownType* type_of(IdentifierKind kind) {
  const auto* const found = std::find_if(known_types.begin(), known_types.end(),
                                         [&](const KnownType& one) { return one.kind == kind; });
  return found == known_types.end() ? nullptr : found;
}

std::string issuer_of(IdentifierKind kind, const json::Value& identifier) {
  if (kind == IdentifierKind::other) return std::string(fhir::text(identifier, "system"));
  if (kind != IdentifierKind::state_licence) return {};
  const json::Value state = fhir::extension_value(identifier, extensions::identifier_jurisdiction);
  return std::string(fhir::text(fhir::first_coding(state), "code"));
}

}  // namespace

std::optional<precert::Identifier> identifier_from(const json::Value& identifier) {
  const std::string_view value = fhir::text(identifier, "value");
  if (value.empty()) return std::nullopt;
  auto kind = kind_of_system(fhir::text(identifier, "system"));
  if (!kind) kind = kind_of_type(identifier.find("type"));
  const IdentifierKind known = kind.value_or(IdentifierKind::other);
  return precert::Identifier{known, std::string(value), issuer_of(known, identifier)};
}

std::vector<precert::Identifier> identifiers_from(const json::Value& resource) {
  std::vector<precert::Identifier> all;
  for (const json::Value one : fhir::list(resource, "identifier")) {
    auto read = identifier_from(one);
    if (read && std::find(all.begin(), all.end(), *read) == all.end()) all.push_back(std::move(*read));
  }
  return all;
}

std::string identifier_system(const precert::Identifier& identifier) {
  if (identifier.kind == IdentifierKind::other) return identifier.issuer;
  for (const KnownSystem& one : known_systems) {
    if (one.kind == identifier.kind) return std::string(one.system);
  }
  return std::string(own_system) + std::string(precert::word(identifier.kind));
}

void write_identifier(json::Writer& out, const precert::Identifier& identifier) {
  out.begin_object();
  if (identifier.kind == IdentifierKind::state_licence) {
    Extensions extensions(out);
    extensions.codeable(extensions::identifier_jurisdiction, systems::usps_state, identifier.issuer);
  }
  const KnownType* type = type_of(identifier.kind);
  if (type != nullptr) write_codeable(out, "type", type->system, type->code);
  const std::string system = identifier_system(identifier);
  if (system.empty()) {  // an `other` whose system nobody said
    write_unknown(out, "system");
  } else {
    out.field("system", system);
  }
  out.field("value", identifier.value).end_object();
}

void write_identifiers(json::Writer& out, const std::vector<precert::Identifier>& identifiers) {
  OptionalArray list(out, "identifier");
  for (auto one = identifiers.begin(); one != identifiers.end(); ++one) {
    const auto is_of_its_kind = [&](const precert::Identifier& other) { return other.kind == one->kind; };
    const bool once = std::find(had_once.begin(), had_once.end(), one->kind) != had_once.end();
    if (!once || std::none_of(identifiers.begin(), one, is_of_its_kind)) write_identifier(list.next(), *one);
  }
}

void write_needed_identifiers(json::Writer& out, const std::vector<precert::Identifier>& identifiers) {
  if (!identifiers.empty()) return write_identifiers(out, identifiers);
  out.array_field("identifier").begin_object();
  write_unknown(out, "system");
  write_unknown(out, "value");
  out.end_object().end_array();
}

precert::Trace trace_from(const json::Value& identifier, std::string where) {
  precert::Trace trace;
  trace.number = fhir::text(identifier, "value");
  const std::string_view system = fhir::text(identifier, "system");
  const std::string_view assigner = fhir::text(identifier.find("assigner").find("identifier"), "value");
  if (system.starts_with(systems::trace_prefix)) {
    trace.originator = system.substr(systems::trace_prefix.size());
  } else {
    trace.originator = assigner.empty() ? system : assigner;
  }
  trace.subdivision = fhir::extension_value(identifier, extensions::identifier_sub_department).string();
  trace.source.where = std::move(where);
  return trace;
}

}  // namespace mappers
