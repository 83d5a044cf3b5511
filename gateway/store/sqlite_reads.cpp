#include "gateway/store/sqlite_reads.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "gateway/store/packed.hpp"
#include "gateway/store/sqlite_keys.hpp"

namespace gateway::sqlite {
namespace {

// The columns of a case version, in the order case_from reads them.
#define CASE_COLUMNS                                                                              \
  "v.case_id, v.version, v.state, v.received, v.decided, v.due, v.member, v.submitter, v.queue, " \
  "v.message_id, "                                                                                \
  "v.determination, v.request, v.requester, v.priority, v.packed, v.request_size, v.determination_size, " \
  "v.dictionary"
// How many they are: what a statement selects besides stands behind them.
constexpr int case_columns = 18;

void unpack(const Run& row, CaseRecord& record) {
  std::optional<Unpacked> texts =
      unpacked_from(row.bytes(14), static_cast<std::size_t>(row.integer(15)),
                    static_cast<std::size_t>(row.integer(16)), static_cast<Dictionary>(row.integer(17)));
  if (!texts) throw SqliteFailure(SQLITE_CORRUPT, "a stored case is damaged");
  record.request = std::move(texts->first);
  record.determination = std::move(texts->second);
}

CaseRecord case_from(const Run& row) {
  CaseRecord record;
  record.id = precert::CaseId(row.text(0));
  record.version = static_cast<int>(row.integer(1));
  record.state = static_cast<CaseState>(row.integer(2));
  record.received = instant(row.integer(3));
  record.decided = instant(row.integer(4));
  if (!row.is_null(5)) record.due = instant(row.integer(5));
  record.member = precert::MemberId(row.text(6));
  record.submitter = row.text(7);
  record.queue = row.text(8);
  record.message = precert::MessageId(row.text(9));
  record.determination = row.text(10);
  record.request = row.text(11);
  record.requester = row.text(12);
  record.priority = static_cast<int>(row.integer(13));
  if (!row.is_null(15)) unpack(row, record);
  return record;
}

/// What came and what was answered; from column `at` on: answer, bytes, bytes_size, answer_size, dictionary.
Unpacked texts_from(const Run& row, int at) {
  if (row.is_null(at + 2)) return Unpacked{row.text(at + 1), row.text(at)};
  std::optional<Unpacked> texts =
      unpacked_from(row.bytes(at + 1), static_cast<std::size_t>(row.integer(at + 2)),
                    static_cast<std::size_t>(row.integer(at + 3)),
                    static_cast<Dictionary>(row.integer(at + 4)));
  if (!texts) throw SqliteFailure(SQLITE_CORRUPT, "a stored message is damaged");
  return std::move(*texts);
}

std::vector<CaseRecord> cases_from(Run& rows) {
  std::vector<CaseRecord> cases;
  while (rows.next()) cases.push_back(case_from(rows));
  return cases;
}

}  // namespace

std::int64_t limit(std::size_t count_max) {
  constexpr auto most = static_cast<std::size_t>(std::numeric_limits<std::int64_t>::max());
  return static_cast<std::int64_t>(std::min(count_max, most));
}

ContentHash hash_from(std::string_view bytes) {
  ContentHash hash;
  if (bytes.size() == hash.bytes.size()) std::memcpy(hash.bytes.data(), bytes.data(), bytes.size());
  return hash;
}

Blob blob(const ContentHash& hash) {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): the same 32 bytes, seen as characters
  return Blob{std::string_view(reinterpret_cast<const char*>(hash.bytes.data()), hash.bytes.size())};
}

std::int64_t replay_key(const ContentHash& hash) {
  std::int64_t key = 0;
  std::memcpy(&key, hash.bytes.data(), sizeof key);
  return key;
}

std::optional<EarlierAnswer> newest_answer(Connection& connection, std::string_view sender,
                                           const ContentHash& hash, base::Instant not_before) {
  Run found(
      connection,
      "SELECT id, received, status, answer_type, answer, bytes, bytes_size, answer_size, dictionary FROM "
      "message "
      "WHERE replay_key = ?1 AND hash = ?2 AND sender = ?3 AND received >= ?4 ORDER BY seq DESC LIMIT 1",
      replay_key(hash), blob(hash), sender, seconds(not_before));
  if (!found.next()) return std::nullopt;
  return EarlierAnswer{
      precert::MessageId(found.text(0)), instant(found.integer(1)),
      StoredAnswer{static_cast<int>(found.integer(2)), found.text(3), texts_from(found, 4).second}};
}

std::optional<StoredMessage> message(Connection& connection, const precert::MessageId& id) {
  Run found(connection,
            "SELECT transport, sender, received, content_type, hash, status, answer_type, answer, bytes, "
            "bytes_size, answer_size, dictionary FROM message WHERE id = ?1",
            id.text());
  if (!found.next()) return std::nullopt;
  Unpacked texts = texts_from(found, 7);
  return StoredMessage{
      ReceivedMessage{id, static_cast<Transport>(found.integer(0)), found.text(1), instant(found.integer(2)),
                      found.text(3), std::move(texts.first), hash_from(found.bytes(4))},
      StoredAnswer{static_cast<int>(found.integer(5)), found.text(6), std::move(texts.second)}};
}

std::int64_t version_of(Connection& connection, const precert::CaseId& id) {
  Run found(connection, "SELECT version FROM review_case WHERE id = ?1", id.text());
  return found.next() ? found.integer(0) : 0;
}

std::optional<CaseRecord> find_case(Connection& connection, const precert::CaseId& id) {
  Run found(connection,
            "SELECT " CASE_COLUMNS
            " FROM review_case AS c JOIN case_version AS v ON v.seq = c.newest WHERE c.id = ?1",
            id.text());
  if (!found.next()) return std::nullopt;
  return case_from(found);
}

std::vector<CaseRecord> cases_with(Connection& connection, LookupKind kind, std::string_view value,
                                   std::size_t count_max) {
  std::string room;
  Run found(connection,
            "SELECT " CASE_COLUMNS
            " FROM lookup_key AS k JOIN review_case AS c ON c.id = k.case_id"
            " JOIN case_version AS v ON v.seq = c.newest"
            " WHERE k.kind = ?1 AND k.value = ?2 ORDER BY c.opened DESC LIMIT ?3",
            static_cast<int>(kind), stored_key(kind, value, room), limit(count_max));
  return cases_from(found);
}

// '}' follows '|'. The keys of a longer value that goes on with a bar stand among them: they count against
// the limit, and are left out of what is found.
#define OF_ANY_SYSTEM \
  " FROM lookup_key AS k WHERE k.kind = ?1 AND k.value >= ?2 || '|' AND k.value < ?2 || '}'"

std::optional<std::vector<CaseRecord>> cases_of_any_system(Connection& connection, LookupKind kind,
                                                           std::string_view value, std::size_t count_max) {
  const std::int64_t matches = limit(matching_cases_max) + 1;  // one more than allowed: too many
  Run counted(connection, "SELECT count(*) FROM (SELECT 1" OF_ANY_SYSTEM " LIMIT ?3)", static_cast<int>(kind),
              value, matches);
  if (!counted.next() || counted.integer(0) == matches) return std::nullopt;
  Run found(connection,
            "SELECT " CASE_COLUMNS
            " FROM review_case AS c JOIN case_version AS v ON v.seq = c.newest"
            " WHERE c.id IN (SELECT k.case_id" OF_ANY_SYSTEM
            " AND instr(substr(k.value, length(?2) + 2), '|') = 0) ORDER BY c.opened DESC LIMIT ?3",
            static_cast<int>(kind), value, limit(count_max));
  return cases_from(found);
}

#undef OF_ANY_SYSTEM

std::vector<CaseRecord> cases_of(Connection& connection, const precert::MemberId& member,
                                 std::size_t count_max) {
  Run found(connection,
            "SELECT " CASE_COLUMNS
            " FROM review_case AS c JOIN case_version AS v ON v.seq = c.newest"
            " WHERE c.member = ?1 AND c.member <> '' ORDER BY c.opened DESC LIMIT ?2",
            member.text(), limit(count_max));
  return cases_from(found);
}

std::vector<CaseRecord> history(Connection& connection, const precert::CaseId& id) {
  Run found(connection,
            "SELECT " CASE_COLUMNS " FROM case_version AS v WHERE v.case_id = ?1 ORDER BY v.version",
            id.text());
  return cases_from(found);
}

std::vector<CaseRecord> worklist(Connection& connection, const WorklistQuery& query) {
  std::int64_t due = std::numeric_limits<std::int64_t>::min();
  int priority = 0;
  std::string_view after;
  if (query.after) {
    due = query.after->due ? seconds(*query.after->due) : no_due;
    priority = query.after->priority;
    after = query.after->id.text();
  }
  if (query.queue.empty()) {
    Run found(connection,
              "SELECT " CASE_COLUMNS
              " FROM review_case AS c JOIN case_version AS v ON v.seq = c.newest"
              " WHERE c.state = 0 AND (c.due, c.priority, c.id) > (?1, ?2, ?3)"
              " ORDER BY c.due, c.priority, c.id LIMIT ?4",
              due, priority, after, limit(query.count_max));
    return cases_from(found);
  }
  Run found(connection,
            "SELECT " CASE_COLUMNS
            " FROM review_case AS c JOIN case_version AS v ON v.seq = c.newest"
            " WHERE c.state = 0 AND c.queue = ?5 AND (c.due, c.priority, c.id) > (?1, ?2, ?3)"
            " ORDER BY c.due, c.priority, c.id LIMIT ?4",
            due, priority, after, limit(query.count_max), query.queue);
  return cases_from(found);
}

namespace {

// What a search may ask besides the member or requester that leads to it. States are a set of bits.
#define SEARCHED                                                                                    \
  " AND (?1 = '' OR c.member = ?1) AND (?2 = '' OR c.requester = ?2) AND ((?3 >> c.state) & 1) = 1" \
  " AND c.decided BETWEEN ?4 AND ?5 AND c.opened < ?6"
#define FOUND_CASES                                                              \
  "SELECT " CASE_COLUMNS                                                         \
  ", c.opened FROM review_case AS c JOIN case_version AS v ON v.seq = c.newest " \
  "WHERE "
#define NEWEST_FIRST " ORDER BY c.opened DESC LIMIT ?7"

/// Member, requester or everything: each condition has its own index.
struct SearchStatements {
  std::string_view page, count;
};
constexpr SearchStatements of_member{
    FOUND_CASES "c.member = ?1 AND c.member <> ''" SEARCHED NEWEST_FIRST,
    "SELECT count(*) FROM review_case AS c WHERE c.member = ?1 AND c.member <> ''" SEARCHED};
constexpr SearchStatements of_requester{
    FOUND_CASES "c.requester = ?2 AND c.requester <> ''" SEARCHED NEWEST_FIRST,
    "SELECT count(*) FROM review_case AS c WHERE c.requester = ?2 AND c.requester <> ''" SEARCHED};
constexpr SearchStatements of_all{FOUND_CASES "1" SEARCHED NEWEST_FIRST,
                                  "SELECT count(*) FROM review_case AS c WHERE 1" SEARCHED};

const SearchStatements& statements_for(const CaseQuery& query) {
  if (!query.member.text().empty()) return of_member;
  return query.requester.empty() ? of_all : of_requester;
}

std::int64_t bits_of(const std::vector<CaseState>& states) {
  if (states.empty()) return -1;
  std::int64_t bits = 0;
  for (const CaseState state : states) bits |= std::int64_t{1} << static_cast<unsigned>(state);
  return bits;
}

}  // namespace

CasePage search_cases(Connection& connection, const CaseQuery& query) {
  constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
  const SearchStatements& statements = statements_for(query);
  const std::int64_t states = bits_of(query.states);
  const std::int64_t from = query.decided_from ? seconds(*query.decided_from) : -most;
  const std::int64_t until = query.decided_until ? seconds(*query.decided_until) : most;
  CasePage page;
  {
    Run counted(connection, statements.count, query.member.text(), query.requester, states, from, until,
                most);
    counted.next();
    page.total = static_cast<std::size_t>(counted.integer(0));
  }
  Run found(connection, statements.page, query.member.text(), query.requester, states, from, until,
            query.after == 0 ? most : query.after, limit(query.count_max));
  std::int64_t last = 0;
  while (found.next()) {
    page.cases.push_back(case_from(found));
    last = found.integer(case_columns);
  }
  if (page.cases.size() == query.count_max) page.next = last;
  return page;
}

OpenedPage opened_after(Connection& connection, std::int64_t last_opened, base::Instant from,
                        base::Instant until, std::size_t count_max) {
  Run found(connection,
            "SELECT " CASE_COLUMNS
            ", first.seq FROM case_version AS first JOIN review_case AS c ON c.id = first.case_id"
            " JOIN case_version AS v ON v.seq = c.newest"
            " WHERE first.seq > ?1 AND first.version = 1 AND first.received >= ?2 AND first.received < ?3"
            " ORDER BY first.seq LIMIT ?4",
            last_opened, seconds(from), seconds(until), limit(count_max));
  OpenedPage page{{}, last_opened};
  while (found.next()) {
    page.cases.push_back(case_from(found));
    page.last_opened = found.integer(case_columns);
  }
  return page;
}

TimedPage<std::vector<CaseRecord>> histories_decided(Connection& connection,
                                                     const TimedPage<std::vector<CaseRecord>>& last,
                                                     base::Instant from, base::Instant until,
                                                     std::size_t count_max) {
  // A case counts where its first version in the span stands.
  Run found(connection,
            "SELECT v.case_id, v.decided, v.seq FROM case_version AS v"
            " WHERE v.decided >= ?1 AND v.decided < ?2 AND (v.decided, v.seq) > (?3, ?4)"
            " AND NOT EXISTS (SELECT 1 FROM case_version AS e WHERE e.case_id = v.case_id"
            "  AND e.version < v.version AND e.decided >= ?5 AND e.decided < ?2)"
            " ORDER BY v.decided, v.seq LIMIT ?6",
            std::max(seconds(from), last.at), seconds(until), last.at, last.row, seconds(from),
            limit(count_max));
  TimedPage<std::vector<CaseRecord>> page;
  while (found.next()) {
    page.records.push_back(history(connection, precert::CaseId(found.text(0))));
    page.at = found.integer(1);
    page.row = found.integer(2);
  }
  return page;
}

std::vector<CaseVersion> versions_after(Connection& connection, std::int64_t position,
                                        std::size_t count_max) {
  Run found(connection,
            "SELECT " CASE_COLUMNS ", v.seq FROM case_version AS v WHERE v.seq > ?1 ORDER BY v.seq LIMIT ?2",
            position, limit(count_max));
  std::vector<CaseVersion> versions;
  while (found.next()) versions.push_back({found.integer(case_columns), case_from(found)});
  return versions;
}

std::vector<std::string> facility_texts(Connection& connection) {
  Run found(connection, "SELECT record FROM facility ORDER BY npi");
  std::vector<std::string> texts;
  while (found.next()) texts.push_back(found.text(0));
  return texts;
}

StoreContents contents(Connection& connection) {
  Run found(connection,
            "SELECT (SELECT count(*) FROM member), (SELECT count(*) FROM facility), "
            "(SELECT count(*) FROM review_case), (SELECT count(*) FROM review_case WHERE state = 0)");
  found.next();
  const auto count = [&found](int column) { return static_cast<std::size_t>(found.integer(column)); };
  return StoreContents{count(0), count(1), count(2), count(3)};
}

ReadPool::ReadPool(std::vector<std::unique_ptr<Connection>> connections) : all_(std::move(connections)) {
  for (const auto& one : all_) idle_.push_back(one.get());
}

Connection* ReadPool::take() {
  std::unique_lock lock(mutex_);
  returned_.wait(lock, [this] { return !idle_.empty(); });
  Connection* const lent = idle_.back();
  idle_.pop_back();
  return lent;
}

void ReadPool::give_back(Connection* connection) {
  {
    const std::lock_guard lock(mutex_);
    idle_.push_back(connection);
  }
  returned_.notify_one();
}

}  // namespace gateway::sqlite
