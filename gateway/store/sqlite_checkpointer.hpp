// Inside gateway/store: moves the write-ahead log into the database, off the path of commits.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <thread>

#include "gateway/store/sqlite_connection.hpp"

namespace gateway::sqlite {

class Checkpointer {
 public:
  /// Checkpoints whenever the log has grown by `pages` since the last time. SQLite lets only one run at a
  /// time and turns the other away: `one_at_a_time`, which must outlive this, makes it wait instead.
  Checkpointer(std::unique_ptr<Connection> connection, std::size_t pages, std::mutex& one_at_a_time);
  ~Checkpointer();
  Checkpointer(const Checkpointer&) = delete;
  Checkpointer& operator=(const Checkpointer&) = delete;
  Checkpointer(Checkpointer&&) = delete;
  Checkpointer& operator=(Checkpointer&&) = delete;

  /// The log has this many pages now. Cheap; called after each commit.
  void log_grew(std::size_t log_pages);
  [[nodiscard]] std::uint64_t checkpoints() const { return checkpoints_.load(std::memory_order_relaxed); }

 private:
  void work();
  void checkpoint();

  const std::unique_ptr<Connection> connection_;
  const std::size_t pages_;
  std::mutex& one_at_a_time_;
  std::atomic<std::size_t> done_pages_ = 0;  // of the log, at the last checkpoint
  std::atomic<std::uint64_t> checkpoints_ = 0;

  std::mutex mutex_;
  std::condition_variable wake_;
  bool wanted_ = false;  // guarded by mutex_, like stopping_
  bool stopping_ = false;
  std::thread thread_;  // last: it uses all of the above
};

}  // namespace gateway::sqlite
