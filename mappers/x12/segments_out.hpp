// Segments that requests and responses share: HL, TRN, UM, REF, DTP, HSD, PWK, SV1, SV2, SV3, TOO.
#pragma once

#include <optional>
#include <string_view>

#include "mappers/x12/output.hpp"
#include "precert/model/review_request.hpp"

namespace mappers {

enum class Direction : bool { request, response };

/// HL01 counts up within the set; HL02 names the parent, 0 = none.
struct Levels {
  int last = 0;
  /// Writes HL and gives its number. Rule: 005010X217, HL04 1 when a level below follows.
  int write(x12::Writer& out, int parent, std::string_view code, bool has_children);
};

/// TRN02..04 of at most `count_max` traces. TRN03 always has ten characters: see originator_of().
void write_traces(Output& out, std::string_view type, const std::vector<precert::Trace>& traces,
                  std::size_t count_max, std::string_view where);

/// Ten characters for TRN03: the text itself when it has ten, else "9" (own assignment, X12 list 509) and its
/// last nine letters and digits, zero-filled on the left.
[[nodiscard]] std::string originator_of(std::string_view text);

/// UM04 as composite; an empty element when there is no place, or none that has two characters at most.
void write_place(Output& out, const std::optional<precert::Place>& place, std::string_view where);

/// UM of a line: 2000F has no AR and no IN, so a line under such an event says HS.
void write_line_um(Output& out, const precert::ReviewRequest& request, const precert::ServiceLine& line);

/// REF*BB or REF*NT; nothing for "".
void write_reference(Output& out, std::string_view qualifier, std::string_view number,
                     std::string_view where);

/// DTP with D8; nothing when absent.
void write_date(x12::Writer& out, std::string_view qualifier, const std::optional<base::Date>& date);
/// DTP with RD8, or D8 for one day. An open end cannot be said: the start alone is sent and reported.
void write_period(Output& out, std::string_view qualifier, const std::optional<base::Period>& period,
                  std::string_view where);
/// "20260105-20260405", or "20260105" for one day.
[[nodiscard]] std::string period_text(const base::Period& period);

/// BHT05: "0930", or "093015" when the seconds count.
[[nodiscard]] std::string time_text(base::Instant at);

/// HSD; nothing when absent.
void write_delivery(Output& out, const std::optional<precert::Delivery>& delivery, std::string_view where);

/// True when SV104, SV205 or SV306 can say this amount; else HSD has to.
[[nodiscard]] bool service_segment_says(const precert::ServiceLine& line, const precert::Quantity& quantity);

/// HSD of a line: its delivery, else its amount where the SV segment has no unit for it.
void write_line_delivery(Output& out, const precert::ServiceLine& line, std::string_view where);

/// SV1, SV2 or SV3 with TOO, as procedure, revenue code and dental detail demand. A response has no diagnosis
/// pointers, no residential status and no dental text. Rule: 005010X217 2000F SV1, SV2, SV3, TOO.
void write_procedure(Output& out, const precert::ServiceLine& line, Direction direction,
                     std::string_view where);

}  // namespace mappers
