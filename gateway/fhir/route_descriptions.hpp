// What a route says of itself in the CapabilityStatement, in a line.
#pragma once

#include <string>
#include <utility>

#include "mappers/fhir/capability_statement.hpp"

namespace gateway {

/// An operation of a resource, "" = of the system; `definition` is the canonical URL of its definition.
[[nodiscard]] inline mappers::RouteDescription operation_route(std::string resource, std::string name,
                                                               std::string definition) {
  mappers::RouteDescription description;
  description.resource = std::move(resource);
  description.operation = std::move(name);
  description.definition = std::move(definition);
  return description;
}

/// One interaction with a resource, in FHIR's word: "read", "search-type".
[[nodiscard]] inline mappers::RouteDescription interaction_route(std::string resource,
                                                                 std::string interaction) {
  mappers::RouteDescription description;
  description.resource = std::move(resource);
  description.interactions.push_back(std::move(interaction));
  return description;
}

}  // namespace gateway
