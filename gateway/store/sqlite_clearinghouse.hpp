// Inside gateway/store: control numbers, batches, the outbox and documents that wait, as functions of a
// connection.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "gateway/store/records.hpp"
#include "gateway/store/sqlite_connection.hpp"
#include "gateway/store/store.hpp"

namespace gateway::sqlite {

[[nodiscard]] bool used_by_another(Connection& connection, const ControlNumber& number);
/// Keeps the number; what is left out before it, if that is new.
std::optional<ControlGap> write_control_number(Connection& connection, const ControlNumber& number);
[[nodiscard]] std::vector<ControlGap> control_gaps(Connection& connection, std::string_view pair,
                                                   std::size_t count_max);

/// The sender's earlier batch with that payload id, else nullopt and the new one is there, in state
/// receiving.
[[nodiscard]] std::optional<BatchRecord> begin_batch(Connection& connection, const BatchRecord& batch);
void write_batch_part(Connection& connection, std::string_view batch, BatchBytes kind,
                      std::string_view bytes);
/// False when the batch is gone: the same payload id was begun again meanwhile.
[[nodiscard]] bool end_batch(Connection& connection, std::string_view batch);
[[nodiscard]] std::optional<BatchRecord> batch(Connection& connection, std::string_view sender,
                                               std::string_view payload_id);
[[nodiscard]] std::optional<BatchRecord> claim_batch(Connection& connection, base::Instant now,
                                                     base::Instant until);
/// True when the batch is where the step begins, and not finished.
[[nodiscard]] bool step_follows(Connection& connection, const BatchStep& step);
/// Nobody works on it any more: it may be claimed.
void release_batch(Connection& connection, std::string_view batch);
[[nodiscard]] std::vector<std::string> unfinished_batches(Connection& connection);
[[nodiscard]] std::optional<BatchRecord> take_batch(Connection& connection, std::string_view batch,
                                                    base::Instant until);
void write_step(Connection& connection, const BatchStep& step);
/// One piece after row `after`, and its row; nullopt at the end.
struct BatchPiece {
  std::int64_t row = 0;
  std::string bytes;
};
[[nodiscard]] std::optional<BatchPiece> batch_piece(Connection& connection, std::string_view batch,
                                                    BatchBytes kind, std::int64_t after);

[[nodiscard]] std::vector<std::string> pairs_of_batches(Connection& connection, std::string_view sender);

void write_outbox(Connection& connection, const OutboxEntry& entry);
[[nodiscard]] std::vector<OutboxEntry> outbox(Connection& connection, std::string_view destination,
                                              std::int64_t after, std::size_t count_max);
void take_from_outbox(Connection& connection, std::span<const std::int64_t> numbers, base::Instant at);

void write_attachment(Connection& connection, const AttachmentRecord& record);
/// The indexing work of a document that has found its case is done.
void end_indexing(Connection& connection, const AttachmentRecord& record, base::Instant at);
/// True when another case has taken the document, or it has expired since it was read.
[[nodiscard]] bool cannot_be_attached(Connection& connection, const AttachmentRecord& record);
[[nodiscard]] std::vector<AttachmentRecord> held_attachments(Connection& connection,
                                                             std::string_view control_number,
                                                             base::Instant now);
[[nodiscard]] std::vector<AttachmentRecord> attachments_of(Connection& connection, const precert::CaseId& id);
/// Their contents are not read.
[[nodiscard]] std::vector<DocumentOutline> outlines_of(Connection& connection, const precert::CaseId& id);
[[nodiscard]] std::optional<AttachmentRecord> attachment(Connection& connection, std::string_view id);
[[nodiscard]] std::vector<AttachmentRecord> overdue_attachments(Connection& connection, base::Instant now,
                                                                std::size_t count_max);
[[nodiscard]] bool is_held(Connection& connection, std::string_view id);

}  // namespace gateway::sqlite
