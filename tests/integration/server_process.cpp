#include "server_process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>

#include "base/date.hpp"

namespace support {
namespace {

void replace_all(std::string& text, std::string_view from, const std::string& to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

std::string nine_digits(int number) {
  std::string digits = std::to_string(number);
  return std::string(9 - digits.size(), '0') + digits;
}

/// Starts the program with standard output (and error, when wanted) into a pipe; returns pid and the pipe's end.
std::pair<pid_t, int> start(const std::vector<std::string>& arguments, bool with_error) {
  std::array<int, 2> ends{};
  if (pipe(ends.data()) != 0) return {-1, -1};
  const pid_t pid = fork();
  if (pid == 0) {
    dup2(ends[1], STDOUT_FILENO);
    if (with_error) {
      dup2(ends[1], STDERR_FILENO);
    } else {
      dup2(open("/dev/null", O_WRONLY), STDERR_FILENO);
    }
    close(ends[0]);
    std::vector<char*> words;
    static std::string program = PRECERT_BINARY;
    words.push_back(program.data());
    std::vector<std::string> own = arguments;
    for (std::string& word : own) words.push_back(word.data());
    words.push_back(nullptr);
    execv(program.c_str(), words.data());
    _exit(127);
  }
  close(ends[1]);
  return {pid, ends[0]};
}

int code_of(int status) { return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status); }

}  // namespace

ServerProcess::ServerProcess(const std::filesystem::path& data, std::vector<std::string> more) {
  std::vector<std::string> arguments{"serve", "--listen", "127.0.0.1:0", "--data", data.string()};
  arguments.insert(arguments.end(), more.begin(), more.end());
  const auto [pid, output] = start(arguments, false);
  pid_ = pid;
  std::string line;
  pollfd wait{output, POLLIN, 0};
  while (line.find('\n') == std::string::npos && poll(&wait, 1, 60'000) > 0) {
    std::array<char, 256> buffer{};
    const ssize_t bytes = read(output, buffer.data(), buffer.size());
    if (bytes <= 0) break;
    line.append(buffer.data(), static_cast<std::size_t>(bytes));
  }
  close(output);
  constexpr std::string_view start_of_line = "listening on ";
  if (!line.starts_with(start_of_line)) return;
  const auto target = gateway::target_from(line.substr(start_of_line.size(), line.find('\n') - start_of_line.size()));
  if (target) target_ = *target;
}

ServerProcess::~ServerProcess() {
  if (pid_ > 0) end(SIGKILL);
}

int ServerProcess::end(int signal) {
  kill(pid_, signal);
  int status = 0;
  waitpid(pid_, &status, 0);
  pid_ = -1;
  return code_of(status);
}

base::Result<gateway::HttpReply> ServerProcess::post(const std::string& path, const std::string& content_type,
                                                     const std::string& body) const {
  gateway::HttpRequest request;
  request.method = gateway::Method::post;
  const std::size_t question = path.find('?');
  request.path = path.substr(0, question);
  if (question != std::string::npos) request.query = path.substr(question + 1);
  request.content_type = content_type;
  request.body = body;
  return gateway::send(target_, request);
}

base::Result<gateway::HttpReply> ServerProcess::get(const std::string& path, const std::string& query) const {
  gateway::HttpRequest request;
  request.path = path;
  request.query = query;
  return gateway::send(target_, request);
}

Ran run_precert(const std::vector<std::string>& arguments) {
  const auto [pid, output] = start(arguments, true);
  Ran ran;
  std::array<char, 4096> buffer{};
  for (ssize_t bytes = read(output, buffer.data(), buffer.size()); bytes > 0;
       bytes = read(output, buffer.data(), buffer.size())) {
    ran.output.append(buffer.data(), static_cast<std::size_t>(bytes));
  }
  close(output);
  int status = 0;
  waitpid(pid, &status, 0);
  ran.code = code_of(status);
  return ran;
}

std::string fixture(const std::string& path) {
  std::ifstream in(std::filesystem::path(PRECERT_SOURCE_DIR) / "fixtures" / path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string numbered_278(int number, const std::string& member) {
  std::string text = fixture("scenarios/mri-pended/request.x12");
  const std::size_t isa13 = 90;
  const std::string old = text.substr(isa13, 9);
  replace_all(text, old, nine_digits(number));
  replace_all(text, "MRI02", "K" + std::to_string(number));
  const base::Date day = base::Date{2026, 1, 12}.plus_days(number);  // a service of another day is no duplicate
  replace_all(text, "DTP*472*RD8*20260112-20260212", "DTP*472*D8*" + base::ccyymmdd(day));
  replace_all(text, "EXM100000001", member);
  return text;
}

std::string numbered_bundle(int number) {
  std::string text = fixture("scenarios/mri-pended/request.fhir.json");
  replace_all(text, "MRI02", "B" + std::to_string(number));
  return text;
}

}  // namespace support
