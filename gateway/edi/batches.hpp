// Batches: stored when received, worked off set by set, their acknowledgments and results picked up later.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/date.hpp"
#include "base/result.hpp"

namespace gateway {

struct Services;

/// A batch as its sender names it.
struct BatchSubmission {
  std::string sender;      // who may pick up its results: the CORE SenderID, the folder
  std::string payload_id;  // the sender's own id of it: CORE PayloadID, a file name
  std::string content_type;
  std::string bytes;
};

enum class BatchState : std::uint8_t { received, running, done, failed };

struct BatchStatus {
  std::string id;  // ours: "B17-…"
  BatchState state = BatchState::received;
  base::Instant received{};
  std::uint64_t sets = 0, accepted = 0;  // so far
  std::string acknowledgments;           // TA1 and 999 interchanges; complete once state is done
  std::string results;                   // responses; complete once state is done
};

/// Stores the batch durably and has it worked off in the background; returns its id. The same sender, payload_id and
/// bytes give the same batch again. Errors: conflict when payload_id was used with other bytes; store_unavailable.
[[nodiscard]] base::Result<std::string> batch_submitted(const BatchSubmission& submission, Services& services);

/// What has become of it; nullopt when this sender has sent no such batch. Errors: store_unavailable.
[[nodiscard]] base::Result<std::optional<BatchStatus>> batch_status(std::string_view sender, std::string_view payload_id,
                                                                    Services& services);

}  // namespace gateway
