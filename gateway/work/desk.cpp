#include "gateway/work/desk.hpp"

#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>

#include "gateway/telemetry/log.hpp"

namespace gateway {

base::Result<void> work_due(Services& services) {
  base::Result<std::size_t> followed = follow_cases(services);
  if (!followed) return followed.error();
  const base::Result<std::size_t> closed = close_out_due(services);
  if (!closed) return closed.error();
  const base::Result<std::size_t> late = note_overdue(services);
  if (!late) return late.error();
  followed = follow_cases(services);  // what that has changed
  if (!followed) return followed.error();
  return {};
}

struct WorkDesk::Worker {
  explicit Worker(Services& with) : services(with) {}

  void run() {
    constexpr unsigned seconds_of_a_round = 60;
    unsigned second = 0;
    std::unique_lock lock(mutex);
    while (!stopping) {
      lock.unlock();
      step(second == 0);
      second = (second + 1) % seconds_of_a_round;
      lock.lock();
      wake.wait_for(lock, std::chrono::seconds(1), [this] { return stopping; });
    }
  }

  void step(bool whole) {
    try {
      const base::Result<void> done = whole ? work_due(services) : followed();
      if (!done) log::error("work_not_done", {{"what", done.error().first().remedy}});
    } catch (const std::exception& failure) {
      log::error("work_failed", {{"what", failure.what()}});
    }
  }

  base::Result<void> followed() {
    const base::Result<std::size_t> looked = follow_cases(services);
    if (!looked) return looked.error();
    return {};
  }

  Services& services;
  std::mutex mutex;
  std::condition_variable wake;
  bool stopping = false;
  std::thread thread;
};

WorkDesk::WorkDesk(Services& services) : worker_(std::make_unique<Worker>(services)) {}

WorkDesk::~WorkDesk() { stop(); }

void WorkDesk::start() {
  Worker* const worker = worker_.get();
  worker->thread = std::thread([worker] { worker->run(); });
}

void WorkDesk::stop() {
  Worker* const worker = worker_.get();
  if (!worker->thread.joinable()) return;
  {
    const std::scoped_lock lock(worker->mutex);
    worker->stopping = true;
  }
  worker->wake.notify_all();
  worker->thread.join();
}

}  // namespace gateway
