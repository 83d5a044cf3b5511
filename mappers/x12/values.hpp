// Small readers of segment values: text, numbers, dates, periods, and where each stood.
//
// x12::check has settled what a 999 rejects, so a value that cannot be read here is either of a guide that
// was relaxed or too long for the model; it is reported with its place and left out.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/date.hpp"
#include "base/decimal.hpp"
#include "base/issue.hpp"
#include "parsers/x12/segment_view.hpp"
#include "precert/model/source.hpp"

namespace mappers {

/// "UM-04 @15"; "UM @15" when element is 0.
[[nodiscard]] precert::Source source_of(const x12::SegmentView& segment, unsigned element = 0);

/// Reads values of one message and collects what could not be read.
class ValueReader {
 public:
  explicit ValueReader(base::Issues& issues) : issues_(issues) {}

  [[nodiscard]] std::optional<base::Decimal> decimal(const x12::SegmentView& segment, unsigned element);
  [[nodiscard]] std::optional<int> whole(const x12::SegmentView& segment, unsigned element);
  /// DT, or D8 text.
  [[nodiscard]] std::optional<base::Date> date(const x12::SegmentView& segment, unsigned element);
  /// A qualifier element (D8, RD8) and the value after it: DTP02/03, CR603/604.
  [[nodiscard]] std::optional<base::Period> period(const x12::SegmentView& segment, unsigned qualifier);
  [[nodiscard]] std::optional<base::Date> date_of(std::string_view text, const x12::SegmentView& segment,
                                                  unsigned element);
  /// A DT element and the TM after it (HHMM, HHMMSS, or with hundredths, which carry no meaning here), taken
  /// as UTC.
  [[nodiscard]] base::Instant instant(const x12::SegmentView& segment, unsigned date_element);
  void unreadable(const x12::SegmentView& segment, unsigned element, std::string remedy);

 private:
  base::Issues& issues_;
};

/// Y -> true, N -> false, anything else absent.
[[nodiscard]] std::optional<bool> yes_no(std::string_view code);
[[nodiscard]] inline std::string text(std::string_view value) { return std::string(value); }

}  // namespace mappers
