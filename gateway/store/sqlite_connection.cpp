#include "gateway/store/sqlite_connection.hpp"

namespace gateway::sqlite {
namespace {

/// An empty string_view may have no address, which SQLite would read as NULL.
const char* address(std::string_view text) { return text.data() == nullptr ? "" : text.data(); }

/// SQLite's counts of its memory, which nobody reads, cost a lock in every allocation of every thread. Before
/// the first connection only; when a host program was faster, they stay.
void count_no_memory() {
  [[maybe_unused]] static const int once = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

}  // namespace

Connection::Connection(const std::filesystem::path& path, int flags) {
  count_no_memory();
  sqlite3* opened = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &opened, flags | SQLITE_OPEN_NOMUTEX, nullptr);
  database_.reset(opened);
  if (code != SQLITE_OK) fail(code, "open");
  sqlite3_extended_result_codes(opened, 1);
}

void Connection::execute(const std::string& sql) {
  const int code = sqlite3_exec(database_.get(), sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) fail(code, "execute");
}

void Connection::roll_back() {
  if (sqlite3_get_autocommit(database_.get()) == 0) {
    sqlite3_exec(database_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
  }
}

sqlite3_stmt* Connection::prepared(std::string_view sql) {
  std::unique_ptr<sqlite3_stmt, Finalize>& kept = statements_[sql];
  if (kept == nullptr) {
    sqlite3_stmt* made = nullptr;
    const int code = sqlite3_prepare_v3(database_.get(), sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &made, nullptr);
    if (code != SQLITE_OK) fail(code, "prepare");
    kept.reset(made);
  }
  return kept.get();
}

void Connection::fail(int code, std::string_view step) {
  std::string text = "SQLite could not " + std::string(step) + ": " + sqlite3_errstr(code);
  if (database_ != nullptr) text += std::string(" (") + sqlite3_errmsg(database_.get()) + ")";
  throw SqliteFailure(code, text);
}

bool Run::next() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) connection_->fail(code, "run a statement");
  return false;
}

std::string_view Run::bytes(int column) const {
  const void* const found = sqlite3_column_blob(statement_, column);
  const int size = sqlite3_column_bytes(statement_, column);
  return found == nullptr ? std::string_view{}
                          : std::string_view(static_cast<const char*>(found), static_cast<std::size_t>(size));
}

void Run::bind(int at, std::string_view text) {
  checked(sqlite3_bind_text64(statement_, at, address(text), text.size(), SQLITE_STATIC, SQLITE_UTF8));
}

void Run::bind(int at, Blob blob) {
  checked(sqlite3_bind_blob64(statement_, at, address(blob.bytes), blob.bytes.size(), SQLITE_STATIC));
}

void Run::bind(int at, const std::optional<std::int64_t>& value) {
  checked(value ? sqlite3_bind_int64(statement_, at, *value) : sqlite3_bind_null(statement_, at));
}

}  // namespace gateway::sqlite
