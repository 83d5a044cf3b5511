// Repeats: lines that were answered from another case because the same had been asked before. The other case,
// the original, goes on; what was said to a repeat is only what stood there at that moment.
#pragma once

#include "precert/engine/facts.hpp"
#include "precert/model/determination.hpp"

namespace precert {

/// True when the line says what was decided about the same line of another case.
[[nodiscard]] bool is_repeat(const LineDetermination& line);
/// True when every line does: the case has nothing of its own.
[[nodiscard]] bool is_repeat(const Determination& determination);

/// The case that the line was answered from; empty when it is no repeat.
[[nodiscard]] CaseId original_of(const LineDetermination& line);

/// What decide_duplicate() writes about the line it has found; original_of() reads it.
[[nodiscard]] Step step_of_repeat(const CaseId& original, int line);

/// True when the repeat asks for what the original asks for, line by line: whoever changes it means that one.
[[nodiscard]] bool stands_for(const PriorCase& repeat, const PriorCase& original);

/// The case without the lines that belong to another one.
[[nodiscard]] PriorCase own_lines_of(PriorCase found);

}  // namespace precert
