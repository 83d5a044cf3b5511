// The three forms carry the same thing (operating rules OR-C9), and the example files are what they claim to
// be.
#include <random>

#include "core_support.hpp"
#include "gateway/core/base64.hpp"
#include "gateway/core/check.hpp"
#include "gateway/core/mime.hpp"
#include "gateway/core/rest.hpp"
#include "gateway/core/soap.hpp"

namespace {

using namespace gateway;

constexpr CoreForm all_forms[] = {CoreForm::mime, CoreForm::soap, CoreForm::rest};

/// Text made of the pieces that some form has to take care of.
std::string awkward(std::mt19937& random) {
  static const std::vector<std::string> pieces = {
      "ISA*00*", "~",          "\n",  "\r\n", "\r", "]]>", "]]", ">",        "&",         "&amp;",
      "<a>",     "</Payload>", "--X", "\"",   "\\", "\t",  " ",  "\xC3\xA9", "<![CDATA[", "&#13;"};
  std::string text;
  const auto count = random() % 40;
  for (auto i = count; i > 0; --i) text += pieces[random() % pieces.size()];
  return text;
}

TEST(CoreForms, CarryTheSamePayloadUnchanged) {
  std::mt19937 random(20260306);
  for (int i = 0; i < 100; ++i) {
    const std::string payload = "ISA" + awkward(random);
    for (const CoreForm form : all_forms) {
      EXPECT_EQ(core_test::sent(core_test::real_time(form, payload)).text(CoreField::payload), payload);
      EXPECT_EQ(core_test::sent(core_test::batch(form, payload)).text(CoreField::payload), payload);
    }
  }
}

TEST(CoreForms, CarryEveryFieldUnchanged) {
  for (const CoreForm form : all_forms) {
    for (CoreEnvelope envelope : {core_test::real_time(form, "ISA"), core_test::batch(form, "ISA")}) {
      const CoreEnvelope read = core_test::sent(envelope);
      EXPECT_EQ(read.fields, envelope.fields);
      EXPECT_EQ(operation_of(read), operation_of(envelope));
    }
  }
}

CoreEnvelope envelope_of(const std::string& name) {
  const core_test::Example example = core_test::example(name);
  CoreEnvelope envelope;
  if (name.find(".mime.") != std::string::npos) {
    envelope = envelope_from_form(example.request.body, example.request.content_type).value();
  } else if (name.find(".rest.") != std::string::npos) {
    envelope = envelope_from_json(example.request.body).value();
    take_basic(example.authorization, envelope);
  } else {
    const SoapRead read = envelope_from_soap(example.request.body, example.request.content_type);
    EXPECT_TRUE(read.envelope) << read.refusal.words;
    envelope = read.envelope.value_or(CoreEnvelope());
  }
  normalise(envelope);
  return envelope;
}

TEST(CoreExamples, AreFaultlessAndAskForWhatTheirNamesSay) {
  struct Case {
    const char* name;
    CoreOperation operation;
  };
  const Case cases[] = {
      {"realtime.mime.http", CoreOperation::real_time},
      {"realtime.soap.http", CoreOperation::real_time},
      {"realtime.rest.http", CoreOperation::real_time},
      {"batch-submit.mime.http", CoreOperation::batch_submit},
      {"batch-submit.soap.http", CoreOperation::batch_submit},
      {"batch-submit.rest.http", CoreOperation::batch_submit},
      {"batch-ack.mime.http", CoreOperation::batch_ack_retrieval},
      {"batch-ack.soap.http", CoreOperation::batch_ack_retrieval},
      {"batch-results.mime.http", CoreOperation::batch_results_retrieval},
      {"batch-results.soap.http", CoreOperation::batch_results_retrieval},
  };
  for (const Case& one : cases) {
    const CoreEnvelope envelope = envelope_of(one.name);
    const std::vector<CoreFault> faults = core_faults(envelope, Credentials::needed);
    EXPECT_TRUE(faults.empty()) << one.name << ": " << faults.front().code;
    EXPECT_EQ(operation_of(envelope), one.operation) << one.name;
    EXPECT_TRUE(envelope.tolerated.empty()) << one.name;
  }
}

TEST(CoreExamples, HoldTheSamePayloadInEveryForm) {
  const std::string payload = envelope_of("realtime.mime.http").text(CoreField::payload);
  EXPECT_TRUE(payload.starts_with("ISA*"));
  for (const char* name : {"realtime.soap.http", "realtime.rest.http", "batch-submit.mime.http",
                           "batch-submit.soap.http", "batch-submit.rest.http"}) {
    EXPECT_EQ(envelope_of(name).text(CoreField::payload), payload) << name;
  }
}

/// One random cut, copy or change of a few bytes.
void damage(std::string& text, std::mt19937& random) {
  const std::size_t at = random() % text.size();
  const std::size_t length = 1 + random() % 12;
  switch (random() % 3) {
    case 0: text.erase(at, length); break;
    case 1: text.insert(random() % text.size(), text.substr(at, length)); break;
    default: text[at] = static_cast<char>(random() % 256);
  }
}

/// What the reader of the example's form makes of a body.
std::optional<CoreEnvelope> read_again(const std::string& name, const HttpRequest& request) {
  if (name.find(".mime.") != std::string::npos) {
    const auto read = envelope_from_form(request.body, request.content_type);
    return read ? std::optional(*read) : std::nullopt;
  }
  if (name.find(".rest.") != std::string::npos) {
    const auto read = envelope_from_json(request.body);
    return read ? std::optional(*read) : std::nullopt;
  }
  return envelope_from_soap(request.body, request.content_type).envelope;
}

TEST(CoreForms, CarryOnWhateverTheyReadOutOfDamagedMessages) {
  std::mt19937 random(1);
  int read_count = 0;
  for (const char* name :
       {"realtime.mime.http", "realtime.soap.http", "realtime.rest.http", "batch-submit.soap.http"}) {
    const core_test::Example whole = core_test::example(name);
    for (int i = 0; i < 500; ++i) {
      HttpRequest request = whole.request;
      for (int times = 1 + i % 4; times > 0; --times) damage(request.body, random);
      const std::optional<CoreEnvelope> envelope = read_again(name, request);
      if (!envelope) continue;
      ++read_count;
      EXPECT_EQ(core_test::sent(*envelope).text(CoreField::payload), envelope->text(CoreField::payload))
          << name << i;
    }
  }
  EXPECT_GT(read_count, 500) << "damage that nothing survives tests nothing";
}

TEST(EnvelopeFromJson, RefusesWhatIsNoObjectOrNamesAMemberTwice) {
  EXPECT_FALSE(envelope_from_json("[]"));
  EXPECT_FALSE(envelope_from_json("{\"SenderID\":\"A\",\"SenderID\":\"B\"}"));
  std::string deep = "{\"Colour\":";
  for (int i = 0; i < 100; ++i) deep += "[";
  EXPECT_FALSE(envelope_from_json(deep));
}

TEST(EnvelopeFromJson, ReadsNumbersAndNotesOtherKindsAsUnreadable) {
  const auto envelope =
      envelope_from_json("{\"PayloadLength\":12,\"SenderID\":{},\"ReceiverID\":null,\"Colour\":[1]}");
  ASSERT_TRUE(envelope);
  EXPECT_EQ(envelope->text(CoreField::payload_length), "12");
  EXPECT_THAT(envelope->unreadable, testing::ElementsAre(CoreField::sender_id));
  EXPECT_FALSE(envelope->has(CoreField::receiver_id));
}

TEST(TakeBasic, ReadsCredentialsUnlessTheEnvelopeHasItsOwn) {
  CoreEnvelope envelope;
  take_basic("Bearer cGFydG5lcjE6c2VjcmV0", envelope);
  EXPECT_FALSE(envelope.has(CoreField::user_name));
  take_basic("basic cGFydG5lcjE6c2U6Y3JldA==", envelope);
  EXPECT_EQ(envelope.text(CoreField::user_name), "partner1");
  EXPECT_EQ(envelope.text(CoreField::password), "se:cret");
  take_basic("Basic cGFydG5lcjI6eA==", envelope);
  EXPECT_EQ(envelope.text(CoreField::user_name), "partner1");
}

TEST(RestStatus, GoesWithTheErrorCode) {
  EXPECT_EQ(rest_status("Success"), 200U);
  EXPECT_EQ(rest_status("PayloadTypeRequired"), 400U);
  EXPECT_EQ(rest_status("UnAuthorized"), 401U);
  EXPECT_EQ(rest_status("SenderIDIllegal"), 403U);
  EXPECT_EQ(rest_status("Receiver"), 503U);
}

TEST(Base64Decoded, ReadsPaddedTextOnly) {
  EXPECT_EQ(base64_decoded("TWE="), "Ma");
  EXPECT_EQ(base64_decoded("TWFu\r\nTQ=="), "ManM");
  EXPECT_EQ(base64_decoded(""), "");
  for (const char* wrong : {"T", "TWE", "TQ=", "TW=E", "TWFu=", "T~~="})
    EXPECT_EQ(base64_decoded(wrong), std::nullopt) << wrong;
}

}  // namespace
