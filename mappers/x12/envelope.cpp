#include "mappers/x12/envelope.hpp"

#include "base/decimal.hpp"

namespace mappers {
namespace {

std::string padded(std::string_view text, std::size_t width) {
  std::string out(text.substr(0, width));
  out.append(width - out.size(), ' ');
  return out;
}

/// GS06: a number without leading zeros.
std::string group_number(const Envelope& envelope, std::uint32_t group) {
  const auto first = base::decimal_from(envelope.control_number);
  const std::int64_t number = first ? first->whole().value_or(0) : 0;
  return std::to_string(number + group - 1);
}

/// YYMMDD.
std::string short_date(base::Instant at) { return base::ccyymmdd(base::utc_date(at)).substr(2); }

}  // namespace

Envelope answering(const x12::InterchangeHeader& received, std::string_view application_sender,
                   std::string_view application_receiver, std::string control_number, base::Instant at) {
  Envelope envelope;
  envelope.sender_qualifier = received.receiver_qualifier;
  envelope.sender = received.receiver;
  envelope.receiver_qualifier = received.sender_qualifier;
  envelope.receiver = received.sender;
  envelope.application_sender = application_receiver.empty() ? received.receiver : application_receiver;
  envelope.application_receiver = application_sender.empty() ? received.sender : application_sender;
  envelope.usage = received.usage == "T" ? "T" : "P";
  envelope.control_number = std::move(control_number);
  envelope.at = at;
  envelope.delimiters = received.delimiters;
  if (envelope.delimiters.repetition == '\0') envelope.delimiters.repetition = '^';  // a 4010 sender: ISA11 was U
  return envelope;
}

void open_interchange(std::string& out, const Envelope& envelope) {
  const char separator = envelope.delimiters.element;
  const auto element = [&](std::string_view value, std::size_t width) {
    out += separator;
    out += padded(value, width);
  };
  out += "ISA";
  element("00", 2);
  element("", 10);
  element("00", 2);
  element("", 10);
  element(envelope.sender_qualifier, 2);
  element(envelope.sender, 15);
  element(envelope.receiver_qualifier, 2);
  element(envelope.receiver, 15);
  element(short_date(envelope.at), 6);
  element(base::hhmm(envelope.at), 4);
  element(std::string(1, envelope.delimiters.repetition), 1);
  element("00501", 5);
  element(envelope.control_number, 9);
  element("0", 1);
  element(envelope.usage, 1);
  out += separator;
  out += envelope.delimiters.component;
  out += envelope.delimiters.segment;
}

void open_group(x12::Writer& out, const Envelope& envelope, std::string_view functional_id, std::string_view version,
                std::uint32_t group) {
  out.segment("GS", {functional_id, envelope.application_sender, envelope.application_receiver,
                     base::ccyymmdd(base::utc_date(envelope.at)), base::hhmm(envelope.at),
                     group_number(envelope, group), "X", version});
}

void close_group(x12::Writer& out, const Envelope& envelope, std::uint32_t sets, std::uint32_t group) {
  out.segment("GE", {std::to_string(sets), group_number(envelope, group)});
}

void close_interchange(x12::Writer& out, const Envelope& envelope, std::uint32_t groups) {
  out.segment("IEA", {std::to_string(groups), envelope.control_number});
}

}  // namespace mappers
