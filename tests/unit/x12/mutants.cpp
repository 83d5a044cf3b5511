// See mutants.hpp.
#include "mutants.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "parsers/x12/envelope_check.hpp"

namespace x12::mutants {
namespace {

namespace fs = std::filesystem;

std::string file_text(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

bool lists(const Guide& guide, const ElementSpec& spec, std::string_view code) {
  const auto codes = of(guide.codes, spec.codes);
  return std::find(codes.begin(), codes.end(), packed(code)) != codes.end();
}

/// The member of a slot that this segment is; nullptr when none lists its element 1.
const SegmentSpec* member_of(const Guide& guide, const Slot& slot, std::string_view qualifier) {
  const auto members = of(guide.segments, slot.members);
  if (members.size() == 1) return &members.front();
  for (const SegmentSpec& one : members) {
    if (one.elements.count != 0 && lists(guide, of(guide.elements, one.elements).front(), qualifier))
      return &one;
  }
  return nullptr;
}

Standing standing_of(const Guide& guide, const LoopTree& tree, std::uint32_t index) {
  Standing found;
  const SegmentView segment(*tree.tokens, index);
  // From the last: where a loop goes on behind the loops inside it, theirs come after it and are meant.
  for (auto n = static_cast<std::uint32_t>(tree.nodes.size()); n-- > 0;) {
    const LoopTree::Node& node = tree.nodes[n];
    if (index < node.first_segment || index >= node.first_segment + node.segments) continue;
    for (const LoopSpec& loop : guide.loops) {
      if (loop.id != node.id) continue;
      for (const Slot& slot : of(guide.slots, loop.slots)) {
        if (slot.loops || slot.id != packed_id(segment.id())) continue;
        const SegmentSpec* const spec = member_of(guide, slot, segment.element(1));
        if (spec == nullptr) continue;
        const bool opener = !node.id.empty() && index == node.first_segment;
        return {spec, &loop, n, opener, opener || slot.members.count > 1};
      }
    }
  }
  return found;
}

std::string codes(const std::vector<Fault>& faults) {
  std::string all;
  for (const Fault& one : faults) all += (all.empty() ? "" : " ") + std::string(one.code);
  return all;
}

}  // namespace

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  for (;;) {
    const std::size_t cut = std::min(text.find(separator), text.size());
    parts.emplace_back(text.substr(0, cut));
    if (cut == text.size()) return parts;
    text.remove_prefix(cut + 1);
  }
}

std::string joined(const std::vector<std::string>& parts, char separator) {
  std::string out;
  for (const std::string& part : parts) {
    if (&part != &parts.front()) out += separator;
    out += part;
  }
  return out;
}

std::optional<Original> Original::from(const fs::path& file, std::string& why) {
  Original made;
  made.name = (file.parent_path().filename() / file.filename()).string();
  const std::string text = file_text(file);
  Reader reader(text);
  int sets = 0;
  for (Event event = reader.next(); event != Event::done && event != Event::unreadable;
       event = reader.next()) {
    if (event != Event::transaction_set) continue;
    if (++sets > 1) break;
    const TransactionSet& set = reader.set();
    made.delimiters = set.tokens.delimiters;
    const auto start = static_cast<std::size_t>(set.bytes.data() - text.data());
    made.before = text.substr(0, start);
    made.after = text.substr(start + set.bytes.size());
    for (std::uint32_t i = 0; i < set.tokens.segments.size(); ++i) {
      std::vector<std::string> elements;
      const SegmentView view(set.tokens, i);
      for (std::uint32_t e = 0; e <= view.size(); ++e) elements.emplace_back(view.element(e));
      made.segments.push_back(joined(elements, made.delimiters.element));
    }
    for (const Guide* const guide : all_guides()) {
      const std::string_view version = implementation_of(*guide);
      if (version != set.implementation && version != reader.group().version) continue;
      std::vector<Fault> faults;
      if (!check(set, *guide, {}, made.tree, faults)) {
        why += std::string(direction_of(*guide)) + ": " +
               (faults.empty() ? "envelope" : faults.front().where()) + "; ";
        continue;
      }
      made.guide = guide;
      for (std::uint32_t i = 0; i < made.segments.size(); ++i) {
        made.standings.push_back(standing_of(*guide, made.tree, i));
      }
      break;
    }
    made.tree.tokens = nullptr;
  }
  if (sets != 1 || made.guide == nullptr) {
    why += std::to_string(sets) + " sets";
    return std::nullopt;
  }
  return made;
}

std::string Original::text_with(std::vector<std::string> changed) const {
  if (changed.back().starts_with("SE")) {
    std::vector<std::string> trailer = split(changed.back(), delimiters.element);
    trailer.at(1) = std::to_string(changed.size());
    changed.back() = joined(trailer, delimiters.element);
  }
  std::string text = before;
  for (const std::string& segment : changed) text += segment + delimiters.segment;
  return text + after;
}

std::string Verdict::words() const {
  std::string all = "[" + interchange + "|" + group + "|" + set + "]";
  for (const Fault& one : faults) all += " " + std::string(one.code) + " " + one.where() + ";";
  return all;
}

Verdict verdict_of(std::string text, const Guide& guide) {
  Verdict verdict;
  verdict.text = std::move(text);
  LoopTree tree;
  Reader reader(verdict.text);
  for (Event event = reader.next(); event != Event::done; event = reader.next()) {
    if (event == Event::transaction_set) {
      verdict.set += codes(reader.set().envelope_faults);
      if (const auto refused = set_refusal(reader.set(), reader.group(), guide))
        verdict.set += codes({*refused});
      check(reader.set(), guide, {}, tree, verdict.faults);
    }
    if (event == Event::group_end) verdict.group += codes(reader.group_faults());
    if (event == Event::interchange_end) verdict.interchange += codes(reader.interchange_faults());
    if (event != Event::unreadable) continue;
    verdict.interchange = "unreadable";
    break;
  }
  return verdict;
}

std::vector<fs::path> valid_messages() {
  std::vector<fs::path> files;
  for (const char* const folder : {"/fixtures/scenarios", "/fixtures/x12"}) {
    const fs::path root = std::string(PRECERT_SOURCE_DIR) + folder;
    if (!fs::exists(root)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(root)) {
      if (entry.path().extension() == ".x12") files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace x12::mutants
