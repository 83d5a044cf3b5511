// What a Claim Update means: which lines it adds, changes and withdraws, and when it ends the whole request.
#include "fhir_request_support.hpp"
#include "precert/engine/determine.hpp"

namespace {

using precert::CertificationType;
using precert::Change;

constexpr const char* related =
    R"("related":[{"claim":{"reference":"http://sender.example/fhir/Claim/before"},"relationship":{"coding":[{"code":"prior"}]}}],)";

std::string extension(const char* name, const std::string& value) {
  return R"({"url":"http://hl7.org/fhir/us/davinci-pas/StructureDefinition/)" + std::string(name) + R"(",)" +
         value + "}";
}

std::string certification(const char* code) {
  return extension(
      "extension-certificationType",
      R"("valueCodeableConcept":{"coding":[{"system":"https://codesystem.x12.org/005010/1322","code":")" +
          std::string(code) + R"("}]})");
}

std::string line(int sequence, const std::string& extensions, bool cancelled = false) {
  std::string text =
      R"({"sequence":)" + std::to_string(sequence) +
      R"(,"productOrService":{"coding":[{"system":)"
      R"("http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets","code":"G0154"}]},"extension":[)" +
      extensions + "]";
  if (cancelled)
    text += R"(,"modifierExtension":[)" +
            extension("modifierextension-infoCancelled", R"("valueBoolean":true)") + "]";
  return text + "}";
}

std::string items(const std::string& all) { return R"("item":[)" + all + "]"; }

std::string subsetted(std::string text) {
  const std::string at = R"("resourceType":"Claim",)";
  text.replace(text.find(at), at.size(),
               at + R"("meta":{"security":[{"system":)"
                    R"("http://terminology.hl7.org/CodeSystem/v3-ObservationValue",)"
                    R"("code":"SUBSETTED"}]},)");
  return text;
}

TEST(ClaimUpdate, IsARevisionWhateverTheClaimSaysOfTheFirstRequest) {
  const std::string claim =
      R"("extension":[)" + certification("I") + "]," + related + items(line(1, certification("I")));
  EXPECT_EQ(fhir_request::request_of(fhir_request::bundle_with(claim)).event.certification,
            CertificationType::revision);
}

TEST(ClaimUpdate, IsNoneWithoutAPredecessor) {
  const std::string claim =
      R"("extension":[)" + certification("I") + "]," + items(line(1, certification("I")));
  EXPECT_EQ(fhir_request::request_of(fhir_request::bundle_with(claim)).event.certification,
            CertificationType::initial);
}

TEST(ClaimUpdate, CancelsEverythingByTheClaimWithOrWithoutItems) {
  const std::string head = R"("extension":[)" + certification("3") + "],";
  for (const std::string& rest :
       {items(line(1, certification("I"))), std::string(R"("total":{"value":1})")}) {
    const auto request = fhir_request::request_of(fhir_request::bundle_with(head + related + rest));
    EXPECT_EQ(request.event.certification, CertificationType::cancellation);
  }
}

TEST(ClaimUpdate, CancelsLineByLineWhenEachItemSaysSo) {
  const std::string both = items(line(1, certification("3"), true) + "," + line(2, certification("3"), true));
  const auto request = fhir_request::request_of(fhir_request::bundle_with(related + both));
  EXPECT_EQ(request.event.certification, CertificationType::revision);
  ASSERT_EQ(request.services.size(), 2U);
  for (const precert::ServiceLine& one : request.services) {
    EXPECT_EQ(request.certification_of(one), CertificationType::cancellation);
    EXPECT_EQ(one.change, Change::cancelled);
  }
}

TEST(ClaimUpdate, OfSomeLinesCancelsThemOnly) {
  const std::string whole = fhir_request::bundle_with(related + items(line(2, certification("3"), true)));
  EXPECT_TRUE(mappers::is_differential(fhir_request::Message(subsetted(whole)).bundle()));
  for (const std::string& text : {subsetted(whole), whole}) {
    const auto request = fhir_request::request_of(text);
    EXPECT_EQ(request.event.certification, CertificationType::revision);
    ASSERT_EQ(request.services.size(), 1U);
    EXPECT_EQ(request.services[0].change, Change::cancelled);
  }
}

/// A questionnaire's answer and a message, still valid or taken back.
precert::ReviewRequest with_information(bool withdrawn) {
  const std::string mark =
      withdrawn ? R"("modifierExtension":[)" +
                      extension("modifierextension-infoCancelled", R"("valueBoolean":true)") + "],"
                : std::string();
  const auto info = [&mark](const char* sequence, const char* category, const std::string& value) {
    return "{" + mark + R"("sequence":)" + sequence +
           R"(,"category":{"coding":[{"system":"http://hl7.org/fhir/us/davinci-pas/CodeSystem/PASTempCodes","code":")" +
           category + R"("}]},)" + value + "}";
  };
  const std::string all =
      R"("supportingInfo":[)" +
      info("1", "additionalInformation",
           R"("valueReference":{"reference":"http://sender.example/fhir/QuestionnaireResponse/q"})") +
      "," + info("2", "freeFormMessage", R"("valueString":"Left knee")") + "],";
  return fhir_request::request_of(fhir_request::bundle_with(
      related + all + items(line(1, certification("I"))),
      fhir_request::entry("QuestionnaireResponse", "q",
                          R"("status":"completed","item":[{"linkId":"weeks","answer":[{"valueInteger":6}]}])")));
}

TEST(ClaimUpdate, NamesTheAnswersAndMessagesThatItTakesBack) {
  precert::PriorCase before;
  before.request = with_information(false);
  ASSERT_EQ(before.request.answers.size(), 1U);
  ASSERT_EQ(before.request.notes.size(), 1U);
  const precert::ReviewRequest update = with_information(true);
  EXPECT_EQ(update.answers.size(), 2U);
  EXPECT_TRUE(update.notes.empty());
  const precert::ReviewRequest made = precert::merged(update, &before);
  EXPECT_TRUE(made.answers.empty());
  EXPECT_TRUE(made.notes.empty());
}

/// A paper and a form that came before, or an update that sends them again: in that state, `mark`ed or not.
precert::ReviewRequest with_material(const std::string& state, const std::string& form_state, bool update,
                                     bool mark = false) {
  const std::string members =
      mark ? R"("modifierExtension":[)" +
                 extension("modifierextension-infoCancelled", R"("valueBoolean":true)") + "],"
           : std::string();
  const auto info = [&members](const char* sequence, const char* reference) {
    return "{" + members + R"("sequence":)" + sequence +
           R"(,"category":{"coding":[{"system":"http://hl7.org/fhir/us/davinci-pas/CodeSystem/PASTempCodes",)" +
           R"("code":"additionalInformation"}]},"valueReference":{"reference":"http://sender.example/fhir/)" +
           reference + R"("}})";
  };
  const std::string all = R"("supportingInfo":[)" + info("1", "DocumentReference/d") + "," +
                          info("2", "QuestionnaireResponse/q") + "],";
  return fhir_request::request_of(fhir_request::bundle_with(
      (update ? related : "") + all + items(line(1, certification("I"))),
      fhir_request::entry("DocumentReference", "d",
                          state + R"("content":[{"attachment":{"contentType":"application/pdf","data":"JVBERi0x"}}])") +
          fhir_request::entry("QuestionnaireResponse", "q",
                              form_state + R"("item":[{"linkId":"weeks","answer":[{"valueInteger":6}]}])")));
}

precert::PriorCase with_paper_and_form() {
  precert::PriorCase before;
  before.request = with_material(R"("status":"current",)", R"("status":"completed",)", false);
  EXPECT_EQ(before.request.documents.size(), 1U);
  EXPECT_EQ(before.request.answers.size(), 1U);
  return before;
}

TEST(ClaimUpdate, TakesBackAPaperThatDoesNotCountAnyMore) {
  const precert::PriorCase before = with_paper_and_form();
  for (const char* state : {R"("status":"entered-in-error",)", R"("status":"superseded",)",
                            R"("status":"current","docStatus":"entered-in-error",)"}) {
    const auto made =
        precert::merged(with_material(state, R"("status":"entered-in-error",)", true, true), &before);
    EXPECT_TRUE(made.documents.empty()) << state;
    EXPECT_TRUE(made.answers.empty()) << state;
  }
}

TEST(ClaimUpdate, TakesBackWhatItSendsAgainAsEnteredInError) {
  const precert::PriorCase before = with_paper_and_form();
  const std::string wrong = R"("status":"entered-in-error",)";
  const auto made = precert::merged(with_material(wrong, wrong, true), &before);
  EXPECT_TRUE(made.documents.empty());
  EXPECT_TRUE(made.answers.empty());
  const std::string other = wrong + R"("subject":{"reference":"Patient/somebody-else"},)";
  EXPECT_EQ(precert::merged(with_material(other, other, true), &before).answers.size(), 1U);
  EXPECT_TRUE(with_material(wrong, wrong, false).answers.empty());
}

TEST(ClaimUpdate, IsDifferentialOnlyWhenMarkedSo) {
  const fhir_request::Message whole(fhir_request::bundle_with(related + items(line(1, certification("I")))));
  EXPECT_FALSE(mappers::is_differential(whole.bundle()));
}

TEST(ClaimUpdate, TakesALineWithOneOfTheTwoMarksAsCancelledAndSaysSo) {
  for (const std::string& one : {line(1, certification("I"), true), line(1, certification("3"))}) {
    base::Issues skipped;
    const auto request = fhir_request::read(
        fhir_request::bundle_with(related + items(one + "," + line(2, certification("I")))), &skipped);
    ASSERT_TRUE(request.has_value());
    const precert::ServiceLine& cancelled = request->services[0];
    EXPECT_TRUE(cancelled.change == Change::cancelled ||
                cancelled.certification == CertificationType::cancellation);
    ASSERT_EQ(skipped.size(), 1U);
    EXPECT_EQ(skipped.first().where, "Bundle.entry[0].resource.item[0]");
  }
}

TEST(ClaimUpdate, MarksWhatIsNewAndWhatIsChanged) {
  const std::string marked = items(
      line(1, certification("I") + "," + extension("extension-infoChanged", R"("valueCode":"changed")")) +
      "," + line(2, certification("I") + "," + extension("extension-infoChanged", R"("valueCode":"added")")));
  const auto request = fhir_request::request_of(fhir_request::bundle_with(related + marked));
  EXPECT_EQ(request.services[0].change, Change::changed);
  EXPECT_EQ(request.services[1].change, Change::added);
}

}  // namespace
