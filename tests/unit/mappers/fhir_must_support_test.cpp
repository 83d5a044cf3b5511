// One request Bundle that says everything gets, from the demonstration rulebook, an answer in which every
// element of the must-support lists stands (conf-6): one line modified, one certified with a companion, one
// pended, one denied, one refused.
#include <filesystem>
#include <fstream>

#include "fhir_must_support_support.hpp"
#include "fhir_request_support.hpp"
#include "fhir_response_support.hpp"
#include "mappers/fhir/review_response.hpp"
#include "parsers/fhir/check.hpp"
#include "precert/engine/determine.hpp"
#include "precert/rulebook/tables.hpp"
#include "tests/support/demo_rulebook.hpp"

namespace {

namespace fs = std::filesystem;
using mappers::PasVersion;
using mappers::ResponseKind;

std::string content_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

const fs::path& fixtures() {
  static const fs::path folder = fs::path(PRECERT_SOURCE_DIR) / "fixtures";
  return folder;
}

precert::MemberRecord delta() {
  precert::MemberRecord member;
  member.id = precert::MemberId("EXM100000004");
  member.name = {"TESTMEMBER", "DELTA", "", "", ""};
  member.birth_date = {1941, 3, 17};
  member.gender = precert::Gender::female;
  member.coverage = {{"PLAN-A", "GRP0001", {{2020, 1, 1}, {}}}};
  return member;
}

/// The answer of that version and kind to the Bundle of scenario must-support.
std::string answer(PasVersion version, ResponseKind kind) {
  const fhir_request::Message asked(
      content_of(fixtures() / "scenarios" / "must-support" / "request.fhir.json"));
  const auto request = mappers::review_request_from(asked.bundle(), version);
  EXPECT_TRUE(request.has_value());
  if (!request) return {};
  const precert::MemberRecord member = delta();
  precert::Facts facts;
  facts.now = base::instant_from_iso("2026-01-05T17:30:00Z").value_or(base::Instant{});
  facts.member = &member;
  facts.numbers = {"AUTH1", "REF1", "TRACE1"};
  const precert::Determination determination = precert::determine(*request, support::demo_rulebook(), facts);
  mappers::ResponseContext context = support::context(version);
  context.kind = kind;
  context.request = &asked.bundle();
  return mappers::review_response_from(*request, determination, context);
}

TEST(Answers, ThatSayEverythingKeepToTheLetterOfTheirProfiles) {
  for (const PasVersion version : {PasVersion::v2_2_1, PasVersion::v2_0_1}) {
    const auto profiles = fhir::Profiles::of(version == PasVersion::v2_0_1 ? fhir::Version::pas_2_0_1
                                                                           : fhir::Version::pas_2_2_1);
    for (const ResponseKind kind : {ResponseKind::submit, ResponseKind::inquire}) {
      const support::Parsed parsed(answer(version, kind));
      const auto purpose = kind == ResponseKind::submit ? fhir::Purpose::submit : fhir::Purpose::inquire;
      std::vector<std::string> faults;
      for (const base::Issue& issue : fhir::check_response(parsed.bundle(), *profiles, purpose)) {
        if (issue.severity == base::Severity::error) faults.push_back(issue.where + ": " + issue.remedy);
      }
      EXPECT_THAT(faults, testing::IsEmpty());
    }
  }
}

TEST(MustSupport, EveryElementOf221StandsInAnAnswerToSubmit) {
  const support::Parsed parsed(answer(PasVersion::v2_2_1, ResponseKind::submit));
  EXPECT_THAT(must_support::absent(must_support::profiles_2_2_1(), {parsed.root()}), testing::IsEmpty());
  EXPECT_THAT(support::shape_faults(parsed.root()), testing::IsEmpty());
  EXPECT_THAT(support::reference_faults(parsed.bundle()), testing::IsEmpty());
}

TEST(MustSupport, EveryElementOf221StandsInAnAnswerToInquire) {
  const support::Parsed parsed(answer(PasVersion::v2_2_1, ResponseKind::inquire));
  auto profiles = must_support::profiles_2_2_1();
  std::erase_if(profiles, [](const auto& one) { return one.name == "CommunicationRequest"; });
  EXPECT_THAT(must_support::absent(profiles, {parsed.root()}, {"communicationRequest"}), testing::IsEmpty());
}

TEST(MustSupport, EveryElementOf201StandsInAnAnswerToSubmit) {
  const support::Parsed parsed(answer(PasVersion::v2_0_1, ResponseKind::submit));
  EXPECT_THAT(must_support::absent(must_support::profiles_2_0_1(), {parsed.root()}), testing::IsEmpty());
  EXPECT_THAT(support::shape_faults(parsed.root()), testing::IsEmpty());
}

TEST(MustSupport, EveryElementOf201StandsInAnAnswerToInquire) {
  const support::Parsed parsed(answer(PasVersion::v2_0_1, ResponseKind::inquire));
  auto profiles = must_support::profiles_2_0_1();
  std::erase_if(profiles, [](const auto& one) { return one.name == "CommunicationRequest"; });
  EXPECT_THAT(must_support::absent(profiles, {parsed.root()}, {"communicationRequest"}), testing::IsEmpty());
}

TEST(MustSupport, ListsTellWhatIsNotThere) {
  const support::Parsed parsed(
      support::answer_to_fhir(support::decided_as(precert::ReviewAction::certified)));
  const auto missing = must_support::absent(must_support::profiles_2_2_1(), {parsed.root()});
  EXPECT_THAT(missing, testing::Contains("PAS ClaimResponse: addItem"));
  EXPECT_THAT(missing, testing::Contains("Task: input:PayerURL"));
  EXPECT_THAT(missing, testing::Not(testing::Contains("PAS ClaimResponse: item.adjudication")));
}

TEST(Answers, NameAClaimByReferenceOnlyWhereTheReferenceMeansSomethingOutsideTheBundle) {
  const support::Parsed by_urn(answer(PasVersion::v2_2_1, ResponseKind::submit));
  const json::Value request = by_urn.first().find("request");
  EXPECT_FALSE(request.find("reference").exists());
  EXPECT_EQ(request.find("type").string(), "Claim");
  EXPECT_EQ(request.find("identifier").find("value").string(), "MS01EV");
  const support::Parsed by_url(support::answer_to_fhir(support::mixed()));
  EXPECT_EQ(by_url.first().find("request").find("reference").string(), "http://clinic.example/fhir/Claim/C1");
  EXPECT_FALSE(by_url.first().find("request").find("extension").exists());
}

TEST(Answers, ALineOfThePayersOwnIsAnAddItemWithANumberOfItsOwn) {
  const support::Parsed parsed(answer(PasVersion::v2_2_1, ResponseKind::submit));
  std::vector<std::string> sequences;
  for (const json::Value item : parsed.first().find("addItem").elements()) {
    sequences.emplace_back(item.find("itemSequence").at(0).number_text());
  }
  EXPECT_THAT(sequences, testing::ElementsAre("1", "6"));  // 1: what was certified of line 1
  EXPECT_FALSE(support::item_of(parsed.first(), 6).exists());
}

TEST(Answers, SayThatNobodyReviewedWhatRulesDecided) {
  const auto human = [](const json::Value& response) {
    for (const json::Value one : response.find("extension").elements()) {
      if (!one.find("url").string().ends_with("claimResponseReviewer")) continue;
      return one.find("extension").at(0).find("valueBoolean").boolean() ? "yes" : "no";
    }
    return "not said";
  };
  const support::Parsed by_rules(
      support::answer_to_fhir(support::decided_as(precert::ReviewAction::certified)));
  const support::Parsed by_physician(support::answer_to_fhir(support::mixed()));
  const support::Parsed open(support::answer_to_fhir(support::pended()));
  EXPECT_STREQ(human(by_rules.first()), "no");
  EXPECT_STREQ(human(by_physician.first()), "yes");
  EXPECT_STREQ(human(open.first()), "not said");
}

}  // namespace
