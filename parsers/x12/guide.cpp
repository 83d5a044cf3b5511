// The guides of this program: embedded files, each compiled at its first use, found by name or by what a
// message shows.
#include "parsers/x12/guide.hpp"

#include <algorithm>
#include <mutex>
#include <stdexcept>
#include <string>
#include <utility>

#include "parsers/x12/embedded_guides.hpp"
#include "parsers/x12/guide_compile.hpp"
#include "parsers/x12/reader.hpp"

namespace x12 {
namespace {

/// A guide file, of which only the first lines were read so far.
struct Entry {
  std::string_view file;
  GuideBlocks head;                // implementation, direction, recognition
  std::string_view like, like_as;  // the guide below it and that one's direction; "" = none
  std::once_flag once;
  std::unique_ptr<const Guide> guide;

  Entry(std::string_view name, const Dictionary& dictionary, base::Issues& issues)
      : file(name), head(dictionary, issues) {}
};

using Entries = std::vector<std::unique_ptr<Entry>>;

[[noreturn]] void refuse(const base::Issues& issues) {
  throw std::logic_error("embedded guide: " + issues.first().where + ": " + issues.first().remedy);
}

/// The files travel inside the binary and a unit test compiles each of them, so a fault here is a fault of
/// the build.
const Dictionary& dictionary() {
  static const Dictionary shared = [] {
    base::Result<Dictionary> made = dictionary_from(
        guides::embedded("elements.txt"), guides::embedded("segments.txt"), guides::embedded("codes.txt"));
    if (!made) refuse(made.error());
    return std::move(*made);
  }();
  return shared;
}

/// The lines before the first loop, shape or change.
std::string_view head_of(std::string_view text) {
  std::size_t end = text.size();
  for (const std::string_view begin : {"\nloop ", "\nshape ", "\nin "}) end = std::min(end, text.find(begin));
  return text.substr(0, end);
}

Entries read_heads() {
  static const Dictionary none;
  static base::Issues issues;
  Entries all;
  for (const std::string_view file : guides::files()) {
    Entry& entry = *all.emplace_back(std::make_unique<Entry>(file, none, issues));
    const std::vector<SourceLine> lines = source_lines(head_of(guides::embedded(file)), file);
    entry.head.take(lines);
    for (const SourceLine& line : lines) {
      if (line.words[0] != "like" || line.words.size() != 3) continue;
      entry.like = line.words[1];
      entry.like_as = line.words[2];
    }
  }
  return all;
}

Entries& entries() {
  static Entries all = read_heads();
  return all;
}

Entry* entry_for(std::string_view implementation, std::string_view direction) {
  for (const auto& entry : entries()) {
    if (entry->head.implementation == implementation && entry->head.direction == direction)
      return entry.get();
  }
  return nullptr;
}

/// The file itself above those it is like.
std::vector<GuideLayer> layers_of(const Entry& entry) {
  std::vector<GuideLayer> layers{{entry.file, guides::embedded(entry.file)}};
  const Entry* below = &entry;
  while (below != nullptr && !below->like.empty() && layers.size() < 8) {
    below = entry_for(below->like, below->like_as);
    if (below != nullptr) layers.insert(layers.begin(), {below->file, guides::embedded(below->file)});
  }
  return layers;
}

const Guide* compiled(Entry& entry) {
  std::call_once(entry.once, [&entry] {
    base::Result<std::unique_ptr<const Guide>> made = compile_guide(layers_of(entry), dictionary());
    if (!made) refuse(made.error());
    entry.guide = std::move(*made);
  });
  return entry.guide.get();
}

/// The first segment of the id; BHT and its like stand second.
SegmentView early_segment(const TransactionSet& set, std::uint32_t id) {
  const std::size_t count = std::min<std::size_t>(set.tokens.segments.size(), 4);
  for (std::uint32_t i = 0; i < count; ++i) {
    const SegmentView one(set.tokens, i);
    if (packed_id(one.id()) == id) return one;
  }
  return {};
}

bool shows(const TransactionSet& set, const Recognition& by) {
  if (set.id != by.set_id) return false;
  if (by.segment == 0) return true;
  const std::string_view value = early_segment(set, by.segment).element(by.element);
  return std::find(by.values.begin(), by.values.end(), value) != by.values.end();
}

const Entry* first_of(std::string_view version) {
  for (const auto& entry : entries()) {
    if (entry->head.implementation == version) return entry.get();
  }
  return nullptr;
}

}  // namespace

const Guide* guide_for(std::string_view implementation, std::string_view direction) {
  Entry* const entry = entry_for(implementation, direction);
  return entry == nullptr ? nullptr : compiled(*entry);
}

const Guide* guide_for_set(std::string_view version, const TransactionSet& set) {
  if (version.empty()) version = set.implementation.empty() ? set.id : set.implementation;
  Entry* guess = nullptr;
  for (const auto& entry : entries()) {
    if (entry->head.implementation != version) continue;
    if (shows(set, entry->head.recognition)) return compiled(*entry);
    const bool better = guess != nullptr && guess->head.recognition.set_id != set.id &&
                        entry->head.recognition.set_id == set.id;
    if (guess == nullptr || better) guess = entry.get();
  }
  return guess == nullptr ? nullptr : compiled(*guess);
}

std::string_view implementation_of(const Guide& guide) { return guide.implementation; }
std::string_view direction_of(const Guide& guide) { return guide.direction; }

std::string_view functional_id_for(std::string_view version) {
  const Entry* const entry = first_of(version);
  return entry == nullptr ? std::string_view{} : entry->head.recognition.functional_id;
}

bool functional_id_fits(std::string_view version, std::string_view functional_id) {
  return std::any_of(entries().begin(), entries().end(), [&](const auto& entry) {
    return entry->head.implementation == version && entry->head.recognition.functional_id == functional_id;
  });
}

bool is_set_id(std::string_view set_id) {
  return std::any_of(entries().begin(), entries().end(),
                     [&](const auto& entry) { return entry->head.recognition.set_id == set_id; });
}

std::string_view set_id_for(std::string_view version) {
  const Entry* const entry = first_of(version);
  return entry == nullptr ? std::string_view{} : entry->head.recognition.set_id;
}

std::vector<const Guide*> all_guides() {
  std::vector<const Guide*> all;
  for (const auto& entry : entries()) all.push_back(compiled(*entry));
  return all;
}

base::Result<std::shared_ptr<const Guide>> guide_with(std::string_view implementation,
                                                      std::string_view direction, std::string_view changes,
                                                      std::string_view origin) {
  const Entry* const entry = entry_for(implementation, direction);
  if (entry == nullptr) {
    return base::Issues(base::Issue{
        base::IssueCode::data_invalid, std::string(origin),
        "there is no guide '" + std::string(implementation) + " " + std::string(direction) + "'"});
  }
  std::vector<GuideLayer> layers = layers_of(*entry);
  layers.push_back({origin, changes});
  base::Result<std::unique_ptr<const Guide>> made = compile_guide(layers, dictionary());
  if (!made) return made.error();
  return std::shared_ptr<const Guide>(std::move(*made));
}

std::vector<std::string_view> guides::files() {
  std::vector<std::string_view> names;
  for (std::string_view rest = embedded("guide_names.txt"); !rest.empty();) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    if (end != 0) names.push_back(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return names;
}

}  // namespace x12
