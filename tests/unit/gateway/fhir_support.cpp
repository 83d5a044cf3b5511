#include "fhir_support.hpp"

#include "gateway/cli/cli.hpp"
#include "gateway/fhir/response_check.hpp"
#include "tests/support/demo_gateway.hpp"

namespace fhir_conversation {

using gateway::HttpReply;
using gateway::HttpRequest;

void FhirConversation::open(gateway::Config config) {
  close();
  folder_.emplace();
  numbers_ = gateway::counting_numbers();
  gateway_ = support::demo_gateway(std::move(config), folder_->path(), clock_, *numbers_);
  ASSERT_TRUE(gateway_);
}

void FhirConversation::close() {
  gateway_.reset();
  folder_.reset();
}

HttpReply FhirConversation::send(gateway::Method method, const std::string& target, const std::string& body,
                                 const std::string& content_type) {
  HttpRequest request;
  request.method = method;
  const std::size_t question = target.find('?');
  request.path = target.substr(0, question);
  if (question != std::string::npos) request.query = target.substr(question + 1);
  request.body = body;
  request.content_type = content_type;
  HttpReply reply = gateway_->answer_now(request);
  expect_conformant(request, reply);
  return reply;
}

/// Everything that leaves is held to its profiles.
void FhirConversation::expect_conformant(const HttpRequest& request, const HttpReply& reply) {
  const bool is_fhir = gateway::media_type(reply.content_type) == "application/fhir+json";
  if (!is_fhir || reply.status != 200 || request.path.ends_with("/metadata")) return;
  const Read answer(reply.body);
  if (answer.root().find("resourceType").string() == "OperationOutcome") return;
  const gateway::Services& services = gateway_->services();
  const bool older = request.path.starts_with("/fhir/2.0.1/");
  const bool inquiry = request.path.ends_with("/$inquire");
  const base::Issues faults =
      gateway::faults_of_message(answer.root(), older ? services.pas_2_0_1 : services.pas_2_2_1,
                                 inquiry ? fhir::Purpose::inquire : fhir::Purpose::submit);
  for (const base::Issue& fault : faults) {
    ADD_FAILURE() << request.path << " " << fault.where << " " << fault.remedy;
  }
}

std::string FhirConversation::submitted(const std::string& name) {
  const HttpReply reply = post("/fhir/Claim/$submit", scenario(name));
  EXPECT_EQ(reply.status, 200U) << reply.body;
  const Read answer(reply.body);
  return std::string(answer.root().find("entry").at(0).find("resource").find("id").string());
}

std::string scenario(const std::string& name) {
  const auto text =
      gateway::cli::read_file(PRECERT_SOURCE_DIR "/fixtures/scenarios/" + name + "/request.fhir.json");
  EXPECT_TRUE(text) << name;
  return text ? *text : std::string();
}

std::string header(const HttpReply& reply, std::string_view name) {
  for (const auto& [key, value] : reply.headers) {
    if (key == name) return value;
  }
  return {};
}

std::string InquiryText::text() const {
  return R"({"resourceType":"Bundle","identifier":{"system":"urn:test:inquiry","value":"INQ1"},
 "type":"collection","timestamp":"2026-01-06T09:00:00Z","entry":[
 {"fullUrl":"http://clinic.example/fhir/Claim/inq","resource":{"resourceType":"Claim","id":"inq",
  "identifier":[{"system":"urn:trnorg:1999999990","value":"INQ1EV"}],"status":"active",
  "type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/claim-type","code":"professional"}]},
  "use":"preauthorization","patient":{"reference":"Patient/p"},"created":"2026-01-06T09:00:00Z",
  "insurer":{"reference":"Organization/payer"},"provider":{"reference":"Organization/asker"},
  "priority":{"coding":[{"code":"normal"}]},
  "insurance":[{"sequence":1,"focal":true,"coverage":{"reference":"Coverage/c"}}])" +
         members + R"(}},
 {"fullUrl":"http://clinic.example/fhir/Patient/p","resource":{"resourceType":"Patient","id":"p",
  "identifier":[{"type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0203","code":"MB"}]},
   "system":"urn:test:member","value":")" +
         member + R"("}],"name":[{"family":")" + family + R"(","given":[")" + given + R"("]}],
  "gender":"female","birthDate":")" +
         born + R"("}},
 {"fullUrl":"http://clinic.example/fhir/Organization/payer","resource":{"resourceType":"Organization",
  "id":"payer","active":true,"name":"EXAMPLE HEALTH PLAN","identifier":[{"type":{"coding":[{
   "system":"http://hl7.org/fhir/us/carin-bb/CodeSystem/C4BBIdentifierType","code":"payerid"}]},
   "system":"urn:test:payer","value":"EXPL1"}]}},
 {"fullUrl":"http://clinic.example/fhir/Organization/asker","resource":{"resourceType":"Organization",
  "id":"asker","active":true,"name":"EXAMPLE CLINIC","identifier":[{
   "system":"http://hl7.org/fhir/sid/us-npi","value":")" +
         npi + R"("}]}},
 {"fullUrl":"http://clinic.example/fhir/Coverage/c","resource":{"resourceType":"Coverage","id":"c",
  "status":"active","beneficiary":{"reference":"Patient/p"},"payor":[{"reference":"Organization/payer"}],
  "relationship":{"coding":[{"code":"self"}]}}}]})";
}

std::string number_extension(const std::string& name, const std::string& number) {
  return R"("extension":[{"url":"http://hl7.org/fhir/us/davinci-pas/StructureDefinition/extension-)" + name +
         R"(","valueString":")" + number + R"("}])";
}

std::vector<json::Value> claim_responses(const json::Value& answer) {
  std::vector<json::Value> found;
  const auto take = [&](const json::Value& bundle) {
    for (const json::Value entry : bundle.find("entry").elements()) {
      const json::Value resource = entry.find("resource");
      if (resource.find("resourceType").string() == "ClaimResponse") found.push_back(resource);
    }
  };
  if (answer.find("resourceType").string() == "Bundle") take(answer);
  for (const json::Value parameter : answer.find("parameter").elements()) {
    if (parameter.find("name").string() == "return") take(parameter.find("resource"));
  }
  return found;
}

}  // namespace fhir_conversation
