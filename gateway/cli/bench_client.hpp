// The load of `precert bench`: N keep-alive connections that each send the next message as soon as the last
// is answered.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <vector>

#include "base/result.hpp"
#include "gateway/cli/bench_messages.hpp"
#include "gateway/http/client.hpp"

namespace gateway::cli {

struct Load {
  HttpTarget target;
  unsigned connections = 64;
  std::chrono::milliseconds warm_up{500};  // sent, not counted
  std::chrono::milliseconds measured{5000};
};

/// What came back between the end of the warm-up and the end of the run.
struct Measured {
  double seconds = 0;
  std::vector<std::chrono::nanoseconds> latencies;  // of every answer, in no order
  std::map<unsigned, std::uint64_t> statuses;       // HTTP status -> answers
  std::uint64_t answer_bytes = 0;                   // bodies
  std::uint64_t broken = 0;                         // connections that ended with an error

  [[nodiscard]] double per_second() const;
  /// The latency that `share` (0 to 1) of the answers did not exceed. Sorts.
  [[nodiscard]] std::chrono::nanoseconds percentile(double share);
};

/// Runs the load on the calling thread; message numbers count up from `serial`, which stays ahead of what was
/// sent. Errors: upstream_unavailable when no connection can be made.
[[nodiscard]] base::Result<Measured> drive(const Load& load, const MessageTemplate& messages,
                                           std::uint32_t& serial);

}  // namespace gateway::cli
