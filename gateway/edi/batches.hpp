// Batches: stored when received, worked off set by set, their acknowledgments and results picked up later.
#pragma once

#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "base/date.hpp"
#include "base/result.hpp"
#include "gateway/edi/batch_run.hpp"
#include "gateway/edi/mapped_file.hpp"
#include "gateway/store/records.hpp"

namespace gateway {

struct Services;

/// A batch as its sender names it.
struct BatchSubmission {
  std::string sender;      // who may pick up its results: the CORE SenderID, the folder
  std::string payload_id;  // the sender's own id of it: CORE PayloadID, a file name
  std::string content_type;
  std::string bytes;
};

struct BatchStatus {
  std::string id;  // ours: "B17-…"
  BatchState state = BatchState::received;
  base::Instant received{};
  std::uint64_t sets = 0, accepted = 0;  // so far
  std::string acknowledgments;           // TA1 and 999 interchanges; complete once state is done
  std::string results;                   // responses; complete once state is done
};

/// Stores the batch durably and has it worked off in the background; returns its id. The same sender,
/// payload_id and bytes give the same batch again. Errors: conflict when payload_id was used with other
/// bytes; store_unavailable.
[[nodiscard]] base::Result<std::string> batch_submitted(const BatchSubmission& submission,
                                                        Services& services);

/// What has become of it; nullopt when this sender has sent no such batch. Errors: store_unavailable.
[[nodiscard]] base::Result<std::optional<BatchStatus>> batch_status(std::string_view sender,
                                                                    std::string_view payload_id,
                                                                    Services& services);

/// A file that is to be worked off now.
struct BatchFile {
  std::string sender;
  std::string payload_id;  // "" = the fingerprint of its bytes: the same file is the same batch
  std::string content_type = "application/edi-x12";
  std::optional<ContentHash> hash = std::nullopt;  // of its bytes, where the caller knows it
  std::string id = {};  // what batch_id() has drawn for it; "" = drawn when it is stored
};

/// The id of a batch that is stored next. Errors: store_unavailable.
[[nodiscard]] base::Result<std::string> batch_id(Services& services);

/// The fingerprint of a file's bytes; what has been read is forgotten.
[[nodiscard]] ContentHash hash_of(MappedFile& file);

/// The batch of that sender with these bytes that somebody is working on now; nullopt when nobody is: there is
/// none, it waits to be gone on with, or it is worked off. Errors: store_unavailable.
[[nodiscard]] base::Result<std::optional<BatchRecord>> batch_at_work(const std::string& sender,
                                                                     const ContentHash& hash, Services& services);

/// What a file came to.
struct BatchOutcome {
  BatchRecord batch;
  bool duplicate = false;  // it was worked off before: the answers are those of then
};

/// Stores the file's bytes, then works them off in the caller's thread, or goes on where an earlier run
/// stopped. Errors: conflict as for batch_submitted; store_unavailable.
[[nodiscard]] base::Result<BatchOutcome> run_file(const BatchFile& about, MappedFile& file,
                                                  Services& services, const BatchWatch& watch = nullptr);

/// Nobody goes on with what run_file() left running: who sends it again need not wait for the claim to end.
/// `own` is the batch as that run left it; a claim that somebody else has written since is theirs and stays.
void give_up_claim(const BatchRecord& own, Services& services);

/// Writes some of a batch's bytes to a new file, one kind after the other, durably, under a name that appears
/// only when it is whole; no bytes, no file. True in the result: there is one.
/// Errors: config_invalid, store_unavailable.
[[nodiscard]] base::Result<bool> write_batch_bytes(std::string_view batch,
                                                   std::initializer_list<BatchBytes> kinds,
                                                   const std::filesystem::path& to, Services& services);

/// Writes a file durably, under a name that appears only when it is whole. Errors: config_invalid.
[[nodiscard]] base::Result<void> write_whole(const std::filesystem::path& to, std::string_view bytes);

/// Works off whatever waits, until nothing does or the gateway stops: run in the background after a
/// submission and when a gateway opens.
void work_off_batches(Services& services);
/// What was left when a gateway has just opened: each unfinished batch once, also what a process had claimed that was
/// killed. Should another process still be at one: whose step comes second is refused.
void take_up_batches(Services& services);

}  // namespace gateway
