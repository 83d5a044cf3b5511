// Inside gateway/store: the access log as functions of a connection.
#pragma once

#include "gateway/store/records.hpp"
#include "gateway/store/sqlite_connection.hpp"

namespace gateway::sqlite {

void write_look_up(Connection& connection, const LookUp& look_up);
[[nodiscard]] LookUpPage look_ups(Connection& connection, const LookUpQuery& query);

}  // namespace gateway::sqlite
