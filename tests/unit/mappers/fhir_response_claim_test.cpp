// What ClaimResponse, CommunicationRequest and Task say of a decision, in both PAS versions.
#include "fhir_response_support.hpp"
#include "parsers/fhir/resource_view.hpp"

namespace {

using mappers::PasVersion;
using precert::ReviewAction;
using support::Parsed;

/// The texts that an item's note numbers lead to.
std::vector<std::string> notes_of(const json::Value& claim_response, int sequence) {
  std::vector<std::string> out;
  for (const json::Value number : fhir::list(support::item_of(claim_response, sequence), "noteNumber")) {
    for (const json::Value note : fhir::list(claim_response, "processNote")) {
      if (note.find("number").number_text() == number.number_text())
        out.emplace_back(note.find("text").string());
    }
  }
  return out;
}

std::string number_of(const json::Value& claim_response, int sequence) {
  const json::Value adjudication = fhir::first(support::item_of(claim_response, sequence), "adjudication");
  const json::Value action = fhir::extension(adjudication, "extension-reviewAction");
  return std::string(fhir::extension_value(action, "number").string());
}

TEST(FhirClaimResponse, CertifiedLinesCarryNumberDatesAndProvider) {
  const Parsed parsed(support::answer_to_fhir(support::decided_as(ReviewAction::certified)));
  const json::Value response = parsed.first();
  EXPECT_EQ(support::action_of(response, 1), "A1");
  EXPECT_EQ(number_of(response, 1), "AUTH-7");
  EXPECT_EQ(response.find("outcome").string(), "complete");
  EXPECT_EQ(response.find("preAuthRef").string(), "AUTH-7");
  EXPECT_EQ(support::text_of(response.find("preAuthPeriod")), R"({"start":"2026-01-05","end":"2026-04-05"})");
  const json::Value item = support::item_of(response, 1);
  EXPECT_EQ(fhir::extension_value(item, "extension-itemPreAuthIssueDate").string(), "2026-01-05");
  EXPECT_EQ(fhir::text(fhir::extension_value(item, "extension-itemTraceNumber"), "value"), "LINE-1");
  EXPECT_EQ(support::text_of(fhir::extension_value(item, "extension-itemRequestedServiceDate")),
            R"({"start":"2026-02-01","end":"2026-03-31"})");
  const json::Value provider = fhir::extension(item, "extension-itemAuthorizedProvider");
  EXPECT_EQ(fhir::reference_of(fhir::extension_value(provider, "provider")),
            "urn:uuid:7f3c1a52-0000-4000-8000-000000000001");
  EXPECT_EQ(fhir::code_of(fhir::extension_value(provider, "extension-authorizedProviderType"),
                          "https://codesystem.x12.org/005010/98"),
            "SJ");  // 1T is not in the list that PAS binds
}

TEST(FhirClaimResponse, SwapsSenderAndReceiver) {
  const Parsed parsed(support::answer_to_fhir(support::mixed()));
  const json::Value ids = fhir::extension(parsed.first(), "extension-TransmissionIdentifiers");
  EXPECT_EQ(fhir::extension_value(ids, "applicationSenderCode").string(), "APP-RCV");
  EXPECT_EQ(fhir::extension_value(ids, "applicationReceiverCode").string(), "APP-SND");
  EXPECT_EQ(fhir::extension_value(ids, "interchangeSenderID").string(), "INTER-RCV");
  EXPECT_EQ(fhir::extension_value(ids, "interchangeReceiverID").string(), "INTER-SND");
}

TEST(FhirClaimResponse, EchoesTracesBesideItsOwn) {
  for (const std::string& text :
       {support::answer_to_fhir(support::mixed()), support::answer_to_x12(support::mixed())}) {
    const Parsed parsed(text);
    const json::Value echoed = fhir::identifier_by_system(parsed.first(), "urn:trnorg:9012345678");
    EXPECT_EQ(echoed.find("value").string(), "111099");
    const json::Value own =
        fhir::identifier_by_system(parsed.first(), "https://payer.example/fhir/identifier/trace");
    EXPECT_EQ(own.find("value").string(), "TRACE-7");
  }
}

TEST(FhirClaimResponse, DenialSaysWhyByWhomAndWhatRightsRemain) {
  const Parsed parsed(support::answer_to_fhir(support::mixed()));
  const json::Value response = parsed.first();
  EXPECT_EQ(support::action_of(response, 1), "A1");
  EXPECT_EQ(support::action_of(response, 2), "A3");
  const json::Value adjudication = fhir::first(support::item_of(response, 2), "adjudication");
  const json::Value action = fhir::extension(adjudication, "extension-reviewAction");
  EXPECT_EQ(
      fhir::code_of(fhir::extension_value(action, "reasonCode"), "https://codesystem.x12.org/external/886"),
      "0F");
  EXPECT_EQ(fhir::extension_value(support::item_of(response, 2), "extension-administrationReferenceNumber")
                .string(),
            "REF-7");
  EXPECT_THAT(notes_of(response, 2),
              testing::ElementsAre(
                  "Six weeks of conservative care are not documented. Criteria: Plan criteria, 2026.",
                  "You may appeal in writing. Appeal until 2026-07-04.", "Call the medical director.",
                  "Questions: Medical management, phone 5555550100 extension 12."));
  const json::Value reviewer = fhir::extension(response, "extension-claimResponseReviewer");
  EXPECT_TRUE(fhir::extension_value(reviewer, "wasHumanReviewedFlag").boolean());
  EXPECT_EQ(fhir::text(fhir::extension_value(reviewer, "reviewerNPI"), "value"), "1999999950");
  EXPECT_FALSE(fhir::extension(support::item_of(response, 2), "extension-itemAuthorizedProvider"));
}

TEST(FhirClaimResponse, TellsASpecialtyAsCodeOrAsWordsNeverWordsAsACode) {
  precert::Determination decided = support::mixed();
  ASSERT_TRUE(decided.reviewer);
  const auto specialty = [&](const char* said) {
    decided.reviewer->specialty = said;
    const Parsed parsed(support::answer_to_fhir(decided));
    const json::Value told = fhir::extension_value(
        fhir::extension(parsed.first(), "extension-claimResponseReviewer"), "reviewerSpecialty");
    return std::pair(std::string(fhir::code_of(told, "http://nucc.org/provider-taxonomy")),
                     std::string(fhir::text(told, "text")));
  };
  EXPECT_EQ(specialty("2085R0202X"), (std::pair<std::string, std::string>("2085R0202X", "")));
  EXPECT_EQ(specialty("internal medicine"), (std::pair<std::string, std::string>("", "internal medicine")));
  EXPECT_EQ(specialty(""), (std::pair<std::string, std::string>()));
}

TEST(FhirClaimResponse, ClosedCaseAsksByNoDayThatIsOver) {
  precert::Determination closed = support::pended();
  const Parsed waits(support::answer_to_fhir(closed));
  EXPECT_THAT(notes_of(waits.first(), 1),
              testing::Contains(testing::ContainsRegex("^Needed.* by [0-9]{4}-")));
  closed.closed_out = true;
  closed.lines.at(0).timeframe.reset();
  const Parsed over(support::answer_to_fhir(closed));
  EXPECT_THAT(notes_of(over.first(), 1),
              testing::AllOf(testing::Contains(testing::StartsWith("Needed")),
                             testing::Not(testing::Contains(testing::ContainsRegex(" by [0-9]{4}-")))));
}

TEST(FhirClaimResponse, ModifiedLineKeepsWhatWasAskedAndAddsWhatIsAuthorized) {
  const Parsed parsed(support::answer_to_fhir(support::modified()));
  const json::Value response = parsed.first();
  EXPECT_EQ(support::action_of(response, 1), "A6");
  const json::Value asked = fhir::extension(support::item_of(response, 1), "extension-itemAuthorizedDetail");
  EXPECT_EQ(support::text_of(fhir::extension_value(asked, "quantity")),
            R"({"value":12,"unit":"visits","system":"https://codesystem.x12.org/005010/673","code":"VS"})");
  ASSERT_EQ(response.find("addItem").size(), 1U);
  const json::Value added = fhir::first(response, "addItem");
  EXPECT_EQ(support::text_of(added.find("itemSequence")), "[1]");
  EXPECT_EQ(added.find("quantity").find("value").number_text(), "6");
  EXPECT_EQ(added.find("unitPrice").find("value").number_text(), "100");
  EXPECT_EQ(fhir::code_of(added.find("productOrService"), "http://www.ama-assn.org/go/cpt"), "97110");
  EXPECT_EQ(fhir::reference_of(fhir::extension_value(added, "extension-requestedService")),
            "http://clinic.example/fhir/ServiceRequest/S1");
  const json::Value action = fhir::extension(fhir::first(added, "adjudication"), "extension-reviewAction");
  EXPECT_EQ(fhir::code_of(fhir::extension_value(action, "extension-reviewActionCode"),
                          "https://codesystem.x12.org/005010/306"),
            "A1");
}

TEST(FhirClaimResponse, ModifiedLineOf201ShowsTheAuthorizedQuantityAtTheItem) {
  const Parsed parsed(support::answer_to_fhir(support::modified(), support::context(PasVersion::v2_0_1)));
  const json::Value response = parsed.first();
  EXPECT_FALSE(response.find("addItem").exists());
  EXPECT_FALSE(response.find("adjudication").exists());
  EXPECT_FALSE(fhir::extension(response, "extension-TransmissionIdentifiers"));
  const json::Value item = support::item_of(response, 1);
  const json::Value detail = fhir::extension(item, "extension-itemAuthorizedDetail");
  EXPECT_EQ(fhir::extension_value(detail, "quantity").find("value").number_text(), "6");
  const json::Value provider = fhir::extension(item, "extension-itemAuthorizedProvider");
  EXPECT_TRUE(fhir::extension(provider, "providerType"));
  const json::Value other = fhir::extension(support::item_of(response, 2), "extension-itemAuthorizedDetail");
  EXPECT_EQ(fhir::code_of(fhir::extension_value(other, "revenue"), "https://www.nubc.org/revenue-code"),
            "0420");
}

TEST(FhirClaimResponse, ModifierSystemsFollowTheCode) {
  const Parsed parsed(support::answer_to_fhir(support::modified()));
  const json::Value detail =
      fhir::extension(support::item_of(parsed.first(), 2), "extension-itemAuthorizedDetail");
  std::vector<std::string> modifiers;
  fhir::for_each_extension(detail, "modifier", [&](const json::Value& one) {
    modifiers.push_back(support::text_of(fhir::first(one.find("valueCodeableConcept"), "coding")));
  });
  EXPECT_THAT(modifiers,
              testing::ElementsAre(
                  R"({"system":"http://www.ama-assn.org/go/cpt","code":"26"})",
                  R"({"system":"http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets","code":"LT"})"));
}

TEST(FhirClaimResponse, OtherActionsKeepTheirCode) {
  const std::vector<std::pair<ReviewAction, std::string>> all{{ReviewAction::cancelled, "C"},
                                                              {ReviewAction::contact_payer, "CT"},
                                                              {ReviewAction::not_required, "NA"}};
  for (const auto& [action, code] : all) {
    const Parsed parsed(support::answer_to_fhir(support::decided_as(action)));
    EXPECT_EQ(support::action_of(parsed.first(), 1), code);
    EXPECT_EQ(support::action_of(parsed.first(), 2), code);
    EXPECT_FALSE(parsed.first().find("preAuthRef").exists()) << code;
  }
}

TEST(FhirClaimResponse, TellsWhomToCallAndTheReferenceOfWhatNeedsNone) {
  const Parsed call(support::answer_to_fhir(support::decided_as(ReviewAction::contact_payer)));
  EXPECT_THAT(notes_of(call.first(), 1),
              testing::ElementsAre("Contact Medical management, phone 5555550100 extension 12."));
  const Parsed none(support::answer_to_fhir(support::decided_as(ReviewAction::not_required)));
  EXPECT_THAT(
      notes_of(none.first(), 1),
      testing::ElementsAre("No authorization is required; the reference number of this answer is REF-7.",
                           "Questions: Medical management, phone 5555550100 extension 12."));
  // What is approved otherwise than asked can be appealed: it leaves questions too.
  const Parsed less(support::answer_to_fhir(support::decided_as(ReviewAction::modified)));
  EXPECT_THAT(notes_of(less.first(), 1),
              testing::Contains("Questions: Medical management, phone 5555550100 extension 12."));
  const Parsed all(support::answer_to_fhir(support::decided_as(ReviewAction::certified)));
  EXPECT_THAT(notes_of(all.first(), 1),
              testing::Not(testing::Contains("Questions: Medical management, phone 5555550100 extension 12.")));
}

TEST(FhirClaimResponse, ListsCheaperFacilities) {
  precert::Determination determination = support::decided_as(ReviewAction::certified);
  determination.lines[0].lower_cost = {{"1999999943", "North Imaging", "preferred", 1},
                                       {"1999999935", "South Imaging", "standard", 1}};
  const Parsed parsed(support::answer_to_fhir(determination));
  EXPECT_THAT(
      notes_of(parsed.first(), 1),
      testing::ElementsAre("The same service costs less at: North Imaging (NPI 1999999943); South Imaging "
                           "(NPI 1999999935)."));
}

TEST(FhirClaimResponse, RefusalIsAnErrorWithPlaceAndWords) {
  const Parsed parsed(support::answer_to_fhir(support::refused()));
  const json::Value response = parsed.first();
  EXPECT_EQ(response.find("outcome").string(), "error");
  const json::Value error = fhir::first(response, "error");
  EXPECT_EQ(fhir::code_of(error.find("code"), "https://codesystem.x12.org/005010/901"), "72");
  EXPECT_EQ(fhir::code_of(fhir::extension_value(error, "extension-errorFollowupAction"),
                          "https://codesystem.x12.org/005010/889"),
            "C");
  const json::Value element = fhir::extension(error, "extension-errorElement");
  EXPECT_EQ(fhir::extension_value(element, "error").string(), "2010C-NM109");
  EXPECT_EQ(fhir::extension_value(element, "processNote").number_text(), "1");
  EXPECT_EQ(fhir::extension_value(error, "extension-errorPath").string(),
            "Bundle.entry[1].resource.identifier[0]");
}

TEST(FhirClaimResponse, RefusalOf201NamesItsElementAsText) {
  const Parsed parsed(support::answer_to_fhir(support::refused(), support::context(PasVersion::v2_0_1)));
  const json::Value error = fhir::first(parsed.first(), "error");
  EXPECT_EQ(fhir::extension_value(error, "extension-errorElement").string(), "2010C-NM109");
}

TEST(FhirClaimResponse, RefusalOfAnX12RequestHasNoFhirPath) {
  precert::Determination determination = support::refused();
  determination.refusals[0].source.where = "NM1-09 @7";
  const Parsed parsed(support::answer_to_x12(determination));
  EXPECT_FALSE(fhir::extension(fhir::first(parsed.first(), "error"), "extension-errorPath"));
}

TEST(FhirClaimResponse, OneRefusedLineMakesThePartialOutcome) {
  precert::Determination determination = support::decided_as(ReviewAction::certified);
  determination.lines.pop_back();
  determination.refusals = {{precert::Level::service,
                             2,
                             "AG",
                             precert::FollowUp::correct_and_resubmit,
                             "The procedure code is not valid",
                             "SV1-01",
                             {"Claim.item[1].productOrService"}}};
  const Parsed parsed(support::answer_to_fhir(determination));
  const json::Value response = parsed.first();
  EXPECT_EQ(response.find("outcome").string(), "partial");
  EXPECT_EQ(support::action_of(response, 1), "A1");
  EXPECT_EQ(support::action_of(response, 2), "");
  EXPECT_THAT(notes_of(response, 2), testing::ElementsAre("The procedure code is not valid"));
  const json::Value error = fhir::first(response, "error");
  EXPECT_EQ(error.find("itemSequence").number_text(), "2");
  EXPECT_EQ(fhir::extension_value(error, "extension-errorPath").string(),
            "Bundle.entry[0].resource.item[1].productOrService");
  EXPECT_THAT(support::shape_faults(parsed.root()), testing::IsEmpty());
}

TEST(FhirClaimResponse, AnswersLinesThatWereNotSentThisTime) {
  precert::Determination determination = support::decided_as(ReviewAction::cancelled);
  determination.lines.push_back(determination.lines.back());
  determination.lines.back().sequence = 3;
  const Parsed parsed(support::answer_to_fhir(determination));
  EXPECT_EQ(support::action_of(parsed.first(), 3), "C");
  EXPECT_THAT(support::shape_faults(parsed.root()), testing::IsEmpty());
}

TEST(FhirClaimResponse, AnEventWithoutServicesIsDecidedAtTheSoleItem) {
  precert::ReviewRequest request = support::therapy_request();
  request.services.clear();
  precert::Determination determination = support::decided_as(ReviewAction::certified);
  determination.lines.pop_back();
  determination.lines[0].sequence = 0;
  const Parsed parsed(mappers::review_response_from(request, determination, support::context()));
  EXPECT_EQ(support::action_of(parsed.first(), 1), "A1");
  EXPECT_THAT(support::shape_faults(parsed.root()), testing::IsEmpty());
}

TEST(FhirClaimResponse, AModifiedEventHasAnAddItemUnderTheNumberOfTheSoleItem) {
  precert::ReviewRequest request = support::therapy_request();
  request.services.clear();
  precert::Determination determination = support::modified();
  determination.lines.pop_back();
  determination.lines[0].sequence = 0;
  determination.lines[0].dates = base::Period::of({2026, 3, 2});
  std::string asked = support::therapy_bundle();
  const std::string item = R"("item":[{"sequence":1,)";
  ASSERT_NE(asked.find(item), std::string::npos);
  asked.replace(asked.find(item), item.size(), R"("item":[{"sequence":7,)");
  const Parsed sent(asked);
  mappers::ResponseContext context = support::context();
  context.request = &sent.bundle();
  const Parsed parsed(mappers::review_response_from(request, determination, context));
  EXPECT_EQ(support::action_of(parsed.first(), 7), "A6");
  ASSERT_EQ(parsed.first().find("addItem").size(), 1U);
  const json::Value added = fhir::first(parsed.first(), "addItem");
  EXPECT_EQ(support::text_of(added.find("itemSequence")), "[7]");
  EXPECT_EQ(fhir::code_of(added.find("productOrService"),
                          "http://terminology.hl7.org/CodeSystem/data-absent-reason"),
            "not-applicable");
  EXPECT_EQ(added.find("servicedDate").string(), "2026-03-02");
  EXPECT_EQ(added.find("quantity").find("value").number_text(), "6");
  EXPECT_THAT(support::shape_faults(parsed.root()), testing::IsEmpty());
}

TEST(FhirInformationRequest, AsksForEachDocumentAndLine) {
  const Parsed parsed(support::answer_to_fhir(support::pended()));
  EXPECT_EQ(support::action_of(parsed.first(), 1), "A4");
  EXPECT_EQ(parsed.first().find("outcome").string(), "complete");
  const std::vector<json::Value> asked = parsed.of_type("CommunicationRequest");
  ASSERT_EQ(asked.size(), 3U);
  EXPECT_EQ(parsed.first().find("communicationRequest").size(), 3U);
  const json::Value& plan_of_care = asked[0];
  EXPECT_EQ(fhir::text(fhir::first(plan_of_care, "identifier"), "value"), "ACN-1");
  EXPECT_EQ(fhir::code_of(fhir::first(plan_of_care, "category"), "https://codesystem.x12.org/005010/755"),
            "08");
  EXPECT_EQ(fhir::extension_value(plan_of_care, "extension-serviceLineNumber").number_text(), "1");
  const json::Value payload = fhir::first(plan_of_care, "payload");
  EXPECT_EQ(fhir::text(payload, "contentString"), "18776-5");
  EXPECT_EQ(fhir::code_of(fhir::extension_value(payload, "extension-communicatedDiagnosis"),
                          "http://hl7.org/fhir/sid/icd-10-cm"),
            "M54.16");
  EXPECT_EQ(fhir::code_of(fhir::extension_value(payload, "extension-contentModifier"), "http://loinc.org"),
            "18804-5");
  EXPECT_FALSE(asked[1].find("payload").exists());  // a paper that LOINC does not name
  EXPECT_EQ(fhir::text(fhir::first(asked[2], "payload"), "contentString"), "102089-0");
  EXPECT_EQ(fhir::text(fhir::first(asked[2], "identifier"), "value"), "TRACE-7");
}

TEST(FhirInformationRequest, NumbersTheLineInThePayloadOf201) {
  const Parsed parsed(support::answer_to_fhir(support::pended(), support::context(PasVersion::v2_0_1)));
  const json::Value asked = parsed.of_type("CommunicationRequest").front();
  EXPECT_FALSE(fhir::extension(asked, "extension-serviceLineNumber"));
  EXPECT_EQ(fhir::extension_value(fhir::first(asked, "payload"), "extension-serviceLineNumber").number_text(),
            "1");
}

/// The value of every Task input of that type, with its line.
std::vector<std::string> inputs_of(const Parsed& parsed, std::string_view type) {
  std::vector<std::string> out;
  for (const json::Value& task : parsed.of_type("Task")) {
    for (const json::Value input : fhir::list(task, "input")) {
      if (fhir::first_coding(input.find("type")).find("code").string() != type) continue;
      const json::Value line = fhir::first(input, "extension");
      out.push_back(support::text_of(fhir::value_x(line, "value")) + " " +
                    support::text_of(fhir::value_x(input, "value")));
    }
  }
  return out;
}

TEST(FhirTask, AsksByLoincByReportTypeAndByQuestionnaire) {
  const Parsed parsed(support::answer_to_fhir(support::pended()));
  ASSERT_EQ(parsed.of_type("Task").size(), 3U);
  EXPECT_THAT(inputs_of(parsed, "attachments-needed"),
              testing::ElementsAre(
                  R"(1 {"coding":[{"system":"http://loinc.org","code":"18776-5"}]})",
                  R"(2 {"coding":[{"system":"https://codesystem.x12.org/005010/755","code":"RR"}]})"));
  EXPECT_THAT(inputs_of(parsed, "questionnaire-context"),
              testing::ElementsAre(R"(1 "TRACE-7")", R"(2 "TRACE-7")"));
  for (const json::Value& task : parsed.of_type("Task")) {
    EXPECT_EQ(fhir::text(fhir::first(task, "input"), "valueUrl"),
              "https://payer.example/fhir/$submit-attachment");
    EXPECT_EQ(task.find("restriction").find("period").find("end").string(), "2026-01-12T09:30:00Z");
    EXPECT_EQ(fhir::text(task.find("owner").find("identifier"), "value"), "1999999976");
    EXPECT_EQ(fhir::text(task.find("requester").find("identifier"), "value"), "1999999992");
    EXPECT_EQ(fhir::reference_of(task.find("reasonReference")), "http://clinic.example/fhir/Claim/C1");
    EXPECT_GE(task.find("input").size(), 2U);
  }
  EXPECT_EQ(fhir::text(fhir::first(parsed.of_type("Task").front(), "identifier"), "value"), "ACN-1");
}

TEST(FhirTask, NamesQuestionnairesByIdentifierOn201) {
  const Parsed parsed(support::answer_to_fhir(support::pended(), support::context(PasVersion::v2_0_1)));
  EXPECT_THAT(inputs_of(parsed, "questionnaires-needed"),
              testing::ElementsAre(
                  R"(1 {"system":"https://payer.example/fhir/identifier/trace","value":"TRACE-7"})",
                  R"(2 {"system":"https://payer.example/fhir/identifier/trace","value":"TRACE-7"})"));
}

TEST(FhirTask, IsAbsentWhenNothingIsMissing) {
  const Parsed parsed(support::answer_to_fhir(support::decided_as(ReviewAction::certified)));
  EXPECT_THAT(parsed.of_type("Task"), testing::IsEmpty());
  EXPECT_THAT(parsed.of_type("CommunicationRequest"), testing::IsEmpty());
}

TEST(FhirProcessNote, SaysATextOnceForAllLinesThatNeedIt) {
  precert::Determination determination = support::decided_as(ReviewAction::not_certified);
  for (precert::LineDetermination& line : determination.lines) {
    line.reasons = {{"0M", "Not covered by the plan", "benefit-1", "", {}}};
  }
  const Parsed parsed(support::answer_to_fhir(determination));
  EXPECT_EQ(parsed.first().find("processNote").size(), 2U);  // the reason, and whom to call
  EXPECT_EQ(notes_of(parsed.first(), 1), notes_of(parsed.first(), 2));
}

}  // namespace
