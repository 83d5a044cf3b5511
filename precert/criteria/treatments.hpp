// Treatments that were tried before: what, for how long, with what outcome. A request says them as answers.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "precert/criteria/expression.hpp"

namespace precert {

enum class TreatmentOutcome : std::uint8_t {
  unsaid,
  failed,  // stopped, or went on, without enough help
  helped,
  ongoing,  // too early to say
};

struct Treatment {
  std::string kind;                    // "physical-therapy", or a code of the drug or procedure
  bool tried = true;                   // false: somebody said that it was not
  std::optional<base::Decimal> weeks;  // how long
  TreatmentOutcome outcome = TreatmentOutcome::unsaid;
  Source source;  // of the last thing said about it

  friend bool operator==(const Treatment&, const Treatment&) = default;
};

/// Reads the answers `treatment.KIND` (yes or no), `treatment.KIND.weeks` (a number) and
/// `treatment.KIND.outcome` ("failed", "helped", "ongoing") of a line; later answers win. `service` 0 = of
/// the event alone. Treatments in the order they were first named (docs/forms.md).
[[nodiscard]] std::vector<Treatment> treatments_of(std::span<const Answer> answers, int service);

/// Whether one of these kinds was tried for that many weeks and failed: unknown while a matching treatment is
/// told in part only, or some kind was not spoken of at all.
[[nodiscard]] Truth tried_and_failed(std::span<const Treatment> treatments,
                                     std::span<const std::string> kinds, int least_weeks);

/// "failed", "helped", "ongoing"; "" for unsaid.
[[nodiscard]] std::string_view outcome_word(TreatmentOutcome outcome);

}  // namespace precert
