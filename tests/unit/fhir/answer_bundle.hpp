// A PAS answer that breaks no rule, with a request for documents. Invented people only.
#pragma once

#include <string>
#include <string_view>

namespace fhir::support {

inline constexpr std::string_view answer_text = R"({
"resourceType":"Bundle","identifier":{"system":"urn:example:submitter","value":"B-1"},"type":"collection",
"timestamp":"2026-05-04T09:30:01-05:00","entry":[
{"fullUrl":"http://example.org/fhir/ClaimResponse/r1","resource":{"resourceType":"ClaimResponse","id":"r1",
 "identifier":[{"system":"urn:example:claims","value":"T-1"}],"status":"active",
 "type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/claim-type","code":"professional"}]},
 "use":"preauthorization","patient":{"reference":"Patient/p1"},"created":"2026-05-04T09:30:01-05:00",
 "insurer":{"reference":"Organization/payer"},"requestor":{"reference":"Organization/clinic"},
 "request":{"reference":"Claim/c1"},"outcome":"complete",
 "item":[{"extension":[
   {"url":"http://hl7.org/fhir/us/davinci-pas/StructureDefinition/extension-itemPreAuthIssueDate",
    "valueDate":"2026-05-04"}],
  "itemSequence":1,"noteNumber":[1],"adjudication":[{"extension":[
   {"url":"http://hl7.org/fhir/us/davinci-pas/StructureDefinition/extension-reviewAction","extension":[
    {"url":"http://hl7.org/fhir/us/davinci-pas/StructureDefinition/extension-reviewActionCode",
     "valueCodeableConcept":{"coding":[{"system":"https://codesystem.x12.org/005010/306","code":"A4"}]}},
    {"url":"number","valueString":"AUTH-1"}]}],
  "category":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/adjudication","code":"submitted"}]}}]}],
 "processNote":[{"number":1,"text":"Please send the record."}],
 "communicationRequest":[{"reference":"CommunicationRequest/ask"}]}},
{"fullUrl":"http://example.org/fhir/Organization/payer","resource":{"resourceType":"Organization","id":"payer",
 "identifier":[{"system":"urn:example:payers","value":"PAYER1"}],"active":true,"name":"Example Health Plan"}},
{"fullUrl":"http://example.org/fhir/Organization/clinic","resource":{"resourceType":"Organization","id":"clinic",
 "identifier":[{"system":"http://hl7.org/fhir/sid/us-npi","value":"1234567893"}],"active":true,"name":"Example Clinic"}},
{"fullUrl":"http://example.org/fhir/Patient/p1","resource":{"resourceType":"Patient","id":"p1",
 "identifier":[{"system":"urn:example:members","value":"M-100"}],"name":[{"family":"Sample","given":["Pat"]}],
 "gender":"female","birthDate":"1980-02-29"}},
{"fullUrl":"http://example.org/fhir/CommunicationRequest/ask","resource":{"resourceType":"CommunicationRequest",
 "id":"ask","identifier":[{"value":"ACN-1"}],"status":"active",
 "category":[{"coding":[{"system":"https://codesystem.x12.org/005010/755","code":"OZ"}]}],
 "payload":[{"contentString":"18842-5"}],"requester":{"reference":"Organization/payer"},
 "recipient":[{"reference":"Organization/clinic"}],"sender":{"reference":"Organization/clinic"}}}
]})";

inline constexpr std::string_view task_text = R"({"resourceType":"Task","identifier":[{"value":"ACN-1"}],
"status":"requested","intent":"order","code":{"coding":[
 {"system":"http://hl7.org/fhir/us/davinci-pas/CodeSystem/PASTempCodes","code":"attachment-request-code"}]},
"for":{"reference":"Patient/p1"},"requester":{"identifier":{"value":"PAYER1"}},"owner":{"identifier":{"value":"1"}},
"reasonCode":{"coding":[{"system":"http://hl7.org/fhir/us/davinci-pas/CodeSystem/PASTempCodes",
 "code":"priorAuthorization"}]},"reasonReference":{"reference":"Claim/c1"},
"input":[{"type":{"coding":[{"system":"http://hl7.org/fhir/us/davinci-pas/CodeSystem/PASTempCodes",
  "code":"payer-url"}]},"valueUrl":"https://payer.example.org/fhir/$submit-attachment"},
 {"extension":[{"url":"http://hl7.org/fhir/us/davinci-pas/StructureDefinition/extension-serviceLineNumber",
   "valuePositiveInt":1}],"type":{"coding":[
  {"system":"http://hl7.org/fhir/us/davinci-pas/CodeSystem/PASTempCodes","code":"attachments-needed"}]},
  "valueCodeableConcept":{"coding":[{"system":"http://loinc.org","code":"18842-5"}]}}]})";

inline constexpr std::string_view subscription_text = R"({"resourceType":"Subscription","status":"requested",
"reason":"Answers that come later","end":"2027-01-01T00:00:00Z",
"criteria":"http://hl7.org/fhir/us/davinci-pas/SubscriptionTopic/PASSubscriptionTopic","channel":{
 "type":"rest-hook","endpoint":"https://client.example.org/hook","payload":"application/fhir+json","_payload":{
 "extension":[{"url":
  "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-payload-content",
  "valueCode":"full-resource"}]}}})";

/// A notification that carries `inner` (a Bundle).
inline std::string notification_with(std::string_view inner) {
  return R"({"resourceType":"Bundle","id":"n1","type":"history","timestamp":"2026-05-04T10:00:00Z","entry":[
  {"fullUrl":"urn:uuid:4f3c0d52-64a5-4c5b-9d77-40a3e4b7f3a1","resource":{"resourceType":"Parameters","parameter":[
    {"name":"subscription","valueReference":{"reference":"https://payer.example.org/fhir/Subscription/1"}},
    {"name":"status","valueCode":"active"},{"name":"type","valueCode":"event-notification"},
    {"name":"notification-event","part":[{"name":"event-number","valueString":"1"},
     {"name":"focus","valueReference":{"reference":"https://payer.example.org/fhir/Bundle/1"}}]}]},
   "request":{"method":"GET","url":"https://payer.example.org/fhir/Subscription/1/$status"},
   "response":{"status":"200"}},
  {"fullUrl":"https://payer.example.org/fhir/Bundle/1","resource":)" +
         std::string(inner) +
         R"(,"request":{"method":"POST","url":"Claim/$submit"},"response":{"status":"200"}}]})";
}

}  // namespace fhir::support
