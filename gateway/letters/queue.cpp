#include "gateway/letters/queue.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>
#include <map>
#include <string_view>

#include "parsers/json/writer.hpp"

namespace gateway {
namespace {

namespace fs = std::filesystem;
using base::Issue;
using base::IssueCode;

constexpr std::size_t words_max = 200;

base::Issues trouble(const fs::path& file, const std::string& words) {
  return base::Issues(Issue{IssueCode::config_invalid, file.string(), words});
}

/// On the disk whole under another name, then renamed: nobody reads half a letter.
base::Result<void> write_whole(const fs::path& file, std::string_view bytes) {
  const fs::path draft = file.string() + ".part";
  const int handle = ::open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0640);
  if (handle < 0) return trouble(draft, "the file cannot be made in the folder of letters.");
  bool good = true;
  while (good && !bytes.empty()) {
    const ssize_t count = ::write(handle, bytes.data(), bytes.size());
    good = count > 0;
    if (good) bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  good = good && ::fsync(handle) == 0;
  good = ::close(handle) == 0 && good;
  std::error_code error;
  if (good) fs::rename(draft, file, error);
  if (good && !error) return {};
  fs::remove(draft, error);
  return trouble(file, "the file cannot be written into the folder of letters.");
}

std::string job_name(const std::string& letter, int sending) {
  return letter + "-" + std::to_string(sending);
}

/// What waits of the first sendings of a letter. The order goes first: whoever sees it finds its letter.
void remove_waiting(const fs::path& folder, const std::string& letter, int sendings) {
  std::error_code error;
  for (int sending = 1; sending <= sendings; ++sending) {
    for (const char* const kind : {".json", ".pdf"})
      fs::remove(folder / (job_name(letter, sending) + kind), error);
  }
}

/// The letter and the sending of a job; false when it is none of ours.
bool read_job(const std::string& job, LetterQueue::Sign& sign) {
  const std::size_t dash = job.rfind('-');
  if (dash == std::string::npos || dash == 0) return false;
  const char* const end = job.data() + job.size();
  const auto [after, error] = std::from_chars(job.data() + dash + 1, end, sign.sending);
  if (error != std::errc() || after != end || sign.sending < 1) return false;
  sign.job = job;
  sign.letter = job.substr(0, dash);
  return true;
}

std::string order_of(const LetterRecord& letter) {
  std::string text;
  json::Writer out(text, json::Layout::pretty);
  out.begin_object().field("id", letter.id).field("channel", letter.channel);
  if (!letter.destination.empty()) out.field("destination", letter.destination);
  out.field("sending", letter.sending).field("attempt", letter.attempts + 1);
  out.field("made", base::iso(letter.made));
  out.field("pdf", job_name(letter.id, letter.sending) + ".pdf").end_object();
  return text + "\n";
}

/// "confirmed", "failed", "failed: line was busy"; anything else is a failure that says so.
void read_status(const fs::path& file, LetterQueue::Sign& sign) {
  std::ifstream in(file, std::ios::binary);
  std::string text;
  std::getline(in, text);
  const auto last = text.find_last_not_of(" \t\r");
  text.erase(last == std::string::npos ? 0 : last + 1);
  if (text == "confirmed") {
    sign.kind = LetterQueue::Sign::Kind::confirmed;
    return;
  }
  sign.kind = LetterQueue::Sign::Kind::failed;
  constexpr std::string_view failed = "failed";
  std::string_view words = text;
  if (words.starts_with(failed)) words.remove_prefix(failed.size());
  while (words.starts_with(':') || words.starts_with(' ')) words.remove_prefix(1);
  for (const char c : words.substr(0, words_max)) {
    if (c >= ' ' && c <= '~') sign.words += c;
  }
  if (sign.words.empty()) sign.words = "the service gave no reason";
}

}  // namespace

base::Result<void> LetterQueue::open() const {
  for (const fs::path& folder : {out(), done()}) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) return trouble(folder, "the folder cannot be made: " + error.message());
  }
  return {};
}

base::Result<void> LetterQueue::put(const LetterRecord& letter) const {
  remove_waiting(out(), letter.id, letter.sending - 1);
  const std::string job = job_name(letter.id, letter.sending);
  const base::Result<void> pdf = write_whole(out() / (job + ".pdf"), letter.pdf);
  if (!pdf) return pdf;
  return write_whole(out() / (job + ".json"), order_of(letter));
}

void LetterQueue::withdraw(const LetterRecord& letter) const {
  remove_waiting(out(), letter.id, letter.sending);
}

std::vector<LetterQueue::Sign> LetterQueue::waiting() const {
  std::vector<Sign> all;
  std::error_code error;
  for (const fs::directory_entry& file : fs::directory_iterator(out(), error)) {
    Sign sign;
    if (file.path().extension() == ".json" && read_job(file.path().stem().string(), sign))
      all.push_back(std::move(sign));
  }
  return all;
}

std::vector<LetterQueue::Sign> LetterQueue::signs() const {
  std::map<std::string, Sign> found;
  for (const fs::path& folder : {done(), out()}) {
    std::error_code error;
    for (const fs::directory_entry& file : fs::directory_iterator(folder, error)) {
      const fs::path kind = file.path().extension();
      const bool said = kind == ".status";
      if (!said && (kind != ".json" || folder != done())) continue;
      Sign sign;
      const std::string job = file.path().stem().string();
      if (!read_job(job, sign)) continue;
      if (said) read_status(file.path(), sign);
      if (said) {
        found[job] = std::move(sign);
      } else {
        found.try_emplace(job, std::move(sign));
      }
    }
  }
  std::vector<Sign> all;
  for (auto& [job, sign] : found) all.push_back(std::move(sign));
  return all;
}

void LetterQueue::settle(const Sign& sign) const {
  std::error_code error;
  for (const fs::path& folder : {done(), out()}) {
    for (const char* const kind : {".json", ".pdf", ".status"}) fs::remove(folder / (sign.job + kind), error);
  }
}

}  // namespace gateway
