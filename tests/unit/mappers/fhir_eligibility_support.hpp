// A CoverageEligibilityRequest to change piece by piece, and what comes of it with the demonstration
// rulebook.
#pragma once

#include <string>
#include <vector>

#include "eligibility_support.hpp"
#include "mappers/fhir/eligibility.hpp"
#include "parsers/fhir/resource_view.hpp"

namespace support {

/// A Bundle with the request and all that it refers to. Empty members are left out.
struct EligibilityText {
  std::string purpose = R"(["benefits","auth-requirements"])";
  std::string members = R"("servicedDate":"2026-01-15",)";  // more members of the request, each with a comma
  std::string items = mri("72148");
  std::string member = "EXM100000001", born = "1980-02-14", given = "ALPHA", gender = "female";
  std::string npi = "1999000015";
  std::string payer = "EXPL1";
  std::string identifier = "ELG0001";
  std::string more;  // further entries, each with a leading comma

  static std::string coded(const std::string& system, const std::string& code) {
    return R"({"coding":[{"system":")" + system + R"(","code":")" + code + R"("}]})";
  }
  static std::string mri(const std::string& code) {
    return R"({"productOrService":)" + coded("http://www.ama-assn.org/go/cpt", code) +
           R"(,"extension":[{"url":"http://precert.example/fhir/StructureDefinition/place-of-service",)"
           R"("valueCodeableConcept":)" +
           coded("https://www.cms.gov/Medicare/Coding/place-of-service-codes/Place_of_Service_Code_Set",
                 "22") +
           "}]}";
  }
  /// The request alone, its references unresolved.
  [[nodiscard]] std::string request() const {
    return R"({"resourceType":"CoverageEligibilityRequest","id":"r1","identifier":[{"system":"urn:clinic","value":")" +
           identifier + R"("}],"status":"active","purpose":)" + purpose +
           R"(,"patient":{"reference":"Patient/p1"},"created":"2026-01-05T09:00:00Z",)" + members +
           R"("provider":{"reference":"Organization/o1"},"insurer":{"reference":"Organization/i1"},)"
           R"("insurance":[{"focal":true,"coverage":{"reference":"Coverage/c1"}}],"item":[)" +
           items + "]}";
  }
  [[nodiscard]] std::string text() const {
    return R"({"resourceType":"Bundle","type":"collection","entry":[{"resource":)" + request() +
           R"(},{"resource":{"resourceType":"Patient","id":"p1","name":[{"family":"TESTMEMBER","given":[")" +
           given + R"("]}],"birthDate":")" + born + R"(","gender":")" + gender +
           R"("}},{"resource":{"resourceType":"Coverage","id":"c1","status":"active","subscriberId":")" +
           member +
           R"(","beneficiary":{"reference":"Patient/p1"},"payor":[{"reference":"Organization/i1"}]}},)"
           R"({"resource":{"resourceType":"Organization","id":"o1","name":"EXAMPLE CLINIC","identifier":)"
           R"([{"system":"http://hl7.org/fhir/sid/us-npi","value":")" +
           npi +
           R"("}]}},{"resource":{"resourceType":"Organization","id":"i1","name":"EXAMPLE HEALTH PLAN","identifier":)"
           R"([{"type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0203","code":"NIIP"}]},)"
           R"("value":")" +
           payer + R"("}]}})" + more + "]}";
  }
};

/// Reads, asks and answers one request.
class AskedEligibility {
 public:
  explicit AskedEligibility(const std::string& text, const Household& household = Household()) {
    auto message = mappers::eligibility_message_from(text, {});
    if (!message) {
      issues_ = message.error();
      return;
    }
    message_ = std::move(*message);
    auto question = mappers::coverage_question_from(*message_, demo_rulebook(), household.facts.now);
    if (!question) {
      issues_ = question.error();
      return;
    }
    question_ = std::move(*question);
    answer_ = precert::coverage_answer(question_, demo_rulebook(), household.facts);
    json::Writer out(body_);
    mappers::write_eligibility_response(out, *message_, question_, answer_, {"E1", household.facts.now});
    EXPECT_TRUE(read_.parse_copy(body_)) << body_;
  }

  [[nodiscard]] const base::Issues& issues() const { return issues_; }
  [[nodiscard]] std::vector<std::string> places() const {
    std::vector<std::string> places;
    for (const base::Issue& one : issues_) places.push_back(one.where);
    return places;
  }
  [[nodiscard]] const mappers::EligibilityMessage& message() const { return *message_; }
  [[nodiscard]] const precert::CoverageQuestion& question() const { return question_; }
  [[nodiscard]] const precert::CoverageAnswer& answer() const { return answer_; }
  [[nodiscard]] const std::string& body() const { return body_; }
  [[nodiscard]] json::Value response() const { return read_.root(); }
  [[nodiscard]] json::Value insurance() const { return fhir::first(response(), "insurance"); }
  [[nodiscard]] json::Value item(std::size_t index = 0) const { return insurance().find("item").at(index); }
  [[nodiscard]] std::string description(std::size_t index = 0) const {
    return std::string(fhir::text(item(index), "description"));
  }

 private:
  base::Issues issues_;
  std::unique_ptr<mappers::EligibilityMessage> message_;
  precert::CoverageQuestion question_;
  precert::CoverageAnswer answer_;
  std::string body_;
  json::Document read_;
};

}  // namespace support
