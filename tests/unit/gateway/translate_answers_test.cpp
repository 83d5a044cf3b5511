// `precert translate` of answers and attachments, over the answers of every scenario.
#include "gateway/cli/cli.hpp"
#include "gateway/cli/scenario.hpp"
#include "gateway/cli/translate_messages.hpp"

namespace {

namespace fs = std::filesystem;
using gateway::cli::kind_of;
using gateway::cli::MessageKind;
using gateway::cli::outcomes_of;
using gateway::cli::Translated;
using testing::HasSubstr;

std::string text_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// Scenarios with request and answer in both dialects.
std::vector<std::string> scenarios() {
  std::vector<std::string> found;
  for (const auto& folder : fs::directory_iterator(fs::path(PRECERT_SOURCE_DIR) / "fixtures/scenarios")) {
    bool whole = true;
    for (const char* file : {"request.x12", "request.fhir.json", "response.x12", "response.fhir.json"}) {
      whole = whole && fs::exists(folder.path() / file);
    }
    const std::string name = folder.path().filename().string();
    if (whole && name != "three-errors") found.push_back(name);  // that one is answered by a 999
  }
  std::sort(found.begin(), found.end());
  return found;
}

/// Each thing once: X12 says a LOINC that two papers answer one time only.
std::vector<std::string> sorted(std::vector<std::string> all) {
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

/// What a 278 says of them: it gives no reason for what is certified, and by itself it does not tell a line
/// of the payer's own from one that was asked for.
std::vector<std::string> as_x12_says(const std::string& answer, bool alone) {
  std::vector<std::string> all = outcomes_of(answer);
  for (std::string& one : all) {
    const std::size_t decided = one.find("decided ");
    if (decided == std::string::npos) continue;
    if (one.compare(decided + 8, 2, "A1") == 0) one.resize(decided + 10);
    if (alone) one.erase(0, decided);
  }
  return sorted(std::move(all));
}

/// "decided A1 ..." of lines, "refused ..." and "asks ..." as far as both dialects say them: X12 repeats the
/// decision at the event, FHIR a modified line in addItem; a document that has a LOINC is a 77 in X12.
std::set<std::string> essential(const std::string& answer) {
  std::set<std::string> all;
  for (const std::string& one : outcomes_of(answer)) {
    if (one.find("report") == std::string::npos) all.insert(one);
  }
  return all;
}

class AnswerOf : public testing::TestWithParam<std::string> {
 protected:
  [[nodiscard]] static std::string text(const char* file) {
    return text_of(fs::path(PRECERT_SOURCE_DIR) / "fixtures/scenarios" / GetParam() / file);
  }
};

TEST_P(AnswerOf, A278IsTheGoldenClaimResponseInFhir) {
  const base::Result<Translated> made =
      gateway::cli::translated_answer(text("response.x12"), "fhir", text("request.fhir.json"));
  ASSERT_TRUE(made) << made.error().first().where << " " << made.error().first().remedy;
  EXPECT_EQ(as_x12_says(made->text, false), as_x12_says(text("response.fhir.json"), false)) << made->text;
}

TEST_P(AnswerOf, AClaimResponseIsTheGolden278InX12) {
  const base::Result<Translated> made =
      gateway::cli::translated_answer(text("response.fhir.json"), "x12", text("request.x12"));
  ASSERT_TRUE(made) << made.error().first().where << " " << made.error().first().remedy;
  EXPECT_EQ(essential(made->text), essential(text("response.x12"))) << made->text;
}

TEST_P(AnswerOf, A278StandsAloneToo) {
  const base::Result<Translated> made = gateway::cli::translated_answer(text("response.x12"), "fhir", "");
  ASSERT_TRUE(made) << made.error().first().where << " " << made.error().first().remedy;
  EXPECT_EQ(kind_of(made->text), MessageKind::answer);
  EXPECT_EQ(as_x12_says(made->text, true), as_x12_says(text("response.fhir.json"), true)) << made->text;
}

INSTANTIATE_TEST_SUITE_P(Scenarios, AnswerOf, testing::ValuesIn(scenarios()), [](const auto& one) {
  std::string name = one.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

TEST(Translate, KnowsWhatAFileHolds) {
  const fs::path folder = fs::path(PRECERT_SOURCE_DIR) / "fixtures/scenarios/mri-pended";
  EXPECT_EQ(kind_of(text_of(folder / "request.x12")), MessageKind::request);
  EXPECT_EQ(kind_of(text_of(folder / "request.fhir.json")), MessageKind::request);
  EXPECT_EQ(kind_of(text_of(folder / "response.x12")), MessageKind::answer);
  EXPECT_EQ(kind_of(text_of(folder / "response.fhir.json")), MessageKind::answer);
}

TEST(Translate, BringsAttachmentsThereAndBack) {
  const std::string content = "PLAN OF CARE";
  const std::string body =
      "BGN*02*ATT1*20260105*1001~NM1*PR*2*EXAMPLE HEALTH PLAN*****PI*EXPL1~"
      "NM1*41*2*EXAMPLE CLEARINGHOUSE*****46*CLEARTEST1~NM1*1P*2*EXAMPLE CLINIC*****XX*1999000015~"
      "NM1*QC*1*TESTMEMBER*DELTA****MI*EXM100000004~LX*1~TRN*1*ACN0004~DTP*368*D8*20260105~CAT*AE*TX~"
      "OOI*1*47*ATTACHMENT~BDS*ASC*" +
      std::to_string(content.size()) + "*" + content + "~";
  const auto count = std::count(body.begin(), body.end(), '~') + 2;
  const std::string interchange =
      "ISA*00*          *00*          *ZZ*CLEARTEST1     *ZZ*EXAMPLEPLAN    "
      "*260105*0930*^*00501*000000001*0*T*:~"
      "GS*PI*CLEARTEST1*EXAMPLEPLAN*20260105*0930*1*X*006020X316~ST*275*0001*006020X316~" +
      body + "SE*" + std::to_string(count) + "*0001~GE*1*1~IEA*1*000000001~";
  ASSERT_EQ(kind_of(interchange), MessageKind::attachments);
  const base::Result<Translated> there = gateway::cli::translated_attachments(interchange, "fhir");
  ASSERT_TRUE(there) << there.error().first().where << " " << there.error().first().remedy;
  ASSERT_EQ(kind_of(there->text), MessageKind::attachments) << there->text;
  const base::Result<Translated> back = gateway::cli::translated_attachments(there->text, "x12");
  ASSERT_TRUE(back) << back.error().first().where << " " << back.error().first().remedy;
  EXPECT_THAT(back->text, HasSubstr("ACN0004"));
  EXPECT_THAT(back->text, HasSubstr("UExBTiBPRiBDQVJF"));
  EXPECT_THAT(back->text, HasSubstr("EXM100000004"));
}

TEST(Translate, RefusesAnAnswerThatIsInTheDialectAlready) {
  const std::string answer =
      text_of(fs::path(PRECERT_SOURCE_DIR) / "fixtures/scenarios/mri-pended/response.x12");
  EXPECT_FALSE(gateway::cli::translated_answer(answer, "x12", ""));
}

}  // namespace
