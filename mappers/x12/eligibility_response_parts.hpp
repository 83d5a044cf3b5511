// Parts of a 271. Inside of mappers/x12/.
#pragma once

#include <string_view>
#include <vector>

#include "mappers/x12/output.hpp"
#include "precert/model/coverage_answer.hpp"
#include "precert/model/coverage_question.hpp"

namespace mappers {

/// One question, its answer and where both are written to.
struct Answering271 {
  const precert::CoverageQuestion& question;
  const precert::CoverageAnswer& answer;
  Output& out;

  /// True when the answer stands at the dependent's level: a dependent was asked about who is no subscriber.
  [[nodiscard]] bool at_dependent() const {
    return question.dependent && (!answer.member || answer.member->dependent);
  }
};

/// The loop that an AAA stands in.
enum class AaaLoop : std::uint8_t { source_level, source, receiver, subscriber, dependent, benefit };

/// Refusals as AAA x9 of one loop: reasons its list does not have are said with the nearest one it has.
/// Rule: 005010X279A1 AAA per loop; no two public sources agree on the lists: they are a table.
void write_eligibility_refusals(x12::Writer& out, AaaLoop at,
                                const std::vector<const precert::Refusal*>& refusals);

/// The refusals that stand in a loop of this answer. Refusals of the question as a whole stand at the patient
/// where its list has the reason, else at the first benefit.
[[nodiscard]] std::vector<const precert::Refusal*> refusals_in(const Answering271& answering, AaaLoop loop);

/// 2110: the plan, every item, and what was refused of them. Rule: 005010X279A1 2110C, 2110D, 2115, 2120.
void write_benefits(const Answering271& answering);

}  // namespace mappers
