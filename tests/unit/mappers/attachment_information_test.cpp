// What the content of an attachment says, from FHIR to the decision.
#include <filesystem>
#include <fstream>
#include <sstream>

#include "mappers/codes/base64.hpp"
#include "mappers/fhir/attached_information.hpp"
#include "mappers/fhir/content_hash.hpp"
#include "precert/engine/attached.hpp"
#include "precert/engine/determine.hpp"
#include "tests/support/demo_rulebook.hpp"
#include "tests/unit/mappers/attachment_support.hpp"
#include "tests/unit/mappers/x12_support.hpp"

namespace {

using mappers::information_from;
using precert::AttachedInformation;
using precert::Attachment;
using testing::HasSubstr;

Attachment holding(std::string content) {
  Attachment made;
  made.content = std::move(content);
  made.content_hash = mappers::content_hash_of_bytes(made.content);
  made.source = {"275 BDS-03 @14"};
  return made;
}

const std::string answers =
    R"({"resourceType":"QuestionnaireResponse","status":"completed","item":[)"
    R"({"linkId":"weeks","answer":[{"valueInteger":6}]},{"linkId":"exam","answer":[{"valueBoolean":true}]}]})";
const std::string letter =
    R"({"resourceType":"DocumentReference","status":"current","type":{"coding":[{"system":"http://loinc.org","code":"18842-5"}]},)"
    R"("content":[{"attachment":{"contentType":"application/pdf","data":"JVBERi0x"}}]})";
const std::string observation =
    R"({"resourceType":"Observation","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"59408-5"}]},)"
    R"("valueQuantity":{"value":88}})";

std::string bundle_of(std::initializer_list<std::string> resources) {
  std::string out = R"({"resourceType":"Bundle","type":"collection","entry":[)";
  for (const std::string& one : resources) {
    if (out.back() == '}') out += ',';
    out += R"({"resource":)" + one + "}";
  }
  return out + "]}";
}

TEST(InformationFrom, ReadsWhatABundleHolds) {
  const AttachedInformation said = information_from(holding(bundle_of({answers, letter, observation})));
  EXPECT_TRUE(said.structured);
  ASSERT_EQ(said.answers.size(), 3U);
  EXPECT_EQ(said.answers[0].question, "weeks");
  EXPECT_EQ(said.answers[0].value, precert::AnswerValue{base::Decimal(6)});
  EXPECT_EQ(said.answers[2].question, "loinc:59408-5");
  EXPECT_THAT(said.answers[2].source.where, HasSubstr("275 BDS-03 @14 Bundle.entry[2]"));
  ASSERT_EQ(said.documents.size(), 1U);
  EXPECT_EQ(said.documents[0].loinc, "18842-5");
  EXPECT_EQ(said.documents[0].content_type, "application/pdf");
  EXPECT_EQ(said.documents[0].content_hash, mappers::content_hash_of_bytes("%PDF-1"));
}

TEST(InformationFrom, LeavesOutWhatIsOfAnotherMember) {
  precert::Person member;
  member.identifiers = {{precert::IdentifierKind::member_id, "EXM1", ""}};
  const auto read = [&](const std::string& kind, const std::string& number) {
    const std::string patient = R"({"resourceType":"Patient","id":"p","identifier":[{"type":{"coding":[{"system":)"
                                R"("http://terminology.hl7.org/CodeSystem/v2-0203","code":")" +
                                kind + R"("}]},"value":")" + number + R"("}]})";
    std::string form = answers;
    form.insert(1, R"("subject":{"reference":"Patient/p"},)");
    base::Issues skipped;
    const auto said = information_from(holding(bundle_of({form, patient})), &skipped, &member);
    EXPECT_EQ(said.answers.empty(), !skipped.empty());
    return said.answers.size();
  };
  EXPECT_EQ(read("MB", "EXM1"), 2U);
  EXPECT_EQ(read("MB", "EXM2"), 0U);
  EXPECT_EQ(read("MR", "12345"), 2U);  // the number of a clinic says nothing
}

TEST(InformationFrom, ReadsASingleResource) {
  EXPECT_EQ(information_from(holding(answers)).answers.size(), 2U);
  EXPECT_EQ(information_from(holding("\n " + letter)).documents.size(), 1U);
  EXPECT_EQ(information_from(holding(R"({"resourceType":"Binary","contentType":"text/plain","data":"QQ=="})"))
                .documents.at(0)
                .content_hash,
            mappers::content_hash_of_bytes("A"));
}

TEST(InformationFrom, ReadsAnEmptyBundleAsNothing) {
  const AttachedInformation said = information_from(holding(bundle_of({})));
  EXPECT_EQ(said, (AttachedInformation{true, {}, {}, {}}));
}

TEST(InformationFrom, TakesEverythingElseAsAPaper) {
  for (const std::string& content :
       {std::string("%PDF-1.4"), std::string("<ClinicalDocument/>"), std::string("{broken"),
        std::string(R"({"some":"json"})"), std::string(R"({"resourceType":"Condition"})"),
        bundle_of({R"({"resourceType":"Composition"})"}), std::string()}) {
    EXPECT_EQ(information_from(holding(content)), AttachedInformation{}) << content;
  }
}

TEST(InformationFrom, WarnsOfBrokenJson) {
  base::Issues skipped;
  (void)information_from(holding("{broken"), &skipped);
  ASSERT_EQ(skipped.size(), 1U);
  EXPECT_FALSE(skipped.fatal());
}

TEST(InformationFrom, ReadsAPasBundleAsItsClaimSays) {
  std::ifstream in(std::filesystem::path(PRECERT_SOURCE_DIR) /
                   "fixtures/scenarios/home-health/request.fhir.json");
  std::stringstream text;
  text << in.rdbuf();
  const AttachedInformation said = information_from(holding(text.str()));
  EXPECT_TRUE(said.structured);
  EXPECT_THAT(said.answers, testing::Contains(testing::Field(&precert::Answer::question, "plan-of-care")));
}

// ---- From the 275 to the decision

/// The home health scenario without its word that the plan of care is on file.
precert::ReviewRequest home_health_without_plan() {
  std::ifstream in(std::filesystem::path(PRECERT_SOURCE_DIR) / "fixtures/scenarios/home-health/request.x12");
  std::stringstream text;
  text << in.rdbuf();
  support::Read278 read(text.str());
  EXPECT_EQ(read.faults("request"), "");
  precert::ReviewRequest request = *read.request();
  std::erase_if(request.answers, [](const precert::Answer& one) { return one.question == "plan-of-care"; });
  return request;
}

struct World {
  std::shared_ptr<const precert::Rulebook> rulebook = support::shared_demo_rulebook();
  precert::MemberRecord member;
  precert::Directory directory{std::vector<precert::Facility>{}};
  precert::Facts facts;

  explicit World(const precert::ReviewRequest& request) {
    member.id = precert::MemberId(request.subscriber.member_id());
    member.name = request.subscriber.name;
    member.birth_date = *request.subscriber.birth_date;
    member.gender = request.subscriber.gender;
    member.coverage = {{"PLAN-A", "G1", {{2026, 1, 1}, std::nullopt}}};
    facts.now = *base::instant_from_iso("2026-01-05T17:30:00Z");
    facts.member = &member;
    facts.directory = &directory;
    facts.numbers = {"AUTH1", "NR1", "TRC1"};
  }
};

precert::AttachmentMessage plan_of_care(const std::string& control_number) {
  const std::string data = mappers::base64_encoded("%PDF-1.4 plan of care");
  return support::message_of(
      "BGN*02*ATT1*20260106*1000~NM1*PR*2*EXAMPLE HEALTH PLAN*****PI*EXPL1~"
      "NM1*41*2*EXAMPLE HOME HEALTH*****XX*1999000064~NM1*1P*2*EXAMPLE HOME HEALTH*****XX*1999000064~"
      "NM1*QC*1*TESTMEMBER*DELTA****MI*EXM100000004~LX*1~TRN*1*" +
      control_number + "~DTP*368*D8*20260106~CAT*AE*PD~OOI*1*47*ATTACHMENT~BDS*B64*" +
      std::to_string(data.size()) + "*" + data + "~");
}

class APendedHomeHealthRequest : public testing::TestWithParam<bool> {};

TEST_P(APendedHomeHealthRequest, IsCertifiedWhenThePlanOfCareArrives) {
  const precert::ReviewRequest request = home_health_without_plan();
  World world(request);
  ASSERT_NE(world.rulebook, nullptr);
  const precert::PriorCase earlier{precert::CaseId("C1"), 1, request,
                                   precert::determine(request, *world.rulebook, world.facts)};
  ASSERT_EQ(earlier.determination.action, precert::ReviewAction::pended)
      << precert::explanation_of(request, earlier.determination);
  const bool as_announced = GetParam();
  const std::string number =
      as_announced ? "ACN0004" : earlier.determination.lines.at(0).missing.at(0).control_number;

  const precert::AttachmentMessage sent = plan_of_care(number);
  ASSERT_EQ(sent.attachments.size(), 1U);
  ASSERT_TRUE(matches(sent, sent.attachments[0], earlier, world.rulebook.get()));
  const std::vector<AttachedInformation> said{information_from(sent.attachments[0])};
  const precert::ReviewRequest now = with_attachments(earlier, sent.attachments, said);
  const precert::Determination made = precert::redetermined(earlier, now, *world.rulebook, world.facts);
  EXPECT_EQ(made.lines.at(0).action, precert::ReviewAction::certified) << precert::explanation_of(now, made);
  // It was announced for the event, and asked for line by line.
  EXPECT_EQ(made.action == precert::ReviewAction::certified, as_announced);
  EXPECT_THAT(precert::explanation_of(now, made), HasSubstr("plan-of-care is true (275 BDS-03 @12)"));
}
INSTANTIATE_TEST_SUITE_P(AsAnnouncedOrAsAsked, APendedHomeHealthRequest, testing::Bool());

}  // namespace
