// Lists a guide's tables as lines, and prints them.
#include "parsers/x12/guide_tree.hpp"

#include <algorithm>
#include <array>

#include "parsers/x12/fault_sink.hpp"
#include "parsers/x12/guide_source.hpp"
#include "parsers/x12/guide_table.hpp"

namespace x12 {
namespace {

std::string unpacked(std::uint64_t code) {
  std::string text;
  for (; code != 0; code >>= 8U) text += static_cast<char>(code & 0xFFU);
  std::reverse(text.begin(), text.end());
  return text;
}

std::string_view usage_in_words(Usage usage) {
  return usage >= Usage::required ? "required" : usage == Usage::situational ? "situational" : "not used";
}

std::string repeats_of(std::uint32_t max, std::uint32_t min = 1) {
  return (min > 1 ? std::to_string(min) + ".." : "") + (max == 0 ? ">1" : std::to_string(max));
}

std::string type_of(const ElementSpec& spec) {
  static constexpr std::array<std::string_view, 9> names{"AN", "ID",     "N0",        "R", "DT",
                                                         "TM", "binary", "composite", ""};
  std::string text(names.at(static_cast<std::size_t>(spec.type)));
  if (spec.length_max == 0) return text;
  text += ' ' + std::to_string(spec.length_min);
  if (spec.length_max != spec.length_min) text += '-' + std::to_string(spec.length_max);
  return text;
}

/// `names`: of the elements that the condition speaks of, in its order.
std::string words_of(char kind, const std::vector<std::string>& names) {
  const auto joined = [&names](std::size_t first, std::string_view joint) {
    std::string text;
    for (std::size_t i = first; i < names.size(); ++i) {
      if (i != first) text += joint;
      text += names[i];
    }
    return text;
  };
  switch (kind) {
    case 'P': return joined(0, " and ") + " together or not at all";
    case 'R': return "at least one of " + joined(0, ", ");
    case 'E': return "only one of " + joined(0, ", ");
    case 'C': return names.front() + " only with " + joined(1, " and ");
    default: return names.front() + " only with one of " + joined(1, ", ");
  }
}

/// Walks the tables from the header down.
class Lines {
 public:
  explicit Lines(const Guide& guide) : guide_(guide) {}

  std::vector<GuideLine> all() {
    loop(0, 0);
    return std::move(lines_);
  }

 private:
  void loop(std::uint32_t index, std::size_t depth) {
    const LoopSpec& spec = guide_.loops[index];
    GuideLine line;
    line.depth = depth;
    line.id = index == 0 ? std::string("header") : std::string(spec.id);
    line.name = spec.name;
    line.usage = usage_in_words(spec.usage);
    line.repeats = repeats_of(spec.max, spec.min);
    line.unverified = spec.unverified;
    if (spec.level != 0) line.type = "HL03 " + unpacked(spec.level);
    lines_.push_back(std::move(line));
    rules(spec.rules, depth + 1);
    for (const Slot& slot : of(guide_.slots, spec.slots)) {
      for (std::uint32_t i = 0; i < slot.members.count; ++i) {
        const std::uint32_t member = slot.members.first + i;
        if (slot.loops) {
          loop(member, depth + 1);
        } else {
          segment(member, depth + 1);
        }
      }
    }
    for (const std::uint16_t level : guide_.levels) {
      if (guide_.loops[level].parents[0].loop == static_cast<std::int16_t>(index)) loop(level, depth + 1);
    }
  }

  void segment(std::uint32_t index, std::size_t depth) {
    const SegmentSpec& spec = guide_.segments[index];
    GuideLine line;
    line.kind = GuideLine::Kind::segment;
    line.depth = depth;
    line.id = spec.name;
    line.name = guide_.segment_names[index];
    line.usage = usage_in_words(spec.usage);
    line.repeats = repeats_of(spec.max);
    line.unverified = spec.unverified;
    lines_.push_back(std::move(line));
    elements(spec.name, spec.elements, 0, depth + 1);
    conditions(spec.name, spec.conditions, spec.elements, 0, depth + 1);
    rules(spec.rules, depth + 1);
  }

  /// `within`: 0 for the elements of a segment, else the composite whose components these are.
  void elements(std::string_view name, Run run, std::uint16_t within, std::size_t depth) {
    for (std::uint32_t i = 0; i < run.count; ++i) {
      const ElementSpec& spec = guide_.elements[run.first + i];
      if (spec.usage == Usage::not_used) continue;
      const ElementNote& note = guide_.notes[run.first + i];
      const auto position = static_cast<std::uint16_t>(i + 1);
      GuideLine line;
      line.kind = within == 0 ? GuideLine::Kind::element : GuideLine::Kind::component;
      line.depth = depth;
      line.id =
          name_of(name, within == 0 ? ElementPlace{position, 0, 0, 0} : ElementPlace{within, position, 0, 0});
      line.name = note.name;
      line.usage = usage_in_words(spec.usage);
      line.repeats = repeats_of(spec.repeats_max, spec.repeats_min);
      line.type = type_of(spec);
      line.number = spec.number;
      line.codes = codes(spec, note);
      line.unverified = spec.unverified;
      lines_.push_back(std::move(line));
      if (spec.type != ElementType::composite) continue;
      elements(name, spec.components, position, depth + 1);
      conditions(name, spec.conditions, spec.components, position, depth + 1);
    }
  }

  /// Named lists by their names, then what the guide has besides.
  [[nodiscard]] std::string codes(const ElementSpec& spec, const ElementNote& note) const {
    std::string text;
    std::vector<std::uint64_t> named;
    for (const std::uint32_t list : of(guide_.note_lists, note.lists)) {
      text += (text.empty() ? "@" : " @") + std::string(guide_.lists[list].name);
      const auto some = of(guide_.codes, guide_.lists[list].codes);
      named.insert(named.end(), some.begin(), some.end());
    }
    std::string besides;
    for (const std::uint64_t code : of(guide_.codes, spec.codes)) {
      if (std::find(named.begin(), named.end(), code) == named.end()) besides += unpacked(code) + ' ';
    }
    if (!besides.empty()) besides.pop_back();
    if (text.empty() || besides.empty()) return text + besides;
    return besides + ' ' + text;
  }

  /// Those that the guide leaves something of. `within` as above.
  void conditions(std::string_view name, Run run, Run specs, std::uint16_t within, std::size_t depth) {
    for (const Condition& condition : of(guide_.conditions, run)) {
      std::vector<std::string> names;
      for (std::uint8_t i = 0; i < condition.count; ++i) {
        const std::uint16_t position = condition.positions.at(i);
        if (guide_.elements[specs.first + position - 1U].usage == Usage::not_used) continue;
        names.push_back(name_of(
            name, within == 0 ? ElementPlace{position, 0, 0, 0} : ElementPlace{within, position, 0, 0}));
      }
      if (names.size() < 2) continue;
      GuideLine line;
      line.kind = GuideLine::Kind::condition;
      line.depth = depth;
      line.words = words_of(condition.kind, names);
      lines_.push_back(std::move(line));
    }
  }

  void rules(Run run, std::size_t depth) {
    for (const Rule& rule : of(guide_.rules, run)) {
      GuideLine line;
      line.kind = GuideLine::Kind::rule;
      line.depth = depth;
      line.words = rule.remedy;
      line.unverified = rule.unverified;
      lines_.push_back(std::move(line));
    }
  }

  const Guide& guide_;
  std::vector<GuideLine> lines_;
};

void pad(std::string& text, std::size_t start, std::size_t width) {
  const std::size_t length = text.size() - start;
  text.append(length < width ? width - length : 1, ' ');
}

void print(const GuideLine& line, std::string& out) {
  const std::size_t start = out.size();
  out.append(line.depth * 2, ' ');
  if (line.kind == GuideLine::Kind::condition || line.kind == GuideLine::Kind::rule) {
    out += "- " + line.words;
  } else {
    if (line.kind == GuideLine::Kind::loop && line.id != "header") out += "loop ";
    out += line.id;
    pad(out, start, 28);
    out += line.usage;
    pad(out, start, 41);
    const bool element = line.kind == GuideLine::Kind::element || line.kind == GuideLine::Kind::component;
    if (!element || line.repeats != "1") out += "x" + line.repeats;
    pad(out, start, 46);
    out += line.type;
    pad(out, start, 58);
    if (line.number != 0 && line.number < interchange_elements) out += std::to_string(line.number) + ' ';
    out += line.name;
    if (!line.codes.empty()) out += ": " + line.codes;
  }
  if (line.unverified) out += "  (unverified)";
  out.erase(out.find_last_not_of(' ') + 1);
  out += '\n';
}

void print(const GuideList& list, std::string& out) {
  constexpr std::size_t width = 110;
  std::string line = "  @" + std::string(list.name) + " (" + std::string(list.release) + ")";
  line += list.unverified ? " (unverified):" : ":";
  for (const std::string& code : list.codes) {
    if (line.size() + 1 + code.size() > width) {
      out += line + '\n';
      line = "   ";
    }
    line += ' ' + code;
  }
  out += line + '\n';
}

/// "recognised by GS01 HI, ST01 278, BHT02 01, 13 or 36" as far as there is something to say.
std::string recognition_of(const Guide& guide) {
  const Recognition& by = guide.recognition;
  std::string text;
  if (!by.functional_id.empty()) text += "GS01 " + std::string(by.functional_id) + ", ST01 ";
  text += by.set_id;
  if (by.segment == 0) return text;
  text += ", " + name_of(unpacked(by.segment), ElementPlace{by.element, 0, 0, 0});
  for (const std::string_view value : by.values)
    text += (value == by.values.front() ? " " : " or ") + std::string(value);
  return text;
}

}  // namespace

std::vector<GuideLine> guide_lines(const Guide& guide) { return Lines(guide).all(); }

std::vector<GuideList> guide_lists(const Guide& guide) {
  std::vector<GuideList> lists;
  for (const ListNote& one : guide.lists) {
    GuideList& list = lists.emplace_back(GuideList{one.name, one.release, {}, one.unverified});
    for (const std::uint64_t code : of(guide.codes, one.codes)) list.codes.push_back(unpacked(code));
  }
  std::sort(lists.begin(), lists.end(),
            [](const GuideList& a, const GuideList& b) { return a.name < b.name; });
  return lists;
}

std::string tree_of(const Guide& guide) {
  std::string out = std::string(guide.implementation) + ' ' + std::string(guide.direction) + " (" +
                    recognition_of(guide) + (guide.unverified ? ")  (unverified)\n\n" : ")\n\n");
  for (const GuideLine& line : guide_lines(guide)) print(line, out);
  const std::vector<GuideList> lists = guide_lists(guide);
  if (!lists.empty()) out += "\nCode lists\n";
  for (const GuideList& list : lists) print(list, out);
  return out;
}

}  // namespace x12
