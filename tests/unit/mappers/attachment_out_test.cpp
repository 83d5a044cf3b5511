// Model -> 275, and back.
#include "mappers/fhir/content_hash.hpp"
#include "tests/unit/mappers/attachment_support.hpp"

namespace {

using precert::Attachment;
using precert::AttachmentFormat;
using precert::AttachmentMessage;
using precert::IdentifierKind;
using testing::HasSubstr;
using testing::Not;

Attachment attachment(std::string control_number, std::string content) {
  Attachment made;
  made.control_number = std::move(control_number);
  made.originator = "9999999990";
  made.loinc = "18842-5";
  made.line_items = {"1"};
  made.format = AttachmentFormat::hl7;
  made.content = std::move(content);
  made.content_type = "application/fhir+json";
  made.content_hash = mappers::content_hash_of_bytes(made.content);
  made.title = "PLAN OF CARE";
  made.submitted = base::Date{2026, 1, 6};
  return made;
}

AttachmentMessage message() {
  AttachmentMessage made;
  made.purpose = precert::AttachmentPurpose::solicited;
  made.reference = "ATT0001";
  made.submitted = *base::instant_from_iso("2026-01-06T10:00:00Z");
  made.transmission = {"CLEARTEST1", "EXAMPLEPLAN", "CLEARAPP", "PLANAPP"};
  made.payer.role = precert::PartyRole::payer;
  made.payer.organization = "EXAMPLE HEALTH PLAN";
  made.payer.identifiers = {{IdentifierKind::payer_id, "EXPL1", ""}};
  made.submitter.organization = "EXAMPLE CLEARINGHOUSE";
  made.submitter.identifiers = {{IdentifierKind::transmitter_id, "CLEARTEST1", ""}};
  made.provider.organization = "EXAMPLE CLINIC";
  made.provider.identifiers = {{IdentifierKind::npi, "1999000023", ""}};
  made.patient.name = {"TESTMEMBER", "BRAVO", "", "", ""};
  made.patient.identifiers = {{IdentifierKind::member_id, "EXM100000002", ""}};
  made.certification = "AUTH1";
  made.administrative = "NR1";
  made.account = "ACCT7";
  made.service_dates = base::Period{{2026, 1, 10}, base::Date{2026, 1, 12}};
  made.attachments = {attachment("ACN1", R"({"resourceType":"Bundle","x":"*~:^"})"),
                      attachment("ACN2", std::string("\0\xFF~*", 4))};
  made.attachments[1].format = AttachmentFormat::image;
  made.attachments[1].content_type = "application/octet-stream";
  return made;
}

std::string written(const AttachmentMessage& message, base::Issues* issues = nullptr,
                    const x12::Delimiters& delimiters = {}) {
  std::string set;
  x12::Writer writer(set, delimiters);
  base::Issues found = mappers::write_attachments(writer, message, "0001");
  if (issues != nullptr) *issues = std::move(found);
  return set;
}

TEST(WriteAttachments, ReadsBackTheSame) {
  base::Issues issues;
  const support::Read275 read(support::interchange_275(written(message(), &issues)));
  EXPECT_EQ(support::text_of(issues), "");
  const auto back = read.message();
  ASSERT_TRUE(back) << support::text_of(back.error());
  EXPECT_EQ(*back, message());
}

TEST(WriteAttachments, CountsItsSegments) {
  const support::Read275 read(support::interchange_275(written(message())));
  EXPECT_TRUE(read.set().envelope_faults.empty());
  EXPECT_EQ(read.set().implementation, "006020X316");
}

TEST(WriteAttachments, SendsABundleAsBase64OfHl7) {
  const std::string out = written(message());
  EXPECT_THAT(out, HasSubstr("~CAT*AE*HL~OOI*1*47*PLAN OF CARE~BDS*B64*48*eyJyZXNvdXJjZVR5cGUiOiJCdW5kbGUi"));
}

TEST(WriteAttachments, TellsTheFormatOfAFhirDocument) {
  AttachmentMessage sent = message();
  for (Attachment& one : sent.attachments) one.format = AttachmentFormat::unspecified;
  sent.attachments[1].content_type = "application/pdf";
  const std::string out = written(sent);
  EXPECT_THAT(out, HasSubstr("CAT*AE*HL~"));
  EXPECT_THAT(out, HasSubstr("CAT*AE*PD~"));
}

TEST(WriteAttachments, NamesTheProviderAsSubmitterWhenNobodySendsForThem) {
  AttachmentMessage sent = message();
  sent.submitter = {};
  EXPECT_THAT(written(sent), HasSubstr("NM1*41*2*EXAMPLE CLINIC*****XX*1999000023~NM1*1P*2*EXAMPLE CLINIC"));
}

TEST(WriteAttachments, ReportsWhatIsMissing) {
  AttachmentMessage sent = message();
  sent.patient.identifiers.clear();
  sent.reference.clear();
  sent.attachments[0].content.clear();
  sent.attachments[1].control_number.clear();
  base::Issues issues;
  written(sent, &issues);
  EXPECT_TRUE(issues.fatal());
  const std::string text = support::text_of(issues);
  EXPECT_THAT(text, HasSubstr("patient.identifiers: "));
  EXPECT_THAT(text, HasSubstr("reference: "));
  EXPECT_THAT(text, HasSubstr("attachments[0].content: "));
  EXPECT_THAT(text, HasSubstr("attachments[1].control_number: "));
}

TEST(WriteAttachments, TellsOfACodeThatItsGuideHasNoRoomForAndGoesWithoutIt) {
  AttachmentMessage sent = message();
  sent.attachments[1].loinc = std::string(40, '1');
  base::Issues issues;
  const std::string out = written(sent, &issues);
  ASSERT_EQ(issues.size(), 1U) << support::text_of(issues);
  EXPECT_FALSE(issues.fatal());
  EXPECT_EQ(issues.first().where, "attachments[1]");
  EXPECT_THAT(out, Not(HasSubstr("1111111111")));
  EXPECT_EQ(support::Read275(support::interchange_275(out)).faults("006020X316", "request"), "");
}

TEST(WriteAttachments, RefusesADocumentWhoseFormatItsGuideCannotName) {
  AttachmentMessage sent = message();
  sent.attachments[1].format = AttachmentFormat::unspecified;
  sent.attachments[1].content_type = "chemical/x-pdb";
  base::Issues issues;
  written(sent, &issues);
  ASSERT_TRUE(issues.fatal());
  EXPECT_EQ(issues.first().where, "attachments[1]");
}

TEST(WriteAttachments, RefusesADelimiterThatBase64Needs) {
  x12::Delimiters delimiters;
  delimiters.repetition = 'J';
  base::Issues issues;
  written(message(), &issues, delimiters);
  EXPECT_THAT(support::text_of(issues), HasSubstr("attachments[0].content: delimiters"));
}

TEST(SplitBySize, KeepsEveryDocumentInOrder) {
  AttachmentMessage whole = message();
  whole.attachments.clear();
  for (const char* number : {"A", "B", "C", "D"}) whole.attachments.push_back(attachment(number, "123456"));
  whole.attachments[2].content = std::string(60, 'x');
  const std::vector<AttachmentMessage> parts = mappers::split_by_size(whole, 16);
  ASSERT_EQ(parts.size(), 3U);
  std::string order;
  for (const AttachmentMessage& part : parts) {
    for (const Attachment& one : part.attachments) order += one.control_number;
    order += part.last ? "." : "|";
    EXPECT_EQ(part.patient, whole.patient);
  }
  EXPECT_EQ(order, "AB|C|D.");
  EXPECT_EQ(parts[0].reference, "ATT0001");
  EXPECT_EQ(parts[2].reference, "ATT0001-3");
}

TEST(SplitBySize, LeavesASmallMessageAsItIs) {
  const std::vector<AttachmentMessage> parts = mappers::split_by_size(message(), 1'000'000);
  ASSERT_EQ(parts.size(), 1U);
  EXPECT_EQ(parts[0], message());
}

TEST(SplitBySize, GivesOneEachForNothing) { EXPECT_EQ(mappers::split_by_size(message(), 0).size(), 2U); }

}  // namespace
