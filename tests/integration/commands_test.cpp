// Every command as a user types it.
#include <atomic>
#include <filesystem>
#include <thread>

#include "server_process.hpp"

namespace {

using support::run_precert;
using testing::HasSubstr;

std::string at_fixtures(const std::string& path) { return std::string(PRECERT_SOURCE_DIR) + "/fixtures/" + path; }

TEST(Commands, ReplayPlaysEveryScenarioInBothDialects) {
  const auto ran = run_precert({"replay", at_fixtures("scenarios")});
  EXPECT_EQ(ran.code, 0) << ran.output;
  EXPECT_THAT(ran.output, HasSubstr(" 0 failed"));
}

TEST(Commands, ReplayPlaysQuestionsOfEligibility) {
  const auto ran = run_precert({"replay", at_fixtures("eligibility")});
  EXPECT_EQ(ran.code, 0) << ran.output;
  EXPECT_THAT(ran.output, HasSubstr(" 0 failed"));
}

TEST(Commands, ValidateTellsGoodFromBad) {
  EXPECT_EQ(run_precert({"validate", at_fixtures("scenarios/mri-approved/request.x12"),
                         at_fixtures("scenarios/mri-approved/request.fhir.json")})
                .code,
            0);
  const auto bad = run_precert({"validate", "--json", at_fixtures("scenarios/three-errors/request.x12")});
  EXPECT_EQ(bad.code, 1);
  EXPECT_THAT(bad.output, HasSubstr("\"code\":\"IK403 7\""));
  const auto missing = run_precert(
      {"validate", at_fixtures("no-such-file.x12"), at_fixtures("scenarios/three-errors/request.x12")});
  EXPECT_EQ(missing.code, 3);
  EXPECT_THAT(missing.output, HasSubstr("request.x12: not valid")) << "the others are judged all the same";
}

TEST(Commands, TranslateGoesBothWays) {
  const auto fhir = run_precert({"translate", at_fixtures("scenarios/mri-approved/request.x12"), "--to", "fhir"});
  EXPECT_EQ(fhir.code, 0);
  EXPECT_THAT(fhir.output, HasSubstr("\"resourceType\": \"Claim\""));
  const auto x12 = run_precert({"translate", at_fixtures("scenarios/mri-approved/request.fhir.json"), "--to", "x12"});
  EXPECT_EQ(x12.code, 0);
  EXPECT_THAT(x12.output, HasSubstr("SV1*HC:72148"));
}

TEST(Commands, DetermineExplainsOffline) {
  const auto ran = run_precert(
      {"determine", at_fixtures("scenarios/mri-pended/request.x12"), "--at", "2026-01-05T17:30:00Z"});
  EXPECT_EQ(ran.code, 0);
  EXPECT_THAT(ran.output, HasSubstr("conservative-care-weeks"));
  EXPECT_THAT(ran.output, HasSubstr("neuro-exam-documented"));
}

TEST(Commands, ExplainReadsACaseByItsNumber) {
  const support::TemporaryFolder folder;
  std::string reference;
  {
    const support::ServerProcess server(folder.path());
    ASSERT_TRUE(server.ready());
    const auto reply = server.post("/x12", "application/edi-x12", support::fixture("scenarios/mri-pended/request.x12"));
    ASSERT_TRUE(reply);
    const std::size_t at = reply->body.find("REF*NT*") + 7;
    reference = reply->body.substr(at, reply->body.find('~', at) - at);
  }
  const auto ran = run_precert({"explain", reference, "--data", folder.path().string()});
  EXPECT_EQ(ran.code, 0) << ran.output;
  EXPECT_THAT(ran.output, HasSubstr("conservative-care-weeks"));
  EXPECT_EQ(run_precert({"explain", "nothing", "--data", folder.path().string()}).code, 1);
}

TEST(Commands, LoadTakesWhatTheDemoHolds) {
  const support::TemporaryFolder folder;
  const std::string data = folder.path().string();
  EXPECT_EQ(run_precert({"load", "members", at_fixtures("members.json"), "--data", data}).code, 0);
  EXPECT_EQ(run_precert({"load", "facilities", at_fixtures("facilities.json"), "--data", data}).code, 0);
  EXPECT_EQ(run_precert({"load", "members", at_fixtures("facilities.json"), "--data", data}).code, 1);
}

TEST(Commands, RulesAreCheckedAndSearched) {
  EXPECT_EQ(run_precert({"rules", "check", "--rulebook", at_fixtures("rulebook")}).code, 0);
  const auto found = run_precert({"rules", "search", "72148", "--product", "PLAN-A"});
  EXPECT_EQ(found.code, 0);
  EXPECT_THAT(found.output, HasSubstr("72148"));
}

/// How often a text stands in another.
std::size_t count_in(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++count;
  return count;
}

TEST(Commands, RulesImpactReadsBesideAServerThatGoesOnDeciding) {
  const support::TemporaryFolder data, draft;
  for (const auto& file : std::filesystem::directory_iterator(at_fixtures("rulebook"))) {
    std::string text = support::fixture("rulebook/" + file.path().filename().string());
    const std::string was = "    requires: required\n    criteria: mri-spine\n";
    if (const std::size_t at = text.find(was); at != std::string::npos)
      text.replace(at, was.size(), "    requires: required\n    criteria: unlisted\n");
    draft.file(file.path().filename().string(), text);
  }
  const support::ServerProcess server(data.path());
  ASSERT_TRUE(server.ready());
  const auto sent = [&](int number) {
    const auto reply = server.post("/x12", "application/edi-x12", support::numbered_278(number));
    return reply && reply->status == 200U;
  };
  ASSERT_TRUE(sent(1));
  std::atomic<int> refused{0};
  std::atomic<bool> done{false};
  std::thread writer([&] {
    for (int number = 2; number <= 100; ++number) refused += sent(number) ? 0 : 1;
    done = true;
  });
  const auto impact = [&] {
    return run_precert({"rules", "impact", "--draft", draft.path().string(), "--data", data.path().string(), "--json"});
  };
  do {
    const auto ran = impact();
    EXPECT_EQ(ran.code, 0) << ran.output;
    EXPECT_GE(count_in(ran.output, "\"policyAfter\""), 1U) << ran.output;
    EXPECT_EQ(count_in(ran.output, "\r"), 0U) << "nobody looks at a bar here";
    if (ran.code != 0) break;
  } while (!done);
  writer.join();
  EXPECT_EQ(refused, 0);
  EXPECT_EQ(count_in(impact().output, "\"policyAfter\""), 100U);
}

TEST(Commands, WrongUseIsExitCodeTwo) {
  EXPECT_EQ(run_precert({}).code, 2);
  EXPECT_EQ(run_precert({"translate", "x"}).code, 2);
  EXPECT_EQ(run_precert({"--help"}).code, 0);
}

}  // namespace
