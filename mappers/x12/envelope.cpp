// Envelopes of answers and requests. Rule: X12.5 (ISA), X12.6 (GS, ST).
#include "mappers/x12/envelope.hpp"

#include <algorithm>

namespace mappers {
namespace {

bool separates(char c) {
  const bool alphanumeric = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  return !alphanumeric && c != ' ' && c != '\0' && static_cast<unsigned char>(c) < 0x7F;
}

std::string zero_filled(std::uint32_t number, std::size_t width) {
  std::string digits = std::to_string(number);
  if (digits.size() < width) digits.insert(0, width - digits.size(), '0');
  return digits;
}

/// A fixed-width field: cut, blank-filled, free of separators.
void field(std::string& out, std::string_view value, std::size_t width, const x12::Delimiters& delimiters) {
  for (std::size_t i = 0; i < width; ++i) {
    const char c = i < value.size() ? value[i] : ' ';
    const bool clean = c >= 0x20 && c < 0x7F && c != delimiters.element && c != delimiters.repetition &&
                       c != delimiters.component && c != delimiters.segment;
    out += clean ? c : ' ';
  }
}

std::string_view or_else(const std::string& value, const std::string& other) {
  return value.empty() ? std::string_view(other) : std::string_view(value);
}

}  // namespace

x12::Delimiters answer_delimiters(const x12::Delimiters& received) {
  const x12::Delimiters usual;
  x12::Delimiters wanted = received;
  // 4010 had no repetition separator; an answer in 5010 needs one.
  if (wanted.repetition == '\0') wanted.repetition = usual.repetition;
  const char all[] = {wanted.element, wanted.repetition, wanted.component, wanted.segment};
  for (const char& one : all) {
    if (!separates(one) || std::count(std::begin(all), std::end(all), one) != 1) return usual;
  }
  return wanted;
}

Envelope answer_envelope(const x12::InterchangeHeader& received, const x12::GroupHeader* group,
                         base::Instant at) {
  Envelope answer;
  answer.sender_qualifier = received.receiver_qualifier;
  answer.sender = received.receiver;
  answer.receiver_qualifier = received.sender_qualifier;
  answer.receiver = received.sender;
  if (group != nullptr) {
    answer.group_sender = group->receiver;
    answer.group_receiver = group->sender;
  }
  answer.usage = received.usage == "P" ? 'P' : 'T';
  answer.at = at;
  answer.delimiters = answer_delimiters(received.delimiters);
  return answer;
}

void open_interchange(std::string& out, const Envelope& envelope) {
  const x12::Delimiters& delimiters = envelope.delimiters;
  const auto next = [&](std::string_view value, std::size_t width) {
    out += delimiters.element;
    field(out, value, width, delimiters);
  };
  out += "ISA";
  next("00", 2);
  next("", 10);
  next("00", 2);
  next("", 10);
  next(envelope.sender_qualifier, 2);
  next(envelope.sender, 15);
  next(envelope.receiver_qualifier, 2);
  next(envelope.receiver, 15);
  next(std::string_view(base::ccyymmdd(base::utc_date(envelope.at))).substr(2), 6);
  next(base::hhmm(envelope.at), 4);
  out += delimiters.element;
  out += delimiters.repetition;
  next("00501", 5);
  next(zero_filled(envelope.interchange_number, 9), 9);
  next(envelope.acknowledgment_requested ? "1" : "0", 1);
  next(std::string_view(&envelope.usage, 1), 1);
  out += delimiters.element;
  out += delimiters.component;
  out += delimiters.segment;
}

void close_interchange(x12::Writer& writer, const Envelope& envelope, std::uint32_t groups) {
  writer.segment("IEA", {std::to_string(groups), zero_filled(envelope.interchange_number, 9)});
}

void open_group(x12::Writer& writer, const Envelope& envelope, std::string_view functional_id,
                std::string_view version, std::uint32_t group_number) {
  writer.segment(
      "GS", {functional_id, or_else(envelope.group_sender, envelope.sender),
             or_else(envelope.group_receiver, envelope.receiver), base::ccyymmdd(base::utc_date(envelope.at)),
             base::hhmm(envelope.at), std::to_string(group_number), "X", version});
}

void close_group(x12::Writer& writer, std::uint32_t sets, std::uint32_t group_number) {
  writer.segment("GE", {std::to_string(sets), std::to_string(group_number)});
}

void open_set(x12::Writer& writer, std::string_view id, std::string_view control_number,
              std::string_view implementation) {
  writer.restart_count();
  writer.segment("ST", {id, control_number, implementation});
}

void close_set(x12::Writer& writer, std::string_view control_number) {
  writer.segment("SE", {std::to_string(writer.segments() + 1), control_number});
}

std::string set_number(std::uint32_t number) { return zero_filled(number, 4); }

}  // namespace mappers
