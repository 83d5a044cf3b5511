// Whether an answer says anything to the rulebook.
#pragma once

#include "precert/model/clinical.hpp"

namespace precert {

class Rulebook;

/// False for an answer that is kept and not read: it answers a form of others, or some question of the
/// rulebook asks for it and none can take it so (a text for a number, a unit of another kind). True where
/// nothing asks for it.
[[nodiscard]] bool is_taken(const Rulebook& rulebook, const Answer& answer);

}  // namespace precert
