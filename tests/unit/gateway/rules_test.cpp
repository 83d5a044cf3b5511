// The rulebook in a gateway: searched over HTTP, kept with what it decided, decided with again, tried as a
// draft, and exchanged while requests run.
#include <atomic>
#include <filesystem>
#include <set>
#include <thread>

#include "fhir_support.hpp"
#include "gateway/app/directory.hpp"
#include "gateway/app/knowledge.hpp"
#include "gateway/review/submit_review.hpp"
#include "gateway/rules/impact.hpp"
#include "gateway/rules/replayed.hpp"
#include "gateway/store/sqlite_store.hpp"
#include "precert/rulebook/tables.hpp"

namespace fhir_conversation {
namespace {

using gateway::CaseRecord;
using gateway::HttpReply;
using gateway::Impact;
using gateway::ReplayedDecision;

const std::vector<std::string> scenarios{
    "mri-approved",     "mri-pended",   "pet-denied",     "excluded-benefit",   "vendor-managed",
    "several-services", "not-required", "coverage-ended", "unlisted-procedure", "quantity-modified"};

class RulesInAGateway : public FhirConversation {
 protected:
  gateway::Store& store() { return gateway().services().store; }

  std::vector<CaseRecord> all_versions() {
    std::vector<precert::CaseId> ids;
    EXPECT_TRUE(
        store().each_case({}, *base::instant_from_iso("9999-12-31T00:00:00Z"), [&](const CaseRecord& one) {
          ids.push_back(one.id);
          return true;
        }));
    std::vector<CaseRecord> all;
    for (const precert::CaseId& id : ids) {
      for (CaseRecord& version : *store().history(id)) all.push_back(std::move(version));
    }
    return all;
  }

  /// The demo payer's rules with one text replaced.
  static std::shared_ptr<const precert::Rulebook> draft(const std::string& from, const std::string& to) {
    std::vector<precert::RulebookFile> files = gateway::demo_rulebook_files();
    for (precert::RulebookFile& file : files) {
      const std::size_t at = file.text.find(from);
      if (at != std::string::npos) file.text.replace(at, from.size(), to);
    }
    const auto made = precert::rulebook_from(files);
    EXPECT_TRUE(made);
    return made ? *made : nullptr;
  }
};

json::Value plan_of(const json::Value& service, std::string_view product) {
  for (const json::Value plan : service["plans"].elements()) {
    if (plan["product"].string() == product) return plan;
  }
  return {};
}

TEST_F(RulesInAGateway, AreSearchedByCodeWithWhatEachPlanRequires) {
  const HttpReply reply = get("/rules/search?q=71260&date=2026-03-02");
  ASSERT_EQ(reply.status, 200U) << reply.body;
  const Read found(reply.body);
  const json::Value service = found.root()["services"].at(0);
  EXPECT_EQ(service["code"].string(), "71260");
  EXPECT_EQ(service["edition"].string(), "2026");
  EXPECT_EQ(plan_of(service, "PLAN-A")["requires"].string(), "required");
  EXPECT_EQ(plan_of(service, "PLAN-A")["criteria"]["owner"].string(), "Example Health Plan");
  EXPECT_FALSE(plan_of(service, "PLAN-A")["criteria"]["link"].string().empty());
  EXPECT_EQ(plan_of(service, "PLAN-B")["requires"].string(), "not_required");
}

TEST_F(RulesInAGateway, AreSearchedByWordSynonymMisspellingAndCategory) {
  const auto codes_for = [&](const std::string& query) {
    std::set<std::string> codes;
    const HttpReply reply = get("/rules/search?product=PLAN-A&count=200&q=" + query);
    EXPECT_EQ(reply.status, 200U);
    const Read found(reply.body);
    for (const json::Value one : found.root()["services"].elements()) codes.emplace(one["code"].string());
    return codes;
  };
  EXPECT_THAT(codes_for("brain"), testing::IsSupersetOf({"70551", "70553"}));
  EXPECT_THAT(codes_for("magnetic%20resonance%20brian"), testing::IsSupersetOf({"70551", "70553"}));
  EXPECT_THAT(codes_for("imaging-mri"), testing::IsSupersetOf({"70336", "77049"}));
  EXPECT_THAT(codes_for("G0299"), testing::Contains("G0299"));
}

TEST_F(RulesInAGateway, SayWhatACodeMeansThatIsNotThere) {
  const HttpReply not_listed = get("/rules/search?q=20610"), no_code = get("/rules/search?q=99999X");
  const Read valid(not_listed.body), invalid(no_code.body);
  EXPECT_THAT(std::string(valid.root()["words"].string()),
              testing::HasSubstr("No pre-authorization required"));
  EXPECT_THAT(std::string(invalid.root()["words"].string()), testing::HasSubstr("edition 2026"));
}

TEST_F(RulesInAGateway, RefuseASearchThatCannotBeMeant) {
  EXPECT_EQ(get("/rules/search").status, 400U);
  EXPECT_EQ(get("/rules/search?q=mri&product=PLAN-X").status, 400U);
  EXPECT_EQ(get("/rules/search?q=mri&date=tomorrow").status, 400U);
}

TEST_F(RulesInAGateway, AreKeptBeforeTheyDecide) {
  const std::string version = precert::version_of(*gateway().services().knowledge.current().rulebook);
  const auto kept = store().rulebook_of(version);
  ASSERT_TRUE(kept);
  std::vector<std::string> texts, demo;
  for (const auto& file : *kept) texts.push_back(file.name + file.text);
  for (const auto& file : gateway::demo_rulebook_files()) demo.push_back(file.name + file.text);
  EXPECT_THAT(texts, testing::UnorderedElementsAreArray(demo));
}

TEST_F(RulesInAGateway, MakeEveryStoredDecisionAgainByteForByte) {
  for (const std::string& name : scenarios) {
    submitted(name);
    clock().move(std::chrono::minutes(1));
  }
  gateway::KeptRulebooks rulebooks(store());
  std::size_t same = 0;
  for (const CaseRecord& record : all_versions()) {
    const auto again = gateway::replayed(record, store(), rulebooks);
    ASSERT_TRUE(again);
    EXPECT_EQ(again->outcome, ReplayedDecision::Outcome::same)
        << record.id.text() << testing::PrintToString(again->differences);
    ++same;
  }
  EXPECT_GE(same, scenarios.size());
}

TEST_F(RulesInAGateway, DecideAgainWithTheMemberAsItWas) {
  const std::string id = submitted("mri-approved");
  const auto record = store().find_case(precert::CaseId(id));
  ASSERT_TRUE(record && *record);
  auto member = *store().member((*record)->member);
  ASSERT_TRUE(member);
  member->coverage.clear();
  const std::vector<precert::MemberRecord> changed{*member};
  ASSERT_TRUE(store().load_members(changed));
  gateway::KeptRulebooks rulebooks(store());
  const auto again = gateway::replayed(**record, store(), rulebooks);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->outcome, ReplayedDecision::Outcome::same) << testing::PrintToString(again->differences);
}

TEST_F(RulesInAGateway, KnowTheirOwnFacilitiesBesideTheLoadedOnes) {
  const auto current = gateway().services().knowledge.current().rulebook;
  const auto listing = draft("\nproducts:\n", R"(
facilities:
  - {npi: "1999000155", name: LISTED AND LOADED, address: {state: IL}}
  - {npi: "1999009008", name: LISTED, address: {state: IL}}
products:
)");
  ASSERT_NE(listing, nullptr);
  const auto without = gateway::directory_for(store(), *current);
  const auto with = gateway::directory_for(store(), *listing);
  ASSERT_TRUE(without);
  ASSERT_TRUE(with);
  EXPECT_EQ((*without)->find("1999009008"), nullptr);
  ASSERT_NE((*with)->find("1999009008"), nullptr);
  EXPECT_EQ((*with)->find("1999009008")->name, "LISTED");
  EXPECT_EQ((*with)->find("1999000155")->name, "EXAMPLE IMAGING CENTER");
  EXPECT_EQ((*with)->size(), (*without)->size() + 1);
}

TEST_F(RulesInAGateway, ShowTheImpactOfADraftLineByLine) {
  for (const std::string& name : scenarios) submitted(name);
  const auto current = gateway().services().knowledge.current().rulebook;
  const auto impact = gateway::impact_of(store(), {*current, *current, {}, base::Instant::max(), 2});
  ASSERT_TRUE(impact);
  EXPECT_EQ(impact->cases, scenarios.size());
  EXPECT_TRUE(impact->changed.empty());

  const auto stricter = draft("    requires: required\n    criteria: mri-spine\n",
                              "    requires: required\n    criteria: unlisted\n");
  const auto changed = gateway::impact_of(store(), {*current, *stricter, {}, base::Instant::max(), 2});
  ASSERT_TRUE(changed);
  ASSERT_FALSE(changed->changed.empty());
  for (const gateway::ChangedLine& line : changed->changed) {
    EXPECT_EQ(line.policy_before, "mri-spine") << line.code;
    EXPECT_EQ(line.policy_after, "mri-spine");
    EXPECT_NE(line.from, line.to);
  }
  std::size_t summed = 0;
  for (const auto& [row, count] : changed->summary) summed += count;
  EXPECT_EQ(summed, changed->changed.size());
  const gateway::ImpactQuestion question{*current, *stricter};
  const Read json(gateway::impact_json(*changed, question));
  EXPECT_EQ(json.root()["changed"].size(), changed->changed.size());
  EXPECT_THAT(gateway::impact_text(*changed, question), testing::HasSubstr("would be decided differently"));
}

/// The pended MRI as a request of its own.
std::string numbered(int number) {
  std::string text = scenario("mri-pended");
  for (std::size_t at = text.find("MRI02"); at != std::string::npos; at = text.find("MRI02", at))
    text.replace(at, 5, "B" + std::to_string(number));
  return text;
}

TEST_F(RulesInAGateway, ShowTheImpactOfADraftBesideAGatewayThatGoesOnDeciding) {
  const auto current = gateway().services().knowledge.current().rulebook;
  const auto stricter = draft("    requires: required\n    criteria: mri-spine\n",
                              "    requires: required\n    criteria: unlisted\n");
  const auto reading =
      gateway::open_sqlite({.path = gateway().config().data_dir / "precert.db", .read_only = true});
  ASSERT_TRUE(reading) << reading.error().first().remedy;
  ASSERT_EQ(post("/fhir/Claim/$submit", numbered(0)).status, 200U);

  constexpr int written = 40;
  std::atomic<int> refused{0};
  std::atomic<bool> done{false};
  std::thread writer([&] {
    for (int i = 1; i <= written; ++i) {
      if (post("/fhir/Claim/$submit", numbered(i)).status != 200U) ++refused;
    }
    done = true;
  });
  bool last = false;
  do {
    last = done;
    const auto before = store().contents();
    const auto impact = gateway::impact_of(**reading, {*current, *stricter, {}, base::Instant::max(), 2});
    const auto after = store().contents();
    EXPECT_TRUE(before && impact && after);
    if (!before || !impact || !after) break;
    EXPECT_GE(impact->cases, before->cases);
    EXPECT_LE(impact->cases, after->cases);
    EXPECT_EQ(impact->unreadable, 0U);
    EXPECT_GE(impact->changed.size(), 1U);
    for (const gateway::ChangedLine& line : impact->changed) EXPECT_EQ(line.policy_after, "mri-spine");
  } while (!last);
  writer.join();
  EXPECT_EQ(refused, 0) << "who reads keeps nobody from writing";
  EXPECT_EQ(store().contents()->cases, static_cast<std::size_t>(written + 1));
  EXPECT_FALSE((*reading)->load_members(std::vector<precert::MemberRecord>(1))) << "this one writes nothing";
}

TEST_F(RulesInAGateway, TellHowFarTheImpactIs) {
  for (const std::string& name : scenarios) submitted(name);
  const auto current = gateway().services().knowledge.current().rulebook;
  std::vector<std::size_t> told;
  const auto impact = gateway::impact_of(store(), {*current, *current, {}, base::Instant::max(), 1,
                                                   [&](std::size_t count) { told.push_back(count); }});
  ASSERT_TRUE(impact);
  ASSERT_FALSE(told.empty());
  EXPECT_EQ(told.back(), scenarios.size());
  EXPECT_TRUE(std::ranges::is_sorted(told));
}

TEST_F(RulesInAGateway, AreReloadedWithoutDroppingARequest) {
  support::TemporaryFolder folder;
  const auto write = [&](const std::string& extra) {
    for (const auto& file : gateway::demo_rulebook_files()) folder.file(file.name, file.text + extra);
  };
  write("");
  gateway::Config config;
  config.rulebook = folder.path();
  open(std::move(config));
  std::atomic<bool> stop = false;
  std::atomic<std::size_t> answered = 0, dropped = 0;
  std::atomic<int> bodies = 0;
  const auto ask = [&] {
    gateway::HttpRequest request;
    request.method = gateway::Method::post;
    request.path = "/fhir/Claim/$submit";
    request.content_type = "application/fhir+json";
    const std::string text = scenario("not-required");
    do {
      request.body =
          text + std::string(static_cast<std::size_t>(++bodies), ' ');  // other bytes: another request
      const HttpReply reply = gateway().answer_now(request);
      ++(reply.status == 200 ? answered : dropped);
    } while (!stop);
  };
  std::thread one(ask), two(ask);
  std::set<std::string> versions;
  for (int i = 0; i < 4; ++i) {
    write("# edition " + std::to_string(i) + "\n");
    EXPECT_TRUE(gateway().reload());
    versions.insert(precert::version_of(*gateway().services().knowledge.current().rulebook));
  }
  stop = true;
  one.join();
  two.join();
  EXPECT_EQ(versions.size(), 4U);
  EXPECT_EQ(dropped, 0U);
  EXPECT_GE(answered, 2U);
  for (const CaseRecord& record : all_versions()) {  // each names a version that was kept
    const auto prior = gateway::prior_from(record);
    ASSERT_TRUE(prior);
    EXPECT_FALSE(store().rulebook_of(prior->determination.rulebook)->empty());
  }
}

TEST_F(RulesInAGateway, StayAsTheyAreWhenTheNewOnesAreBroken) {
  support::TemporaryFolder folder;
  for (const auto& file : gateway::demo_rulebook_files()) folder.file(file.name, file.text);
  gateway::Config config;
  config.rulebook = folder.path();
  open(std::move(config));
  const std::string before = precert::version_of(*gateway().services().knowledge.current().rulebook);
  folder.file("policies.yaml", "policies: [{id: x}]\n");
  EXPECT_FALSE(gateway().reload());
  EXPECT_EQ(precert::version_of(*gateway().services().knowledge.current().rulebook), before);
}

}  // namespace
}  // namespace fhir_conversation
