// The report from what a gateway stored, over the command's function and over HTTP.
#include <condition_variable>
#include <future>
#include <mutex>
#include <thread>

#include "fhir_support.hpp"
#include "gateway/cli/cli.hpp"
#include "gateway/metrics_report/cms_report.hpp"

namespace {

using fhir_conversation::FhirConversation;
using fhir_conversation::Read;
using gateway::Method;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class StoredMetrics : public FhirConversation {
 protected:
  std::string row(const std::string& id, base::Date from = {2026, 1, 1}, base::Date until = {2027, 1, 1}) {
    const auto made =
        gateway::cms_report(gateway().services().store, *gateway().services().knowledge.current().rulebook,
                            from, until, gateway::ReportLevel::product, [](std::size_t) { return true; });
    EXPECT_TRUE(made);
    if (!made) return {};
    for (const gateway::MetricRow& one : made->levels.front().rows) {
      if (one.id == id) return one.value;
    }
    return "no row";
  }
};

TEST_F(StoredMetrics, CountWhatWasDecidedAtOnceAndWhatWasDecidedLater) {
  submitted("mri-approved");
  submitted("excluded-benefit");
  const std::string waits = submitted("pet-denied");
  EXPECT_EQ(row("standard_requests"), "2");
  EXPECT_EQ(row("standard_approved_percent"), "50.0");
  EXPECT_EQ(row("open_requests"), "1");
  clock().move(std::chrono::hours(24));
  const auto decided =
      send(Method::post, "/review/" + waits + "/decision",
           R"({"reviewer":{"id":"n1"},"role":"nurse","lines":[{"sequence":1,"action":"certified"}]})",
           "application/json");
  ASSERT_EQ(decided.status, 200U) << decided.body;
  EXPECT_EQ(row("standard_requests"), "3");
  EXPECT_EQ(row("standard_approved_percent"), "66.7");
  EXPECT_EQ(row("standard_average_hours"), "8.0");
  EXPECT_EQ(row("standard_median_hours"), "0.0");
  EXPECT_EQ(row("open_requests"), "0");
  EXPECT_EQ(row("standard_requests", {2025, 1, 1}, {2026, 1, 1}), "0");
  EXPECT_EQ(row("standard_requests", {2026, 1, 6}, {2026, 1, 7}), "1");
}

TEST_F(StoredMetrics, OfTheDemoLeaveOutCancerDrugs) {  // OR-M12
  submitted("cancer-drug");
  submitted("mri-approved");
  EXPECT_EQ(row("drug_requests"), "1");
  EXPECT_EQ(row("standard_requests"), "1");
}

TEST_F(StoredMetrics, CountARequestOnceHoweverOftenItWasSent) {  // per request decided
  const auto first = gateway::cli::read_file(PRECERT_SOURCE_DIR "/fixtures/scenarios/duplicate/before.fhir.json");
  ASSERT_TRUE(first);
  ASSERT_EQ(post("/fhir/Claim/$submit", *first).status, 200U);
  submitted("duplicate");
  EXPECT_EQ(row("standard_requests"), "1");
  EXPECT_EQ(row("repeated_requests"), "1");
}

TEST_F(StoredMetrics, AreReadOverHttpInTheFormThatIsWanted) {
  submitted("mri-approved");
  const auto json = get("/metrics/cms-0057-f?from=2026-01-01");
  ASSERT_EQ(json.status, 200U) << json.body;
  const Read read(json.body);
  EXPECT_EQ(read.root().find("report").string(), "cms-0057-f");
  EXPECT_EQ(read.root().find("until").string(), "2027-01-01");
  EXPECT_GT(read.root().find("items_requiring_authorization").find("items").size(), 10U);
  const auto csv = get("/metrics/cms-0057-f?from=2026-01-01&format=csv&level=line_of_business");
  EXPECT_EQ(csv.content_type, "text/csv; charset=utf-8");
  const auto page = get("/metrics/cms-0057-f?from=2026-01-01&format=html");
  EXPECT_EQ(page.content_type, "text/html; charset=utf-8");
  for (const std::string& body : {json.body, csv.body, page.body}) {
    EXPECT_THAT(body, AllOf(Not(HasSubstr("TESTMEMBER")), Not(HasSubstr("EXM1"))));  // no patient
  }
  for (const char* const wrong : {"from=January", "from=9999-01-01", "from=2026-01-01&until=9999-01-02",
                                  "from=2026-01-01&until=2025-01-01", "level=city", "format=pdf"}) {
    EXPECT_EQ(get(std::string("/metrics/cms-0057-f?") + wrong).status, 400U) << wrong;
  }
}

TEST_F(StoredMetrics, ReadWhatWasDecidedInThePeriodAndWhatWaitsAndNoMore) {
  submitted("mri-approved");  // Monday 2026-01-05, and over
  submitted("pet-denied");    // waits
  clock().move(std::chrono::hours(72));
  submitted("excluded-benefit");
  std::size_t cases = 0;
  const auto read = [&](base::Date from, base::Date until) {
    cases = 0;
    const auto made = gateway::cms_report(
        gateway().services().store, *gateway().services().knowledge.current().rulebook, from, until,
        gateway::ReportLevel::all, [&cases](std::size_t told) { return (cases = told) < 100; });
    EXPECT_TRUE(made);
    return cases;
  };
  EXPECT_EQ(read({2026, 1, 1}, gateway::report_until_max), 3U);
  EXPECT_EQ(read({2026, 1, 8}, {2026, 1, 9}), 2U);
  EXPECT_EQ(read({2025, 1, 1}, {2026, 1, 1}), 1U) << "it waits, whenever it came";
}

TEST_F(StoredMetrics, MeasureEachCaseByThePromisesItWasReceivedUnder) {
  submitted("mri-approved");
  const auto promises = [this](const precert::Rulebook& rulebook) {
    std::vector<std::string> said;
    const auto made = gateway::cms_report(gateway().services().store, rulebook, {2026, 1, 1}, {2027, 1, 1},
                                          gateway::ReportLevel::all, [](std::size_t) { return true; });
    EXPECT_TRUE(made);
    if (!made) return said;
    for (const gateway::MetricRow& one : made->levels.front().rows) {
      if (one.id == "on_time_percent") said.push_back(one.label + " " + one.value);
    }
    return said;
  };
  const std::shared_ptr<const precert::Rulebook> then = gateway().services().knowledge.current().rulebook;
  const std::vector<std::string> before = promises(*then);
  ASSERT_FALSE(before.empty());
  precert::Rulebook today = *then;  // a later one, that promises something else
  today.version = "later";
  for (precert::Promise& one : today.promises) one.source = "another promise";
  EXPECT_EQ(promises(today), before);
}

TEST_F(StoredMetrics, WaitInALineThatHasAnEnd) {
  std::promise<void> go;
  gateway().services().reports.post([held = go.get_future().share()] { held.wait(); });
  std::mutex mutex;
  std::condition_variable changed;
  std::vector<unsigned> statuses;
  std::vector<std::thread> people;
  for (int one = 0; one < 9; ++one) {
    people.emplace_back([&] {
      const unsigned status = get("/metrics/cms-0057-f?format=json").status;
      const std::scoped_lock lock(mutex);
      statuses.push_back(status);
      changed.notify_one();
    });
  }
  {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return !statuses.empty(); });
  }
  go.set_value();
  for (std::thread& one : people) one.join();
  EXPECT_EQ(statuses.front(), 503U);
  EXPECT_EQ(std::count(statuses.begin(), statuses.end(), 200U), 8);
  EXPECT_EQ(get("/metrics/cms-0057-f?format=json").status, 200U);
}

TEST_F(StoredMetrics, StopWhenTheyAreTold) {
  submitted("mri-approved");
  const auto made = gateway::cms_report(
      gateway().services().store, *gateway().services().knowledge.current().rulebook, {2026, 1, 1},
      {2027, 1, 1}, gateway::ReportLevel::all, [](std::size_t) { return false; });
  EXPECT_FALSE(made);
}

/// Rules: OR-M4, SC-44: no denial leaves without reason, words, what it rests on, and who or what decided.
TEST_F(StoredMetrics, NoStoredDenialLacksItsReason) {
  std::size_t denials = 0;
  for (const char* const name :
       {"excluded-benefit", "coverage-ended", "out-of-network-not-covered", "mri-approved",
        "several-services", "duplicate", "vendor-managed", "not-required"}) {
    submitted(name);
  }
  const std::string waits = submitted("pet-denied");
  const auto decided = send(
      Method::post, "/review/" + waits + "/decision",
      R"({"reviewer":{"id":"d1"},"role":"physician","lines":[{"sequence":1,"action":"not_certified",)"
      R"("reason":"0F","words":"No earlier imaging is documented.","criteria":"Example Society, PET, 2026"}]})",
      "application/json");
  EXPECT_EQ(decided.status, 200U) << decided.body;
  const auto visited = gateway().services().store.each_case(
      base::Instant{}, *base::instant_from_iso("2030-01-01T00:00:00Z"),
      [&](const gateway::CaseRecord& record) {
        const Read read(record.determination);
        for (const json::Value line : read.root().find("lines").elements()) {
          if (line.find("action").string() != "not_certified") continue;
          ++denials;
          const json::Value reason = line.find("reasons").at(0);
          EXPECT_FALSE(reason.find("code").string().empty());
          EXPECT_FALSE(reason.find("words").string().empty());
          const bool by_person = read.root().find("reviewer").exists();
          EXPECT_FALSE(reason.find(by_person ? "criteria" : "rule").string().empty());
          EXPECT_FALSE(line.find("rights").find("appeal").string().empty());
        }
        return true;
      });
  EXPECT_TRUE(visited);
  EXPECT_GE(denials, 3U);
}

}  // namespace
