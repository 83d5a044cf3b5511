// Taking in notices of admission and discharge. Rule: 005010X216.
#include "precert/engine/notification.hpp"

#include "tests/unit/precert/determine_support.hpp"

namespace precert::test {
namespace {

Notification admission_notice() {
  Notification made;
  made.kind = NotificationKind::completion;
  made.notice = request();
  made.notice.services.clear();
  made.notice.requester = party(PartyRole::facility, hospital);
  made.notice.umo.role = PartyRole::payer;
  made.notice.event.category = RequestCategory::admission;
  made.notice.event.admission = period("2026-03-05", "2026-03-05");
  return made;
}

std::vector<std::string> codes_of(const NotificationReceipt& receipt) {
  std::vector<std::string> codes;
  for (const Refusal& one : receipt.refusals) codes.push_back(one.code);
  return codes;
}

TEST(ANotice, IsTakenUnderAReceiptNumber) {
  const World world;
  const NotificationReceipt receipt = receipt_of(admission_notice(), rulebook(), world.facts);
  EXPECT_FALSE(receipt.refused());
  EXPECT_EQ(receipt.number, "NR1");
  EXPECT_EQ(receipt.trace, "T1");
}

TEST(ANotice, SaysWhenItHappened) {
  const World world;
  Notification notice = admission_notice();
  notice.notice.event.admission.reset();
  const NotificationReceipt receipt = receipt_of(notice, rulebook(), world.facts);
  EXPECT_THAT(codes_of(receipt), testing::ElementsAre("56"));
  EXPECT_EQ(receipt.number, "");
  notice.notice.event.discharge = date("2026-03-09");
  EXPECT_FALSE(receipt_of(notice, rulebook(), world.facts).refused());
}

TEST(ANotice, OfADischargeBeforeTheAdmissionIsRefused) {
  const World world;
  Notification notice = admission_notice();
  notice.notice.event.discharge = date("2026-03-04");
  EXPECT_THAT(codes_of(receipt_of(notice, rulebook(), world.facts)), testing::ElementsAre("56"));
  notice.notice.event.discharge = date("2026-03-05");
  EXPECT_FALSE(receipt_of(notice, rulebook(), world.facts).refused());
  notice.notice.event.admission = period("2026-03-05", "2026-03-01");
  EXPECT_THAT(codes_of(receipt_of(notice, rulebook(), world.facts)), testing::ElementsAre("56"));
}

TEST(ANotice, OfADecisionIsDatedAtItsLine) {
  const World world;
  Notification notice = admission_notice();
  notice.notice.event.admission.reset();
  notice.notice.services = {line(1, "70551")};
  EXPECT_FALSE(receipt_of(notice, rulebook(), world.facts).refused());
  notice.notice.services[0].dates.reset();
  EXPECT_THAT(codes_of(receipt_of(notice, rulebook(), world.facts)), testing::ElementsAre("56"));
}

TEST(ANotice, OfSomebodyUnknownOrToAnotherPayerIsRefused) {
  World world;
  world.facts.member = nullptr;
  Notification notice = admission_notice();
  notice.notice.umo.identifiers.front().value = "OTHER";
  EXPECT_THAT(codes_of(receipt_of(notice, rulebook(), world.facts)), testing::ElementsAre("79", "75"));
}

}  // namespace
}  // namespace precert::test
