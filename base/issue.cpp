#include "base/issue.hpp"

#include <cstdlib>

namespace base {

std::string_view name(IssueCode code) {
  switch (code) {  // no default: the compiler refuses a code without a name
    case IssueCode::body_too_large: return "body_too_large";
    case IssueCode::media_type_unsupported: return "media_type_unsupported";
    case IssueCode::message_unreadable: return "message_unreadable";
    case IssueCode::x12_interchange: return "x12_interchange";
    case IssueCode::x12_group: return "x12_group";
    case IssueCode::x12_set: return "x12_set";
    case IssueCode::x12_segment: return "x12_segment";
    case IssueCode::x12_element: return "x12_element";
    case IssueCode::json_syntax: return "json_syntax";
    case IssueCode::json_limit: return "json_limit";
    case IssueCode::fhir_structure: return "fhir_structure";
    case IssueCode::fhir_reference_unresolved: return "fhir_reference_unresolved";
    case IssueCode::fhir_duplicate: return "fhir_duplicate";
    case IssueCode::fhir_code_invalid: return "fhir_code_invalid";
    case IssueCode::fhir_value_invalid: return "fhir_value_invalid";
    case IssueCode::fhir_modifier_unknown: return "fhir_modifier_unknown";
    case IssueCode::fhir_profile: return "fhir_profile";
    case IssueCode::config_unknown_key: return "config_unknown_key";
    case IssueCode::config_invalid: return "config_invalid";
    case IssueCode::rule_invalid: return "rule_invalid";
    case IssueCode::data_invalid: return "data_invalid";
    case IssueCode::not_supported: return "not_supported";
    case IssueCode::not_found: return "not_found";
    case IssueCode::conflict: return "conflict";
    case IssueCode::limit_exceeded: return "limit_exceeded";
    case IssueCode::store_unavailable: return "store_unavailable";
    case IssueCode::upstream_unavailable: return "upstream_unavailable";
  }
  std::abort();
}

}  // namespace base
