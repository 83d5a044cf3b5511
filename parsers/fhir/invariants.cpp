// The invariants of profiles that tables call for by name, each a small function; its comment has the key by
// which FHIR, US Core or PAS know it.
#include <algorithm>
#include <array>

#include "base/date.hpp"
#include "parsers/fhir/resource_view.hpp"
#include "parsers/fhir/rules.hpp"
#include "parsers/fhir/values.hpp"

namespace fhir {
namespace {

constexpr std::string_view pas_codes = "http://hl7.org/fhir/us/davinci-pas/CodeSystem/PASTempCodes";
constexpr std::string_view absent_reason = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";
constexpr std::string_view relationship_codes = "https://codesystem.x12.org/005010/1069";
constexpr std::string_view fhir_relationships =
    "http://terminology.hl7.org/CodeSystem/subscriber-relationship";
constexpr std::string_view transmission_codes = "https://codesystem.x12.org/005010/756";

/// FHIR's exists(): also an element that has nothing but extensions, which stand beside it in JSON.
bool has(const json::Value& object, std::string_view name) {
  const json::Value value = object.find(name);
  if (!value || value.is_null()) return has_companion(object, name);
  return !((value.is_array() || value.is_object()) && value.empty());
}

bool has_input(const json::Value& task, std::string_view code) {
  const json::Elements inputs = task.find("input").elements();
  return std::any_of(inputs.begin(), inputs.end(),
                     [&](const json::Value& one) { return has_code(one.find("type"), pas_codes, code); });
}

/// AttachmentNeeded, QuestionnaireContext, QuestionnaireNeeded: what a PAS Task asks for is among its inputs.
Breach input_for(const json::Value& task, std::string_view code, std::string_view input,
                 std::string_view remedy) {
  if (!has_code(task.find("code"), pas_codes, code) || has_input(task, input)) return {};
  return {"input", remedy};
}

/// IdentifierUnlessVO: only a request by voice goes without an attachment control number.
Breach identifier_unless_voice(const json::Value& request) {
  if (has(request, "identifier")) return {};
  for (const json::Value medium : request.find("medium").elements()) {
    if (has_code(medium, transmission_codes, "VO")) return {};
  }
  return {"identifier", "Send the attachment control number, unless the medium is VO (IdentifierUnlessVO)."};
}

/// inv-1 of Task.
Breach modified_after_authored(const json::Value& task) {
  const std::string_view authored = text(task, "authoredOn"), modified = text(task, "lastModified");
  const auto from = base::instant_from_iso(authored), to = base::instant_from_iso(modified);
  if (!from || !to || *from <= *to) return {};
  return {"lastModified", "Let lastModified be at or after authoredOn (inv-1)."};
}

/// us-core-15.
Breach member_id(const json::Value& coverage) {
  if (has(coverage, "subscriberId") || identifier_by_type(coverage, "MB")) return {};
  return {"identifier", "Send the member id: an identifier of type MB, or subscriberId (us-core-15)."};
}

/// self-beneficiary: who is not the subscriber names the subscriber.
Breach self_or_subscriber(const json::Value& coverage) {
  const json::Value relationship = coverage.find("relationship");
  if (has(coverage, "subscriber") || has_code(relationship, relationship_codes, "18") ||
      has_code(relationship, fhir_relationships, "self")) {
    return {};
  }
  return {"subscriber", "Refer to the subscriber, or send the relationship 18 (self-beneficiary)."};
}

/// us-core-6 (7.0.0) and us-core-8 (3.1.1) of Patient.name.
Breach named_person(const json::Value& name) {
  if (has(name, "family") || has(name, "given") || extension(name, absent_reason)) return {};
  return {"", "Send a family or a given name, or a data-absent-reason."};
}

/// us-core-13.
Breach role_of_something(const json::Value& role) {
  constexpr std::array<std::string_view, 4> any = {"practitioner", "organization", "healthcareService",
                                                   "location"};
  if (std::any_of(any.begin(), any.end(), [&](std::string_view name) { return has(role, name); })) return {};
  return {"", "Refer to a practitioner, organization, service or location (us-core-13)."};
}

/// pd-1.
Breach role_reachable(const json::Value& role) {
  if (has(role, "telecom") || has(role, "endpoint")) return {};
  return {"telecom", "Send telecom or endpoint (pd-1)."};
}

/// org-1.
Breach name_or_identifier(const json::Value& organization) {
  if (has(organization, "name") || has(organization, "identifier")) return {};
  return {"name", "Send a name or an identifier (org-1)."};
}

/// org-2 and org-3: an organization has no home.
Breach no_home(const json::Value& one) {
  if (text(one, "use") != "home") return {};
  return {"use", "Send another use than home for an organization (org-2, org-3)."};
}

/// pat-1.
Breach contact_has_details(const json::Value& contact) {
  constexpr std::array<std::string_view, 4> any = {"name", "telecom", "address", "organization"};
  if (std::any_of(any.begin(), any.end(), [&](std::string_view name) { return has(contact, name); }))
    return {};
  return {"", "Send details of the contact, or an organization (pat-1)."};
}

/// us-core-21; every intent of the kind ends in "order".
Breach requester_of_order(const json::Value& medication) {
  if (!text(medication, "intent").ends_with("order") || has(medication, "requester")) return {};
  return {"requester", "Send the requester of this order (us-core-21)."};
}

/// prr-1.
Breach detail_needs_code(const json::Value& service) {
  if (!has(service, "orderDetail") || has(service, "code")) return {};
  return {"code", "Send the code that orderDetail refines (prr-1)."};
}

/// us-core-6 of DocumentReference.content.attachment.
Breach content_or_url(const json::Value& attachment) {
  if (has(attachment, "url") || has(attachment, "data")) return {};
  return {"data", "Send the content as data, or its url (us-core-6)."};
}

/// prof-1: count, or frequency with period and its unit, or a pattern of X12.
Breach says_how_often(const json::Value& timing) {
  const json::Value repeat = timing.find("repeat");
  if (has(repeat, "count") ||
      (has(repeat, "frequency") && has(repeat, "period") && has(repeat, "periodUnit")) ||
      extension(timing, "extension-timingcalendarpattern") ||
      extension(timing, "extension-timingdeliverypattern")) {
    return {};
  }
  return {"repeat", "Say how often: count, frequency with period and unit, or a pattern (prof-1)."};
}

/// prof-2: value and (unit or code); that the value is there is the table's business.
Breach unit_or_code(const json::Value& quantity) {
  if (has(quantity, "unit") || has(quantity, "code")) return {};
  return {"unit", "Send the unit of the quantity (prof-2)."};
}

/// qty-3.
Breach code_needs_system(const json::Value& quantity) {
  if (!has(quantity, "code") || has(quantity, "system")) return {};
  return {"system", "Send the system of the unit's code (qty-3)."};
}

/// us-core-16 and us-core-17, us-core-18, us-core-19: an identifier of that system has the form of its kind.
Breach identifier_form(const json::Value& identifier, bool (*good)(std::string_view),
                       std::string_view remedy) {
  const json::Value value = identifier.find("value");
  if (!value.is_string() || good(value.string())) return {};
  return {"value", remedy, base::IssueCode::fhir_value_invalid};
}

/// tim-2.
Breach frequency_needs_period(const json::Value& repeat) {
  if (!has(repeat, "period") || has(repeat, "periodUnit")) return {};
  return {"periodUnit", "Send the unit of the period (tim-2)."};
}

/// tim-1.
Breach duration_needs_unit(const json::Value& repeat) {
  if (!has(repeat, "duration") || has(repeat, "durationUnit")) return {};
  return {"durationUnit", "Send the unit of the duration (tim-1)."};
}

/// bdl-8.
Breach no_version_in_url(const json::Value& entry) {
  if (text(entry, "fullUrl").find("/_history/") == std::string_view::npos) return {};
  return {"fullUrl", "Leave the version out of the fullUrl (bdl-8)."};
}

/// ClaimFirst and ClaimResponseFirst.
Breach first_entry(const json::Value& bundle, std::string_view type, std::string_view remedy) {
  if (text(first(bundle, "entry").find("resource"), "resourceType") == type) return {};
  return {"entry", remedy};
}

}  // namespace

Breach breach(Rule rule, const json::Value& object) {
  switch (rule) {
    case Rule::identifier_unless_voice: return identifier_unless_voice(object);
    case Rule::attachment_needed:
      return input_for(object, "attachment-request-code", "attachments-needed",
                       "Send an attachments-needed input (AttachmentNeeded).");
    case Rule::questionnaire_context:
      return input_for(object, "attachment-request-questionnaire", "questionnaire-context",
                       "Send a questionnaire-context input (QuestionnaireContext).");
    case Rule::questionnaire_needed:
      return input_for(object, "attachment-request-questionnaire", "questionnaires-needed",
                       "Send a questionnaires-needed input (QuestionnaireNeeded).");
    case Rule::modified_after_authored: return modified_after_authored(object);
    case Rule::member_id: return member_id(object);
    case Rule::self_or_subscriber: return self_or_subscriber(object);
    case Rule::named_person: return named_person(object);
    case Rule::role_of_something: return role_of_something(object);
    case Rule::role_reachable: return role_reachable(object);
    case Rule::name_or_identifier: return name_or_identifier(object);
    case Rule::organization_address:
    case Rule::organization_contact: return no_home(object);
    case Rule::contact_has_details: return contact_has_details(object);
    case Rule::requester_of_order: return requester_of_order(object);
    case Rule::detail_needs_code: return detail_needs_code(object);
    case Rule::content_or_url: return content_or_url(object);
    case Rule::says_how_often: return says_how_often(object);
    case Rule::unit_or_code: return unit_or_code(object);
    case Rule::code_needs_system: return code_needs_system(object);
    case Rule::npi_identifier:
      return identifier_form(object, is_npi, "Check the NPI: ten digits with a valid check digit.");
    case Rule::clia_identifier:
      return identifier_form(object, is_clia, "Send the CLIA number as two digits, D and seven digits.");
    case Rule::naic_identifier:
      return identifier_form(object, is_naic, "Send the NAIC number as five digits.");
    case Rule::frequency_needs_period: return frequency_needs_period(object);
    case Rule::duration_needs_unit: return duration_needs_unit(object);
    case Rule::no_version_in_url: return no_version_in_url(object);
    case Rule::claim_first: return first_entry(object, "Claim", "Put the Claim into the first entry.");
    case Rule::claim_response_first:
      return first_entry(object, "ClaimResponse", "Put the ClaimResponse into the first entry.");
    default: return {};  // the rules of values
  }
}

}  // namespace fhir
