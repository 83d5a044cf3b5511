// The diagnoses of an update together with those of the case it continues, and the pointers of its lines.
// Used by merged().
#pragma once

#include <vector>

#include "precert/engine/merged_lines.hpp"

namespace precert {

/// The diagnoses of the case after an update that says `now`. What lines that it does not mention point to
/// stays, in its order and before what is new, so that nobody's pointer goes astray; the pointers of all
/// `lines` are set to the result. A line that is mentioned without pointers keeps those whose diagnosis is
/// still there.
[[nodiscard]] std::vector<Diagnosis> merged_diagnoses(const std::vector<Diagnosis>& now,
                                                      const std::vector<Diagnosis>& then,
                                                      std::vector<MergedLine>& lines);

/// Makes a line that is as it was `then` point to the same diagnoses among those of `request`, to the end of
/// which they come when they are not there. A line without pointers is about all of them.
void keep_diagnoses_of(ServiceLine& line, const std::vector<Diagnosis>& then, ReviewRequest& request);

}  // namespace precert
