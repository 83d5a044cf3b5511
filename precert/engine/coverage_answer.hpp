// The answer to a coverage question. Pure, and out of the same rules as determine(): what it says of a
// service is what a request for that service would get.
#pragma once

#include <string>

#include "precert/engine/facts.hpp"
#include "precert/model/coverage_answer.hpp"
#include "precert/model/coverage_question.hpp"
#include "precert/rulebook/rulebook.hpp"

namespace precert {

/// Answers every item of the question (the plan as a whole when it names none). `facts` as for determine():
/// member by the subscriber's number, directory, history for limits and held authorizations, numbers
/// (reference and trace; may be empty: then no reference is promised); `previous` has to be empty. Agreement
/// with determine() for the same service, parties, dates and facts, with no history: benefit excluded <=> A3
/// of an exclusion; authorization not_required <=> NA; required <=> A1, A6, A4, or CT because of the network;
/// vendor_managed <=> CT of a vendor; refusals are the same, except that no coverage on the day is an answer
/// here (AAA 95 there). A service type that no rule names is `unknown` here (NA there), one whose procedures
/// differ is `conditional` where a request without a procedure would get NA.
[[nodiscard]] CoverageAnswer coverage_answer(const CoverageQuestion& question, const Rulebook& rulebook,
                                             const Facts& facts);

/// What the procedures of a service type come to, in one sentence: how many of them need an authorization. ""
/// when none is listed. Rule: SC-07.
[[nodiscard]] std::string summary_of_parts(const CoverageItemAnswer& answer);

/// The request for review that would follow from the question: the same parties and dates, a line for each
/// item.
[[nodiscard]] ReviewRequest review_request_of(const CoverageQuestion& question);

/// The answer as people read it, item by item and rule by rule.
[[nodiscard]] std::string explanation_of(const CoverageQuestion& question, const CoverageAnswer& answer);

}  // namespace precert
