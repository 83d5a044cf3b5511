// The messages of `precert bench`: distinct, whole, and such that the gateway takes them.
#include "gateway/cli/bench_messages.hpp"

#include "gateway/cli/requests.hpp"

namespace {

using gateway::cli::BenchMessages;
using gateway::cli::MessageTemplate;

BenchMessages messages() {
  const base::Instant now = base::instant_from_iso("2026-01-05T17:30:00Z").value();
  return gateway::cli::bench_messages({"127.0.0.1", "8080"}, now).value();
}

std::string numbered(const MessageTemplate& message, std::uint32_t serial) {
  std::string text = message.text();
  message.number(text, serial);
  return text;
}

std::string body_of(const std::string& message) { return message.substr(message.find("\r\n\r\n") + 4); }

TEST(BenchMessages, SayTheLengthOfTheirBody) {
  const BenchMessages made = messages();
  for (const MessageTemplate* message : {&made.x12, &made.submit}) {
    const std::string text = numbered(*message, 7);
    EXPECT_NE(text.find("\r\nContent-Length: " + std::to_string(body_of(text).size()) + "\r\n"),
              std::string::npos);
    EXPECT_EQ(body_of(text).size(), message->body_bytes());
  }
}

TEST(BenchMessages, AreRequestsThatDifferInReferenceTraceAndMember) {
  const BenchMessages made = messages();
  for (const MessageTemplate* message : {&made.x12, &made.submit}) {
    const auto first = gateway::cli::request_from(body_of(numbered(*message, 1)));
    const auto second = gateway::cli::request_from(body_of(numbered(*message, 2)));
    ASSERT_TRUE(first);
    ASSERT_TRUE(second);
    EXPECT_NE(first->request.reference, second->request.reference);
    EXPECT_NE(first->request.event.traces, second->request.event.traces);
    EXPECT_NE(first->request.subscriber.member_id(), second->request.subscriber.member_id());
  }
}

TEST(BenchMessages, NameMembersThatAreLoaded) {
  const std::vector<precert::MemberRecord> members = gateway::cli::members_of_bench();
  ASSERT_EQ(members.size(), gateway::cli::bench_members);
  const std::string text = body_of(numbered(messages().x12, gateway::cli::bench_members + 3));
  EXPECT_NE(text.find("*MI*" + members.at(3).id.text() + "~"), std::string::npos);
}

TEST(BenchMessages, ReplaceEveryMark) {
  const BenchMessages made = messages();
  for (const MessageTemplate* message : {&made.x12, &made.submit}) {
    EXPECT_EQ(numbered(*message, 0).find("918273645"), std::string::npos);
    EXPECT_EQ(numbered(*message, 0).find('{' + std::string("today")), std::string::npos);
  }
}

}  // namespace
