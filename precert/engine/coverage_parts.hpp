// The pieces of a coverage answer. Inside of precert/engine/.
#pragma once

#include <string_view>
#include <vector>

#include "precert/engine/line_context.hpp"
#include "precert/engine/parties.hpp"
#include "precert/model/coverage_answer.hpp"
#include "precert/model/coverage_question.hpp"

namespace precert {

/// What the rules of the plan say of one line: the ladder of determine() without what concerns an earlier
/// case.
struct Ruling {
  std::string_view rule;  // id of the rule that spoke
  LineDetermination line;
  Benefit benefit = Benefit::unknown;
  AuthorizationNeed authorization = AuthorizationNeed::unknown;
};
[[nodiscard]] Ruling ruling_of(const LineContext& context);

/// Everything about one item but its parts. `context` is of the item's line.
[[nodiscard]] CoverageItemAnswer item_answer_of(const LineContext& context);

/// The procedures of the item's category by what the plan requires of them, one entry for each policy that
/// speaks.
[[nodiscard]] std::vector<ServiceRequirement> parts_of_category(const LineContext& context);
/// Every category of which something needs an authorization or is excluded.
[[nodiscard]] std::vector<ServiceRequirement> parts_of_plan(const LineContext& context);
/// What a set of parts comes to: the common need, else conditional.
[[nodiscard]] AuthorizationNeed common_need(const std::vector<ServiceRequirement>& parts);

/// The member as on file, and their coverage on the day.
[[nodiscard]] MemberCoverage member_coverage_of(const CoverageQuestion& question, const Rulebook& rulebook,
                                                const MemberRecord& member, const DependentRecord* patient,
                                                base::Date day);

/// Who authorizes a service under the policy of the context: the vendor, else the plan, with how to reach
/// them.
[[nodiscard]] Party reviewer_of(const LineContext& context);

}  // namespace precert
