// What a search says of an Identifier, and whom it means: a FHIR token is a system and a value, not a value
// alone.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "parsers/fhir/bundle.hpp"
#include "precert/model/party.hpp"

namespace mappers {

/// `value` is of any system, `|value` of none, `system|value` of that one. Rule: FHIR R4 search.html#token.
struct IdentifierToken {
  std::optional<std::string> system;  // nullopt = any, "" = none
  std::string value;
};
[[nodiscard]] IdentifierToken identifier_token_from(std::string_view text);

/// True for an Identifier with that system ("" = it has none) and value.
[[nodiscard]] bool means(const IdentifierToken& token, std::string_view system, std::string_view value);
/// The same of one of the model, by the system under which answers write it.
[[nodiscard]] bool means(const IdentifierToken& token, const precert::Identifier& identifier);
/// True when `reference`, what it refers to in the Bundle, or the practitioner or organization of a role it
/// refers to, bears such an Identifier.
[[nodiscard]] bool means(const IdentifierToken& token, const json::Value& reference,
                         const fhir::Bundle& bundle);

}  // namespace mappers
