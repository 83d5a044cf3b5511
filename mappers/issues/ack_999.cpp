// Rule: 005010X231A1: which code goes where, in which order, and how sets are counted.
#include "mappers/issues/ack_999.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "mappers/x12/envelope.hpp"
#include "parsers/x12/envelope_check.hpp"

namespace mappers {
namespace {

constexpr std::size_t codes_max = 5;                                       // IK502-506, AK905-909
constexpr std::size_t copy_max = 99;                                       // IK404
constexpr std::size_t number_max = 9, version_max = 35, context_max = 35;  // AK202, AK203, CTX01-2
constexpr std::string_view implementation = "005010X231A1";

using Codes = std::vector<std::string_view>;

void add_once(Codes& codes, std::string_view code) {
  if (codes.size() < codes_max && std::find(codes.begin(), codes.end(), code) == codes.end())
    codes.push_back(code);
}

/// "4", "4:2" or "3::2": element, component, repetition.
void position(x12::Writer& writer, std::uint16_t element, std::uint16_t component, std::uint16_t repetition) {
  const auto text = [](std::uint16_t number) { return number == 0 ? std::string() : std::to_string(number); };
  writer.composite({text(element), text(component), text(repetition)});
}

/// IK301: up to three letters and digits of the id as received. "" when it has not two of them: it cannot be
/// said.
std::string segment_id_text(std::string_view received) {
  std::string id;
  for (const char c : received) {
    const bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    if ((letter || (c >= '0' && c <= '9')) && id.size() < 3) id += c;
  }
  return id.size() < 2 ? std::string() : id;
}

/// An N0 as this side writes it: GE01 may come as 01. "" when it is no number.
std::string number_received(std::string_view text) {
  const std::int64_t number = x12::count_from(text);
  return number < 0 ? std::string() : std::to_string(number);
}

std::string number_text(std::uint32_t number) { return number == 0 ? std::string() : std::to_string(number); }

/// NM109 of the subscriber, for the business unit CTX.
std::string_view subscriber_of(const x12::TransactionSet& set) {
  for (std::uint32_t i = 0; i < set.tokens.segments.size(); ++i) {
    const x12::SegmentView segment(set.tokens, i);
    if (segment.id() == "NM1" && segment.element(1) == "IL") return segment.element(9);
  }
  return {};
}

}  // namespace

Ack999::Ack999(const x12::GroupHeader& group, const x12::Delimiters& delimiters, const AckOptions& options,
               x12::DelimiterPolicy policy)
    : functional_id_(group.functional_id),
      control_number_(group.control_number),
      version_(group.version),
      options_(options),
      writer_(sets_, delimiters, policy) {}

void Ack999::add(const x12::TransactionSet& set, std::span<const x12::Fault> faults) {
  add(set, faults,
      faults.empty() && set.envelope_faults.empty() ? SetVerdict::accepted : SetVerdict::rejected);
}

void Ack999::add(const x12::TransactionSet& set, std::span<const x12::Fault> faults, SetVerdict verdict) {
  ++received_;
  if (verdict != SetVerdict::rejected) ++accepted_;
  if (verdict == SetVerdict::accepted_with_errors) ++with_errors_;
  writer_.begin("AK2");
  writer_.element(set.id);
  writer_.element(set.control_number, number_max);
  writer_.element(set.implementation, version_max);
  writer_.end();
  if (sets_.size() < options_.details_max)
    segment_faults(faults, options_.name_subscriber ? subscriber_of(set) : std::string_view{});
  this->verdict(set.envelope_faults, faults, verdict);
}

void Ack999::segment_faults(std::span<const x12::Fault> faults, std::string_view subscriber) {
  std::size_t segments = 0;
  const x12::Fault* open = nullptr;  // the segment whose IK4s are being written
  for (const x12::Fault& fault : faults) {
    if (fault.level != x12::FaultLevel::ik3 && fault.level != x12::FaultLevel::ik4) continue;
    const bool element_fault = fault.level == x12::FaultLevel::ik4;
    if (segment_id_text(fault.segment_id).empty()) continue;  // IK301 is required: IK5 alone tells of it
    const bool same = element_fault && open != nullptr && open->segment_position == fault.segment_position;
    if (!same) {
      if (segments++ == options_.segments_max) return;
      segment(fault, element_fault ? "8" : fault.code, subscriber);
      open = element_fault ? &fault : nullptr;
    }
    if (element_fault) element(fault);
  }
}

void Ack999::segment(const x12::Fault& fault, std::string_view code, std::string_view subscriber) {
  writer_.segment("IK3", {segment_id_text(fault.segment_id), number_text(fault.segment_position),
                          fault.loop.substr(0, options_.loop_id_length), code});
  if (fault.level == x12::FaultLevel::ik3) trigger(fault);
  if (subscriber.empty()) return;
  writer_.begin("CTX");
  writer_.composite({"SUBSCRIBER NAME NM109", subscriber.substr(0, context_max)});
  writer_.end();
}

void Ack999::trigger(const x12::Fault& fault) {
  const x12::Fault::Trigger& cause = fault.trigger;
  if (cause.position == 0) return;
  writer_.begin("CTX");
  writer_.element("SITUATIONAL TRIGGER");
  writer_.element(cause.segment_id);
  writer_.element(number_text(cause.position));
  writer_.element(cause.loop.substr(0, options_.loop_id_length));
  position(writer_, cause.element, cause.component, 0);
  writer_.element(number_text(cause.data_element));
  writer_.end();
}

bool Ack999::may_copy(const x12::Fault& fault) const {
  if (!options_.copy_bad_values || fault.value.empty() || fault.code == "6") return false;
  const x12::Delimiters& own = writer_.delimiters();
  const bool any_delimiters = writer_.policy() == x12::DelimiterPolicy::choose_others;
  return std::all_of(fault.value.begin(), fault.value.end(), [&](char c) {
    const bool separates = c == own.element || c == own.repetition || c == own.component || c == own.segment;
    return c >= 0x20 && c < 0x7F && (any_delimiters || !separates);
  });
}

void Ack999::element(const x12::Fault& fault) {
  writer_.begin("IK4");
  position(writer_, fault.element, fault.component, fault.repetition);
  writer_.element(number_text(fault.data_element));
  writer_.element(fault.code);
  if (may_copy(fault)) writer_.element(fault.value, copy_max);
  writer_.end();
  trigger(fault);
}

void Ack999::verdict(std::span<const x12::Fault> envelope, std::span<const x12::Fault> faults,
                     SetVerdict verdict) {
  Codes codes;
  for (const auto& some : {envelope, faults}) {
    for (const x12::Fault& fault : some) {
      if (fault.level == x12::FaultLevel::ik5) add_once(codes, fault.code);
    }
  }
  // I codes of 620 and 621 are the guide's; all others are the standard's.
  const auto in_segments = [&](bool of_guide) {
    return std::any_of(faults.begin(), faults.end(), [&](const x12::Fault& fault) {
      const bool in_set = fault.level == x12::FaultLevel::ik3 || fault.level == x12::FaultLevel::ik4;
      return in_set && fault.code.starts_with('I') == of_guide;
    });
  };
  if (in_segments(false)) add_once(codes, "5");
  if (in_segments(true)) add_once(codes, "I5");
  const char letter = static_cast<char>(verdict);
  writer_.begin("IK5");
  writer_.element(std::string_view(&letter, 1));
  for (const std::string_view code : codes) writer_.element(code);
  writer_.end();
}

void Ack999::write(x12::Writer& writer, std::string_view set_number, std::span<const x12::Fault> group_faults,
                   std::string_view count_received) const {
  open_set(writer, "999", set_number, implementation);
  const std::string group_number = number_received(control_number_);
  const bool sayable =
      !group_number.empty() && group_number.size() <= 9;  // AK102 is a number, GS06 here is none
  writer.segment("AK1", {functional_id_, sayable ? std::string_view(group_number) : "0", version_});
  const bool rejected = !group_faults.empty();
  if (!rejected) writer.append(sets_, writer_);
  const std::uint32_t accepted = rejected ? 0 : accepted_;
  std::string_view letter = "A";
  if (rejected || (accepted == 0 && received_ > 0)) {
    letter = "R";
  } else if (accepted < received_) {
    letter = "P";
  } else if (with_errors_ > 0) {
    letter = "E";
  }
  Codes codes;
  for (const x12::Fault& fault : group_faults) {
    if (fault.level == x12::FaultLevel::ak9) add_once(codes, fault.code);
  }
  const std::string counted = std::to_string(received_);
  writer.begin("AK9");
  writer.element(letter);
  const std::string announced = number_received(count_received);
  writer.element(announced.empty() ? counted : announced);
  writer.element(counted);
  writer.element(std::to_string(accepted));
  for (const std::string_view code : codes) writer.element(code);
  writer.end();
  close_set(writer, set_number);
}

x12::Fault set_refusal(std::string_view code, std::string_view remedy) {
  x12::Fault fault;
  fault.level = x12::FaultLevel::ik5;
  fault.code = code;
  fault.kind = x12::kind_of(fault.level, code);
  fault.segment_id = "ST";
  fault.remedy = std::string(remedy);
  return fault;
}

}  // namespace mappers
