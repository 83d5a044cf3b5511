// Header and the levels above the event of any 278: BHT, 2000A to 2000D.
#pragma once

#include "mappers/x12/values.hpp"
#include "parsers/x12/loop_view.hpp"
#include "parsers/x12/reader.hpp"
#include "precert/model/review_request.hpp"

namespace mappers {

/// ISA06/08 and GS02/03.
[[nodiscard]] precert::Transmission transmission_from(const x12::InterchangeHeader& interchange,
                                                      const x12::GroupHeader& group);

/// BHT03 to 05: reference and time, taken as UTC.
void read_header(const x12::LoopView& set, precert::ReviewRequest& request, ValueReader& read);

/// 2000A into `first`, 2000B into `second`, patient and insurance into `request`; gives 2000E. In a request
/// the UMO is first, in a notification whoever gives it. An inquiry may have no patient.
[[nodiscard]] x12::LoopView read_levels(const x12::LoopView& set, precert::Party& first,
                                        precert::Party& second, precert::ReviewRequest& request,
                                        ValueReader& read);

}  // namespace mappers
