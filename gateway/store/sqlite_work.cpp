#include "gateway/store/sqlite_work.hpp"

#include <algorithm>

namespace gateway::sqlite {
namespace {

// The columns of each record, in the order its function reads them.
#define EVENT_COLUMNS "e.number, e.case_id, e.version, e.at, e.kind, e.actor, e.details"
#define WORK_COLUMNS                                                                              \
  "w.id, w.kind, w.state, w.priority, w.opened, w.due, w.closed, w.version, w.case_id, w.queue, " \
  "w.assignee, w.details"
#define LETTER_COLUMNS                                                                                   \
  "l.id, l.case_id, l.version, l.state, l.attempts, l.made, l.changed, l.kind, l.addressee, l.channel, " \
  "l.destination, l.error, l.body, l.sending"

CaseEvent event_from(const Run& row) {
  CaseEvent event;
  event.number = row.integer(0);
  event.case_id = precert::CaseId(row.text(1));
  event.version = static_cast<int>(row.integer(2));
  event.at = instant(row.integer(3));
  event.kind = row.text(4);
  event.actor = row.text(5);
  event.details = row.text(6);
  return event;
}

WorkItem work_from(const Run& row) {
  WorkItem item;
  item.id = row.text(0);
  item.kind = static_cast<WorkKind>(row.integer(1));
  item.state = static_cast<WorkState>(row.integer(2));
  item.priority = static_cast<int>(row.integer(3));
  item.opened = instant(row.integer(4));
  if (row.integer(5) != no_due) item.due = instant(row.integer(5));
  if (!row.is_null(6)) item.closed = instant(row.integer(6));
  item.version = static_cast<int>(row.integer(7));
  item.case_id = precert::CaseId(row.text(8));
  item.queue = row.text(9);
  item.assignee = row.text(10);
  item.details = row.text(11);
  return item;
}

LetterRecord letter_from(const Run& row) {
  LetterRecord letter;
  letter.id = row.text(0);
  letter.case_id = precert::CaseId(row.text(1));
  letter.version = static_cast<int>(row.integer(2));
  letter.state = static_cast<LetterState>(row.integer(3));
  letter.attempts = static_cast<int>(row.integer(4));
  letter.made = instant(row.integer(5));
  letter.changed = instant(row.integer(6));
  letter.kind = row.text(7);
  letter.addressee = row.text(8);
  letter.channel = row.text(9);
  letter.destination = row.text(10);
  letter.error = row.text(11);
  letter.text = row.text(12);
  letter.sending = static_cast<int>(row.integer(13));
  return letter;
}

std::vector<LetterRecord> letters_from(Run& rows) {
  std::vector<LetterRecord> letters;
  while (rows.next()) letters.push_back(letter_from(rows));
  return letters;
}

}  // namespace

void write_event(Connection& connection, const CaseEvent& event) {
  run(connection,
      "INSERT INTO case_event (case_id, version, at, kind, actor, details) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
      event.case_id.text(), event.version, seconds(event.at), event.kind, event.actor, event.details);
}

std::vector<CaseEvent> events_of(Connection& connection, const precert::CaseId& id) {
  Run found(connection,
            "SELECT " EVENT_COLUMNS " FROM case_event AS e WHERE e.case_id = ?1 ORDER BY e.number",
            id.text());
  std::vector<CaseEvent> events;
  while (found.next()) events.push_back(event_from(found));
  return events;
}

TimedPage<CaseEvent> events_after(Connection& connection, const TimedPage<CaseEvent>& last,
                                  base::Instant from, base::Instant until, std::size_t count_max) {
  Run found(connection,
            "SELECT " EVENT_COLUMNS
            " FROM case_event AS e WHERE e.at >= ?1 AND e.at < ?2 AND (e.at, e.number) > (?3, ?4)"
            " ORDER BY e.at, e.number LIMIT ?5",
            std::max(seconds(from), last.at), seconds(until), last.at, last.row, limit(count_max));
  TimedPage<CaseEvent> page;
  while (found.next()) {
    page.records.push_back(event_from(found));
    page.at = found.integer(3);
    page.row = found.integer(0);
  }
  return page;
}

std::optional<std::string> assignee_of(Connection& connection, const precert::CaseId& id) {
  Run found(connection,
            "SELECT coalesce(a.assignee, '') FROM review_case AS c"
            " LEFT JOIN case_assignment AS a ON a.case_id = c.id WHERE c.id = ?1",
            id.text());
  if (!found.next()) return std::nullopt;
  return found.text(0);
}

void write_assignment(Connection& connection, const CaseAssignment& assignment) {
  if (assignment.assignee.empty()) {
    run(connection, "DELETE FROM case_assignment WHERE case_id = ?1", assignment.case_id.text());
    return;
  }
  run(connection,
      "INSERT INTO case_assignment (case_id, assignee, since) VALUES (?1, ?2, ?3)"
      " ON CONFLICT (case_id) DO UPDATE SET assignee = excluded.assignee, since = excluded.since",
      assignment.case_id.text(), assignment.assignee, seconds(assignment.at));
}

std::vector<std::string> assignees_of(Connection& connection, std::span<const precert::CaseId> ids) {
  std::vector<std::string> assignees;
  assignees.reserve(ids.size());
  for (const precert::CaseId& id : ids) {
    assignees.push_back(assignee_of(connection, id).value_or(std::string()));
  }
  return assignees;
}

std::int64_t work_version_of(Connection& connection, std::string_view id) {
  Run found(connection, "SELECT version FROM work_item WHERE id = ?1", id);
  return found.next() ? found.integer(0) : 0;
}

void write_work(Connection& connection, const WorkItem& item) {
  std::optional<std::int64_t> closed;
  if (item.closed) closed = seconds(*item.closed);
  run(connection,
      "INSERT INTO work_item (id, kind, state, priority, opened, due, closed, version, case_id, queue, "
      "assignee, details) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)"
      " ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, state = excluded.state,"
      " priority = excluded.priority, opened = excluded.opened, due = excluded.due, closed = excluded.closed,"
      " version = excluded.version, case_id = excluded.case_id, queue = excluded.queue,"
      " assignee = excluded.assignee, details = excluded.details",
      item.id, static_cast<int>(item.kind), static_cast<int>(item.state), item.priority, seconds(item.opened),
      item.due ? seconds(*item.due) : no_due, closed, item.version, item.case_id.text(), item.queue,
      item.assignee, item.details);
}

std::optional<WorkItem> work_item(Connection& connection, std::string_view id) {
  Run found(connection, "SELECT " WORK_COLUMNS " FROM work_item AS w WHERE w.id = ?1", id);
  if (!found.next()) return std::nullopt;
  return work_from(found);
}

namespace {

// What a query may ask besides the case or the state that leads to it; -1 and "" do not matter.
#define WORK_ASKED                                                                              \
  " AND (?3 < 0 OR w.kind = ?3) AND (?4 = '' OR w.queue = ?4) AND (?5 = '' OR w.assignee = ?5)" \
  " AND w.due <= ?6 ORDER BY w.due, w.priority, w.seq LIMIT ?7"
constexpr std::string_view work_of_case = "SELECT " WORK_COLUMNS
                                          " FROM work_item AS w WHERE w.case_id = ?1"
                                          " AND (?2 < 0 OR w.state = ?2)" WORK_ASKED;
constexpr std::string_view work_in_state = "SELECT " WORK_COLUMNS
                                           " FROM work_item AS w WHERE ?1 = ''"
                                           " AND w.state = ?2" WORK_ASKED;
constexpr std::string_view all_work = "SELECT " WORK_COLUMNS
                                      " FROM work_item AS w WHERE ?1 = ''"
                                      " AND ?2 < 0" WORK_ASKED;

}  // namespace

std::vector<WorkItem> work_items(Connection& connection, const WorkQuery& query) {
  std::string_view statement = query.state ? work_in_state : all_work;
  if (query.case_id) statement = work_of_case;
  const std::string case_id = query.case_id ? query.case_id->text() : std::string();
  Run found(connection, statement, case_id, query.state ? static_cast<int>(*query.state) : -1,
            query.kind ? static_cast<int>(*query.kind) : -1, query.queue, query.assignee,
            query.due_until ? seconds(*query.due_until) : no_due, limit(query.count_max));
  std::vector<WorkItem> items;
  while (found.next()) items.push_back(work_from(found));
  return items;
}

void write_letter(Connection& connection, const LetterRecord& letter) {
  run(connection,
      "INSERT INTO letter (id, case_id, version, state, attempts, made, changed, kind, addressee, channel, "
      "destination, error, body, pdf, sending)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)"
      " ON CONFLICT (id) DO UPDATE SET case_id = excluded.case_id, version = excluded.version,"
      " state = excluded.state, attempts = excluded.attempts, made = excluded.made,"
      " changed = excluded.changed, kind = excluded.kind, addressee = excluded.addressee,"
      " channel = excluded.channel, destination = excluded.destination, error = excluded.error,"
      " body = excluded.body, sending = excluded.sending,"
      " pdf = CASE length(excluded.pdf) WHEN 0 THEN pdf ELSE excluded.pdf END"
      " WHERE excluded.sending >= letter.sending",
      letter.id, letter.case_id.text(), letter.version, static_cast<int>(letter.state), letter.attempts,
      seconds(letter.made), seconds(letter.changed), letter.kind, letter.addressee, letter.channel,
      letter.destination, letter.error, letter.text, Blob{letter.pdf}, letter.sending);
}

std::optional<LetterRecord> letter(Connection& connection, std::string_view id) {
  Run found(connection, "SELECT " LETTER_COLUMNS ", l.pdf FROM letter AS l WHERE l.id = ?1", id);
  if (!found.next()) return std::nullopt;
  LetterRecord record = letter_from(found);
  record.pdf = found.text(14);
  return record;
}

std::vector<LetterRecord> letters_of(Connection& connection, const precert::CaseId& id) {
  Run found(connection, "SELECT " LETTER_COLUMNS " FROM letter AS l WHERE l.case_id = ?1 ORDER BY l.seq DESC",
            id.text());
  return letters_from(found);
}

std::vector<LetterRecord> letters_in(Connection& connection, LetterState state, std::size_t count_max) {
  Run found(connection,
            "SELECT " LETTER_COLUMNS " FROM letter AS l WHERE l.state = ?1 ORDER BY l.seq LIMIT ?2",
            static_cast<int>(state), limit(count_max));
  return letters_from(found);
}

std::int64_t followed_until(Connection& connection, std::string_view worker) {
  Run found(connection, "SELECT position FROM follow_up WHERE worker = ?1", worker);
  return found.next() ? found.integer(0) : 0;
}

void write_follow_up(Connection& connection, const FollowUp& follow_up) {
  run(connection,
      "INSERT INTO follow_up (worker, position) VALUES (?1, ?2)"
      " ON CONFLICT (worker) DO UPDATE SET position = excluded.position",
      follow_up.worker, follow_up.until);
}

}  // namespace gateway::sqlite
