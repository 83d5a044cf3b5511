// Batches in real processes: killed at any moment, streamed over HTTP, in little memory.
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <iterator>
#include <thread>

#include "server_process.hpp"
#include "tests/support/text.hpp"

extern char** environ;

namespace {

namespace fs = std::filesystem;
using support::replaced;
using support::ServerProcess;

std::string digits(std::size_t number, std::size_t width) {
  std::string text = std::to_string(number);
  return std::string(width - std::min(width, text.size()), '0') + text;
}

/// One interchange; each set has a trace of its own, and a member nobody knows, so that it is answered at
/// once.
std::string interchange(std::size_t sets, std::size_t number) {
  const std::string text = replaced(support::fixture("scenarios/mri-approved/request.x12"), "\n", "");
  const std::size_t from = text.find("ST*"), until = text.find("GE*");
  const std::string one = text.substr(from, until - from);
  std::string all = replaced(text.substr(0, from), "000002001", digits(number, 9));
  for (std::size_t i = 1; i <= sets; ++i) {
    std::string set = replaced(one, "*0001", "*" + digits(i, 6));
    set = replaced(set, "MRI01", "T" + digits(i, 7));
    all += replaced(set, "EXM100000001", "EXM9" + digits(i, 8));
  }
  return all + "GE*" + std::to_string(sets) + "*2001~IEA*1*" + digits(number, 9) + "~\n";
}

std::string bytes_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

/// The references of the requests that were answered (BHT03), in order.
std::vector<std::string> references_in(const std::string& answers) {
  std::vector<std::string> found;
  const std::string mark = "~BHT*0007*11*";
  for (std::size_t at = answers.find(mark); at != std::string::npos; at = answers.find(mark, at + 1)) {
    found.push_back(answers.substr(at + mark.size(), 8));
  }
  return found;
}

std::vector<std::string> references_of(std::size_t sets) {
  std::vector<std::string> all;
  for (std::size_t i = 1; i <= sets; ++i) all.push_back("T" + digits(i, 7));
  return all;
}

/// `precert batch FOLDER --once` as a process.
class BatchProcess {
 public:
  BatchProcess(const fs::path& folder, const fs::path& data) {
    std::vector<std::string> words{PRECERT_BINARY, "batch",  folder.string(), "--once",
                                   "--demo",       "--data", data.string()};
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    EXPECT_EQ(posix_spawn(&pid_, PRECERT_BINARY, nullptr, nullptr, arguments.data(), environ), 0);
  }
  /// Waits for its end: the exit code, 128 + signal when it was killed.
  int ended() {
    int status = 0;
    wait4(pid_, &status, 0, &usage_);
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  }
  [[nodiscard]] bool running() const {
    return kill(pid_, 0) == 0 && waitpid(pid_, nullptr, WNOHANG | WNOWAIT) == 0;
  }
  void kill_now() const { kill(pid_, SIGKILL); }
  [[nodiscard]] long kilobytes_at_most() const { return usage_.ru_maxrss; }

 private:
  pid_t pid_ = -1;
  rusage usage_{};
};

std::uintmax_t size_of(const fs::path& file) {
  std::error_code error;
  const std::uintmax_t size = fs::file_size(file, error);
  return error ? 0 : size;
}

void put(const fs::path& folder, const std::string& name, const std::string& text) {
  fs::create_directories(folder / "in");
  std::ofstream(folder / "in" / name, std::ios::binary) << text;
}

TEST(BatchCommand, KillsInTheMiddleLoseNothingAndDecideNothingTwice) {
  constexpr std::size_t sets = 3000;
  const support::TemporaryFolder folder;
  const fs::path data = folder.path() / "data";
  put(folder.path(), "big.x12", interchange(sets, 1));
  int kills = 0;
  for (bool done = false; !done && kills < 6;) {
    BatchProcess run(folder.path(), data);
    // The store grows with every step: killed a little further each time.
    const std::uintmax_t enough = size_of(data / "precert.db") + size_of(data / "precert.db-wal") + 3'000'000;
    while (run.running() && size_of(data / "precert.db") + size_of(data / "precert.db-wal") < enough) {
      std::this_thread::yield();
    }
    run.kill_now();
    done = run.ended() == 0;
    kills += done ? 0 : 1;
  }
  ASSERT_GT(kills, 1);
  BatchProcess last(folder.path(), data);
  ASSERT_EQ(last.ended(), 0);
  EXPECT_EQ(references_in(bytes_of(folder.path() / "out" / "big.responses.x12")), references_of(sets));
  EXPECT_THAT(bytes_of(folder.path() / "out" / "big.acknowledgments.x12"),
              testing::HasSubstr("AK9*A*3000*3000*3000~"));
  EXPECT_TRUE(fs::exists(folder.path() / "archive" / "big.x12"));
}

TEST(BatchCommand, NeedsNoMoreMemoryForALongFileThanForAShortOne) {
  const support::TemporaryFolder folder;
  long kilobytes[2] = {0, 0};
  for (const std::size_t which : {0U, 1U}) {
    const fs::path own = folder.path() / std::to_string(which);
    put(own, "file.x12", interchange(which == 0 ? 500 : 15'000, 1));
    BatchProcess run(own, own / "data");
    ASSERT_EQ(run.ended(), 0);
    kilobytes[which] = run.kilobytes_at_most();
  }
  EXPECT_LT(kilobytes[1], 256 * 1024);
  EXPECT_LT(kilobytes[1], kilobytes[0] + 128 * 1024) << "thirty times the sets";
}

TEST(ServeBatch, WorksOffABodyOfMoreThanFitsInARequest) {
  constexpr std::size_t sets = 2000;  // above 1 MiB: it goes through a file
  const support::TemporaryFolder folder;
  ServerProcess server(folder.path());
  ASSERT_TRUE(server.ready());
  const std::string body = interchange(sets, 1);
  const auto reply = server.post("/x12?mode=batch", "application/edi-x12", body);
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->status, 200U);
  EXPECT_EQ(references_in(reply->body), references_of(sets));
  EXPECT_THAT(reply->body, testing::HasSubstr("AK9*A*2000*2000*2000~"));
  EXPECT_TRUE(fs::is_empty(folder.path() / "spool"));

  const auto again = server.post("/x12?mode=batch", "application/edi-x12", body);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->body, reply->body);
  const auto live = server.get("/health/live");
  ASSERT_TRUE(live);
  EXPECT_EQ(live->status, 200U);
}

}  // namespace
