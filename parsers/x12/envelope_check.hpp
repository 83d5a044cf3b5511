// What may be wrong with GS and TA1, and which guide belongs to which functional group. Rules: X12.6
// (GS), X12.5 (TA1), 005010X231A1 (AK905).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "parsers/x12/fault.hpp"
#include "parsers/x12/segment_view.hpp"

namespace x12 {

class Guide;
struct GroupHeader;
struct TransactionSet;

/// A fault of an envelope segment; `why` holds no value of the message.
[[nodiscard]] Fault envelope_fault(FaultLevel level, std::string_view code, std::string_view segment,
                                   std::uint16_t element, std::string why);

[[nodiscard]] bool all_digits(std::string_view text);
/// N0 of up to ten digits; -1 for anything else. Control counts compare as numbers: 01 is 1.
[[nodiscard]] std::int64_t count_from(std::string_view text);

/// TA105 024 when a GS cannot be relied on; nullopt when it can. GS01, GS06 and GS08 have words of their own
/// in the 999 (AK905 1, 6, 2): here they only have to be printable, GS01 and GS08 present.
[[nodiscard]] std::optional<Fault> group_header_fault(const SegmentView& gs);

/// The ik5 fault of a set whose ST01 is not that of the guide it would be checked with, or whose guide does
/// not stand under this GS01: IK502 1 when no guide has such sets, else 18; nullopt when it may be checked,
/// or when the reader has found ST01 itself invalid (IK502 6). Rule: 005010X231A1 IK502.
[[nodiscard]] std::optional<Fault> set_refusal(const TransactionSet& set, const GroupHeader& group,
                                               const Guide& guide);

/// Why a TA1 that was received cannot be worked with; nullopt when it can. No wire answers a TA1: for reports
/// only.
[[nodiscard]] std::optional<Fault> acknowledgment_fault(const SegmentView& ta1);

/// True when ISA12 is known.
[[nodiscard]] bool control_version_known(std::string_view isa12);
/// True when an interchange of this ISA12 may carry a group of this GS08: 00602 is the control version of the
/// 6020 guides alone, while some partners put 6020 groups under 00501. Acknowledgments go under any.
[[nodiscard]] bool control_version_carries(std::string_view isa12, std::string_view gs08);

}  // namespace x12
