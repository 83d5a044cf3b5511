// A guide as people read it: its loops, segments and elements line by line, and the whole as text.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/x12/guide.hpp"

namespace x12 {

/// One line of a guide, from top to bottom as a message has it. Elements that the guide does not use are left
/// out.
struct GuideLine {
  enum class Kind : std::uint8_t { loop, segment, element, component, condition, rule };
  Kind kind = Kind::loop;
  std::size_t depth = 0;     // of the tree: the header 0, its segments 1, their elements 2, …
  std::string id;            // "2010EA", "header"; "NM1"; "NM101"; "UM04-2"; "" for conditions and rules
  std::string_view name;     // our own short name: "service type"; "" when there is none
  std::string_view usage;    // "required" or "situational"; "" for conditions and rules
  std::string repeats;       // "1", "9", "2..5", ">1" for unbounded
  std::string type;          // "ID 2-3", "AN 1-35", "composite"; for a level "HL03 20"
  std::uint16_t number = 0;  // data element; 0 for a composite, or when nobody knows it
  std::string codes;         // "R S @service_type": what is allowed; "" = any value
  std::string words;         // of a condition or rule: what to do
  bool unverified = false;   // no two public sources agree on it
};

/// Every line of the guide.
[[nodiscard]] std::vector<GuideLine> guide_lines(const Guide& guide);

/// A code list that lines name with "@", whole, and where it comes from.
struct GuideList {
  std::string_view name;     // "service_type"
  std::string_view release;  // "005010", or who publishes it and of which date
  std::vector<std::string> codes;
  bool unverified = false;
};

[[nodiscard]] std::vector<GuideList> guide_lists(const Guide& guide);

/// The guide as aligned plain text: what it is for and how it is recognised, the tree, the code lists.
[[nodiscard]] std::string tree_of(const Guide& guide);

}  // namespace x12
