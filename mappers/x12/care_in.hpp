// CRC, CL1, CR1, CR2, CR5, CR6 of 2000E -> the model's care details.
#pragma once

#include "mappers/x12/values.hpp"
#include "parsers/x12/loop_view.hpp"
#include "precert/model/review_request.hpp"

namespace mappers {

/// Fills conditions, admission details, transport, spinal manipulation, oxygen and home health of the event.
/// Rule: 005010X217 2000E CRC, CL1, CR1, CR2, CR5, CR6.
void read_care(const x12::LoopView& loop, precert::PatientEvent& event, ValueReader& read);

}  // namespace mappers
