#include "gateway/store/sqlite_migrations.hpp"

#include <array>
#include <cstdint>
#include <string>

namespace gateway::migrations {
std::string_view embedded(std::string_view name);  // generated, see cmake/EmbedText.cmake
}

namespace gateway::sqlite {
namespace {

/// Add at the end only; a file that was released is never edited.
constexpr auto names = std::to_array<std::string_view>(
    {"0001_initial.sql", "0002_clearinghouse.sql", "0003_subscriptions.sql", "0004_packed_messages.sql",
     "0005_coverage_and_work.sql", "0006_worklists_in_order.sql", "0007_letter_sendings.sql",
     "0008_look_ups.sql", "0009_decisions_in_time.sql", "0010_members.sql", "0011_packed_cases.sql",
     "0012_look_ups_in_time.sql", "0013_issued_forms.sql", "0014_dictionaries.sql",
     "0015_keys_by_value.sql", "0016_numbers_of_dependents.sql"});

std::int64_t version_of(Connection& connection) {
  Run found(connection, "SELECT coalesce(max(version), 0) FROM schema_version");
  found.next();
  return found.integer(0);
}

/// Inside the transaction the version is read again: another process may have been first.
void apply(Connection& connection, std::int64_t version, std::string_view name) {
  connection.execute("BEGIN IMMEDIATE");
  try {
    if (version_of(connection) < version) {
      const std::string sql(migrations::embedded(name));
      if (sql.empty())
        throw SqliteFailure(SQLITE_SCHEMA, "this build lacks the migration " + std::string(name));
      connection.execute(sql);
      run(connection, "INSERT INTO schema_version (version, name) VALUES (?1, ?2)", version, name);
    }
    connection.execute("COMMIT");
  } catch (const SqliteFailure&) {
    connection.roll_back();
    throw;
  }
}

}  // namespace

std::span<const std::string_view> migration_names() { return names; }

void migrate(Connection& connection) {
  connection.execute(
      "CREATE TABLE IF NOT EXISTS schema_version (version INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT");
  const auto known = static_cast<std::int64_t>(names.size());
  const std::int64_t found = version_of(connection);
  if (found > known) {
    throw SqliteFailure(SQLITE_SCHEMA, "the database has schema " + std::to_string(found) +
                                           ", this precert knows up to " + std::to_string(known) +
                                           ": start the precert that wrote it, or a newer one");
  }
  for (std::int64_t version = found + 1; version <= known; ++version) {
    apply(connection, version, names[static_cast<std::size_t>(version - 1)]);
  }
}

void check_schema(Connection& connection) {
  const auto known = static_cast<std::int64_t>(names.size());
  const std::int64_t found = version_of(connection);
  if (found == known) return;
  throw SqliteFailure(SQLITE_SCHEMA, "the database has schema " + std::to_string(found) +
                                         ", this precert reads schema " + std::to_string(known) +
                                         ": read it with the precert that its gateway runs");
}

}  // namespace gateway::sqlite
