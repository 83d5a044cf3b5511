#include "asking.hpp"

#include <sstream>

#include "gateway/cli/cli.hpp"
#include "tests/support/demo_gateway.hpp"

namespace capabilities {

void Asking::SetUp() {
  numbers_ = gateway::counting_numbers();
  folder_ = std::make_unique<support::TemporaryFolder>();
  gateway_ = support::demo_gateway({}, folder_->path(), clock_, *numbers_);
  ASSERT_TRUE(gateway_);
}

void Asking::TearDown() {
  gateway_.reset();
  folder_.reset();
}

void Asking::at(std::string_view instant) { clock_.set(*base::instant_from_iso(instant)); }

gateway::HttpReply Asking::post(const std::string& path, const std::string& body, const std::string& type) {
  gateway::HttpRequest request;
  request.method = gateway::Method::post;
  request.path = path;
  request.body = body;
  request.content_type = type;
  return gateway_->answer_now(request);
}

gateway::HttpReply Asking::get(const std::string& path) {
  gateway::HttpRequest request;
  request.method = gateway::Method::get;
  const std::size_t question = path.find('?');
  request.path = path.substr(0, question);
  if (question != std::string::npos) request.query = path.substr(question + 1);
  return gateway_->answer_now(request);
}

std::string Asking::x12(const std::string& interchange) {
  const gateway::HttpReply reply = post("/x12", interchange, "application/edi-x12");
  EXPECT_EQ(reply.status, 200U) << reply.body;
  return reply.body;
}

Question about(const std::string& code, const std::string& member) {
  Question question;
  question.member = member;
  question.services.push_back({code});
  return question;
}

namespace {

// ---- members ----

struct Member {
  std::string given, born, gender;
};

/// By number, out of the demo members; a stranger when there is none.
Member member(const std::string& id) {
  static const auto text = gateway::cli::read_file(PRECERT_SOURCE_DIR "/fixtures/members.json");
  static const Read all(text ? *text : "[]");
  for (const json::Value one : all.root().elements()) {
    if (one.find("id").string() != id) continue;
    return {std::string(one.find("name").find("given").string()),
            std::string(one.find("birth_date").string()), std::string(one.find("gender").string())};
  }
  return {"ZULU", "1990-01-01", "female"};
}

std::string without(std::string text, char mark) {
  std::erase(text, mark);
  return text;
}

// ---- X12 ----

std::string padded(int number) {
  const std::string digits = std::to_string(number);
  return std::string(9 - digits.size(), '0') + digits;
}

std::string interchange(const std::string& functional, const std::string& version, const std::string& set,
                        const std::string& body, int number) {
  const std::string control = padded(number);
  const std::string group = std::to_string(number);
  const auto count = std::count(body.begin(), body.end(), '~') + 2;
  return "ISA*00*          *00*          *ZZ*CLEARTEST1     *ZZ*EXAMPLEPLAN    *260105*0930*^*00501*" +
         control + "*0*T*:~GS*" + functional + "*CLEARTEST1*EXAMPLEPLAN*20260105*0930*" + group + "*X*" +
         version + "~ST*" + set + "*0001*" + version + "~" + body + "SE*" + std::to_string(count) +
         "*0001~GE*1*" + group + "~IEA*1*" + control + "~";
}

std::string patient_segments(const std::string& id) {
  const Member who = member(id);
  const std::string sex = who.gender == "female" ? "F" : who.gender == "male" ? "M" : "U";
  return "NM1*IL*1*TESTMEMBER*" + who.given + "****MI*" + id + "~DMG*D8*" + without(who.born, '-') + "*" +
         sex + "~";
}

bool is_hospital_code(const std::string& code) { return code.size() == 7; }  // ICD-10-PCS

std::string composite(const Service& service) {
  const std::string qualifier = is_hospital_code(service.code) ? "ZZ"
                                : service.code.front() == 'D'  ? "AD"
                                                               : "HC";
  if (service.description.empty()) return qualifier + ":" + service.code;
  return qualifier + ":" + service.code + ":::::" + service.description;
}

std::string service_segments(const Service& service) {
  const std::string& quantity = service.quantity;
  const std::string amount = quantity.empty() ? "*" : "UN*" + quantity;
  if (service.code.front() == 'D')
    return "SV3*" + composite(service) + "*****" + (quantity.empty() ? "1" : quantity) + "~";
  if (is_hospital_code(service.code)) return "SV2**" + composite(service) + "**" + amount + "~";
  return "SV1*" + composite(service) + "**" + amount + "***1~";
}

}  // namespace

std::string Asking::say_278(const Question& question) {
  const int number = ++sent_;
  const std::string id = "RQ" + std::to_string(number);
  const std::string day = without(question.day, '-');
  std::string body = "BHT*0007*13*" + id +
                     "*20260105*0930~HL*1**20*1~NM1*X3*2*EXAMPLE HEALTH PLAN*****PI*EXPL1~HL*2*1*21*1~"
                     "NM1*1P*2*REQUESTING CLINIC*****XX*" +
                     question.requester + "~HL*3*2*22*1~" + patient_segments(question.member) +
                     "HL*4*3*EV*1~TRN*1*" + id + "EV*1999999990~UM*" + question.category + "*" +
                     question.certification + "**" + question.services.front().place + ":B**" +
                     question.level + "***Y~";
  if (!question.previous.empty()) body += "REF*BB*" + question.previous + "~";
  body += "HI*ABK:" + without(question.diagnosis, '.') + "~";
  if (!question.said.empty()) body += "MSG*" + question.said + "~";
  body += "NM1*DK*1*SAMPLE*ORDERA****XX*1999000049~";
  int level = 5;
  for (const Service& service : question.services) {
    body += "HL*" + std::to_string(level) + "*4*SS*0~TRN*1*" + id + "L" + std::to_string(level - 4) +
            "*1999999990~UM*" + question.category + "*" + question.certification + "**" + service.place +
            ":B~DTP*472*D8*" + day + "~" + service_segments(service);
    if (!service.facility.empty()) body += "NM1*FA*2*PLACE OF SERVICE*****XX*" + service.facility + "~";
    ++level;
  }
  return x12(interchange("HI", "005010X217", "278", body, number));
}

std::string Asking::say_270(const Question& question) {
  const int number = ++sent_;
  std::string body = "BHT*0022*13*EL" + std::to_string(number) +
                     "*20260105*0900~HL*1**20*1~NM1*PR*2*EXAMPLE HEALTH PLAN*****PI*EXPL1~HL*2*1*21*1~"
                     "NM1*1P*2*REQUESTING CLINIC*****XX*" +
                     question.requester + "~HL*3*2*22*0~TRN*1*EL" + std::to_string(number) + "T*1999999990~" +
                     patient_segments(question.member) + "HI*BK:" + without(question.diagnosis, '.') +
                     "~DTP*291*D8*" + without(question.day, '-') + "~";
  for (const Service& service : question.services) {
    body += "EQ**" + composite(service) + "~";
    if (!service.place.empty()) body += "III*ZZ*" + service.place + "~";
  }
  return x12(interchange("HS", "005010X279A1", "270", body, number));
}

// ---- FHIR ----

namespace {

std::string coding(std::string_view system, std::string_view code) {
  return R"({"coding":[{"system":")" + std::string(system) + R"(","code":")" + std::string(code) + R"("}]})";
}

std::string procedure(const std::string& code) {
  const bool letter = std::isalpha(static_cast<unsigned char>(code.front())) != 0;
  if (is_hospital_code(code)) return coding("http://www.cms.gov/Medicare/Coding/ICD10", code);
  if (letter && code.front() == 'D') return coding("http://www.ada.org/cdt", code);
  return coding(
      letter ? "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets" : "http://www.ama-assn.org/go/cpt",
      code);
}

std::string place_of(const Service& service) {
  return coding("https://www.cms.gov/Medicare/Coding/place-of-service-codes/Place_of_Service_Code_Set",
                service.place);
}

std::string entry(const std::string& type, const std::string& id, const std::string& members) {
  return R"({"fullUrl":"http://clinic.example/fhir/)" + type + "/" + id +
         R"(","resource":{"resourceType":")" + type + R"(","id":")" + id + R"(",)" + members + "}}";
}

std::string npi(const std::string& number) {
  return R"("identifier":[{"system":"http://hl7.org/fhir/sid/us-npi","value":")" + number + R"("}])";
}

std::string diagnosis_of(const std::string& code) {
  return coding("http://hl7.org/fhir/sid/icd-10-cm", code);
}

/// Patient, coverage, payer, requester, ordering person and the places that are named: with a leading comma
/// each.
std::vector<std::string> parties(const Question& question) {
  const Member who = member(question.member);
  const std::string number = R"("identifier":[{"type":)" +
                             coding("http://terminology.hl7.org/CodeSystem/v2-0203", "MB") +
                             R"(,"system":"urn:test:member","value":")" + question.member + R"("}])";
  std::vector<std::string> all = {
      entry("Patient", "p1",
            number + R"(,"name":[{"family":"TESTMEMBER","given":[")" + who.given + R"("]}],"gender":")" +
                who.gender + R"(","birthDate":")" + who.born + R"(")"),
      entry("Coverage", "c1",
            number + R"(,"status":"active","subscriberId":")" + question.member +
                R"(","beneficiary":{"reference":"Patient/p1"},"subscriber":{"reference":"Patient/p1"},
          "relationship":)" +
                coding("http://terminology.hl7.org/CodeSystem/subscriber-relationship", "self") +
                R"(,"payor":[{"reference":"Organization/payer1"}])"),
      entry("Organization", "payer1",
            R"("active":true,"name":"Example Health Plan","identifier":[{"type":)" +
                coding("http://hl7.org/fhir/us/carin-bb/CodeSystem/C4BBIdentifierType", "payerid") +
                R"(,"system":"urn:test:payer","value":"EXPL1"}])"),
      entry("Organization", "requester",
            R"("active":true,"name":"REQUESTING CLINIC",)" + npi(question.requester)),
      entry("Practitioner", "d1", npi("1999000049") + R"(,"name":[{"family":"SAMPLE","given":["ORDERA"]}])"),
      entry(
          "PractitionerRole", "r1",
          R"("practitioner":{"reference":"Practitioner/d1"},"organization":{"reference":"Organization/requester"})")};
  for (const Service& service : question.services) {
    if (service.facility.empty()) continue;
    const std::string named = entry("Organization", "f" + service.facility,
                                    R"("active":true,"name":"PLACE OF SERVICE",)" + npi(service.facility));
    if (std::find(all.begin(), all.end(), named) == all.end()) all.push_back(named);
  }
  return all;
}

std::string joined(const std::vector<std::string>& parts) {
  std::string all;
  for (const std::string& part : parts) all += (all.empty() ? "" : ",") + part;
  return all;
}

/// "Q/headache-weeks=5;Q/first-pet=Y" as items of a QuestionnaireResponse.
std::string said_items(const std::string& said) {
  std::vector<std::string> items;
  std::istringstream parts(said);
  for (std::string part; std::getline(parts, part, ';');) {
    const std::size_t equals = part.find('=');
    const std::string name = part.substr(2, equals - 2);
    const std::string value = part.substr(equals + 1);
    const std::string answer = value == "Y" || value == "N" ? std::string(R"({"valueBoolean":)") +
                                                                  (value == "Y" ? "true" : "false") + "}"
                               : value.find_first_not_of("0123456789.") == std::string::npos
                                   ? R"({"valueDecimal":)" + value + "}"
                                   : R"({"valueString":")" + value + R"("})";
    items.push_back(R"({"linkId":")" + name + R"(","answer":[)" + answer + "]}");
  }
  return joined(items);
}

std::string pas_extension(const std::string& name, const std::string& system, const std::string& code) {
  return R"({"url":"http://hl7.org/fhir/us/davinci-pas/StructureDefinition/extension-)" + name +
         R"(","valueCodeableConcept":)" + coding("https://codesystem.x12.org/005010/" + system, code) + "}";
}

std::string claim_item(const Question& question, std::size_t index) {
  const Service& service = question.services[index];
  std::string item = R"({"extension":[)" +
                     pas_extension("serviceItemRequestType", "1525", question.category) + "," +
                     pas_extension("certificationType", "1322", question.certification);
  if (!question.previous.empty()) {
    item +=
        R"(,{"url":"http://hl7.org/fhir/us/davinci-pas/StructureDefinition/extension-authorizationNumber","valueString":")" +
        question.previous + R"("})";
  }
  item += R"(],"sequence":)" + std::to_string(index + 1) + R"(,"diagnosisSequence":[1],"productOrService":)" +
          procedure(service.code) + R"(,"servicedDate":")" + question.day +
          R"(","locationCodeableConcept":)" + place_of(service);
  if (!service.quantity.empty()) item += R"(,"quantity":{"value":)" + service.quantity + "}";
  if (!service.facility.empty()) item += R"(,"careTeamSequence":[)" + std::to_string(index + 2) + "]";
  return item + "}";
}

std::string care_team(const Question& question) {
  std::vector<std::string> all;
  const auto one = [](std::size_t sequence, const std::string& who, const std::string& role, bool overall) {
    return R"({"extension":[{"url":"http://hl7.org/fhir/us/davinci-pas/StructureDefinition/extension-careTeamClaimScope","valueBoolean":)" +
           std::string(overall ? "true" : "false") + R"(}],"sequence":)" + std::to_string(sequence) +
           R"(,"provider":{"reference":")" + who + R"("},"role":)" +
           coding("https://codesystem.x12.org/005010/98", role) + "}";
  };
  all.push_back(one(1, "PractitionerRole/r1", "DK", true));
  for (std::size_t index = 0; index < question.services.size(); ++index) {
    const std::string& facility = question.services[index].facility;
    if (!facility.empty()) all.push_back(one(index + 2, "Organization/f" + facility, "FA", false));
  }
  return joined(all);
}

}  // namespace

std::string Asking::say_pas(const Question& question) {
  const std::string id = "RQ" + std::to_string(++sent_);
  std::vector<std::string> items;
  for (std::size_t index = 0; index < question.services.size(); ++index)
    items.push_back(claim_item(question, index));
  const std::string wanted =
      question.review_wanted
          ? R"(,{"url":"http://precert.example/fhir/StructureDefinition/review-wanted","valueBoolean":true})"
          : "";
  std::string claim =
      R"("extension":[)" + pas_extension("levelOfServiceCode", "1338", question.level) + wanted +
      R"(],"identifier":[{"system":"urn:trnorg:1999999990","value":")" + id +
      R"("}],"status":"active","type":)" +
      coding("http://terminology.hl7.org/CodeSystem/claim-type", "professional") + R"(,"use":")" +
      question.use +
      R"(","patient":{"reference":"Patient/p1"},"created":"2026-01-05T09:30:00Z","insurer":{"reference":"Organization/payer1"},
    "provider":{"reference":"Organization/requester"},"priority":)" +
      coding("http://terminology.hl7.org/CodeSystem/processpriority",
             question.level == "E" ? "normal" : "stat") +
      R"(,"careTeam":[)" + care_team(question) +
      R"(],"diagnosis":[{"sequence":1,"diagnosisCodeableConcept":)" + diagnosis_of(question.diagnosis) +
      R"(}],"insurance":[{"sequence":1,"focal":true,"coverage":{"reference":"Coverage/c1"}}],"item":[)" +
      joined(items) + "]";
  std::vector<std::string> entries;
  if (!question.said.empty()) {
    claim += R"(,"supportingInfo":[{"sequence":1,"category":)" +
             coding("http://hl7.org/fhir/us/davinci-pas/CodeSystem/PASTempCodes", "additionalInformation") +
             R"(,"valueReference":{"reference":"QuestionnaireResponse/q1"}}])";
    entries.push_back(entry("QuestionnaireResponse", "q1",
                            R"("questionnaire":"urn:precert:questionnaire","status":"completed",
      "subject":{"reference":"Patient/p1"},"authored":"2026-01-05T09:30:00Z","item":[)" +
                                said_items(question.said) + "]"));
  }
  entries.insert(entries.begin(), entry("Claim", "claim", claim));
  for (const std::string& one : parties(question)) entries.push_back(one);
  const gateway::HttpReply reply = post(
      "/fhir/Claim/$submit",
      R"({"resourceType":"Bundle","identifier":{"system":"urn:test:bundle","value":")" + id +
          R"("},"type":"collection","timestamp":"2026-01-05T09:30:00Z","entry":[)" + joined(entries) + "]}");
  EXPECT_EQ(reply.status, 200U) << reply.body;
  return reply.body;
}

std::string Asking::say_eligibility(const Question& question) {
  std::vector<std::string> items;
  for (const Service& service : question.services) {
    std::string item = R"({"productOrService":)" + procedure(service.code) +
                       R"(,"diagnosis":[{"diagnosisCodeableConcept":)" + diagnosis_of(question.diagnosis) +
                       "}]";
    if (!service.quantity.empty()) item += R"(,"quantity":{"value":)" + service.quantity + "}";
    if (!service.facility.empty())
      item += R"(,"facility":{"reference":"Organization/f)" + service.facility + R"("})";
    items.push_back(item + "}");
  }
  const std::string request = entry(
      "CoverageEligibilityRequest", "e" + std::to_string(++sent_),
      R"("status":"active",
    "purpose":["auth-requirements","benefits","validation"],"patient":{"reference":"Patient/p1"},"servicedDate":")" +
          question.day +
          R"(","created":"2026-01-05T09:30:00Z","provider":{"reference":"Organization/requester"},"insurer":{"reference":"Organization/payer1"},
    "insurance":[{"focal":true,"coverage":{"reference":"Coverage/c1"}}],"item":[)" +
          joined(items) + "]");
  const gateway::HttpReply reply = post("/fhir/CoverageEligibilityRequest/$submit",
                                        R"({"resourceType":"Bundle","type":"collection","entry":[)" +
                                            request + "," + joined(parties(question)) + "]}");
  EXPECT_EQ(reply.status, 200U) << reply.body;
  return reply.body;
}

std::string Asking::say_order_sign(const Question& question) {
  std::vector<std::string> orders;
  for (std::size_t index = 0; index < question.services.size(); ++index) {
    const Service& service = question.services[index];
    std::string order =
        R"("status":"draft","intent":"order","subject":{"reference":"Patient/p1"},"authoredOn":"2026-01-05",
      "requester":{"reference":"PractitionerRole/r1"},"occurrenceDateTime":")" +
        question.day + R"(","code":)" + procedure(service.code) + R"(,"reasonCode":[)" +
        diagnosis_of(question.diagnosis) + "]";
    if (!service.quantity.empty()) order += R"(,"quantityQuantity":{"value":)" + service.quantity + "}";
    if (!service.facility.empty())
      order += R"(,"performer":[{"reference":"Organization/f)" + service.facility + R"("}])";
    orders.push_back(entry("ServiceRequest", "sr" + std::to_string(index + 1), order));
  }
  const std::vector<std::string> all = parties(question);
  const auto resource = [&](std::size_t index) {
    const std::string& text = all[index];
    const std::size_t start = text.find(R"("resource":)") + 11;
    return text.substr(start, text.size() - start - 1);
  };
  const auto searchset = [](const std::string& entries) {
    return R"({"resourceType":"Bundle","type":"searchset","entry":[)" + entries + "]}";
  };
  std::vector<std::string> organizations(all.begin() + 6, all.end());
  organizations.insert(organizations.begin(), all[3]);
  char instance[40];
  (void)std::snprintf(instance, sizeof instance, "0a7b4f1e-6f0a-4c8e-9a55-%012d", ++sent_);
  const std::string body =
      std::string(R"({"hook":"order-sign","hookInstance":")") + instance +
      R"(","context":{"userId":"PractitionerRole/r1","patientId":"p1","draftOrders":{"resourceType":"Bundle","type":"collection","entry":[)" +
      joined(orders) + R"(]}},"prefetch":{"patient":)" + resource(0) + R"(,"coverage":)" +
      searchset(all[1] + "," + all[2]) + R"(,"practitioners":)" + searchset(all[4]) +
      R"(,"practitionerRoles":)" + searchset(all[5]) + R"(,"organizations":)" +
      searchset(joined(organizations)) + R"(,"locations":)" + searchset("") + "}}";
  const gateway::HttpReply reply = post("/cds-services/crd-order-sign", body, "application/json");
  EXPECT_EQ(reply.status, 200U) << reply.body;
  return reply.body;
}

}  // namespace capabilities
