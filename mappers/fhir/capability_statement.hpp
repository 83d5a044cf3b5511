// CapabilityStatement of one FHIR base, made from the routes that the server has, so that it can never claim
// another.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "mappers/fhir/pas_version.hpp"
#include "parsers/json/writer.hpp"

namespace mappers {

/// A search parameter that a route understands: FHIR name and type ("token", "uri", "reference" …).
struct SearchParameter {
  std::string name;
  std::string type;
};

/// One route of the server. Routes of the same resource are joined.
struct RouteDescription {
  std::string resource;                   // "Claim"; "" = the system level
  std::string operation;                  // "submit", without the dollar; "" when the route is no operation
  std::string definition;                 // canonical URL of its OperationDefinition
  std::vector<std::string> interactions;  // FHIR codes: "read", "create", "search-type" …
  std::vector<SearchParameter> search;
  std::string profile;  // canonical URL of a profile that the resource has to meet; "" = any
  std::vector<std::string> includes = {};  // what _include may name: "ClaimResponse:patient"
  bool if_none_match = false;              // a read that answers 304
};

/// What a CapabilityStatement says besides the routes.
struct ServerDescription {
  PasVersion version = PasVersion::v2_2_1;
  std::string base_url;          // of this FHIR base, without a final slash
  std::string software_version;  // "0.1.0"
  base::Instant date{};          // when the server began to be so
  /// Codes of http://terminology.hl7.org/CodeSystem/restful-security-service, e.g. "SMART-on-FHIR"; empty =
  /// open access.
  std::vector<std::string> security;
  bool cors = false;        // pages of other origins may call
  std::string access = {};  // how clients show who they are, in words; "" = nobody has to
  std::string documentation = {};  // what else there is to know, as Markdown; "" = nothing
};

/// Appends the CapabilityStatement (kind instance, mode server). A Subscription resource gets the PAS topic.
/// Rules: PAS conf-1 (it names the version), spec-55; FHIR R4 cpb-9 (each resource once).
void write_capability_statement(json::Writer& out, const ServerDescription& server,
                                std::span<const RouteDescription> routes);

}  // namespace mappers
