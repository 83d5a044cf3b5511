#include "fhir_response_support.hpp"

#include <set>

#include "mappers/codes/fhir_systems.hpp"
#include "parsers/fhir/resource_view.hpp"

namespace support {
namespace {

using precert::LineDetermination;
using precert::ReviewAction;

constexpr base::Instant decision_time{std::chrono::seconds{1'767'605'400}};  // 2026-01-05T09:30:00Z

precert::Party organization(precert::PartyRole role, std::string name, std::string npi) {
  precert::Party party;
  party.role = role;
  party.organization = std::move(name);
  party.identifiers = {{precert::IdentifierKind::npi, std::move(npi), ""}};
  return party;
}

precert::Party therapist() {
  precert::Party party;
  party.role = precert::PartyRole::performing;
  party.entity = precert::EntityType::person;
  party.person = {"Stone", "Ruth", "", "", ""};
  party.identifiers = {{precert::IdentifierKind::npi, "1999999984", ""}};
  party.taxonomy = "225100000X";
  return party;
}

precert::ServiceLine line(int sequence, std::string code) {
  precert::ServiceLine out;
  out.sequence = sequence;
  out.procedure.code = std::move(code);
  out.traces = {{"LINE-" + std::to_string(sequence), "9012345678", "", {}}};
  out.dates = base::Period{{2026, 2, 1}, base::Date{2026, 3, 31}};
  out.place = precert::Place{precert::PlaceKind::place_of_service, "11", {}};
  out.quantity = precert::Quantity{base::Decimal(12), precert::Unit::visit, {}};
  out.amount = base::Decimal(1200);
  out.diagnosis_pointers = {1};
  return out;
}

LineDetermination decision(int sequence, ReviewAction action) {
  LineDetermination out;
  out.sequence = sequence;
  out.action = action;
  const bool certified = action == ReviewAction::certified || action == ReviewAction::modified;
  if (certified) {
    out.certification_number = "AUTH-7";
    out.validity = base::Period{{2026, 1, 5}, base::Date{2026, 4, 5}};
  } else {
    out.reference_number = "REF-7";
  }
  return out;
}

precert::Determination determination(std::vector<LineDetermination> lines) {
  precert::Determination out;
  out.decided = decision_time;
  out.numbers = {"AUTH-7", "REF-7", "TRACE-7"};
  out.umo_contact = {"Medical management", {{precert::ContactKind::phone, "5555550100", "12"}}};
  out.lines = std::move(lines);
  out.action = precert::summary_of(out.lines);
  return out;
}

void collect_private(const json::Value& value, std::vector<std::string>& found) {
  for (const json::Value element : value.elements()) collect_private(element, found);
  for (const json::Member member : value.members()) {
    if (member.key != "extension") {
      collect_private(member.value, found);
      continue;
    }
    for (const json::Value extension : member.value.elements()) {
      const std::string_view url = extension.find("url").string();
      const bool is_part = url.find(':') == std::string_view::npos;
      if (!is_part && !url.starts_with("http://hl7.org/fhir/")) found.emplace_back(url);
      collect_private(extension, found);
    }
  }
}

void collect_shape(const json::Value& value, const std::string& where, std::vector<std::string>& found) {
  const bool container = value.is_object() || value.is_array();
  if (value.is_null() || (value.is_string() && value.string().empty()) || (container && value.empty())) {
    found.push_back(where);
  }
  std::size_t index = 0;
  for (const json::Value element : value.elements()) {
    collect_shape(element, where + "[" + std::to_string(index++) + "]", found);
  }
  int values = 0;
  for (const json::Member member : value.members()) {
    const std::string name = where + "." + std::string(member.key);
    collect_shape(member.value, name, found);
    if (member.key.starts_with("value")) ++values;
  }
  if (where.ends_with("]") && where.find(".extension[") != std::string::npos &&
      value.find("url").is_string()) {
    const bool has_parts = value.find("extension").exists();
    if (values != (has_parts ? 0 : 1)) found.push_back(where + " (value or parts)");
  }
}

void collect_references(const fhir::Bundle& bundle, const json::Value& value, const fhir::Entry& from,
                        std::vector<std::string>& found) {
  for (const json::Value element : value.elements()) collect_references(bundle, element, from, found);
  for (const json::Member member : value.members()) {
    const bool of_claim = member.key == "request" || member.key == "reasonReference";
    if (member.key == "reference" && member.value.is_string()) {
      if (!bundle.resolve(member.value, from)) found.emplace_back(member.value.string());
    } else if (!of_claim) {
      collect_references(bundle, member.value, from, found);
    }
  }
}

}  // namespace

precert::ReviewRequest therapy_request() {
  precert::ReviewRequest out;
  out.reference = "SUBMISSION-1";
  out.reference_system = "http://clinic.example/submissions";
  out.transmission = {"INTER-SND", "INTER-RCV", "APP-SND", "APP-RCV"};
  out.umo = organization(precert::PartyRole::umo, "Example Health Plan", "1999999992");
  out.requester = organization(precert::PartyRole::provider, "Example Clinic", "1999999976");
  out.subscriber.name = {"Sample", "Pat", "", "", ""};
  out.subscriber.identifiers = {{precert::IdentifierKind::member_id, "M100", ""}};
  out.subscriber.birth_date = base::Date{1970, 1, 1};
  out.event.traces = {{"111099", "9012345678", "DIVISION", {}}};
  out.event.service_type = "42";
  out.event.diagnoses = {{precert::DiagnosisKind::principal, precert::CodeSystem::icd10_cm, "M5416", {}, {}}};
  out.event.providers = {therapist()};
  out.services = {line(1, "97110"), line(2, "72148")};
  out.services[1].procedure.modifiers = {"26", "LT"};
  out.services[1].procedure.code_end = "72149";
  out.services[1].revenue_code = "0420";
  out.services[1].epsdt = true;
  return out;
}

const std::string& therapy_bundle() {
  static const std::string text =
      R"({"resourceType":"Bundle","identifier":{"system":"http://clinic.example/submissions","value":"SUBMISSION-1"},)"
      R"("type":"collection","timestamp":"2026-01-05T09:29:00Z","entry":[)"
      R"({"fullUrl":"http://clinic.example/fhir/Claim/C1","resource":{"resourceType":"Claim","id":"C1",)"
      R"("identifier":[{"system":"urn:trnorg:9012345678","value":"111099"}],"status":"active",)"
      R"("type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/claim-type","code":"professional"}]},)"
      R"("use":"preauthorization","patient":{"reference":"Patient/P1"},"insurer":{"reference":"Organization/I1"},)"
      R"("provider":{"reference":"Organization/R1"},"item":[{"sequence":1,"extension":[{"url":)"
      R"("http://hl7.org/fhir/us/davinci-pas/StructureDefinition/extension-requestedService","valueReference":)"
      R"({"reference":"ServiceRequest/S1"}}]},{"sequence":2}]}},)"
      R"({"fullUrl":"http://clinic.example/fhir/Patient/P1","resource":{"resourceType":"Patient","id":"P1",)"
      R"("name":[{"family":"Sample"}],"gender":"unknown","multipleBirthInteger":1,"extension":[{"url":)"
      R"("http://hl7.org/fhir/StructureDefinition/patient-cadavericDonor","valueBoolean":false}]}},)"
      R"({"fullUrl":"http://clinic.example/fhir/Organization/I1","resource":{"resourceType":"Organization",)"
      R"("id":"I1","active":true,"name":"Example Health Plan"}},)"
      R"({"fullUrl":"http://clinic.example/fhir/Organization/R1","resource":{"resourceType":"Organization",)"
      R"("id":"R1","identifier":[{"system":"http://hl7.org/fhir/sid/us-npi","value":"1999999976"}],"active":true,)"
      R"("name":"Example \"Clinic\""}},)"
      R"({"fullUrl":"urn:uuid:7f3c1a52-0000-4000-8000-000000000001","resource":{"resourceType":"Practitioner",)"
      R"("identifier":[{"system":"http://hl7.org/fhir/sid/us-npi","value":"1999999984"}],)"
      R"("name":[{"family":"Stone"}]}},)"
      R"({"fullUrl":"http://clinic.example/fhir/PractitionerRole/W1","resource":{"resourceType":"PractitionerRole",)"
      R"("id":"W1","practitioner":{"reference":"urn:uuid:7f3c1a52-0000-4000-8000-000000000001"},)"
      R"("organization":{"reference":"Organization/R1"}}},)"
      R"({"fullUrl":"http://clinic.example/fhir/ServiceRequest/S1","resource":{"resourceType":"ServiceRequest",)"
      R"("id":"S1","subject":{"reference":"Patient/P1"},"quantityQuantity":{"value":12.50},)"
      R"("requester":{"reference":"PractitionerRole/W1"}}},)"
      R"({"fullUrl":"http://clinic.example/fhir/Location/L1","resource":{"resourceType":"Location","id":"L1"}}]})";
  return text;
}

precert::Determination decided_as(ReviewAction action) {
  return determination({decision(1, action), decision(2, action)});
}

precert::Determination mixed() {
  LineDetermination denied = decision(2, ReviewAction::not_certified);
  denied.reasons = {
      {"0F", "Six weeks of conservative care are not documented", "imaging-1", "Plan criteria, 2026", {}}};
  denied.rights = precert::Rights{"You may appeal in writing", {2026, 7, 4}, "Call the medical director"};
  precert::Determination out = determination({decision(1, ReviewAction::certified), denied});
  out.reviewer = precert::Reviewer{"dr-1", "1999999950", "207X00000X", true};
  return out;
}

precert::Determination modified() {
  LineDetermination fewer = decision(1, ReviewAction::modified);
  fewer.quantity = precert::Quantity{base::Decimal(6), precert::Unit::visit, {}};
  fewer.reasons = {{"04", "The plan covers six visits at a time", "visits", "", {}}};
  return determination({fewer, decision(2, ReviewAction::certified)});
}

precert::Determination pended() {
  const base::Instant due = decision_time + std::chrono::hours(24 * 7);
  LineDetermination first = decision(1, ReviewAction::pended);
  first.reasons = {{"0U", "More information is needed", "therapy-1", "", {}}};
  first.missing = {{"plan-of-care", "Send the plan of care", "18776-5", "08", "ordering provider", "ACN-1",
                    due, "18804-5"}};
  first.timeframe = precert::Timeframe{"routine", due, "plan promise: 7 days"};
  LineDetermination second = decision(2, ReviewAction::pended);
  second.missing = {{"", "Send the imaging report", "", "RR", "facility", "ACN-2", due, ""},
                    {"red-flag", "Is there a red flag?", "", "", "ordering provider", "", due, ""}};
  return determination({first, second});
}

precert::Determination refused() {
  precert::Determination out = determination({});
  out.refusals = {{precert::Level::subscriber,
                   0,
                   "72",
                   precert::FollowUp::correct_and_resubmit,
                   "The member number is not known here",
                   "NM1-09",
                   {"Patient.identifier[0]"}}};
  return out;
}

mappers::ResponseContext context(mappers::PasVersion version) {
  mappers::ResponseContext out;
  out.version = version;
  out.case_id = "case-7";
  out.base_url = "https://payer.example/fhir";
  out.at = decision_time;
  return out;
}

Parsed::Parsed(const std::string& text) {
  const auto read = document_.parse_copy(text);
  EXPECT_TRUE(read) << text;
  if (!read || (*read).find("resourceType").string() != "Bundle") return;
  auto bundle = fhir::bundle_from(*read);
  EXPECT_TRUE(bundle) << text;
  if (bundle) bundle_ = std::move(*bundle);
}

std::vector<json::Value> Parsed::of_type(std::string_view type) const {
  std::vector<json::Value> out;
  for (const fhir::Entry& entry : bundle_.entries()) {
    if (entry.type == type) out.push_back(entry.resource);
  }
  return out;
}

std::string answer_to_fhir(const precert::Determination& determination, mappers::ResponseContext context) {
  const Parsed asked(therapy_bundle());
  context.request = &asked.bundle();
  return mappers::review_response_from(therapy_request(), determination, context);
}

std::string answer_to_x12(const precert::Determination& determination,
                          const mappers::ResponseContext& context) {
  return mappers::review_response_from(therapy_request(), determination, context);
}

std::vector<std::string> shape_faults(const json::Value& root) {
  std::vector<std::string> found;
  collect_shape(root, "", found);
  return found;
}

std::vector<std::string> reference_faults(const fhir::Bundle& bundle) {
  std::vector<std::string> found;
  std::set<std::string> urls;
  for (const fhir::Entry& entry : bundle.entries()) {
    if (!urls.emplace(entry.full_url).second) found.push_back("twice: " + std::string(entry.full_url));
    collect_references(bundle, entry.resource, entry, found);
  }
  return found;
}

std::vector<std::string> private_extensions(const json::Value& root) {
  std::vector<std::string> found;
  collect_private(root, found);
  return found;
}

json::Value item_of(const json::Value& claim_response, int sequence) {
  for (const json::Value item : fhir::list(claim_response, "item")) {
    if (item.find("itemSequence").number_text() == std::to_string(sequence)) return item;
  }
  return {};
}

std::string action_of(const json::Value& claim_response, int sequence) {
  const json::Value adjudication = fhir::first(item_of(claim_response, sequence), "adjudication");
  const json::Value action = fhir::extension(adjudication, "extension-reviewAction");
  const json::Value code = fhir::extension_value(action, "extension-reviewActionCode");
  return std::string(fhir::code_of(code, "https://codesystem.x12.org/005010/306"));
}

std::string text_of(const json::Value& value) {
  std::string out;
  json::Writer writer(out);
  writer.raw(value);
  return out;
}

}  // namespace support
