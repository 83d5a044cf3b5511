// What the tests of DTR share: the calls of a client, and what it finds in the answers.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "fhir_support.hpp"
#include "parsers/json/writer.hpp"

namespace dtr {

using fhir_conversation::FhirConversation;
using fhir_conversation::Read;
using gateway::HttpReply;

inline constexpr const char* package_path = "/fhir/2.0.1/Questionnaire/$questionnaire-package";
inline const std::string forms_url = "http://127.0.0.1:8080/fhir/2.0.1/Questionnaire/";

inline std::string resource(const std::string& name, const std::string& text) {
  return R"({"name":")" + name + R"(","resource":)" + text + "}";
}
inline std::string coverage(const std::string& member = "EXM100000001", const std::string& more = {}) {
  return resource(
      "coverage",
      R"({"resourceType":"Coverage","id":"c1","status":"active","subscriberId":")" + member +
          R"(","beneficiary":{"reference":"Patient/p1"},"payor":[{"reference":"Organization/pay"}])" + more +
          "}");
}
inline std::string cpt(const std::string& code) {
  return R"({"coding":[{"system":"http://www.ama-assn.org/go/cpt","code":")" + code + R"("}]})";
}
inline std::string hcpcs(const std::string& code) {
  return R"({"coding":[{"system":"http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets","code":")" + code +
         R"("}]})";
}
/// `more`: members with a leading comma.
inline std::string order(const std::string& id, const std::string& code, const std::string& more = {}) {
  return resource("order",
                  R"({"resourceType":"ServiceRequest","id":")" + id +
                      R"(","status":"draft","intent":"order","subject":{"reference":"Patient/p1"},"code":)" +
                      cpt(code) + more + "}");
}
inline std::string canonical(const std::string& url) {
  return R"({"name":"questionnaire","valueCanonical":")" + url + R"("})";
}
inline std::string context(const std::string& text) {
  return R"({"name":"context","valueString":")" + text + R"("})";
}
inline std::string parameters(std::initializer_list<std::string> parts) {
  std::string text = R"({"resourceType":"Parameters","parameter":[)";
  for (const std::string& one : parts) text += (text.ends_with('[') ? "" : ",") + one;
  return text + "]}";
}

/// The package Bundles of an answer, in either shape.
inline std::vector<json::Value> packages(const json::Value& answer) {
  if (answer.find("resourceType").string() == "Bundle") return {answer};
  std::vector<json::Value> found;
  for (const json::Value one : answer.find("parameter").elements()) {
    const json::Value inside = one.find("resource");
    if (inside.find("resourceType").string() == "Bundle") found.push_back(inside);
  }
  return found;
}
inline json::Value outcome(const json::Value& answer) {
  for (const json::Value one : answer.find("parameter").elements()) {
    const json::Value inside = one.find("resource");
    if (inside.find("resourceType").string() == "OperationOutcome") return one;
  }
  return {};
}
inline json::Value first_of(const json::Value& bundle, std::string_view type) {
  for (const json::Value entry : bundle.find("entry").elements()) {
    const json::Value inside = entry.find("resource");
    if (inside.find("resourceType").string() == type) return inside;
  }
  return {};
}
/// Last parts of the URLs of the forms: "mri-spine".
inline std::vector<std::string> form_names(const json::Value& answer) {
  std::vector<std::string> names;
  for (const json::Value& bundle : packages(answer)) {
    const std::string url(first_of(bundle, "Questionnaire").find("url").string());
    names.push_back(url.substr(url.rfind('/') + 1));
  }
  return names;
}
inline std::vector<std::string> form_names(const HttpReply& reply) {
  EXPECT_EQ(reply.status, 200U) << reply.body;
  const Read answer(reply.body);
  return form_names(answer.root());
}
/// The extension's values of that URL's last part.
inline std::vector<std::string> references(const json::Value& resource, std::string_view name) {
  std::vector<std::string> found;
  for (const json::Value one : resource.find("extension").elements()) {
    if (one.find("url").string().ends_with(name)) {
      found.emplace_back(one.find("valueReference").find("reference").string());
    }
  }
  return found;
}
inline std::string text_of(const json::Value& value) {
  std::string text;
  json::Writer(text).raw(value);
  return text;
}

}  // namespace dtr
