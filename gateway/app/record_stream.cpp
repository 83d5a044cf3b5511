#include "gateway/app/record_stream.hpp"

#include <fstream>
#include <future>
#include <utility>
#include <vector>

#include "mappers/model/model_json.hpp"

namespace gateway {
namespace {

using base::Issue;
using base::IssueCode;
using base::Issues;

constexpr std::size_t block_bytes = std::size_t{256} << 10U;
constexpr std::size_t records_at_once = 1000;
constexpr std::size_t faults_max = 100;

bool is_blank(int c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

/// Follows one object to the brace that closes it.
class ObjectEnd {
 public:
  /// True when `c` is the last of the object.
  bool take(char c) {
    if (escaped_) {
      escaped_ = false;
    } else if (quoted_) {
      escaped_ = c == '\\';
      quoted_ = c != '"';
    } else if (c == '"') {
      quoted_ = true;
    } else if (c == '{' || c == '[') {
      ++depth_;
    } else if (c == '}' || c == ']') {
      return --depth_ == 0;
    }
    return false;
  }

 private:
  int depth_ = 0;
  bool quoted_ = false, escaped_ = false;
};

/// Calls `use` with each record of the file; reports what cannot be read at its place.
template <class Record, class FromJson, class Use>
base::Result<std::size_t> each_record(const std::filesystem::path& file, const FromJson& from_json,
                                      const Use& use) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return Issues(Issue{IssueCode::config_invalid, file.string(), "the file cannot be read."});
  RecordStream records(in);
  Issues issues;
  std::size_t faults = 0;
  for (;;) {
    const base::Result<std::optional<std::string_view>> text = records.next();
    if (!text) {
      for (const Issue& one : text.error()) issues.add(one);
      return issues;
    }
    if (!*text) break;
    base::Result<Record> record = from_json(**text);
    if (record) {
      const base::Result<void> used = use(*std::move(record));
      if (!used) return used.error();
      continue;
    }
    for (Issue one : record.error()) {
      if (++faults > faults_max) return issues;
      one.where =
          "$[" + std::to_string(records.count() - 1) + "]" + (one.where.empty() ? "" : "." + one.where);
      issues.add(std::move(one));
    }
  }
  if (!issues.empty()) return issues;
  return records.count();
}

/// Stores one part of the file while the next is being read.
template <class Record, class Load>
class Loader {
 public:
  explicit Loader(const Load& load) : load_(load) { part_.reserve(records_at_once); }

  base::Result<void> add(Record record) {
    part_.push_back(std::move(record));
    return part_.size() < records_at_once ? base::Result<void>() : flush();
  }
  /// What is left, and the part before it.
  base::Result<void> finish() {
    const base::Result<void> last = part_.empty() ? base::Result<void>() : flush();
    const base::Result<void> before = settled();
    return last ? before : last;
  }

 private:
  base::Result<void> settled() { return stored_.valid() ? stored_.get() : base::Result<void>(); }

  base::Result<void> flush() {
    base::Result<void> before = settled();
    if (!before) return before;
    stored_ = std::async(std::launch::async, [this, part = std::exchange(part_, {})] { return load_(part); });
    part_.reserve(records_at_once);
    return {};
  }

  const Load& load_;
  std::vector<Record> part_;
  std::future<base::Result<void>> stored_;  // waits at its end
};

template <class Record, class FromJson, class Load>
base::Result<std::size_t> load_file(const std::filesystem::path& file, const FromJson& from_json,
                                    const Load& load) {
  const auto checked =
      each_record<Record>(file, from_json, [](const Record&) { return base::Result<void>(); });
  if (!checked) return checked.error();
  Loader<Record, Load> loader(load);
  const auto loaded =
      each_record<Record>(file, from_json, [&](Record record) { return loader.add(std::move(record)); });
  const base::Result<void> finished = loader.finish();
  if (!loaded) return loaded.error();
  if (!finished) return finished.error();
  return *loaded;
}

}  // namespace

int RecordStream::peek() {
  if (at_ == block_.size()) {
    block_.resize(block_bytes);
    in_.read(block_.data(), static_cast<std::streamsize>(block_.size()));
    block_.resize(static_cast<std::size_t>(in_.gcount()));
    at_ = 0;
    if (block_.empty()) return end_of_file;
  }
  return static_cast<unsigned char>(block_[at_]);
}

void RecordStream::skip_blanks() {
  while (is_blank(peek())) skip();
}

base::Issues RecordStream::fault(std::string remedy) const {
  return Issues(Issue{IssueCode::data_invalid, "$[" + std::to_string(count_) + "]", std::move(remedy)});
}

base::Result<bool> RecordStream::begin_record() {
  const bool first = !std::exchange(begun_, true);
  if (first) {
    for (const char mark : std::string_view("\xEF\xBB\xBF")) {
      if (peek() == static_cast<unsigned char>(mark)) skip();
    }
  }
  skip_blanks();
  if (first && peek() == '[') {
    in_array_ = true;
    skip();
    skip_blanks();
    if (peek() == ']') return false;
  } else if (first && peek() == end_of_file) {
    return fault("a JSON array of records is wanted, or one record after the other.");
  } else if (!in_array_ && peek() == end_of_file) {
    return false;
  } else if (in_array_ && !first) {
    if (peek() == ']') return false;
    if (peek() != ',') return fault("a comma is wanted before this record, or the end of the array.");
    skip();
    skip_blanks();
  }
  if (peek() != '{') return fault("a record is wanted here: a JSON object.");
  return true;
}

base::Result<std::optional<std::string_view>> RecordStream::next() {
  const base::Result<bool> here = begin_record();
  if (!here) return here.error();
  if (!*here) return std::optional<std::string_view>();
  record_.clear();
  for (ObjectEnd end;;) {
    const int c = peek();
    if (c == end_of_file) return fault("the file ends inside this record.");
    if (record_.size() == record_bytes_max) return fault("the record is longer than 1 MiB.");
    skip();
    record_.push_back(static_cast<char>(c));
    if (end.take(record_.back())) break;
  }
  ++count_;
  return std::optional<std::string_view>(record_);
}

base::Result<std::size_t> load_members_file(const std::filesystem::path& file, Store& store) {
  return load_file<precert::MemberRecord>(
      file, mappers::member_from_json,
      [&](const std::vector<precert::MemberRecord>& part) { return store.load_members(part); });
}

base::Result<std::size_t> load_facilities_file(const std::filesystem::path& file, Store& store) {
  return load_file<precert::Facility>(
      file, mappers::facility_from_json,
      [&](const std::vector<precert::Facility>& part) { return store.load_facilities(part); });
}

}  // namespace gateway
