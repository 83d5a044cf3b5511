// Requests that belong together, with a whole gateway in this process: repeats, extensions, and which of several
// cases an update or an inquiry means.
#include "gateway/edi/batches.hpp"
#include "tests/support/text.hpp"
#include "x12_support.hpp"

namespace x12_linked_cases_test {
namespace {

using gateway::CaseState;
using gateway::HttpReply;
using gateway::LookupKind;
using support::count_of;
using support::replaced;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;
using x12_conversation::interchange;
using x12_conversation::nine_digits;
using x12_conversation::set;
using x12_conversation::x12_scenario;
using x12_conversation::X12Gateway;

/// A request of the scenarios under an interchange number of its own.
std::string request_of(const std::string& scenario, int number) {
  std::string request = replaced(x12_scenario(scenario), "\n", "");
  const std::size_t isa13 = 90, iea02 = request.rfind('*') + 1;
  request.replace(isa13, 9, nine_digits(number));
  return request.replace(iea02, 9, nine_digits(number));
}

/// ISA to IEA around one set of 005010X215 or 005010X217.
std::string around(const std::string& guide, const std::string& body, int number) {
  return interchange("HI", guide, set("278", guide, body), number);
}

constexpr std::string_view alphas_clinic = "NM1*1P*2*EXAMPLE CLINIC*****XX*1999000015~";
constexpr std::string_view alpha =
    "HL*3*2*22*1~NM1*IL*1*TESTMEMBER*ALPHA****MI*EXM100000001~DMG*D8*19800214*F~";
constexpr std::string_view to_the_plan =
    "HL*1**20*1~NM1*X3*2*EXAMPLE HEALTH PLAN*****PI*EXPL1~HL*2*1*21*1~";

/// An inquiry about member ALPHA; `keys` follow UM.
std::string inquiry_of_alpha(const std::string& keys, int number,
                             const std::string& asker = std::string(alphas_clinic)) {
  return around("005010X215",
                "BHT*0007*28*INQ1*20260106*0900~" + std::string(to_the_plan) + asker + std::string(alpha) +
                    "HL*4*3*EV*0~TRN*1*INQ1EV*1999999990~UM*HS~" + keys,
                number);
}

/// A 278 of the clinic that speaks of the event alone: UM02, the number it quotes, and what follows.
std::string update_of_alpha(const std::string& um02, const std::string& quoted, const std::string& more,
                            int number) {
  return around("005010X217",
                "BHT*0007*13*UPD" + std::to_string(number) + "*20260105*1000~" + std::string(to_the_plan) +
                    std::string(alphas_clinic) + std::string(alpha) + "HL*4*3*EV*0~TRN*1*UPD" +
                    std::to_string(number) + "EV*1999999990~UM*HS*" + um02 + "*62*22:B**E***Y~" + quoted + more,
                number);
}

class LinkedCases : public X12Gateway {
 protected:
  std::string send(const std::string& text, const std::string& path = "/x12") { return answer_to(text, path); }
  std::vector<gateway::CaseRecord> cases_with(LookupKind kind, const std::string& value) {
    const auto found = store().cases_with(kind, value, 16);
    EXPECT_TRUE(found);
    return found ? *found : std::vector<gateway::CaseRecord>();
  }
  std::optional<gateway::CaseRecord> case_record(const std::string& id) {
    const auto found = store().find_case(precert::CaseId(id));
    EXPECT_TRUE(found);
    return found ? *found : std::nullopt;
  }
};

// ---- Twins

/// A withdrawal of AUTH0000000001, which is QUEBEC's, for a dependent of that name.
std::string withdrawal_for(const std::string& given, int number) {
  return around(
      "005010X217",
      "BHT*0007*13*WDR" + std::to_string(number) + "*20260105*1000~" + std::string(to_the_plan) +
          std::string(alphas_clinic) +
          "HL*3*2*22*1~NM1*IL*1*TESTMEMBER*NOVEMBER****MI*EXM100000013~HL*4*3*23*1~NM1*QC*1*TESTMEMBER*" +
          given + "~DMG*D8*20150303*F~INS*N*19~HL*5*4*EV*0~TRN*1*WDR" + std::to_string(number) +
          "EV*1999999990~UM*HS*3*62*22:B~REF*BB*AUTH0000000001~",
      number);
}

TEST_F(LinkedCases, AnAuthorizationIsNotWithdrawnForATwin) {
  EXPECT_THAT(send(request_of("dependent-patient", 1)), HasSubstr("HCR*A1*AUTH0000000001~"));
  EXPECT_THAT(send(withdrawal_for("ROMEO", 2)), AllOf(HasSubstr("AAA*N**AA*"), Not(HasSubstr("HCR*C"))));
  EXPECT_THAT(send(withdrawal_for("QUEBEC", 3)), HasSubstr("HCR*C*AUTH0000000001~"));
}

/// A document of NOVEMBER's child of that name, which quotes AUTH0000000001.
std::string document_of(const std::string& given, int number) {
  return interchange("PI", "006020X316",
                     set("275", "006020X316",
                         "BGN*02*ATT" + std::to_string(number) +
                             "*20260105*1000~NM1*PR*2*EXAMPLE HEALTH PLAN*****PI*EXPL1~NM1*41*2*EXAMPLE "
                             "CLINIC*****46*CLEARTEST1~NM1*1P*2*EXAMPLE CLINIC*****XX*1999000015~"
                             "NM1*QC*1*TESTMEMBER*" +
                             given +
                             "****MI*EXM100000013~REF*BB*AUTH0000000001~LX*1~TRN*1*ACN1~DTP*368*D8*20260105~"
                             "CAT*AE*TX~OOI*1*47*NOTES~BDS*B64*8*SEVMTE8h~"),
                     number);
}

TEST_F(LinkedCases, ADocumentOfATwinWhoseNameGoesOnIsNotAttached) {
  const auto novembers = store().member(precert::MemberId("EXM100000013"));
  ASSERT_TRUE(novembers && *novembers);
  precert::MemberRecord family = **novembers;
  const auto quebec = std::ranges::find_if(
      family.dependents, [](const precert::DependentRecord& one) { return one.name.given == "QUEBEC"; });
  ASSERT_NE(quebec, family.dependents.end());
  precert::DependentRecord twin = *quebec;
  twin.name.given = "QUEBEC ANN";
  twin.birth_sequence = 3;
  family.dependents.push_back(twin);
  ASSERT_TRUE(store().load_members({&family, 1}));

  EXPECT_THAT(send(request_of("dependent-patient", 1)), HasSubstr("HCR*A1*AUTH0000000001~"));
  const auto attached = [&] {
    const auto documents = store().attachments_of(precert::CaseId("C1"));
    return documents ? documents->size() : 99;
  };
  send(document_of("QUEBEC ANN", 2));
  EXPECT_EQ(attached(), 0U);
  send(document_of("QUEBEC", 3));
  EXPECT_EQ(attached(), 1U);
}

// ---- Extensions

/// The MRI of the scenario once more, half a year later, behind the authorization that is quoted.
std::string extension_of(const std::string& quoted, int number) {
  std::string request = request_of("mri-approved", number);
  request = replaced(request, "UM*HS*I*62*22:B**E***Y~", "UM*HS*4*62*22:B**E***Y~REF*BB*" + quoted + "~");
  request = replaced(request, "UM*HS*I*62*22:B~", "UM*HS*4*62*22:B~");
  request = replaced(replaced(request, "20260112-20260212", "20260701-20260801"), "MRI01", "MRI09");
  return replaced(request, "SE*32*", "SE*33*");
}

TEST_F(LinkedCases, AnExtensionLeavesTheAuthorizationItExtendsAsItIs) {
  EXPECT_THAT(send(request_of("mri-approved", 1)), HasSubstr("HCR*A1*AUTH0000000001~"));
  const std::string before = send(inquiry_of_alpha("REF*BB*AUTH0000000001~", 2));
  const std::string extended = send(extension_of("AUTH0000000001", 3));
  EXPECT_THAT(extended, AllOf(HasSubstr("HCR*A1*AUTH0000000002~"), HasSubstr("REF*BB*AUTH0000000001~")));

  const std::string by_old = send(inquiry_of_alpha("REF*BB*AUTH0000000001~", 4));
  EXPECT_THAT(by_old, AllOf(HasSubstr("HCR*A1*AUTH0000000001~"), HasSubstr("20260112-20260212"),
                            Not(HasSubstr("HCR*A1*AUTH0000000002~"))));
  const std::string by_old_date = send(inquiry_of_alpha("DTP*AAH*D8*20260115~", 5));
  EXPECT_THAT(by_old_date, HasSubstr("HCR*A1*AUTH0000000001~"));
  const std::string by_new = send(inquiry_of_alpha("REF*BB*AUTH0000000002~", 6));
  EXPECT_THAT(by_new, AllOf(HasSubstr("HCR*A1*AUTH0000000002~"), Not(HasSubstr("HCR*A1*AUTH0000000001~"))));
}

TEST_F(LinkedCases, ACancellationOfWhatWasExtendedLeavesTheExtension) {
  send(request_of("mri-approved", 1));
  send(extension_of("AUTH0000000001", 2));
  EXPECT_THAT(send(update_of_alpha("3", "REF*BB*AUTH0000000001~", "", 3)), HasSubstr("HCR*C*AUTH0000000001~"));
  EXPECT_EQ(case_record("C1")->state, CaseState::cancelled);
  EXPECT_EQ(case_record("C2")->state, CaseState::final);
  EXPECT_THAT(send(extension_of("AUTH0000000001", 4)), AllOf(HasSubstr("AAA*"), HasSubstr("*AA*")));
}

// ---- Messages

TEST_F(LinkedCases, WhatIsUnreadableBehindAnInterchangeTakesNothingFromIt) {
  int number = 0;
  for (const std::string path : {"/x12", "/x12?mode=batch"}) {
    const std::string good = request_of("mri-approved", ++number);
    const HttpReply reply = gateway().post(path, "application/edi-x12", good + "\r\nGARBAGE");
    EXPECT_EQ(reply.status, 200U) << reply.body;
    EXPECT_THAT(reply.body, HasSubstr("HCR*A1*AUTH0000000001~"));
    const std::pair<std::string, std::string> place{"Precert-Rest-Unreadable",
                                                    "byte " + std::to_string(good.size() + 2)};
    EXPECT_THAT(reply.headers, testing::Contains(place));
    const HttpReply again = gateway().post(path, "application/edi-x12", good + "\r\nGARBAGE");
    EXPECT_EQ(again.body, reply.body);
    EXPECT_THAT(again.headers, testing::Contains(place)) << "an answer that is given again says it too";
    EXPECT_THAT(again.headers, testing::Contains(testing::Pair("X-Replayed", "true")));
  }
  const HttpReply nothing = gateway().post("/x12", "application/edi-x12", "\nGARBAGE");
  EXPECT_EQ(nothing.status, 400U);
  EXPECT_THAT(nothing.body, HasSubstr("an interchange starts with ISA"));
}

TEST_F(LinkedCases, TheSameBytesInTheOtherModeGetTheAnswerTheyGot) {
  const std::string request = request_of("mri-approved", 1);
  const std::string answered = send(request);
  EXPECT_EQ(send(request, "/x12?mode=batch"), answered);
  const std::string later = request_of("mri-pended", 2);
  const std::string as_batch = send(later, "/x12?mode=batch");
  EXPECT_EQ(send(later), as_batch);
}

// ---- Who sees what

TEST_F(LinkedCases, AFacilityIsToldOfItsOwnLineOnly) {
  send(request_of("several-services", 1));
  const auto asked_by = [&](const std::string& who, int number) {
    return send(around("005010X215",
                       "BHT*0007*28*INQ1*20260106*0900~" + std::string(to_the_plan) + who +
                           "HL*3*2*22*1~NM1*IL*1*TESTMEMBER*LIMA****MI*EXM100000011~DMG*D8*19580330*F~"
                           "HL*4*3*EV*0~TRN*1*INQ1EV*1999999990~UM*HS~",
                       number));
  };
  const std::string hospital = asked_by("NM1*FA*2*EXAMPLE HOSPITAL*****XX*1999000023~", 2);
  const std::string university = asked_by("NM1*FA*2*EXAMPLE UNIVERSITY HOSPITAL*****XX*1999000031~", 3);
  const std::string requester = asked_by("NM1*1P*2*EXAMPLE ONCOLOGY GROUP*****XX*1999000130~", 4);
  EXPECT_EQ(count_of(requester, "*SS*"), 4U) << requester;
  EXPECT_EQ(count_of(hospital, "*SS*"), 1U) << hospital;
  EXPECT_THAT(hospital, Not(HasSubstr("1999000031")));
  EXPECT_EQ(count_of(university, "*SS*"), 1U) << university;
  EXPECT_THAT(university, Not(HasSubstr("1999000023")));
}

// ---- Repeats

TEST_F(LinkedCases, RepeatsOfAPendedRequestStandBehindTheNumberOfTheFirst) {
  EXPECT_THAT(send(request_of("mri-pended", 1)), HasSubstr("REF*NT*NR0000000001~"));
  EXPECT_THAT(send(request_of("mri-pended", 2)), HasSubstr("REF*NT*NR0000000001~"));
  const std::string third = send(request_of("mri-pended", 3));
  EXPECT_THAT(third, HasSubstr("REF*NT*NR0000000001~"));
  EXPECT_THAT(cases_with(LookupKind::reference_number, "NR0000000001"), SizeIs(1));
  EXPECT_THAT(cases_with(LookupKind::attachment_control_number, "TRC0000000001-01"), SizeIs(1));
  const auto waiting = store().worklist({});
  ASSERT_TRUE(waiting);
  ASSERT_THAT(*waiting, SizeIs(1));
  EXPECT_EQ(waiting->front().id, precert::CaseId("C1"));
  const auto repeat = case_record("C3");
  ASSERT_TRUE(repeat);
  EXPECT_EQ(count_of(repeat->determination, "The same was asked before"), 1U);
}

TEST_F(LinkedCases, AnInquiryByNumberOrDateTellsTheOneStateOfARepeatedRequest) {
  for (int number = 1; number <= 3; ++number) send(request_of("mri-pended", number));
  const std::string by_number = send(inquiry_of_alpha("REF*NT*NR0000000001~", 4));
  EXPECT_EQ(count_of(by_number, "~HL*4*3*EV*"), 1U) << by_number;
  EXPECT_EQ(count_of(by_number, "*EV*"), 1U) << by_number;
  const std::string by_date = send(inquiry_of_alpha("DTP*AAH*D8*20260112~", 5));
  EXPECT_EQ(count_of(by_date, "*EV*"), 1U) << by_date;
}

TEST_F(LinkedCases, WhatContinuesARepeatContinuesItsOriginal) {
  send(request_of("mri-pended", 1));
  send(request_of("mri-pended", 2));
  EXPECT_THAT(send(update_of_alpha("3", "REF*NT*NR0000000001~", "", 3)), HasSubstr("HCR*C~"));
  const auto original = case_record("C1");
  ASSERT_TRUE(original);
  EXPECT_EQ(original->state, CaseState::cancelled);
  EXPECT_EQ(original->version, 2);
  const std::string left = send(inquiry_of_alpha("DTP*AAH*D8*20260112~", 4));
  EXPECT_THAT(left, AllOf(HasSubstr("HCR*C~"), Not(HasSubstr("HCR*A4*"))));
}

/// More repeats than earlier cases are looked at, in one batch and over several steps.
TEST_F(LinkedCases, ManyRepeatsDoNotPushTheirOriginalOutOfSight) {
  constexpr std::size_t many = 600;
  const std::string request = request_of("mri-pended", 1);
  const std::size_t from = request.find("ST*"), until = request.find("GE*");
  std::string all = request.substr(0, from);
  for (std::size_t i = 1; i <= many; ++i)
    all += replaced(request.substr(from, until - from), "*0001", "*" + nine_digits(static_cast<int>(i)));
  all += replaced(request.substr(until), "GE*1*", "GE*" + std::to_string(many) + "*");
  const std::string answered = send(all, "/x12?mode=batch");
  EXPECT_EQ(count_of(answered, "REF*NT*NR0000000001~"), 2 * many);  // of the event and of its line
  EXPECT_THAT(cases_with(LookupKind::reference_number, "NR0000000001"), SizeIs(1));
}

}  // namespace
}  // namespace x12_linked_cases_test
