#include "core_support.hpp"

#include "gateway/core/check.hpp"
#include "gateway/core/mime.hpp"
#include "gateway/core/rest.hpp"
#include "gateway/core/soap.hpp"

namespace core_test {

using namespace gateway;

namespace {

std::string version_of(CoreForm form) { return form == CoreForm::rest ? "4.0.0" : "2.2.0"; }

}  // namespace

Example example(const std::string& name) {
  std::ifstream in(std::filesystem::path(PRECERT_SOURCE_DIR) / "fixtures/core" / name, std::ios::binary);
  EXPECT_TRUE(in) << name;
  const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  const std::size_t head_end = text.find("\r\n\r\n");
  EXPECT_NE(head_end, std::string::npos) << name;
  Example made;
  std::istringstream head(text.substr(0, head_end));
  std::string method, target, line;
  head >> method >> target;
  std::getline(head, line);
  made.request.method = method == "GET" ? Method::get : Method::post;
  const std::size_t question = target.find('?');
  made.request.path = target.substr(0, question);
  if (question != std::string::npos) made.request.query = target.substr(question + 1);
  while (std::getline(head, line)) {
    if (line.ends_with('\r')) line.pop_back();
    if (line.starts_with("Content-Type: ")) made.request.content_type = line.substr(14);
    if (line.starts_with("Authorization: ")) made.authorization = line.substr(15);
  }
  made.request.body = text.substr(head_end + 4);
  return made;
}

CoreEnvelope real_time(CoreForm form, const std::string& payload) {
  CoreEnvelope envelope;
  envelope.form = form;
  envelope.set(CoreField::payload_type, "X12_278_Request_005010X217E1_2");
  envelope.set(CoreField::processing_mode, "RealTime");
  envelope.set(CoreField::payload_id, "f81d4fae-7dec-11d0-a765-00a0c91e6bf6");
  envelope.set(CoreField::time_stamp, "2026-03-06T18:05:03Z");
  envelope.set(CoreField::sender_id, "HOSPA");
  envelope.set(CoreField::receiver_id, "PLANB");
  envelope.set(CoreField::core_rule_version, version_of(form));
  envelope.set(CoreField::payload, payload);
  envelope.set(CoreField::user_name, "partner1");
  envelope.set(CoreField::password, "secret");
  if (form == CoreForm::soap) envelope.namespace_version = "2.2.0";
  if (form == CoreForm::soap) envelope.operation = CoreOperation::real_time;
  return envelope;
}

CoreEnvelope batch(CoreForm form, const std::string& payload) {
  CoreEnvelope envelope = real_time(form, payload);
  envelope.set(CoreField::processing_mode, "Batch");
  envelope.set(CoreField::payload_length, std::to_string(payload.size()));
  envelope.set(CoreField::check_sum, sha1_hex(payload));
  if (form == CoreForm::soap) envelope.operation = CoreOperation::batch_submit;
  return envelope;
}

CoreEnvelope sent(const CoreEnvelope& envelope) {
  if (envelope.form == CoreForm::mime) {
    const FormMessage message = form_from(envelope);
    const auto read = envelope_from_form(message.body, message.content_type);
    EXPECT_TRUE(read);
    return read ? *read : CoreEnvelope();
  }
  if (envelope.form == CoreForm::rest) {
    const auto read = envelope_from_json(json_from(envelope));
    EXPECT_TRUE(read);
    return read ? *read : CoreEnvelope();
  }
  const SoapMessage message = soap_from(envelope);
  const SoapRead read = envelope_from_soap(message.body, message.content_type);
  EXPECT_TRUE(read.envelope) << read.refusal.words;
  return read.envelope.value_or(CoreEnvelope());
}

std::string interchange(const std::string& sender, const std::string& group_sender) {
  const std::string padded = sender + std::string(15 - sender.size(), ' ');
  return "ISA*00*          *00*          *ZZ*" + padded +
         "*ZZ*PLANB          *260105*0930*^*00501*000000001*0*T*:~"
         "GS*HI*" +
         group_sender +
         "*PLANB*20260105*0930*1*X*005010X217~"
         "ST*278*0001*005010X217~BHT*0007*13*A*20260105*0930~SE*3*0001~GE*1*1~IEA*1*000000001~";
}

}  // namespace core_test
