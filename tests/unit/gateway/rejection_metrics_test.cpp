// What is rejected is counted when its answer is kept: not for a repeat, and not for an attempt that came
// second.
#include "fhir_support.hpp"
#include "x12_support.hpp"

namespace {

using fhir_conversation::scenario;

/// precert_rejections_total of that kind.
std::string rejected(gateway::Services& services, const std::string& kind) {
  const std::string text = services.metrics.text();
  const std::string series = "precert_rejections_total{kind=\"" + kind + "\"} ";
  const std::size_t at = text.find(series);
  if (at == std::string::npos) return "no such series";
  return text.substr(at + series.size(), text.find('\n', at) - at - series.size());
}

class FhirRejections : public fhir_conversation::FhirConversation {
 protected:
  std::string count_of(const std::string& kind) { return rejected(gateway().services(), kind); }
};

TEST_F(FhirRejections, OfABundleCountOnceHoweverOftenItComes) {
  const std::string empty = R"({"resourceType":"Bundle","type":"collection"})";
  EXPECT_EQ(post("/fhir/Claim/$submit", empty).status, 400U);
  EXPECT_EQ(fhir_conversation::header(post("/fhir/Claim/$submit", empty), "X-Replayed"), "true");
  EXPECT_EQ(count_of("bundle"), "1");
}

TEST_F(FhirRejections, OfAMemberCountOnceHoweverOftenTheRequestComes) {
  for (int i = 0; i < 3; ++i)
    EXPECT_EQ(post("/fhir/Claim/$submit", scenario("member-not-found")).status, 200U);
  EXPECT_EQ(count_of("business"), "1");
}

TEST_F(FhirRejections, OfAnInquiryCountEachTimeItIsAnswered) {
  fhir_conversation::InquiryText inquiry;
  inquiry.member = "EXM999999999";
  EXPECT_EQ(post("/fhir/Claim/$inquire", inquiry.text()).status, 200U);
  EXPECT_EQ(post("/fhir/Claim/$inquire", inquiry.text()).status, 200U);
  EXPECT_EQ(count_of("business"), "2");
}

class X12Rejections : public x12_conversation::X12Gateway {
 protected:
  std::string count_of(const std::string& kind) { return rejected(gateway().gateway().services(), kind); }
};

TEST_F(X12Rejections, OfWhatAnInterchangeHoldsDoNotCountWhenItIsRejectedItself) {
  answer_to(x12_conversation::x12_scenario("mri-approved"));
  // The same control number with other content: it is gone through once before the store says so.
  std::string other = x12_conversation::x12_scenario("member-not-found");
  const std::string used = x12_conversation::x12_scenario("mri-approved").substr(90, 9);
  const std::string own = other.substr(90, 9);
  for (std::size_t at = other.find(own); at != std::string::npos; at = other.find(own, at + 9))
    other.replace(at, 9, used);
  answer_to(other);
  EXPECT_EQ(count_of("interchange"), "1");
  EXPECT_EQ(count_of("business"), "0");
}

}  // namespace
