// From a decision to a letter in the folder of the fax service, and back: once, whatever happens in between.
#include "letters_support.hpp"
#include "parsers/json/document.hpp"
#include "precert/engine/letter.hpp"
#include "precert/rulebook/tables.hpp"

namespace letters_test {
namespace {

using gateway::HttpReply;
using gateway::LetterRecord;
using gateway::LetterState;
using gateway::Method;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

/// From the first `begin` to the end of the paragraph.
std::string part(const std::string& text, const std::string& begin) {
  const std::size_t at = text.find(begin);
  if (at == std::string::npos) return {};
  return text.substr(at, text.find("\n\n", at) - at);
}

TEST_F(LettersOfCases, ADenialOwesExactlyTwoWithTheSameReasonAndTheSameWayToAppeal) {  // SC-58, OR-M4, OR-M5
  const std::string id = pended_case();
  letters_->work_due();
  deny(id);
  EXPECT_EQ(letters_->work_due(), 2U);
  const std::vector<LetterRecord> made = letters(id, "denial");
  ASSERT_THAT(made, SizeIs(2));
  EXPECT_EQ(made[0].addressee, "member");
  EXPECT_EQ(made[1].addressee, "provider");
  for (const char* const begin :
       {"Reason: ", "What this rests on: ", "If you do not agree", "You may appeal until",
        "The ordering doctor may talk with our medical director"}) {
    EXPECT_THAT(part(made[0].text, begin), Not(IsEmpty())) << made[0].text;
    EXPECT_EQ(part(made[0].text, begin), part(made[1].text, begin));
  }
  EXPECT_THAT(made[0].text, AllOf(HasSubstr("Four weeks of conservative care"), HasSubstr("800-555-0100")));
  const HttpReply pdf = send(Method::get, "/letters/" + made[1].id);
  EXPECT_EQ(pdf.content_type, "application/pdf");
  EXPECT_THAT(pdf.body, StartsWith("%PDF-"));
}

TEST_F(LettersOfCases, WhatIsMissingIsNamedToTheDoctorWithTheNumberToQuote) {  // SC-52, SC-56
  const std::string id = pended_case();
  EXPECT_EQ(letters_->work_due(), 2U);
  const std::vector<LetterRecord> made = letters(id, "information");
  ASSERT_THAT(made, SizeIs(2));
  const auto record = gateway_->services().store.find_case(precert::CaseId(id));
  ASSERT_TRUE(record && *record);
  json::Document document;
  const auto determination = document.parse_copy((*record)->determination);
  ASSERT_TRUE(determination);
  std::size_t questions = 0;
  for (const json::Value one : determination->find("lines").at(0).find("missing").elements()) {
    EXPECT_THAT(made[1].text, HasSubstr(std::string(one.find("question").string())));
    EXPECT_THAT(made[1].text, HasSubstr(std::string(one.find("control_number").string())));
    ++questions;
  }
  EXPECT_GT(questions, 0U);
  EXPECT_THAT(made[1].text, HasSubstr("Please do not schedule"));
}

TEST_F(LettersOfCases, AnApprovalSaysItsNumberAndHowLongItIsValid) {  // SC-53
  const std::string id = pended_case();
  letters_->work_due();
  certify(id);
  EXPECT_EQ(letters_->work_due(), 2U);
  const std::vector<LetterRecord> made = letters(id, "approval");
  ASSERT_THAT(made, SizeIs(2));
  EXPECT_THAT(made[1].text, AllOf(HasSubstr("Authorization number: AUTH"), HasSubstr("Valid: ")));
}

TEST_F(LettersOfCases, AreMadeOnceWhateverTheRestarts) {
  const std::string id = pended_case();
  EXPECT_EQ(letters_->work_due(), 2U);
  EXPECT_EQ(letters_->work_due(), 0U);
  restart();
  EXPECT_EQ(letters_->work_due(), 0U);
  deny(id);
  restart();  // decided, and stopped before the worker looked
  EXPECT_EQ(letters_->work_due(), 2U);
  EXPECT_THAT(letters(id, "denial"), SizeIs(2));
}

TEST_F(LettersOfCases, OfTwoWorkersAtOnceAreMadeOnce) {
  const std::string id = pended_case();
  auto other = gateway::Letters::open(gateway_->services());
  ASSERT_TRUE(other);
  EXPECT_EQ(letters_->work_due() + (*other)->work_due(), 2U);
  EXPECT_THAT(letters(id, "information"), SizeIs(2));
}

TEST_F(LettersOfCases, AreNotWrittenToTheLongPast) {
  pended_case();
  clock_.advance(std::chrono::days(31));
  EXPECT_EQ(letters_->work_due(), 0U);
}

// ---- what a later version makes of them

TEST_F(LettersOfCases, ThatNobodyHasTakenGiveWayToThoseOfALaterVersion) {
  const auto [id, first] = told_what_is_missing(0);
  ASSERT_TRUE(is_there("out/" + first + "-1.json"));
  deny(id);
  EXPECT_EQ(letters_->work_due(), 2U);
  for (const LetterRecord& asked : letters(id, "information")) {
    EXPECT_EQ(asked.state, LetterState::superseded);
    EXPECT_EQ(asked.version, 1);
    EXPECT_EQ(asked.error, "superseded by version 2 of the case");
    EXPECT_FALSE(is_there("out/" + asked.id + "-1.json"));
    EXPECT_FALSE(is_there("out/" + asked.id + "-1.pdf"));
  }
  for (const LetterRecord& told : letters(id, "denial")) EXPECT_EQ(told.version, 2);
  EXPECT_THAT(events(id), testing::Contains("letter_superseded"));
  EXPECT_THAT(send(Method::get, "/letters?case=" + id).body, HasSubstr(R"("state":"superseded")"));
  EXPECT_EQ(send(Method::post, "/letters/" + first + "/resend").status, 409U);
  EXPECT_THAT(send(Method::get, "/fhir/DocumentReference/" + first).body,
              HasSubstr(R"("status":"superseded")"));
}

TEST_F(LettersOfCases, ThatWereTakenStayAsTheyWere) {
  const auto [id, taken] = told_what_is_missing(0);
  take(taken + "-1");
  deny(id);
  letters_->work_due();
  EXPECT_EQ(letters(id, "information").at(0).state, LetterState::handed_over);
  EXPECT_TRUE(is_there("done/" + taken + "-1.pdf"));
}

TEST_F(LettersOfCases, ThatWereTakenBeforeTheyCouldBeWithdrawnAreSaidToBeOut) {
  const auto [id, letter] = told_what_is_missing(1);
  deny(id);
  letters_->work_due();
  ASSERT_EQ(letters(id, "information").at(1).state, LetterState::superseded);
  leave("done/" + letter + "-1.json", "{}");
  letters_->work_due();
  EXPECT_EQ(letters(id, "information").at(1).state, LetterState::handed_over);
}

TEST_F(LettersOfCases, ThatStayedInTheFolderAtAnEndAreWithdrawnAtTheNextStart) {
  const auto [id, letter] = told_what_is_missing(0);
  deny(id);
  letters_->work_due();
  leave("out/" + letter + "-1.pdf", "%PDF");
  leave("out/" + letter + "-1.json", "{}");
  restart();
  letters_->work_due();
  EXPECT_FALSE(is_there("out/" + letter + "-1.json"));
}

TEST_F(LettersOfCases, OfALaterVersionTellWhatASupersededOneWouldHaveTold) {
  const std::string id = pended_case();
  deny(id);
  letters_->work_due();
  const HttpReply talk = send(Method::post, "/review/" + id + "/peer-to-peer",
                              R"({"actor":{"id":"n1","role":"nurse"},"step":"requested"})");
  ASSERT_EQ(talk.status, 200U) << talk.body;
  letters_->work_due();
  const std::vector<LetterRecord> told = letters(id, "denial");
  ASSERT_THAT(told, SizeIs(4)) << "of the decision, and again with the talk";
  for (const LetterRecord& one : told) {
    EXPECT_EQ(one.state == LetterState::superseded, one.version == 2) << one.id;
    EXPECT_THAT(one.text, HasSubstr("Four weeks of conservative care"));
  }
  EXPECT_THAT(letters(id, "peer_to_peer"), SizeIs(1));
}

TEST_F(LettersOfCases, AcknowledgeAnAppealWithTheDayOfItsDecisionAndLeaveTheDenialOnItsWay) {
  const std::string id = pended_case();
  deny(id);
  letters_->work_due();
  const HttpReply appeal = send(Method::post, "/review/" + id + "/appeal",
                                R"({"actor":{"id":"n1","role":"nurse"},"kind":"standard"})");
  ASSERT_EQ(appeal.status, 200U) << appeal.body;
  letters_->work_due();
  const std::vector<LetterRecord> made = letters(id, "appeal_received");
  ASSERT_THAT(made, SizeIs(2));
  const auto record = gateway_->services().store.find_case(precert::CaseId(id));
  ASSERT_TRUE(record && *record && (*record)->due);
  const base::Date due =
      gateway_->services().knowledge.current().rulebook->calendar.local_date(*(*record)->due);
  for (const LetterRecord& one : made) {
    EXPECT_THAT(one.text, AllOf(HasSubstr("We have your appeal"), HasSubstr(precert::date_in_words(due)),
                                HasSubstr("had no part in the first decision")));
  }
  for (const LetterRecord& one : letters(id, "denial")) EXPECT_EQ(one.state, LetterState::queued) << one.id;
}

TEST_F(LettersOfCases, ThatTellADenialAgainStayOnTheirWayWhenItIsAppealed) {
  const std::string id = pended_case();
  deny(id);
  letters_->work_due();
  const std::string actor = R"({"actor":{"id":"n1","role":"nurse"},)";
  ASSERT_EQ(send(Method::post, "/review/" + id + "/peer-to-peer", actor + R"("step":"requested"})").status,
            200U);
  letters_->work_due();  // tells the denial again: nobody has taken the first
  ASSERT_EQ(send(Method::post, "/review/" + id + "/appeal", actor + R"("kind":"standard"})").status, 200U);
  letters_->work_due();
  EXPECT_THAT(letters(id, "appeal_received"), SizeIs(2));
  for (const LetterRecord& one : letters(id, "denial")) {
    EXPECT_EQ(one.state, one.version == 2 ? LetterState::superseded : LetterState::queued) << one.id;
  }
}

TEST_F(LettersOfCases, AreListedWithTheirStateAndReadAsText) {
  const std::string id = pended_case();
  letters_->work_due();
  const HttpReply list = send(Method::get, "/letters?case=" + id);
  EXPECT_EQ(list.status, 200U);
  EXPECT_THAT(list.body,
              AllOf(HasSubstr("\"information\""), HasSubstr("\"queued\""), HasSubstr("\"provider\"")));
  const std::string letter = letters(id, "information").at(0).id;
  EXPECT_THAT(send(Method::get, "/letters/" + letter + "/text").body, HasSubstr("We need more information"));
  EXPECT_EQ(send(Method::get, "/letters/nothing").status, 404U);
  EXPECT_EQ(send(Method::get, "/letters").status, 400U);
}

TEST_F(LettersOfCases, AreDocumentsAndCommunicationsOfTheClaimResponseForFhir) {  // SC-58, SC-59
  give_the_provider_a_fax();
  const auto [id, letter] = told_what_is_missing(1);
  const HttpReply found = send(Method::get, "/fhir/DocumentReference?related=ClaimResponse/" + id);
  EXPECT_EQ(found.status, 200U);
  EXPECT_THAT(found.body,
              AllOf(HasSubstr("\"total\":2"), HasSubstr(letter), HasSubstr("ClaimResponse/" + id)));
  const HttpReply one = send(Method::get, "/fhir/DocumentReference/" + letter);
  EXPECT_THAT(one.body, HasSubstr("http://gateway.test/fhir/Binary/" + letter));
  EXPECT_THAT(send(Method::get, "/fhir/Binary/" + letter).body, StartsWith("%PDF-"));
  const HttpReply communication = send(Method::get, "/fhir/Communication/" + letter);
  EXPECT_THAT(communication.body, AllOf(HasSubstr("FAXWRIT"), HasSubstr("in-progress")));
  EXPECT_THAT(send(Method::get, "/fhir/Communication?about=" + id).body, HasSubstr("\"total\":2"));
  EXPECT_EQ(send(Method::get, "/fhir/DocumentReference/none").status, 404U);
  EXPECT_EQ(send(Method::get, "/fhir/DocumentReference").status, 400U);
}

TEST_F(LettersOfCases, DoNotStartWithATextThatIsWrong) {
  gateway::Config config;
  config.letters.templates = folder_.path() / "texts";
  std::filesystem::create_directories(config.letters.templates);
  std::ofstream(config.letters.templates / "foot.txt") << "{{phone}} {{reference}} {{ssn}}\n";
  letters_.reset();
  open(config);
  const auto opened = gateway::Letters::open(gateway_->services());
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().first().where, "foot.txt:1");
}

}  // namespace
}  // namespace letters_test
