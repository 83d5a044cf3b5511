// Progress for people: a bar on standard error that the next line overwrites. Nothing when that is no terminal; the
// report may go elsewhere.
#pragma once

#include <cstddef>
#include <string>

namespace gateway::cli {

class Progress {
 public:
  /// `percent`: `all` is 100, and the bar says so.
  explicit Progress(std::size_t all, bool percent = false);
  /// Wipes the bar.
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// One more is done; `name` is what is being done now.
  void step(const std::string& name) { reach(done_ + 1, name); }
  void reach(std::size_t done, const std::string& name);

 private:
  std::size_t all_, done_ = 0;
  bool shown_, percent_;
};

/// Wipes the progress bar before a line that stays.
[[nodiscard]] const char* line_start();

}  // namespace gateway::cli
