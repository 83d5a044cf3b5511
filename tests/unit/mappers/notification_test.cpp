// 278 X216: notices into the model, and acknowledgments that our own validator accepts.
#include "mappers/x12/notification.hpp"

#include "inquiry_support.hpp"
#include "x12_support.hpp"

namespace {

using precert::Notification;
using support::ReadSet;

constexpr std::string_view x216 = "005010X216";

base::Result<Notification> read_notice(const std::string& interchange) {
  ReadSet read(interchange);
  EXPECT_EQ(read.faults(x216, "request"), "");
  return mappers::notification_from(read.tree(), read.interchange(), read.group());
}

Notification notice_of(const std::string& fixture) {
  auto made = read_notice(support::fixture(fixture));
  if (!made) {
    ADD_FAILURE() << support::text(made.error());
    return {};
  }
  return std::move(*made);
}

std::string acknowledged(const Notification& notice, const precert::NotificationReceipt& receipt) {
  std::string set;
  x12::Writer writer(set, {});
  mappers::write_notification_acknowledgment(writer, notice, receipt, "0001",
                                             *base::instant_from_iso("2026-01-06T10:01:00Z"));
  std::string out = support::in_interchange(set, x216);
  ReadSet read(out);
  EXPECT_EQ(read.faults(x216, "response"), "") << out;
  return out;
}

TEST(X12Notification, OfAnAdmissionNamesSourceAndReceiverTheOtherWayRound) {
  const Notification notice = notice_of("x12/005010X216_request/admission.x12");
  EXPECT_EQ(notice.kind, precert::NotificationKind::completion);
  EXPECT_EQ(notice.notice.requester.npi(), "1999000023");
  ASSERT_TRUE(notice.notice.requester.contact);
  EXPECT_EQ(notice.notice.requester.contact->name, "ADMISSIONS DESK");
  EXPECT_EQ(notice.notice.umo.identifiers.front().value, "EXPL1");
  EXPECT_EQ(notice.notice.event.category, precert::RequestCategory::admission);
  EXPECT_EQ(notice.notice.event.admission, base::Period::of(*base::date_from_iso("2026-01-05")));
  EXPECT_EQ(notice.notice.event.providers.size(), 2U);
  EXPECT_TRUE(notice.decisions.empty());
}

TEST(X12Notification, OfADecisionTellsItAtEventAndLine) {
  const Notification notice = notice_of("x12/005010X216_request/decision.x12");
  EXPECT_EQ(notice.kind, precert::NotificationKind::copy);
  const precert::NotifiedDecision certified{0, precert::ReviewAction::certified, "AUTH260001", {}};
  precert::NotifiedDecision of_line = certified;
  of_line.sequence = 1;
  EXPECT_EQ(notice.decisions, (std::vector{certified, of_line}));
}

TEST(X12Notification, OfTwoEventsIsRefusedWhole) {
  std::string message = support::fixture("x12/005010X216_request/admission.x12");
  const std::string end = "SE*19*0001";
  message.replace(message.find(end), end.size(),
                  "HL*5*3*EV*0~UM*AR*I*30*11:A**03~DTP*435*D8*20260107~SE*22*0001");
  const auto made = read_notice(message);
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().first().code, base::IssueCode::not_supported);
  EXPECT_EQ(made.error().first().where, "HL @19");
}

TEST(X12Acknowledgment, GivesTheReceiptNumberAndEchoesTheTrace) {
  const std::string out =
      acknowledged(notice_of("x12/005010X216_request/admission.x12"), {"REF17", "TRC17", {}});
  EXPECT_NE(out.find("~BHT*0007*11*NOT3001*20260106*1001*TH~HL*1**20*1~NM1*FA*2*EXAMPLE HOSPITAL"),
            std::string::npos)
      << out;
  EXPECT_NE(out.find("~HL*2*1*21*1~NM1*PR*2*EXAMPLE HEALTH PLAN*****PI*EXPL1~"), std::string::npos) << out;
  EXPECT_NE(out.find("~HL*4*3*EV*0~TRN*2*NOT3001EV*1999999990~TRN*1*TRC17*90000EXPL1~REF*NT*REF17~SE*"),
            std::string::npos)
      << out;
}

TEST(X12Acknowledgment, RefusesAtTheLevelAtFaultAndEndsThere) {
  const Notification notice = notice_of("x12/005010X216_request/admission.x12");
  using precert::FollowUp;
  using precert::Level;
  const struct {
    Level level;
    const char* code;
    const char* expected;
  } rows[] = {
      {Level::requester, "43", "~HL*1**20*0~NM1*FA*2*EXAMPLE HOSPITAL*****XX*1999000023~AAA*N**79*N~SE*"},
      {Level::umo, "79", "~HL*2*1*21*0~NM1*PR*2*EXAMPLE HEALTH PLAN*****PI*EXPL1~AAA*N**79*"},
      {Level::subscriber, "75", "~AAA*N**75*C~DMG*D8*19710703*M~SE*"},
      {Level::event, "56", "~TRN*2*NOT3001EV*1999999990~AAA*N**56*C~SE*"},
  };
  for (const auto& row : rows) {
    precert::NotificationReceipt receipt;
    receipt.refusals = {{row.level, 0, row.code, FollowUp::correct_and_resubmit, "words", "", {}}};
    const std::string out = acknowledged(notice, receipt);
    EXPECT_NE(out.find(row.expected), std::string::npos) << out;
    EXPECT_EQ(out.find("REF*NT"), std::string::npos) << out;
  }
}

}  // namespace
