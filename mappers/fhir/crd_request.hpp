// The body of POST /cds-services/{id} as CRD sends it: what was called, with what, and what the caller wants.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "mappers/fhir/crd_hooks.hpp"
#include "mappers/fhir/crd_version.hpp"
#include "parsers/json/value.hpp"

namespace mappers {

/// One call. The Values are views of the document that was read.
struct HookRequest {
  const HookDescription* hook = nullptr;
  CrdVersion version = CrdVersion::v2_0_1;
  CrdConfiguration configuration;
  std::string instance;            // hookInstance, a UUID
  std::string user;                // "Practitioner/d1"; "" for order-dispatch
  std::string patient;             // id
  std::string encounter;           // id; "" when there is none
  std::string performer;           // order-dispatch: "Organization/o2"
  std::string server;              // fhirServer without a final slash; "" = nothing can be fetched
  std::string token;               // access_token for it; "" = none was sent
  std::vector<std::string> focus;  // "ServiceRequest/sr1": what is answered for
  json::Value body, context, prefetch;
};

/// The types of orders that CRD knows, Appointment and Encounter included.
[[nodiscard]] bool is_crd_order(std::string_view resource_type);
/// "Type/id" of a resource; "" when it has no id.
[[nodiscard]] std::string reference_to(const json::Value& resource);
/// A FHIR id: letters, digits, dash and dot, 64 at most.
[[nodiscard]] bool is_fhir_id(std::string_view text);
/// "Type/id" of a reference, whatever server it names and whatever version.
[[nodiscard]] std::string last_two_segments(std::string_view reference);
/// True when a resource (an order, Appointment, Encounter or Coverage) names patients and this one is not
/// among them.
[[nodiscard]] bool is_of_another(const json::Value& resource, std::string_view patient);
/// data_invalid: what is_of_another is refused with.
[[nodiscard]] base::Issue stranger(std::string where);
/// fhir_value_invalid for each element that is echoed and is not what FHIR says it is.
[[nodiscard]] base::Issues faults_of_order(const json::Value& order, const std::string& where);

/// Reads a call of `hook`. Unknown members are passed over (hook-23). Errors: fhir_structure and
/// fhir_value_invalid (400) when the hook or its context is not what it has to be, or the version is not
/// spoken; data_invalid (422) when CRD's own rules are broken: an order without id, of another patient, or of
/// no known type. Rule: CDS Hooks 2.0 "HTTP request", CRD hook-9, found-36.
[[nodiscard]] base::Result<HookRequest> hook_request_from(const json::Value& body,
                                                          const HookDescription& hook);

}  // namespace mappers
