// PAS Inquiry Request Bundle -> Inquiry.
#include "fhir_request_support.hpp"
#include "mappers/fhir/attachment.hpp"
#include "mappers/fhir/inquiry.hpp"

namespace {

using fhir_request::bundle_with;
using fhir_request::Message;
using mappers::PasVersion;
using precert::Inquiry;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

base::Result<Inquiry> read(const std::string& claim_members) {
  const Message message(bundle_with(claim_members));
  EXPECT_TRUE(message.readable());
  return mappers::inquiry_from(message.bundle(), PasVersion::v2_2_1);
}

Inquiry inquiry_of(const std::string& claim_members) {
  const base::Result<Inquiry> read_inquiry = read(claim_members);
  EXPECT_TRUE(read_inquiry) << claim_members;
  return read_inquiry ? *read_inquiry : Inquiry{};
}

std::string coded(const std::string& name, const std::string& list, const std::string& code) {
  return R"({"url":"http://hl7.org/fhir/us/davinci-pas/StructureDefinition/extension-)" + name +
         R"(","valueCodeableConcept":{"coding":[{"system":"https://codesystem.x12.org/005010/)" + list +
         R"(","code":")" + code + R"("}]}})";
}

std::string item(const std::string& extensions, const std::string& system, const std::string& code,
                 const std::string& more = {}) {
  return R"("item":[{"sequence":3,"extension":[)" + extensions +
         R"(],"productOrService":{"coding":[{"system":")" + system + R"(","code":")" + code + R"("}]})" +
         more + "}]";
}

constexpr const char* cpt = "http://www.ama-assn.org/go/cpt";
constexpr const char* absent = "http://terminology.hl7.org/CodeSystem/data-absent-reason";

TEST(FhirInquiry, KeysOfAnItemStandAtItsSequence) {
  const Inquiry inquiry = inquiry_of(item(coded("serviceItemRequestType", "1525", "HS") + "," +
                                              coded("certificationType", "1322", "I") + "," +
                                              coded("reviewActionCode", "306", "A4"),
                                          cpt, "72148"));
  ASSERT_THAT(inquiry.example.services, SizeIs(1));
  const precert::SearchKeys& keys = inquiry.keys_at(3);
  EXPECT_EQ(keys.category, precert::RequestCategory::health_services);
  EXPECT_EQ(keys.certification, precert::CertificationType::initial);
  EXPECT_EQ(keys.action, precert::ReviewAction::pended);
}

TEST(FhirInquiry, AnItemForAnyServiceStandsForTheEventAndSoDoItsKeys) {
  const Inquiry inquiry = inquiry_of(item(coded("reviewActionCode", "306", "A1"), absent, "not-applicable"));
  EXPECT_THAT(inquiry.example.services, IsEmpty());
  EXPECT_EQ(inquiry.keys_at(0).action, precert::ReviewAction::certified);
}

TEST(FhirInquiry, SpansMayBeOpenAtEitherEnd) {
  const Inquiry from = inquiry_of(R"("billablePeriod":{"start":"2026-01-01"})");
  EXPECT_EQ(from.example.event.dates, (base::Period{{2026, 1, 1}, std::nullopt}));
  const Inquiry until = inquiry_of(R"("billablePeriod":{"end":"2026-01-31T10:00:00Z"})");
  ASSERT_TRUE(until.example.event.dates);
  EXPECT_TRUE(until.example.event.dates->contains({1999, 1, 1}));
  EXPECT_FALSE(until.example.event.dates->contains({2026, 2, 1}));
}

TEST(FhirInquiry, SpansOfItemsMayBeOpenAtEitherEndToo) {
  const std::string until = R"(,"servicedPeriod":{"end":"2026-01-31"})";
  for (const auto& [system, code] : {std::pair(cpt, "72148"), std::pair(absent, "not-applicable")}) {
    const Inquiry inquiry = inquiry_of(item("", system, code, until));
    ASSERT_THAT(inquiry.example.services, SizeIs(1));
    ASSERT_TRUE(inquiry.example.services[0].dates);
    EXPECT_TRUE(inquiry.example.services[0].dates->contains({1999, 1, 1}));
    EXPECT_FALSE(inquiry.example.services[0].dates->contains({2026, 2, 1}));
  }
}

TEST(FhirInquiry, ADischargeInASpanIsAKeyAndNoDay) {
  const Inquiry inquiry =
      inquiry_of(R"("supportingInfo":[{"sequence":1,"category":{"coding":[{"system":)"
                 R"("http://hl7.org/fhir/us/davinci-pas/CodeSystem/PASTempCodes","code":"dischargeDates"}]},)"
                 R"("timingPeriod":{"start":"2026-01-10","end":"2026-01-12"}}])");
  EXPECT_FALSE(inquiry.example.event.discharge);
  EXPECT_EQ(inquiry.keys_at(0).discharged, (base::Period{{2026, 1, 10}, base::Date{2026, 1, 12}}));
}

TEST(FhirInquiry, ACodeThatIsNoneOfX12sIsAFaultUnlessANumberSaysWhatIsMeant) {
  const base::Result<Inquiry> refused = read(item("", "http://snomed.info/sct", "1"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().first().code, base::IssueCode::fhir_code_invalid);
  EXPECT_THAT(refused.error().first().where, HasSubstr("item[0].productOrService"));
  const std::string number =
      R"({"url":"http://hl7.org/fhir/us/davinci-pas/StructureDefinition/extension-authorizationNumber",)"
      R"("valueString":"AUTH1"})";
  const Inquiry inquiry = inquiry_of(item(number, "http://snomed.info/sct", "1"));
  EXPECT_EQ(inquiry.example.services.front().previous_certification, "AUTH1");
}

// ---- $submit-attachment

base::Result<precert::AttachmentMessage> attachments(const std::string& text) {
  json::Document document;
  const auto root = document.parse_copy(text);
  EXPECT_TRUE(root);
  return mappers::attachments_from(*root, 1024);
}

std::string parameters(const std::string& attachment) {
  return R"({"resourceType":"Parameters","parameter":[
    {"name":"TrackingId","valueIdentifier":{"value":"ACN1"}},
    {"name":"AttachTo","valueCode":"preauthorization"},
    {"name":"OrganizationId","valueIdentifier":{"system":"http://hl7.org/fhir/sid/us-npi","value":"1999000015"}},
    {"name":"MemberId","valueIdentifier":{"value":"EXM1"}},
    {"name":"ServiceDate","valueDateTime":"2026-01-12"},
    {"name":"Final","valueBoolean":false},
    {"name":"Attachment","part":[)" +
         attachment + "]}]}";
}

TEST(FhirAttachment, SaysWhoForWhomAndWhat) {
  const auto message = attachments(parameters(
      R"({"name":"LineItem","valueString":"2"},{"name":"Code","valueCodeableConcept":{"coding":[)"
      R"({"system":"https://codesystem.x12.org/005010/755","code":"M1"}]}},{"name":"Content","resource":)"
      R"({"resourceType":"DocumentReference","description":"Plan","type":{"coding":[{"system":)"
      R"("http://loinc.org","code":"18776-5"}]},"content":[{"attachment":{"contentType":"application/pdf",)"
      R"("data":"QUJD"}},{"attachment":{"data":"REVG"}}]}})"));
  ASSERT_TRUE(message) << message.error().first().remedy;
  EXPECT_EQ(message->submitter.npi(), "1999000015");
  EXPECT_EQ(message->patient.member_id(), "EXM1");
  EXPECT_FALSE(message->last);
  EXPECT_EQ(message->service_dates, base::Period::of({2026, 1, 12}));
  ASSERT_THAT(message->attachments, SizeIs(2));
  const precert::Attachment& first = message->attachments.front();
  EXPECT_EQ(first.control_number, "ACN1");
  EXPECT_EQ(first.content, "ABC");
  EXPECT_EQ(first.content_type, "application/pdf");
  EXPECT_EQ(first.format, precert::AttachmentFormat::pdf);
  EXPECT_EQ(first.loinc, "18776-5");
  EXPECT_EQ(first.report_type, "M1");
  EXPECT_EQ(first.title, "Plan");
  EXPECT_THAT(first.line_items, testing::ElementsAre("2"));
  EXPECT_EQ(message->attachments.back().content, "DEF");
}

TEST(FhirAttachment, AVagueServiceDateIsPassedOverAndAnImpossibleOneRefused) {
  const std::string given = R"("valueDateTime":"2026-01-12")";
  const std::string content =
      R"({"name":"Content","resource":{"resourceType":"QuestionnaireResponse","status":"completed"}})";
  const auto with_date = [&](const std::string& date) {
    std::string text = parameters(content);
    text.replace(text.find(given), given.size(), date);
    return attachments(text);
  };
  for (const char* vague : {R"("valueDateTime":"2026-03")", R"("valueDateTime":"2026")",
                            R"("valuePeriod":{"end":"2026-03-01"})"}) {
    const auto message = with_date(vague);
    ASSERT_TRUE(message) << vague;
    EXPECT_FALSE(message->service_dates) << vague;
  }
  for (const char* impossible :
       {R"("valueDateTime":"2026-13")", R"("valueDateTime":"2026-02-30")", R"("valuePeriod":{})"}) {
    const auto message = with_date(impossible);
    ASSERT_FALSE(message) << impossible;
    EXPECT_EQ(message.error().first().code, base::IssueCode::fhir_value_invalid);
  }
}

TEST(FhirAttachment, AResourceIsKeptAsJson) {
  const auto message = attachments(parameters(
      R"({"name":"Content","resource":{"resourceType":"QuestionnaireResponse","status":"completed"}})"));
  ASSERT_TRUE(message);
  EXPECT_EQ(message->attachments.front().content,
            R"({"resourceType":"QuestionnaireResponse","status":"completed"})");
  EXPECT_EQ(message->attachments.front().content_type, "application/fhir+json");
}

TEST(FhirAttachment, RefusesBrokenAndLargeContent) {
  const auto data = [](const std::string& text) {
    return parameters(R"({"name":"Content","resource":{"resourceType":"DocumentReference","content":[)"
                      R"({"attachment":{"data":")" +
                      text + R"("}}]}})");
  };
  for (const std::string& text : {std::string("QUJ"), std::string("Q!=="), std::string(4000, 'A')}) {
    const auto message = attachments(data(text));
    ASSERT_FALSE(message) << text;
    EXPECT_EQ(message.error().first().where,
              "Parameters.parameter[6].part[0].resource.content[0].attachment.data");
  }
}

}  // namespace
