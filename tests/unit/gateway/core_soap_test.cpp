#include "core_support.hpp"
#include "gateway/core/check.hpp"
#include "gateway/core/soap.hpp"

namespace {

using namespace gateway;

constexpr const char* soap_type = "application/soap+xml; charset=utf-8";

std::string enveloped(const std::string& body, const std::string& header = "") {
  return "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\">" + header + "<s:Body>" + body +
         "</s:Body></s:Envelope>";
}

std::string real_time(const std::string& children) {
  return enveloped(
      "<c:COREEnvelopeRealTimeRequest xmlns:c=\"http://www.caqh.org/SOAP/WSDL/CORERule2.2.0.xsd\">" +
      children + "</c:COREEnvelopeRealTimeRequest>");
}

std::string batch(const std::string& payload) {
  return enveloped(
      "<COREEnvelopeBatchSubmission xmlns=\"http://www.caqh.org/SOAP/WSDL/CORERule2.2.0.xsd\">"
      "<Payload>" +
      payload + "</Payload></COREEnvelopeBatchSubmission>");
}

std::optional<CoreEnvelope> read(const std::string& xml, const std::string& type = soap_type) {
  return envelope_from_soap(xml, type).envelope;
}

TEST(EnvelopeFromSoap, ReadsFieldsOperationAndVersion) {
  const auto envelope =
      read(real_time("<SenderID> HOSPA </SenderID><c:ReceiverID>A&amp;B</c:ReceiverID><Colour/>"));
  ASSERT_TRUE(envelope);
  EXPECT_EQ(envelope->operation, CoreOperation::real_time);
  EXPECT_EQ(envelope->namespace_version, "2.2.0");
  EXPECT_EQ(envelope->text(CoreField::sender_id), " HOSPA ");
  EXPECT_EQ(envelope->text(CoreField::receiver_id), "A&B");
}

TEST(EnvelopeFromSoap, KeepsEveryByteOfThePayload) {
  const auto envelope = read(real_time("<Payload>\n<![CDATA[ISA*&<\r\n]]]]><![CDATA[>~]]>&#13;\n</Payload>"));
  ASSERT_TRUE(envelope);
  EXPECT_EQ(envelope->text(CoreField::payload), "\nISA*&<\r\n]]>~\r\n");
}

TEST(EnvelopeFromSoap, TakesCredentialsFromTheSecurityHeaderOnly) {
  const std::string header =
      "<s:Header><Security "
      "xmlns=\"http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd\" "
      "s:mustUnderstand=\"1\"><UsernameToken><Username>p</Username><Password>&lt;s&gt;</Password></"
      "UsernameToken>"
      "</Security></s:Header>";
  const std::string body =
      "<c:COREEnvelopeRealTimeRequest xmlns:c=\"http://www.caqh.org/SOAP/WSDL/CORERule4.0.0.xsd\">"
      "<UserName>q</UserName></c:COREEnvelopeRealTimeRequest>";
  const auto envelope = read(enveloped(body, header));
  ASSERT_TRUE(envelope);
  EXPECT_EQ(envelope->text(CoreField::user_name), "p");
  EXPECT_EQ(envelope->text(CoreField::password), "<s>");
  EXPECT_EQ(envelope->namespace_version, "4.0.0");
  EXPECT_FALSE(read(enveloped(body))->has(CoreField::user_name));
}

TEST(EnvelopeFromSoap, NotesAPasswordDigestAsUnreadable) {
  core_test::Example example = core_test::example("realtime.soap.http");
  std::string& xml = example.request.body;
  xml.replace(xml.find("#PasswordText"), 13, "#PasswordDigest");
  const auto envelope = read(xml);
  ASSERT_TRUE(envelope);
  EXPECT_FALSE(legal(*envelope, CoreField::password));
}

TEST(EnvelopeFromSoap, NotesARepeatedField) {
  const auto envelope = read(real_time("<SenderID>A</SenderID><SenderID>B</SenderID>"));
  ASSERT_TRUE(envelope);
  EXPECT_THAT(envelope->repeated, testing::ElementsAre(CoreField::sender_id));
}

TEST(EnvelopeFromSoap, TakesABatchPayloadAsBase64OrAsText) {
  EXPECT_EQ(read(batch("SVNB\nKjAw"))->text(CoreField::payload), "ISA*00");
  EXPECT_EQ(read(batch("ISA*00*"))->text(CoreField::payload), "ISA*00*");
  EXPECT_FALSE(legal(*read(batch("~~~")), CoreField::payload));
}

TEST(EnvelopeFromSoap, FetchesNoPayloadThatIsNotInTheMessage) {
  for (const char* href : {"cid:elsewhere", "http://partner.example/payload", "file:///etc/hostname", ""}) {
    const auto envelope = read(batch("<x:Include xmlns:x=\"http://www.w3.org/2004/08/xop/include\" href=\"" +
                                     std::string(href) + "\"/>"));
    ASSERT_TRUE(envelope);
    EXPECT_FALSE(legal(*envelope, CoreField::payload)) << href;
  }
}

TEST(EnvelopeFromSoap, RefusesWhatIsNoEnvelopeWithTheRightFault) {
  struct Case {
    std::string xml;
    SoapFaultCode code;
  };
  const std::string fine = real_time("");
  ASSERT_TRUE(read(fine));
  std::string soap_11 = fine;
  soap_11.replace(soap_11.find("http://www.w3.org/2003/05/soap-envelope"), 39,
                  "http://schemas.xmlsoap.org/soap/envelope/");
  const std::string mandatory = "<s:Header><t:Tx xmlns:t=\"urn:t\" s:mustUnderstand=\"true\"/></s:Header>";
  std::string unknown_header = fine;
  unknown_header.insert(unknown_header.find("<s:Body>"), mandatory);
  const Case cases[] = {
      {"", SoapFaultCode::sender},
      {"ISA*00*", SoapFaultCode::sender},
      {"<a>", SoapFaultCode::sender},
      {"<a><b></a></b>", SoapFaultCode::sender},
      {enveloped(""), SoapFaultCode::sender},
      {enveloped("<COREEnvelopeRealTimeRequest/>"), SoapFaultCode::sender},
      {enveloped("<Other xmlns=\"http://www.caqh.org/SOAP/WSDL/CORERule2.2.0.xsd\"/>"),
       SoapFaultCode::sender},
      {"<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>" + fine, SoapFaultCode::sender},
      {"<?xml version=\"1.0\"?><?other pi?>" + fine, SoapFaultCode::sender},
      {real_time("<Payload>\x1C</Payload>"), SoapFaultCode::sender},
      {real_time("<Payload>&#28;</Payload>"), SoapFaultCode::sender},
      {real_time("<Payload>\xC3(</Payload>"), SoapFaultCode::sender},
      {soap_11, SoapFaultCode::version_mismatch},
      {unknown_header, SoapFaultCode::must_understand},
  };
  for (const Case& one : cases) {
    const SoapRead refused = envelope_from_soap(one.xml, soap_type);
    EXPECT_FALSE(refused.envelope) << one.xml;
    EXPECT_EQ(refused.refusal.code, one.code) << one.xml;
    EXPECT_FALSE(refused.refusal.words.empty());
  }
}

TEST(EnvelopeFromSoap, HoldsTheActionToTheBody) {
  const std::string xml = real_time("");
  EXPECT_TRUE(read(xml, "application/soap+xml; action=\"RealTimeTransaction\""));
  EXPECT_TRUE(
      read(xml, "application/soap+xml; action=\"http://www.caqh.org/SOAP/WSDL/RealTimeTransaction\""));
  EXPECT_FALSE(read(xml, "application/soap+xml; action=\"BatchSubmitTransaction\""));
}

TEST(XmlIsBounded, StopsTheHugeAndTheDeep) {
  const auto nested = [](std::size_t depth) {
    std::string text;
    for (std::size_t i = 0; i < depth; ++i) text += "<a>";
    for (std::size_t i = 0; i < depth; ++i) text += "</a>";
    return text;
  };
  EXPECT_TRUE(xml_is_bounded(nested(32)));
  EXPECT_FALSE(xml_is_bounded(nested(33)));
  EXPECT_FALSE(xml_is_bounded(nested(100'000)));
  std::string wide = "<a>";
  for (int i = 0; i < 1000; ++i) wide += "<b/>";
  EXPECT_FALSE(xml_is_bounded(wide + "</a>"));
  EXPECT_FALSE(xml_is_bounded("<a b=\"" + std::string(9000, 'c') + "\"/>"));
  EXPECT_TRUE(xml_is_bounded("<a>" + std::string(1'000'000, 'c') + "</a>"));
}

TEST(XmlIsBounded, ReadsQuotesCommentsAndSectionsAsXmlDoes) {
  EXPECT_TRUE(xml_is_bounded("<a b=\"/>\" c='\"'><!-- <x> --><![CDATA[<y>]]></a>"));
  for (const char* broken :
       {"<a><!-- </a>", "<a><![CDATA[</a>", "<a", "<a b=\"></a>", "</a>", "<a></a></a>", "text"}) {
    EXPECT_FALSE(xml_is_bounded(broken)) << broken;
  }
}

TEST(SoapFrom, WritesUnqualifiedChildrenInTheOrderOfTheRules) {
  CoreEnvelope answer = core_test::batch(CoreForm::soap, "");
  answer.set(CoreField::error_code, "Success");
  answer.set(CoreField::error_message, "");
  const std::string xml = soap_from(answer).body;
  EXPECT_NE(xml.find("<ns1:COREEnvelopeBatchSubmissionResponse "
                     "xmlns:ns1=\"http://www.caqh.org/SOAP/WSDL/CORERule2.2.0.xsd\">"),
            std::string::npos);
  std::size_t at = 0;
  for (const char* name :
       {"PayloadType", "ProcessingMode", "PayloadID", "PayloadLength", "TimeStamp", "SenderID", "ReceiverID",
        "CORERuleVersion", "CheckSum", "Payload", "ErrorCode", "ErrorMessage"}) {
    const std::size_t found = xml.find("<" + std::string(name) + ">", at);
    ASSERT_NE(found, std::string::npos) << name;
    at = found;
  }
}

TEST(SoapFrom, AttachesABatchPayload) {
  const std::string payload("ISA\x1C\r\n--\0~", 10);
  const SoapMessage message = soap_from(core_test::batch(CoreForm::soap, payload));
  EXPECT_EQ(message.content_type.find("multipart/related; "), 0U);
  const auto envelope = read(message.body, message.content_type);
  ASSERT_TRUE(envelope);
  EXPECT_EQ(envelope->text(CoreField::payload), payload);
}

TEST(SoapFault, IsAFaultOfSoap12) {
  const std::string xml = soap_fault({SoapFaultCode::version_mismatch, "a < b"}).body;
  EXPECT_TRUE(xml_is_bounded(xml));
  EXPECT_NE(xml.find("<soapenv:Value>soapenv:VersionMismatch</soapenv:Value>"), std::string::npos);
  EXPECT_NE(xml.find("a &lt; b"), std::string::npos);
}

}  // namespace
