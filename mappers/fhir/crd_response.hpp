// The answer to a hook call: cards and systemActions (CDS Hooks 2.0 "HTTP response").
#pragma once

#include <span>
#include <string>
#include <vector>

#include "mappers/fhir/crd_cards.hpp"

namespace mappers {

/// The body, and what it tells: for the records of calls.
struct HookAnswer {
  std::string body;
  std::vector<std::string> cards;  // their uuids
  std::size_t actions = 0;
};

/// Resources that say the same already get no action (resp-35), and none at all with coverage-info:false
/// (resp-28); several coverages of one resource share an action. `seed` makes the cards' uuids.
[[nodiscard]] HookAnswer hook_answer_from(std::span<const AssertedOrder> orders,
                                          const AssertionContext& context,
                                          const precert::Directory& directory, const std::string& seed);

}  // namespace mappers
