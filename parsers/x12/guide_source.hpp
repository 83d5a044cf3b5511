// The text side of guides: lines and words of the data files, and the dictionary they share. The format is
// described in guides/README.md.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/issue.hpp"
#include "base/result.hpp"
#include "parsers/x12/guide_table.hpp"

namespace x12 {

/// One line of a data file with its continuation lines; `note` is what follows " : ".
struct SourceLine {
  std::size_t number = 0;
  std::vector<std::string_view> words;
  std::string_view note;
};

/// Splits a file into lines of words without comments. `text` outlives the lines.
[[nodiscard]] std::vector<SourceLine> source_lines(std::string_view text);

/// "codes.txt:12", as every fault of a data file names its place.
[[nodiscard]] std::string source_place(std::string_view file, const SourceLine& line);

/// What elements.txt, segments.txt and codes.txt say.
struct Dictionary {
  struct Element {
    ElementType type = ElementType::unchecked;
    std::uint16_t length_min = 0, length_max = 0;
  };
  struct Position {
    std::uint16_t number = 0;    // a simple element …
    std::string_view composite;  // … or a composite
    std::uint8_t repeats_max = 1;
  };
  struct Segment {
    std::vector<Position> positions;
    std::vector<Condition> conditions;
  };
  std::map<std::uint16_t, Element> elements;
  std::map<std::string_view, Segment> composites, segments;
  std::map<std::string_view, std::vector<std::uint32_t>> transactions;
  std::vector<std::uint32_t> known;
  std::map<std::string_view, std::vector<std::uint64_t>> lists;
  std::map<std::uint16_t, std::vector<std::uint64_t>> codes;  // by data element
};

/// Reads the three files; every fault names file and line. The texts outlive the Dictionary.
[[nodiscard]] base::Result<Dictionary> dictionary_from(std::string_view elements, std::string_view segments,
                                                       std::string_view codes);

/// Codes, ranges and @lists of `words` from `first` on, packed and sorted; faults go to `issues`.
[[nodiscard]] std::vector<std::uint64_t> codes_from(const SourceLine& line, std::size_t first,
                                                    const Dictionary& dictionary, std::string_view file,
                                                    base::Issues& issues);

/// A decimal number of the file; -1 when it is none.
[[nodiscard]] int number_from(std::string_view word);

}  // namespace x12
