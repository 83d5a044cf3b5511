// CORE envelopes against a whole gateway in process: what is answered, how often, and that the form makes no
// difference.
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <future>
#include <random>

#include "core_support.hpp"
#include "gateway/cli/temporary_gateway.hpp"
#include "gateway/core/check.hpp"
#include "gateway/core/mime.hpp"
#include "gateway/core/rest.hpp"
#include "gateway/core/routes.hpp"
#include "gateway/core/soap.hpp"
#include "gateway/core/within.hpp"
#include "gateway/core/wsdl.hpp"
#include "gateway/telemetry/log.hpp"
#include "tests/support/temporary_folder.hpp"

namespace {

using namespace gateway;
using core_test::example;

constexpr CoreForm forms[] = {CoreForm::mime, CoreForm::soap, CoreForm::rest};

/// HOSPA is whoever the example payload says sends it.
constexpr const char* one_partner =
    "partners:\n"
    "  - name: hospa\n"
    "    senders: [\"ZZ:CLEARTEST1\"]\n"
    "    core:\n"
    "      sender: HOSPA\n"
    "      user: partner1\n"
    "      password_sha256: 2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b\n"
    "  - name: others\n";

class CoreGateway : public testing::Test {
 protected:
  void SetUp() override { gateway_ = opened(one_partner); }

  static std::unique_ptr<cli::TemporaryGateway> opened(const std::string& partners) {
    const support::TemporaryFolder folder;  // read once, when the gateway opens
    Config config;
    config.log_level = "off";
    if (!partners.empty()) {
      config.partners = folder.file("partners.yaml", partners);
    }
    auto made = cli::TemporaryGateway::open(config, base::instant_from_iso("2026-01-05T17:30:00Z"));
    EXPECT_TRUE(made);
    return std::move(*made);
  }

  static HttpReply answered(cli::TemporaryGateway& by, const HttpRequest& request) {
    static const Router router(core_routes());
    const Router::Match match = router.match(request.method, request.path);
    EXPECT_NE(match.route, nullptr) << request.path;
    boost::asio::io_context context;
    HttpReply reply;
    boost::asio::co_spawn(context, match.route->handler(request, match.id, by.gateway().services()),
                          [&reply](const std::exception_ptr& failure, HttpReply made) {
                            EXPECT_FALSE(failure);
                            reply = std::move(made);
                          });
    context.run();
    return reply;
  }
  HttpReply answered(const HttpRequest& request) { return answered(*gateway_, request); }
  HttpReply answered_example(const std::string& name) { return answered(example(name).request); }

  /// What a peer of the form reads out of a reply.
  static CoreEnvelope read(CoreForm form, const HttpReply& reply) {
    if (form == CoreForm::mime) return envelope_from_form(reply.body, reply.content_type).value();
    if (form == CoreForm::rest) return envelope_from_json(reply.body).value();
    const SoapRead soap = envelope_from_soap(reply.body, reply.content_type);
    EXPECT_TRUE(soap.envelope) << reply.body;
    return soap.envelope.value_or(CoreEnvelope());
  }

  static HttpRequest request_of(const CoreEnvelope& envelope) {
    HttpRequest request;
    request.method = Method::post;
    if (envelope.form == CoreForm::rest) {
      request.path = "/core/rest";
      request.body = json_from(envelope);
    } else if (envelope.form == CoreForm::mime) {
      FormMessage message = form_from(envelope);
      request.path = "/core/mime";
      request.content_type = message.content_type;
      request.body = message.body;
    } else {
      const SoapMessage message = soap_from(envelope);
      request.path = "/core/soap";
      request.content_type = message.content_type;
      request.body = message.body;
    }
    return request;
  }

  CoreEnvelope asked(const CoreEnvelope& envelope) {
    return read(envelope.form, answered(request_of(envelope)));
  }

  /// Work in the background is done one after the other: when this has run, what was submitted before has
  /// too.
  void wait_for_batches() {
    std::promise<void> done;
    gateway_->gateway().services().background.post([&done] { done.set_value(); });
    done.get_future().wait();
  }

  std::unique_ptr<cli::TemporaryGateway> gateway_;
};

std::string example_payload() {
  const HttpRequest request = example("realtime.mime.http").request;
  return envelope_from_form(request.body, request.content_type).value().text(CoreField::payload);
}

std::string with_one_replaced(std::string text, const std::string& what, const std::string& by) {
  const std::size_t at = text.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return text.replace(at, what.size(), by);
}

TEST_F(CoreGateway, AnswersARequestInItsForm) {
  for (const CoreForm form : forms) {
    CoreEnvelope envelope = core_test::real_time(form, example_payload());
    const CoreEnvelope answer = asked(envelope);
    EXPECT_EQ(answer.text(CoreField::error_code), "Success") << answer.text(CoreField::error_message);
    EXPECT_EQ(answer.text(CoreField::payload_type), "X12_278_Response_005010X217E1_2");
    EXPECT_EQ(answer.text(CoreField::sender_id), "PLANB");
    EXPECT_NE(answer.text(CoreField::payload).find("HCR*"), std::string::npos);
  }
}

TEST_F(CoreGateway, GivesEveryCallExactlyOneKindOfAnswer) {  // OR-C3
  struct Case {
    std::string payload;
    const char* type;
  };
  const std::string good = example_payload();
  const Case cases[] = {
      {good, "X12_278_Response_005010X217E1_2"},
      {with_one_replaced(with_one_replaced(good, "*00501*", "*00401*"), "000002001", "000002901"),
       "X12_TA1_Response_00501X231A1"},
      {with_one_replaced(good, "HL*1**20*1~", "HL*1**20*1~\nZZZ*1~"), "X12_999_Response_005010X231A1"},
      {"no interchange", "CoreEnvelopeError"},
  };
  for (const Case& one : cases) {
    const auto fresh = opened(one_partner);
    CoreEnvelope envelope = core_test::real_time(CoreForm::mime, one.payload);
    const CoreEnvelope answer = read(CoreForm::mime, answered(*fresh, request_of(envelope)));
    EXPECT_EQ(answer.text(CoreField::payload_type), one.type) << answer.text(CoreField::error_message);
    EXPECT_EQ(answer.text(CoreField::payload).empty(), std::string(one.type) == "CoreEnvelopeError");
  }
}

TEST_F(CoreGateway, AnswersTheSameEnvelopeAsBefore) {  // OR-C4
  const HttpRequest request = example("realtime.soap.http").request;
  const HttpReply first = answered(request);
  const HttpReply second = answered(request);
  EXPECT_EQ(first.status, 200U);
  EXPECT_EQ(second.body, first.body);
}

TEST_F(CoreGateway, RefusesAPayloadIdThatIsUsedAgain) {  // OR-C4
  CoreEnvelope envelope = core_test::real_time(CoreForm::rest, example_payload());
  ASSERT_EQ(asked(envelope).text(CoreField::error_code), "Success");
  envelope.set(CoreField::payload, with_one_replaced(example_payload(), "MRI01EV", "MRI02EV"));
  const HttpReply reply = answered(request_of(envelope));
  EXPECT_EQ(reply.status, 409U);
  EXPECT_EQ(read(CoreForm::rest, reply).text(CoreField::error_code), "PayloadIDIllegal");
}

TEST_F(CoreGateway, TellsAWrongPasswordAndAForeignPayload) {  // OR-C6, OR-C7
  for (const CoreForm form : forms) {
    CoreEnvelope envelope = core_test::real_time(form, example_payload());
    envelope.set(CoreField::password, "wrong");
    EXPECT_EQ(asked(envelope).text(CoreField::error_code), "UnAuthorized");
    envelope = core_test::real_time(form, with_one_replaced(example_payload(), "*ZZ*CLEARTEST1 ", "*ZZ*CLEARTEST2 "));
    EXPECT_EQ(asked(envelope).text(CoreField::error_code), "SenderIDIllegal");
  }
}

TEST_F(CoreGateway, LetsEverybodyInOnLoopbackWithoutPartners) {
  const auto open = opened("");
  CoreEnvelope envelope = core_test::real_time(CoreForm::rest, example_payload());
  envelope.fields[static_cast<std::size_t>(CoreField::user_name)].reset();
  envelope.fields[static_cast<std::size_t>(CoreField::password)].reset();
  EXPECT_EQ(answered(*open, request_of(envelope)).status, 200U);
  EXPECT_EQ(answered(request_of(envelope)).status, 400U) << "UserNameRequired where there are partners";
}

TEST_F(CoreGateway, GivesEqualResultsForEqualPayloadsInEveryForm) {  // OR-C9
  std::mt19937 random(278);
  const std::string good = example_payload();
  const std::vector<std::unique_ptr<cli::TemporaryGateway>> gateways = [] {
    std::vector<std::unique_ptr<cli::TemporaryGateway>> made;
    for (std::size_t i = 0; i < std::size(forms); ++i) made.push_back(opened(""));
    return made;
  }();
  for (int i = 0; i < 100; ++i) {
    const std::string number = std::to_string(100'000'000 + i);
    std::string payload = with_one_replaced(good, "000002001", number);
    payload = with_one_replaced(payload, "IEA*1*000002001", "IEA*1*" + number);
    payload = with_one_replaced(payload, "MRI01EV", "MRI" + number);
    if (i % 2 == 1) payload[random() % payload.size()] = "~*:A0 \n&<>"[random() % 10];
    if (i % 10 == 4) payload = with_one_replaced(payload, "UM*HS*I", "UM*HS*I\r\n]]>");
    std::vector<std::string> answers;
    for (std::size_t form = 0; form < std::size(forms); ++form) {
      CoreEnvelope envelope = core_test::real_time(forms[form], payload);
      envelope.set(CoreField::payload_id, "00000000-0000-4000-8000-000" + number);
      const CoreEnvelope answer = read(forms[form], answered(*gateways[form], request_of(envelope)));
      answers.push_back(answer.text(CoreField::payload_type) + " " + answer.text(CoreField::error_code) +
                        "\n" + answer.text(CoreField::payload));
    }
    EXPECT_EQ(answers[1], answers[0]) << i;
    EXPECT_EQ(answers[2], answers[0]) << i;
  }
}

TEST_F(CoreGateway, TakesABatchAndHandsOutWhatBecameOfIt) {
  EXPECT_EQ(read(CoreForm::mime, answered_example("batch-ack.mime.http")).text(CoreField::error_code),
            "PayloadIDIllegal")
      << "nothing was sent yet";
  const CoreEnvelope receipt = read(CoreForm::soap, answered_example("batch-submit.soap.http"));
  EXPECT_EQ(receipt.text(CoreField::error_code), "Success") << receipt.text(CoreField::error_message);
  EXPECT_EQ(receipt.text(CoreField::payload_type), "X12_BatchReceiptConfirmation");
  wait_for_batches();
  const CoreEnvelope acks = read(CoreForm::mime, answered_example("batch-ack.mime.http"));
  EXPECT_EQ(acks.text(CoreField::payload_type), "X12_999_Response_005010X231A1");
  EXPECT_EQ(acks.text(CoreField::check_sum), sha1_hex(acks.text(CoreField::payload)));
  const CoreEnvelope results = read(CoreForm::soap, answered_example("batch-results.soap.http"));
  EXPECT_EQ(results.text(CoreField::payload_type), "X12_278_Response_005010X217E1_2");
  EXPECT_NE(results.text(CoreField::payload).find("HCR*"), std::string::npos);
}

TEST_F(CoreGateway, TakesAndHandsOutABatchByRest) {
  const auto asked_by_rest = [&](const char* name) {
    core_test::Example made = example(name);
    made.request.authorization = made.authorization;
    return answered(made.request);
  };
  EXPECT_EQ(asked_by_rest("batch-ack.rest.http").status, 404U);
  EXPECT_EQ(asked_by_rest("batch-submit.rest.http").status, 202U);
  EXPECT_EQ(asked_by_rest("batch-submit.rest.http").status, 202U) << "the same batch again";
  wait_for_batches();
  const HttpReply acks = asked_by_rest("batch-ack.rest.http");
  EXPECT_EQ(acks.status, 200U);
  const HttpReply results = asked_by_rest("batch-results.rest.http");
  EXPECT_EQ(read(CoreForm::rest, results).text(CoreField::payload_type), "X12_278_Response_005010X217E1_2");
}

TEST_F(CoreGateway, RefusesABatchIdThatIsUsedForAnother) {
  const std::string payload = example_payload();
  ASSERT_EQ(asked(core_test::batch(CoreForm::mime, payload)).text(CoreField::error_code), "Success");
  const std::string other = with_one_replaced(payload, "MRI01EV", "MRI02EV");
  EXPECT_EQ(asked(core_test::batch(CoreForm::mime, other)).text(CoreField::error_code), "PayloadIDIllegal");
}

TEST_F(CoreGateway, AssignsAPayloadIdWhereRestNamesNone) {
  CoreEnvelope envelope = core_test::real_time(CoreForm::rest, example_payload());
  envelope.fields[static_cast<std::size_t>(CoreField::payload_id)].reset();
  EXPECT_TRUE(is_uuid(asked(envelope).text(CoreField::payload_id)));
}

TEST_F(CoreGateway, AnswersWhatIsNoEnvelopeInItsForm) {
  HttpRequest request;
  request.method = Method::post;
  request.body = "nothing";
  request.path = "/core/mime";
  HttpReply reply = answered(request);
  EXPECT_EQ(reply.status, 400U);
  EXPECT_EQ(read(CoreForm::mime, reply).text(CoreField::payload_type), "CoreEnvelopeError");
  request.path = "/core/rest/v4/278/real-time";
  reply = answered(request);
  EXPECT_EQ(reply.status, 400U);
  EXPECT_EQ(read(CoreForm::rest, reply).text(CoreField::error_code), "Sender");
  request.path = "/core/soap";
  reply = answered(request);
  EXPECT_EQ(reply.status, 400U);
  EXPECT_NE(reply.body.find("soapenv:Fault"), std::string::npos);
}

TEST_F(CoreGateway, HoldsARestPathToItsTransaction) {
  core_test::Example made = example("realtime.rest.http");
  made.request.authorization = made.authorization;
  made.request.path = "/core/rest/v4/275/real-time";
  EXPECT_EQ(read(CoreForm::rest, answered(made.request)).text(CoreField::error_code), "PayloadTypeIllegal");
}

TEST_F(CoreGateway, TakesABatchUnderTheGenericNames) {
  CoreEnvelope submission = core_test::batch(CoreForm::soap, example_payload());
  submission.generic = true;
  const HttpRequest request = request_of(submission);
  EXPECT_NE(request.content_type.find("GenericBatchSubmissionTransaction"), std::string::npos);
  const HttpReply reply = answered(request);
  EXPECT_NE(reply.content_type.find("GenericBatchSubmissionTransaction"), std::string::npos)
      << reply.content_type;
  EXPECT_EQ(read(CoreForm::soap, reply).text(CoreField::error_code), "Success") << reply.body;
  wait_for_batches();
  const auto picked_up = [&](CoreOperation operation, const char* type) {
    CoreEnvelope pick_up = submission;
    pick_up.operation = operation;
    pick_up.set(CoreField::payload_type, type);
    for (const CoreField field : {CoreField::payload, CoreField::payload_length, CoreField::check_sum})
      pick_up.fields[static_cast<std::size_t>(field)].reset();
    const HttpReply made = answered(request_of(pick_up));
    EXPECT_NE(made.body.find("COREEnvelopeBatchResultsRetrievalResponse"), std::string::npos) << made.body;
    return read(CoreForm::soap, made);
  };
  EXPECT_EQ(picked_up(CoreOperation::batch_ack_retrieval, "X12_999_RetrievalRequest_005010X231A1")
                .text(CoreField::payload_type),
            "X12_999_Response_005010X231A1");
  EXPECT_EQ(picked_up(CoreOperation::batch_results_retrieval, "X12_005010_Request_Batch_Results_278")
                .text(CoreField::payload_type),
            "X12_278_Response_005010X217E1_2");
  EXPECT_EQ(picked_up(CoreOperation::batch_results_retrieval, "X12_005010_Request_Batch_Results_271")
                .text(CoreField::error_code),
            "PayloadTypeIllegal")
      << "these are no eligibility answers";
}

TEST_F(CoreGateway, HoldsThePayloadTypeToTheGuideInside) {
  CoreEnvelope envelope = core_test::real_time(CoreForm::mime, example_payload());
  envelope.set(CoreField::payload_type, "X12_278_Request_005010X215");
  EXPECT_EQ(asked(envelope).text(CoreField::error_code), "PayloadTypeIllegal");
}

TEST_F(CoreGateway, TakesOneTransactionSetInRealTime) {
  std::string payload = example_payload();
  const std::size_t from = payload.find("ST*278"), until = payload.find("GE*1*");
  std::string second = payload.substr(from, until - from);
  second = with_one_replaced(second, "*0001*", "*0002*");
  payload.insert(until, with_one_replaced(second, "*0001~", "*0002~"));
  payload = with_one_replaced(payload, "GE*1*", "GE*2*");
  CoreEnvelope envelope = core_test::real_time(CoreForm::mime, payload);
  EXPECT_EQ(asked(envelope).text(CoreField::error_code), "PayloadIllegal");
  EXPECT_EQ(asked(core_test::batch(CoreForm::mime, payload)).text(CoreField::error_code), "Success");
}

TEST_F(CoreGateway, DescribesItsSoapOperations) {
  HttpRequest request;
  request.path = "/core/soap";
  request.query = "wsdl";
  const HttpReply reply = answered(request);
  EXPECT_TRUE(xml_is_bounded(reply.body));
  for (const SoapOperation& operation : soap_operations()) {
    EXPECT_NE(reply.body.find("<wsdl:operation name=\"" + std::string(operation.action)), std::string::npos);
    EXPECT_NE(reply.body.find("<wsdl:operation name=\"" + std::string(operation.generic_action)),
              std::string::npos);
    EXPECT_NE(reply.body.find("<xs:element name=\"" + std::string(operation.response)), std::string::npos);
  }
}

boost::asio::awaitable<int> at_once() { co_return 7; }
boost::asio::awaitable<int> never() {
  boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, std::chrono::hours(1));
  co_await timer.async_wait(boost::asio::use_awaitable);
  co_return 7;
}

/// What within() gives for `work` under `limit`.
std::optional<int> limited(boost::asio::awaitable<int> work, std::chrono::milliseconds limit) {
  boost::asio::io_context context;
  std::optional<int> result;
  boost::asio::co_spawn(context, within(std::move(work), limit),
                        [&](const std::exception_ptr&, std::optional<int> made) {
                          result = made;
                          context.stop();
                        });
  context.run();
  return result;
}

TEST(Within, GivesTheResultOrNothingInTime) {  // OR-C2
  EXPECT_EQ(limited(at_once(), std::chrono::minutes(1)), 7);
  EXPECT_EQ(limited(never(), std::chrono::milliseconds(1)), std::nullopt);
}

}  // namespace
