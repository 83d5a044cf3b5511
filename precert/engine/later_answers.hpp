// What was answered before, together with what is answered now. Inside of precert/engine/.
#pragma once

#include <vector>

#include "precert/model/clinical.hpp"

namespace precert {

/// The earlier answers and behind them the later ones. A later answer replaces an earlier one to the same question
/// for the same line of the same form: link ids of other forms may mean anything. Which forms are read is for
/// is_form_of() to say; of several answers the last one that is read counts.
[[nodiscard]] std::vector<Answer> with_later(std::vector<Answer> then, const std::vector<Answer>& now);

/// True when `withdrawal`, an answer without a value, is of the form of `answer`. Where either names none
/// (X12, Observation) it is.
[[nodiscard]] bool concern_one_form(const Answer& withdrawal, const Answer& answer);

}  // namespace precert
