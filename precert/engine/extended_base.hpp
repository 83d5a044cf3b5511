// What an extension of one line comes behind, while it waits in the line's place: the answer that certified
// the line is no version of the case any more that a decision reads.
#pragma once

#include <optional>
#include <string_view>

#include "precert/engine/facts.hpp"

namespace precert {

/// The rule of that step; its outcome is the number that was certified.
inline constexpr std::string_view step_extends = "extends";

/// Number, period, quantity (`asked` when the answer gave none) and place of the certified line.
[[nodiscard]] Step step_of_base(const LineDetermination& certified, const std::optional<Quantity>& asked);

/// The certified line that a pended one comes behind, as far as its step tells; nullopt when it has no such
/// step.
[[nodiscard]] std::optional<LineDetermination> base_of(const LineDetermination& pended);

}  // namespace precert
