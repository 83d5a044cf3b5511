// 999 implementation acknowledgment (005010X231A1): what became of a functional group and each of its sets.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "parsers/x12/fault.hpp"
#include "parsers/x12/reader.hpp"
#include "parsers/x12/writer.hpp"

namespace mappers {

inline constexpr std::string_view guide_999 = "005010X231A1";

/// One ST as it came out of x12::check. The views of the faults point into the received buffer.
struct AcknowledgedSet {
  std::string id, control_number, implementation;  // ST01..03
  std::vector<x12::Fault> envelope_faults;         // ik5
  std::vector<x12::Fault> faults;                  // ik3 and ik4, in reading order

  [[nodiscard]] bool accepted() const { return envelope_faults.empty() && faults.empty(); }
};

struct AcknowledgedGroup {
  std::string functional_id, control_number, version;  // GS01, GS06, GS08
  std::string sets_announced;                          // GE01 as it stood
  std::size_t sets_received = 0;
  std::vector<x12::Fault> faults;                      // ak9: any rejects the group, and no set is reported
  std::vector<AcknowledgedSet> sets;

  [[nodiscard]] bool accepted() const;
};

/// ST..SE of the 999 for a group. Rule: 005010X231A1 AK1, AK2, IK3, CTX, IK4, IK5, AK9; x12-278 section 9.2.
void write_999(x12::Writer& out, const AcknowledgedGroup& group, std::string_view control_number);

}  // namespace mappers
