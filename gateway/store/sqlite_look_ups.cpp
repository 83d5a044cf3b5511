#include "gateway/store/sqlite_look_ups.hpp"

#include <limits>
#include <string_view>

#include "gateway/store/sqlite_reads.hpp"

namespace gateway::sqlite {
namespace {

constexpr std::int64_t any_number = std::numeric_limits<std::int64_t>::max();

// What a query may ask besides the key that leads to it; -1 and "" do not matter.
#define LOOK_UPS(condition, order)                                                                 \
  "SELECT u.number, u.at, u.channel, u.kind, u.outcome, u.id, u.case_id, u.client, u.person"       \
  " FROM look_up AS u WHERE " condition                                                            \
  " AND (?1 = '' OR u.case_id = ?1) AND (?2 = '' OR u.client = ?2) AND (?3 = '' OR u.person = ?3)" \
  " AND (?4 < 0 OR u.kind = ?4) AND u.at >= ?5 AND u.at < ?6"                                      \
  " ORDER BY " order " LIMIT ?8"
#define LOOK_UPS_LED_BY(condition) LOOK_UPS(condition " AND u.number < ?7", "u.number DESC")
// The numbers of an index over time are behind the instants: the place of the page before is its row's own.
#define LOOK_UPS_IN_TIME(condition)                                                                         \
  LOOK_UPS(condition " AND (u.at, u.number) < (coalesce((SELECT p.at FROM look_up AS p WHERE p.number = ?7)," \
                     " 9223372036854775807), ?7)",                                                          \
           "u.at DESC, u.number DESC")

LookUp look_up_from(const Run& row) {
  LookUp one;
  one.number = row.integer(0);
  one.at = instant(row.integer(1));
  one.channel = static_cast<LookUpChannel>(row.integer(2));
  one.what.kind = static_cast<LookUpKind>(row.integer(3));
  one.what.outcome = static_cast<LookUpOutcome>(row.integer(4));
  one.what.id = row.text(5);
  one.what.case_id = row.text(6);
  one.client = row.text(7);
  one.person = row.text(8);
  return one;
}

}  // namespace

/// Each key has its own index; the narrowest that is given leads.
std::string_view look_ups_statement(const LookUpQuery& query) {
  if (!query.case_id.empty()) return LOOK_UPS_LED_BY("u.case_id = ?1 AND u.case_id <> ''");
  if (!query.person.empty()) return LOOK_UPS_LED_BY("u.person = ?3 AND u.person <> ''");
  if (!query.client.empty()) return LOOK_UPS_LED_BY("u.client = ?2 AND u.client <> ''");
  if (query.kind) return LOOK_UPS_IN_TIME("u.kind = ?4");
  return query.from || query.until ? LOOK_UPS_IN_TIME("1") : LOOK_UPS_LED_BY("1");
}

void write_look_up(Connection& connection, const LookUp& look_up) {
  run(connection,
      "INSERT INTO look_up (at, channel, kind, outcome, id, case_id, client, person) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
      seconds(look_up.at), static_cast<int>(look_up.channel), static_cast<int>(look_up.what.kind),
      static_cast<int>(look_up.what.outcome), look_up.what.id, look_up.what.case_id, look_up.client,
      look_up.person);
}

LookUpPage look_ups(Connection& connection, const LookUpQuery& query) {
  const int kind = query.kind ? static_cast<int>(*query.kind) : -1;
  const std::int64_t from = query.from ? seconds(*query.from) : -any_number;
  const std::int64_t until = query.until ? seconds(*query.until) : any_number;
  Run found(connection, look_ups_statement(query), query.case_id, query.client, query.person, kind, from,
            until, query.before == 0 ? any_number : query.before, limit(query.count_max));
  LookUpPage page;
  while (found.next()) page.look_ups.push_back(look_up_from(found));
  if (page.look_ups.size() == query.count_max && !page.look_ups.empty()) {
    page.next = page.look_ups.back().number;
  }
  return page;
}

}  // namespace gateway::sqlite
