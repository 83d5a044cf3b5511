// The clock of a case: what its events make of the promises of time. The rules are data of
// each promise (Promise::when_asked, Promise::extension_days).
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "precert/engine/facts.hpp"
#include "precert/engine/line_context.hpp"
#include "precert/rulebook/tables.hpp"

namespace precert {

/// Which promises speak.
struct ClockSubject {
  PromiseSubject subject = PromiseSubject::review;
  std::string_view turnaround;  // of the policy
  bool urgent = false;
  Index product = no_index;
};

/// By when an answer is due: one entry for every promise that applies and runs at the moment, the earliest
/// first, each with its source and what moved it. Empty while every promise waits for information, or when
/// the clock is empty. An appeal for which the rulebook promises nothing of its own is due like a review.
[[nodiscard]] std::vector<Timeframe> dues_of(const Rulebook& rulebook, const ClockSubject& subject,
                                             std::span<const ClockEvent> clock);

/// The clock of a case after it was decided (anew) at `now`. It goes on while the case before waited for a
/// decision, and starts again when there was none, when it was decided, or when it was closed without one.
/// Asking and its end are noted once each.
[[nodiscard]] std::vector<ClockEvent> clock_after(const Determination* before, const Determination& made,
                                                  base::Instant now);

/// True while the case waits for information that somebody else has to send.
[[nodiscard]] bool waits_for_information(const Determination& determination);

/// Sets the clock of what was decided and, by it, the due instant of every line that waits for a reviewer;
/// all dues and their sources stand among the line's steps. An earlier due that nothing has moved stands.
void settle_clock(EventContext& event, Determination& determination);
/// A determination that was stored before it named its time zone is told in the plan's.
void name_time_zone(const Rulebook& rulebook, Determination& determination);
/// The same outside of a determination. `facts.member` may be null for people who are not on file.
void settle_clock(const ReviewRequest& request, const Rulebook& rulebook, const Facts& facts,
                  Determination& determination);

/// Calendar days by which the review of these pended lines may be extended at most; 0 = no promise allows it.
[[nodiscard]] int extension_days_of(const ReviewRequest& request, const Rulebook& rulebook,
                                    const Facts& facts, const Determination& determination);

}  // namespace precert
