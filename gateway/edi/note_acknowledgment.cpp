// 999: what a partner says of an interchange it got from here. It is noted, and never answered.
#include "gateway/edi/conversations.hpp"
#include "gateway/telemetry/log.hpp"

namespace gateway {

base::Result<std::optional<x12::Fault>> note_acknowledgment(const CheckedSet& set, MessageTurn& turn,
                                                            AnswerGroup&) {
  if (turn.skipping) return std::optional<x12::Fault>();
  std::string_view group, verdict;
  for (std::uint32_t i = 0; i < set.set.tokens.segments.size(); ++i) {
    const x12::SegmentView segment(set.set.tokens, i);
    if (segment.id() == "AK1") group = segment.element(2);
    if (segment.id() == "AK9") verdict = segment.element(1);
  }
  const bool good = verdict == "A" || verdict == "E";
  const auto write = good ? log::info : log::warning;
  write("acknowledgment",
        {{"message", turn.message}, {"partner", set.partner.name}, {"group", group}, {"verdict", verdict}});
  if (!good) turn.services.metrics.acknowledgment_refused();
  return std::optional<x12::Fault>();
}

}  // namespace gateway
