// The gateway that `precert bench` starts for itself: another process, so that its load and its CPU time are
// its own.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>

#include "base/result.hpp"

namespace gateway::cli {

class BenchGateway {
 public:
  /// `precert serve` on a port it picks, with the demo rulebook, its facilities and the members of the bench,
  /// in a fresh folder of the temporary directory (TMPDIR) that goes away with it. Logs nothing. `threads` 0
  /// = one a core.
  [[nodiscard]] static base::Result<std::unique_ptr<BenchGateway>> start(unsigned threads);
  /// Ends it.
  ~BenchGateway();
  BenchGateway(const BenchGateway&) = delete;
  BenchGateway& operator=(const BenchGateway&) = delete;

  [[nodiscard]] const std::string& url() const { return url_; }
  /// Processor time it has used so far, in all its threads.
  [[nodiscard]] std::chrono::milliseconds cpu_time() const;

 private:
  BenchGateway() = default;
  [[nodiscard]] base::Result<void> fill() const;
  [[nodiscard]] base::Result<void> spawn(unsigned threads);

  std::filesystem::path folder_;
  pid_t process_ = -1;
  std::string url_;
};

}  // namespace gateway::cli
