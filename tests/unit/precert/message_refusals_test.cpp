// What is refused of a message before any file is opened.
#include "precert/engine/message_refusals.hpp"

#include "determine_support.hpp"

namespace precert::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

template <class Message>
std::vector<std::string> refused_codes(const Message& message) {
  std::vector<std::string> codes;
  for (const Refusal& one : message_refusals_of(message, rulebook(), at("2026-03-01T18:00:00Z")))
    codes.push_back(one.code);
  return codes;
}

TEST(RefusalsOfAMessage, AreNoneWhereOnlyAFileCouldTell) {
  EXPECT_THAT(refused_codes(request()), IsEmpty());
  ReviewRequest nobody = request();
  nobody.subscriber.identifiers[0].value = "NOBODY";
  EXPECT_THAT(refused_codes(nobody), IsEmpty());
  ReviewRequest appeal = request();
  appeal.event.certification = CertificationType::standard_appeal;
  EXPECT_THAT(refused_codes(appeal), IsEmpty());
  ReviewRequest uncovered = request();
  uncovered.services[0].dates = base::Period::of(date("2025-04-10"));
  EXPECT_THAT(refused_codes(uncovered), IsEmpty());
}

TEST(RefusalsOfAMessage, AreThoseOfAllLevels) {
  ReviewRequest asked = request();
  asked.requester.identifiers.clear();
  asked.subscriber.name = {};
  asked.subscriber.birth_date.reset();
  asked.event.diagnoses[0].code = "?!";
  asked.services[0].dates = period("2026-03-12", "2026-03-10");
  EXPECT_THAT(refused_codes(asked), ElementsAre("43", "73", "58", "AF", "57"));
}

TEST(RefusalsOfAMessage, AreThoseThatARequestWouldGet) {
  World world;
  world.facts.naming = PatientNaming::in_full;
  ReviewRequest asked = request();
  asked.dependent = Person{};
  asked.dependent->name = {"TESTMEMBER", "BETA", "", "", ""};
  const std::vector<Refusal> beforehand = message_refusals_of(asked, rulebook(), world.facts.now);
  EXPECT_EQ(beforehand, world(asked).refusals);
  ASSERT_EQ(beforehand.size(), 1U);
  EXPECT_EQ(beforehand[0].code, "58");
}

TEST(RefusalsOfAMessage, WantAMemberNumberInARequestAndNotInAQuestion) {
  ReviewRequest asked = request();
  asked.subscriber.identifiers.clear();
  EXPECT_THAT(refused_codes(asked), ElementsAre("72"));
  CoverageQuestion question;
  question.payer = asked.umo;
  question.requester = asked.requester;
  question.subscriber = asked.subscriber;
  EXPECT_THAT(refused_codes(question), IsEmpty());
}

TEST(RefusalsOfAMessage, OfAWithdrawalLookAtNobodyButTheParties) {
  ReviewRequest asked = request();
  asked.event.certification = CertificationType::cancellation;
  asked.services[0].dates = period("2026-03-12", "2026-03-10");
  EXPECT_THAT(refused_codes(asked), IsEmpty());
  asked.requester.identifiers.clear();
  EXPECT_THAT(refused_codes(asked), ElementsAre("43"));
}

TEST(RefusalsOfAMessage, OfAnInquiryDoNotSayThatNothingWasFound) {
  Inquiry inquiry;
  inquiry.example = request();
  EXPECT_THAT(refused_codes(inquiry), IsEmpty());
  inquiry.example.requester.identifiers.clear();
  EXPECT_THAT(refused_codes(inquiry), ElementsAre("43"));
}

TEST(RefusalsOfAMessage, OfANoticeWantItsDay) {
  Notification notice;
  notice.notice = request();
  notice.notice.event.dates.reset();
  notice.notice.event.admission.reset();
  notice.notice.services.front().dates.reset();
  EXPECT_THAT(refused_codes(notice), ElementsAre("56"));
}

}  // namespace
}  // namespace precert::test
