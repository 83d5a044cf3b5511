// The event's care details -> CRC, CL1, CR1, CR2, CR5, CR6.
#pragma once

#include "mappers/x12/segments_out.hpp"

namespace mappers {

/// CRC, CL1, CR1, CR2, CR5, CR6 in the guide's order. A response has no CRC and carries of the others what
/// the reviewer certifies only: CL101-103, CR103/105/106, CR201-204, CR503-508 and 516-518, CR601-604, 607,
/// 608.
void write_care(Output& out, const precert::PatientEvent& event, Direction direction);

}  // namespace mappers
