#include "gateway/intake/paper_folder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <tuple>

#include "gateway/edi/attachments.hpp"
#include "gateway/intake/paper_index.hpp"
#include "gateway/intake/paper_types.hpp"
#include "gateway/intake/plain_file.hpp"
#include "gateway/telemetry/log.hpp"
#include "gateway/work/case_change.hpp"

namespace gateway {
namespace {

namespace fs = std::filesystem;
using base::Issue;
using base::IssueCode;
using base::Issues;

constexpr int paper_attempts_max = 5;  // to get ahead of others who change the same case
constexpr std::size_t index_bytes_max = 64 * 1024;

Issues paper_trouble(const fs::path& where, const std::string& what) {
  return Issues(Issue{IssueCode::config_invalid, where.string(), what});
}

bool being_written(const std::string& name) {
  constexpr std::array<std::string_view, 3> endings{".part", ".tmp", ".filepart"};
  return name.starts_with('.') ||
         std::ranges::any_of(endings, [&](std::string_view ending) { return name.ends_with(ending); });
}

/// Index and pages as one text: the same pages for two requests are two papers, the same drop is one.
std::string drop_hash(const std::string& told, const std::string& content) {
  const ContentHash index = content_hash_of(told), pages = content_hash_of(content);
  return hex(index) + hex(pages);
}

/// Joins a paper that was stored and a request that was opened at the same time. What fails now is tried
/// again with the next message of that number.
void join_paper_late(const std::vector<std::string>& numbers, const ReceivedMessage& received,
                     Services& services) {
  for (int attempt = 0; attempt < paper_attempts_max && !numbers.empty(); ++attempt) {
    MessageTurn turn(services, received.id.text(), received.received, AnswerMode::real_time);
    const base::Result<void> joined = attach_held(numbers, turn);
    if (!joined || turn.exchange.attachments.empty()) return;
    const CommitResult result = commit_now(services, std::move(turn.exchange));
    if (result.outcome != CommitOutcome::version_conflict) return;
  }
}

/// The name of a file with one more ending: cut where the system would not take it for its length.
std::string name_with(const fs::path& file, const std::string& ending) {
  constexpr std::size_t name_max = 255;
  return file.filename().string().substr(0, name_max - ending.size()) + ending;
}

base::Result<void> rename_into(const fs::path& file, const fs::path& folder) {
  fs::path to = folder / file.filename();
  std::error_code error;
  for (int copy = 1; fs::exists(to, error); ++copy) {
    to = folder / name_with(file, "." + std::to_string(copy));
  }
  fs::rename(file, to, error);
  if (error) return paper_trouble(to, "the file cannot be moved here: " + error.message());
  return {};
}

std::string words_of_issues(const Issues& issues) {
  std::string words;
  for (const Issue& issue : issues) words += issue.remedy + "\n";
  return words;
}

/// What the drop says, and the text it says it with (part of what makes it the same drop).
struct ToldPaper {
  Paper paper;
  std::string told;
};

base::Result<ToldPaper> told_paper(const PaperFiles& files, std::size_t bytes_max) {
  ToldPaper drop;
  if (files.index.empty()) {
    drop.told = files.pages.filename().string();
    drop.paper = paper_from_name(files.pages.stem().string());
  } else {
    base::Result<std::string> text = bytes_of_plain_file(files.index, index_bytes_max);
    if (!text) return text.error();
    base::Result<PaperIndex> index = paper_index_from(*text);
    if (!index) return index.error();
    drop.told = std::move(*text);
    drop.paper = std::move(index->paper);
  }
  if (files.pages.empty())
    return paper_trouble(files.index, "the document that this index names is not here.");
  const PaperType* const type = paper_type_of_ending(files.pages.extension().string());
  if (type == nullptr) {
    return paper_trouble(files.pages, "this kind of file is not taken; send " + paper_types_taken() + ".");
  }
  base::Result<std::string> content = bytes_of_plain_file(files.pages, bytes_max);
  if (!content) return content.error();
  if (!looks_like(*type, *content)) {
    return paper_trouble(files.pages, "the file is cut off, or is not what its ending says.");
  }
  drop.paper.content_type = type->content_type;
  drop.paper.content = std::move(*content);
  return drop;
}

/// The pages beside an index that cannot be read: those of its name, which are not taken for a paper without one.
fs::path pages_named_as(const fs::path& index) {
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(index.parent_path(), error)) {
    if (entry.path() != index && entry.path().stem() == index.stem()) return entry.path();
  }
  return {};
}

}  // namespace

PaperFolder::~PaperFolder() { ::close(lock_); }

base::Result<std::unique_ptr<PaperFolder>> PaperFolder::open(const fs::path& root, Services& services,
                                                             std::chrono::seconds settle) {
  std::error_code error;
  for (const char* name : {"in", "archive", "failed"}) {
    fs::create_directories(root / name, error);
    if (error) return paper_trouble(root / name, "the folder cannot be made: " + error.message());
  }
  const fs::path lock = root / ".lock";
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-vararg): the system's own interface
  const int descriptor = ::open(lock.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0) return paper_trouble(lock, "the file cannot be made.");
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    ::close(descriptor);
    return paper_trouble(root, "another precert takes papers from this folder.");
  }
  return std::unique_ptr<PaperFolder>(new PaperFolder(root, services, settle, descriptor));
}

bool PaperFolder::left_alone(const fs::path& file) const {
  std::error_code error;
  const auto changed = fs::last_write_time(file, error);
  return !error && fs::file_time_type::clock::now() - changed >= settle_;
}

/// Complete = it says so itself. What never does is taken (and fails) when nobody has touched it for long.
bool PaperFolder::complete(const PaperFiles& files) const {
  if (files.index.empty()) return left_alone(files.pages);
  const bool late = left_alone(files.index) && (files.pages.empty() || left_alone(files.pages));
  return late || (!files.pages.empty() && told_paper(files, services_.config.intake.document_bytes_max));
}

std::vector<PaperFiles> PaperFolder::ready() const {
  std::vector<std::pair<fs::file_time_type, PaperFiles>> found;
  std::vector<fs::path> claimed;  // pages that an index names
  std::vector<fs::path> pages;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(root_ / "in", error)) {
    if (entry.symlink_status(error).type() != fs::file_type::regular) continue;
    if (being_written(entry.path().filename().string())) continue;
    if (entry.path().extension() != ".json") {
      pages.push_back(entry.path());
      continue;
    }
    PaperFiles files;
    files.index = entry.path();
    const base::Result<std::string> text = bytes_of_plain_file(entry.path(), index_bytes_max);
    const base::Result<PaperIndex> index =
        text ? paper_index_from(*text) : base::Result<PaperIndex>(text.error());
    files.pages = index ? root_ / "in" / index->document : pages_named_as(entry.path());
    if (!fs::exists(files.pages, error)) files.pages.clear();
    if (!files.pages.empty()) claimed.push_back(files.pages);
    if (complete(files)) found.emplace_back(entry.last_write_time(error), std::move(files));
  }
  for (const fs::path& page : pages) {
    if (std::ranges::find(claimed, page) != claimed.end()) continue;
    PaperFiles files;
    files.pages = page;
    if (complete(files)) found.emplace_back(fs::last_write_time(page, error), std::move(files));
  }
  std::ranges::sort(found, [](const auto& a, const auto& b) {
    return std::tie(a.first, a.second.pages) < std::tie(b.first, b.second.pages);
  });
  std::vector<PaperFiles> all;
  for (auto& [time, files] : found) all.push_back(std::move(files));
  return all;
}

base::Result<void> PaperFolder::archive(const PaperFiles& files, const char* folder,
                                        const std::string& why) const {
  if (!why.empty()) {
    const fs::path named = files.pages.empty() ? files.index : files.pages;
    std::ofstream(root_ / folder / name_with(named, ".why.txt")) << why;
  }
  // The pages first: an index without pages is seen to be left over, pages without index would be a new
  // paper.
  for (const fs::path& file : {files.pages, files.index}) {
    if (file.empty()) continue;
    const base::Result<void> moved = rename_into(file, root_ / folder);
    if (!moved) return moved;
  }
  return {};
}

base::Result<PaperTaken> PaperFolder::stored(const PaperFiles& files, const Paper& paper,
                                             const std::string& told) {
  PaperTaken taken;
  taken.file = files.pages.filename().string();
  const std::string drop = drop_hash(told, paper.content);
  for (int attempt = 0; attempt < paper_attempts_max; ++attempt) {
    base::Result<precert::MessageId> id = message_id(services_.numbers);
    if (!id) return id.error();
    ReceivedMessage message;
    message.id = std::move(*id);
    message.transport = Transport::staff;
    message.sender =
        "intake:" + paper.channel + "#" + message.id.text();  // what it repeats is asked of `drop`
    message.received = services_.clock.now();
    message.content_type = paper.content_type;
    message.bytes = paper.content;
    message.hash = content_hash_of(message.bytes);
    MessageTurn turn(services_, message.id.text(), message.received, AnswerMode::real_time);
    base::Result<PaperOutcome> outcome = take_paper(paper, "intake", turn);
    if (!outcome) return outcome.error();
    ControlNumber once;
    once.pair = "intake";
    once.number = drop;
    once.owner = message.id.text();
    once.received = message.received;
    turn.exchange.control_numbers.push_back(std::move(once));
    turn.exchange.message = message;
    turn.exchange.answer = {200, "text/plain", outcome->document};
    const std::vector<std::string> half_way = numbers_met_half_way(turn.exchange);
    const CommitResult result = commit_now(services_, std::move(turn.exchange));
    switch (result.outcome) {
      case CommitOutcome::committed:
        for (const precert::ReviewAction action : turn.decided) {
          services_.metrics.decision(Transport::staff, action);
        }
        join_paper_late(half_way, message, services_);
        taken.outcome = std::move(*outcome);
        return taken;
      case CommitOutcome::replayed:
      case CommitOutcome::control_number_reused: taken.duplicate = true; return taken;
      case CommitOutcome::version_conflict: continue;
      case CommitOutcome::unavailable: return Issues(result.issue);
    }
  }
  return Issues(Issue{IssueCode::store_unavailable, "case", "This case is being changed by others."});
}

base::Result<PaperTaken> PaperFolder::take(const PaperFiles& files) {
  PaperTaken failed;
  failed.failed = true;
  failed.file = (files.pages.empty() ? files.index : files.pages).filename().string();
  const base::Result<ToldPaper> drop = told_paper(files, services_.config.intake.document_bytes_max);
  if (!drop) {
    if (drop.error().first().code == IssueCode::conflict) return drop.error();
    const base::Result<void> moved = archive(files, "failed", words_of_issues(drop.error()));
    if (!moved) return moved.error();
    return failed;
  }
  base::Result<PaperTaken> taken = stored(files, drop->paper, drop->told);
  if (!taken) return taken;
  const base::Result<void> moved = archive(files, "archive", "");
  if (!moved) return moved.error();
  return taken;
}

std::size_t PaperFolder::work_due(const std::stop_token& stop) {
  std::size_t count = 0;
  for (const PaperFiles& files : ready()) {
    if (stop.stop_requested()) break;
    const base::Result<PaperTaken> taken = take(files);
    if (!taken) {
      log::error("paper_not_taken",
                 {{"what", taken.error().first().remedy}});  // a file's name may name people
      continue;
    }
    if (taken->failed) log::warning("paper_failed", {});
    if (taken->failed || taken->duplicate) continue;
    log::info("paper", {{"document", taken->outcome.document},
                        {"case", taken->outcome.case_id.text()},
                        {"why", taken->outcome.why}});
    ++count;
  }
  return count;
}

}  // namespace gateway
