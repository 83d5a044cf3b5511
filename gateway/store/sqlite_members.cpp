#include "gateway/store/sqlite_members.hpp"

#include <chrono>

#include "gateway/store/sqlite_reads.hpp"
#include "mappers/model/model_json.hpp"
#include "precert/engine/names.hpp"

namespace gateway::sqlite {
namespace {

using Names = std::vector<std::pair<std::string, std::int64_t>>;

Names names_of(const precert::MemberRecord& member) {
  Names all;
  all.reserve(1 + member.dependents.size());
  all.emplace_back(precert::normalised_family(member.name.family), member.birth_date.days());
  for (const precert::DependentRecord& one : member.dependents)
    all.emplace_back(precert::normalised_family(one.name.family), one.birth_date.days());
  return all;
}

std::vector<std::string> numbers_of(const precert::MemberRecord& member) {
  std::vector<std::string> all;
  for (const precert::DependentRecord& one : member.dependents) {
    if (!one.id.text().empty() && one.id != member.id) all.push_back(one.id.text());
  }
  return all;
}

void add_keys(Connection& connection, const std::string& id, const Names& names,
              const std::vector<std::string>& numbers) {
  for (const auto& [family, born] : names) {
    run(connection, "INSERT OR IGNORE INTO member_name (family, born, id) VALUES (?1, ?2, ?3)", family, born,
        id);
  }
  for (const std::string& number : numbers)
    run(connection, "INSERT OR IGNORE INTO dependent_number (number, id) VALUES (?1, ?2)", number, id);
}

void drop_keys(Connection& connection, const std::string& id, const std::string& record) {
  run(connection, "DELETE FROM dependent_number WHERE id = ?1", id);
  const base::Result<precert::MemberRecord> member = mappers::member_from_json(record);
  if (!member) return;  // of a format of before: its names lead to a record that is compared again
  for (const auto& [family, born] : names_of(*member)) {
    run(connection, "DELETE FROM member_name WHERE family = ?1 AND born = ?2 AND id = ?3", family, born, id);
  }
}

std::optional<std::string> record_of(Connection& connection, std::string_view id) {
  Run found(connection, "SELECT record FROM member WHERE id = ?1", id);
  if (!found.next()) return std::nullopt;
  return found.text(0);
}

/// Under whose id the record stands that tells of the bearer of a number: the member's own, else that of the
/// one member of whom a dependent has it.
std::string bearer_of(Connection& connection, const std::string& number) {
  Run found(connection,
            "SELECT id FROM dependent_number WHERE number = ?1 "
            "AND NOT EXISTS (SELECT 1 FROM member WHERE id = ?1) LIMIT 2",
            number);
  if (!found.next()) return number;
  std::string id = found.text(0);
  return found.next() ? number : id;
}

/// What a member's record was is kept for the decisions that were made with it, to be made again (`rules
/// impact`, `explain --replay`): as long as the store holds one, and not at all where nobody has decided
/// anything meanwhile. The record replaced last stays for what is being decided with it right now.
void forget_what_no_decision_needs(Connection& connection, const std::string& id) {
  run(connection,
      "DELETE FROM member_before AS held WHERE held.id = ?1 "
      "AND held.until < (SELECT max(until) FROM member_before WHERE id = ?1) "
      "AND NOT EXISTS (SELECT 1 FROM review_case AS c JOIN case_version AS v ON v.case_id = c.id "
      "WHERE c.member IN (SELECT ?1 UNION SELECT number FROM dependent_number WHERE id = ?1) "
      "AND c.member <> '' AND v.decided < held.until AND v.decided >= coalesce("
      "(SELECT max(until) FROM member_before AS earlier WHERE earlier.id = ?1 AND earlier.until < "
      "held.until),"
      " -9223372036854775807))",
      id);
}

}  // namespace

MemberRow member_row_from(const precert::MemberRecord& member) {
  return MemberRow{member.id.text(), mappers::to_json(member), names_of(member), numbers_of(member)};
}

void write_member(Connection& connection, const MemberRow& row, base::Instant at) {
  const std::optional<std::string> held = record_of(connection, row.id);
  if (held == row.record) return;
  if (held) {
    // Of two loads in one second the first has replaced what was held until then.
    run(connection, "INSERT OR IGNORE INTO member_before (id, until, record) VALUES (?1, ?2, ?3)", row.id,
        seconds(at), *held);
    forget_what_no_decision_needs(connection, row.id);
    drop_keys(connection, row.id, *held);
  }
  run(connection,
      "INSERT INTO member (id, record) VALUES (?1, ?2) ON CONFLICT (id) DO UPDATE SET record = "
      "excluded.record",
      row.id, row.record);
  add_keys(connection, row.id, row.names, row.numbers);
}

std::optional<std::string> member_text(Connection& connection, const precert::MemberId& id) {
  std::optional<std::string> own = record_of(connection, id.text());
  if (own) return own;
  const std::string bearer = bearer_of(connection, id.text());
  return bearer == id.text() ? std::nullopt : record_of(connection, bearer);
}

std::optional<std::string> member_text_as_of(Connection& connection, const precert::MemberId& id,
                                             base::Instant at) {
  const std::string bearer = bearer_of(connection, id.text());
  {
    Run found(connection,
              "SELECT record FROM member_before WHERE id = ?1 AND until > ?2 ORDER BY until LIMIT 1", bearer,
              seconds(at));
    if (found.next()) return found.text(0);
  }
  return record_of(connection, bearer);
}

std::vector<std::string> member_texts_named(Connection& connection, std::string_view family, base::Date born,
                                            std::size_t count_max) {
  Run found(connection,
            "SELECT m.record FROM member_name AS n JOIN member AS m ON m.id = n.id "
            "WHERE n.family = ?1 AND n.born = ?2 ORDER BY n.id LIMIT ?3",
            family, std::int64_t{born.days()}, limit(count_max));
  std::vector<std::string> texts;
  while (found.next()) texts.push_back(found.text(0));
  return texts;
}

void index_names(Connection& connection) {
  {
    Run missing(connection,
                "SELECT 1 WHERE EXISTS (SELECT 1 FROM member) AND NOT EXISTS (SELECT 1 FROM member_name)");
    if (!missing.next()) return;
  }
  connection.execute("BEGIN IMMEDIATE");
  try {
    {
      Run all(connection, "SELECT id, record FROM member");
      while (all.next()) {
        const base::Result<precert::MemberRecord> member = mappers::member_from_json(all.text(1));
        if (member) add_keys(connection, all.text(0), names_of(*member), numbers_of(*member));
      }
    }
    connection.execute("COMMIT");
  } catch (const SqliteFailure&) {
    connection.roll_back();
    throw;
  }
}

}  // namespace gateway::sqlite
