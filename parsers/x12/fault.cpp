// How a fault names its place and its level to a person.
#include "parsers/x12/fault.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace x12 {
namespace {

void two_digits(std::string& out, unsigned number) {
  if (number < 10) out += '0';
  out += std::to_string(number);
}

struct KindOfCode {
  FaultLevel level;
  std::string_view code;
  FaultKind kind;
};

/// The codes that are not of their segment's usual kind. Rule: X12.5 TA105; 005010X231A1.
constexpr std::array<KindOfCode, 19> kinds{{{FaultLevel::ta1, "001", FaultKind::control_number},
                                            {FaultLevel::ta1, "018", FaultKind::control_number},
                                            {FaultLevel::ta1, "025", FaultKind::control_number},
                                            {FaultLevel::ta1, "021", FaultKind::balance},
                                            {FaultLevel::ak9, "4", FaultKind::control_number},
                                            {FaultLevel::ak9, "6", FaultKind::control_number},
                                            {FaultLevel::ak9, "19", FaultKind::control_number},
                                            {FaultLevel::ak9, "5", FaultKind::balance},
                                            {FaultLevel::ik5, "3", FaultKind::control_number},
                                            {FaultLevel::ik5, "7", FaultKind::control_number},
                                            {FaultLevel::ik5, "23", FaultKind::control_number},
                                            {FaultLevel::ik5, "4", FaultKind::balance},
                                            {FaultLevel::ik3, "I6", FaultKind::situational},
                                            {FaultLevel::ik3, "I9", FaultKind::situational},
                                            {FaultLevel::ik4, "7", FaultKind::code_set},
                                            {FaultLevel::ik4, "I6", FaultKind::code_set},
                                            {FaultLevel::ik4, "I9", FaultKind::situational},
                                            {FaultLevel::ik4, "I12", FaultKind::situational},
                                            {FaultLevel::ik4, "I13", FaultKind::situational}}};

}  // namespace

std::string_view name_of(FaultKind kind) {
  switch (kind) {
    case FaultKind::envelope: return "envelope";
    case FaultKind::control_number: return "control number";
    case FaultKind::balance: return "balance";
    case FaultKind::syntax: return "syntax";
    case FaultKind::code_set: return "code set";
    case FaultKind::situational: return "situational";
    case FaultKind::hierarchy: return "hierarchy";
  }
  std::abort();
}

FaultKind kind_of(FaultLevel level, std::string_view code) {
  const auto* const found = std::find_if(kinds.begin(), kinds.end(), [&](const KindOfCode& row) {
    return row.level == level && row.code == code;
  });
  if (found != kinds.end()) return found->kind;
  return level == FaultLevel::ik3 || level == FaultLevel::ik4 ? FaultKind::syntax : FaultKind::envelope;
}

std::string Fault::where() const {
  std::string out;
  if (!loop.empty()) {
    out += loop;
    out += '/';
  }
  out += segment_id;
  if (element != 0) {
    out += '-';
    two_digits(out, element);
  }
  if (component != 0) {
    out += '-';
    out += std::to_string(component);
  }
  if (repetition > 1) {
    out += '[';
    out += std::to_string(repetition);
    out += ']';
  }
  if (segment_position != 0) {
    out += " @";
    out += std::to_string(segment_position);
  }
  return out;
}

}  // namespace x12
