// Refusals -> AAA segments at their loops.
#pragma once

#include <string_view>
#include <vector>

#include "parsers/x12/writer.hpp"
#include "precert/model/determination.hpp"

namespace mappers {

/// One AAA. Rule: 005010X217 response AAA of each loop; no two public sources agree
/// on which reason stands in which loop, so that is a table.
struct Aaa {
  std::string_view loop;      // of the answer: "2010C"
  std::string_view validity;  // AAA01
  std::string_view reason;    // AAA03; may be a view of Refusal::code
  std::string_view follow_up;  // AAA04
};
/// How a 278 answer says a refusal at this level: with the level's nearest code where its lists do not have the
/// refusal's own.
[[nodiscard]] Aaa aaa_from(precert::Level at, const precert::Refusal& refusal);
/// How a 271 says it: at the dependent's level when the question is about one.
[[nodiscard]] Aaa coverage_aaa_from(bool at_dependent, const precert::Refusal& refusal);

/// AAA x9, each as aaa_from() says.
/// `at` is the level they are written at: a provider's refusal stands at the line when the line names no
/// provider.
void write_refusals(x12::Writer& out, precert::Level at,
                    const std::vector<const precert::Refusal*>& refusals);

/// The refusals of one level; `index` 0 takes all of them.
[[nodiscard]] std::vector<const precert::Refusal*> refusals_at(const precert::Determination& determination,
                                                               precert::Level level, int index = 0);

}  // namespace mappers
