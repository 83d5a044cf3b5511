// NM1 loops -> Party and Person (005010X217 2010A .. 2010F).
#pragma once

#include "mappers/x12/values.hpp"
#include "parsers/x12/loop_view.hpp"
#include "precert/model/party.hpp"

namespace mappers {

/// An organization or provider loop: NM1 REF DTP N3 N4 PER PRV. Rule: 005010X217 2010A, B, EA, EB, EC, F.
[[nodiscard]] precert::Party party_from(const x12::LoopView& loop, ValueReader& read);

/// A patient loop: NM1 REF N3 N4 DMG INS; REF 6P, 1L and IG go to `insurance` (the first of each, the others
/// stay identifiers). Rule: 005010X217 2010C, 2010D.
[[nodiscard]] precert::Person person_from(const x12::LoopView& loop, precert::Insurance& insurance,
                                          ValueReader& read);

}  // namespace mappers
