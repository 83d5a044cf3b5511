// What the tests of FHIR conversations share: a gateway in this process whose clock moves, and messages.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/app/gateway.hpp"
#include "parsers/json/document.hpp"
#include "tests/support/read_json.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/text.hpp"

namespace fhir_conversation {

/// A clock that a test sets.
class MovedClock final : public base::Clock {
 public:
  explicit MovedClock(base::Instant at) : at_(at) {}
  [[nodiscard]] base::Instant now() const override { return at_; }
  void move(std::chrono::seconds by) { at_ += by; }

 private:
  base::Instant at_;
};

using support::Read;
using support::replaced_once;

class FhirConversation : public testing::Test {
 protected:
  void SetUp() override { open({}); }
  void TearDown() override { close(); }

  void open(gateway::Config config);
  void close();
  gateway::Gateway& gateway() { return *gateway_; }
  MovedClock& clock() { return clock_; }

  gateway::HttpReply send(gateway::Method method, const std::string& target, const std::string& body = {},
                          const std::string& content_type = "application/fhir+json");
  gateway::HttpReply post(const std::string& target, const std::string& body) {
    return send(gateway::Method::post, target, body);
  }
  gateway::HttpReply get(const std::string& target) { return send(gateway::Method::get, target); }
  /// Submits a scenario's request; gives the case id.
  std::string submitted(const std::string& scenario);

 private:
  void expect_conformant(const gateway::HttpRequest& request, const gateway::HttpReply& reply);

  MovedClock clock_{*base::instant_from_iso("2026-01-05T17:30:00Z")};
  std::unique_ptr<gateway::NumberSource> numbers_;
  std::optional<support::TemporaryFolder> folder_;
  std::unique_ptr<gateway::Gateway> gateway_;
};

/// fixtures/scenarios/NAME/request.fhir.json
[[nodiscard]] std::string scenario(const std::string& name);
/// The value of that header, "" when there is none.
[[nodiscard]] std::string header(const gateway::HttpReply& reply, std::string_view name);

/// A PAS inquiry. `claim` and `items` are more members of the Claim: `"extension": […]`, `"item": […]`.
struct InquiryText {
  std::string npi = "1999000015";  // who asks
  std::string member = "EXM100000001";
  std::string family = "TESTMEMBER", given = "ALPHA", born = "1980-02-14";
  std::string members;  // of the Claim, each with a leading comma

  [[nodiscard]] std::string text() const;
};

/// `"extension"` with one PAS extension of a string.
[[nodiscard]] std::string number_extension(const std::string& name, const std::string& number);
/// The ClaimResponses in an answer of $inquire, of either version.
[[nodiscard]] std::vector<json::Value> claim_responses(const json::Value& answer);

}  // namespace fhir_conversation
