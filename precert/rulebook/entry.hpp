// One mapping of a rulebook file, read key by key: every fault gets file, line and remedy, and keys nobody
// asked for are faults too. The only header of the project that knows yaml-cpp; inside of precert/rulebook/.
#pragma once

#include <yaml-cpp/yaml.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "base/decimal.hpp"
#include "base/issue.hpp"
#include "precert/model/words.hpp"
#include "precert/rulebook/keys.hpp"

namespace precert {

/// A node and the file it stands in.
struct Placed {
  YAML::Node node;
  std::string_view file;

  /// "policies.yaml:12".
  [[nodiscard]] std::string where() const;
};

struct Reading;

class Entry {
 public:
  /// Reports a node that is no mapping, and keys that stand there twice. `shape` says which mapping of the
  /// rulebook this is ("policies[].limits[]"), for KeyUse. `reading` has to outlive the entry.
  Entry(Placed placed, Reading& reading, std::string shape);

  [[nodiscard]] std::string where() const { return placed_.where(); }
  [[nodiscard]] bool has(std::string_view key) const;
  /// The child; marks the key as known. An absent child is a node that is not defined.
  [[nodiscard]] Placed child(std::string_view key);
  /// The elements of a list; reports what is no list. Absent = none.
  [[nodiscard]] std::vector<Placed> children(std::string_view key);

  void need_text(std::string_view key, std::string& into);  // reports when absent or empty
  void text(std::string_view key, std::string& into);
  void texts(std::string_view key, std::vector<std::string>& into);  // a list of texts
  void flag(std::string_view key, bool& into);
  void whole(std::string_view key, int& into, int least, int most);
  void decimal(std::string_view key, base::Decimal& into);
  void date(std::string_view key, base::Date& into);
  /// `effective: {from: …, to: …}`; absent = always.
  void period(std::string_view key, base::Period& into);

  /// A value of a closed vocabulary: words.hpp's, or any table of (value, word).
  template <class Enum>
  void word(std::string_view key, Enum& into) {
    word(key, into, Words<Enum>::all);
  }
  template <class Enum, class Table>
  void word(std::string_view key, Enum& into, const Table& table) {
    std::string given;
    text(key, given);
    note_words(table);
    if (given.empty()) return;
    if (const std::optional<Enum> value = value_of<Enum>(given, table)) {
      into = *value;
    } else {
      fault(key, "has no meaning \"" + given + "\"; use one of: " + words_of(table));
    }
  }
  template <class Enum, class Table>
  void words(std::string_view key, std::vector<Enum>& into, const Table& table) {
    std::vector<std::string> given;
    texts(key, given);
    note_words(table);
    for (const std::string& one : given) {
      if (const std::optional<Enum> value = value_of<Enum>(one, table)) {
        into.push_back(*value);
      } else {
        fault(key, "has no meaning \"" + one + "\"; use one of: " + words_of(table));
      }
    }
  }

  /// A key that may stand here and is not read this time: no fault of its own, and what a misspelt one may
  /// mean.
  void may_have(std::string_view key) { possible_.emplace_back(key); }

  /// Reports a fault of a key (or of the whole mapping when the key is not there).
  void fault(std::string_view key, std::string_view remedy);
  /// Reports every key that nobody asked for, and hands in those that were. To be called last.
  void done();

 private:
  template <class Enum, class Table>
  static std::optional<Enum> value_of(std::string_view given, const Table& table) {
    for (const auto& [value, word] : table) {
      if (word == given) return value;
    }
    return std::nullopt;
  }
  template <class Table>
  static std::string words_of(const Table& table) {
    std::string all;
    for (const auto& row : table) {
      if (!all.empty()) all += ", ";
      all += row.second;
    }
    return all;
  }
  template <class Table>
  void note_words(const Table& table) {
    for (const auto& row : table) asked_.back().words.emplace_back(row.second);
  }
  [[nodiscard]] std::optional<std::string> scalar(std::string_view key, KeyUse::Kind kind);
  /// Marks a key as known.
  [[nodiscard]] Placed asked(std::string_view key, KeyUse::Kind kind);

  Placed placed_;
  Reading& reading_;
  std::string shape_;
  std::vector<KeyUse> asked_;
  std::vector<std::string> possible_;  // may_have
};

/// Smallest number of single-letter changes between two words (insert, delete, replace, swap of neighbours).
[[nodiscard]] std::size_t edit_distance(std::string_view a, std::string_view b);

}  // namespace precert
