// The guides of this program: embedded files, each compiled at its first use, and those of a folder laid over them;
// found by name or by what a message shows.
#include "parsers/x12/guide.hpp"

#include <algorithm>
#include <atomic>
#include <deque>
#include <mutex>
#include <optional>
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
  std::string_view file, text;
  base::Issues unread;             // of the head: its faults show when the whole is compiled
  GuideBlocks head;                // implementation, direction, recognition
  std::string_view like, like_as;  // the guide below it and that one's direction; "" = none
  const Entry* below = nullptr;    // that guide
  std::once_flag once;
  std::unique_ptr<const Guide> guide;

  Entry(std::string_view name, std::string_view of, const Dictionary& dictionary)
      : file(name), text(of), head(dictionary, unread) {}

  [[nodiscard]] bool is(std::string_view implementation, std::string_view direction) const {
    return head.implementation == implementation && head.direction == direction;
  }
};

using Entries = std::vector<std::unique_ptr<Entry>>;

/// The lines before the first loop, shape or change.
std::string_view head_of(std::string_view text) {
  std::size_t end = text.size();
  for (const std::string_view begin : {"\nloop ", "\nshape ", "\nin ", "\ndefine "})
    end = std::min(end, text.find(begin));
  return text.substr(0, end);
}

std::unique_ptr<Entry> entry_from(std::string_view file, std::string_view text) {
  static const Dictionary none;
  auto entry = std::make_unique<Entry>(file, text, none);
  const std::vector<SourceLine> lines = source_lines(head_of(text), file);
  entry->head.take(lines);
  for (const SourceLine& line : lines) {
    if (line.words[0] != "like" || line.words.size() != 3) continue;
    entry->like = line.words[1];
    entry->like_as = line.words[2];
  }
  return entry;
}

/// The file itself above those it is like.
std::vector<GuideLayer> layers_of(const Entry& entry) {
  std::vector<GuideLayer> layers;
  for (const Entry* one = &entry; one != nullptr && layers.size() < 8; one = one->below) {
    layers.insert(layers.begin(), {one->file, one->text});
  }
  return layers;
}

/// Dictionary and guides, of the program alone or with a folder's files laid over them. Never changed once others
/// see it, and as long there as the program.
struct Library {
  std::deque<std::string> texts;  // of a folder: names and contents; what is read points into them
  Dictionary dictionary;
  Entries entries;   // in the order of their names
  Entries replaced;  // those of the program that a folder's stand for: these may still be like them

  [[nodiscard]] Entry* find(std::string_view implementation, std::string_view direction) const {
    const auto found = std::ranges::find_if(
        entries, [&](const auto& entry) { return entry->is(implementation, direction); });
    return found == entries.end() ? nullptr : found->get();
  }
  /// The guide that another one is like; one that is like its own name means the program's.
  [[nodiscard]] const Entry* below(const Entry& entry) const {
    if (entry.like.empty()) return nullptr;
    for (const auto& one : replaced) {
      if (entry.is(entry.like, entry.like_as) && one->is(entry.like, entry.like_as)) return one.get();
    }
    const Entry* const found = find(entry.like, entry.like_as);
    return found == &entry ? nullptr : found;
  }
  void read_program() {
    for (const std::string_view file : guides::files()) entries.push_back(entry_from(file, guides::embedded(file)));
  }
  void join() {
    for (const Entries* all : {&entries, &replaced}) {
      for (const auto& entry : *all) entry->below = below(*entry);
    }
  }
  base::Result<const Guide*> compile(Entry& entry) const {
    base::Issues faults;
    std::call_once(entry.once, [&] {
      base::Result<std::unique_ptr<const Guide>> made = compile_guide(layers_of(entry), dictionary);
      if (made) {
        entry.guide = std::move(*made);
      } else {
        faults = made.error();
      }
    });
    if (!faults.empty()) return faults;
    return entry.guide.get();
  }
};

[[noreturn]] void refuse(const base::Issues& issues) {
  throw std::logic_error("embedded guide: " + issues.first().where + ": " + issues.first().remedy);
}

/// The files travel inside the binary and a unit test compiles each of them, so a fault here is a fault of
/// the build.
Dictionary program_dictionary() {
  base::Result<Dictionary> made = dictionary_from(
      guides::embedded("elements.txt"), guides::embedded("segments.txt"), guides::embedded("codes.txt"));
  if (!made) refuse(made.error());
  return std::move(*made);
}

Library& library_of_program() {
  static Library program = [] {
    Library made;
    made.dictionary = program_dictionary();
    made.read_program();
    made.join();
    return made;
  }();
  return program;
}

std::atomic<Library*>& chosen() {
  static std::atomic<Library*> one{nullptr};
  return one;
}

Library& library() {
  Library* const own = chosen().load(std::memory_order_acquire);
  return own == nullptr ? library_of_program() : *own;
}

const Entries& entries() { return library().entries; }

Entry* entry_for(std::string_view implementation, std::string_view direction) {
  return library().find(implementation, direction);
}

const Guide* compiled(Entry& entry) {
  const base::Result<const Guide*> made = library().compile(entry);
  if (!made) refuse(made.error());  // those of a folder were compiled before they were chosen
  return *made;
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

/// A fault of a guide shows in those that are like it too: it is told once.
void add_new(const base::Issues& found, base::Issues& issues) {
  for (const base::Issue& one : found) {
    const bool told = std::any_of(issues.begin(), issues.end(), [&](const base::Issue& other) {
      return other.where == one.where && other.remedy == one.remedy;
    });
    if (!told) issues.add(one);
  }
}

std::optional<DictionaryFile::Kind> dictionary_kind(std::string_view name) {
  const std::string_view file = name.substr(name.find_last_of("/\\") + 1);
  if (file == "elements.txt") return DictionaryFile::Kind::elements;
  if (file == "segments.txt") return DictionaryFile::Kind::segments;
  if (file == "codes.txt") return DictionaryFile::Kind::codes;
  return std::nullopt;
}

/// A guide of a folder: in place of one of the same implementation and direction, or beside them all.
void take_guide(std::string_view file, std::string_view text, Library& into, base::Issues& issues) {
  const std::string name(file);
  const auto say = [&](const std::string& what) {
    issues.add(base::IssueCode::data_invalid, name + ":1", what);
  };
  std::unique_ptr<Entry> entry = entry_from(file, text);
  const GuideBlocks& head = entry->head;
  if (head.implementation.empty()) return say("start with: guide IMPLEMENTATION DIRECTION SET");
  if (head.direction != "request" && head.direction != "response") {
    return say("the direction of a guide is request or response");
  }
  if (head.recognition.set_id.empty()) return say("say what shows a message under it: use GS01 ST01");
  const auto known = std::ranges::find_if(
      into.entries, [&](const auto& one) { return one->is(head.implementation, head.direction); });
  if (known == into.entries.end()) {
    into.entries.push_back(std::move(entry));
  } else if (!guides::embedded((*known)->file).empty()) {
    std::swap(*known, entry);
    into.replaced.push_back(std::move(entry));
  } else {
    say("the file " + std::string((*known)->file) + " holds the same guide");
  }
}

/// The files of a folder, whatever their order: elements before the segments and codes that name them, and the
/// guides last.
void take_guide_files(std::span<const GuideFile> files, Library& into, base::Issues& issues) {
  using Kind = DictionaryFile::Kind;
  for (const std::optional<Kind> turn : {std::optional(Kind::elements), std::optional(Kind::segments),
                                         std::optional(Kind::codes), std::optional<Kind>()}) {
    for (const GuideFile& file : files) {
      if (dictionary_kind(file.name) != turn) continue;
      const std::string& name = into.texts.emplace_back(file.name);
      const std::string& text = into.texts.emplace_back(file.text);
      if (turn) {
        extend(into.dictionary, {*turn, name, text}, issues);
      } else {
        take_guide(name, text, into, issues);
      }
    }
  }
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
  base::Result<std::unique_ptr<const Guide>> made = compile_guide(layers, library().dictionary);
  if (!made) return made.error();
  return std::shared_ptr<const Guide>(std::move(*made));
}

base::Result<void> use_guides(std::span<const GuideFile> files) {
  auto made = std::make_unique<Library>();
  base::Issues issues;
  made->dictionary = program_dictionary();
  made->read_program();
  take_guide_files(files, *made, issues);
  made->join();
  for (const auto& entry : made->entries) {
    if (entry->like.empty() || entry->below != nullptr) continue;
    issues.add(base::IssueCode::data_invalid, std::string(entry->file) + ":1",
               "there is no guide '" + std::string(entry->like) + " " + std::string(entry->like_as) +
                   "' that this one could be like");
  }
  std::ranges::stable_sort(made->entries, {}, [](const auto& entry) {
    return std::pair(entry->head.implementation, entry->head.direction != "request");
  });
  if (!issues.empty()) return issues;  // what follows from them is not told as well
  for (const auto& entry : made->entries) {
    const base::Result<const Guide*> compiled = made->compile(*entry);
    if (!compiled) add_new(compiled.error(), issues);
  }
  if (!issues.empty()) return issues;
  static std::mutex keeping;
  static std::vector<std::unique_ptr<Library>> kept;  // guides that somebody holds live on
  const std::scoped_lock lock(keeping);
  chosen().store(kept.emplace_back(std::move(made)).get(), std::memory_order_release);
  return {};
}

void use_guides_of_program() { chosen().store(nullptr, std::memory_order_release); }

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
