// kill -9 at any moment loses nothing that was acknowledged and leaves nothing half-written.
#include <sys/types.h>

#include <atomic>
#include <csignal>
#include <mutex>
#include <set>
#include <thread>

#include "parsers/json/document.hpp"
#include "server_process.hpp"

namespace {

using support::ServerProcess;

constexpr int kills = 20;
constexpr int clients = 6;

/// Sends requests of its own until the server dies, remembering what was acknowledged and with what bytes.
class Client {
 public:
  Client(const ServerProcess& server, std::atomic<int>& next, std::atomic<bool>& stop)
      : server_(server), next_(next), stop_(stop) {}

  void run() {
    while (!stop_) {
      const int number = next_++;
      const std::string message = support::numbered_278(number);
      const auto reply = server_.post("/x12", "application/edi-x12", message);
      if (!reply) return;  // the server is gone
      if (reply->status == 200) acknowledged.emplace_back(message, reply->body);
    }
  }

  std::vector<std::pair<std::string, std::string>> acknowledged;

 private:
  const ServerProcess& server_;
  std::atomic<int>& next_;
  std::atomic<bool>& stop_;
};

using Acknowledged = std::vector<std::pair<std::string, std::string>>;

/// Loads the server from several connections and kills it in the middle.
void load_and_kill(ServerProcess& server, std::atomic<int>& next, Acknowledged& all, int round) {
  std::atomic<bool> stop{false};
  std::vector<Client> workers;
  workers.reserve(clients);
  for (int i = 0; i < clients; ++i) workers.emplace_back(server, next, stop);
  std::vector<std::thread> threads;
  threads.reserve(clients);
  for (Client& worker : workers) threads.emplace_back([&worker] { worker.run(); });
  const int enough = next + 3 + round * 2;  // another moment in each round
  while (next < enough) std::this_thread::yield();
  server.end(SIGKILL);
  stop = true;
  for (std::thread& thread : threads) thread.join();
  for (Client& worker : workers) {
    all.insert(all.end(), worker.acknowledged.begin(), worker.acknowledged.end());
  }
}

/// Numbers (REF*NT) in the answers: each case has one of its own.
std::string reference_in(const std::string& answer) {
  const std::size_t at = answer.find("REF*NT*");
  return at == std::string::npos ? "" : answer.substr(at + 7, answer.find('~', at) - at - 7);
}

TEST(Crash, TwentyKillsLoseNothingThatWasAcknowledged) {
  const support::TemporaryFolder folder;
  Acknowledged all;
  std::atomic<int> next{1};
  for (int round = 0; round < kills; ++round) {
    ServerProcess server(folder.path());
    ASSERT_TRUE(server.ready()) << "after kill " << round;
    load_and_kill(server, next, all, round);
  }
  ASSERT_GT(all.size(), static_cast<std::size_t>(kills));

  const ServerProcess server(folder.path());
  ASSERT_TRUE(server.ready());
  std::set<std::string> references;
  for (const auto& [message, answer] : all) {
    const auto again = server.post("/x12", "application/edi-x12", message);
    ASSERT_TRUE(again);
    EXPECT_EQ(again->body, answer) << "a repeated message gets the answer it got";
    references.insert(reference_in(answer));
    const auto found = server.get("/fhir/ClaimResponse", "identifier=" + reference_in(answer));
    ASSERT_TRUE(found);
    EXPECT_NE(found->body.find("\"total\":1"), std::string::npos) << "its case is there, once";
  }
  EXPECT_EQ(references.size(), all.size()) << "no number was handed out twice";
}

}  // namespace
