// Every valid fixture with one fault put in, thousands of them: what is reported is what the guide's table
// and the kind of the fault lead to, and nothing is reported where the guide allows the change.
#include "mutants.hpp"

#include <algorithm>
#include <set>
#include <tuple>

namespace x12 {
namespace {

using mutants::Original;
using mutants::Standing;
using mutants::Verdict;

/// A changed value and the IK403 that is due for it.
struct Change {
  std::string name, value, code;
};

/// What is due after one change of a segment.
struct Due {
  std::string_view code;  // "" = any fault at all
  std::uint32_t position = 0;
  std::uint16_t element = 0, component = 0;
  bool alone = true;  // other segments may only break situational rules
};

bool of_guide(const Fault& fault) { return fault.code.starts_with('I'); }

class Mutants : public testing::Test {
 protected:
  static const std::vector<Original>& originals() {
    static const std::vector<Original> all = [] {
      std::vector<Original> found;
      for (const auto& file : mutants::valid_messages()) {
        std::string why;
        std::optional<Original> one = Original::from(file, why);
        if (one) {
          found.push_back(std::move(*one));
        } else {
          rejected() += file.string() + ": " + why + "\n";
        }
      }
      return found;
    }();
    return all;
  }
  static std::string& rejected() {
    static std::string all;
    return all;
  }

  /// The same change of the same spec is tried twice, not at every segment of every fixture.
  bool enough(const Standing& at, std::size_t element, std::size_t component, const std::string& change) {
    return ++tried_[{at.spec, element, component, change}] > 2;
  }

  void TearDown() override { RecordProperty("mutants", made_); }

  [[nodiscard]] int made() const { return made_; }

  Verdict verdict(const Original& original, std::vector<std::string> changed) {
    ++made_;
    return mutants::verdict_of(original.text_with(std::move(changed)), *original.guide);
  }

  void fail(const Original& original, std::size_t index, const std::string& change, const Verdict& got,
            const std::string& due) {
    if (++failures_ > 25) return;
    ADD_FAILURE() << original.name << " " << original.segments[index] << " @" << index + 1 << ": " << change
                  << "\n  due: " << due << "\n  got: " << got.words();
  }

  void expect(const Original& original, std::vector<std::string> changed, std::size_t index,
              const std::string& change, const Due& due) {
    const Verdict got = verdict(original, std::move(changed));
    const bool found = std::any_of(got.faults.begin(), got.faults.end(), [&](const Fault& one) {
      if (due.code.empty()) return true;
      return one.code == due.code && one.segment_position == due.position && one.element == due.element &&
             one.component == due.component;
    });
    const bool strayed =
        due.alone && std::any_of(got.faults.begin(), got.faults.end(), [&](const Fault& one) {
          return one.segment_position != due.position && !of_guide(one);
        });
    const bool envelope = !(got.interchange + got.group + got.set).empty();
    if (found && !strayed && !envelope) return;
    fail(original, index, change, got,
         std::string(due.code) + " @" + std::to_string(due.position) + " " + std::to_string(due.element) +
             "-" + std::to_string(due.component) + (strayed ? " and nothing elsewhere" : ""));
  }

  /// The change breaks nothing but, perhaps, a situational rule.
  void expect_allowed(const Original& original, std::vector<std::string> changed, std::size_t index,
                      const std::string& change) {
    const Verdict got = verdict(original, std::move(changed));
    const bool good = std::all_of(got.faults.begin(), got.faults.end(), of_guide) &&
                      (got.interchange + got.group + got.set).empty();
    if (!good) fail(original, index, change, got, "nothing but situational rules");
  }

 private:
  int made_ = 0, failures_ = 0;
  std::map<std::tuple<const SegmentSpec*, std::size_t, std::size_t, std::string>, int> tried_;
};

TEST_F(Mutants, EveryFixtureOfOneSetIsValid) {
  EXPECT_GT(originals().size(), 20U);
  for (const Original& one : originals()) EXPECT_EQ(one.standings.size(), one.segments.size()) << one.name;
  // A scenario is a message as it is sent; one of them is sent with its errors.
  for (const std::string& line : mutants::split(rejected(), '\n')) {
    const bool scenario = line.find("/fixtures/scenarios/") != std::string::npos;
    EXPECT_TRUE(!scenario || line.find("/three-errors/request.x12") != std::string::npos) << line;
  }
}

/// A value of a length the element takes that is in none of its lists; "" when there is none.
std::string code_in_no_list(const Guide& guide, const ElementSpec& spec) {
  const auto listed = [&](const std::string& code) {
    const auto in = [&](Run run) {
      const auto codes = of(guide.codes, run);
      return std::find(codes.begin(), codes.end(), packed(code)) != codes.end();
    };
    return in(spec.codes) || in(spec.dictionary);
  };
  const std::size_t length = std::max<std::size_t>(spec.length_min, 1);
  for (const char c : {'Q', 'Z', '9', 'X', 'J'}) {
    const std::string code(length, c);
    if (!listed(code)) return code;
  }
  return {};
}

std::string code_of_dictionary_only(const Guide& guide, const ElementSpec& spec) {
  const auto codes = of(guide.codes, spec.codes);
  for (std::uint64_t code : of(guide.codes, spec.dictionary)) {
    if (std::find(codes.begin(), codes.end(), code) != codes.end()) continue;
    std::string text;
    for (; code != 0; code >>= 8U) text.insert(text.begin(), static_cast<char>(code & 0xFFU));
    return text;
  }
  return {};
}

bool is_number(ElementType type) { return type == ElementType::whole || type == ElementType::decimal; }

/// Changes of the value of one simple element or component, each with one fault.
std::vector<Change> changes_of(const Guide& guide, const ElementSpec& spec, const std::string& value,
                               const std::string& format) {
  std::vector<Change> all;
  const bool simple = spec.type != ElementType::composite && spec.type != ElementType::unchecked &&
                      spec.type != ElementType::binary;
  if (!simple) return all;
  const std::size_t longest = spec.length_max;
  if (longest != 0) {
    const std::string more = value + std::string(longest + 1 - std::min(longest, value.size()), 'A');
    all.push_back({"lengthened", is_number(spec.type) ? std::string(longest + 1, '9') : more, "5"});
  }
  if (spec.length_min > 1 && value.size() >= spec.length_min && !is_number(spec.type)) {
    all.push_back({"truncated", value.substr(0, spec.length_min - 1U), "4"});
  }
  all.push_back({"control character", "\x01" + value.substr(1), "6"});
  all.push_back(
      {"letter beyond ASCII", "\xC3\x89" + value.substr(std::min<std::size_t>(2, value.size())), "6"});
  if (is_number(spec.type)) all.push_back({"no number", longest > 1 ? "1A" : "A", "6"});
  if (spec.type == ElementType::date && spec.length_max == 8) all.push_back({"no date", "20260231", "8"});
  if (spec.type == ElementType::time) all.push_back({"no time", "2575", "9"});
  if (format == "D8") all.push_back({"no date", "20260231", "8"});
  if (format == "RD8") all.push_back({"period reversed", "20260201-20260101", "8"});
  if (spec.codes.count != 0 || spec.dictionary.count != 0) {
    const std::string none = code_in_no_list(guide, spec);
    if (!none.empty()) all.push_back({"wrong code", none, "7"});
    const std::string other = spec.codes.count == 0 ? "" : code_of_dictionary_only(guide, spec);
    if (!other.empty()) all.push_back({"code of the dictionary", other, "I6"});
  }
  return all;
}

/// True when the elements or components that are present break one of the standard's conditions.
bool condition_broken(const Guide& guide, Run conditions, const std::vector<bool>& present) {
  const auto has = [&](std::uint8_t position) { return position < present.size() && present[position]; };
  for (const Condition& one : of(guide.conditions, conditions)) {
    std::size_t count = 0;
    for (std::uint8_t i = 0; i < one.count; ++i) count += has(one.positions.at(i)) ? 1U : 0U;
    const bool lead = has(one.positions[0]);
    switch (one.kind) {
      case 'P':
        if (count != 0 && count != one.count) return true;
        break;
      case 'R':
        if (count == 0) return true;
        break;
      case 'C':
        if (lead && count != one.count) return true;
        break;
      case 'L':
        if (lead && count == 1) return true;
        break;
      default: break;
    }
  }
  return false;
}

std::vector<bool> presence(const std::vector<std::string>& parts, std::size_t first) {
  std::vector<bool> present(first == 1 ? 0 : 1, false);
  for (const std::string& part : parts) present.push_back(!part.empty());
  return present;
}

/// One segment of one original, taken apart.
struct Place {
  const Original& original;
  std::size_t index;
  const Standing& standing;
  std::vector<std::string> elements;

  [[nodiscard]] std::vector<std::string> with(std::size_t element, const std::string& value) const {
    std::vector<std::string> changed = original.segments;
    std::vector<std::string> parts = elements;
    parts.at(element) = value;
    changed[index] = mutants::joined(parts, original.delimiters.element);
    return changed;
  }
  [[nodiscard]] std::uint32_t position() const { return static_cast<std::uint32_t>(index + 1); }
};

/// Calls visit(Place) for each segment that the guide has a table of; HL and binary data have rules of their
/// own.
template <class Visit>
void each_place(const std::vector<Original>& originals, Visit visit) {
  for (const Original& original : originals) {
    for (std::size_t i = 0; i < original.segments.size(); ++i) {
      const Standing& standing = original.standings[i];
      const std::string& text = original.segments[i];
      if (standing.spec == nullptr || i == 0 || i + 1 == original.segments.size()) continue;
      if (text.starts_with("BIN") || text.starts_with("BDS")) continue;
      visit(Place{original, i, standing, mutants::split(text, original.delimiters.element)});
    }
  }
}

class ElementMutants : public Mutants {
 protected:
  void value_changes(const Place& at, std::size_t number, const ElementSpec& spec) {
    const std::string& value = at.elements[number];
    if (value.find(at.original.delimiters.repetition) != std::string::npos) return;
    const std::string format = spec.format_position == 0 ? "" : at.elements.at(spec.format_position);
    for (const Change& change : changes_of(*at.original.guide, spec, value, format)) {
      if (enough(at.standing, number, 0, change.name)) continue;
      const bool identity = number == 1 && at.standing.identified;
      if (identity && change.code == "I6") continue;  // it may be another segment of the loop then
      expect(at.original, at.with(number, change.value), at.index, change.name,
             identity || at.elements[0] == "HL"
                 ? Due{"", at.position(), 0, 0, false}
                 : Due{change.code, at.position(), static_cast<std::uint16_t>(number), 0, true});
    }
  }

  void component_changes(const Place& at, std::size_t number, const ElementSpec& spec) {
    const char separator = at.original.delimiters.component;
    if (at.elements[number].find(at.original.delimiters.repetition) != std::string::npos) return;
    const std::vector<std::string> parts = mutants::split(at.elements[number], separator);
    const auto specs = of(at.original.guide->elements, spec.components);
    for (std::size_t c = 0; c < std::min(parts.size(), specs.size()); ++c) {
      if (parts[c].empty()) continue;
      const std::uint8_t formatted_by = specs[c].format_position;
      const std::string format = formatted_by == 0 ? "" : parts.at(formatted_by - 1U);
      for (const Change& change : changes_of(*at.original.guide, specs[c], parts[c], format)) {
        if (enough(at.standing, number, c + 1, change.name)) continue;
        std::vector<std::string> changed = parts;
        changed[c] = change.value;
        expect(at.original, at.with(number, mutants::joined(changed, separator)), at.index, change.name,
               {change.code, at.position(), static_cast<std::uint16_t>(number),
                static_cast<std::uint16_t>(c + 1), true});
      }
    }
  }
};

TEST_F(ElementMutants, AreReportedWithTheCodeOfTheirKindAtTheirPlace) {
  each_place(originals(), [&](const Place& at) {
    const auto specs = of(at.original.guide->elements, at.standing.spec->elements);
    for (std::size_t e = 1; e < std::min(at.elements.size(), specs.size() + 1); ++e) {
      const ElementSpec& spec = specs[e - 1];
      if (at.elements[e].empty()) continue;
      if (spec.type == ElementType::composite) component_changes(at, e, spec);
      value_changes(at, e, spec);
    }
  });
  EXPECT_GT(made(), 1000);
}

TEST_F(ElementMutants, OfFormAreReported) {
  each_place(originals(), [&](const Place& at) {
    const auto specs = of(at.original.guide->elements, at.standing.spec->elements);
    const Delimiters& delimiters = at.original.delimiters;
    const auto due = [&](std::string_view code, std::size_t element, std::size_t component = 0) {
      return Due{code, at.position(), static_cast<std::uint16_t>(element),
                 static_cast<std::uint16_t>(component), true};
    };
    if (!enough(at.standing, 0, 0, "too many elements")) {
      std::vector<std::string> changed = at.original.segments;
      std::vector<std::string> elements = at.elements;
      elements.resize(specs.size() + 1);
      elements.push_back("X");
      changed[at.index] = mutants::joined(elements, delimiters.element);
      expect(at.original, changed, at.index, "too many elements", due("3", specs.size() + 1));
    }
    for (std::size_t e = 1; e <= specs.size(); ++e) {
      const ElementSpec& spec = specs[e - 1];
      const bool given = e < at.elements.size() && !at.elements[e].empty();
      if (spec.usage == Usage::not_used && !enough(at.standing, e, 0, "not used")) {
        Place wider = at;
        wider.elements.resize(std::max(at.elements.size(), e + 1));
        expect(at.original, wider.with(e, "X"), at.index, "not used", due("I10", e));
      }
      const bool identity = (e == 1 && at.standing.identified) || (e == 3 && at.elements[0] == "HL");
      if (!given || identity || delimiters.repetition == '\0') continue;
      if (spec.repeats_max == 1 && !enough(at.standing, e, 0, "repeated")) {
        expect(at.original, at.with(e, at.elements[e] + delimiters.repetition + at.elements[e]), at.index,
               "repeated", due("12", e));
      }
      const bool several = at.elements[e].find(delimiters.repetition) != std::string::npos;
      if (spec.type == ElementType::composite && !several &&
          !enough(at.standing, e, 0, "too many components")) {
        const std::size_t parts = mutants::split(at.elements[e], delimiters.component).size();
        const std::string more(spec.components.count + 1 - parts, delimiters.component);
        expect(at.original, at.with(e, at.elements[e] + more + "X"), at.index, "too many components",
               due("13", e, spec.components.count + 1));
      }
    }
  });
  EXPECT_GT(made(), 500);
}

TEST_F(ElementMutants, ThatAreLeftOutAreReportedAsTheirUsageAndTheConditionsSay) {
  each_place(originals(), [&](const Place& at) {
    const Guide& guide = *at.original.guide;
    const auto specs = of(guide.elements, at.standing.spec->elements);
    for (std::size_t e = 1; e < std::min(at.elements.size(), specs.size() + 1); ++e) {
      const ElementSpec& spec = specs[e - 1];
      if (at.elements[e].empty() || enough(at.standing, e, 0, "left out")) continue;
      const auto number = static_cast<std::uint16_t>(e);
      if ((e == 1 && at.standing.identified) || (at.elements[0] == "HL" && e == 3)) {
        expect(at.original, at.with(e, ""), at.index, "left out", {"", at.position(), 0, 0, false});
        continue;
      }
      if (at.elements[0] == "HL") continue;  // HL02 depends on the level, HL01 on the count
      if (spec.usage >= Usage::required) {
        expect(at.original, at.with(e, ""), at.index, "left out", {"1", at.position(), number, 0, true});
        continue;
      }
      std::vector<std::string> left = at.elements;
      left[e].clear();
      const bool others =
          std::any_of(left.begin() + 1, left.end(), [](const std::string& one) { return !one.empty(); });
      if (!others) continue;  // a segment without any element is another fault
      const Verdict got = verdict(at.original, at.with(e, ""));
      const bool told = std::any_of(got.faults.begin(), got.faults.end(), [&](const Fault& one) {
        return one.code == "2" && one.segment_position == at.position() && one.component == 0;
      });
      const bool broken = condition_broken(guide, at.standing.spec->conditions, presence(left, 1));
      const bool only_rules = std::all_of(got.faults.begin(), got.faults.end(),
                                          [&](const Fault& one) { return of_guide(one) || one.code == "2"; });
      if (told != broken || !only_rules)
        fail(at.original, at.index, "left out " + std::to_string(e), got,
             broken ? "2" : "nothing but situational rules");
    }
  });
  EXPECT_GT(made(), 200);
}

class SegmentMutants : public Mutants {
 protected:
  /// How many segments of the node are of this spec.
  static std::size_t count(const Original& original, const Standing& at) {
    return static_cast<std::size_t>(
        std::count_if(original.standings.begin(), original.standings.end(),
                      [&](const Standing& one) { return one.spec == at.spec && one.node == at.node; }));
  }
  /// How many loops of this kind hang where this one does.
  static std::size_t loops(const Original& original, const Standing& at) {
    const auto& nodes = original.tree.nodes;
    return static_cast<std::size_t>(std::count_if(nodes.begin(), nodes.end(), [&](const LoopTree::Node& one) {
      return one.id == nodes[at.node].id && one.parent == nodes[at.node].parent;
    }));
  }
  static std::vector<std::string> without(const Original& original, std::size_t index) {
    std::vector<std::string> changed = original.segments;
    changed.erase(changed.begin() + static_cast<std::ptrdiff_t>(index));
    return changed;
  }
  static std::vector<std::string> with_added(const Original& original, std::size_t index,
                                             const std::string& segment) {
    std::vector<std::string> changed = original.segments;
    changed.insert(changed.begin() + static_cast<std::ptrdiff_t>(index + 1), segment);
    return changed;
  }
};

/// An id of `from` that is in none of `out`; "" when there is none.
std::string id_of(const std::vector<std::uint32_t>& from, const std::vector<std::uint32_t>& out) {
  for (std::uint32_t id : from) {
    if (std::binary_search(out.begin(), out.end(), id)) continue;
    std::string text;
    for (; id != 0; id >>= 8U) text.insert(text.begin(), static_cast<char>(id & 0xFFU));
    const bool control = text == "ST" || text == "SE" || text == "GS" || text == "GE" || text == "ISA" ||
                         text == "IEA" || text == "TA1" || text == "BIN" || text == "BDS";
    if (!control) return text;
  }
  return {};
}

TEST_F(SegmentMutants, OfUnknownOrForeignIdsAreTold) {
  each_place(originals(), [&](const Place& at) {
    if (enough(at.standing, 0, 0, "id")) return;
    const Guide& guide = *at.original.guide;
    const std::string foreign = id_of(guide.ids_known, guide.ids_of_transaction);
    const std::string unused = id_of(guide.ids_of_transaction, guide.ids_of_guide);
    const std::uint32_t next = at.position() + 1;
    expect(at.original, with_added(at.original, at.index, "ZQ1*X"), at.index, "unknown id",
           {"1", next, 0, 0, true});
    if (!foreign.empty()) {
      expect(at.original, with_added(at.original, at.index, foreign + at.original.delimiters.element + "X"),
             at.index, "foreign id " + foreign, {"6", next, 0, 0, true});
    }
    if (!unused.empty()) {
      expect(at.original, with_added(at.original, at.index, unused + at.original.delimiters.element + "X"),
             at.index, "unused id " + unused, {"I4", next, 0, 0, true});
    }
  });
  EXPECT_GT(made(), 300);
}

TEST_F(SegmentMutants, ThatAreDroppedAreMissedWhenTheyAreRequired) {
  each_place(originals(), [&](const Place& at) {
    if (enough(at.standing, 0, 0, "dropped")) return;
    const std::vector<std::string> changed = without(at.original, at.index);
    if (at.elements[0] == "HL") {
      expect(at.original, changed, at.index, "dropped", {"", 0, 0, 0, false});
      return;
    }
    const LoopTree::Node& node = at.original.tree.nodes[at.standing.node];
    const bool opened_more = at.standing.opener && (node.segments > 1 || node.next > at.standing.node + 1);
    if (opened_more) return;  // what it opened is then read into other loops
    const bool required = at.standing.opener ? at.standing.loop->usage >= Usage::required
                                             : at.standing.spec->usage >= Usage::required;
    const std::size_t others =
        at.standing.opener ? loops(at.original, at.standing) : count(at.original, at.standing);
    if (!required || others > 1) return expect_allowed(at.original, changed, at.index, "dropped");
    const Verdict got = verdict(at.original, changed);
    const bool of_standard =
        (at.standing.opener ? at.standing.loop->usage : at.standing.spec->usage) == Usage::required;
    const bool told = std::any_of(got.faults.begin(), got.faults.end(), [&](const Fault& one) {
      const bool code = of_standard ? one.code == "3" : one.code == "I7" || one.code == "I8";
      return code && one.segment_id == at.elements[0] && one.loop == at.standing.loop->id;
    });
    if (!told) fail(at.original, at.index, "dropped", got, of_standard ? "3" : "I7 or I8");
  });
  EXPECT_GT(made(), 100);
}

TEST_F(SegmentMutants, ThatAreDoubledAreTooManyWhereTheTableSaysSo) {
  each_place(originals(), [&](const Place& at) {
    if (enough(at.standing, 0, 0, "doubled")) return;
    const std::vector<std::string> changed =
        with_added(at.original, at.index, at.original.segments[at.index]);
    if (at.elements[0] == "HL") {
      expect(at.original, changed, at.index, "doubled", {"", 0, 0, 0, false});
      return;
    }
    const std::uint32_t most = at.standing.opener ? at.standing.loop->max : at.standing.spec->max;
    const std::size_t there =
        at.standing.opener ? loops(at.original, at.standing) : count(at.original, at.standing);
    const bool too_many = most != 0 && there + 1 > most;
    const std::string_view code = at.standing.opener ? "4" : "5";
    const Verdict got = verdict(at.original, changed);
    const bool told = std::any_of(got.faults.begin(), got.faults.end(), [&](const Fault& one) {
      return one.code == code && one.level == FaultLevel::ik3 && one.segment_id == at.elements[0];
    });
    if (told != too_many)
      fail(at.original, at.index, "doubled", got, too_many ? std::string(code) : "nothing");
  });
  EXPECT_GT(made(), 100);
}

TEST_F(SegmentMutants, ThatChangePlacesAreOutOfSequence) {
  each_place(originals(), [&](const Place& at) {
    const auto& standings = at.original.standings;
    if (at.index + 1 >= standings.size() || at.standing.opener) return;
    const Standing& next = standings[at.index + 1];
    if (next.spec == nullptr || next.opener || next.node != at.standing.node || at.original.name.empty())
      return;
    if (enough(at.standing, 0, 0, "swapped") || next.spec == at.standing.spec) return;
    std::vector<std::string> changed = at.original.segments;
    std::swap(changed[at.index], changed[at.index + 1]);
    if (next.spec->id == at.standing.spec->id) {
      return expect_allowed(at.original, changed, at.index, "swapped with its like");
    }
    const Verdict got = verdict(at.original, changed);
    const bool told = std::any_of(got.faults.begin(), got.faults.end(), [&](const Fault& one) {
      return one.level == FaultLevel::ik3 && (one.code == "2" || one.code == "3" || one.code == "7") &&
             (one.segment_position == at.position() || one.segment_position == at.position() + 1);
    });
    if (!told) fail(at.original, at.index, "swapped with the next", got, "2, 3 or 7");
  });
  EXPECT_GT(made(), 100);
}

}  // namespace
}  // namespace x12
