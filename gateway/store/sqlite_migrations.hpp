// Inside gateway/store: brings a database to the schema this build knows.
#pragma once

#include <span>
#include <string_view>

#include "gateway/store/sqlite_connection.hpp"

namespace gateway::sqlite {

/// File names under gateway/store/migrations/, in the order they are applied; a database's schema version is
/// how many of them it has seen.
[[nodiscard]] std::span<const std::string_view> migration_names();

/// Applies what is missing, each in a transaction of its own. Throws SqliteFailure: also when the database
/// was written by a newer precert (code SQLITE_SCHEMA).
void migrate(Connection& connection);

/// For a connection that only reads: throws SqliteFailure unless the schema is the one this build knows.
void check_schema(Connection& connection);

}  // namespace gateway::sqlite
