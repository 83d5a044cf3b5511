// Work that nobody waits for leaves the machine to the requests.
#pragma once

#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <thread>

namespace gateway {

/// Lowers the priority of the calling thread, and of it alone (Linux). Not to nothing: it holds locks and leases
/// of the store for moments, and a thread that never runs never gives them back.
inline void give_way() {
  constexpr int niceness = 19;
  setpriority(PRIO_PROCESS, 0, niceness);
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

/// How much of what there is to do a worker does before it looks again.
enum class Pace {
  all,
  some,       // what can be done in ten seconds, however dense the traffic
  when_thin,  // as long as traffic is thin
};

/// One go of a worker.
class Turn {
 public:
  using Clock = std::chrono::steady_clock;

  Turn(Pace pace, const Traffic& traffic) : pace_(pace), traffic_(traffic), until_(Clock::now() + some) {}

  /// Asked before each step.
  [[nodiscard]] bool lasts() const {
    if (pace_ == Pace::when_thin) return !traffic_.is_dense();
    return pace_ == Pace::all || Clock::now() < until_;
  }

 private:
  static constexpr std::chrono::seconds some{10};

  Pace pace_;
  const Traffic& traffic_;
  Clock::time_point until_;
};

/// Once a minute, and at first, a worker does some of its work whatever the traffic: that is never put off for
/// good.
class Rounds {
 public:
  [[nodiscard]] Pace next() {
    const Turn::Clock::time_point now = Turn::Clock::now();
    if (now < due_) return Pace::when_thin;
    due_ = now + std::chrono::minutes(1);
    return Pace::some;
  }

 private:
  Turn::Clock::time_point due_{};
};

}  // namespace gateway
