#include "gateway/store/sqlite_checkpointer.hpp"

#include <utility>

namespace gateway::sqlite {

Checkpointer::Checkpointer(std::unique_ptr<Connection> connection, std::size_t pages,
                           std::mutex& one_at_a_time)
    : connection_(std::move(connection)),
      pages_(pages),
      one_at_a_time_(one_at_a_time),
      thread_([this] { work(); }) {}

Checkpointer::~Checkpointer() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

void Checkpointer::log_grew(std::size_t log_pages) {
  const std::size_t done = done_pages_.load(std::memory_order_relaxed);
  if (log_pages < done) {
    done_pages_.store(0, std::memory_order_relaxed);  // the log started anew
  } else if (log_pages - done >= pages_) {
    {
      const std::lock_guard lock(mutex_);
      if (wanted_) return;
      wanted_ = true;
    }
    wake_.notify_one();
  }
}

void Checkpointer::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    wake_.wait(lock, [this] { return wanted_ || stopping_; });
    if (stopping_) return;
    lock.unlock();
    checkpoint();
    lock.lock();
    wanted_ = false;
  }
}

/// PASSIVE waits for nobody and nobody waits for it. A failure is left to the next time: the log stays and
/// grows, and commits, which are durable in the log, go on.
void Checkpointer::checkpoint() {
  const std::lock_guard alone(one_at_a_time_);
  int in_log = 0;
  int copied = 0;
  const int code =
      sqlite3_wal_checkpoint_v2(connection_->raw(), nullptr, SQLITE_CHECKPOINT_PASSIVE, &in_log, &copied);
  if (code != SQLITE_OK) return;
  done_pages_.store(copied > 0 ? static_cast<std::size_t>(copied) : 0, std::memory_order_relaxed);
  checkpoints_.fetch_add(1, std::memory_order_relaxed);
}

}  // namespace gateway::sqlite
