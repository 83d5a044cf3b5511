#include "mappers/issues/ack_999.hpp"

#include <algorithm>

namespace mappers {
namespace {

using x12::Fault;
using x12::FaultLevel;

constexpr std::size_t codes_max = 5;         // IK502..506, AK905..909
constexpr std::size_t loop_length_max = 4;   // element 447 is AN 1/4
constexpr std::size_t copy_length_max = 99;  // IK404

/// A fault of the implementation guide rather than of the X12 standard.
bool of_implementation(const Fault& fault) { return fault.code.starts_with('I'); }

/// True when the fault depends on what else the set says: the guide then wants a CTX beside it.
bool situational(const Fault& fault) {
  const bool segment = fault.level == FaultLevel::ik3 && (fault.code == "I6" || fault.code == "I9");
  const bool element = fault.level == FaultLevel::ik4 && (fault.code == "I9" || fault.code == "I13");
  return segment || element;
}

/// A copy of the bad value may go back only when it cannot spoil the 999 itself.
bool may_copy(const Fault& fault, const x12::Delimiters& delimiters) {
  if (fault.value.empty() || fault.code == "6" || fault.code == "12" || fault.code == "13") return false;
  return std::all_of(fault.value.begin(), fault.value.end(), [&](char c) {
    return c >= ' ' && c < '\x7F' && c != delimiters.element && c != delimiters.component &&
           c != delimiters.repetition && c != delimiters.segment;
  });
}

std::string number_or_nothing(std::uint32_t number) { return number == 0 ? std::string() : std::to_string(number); }

void write_position(x12::Writer& out, const Fault& fault) {
  out.composite({std::to_string(fault.element), number_or_nothing(fault.component),
                 number_or_nothing(fault.repetition)});
}

void write_ctx(x12::Writer& out, const Fault& fault) {
  out.begin("CTX");
  out.element("SITUATIONAL TRIGGER");
  out.element(fault.segment_id);
  out.element(std::to_string(fault.segment_position));
  out.element(fault.loop.substr(0, loop_length_max));
  if (fault.level == FaultLevel::ik4) {
    write_position(out, fault);
    out.element(number_or_nothing(fault.data_element));
  }
  out.end();
}

void write_ik3(x12::Writer& out, const Fault& fault, std::string_view code) {
  out.segment("IK3", {fault.segment_id, std::to_string(fault.segment_position),
                      fault.loop.substr(0, loop_length_max), code});
}

void write_ik4(x12::Writer& out, const Fault& fault) {
  out.begin("IK4");
  write_position(out, fault);
  out.element(number_or_nothing(fault.data_element));
  out.element(fault.code);
  if (may_copy(fault, out.delimiters())) out.element(fault.value, copy_length_max);
  out.end();
  if (situational(fault)) write_ctx(out, fault);
}

/// Element faults of one segment share one IK3 with code 8; a segment fault has an IK3 of its own.
void write_faults(x12::Writer& out, const std::vector<Fault>& faults) {
  const Fault* open = nullptr;  // the element fault whose IK3 is open
  for (const Fault& fault : faults) {
    if (fault.level == FaultLevel::ik3) {
      open = nullptr;
      write_ik3(out, fault, fault.code);
      if (situational(fault)) write_ctx(out, fault);
      continue;
    }
    if (open == nullptr || open->segment_position != fault.segment_position) write_ik3(out, fault, "8");
    open = &fault;
    write_ik4(out, fault);
  }
}

/// Each code once, at most five.
void write_codes(x12::Writer& out, const std::vector<std::string_view>& codes) {
  std::vector<std::string_view> written;
  for (const std::string_view code : codes) {
    if (written.size() == codes_max || std::find(written.begin(), written.end(), code) != written.end()) continue;
    written.push_back(code);
    out.element(code);
  }
}

void write_set(x12::Writer& out, const AcknowledgedSet& set) {
  out.segment("AK2", {set.id, set.control_number, set.implementation});
  write_faults(out, set.faults);
  std::vector<std::string_view> codes;
  for (const Fault& fault : set.envelope_faults) codes.push_back(fault.code);
  const auto standard = [](const Fault& fault) { return !of_implementation(fault); };
  if (std::any_of(set.faults.begin(), set.faults.end(), standard)) codes.emplace_back("5");
  if (std::any_of(set.faults.begin(), set.faults.end(), of_implementation)) codes.emplace_back("I5");
  out.begin("IK5");
  out.element(set.accepted() ? "A" : "R");
  write_codes(out, codes);
  out.end();
}

}  // namespace

bool AcknowledgedGroup::accepted() const {
  return faults.empty() && std::all_of(sets.begin(), sets.end(), [](const auto& set) { return set.accepted(); });
}

void write_999(x12::Writer& out, const AcknowledgedGroup& group, std::string_view control_number) {
  out.restart_count();
  out.segment("ST", {"999", control_number, guide_999});
  out.segment("AK1", {group.functional_id, group.control_number, group.version});
  std::size_t accepted = 0;
  if (group.faults.empty()) {
    for (const AcknowledgedSet& set : group.sets) {
      write_set(out, set);
      if (set.accepted()) ++accepted;
    }
  }
  out.begin("AK9");
  const bool some = accepted > 0 && accepted < group.sets.size();
  out.element(group.accepted() ? "A" : some ? "P" : "R");
  out.element(group.sets_announced.empty() ? std::to_string(group.sets_received) : group.sets_announced);
  out.element(std::to_string(group.sets_received));
  out.element(std::to_string(accepted));
  std::vector<std::string_view> codes;
  for (const Fault& fault : group.faults) codes.push_back(fault.code);
  write_codes(out, codes);
  out.end();
  out.segment("SE", {std::to_string(out.segments() + 1), control_number});
}

}  // namespace mappers
