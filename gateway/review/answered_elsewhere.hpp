// What another payer's answer means for the case that its request continues.
#pragma once

#include <string>

#include "precert/engine/facts.hpp"
#include "precert/model/determination.hpp"

namespace gateway {

/// Completes what a payer decided elsewhere by what the case had (`earlier`, nullptr when it is new):
/// - A line that the payer answers without having been asked about it in this message, though the case has
///   it (a 278 revision says what changed, and some payers answer everything), is that line, known by its
///   trace, else by its code; it is no service that the payer added.
/// - A withdrawal that is answered at the event alone is one of every line.
/// - Lines that are not answered stay as they were decided.
/// - Lines that are pended wait in the queue `upstream`; `trace` is ours, for a payer that gave none.
void complete_answer(precert::Determination& decided, const precert::PriorCase* earlier,
                     const std::string& trace);

}  // namespace gateway
