#include "mappers/issues/wire.hpp"

#include <cstdlib>

namespace mappers {

Wire wire(base::IssueCode code) {
  using Code = base::IssueCode;
  switch (code) {  // no default: the compiler refuses a code that no wire can say
    case Code::body_too_large: return {413, "too-long", "The message is too large."};
    case Code::media_type_unsupported: return {415, "not-supported", "This media type is not supported."};
    case Code::message_unreadable: return {400, "structure", "The request cannot be used as it is."};
    case Code::x12_interchange: return {400, "structure", "The X12 interchange envelope is faulty."};
    case Code::x12_group: return {400, "structure", "An X12 functional group is faulty."};
    case Code::x12_set: return {400, "structure", "An X12 transaction set is faulty."};
    case Code::x12_segment: return {400, "structure", "An X12 segment is faulty."};
    case Code::x12_element: return {400, "value", "An X12 data element is faulty."};
    case Code::json_syntax: return {400, "structure", "The text is not valid JSON."};
    case Code::json_limit: return {413, "too-long", "The JSON exceeds a limit."};
    case Code::fhir_structure: return {400, "structure", "The structure is not that of a request."};
    case Code::fhir_reference_unresolved: return {400, "not-found", "A reference leads nowhere."};
    case Code::fhir_duplicate: return {400, "duplicate", "Something is there twice."};
    case Code::fhir_code_invalid: return {400, "code-invalid", "A code is not in its value set."};
    case Code::fhir_value_invalid: return {400, "value", "A value is not possible."};
    case Code::fhir_modifier_unknown: return {400, "extension", "A modifier is not understood."};
    case Code::fhir_profile: return {400, "invalid", "A rule of the profile is broken."};
    case Code::config_unknown_key: return {500, "exception", "The configuration has an unknown key."};
    case Code::config_invalid: return {500, "exception", "The configuration is invalid."};
    case Code::rule_invalid: return {422, "invalid", "A rule of the rulebook is invalid."};
    case Code::data_invalid: return {422, "invalid", "A value breaks a rule."};
    case Code::not_supported: return {422, "not-supported", "This is not supported."};
    case Code::not_found: return {404, "not-found", "Nothing is known under this name."};
    case Code::conflict: return {409, "conflict", "This contradicts what is known."};
    case Code::limit_exceeded: return {429, "throttled", "Too much was asked in too short a time."};
    case Code::store_unavailable: return {503, "transient", "The store does not answer; try again later."};
    case Code::upstream_unavailable: return {504, "transient", "A system behind this one does not answer."};
  }
  std::abort();
}

}  // namespace mappers
