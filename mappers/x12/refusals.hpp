// Refusals -> AAA segments at their loops.
#pragma once

#include <string_view>
#include <vector>

#include "parsers/x12/writer.hpp"
#include "precert/model/determination.hpp"

namespace mappers {

/// AAA x9: AAA03 and AAA04 as far as the level's lists hold them, else the level's nearest. Rule: 005010X217
/// response AAA of each loop; which reason stands in which loop is (unverified) in the reference and
/// therefore a table here.
/// `at` is the level they are written at: a provider's refusal stands at the line when the line names no
/// provider.
void write_refusals(x12::Writer& out, precert::Level at,
                    const std::vector<const precert::Refusal*>& refusals);

/// The refusals of one level; `index` 0 takes all of them.
[[nodiscard]] std::vector<const precert::Refusal*> refusals_at(const precert::Determination& determination,
                                                               precert::Level level, int index = 0);

}  // namespace mappers
