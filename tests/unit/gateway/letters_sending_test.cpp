// Letters in the folder of the fax service: handed over, confirmed, failed, sent again.
#include "letters_support.hpp"

namespace letters_test {
namespace {

using gateway::HttpReply;
using gateway::LetterRecord;
using gateway::LetterState;
using gateway::Method;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

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
  const auto [id, letter] = told_what_is_missing(1);
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
  const auto [id, letter] = told_what_is_missing(1);
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
  const auto [id, letter] = told_what_is_missing(1);
  const HttpReply wrong =
      send(Method::post, "/letters/" + letter + "/resend", R"({"channel":"fax","destination":"; rm"})");
  EXPECT_EQ(wrong.status, 400U);
  resend(letter);
  letters_->work_due();  // the first waits in out/ still, with the destination of before
  EXPECT_THAT(read(queue("out/" + letter + "-2.json")), HasSubstr("3605550188"));
  EXPECT_THAT(read(queue("out/" + letter + "-2.pdf")), StartsWith("%PDF-"));
  EXPECT_FALSE(is_there("out/" + letter + "-1.json"));
  EXPECT_FALSE(is_there("out/" + letter + "-1.pdf"));
  EXPECT_THAT(events(id), testing::Contains("letter_resent"));
}

TEST_F(LettersOfCases, AWordAboutAnEarlierSendingSaysNothingOfTheNext) {
  give_the_provider_a_fax();
  const auto [id, letter] = told_what_is_missing(1);
  take(letter + "-1");
  letters_->work_due();
  resend(letter);
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
  const auto [id, letter] = told_what_is_missing(0);
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

}  // namespace
}  // namespace letters_test
