// POST $submit-attachment: documents find their request, before or after it.
#include <future>

#include "fhir_support.hpp"
#include "gateway/review/submit_review.hpp"
#include "mappers/codes/base64.hpp"

namespace {

using fhir_conversation::FhirConversation;
using fhir_conversation::header;
using fhir_conversation::Read;
using fhir_conversation::replaced_once;
using fhir_conversation::scenario;
using gateway::HttpReply;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr const char* path = "/fhir/$submit-attachment";

std::string identifier(const std::string& name, const std::string& system, const std::string& value) {
  return R"({"name":")" + name + R"(","valueIdentifier":{"system":")" + system + R"(","value":")" + value +
         R"("}})";
}

std::string document(const std::string& text) {
  return R"({"name":"Attachment","part":[{"name":"LineItem","valueString":"1"},)"
         R"({"name":"Code","valueCodeableConcept":{"coding":[{"system":"http://loinc.org","code":"18776-5"}]}},)"
         R"({"name":"Content","resource":{"resourceType":"DocumentReference","status":"current","content":[)"
         R"({"attachment":{"contentType":"text/plain","data":")" +
         mappers::base64_encoded(text) + R"("}}]}}]})";
}

/// A message for the home health request whose plan of care is announced under ACN0004.
struct Message {
  std::string tracking = "ACN0004", member = "EXM100000004", provider = "1999000064", payer = "EXPL1";
  std::string attach_to = "preauthorization";
  std::string documents = document("PLAN OF CARE OF A TEST PATIENT");
  std::string more;

  [[nodiscard]] std::string text() const {
    return R"({"resourceType":"Parameters","parameter":[)" + identifier("TrackingId", "urn:test", tracking) +
           R"(,{"name":"AttachTo","valueCode":")" + attach_to + R"("},)" +
           identifier("PayerId", "urn:test", payer) + "," +
           identifier("ProviderId", "http://hl7.org/fhir/sid/us-npi", provider) + "," +
           identifier("MemberId", "urn:test", member) + more + "," + documents + "]}";
  }
};

/// The plan of care is announced and not attested: pended until it comes.
std::string home_health() {
  return replaced_once(scenario("home-health"), R"("linkId": "plan-of-care")", R"("linkId": "something-else")");
}

/// The answers that the pended MRI lacks.
std::string questionnaire() {
  return R"({"name":"Attachment","part":[{"name":"Content","resource":{"resourceType":"QuestionnaireResponse",)"
         R"("status":"completed","item":[{"linkId":"conservative-care-weeks","answer":[{"valueDecimal":8}]},)"
         R"({"linkId":"neuro-exam-documented","answer":[{"valueBoolean":true}]}]}}]})";
}

/// They as a message of the clinic that asked for it.
Message answers_of_the_mri() {
  Message message;
  message.tracking = "TRC0000000001";
  message.member = "EXM100000001";
  message.provider = "1999000015";
  message.documents = questionnaire();
  return message;
}

class SubmitAttachment : public FhirConversation {
 protected:
  std::string state_of(const std::string& id) { return get("/fhir/ClaimResponse/" + id).body; }
};

TEST_F(SubmitAttachment, RefusesWhatCannotBeReadWithOneOperationOutcomeThatNamesEveryPlace) {
  const HttpReply reply = post(path, R"({"resourceType":"Parameters","parameter":[{"name":"Attachment"}]})");
  EXPECT_EQ(reply.status, 400U);
  const Read outcome(reply.body);
  EXPECT_EQ(outcome.root().find("resourceType").string(), "OperationOutcome");
  EXPECT_EQ(outcome.root().find("issue").size(), 5U);  // TrackingId, AttachTo, MemberId, who sends, Content
  EXPECT_EQ(post(path, R"({"resourceType":"Bundle"})").status, 400U);
  EXPECT_EQ(post(path, "{").status, 400U);
}

TEST_F(SubmitAttachment, TakesDocumentsOfThisPayersReviewsOnly) {
  Message claim;
  claim.attach_to = "claim";
  EXPECT_EQ(post(path, claim.text()).status, 422U);
  Message elsewhere;
  elsewhere.payer = "OTHERPAYER";
  EXPECT_EQ(post(path, elsewhere.text()).status, 422U);
}

TEST_F(SubmitAttachment, ADocumentWithoutItsContentIsRefused) {
  Message message;
  message.documents =
      R"({"name":"Attachment","part":[{"name":"Content","resource":{"resourceType":"DocumentReference",)"
      R"("content":[{"attachment":{"url":"https://elsewhere.example/doc"}}]}}]})";
  const HttpReply reply = post(path, message.text());
  EXPECT_EQ(reply.status, 400U);
  EXPECT_THAT(reply.body, HasSubstr("Parameters.parameter[5].part[0].resource.content[0].attachment.data"));
}

TEST_F(SubmitAttachment, ADocumentWithoutARequestIsHeldAndItsBytesAreKept) {
  const std::string sent = Message{}.text();
  const HttpReply reply = post(path, sent);
  EXPECT_EQ(reply.status, 200U) << reply.body;
  EXPECT_THAT(reply.body, HasSubstr("1 document held for 30 days"));
  EXPECT_EQ(get("/messages/" + header(reply, "Precert-Message-Id")).body, sent);
  const auto held = gateway().services().store.held_attachments("ACN0004", clock().now());
  ASSERT_TRUE(held);
  ASSERT_EQ(held->size(), 1U);
  EXPECT_EQ(held->front().content, "PLAN OF CARE OF A TEST PATIENT");
}

TEST_F(SubmitAttachment, TheSameBytesAreTakenOnce) {
  post(path, Message{}.text());
  EXPECT_EQ(header(post(path, Message{}.text()), "X-Replayed"), "true");
  const auto held = gateway().services().store.held_attachments("ACN0004", clock().now());
  ASSERT_TRUE(held);
  EXPECT_EQ(held->size(), 1U);
}

TEST_F(SubmitAttachment, ADocumentThatWasAskedForDecidesItsRequest) {
  const HttpReply submit = post("/fhir/Claim/$submit", home_health());
  ASSERT_THAT(submit.body, HasSubstr(R"("code":"A4")"));
  const Read answer(submit.body);
  const std::string id(answer.root().find("entry").at(0).find("resource").find("id").string());
  const HttpReply reply = post(path, Message{}.text());
  EXPECT_EQ(reply.status, 200U) << reply.body;
  EXPECT_THAT(reply.body, HasSubstr("1 document attached"));
  const std::string now = state_of(id);
  EXPECT_THAT(now, HasSubstr(R"("code":"A1")"));
  EXPECT_THAT(now, Not(HasSubstr(R"("code":"A4")")));
}

TEST_F(SubmitAttachment, TheNumberOfTheTaskIsEnough) {
  const std::string id = submitted("mri-pended");
  Message message = answers_of_the_mri();
  message.more = R"(,{"name":"Final","valueBoolean":false})";
  const HttpReply reply = post(path, message.text());
  EXPECT_THAT(reply.body, HasSubstr("1 document attached"));
  EXPECT_THAT(state_of(id), HasSubstr(R"("code":"A1")"));
  EXPECT_EQ(header(get("/fhir/ClaimResponse/" + id), "ETag"), "W/\"2\"");
}

TEST_F(SubmitAttachment, AnswersThatDoNotCountDecideNothingAndAreTold) {
  const std::string id = submitted("mri-pended");
  Message message = answers_of_the_mri();
  const std::string good = questionnaire();
  const auto with = [&](const std::string& from, const std::string& to) {
    message.documents = fhir_conversation::replaced_once(good, from, to);
    const HttpReply reply = post(path, message.text());
    EXPECT_EQ(reply.status, 200U) << reply.body;
    EXPECT_THAT(reply.body, HasSubstr(R"("severity":"warning")")) << to;
    EXPECT_THAT(state_of(id), HasSubstr(R"("code":"A4")")) << to;
  };
  for (const char* const code : {"in-progress", "entered-in-error", "stopped", "bogus"})
    with(R"("status":"completed")", R"("status":")" + std::string(code) + "\"");
  with(R"("status":"completed")", R"("status":"completed","questionnaire":"http://elsewhere/Questionnaire/dogs")");
  for (const char* const value :
       {R"("valueString":"8")", R"("valueQuantity":{"value":8,"code":"h"})", R"("valueQuantity":{"value":8,"code":"kg"})",
        R"("valueCoding":{"code":"8"})"})
    with(R"("valueDecimal":8)", value);
}

TEST_F(SubmitAttachment, AnotherProvidersOrMembersDocumentIsNotAttached) {
  const std::string id = submitted("mri-pended");
  Message message = answers_of_the_mri();
  message.provider = "1999000064";
  EXPECT_THAT(post(path, message.text()).body, HasSubstr("held"));
  message.provider = "1999000015";
  message.member = "EXM100000004";
  EXPECT_THAT(post(path, message.text()).body, HasSubstr("held"));
  EXPECT_EQ(header(get("/fhir/ClaimResponse/" + id), "ETag"), "W/\"1\"");
}

TEST_F(SubmitAttachment, ADocumentThatComesBeforeItsRequestWaitsForIt) {
  EXPECT_THAT(post(path, Message{}.text()).body, HasSubstr("held"));
  const HttpReply submit = post("/fhir/Claim/$submit", home_health());
  EXPECT_THAT(submit.body, HasSubstr(R"("code":"A1")"));
  EXPECT_THAT(submit.body, Not(HasSubstr(R"("code":"A4")")));
  const auto held = gateway().services().store.held_attachments("ACN0004", clock().now());
  ASSERT_TRUE(held);
  EXPECT_THAT(*held, IsEmpty());
}

/// A case as it is when another payer has decided it.
class DecidedElsewhere : public SubmitAttachment {
 protected:
  std::string case_of_another_payer() {
    const HttpReply submit = post("/fhir/Claim/$submit", home_health());
    const Read answer(submit.body);
    std::string id(answer.root().find("entry").at(0).find("resource").find("id").string());
    gateway::Store& store = gateway().services().store;
    const auto record = store.find_case(precert::CaseId(id));
    auto found = gateway::prior_from(**record);
    found->determination.rulebook = "upstream:other";
    gateway::CaseWrite write;
    write.expected_version = (*record)->version;
    write.record =
        gateway::record_from((*record)->id, write.expected_version + 1, found->request, found->determination);
    write.record.submitter = (*record)->submitter;
    gateway::Exchange exchange;
    exchange.cases.push_back(std::move(write));
    std::promise<gateway::CommitOutcome> done;
    store.commit(std::move(exchange),
                 [&done](const gateway::CommitResult& result) { done.set_value(result.outcome); });
    EXPECT_EQ(done.get_future().get(), gateway::CommitOutcome::committed);
    return id;
  }
};

TEST_F(DecidedElsewhere, TakesNoDocumentsThatCannotBeForwarded) {
  const std::string id = case_of_another_payer();
  const std::string before = state_of(id);
  const HttpReply reply = post(path, Message{}.text());
  EXPECT_EQ(reply.status, 422U);
  EXPECT_THAT(reply.body, HasSubstr("Another payer decides this request"));
  EXPECT_EQ(state_of(id), before);
  EXPECT_THAT(*gateway().services().store.held_attachments("ACN0004", clock().now()), IsEmpty());
}

TEST_F(DecidedElsewhere, IsNoCaseForReviewersHere) {
  const std::string id = case_of_another_payer();
  const HttpReply reply =
      post("/review/" + id + "/decision",
           R"({"reviewer":{"id":"n1"},"role":"nurse","lines":[{"sequence":1,"action":"certified"}]})");
  EXPECT_EQ(reply.status, 409U) << reply.body;
}

}  // namespace
