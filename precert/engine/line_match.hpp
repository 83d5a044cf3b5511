// When two service lines are the same service, and whether a line of an update means a line of the case.
#pragma once

#include <string>

#include "precert/engine/facts.hpp"

namespace precert {

/// The same tooth, surfaces and part of the mouth, in whatever order they stand. Nothing said is no place of
/// its own.
[[nodiscard]] bool same_dental_site(const ServiceLine& a, const ServiceLine& b);

/// The same code, modifiers, revenue code and place in the mouth.
[[nodiscard]] bool same_code(const ServiceLine& a, const ServiceLine& b);

/// Nothing that `line` says of its service (code, modifiers, revenue code, tooth) is otherwise in `one`. What
/// it leaves out may be anything.
[[nodiscard]] bool may_mean(const ServiceLine& line, const ServiceLine& one);

/// The line is not wanted any more: infoCancelled, or UM02 = 3 of the line or of the event.
[[nodiscard]] bool is_withdrawal(const ReviewRequest& request, const ServiceLine& line);

/// The number is one the case was answered with: of a line, or of the case as a whole.
[[nodiscard]] bool is_number_of(const Determination& determination, const std::string& number);

/// The line quotes a number (REF*BB, REF*NT at 2000F, authorizationNumber of an item) that is none of the
/// case, nor the one that the event quotes to name the case.
[[nodiscard]] bool quotes_another(const ReviewRequest& request, const ServiceLine& line,
                                  const Determination& determination);

}  // namespace precert
