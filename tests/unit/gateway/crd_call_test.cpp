// Hook calls to a whole gateway: answers, what is stored of them, and what is refused.
#include "gateway/review/checks.hpp"
#include "tests/unit/gateway/crd_support.hpp"

namespace {

using crd_conversation::call_text;
using crd_conversation::CrdConversation;
using crd_conversation::Read;
using fhir_conversation::replaced_once;
using gateway::HttpReply;
using testing::HasSubstr;

class CrdCall : public CrdConversation {};

struct Example {
  const char *name, *service, *updated;
  std::size_t actions;
};
void PrintTo(const Example& example, std::ostream* out) { *out << example.name; }
class CrdExample : public CrdConversation, public testing::WithParamInterface<Example> {};

TEST_P(CrdExample, IsAnsweredOnItsResources) {  // hook-4, hook-16, resp-26; 8.1 step 3f
  const HttpReply reply = call(GetParam().service, call_text(GetParam().name));
  ASSERT_EQ(reply.status, 200U) << reply.body;
  EXPECT_EQ(gateway::media_type(reply.content_type), "application/json");
  const Read answer(reply.body);
  EXPECT_TRUE(answer.root().find("cards").is_array());
  ASSERT_EQ(answer.root().find("systemActions").size(), GetParam().actions);
  for (const json::Value action : answer.root().find("systemActions").elements()) {  // resp-48, resp-52
    EXPECT_EQ(fhir::text(action, "type"), "update");
    EXPECT_FALSE(fhir::text(action, "description").empty());
    EXPECT_FALSE(action.find("resourceId").exists());
  }
  EXPECT_EQ(fhir::text(answer.root().find("systemActions").at(0).find("resource"), "resourceType"),
            GetParam().updated);
  EXPECT_EQ(part(answer, "coverage"), "Coverage/c1");
  const auto check = services().store.check_with(part(answer, "coverage-assertion-id"));
  ASSERT_TRUE(check && *check) << "found-11: every assertion can be looked up";
  EXPECT_EQ((*check)->channel, gateway::CheckChannel::crd);
  EXPECT_FALSE((*check)->question.empty());
}

INSTANTIATE_TEST_SUITE_P(
    Fixtures, CrdExample,
    testing::Values(Example{"order-sign", "crd-order-sign", "ServiceRequest", 2},
                    Example{"order-sign-vendor", "crd-order-sign", "ServiceRequest", 1},
                    Example{"order-select", "crd-order-select", "ServiceRequest", 1},
                    Example{"order-dispatch", "crd-order-dispatch", "ServiceRequest", 1},
                    Example{"order-dispatch-2.2", "crd-order-dispatch", "ServiceRequest", 1},
                    Example{"appointment-book", "crd-appointment-book", "Appointment", 1},
                    Example{"encounter-start", "crd-encounter-start", "Encounter", 1},
                    Example{"encounter-discharge", "crd-encounter-discharge", "Encounter", 1}),
    [](const auto& row) {
      std::string name = row.param.name;
      for (char& c : name) c = c == '-' || c == '.' ? '_' : c;
      return name;
    });

TEST_F(CrdCall, OfAnAppointmentUpdatesTheOrderBehindItInTheNewVersion) {
  const HttpReply reply =
      call("crd-appointment-book",
           replaced_once(call_text("appointment-book"), R"("context": {)",
                    R"("extension": {"davinci-crd.requestedVersion": "2.2"}, "context": {)"));
  const Read answer(reply.body);
  EXPECT_EQ(fhir::text(answer.root().find("systemActions").at(0).find("resource"), "resourceType"),
            "ServiceRequest");
}

TEST_F(CrdCall, OfADispatchCountsThePerformerThatWasChosen) {
  const Read answer(call("crd-order-dispatch", call_text("order-dispatch")).body);
  for (const json::Value card : answer.root().find("cards").elements()) {
    EXPECT_NE(fhir::text(card.find("source").find("topic"), "code"), "cost")
        << "the imaging centre is the cheapest";
  }
  const auto check = services().store.check_with(part(answer, "coverage-assertion-id"));
  ASSERT_TRUE(check && *check);
  EXPECT_THAT((*check)->question, HasSubstr("1999000155"));
}

TEST_F(CrdCall, IsStoredWholeBeforeItsAnswer) {  // found-37, found-38, hook: every invocation
  const std::string body = call_text("order-sign");
  const HttpReply reply = call("crd-order-sign", body);
  const auto all = calls();
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].hook, "order-sign");
  EXPECT_EQ(all[0].instance, "0a7b4f1e-6f0a-4c8e-9a55-2a1c8f2f6f10");
  EXPECT_EQ(all[0].provider, "Practitioner/d1");
  EXPECT_EQ(all[0].token_use, "not-used");
  EXPECT_EQ(all[0].status, 200);
  const auto message = services().store.message(all[0].message);
  ASSERT_TRUE(message && *message);
  EXPECT_EQ((*message)->message.bytes, body);
  EXPECT_EQ((*message)->message.transport, gateway::Transport::cds_hooks);
  EXPECT_EQ((*message)->answer.bytes, reply.body);
}

TEST_F(CrdCall, IsStoredWithoutItsAccessToken) {
  const auto with_token = [](const std::string& rest) {
    return replaced_once(call_text("order-sign"), R"("context": {)",
                         R"("fhirServer": "https://ehr.example", "fhirAuthorization": {"access_token" : "se\"cret", )" +
                             rest + R"("token_type": "Bearer"}, "context": {)");
  };
  const std::vector<std::string> bodies{with_token(""), "{" + with_token("")};  // the second is no JSON
  for (const std::string& body : bodies) call("crd-order-sign", body);
  const auto all = calls();
  ASSERT_EQ(all.size(), 2U);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto message = services().store.message(all[i].message);
    ASSERT_TRUE(message && *message);
    EXPECT_EQ((*message)->message.bytes, replaced_once(bodies[i], R"("se\"cret")", R"("        ")"));
  }
}

TEST_F(CrdCall, RepeatedGetsTheSameAssertionAndNothingNewToDo) {  // resp-29, resp-35, resp-36
  const std::string body = call_text("order-sign");
  const Read first(call("crd-order-sign", body).body);
  const Read second(call("crd-order-sign", body).body);
  const std::string id = part(first, "coverage-assertion-id");
  EXPECT_EQ(part(second, "coverage-assertion-id"), id);
  EXPECT_NE(part(first, "coverage-assertion-id", 1), id) << "another order, another assertion";
  const Read changed(call("crd-order-sign", replaced_once(body, "73721", "73221")).body);
  EXPECT_NE(part(changed, "coverage-assertion-id"), id);
  EXPECT_EQ(calls().size(), 3U);

  std::string with_answer = body;
  std::string resource;
  json::Writer(resource).raw(first.root().find("systemActions").at(0).find("resource"));
  const std::string before = R"("entry": [
    {
     "resource": )";
  const std::size_t at = with_answer.find(before) + before.size();
  const std::size_t end = with_answer.find(R"(
    },
    {
     "resource": {
      "resourceType": "DeviceRequest")",
                                           at);
  ASSERT_NE(end, std::string::npos);
  with_answer.replace(at, end - at, resource);
  const Read third(call("crd-order-sign", with_answer).body);
  ASSERT_EQ(third.root().find("systemActions").size(), 1U);
  EXPECT_EQ(fhir::text(third.root().find("systemActions").at(0).find("resource"), "resourceType"),
            "DeviceRequest");
}

TEST_F(CrdCall, GivesEqualOrdersAssertionsOfTheirOwnEveryTime) {  // resp-35
  const std::string body = replaced_once(call_text("order-sign"), R"("entry": [
    {)",
                                         R"("entry": [
    {"resource": {"resourceType": "ServiceRequest", "id": "srA", "status": "draft", "intent": "order",
      "subject": {"reference": "Patient/p1"}, "code": {"coding": [{"system": "http://www.ama-assn.org/go/cpt", "code": "73721"}]}}},
    {"resource": {"resourceType": "ServiceRequest", "id": "srB", "status": "draft", "intent": "order",
      "subject": {"reference": "Patient/p1"}, "code": {"coding": [{"system": "http://www.ama-assn.org/go/cpt", "code": "73721"}]}}},
    {)");
  const Read first(call("crd-order-sign", body).body);
  const Read second(call("crd-order-sign", body).body);
  for (std::size_t at = 0; at < 2; ++at) {
    const std::string id = part(first, "coverage-assertion-id", at);
    EXPECT_EQ(part(second, "coverage-assertion-id", at), id);
    const auto check = services().store.check_with(id);
    ASSERT_TRUE(check && *check);
    EXPECT_EQ((*check)->resource, at == 0 ? "ServiceRequest/srA" : "ServiceRequest/srB") << "DTR looks here";
  }
  EXPECT_NE(part(first, "coverage-assertion-id", 0), part(first, "coverage-assertion-id", 1));
}

TEST_F(CrdCall, CountsWhatTheSameCallAskedAlready) {
  const precert::CoverageQuestion question;
  gateway::Asking asking;
  asking.channel = gateway::CheckChannel::crd;
  asking.resource = "ServiceRequest/sr1";
  asking.received = now();
  const gateway::Snapshot knowledge = services().knowledge.current();
  const auto ask = [&](std::span<const gateway::CheckRecord> before) {
    const auto made = gateway::checked(question, asking, services().store, services().numbers, knowledge, {}, before);
    EXPECT_TRUE(made);
    return made ? made->record : gateway::CheckRecord();
  };
  const std::vector<gateway::CheckRecord> first{ask({})};
  EXPECT_EQ(ask(first).reference, first.front().reference);
  asking.resource = "ServiceRequest/srB";
  EXPECT_NE(ask(first).reference, first.front().reference);
}

TEST_F(CrdCall, TellsTheAuthorizationThatPasGave) {  // resp-36, SC-72
  std::string pas = fhir_conversation::scenario("mri-approved");
  ASSERT_EQ(post("/fhir/Claim/$submit", pas).status, 200U);
  clock_.move(std::chrono::hours(24 * 10));  // the authorization has begun
  const std::string elsewhere = replaced_once(call_text("order-sign"), "73721", "72148");
  const Read other(call("crd-order-sign", elsewhere).body);
  EXPECT_NE(part(other, "pa-needed"), "satisfied") << "it is for another place";
  EXPECT_EQ(part(other, "satisfied-pa-id"), "");
  std::string body = elsewhere;
  for (std::size_t at = 0; (at = body.find("1999000023")) != std::string::npos;) body.replace(at, 10, "1999000155");
  const Read answer(call("crd-order-sign", body).body);
  EXPECT_EQ(part(answer, "pa-needed"), "satisfied");
  EXPECT_THAT(part(answer, "satisfied-pa-id"), testing::StartsWith("AUTH"));
  const Read what_if(
      call("crd-order-sign",
           replaced_once(
               body, R"("context": {)",
               R"("extension": {"davinci-crd.configuration": {"unsolicited-determ": false}}, "context": {)"))
          .body);
  EXPECT_EQ(part(what_if, "satisfied-pa-id"), "");
}

TEST_F(CrdCall, KnowsAMemberByTheNumberWhenThePatientSaysNothing) {  // found-32
  std::string body = call_text("order-sign");
  body = replaced_once(body, R"("family": "TESTMEMBER",)", "");
  body = replaced_once(body, R"("given": [
      "ALPHA"
     ])",
                  R"("use": "usual")");
  body = replaced_once(body, R"("birthDate": "1980-02-14")", R"("active": true)");
  const Read answer(call("crd-order-sign", body).body);
  EXPECT_EQ(part(answer, "covered"), "covered");
}

TEST_F(CrdCall, OfAStrangerIsAnsweredNotRefused) {  // resp-44
  std::string body = call_text("order-sign");
  for (int i = 0; i < 2; ++i) body = replaced_once(body, "EXM100000001", "STRANGER1");
  const HttpReply reply = call("crd-order-sign", body);
  ASSERT_EQ(reply.status, 200U);
  const Read answer(reply.body);
  EXPECT_EQ(part(answer, "covered"), "not-covered");
  EXPECT_EQ(part(answer, "pa-needed"), "");
}

struct Refused {
  const char *name, *from, *to;
  unsigned status;
};
void PrintTo(const Refused& refused, std::ostream* out) { *out << refused.name; }
class CrdRefusal : public CrdConversation, public testing::WithParamInterface<Refused> {};

TEST_P(CrdRefusal, IsAnOperationOutcomeAndStored) {  // hook-9, hook-10, hook-13; table 4.7
  const HttpReply reply =
      call("crd-order-sign", replaced_once(call_text("order-sign"), GetParam().from, GetParam().to));
  EXPECT_EQ(reply.status, GetParam().status) << reply.body;
  const Read answer(reply.body);
  EXPECT_EQ(fhir::text(answer.root(), "resourceType"), "OperationOutcome");
  ASSERT_EQ(calls().size(), 1U);
  EXPECT_EQ(calls()[0].status, static_cast<int>(GetParam().status));
  EXPECT_THAT(calls()[0].details, HasSubstr("issues"));
}

INSTANTIATE_TEST_SUITE_P(
    Table47, CrdRefusal,
    testing::Values(Refused{"no_json", R"({)", "", 400},
                    Refused{"other_hook", R"("hook": "order-sign")", R"("hook": "x")", 400},
                    Refused{"context", R"("patientId": "p1",)", "", 400},
                    Refused{"no_coverage", R"("resourceType": "Coverage")", R"("resourceType": "Basic")",
                            400},
                    Refused{"another_payer", R"("value": "EXPL1")", R"("value": "OTHER")", 400},
                    Refused{"crd_rule", R"("id": "sr1",)", "", 422}),
    [](const auto& row) { return std::string(row.param.name); });

TEST_F(CrdCall, WithoutCoverageAndWithoutServerIs412) {
  std::string body = call_text("order-sign");
  body = replaced_once(body, R"("coverage": {
   "resourceType": "Bundle")",
                  R"("coverage": {
   "resourceType": "OperationOutcome")");
  EXPECT_EQ(call("crd-order-sign", body).status, 412U);
}

TEST_F(CrdCall, OfAServiceThatIsNotThereIs404) {
  EXPECT_EQ(call("nothing", call_text("order-sign")).status, 404U);
  EXPECT_EQ(post("/cds-services/nothing/feedback", "{}").status, 404U);
}

TEST_F(CrdCall, AsksForAVersionThatIsSpoken) {
  const HttpReply reply = call(
      "crd-order-sign", replaced_once(call_text("order-sign"), R"("context": {)",
                                 R"("extension": {"davinci-crd.requestedVersion": "9.9"}, "context": {)"));
  EXPECT_EQ(reply.status, 400U);
}

TEST_F(CrdCall, CanBeDiscovered) {
  const HttpReply reply = get("/cds-services");
  ASSERT_EQ(reply.status, 200U);
  EXPECT_EQ(Read(reply.body).root().find("services").size(), 6U);
  const HttpReply endpoints = get("/.well-known/davinci-configuration");
  ASSERT_EQ(endpoints.status, 200U);
  EXPECT_THAT(endpoints.body, HasSubstr("http://127.0.0.1:8080/cds-services"));
}

TEST_F(CrdCall, TakesFeedbackOfItsCards) {
  const Read answer(call("crd-order-sign", call_text("order-sign")).body);
  const std::string card(fhir::text(answer.root().find("cards").at(0), "uuid"));
  ASSERT_FALSE(card.empty());
  const std::string path = "/cds-services/crd-order-sign/feedback";
  EXPECT_EQ(post(path, R"({"feedback":[{"card":")" + card +
                           R"(","outcome":"overridden","overrideReason":{"reason":{"code":"x"}},)"
                           R"("outcomeTimestamp":"2026-01-05T18:00:00Z"}]})")
                .status,
            200U);
  EXPECT_EQ(post(path, R"({"feedback":[{"card":"","outcome":"accepted"}]})").status, 400U);
  EXPECT_EQ(post(path, R"({"feedback":[{"card":"c","outcome":"maybe"}]})").status, 400U);
  EXPECT_EQ(post(path, "[]").status, 400U);
}

TEST_F(CrdCall, IsCounted) {  // metric-1
  call("crd-order-sign", call_text("order-sign"));
  call("crd-order-sign", replaced_once(call_text("order-sign"), R"("hook": "order-sign")", R"("hook": "x")"));
  call("crd-encounter-start", call_text("encounter-start"));
  const HttpReply prometheus = get("/metrics");
  EXPECT_THAT(prometheus.body,
              HasSubstr(R"(precert_hook_seconds_count{hook="order-sign",outcome="answered"} 1)"));
  EXPECT_THAT(prometheus.body,
              HasSubstr(R"(precert_hook_seconds_count{hook="order-sign",outcome="refused"} 1)"));
  const HttpReply counts = get("/crd/metrics?from=2026-01-05&until=2026-01-06");
  ASSERT_EQ(counts.status, 200U) << counts.body;
  const Read read(counts.body);
  const json::Value total = read.root().find("total");
  EXPECT_EQ(total.find("calls").number_text(), "3");
  EXPECT_EQ(total.find("inTime").number_text(), "3");
  EXPECT_EQ(total.find("paNeeded").find("auth-needed").number_text(), "1");
  EXPECT_EQ(total.find("withDocuments").number_text(), "1");
  EXPECT_EQ(total.find("httpResponse").find("400").number_text(), "1");
  EXPECT_EQ(total.find("patients").number_text(), "1");
  EXPECT_EQ(total.find("providers").number_text(), "1");
  EXPECT_EQ(read.root().find("hooks").find("encounter-start").find("calls").number_text(), "1");
  EXPECT_EQ(get("/crd/metrics?from=yesterday").status, 400U);
  EXPECT_EQ(get("/crd/metrics?from=2025-01-01&until=2026-02-05").status, 200U) << "400 days";
  EXPECT_EQ(get("/crd/metrics?from=2025-01-01&until=2026-02-06").status, 400U);
}

TEST_F(CrdCall, IsRefusedWithAnOperationOutcomeWhateverIsWrong) {
  const HttpReply by_get = get("/cds-services/crd-order-sign");
  EXPECT_EQ(by_get.status, 405U);
  EXPECT_THAT(by_get.body, HasSubstr(R"("resourceType":"OperationOutcome")"));
  std::string stranger = call_text("order-sign");
  for (std::size_t at = 0; (at = stranger.find("Patient/p1", at)) != std::string::npos;) stranger.replace(at, 10, "Patient/p2");
  const HttpReply broken = call("crd-order-sign", stranger);
  EXPECT_EQ(broken.status, 422U);
  EXPECT_THAT(broken.body, testing::Not(HasSubstr("data file")));
}

}  // namespace
