#include "baseline_store.hpp"

#include <sqlite3.h>

#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <vector>

namespace bench {
namespace {

class Database {
 public:
  explicit Database(const std::string& path) {
    for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(path + suffix);
    wanted(sqlite3_open(path.c_str(), &database_));
    execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
    execute("CREATE TABLE message (key TEXT NOT NULL UNIQUE, request BLOB NOT NULL, answer BLOB NOT NULL)");
    wanted(sqlite3_prepare_v2(database_, "INSERT INTO message VALUES (?1, ?2, ?3)", -1, &insert_, nullptr));
    wanted(sqlite3_prepare_v2(database_, "BEGIN IMMEDIATE", -1, &begin_, nullptr));
    wanted(sqlite3_prepare_v2(database_, "COMMIT", -1, &commit_, nullptr));
  }
  ~Database() {
    for (sqlite3_stmt* statement : {insert_, begin_, commit_}) sqlite3_finalize(statement);
    sqlite3_close(database_);
  }
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  void begin() { step(begin_); }
  void commit() { step(commit_); }
  void insert(std::string_view request, std::string_view answer) {
    const std::string key = "K" + std::to_string(++keys_ * 2'654'435'761U);  // in no order, as hashes are
    sqlite3_bind_text(insert_, 1, key.data(), static_cast<int>(key.size()), SQLITE_STATIC);
    sqlite3_bind_blob(insert_, 2, request.data(), static_cast<int>(request.size()), SQLITE_STATIC);
    sqlite3_bind_blob(insert_, 3, answer.data(), static_cast<int>(answer.size()), SQLITE_STATIC);
    step(insert_);
  }

 private:
  void execute(const char* sql) { wanted(sqlite3_exec(database_, sql, nullptr, nullptr, nullptr)); }
  void step(sqlite3_stmt* statement) {
    if (sqlite3_step(statement) != SQLITE_DONE) throw std::runtime_error(sqlite3_errmsg(database_));
    sqlite3_reset(statement);
  }
  void wanted(int code) {
    if (code != SQLITE_OK) throw std::runtime_error(sqlite3_errmsg(database_));
  }

  sqlite3* database_ = nullptr;
  sqlite3_stmt* insert_ = nullptr;
  sqlite3_stmt* begin_ = nullptr;
  sqlite3_stmt* commit_ = nullptr;
  std::uint64_t keys_ = 0;
};

struct Row {
  std::string request;
  std::string_view answer;
  std::function<void()> done;
};

}  // namespace

struct BaselineStore::State {
  explicit State(const std::string& path) : database(path), thread([this] { work(); }) {}

  void work() {
    std::vector<Row> group;
    std::unique_lock lock(mutex);
    for (;;) {
      wake.wait(lock, [this] { return stopping || !queue.empty(); });
      if (queue.empty()) return;
      const auto count = static_cast<std::ptrdiff_t>(std::min(queue.size(), group_max));
      group.assign(std::make_move_iterator(queue.begin()), std::make_move_iterator(queue.begin() + count));
      queue.erase(queue.begin(), queue.begin() + count);
      lock.unlock();
      database.begin();
      for (const Row& row : group) database.insert(row.request, row.answer);
      database.commit();
      for (const Row& row : group) row.done();
      lock.lock();
    }
  }

  Database database;
  std::mutex mutex;
  std::condition_variable wake;
  std::vector<Row> queue;
  bool stopping = false;
  std::thread thread;
};

BaselineStore::BaselineStore(const std::string& path) : state_(std::make_unique<State>(path)) {}

BaselineStore::~BaselineStore() {
  {
    const std::lock_guard lock(state_->mutex);
    state_->stopping = true;
  }
  state_->wake.notify_one();
  state_->thread.join();
}

void BaselineStore::commit(std::string request, std::string_view answer, std::function<void()> done) {
  {
    const std::lock_guard lock(state_->mutex);
    state_->queue.push_back({std::move(request), answer, std::move(done)});
  }
  state_->wake.notify_one();
}

double inserts_per_second(const std::string& path, std::size_t row_bytes, double seconds) {
  using Clock = std::chrono::steady_clock;
  Database database(path);
  const std::string row(row_bytes, 'x');
  const Clock::time_point start = Clock::now();
  std::size_t rows = 0;
  double elapsed = 0;
  while (elapsed < seconds) {
    database.begin();
    for (std::size_t one = 0; one < group_max; ++one) database.insert(row, "");
    database.commit();
    rows += group_max;
    elapsed = std::chrono::duration<double>(Clock::now() - start).count();
  }
  return static_cast<double>(rows) / elapsed;
}

}  // namespace bench
