#include "fhir_request_support.hpp"

#include "mappers/model/canonical.hpp"

namespace fhir_request {

Message::Message(const std::string& text) {
  const auto parsed = document_.parse_copy(text);
  if (!parsed) return;
  auto bundle = fhir::bundle_from(*parsed);
  readable_ = bundle.has_value();
  if (readable_) bundle_ = std::move(*bundle);
}

json::Value Message::resource(std::string_view type) const {
  const fhir::Entry* found = bundle_.first(type);
  return found == nullptr ? json::Value{} : found->resource;
}

base::Result<precert::ReviewRequest> read(const std::string& text, base::Issues* skipped) {
  const Message message(text);
  if (!message.readable()) return base::Issues{base::Issue{}};
  return mappers::review_request_from(message.bundle(), mappers::PasVersion::v2_2_1, skipped);
}

precert::ReviewRequest request_of(const std::string& text) {
  auto request = read(text);
  if (!request) {
    ADD_FAILURE() << request.error().first().where << ": " << request.error().first().remedy;
    return {};
  }
  return std::move(*request);
}

std::string written(const precert::ReviewRequest& request, base::Issues* lost) {
  std::string text;
  json::Writer writer(text);
  base::Issues issues = mappers::write_review_request(writer, request, "seed");
  if (lost != nullptr) *lost = std::move(issues);
  return text;
}

std::vector<std::string> lost_on_round_trip(const precert::ReviewRequest& request) {
  return mappers::differences(request, request_of(written(request)));
}

std::string entry(const std::string& type, const std::string& id, const std::string& members) {
  return R"(,{"fullUrl":"http://sender.example/fhir/)" + type + "/" + id +
         R"(","resource":{"resourceType":")" + type + R"(","id":")" + id + R"(",)" + members + "}}";
}

std::string item_with(const std::string& members) {
  return R"({"sequence":1,"category":{"coding":[{"system":"https://codesystem.x12.org/005010/1365","code":"42"}]},
    "productOrService":{"coding":[{"system":"http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets","code":"G0154"}]})" +
         (members.empty() ? std::string() : "," + members) + "}";
}

std::string bundle_with(const std::string& claim_members, const std::string& more) {
  const std::string head =
      R"({"resourceType":"Bundle","identifier":{"system":"http://sender.example/ids","value":"T-1"},"type":"collection",
      "timestamp":"2026-05-02T11:01:00Z","entry":[{"fullUrl":"http://sender.example/fhir/Claim/c","resource":{
      "resourceType":"Claim","id":"c","status":"active","use":"preauthorization","created":"2026-05-02T11:01:00+05:00",
      "patient":{"reference":"Patient/p"},"insurer":{"reference":"Organization/i"},
      "provider":{"reference":"Organization/r"},
      "insurance":[{"sequence":1,"focal":true,"coverage":{"reference":"Coverage/v"}}],)";
  std::string text = head + claim_members + "}}";
  text += entry("Organization", "i", R"("name":"PLAN ONE","type":[{"coding":[{
      "system":"https://codesystem.x12.org/005010/98","code":"PR"}]}])");
  text += entry("Organization", "r", R"("name":"CLINIC ONE","identifier":[{
      "system":"http://hl7.org/fhir/sid/us-npi","value":"1234567893"}])");
  if (more.find("Coverage/v") == std::string::npos) {
    text += entry("Coverage", "v",
                  R"("status":"active","subscriberId":"M-1","beneficiary":{"reference":"Patient/p"},
        "relationship":{"coding":[{"system":"https://codesystem.x12.org/005010/1069","code":"18"}]})");
  }
  text += entry("Patient", "p", R"("name":[{"family":"DOE","given":["PAT","Q"]}],"gender":"female",
      "birthDate":"1980-02-29")");
  return text + more + "]}";
}

namespace {

using namespace precert;  // NOLINT(google-build-using-namespace): the fixture names most of the model

Party person(PartyRole role, const std::string& family, const std::string& npi) {
  Party party;
  party.role = role;
  party.entity = EntityType::person;
  party.person = {family, "ALEX", "B", "DR", "JR"};
  party.identifiers = {{IdentifierKind::npi, npi, ""}, {IdentifierKind::state_licence, "L-77", "IL"}};
  party.address = Address{{"1 MAIN ST", "SUITE 2"}, "SPRINGFIELD", "IL", "62701-0001", "US", ""};
  party.contact =
      Contact{"", {{ContactKind::phone, "2175550100", "12"}, {ContactKind::email, "a@clinic.example", ""}}};
  party.function = "PE";
  party.taxonomy = "207X00000X";
  return party;
}

Party organization(PartyRole role, const std::string& name, const std::string& npi) {
  Party party;
  party.role = role;
  party.organization = name;
  party.identifiers = {{IdentifierKind::npi, npi, ""},
                       {IdentifierKind::employer_id, "370000001", ""},
                       {IdentifierKind::facility_id, "F-9", ""}};
  party.contact = Contact{"INTAKE DESK", {{ContactKind::fax, "2175550199", ""}}};
  return party;
}

void fill_people(ReviewRequest& request) {
  request.umo.role = PartyRole::payer;
  request.umo.organization = "PLAN ONE";
  request.umo.identifiers = {{IdentifierKind::payer_id, "P-1", ""},
                             {IdentifierKind::other, "9", "urn:oid:1.2.3"}};
  request.requester = organization(PartyRole::facility, "HOSPITAL ONE", "1234567893");
  request.requester.taxonomy = "282N00000X";
  request.requester.function = "OR";
  request.subscriber.name = {"DOE", "PAT", "Q", "MS", ""};
  request.subscriber.identifiers = {{IdentifierKind::member_id, "M-1", ""},
                                    {IdentifierKind::social_security, "000000001", ""},
                                    {IdentifierKind::group_policy, "G-5", ""}};
  request.subscriber.gender = Gender::female;
  request.subscriber.military_status = "RU";
  request.dependent = Person{};
  request.dependent->name = {"DOE", "KIT", "", "", ""};
  request.dependent->relationship = Relationship::child;
  request.dependent->birth_date = base::Date{2020, 2, 29};
  request.dependent->birth_sequence = 2;
  request.dependent->address = Address{{"2 SIDE ST"}, "SPRINGFIELD", "IL", "62701", "", ""};
  request.insurance = {"GRP", "PLAN", base::Period{{2026, 1, 1}, base::Date{2026, 12, 31}}, {}};
}

void fill_event(PatientEvent& event) {
  event.traces = {{"TRC1", "1370000001", "DEPT", {}}, {"TRC2", "http://sender.example/traces", "", {}}};
  event.category = RequestCategory::admission;
  event.certification = CertificationType::revision;
  event.service_type = "2";
  event.place = Place{PlaceKind::type_of_bill, "11", {}};
  event.related = RelatedCauses{
      {RelatedCause::auto_accident, RelatedCause::employment}, "IL", "US", base::Date{2026, 4, 1}, {}};
  event.level = LevelOfService::emergency;
  event.previous_certification = "AUTH-1";
  event.previous_reference = "REF-1";
  event.dates = base::Period{{2026, 5, 1}, base::Date{2026, 5, 9}};
  event.admission = base::Period::of({2026, 5, 2});
  event.discharge = base::Date{2026, 5, 8};
  event.diagnoses = {{DiagnosisKind::principal, CodeSystem::icd10_cm, "M5416", base::Date{2026, 4, 2}, {}},
                     {DiagnosisKind::admitting, CodeSystem::icd10_cm, "R52", std::nullopt, {}},
                     {DiagnosisKind::reason_for_visit, CodeSystem::icd9_cm, "7244", std::nullopt, {}},
                     {DiagnosisKind::drg, CodeSystem::drg, "460", std::nullopt, {}}};
  event.delivery = Delivery{Unit::day, base::Decimal(7), "", std::nullopt, "", std::nullopt, "A", "D", {}};
  event.conditions = {{"09", true, {"12", "58"}, {}}, {"75", false, {"02"}, {}}};
  event.admission_details = Admission{"1", "2", "30", "5", {}};
  event.home_health = HomeHealth{};
  event.home_health->prognosis = "3";
  event.home_health->start = base::Date{2026, 5, 3};
  event.providers = {person(PartyRole::attending, "SMITH", "1093817462"),
                     organization(PartyRole::facility, "HOSPITAL ONE", "1234567893")};
}

ServiceLine full_line() {
  ServiceLine line;
  line.sequence = 1;
  line.traces = {{"L1", "1370000001", "", {}}};
  line.previous_certification = "AUTH-2";
  line.previous_reference = "REF-2";
  line.dates = base::Period{{2026, 5, 2}, base::Date{2026, 5, 4}};
  line.procedure = {CodeSystem::cpt, "97110", {"GP", "59"}, "UNUSUAL THERAPY", "97112", {}};
  line.revenue_code = "0420";
  line.amount = base::Decimal(10001, 2);
  line.unit_rate = base::Decimal(125, 1);
  line.quantity = Quantity{base::Decimal(3), Unit::unit, {}};
  line.delivery = Delivery{Unit::visit, base::Decimal(3), "WK", base::Decimal(2), "34", 2, "", "", {}};
  line.diagnosis_pointers = {2, 1};
  line.epsdt = false;
  line.nursing_home_level = "2";
  line.nursing_home_status = "5";
  line.providers = {person(PartyRole::performing, "JONES", "1093817462")};
  line.change = Change::changed;
  return line;
}

}  // namespace

ReviewRequest full_request() {
  ReviewRequest request;
  request.reference = "T-1";
  request.reference_system = "http://sender.example/ids";
  request.submitted = base::instant_from_iso("2026-05-01T10:00:00Z").value_or(base::Instant{});
  request.transmission = {"SENDER", "RECEIVER", "APPSEND", "APPRECV"};
  fill_people(request);
  fill_event(request.event);
  ServiceLine second;
  second.sequence = 2;
  second.procedure = {CodeSystem::ndc, "00777310502", {}, "", "", {}};
  second.quantity = Quantity{base::Decimal(12), Unit::visit, {}};
  second.certification = CertificationType::cancellation;
  second.providers = request.event.providers;
  request.services = {full_line(), second};
  request.documents = {
      {"77", "EL", "ACN1", "NOTES", "34133-9", "application/pdf", "00112233aabbccdd", 0, Change::none, {}},
      {"OB", "AA", "", "", "", "", "", 1, Change::cancelled, {}}};
  request.notes = {{"PLEASE CALL", 0, {}}, {"FOR LINE 2", 2, {}}};
  request.answers = {{"conservative-care-weeks", base::Decimal(6), 0, {}},
                     {"red-flag", false, 0, {}},
                     {"loinc:72133-2", base::Date{2026, 4, 2}, 1, {}},
                     {"why", std::string("pain at night"), 1, {}}};
  mappers::make_canonical(request);
  return request;
}

}  // namespace fhir_request
