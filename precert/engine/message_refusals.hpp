// What is refused of a message whoever its patient turns out to be: for those who look at a message before it
// is sent.
#pragma once

#include <vector>

#include "precert/engine/facts.hpp"
#include "precert/model/coverage_question.hpp"
#include "precert/model/inquiry.hpp"
#include "precert/model/notification.hpp"
#include "precert/rulebook/rulebook.hpp"

namespace precert {

/// Every refusal (AAA) that determine(), receipt_of(), inquiry_answer() or coverage_answer() would give this
/// message under this rulebook, by the same checks, as far as no file has to be opened for it: a member who
/// fits what is said, holds a name and a birth date, and a case under every number that is quoted are taken
/// to be there. So it has none of 75, 77, 71, 95 and AA. Where one level ends the answer, the faults of the
/// levels below are told all the same. In the order of the levels.
[[nodiscard]] std::vector<Refusal> message_refusals_of(const ReviewRequest& request, const Rulebook& rulebook,
                                                       base::Instant now,
                                                       PatientNaming naming = PatientNaming::in_full);
[[nodiscard]] std::vector<Refusal> message_refusals_of(const Notification& notice, const Rulebook& rulebook,
                                                       base::Instant now);
[[nodiscard]] std::vector<Refusal> message_refusals_of(const Inquiry& inquiry, const Rulebook& rulebook,
                                                       base::Instant now);
[[nodiscard]] std::vector<Refusal> message_refusals_of(const CoverageQuestion& question, const Rulebook& rulebook,
                                                       base::Instant now);

}  // namespace precert
