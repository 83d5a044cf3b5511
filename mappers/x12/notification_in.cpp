// 278 X216 notification -> model.
#include <array>
#include <utility>

#include "mappers/codes/x12_codes.hpp"
#include "mappers/model/canonical.hpp"
#include "mappers/x12/event_in.hpp"
#include "mappers/x12/levels_in.hpp"
#include "mappers/x12/notification.hpp"

namespace mappers {
namespace {

using precert::NotificationKind;

constexpr std::array<std::pair<std::string_view, NotificationKind>, 3> kinds{
    {{"14", NotificationKind::advance},
     {"22", NotificationKind::copy},
     {"CN", NotificationKind::completion}}};

NotificationKind kind_from(std::string_view bht02) {
  for (const auto& [code, kind] : kinds) {
    if (code == bht02) return kind;
  }
  return NotificationKind::copy;
}

/// The model holds one event: further ones are refused, never dropped in silence.
void refuse_further_events(const x12::LoopView& set, base::Issues& issues) {
  x12::LoopView patient = set.loop("2000A").loop("2000B").loop("2000C");
  if (const x12::LoopView dependent = patient.loop("2000D")) patient = dependent;
  bool first = true;
  patient.each_loop("2000E", [&](const x12::LoopView& event) {
    if (!first) {
      issues.add(base::IssueCode::not_supported, source_of(event.segment("HL")).where,
                 "send a notification for each event");
    }
    first = false;
  });
}

/// HCR of either level.
void read_decision(const x12::LoopView& loop, int sequence, precert::Notification& notification) {
  const x12::SegmentView hcr = loop.segment("HCR");
  const auto action = from_x12<precert::ReviewAction>(hcr.element(1));
  if (!action) return;
  precert::NotifiedDecision decision{sequence, *action, text(hcr.element(2)), {}};
  for (unsigned i = 1; !hcr.repetition(3, i).empty(); ++i)
    decision.reasons.emplace_back(hcr.repetition(3, i));
  notification.decisions.push_back(std::move(decision));
}

}  // namespace

base::Result<precert::Notification> notification_from(const x12::LoopTree& tree,
                                                      const x12::InterchangeHeader& interchange,
                                                      const x12::GroupHeader& group) {
  base::Issues issues;
  ValueReader read(issues);
  precert::Notification notification;
  precert::ReviewRequest& notice = notification.notice;
  notice.transmission = transmission_from(interchange, group);
  const x12::LoopView set = x12::root(tree);
  notification.kind = kind_from(set.segment("BHT").element(2));
  read_header(set, notice, read);
  const x12::LoopView event = read_levels(set, notice.requester, notice.umo, notice, read);
  refuse_further_events(set, issues);
  read_event(event, notice, read);
  read_decision(event, 0, notification);
  int sequence = 0;
  event.each_loop("2000F", [&](const x12::LoopView& service) {
    read_service(service, ++sequence, notice, read);
    read_decision(service, sequence, notification);
  });
  if (issues.fatal()) return issues;
  make_canonical(notice);
  return notification;
}

}  // namespace mappers
