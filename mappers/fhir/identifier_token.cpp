#include "mappers/fhir/identifier_token.hpp"

#include "mappers/fhir/identifiers.hpp"
#include "parsers/fhir/resource_view.hpp"

namespace mappers {
namespace {

bool is_meant(const IdentifierToken& token, const json::Value& identifier) {
  return means(token, fhir::text(identifier, "system"), fhir::text(identifier, "value"));
}

bool bears_meant(const IdentifierToken& token, const json::Value& resource) {
  for (const json::Value one : fhir::list(resource, "identifier")) {
    if (is_meant(token, one)) return true;
  }
  return false;
}

}  // namespace

IdentifierToken identifier_token_from(std::string_view text) {
  const std::size_t bar = text.find('|');
  if (bar == std::string_view::npos) return {std::nullopt, std::string(text)};
  return {std::string(text.substr(0, bar)), std::string(text.substr(bar + 1))};
}

bool means(const IdentifierToken& token, std::string_view system, std::string_view value) {
  return !value.empty() && token.value == value && (!token.system || *token.system == system);
}

bool means(const IdentifierToken& token, const precert::Identifier& identifier) {
  return means(token, identifier_system(identifier), identifier.value);
}

bool means(const IdentifierToken& token, const json::Value& reference, const fhir::Bundle& bundle) {
  if (is_meant(token, reference.find("identifier"))) return true;
  const fhir::Target target = bundle.resolve(reference);
  if (!target) return false;
  if (bears_meant(token, target.resource)) return true;
  for (const std::string_view part : {"practitioner", "organization"}) {  // of a PractitionerRole
    const json::Value further = target.resource.find(part);
    if (!further.exists()) continue;
    if (is_meant(token, further.find("identifier"))) return true;
    const fhir::Target whose = bundle.resolve(further);
    if (whose && bears_meant(token, whose.resource)) return true;
  }
  return false;
}

}  // namespace mappers
