// Inside gateway/store: one exchange as a piece of work of the writer: the checks, then the rows.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>

#include "gateway/store/packed.hpp"
#include "gateway/store/sqlite_writer.hpp"
#include "gateway/store/store.hpp"

namespace gateway::sqlite {

/// Outcomes counted since the store was opened.
struct OutcomeCounts {
  std::atomic<std::uint64_t> committed = 0;
  std::atomic<std::uint64_t> replayed = 0;
  std::atomic<std::uint64_t> refused = 0;
  std::atomic<std::uint64_t> unavailable = 0;

  void count(CommitOutcome outcome);
};

class ExchangeTask final : public WriteTask {
 public:
  /// `counts` must outlive the task.
  ExchangeTask(Exchange exchange, Store::Done done, std::chrono::seconds replay_window,
               OutcomeCounts& counts);

  void write(Connection& connection) override;
  void finish(const SqliteFailure* failure) override;
  [[nodiscard]] std::size_t bytes() const override { return bytes_; }

  /// Ends the task without writing: the queue is full.
  void turn_away();

 private:
  [[nodiscard]] bool replayed(Connection& connection);
  [[nodiscard]] bool control_number_reused(Connection& connection);
  [[nodiscard]] bool version_conflict(Connection& connection);
  [[nodiscard]] bool batch_moved_on(Connection& connection);
  [[nodiscard]] bool attachment_taken(Connection& connection);
  [[nodiscard]] bool work_moved_on(Connection& connection);
  [[nodiscard]] bool followed_elsewhere(Connection& connection);
  [[nodiscard]] bool assigned_elsewhere(Connection& connection);
  void write_control_numbers(Connection& connection);
  void report(CommitResult result);

  Exchange exchange_;
  Store::Done done_;
  std::chrono::seconds replay_window_;
  OutcomeCounts* counts_;
  Packed packed_;  // message and answer; made by whoever commits, so that the writer need not
  std::vector<Packed> packed_cases_;  // request and determination of each case, likewise
  std::size_t bytes_;
  CommitResult result_;
};

/// What the failure is for a caller of the store.
[[nodiscard]] base::Issue issue_from(const SqliteFailure& failure);

}  // namespace gateway::sqlite
