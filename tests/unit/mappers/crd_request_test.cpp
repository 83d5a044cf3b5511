// What a hook call has to be, what discovery offers, and what is asked of the client's server.
#include "crd_support.hpp"
#include "tests/support/text.hpp"

namespace {

using base::IssueCode;
using crd_test::asks;
using crd_test::at_hospital;
using crd_test::CallText;
using crd_test::service;
using crd_test::Told;
using support::replaced_once;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

struct Fault {
  const char* name;
  const char *from, *to;
  IssueCode code;
};
void PrintTo(const Fault& fault, std::ostream* out) { *out << fault.name; }
class HookCallFault : public testing::TestWithParam<Fault> {};

TEST_P(HookCallFault, IsRefusedWithItsPlace) {
  const Told told(replaced_once(CallText().text(), GetParam().from, GetParam().to));
  ASSERT_TRUE(told.refused());
  EXPECT_EQ(told.issues().first().code, GetParam().code);
  EXPECT_FALSE(told.issues().first().remedy.empty());
}

INSTANTIATE_TEST_SUITE_P(
    Table47, HookCallFault,
    testing::Values(
        Fault{"other_hook", R"("hook":"order-sign")", R"("hook":"order-select")",
              IssueCode::fhir_value_invalid},
        Fault{"instance_no_uuid", "0a7b4f1e-6f0a", "0a7b4f1e-zzzz", IssueCode::fhir_value_invalid},
        Fault{"no_user", R"("userId":"Practitioner/d1",)", "", IssueCode::fhir_structure},
        Fault{"patient_no_id", R"("patientId":"p1")", R"("patientId":"../p1")",
              IssueCode::fhir_value_invalid},
        Fault{"no_orders", R"("draftOrders")", R"("drafts")", IssueCode::fhir_structure},
        Fault{"order_without_id", R"("id":"sr1",)", "", IssueCode::data_invalid},
        Fault{"orders_of_one_id", R"("draftOrders":{"resourceType":"Bundle","type":"collection","entry":[)",
              R"("draftOrders":{"resourceType":"Bundle","type":"collection","entry":[)"
              R"({"resource":{"resourceType":"ServiceRequest","id":"sr1"}},)",
              IssueCode::data_invalid},
        Fault{"version_no_text", R"("context":{)",
              R"("extension":{"davinci-crd.requestedVersion":2.2},"context":{)",
              IssueCode::fhir_value_invalid},
        Fault{"prefetch_no_resource", R"("prefetch":{)", R"("prefetch":{"more":"x",)",
              IssueCode::fhir_structure},
        Fault{"order_of_another", R"("subject":{"reference":"Patient/p1"},"authoredOn")",
              R"("subject":{"reference":"Patient/p2"},"authoredOn")", IssueCode::data_invalid},
        Fault{"invalid_date", R"("authoredOn":"2026-01-05")", R"("authoredOn":"yesterday")",
              IssueCode::fhir_value_invalid},
        Fault{"invalid_type", R"("intent":"order")", R"("intent":["order"])", IssueCode::fhir_value_invalid},
        Fault{"no_status_of_fhir", R"("status":"draft","intent")", R"("status":"nonsense","intent")",
              IssueCode::fhir_value_invalid},
        Fault{"null_in_a_list", R"("locationReference":[)", R"("locationReference":[null,)",
              IssueCode::fhir_value_invalid},
        Fault{"coding_no_list", R"("code":{"coding":[{)", R"("code":{"coding":{"x":1},"was":[{)",
              IssueCode::fhir_value_invalid},
        Fault{"coding_of_text", R"("code":{"coding":[{)", R"("code":{"coding":["73721"],"was":[{)",
              IssueCode::fhir_value_invalid},
        Fault{"text_no_string", R"("code":{"coding")", R"("code":{"text":{"x":1},"coding")",
              IssueCode::fhir_value_invalid},
        Fault{"extension_no_objects", R"("intent":"order")", R"("intent":"order","extension":["x"])",
              IssueCode::fhir_value_invalid},
        Fault{"extension_deep_no_list", R"("requester":{)", R"("requester":{"extension":{},)",
              IssueCode::fhir_value_invalid},
        Fault{"order_of_another_by_url", R"("subject":{"reference":"Patient/p1"},"authoredOn")",
              R"("subject":{"reference":"https://ehr.example/fhir/Patient/p2/_history/1"},"authoredOn")",
              IssueCode::data_invalid},
        Fault{"coverage_of_another", R"("beneficiary":{"reference":"Patient/p1"})",
              R"("beneficiary":{"reference":"Patient/p2"})", IssueCode::data_invalid},
        Fault{"unknown_type", R"("resourceType":"ServiceRequest")", R"("resourceType":"Basic")",
              IssueCode::data_invalid},
        Fault{"token_without_server", R"("context":{)",
              R"("fhirAuthorization":{"access_token":"t"},"context":{)", IssueCode::fhir_structure},
        Fault{"no_coverage", R"("resourceType":"Coverage")", R"("resourceType":"Basic")",
              IssueCode::fhir_structure},
        Fault{"coverage_of_another_payer", "Organization/payer1", "Organization/payer2",
              IssueCode::fhir_structure}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(HookCall, OfAVersionNobodySpeaksIsRefused) {
  CallText call;
  call.more = asks("3.0");
  ASSERT_TRUE(Told(call.text()).refused());
  EXPECT_EQ(Told(call.text()).issues().first().code, IssueCode::fhir_value_invalid);
}

TEST(HookCall, IsReadPastWhatIsNotKnown) {  // found-33, hook-23, dev-15, dev-17
  CallText call;
  call.more = R"(,"x":1,"extension":{"vendor":{"y":[]}})";
  call.context = R"(,"z":{"resourceType":"Thing"})";
  EXPECT_FALSE(Told(call.text()).refused());
}

TEST(HookCall, WithSeveralCoveragesWantsThePayersIdentifier) {
  CallText call;
  call.coverages = CallText::coverage("c1", "EXM100000001", "Organization/who") + "," +
                   CallText::coverage("c2", "EXM100000001", "Organization/knows");
  ASSERT_TRUE(Told(call.text()).refused());
  EXPECT_EQ(Told(call.text()).issues().first().code, IssueCode::fhir_value_invalid);
  call.coverages = CallText::coverage("c1", "OTHER", "Organization/payer2") + "," +
                   CallText::coverage("c2", "EXM100000001", "Organization/payer1");
  EXPECT_EQ(Told(call.text()).part("coverage"), "Coverage/c2");
}

TEST(HookCall, WithSparseDataIsAnswered) {  // found-32, found-34
  CallText call;
  call.orders = R"({"resourceType":"ServiceRequest","id":"sr1","code":{"coding":[{"system":")" +
                std::string(crd_test::cpt) + R"(","code":"73721"}]}})";
  call.encounter = "null";
  const Told told(call.text());
  ASSERT_FALSE(told.refused());
  EXPECT_EQ(told.part("pa-needed"), "conditional") << "nobody knows what kind of encounter it is";
}

TEST(HookCall, AssertsNothingOfWhatIsNotToBeDone) {
  CallText call;
  for (const char* const status : {"entered-in-error", "revoked", "completed"}) {
    call.orders = replaced_once(service("73721", at_hospital), R"("status":"draft")",
                                R"("status":")" + std::string(status) + R"(")");
    const Told told(call.text());
    ASSERT_FALSE(told.refused()) << status;
    EXPECT_TRUE(told.questions().empty()) << status;
    EXPECT_EQ(told.root().find("systemActions").size(), 0U) << status;
  }
  call.orders = service("73721", at_hospital + R"(,"doNotPerform":true)");
  EXPECT_TRUE(Told(call.text()).questions().empty());
  call.orders = service("73721", at_hospital + R"(,"doNotPerform":false)");
  EXPECT_EQ(Told(call.text()).questions().size(), 1U);
}

TEST(HookCall, IsRefusedWithAnotherPatientThanItNames) {
  CallText call;
  call.patient = R"({"resourceType":"Patient","id":"p2","name":[{"family":"OTHER"}]})";
  ASSERT_TRUE(Told(call.text()).refused());
  EXPECT_EQ(Told(call.text()).issues().first().code, IssueCode::data_invalid) << "422";
}

TEST(HookCall, WithoutWhatItNeedsSaysWhatIsMissing) {  // 412
  const Told told(replaced_once(CallText().text(), R"("coverage":{"resourceType":"Bundle")",
                                R"("coverage":null,"ignored":{"resourceType":"Parameters")"));
  ASSERT_TRUE(told.refused());
  EXPECT_EQ(told.issues().first().code, IssueCode::not_found);
}

TEST(HookCall, BecomesTheQuestionThatA270Asks) {
  CallText call;
  call.orders = service(
      "73721",
      at_hospital +
          R"(,"priority":"urgent","quantityQuantity":{"value":2,"unit":"visits"},"occurrenceDateTime":"2026-01-20T10:00:00Z",)"
          R"("reasonCode":[{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"M25.561"}]}],)"
          R"("reasonReference":[{"reference":"Condition/k1"}])");
  const Told told(call.text());
  ASSERT_EQ(told.questions().size(), 1U);
  const precert::CoverageQuestion& question = told.questions().front().question;
  EXPECT_EQ(question.subscriber.member_id(), "EXM100000001");
  EXPECT_EQ(question.subscriber.name.family, "TESTMEMBER");
  EXPECT_EQ(question.requester.npi(), "1999000049");
  EXPECT_EQ(question.level, precert::LevelOfService::urgent);
  ASSERT_EQ(question.diagnoses.size(), 2U);
  EXPECT_EQ(question.diagnoses[0].code, "M25561");
  EXPECT_EQ(question.diagnoses[1].code, "G35");
  ASSERT_EQ(question.providers.size(), 1U);
  EXPECT_EQ(question.providers.front().npi(), "1999000023");
  ASSERT_EQ(question.items.size(), 1U);
  EXPECT_EQ(question.items.front().procedure.code, "73721");
  EXPECT_EQ(base::iso(question.items.front().dates->start), "2026-01-20");
  ASSERT_TRUE(question.items.front().quantity);
  EXPECT_EQ(question.items.front().quantity->value, base::Decimal(2));
}

/// As many of `make(n)` with commas between them.
std::string listed(int count, const std::function<std::string(int)>& make) {
  std::string all;
  for (int i = 0; i < count; ++i) all += (i == 0 ? "" : ",") + make(i);
  return all;
}
std::string code_text(int number) {
  const std::string digits = std::to_string(number);
  return std::string(3 - digits.size(), '0') + digits;
}

struct Bound {
  const char* name;
  int most;
  std::string (*order)(int count);
};
void PrintTo(const Bound& bound, std::ostream* out) { *out << bound.name; }
class HookCallBound : public testing::TestWithParam<Bound> {};

TEST_P(HookCallBound, IsNamedToWhoGoesBeyond) {
  CallText call;
  call.orders = GetParam().order(GetParam().most);
  EXPECT_FALSE(Told(call.text()).refused()) << Told(call.text()).issues().first().remedy;
  call.orders = GetParam().order(GetParam().most + 1);
  const Told told(call.text());
  ASSERT_TRUE(told.refused());
  EXPECT_EQ(told.issues().first().code, IssueCode::data_invalid);
  EXPECT_THAT(told.issues().first().remedy, HasSubstr(std::to_string(GetParam().most)));
}

INSTANTIATE_TEST_SUITE_P(
    Work, HookCallBound,
    testing::Values(
        Bound{"billing_codes", 50,
              [](int count) {
                return service(
                    "73721", at_hospital + R"(,"extension":[{"url":"http://example.org/billing-options","extension":[)" +
                                 listed(count,
                                        [](int i) {
                                          return R"({"url":"code","valueCoding":{"system":")" +
                                                 std::string(crd_test::cpt) + R"(","code":"73)" + code_text(i) +
                                                 R"("}})";
                                        }) +
                                 "]}]");
              }},
        Bound{"diagnoses", 100,
              [](int count) {
                return service("73721", at_hospital + R"(,"reasonCode":[)" +
                                            listed(count,
                                                   [](int i) {
                                                     return R"({"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"M25.)" +
                                                            code_text(i) + R"("}]})";
                                                   }) +
                                            "]");
              }},
        Bound{"services", 200,
              [](int count) {
                std::string all = service("73721", at_hospital, "sr0");
                for (int i = 1; i < count; ++i) {
                  all += R"(},{"resource":)" + service("73721", at_hospital, "sr" + std::to_string(i));
                }
                return all;
              }}),
    [](const auto& row) { return std::string(row.param.name); });

/// A further resource among those that came.
std::string came(const std::string& resource) { return R"(,{"resource":)" + resource + "}"; }

// The same stored check whichever way is asked: 270 and CoverageEligibilityRequest name the clinic.
TEST(HookCall, IsAskedByTheOrganizationAndOrderedByThePractitioner) {
  const std::string clinic = came(
      R"({"resourceType":"Organization","id":"clinic","identifier":[{"system":"http://hl7.org/fhir/sid/us-npi","value":"1999000015"}]})");
  const std::string role =
      came(R"({"resourceType":"PractitionerRole","id":"r1","practitioner":{"reference":"Practitioner/d1"},)"
           R"("organization":{"reference":"Organization/clinic"}})");
  CallText by_role;
  by_role.coverages += clinic + role;
  std::string of_role = by_role.text();
  const std::string person = R"("requester":{"reference":"Practitioner/d1"})";
  of_role.replace(of_role.find(person), person.size(), R"("requester":{"reference":"PractitionerRole/r1"})");
  CallText at_visit;
  at_visit.coverages += clinic;
  at_visit.encounter =
      R"({"resourceType":"Encounter","id":"e1","status":"in-progress","class":{"code":"AMB"},)"
      R"("serviceProvider":{"reference":"Organization/clinic"}})";
  for (const std::string& body : {of_role, at_visit.text()}) {
    const Told told(body);
    ASSERT_FALSE(told.refused()) << told.issues().first().remedy;
    const precert::CoverageQuestion& question = told.questions().at(0).question;
    EXPECT_EQ(question.requester.npi(), "1999000015");
    EXPECT_EQ(question.requester.role, precert::PartyRole::provider);
    const bool ordered =
        std::any_of(question.providers.begin(), question.providers.end(), [](const precert::Party& party) {
          return party.role == precert::PartyRole::ordering && party.npi() == "1999000049";
        });
    EXPECT_TRUE(ordered);
    EXPECT_EQ(told.part("pa-needed"), "auth-needed");
  }
  EXPECT_EQ(Told(CallText().text()).questions().at(0).question.requester.npi(), "1999000049")
      << "a practitioner alone asks";
}

TEST(HookCall, AnswersForWhatIsSelectedOnly) {  // hook-34
  CallText call;
  call.hook = "order-select";
  call.context = R"(,"selections":["ServiceRequest/sr2"])";
  call.orders = service("73721", at_hospital) + R"(},{"resource":)" + service("71046", at_hospital, "sr2");
  const Told told(call.text(), crd_test::CrdHousehold(), "crd-order-select");
  ASSERT_EQ(told.questions().size(), 1U);
  EXPECT_EQ(told.questions().front().resource, "ServiceRequest/sr2");
  call.context = R"(,"selections":["ServiceRequest/sr9"])";
  const Told unknown(call.text(), crd_test::CrdHousehold(), "crd-order-select");
  ASSERT_TRUE(unknown.refused());
  EXPECT_EQ(unknown.issues().first().code, IssueCode::data_invalid);
}

TEST(HookCall, WithNothingSelectedThatIsAnsweredForHasAnEmptyAnswer) {
  CallText call;
  call.hook = "order-select";
  call.orders += R"(},{"resource":{"resourceType":"Task","id":"t1"})";
  for (const char* selected : {"[]", R"(["Task/t1"])"}) {
    call.context = R"(,"selections":)" + std::string(selected);
    const Told told(call.text(), crd_test::CrdHousehold(), "crd-order-select");
    ASSERT_FALSE(told.refused()) << selected;
    EXPECT_TRUE(told.root().find("cards").is_array());
    EXPECT_EQ(told.root().find("cards").size() + told.root().find("systemActions").size(), 0U);
  }
}

/// A dispatch of these orders, as JSON; `order` comes in prefetch.
std::string dispatch(const std::string& dispatched, const std::string& order) {
  return R"({"hook":"order-dispatch","hookInstance":"0a7b4f1e-6f0a-4c8e-9a55-2a1c8f2f6f10","context":{)"
         R"("patientId":"p1","performer":"Location/hospital","dispatchedOrders":)" +
         dispatched + R"(},"prefetch":{"order":)" + order +
         R"(,"payer":{"resourceType":"Organization","id":"payer1","identifier":[{"value":"EXPL1"}]},)"
         R"("coverage":{"resourceType":"Bundle","entry":[)" +
         CallText::coverage("c1", "EXM100000001") + "]}}}";
}

TEST(Dispatch, IsOfOrdersEachOnce) {
  const auto told = [](const std::string& dispatched, const std::string& order) {
    return std::make_unique<Told>(dispatch(dispatched, order), crd_test::CrdHousehold(), "crd-order-dispatch");
  };
  const auto twice = told(R"(["ServiceRequest/sr1","ServiceRequest/sr1"])", service("73721"));
  ASSERT_FALSE(twice->refused()) << twice->issues().first().remedy;
  EXPECT_EQ(twice->questions().size(), 1U);
  const auto other = told(R"(["Patient/p1"])", service("73721"));
  ASSERT_TRUE(other->refused());
  EXPECT_EQ(other->issues().first().code, IssueCode::fhir_value_invalid);
}

TEST(Dispatch, LooksAtWhatCameInPrefetchAsAtWhatStandsInTheContext) {
  const auto refusal = [](const std::string& order) {
    const Told told(dispatch(R"(["ServiceRequest/sr1"])", order), crd_test::CrdHousehold(), "crd-order-dispatch");
    return told.refused() ? std::optional(told.issues().first().code) : std::nullopt;
  };
  EXPECT_EQ(refusal(replaced_once(service("73721"), "Patient/p1", "Patient/p2")), IssueCode::data_invalid);
  EXPECT_EQ(refusal(replaced_once(service("73721"), "Patient/p1", "https://ehr.example/fhir/Patient/p1")),
            std::nullopt);
  EXPECT_EQ(refusal(replaced_once(service("73721"), R"("coding":[)", R"("coding":[null,)")),
            IssueCode::fhir_value_invalid);
}

TEST(HookCall, OfAnAppointmentOfAnotherPatientIsRefused) {
  CallText call;
  call.hook = "appointment-book";
  const auto appointment = [](const std::string& patient) {
    return R"({"resourceType":"Appointment","id":"a1","participant":[{"actor":{"reference":"Patient/)" + patient +
           R"("}}]})";
  };
  call.orders = appointment("p2");
  const Told told(replaced_once(call.text(), "draftOrders", "appointments"), crd_test::CrdHousehold(),
                  "crd-appointment-book");
  ASSERT_TRUE(told.refused());
  EXPECT_EQ(told.issues().first().code, IssueCode::data_invalid);
  call.orders = appointment("p1");
  EXPECT_FALSE(Told(replaced_once(call.text(), "draftOrders", "appointments"), crd_test::CrdHousehold(),
                    "crd-appointment-book")
                   .refused());
}

TEST(Services, AreTheSixHooksWithWhatTheyPrefetch) {
  std::string text;
  json::Writer out(text);
  mappers::write_crd_services(out);
  json::Document document;
  const auto root = document.parse_copy(text);
  ASSERT_TRUE(root);
  std::vector<std::string> hooks;
  for (const json::Value one : fhir::list(*root, "services")) {
    hooks.emplace_back(fhir::text(one, "hook"));
    for (const char* name : {"id", "title", "description"}) EXPECT_FALSE(fhir::text(one, name).empty());
    EXPECT_TRUE(one.find("prefetch").find("coverage").is_string());
    const json::Value extension = one.find("extension");
    std::vector<std::string> versions;
    for (const json::Value version : fhir::list(extension, "davinci-crd.version"))
      versions.emplace_back(version.string());
    EXPECT_THAT(versions, ElementsAre("2.1", "2.2"));
    std::set<std::string> codes;
    for (const json::Value option : fhir::list(extension, "davinci-crd.configuration-options")) {  // dev-4
      for (const char* name : {"code", "type", "name", "description"})
        EXPECT_FALSE(fhir::text(option, name).empty());
      EXPECT_TRUE(option.find("default").exists());
      EXPECT_TRUE(codes.insert(std::string(fhir::text(option, "code"))).second) << "dev-8";
    }
    EXPECT_THAT(codes, testing::IsSupersetOf({"coverage-info", "max-cards"}));
  }
  EXPECT_THAT(hooks, ElementsAre("order-sign", "order-select", "order-dispatch", "appointment-book",
                                 "encounter-start", "encounter-discharge"));
}

/// What would be read from the client's server for a call without prefetch.
std::vector<std::string> wanted(const std::string& body) {
  json::Document document;
  const auto parsed = document.parse_copy(body);
  const auto request = mappers::hook_request_from(*parsed, *mappers::crd_service("crd-order-sign"));
  EXPECT_TRUE(request);
  const auto record = mappers::hook_record_of(*request, {}, {});
  EXPECT_TRUE(record);
  return mappers::wanted_of(*request, **record);
}

TEST(Wanted, IsWhatPrefetchDidNotBring) {  // found-5
  const std::string with_server = replaced_once(CallText().text(), R"("context":{)",
                                                R"("fhirServer":"https://ehr.example/fhir/","context":{)");
  const std::string bare = replaced_once(with_server, R"("prefetch":{)", R"("prefetch":{},"not-prefetch":{)");
  const std::vector<std::string> all = wanted(bare);
  EXPECT_EQ(all.front(), "Coverage?patient=p1&status=active");
  EXPECT_THAT(all,
              testing::IsSupersetOf({"Patient/p1", "Encounter/e1", "Location/hospital", "Practitioner/d1"}));
  EXPECT_TRUE(wanted(with_server).empty()) << wanted(with_server).front();
}

TEST(Wanted, IsCollectedUpToTheBound) {
  std::string places;
  for (int i = 0; i < 100; ++i) {
    places += std::string(i == 0 ? "" : ",") + R"({"reference":"Location/l)" + std::to_string(i % 50) + R"("})";
  }
  CallText call;
  call.orders = service("73721", R"(,"locationReference":[)" + places + "]");
  json::Document document;
  const auto parsed = document.parse_copy(call.text());
  const auto request = mappers::hook_request_from(*parsed, *mappers::crd_service("crd-order-sign"));
  ASSERT_TRUE(request);
  const auto record = mappers::hook_record_of(*request, {}, {});
  ASSERT_TRUE(record);
  EXPECT_EQ(mappers::wanted_of(*request, **record).size(), 50U) << "each once";
  EXPECT_EQ(mappers::wanted_of(*request, **record, 7).size(), 7U);
}

TEST(HookCall, WithAFailedSearchForCoverageLacksIt) {
  const std::string outcome = R"({"resource":{"resourceType":"OperationOutcome","id":"o"}})";
  CallText call;
  call.coverages = outcome;
  const Told failed(call.text());
  ASSERT_TRUE(failed.refused());
  EXPECT_EQ(failed.issues().first().code, IssueCode::not_found) << "412";
  call.coverages += "," + CallText::coverage("c1", "EXM100000001");
  EXPECT_FALSE(Told(call.text()).refused());
}

TEST(HookCall, WithResourcesThatShareAUrlTakesTheFirst) {
  const auto listed_as_one = [](const std::string& one, const std::string& other) {
    return R"({"fullUrl":"urn:uuid:1",)" + one.substr(1) + R"(,{"fullUrl":"urn:uuid:1",)" + other.substr(1);
  };
  CallText call;
  call.coverages = listed_as_one(CallText::coverage("c1", "EXM100000001"), CallText::coverage("c2", "OTHER"));
  const Told told(call.text());
  ASSERT_FALSE(told.refused()) << told.issues().first().remedy;
  EXPECT_EQ(told.part("coverage"), "Coverage/c1");
}

TEST(HookCall, WithMoreResourcesThanARecordHoldsIsAnswered) {
  CallText call;
  for (int i = 0; i < 2'100; ++i) {
    call.coverages += R"(,{"resource":{"resourceType":"Basic","id":"b)" + std::to_string(i) + R"("}})";
  }
  const Told told(replaced_once(
      call.text(), R"("coverage":{)",
      R"("first":{"resourceType":"Organization","id":"payer1","identifier":[{"value":"EXPL1"}]},"coverage":{)"));
  ASSERT_FALSE(told.refused()) << told.issues().first().remedy;
  EXPECT_EQ(told.part("coverage"), "Coverage/c1");
}

TEST(Wanted, LeadsToTheClientsServerOnly) {
  CallText call;
  call.orders = service(
      "73721", R"(,"locationReference":[{"reference":"https://elsewhere.example/Location/9"},)"
               R"({"reference":"https://ehr.example/fhir/Location/7"},{"reference":"Location/../x"}])");
  call.more = R"(,"fhirServer":"https://ehr.example/fhir")";
  EXPECT_THAT(wanted(call.text()), ElementsAre("Location/7"));
}

}  // namespace
