// 278 X215 inquiry and response <-> model.
#pragma once

#include <span>
#include <string_view>

#include "base/result.hpp"
#include "parsers/x12/loop_view.hpp"
#include "parsers/x12/reader.hpp"
#include "parsers/x12/writer.hpp"
#include "precert/engine/inquiry.hpp"
#include "precert/model/inquiry.hpp"

namespace mappers {

/// A checked 005010X215 inquiry -> Inquiry. Errors: values that cannot be kept, with their place, as for a
/// request. Every struct's source is "SEGMENT-EE @POSITION" within the transaction set.
[[nodiscard]] base::Result<precert::Inquiry> inquiry_from(const x12::LoopTree& tree,
                                                          const x12::InterchangeHeader& interchange,
                                                          const x12::GroupHeader& group);

/// ST..SE of a 005010X215 inquiry (BHT02 28). What X12 cannot ask for is reported as warnings: above all a
/// second diagnosis, for which a second inquiry has to be sent.
base::Issues write_inquiry(x12::Writer& out, const precert::Inquiry& inquiry,
                           std::string_view control_number);

/// ST..SE of a 005010X215 response (BHT02 49, BHT06 RD): UMO and requester echoed, 2000C for each patient,
/// 2000E for each match with its current state and 2000F for each of its lines: HCR, REF, DTP, HSD, who
/// performs it, and what is still missing. TRN*2 echoes the inquiry's traces, TRN*1 is the review's own.
/// Of the patient only what the inquiry said is repeated, or, where it named no patient, name, member number,
/// birth date and gender. `candidates` are those of the facts that `answer` was made from.
/// Rule: 005010X215 response; loops as in the guide table 005010X215_response.
void write_inquiry_response(x12::Writer& out, const precert::Inquiry& inquiry,
                            const precert::InquiryAnswer& answer,
                            std::span<const precert::InquiryCandidate> candidates,
                            std::string_view control_number, base::Instant at);

}  // namespace mappers
