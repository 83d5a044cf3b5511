// Every valid fixture with one fault put into an element, thousands of them: what is reported is what the
// guide's table and the kind of the fault lead to, and nothing is reported where the guide allows the change.
#include "mutants_fixture.hpp"

namespace x12::mutants {
namespace {

/// A changed value and the IK403 that is due for it.
struct Change {
  std::string name, value, code;
};

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

class ElementMutants : public MutantTest {
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
    const std::vector<std::string> parts = split(at.elements[number], separator);
    const auto specs = of(at.original.guide->elements, spec.components);
    for (std::size_t c = 0; c < std::min(parts.size(), specs.size()); ++c) {
      if (parts[c].empty()) continue;
      const std::uint8_t formatted_by = specs[c].format_position;
      const std::string format = formatted_by == 0 ? "" : parts.at(formatted_by - 1U);
      for (const Change& change : changes_of(*at.original.guide, specs[c], parts[c], format)) {
        if (enough(at.standing, number, c + 1, change.name)) continue;
        std::vector<std::string> changed = parts;
        changed[c] = change.value;
        expect(at.original, at.with(number, joined(changed, separator)), at.index, change.name,
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
      changed[at.index] = joined(elements, delimiters.element);
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
        const std::size_t parts = split(at.elements[e], delimiters.component).size();
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

}  // namespace
}  // namespace x12::mutants
