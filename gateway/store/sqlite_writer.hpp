// Inside gateway/store: the one thread that writes. Whatever waits is committed together.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <thread>
#include <vector>

#include "gateway/store/sqlite_connection.hpp"

namespace gateway::sqlite {

/// One piece of work of a group.
class WriteTask {
 public:
  WriteTask() = default;
  WriteTask(const WriteTask&) = delete;
  WriteTask& operator=(const WriteTask&) = delete;
  WriteTask(WriteTask&&) = delete;
  WriteTask& operator=(WriteTask&&) = delete;
  virtual ~WriteTask() = default;

  /// Writes inside the group's transaction. May be called again after that transaction was given up, so it
  /// starts from nothing each time. Throws SqliteFailure.
  virtual void write(Connection& connection) = 0;
  /// Called once: the transaction is on disk, or (with a failure) nothing of this task was written. Must not
  /// throw.
  virtual void finish(const SqliteFailure* failure) = 0;
  /// What it holds in memory, for the limit on waiting work.
  [[nodiscard]] virtual std::size_t bytes() const { return 0; }
};

struct WriterLimits {
  std::size_t group_max = 64;
  std::size_t tasks_queued_max = 4096;
  std::size_t bytes_queued_max = std::size_t{256} << 20U;
  std::size_t log_pages_max =
      32768;  // the log longer than this is moved into the database between two groups
};

class Writer {
 public:
  /// `committed` hears the length of the write-ahead log after each transaction, on the writer's thread.
  Writer(std::unique_ptr<Connection> connection, const WriterLimits& limits,
         std::mutex& checkpoint_one_at_a_time, std::function<void(std::size_t log_pages)> committed);
  /// Writes what is queued, then stops.
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;
  Writer(Writer&&) = delete;
  Writer& operator=(Writer&&) = delete;

  /// False, and the task is given back untouched, when the queue is full.
  [[nodiscard]] bool submit(std::unique_ptr<WriteTask>& task);

  [[nodiscard]] std::size_t queued() const;
  [[nodiscard]] std::uint64_t groups() const { return groups_.load(std::memory_order_relaxed); }
  [[nodiscard]] std::size_t log_pages() const { return log_pages_.load(std::memory_order_relaxed); }
  [[nodiscard]] bool last_commit_failed() const { return failing_.load(std::memory_order_relaxed); }

 private:
  using Tasks = std::vector<std::unique_ptr<WriteTask>>;

  void work();
  [[nodiscard]] bool take(Tasks& group);
  void write(Tasks& group);
  [[nodiscard]] std::optional<SqliteFailure> attempt(std::span<const std::unique_ptr<WriteTask>> tasks);
  void remember(int code);
  void shorten_log();
  static int on_commit(void* self, sqlite3* database, const char* name, int pages);

  const std::unique_ptr<Connection> connection_;
  const WriterLimits limits_;
  std::mutex& checkpoint_one_at_a_time_;
  const std::function<void(std::size_t)> committed_;

  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::unique_ptr<WriteTask>> queue_;  // guarded by mutex_, like the next two
  std::size_t bytes_queued_ = 0;
  bool stopping_ = false;

  std::atomic<std::uint64_t> groups_ = 0;
  std::atomic<std::size_t> log_pages_ = 0;
  std::atomic<bool> failing_ = false;
  std::thread thread_;  // last: it uses all of the above
};

}  // namespace gateway::sqlite
