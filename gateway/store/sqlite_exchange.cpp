#include "gateway/store/sqlite_exchange.hpp"

#include <limits>
#include <utility>

#include "gateway/store/sqlite_checks.hpp"
#include "gateway/store/sqlite_clearinghouse.hpp"
#include "gateway/store/sqlite_keys.hpp"
#include "gateway/store/sqlite_look_ups.hpp"
#include "gateway/store/sqlite_reads.hpp"
#include "gateway/store/sqlite_subscriptions.hpp"
#include "gateway/store/sqlite_work.hpp"

namespace gateway::sqlite {
namespace {

std::size_t size_of(const Exchange& exchange) {
  std::size_t bytes = exchange.answer.bytes.size();
  if (exchange.message) bytes += exchange.message->bytes.size();
  for (const CaseWrite& one : exchange.cases) {
    bytes += one.record.request.size() + one.record.determination.size();
  }
  for (const OutboxEntry& one : exchange.outbox) bytes += one.bytes.size();
  for (const AttachmentRecord& one : exchange.attachments) bytes += one.content.size();
  for (const NotificationRecord& one : exchange.notifications) bytes += one.bytes.size();
  for (const CheckRecord& one : exchange.checks) bytes += one.question.size() + one.answer.size();
  for (const LetterRecord& one : exchange.letters) bytes += one.text.size() + one.pdf.size();
  if (exchange.batch) bytes += exchange.batch->acknowledgments.size() + exchange.batch->responses.size();
  return bytes;
}

Packed packed_exchange(const Exchange& exchange) {
  return exchange.message ? packed_from(exchange.message->bytes, exchange.answer.bytes,
                                        Dictionary::exchange_1)
                          : Packed();
}

std::vector<Packed> packed_cases(const Exchange& exchange) {
  std::vector<Packed> packed;
  packed.reserve(exchange.cases.size());
  for (const CaseWrite& one : exchange.cases) {
    packed.push_back(packed_from(one.record.request, one.record.determination, Dictionary::case_1));
  }
  return packed;
}

void write_message(Connection& connection, const ReceivedMessage& message, const StoredAnswer& answer,
                   const Packed& packed) {
  std::optional<std::int64_t> bytes_size, answer_size;
  if (packed.packed()) {
    bytes_size = static_cast<std::int64_t>(packed.first_size);
    answer_size = static_cast<std::int64_t>(packed.second_size);
  }
  run(connection,
      "INSERT INTO message (id, replay_key, transport, received, status, sender, hash, content_type, "
      "answer_type, answer, bytes, bytes_size, answer_size, dictionary) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
      message.id.text(), replay_key(message.hash), static_cast<int>(message.transport),
      seconds(message.received), answer.status, message.sender, blob(message.hash), message.content_type,
      answer.content_type, Blob{packed.packed() ? std::string_view() : answer.bytes},
      Blob{packed.packed() ? std::string_view(packed.block) : message.bytes}, bytes_size, answer_size,
      static_cast<std::int64_t>(packed.dictionary));
}

void write_version(Connection& connection, const CaseRecord& record, const Packed& packed) {
  std::optional<std::int64_t> due, request_size, determination_size;
  if (record.due) due = seconds(*record.due);
  if (packed.packed()) {
    request_size = static_cast<std::int64_t>(packed.first_size);
    determination_size = static_cast<std::int64_t>(packed.second_size);
  }
  const auto plain = [&](const std::string& text) {
    return packed.packed() ? std::string_view() : std::string_view(text);
  };
  run(connection,
      "INSERT INTO case_version (case_id, version, state, received, decided, due, member, submitter, queue, "
      "message_id, determination, request, requester, priority, packed, request_size, determination_size, "
      "dictionary) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)",
      record.id.text(), record.version, static_cast<int>(record.state), seconds(record.received),
      seconds(record.decided), due, record.member.text(), record.submitter, record.queue,
      record.message.text(), plain(record.determination), plain(record.request), record.requester,
      record.priority, Blob{packed.block}, request_size, determination_size,
      static_cast<std::int64_t>(packed.dictionary));
}

/// Points the case at the version just written.
void write_case(Connection& connection, const CaseRecord& record) {
  const std::int64_t newest = sqlite3_last_insert_rowid(connection.raw());
  const std::int64_t due = record.due ? seconds(*record.due) : no_due;
  const int state = static_cast<int>(record.state);
  if (record.version == 1) {
    run(connection,
        "INSERT INTO review_case (id, version, opened, newest, state, due, member, queue, requester, "
        "decided, priority) "
        "VALUES (?1, ?2, ?3, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        record.id.text(), record.version, newest, state, due, record.member.text(), record.queue,
        record.requester, seconds(record.decided), record.priority);
  } else {
    run(connection,
        "UPDATE review_case SET version = ?2, newest = ?3, state = ?4, due = ?5, member = ?6, queue = ?7, "
        "requester = ?8, decided = ?9, priority = ?10 WHERE id = ?1",
        record.id.text(), record.version, newest, state, due, record.member.text(), record.queue,
        record.requester, seconds(record.decided), record.priority);
  }
}

void write_keys(Connection& connection, const CaseWrite& write) {
  std::string room;
  for (const LookupKey& key : write.keys) {
    if (key.value.empty()) continue;
    run(connection, "INSERT OR IGNORE INTO lookup_key (kind, value, case_id) VALUES (?1, ?2, ?3)",
        static_cast<int>(key.kind), stored_key(key.kind, key.value, room), write.record.id.text());
  }
}

/// When a document found its case: an exchange without a message is somebody's doing, and the case it changed says when.
base::Instant changed_at(const Exchange& exchange, const AttachmentRecord& document) {
  if (exchange.message) return exchange.message->received;
  for (const CaseWrite& one : exchange.cases) {
    if (one.record.id == document.case_id) return one.record.received;
  }
  for (const CaseEvent& one : exchange.events) {
    if (one.case_id == document.case_id) return one.at;
  }
  return document.received;
}

}  // namespace

void OutcomeCounts::count(CommitOutcome outcome) {
  switch (outcome) {
    case CommitOutcome::committed: committed.fetch_add(1, std::memory_order_relaxed); return;
    case CommitOutcome::replayed: replayed.fetch_add(1, std::memory_order_relaxed); return;
    case CommitOutcome::control_number_reused:
    case CommitOutcome::version_conflict: refused.fetch_add(1, std::memory_order_relaxed); return;
    case CommitOutcome::unavailable: unavailable.fetch_add(1, std::memory_order_relaxed); return;
  }
}

ExchangeTask::ExchangeTask(Exchange exchange, Store::Done done, std::chrono::seconds replay_window,
                           OutcomeCounts& counts)
    : exchange_(std::move(exchange)),
      done_(std::move(done)),
      replay_window_(replay_window),
      counts_(&counts),
      packed_(packed_exchange(exchange_)),
      packed_cases_(packed_cases(exchange_)),
      bytes_(size_of(exchange_)) {}

void ExchangeTask::write(Connection& connection) {
  result_ = {};
  // All checks stand before all writes, so that an exchange that is refused leaves nothing to undo in the
  // group.
  if (replayed(connection) || control_number_reused(connection) || version_conflict(connection)) return;
  if (batch_moved_on(connection) || attachment_taken(connection)) return;
  if (work_moved_on(connection) || followed_elsewhere(connection)) return;
  if (assigned_elsewhere(connection)) return;
  if (exchange_.message) write_message(connection, *exchange_.message, exchange_.answer, packed_);
  write_control_numbers(connection);
  for (std::size_t at = 0; at < exchange_.cases.size(); ++at) {
    const CaseWrite& one = exchange_.cases[at];
    write_version(connection, one.record, packed_cases_[at]);
    write_case(connection, one.record);
    write_keys(connection, one);
  }
  for (const OutboxEntry& one : exchange_.outbox) write_outbox(connection, one);
  for (const AttachmentRecord& one : exchange_.attachments) {
    write_attachment(connection, one);
    end_indexing(connection, one, changed_at(exchange_, one));
  }
  for (const NotificationRecord& one : exchange_.notifications) write_notification(connection, one);
  for (const CheckRecord& one : exchange_.checks) write_check(connection, one);
  for (const CaseEvent& one : exchange_.events) write_event(connection, one);
  for (const CaseAssignment& one : exchange_.assignments) write_assignment(connection, one);
  for (const WorkItem& one : exchange_.work) write_work(connection, one);
  for (const LetterRecord& one : exchange_.letters) write_letter(connection, one);
  if (exchange_.follow_up) write_follow_up(connection, *exchange_.follow_up);
  if (exchange_.hook_call) write_hook_call(connection, *exchange_.hook_call);
  for (const HookFeedback& one : exchange_.hook_feedback) write_feedback(connection, one);
  for (const LookUp& one : exchange_.look_ups) write_look_up(connection, one);
  if (exchange_.batch) write_step(connection, *exchange_.batch);
  result_.outcome = CommitOutcome::committed;
}

bool ExchangeTask::replayed(Connection& connection) {
  if (!exchange_.message || replay_window_ == std::chrono::seconds{0}) return false;
  const ReceivedMessage& message = *exchange_.message;
  result_.earlier =
      newest_answer(connection, message.sender, message.hash, message.received - replay_window_);
  if (result_.earlier) result_.outcome = CommitOutcome::replayed;
  return result_.earlier.has_value();
}

bool ExchangeTask::control_number_reused(Connection& connection) {
  for (std::size_t at = 0; at < exchange_.control_numbers.size(); ++at) {
    const ControlNumber& one = exchange_.control_numbers[at];
    if (used_by_another(connection, one)) result_.reused.push_back(at);
  }
  if (!result_.reused.empty()) result_.outcome = CommitOutcome::control_number_reused;
  return !result_.reused.empty();
}

bool ExchangeTask::version_conflict(Connection& connection) {
  for (std::size_t at = 0; at < exchange_.cases.size(); ++at) {
    const CaseWrite& write = exchange_.cases[at];
    std::int64_t version = version_of(connection, write.record.id);
    for (std::size_t before = 0; before < at; ++before) {  // one exchange may write two versions of a case
      const CaseRecord& earlier = exchange_.cases[before].record;
      if (earlier.id == write.record.id) version = earlier.version;
    }
    if (version == write.expected_version && write.record.version == write.expected_version + 1) continue;
    result_.outcome = CommitOutcome::version_conflict;
    result_.conflict = write.record.id;
    return true;
  }
  return false;
}

bool ExchangeTask::batch_moved_on(Connection& connection) {
  const bool moved = exchange_.batch && !step_follows(connection, *exchange_.batch);
  if (moved) result_.outcome = CommitOutcome::version_conflict;
  return moved;
}

bool ExchangeTask::attachment_taken(Connection& connection) {
  for (const AttachmentRecord& one : exchange_.attachments) {
    const bool taken = one.state == AttachmentState::attached  ? cannot_be_attached(connection, one)
                       : one.state == AttachmentState::expired ? !is_held(connection, one.id)
                                                               : false;
    if (!taken) continue;
    result_.outcome = CommitOutcome::version_conflict;
    return true;
  }
  return false;
}

bool ExchangeTask::work_moved_on(Connection& connection) {
  for (std::size_t at = 0; at < exchange_.work.size(); ++at) {
    const WorkItem& item = exchange_.work[at];
    std::int64_t version = work_version_of(connection, item.id);
    for (std::size_t before = 0; before < at; ++before) {
      if (exchange_.work[before].id == item.id) version = exchange_.work[before].version;
    }
    if (item.version == version + 1) continue;
    result_.outcome = CommitOutcome::version_conflict;
    return true;
  }
  return false;
}

bool ExchangeTask::followed_elsewhere(Connection& connection) {
  const std::optional<FollowUp>& step = exchange_.follow_up;
  const bool moved = step && followed_until(connection, step->worker) != step->from;
  if (moved) result_.outcome = CommitOutcome::version_conflict;
  return moved;
}

bool ExchangeTask::assigned_elsewhere(Connection& connection) {
  for (const CaseAssignment& one : exchange_.assignments) {
    if (assignee_of(connection, one.case_id) == one.expected) continue;
    result_.outcome = CommitOutcome::version_conflict;
    result_.conflict = one.case_id;
    return true;
  }
  return false;
}

void ExchangeTask::write_control_numbers(Connection& connection) {
  for (const ControlNumber& one : exchange_.control_numbers) {
    std::optional<ControlGap> gap = write_control_number(connection, one);
    if (gap) result_.gaps.push_back(std::move(*gap));
  }
}

void ExchangeTask::finish(const SqliteFailure* failure) {
  if (failure != nullptr) {
    result_ = {};
    result_.issue = issue_from(*failure);
  }
  report(std::move(result_));
}

void ExchangeTask::turn_away() {
  CommitResult result;
  result.issue = base::Issue{base::IssueCode::store_unavailable, "store",
                             "Too many commits are waiting for the disk; send the message again in a moment.",
                             base::Severity::error};
  report(std::move(result));
}

void ExchangeTask::report(CommitResult result) {
  counts_->count(result.outcome);
  done_(std::move(result));
}

base::Issue issue_from(const SqliteFailure& failure) {
  return base::Issue{base::IssueCode::store_unavailable, "store", failure.what(), base::Severity::error};
}

}  // namespace gateway::sqlite
