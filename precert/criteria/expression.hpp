// A clinical criterion as data: a tree of comparisons on facts, kept flat in reading order.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "precert/model/clinical.hpp"

namespace precert {

/// Position of a fact in Rulebook::facts and in FactValues::values.
using FactIndex = std::uint32_t;

/// Three-valued: what nobody said is neither true nor false.
enum class Truth : std::uint8_t { no, unknown, yes };

enum class Comparison : std::uint8_t {
  is_true,
  is_false,
  at_least,     // number >= operand
  at_most,      // number <= operand
  more_than,    // number > operand
  less_than,    // number < operand
  equals,       // number or text
  one_of,       // text in operands
  within_days,  // date not more than N days before or after today
  before_days,  // date at least N days before today ("earlier than N days ago, or exactly")
  after_days,   // date at most N days before today, the future included
};

/// One question to one fact. An atom is unknown exactly when its fact is.
struct Atom {
  FactIndex fact = 0;
  Comparison comparison = Comparison::is_true;
  base::Decimal number;              // of the number comparisons; days of the date comparisons
  std::vector<std::string> choices;  // of equals (one) and one_of
  std::string words;                 // "conservative-care-weeks at least 6"

  friend bool operator==(const Atom&, const Atom&) = default;
};

/// Nodes in reading order; a node's children lie between it and `end`, each child's `end` is where the next
/// begins.
struct Expression {
  enum class Kind : std::uint8_t { all, any, negation, atom };
  struct Node {
    Kind kind = Kind::all;
    std::uint32_t atom = 0;  // into atoms, when kind is atom
    std::uint32_t end = 0;   // index one past the node's subtree
    friend bool operator==(const Node&, const Node&) = default;
  };
  std::vector<Node> nodes;  // empty = always true
  std::vector<Atom> atoms;

  friend bool operator==(const Expression&, const Expression&) = default;
};

}  // namespace precert
