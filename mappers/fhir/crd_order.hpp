// Inside mappers/fhir: where each kind of order keeps what a coverage question needs.
#pragma once

#include <string_view>
#include <vector>

#include "mappers/fhir/request_reading.hpp"

namespace mappers {

/// One order as CRD's hooks send it. Absent Values are not said.
struct CrdOrder {
  json::Value resource;
  std::vector<json::Value> codes;       // CodeableConcepts, any of which may name the service
  json::Value when;                     // date, dateTime or Period
  json::Value timing;                   // Timing
  json::Value quantity;                 // Quantity
  json::Value requester;                // Reference
  std::vector<json::Value> performers;  // References: people, organizations and places
  std::vector<json::Value> reasons;     // CodeableConcepts, and References to Conditions
  std::vector<json::Value> based_on;    // References
};

/// Nothing but `resource` is set when it is of no kind that CRD knows.
[[nodiscard]] CrdOrder crd_order_of(const RequestReader& reader, const json::Value& resource);

}  // namespace mappers
