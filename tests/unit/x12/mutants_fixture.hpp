// What the tests of mutants share: the originals, one change, and what is due for it.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "mutants.hpp"

namespace x12::mutants {

/// What is due after one change of a segment.
struct Due {
  std::string_view code;  // "" = any fault at all
  std::uint32_t position = 0;
  std::uint16_t element = 0, component = 0;
  bool alone = true;  // other segments may only break situational rules
};

inline bool of_guide(const Fault& fault) { return fault.code.starts_with('I'); }

class MutantTest : public testing::Test {
 protected:
  static const std::vector<Original>& originals() {
    static const std::vector<Original> all = [] {
      std::vector<Original> found;
      for (const auto& file : valid_messages()) {
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
    return verdict_of(original.text_with(std::move(changed)), *original.guide);
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
    changed[index] = joined(parts, original.delimiters.element);
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
      visit(Place{original, i, standing, split(text, original.delimiters.element)});
    }
  }
}

}  // namespace x12::mutants
