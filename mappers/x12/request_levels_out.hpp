// PatientEvent and ServiceLine -> 2000E and 2000F of a request.
#pragma once

#include <string_view>

#include "mappers/x12/segments_out.hpp"

namespace mappers {

/// The segments of 2000E after HL, then 2010EA, EB, EC. `has_services`: a 2000F follows. Rule: 005010X217
/// 2000E.
void write_event(Output& out, const precert::ReviewRequest& request, std::string_view message,
                 bool has_services);

/// The segments of 2000F after HL, then 2010F. `index` into request.services. Rule: 005010X217 2000F.
void write_service(Output& out, const precert::ReviewRequest& request, std::size_t index,
                   std::string_view message);

/// Composites of HI, at most `count_max`; the caller begins and ends the segment.
void write_diagnosis_parts(Output& out, const std::vector<precert::Diagnosis>& diagnoses,
                           std::size_t count_max);

}  // namespace mappers
