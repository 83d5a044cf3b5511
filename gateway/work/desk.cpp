#include "gateway/work/desk.hpp"

#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>

#include "gateway/app/give_way.hpp"
#include "gateway/telemetry/log.hpp"

namespace gateway {

base::Result<void> work_due(Services& services, const std::stop_token& stop, Pace pace) {
  base::Result<std::size_t> followed = follow_cases(services, stop, pace);
  if (!followed) return followed.error();
  const base::Result<std::size_t> closed = close_out_due(services, stop);
  if (!closed) return closed.error();
  const base::Result<std::size_t> late = note_overdue(services, stop);
  if (!late) return late.error();
  followed = follow_cases(services, stop, pace);  // what that has changed
  if (!followed) return followed.error();
  return {};
}

struct WorkDesk::Worker {
  explicit Worker(Services& with) : services(with) {}

  void run(const std::stop_token& stop) {
    give_way();
    std::mutex mutex;
    std::condition_variable_any wake;
    std::unique_lock lock(mutex);
    Rounds rounds;
    while (!stop.stop_requested()) {
      step(rounds.next(), stop);
      wake.wait_for(lock, stop, std::chrono::seconds(1), [] { return false; });  // until it is to stop
    }
  }

  void step(Pace pace, const std::stop_token& stop) {
    try {
      const base::Result<void> done = pace == Pace::some ? work_due(services, stop, pace) : followed(stop);
      if (!done) log::error("work_not_done", {{"what", done.error().first().remedy}});
    } catch (const std::exception& failure) {
      log::error("work_failed", {{"what", failure.what()}});
    }
  }

  base::Result<void> followed(const std::stop_token& stop) {
    const base::Result<std::size_t> looked = follow_cases(services, stop, Pace::when_thin);
    if (!looked) return looked.error();
    return {};
  }

  Services& services;
  std::jthread thread;
};

WorkDesk::WorkDesk(Services& services) : worker_(std::make_unique<Worker>(services)) {}

WorkDesk::~WorkDesk() { stop(); }

void WorkDesk::start() {
  Worker* const worker = worker_.get();
  worker->thread = std::jthread([worker](const std::stop_token& stop) { worker->run(stop); });
}

void WorkDesk::stop() {
  std::jthread& thread = worker_->thread;
  if (!thread.joinable()) return;
  thread.request_stop();
  thread.join();
}

}  // namespace gateway
