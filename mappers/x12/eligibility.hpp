// 270 and 271 005010X279A1 <-> coverage question and answer.
#pragma once

#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "parsers/x12/loop_view.hpp"
#include "parsers/x12/reader.hpp"
#include "parsers/x12/writer.hpp"
#include "precert/model/coverage_answer.hpp"
#include "precert/model/coverage_question.hpp"

namespace mappers {

/// A checked 270 -> one CoverageQuestion for each patient, in document order; a real-time 270 has one. Each
/// is answered with a 271 set of its own. Every service type of EQ01 becomes an item of its own, in order.
/// What a 999 rejects was settled by x12::check; values that can still not be kept become Issues with their
/// place. Every struct's source is "SEGMENT-EE @POSITION" within the transaction set. Rule: 005010X279A1 270,
/// loops 2000A .. 2110C, 2110D.
[[nodiscard]] base::Result<std::vector<precert::CoverageQuestion>> coverage_questions_from(
    const x12::LoopTree& tree, const x12::InterchangeHeader& interchange, const x12::GroupHeader& group);

/// ST..SE of a 270. `control_number` is ST02. What a 270 cannot carry (answers, a quantity) is reported as
/// warnings, never dropped in silence; a question without a reference of its asker is an error: a 270 has a
/// BHT03.
base::Issues write_coverage_question(x12::Writer& out, const precert::CoverageQuestion& question,
                                     std::string_view control_number);

/// ST..SE of a 271: AAA at their loops, the member as on file, traces echoed (TRN*2) and the payer's own
/// (TRN*1), an EB for the plan, then for every item its benefit with authorization indicator (EB11), network
/// (EB12) and procedure (EB13), limits (EB*F), the organization that authorizes (2120 NM1*X3, PER), and what
/// is needed as MSG. The answer ends after the first of 2000A .. 2100D that is refused. `discovery` is the
/// https URL of the endpoint directory (HRex /.well-known/davinci-configuration), told in a PER*IC**UR of its
/// own at the payer; "" = there is none to tell. It goes without its scheme where a delimiter is a colon, and
/// is left out where it cannot be written at all. Rule: 005010X279A1 271, 2100A PER.
void write_coverage_answer(x12::Writer& out, const precert::CoverageQuestion& question,
                           const precert::CoverageAnswer& answer, std::string_view control_number,
                           base::Instant at, std::string_view discovery = {});

}  // namespace mappers
