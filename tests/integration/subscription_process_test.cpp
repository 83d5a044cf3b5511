// A subscriber of the real server: a decision in the worklist reaches it within a second, and what it missed
// while the server was away reaches it after.
#include <csignal>
#include <fstream>

#include "server_process.hpp"
#include "tests/support/listener.hpp"

namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using support::ServerProcess;
using testing::HasSubstr;

std::string subscription_json(const std::string& url) {
  return R"({"resourceType":"Subscription","status":"requested","reason":"to know",)"
         R"("criteria":"http://hl7.org/fhir/us/davinci-pas/SubscriptionTopic/PASSubscriptionTopic",)"
         R"("_criteria":{"extension":[{"url":)"
         R"("http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-filter-criteria",)"
         R"("valueString":"org-identifier=CLEARTEST1"}]},"channel":{"type":"rest-hook","endpoint":")" +
         url +
         R"(","header":["Authorization: Bearer hook-token"],"payload":"application/fhir+json",)"
         R"("_payload":{"extension":[{"url":)"
         R"("http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-payload-content",)"
         R"("valueCode":"full-resource"}]}}})";
}

class SubscriptionProcess : public testing::Test {
 protected:
  void SetUp() override {
    const std::filesystem::path file = folder_.path() / "precert.yaml";
    std::ofstream(file) << "subscriptions_plain_http: true\n";
    arguments_ = {"--demo", "--config", file.string()};
  }
  static gateway::HttpReply post(const ServerProcess& server, const std::string& path,
                                 const std::string& body) {
    auto reply = server.post(path, "application/fhir+json", body);
    EXPECT_TRUE(reply);
    return reply ? std::move(*reply) : gateway::HttpReply();
  }
  /// The id of a pended case.
  static std::string pended_case(const ServerProcess& server, int number) {
    const auto reply = post(server, "/fhir/Claim/$submit", support::numbered_bundle(number));
    const std::string mark = "\"resourceType\":\"ClaimResponse\",\"id\":\"";
    const std::size_t at = reply.body.find(mark);
    EXPECT_NE(at, std::string::npos) << reply.body;
    if (at == std::string::npos) return {};
    return reply.body.substr(at + mark.size(), reply.body.find('"', at + mark.size()) - at - mark.size());
  }
  static void certify(const ServerProcess& server, const std::string& case_id) {
    const std::string decision =
        R"({"reviewer":{"id":"n1"},"role":"nurse","lines":[{"sequence":1,"action":"certified"}]})";
    EXPECT_EQ(post(server, "/review/" + case_id + "/decision", decision).status, 200U);
  }

  support::TemporaryFolder folder_;
  support::Listener listener_;
  std::vector<std::string> arguments_;
};

TEST_F(SubscriptionProcess, HearsOfADecisionWithinASecond) {
  const ServerProcess server(folder_.path(), arguments_);
  ASSERT_TRUE(server.ready());
  ASSERT_EQ(post(server, "/fhir/Subscription", subscription_json(listener_.url())).status, 201U);
  ASSERT_TRUE(listener_.wait_for(1, seconds(30))) << "no handshake";
  const std::string case_id = pended_case(server, 1);
  certify(server, case_id);
  EXPECT_TRUE(listener_.wait_for(2, milliseconds(1000)));
  ASSERT_EQ(listener_.received().size(), 2U);
  EXPECT_THAT(listener_.received()[1].body, HasSubstr("event-notification"));
  EXPECT_THAT(listener_.received()[1].body, HasSubstr(case_id));
}

TEST_F(SubscriptionProcess, HearsAfterARestartWhatItMissed) {
  std::string case_id;
  {
    ServerProcess server(folder_.path(), arguments_);
    ASSERT_TRUE(server.ready());
    ASSERT_EQ(post(server, "/fhir/Subscription", subscription_json(listener_.url())).status, 201U);
    ASSERT_TRUE(listener_.wait_for(1, seconds(30)));
    case_id = pended_case(server, 1);
    listener_.answer_with({500});
    certify(server, case_id);
    ASSERT_TRUE(listener_.wait_for(2, seconds(30)));
    EXPECT_EQ(server.end(SIGTERM), 0) << "a subscriber that fails holds up no shutdown";
  }
  const ServerProcess again(folder_.path(), arguments_);
  ASSERT_TRUE(again.ready());
  ASSERT_TRUE(listener_.wait_for(3, seconds(60)));
  EXPECT_THAT(listener_.received()[2].body, HasSubstr(case_id));
}

}  // namespace
