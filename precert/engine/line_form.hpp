// The form that one line of a request asks for, and which of its questions are answered already.
#pragma once

#include <optional>

#include "precert/engine/facts.hpp"
#include "precert/engine/form.hpp"

namespace precert {

struct LineForm {
  Form form;
  FactValues known;  // what request, record and history say; values the rulebook assumes are marked so
};

/// The form under the policy that speaks of the line on its day; nullopt when none speaks or nothing is ever
/// asked. `facts` as for determine(), member set.
[[nodiscard]] std::optional<LineForm> line_form_of(const ReviewRequest& request, const ServiceLine& line,
                                                   const Rulebook& rulebook, const Facts& facts);

}  // namespace precert
