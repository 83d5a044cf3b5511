#include "gateway/cli/bench_gateway.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>  // mkdtemp is POSIX, not C++
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <fstream>
#include <sstream>
#include <vector>

#include "gateway/app/knowledge.hpp"
#include "gateway/cli/bench_messages.hpp"
#include "gateway/store/sqlite_store.hpp"

namespace gateway::cli {
namespace {

base::Issues failed(const std::string& where, const std::string& what) {
  return base::Issues(base::Issue{base::IssueCode::config_invalid, where, what, base::Severity::error});
}

/// The first line a process prints, without the end of line; "" when it prints none.
std::string first_line_from(int descriptor) {
  std::string line;
  char next = 0;
  while (read(descriptor, &next, 1) == 1 && next != '\n') line += next;
  return line;
}

/// Standard output into `out`, standard error as it is, for a program to be started.
class Redirection {
 public:
  explicit Redirection(int out) {
    posix_spawn_file_actions_init(&actions_);
    posix_spawn_file_actions_adddup2(&actions_, out, STDOUT_FILENO);
  }
  ~Redirection() { posix_spawn_file_actions_destroy(&actions_); }
  Redirection(const Redirection&) = delete;
  Redirection& operator=(const Redirection&) = delete;
  [[nodiscard]] const posix_spawn_file_actions_t* actions() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_{};
};

}  // namespace

base::Result<std::unique_ptr<BenchGateway>> BenchGateway::start(unsigned threads) {
  std::string name = (std::filesystem::temp_directory_path() / "precert-bench.XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) return failed(name, "no temporary folder can be made.");
  std::unique_ptr<BenchGateway> made(new BenchGateway);
  made->folder_ = name;
  const base::Result<void> filled = made->fill();
  if (!filled) return filled.error();
  const base::Result<void> started = made->spawn(threads);
  if (!started) return started.error();
  return made;
}

base::Result<void> BenchGateway::fill() const {
  std::ofstream(folder_ / "precert.yaml") << "log_level: \"off\"\n";
  SqliteConfig config;
  config.path = folder_ / "precert.db";
  const base::Result<std::unique_ptr<Store>> store = open_sqlite(config);
  if (!store) return store.error();
  const base::Result<void> people = load_demo_people(**store);
  if (!people) return people.error();
  return (*store)->load_members(members_of_bench());
}

base::Result<void> BenchGateway::spawn(unsigned threads) {
  std::array<int, 2> pipe_ends{};
  if (pipe2(pipe_ends.data(), O_CLOEXEC) != 0) return failed("pipe", "no pipe can be made.");
  std::vector<std::string> words = {"precert",
                                    "serve",
                                    "--demo",
                                    "--config",
                                    (folder_ / "precert.yaml").string(),
                                    "--data",
                                    folder_.string(),
                                    "--listen",
                                    "127.0.0.1:0",
                                    "--threads",
                                    std::to_string(threads)};
  std::vector<char*> arguments;
  arguments.reserve(words.size() + 1);
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  const Redirection redirection(pipe_ends[1]);
  const int error =
      posix_spawn(&process_, "/proc/self/exe", redirection.actions(), nullptr, arguments.data(), environ);
  close(pipe_ends[1]);
  const std::string line = error == 0 ? first_line_from(pipe_ends[0]) : std::string();
  close(pipe_ends[0]);
  constexpr std::string_view ready = "listening on ";
  if (!line.starts_with(ready)) return failed("serve", "the gateway under test did not start.");
  url_ = line.substr(ready.size());
  return {};
}

BenchGateway::~BenchGateway() {
  if (process_ > 0) {
    kill(process_, SIGTERM);
    waitpid(process_, nullptr, 0);
  }
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

std::chrono::milliseconds BenchGateway::cpu_time() const {
  // proc(5): after the name in parentheses, utime and stime are the 12th and 13th value, in clock ticks.
  std::ifstream in("/proc/" + std::to_string(process_) + "/stat");
  std::string text;
  std::getline(in, text);
  std::istringstream values(text.substr(text.rfind(')') + 1));
  std::string skipped;
  for (int number = 0; number < 11; ++number) values >> skipped;
  std::int64_t user = 0;
  std::int64_t system = 0;
  values >> user >> system;
  return std::chrono::milliseconds((user + system) * 1000 / sysconf(_SC_CLK_TCK));
}

}  // namespace gateway::cli
