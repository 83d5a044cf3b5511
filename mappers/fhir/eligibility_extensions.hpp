// What a CoverageEligibilityRequest and its response say that FHIR R4 has no element for: our own extensions,
// documented in docs/eligibility.md. Spelled once, here.
#pragma once

#include <string_view>

namespace mappers::eligibility {

#define PRECERT_OWN "http://precert.example/fhir/StructureDefinition/"

// Of a request or one of its items.
inline constexpr std::string_view place_of_service = PRECERT_OWN "place-of-service";  // CodeableConcept

// Of an item of a request: one more facility where it might be done. Of an item of the response: the facility
// it holds for, where several were named.
inline constexpr std::string_view at_facility = PRECERT_OWN "at-facility";  // Reference

// Of the response.
inline constexpr std::string_view rulebook = PRECERT_OWN "rulebook-version";  // string
inline constexpr std::string_view refusal = PRECERT_OWN "refusal";            // CodeableConcept: X12 901

// Of response.insurance.
inline constexpr std::string_view plan = PRECERT_OWN "plan";  // id, name, group

// Of response.insurance.item.
inline constexpr std::string_view item_asked =
    PRECERT_OWN "item-asked";  // positiveInt: place in request.item
inline constexpr std::string_view candidate_for =
    PRECERT_OWN "candidate-for";  // string: the text that was asked
inline constexpr std::string_view necessity = PRECERT_OWN "medical-necessity-review";  // code
inline constexpr std::string_view answer_code = PRECERT_OWN "authorization-answer";    // code
inline constexpr std::string_view gold_card = PRECERT_OWN "gold-card";  // boolean: required of others
inline constexpr std::string_view requested_by = PRECERT_OWN "requested-by";  // code: rendering-provider
inline constexpr std::string_view reviewer = PRECERT_OWN "authorized-by";  // name, phone, fax, email, url
inline constexpr std::string_view facility = PRECERT_OWN "facility-offer";
inline constexpr std::string_view criteria = PRECERT_OWN "criteria";  // id, owner, title, edition, link, met
inline constexpr std::string_view policy = PRECERT_OWN "policy";      // id, list-date, list-url
inline constexpr std::string_view turnaround = PRECERT_OWN "turnaround";    // category, due, source
inline constexpr std::string_view form = PRECERT_OWN "form";                // string: id of the Questionnaire
inline constexpr std::string_view held = PRECERT_OWN "authorization-held";  // number, until, differs

#undef PRECERT_OWN

inline constexpr std::string_view benefit_category =
    "http://terminology.hl7.org/CodeSystem/ex-benefitcategory";
inline constexpr std::string_view benefit_network = "http://terminology.hl7.org/CodeSystem/benefit-network";
inline constexpr std::string_view benefit_type = "http://terminology.hl7.org/CodeSystem/benefit-type";
inline constexpr std::string_view benefit_term = "http://terminology.hl7.org/CodeSystem/benefit-term";
inline constexpr std::string_view supporting =
    "http://terminology.hl7.org/CodeSystem/coverageeligibilityresponse-ex-auth-support";

}  // namespace mappers::eligibility
