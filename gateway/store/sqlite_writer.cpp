#include "gateway/store/sqlite_writer.hpp"

#include <new>
#include <utility>

namespace gateway::sqlite {

Writer::Writer(std::unique_ptr<Connection> connection, const WriterLimits& limits,
               std::mutex& checkpoint_one_at_a_time, std::function<void(std::size_t)> committed)
    : connection_(std::move(connection)),
      limits_(limits),
      checkpoint_one_at_a_time_(checkpoint_one_at_a_time),
      committed_(std::move(committed)) {
  // The hook takes the place of SQLite's own checkpoint after each 1,000 pages, which a commit would wait
  // for.
  sqlite3_wal_hook(connection_->raw(), &Writer::on_commit, this);
  thread_ = std::thread([this] { work(); });
}

Writer::~Writer() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

bool Writer::submit(std::unique_ptr<WriteTask>& task) {
  const std::size_t bytes = task->bytes();
  {
    const std::lock_guard lock(mutex_);
    const bool full = queue_.size() >= limits_.tasks_queued_max ||
                      (!queue_.empty() && bytes_queued_ + bytes > limits_.bytes_queued_max);
    if (full) return false;
    queue_.push_back(std::move(task));
    bytes_queued_ += bytes;
  }
  wake_.notify_one();
  return true;
}

std::size_t Writer::queued() const {
  const std::lock_guard lock(mutex_);
  return queue_.size();
}

void Writer::work() {
  Tasks group;
  group.reserve(limits_.group_max);
  while (take(group)) {
    write(group);
    group.clear();
    if (log_pages() > limits_.log_pages_max) shorten_log();
  }
}

/// Waits for work; false when there is none and none will come.
bool Writer::take(Tasks& group) {
  std::unique_lock lock(mutex_);
  wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
  while (!queue_.empty() && group.size() < limits_.group_max) {
    bytes_queued_ -= queue_.front()->bytes();
    group.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  return !group.empty();
}

void Writer::write(Tasks& group) {
  const std::optional<SqliteFailure> failure = attempt(group);
  if (!failure || group.size() == 1) {
    for (const auto& task : group) task->finish(failure ? &*failure : nullptr);
    return;
  }
  // Somebody in the group failed: each alone, so that it fails alone.
  for (const auto& task : group) {
    const std::optional<SqliteFailure> own = attempt({&task, 1});
    task->finish(own ? &*own : nullptr);
  }
}

/// A broken constraint is one caller's mistake; every other failure says something about the disk.
void Writer::remember(int code) {
  constexpr int primary_code = 0xFF;
  failing_.store(code != SQLITE_OK && (code & primary_code) != SQLITE_CONSTRAINT, std::memory_order_relaxed);
}

/// One transaction; the failure that undid it, if one did.
std::optional<SqliteFailure> Writer::attempt(std::span<const std::unique_ptr<WriteTask>> tasks) {
  try {
    run(*connection_, "BEGIN IMMEDIATE");
    for (const auto& task : tasks) task->write(*connection_);
    run(*connection_, "COMMIT");
    groups_.fetch_add(1, std::memory_order_relaxed);
    remember(SQLITE_OK);
    return std::nullopt;
  } catch (const SqliteFailure& failure) {
    connection_->roll_back();
    remember(failure.code());
    return failure;
  } catch (const std::bad_alloc&) {
    connection_->roll_back();
    remember(SQLITE_NOMEM);
    return SqliteFailure(SQLITE_NOMEM, "out of memory");
  }
}

/// Under lasting load the checkpoint thread never catches up, because commits go on while it copies. Copying
/// the rest here, between two groups, lets the next commit start the log anew. FULL waits for reads that
/// began before it (they are short), where PASSIVE would give up and let the log grow.
void Writer::shorten_log() {
  const std::lock_guard alone(checkpoint_one_at_a_time_);
  int in_log = 0;
  int copied = 0;
  const int code =
      sqlite3_wal_checkpoint_v2(connection_->raw(), nullptr, SQLITE_CHECKPOINT_FULL, &in_log, &copied);
  if (code == SQLITE_OK && in_log == copied) log_pages_.store(0, std::memory_order_relaxed);
}

int Writer::on_commit(void* self, sqlite3*, const char*, int pages) {
  auto* const writer = static_cast<Writer*>(self);
  writer->log_pages_.store(static_cast<std::size_t>(pages), std::memory_order_relaxed);
  writer->committed_(static_cast<std::size_t>(pages));
  return SQLITE_OK;
}

}  // namespace gateway::sqlite
