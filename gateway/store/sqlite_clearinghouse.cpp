#include "gateway/store/sqlite_clearinghouse.hpp"

#include <utility>

#include "gateway/store/sqlite_reads.hpp"

namespace gateway::sqlite {
namespace {

// The columns of a batch and of an attachment, in the order batch_from and attachment_from read them.
#define BATCH_COLUMNS \
  "id, sender, payload_id, hash, content_type, state, received, sets, accepted, numbers, claimed_until"
#define OUTLINE_COLUMNS \
  "id, control_number, state, received, held_until, case_id, sender, message_id, description, "
#define ATTACHMENT_COLUMNS OUTLINE_COLUMNS "content"

BatchRecord batch_from(const Run& row) {
  BatchRecord record;
  record.id = row.text(0);
  record.sender = row.text(1);
  record.payload_id = row.text(2);
  record.hash = hash_from(row.bytes(3));
  record.content_type = row.text(4);
  record.state = static_cast<BatchState>(row.integer(5));
  record.received = instant(row.integer(6));
  record.sets = static_cast<std::uint64_t>(row.integer(7));
  record.accepted = static_cast<std::uint64_t>(row.integer(8));
  record.numbers = row.text(9);
  record.claimed_until = instant(row.integer(10));
  return record;
}

constexpr int after_outline = 9;  // what stands behind OUTLINE_COLUMNS

AttachmentRecord outline_from(const Run& row) {
  AttachmentRecord one;
  one.id = row.text(0);
  one.control_number = row.text(1);
  one.state = static_cast<AttachmentState>(row.integer(2));
  one.received = instant(row.integer(3));
  one.held_until = instant(row.integer(4));
  one.case_id = precert::CaseId(row.text(5));
  one.sender = row.text(6);
  one.message = precert::MessageId(row.text(7));
  one.description = row.text(8);
  one.read_as_expired = one.state == AttachmentState::expired;
  return one;
}

std::vector<AttachmentRecord> attachments_from(Run& rows) {
  std::vector<AttachmentRecord> all;
  while (rows.next()) all.emplace_back(outline_from(rows)).content = rows.text(after_outline);
  return all;
}

/// ISA13 and its like: nine digits, so that order as text is order as number.
std::optional<std::int64_t> counted(std::string_view number) {
  if (number.size() != 9) return std::nullopt;
  std::int64_t value = 0;
  for (const char c : number) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

}  // namespace

bool used_by_another(Connection& connection, const ControlNumber& number) {
  Run found(connection,
            "SELECT 1 FROM control_number WHERE pair = ?1 AND number = ?2 AND owner <> ?3 AND received >= ?4",
            number.pair, number.number, number.owner, seconds(number.not_before));
  return found.next();
}

std::optional<ControlGap> write_control_number(Connection& connection, const ControlNumber& number) {
  std::optional<ControlGap> gap;
  const std::optional<std::int64_t> value = number.counted ? counted(number.number) : std::nullopt;
  if (value) {
    Run highest(connection, "SELECT max(number) FROM control_number WHERE pair = ?1", number.pair);
    const std::string previous = highest.next() ? highest.text(0) : std::string();
    const std::optional<std::int64_t> before = counted(previous);
    if (before && *value > *before + 1) gap = ControlGap{number.pair, previous, number.number};
  }
  run(connection,
      "INSERT OR REPLACE INTO control_number (pair, number, owner, received) VALUES (?1, ?2, ?3, ?4)",
      number.pair, number.number, number.owner, seconds(number.received));
  return gap;
}

std::vector<ControlGap> control_gaps(Connection& connection, std::string_view pair, std::size_t count_max) {
  Run found(connection,
            "SELECT before, number FROM (SELECT number, lag(number) OVER (ORDER BY number) AS before"
            " FROM control_number WHERE pair = ?1 AND length(number) = 9)"
            " WHERE CAST(number AS INTEGER) > CAST(before AS INTEGER) + 1 ORDER BY number LIMIT ?2",
            pair, limit(count_max));
  std::vector<ControlGap> gaps;
  while (found.next()) gaps.push_back({std::string(pair), found.text(0), found.text(1)});
  return gaps;
}

std::optional<BatchRecord> begin_batch(Connection& connection, const BatchRecord& record) {
  std::optional<BatchRecord> earlier = batch(connection, record.sender, record.payload_id);
  if (earlier && earlier->state != BatchState::receiving) return earlier;
  if (earlier) {  // its sender went away while sending
    run(connection, "DELETE FROM batch_part WHERE batch_id = ?1", earlier->id);
    run(connection, "DELETE FROM batch WHERE id = ?1", earlier->id);
  }
  run(connection,
      "INSERT INTO batch (id, sender, payload_id, hash, content_type, state, received, claimed_until, sets, "
      "accepted, "
      "numbers) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0, 0, 0, '')",
      record.id, record.sender, record.payload_id, blob(record.hash), record.content_type,
      static_cast<int>(BatchState::receiving), seconds(record.received));
  return std::nullopt;
}

void write_batch_part(Connection& connection, std::string_view batch, BatchBytes kind,
                      std::string_view bytes) {
  if (bytes.empty()) return;
  run(connection, "INSERT INTO batch_part (batch_id, kind, bytes) VALUES (?1, ?2, ?3)", batch,
      static_cast<int>(kind), Blob{bytes});
}

bool end_batch(Connection& connection, std::string_view batch) {
  run(connection, "UPDATE batch SET state = ?2 WHERE id = ?1 AND state = ?3", batch,
      static_cast<int>(BatchState::received), static_cast<int>(BatchState::receiving));
  return sqlite3_changes(connection.raw()) == 1;
}

std::optional<BatchRecord> batch(Connection& connection, std::string_view sender,
                                 std::string_view payload_id) {
  Run found(connection, "SELECT " BATCH_COLUMNS " FROM batch WHERE sender = ?1 AND payload_id = ?2", sender,
            payload_id);
  if (!found.next()) return std::nullopt;
  return batch_from(found);
}

std::optional<BatchRecord> claim_batch(Connection& connection, base::Instant now, base::Instant until) {
  std::optional<BatchRecord> next;
  {
    Run found(connection,
              "SELECT " BATCH_COLUMNS
              " FROM batch WHERE state IN (0, 1) AND (state = 0 OR claimed_until < ?1) ORDER BY seq LIMIT 1",
              seconds(now));
    if (!found.next()) return std::nullopt;
    next = batch_from(found);
  }
  run(connection, "UPDATE batch SET state = ?2, claimed_until = ?3 WHERE id = ?1", next->id,
      static_cast<int>(BatchState::running), seconds(until));
  next->claimed_until = until;
  return next;
}

bool step_follows(Connection& connection, const BatchStep& step) {
  Run found(connection, "SELECT 1 FROM batch WHERE id = ?1 AND sets = ?2 AND state IN (0, 1)", step.batch,
            static_cast<std::int64_t>(step.sets_before));
  return found.next();
}

std::vector<std::string> unfinished_batches(Connection& connection) {
  Run found(connection, "SELECT id FROM batch WHERE state IN (0, 1) ORDER BY seq");
  std::vector<std::string> ids;
  while (found.next()) ids.push_back(found.text(0));
  return ids;
}

std::optional<BatchRecord> take_batch(Connection& connection, std::string_view batch, base::Instant until) {
  run(connection, "UPDATE batch SET state = ?2, claimed_until = ?3 WHERE id = ?1 AND state IN (0, 1)", batch,
      static_cast<int>(BatchState::running), seconds(until));
  if (sqlite3_changes(connection.raw()) == 0) return std::nullopt;
  Run found(connection, "SELECT " BATCH_COLUMNS " FROM batch WHERE id = ?1", batch);
  if (!found.next()) return std::nullopt;
  return batch_from(found);
}

void release_batch(Connection& connection, std::string_view batch) {
  run(connection, "UPDATE batch SET claimed_until = 0 WHERE id = ?1", batch);
}

void write_step(Connection& connection, const BatchStep& step) {
  run(connection,
      "UPDATE batch SET state = ?2, sets = ?3, accepted = ?4, claimed_until = ?5, numbers = ?6 WHERE id = ?1",
      step.batch, static_cast<int>(step.state), static_cast<std::int64_t>(step.sets),
      static_cast<std::int64_t>(step.accepted), seconds(step.claimed_until), step.numbers);
  write_batch_part(connection, step.batch, BatchBytes::acknowledgments, step.acknowledgments);
  write_batch_part(connection, step.batch, BatchBytes::responses, step.responses);
}

std::optional<BatchPiece> batch_piece(Connection& connection, std::string_view batch, BatchBytes kind,
                                      std::int64_t after) {
  Run found(
      connection,
      "SELECT seq, bytes FROM batch_part WHERE batch_id = ?1 AND kind = ?2 AND seq > ?3 ORDER BY seq LIMIT 1",
      batch, static_cast<int>(kind), after);
  if (!found.next()) return std::nullopt;
  return BatchPiece{found.integer(0), found.text(1)};
}

std::vector<std::string> pairs_of_batches(Connection& connection, std::string_view sender) {
  Run found(
      connection,
      "SELECT DISTINCT n.pair FROM batch AS b JOIN control_number AS n ON n.owner = b.id WHERE b.sender = ?1"
      " AND n.owner >= 'B' AND n.owner < 'C'",
      sender);
  std::vector<std::string> pairs;
  while (found.next()) pairs.push_back(found.text(0));
  return pairs;
}

void write_outbox(Connection& connection, const OutboxEntry& entry) {
  run(connection,
      "INSERT INTO outbox (destination, kind, version, made, case_id, content_type, bytes) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
      entry.destination, static_cast<int>(entry.kind), entry.version, seconds(entry.made),
      entry.case_id.text(), entry.content_type, Blob{entry.bytes});
}

std::vector<OutboxEntry> outbox(Connection& connection, std::string_view destination, std::int64_t after,
                                std::size_t count_max) {
  Run found(connection,
            "SELECT number, destination, kind, version, made, case_id, content_type, bytes FROM outbox"
            " WHERE destination = ?1 AND number > ?2 AND taken IS NULL ORDER BY number LIMIT ?3",
            destination, after, limit(count_max));
  std::vector<OutboxEntry> entries;
  while (found.next()) {
    OutboxEntry& one = entries.emplace_back();
    one.number = found.integer(0);
    one.destination = found.text(1);
    one.kind = static_cast<OutboxKind>(found.integer(2));
    one.version = static_cast<int>(found.integer(3));
    one.made = instant(found.integer(4));
    one.case_id = precert::CaseId(found.text(5));
    one.content_type = found.text(6);
    one.bytes = found.text(7);
  }
  return entries;
}

void take_from_outbox(Connection& connection, std::span<const std::int64_t> numbers, base::Instant at) {
  for (const std::int64_t number : numbers) {
    run(connection, "UPDATE outbox SET taken = ?2 WHERE number = ?1 AND taken IS NULL", number, seconds(at));
  }
}

void write_attachment(Connection& connection, const AttachmentRecord& record) {
  run(connection,
      "INSERT INTO attachment (id, control_number, state, received, held_until, case_id, sender, message_id, "
      "description, content) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) "
      "ON CONFLICT (id) DO UPDATE SET state = excluded.state, case_id = excluded.case_id, "
      "control_number = excluded.control_number, description = excluded.description",
      record.id, record.control_number, static_cast<int>(record.state), seconds(record.received),
      seconds(record.held_until), record.case_id.text(), record.sender, record.message.text(),
      record.description, Blob{record.content});
}

void end_indexing(Connection& connection, const AttachmentRecord& record, base::Instant at) {
  if (record.state != AttachmentState::attached) return;
  run(connection,
      "UPDATE work_item SET state = ?2, closed = ?3, case_id = ?4, version = version + 1 "
      "WHERE id = ?1 AND state = ?5",
      indexing_work_of(record.id), static_cast<int>(WorkState::done), seconds(at), record.case_id.text(),
      static_cast<int>(WorkState::open));
}

bool cannot_be_attached(Connection& connection, const AttachmentRecord& record) {
  Run found(connection,
            "SELECT 1 FROM attachment WHERE id = ?1 AND ((state = ?2 AND case_id <> ?3) OR (state = ?4 AND ?5 = 0))",
            record.id, static_cast<int>(AttachmentState::attached), record.case_id.text(),
            static_cast<int>(AttachmentState::expired), record.read_as_expired ? 1 : 0);
  return found.next();
}

std::vector<AttachmentRecord> held_attachments(Connection& connection, std::string_view control_number,
                                               base::Instant now) {
  Run found(
      connection,
      "SELECT " ATTACHMENT_COLUMNS
      " FROM attachment WHERE control_number = ?1 AND state = 0 AND held_until >= ?2 ORDER BY received, id",
      control_number, seconds(now));
  return attachments_from(found);
}

std::vector<AttachmentRecord> attachments_of(Connection& connection, const precert::CaseId& id) {
  Run found(connection,
            "SELECT " ATTACHMENT_COLUMNS
            " FROM attachment WHERE case_id = ?1 AND case_id <> '' ORDER BY received, id",
            id.text());
  return attachments_from(found);
}

std::vector<DocumentOutline> outlines_of(Connection& connection, const precert::CaseId& id) {
  Run found(connection,
            "SELECT " OUTLINE_COLUMNS
            "length(content) FROM attachment WHERE case_id = ?1 AND case_id <> '' ORDER BY received, id",
            id.text());
  std::vector<DocumentOutline> all;
  while (found.next()) all.push_back({outline_from(found), found.integer(after_outline)});
  return all;
}

std::optional<AttachmentRecord> attachment(Connection& connection, std::string_view id) {
  Run found(connection, "SELECT " ATTACHMENT_COLUMNS " FROM attachment WHERE id = ?1", id);
  std::vector<AttachmentRecord> one = attachments_from(found);
  if (one.empty()) return std::nullopt;
  return std::move(one.front());
}

std::vector<AttachmentRecord> overdue_attachments(Connection& connection, base::Instant now,
                                                  std::size_t count_max) {
  Run found(connection,
            "SELECT " OUTLINE_COLUMNS
            "0 FROM attachment WHERE state = 0 AND held_until < ?1 ORDER BY held_until, id LIMIT ?2",
            seconds(now), static_cast<std::int64_t>(count_max));
  std::vector<AttachmentRecord> all;
  while (found.next()) all.push_back(outline_from(found));
  return all;
}

bool is_held(Connection& connection, std::string_view id) {
  Run found(connection, "SELECT 1 FROM attachment WHERE id = ?1 AND state = 0", id);
  return found.next();
}

}  // namespace gateway::sqlite
