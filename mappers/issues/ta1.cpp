#include "mappers/issues/ta1.hpp"

#include "mappers/x12/envelope.hpp"

namespace mappers {

void write_ta1(x12::Writer& out, const x12::InterchangeHeader& received, std::string_view note_code) {
  out.segment("TA1", {received.control_number, received.date, received.time, note_code == "000" ? "A" : "R", note_code});
}

std::string ta1_interchange(const x12::InterchangeHeader& received, std::string_view note_code,
                            std::string control_number, base::Instant at) {
  const Envelope envelope = answering(received, "", "", std::move(control_number), at);
  std::string out;
  open_interchange(out, envelope);
  x12::Writer writer(out, envelope.delimiters);
  write_ta1(writer, received, note_code);
  close_interchange(writer, envelope, 0);
  return out;
}

}  // namespace mappers
