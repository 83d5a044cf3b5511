// The names that FHIR gives to code systems, identifier systems and extensions. Both FHIR mappers read and
// write with these, so a URL is spelled once. Sources: PAS 2.2.1 packages (sections e and f of the guide),
// FHIR R4.
#pragma once

#include <string_view>

namespace mappers {

/// Code systems and identifier systems.
namespace systems {

// X12 lists: https://codesystem.x12.org/005010/ + data element; 886 is the external exception.
inline constexpr std::string_view x12_base = "https://codesystem.x12.org/005010/";
inline constexpr std::string_view review_action = "https://codesystem.x12.org/005010/306";
inline constexpr std::string_view decision_reason = "https://codesystem.x12.org/external/886";
inline constexpr std::string_view reject_reason = "https://codesystem.x12.org/005010/901";
inline constexpr std::string_view follow_up = "https://codesystem.x12.org/005010/889";
inline constexpr std::string_view certification_type = "https://codesystem.x12.org/005010/1322";
inline constexpr std::string_view request_category = "https://codesystem.x12.org/005010/1525";
inline constexpr std::string_view service_type = "https://codesystem.x12.org/005010/1365";
inline constexpr std::string_view level_of_service = "https://codesystem.x12.org/005010/1338";
inline constexpr std::string_view related_cause = "https://codesystem.x12.org/005010/1362";
inline constexpr std::string_view entity = "https://codesystem.x12.org/005010/98";
inline constexpr std::string_view reference_qualifier = "https://codesystem.x12.org/005010/128";
inline constexpr std::string_view report_type = "https://codesystem.x12.org/005010/755";
inline constexpr std::string_view report_transmission = "https://codesystem.x12.org/005010/756";
inline constexpr std::string_view quantity_qualifier = "https://codesystem.x12.org/005010/673";
inline constexpr std::string_view measurement_unit = "https://codesystem.x12.org/005010/355";
inline constexpr std::string_view calendar_pattern = "https://codesystem.x12.org/005010/678";
inline constexpr std::string_view time_pattern = "https://codesystem.x12.org/005010/679";
inline constexpr std::string_view relationship = "https://codesystem.x12.org/005010/1069";
inline constexpr std::string_view condition_category = "https://codesystem.x12.org/005010/1136";
inline constexpr std::string_view condition_indicator = "https://codesystem.x12.org/005010/1321";
inline constexpr std::string_view prognosis = "https://codesystem.x12.org/005010/923";
inline constexpr std::string_view level_of_care = "https://codesystem.x12.org/005010/1337";
inline constexpr std::string_view residential_status = "https://codesystem.x12.org/005010/1345";
inline constexpr std::string_view military_status = "https://codesystem.x12.org/005010/584";
inline constexpr std::string_view provider_code = "https://codesystem.x12.org/005010/1221";

// NUBC and CMS.
inline constexpr std::string_view admission_type =
    "https://www.nubc.org/CodeSystem/PriorityTypeOfAdmitOrVisit";
inline constexpr std::string_view point_of_origin = "https://www.nubc.org/CodeSystem/PointOfOrigin";
inline constexpr std::string_view discharge_status = "https://www.nubc.org/CodeSystem/PatDischargeStatus";
inline constexpr std::string_view type_of_bill = "https://www.nubc.org/CodeSystem/TypeOfBill";
inline constexpr std::string_view revenue = "https://www.nubc.org/CodeSystem/RevenueCodes";
inline constexpr std::string_view revenue_2_0_1 = "https://www.nubc.org/revenue-code";
inline constexpr std::string_view place_of_service =
    "https://www.cms.gov/Medicare/Coding/place-of-service-codes/Place_of_Service_Code_Set";

// Procedures and diagnoses.
inline constexpr std::string_view cpt = "http://www.ama-assn.org/go/cpt";
inline constexpr std::string_view hcpcs = "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets";
inline constexpr std::string_view ndc = "http://hl7.org/fhir/sid/ndc";
inline constexpr std::string_view icd10_pcs = "http://www.cms.gov/Medicare/Coding/ICD10";
inline constexpr std::string_view icd10_cm = "http://hl7.org/fhir/sid/icd-10-cm";
inline constexpr std::string_view icd9_cm = "http://terminology.hl7.org/CodeSystem/icd9cm";
inline constexpr std::string_view cdt = "http://www.ada.org/cdt";
inline constexpr std::string_view ms_drg =
    "https://www.cms.gov/Medicare/Medicare-Fee-for-Service-Payment/AcuteInpatientPPS/"
    "MS-DRG-Classifications-and-Software";
inline constexpr std::string_view ap_drg = "http://uri.hddaccess.com/cs/apdrg";
inline constexpr std::string_view apr_drg = "http://uri.hddaccess.com/cs/aprdrg";
inline constexpr std::string_view snomed = "http://snomed.info/sct";
inline constexpr std::string_view loinc = "http://loinc.org";
inline constexpr std::string_view ucum = "http://unitsofmeasure.org";
inline constexpr std::string_view taxonomy = "http://nucc.org/provider-taxonomy";

// HL7.
inline constexpr std::string_view pas_temp = "http://hl7.org/fhir/us/davinci-pas/CodeSystem/PASTempCodes";
inline constexpr std::string_view claim_type = "http://terminology.hl7.org/CodeSystem/claim-type";
inline constexpr std::string_view process_priority = "http://terminology.hl7.org/CodeSystem/processpriority";
inline constexpr std::string_view adjudication = "http://terminology.hl7.org/CodeSystem/adjudication";
inline constexpr std::string_view related_claim =
    "http://terminology.hl7.org/CodeSystem/ex-relatedclaimrelationship";
inline constexpr std::string_view data_absent = "http://terminology.hl7.org/CodeSystem/data-absent-reason";
inline constexpr std::string_view observation_value =
    "http://terminology.hl7.org/CodeSystem/v3-ObservationValue";
inline constexpr std::string_view coverage_class = "http://terminology.hl7.org/CodeSystem/coverage-class";
inline constexpr std::string_view subscriber_relationship =
    "http://terminology.hl7.org/CodeSystem/subscriber-relationship";
inline constexpr std::string_view care_team_role = "http://terminology.hl7.org/CodeSystem/claimcareteamrole";
inline constexpr std::string_view accident_type =
    "http://terminology.hl7.org/CodeSystem/ex-claimaccidenttype";
inline constexpr std::string_view act_code = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
inline constexpr std::string_view payee_type = "http://terminology.hl7.org/CodeSystem/payeetype";
inline constexpr std::string_view document_category =
    "http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category";
inline constexpr std::string_view identifier_type = "http://terminology.hl7.org/CodeSystem/v2-0203";
inline constexpr std::string_view c4bb_identifier_type =
    "http://hl7.org/fhir/us/carin-bb/CodeSystem/C4BBIdentifierType";

// Identifier systems.
inline constexpr std::string_view npi = "http://hl7.org/fhir/sid/us-npi";
inline constexpr std::string_view ein = "http://terminology.hl7.org/NamingSystem/USEIN";
inline constexpr std::string_view ssn = "http://hl7.org/fhir/sid/us-ssn";
inline constexpr std::string_view mbi = "http://hl7.org/fhir/sid/us-mbi";
inline constexpr std::string_view clia = "urn:oid:2.16.840.1.113883.4.7";
inline constexpr std::string_view naic = "urn:oid:2.16.840.1.113883.6.300";
inline constexpr std::string_view usps_state = "https://www.usps.com/";
inline constexpr std::string_view trace_prefix = "urn:trnorg:";
inline constexpr std::string_view uri = "urn:ietf:rfc:3986";

}  // namespace systems

/// Complete URLs of extensions.
namespace extensions {

#define PRECERT_PAS "http://hl7.org/fhir/us/davinci-pas/StructureDefinition/"
// Our own (docs/work.md): valueBoolean true asks that a person reviews even what needs no authorization.
inline constexpr std::string_view review_wanted =
    "http://precert.example/fhir/StructureDefinition/review-wanted";
inline constexpr std::string_view administration_reference =
    PRECERT_PAS "extension-administrationReferenceNumber";
inline constexpr std::string_view admission_dates = PRECERT_PAS "extension-admissionDates";
inline constexpr std::string_view authorization_number = PRECERT_PAS "extension-authorizationNumber";
inline constexpr std::string_view authorized_provider_type = PRECERT_PAS "extension-authorizedProviderType";
inline constexpr std::string_view care_team_claim_scope = PRECERT_PAS "extension-careTeamClaimScope";
inline constexpr std::string_view certification_type = PRECERT_PAS "extension-certificationType";
inline constexpr std::string_view claim_response_reviewer = PRECERT_PAS "extension-claimResponseReviewer";
inline constexpr std::string_view communicated_diagnosis = PRECERT_PAS "extension-communicatedDiagnosis";
inline constexpr std::string_view condition_code = PRECERT_PAS "extension-conditionCode";
inline constexpr std::string_view content_modifier = PRECERT_PAS "extension-contentModifier";
inline constexpr std::string_view diagnosis_recorded_date = PRECERT_PAS "extension-diagnosisRecordedDate";
inline constexpr std::string_view discharge_date = PRECERT_PAS "extension-dischargeDate";
inline constexpr std::string_view document_information = PRECERT_PAS "extension-documentInformation";
inline constexpr std::string_view epsdt = PRECERT_PAS "extension-epsdtIndicator";
inline constexpr std::string_view error_element = PRECERT_PAS "extension-errorElement";
inline constexpr std::string_view error_follow_up = PRECERT_PAS "extension-errorFollowupAction";
inline constexpr std::string_view error_path = PRECERT_PAS "extension-errorPath";
inline constexpr std::string_view home_health = PRECERT_PAS "extension-homeHealthCareInformation";
inline constexpr std::string_view identifier_jurisdiction = PRECERT_PAS "extension-identifierJurisdiction";
inline constexpr std::string_view identifier_sub_department = PRECERT_PAS "extension-identifierSubDepartment";
inline constexpr std::string_view info_cancelled = PRECERT_PAS "modifierextension-infoCancelled";
inline constexpr std::string_view info_changed = PRECERT_PAS "extension-infoChanged";
inline constexpr std::string_view item_authorized_detail = PRECERT_PAS "extension-itemAuthorizedDetail";
inline constexpr std::string_view item_authorized_provider = PRECERT_PAS "extension-itemAuthorizedProvider";
inline constexpr std::string_view item_category = PRECERT_PAS "extension-itemCategory";
inline constexpr std::string_view item_certification_effective =
    PRECERT_PAS "extension-itemCertificationEffectiveDate";
inline constexpr std::string_view item_certification_expiration =
    PRECERT_PAS "extension-itemCertificationExpirationDate";
inline constexpr std::string_view item_certification_issue =
    PRECERT_PAS "extension-itemCertificationIssueDate";
inline constexpr std::string_view item_pre_auth_issue_date = PRECERT_PAS "extension-itemPreAuthIssueDate";
inline constexpr std::string_view item_pre_auth_period = PRECERT_PAS "extension-itemPreAuthPeriod";
inline constexpr std::string_view item_requested_service_date =
    PRECERT_PAS "extension-itemRequestedServiceDate";
inline constexpr std::string_view item_trace_number = PRECERT_PAS "extension-itemTraceNumber";
inline constexpr std::string_view level_of_service = PRECERT_PAS "extension-levelOfServiceCode";
inline constexpr std::string_view military_status = PRECERT_PAS "extension-militaryStatus";
inline constexpr std::string_view nursing_home_level = PRECERT_PAS "extension-nursingHomeLevelOfCare";
inline constexpr std::string_view nursing_home_status = PRECERT_PAS "extension-nursingHomeResidentialStatus";
inline constexpr std::string_view pa_line_number = PRECERT_PAS "extension-paLineNumber";  // 2.0.1 only
inline constexpr std::string_view patient_status = PRECERT_PAS "extension-patientStatus";
inline constexpr std::string_view code_end = PRECERT_PAS "extension-productOrServiceCodeEnd";
inline constexpr std::string_view requested_service = PRECERT_PAS "extension-requestedService";
inline constexpr std::string_view revenue_code = PRECERT_PAS "extension-revenueCode";
inline constexpr std::string_view revenue_rate = PRECERT_PAS "extension-revenueUnitRateLimit";
inline constexpr std::string_view review_action = PRECERT_PAS "extension-reviewAction";
inline constexpr std::string_view review_action_code = PRECERT_PAS "extension-reviewActionCode";
inline constexpr std::string_view request_type = PRECERT_PAS "extension-serviceItemRequestType";
inline constexpr std::string_view service_line_number = PRECERT_PAS "extension-serviceLineNumber";
inline constexpr std::string_view timing_calendar = PRECERT_PAS "extension-timingcalendarpattern";
inline constexpr std::string_view timing_delivery = PRECERT_PAS "extension-timingdeliverypattern";
inline constexpr std::string_view transmission = PRECERT_PAS "extension-TransmissionIdentifiers";
#undef PRECERT_PAS

// Of other guides.
inline constexpr std::string_view encounter =
    "http://hl7.org/fhir/5.0/StructureDefinition/extension-Claim.encounter";
inline constexpr std::string_view data_absent_reason =
    "http://hl7.org/fhir/StructureDefinition/data-absent-reason";
inline constexpr std::string_view coverage_information =
    "http://hl7.org/fhir/us/davinci-crd/StructureDefinition/ext-coverage-information";

}  // namespace extensions

/// PAS profiles: pas_profile + "claim".
inline constexpr std::string_view pas_profile =
    "http://hl7.org/fhir/us/davinci-pas/StructureDefinition/profile-";

}  // namespace mappers
