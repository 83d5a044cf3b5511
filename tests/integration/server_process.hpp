// The real binary as a child process, as an operator starts it.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

#include "gateway/http/client.hpp"
#include "tests/support/temporary_folder.hpp"

namespace support {

class ServerProcess {
 public:
  /// Starts `precert serve --listen 127.0.0.1:0 --data DATA` with more arguments, and waits for its "listening on" line.
  ServerProcess(const std::filesystem::path& data, std::vector<std::string> more = {"--demo"});
  ~ServerProcess();
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;

  [[nodiscard]] bool ready() const { return !target_.port.empty(); }
  [[nodiscard]] const gateway::HttpTarget& target() const { return target_; }
  [[nodiscard]] pid_t pid() const { return pid_; }
  /// Sends a signal and waits for the end. Returns the exit code, 128 + signal when it was killed.
  int end(int signal);

  [[nodiscard]] base::Result<gateway::HttpReply> post(const std::string& path, const std::string& content_type,
                                                      const std::string& body) const;
  [[nodiscard]] base::Result<gateway::HttpReply> get(const std::string& path, const std::string& query = "") const;

 private:
  pid_t pid_ = -1;
  gateway::HttpTarget target_;
};

/// What a command printed, and how it ended.
struct Ran {
  int code = 0;
  std::string output;
};
/// Runs `precert ARGUMENTS`, standard output and error together.
[[nodiscard]] Ran run_precert(const std::vector<std::string>& arguments);

/// A file of the fixtures.
[[nodiscard]] std::string fixture(const std::string& path);

/// The MRI request of mri-pended under other control numbers, trace, day and member, so that each is a request of its own.
[[nodiscard]] std::string numbered_278(int number, const std::string& member = "EXM100000001");
[[nodiscard]] std::string numbered_bundle(int number);

}  // namespace support
