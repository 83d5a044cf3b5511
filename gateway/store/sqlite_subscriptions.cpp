#include "gateway/store/sqlite_subscriptions.hpp"

#include <algorithm>
#include <array>

#include "gateway/store/sqlite_reads.hpp"

namespace gateway::sqlite {
namespace {

// The columns of a subscription, in the order subscription_from reads them.
#define SUBSCRIPTION_COLUMNS \
  "s.id, s.base, s.owner, s.state, s.ends, s.events, s.made, s.changed, s.version, s.error, s.resource"

// Whose turn it is: the first that waits for each subscription nobody delivers to at this moment. A handshake
// goes before what waits already, because nothing is sent until the endpoint has answered it; a heartbeat
// goes after, because it says only that nothing else is to be said.
#define DUE                                                                                         \
  " FROM subscription AS s CROSS JOIN notification AS n ON n.number ="                              \
  " (SELECT m.number FROM notification AS m WHERE m.subscription_id = s.id AND m.state = 0"         \
  " ORDER BY CASE m.kind WHEN 0 THEN 0 WHEN 2 THEN 1 ELSE 2 END, m.number LIMIT 1)"                 \
  " WHERE s.state < 2 AND s.state = CASE n.kind WHEN 0 THEN 0 ELSE 1 END AND n.due <= ?1"           \
  " AND NOT EXISTS (SELECT 1 FROM notification AS c WHERE c.subscription_id = s.id AND c.state = 0" \
  " AND c.claimed_until > ?1)"

std::optional<std::int64_t> seconds_of(const std::optional<base::Instant>& at) {
  if (!at) return std::nullopt;
  return seconds(*at);
}

std::vector<std::string> organizations_of(Connection& connection, std::string_view id) {
  Run found(connection,
            "SELECT organization FROM subscription_organization WHERE subscription_id = ?1 "
            "AND organization <> '' ORDER BY organization",
            id);
  std::vector<std::string> organizations;
  while (found.next()) organizations.push_back(found.text(0));
  return organizations;
}

SubscriptionRecord subscription_from(const Run& row) {
  SubscriptionRecord record;
  record.id = row.text(0);
  record.base = row.text(1);
  record.owner = row.text(2);
  record.state = static_cast<SubscriptionState>(row.integer(3));
  if (!row.is_null(4)) record.end = instant(row.integer(4));
  record.events = row.integer(5);
  record.made = instant(row.integer(6));
  record.changed = instant(row.integer(7));
  record.version = static_cast<int>(row.integer(8));
  record.error = row.text(9);
  record.resource = row.text(10);
  return record;
}

/// The rows, and then what belongs to each: a statement runs once at a time.
std::vector<SubscriptionRecord> all_from(Connection& connection, Run& rows) {
  std::vector<SubscriptionRecord> records;
  while (rows.next()) records.push_back(subscription_from(rows));
  for (SubscriptionRecord& one : records) one.organizations = organizations_of(connection, one.id);
  return records;
}

bool replace(Connection& connection, const SubscriptionRecord& record) {
  run(connection,
      "UPDATE subscription SET state = ?3, ends = ?4, changed = ?5, version = ?2, error = ?6, resource = ?7 "
      "WHERE id = ?1 AND version = ?2 - 1",
      record.id, record.version, static_cast<int>(record.state), seconds_of(record.end),
      seconds(record.changed), record.error, record.resource);
  return sqlite3_changes(connection.raw()) == 1;
}

void add(Connection& connection, const SubscriptionRecord& record) {
  run(connection,
      "INSERT INTO subscription (id, base, owner, state, ends, events, made, changed, version, error, "
      "resource) VALUES (?1, ?2, ?3, ?4, ?5, 0, ?6, ?7, ?8, ?9, ?10)",
      record.id, record.base, record.owner, static_cast<int>(record.state), seconds_of(record.end),
      seconds(record.made), seconds(record.changed), record.version, record.error, record.resource);
}

void write_organizations(Connection& connection, const SubscriptionRecord& record) {
  run(connection, "DELETE FROM subscription_organization WHERE subscription_id = ?1", record.id);
  constexpr std::string_view statement =
      "INSERT OR IGNORE INTO subscription_organization (organization, subscription_id) VALUES (?1, ?2)";
  for (const std::string& one : record.organizations) run(connection, statement, one, record.id);
  if (record.organizations.empty()) run(connection, statement, std::string_view(), record.id);
}

/// Whatever was delivered says that all is well, so the next heartbeat is counted from here.
void put_heartbeat(Connection& connection, const DeliveryOutcome& outcome) {
  run(connection,
      "DELETE FROM notification WHERE kind = 1 AND state = 0 AND subscription_id = "
      "(SELECT subscription_id FROM notification WHERE number = ?1)",
      outcome.notification);
  if (!outcome.heartbeat) return;
  run(connection,
      "INSERT INTO notification (subscription_id, kind, state, event_number, version, made, due, "
      "claimed_until, attempts, case_id, error, bytes) "
      "SELECT subscription_id, 1, 0, 0, 0, ?2, ?3, 0, 0, '', '', x'' FROM notification WHERE number = ?1",
      outcome.notification, seconds(outcome.at), seconds(*outcome.heartbeat));
}

}  // namespace

bool save_subscription(Connection& connection, const SubscriptionRecord& record, bool handshake) {
  if (record.version == 1) {
    add(connection, record);
  } else if (!replace(connection, record)) {
    return false;
  }
  write_organizations(connection, record);
  if (record.state == SubscriptionState::off) {
    run(connection,
        "UPDATE notification SET state = 2, finished = ?2, bytes = x'' WHERE subscription_id = ?1 AND state "
        "= 0",
        record.id, seconds(record.changed));
  }
  if (handshake) {
    run(connection,
        "UPDATE notification SET state = 2, finished = ?2 WHERE subscription_id = ?1 AND state = 0 "
        "AND kind <> 2",
        record.id, seconds(record.changed));
    run(connection,
        "INSERT INTO notification (subscription_id, kind, state, event_number, version, made, due, "
        "claimed_until, attempts, case_id, error, bytes) "
        "VALUES (?1, 0, 0, 0, 0, ?2, ?2 + 1, 0, 0, '', '', x'')",
        record.id, seconds(record.changed));
  }
  return true;
}

void remove_subscription(Connection& connection, std::string_view id) {
  run(connection, "DELETE FROM notification WHERE subscription_id = ?1 AND state = 0", id);
  run(connection, "DELETE FROM subscription_organization WHERE subscription_id = ?1", id);
  run(connection, "DELETE FROM subscription WHERE id = ?1", id);
}

std::optional<SubscriptionRecord> subscription(Connection& connection, std::string_view id) {
  Run found(connection, "SELECT " SUBSCRIPTION_COLUMNS " FROM subscription AS s WHERE s.id = ?1", id);
  std::vector<SubscriptionRecord> records = all_from(connection, found);
  if (records.empty()) return std::nullopt;
  return std::move(records.front());
}

std::vector<SubscriptionRecord> subscriptions(Connection& connection, std::string_view base,
                                              const std::optional<std::string>& owner) {
  Run found(connection,
            "SELECT " SUBSCRIPTION_COLUMNS
            " FROM subscription AS s WHERE s.base = ?1 AND (?2 = 1 OR s.owner = ?3) ORDER BY s.seq",
            base, owner ? 0 : 1, owner ? *owner : std::string());
  return all_from(connection, found);
}

std::vector<SubscriptionRecord> subscriptions_for(Connection& connection,
                                                  std::span<const std::string> organizations) {
  std::vector<SubscriptionRecord> all;
  const auto look = [&](std::string_view organization) {
    Run found(connection,
              "SELECT " SUBSCRIPTION_COLUMNS
              " FROM subscription_organization AS o JOIN subscription AS s ON s.id = o.subscription_id"
              " WHERE o.organization = ?1 AND s.state <> 3 ORDER BY s.seq",
              organization);
    for (SubscriptionRecord& one : all_from(connection, found)) {
      const bool known =
          std::any_of(all.begin(), all.end(), [&one](const auto& other) { return other.id == one.id; });
      if (!known) all.push_back(std::move(one));
    }
  };
  look({});
  for (const std::string& one : organizations) {
    if (!one.empty()) look(one);
  }
  return all;
}

void write_notification(Connection& connection, const NotificationRecord& record) {
  std::int64_t event_number = 0;
  if (record.kind == NotificationKind::event) {
    Run counted(connection,
                "UPDATE subscription SET events = events + 1 WHERE id = ?1 AND state <> 3 RETURNING events",
                record.subscription);
    while (counted.next()) event_number = counted.integer(0);
    if (event_number == 0) return;
  }
  run(connection,
      "INSERT INTO notification (subscription_id, kind, state, event_number, version, made, due, "
      "claimed_until, attempts, case_id, error, bytes) VALUES (?1, ?2, 0, ?3, ?4, ?5, ?6, 0, 0, ?7, '', ?8)",
      record.subscription, static_cast<int>(record.kind), event_number, record.version, seconds(record.made),
      seconds(record.due), record.case_id.text(), Blob{record.bytes});
}

bool notification_due(Connection& connection, base::Instant now) {
  Run found(connection, "SELECT 1" DUE " LIMIT 1", seconds(now));
  return found.next();
}

std::vector<NotificationRecord> claim_notifications(Connection& connection, base::Instant now,
                                                    base::Instant until, std::size_t count_max) {
  std::vector<NotificationRecord> claimed;
  {
    Run found(connection,
              "SELECT n.number, n.subscription_id, n.kind, n.event_number, n.version, n.made, n.due, "
              "n.attempts, n.case_id, n.bytes" DUE " ORDER BY n.due, n.number LIMIT ?2",
              seconds(now), limit(count_max));
    while (found.next()) {
      NotificationRecord& one = claimed.emplace_back();
      one.number = found.integer(0);
      one.subscription = found.text(1);
      one.kind = static_cast<NotificationKind>(found.integer(2));
      one.event_number = found.integer(3);
      one.version = static_cast<int>(found.integer(4));
      one.made = instant(found.integer(5));
      one.due = instant(found.integer(6));
      one.attempts = static_cast<int>(found.integer(7));
      one.case_id = precert::CaseId(found.text(8));
      one.bytes = found.text(9);
    }
  }
  for (const NotificationRecord& one : claimed) {
    run(connection, "UPDATE notification SET claimed_until = ?2 WHERE number = ?1", one.number,
        seconds(until));
  }
  return claimed;
}

void note_delivery(Connection& connection, const DeliveryOutcome& outcome) {
  const bool waits = outcome.state == NotificationState::waiting;
  std::optional<std::int64_t> finished;
  if (!waits) finished = seconds(outcome.at);
  run(connection,
      "UPDATE notification SET state = ?2, claimed_until = 0, due = CASE ?3 WHEN 1 THEN ?4 ELSE due END, "
      "attempts = attempts + CASE ?2 WHEN 1 THEN 0 ELSE 1 END, finished = ?5, error = ?6, "
      "bytes = CASE ?3 WHEN 1 THEN bytes ELSE x'' END WHERE number = ?1 AND state = 0",
      outcome.notification, static_cast<int>(outcome.state), waits ? 1 : 0, seconds(outcome.due), finished,
      outcome.error);
  if (sqlite3_changes(connection.raw()) != 1) return;
  if (outcome.subscription) {
    // A handshake that was asked for meanwhile has the last word, not what was on its way before.
    run(connection,
        "UPDATE subscription SET state = ?2, changed = ?3, error = ?4 WHERE id = "
        "(SELECT subscription_id FROM notification WHERE number = ?1) AND state <> 3 "
        "AND NOT EXISTS (SELECT 1 FROM notification AS h WHERE h.subscription_id = subscription.id "
        "AND h.kind = 0 AND h.state = 0 AND h.number > ?1)",
        outcome.notification, static_cast<int>(*outcome.subscription), seconds(outcome.at), outcome.error);
  }
  if (outcome.state == NotificationState::delivered) put_heartbeat(connection, outcome);
}

std::size_t notifications_waiting(Connection& connection, std::string_view subscription) {
  Run found(connection, "SELECT count(*) FROM notification WHERE subscription_id = ?1 AND state = 0",
            subscription);
  found.next();
  return static_cast<std::size_t>(found.integer(0));
}

}  // namespace gateway::sqlite
