// Inside gateway/store: every question the store answers, as a function of a connection, and the pool of
// connections that asks them.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/store/sqlite_connection.hpp"
#include "gateway/store/store.hpp"

namespace gateway::sqlite {

/// review_case.due of a case without one: sorts last.
inline constexpr std::int64_t no_due = std::numeric_limits<std::int64_t>::max();

[[nodiscard]] inline std::int64_t seconds(base::Instant at) { return at.time_since_epoch().count(); }
[[nodiscard]] inline base::Instant instant(std::int64_t seconds) {
  return base::Instant(std::chrono::seconds(seconds));
}
/// For LIMIT.
[[nodiscard]] std::int64_t limit(std::size_t count_max);
[[nodiscard]] ContentHash hash_from(std::string_view bytes);
/// Views `hash`.
[[nodiscard]] Blob blob(const ContentHash& hash);
/// The first eight bytes of the hash: what message_by_replay_key holds.
[[nodiscard]] std::int64_t replay_key(const ContentHash& hash);

/// Some of what happened in a span of time in order of (instant, row), and where to go on. A first one stands
/// before everything.
template <class Record>
struct TimedPage {
  std::vector<Record> records;
  std::int64_t at = std::numeric_limits<std::int64_t>::min(), row = 0;  // of the last
};

[[nodiscard]] std::optional<EarlierAnswer> newest_answer(Connection& connection, std::string_view sender,
                                                         const ContentHash& hash, base::Instant not_before);
[[nodiscard]] std::optional<StoredMessage> message(Connection& connection, const precert::MessageId& id);
/// 0 when there is no such case.
[[nodiscard]] std::int64_t version_of(Connection& connection, const precert::CaseId& id);
[[nodiscard]] std::optional<CaseRecord> find_case(Connection& connection, const precert::CaseId& id);
[[nodiscard]] std::vector<CaseRecord> cases_with(Connection& connection, LookupKind kind,
                                                 std::string_view value, std::size_t count_max);
/// Nothing where there are more cases with that value than are looked at.
[[nodiscard]] std::optional<std::vector<CaseRecord>> cases_of_any_system(Connection& connection,
                                                                         LookupKind kind,
                                                                         std::string_view value,
                                                                         std::size_t count_max);
[[nodiscard]] std::vector<CaseRecord> cases_of(Connection& connection, const precert::MemberId& member,
                                               std::size_t count_max);
[[nodiscard]] std::vector<CaseRecord> history(Connection& connection, const precert::CaseId& id);
[[nodiscard]] std::vector<CaseRecord> worklist(Connection& connection, const WorklistQuery& query);

[[nodiscard]] CasePage search_cases(Connection& connection, const CaseQuery& query);

/// Newest versions of some of the cases opened in [from, until), in order of opening, and where to go on.
struct OpenedPage {
  std::vector<CaseRecord> cases;
  std::int64_t last_opened = 0;
};
[[nodiscard]] OpenedPage opened_after(Connection& connection, std::int64_t last_opened, base::Instant from,
                                      base::Instant until, std::size_t count_max);

/// Every version of some of the cases that were decided in [from, until), by the first decision in it, and where
/// to go on.
[[nodiscard]] TimedPage<std::vector<CaseRecord>> histories_decided(
    Connection& connection, const TimedPage<std::vector<CaseRecord>>& last, base::Instant from,
    base::Instant until, std::size_t count_max);

/// Versions of all cases after that position (case_version.seq), in order.
[[nodiscard]] std::vector<CaseVersion> versions_after(Connection& connection, std::int64_t position,
                                                      std::size_t count_max);

[[nodiscard]] std::vector<std::string> facility_texts(Connection& connection);
[[nodiscard]] StoreContents contents(Connection& connection);

/// Connections for reading, lent to one thread at a time.
class ReadPool {
 public:
  explicit ReadPool(std::vector<std::unique_ptr<Connection>> connections);

  /// Runs `read` with a connection of its own; waits while all are lent.
  template <class Read>
  auto with(Read&& read) {
    const Lease lease(*this);
    return read(*lease.connection);
  }

 private:
  struct Lease {
    explicit Lease(ReadPool& from) : pool(&from), connection(from.take()) {}
    ~Lease() { pool->give_back(connection); }
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    Lease(Lease&&) = delete;
    Lease& operator=(Lease&&) = delete;
    ReadPool* pool;
    Connection* connection;
  };
  [[nodiscard]] Connection* take();
  void give_back(Connection* connection);

  std::vector<std::unique_ptr<Connection>> all_;
  std::mutex mutex_;
  std::condition_variable returned_;
  std::vector<Connection*> idle_;  // guarded by mutex_; the one used last, whose cache is warm, is lent first
};

}  // namespace gateway::sqlite
