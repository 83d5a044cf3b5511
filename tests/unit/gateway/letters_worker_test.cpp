// From a decision to a letter in the folder of the fax service, and back: once, whatever happens in between.
#include "gateway/letters/worker.hpp"

#include <fstream>

#include "parsers/json/document.hpp"
#include "precert/engine/directory.hpp"
#include "precert/engine/letter.hpp"
#include "precert/rulebook/tables.hpp"
#include "subscription_support.hpp"

namespace {

using gateway::HttpReply;
using gateway::LetterRecord;
using gateway::LetterState;
using gateway::Method;
using subscription_test::Subscribed;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

constexpr const char* denied =
    R"({"reviewer":{"id":"d1"},"role":"physician","lines":[{"sequence":1,"action":"not_certified","reason":"0F",)"
    R"("words":"Four weeks of conservative care are documented, six are needed.",)"
    R"("criteria":"Example Society, Lumbar MRI, 2026"}]})";

class LettersOfCases : public Subscribed {
 protected:
  void SetUp() override { restart(); }

  /// The same data folder and a new gateway.
  void restart(gateway::Config config = {}) {
    letters_.reset();
    open(std::move(config));
    auto opened = gateway::Letters::open(gateway_->services());
    ASSERT_TRUE(opened) << opened.error().first().remedy;
    letters_ = std::move(*opened);
  }
  void TearDown() override { letters_.reset(); }

  void deny(const std::string& id) {
    const HttpReply reply = send(Method::post, "/review/" + id + "/decision", denied);
    ASSERT_EQ(reply.status, 200U) << reply.body;
  }
  /// Of one kind, the member's first.
  std::vector<LetterRecord> letters(const std::string& id, const std::string& kind) {
    std::vector<LetterRecord> found;
    const auto all = gateway_->services().store.letters_of(precert::CaseId(id));
    EXPECT_TRUE(all);
    for (const LetterRecord& one : *all) {
      if (one.kind == kind) found.push_back(one);
    }
    std::sort(found.begin(), found.end(),
              [](const LetterRecord& a, const LetterRecord& b) { return a.addressee < b.addressee; });
    return found;
  }
  std::vector<std::string> events(const std::string& id) {
    std::vector<std::string> kinds;
    const auto all = gateway_->services().store.events_of(precert::CaseId(id));
    EXPECT_TRUE(all);
    for (const gateway::CaseEvent& one : *all) {
      if (one.kind.starts_with("letter_")) kinds.push_back(one.kind);
    }
    return kinds;
  }
  /// The provider who asks has a fax in the directory.
  void give_the_provider_a_fax() {
    precert::Facility clinic;
    clinic.npi = "1999000015";
    clinic.name = "Example Clinic";
    clinic.fax = "3605550177";
    ASSERT_TRUE(gateway_->services().store.load_facilities(std::vector<precert::Facility>{clinic}));
    ASSERT_TRUE(gateway_->reload());
  }
  std::filesystem::path queue(const std::string& file) { return folder_.path() / "letters" / file; }
  std::string read(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    EXPECT_TRUE(in) << file;
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  }
  void leave(const std::string& file, const std::string& text) { std::ofstream(queue(file)) << text; }

  bool is_there(const std::string& file) { return std::filesystem::exists(queue(file)); }
  /// As the service does.
  void take(const std::string& job) {
    for (const char* const kind : {".json", ".pdf"})
      std::filesystem::rename(queue("out/" + job + kind), queue("done/" + job + kind));
  }

  std::unique_ptr<gateway::Letters> letters_;
};

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

TEST_F(LettersOfCases, GoByFaxWhereANumberIsKnownAndByMailWithAFlagWhereNot) {  // SC-59
  give_the_provider_a_fax();
  const std::string id = pended_case();
  letters_->work_due();
  const LetterRecord faxed = letters(id, "information").at(1);
  EXPECT_EQ(letters(id, "information").at(0).channel, "mail");
  EXPECT_EQ(faxed.channel, "fax");
  EXPECT_EQ(faxed.destination, "2175550111");
  EXPECT_EQ(faxed.state, LetterState::queued);
  const std::string order = read(queue("out/" + faxed.id + "-1.json"));
  EXPECT_THAT(order, AllOf(HasSubstr("2175550111"), HasSubstr("\"fax\""), Not(HasSubstr("TESTMEMBER")),
                           Not(HasSubstr("EXM1"))));
  EXPECT_THAT(read(queue("out/" + faxed.id + "-1.pdf")), StartsWith("%PDF-"));
}

TEST_F(LettersOfCases, FollowTheFaxServiceToTheEnd) {  // SC-59
  give_the_provider_a_fax();
  const std::string id = pended_case();
  letters_->work_due();
  const std::string letter = letters(id, "information").at(1).id;
  take(letter + "-1");
  letters_->work_due();
  EXPECT_EQ(letters(id, "information").at(1).state, LetterState::handed_over);
  restart();
  clock_.advance(std::chrono::days(3));
  letters_->work_due();
  EXPECT_THAT(read(queue("done/" + letter + "-1.pdf")), StartsWith("%PDF-"));  // it may fax from there
  leave("done/" + letter + "-1.status", "confirmed\n");
  letters_->work_due();
  EXPECT_EQ(letters(id, "information").at(1).state, LetterState::confirmed);
  EXPECT_FALSE(std::filesystem::exists(queue("done/" + letter + "-1.pdf")));
  EXPECT_THAT(events(id),
              AllOf(testing::Contains("letter_made"), testing::Contains("letter_queued"),
                    testing::Contains("letter_handed_over"), testing::Contains("letter_confirmed")));
}

TEST_F(LettersOfCases, AreTriedAgainLaterAndGivenUpForAllToSee) {  // SC-59
  gateway::Config config;
  config.letters.attempts_max = 2;
  restart(config);
  give_the_provider_a_fax();
  const std::string id = pended_case();
  letters_->work_due();
  const std::string letter = letters(id, "information").at(1).id;
  leave("out/" + letter + "-1.status", "failed: line was busy");
  letters_->work_due();
  EXPECT_EQ(letters(id, "information").at(1).state, LetterState::queued);
  EXPECT_THAT(letters(id, "information").at(1).error, HasSubstr("line was busy"));
  EXPECT_FALSE(std::filesystem::exists(queue("out/" + letter + "-1.json")));
  letters_->work_due();
  EXPECT_FALSE(std::filesystem::exists(queue("out/" + letter + "-1.json")));
  clock_.advance(gateway::letter_wait_after(1));
  restart(config);
  letters_->work_due();
  EXPECT_TRUE(std::filesystem::exists(queue("out/" + letter + "-1.json")));
  leave("out/" + letter + "-1.status", "failed");
  letters_->work_due();
  EXPECT_EQ(letters(id, "information").at(1).state, LetterState::failed);
  EXPECT_THAT(events(id), testing::Contains("letter_failed"));
}

TEST_F(LettersOfCases, AreSentAgainWhenSomebodyAsksEvenElsewhere) {
  const std::string id = pended_case();
  letters_->work_due();
  const std::string letter = letters(id, "information").at(1).id;
  const HttpReply wrong =
      send(Method::post, "/letters/" + letter + "/resend", R"({"channel":"fax","destination":"; rm"})");
  EXPECT_EQ(wrong.status, 400U);
  const HttpReply reply =
      send(Method::post, "/letters/" + letter + "/resend", R"({"channel":"fax","destination":"3605550188"})");
  EXPECT_EQ(reply.status, 202U) << reply.body;
  letters_->work_due();  // the first waits in out/ still, with the destination of before
  EXPECT_THAT(read(queue("out/" + letter + "-2.json")), HasSubstr("3605550188"));
  EXPECT_THAT(read(queue("out/" + letter + "-2.pdf")), StartsWith("%PDF-"));
  EXPECT_FALSE(is_there("out/" + letter + "-1.json"));
  EXPECT_FALSE(is_there("out/" + letter + "-1.pdf"));
  EXPECT_THAT(events(id), testing::Contains("letter_resent"));
}

TEST_F(LettersOfCases, AWordAboutAnEarlierSendingSaysNothingOfTheNext) {
  give_the_provider_a_fax();
  const std::string id = pended_case();
  letters_->work_due();
  const std::string letter = letters(id, "information").at(1).id;
  take(letter + "-1");
  letters_->work_due();
  const HttpReply reply =
      send(Method::post, "/letters/" + letter + "/resend", R"({"channel":"fax","destination":"3605550188"})");
  ASSERT_EQ(reply.status, 202U) << reply.body;
  leave("done/" + letter + "-1.status", "confirmed\n");
  letters_->work_due();
  EXPECT_EQ(letters(id, "information").at(1).state, LetterState::queued);
  EXPECT_FALSE(is_there("done/" + letter + "-1.pdf"));
  EXPECT_THAT(read(queue("out/" + letter + "-2.json")), HasSubstr("3605550188"));
  take(letter + "-2");
  leave("done/" + letter + "-2.status", "confirmed\n");
  letters_->work_due();
  EXPECT_EQ(letters(id, "information").at(1).state, LetterState::confirmed);
}

TEST_F(LettersOfCases, ByMailLeaveNothingBehindADayAfterTheyWereTaken) {
  const std::string id = pended_case();
  letters_->work_due();
  const std::string letter = letters(id, "information").at(0).id;
  // The order alone is moved: its letter stays in out/.
  std::filesystem::rename(queue("out/" + letter + "-1.json"), queue("done/" + letter + "-1.json"));
  letters_->work_due();
  EXPECT_EQ(letters(id, "information").at(0).state, LetterState::handed_over);
  EXPECT_TRUE(is_there("out/" + letter + "-1.pdf"));
  clock_.advance(std::chrono::hours(24));
  letters_->work_due();
  EXPECT_FALSE(is_there("out/" + letter + "-1.pdf"));
  EXPECT_FALSE(is_there("done/" + letter + "-1.json"));
  EXPECT_EQ(letters(id, "information").at(0).state, LetterState::handed_over);
}

// ---- what a later version makes of them

TEST_F(LettersOfCases, ThatNobodyHasTakenGiveWayToThoseOfALaterVersion) {
  const std::string id = pended_case();
  letters_->work_due();
  const std::string first = letters(id, "information").at(0).id;
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
  const std::string id = pended_case();
  letters_->work_due();
  const std::string taken = letters(id, "information").at(0).id;
  take(taken + "-1");
  deny(id);
  letters_->work_due();
  EXPECT_EQ(letters(id, "information").at(0).state, LetterState::handed_over);
  EXPECT_TRUE(is_there("done/" + taken + "-1.pdf"));
}

TEST_F(LettersOfCases, ThatWereTakenBeforeTheyCouldBeWithdrawnAreSaidToBeOut) {
  const std::string id = pended_case();
  letters_->work_due();
  const std::string letter = letters(id, "information").at(1).id;
  deny(id);
  letters_->work_due();
  ASSERT_EQ(letters(id, "information").at(1).state, LetterState::superseded);
  leave("done/" + letter + "-1.json", "{}");
  letters_->work_due();
  EXPECT_EQ(letters(id, "information").at(1).state, LetterState::handed_over);
}

TEST_F(LettersOfCases, ThatStayedInTheFolderAtAnEndAreWithdrawnAtTheNextStart) {
  const std::string id = pended_case();
  letters_->work_due();
  const std::string letter = letters(id, "information").at(0).id;
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
  const std::string id = pended_case();
  letters_->work_due();
  const std::string letter = letters(id, "information").at(1).id;
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
