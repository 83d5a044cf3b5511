// Rule: x12-278 reference 9.1.
#include "mappers/issues/ta1.hpp"

namespace mappers {

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
  write_ta1(writer, received, verdict, fault);
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
