// Inside gateway/store: one SQLite connection and its prepared statements. Failures are thrown as
// SqliteFailure and become Issues at the edge of the store, in sqlite_store.cpp.
#pragma once

#include <sqlite3.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_map>

namespace gateway::sqlite {

/// What SQLite refused to do. The text names SQLite's reason and the step, never a stored value.
class SqliteFailure : public std::runtime_error {
 public:
  SqliteFailure(int code, const std::string& text) : std::runtime_error(text), code_(code) {}
  [[nodiscard]] int code() const { return code_; }

 private:
  int code_;
};

/// Bytes to be stored as they are.
struct Blob {
  std::string_view bytes;
};

/// Used by one thread at a time.
class Connection {
 public:
  Connection(const std::filesystem::path& path, int flags);

  /// Runs statements that give no rows, as they stand.
  void execute(const std::string& sql);
  /// Ends an open transaction without its effects. SQLite does so itself after some failures (disk full);
  /// then there is nothing left to do.
  void roll_back();
  /// The statement of that text, prepared once. `sql` must be a literal: its text is kept by view.
  [[nodiscard]] sqlite3_stmt* prepared(std::string_view sql);
  [[nodiscard]] sqlite3* raw() { return database_.get(); }
  [[noreturn]] void fail(int code, std::string_view step);

 private:
  struct Close {
    void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
  };
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  std::unique_ptr<sqlite3, Close> database_;  // before the statements, so that it goes after them
  std::unordered_map<std::string_view, std::unique_ptr<sqlite3_stmt, Finalize>> statements_;
};

/// One run of a prepared statement. What is bound must outlive it; what it reads is valid until the next
/// next().
class Run {
 public:
  template <class... Values>
  Run(Connection& connection, std::string_view sql, const Values&... values)
      : connection_(&connection), statement_(connection.prepared(sql)) {
    int at = 0;  // NOLINT(misc-const-correctness): it counts, save for a statement without values
    (bind(++at, values), ...);
  }
  ~Run() {
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
  }
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;
  Run(Run&&) = delete;
  Run& operator=(Run&&) = delete;

  /// True while there is a row.
  bool next();

  [[nodiscard]] std::int64_t integer(int column) const { return sqlite3_column_int64(statement_, column); }
  [[nodiscard]] bool is_null(int column) const {
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
  }
  /// Text or blob.
  [[nodiscard]] std::string_view bytes(int column) const;
  [[nodiscard]] std::string text(int column) const { return std::string(bytes(column)); }

 private:
  void bind(int at, std::int64_t value) { checked(sqlite3_bind_int64(statement_, at, value)); }
  void bind(int at, int value) { checked(sqlite3_bind_int(statement_, at, value)); }
  void bind(int at, std::string_view text);
  void bind(int at, const std::string& text) { bind(at, std::string_view(text)); }
  void bind(int at, Blob blob);
  void bind(int at, const std::optional<std::int64_t>& value);
  void checked(int code) {
    if (code != SQLITE_OK) connection_->fail(code, "bind");
  }

  Connection* connection_;
  sqlite3_stmt* statement_;
};

/// Runs a statement to its end.
template <class... Values>
void run(Connection& connection, std::string_view sql, const Values&... values) {
  Run once(connection, sql, values...);
  while (once.next()) {
  }
}

}  // namespace gateway::sqlite
