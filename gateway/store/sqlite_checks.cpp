#include "gateway/store/sqlite_checks.hpp"

#include <algorithm>
#include <utility>

#include "gateway/store/packed.hpp"

namespace gateway::sqlite {
namespace {

// The columns of a check, in the order check_from reads them.
#define CHECK_COLUMNS                                                                           \
  "k.reference, k.channel, k.made, k.message_id, k.resource, k.member, k.requester, k.sender, " \
  "k.fingerprint, k.answer, k.question"

CheckRecord check_from(const Run& row) {
  CheckRecord check;
  check.reference = row.text(0);
  check.channel = static_cast<CheckChannel>(row.integer(1));
  check.made = instant(row.integer(2));
  check.message = precert::MessageId(row.text(3));
  check.resource = row.text(4);
  check.member = precert::MemberId(row.text(5));
  check.requester = row.text(6);
  check.sender = row.text(7);
  check.fingerprint = row.text(8);
  check.answer = row.text(9);
  check.question = row.text(10);
  return check;
}

// What a search may ask besides the key that leads to it; -1 and "" do not matter.
#define CHECKS_ASKED                                                                                     \
  " AND (?1 < 0 OR k.channel = ?1) AND (?2 = '' OR k.member = ?2) AND (?3 = '' OR k.requester = ?3)"     \
  " AND (?4 = '' OR k.sender = ?4) AND (?5 = '' OR k.resource = ?5) AND (?6 = '' OR k.fingerprint = ?6)" \
  " AND k.made BETWEEN ?7 AND ?8 AND k.seq < ?9"
#define FOUND_CHECKS "SELECT " CHECK_COLUMNS ", k.seq FROM coverage_check AS k WHERE "
#define COUNTED_CHECKS "SELECT count(*) FROM coverage_check AS k WHERE "
#define NEWEST_CHECKS " ORDER BY k.seq DESC LIMIT ?10"

/// Each key has its own index; the narrowest that is given leads.
struct CheckStatements {
  std::string_view page, count;
};
#define CHECKS_LED_BY(condition) \
  CheckStatements { FOUND_CHECKS condition CHECKS_ASKED NEWEST_CHECKS, COUNTED_CHECKS condition CHECKS_ASKED }
constexpr CheckStatements of_resource = CHECKS_LED_BY("k.resource = ?5 AND k.resource <> ''");
constexpr CheckStatements of_fingerprint = CHECKS_LED_BY("k.fingerprint = ?6");
constexpr CheckStatements checks_of_member = CHECKS_LED_BY("k.member = ?2 AND k.member <> ''");
constexpr CheckStatements checks_of_requester = CHECKS_LED_BY("k.requester = ?3 AND k.requester <> ''");
constexpr CheckStatements all_checks = CHECKS_LED_BY("1");

const CheckStatements& statements_for(const CheckQuery& query) {
  if (!query.resource.empty()) return of_resource;
  if (!query.fingerprint.empty()) return of_fingerprint;
  if (!query.member.text().empty()) return checks_of_member;
  return query.requester.empty() ? all_checks : checks_of_requester;
}

}  // namespace

void write_check(Connection& connection, const CheckRecord& check) {
  run(connection,
      "INSERT INTO coverage_check (reference, channel, made, message_id, resource, member, requester, "
      "sender, "
      "fingerprint, answer, question) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
      check.reference, static_cast<int>(check.channel), seconds(check.made), check.message.text(),
      check.resource, check.member.text(), check.requester, check.sender, check.fingerprint, check.answer,
      check.question);
}

std::optional<CheckRecord> check_with(Connection& connection, std::string_view reference) {
  Run found(connection,
            "SELECT " CHECK_COLUMNS " FROM coverage_check AS k WHERE k.reference = ?1 ORDER BY k.seq LIMIT 1",
            reference);
  if (!found.next()) return std::nullopt;
  return check_from(found);
}

std::optional<CheckRecord> first_check(Connection& connection, std::string_view fingerprint) {
  // The index on fingerprints keeps the rows of one in the order of seq.
  Run found(connection,
            "SELECT " CHECK_COLUMNS
            " FROM coverage_check AS k WHERE k.fingerprint = ?1 ORDER BY k.seq LIMIT 1",
            fingerprint);
  if (!found.next()) return std::nullopt;
  return check_from(found);
}

CheckPage search_checks(Connection& connection, const CheckQuery& query) {
  constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
  const CheckStatements& statements = statements_for(query);
  const int channel = query.channel ? static_cast<int>(*query.channel) : -1;
  const std::int64_t from = query.made_from ? seconds(*query.made_from) : -most;
  const std::int64_t until = query.made_until ? seconds(*query.made_until) : most;
  CheckPage page;
  {
    Run counted(connection, statements.count, channel, query.member.text(), query.requester, query.sender,
                query.resource, query.fingerprint, from, until, most);
    counted.next();
    page.total = static_cast<std::size_t>(counted.integer(0));
  }
  Run found(connection, statements.page, channel, query.member.text(), query.requester, query.sender,
            query.resource, query.fingerprint, from, until, query.after == 0 ? most : query.after,
            limit(query.count_max));
  std::int64_t last = 0;
  while (found.next()) {
    page.checks.push_back(check_from(found));
    last = found.integer(11);
  }
  if (page.checks.size() == query.count_max) page.next = last;
  return page;
}

bool rulebook_kept(Connection& connection, std::string_view version) {
  Run found(connection, "SELECT 1 FROM rulebook_file WHERE version = ?1 LIMIT 1", version);
  return found.next();
}

void keep_rulebook(Connection& connection, std::string_view version, std::span<const RulebookText> files,
                   base::Instant at) {
  if (rulebook_kept(connection, version)) return;
  std::int64_t place = 0;
  for (const RulebookText& file : files) {
    const Packed packed = packed_from(file.text, {});
    std::optional<std::int64_t> size;
    if (packed.packed()) size = static_cast<std::int64_t>(packed.first_size);
    run(connection,
        "INSERT INTO rulebook_file (version, place, kept, name, size, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        version, ++place, seconds(at), file.name, size, Blob{size ? packed.block : file.text});
  }
}

std::vector<RulebookText> rulebook_of(Connection& connection, std::string_view version) {
  Run found(connection, "SELECT name, size, body FROM rulebook_file WHERE version = ?1 ORDER BY place",
            version);
  std::vector<RulebookText> files;
  while (found.next()) {
    RulebookText& file = files.emplace_back();
    file.name = found.text(0);
    if (found.is_null(1)) {
      file.text = found.text(2);
      continue;
    }
    std::optional<Unpacked> text =
        unpacked_from(found.bytes(2), static_cast<std::size_t>(found.integer(1)), 0);
    if (!text) throw SqliteFailure(SQLITE_CORRUPT, "a stored rulebook is damaged");
    file.text = std::move(text->first);
  }
  return files;
}

std::vector<KeptRulebook> kept_rulebooks(Connection& connection, std::size_t count_max) {
  Run found(connection,
            "SELECT version, MIN(kept), MAX(rowid) AS last FROM rulebook_file GROUP BY version ORDER BY last DESC LIMIT ?1",
            static_cast<std::int64_t>(count_max));
  std::vector<KeptRulebook> kept;
  while (found.next()) kept.push_back({found.text(0), instant(found.integer(1))});
  return kept;
}

void keep_forms(Connection& connection, std::span<const IssuedForm> forms) {
  for (const IssuedForm& one : forms) {
    run(connection, "INSERT OR IGNORE INTO issued_form (id, version) VALUES (?1, ?2)", one.id, one.version);
  }
}

bool form_was_issued(Connection& connection, std::string_view id, std::string_view version) {
  Run found(connection, "SELECT 1 FROM issued_form WHERE id = ?1 AND (?2 = '' OR version = ?2) LIMIT 1", id,
            version);
  return found.next();
}

bool forms_were_issued(Connection& connection) {
  Run found(connection, "SELECT 1 FROM issued_form LIMIT 1");
  return found.next();
}

void write_hook_call(Connection& connection, const HookCall& call) {
  run(connection,
      "INSERT INTO hook_call (received, milliseconds, status, message_id, service, hook, instance, client, "
      "provider, token_use, details) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
      seconds(call.received), call.milliseconds, call.status, call.message.text(), call.service, call.hook,
      call.instance, call.client, call.provider, call.token_use, call.details);
}

TimedPage<HookCall> hook_calls_after(Connection& connection, const TimedPage<HookCall>& last,
                                     base::Instant from, base::Instant until, std::size_t count_max) {
  Run found(connection,
            "SELECT seq, received, milliseconds, status, message_id, service, hook, instance, client, "
            "provider, token_use, details FROM hook_call WHERE received >= ?1 AND received < ?2"
            " AND (received, seq) > (?3, ?4) ORDER BY received, seq LIMIT ?5",
            std::max(seconds(from), last.at), seconds(until), last.at, last.row, limit(count_max));
  TimedPage<HookCall> page;
  while (found.next()) {
    HookCall& call = page.records.emplace_back();
    page.row = found.integer(0);
    page.at = found.integer(1);
    call.received = instant(page.at);
    call.milliseconds = static_cast<int>(found.integer(2));
    call.status = static_cast<int>(found.integer(3));
    call.message = precert::MessageId(found.text(4));
    call.service = found.text(5);
    call.hook = found.text(6);
    call.instance = found.text(7);
    call.client = found.text(8);
    call.provider = found.text(9);
    call.token_use = found.text(10);
    call.details = found.text(11);
  }
  return page;
}

void write_feedback(Connection& connection, const HookFeedback& feedback) {
  run(connection,
      "INSERT INTO hook_feedback (at, service, card, outcome, details) VALUES (?1, ?2, ?3, ?4, ?5)",
      seconds(feedback.at), feedback.service, feedback.card, feedback.outcome, feedback.details);
}

TimedPage<HookFeedback> feedback_after(Connection& connection, const TimedPage<HookFeedback>& last,
                                       base::Instant from, base::Instant until, std::size_t count_max) {
  Run found(connection,
            "SELECT seq, at, service, card, outcome, details FROM hook_feedback WHERE at >= ?1 AND at < ?2"
            " AND (at, seq) > (?3, ?4) ORDER BY at, seq LIMIT ?5",
            std::max(seconds(from), last.at), seconds(until), last.at, last.row, limit(count_max));
  TimedPage<HookFeedback> page;
  while (found.next()) {
    HookFeedback& one = page.records.emplace_back();
    page.row = found.integer(0);
    page.at = found.integer(1);
    one.at = instant(page.at);
    one.service = found.text(2);
    one.card = found.text(3);
    one.outcome = found.text(4);
    one.details = found.text(5);
  }
  return page;
}

bool use_token(Connection& connection, std::string_view issuer, std::string_view id, base::Instant now,
               base::Instant expires) {
  run(connection, "DELETE FROM used_token WHERE expires < ?1", seconds(now));
  run(connection, "INSERT OR IGNORE INTO used_token (issuer, id, expires) VALUES (?1, ?2, ?3)", issuer, id,
      seconds(expires));
  return sqlite3_changes(connection.raw()) == 1;
}

}  // namespace gateway::sqlite
