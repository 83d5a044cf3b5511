// Records of the metrics model, from what a gateway stored (PAS metric-2).
#include "gateway/review/exchange_metrics.hpp"
#include "fhir_support.hpp"
#include "gateway/cli/cli.hpp"
#include "gateway/cli/metrics.hpp"

namespace {

using fhir_conversation::FhirConversation;
using fhir_conversation::Read;
using fhir_conversation::scenario;
using gateway::Method;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

class MetricsRecords : public FhirConversation {
 protected:
  std::vector<std::string> records(const std::string& from = "2026-01-01",
                                   const std::string& until = "2027-01-01") {
    std::vector<std::string> all;
    const auto told = gateway::each_metrics_record(
        gateway().services().store, *base::instant_from_iso(from + "T00:00:00Z"),
        *base::instant_from_iso(until + "T00:00:00Z"), [&](std::string_view record) {
          all.emplace_back(record);
          return true;
        });
    EXPECT_TRUE(told);
    return all;
  }
  /// The answers that the pended MRI lacks, sent a day later.
  void send_answers() {
    clock().move(std::chrono::hours(24));
    const auto reply = post(
        "/fhir/$submit-attachment",
        R"({"resourceType":"Parameters","parameter":[{"name":"TrackingId","valueIdentifier":{"value":"TRC0000000001"}},)"
        R"({"name":"AttachTo","valueCode":"preauthorization"},{"name":"ProviderId","valueIdentifier":{)"
        R"("system":"http://hl7.org/fhir/sid/us-npi","value":"1999000015"}},)"
        R"({"name":"MemberId","valueIdentifier":{"value":"EXM100000001"}},{"name":"Attachment","part":[)"
        R"({"name":"Content","resource":{"resourceType":"QuestionnaireResponse","status":"completed","item":[)"
        R"({"linkId":"conservative-care-weeks","answer":[{"valueDecimal":8}]},)"
        R"({"linkId":"neuro-exam-documented","answer":[{"valueBoolean":true}]}]}}]}]})");
    EXPECT_EQ(reply.status, 200U) << reply.body;
  }
};

TEST_F(MetricsRecords, TellWhoAskedWhomAndHowItEnded) {
  submitted("mri-approved");
  const auto all = records();
  ASSERT_THAT(all, SizeIs(1));
  const Read record(all[0]);
  const json::Value root = record.root();
  EXPECT_EQ(root.find("source").string(), "payer-src");
  EXPECT_EQ(root.find("providerId").find("value").string(), "1999000015");
  EXPECT_EQ(root.find("payerId").find("value").string(), "EXPL1");
  ASSERT_EQ(root.find("exchange").size(), 1U);
  const json::Value exchange = root.find("exchange").at(0);
  EXPECT_EQ(exchange.find("type").string(), "initial");
  EXPECT_EQ(exchange.find("method").string(), "restful");
  EXPECT_EQ(exchange.find("requestTime").string(), "2026-01-05T17:30:00Z");
  EXPECT_EQ(exchange.find("httpResponse").number_text(), "200");
  const json::Value line = root.find("itemDetail").at(0);
  EXPECT_EQ(line.find("trn").string(), "MRI01L1");
  EXPECT_EQ(line.find("item").find("coding").at(0).find("code").string(), "72148");
  EXPECT_EQ(line.find("result").string(), "approved");
  EXPECT_EQ(line.find("responsesRequired").number_text(), "1");
}

TEST_F(MetricsRecords, FollowAPendedLineToItsEnd) {
  submitted("mri-pended");
  EXPECT_THAT(records().at(0), HasSubstr(R"("result":"pended")"));
  EXPECT_THAT(records().at(0), Not(HasSubstr("finalResponseTime")));
  send_answers();
  const auto all = records();
  ASSERT_THAT(all, SizeIs(1));
  const Read record(all[0]);
  ASSERT_EQ(record.root().find("exchange").size(), 2U);
  EXPECT_EQ(record.root().find("exchange").at(1).find("type").string(), "initialDocToPayer");
  const json::Value line = record.root().find("itemDetail").at(0);
  EXPECT_EQ(line.find("result").string(), "approved");
  EXPECT_EQ(line.find("initialSubmissionTime").string(), "2026-01-05T17:30:00Z");
  EXPECT_EQ(line.find("finalResponseTime").string(), "2026-01-06T17:30:00Z");
  EXPECT_EQ(line.find("responsesRequired").number_text(), "2");
  for (const json::Value document : record.root().find("requestedDoc").elements()) {
    EXPECT_EQ(document.find("timeRequested").string(), "2026-01-05T17:30:00Z");
    EXPECT_EQ(document.find("timeSubmitted").string(), "2026-01-06T17:30:00Z");
  }
}

TEST_F(MetricsRecords, SayWhyALineIsDenied) {
  submitted("excluded-benefit");
  const auto all = records();
  ASSERT_THAT(all, SizeIs(1));
  const Read record(all[0]);
  const json::Value line = record.root().find("itemDetail").at(0);
  EXPECT_EQ(line.find("result").string(), "denied");
  EXPECT_EQ(line.find("denialReason").find("coding").at(0).find("code").string(), "0M");
}

TEST_F(MetricsRecords, NameTheLoopOfARefusalAndNoPatient) {
  submitted("member-not-found");
  const auto all = records();
  ASSERT_THAT(all, SizeIs(1));
  const Read record(all[0]);
  const json::Value refusal = record.root().find("aaaCodes").at(0);
  EXPECT_EQ(refusal.find("aaaCode").string(), "75");
  EXPECT_EQ(refusal.find("loopID").string(), "2010C");
  EXPECT_THAT(all[0], Not(HasSubstr("EXM199999999")));
}

TEST_F(MetricsRecords, SpanTheDaysThatAreNamed) {
  submitted("mri-approved");
  EXPECT_THAT(records("2026-01-06", "2026-02-01"), SizeIs(0));
  EXPECT_THAT(records("2026-01-05", "2026-01-06"), SizeIs(1));
}

TEST_F(MetricsRecords, ArePrintedOneALine) {
  submitted("mri-approved");
  submitted("excluded-benefit");
  gateway::cli::MetricsOptions options;
  options.exchanges = true;
  options.data = gateway().services().config.data_dir.string();
  testing::internal::CaptureStdout();
  EXPECT_EQ(gateway::cli::metrics(options), gateway::cli::good);
  const auto all = records("1970-01-01", "9999-12-31");
  ASSERT_THAT(all, SizeIs(2));
  EXPECT_EQ(testing::internal::GetCapturedStdout(), all[0] + "\n" + all[1] + "\n");
}

TEST(MetricsCommand, WantsDays) {
  gateway::cli::MetricsOptions options;
  options.until = "2026-13-01";
  EXPECT_EQ(gateway::cli::metrics(options), gateway::cli::usage);
}

}  // namespace
