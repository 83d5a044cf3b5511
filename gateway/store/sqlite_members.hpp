// Inside gateway/store: members, what their records were, and the index of their names and of their dependents'
// numbers, as functions of a connection.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/date.hpp"
#include "gateway/store/sqlite_connection.hpp"
#include "precert/engine/facts.hpp"

namespace gateway::sqlite {

/// A member as the tables hold one. Made outside of the transaction that writes it.
struct MemberRow {
  std::string id;
  std::string record;                                       // mappers::to_json
  std::vector<std::pair<std::string, std::int64_t>> names;  // family and birth date: the member, dependents
  std::vector<std::string> numbers;                         // that dependents have of their own
};
[[nodiscard]] MemberRow member_row_from(const precert::MemberRecord& member);

/// Adds or replaces; what is replaced stays as the record until `at`, and what was replaced before goes unless a
/// decision was made with it. The same record again changes nothing.
void write_member(Connection& connection, const MemberRow& row, base::Instant at);

/// JSON of the member, or of the one of whom a dependent has that number; empty when there is none, or when
/// several members have such a dependent.
[[nodiscard]] std::optional<std::string> member_text(Connection& connection, const precert::MemberId& id);
/// JSON of the member as it was held then; that of today when it was not replaced since.
[[nodiscard]] std::optional<std::string> member_text_as_of(Connection& connection,
                                                           const precert::MemberId& id, base::Instant at);
/// JSON of those with that name, by id.
[[nodiscard]] std::vector<std::string> member_texts_named(Connection& connection, std::string_view family,
                                                          base::Date born, std::size_t count_max);

/// Names, and numbers of dependents, of members that were loaded before there was an index of them; does nothing
/// when there is one.
void index_names(Connection& connection);

}  // namespace gateway::sqlite
