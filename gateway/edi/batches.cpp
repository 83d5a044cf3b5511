#include "gateway/edi/batches.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "gateway/app/background.hpp"
#include "gateway/app/services.hpp"
#include "gateway/edi/unmatched_documents.hpp"
#include "gateway/telemetry/log.hpp"

namespace gateway {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t piece_size = std::size_t{1} << 20U;
constexpr std::chrono::minutes claim_time{5};

base::Issues cannot_write(const fs::path& file) {
  return base::Issues(base::Issue{base::IssueCode::config_invalid, file.string(),
                                  std::string("the file cannot be written: ") + std::strerror(errno)});
}

/// A file that is being written; durable once sync() has said so.
class NewFile {
 public:
  explicit NewFile(const fs::path& path)
      // NOLINTNEXTLINE(cppcoreguidelines-pro-type-vararg): the system's own interface
      : descriptor_(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600)) {}
  ~NewFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;

  [[nodiscard]] bool good() const { return descriptor_ >= 0; }
  [[nodiscard]] bool write(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
  }
  [[nodiscard]] bool sync() { return ::fsync(descriptor_) == 0; }

 private:
  int descriptor_;
};

/// Next pieces of `bytes`; `passed` hears what has been used.
template <class Passed>
auto pieces_of(std::string_view bytes, Passed passed) {
  return [bytes, passed, at = std::size_t{0}]() mutable {
    passed(at);
    const std::string_view piece = bytes.substr(at, piece_size);
    at += piece.size();
    return piece;
  };
}

/// The name of a file is durable once its folder is.
bool synced_folder_of(const fs::path& file) {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-vararg): the system's own interface
  const int folder = ::open(file.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool done = folder >= 0 && ::fsync(folder) == 0;
  if (folder >= 0) ::close(folder);
  return done;
}

base::Result<BatchRecord> stored(BatchRecord record, const std::function<std::string_view()>& pieces,
                                 Services& services) {
  if (record.id.empty()) {
    base::Result<std::string> id = batch_id(services);
    if (!id) return id.error();
    record.id = std::move(*id);
  }
  record.received = services.clock.now();
  base::Result<BatchRecord> kept = services.store.add_batch(record, pieces);
  if (kept && kept->hash != record.hash) {
    return base::Issues(base::Issue{base::IssueCode::conflict, "payload_id",
                                    "this id was used with other content; send it under a new one.",
                                    base::Severity::error});
  }
  return kept;
}

/// The bytes of a stored batch as a file that is gone when it is closed. Errors: config_invalid,
/// store_unavailable.
base::Result<MappedFile> file_of(const BatchRecord& batch, Services& services) {
  const fs::path folder = services.config.data_dir / "spool";
  std::error_code error;
  fs::create_directories(folder, error);
  const fs::path path = folder / (batch.id + ".x12");
  const base::Result<bool> written = write_batch_bytes(batch.id, {BatchBytes::received}, path, services);
  if (!written) return written.error();
  if (!*written) return MappedFile();
  base::Result<MappedFile> file = MappedFile::open(path);
  fs::remove(path, error);
  return file;
}

base::Result<std::string> all_bytes(std::string_view batch, BatchBytes kind, Services& services) {
  std::string bytes;
  const base::Result<void> read = services.store.batch_bytes(batch, kind, [&bytes](std::string_view piece) {
    bytes += piece;
    return true;
  });
  if (!read) return read.error();
  return bytes;
}

void log_failure(const std::string& batch, const base::Issues& issues) {
  const base::Issue issue = issues.first();
  log::error("batch_failed", {{"batch", batch}, {"where", issue.where}, {"what", issue.remedy}});
}

}  // namespace

base::Result<std::string> batch_id(Services& services) {
  const base::Result<std::int64_t> number = services.numbers.next("batch");
  if (!number) return number.error();
  return "B" + std::to_string(*number) + services.numbers.suffix();
}

base::Result<std::string> batch_submitted(const BatchSubmission& submission, Services& services) {
  BatchRecord record;
  record.sender = submission.sender;
  record.payload_id = submission.payload_id;
  record.content_type = submission.content_type;
  record.hash = content_hash_of(submission.bytes);
  const base::Result<BatchRecord> kept =
      stored(std::move(record), pieces_of(submission.bytes, [](std::size_t) {}), services);
  if (!kept) return kept.error();
  services.background.post([&services] { work_off_batches(services); });
  return kept->id;
}

base::Result<std::optional<BatchStatus>> batch_status(std::string_view sender, std::string_view payload_id,
                                                      Services& services) {
  const base::Result<std::optional<BatchRecord>> record = services.store.batch(sender, payload_id);
  if (!record) return record.error();
  if (!*record || (*record)->state == BatchState::receiving) return std::optional<BatchStatus>();
  BatchStatus status;
  status.id = (*record)->id;
  status.state = (*record)->state;
  status.received = (*record)->received;
  status.sets = (*record)->sets;
  status.accepted = (*record)->accepted;
  if (status.state != BatchState::done && status.state != BatchState::failed)
    return std::optional(std::move(status));
  base::Result<std::string> acknowledgments = all_bytes(status.id, BatchBytes::acknowledgments, services);
  if (!acknowledgments) return acknowledgments.error();
  base::Result<std::string> results = all_bytes(status.id, BatchBytes::responses, services);
  if (!results) return results.error();
  status.acknowledgments = std::move(*acknowledgments);
  status.results = std::move(*results);
  return std::optional(std::move(status));
}

ContentHash hash_of(MappedFile& file) {
  ContentHasher hasher;
  auto next = pieces_of(file.bytes(), [&file](std::size_t passed) { file.forget_before(passed); });
  for (std::string_view piece = next(); !piece.empty(); piece = next()) hasher.add(piece);
  return hasher.finish();
}

base::Result<std::optional<BatchRecord>> batch_at_work(const std::string& sender, const ContentHash& hash,
                                                       Services& services) {
  base::Result<std::optional<BatchRecord>> record = services.store.batch(sender, hex(hash));
  if (!record || !*record) return record;
  const BatchRecord& found = **record;
  const bool unfinished = found.state == BatchState::received || found.state == BatchState::running;
  const bool at_work = unfinished && found.hash == hash && found.claimed_until > services.clock.now();
  return at_work ? record : std::optional<BatchRecord>();
}

base::Result<BatchOutcome> run_file(const BatchFile& about, MappedFile& file, Services& services,
                                    const BatchWatch& watch) {
  BatchRecord record;
  record.id = about.id;
  record.sender = about.sender;
  record.content_type = about.content_type;
  const auto forget = [&file](std::size_t passed) { file.forget_before(passed); };
  record.hash = about.hash ? *about.hash : hash_of(file);
  record.payload_id = about.payload_id.empty() ? hex(record.hash) : about.payload_id;
  base::Result<BatchRecord> kept = stored(std::move(record), pieces_of(file.bytes(), forget), services);
  if (!kept) return kept.error();
  BatchOutcome outcome;
  outcome.batch = std::move(*kept);
  outcome.duplicate = outcome.batch.state == BatchState::done || outcome.batch.state == BatchState::failed;
  if (outcome.duplicate) return outcome;
  // From here on others see that it is being worked on, before its first step says so.
  base::Result<std::optional<BatchRecord>> taken =
      services.store.take_batch(outcome.batch.id, services.clock.now() + claim_time);
  if (!taken) return taken.error();
  if (*taken) outcome.batch = std::move(**taken);
  const base::Result<void> run = run_batch(outcome.batch, file, services, watch);
  if (!run) {
    give_up_claim(outcome.batch, services);
    return run.error();
  }
  return outcome;
}

void give_up_claim(const BatchRecord& own, Services& services) {
  const base::Result<std::optional<BatchRecord>> found = services.store.batch(own.sender, own.payload_id);
  if (!found || !*found || (*found)->claimed_until != own.claimed_until) return;
  const base::Result<void> released = services.store.release_batch(own.id);
  if (!released) log::warning("batch_claim", {{"batch", own.id}});
}

base::Result<bool> write_batch_bytes(std::string_view batch, std::initializer_list<BatchBytes> kinds,
                                     const fs::path& to, Services& services) {
  fs::path growing = to;
  growing += ".part";
  bool any = false;
  bool good = true;
  {
    NewFile file(growing);
    if (!file.good()) return cannot_write(growing);
    for (const BatchBytes kind : kinds) {
      const base::Result<void> read = services.store.batch_bytes(batch, kind, [&](std::string_view piece) {
        any = true;
        good = good && file.write(piece);
        return good;
      });
      if (!read) return read.error();
    }
    good = good && file.sync();
  }
  std::error_code error;
  if (good && any) fs::rename(growing, to, error);
  good = good && !error && (!any || synced_folder_of(to));
  if (!good || error) return cannot_write(to);
  if (!any) fs::remove(growing, error);
  return any;
}

base::Result<void> write_whole(const fs::path& to, std::string_view bytes) {
  fs::path growing = to;
  growing += ".part";
  bool good = false;
  {
    NewFile file(growing);
    good = file.good() && file.write(bytes) && file.sync();
  }
  std::error_code error;
  if (good) fs::rename(growing, to, error);
  if (!good || error || !synced_folder_of(to)) return cannot_write(to);
  return {};
}

namespace {

const char* word_of(BatchState state) {
  if (state == BatchState::running) return "stopped";
  return state == BatchState::failed ? "failed" : "done";
}

void work_off(BatchRecord batch, Services& services) {
  const std::string id = batch.id;
  base::Result<MappedFile> file = file_of(batch, services);
  if (!file) return log_failure(id, file.error());
  const base::Result<void> run =
      run_batch(batch, *file, services,
                [&services](const BatchProgress&) { return !services.background.stopping(); });
  if (!run) return log_failure(id, run.error());
  log::info(
      "batch",
      {{"batch", id}, {"sets", batch.sets}, {"accepted", batch.accepted}, {"state", word_of(batch.state)}});
  if (batch.state == BatchState::running) give_up_claim(batch, services);
}

}  // namespace

void work_off_batches(Services& services) {
  let_go_of_expired(services);
  while (!services.background.stopping()) {
    const base::Instant now = services.clock.now();
    base::Result<std::optional<BatchRecord>> next = services.store.claim_batch(now, now + claim_time);
    if (!next) return log_failure("", next.error());
    if (!*next) return;
    work_off(std::move(**next), services);  // one that fails is tried again when its claim is over
  }
}

void take_up_batches(Services& services) {
  const base::Result<std::vector<std::string>> left = services.store.unfinished_batches();
  if (!left) return log_failure("", left.error());
  for (const std::string& id : *left) {
    if (services.background.stopping()) return;
    base::Result<std::optional<BatchRecord>> taken =
        services.store.take_batch(id, services.clock.now() + claim_time);
    if (!taken) return log_failure(id, taken.error());
    if (*taken) work_off(std::move(**taken), services);
  }
  work_off_batches(services);
}

}  // namespace gateway
