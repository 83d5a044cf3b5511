// The text side of guides: lines and words of the data files, and the dictionary they share. The format is
// described in guides/README.md.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/issue.hpp"
#include "base/result.hpp"
#include "parsers/x12/guide_table.hpp"

namespace x12 {

/// One line of a data file with its continuation lines; `note` is what follows " : ".
struct SourceLine {
  std::string_view file;
  std::size_t number = 0;
  std::vector<std::string_view> words;
  std::string_view note;
  bool unverified = false;  // its comment says so, or the one in the line above
};

/// Splits a file into lines of words without comments. `text` and `file` outlive the lines.
[[nodiscard]] std::vector<SourceLine> source_lines(std::string_view text, std::string_view file);

/// "codes.txt:12", as every fault of a data file names its place. A file named "partners.yaml:40" is a part
/// of one that starts in that line: its second line is "partners.yaml:41".
[[nodiscard]] std::string source_place(const SourceLine& line);
/// A word of the source as faults quote it: '2000E'.
[[nodiscard]] std::string quoted(std::string_view word);

/// What elements.txt, segments.txt and codes.txt say.
struct Dictionary {
  struct Element {
    ElementType type = ElementType::unchecked;
    std::uint16_t length_min = 0, length_max = 0;
    std::string_view name;
    bool unverified = false;
  };
  struct Position {
    std::uint16_t number = 0;    // a simple element …
    std::string_view composite;  // … or a composite
    std::uint8_t repeats_max = 1;
  };
  struct Segment {
    std::vector<Position> positions;
    std::vector<Condition> conditions;
    std::string_view name;
    bool unverified = false;
  };
  struct CodeList {
    std::vector<std::uint64_t> codes;
    std::string_view release;  // "005010", "external 886 as of 2026-01"
    bool unverified = false;
  };
  std::map<std::uint16_t, Element> elements;
  std::map<std::pair<std::uint16_t, std::string_view>, Element> elements_of_release;
  std::map<std::string_view, Segment> composites, segments;  // "REF", or "REF@006020" where a release differs
  std::map<std::string_view, std::vector<std::uint32_t>> transactions;
  std::vector<std::uint32_t> known;
  std::map<std::string_view, CodeList> lists;
  std::map<std::uint16_t, std::vector<std::uint64_t>> codes;  // by data element
  std::map<std::uint16_t, std::string_view> code_releases;

  /// As the release ("006020") has it; releases that do not differ share the entry without one.
  [[nodiscard]] const Element& element(std::uint16_t number, std::string_view release) const;
  /// nullptr when there is none.
  [[nodiscard]] const Segment* segment(std::string_view id, std::string_view release) const;
};

/// Elements of the interchange have numbers of their own, "I12" in the files: from here on.
constexpr std::uint16_t interchange_elements = 60'000;
/// Elements whose number no source tells, "U1" in the files: from here on. They have 0 in a Guide.
constexpr std::uint16_t elements_without_number = 61'000;

/// Reads the three files; every fault names file and line. The texts outlive the Dictionary and the Guides
/// that are compiled with it.
[[nodiscard]] base::Result<Dictionary> dictionary_from(std::string_view elements, std::string_view segments,
                                                       std::string_view codes);

/// A file of the kind of elements.txt, segments.txt or codes.txt; `name` is what faults mention.
struct DictionaryFile {
  enum class Kind : std::uint8_t { elements, segments, codes };
  Kind kind = Kind::elements;
  std::string_view name, text;
};
/// Lays the lines of a file over the dictionary: what is there already is replaced. `file` outlives it.
void extend(Dictionary& dictionary, const DictionaryFile& file, base::Issues& issues);
/// The same for a guide's own line "define segment N2 93 93 : further name".
void define(Dictionary& dictionary, const SourceLine& line, base::Issues& issues);

/// Codes, ranges and @lists of `words` from `first` on, packed and sorted; faults go to `issues`.
[[nodiscard]] std::vector<std::uint64_t> codes_from(const SourceLine& line, std::size_t first,
                                                    const Dictionary& dictionary, base::Issues& issues);

/// A decimal number of the file; -1 when it is none.
[[nodiscard]] int number_from(std::string_view word);

}  // namespace x12
