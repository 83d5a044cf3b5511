#include "gateway/cli/progress.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "gateway/cli/cli.hpp"

namespace gateway::cli {

Progress::Progress(std::size_t all, bool percent)
    : all_(all), shown_(isatty(STDERR_FILENO) == 1), percent_(percent) {}

Progress::~Progress() {
  if (shown_) std::fprintf(stderr, "\r\033[K");
}

void Progress::reach(std::size_t done, const std::string& name) {
  done_ = done;
  if (!shown_ || all_ == 0) return;
  constexpr std::size_t width = 30;
  std::string bar(width * std::min(done_, all_) / all_, '#');
  bar.resize(width, '.');
  const std::string far =
      percent_ ? std::to_string(done_) + " %" : std::to_string(done_) + "/" + std::to_string(all_);
  std::fprintf(stderr, "\r[%s] %s %-40.40s", bar.c_str(), far.c_str(), name.c_str());
}

const char* line_start() { return to_a_terminal() ? "\r\033[K" : ""; }

}  // namespace gateway::cli
