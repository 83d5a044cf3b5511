#include "gateway/cli/progress.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "gateway/cli/cli.hpp"

namespace gateway::cli {

Progress::Progress(std::size_t all) : all_(all), shown_(isatty(STDERR_FILENO) == 1) {}

Progress::~Progress() {
  if (shown_) std::fprintf(stderr, "\r\033[K");
}

void Progress::reach(std::size_t done, const std::string& name) {
  done_ = done;
  if (!shown_ || all_ == 0) return;
  constexpr std::size_t width = 30;
  std::string bar(width * std::min(done_, all_) / all_, '#');
  bar.resize(width, '.');
  std::fprintf(stderr, "\r[%s] %zu/%zu %-40.40s", bar.c_str(), done_, all_, name.c_str());
}

const char* line_start() { return to_a_terminal() ? "\r\033[K" : ""; }

}  // namespace gateway::cli
