// Inside gateway/store: the access log as functions of a connection.
#pragma once

#include <string_view>

#include "gateway/store/records.hpp"
#include "gateway/store/sqlite_connection.hpp"

namespace gateway::sqlite {

void write_look_up(Connection& connection, const LookUp& look_up);
/// The statement that look_ups runs for a query.
[[nodiscard]] std::string_view look_ups_statement(const LookUpQuery& query);
[[nodiscard]] LookUpPage look_ups(Connection& connection, const LookUpQuery& query);

}  // namespace gateway::sqlite
