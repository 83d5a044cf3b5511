// 275 -> model.
#include "tests/unit/mappers/attachment_support.hpp"

#include "mappers/fhir/content_hash.hpp"
#include "mappers/model/attachment_json.hpp"
#include "tests/unit/mappers/model_json_filler.hpp"

namespace {

using precert::AttachmentFormat;
using precert::AttachmentMessage;
using precert::AttachmentPurpose;
using precert::IdentifierKind;
using support::attachment_of;
using support::faults_of;
using support::head;
using support::message_of;
using testing::HasSubstr;

TEST(AttachmentsFrom, ReadsWhoSendsWhatForWhom) {
  const AttachmentMessage read = message_of(head + attachment_of("ACN1", "BDS*B64*8*JVBERi0x~"));
  EXPECT_EQ(read.purpose, AttachmentPurpose::solicited);
  EXPECT_EQ(read.reference, "ATT0001");
  EXPECT_EQ(base::iso(read.submitted), "2026-01-06T10:00:00Z");
  EXPECT_EQ(read.transmission.interchange_sender, "CLEARTEST1");
  EXPECT_EQ(read.transmission.application_receiver, "PLANAPP");
  EXPECT_EQ(read.payer.identifiers.at(0).value, "EXPL1");
  EXPECT_EQ(read.payer.role, precert::PartyRole::payer);
  EXPECT_EQ(read.submitter.identifiers.at(0).kind, IdentifierKind::transmitter_id);
  EXPECT_EQ(read.provider.npi(), "1999000023");
  EXPECT_EQ(read.patient.member_id(), "EXM100000002");
  EXPECT_EQ(read.patient.name.given, "BRAVO");
  EXPECT_EQ(read.account, "ACCT7");
  EXPECT_EQ(read.administrative, "ADM260002");
  ASSERT_TRUE(read.service_dates);
  EXPECT_EQ(base::iso(read.service_dates->start), "2026-01-10");
  EXPECT_TRUE(read.last);
}

TEST(AttachmentsFrom, DecodesTheDocument) {
  const AttachmentMessage read = message_of(head + attachment_of("ACN1", "BDS*B64*8*JVBERi0x~"));
  ASSERT_EQ(read.attachments.size(), 1U);
  const precert::Attachment& one = read.attachments[0];
  EXPECT_EQ(one.control_number, "ACN1");
  EXPECT_EQ(one.format, AttachmentFormat::hl7);
  EXPECT_EQ(one.content, "%PDF-1");
  EXPECT_EQ(one.content_type, "application/pdf") << "what it is counts more than what it is called";
  EXPECT_EQ(one.content_hash, mappers::content_hash("JVBERi0x"));
  EXPECT_EQ(one.source.where, "275 BDS-03 @15");
  EXPECT_EQ(one.title, "");
  ASSERT_TRUE(one.submitted);
  EXPECT_EQ(base::iso(*one.submitted), "2026-01-06");
}

TEST(AttachmentsFrom, ReadsSeveralDocuments) {
  const AttachmentMessage read =
      message_of(head + attachment_of("ACN1", "BDS*B64*4*QQ==~OOI*2*47*LETTER~BDS*B64*4*Qg==~") +
                 attachment_of("ACN2", "BDS*ASC*5*plain~"));
  ASSERT_EQ(read.attachments.size(), 3U);
  EXPECT_EQ(read.attachments[0].content, "A");
  EXPECT_EQ(read.attachments[1].control_number, "ACN1");
  EXPECT_EQ(read.attachments[1].content, "B");
  EXPECT_EQ(read.attachments[1].title, "LETTER");
  EXPECT_EQ(read.attachments[2].control_number, "ACN2");
  EXPECT_EQ(read.attachments[2].content, "plain");
}

TEST(AttachmentsFrom, ReadsBinaryDataByItsLength) {
  const std::string data = "LINE 1\nSE*2*0001~ \"NOT A SEGMENT\" *:^~ END";
  const AttachmentMessage read = message_of(
      "BGN*02*ATT2*20260106*1001~NM1*PR*2*PLAN*****PI*EXPL1~NM1*85*2*CLINIC*****FI*364015560~"
      "NM1*QC*1*TESTMEMBER*GOLF****HN*111223333A~REF*BB*AUTH1~LX*1~TRN*1*ACN0007A~DTP*097*D8*20260106~CAT*AE*"
      "TX~"
      "EFI*05~BIN*" +
          std::to_string(data.size()) + "*" + data + "~",
      "005010X211");
  EXPECT_EQ(read.purpose, AttachmentPurpose::unsolicited);
  EXPECT_EQ(read.provider.identifiers.at(0),
            (precert::Identifier{IdentifierKind::employer_id, "364015560", ""}));
  EXPECT_EQ(read.patient.identifiers.at(0),
            (precert::Identifier{IdentifierKind::medicare, "111223333A", ""}));
  EXPECT_EQ(read.certification, "AUTH1");
  ASSERT_EQ(read.attachments.size(), 1U);
  EXPECT_EQ(read.attachments[0].content, data);
  EXPECT_EQ(read.attachments[0].content_type, "text/plain");
  EXPECT_EQ(read.attachments[0].content_hash, mappers::content_hash_of_bytes(data));
}

struct Kind {
  std::string status, loinc, report_type, line;
};
class ReadsTheKindOfDocument : public testing::TestWithParam<Kind> {};
TEST_P(ReadsTheKindOfDocument, FromTheStatusSegment) {
  const AttachmentMessage read =
      message_of(head + "LX*1~TRN*2*A1~" + GetParam().status + "CAT*AE*HL~BDS*B64*4*QQ==~");
  ASSERT_EQ(read.attachments.size(), 1U);
  EXPECT_EQ(read.attachments[0].loinc, GetParam().loinc);
  EXPECT_EQ(read.attachments[0].report_type, GetParam().report_type);
  EXPECT_EQ(read.attachments[0].line_items.empty() ? "" : read.attachments[0].line_items[0], GetParam().line);
}
INSTANTIATE_TEST_SUITE_P(AsSenders, ReadsTheKindOfDocument,
                         testing::Values(Kind{"STC*R4:18594-2::LOI~", "18594-2", "", ""},
                                         Kind{"STC*R4*18594-2::LOI~", "18594-2", "", ""},
                                         Kind{"STC*18594-2*********2~", "18594-2", "", "2"},
                                         Kind{"STC*R4:OZ~", "", "OZ", ""}, Kind{"STC*OZ~", "", "OZ", ""},
                                         Kind{"STC*R3:Z0001-0~", "", "", ""}));

TEST(AttachmentsFrom, ReadsTheEarlyGuidesPayerAsReceiver) {
  const AttachmentMessage read = message_of(
      "BGN*11*0001*20030915~NM1*40*2*ABC INSURANCE*****XV*12345~NM1*41*2*CLEARING*****46*A22~"
      "NM1*1P*2*HOSPITAL*****SV*3999000B~NM1*IL*1*TESTMEMBER*J****MI*987654320~LX*1~TRN*2*1~CAT*AE*HL~"
      "BDS*B64*4*QQ==~");
  EXPECT_EQ(read.payer.identifiers.at(0).value, "12345");
  EXPECT_EQ(read.submitter.identifiers.at(0).value, "A22");
  EXPECT_EQ(read.provider.identifiers.at(0).value, "3999000B");
  EXPECT_EQ(read.patient.member_id(), "987654320");
}

TEST(AttachmentsFrom, FindsADependentByTheSubscribersNumber) {
  const AttachmentMessage read = message_of(
      "BGN*11*1*20260106~NM1*PR*2*P*****PI*EXPL1~NM1*1P*2*C*****XX*1999000023~"
      "NM1*IL*1*TESTMEMBER*ALPHA****MI*M1~NM1*QC*1*TESTMEMBER*BETA~LX*1~TRN*2*1~CAT*AE*HL~BDS*B64*4*QQ==~");
  EXPECT_EQ(read.patient.name.given, "BETA");
  EXPECT_EQ(read.patient.member_id(), "M1");
}

TEST(AttachmentsFrom, RefusesBrokenBase64WithItsPlace) {
  for (const char* bad : {"BDS*B64*3*QQ=~", "BDS*B64*4*Q?==~", "BDS*B64*4*QR==~", "BDS*B64*8*QQ==QQ==~",
                          "BDS*B64*5*QUJDR~", "BDS*B64*2*==~"}) {
    const std::string faults = faults_of(head + attachment_of("ACN1", bad));
    EXPECT_THAT(faults, HasSubstr("BDS-03 @15: encode")) << bad;
    EXPECT_EQ(std::count(faults.begin(), faults.end(), '\n'), 1) << faults;
  }
}

TEST(AttachmentsFrom, RefusesALengthThatIsNotTheDatas) {
  EXPECT_THAT(faults_of(head + attachment_of("ACN1", "BDS*B64*7*QUJD~")), HasSubstr("BDS-02 @15"));
  EXPECT_THAT(faults_of(head + attachment_of("ACN1", "BIN*x*QUJD~")), HasSubstr("BIN-01 @15"));
}

TEST(AttachmentsFrom, RefusesWhatIsTooLarge) {
  const std::string segments = head + attachment_of("ACN1", "BDS*B64*8*QUJDREVG~");
  EXPECT_EQ(faults_of(segments, 6), "none");
  EXPECT_THAT(faults_of(segments, 5), HasSubstr("BDS-03 @15: the document is larger"));
  EXPECT_THAT(faults_of(segments, 1), HasSubstr("BDS-03 @15: the document is larger"));
  EXPECT_THAT(faults_of(head + attachment_of("ACN1", "BIN*6*ABCDEF~"), 5), HasSubstr("BIN-02 @15"));
}

TEST(AttachmentsFrom, RefusesAnAttachmentWithoutADocument) {
  EXPECT_THAT(faults_of(head + attachment_of("ACN1", "")), HasSubstr("LX @10: send the document"));
  EXPECT_THAT(faults_of(head + attachment_of("ACN1", "BDS*B64*0*~")),
              HasSubstr("BDS-03 @15: send the document"));
  EXPECT_THAT(faults_of(head), HasSubstr("LX: send at least one"));
}

TEST(AttachmentsFrom, RefusesAFilterItDoesNotKnow) {
  EXPECT_THAT(faults_of(head + attachment_of("ACN1", "BDS*ZIP*4*QQ==~")), HasSubstr("BDS-01 @15"));
}

TEST(AttachmentsFrom, NamesNoValueInItsFaults) {
  const std::string faults = faults_of(head + attachment_of("SECRETNUMBER", "BDS*B64*8*SECRET?!~"));
  EXPECT_THAT(faults, testing::Not(HasSubstr("SECRET")));
}

TEST(AnAttachmentMessage, SurvivesJsonWithoutItsContent) {
  AttachmentMessage message;
  support::Filler(1).fill(message);
  for (precert::Attachment& one : message.attachments) one.content = "bytes";
  const std::string json = mappers::to_json(message);
  EXPECT_THAT(json, testing::Not(HasSubstr("bytes")));
  const auto back = mappers::attachment_message_from_json(json);
  ASSERT_TRUE(back) << support::text_of(back.error());
  for (precert::Attachment& one : message.attachments) one.content.clear();
  EXPECT_EQ(*back, message);
  EXPECT_FALSE(mappers::attachment_message_from_json(R"({"purpose":"solicited","unheard":1})"));
}

}  // namespace
