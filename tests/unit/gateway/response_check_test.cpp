// Answers are checked while they leave, when the setting says so.
#include "fhir_support.hpp"

namespace {

using fhir_conversation::FhirConversation;
using fhir_conversation::InquiryText;
using fhir_conversation::scenario;
using testing::HasSubstr;

class CheckedAnswers : public FhirConversation {
 protected:
  void SetUp() override {
    gateway::Config config;
    config.check_responses = true;
    config.log_level = "off";
    open(config);
  }
  std::string faults() {
    const std::string text = gateway().services().metrics.text();
    const std::size_t at = text.find("\nprecert_answer_faults_total ");
    return at == std::string::npos ? "no such metric" : text.substr(at + 1, text.find('\n', at + 1) - at - 1);
  }
};

TEST_F(CheckedAnswers, OfASubmissionAndAnInquiryBreakNothing) {
  const gateway::HttpReply submitted = post("/fhir/Claim/$submit", scenario("mri-approved"));
  EXPECT_EQ(submitted.status, 200U);
  EXPECT_EQ(post("/fhir/Claim/$inquire", InquiryText().text()).status, 200U);
  EXPECT_EQ(post("/fhir/2.0.1/Claim/$submit", scenario("mri-pended")).status, 200U);
  EXPECT_EQ(post("/fhir/2.0.1/Claim/$inquire", InquiryText().text()).status, 200U);
  EXPECT_EQ(faults(), "precert_answer_faults_total 0");
}

TEST_F(CheckedAnswers, LeaveAlsoWhenTheyBreakAProfile) {
  // An NPI with a wrong check digit is only a warning in a request, and the answer echoes who sent it.
  const std::string request =
      fhir_conversation::replaced_once(scenario("mri-approved"), "1999000015", "1999000016");
  gateway::HttpRequest sent;  // not by post(), which wants answers without a breach
  sent.method = gateway::Method::post;
  sent.path = "/fhir/Claim/$submit";
  sent.content_type = "application/fhir+json";
  sent.body = request;
  const gateway::HttpReply reply = gateway().answer_now(sent);
  EXPECT_EQ(reply.status, 200U);
  EXPECT_THAT(reply.body, HasSubstr("ClaimResponse"));
  EXPECT_NE(faults(), "precert_answer_faults_total 0");
}

}  // namespace
