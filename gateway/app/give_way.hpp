// Work that nobody waits for leaves the machine to the requests.
#pragma once

#include <sched.h>

#include <algorithm>
#include <atomic>
#include <thread>

namespace gateway {

/// Leaves the processor to every other thread (Linux, SCHED_IDLE, the calling thread alone): under full load it
/// gets what is left over, on an idle machine all that it can use, and whoever has work to do runs at once.
/// Letters and work after pending may be late; answers not.
inline void give_way() {
  const sched_param none{};
  sched_setscheduler(0, SCHED_IDLE, &none);
}

/// The requests that are being answered. Work that can wait looks here before each of its steps.
class Traffic {
 public:
  /// One request, while this lives.
  class Request {
   public:
    explicit Request(Traffic& traffic) : traffic_(traffic) { ++traffic_.answering_; }
    ~Request() { --traffic_.answering_; }
    Request(const Request&) = delete;
    Request& operator=(const Request&) = delete;

   private:
    Traffic& traffic_;
  };

  /// Whether there are more requests than processors for them: whatever else runs now makes them late.
  [[nodiscard]] bool is_dense() const {
    return answering_.load(std::memory_order_relaxed) > std::max(1U, std::thread::hardware_concurrency());
  }

 private:
  std::atomic<unsigned> answering_{0};
};

/// How work that can wait goes on beside dense traffic.
enum class Pace {
  steady,     // does all there is to do
  when_thin,  // leaves it for later
};

/// Workers look each second, and stand back when traffic is dense; in one round of so many they do not, so that
/// nothing is more than a minute late however long the traffic lasts.
constexpr unsigned seconds_of_round = 60;
[[nodiscard]] constexpr Pace pace_at(unsigned second) {
  return second % seconds_of_round == 0 ? Pace::steady : Pace::when_thin;
}

}  // namespace gateway
