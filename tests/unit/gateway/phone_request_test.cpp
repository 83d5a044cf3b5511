// Requests that a member starts by telephone and people at the plan enter (SC-51, SC-52).
#include "gateway/intake/phone_request.hpp"
#include "gateway/letters/worker.hpp"
#include "work_support.hpp"

namespace {

using fhir_conversation::header;
using fhir_conversation::Read;
using fhir_conversation::replaced_once;
using gateway::HttpReply;
using gateway::Method;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using work_test::count_of;

/// A member asks for an MRI; nobody at the telephone knows what the criterion wants to know.
std::string call_for_mri(const std::string& facility = "1999000155") {
  return R"({"channel":"phone","caller":{"role":"member"},)"
         R"("member":{"id":"EXM100000001","birth_date":"1980-02-14"},)"
         R"("doctor":{"npi":"1999000015","organization":"EXAMPLE CLINIC","phone":"217-555-0110",)"
         R"("fax":"(217) 555-0111","address":{"lines":["100 Sample St"],"city":"Springfield","state":"IL",)"
         R"("postal_code":"62701"}},"facility":{"npi":")" +
         facility +
         R"(","name":"Example Imaging Center"},"services":[{"code":"72148","quantity":1,)"
         R"("from":"2026-01-12","until":"2026-02-12"}],"diagnoses":["M54.16"],"place_of_service":"22"})";
}

class MembersCall : public work_test::AtWork {
 protected:
  HttpReply call(const std::string& body) {
    return send(Method::post, "/review/requests", body, "application/json");
  }
  std::string called(const std::string& body) {
    const HttpReply reply = call(body);
    EXPECT_EQ(reply.status, 201U) << reply.body;
    const Read answer(reply.body);
    return std::string(answer.root().find("id").string());
  }
};

TEST_F(MembersCall, BecomesARequestWithANumberThatNamesEachUnknown) {
  const HttpReply reply = call(call_for_mri());
  EXPECT_EQ(reply.status, 201U) << reply.body;
  EXPECT_THAT(reply.body,
              AllOf(HasSubstr(R"("status":"pending")"), HasSubstr(R"("reference":"NR0000000001")"),
                    HasSubstr(R"("control_number":"TRC0000000001-01")"),
                    HasSubstr(R"("control_number":"TRC0000000001-02")")));
  const Read answer(reply.body);
  const std::string id(answer.root().find("id").string());
  EXPECT_THAT(look(id), AllOf(HasSubstr(R"("kind":"entered_by_staff")"), HasSubstr(R"("caller":"member")"),
                              HasSubstr("TESTMEMBER")));
  EXPECT_THAT(look("worklist"), HasSubstr(id));
  EXPECT_EQ(header(call(call_for_mri()), "X-Replayed"), "true");
}

TEST_F(MembersCall, WritesTheDoctorALetterThatNamesEachUnknown) {
  const std::string id = called(call_for_mri());
  const auto letters = gateway::Letters::open(gateway().services());
  ASSERT_TRUE(letters) << letters.error().first().remedy;
  EXPECT_EQ((*letters)->work_due(), 2U);
  const std::string list = get("/letters?case=" + id).body;
  EXPECT_THAT(list,
              AllOf(HasSubstr(R"("addressee":"provider")"), HasSubstr(R"("destination":"2175550111")")));
  const std::string text = get("/letters/L-" + id + "-1-information-provider/text").body;
  EXPECT_THAT(text, AllOf(HasSubstr("TRC0000000001-01"), HasSubstr("TRC0000000001-02"),
                          HasSubstr("conservative care"), HasSubstr("neurological examination")));
  EXPECT_THAT(text, Not(HasSubstr("started-by-member")));
}

TEST_F(MembersCall, ReachesADoctorWhoListensOverFhir) {
  listen();
  called(call_for_mri());
  EXPECT_EQ(heard(), 1U);
}

TEST_F(MembersCall, ReachesADoctorWhoseRequestsComeOverX12) {
  sent_by_x12("pet-denied");
  const std::string id = called(call_for_mri());
  const std::string waiting = outbox();
  EXPECT_THAT(waiting,
              AllOf(HasSubstr("HCR*A4"), HasSubstr("PWK*09*EL***AC*"), HasSubstr("PWK*OE*EL***AC*")));
  done(id + "/decision",
       R"({"reviewer":{"id":"n1"},"role":"nurse","lines":[{"sequence":1,"action":"certified"}]})");
  EXPECT_THAT(outbox(), HasSubstr("HCR*A1")) << "the approval goes to the doctor, too (SC-53)";
}

TEST_F(MembersCall, AboutCareOutsideTheNetworkIsReviewedAndNotSentToThePhoneAgain) {
  const std::string id = called(call_for_mri("1999001047"));
  EXPECT_THAT(look(id),
              AllOf(HasSubstr(R"("action":"pended")"), Not(HasSubstr(R"("action":"contact_payer")")),
                    HasSubstr("the member has started it by telephone")));
}

TEST_F(MembersCall, IsWhatCareOutsideTheNetworkBeginsWithAndADoctorsIsNot) {
  const std::string id =
      called(replaced_once(call_for_mri("1999001047"), R"("role":"member")", R"("role":"doctor")"));
  EXPECT_THAT(look(id), HasSubstr(R"("action":"contact_payer")"));
}

TEST_F(MembersCall, AboutSomebodyWhoIsNotCoveredIsRefusedAndOpensNoCase) {
  const HttpReply unknown = call(replaced_once(call_for_mri(), "EXM100000001", "EXM999999999"));
  EXPECT_EQ(unknown.status, 422U) << unknown.body;
  const HttpReply another = call(replaced_once(call_for_mri(), "1980-02-14", "1980-02-15"));
  EXPECT_EQ(another.status, 422U) << another.body;
  EXPECT_THAT(look("worklist"), HasSubstr(R"("cases":[])"));
}

TEST_F(MembersCall, ThatCannotBeReadIsToldEveryFaultWithItsPointer) {
  const HttpReply reply = call(
      R"({"caller":{},"member":{"id":"EXM100000001","birth_date":"14.2.1980"},"doctor":{"npi":"1999000016"},)"
      R"("services":[{"kode":"72148","quantity":-1}],"diagnoses":[]})");
  EXPECT_EQ(reply.status, 400U);
  for (const char* const pointer :
       {"/caller/role", "/member/birth_date", "/doctor/npi", "/doctor/family_name", "/services/0/code",
        "/services/0/kode", "/services/0/quantity", "/services/0/from", "/diagnoses"}) {
    EXPECT_THAT(reply.body, HasSubstr(pointer));
  }
  EXPECT_THAT(reply.body, Not(HasSubstr("14.2.1980"))) << "no value of a person in an error";
  EXPECT_EQ(call("{").status, 400U);
}

precert::MemberRecord family_with_twins() {
  precert::MemberRecord record;
  record.id = precert::MemberId("M1");
  record.name.family = "TESTMEMBER";
  record.name.given = "ALPHA";
  record.birth_date = *base::date_from_iso("1980-02-14");
  for (const char* const name : {"BRAVO", "CHARLIE"}) {
    precert::DependentRecord& twin = record.dependents.emplace_back();
    twin.name.family = "TESTMEMBER";
    twin.name.given = name;
    twin.birth_date = *base::date_from_iso("2015-03-01");
  }
  return record;
}

precert::ReviewRequest told_person(const char* born, const char* given = "") {
  precert::ReviewRequest request;
  request.subscriber.birth_date = base::date_from_iso(born);
  request.subscriber.name.given = given;
  return request;
}

TEST(CompletePerson, TakesTheSubscriberOrTheDependentWhoWasBornThen) {
  precert::ReviewRequest subscriber = told_person("1980-02-14");
  ASSERT_TRUE(gateway::complete_person(subscriber, family_with_twins()));
  EXPECT_EQ(subscriber.subscriber.name.given, "ALPHA");
  EXPECT_FALSE(subscriber.dependent);
  precert::ReviewRequest child = told_person("2015-03-01", "Charlie");
  ASSERT_TRUE(gateway::complete_person(child, family_with_twins()));
  ASSERT_TRUE(child.dependent);
  EXPECT_EQ(child.dependent->name.given, "CHARLIE");
  EXPECT_EQ(child.subscriber.name.given, "ALPHA");
}

TEST(CompletePerson, AsksForTheGivenNameOfATwinAndLeavesStrangersAsTheyAre) {
  precert::ReviewRequest twin = told_person("2015-03-01");
  const auto asked = gateway::complete_person(twin, family_with_twins());
  ASSERT_FALSE(asked);
  EXPECT_EQ(asked.error().first().where, "/member/given_name");
  precert::ReviewRequest stranger = told_person("1999-09-09");
  ASSERT_TRUE(gateway::complete_person(stranger, family_with_twins()));
  EXPECT_EQ(stranger.subscriber.name.given, "");
  EXPECT_FALSE(stranger.dependent);
}

}  // namespace
