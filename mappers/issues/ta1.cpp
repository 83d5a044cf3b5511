// Rule: X12.5, TA1.
#include "mappers/issues/ta1.hpp"

#include <algorithm>

#include "base/date.hpp"
#include "parsers/x12/element_check.hpp"

namespace mappers {
namespace {

bool all_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// ISA09, ISA10 and ISA13 as a TA1 has room for them: what is no date, time or number was told of by its note
/// code.
struct Echo {
  Echo(const x12::InterchangeHeader& received, base::Instant at) : header(received) {
    if (!x12::real_short_date(received.date)) {
      const std::string iso = base::iso(base::utc_date(at));  // CCYY-MM-DD
      date = iso.substr(2, 2) + iso.substr(5, 2) + iso.substr(8, 2);
      header.date = date;
    }
    if (received.time.size() != 4 || !x12::real_time(received.time)) {
      time = base::hhmm(at);
      header.time = time;
    }
    if (received.control_number.size() != 9 || !all_digits(received.control_number))
      header.control_number = "000000000";
  }
  Echo(const Echo&) = delete;
  Echo& operator=(const Echo&) = delete;

  x12::InterchangeHeader header;
  std::string date, time;
};

}  // namespace

void write_ta1(x12::Writer& writer, const x12::InterchangeHeader& received, InterchangeVerdict verdict,
               const x12::Fault* fault) {
  const char letter = static_cast<char>(verdict);
  writer.segment("TA1", {received.control_number, received.date, received.time, std::string_view(&letter, 1),
                         fault == nullptr ? std::string_view("000") : fault->code});
}

std::string ta1_interchange(const Envelope& envelope, const x12::InterchangeHeader& received,
                            InterchangeVerdict verdict, const x12::Fault* fault) {
  std::string out;
  Envelope own = envelope;
  own.acknowledgment_requested = false;  // a TA1 is never answered with a TA1
  open_interchange(out, own);
  x12::Writer writer(out, own.delimiters);
  const Echo echo(received, envelope.at);
  write_ta1(writer, echo.header, verdict, fault);
  close_interchange(writer, own, 0);
  return out;
}

x12::Fault duplicate_interchange() {
  x12::Fault fault;
  fault.level = x12::FaultLevel::ta1;
  fault.code = "025";
  fault.kind = x12::FaultKind::control_number;
  fault.segment_id = "ISA";
  fault.element = 13;
  fault.remedy = "ISA13 was used before; send a new control number";
  return fault;
}

}  // namespace mappers
