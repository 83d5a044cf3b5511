// A valid transaction set of a fixture and its guide's table, laid side by side, so that one fault can be put
// in anywhere and the table says what has to be reported.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/x12/check.hpp"
#include "parsers/x12/guide_table.hpp"
#include "parsers/x12/reader.hpp"

namespace x12::mutants {

/// Where a segment of the set stands in the guide; spec nullptr = ST, SE or none found.
struct Standing {
  const SegmentSpec* spec = nullptr;
  const LoopSpec* loop = nullptr;
  std::uint32_t node = 0;
  bool opener = false;      // it opens its loop: HL, NM1 …
  bool identified = false;  // its element 1 tells it from its neighbours of the same id
};

/// One fixture file with one transaction set. Segments are held without their terminators.
class Original {
 public:
  /// nullopt when the file holds no single set that some guide accepts; `why` says more.
  static std::optional<Original> from(const std::filesystem::path& file, std::string& why);

  std::string name;
  std::string before, after;  // the text up to ST, and after SE
  std::vector<std::string> segments;
  std::vector<Standing> standings;
  Delimiters delimiters;
  const Guide* guide = nullptr;
  LoopTree tree;

  /// The whole interchange with other segments in its set. SE01 counts them anew.
  [[nodiscard]] std::string text_with(std::vector<std::string> changed) const;
};

/// What check() and the reader say of a text.
struct Verdict {
  std::string text;  // the faults point into it
  std::vector<Fault> faults;
  std::string interchange, group, set;  // codes of the envelope's faults: "021 001"

  [[nodiscard]] std::string words() const;
};

[[nodiscard]] Verdict verdict_of(std::string text, const Guide& guide);

/// Elements of a segment, the id first; and together again.
[[nodiscard]] std::vector<std::string> split(std::string_view text, char separator);
[[nodiscard]] std::string joined(const std::vector<std::string>& parts, char separator);

/// Every valid message of the fixtures.
[[nodiscard]] std::vector<std::filesystem::path> valid_messages();

}  // namespace x12::mutants
