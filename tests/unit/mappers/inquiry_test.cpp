// 278 X215: inquiries into the model and back, and answers that our own validator accepts.
#include "mappers/x12/inquiry.hpp"

#include "inquiry_support.hpp"
#include "mappers/x12/review_request.hpp"
#include "precert/model/words.hpp"
#include "tests/support/samples.hpp"
#include "x12_support.hpp"

namespace {

using precert::Inquiry;
using precert::ReviewAction;
using support::ReadSet;
using support::segment_of;

constexpr std::string_view x215 = "005010X215";

base::Instant instant(const char* text) { return *base::instant_from_iso(text); }
base::Period period(const char* from, const char* to) {
  return {*base::date_from_iso(from), *base::date_from_iso(to)};
}

Inquiry inquiry_of(const std::string& interchange) {
  ReadSet read(interchange);
  EXPECT_EQ(read.faults(x215, "request"), "") << interchange;
  auto made = mappers::inquiry_from(read.tree(), read.interchange(), read.group());
  if (!made) {
    ADD_FAILURE() << support::text(made.error());
    return {};
  }
  return std::move(*made);
}

const std::string parties =
    "HL*1**20*1~NM1*X3*2*EXAMPLE HEALTH PLAN*****PI*EXPL1~HL*2*1*21*1~"
    "NM1*1P*2*EXAMPLE CLINIC*****XX*1999000015~HL*3*2*22*1~"
    "NM1*IL*1*TESTMEMBER*ALPHA****MI*EXM100000001~DMG*D8*19800214*F~";
const std::string by_everything =
    "BHT*0007*28*INQ0003*20260106*0902~" + parties +
    "HL*4*3*EV*1~TRN*1*INQ0003EV*1999999990~UM*HS*R**22:B~HCR*A4~REF*BB*AUTH260001~REF*NT*ADM260001~"
    "DTP*AAH*RD8*20260101-20260331~DTP*096*RD8*20260201-20260228~DTP*102*D8*20260105~"
    "DTP*036*RD8*20260301-20260430~DTP*007*D8*20260110~HI*ABK:M5416~"
    "NM1*DK*1*SAMPLE*ORDERA****XX*1999000049~"
    "HL*5*4*SS*0~TRN*1*INQ0003L1*1999999990~UM*HS**62~HCR*A1~REF*NT*ADM260002~DTP*472*D8*20260120~"
    "SV1*HC:72148:TC~NM1*FA*2*EXAMPLE IMAGING CENTER*****XX*1999000155~";

TEST(X12Inquiry, ReadsEveryKey) {
  const Inquiry read = inquiry_of(support::set_of(by_everything, x215));
  const precert::ReviewRequest& example = read.example;
  EXPECT_EQ(example.reference, "INQ0003");
  EXPECT_EQ(example.submitted, instant("2026-01-06T09:02:00Z"));
  EXPECT_EQ(example.transmission.application_sender, "SUBAPP");
  EXPECT_EQ(example.umo.identifiers.front().value, "EXPL1");
  EXPECT_EQ(example.requester.npi(), "1999000015");
  EXPECT_EQ(example.subscriber.member_id(), "EXM100000001");
  EXPECT_EQ(example.event.traces.front().number, "INQ0003EV");
  EXPECT_EQ(example.event.previous_certification, "AUTH260001");
  EXPECT_EQ(example.event.previous_reference, "ADM260001");
  EXPECT_EQ(example.event.dates, period("2026-01-01", "2026-03-31"));
  EXPECT_EQ(example.event.discharge, std::nullopt);
  EXPECT_EQ(example.event.diagnoses.front().code, "M5416");
  EXPECT_EQ(example.event.providers.front().npi(), "1999000049");
  const precert::SearchKeys& keys = read.keys_at(0);
  EXPECT_EQ(keys.category, precert::RequestCategory::health_services);
  EXPECT_EQ(keys.certification, precert::CertificationType::renewal);
  EXPECT_EQ(keys.action, ReviewAction::pended);
  EXPECT_EQ(keys.discharged, period("2026-02-01", "2026-02-28"));
  EXPECT_EQ(keys.issued, period("2026-01-05", "2026-01-05"));
  EXPECT_EQ(keys.expires, period("2026-03-01", "2026-04-30"));
  EXPECT_EQ(keys.effective, period("2026-01-10", "2026-01-10"));
  ASSERT_EQ(example.services.size(), 1U);
  const precert::ServiceLine& line = example.services.front();
  EXPECT_EQ(line.procedure.code, "72148");
  EXPECT_EQ(line.procedure.modifiers, std::vector<std::string>{"TC"});
  EXPECT_EQ(line.previous_reference, "ADM260002");
  EXPECT_EQ(line.providers.front().npi(), "1999000155");
  EXPECT_EQ(read.keys_at(1).action, ReviewAction::certified);
  EXPECT_EQ(read.keys_at(1).certification, std::nullopt);
}

TEST(X12Inquiry, OfTheFixturesIsRead) {
  const Inquiry by_number = inquiry_of(support::fixture("x12/005010X215_request/by_number.x12"));
  EXPECT_EQ(by_number.example.event.previous_certification, "AUTH260001");
  EXPECT_EQ(by_number.keys_at(0).certification, std::nullopt);
  const Inquiry by_patient = inquiry_of(support::fixture("x12/005010X215_request/by_patient.x12"));
  EXPECT_EQ(by_patient.example.services.front().procedure.code, "72148");
  EXPECT_EQ(by_patient.keys_at(0).certification, precert::CertificationType::initial);
}

TEST(X12Inquiry, OfTheSamplesIsRead) {
  const std::filesystem::path folder = support::samples_folder();
  if (folder.empty()) GTEST_SKIP() << "no samples: set PRECERT_SAMPLES";
  const auto sample = [&](const char* name) {
    std::ifstream file(folder / "x12" / name, std::ios::binary);
    std::stringstream all;
    all << file.rdbuf();
    return inquiry_of(all.str());
  };
  const Inquiry by_number = sample("composed-23-x215-inquiry-by-number.x12");
  EXPECT_EQ(by_number.example.event.previous_certification, "AUTH260001");
  EXPECT_EQ(precert::keys_of(by_number, nullptr).numbers, std::vector<std::string>{"AUTH260001"});
  const Inquiry by_patient = sample("composed-25-x215-inquiry-by-patient.x12");
  EXPECT_EQ(by_patient.keys_at(0).category, precert::RequestCategory::admission);
  EXPECT_EQ(precert::keys_of(by_patient, nullptr).members, std::vector{precert::MemberId("EXM100000003")});
  precert::InquiryAnswer none;
  none.refusals = {{precert::Level::event, 0, "AA", precert::FollowUp::do_not_resubmit, "", "", {}}};
  std::string set;
  x12::Writer writer(set, {});
  mappers::write_inquiry_response(writer, by_patient, none, {}, "0001", instant("2026-01-06T09:01:00Z"));
  EXPECT_NE(set.find("~HL*4*3*EV*0~TRN*2*INQ0002EV*1999999990~AAA*N**AA*N~UM*AR**2*11:A~SE*"),
            std::string::npos);
}

TEST(X12Inquiry, ByNumberNeedsNoPatient) {
  const Inquiry read = inquiry_of(support::set_of(
      "BHT*0007*28*INQ0004*20260106*0902~HL*1**20*1~NM1*X3*2*EXAMPLE HEALTH PLAN*****PI*EXPL1~HL*2*1*21*1~"
      "NM1*1P*2*EXAMPLE "
      "CLINIC*****XX*1999000015~HL*3*2*EV*0~TRN*1*INQ0004EV*1999999990~UM*HS~REF*BB*AUTH260001~",
      x215));
  EXPECT_EQ(read.example.event.previous_certification, "AUTH260001");
  EXPECT_TRUE(read.example.subscriber.identifiers.empty());
}

TEST(X12Inquiry, SurvivesTheWayThroughX12) {
  for (const std::string& message :
       {support::set_of(by_everything, x215), support::fixture("x12/005010X215_request/by_patient.x12"),
        support::fixture("x12/005010X215_request/by_number.x12")}) {
    const Inquiry once = inquiry_of(message);
    std::string set;
    x12::Writer writer(set, {});
    const base::Issues issues = mappers::write_inquiry(writer, once, "0001");
    EXPECT_TRUE(issues.empty()) << support::text(issues);
    Inquiry again = inquiry_of(support::in_interchange(set, x215));
    again.example.transmission = once.example.transmission;
    EXPECT_EQ(again, once) << set;
  }
}

TEST(X12Inquiry, ReportsASecondDiagnosisThatItCannotAskFor) {
  Inquiry inquiry = inquiry_of(support::set_of(by_everything, x215));
  inquiry.example.event.diagnoses.push_back(inquiry.example.event.diagnoses.front());
  std::string set;
  x12::Writer writer(set, {});
  const base::Issues issues = mappers::write_inquiry(writer, inquiry, "0001");
  ASSERT_EQ(issues.size(), 1U);
  EXPECT_EQ(issues.first().where, "event.diagnoses[1]");
  EXPECT_FALSE(issues.fatal());
  inquiry_of(support::in_interchange(set, x215));
}

/// A case of two lines: one certified at the imaging centre, one that waits for a paper.
precert::PriorCase stored_case() {
  precert::PriorCase found;
  found.id = precert::CaseId("C1");
  found.request = support::model_of(
      "BHT*0007*13*REQ0001*20260105*0930~HL*1**20*1~NM1*X3*2*EXAMPLE HEALTH PLAN*****PI*EXPL1~HL*2*1*21*1~"
      "NM1*1P*2*EXAMPLE CLINIC*****XX*1999000015~HL*3*2*22*1~NM1*IL*1*TESTMEMBER*ALPHA****MI*EXM100000001~"
      "REF*EJ*ACCOUNT1~N3*1 TEST LANE~N4*SPRINGFIELD*IL*62701~DMG*D8*19800214*F~"
      "HL*4*3*EV*1~TRN*1*REQ0001EV*1999999990~UM*HS*I*62*22:B**E~DTP*AAH*RD8*20260115-20260215~"
      "HI*ABK:M5416~NM1*DK*1*SAMPLE*ORDERA****XX*1999000049~"
      "HL*5*4*SS*0~TRN*1*REQ0001L1*1999999990~UM*HS*I*62*22:B~DTP*472*RD8*20260115-20260215~"
      "SV1*HC:72148*850.25*UN*1***1~NM1*SJ*2*EXAMPLE IMAGING CENTER*****XX*1999000155~"
      "HL*6*4*SS*0~TRN*1*REQ0001L2*1999999990~UM*HS*I*PT*11:B~SV1*HC:97110**UN*8***1~"
      "NM1*SJ*2*EXAMPLE THERAPY*****XX*1999000163~");
  precert::LineDetermination first;
  first.sequence = 1;
  first.action = ReviewAction::certified;
  first.certification_number = "AUTH260001";
  first.validity = period("2026-01-05", "2026-04-05");
  precert::LineDetermination second;
  second.sequence = 2;
  second.action = ReviewAction::pended;
  second.reference_number = "ADM260009";
  second.reasons = {{"0U", "more is needed", "rule", "", {}}};
  second.missing = {{"plan-of-care", "Plan of care", "18776-5", "PN", "therapist", "UMOACN0002",
                     instant("2026-01-07T17:30:00Z")}};
  found.determination.lines = {first, second};
  found.determination.action = precert::summary_of(found.determination.lines);
  found.determination.numbers = {"AUTH260001", "ADM260001", "UMO0001"};
  found.determination.decided = instant("2026-01-05T09:31:00Z");
  found.determination.intake.organization = "CLINICAL INTAKE";
  return found;
}

std::string response(const Inquiry& inquiry, const precert::InquiryAnswer& answer,
                     const std::vector<precert::InquiryCandidate>& candidates) {
  std::string set;
  x12::Writer writer(set, {});
  mappers::write_inquiry_response(writer, inquiry, answer, candidates, "0001",
                                  instant("2026-01-06T09:03:00Z"));
  std::string out = support::in_interchange(set, x215);
  ReadSet read(out);
  EXPECT_EQ(read.faults(x215, "response"), "") << out;
  return out;
}

precert::InquiryAnswer found_first() {
  precert::InquiryAnswer answer;
  answer.matches = {{0, {{1, 1}}}};
  answer.umo_contact = {"PRECERT DESK", {{precert::ContactKind::phone, "8005550100", ""}}};
  return answer;
}

TEST(X12InquiryResponse, TellsTheStateOfEachServiceAndFacility) {
  const Inquiry inquiry = inquiry_of(support::set_of(by_everything, x215));
  const std::string out = response(inquiry, found_first(), {{stored_case(), {}, {}}});
  EXPECT_EQ(segment_of(out, "BHT"), "BHT*0007*49*INQ0003*20260106*0903*RD");
  EXPECT_EQ(segment_of(out, "PER"), "PER*IC*PRECERT DESK*TE*8005550100");
  EXPECT_NE(
      out.find(
          "~HL*4*3*EV*1~TRN*2*INQ0003EV*1999999990~TRN*1*UMO0001*90000EXPL1~UM*HS*I*62*22:B**E~HCR*A4**0U~"),
      std::string::npos)
      << out;
  EXPECT_NE(out.find("~HI*ABK:M5416~NM1*DK*1*SAMPLE*ORDERA****XX*1999000049~"), std::string::npos) << out;
  EXPECT_NE(out.find("~HL*5*4*SS*0~TRN*2*INQ0003L1*1999999990~UM*HS*I*62*22:B~HCR*A1*AUTH260001~"
                     "DTP*472*RD8*20260115-20260215~DTP*102*D8*20260105~DTP*036*D8*20260405~"
                     "DTP*007*RD8*20260105-20260405~SV1*HC:72148*850.25*UN*1~"
                     "NM1*SJ*2*EXAMPLE IMAGING CENTER*****XX*1999000155~"),
            std::string::npos)
      << out;
  EXPECT_NE(out.find("~HCR*A4**0U~REF*NT*ADM260009~HI*LOI:18776-5~SV1*HC:97110**UN*8~"
                     "PWK*PN*EL***AC*UMOACN0002*Plan of care~MSG*"),
            std::string::npos)
      << out;
  EXPECT_NE(out.find("~NM1*SJ*2*EXAMPLE THERAPY*****XX*1999000163~NM1*L5*2*CLINICAL INTAKE"),
            std::string::npos)
      << out;
}

TEST(X12InquiryResponse, RepeatsNothingThatOnlyTheFirstAskerSaid) {
  const Inquiry inquiry = inquiry_of(support::fixture("x12/005010X215_request/by_number.x12"));
  const std::string out = response(inquiry, found_first(), {{stored_case(), {}, {}}});
  EXPECT_THAT(out,
              testing::Not(testing::AnyOf(testing::HasSubstr("ACCOUNT1"), testing::HasSubstr("TEST LANE"),
                                          testing::HasSubstr("REQ0001"))));
}

TEST(X12InquiryResponse, ListsEveryReviewOfAPatientUnderOneLevel) {
  const Inquiry inquiry = inquiry_of(support::set_of(by_everything, x215));
  precert::InquiryAnswer answer = found_first();
  answer.matches.push_back({1, {}});
  const std::string out = response(inquiry, answer, {{stored_case(), {}, {}}, {stored_case(), {}, {}}});
  EXPECT_NE(out.find("~HL*7*3*EV*1~TRN*2*INQ0003EV*1999999990~"), std::string::npos) << out;
  EXPECT_EQ(out.find("*22*1~", out.find("*22*1~") + 1), std::string::npos) << out;
}

TEST(X12InquiryResponse, NamesADependentOfACaseThatWasFoundByNumberAlone) {
  const Inquiry inquiry = inquiry_of(support::fixture("x12/005010X215_request/by_number.x12"));
  precert::PriorCase found = stored_case();
  precert::Person child;
  child.name = {"TESTMEMBER", "KILO", "", "", ""};
  child.birth_date = *base::date_from_iso("2015-11-30");
  child.relationship = precert::Relationship::child;
  child.identifiers = {{precert::IdentifierKind::patient_account, "ACCOUNT2", ""}};
  found.request.dependent = child;
  const std::string out = response(inquiry, found_first(), {{found, {}, {}}});
  EXPECT_NE(out.find("~HL*4*3*23*1~NM1*QC*1*TESTMEMBER*KILO~DMG*D8*20151130~INS*N*19~HL*5*4*EV*1~"),
            std::string::npos)
      << out;
}

TEST(X12InquiryResponse, WithoutPatientNamesTheCasesOrRefusesAtTheRequester) {
  Inquiry inquiry = inquiry_of(support::fixture("x12/005010X215_request/by_number.x12"));
  inquiry.example.subscriber = {};
  EXPECT_NE(
      response(inquiry, found_first(), {{stored_case(), {}, {}}})
          .find("~HL*3*2*22*1~NM1*IL*1*TESTMEMBER*ALPHA****MI*EXM100000001~DMG*D8*19800214*F~HL*4*3*EV*1~"),
      std::string::npos);
  precert::InquiryAnswer none;
  none.refusals = {{precert::Level::event, 0, "AA", precert::FollowUp::correct_and_resubmit, "", "", {}}};
  EXPECT_NE(response(inquiry, none, {})
                .find("~HL*2*1*21*0~NM1*1P*2*EXAMPLE CLINIC*****XX*1999000015~AAA*N**15*C~SE*"),
            std::string::npos);
}

TEST(X12InquiryResponse, IsValidWithTextsThatX12CannotSay) {
  Inquiry inquiry = inquiry_of(support::set_of(by_everything, x215));
  inquiry.example.reference = "INQ*0003~";
  inquiry.example.subscriber.name.given = "AL~PHA";
  inquiry.example.event.traces.front().number = "A*B:C";
  precert::PriorCase found = stored_case();
  found.request.services.front().providers.front().organization = "IMAGING*CENTER\x01";
  found.determination.lines.back().reasons.front().words = "more~is*needed";
  const std::string out = response(inquiry, found_first(), {{found, {}, {}}});
  EXPECT_NE(out.find("IMAGING CENTER"), std::string::npos) << out;
  std::string set;
  x12::Writer writer(set, {});
  mappers::write_inquiry(writer, inquiry, "0001");
  inquiry_of(support::in_interchange(set, x215));
}

TEST(X12InquiryResponse, SaysAtWhichLevelThereIsNoAnswer) {
  const Inquiry inquiry = inquiry_of(support::set_of(by_everything, x215));
  precert::InquiryAnswer answer;
  const auto refuse = [&](precert::Level level, const char* code, precert::FollowUp follow_up) {
    answer.refusals = {{level, 0, code, follow_up, "words", "", {}}};
    return response(inquiry, answer, {});
  };
  using precert::FollowUp;
  using precert::Level;
  EXPECT_NE(refuse(Level::event, "AA", FollowUp::do_not_resubmit)
                .find("~HL*4*3*EV*0~TRN*2*INQ0003EV*1999999990~AAA*N**AA*N~UM*HS*R*62*22:B~SE*"),
            std::string::npos);
  EXPECT_NE(refuse(Level::requester, "41", FollowUp::do_not_resubmit)
                .find("~HL*2*1*21*0~NM1*1P*2*EXAMPLE CLINIC*****XX*1999000015~AAA*N**41*N~SE*"),
            std::string::npos);
  EXPECT_NE(refuse(Level::subscriber, "75", FollowUp::correct_and_resubmit)
                .find("~AAA*N**75*C~DMG*D8*19800214*F~SE*"),
            std::string::npos);
}

TEST(X12InquiryResponse, IsValidWhateverWasDecided) {
  const Inquiry inquiry = inquiry_of(support::set_of(by_everything, x215));
  for (const auto& [action, word] : precert::Words<ReviewAction>::all) {
    precert::PriorCase found = stored_case();
    for (precert::LineDetermination& line : found.determination.lines) line.action = action;
    found.determination.action = precert::summary_of(found.determination.lines);
    const std::string out = response(inquiry, found_first(), {{found, {}, {}}});
    EXPECT_NE(out.find("NM1*SJ*2*EXAMPLE THERAPY"), std::string::npos) << word;
  }
}

}  // namespace
