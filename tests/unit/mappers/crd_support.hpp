// Hook calls as text, and what the demonstration payer answers to them.
#pragma once

#include <deque>
#include <map>
#include <string>
#include <vector>

#include "eligibility_support.hpp"
#include "mappers/fhir/crd_extension.hpp"
#include "mappers/fhir/crd_response.hpp"
#include "parsers/fhir/resource_view.hpp"
#include "parsers/json/document.hpp"

namespace crd_test {

inline constexpr const char* cpt = "http://www.ama-assn.org/go/cpt";
inline constexpr const char* hcpcs = "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets";

/// A ServiceRequest; `more` are further members, each with a leading comma.
inline std::string service(const std::string& code, const std::string& more = "",
                           const std::string& id = "sr1") {
  return R"({"resourceType":"ServiceRequest","id":")" + id +
         R"(","status":"draft","intent":"order","code":{"coding":[{"system":")" + cpt + R"(","code":")" +
         code +
         R"("}]},"subject":{"reference":"Patient/p1"},"authoredOn":"2026-01-05",)"
         R"("requester":{"reference":"Practitioner/d1"})" +
         more + "}";
}
inline const std::string at_hospital = R"(,"locationReference":[{"reference":"Location/hospital"}])";

/// One call of an order hook.
struct CallText {
  std::string hook = "order-sign";
  std::string orders = service("73721", at_hospital);
  std::string context;  // further members, each with a leading comma
  std::string encounter =
      R"({"resourceType":"Encounter","id":"e1","status":"in-progress","class":{"code":"AMB"}})";
  std::string patient =
      R"({"resourceType":"Patient","id":"p1","name":[{"family":"TESTMEMBER","given":["ALPHA"]}],"birthDate":"1980-02-14"})";
  std::string coverages = coverage("c1", "EXM100000001");
  std::string more;  // of the body, each with a leading comma

  static std::string coverage(const std::string& id, const std::string& member,
                              const std::string& payer = "Organization/payer1") {
    return R"({"resource":{"resourceType":"Coverage","id":")" + id +
           R"(","status":"active","subscriberId":")" + member +
           R"(","beneficiary":{"reference":"Patient/p1"},"payor":[{"reference":")" + payer + R"("}]}})";
  }
  [[nodiscard]] std::string text() const {
    return R"({"hook":")" + hook +
           R"(","hookInstance":"0a7b4f1e-6f0a-4c8e-9a55-2a1c8f2f6f10",)"
           R"("context":{"userId":"Practitioner/d1","patientId":"p1","encounterId":"e1","draftOrders":)"
           R"({"resourceType":"Bundle","type":"collection","entry":[{"resource":)" +
           orders + "}]}" + context + R"(},"prefetch":{"patient":)" + patient + R"(,"encounter":)" +
           encounter + R"(,"coverage":{"resourceType":"Bundle","type":"searchset","entry":[)" + coverages +
           R"(]},"others":)"
           R"({"resourceType":"Bundle","type":"searchset","entry":[)"
           R"({"resource":{"resourceType":"Organization","id":"payer1","identifier":[{"value":"EXPL1"}]}},)"
           R"({"resource":{"resourceType":"Organization","id":"payer2","identifier":[{"value":"OTHER"}]}},)"
           R"({"resource":{"resourceType":"Practitioner","id":"d1","identifier":[{"system":"http://hl7.org/fhir/sid/us-npi","value":"1999000049"}]}},)"
           R"({"resource":{"resourceType":"Location","id":"hospital","identifier":[{"system":"http://hl7.org/fhir/sid/us-npi","value":"1999000023"}]}},)"
           R"({"resource":{"resourceType":"Location","id":"outside","identifier":[{"system":"http://hl7.org/fhir/sid/us-npi","value":"1999001047"}]}},)"
           R"({"resource":{"resourceType":"Condition","id":"k1","code":{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"G35"}]}}}]}})" +
           more + "}";
  }
};

/// The family of the demonstration, and places of every kind.
struct CrdHousehold : support::Household {
  CrdHousehold() {
    const auto place = [](const char* npi, const char* name, int tier, bool inside, const char* kind) {
      precert::Facility one;
      one.npi = npi;
      one.name = name;
      one.cost_tier = tier;
      one.in_network = inside;
      one.kind = kind;
      one.address.state = "IL";
      one.address.city = "SPRINGFIELD";
      return one;
    };
    directory = precert::Directory({place("1999000155", "EXAMPLE IMAGING CENTER", 1, true, "imaging_centre"),
                                    place("1999000023", "EXAMPLE HOSPITAL", 3, true, "hospital"),
                                    place("1999001047", "EXAMPLE OUTSIDE", 2, false, "imaging_centre")});
  }
  void hold(const std::string& product) { member.coverage.front().product = product; }
};

/// Reads a call and answers it as the gateway does, but for storing it.
class Told {
 public:
  explicit Told(const std::string& body, const CrdHousehold& household = CrdHousehold(),
                const std::string& service_id = "crd-order-sign") {
    read_and_answer(body, household, service_id);
  }
  Told(const Told&) = delete;
  Told& operator=(const Told&) = delete;

  [[nodiscard]] bool refused() const { return !issues_.empty(); }
  [[nodiscard]] const base::Issues& issues() const { return issues_; }
  [[nodiscard]] const std::vector<mappers::OrderQuestion>& questions() const { return questions_; }
  [[nodiscard]] const precert::CoverageAnswer& answer(std::size_t at = 0) const { return answers_.at(at); }
  [[nodiscard]] json::Value root() const { return answer_document_.root(); }
  [[nodiscard]] json::Value action(std::size_t at = 0) const { return root().find("systemActions").at(at); }
  [[nodiscard]] json::Value record_resource(const std::string& reference) const {
    return record_->resource(reference);
  }
  /// The n-th repetition of the extension on a resource that is updated.
  [[nodiscard]] json::Value information(std::size_t action_at = 0, std::size_t at = 0) const {
    std::size_t seen = 0;
    for (const json::Value one : fhir::list(action(action_at).find("resource"), "extension")) {
      if (fhir::text(one, "url").ends_with("ext-coverage-information") && seen++ == at) return one;
    }
    return {};
  }
  /// Codes, texts and references of one sub-extension, joined by a blank.
  [[nodiscard]] std::string part(const std::string& url, std::size_t action_at = 0) const {
    std::string all;
    for (const json::Value one : fhir::list(information(action_at), "extension")) {
      if (fhir::text(one, "url") != url) continue;
      const json::Value value = fhir::value_x(one, "value");
      std::string text(value.string());
      if (text.empty()) text = fhir::text(value, "reference");
      if (text.empty()) text = fhir::text(value, "code");
      if (text.empty()) text = fhir::text(fhir::first_coding(value), "code");
      all += (all.empty() ? "" : " ") + text;
    }
    return all;
  }
  [[nodiscard]] std::string reason() const {
    for (const json::Value one : fhir::list(information(), "extension")) {
      if (fhir::text(one, "url") == "reason")
        return std::string(fhir::text(one.find("valueCodeableConcept"), "text"));
    }
    return {};
  }
  /// The card of that topic; absent when there is none.
  [[nodiscard]] json::Value card(const std::string& topic) const {
    for (const json::Value one : fhir::list(root(), "cards")) {
      if (fhir::text(one.find("source").find("topic"), "code") == topic) return one;
    }
    return {};
  }
  [[nodiscard]] const std::string& body() const { return body_; }

 private:
  void fail(base::Issues issues) { issues_ = std::move(issues); }
  void read_and_answer(const std::string& body, const CrdHousehold& household,
                       const std::string& service_id) {
    const auto parsed = document_.parse_copy(body);
    EXPECT_TRUE(parsed) << body;
    if (!parsed) return;
    auto request = mappers::hook_request_from(*parsed, *mappers::crd_service(service_id));
    if (!request) return fail(request.error());
    request_ = std::move(*request);
    auto record = mappers::hook_record_of(request_, {}, {});
    if (!record) return fail(record.error());
    record_ = std::move(*record);
    if (base::Issues unknown = mappers::unknown_of(request_, *record_); !unknown.empty())
      return fail(unknown);
    auto questions =
        mappers::order_questions_from(request_, *record_, support::demo_rulebook(), household.facts.now);
    if (!questions) return fail(questions.error());
    questions_ = std::move(*questions);
    answer(household);
  }
  void answer(const CrdHousehold& household) {
    const mappers::AssertionContext context{request_, support::demo_rulebook(),
                                            "https://plan.example/fhir/Questionnaire/"};
    std::deque<std::vector<mappers::CoverageInformation>> informations;
    std::vector<mappers::AssertedOrder> orders;
    for (const mappers::OrderQuestion& question : questions_) {
      precert::Facts facts = household.facts;
      facts.directory = &household.directory;
      if (question.question.subscriber.member_id() != household.member.id.text()) facts.member = nullptr;
      facts.numbers.reference = "NR" + std::to_string(answers_.size() + 1);
      answers_.push_back(precert::coverage_answer(question.question, support::demo_rulebook(), facts));
      informations.push_back(mappers::assertions_from(question, answers_.back(), context));
      orders.push_back({&question, &answers_.back(), informations.back()});
    }
    body_ = mappers::hook_answer_from(orders, context, household.directory, "seed").body;
    EXPECT_TRUE(answer_document_.parse_copy(body_)) << body_;
  }

  json::Document document_, answer_document_;
  mappers::HookRequest request_;
  std::unique_ptr<mappers::HookRecord> record_;
  std::vector<mappers::OrderQuestion> questions_;
  std::deque<precert::CoverageAnswer> answers_;
  std::string body_;
  base::Issues issues_;
};

/// A member of the body that asks for a version and options.
inline std::string asks(const std::string& version, const std::string& options = "") {
  return R"(,"extension":{"davinci-crd.requestedVersion":")" + version +
         R"(","davinci-crd.configuration":{)" + options + "}}";
}

}  // namespace crd_test
