// What became of a call to a member about a place that costs less. See actions.hpp.
#include <algorithm>
#include <array>

#include "gateway/http/replies.hpp"
#include "gateway/work/action_body.hpp"
#include "gateway/work/actions.hpp"
#include "gateway/work/events.hpp"
#include "gateway/work/place_body.hpp"

namespace gateway {
namespace {

using base::IssueCode;
using base::Issues;

constexpr std::array<std::string_view, 4> results{"reached", "declined", "changed", "not_reached"};

int line_of(const WorkItem& item) {
  json::Document document;
  const base::Result<json::Value> details = document.parse_copy(item.details);
  if (!details) return 0;
  const auto number = base::decimal_from(details->find("line").number_text());
  return number ? static_cast<int>(number->whole().value_or(0)) : 0;
}

/// The call as it is now: done, but for a member who was not reached.
base::Result<WorkItem> called(const OpenCase& open, const std::string& id, std::string_view result) {
  const auto found = std::ranges::find(open.work, id, &WorkItem::id);
  if (found == open.work.end() || found->kind != WorkKind::outreach || found->state != WorkState::open) {
    return Issues(base::Issue{IssueCode::conflict, "work", "This is no open call."});
  }
  WorkItem item = *found;
  if (result != "not_reached") {
    item.state = WorkState::done;
    item.closed = open.now;
  }
  ++item.version;
  return item;
}

}  // namespace

CaseAction note_outreach(const HttpRequest& request, const std::string& id, Services& services) {
  ActionBody body(request.body);
  const Actor actor = body.actor();
  const std::string result = body.fields().text("result", true);
  const std::string words = body.fields().text("words");
  if (std::ranges::find(results, result) == results.end()) {
    body.fields().fault("result", "is reached, declined, changed or not_reached.");
  }
  const Snapshot knowledge = services.knowledge.current();
  precert::PlaceChange place;
  if (result == "changed") place = place_change_from(body, knowledge.directory.get());
  if (!body.good()) co_return refusal(400, request.path, body.issues());
  const base::Result<std::optional<WorkItem>> item = services.store.work_item(id);
  if (!item) co_return refusal(503, request.path, item.error());
  if (!*item) co_return refusal(404, request.path, "There is no piece of work with this id.");
  place.lines = {line_of(**item)};
  const MakeChange make = [&](const OpenCase& open) -> base::Result<CaseChangeMade> {
    base::Result<WorkItem> call = called(open, id, result);
    if (!call) return call.error();
    CaseChangeMade change;
    change.work.push_back(std::move(*call));
    change.events.push_back(work_event::event_of(open.record, work_event::outreach_result, actor.id, open.now,
                                                 [&](json::Writer& out) {
                                                   out.field("work", id).field("result", result);
                                                   if (!words.empty()) out.field("words", words);
                                                 }));
    if (result != "changed") return change;
    base::Result<precert::ReviewRequest> moved = precert::place_change_of(open.prior, place);
    if (!moved) return moved.error();
    change.request = std::move(*moved);
    change.events.push_back(place_event(open.record, place, actor.id, open.now));
    return change;
  };
  const std::string case_id = (*item)->case_id.text();
  co_return co_await change_case(request, case_id, body.seen(), actor.id, services, make);
}

}  // namespace gateway
