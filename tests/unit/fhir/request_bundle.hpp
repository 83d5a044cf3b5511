// A small PAS request that breaks no rule, and ways to break it. Invented people only.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace fhir::support {

inline constexpr std::string_view request_text = R"({
"resourceType":"Bundle","identifier":{"system":"urn:example:submitter","value":"B-1"},"type":"collection",
"timestamp":"2026-05-04T09:30:00-05:00","entry":[
{"fullUrl":"http://example.org/fhir/Claim/c1","resource":{"resourceType":"Claim","id":"c1",
 "extension":[{"url":"http://hl7.org/fhir/us/davinci-pas/StructureDefinition/extension-levelOfServiceCode",
  "valueCodeableConcept":{"coding":[{"system":"https://codesystem.x12.org/005010/1338","code":"E"}]}}],
 "identifier":[{"system":"urn:example:claims","value":"T-1"}],"status":"active",
 "type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/claim-type","code":"professional"}]},
 "use":"preauthorization","patient":{"reference":"Patient/p1"},"created":"2026-05-04",
 "insurer":{"reference":"Organization/payer"},"provider":{"reference":"Organization/clinic"},
 "priority":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/processpriority","code":"normal"}]},
 "supportingInfo":[{"sequence":1,"category":{"coding":[{"code":"patientEvent",
  "system":"http://hl7.org/fhir/us/davinci-pas/CodeSystem/PASTempCodes"}]},
  "timingPeriod":{"start":"2026-05-10","end":"2026-05-12"}}],
 "diagnosis":[{"sequence":1,"diagnosisCodeableConcept":{"coding":[
  {"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"M54.50"}]}}],
 "insurance":[{"sequence":1,"focal":true,"coverage":{"reference":"Coverage/cov"}}],
 "item":[{"extension":[
   {"url":"http://hl7.org/fhir/us/davinci-pas/StructureDefinition/extension-serviceItemRequestType",
    "valueCodeableConcept":{"coding":[{"system":"https://codesystem.x12.org/005010/1525","code":"HS"}]}},
   {"url":"http://hl7.org/fhir/us/davinci-pas/StructureDefinition/extension-certificationType",
    "valueCodeableConcept":{"coding":[{"system":"https://codesystem.x12.org/005010/1322","code":"I"}]}}],
  "sequence":1,"diagnosisSequence":[1],"informationSequence":[1],
  "category":{"coding":[{"system":"https://codesystem.x12.org/005010/1365","code":"1"}]},
  "productOrService":{"coding":[{"system":"http://www.ama-assn.org/go/cpt","code":"97110"}]},
  "servicedDate":"2026-05-10","locationCodeableConcept":{"coding":[{"code":"11",
  "system":"https://www.cms.gov/Medicare/Coding/place-of-service-codes/Place_of_Service_Code_Set"}]},
  "quantity":{"value":12,"system":"https://codesystem.x12.org/005010/673","code":"VS"}}]}},
{"fullUrl":"http://example.org/fhir/Organization/payer","resource":{"resourceType":"Organization","id":"payer",
 "identifier":[{"system":"urn:example:payers","value":"PAYER1"}],"active":true,"name":"Example Health Plan"}},
{"fullUrl":"http://example.org/fhir/Organization/clinic","resource":{"resourceType":"Organization","id":"clinic",
 "identifier":[{"system":"http://hl7.org/fhir/sid/us-npi","value":"1234567893"}],"active":true,"name":"Example Clinic"}},
{"fullUrl":"http://example.org/fhir/Coverage/cov","resource":{"resourceType":"Coverage","id":"cov",
 "identifier":[{"type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0203","code":"MB"}]},
  "system":"urn:example:members","value":"M-100"}],"status":"active","beneficiary":{"reference":"Patient/p1"},
 "relationship":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/subscriber-relationship","code":"self"}]},
 "payor":[{"reference":"Organization/payer"}]}},
{"fullUrl":"http://example.org/fhir/Patient/p1","resource":{"resourceType":"Patient","id":"p1",
 "identifier":[{"system":"urn:example:members","value":"M-100"}],"name":[{"family":"Sample","given":["Pat"]}],
 "gender":"female","birthDate":"1980-02-29"}}
]})";

/// The request with the first `from` replaced by `to`; throws when it is not there, so a test cannot miss.
inline std::string changed(std::string_view from, std::string_view to,
                           std::string text = std::string(request_text)) {
  const std::size_t at = text.find(from);
  if (at == std::string::npos) throw std::logic_error("not in the request: " + std::string(from));
  return text.replace(at, from.size(), to);
}

}  // namespace fhir::support
