// UM of an inquiry: sent, and echoed where nothing was found.
#pragma once

#include "parsers/x12/writer.hpp"
#include "precert/model/inquiry.hpp"

namespace mappers {

/// UM01 to UM04 of the event (sequence 0) or of a line, as far as they are said; UM01 is always there.
void write_inquiry_um(x12::Writer& out, const precert::Inquiry& inquiry, const precert::ServiceLine* line);

}  // namespace mappers
