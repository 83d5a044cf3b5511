#include "gateway/edi/folder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "gateway/edi/unmatched_documents.hpp"
#include "gateway/edi/batches.hpp"
#include "gateway/telemetry/log.hpp"

namespace gateway {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t tail_size = 512;  // where an IEA is looked for
constexpr std::size_t outbox_page = 100;

base::Issues trouble(const fs::path& where, const std::string& what) {
  return base::Issues(
      base::Issue{base::IssueCode::config_invalid, where.string(), what, base::Severity::error});
}

bool still_written(const std::string& name) {
  constexpr std::array<std::string_view, 3> endings{".part", ".tmp", ".filepart"};
  return name.starts_with('.') || std::any_of(endings.begin(), endings.end(), [&](std::string_view ending) {
           return name.ends_with(ending);
         });
}

bool is_alphanumeric(char one) { return std::isalnum(static_cast<unsigned char>(one)) != 0; }

/// The last segment is an IEA with its terminator, and nothing but blanks and line ends stands behind it: not the
/// beginning of a further interchange, and not the letters IEA in somebody's name.
bool ends_with_iea(std::string_view text) {
  constexpr std::string_view blanks = " \r\n";
  const std::size_t start = text.rfind("IEA");
  if (start == text.npos) return false;
  std::size_t at = start + 3;
  for (int element = 1; element <= 2; ++element) {
    if (at + 1 >= text.size() || text[at] != text[start + 3] || is_alphanumeric(text[at])) return false;
    const std::size_t value = ++at;
    while (at < text.size() && is_alphanumeric(text[at])) ++at;
    if (at == value) return false;
  }
  if (at == text.size())
    return false;  // the terminator has to be there: else this may be the middle of IEA02
  const bool segment =
      start == 0 || text[start - 1] == text[at] || blanks.find(text[start - 1]) != blanks.npos;
  return segment && text.find_first_not_of(blanks, at + 1) == text.npos;
}

/// A copy that nobody else writes to, gone when it is closed.
base::Result<MappedFile> own_copy_of(const fs::path& file, Services& services) {
  const fs::path folder = services.config.data_dir / "spool";
  const fs::path copy = folder / ("in-" + std::to_string(::getpid()) + ".x12");
  std::error_code error;
  fs::create_directories(folder, error);
  fs::copy_file(file, copy, fs::copy_options::overwrite_existing, error);
  if (error) return trouble(file, "the file cannot be read: " + error.message());
  base::Result<MappedFile> mapped = MappedFile::open(copy);
  fs::remove(copy, error);
  return mapped;
}

/// Moves a file without ever putting it over another.
base::Result<void> move_to(const fs::path& file, const fs::path& folder, const std::string& batch) {
  fs::path to = folder / file.filename();
  if (fs::exists(to)) to += "." + batch;
  std::error_code error;
  fs::rename(file, to, error);
  if (error) return trouble(to, "the file cannot be moved here: " + error.message());
  return {};
}

}  // namespace

Folder::Folder(fs::path root, Services& services, std::chrono::seconds settle, int lock)
    : root_(std::move(root)),
      services_(services),
      settle_(settle),
      lock_(lock),
      sender_("folder:" + fs::weakly_canonical(root_).string()) {}

Folder::~Folder() { ::close(lock_); }

base::Result<std::unique_ptr<Folder>> Folder::open(const fs::path& root, Services& services,
                                                   std::chrono::seconds settle) {
  std::error_code error;
  for (const char* name : {"in", "out", "archive", "failed"}) {
    fs::create_directories(root / name, error);
    if (error) return trouble(root / name, "the folder cannot be made: " + error.message());
  }
  const fs::path lock = root / ".lock";
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-vararg): the system's own interface
  const int descriptor = ::open(lock.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0) return trouble(lock, "the file cannot be made.");
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    ::close(descriptor);
    return trouble(root, "another precert batch works in this folder.");
  }
  return std::unique_ptr<Folder>(new Folder(root, services, settle, descriptor));
}

/// Ends in an IEA, or has not changed for the settling time: then it is as whole as it will ever be.
bool Folder::whole(const fs::path& file) const {
  if (still_written(file.filename().string())) return false;
  base::Result<MappedFile> mapped = MappedFile::open(file);
  if (!mapped) return false;
  std::string_view tail = mapped->bytes();
  tail.remove_prefix(tail.size() > tail_size ? tail.size() - tail_size : 0);
  if (ends_with_iea(tail)) return true;
  std::error_code error;
  const auto age = fs::file_time_type::clock::now() - fs::last_write_time(file, error);
  return !error && age >= settle_;
}

std::vector<fs::path> Folder::ready() const {
  std::vector<std::pair<fs::file_time_type, fs::path>> files;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(root_ / "in", error)) {
    if (entry.is_regular_file(error) && whole(entry.path()))
      files.emplace_back(entry.last_write_time(error), entry.path());
  }
  std::sort(files.begin(), files.end());
  std::vector<fs::path> paths;
  paths.reserve(files.size());
  for (auto& [time, path] : files) paths.push_back(std::move(path));
  return paths;
}

std::size_t Folder::waiting() const {
  std::size_t count = 0;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(root_ / "in", error))
    count += entry.is_regular_file(error) && !whole(entry.path()) ? 1U : 0U;
  return count;
}

std::vector<fs::path> Folder::ignored() const {
  std::vector<fs::path> folders;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(root_ / "in", error)) {
    if (entry.is_directory(error)) folders.push_back(entry.path());
  }
  std::sort(folders.begin(), folders.end());
  return folders;
}

base::Result<void> Folder::write_answers(const std::string& batch, const std::string& name,
                                         FolderResult& result) {
  const std::array<std::pair<BatchBytes, const char*>, 2> kinds{
      {{BatchBytes::acknowledgments, ".acknowledgments.x12"}, {BatchBytes::responses, ".responses.x12"}}};
  for (const auto& [kind, ending] : kinds) {
    fs::path to = root_ / "out" / (name + ending);
    if (fs::exists(to))
      to = root_ / "out" / (name + "." + batch + ending);  // what was not picked up yet stays
    const base::Result<bool> written = write_batch_bytes(batch, {kind}, to, services_);
    if (!written) return written.error();
    if (*written) result.answers.push_back(to);
  }
  return {};
}

base::Result<FolderResult> Folder::take(const fs::path& file, const BatchWatch& watch) {
  const auto start = std::chrono::steady_clock::now();
  // Worked off from a copy: a sender that writes on, or cuts the file, harms nothing.
  base::Result<MappedFile> mapped = own_copy_of(file, services_);
  if (!mapped) return mapped.error();
  FolderResult result;
  result.file = file.filename().string();
  result.bytes = mapped->bytes().size();
  BatchFile about;
  about.sender = sender_;
  const base::Result<BatchOutcome> outcome = run_file(about, *mapped, services_, watch);
  if (!outcome) return outcome.error();
  const BatchRecord& batch = outcome->batch;
  result.batch = batch.id;
  result.sets = batch.sets;
  result.accepted = batch.accepted;
  result.duplicate = outcome->duplicate;
  result.failed = batch.state == BatchState::failed;
  result.stopped = batch.state == BatchState::running;
  if (!result.stopped) {
    const base::Result<void> written = write_answers(batch.id, file.stem().string(), result);
    if (!written) return written.error();
    std::error_code error;
    if (fs::file_size(file, error) != result.bytes &&
        !error) {  // written on meanwhile: the whole comes next time
      log::warning("batch_file_grew", {{"batch", batch.id}});
      return result;
    }
    const base::Result<void> moved = move_to(file, root_ / (result.failed ? "failed" : "archive"), batch.id);
    if (!moved) return moved.error();
  }
  result.took =
      std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start);
  return result;
}

base::Result<std::vector<fs::path>> Folder::write_outbox() {
  let_go_of_expired(services_);
  std::vector<fs::path> files;
  const base::Result<std::vector<std::string>> pairs = services_.store.pairs_of_batches(sender_);
  if (!pairs) return pairs.error();
  for (const std::string& pair : *pairs) {
    const base::Result<std::vector<OutboxEntry>> waiting =
        services_.store.outbox("x12:" + pair, 0, outbox_page);
    if (!waiting) return waiting.error();
    for (const OutboxEntry& entry : *waiting) {
      const fs::path to = root_ / "out" / ("unsolicited-" + std::to_string(entry.number) + ".x12");
      const base::Result<void> written = write_whole(to, entry.bytes);
      if (!written) return written.error();
      const std::array<std::int64_t, 1> number{entry.number};
      const base::Result<void> taken = services_.store.outbox_taken(number, services_.clock.now());
      if (!taken) return taken.error();
      files.push_back(to);
    }
  }
  return files;
}

}  // namespace gateway
