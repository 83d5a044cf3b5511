#include "gateway/letters/queue.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
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

std::string order_of(const LetterRecord& letter) {
  std::string text;
  json::Writer out(text, json::Layout::pretty);
  out.begin_object().field("id", letter.id).field("channel", letter.channel);
  if (!letter.destination.empty()) out.field("destination", letter.destination);
  out.field("attempt", letter.attempts + 1).field("made", base::iso(letter.made));
  out.field("pdf", letter.id + ".pdf").end_object();
  return text + "\n";
}

/// "confirmed", "failed", "failed: line was busy"; anything else is a failure that says so.
LetterQueue::Sign sign_from(std::string letter, const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::string text;
  std::getline(in, text);
  LetterQueue::Sign sign;
  sign.letter = std::move(letter);
  const auto last = text.find_last_not_of(" \t\r");
  text.erase(last == std::string::npos ? 0 : last + 1);
  if (text == "confirmed") {
    sign.kind = LetterQueue::Sign::Kind::confirmed;
    return sign;
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
  return sign;
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
  const base::Result<void> pdf = write_whole(out() / (letter.id + ".pdf"), letter.pdf);
  if (!pdf) return pdf;
  return write_whole(out() / (letter.id + ".json"), order_of(letter));
}

bool LetterQueue::waits(const std::string& letter) const {
  std::error_code error;
  return fs::exists(out() / (letter + ".json"), error);
}

std::vector<LetterQueue::Sign> LetterQueue::signs() const {
  std::map<std::string, Sign> found;
  for (const fs::path& folder : {done(), out()}) {
    std::error_code error;
    for (const fs::directory_entry& file : fs::directory_iterator(folder, error)) {
      const std::string letter = file.path().stem().string();
      const fs::path kind = file.path().extension();
      if (kind == ".status") found[letter] = sign_from(letter, file.path());
      if (kind == ".json" && folder == done()) found.try_emplace(letter, Sign{letter, Sign::Kind::taken, {}});
    }
  }
  std::vector<Sign> all;
  for (auto& [letter, sign] : found) all.push_back(std::move(sign));
  return all;
}

void LetterQueue::settle(const Sign& sign) const {
  std::error_code error;
  for (const char* const kind : {".json", ".pdf"}) fs::remove(done() / (sign.letter + kind), error);
  if (sign.kind == Sign::Kind::taken) return;
  for (const fs::path& folder : {done(), out()}) {
    for (const char* const kind : {".json", ".pdf", ".status"})
      fs::remove(folder / (sign.letter + kind), error);
  }
}

}  // namespace gateway
