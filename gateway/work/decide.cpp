// A reviewer's decision, line by line. See actions.hpp.
#include "gateway/http/replies.hpp"
#include "gateway/work/action_body.hpp"
#include "gateway/work/actions.hpp"
#include "gateway/work/decision_body.hpp"
#include "gateway/work/events.hpp"
#include "precert/engine/determine.hpp"
#include "precert/model/words.hpp"

namespace gateway {
namespace {

using base::Issues;

precert::LineDecision line_decision_from(BodyFields fields) {
  precert::LineDecision line;
  line.sequence = fields.whole("sequence").value_or(0);
  const auto action = fields.value_of("action", precert::from_word<precert::ReviewAction>,
                                      "is certified, modified or not_certified.");
  if (action) line.action = *action;
  if (!fields.child("action").exists()) fields.fault("action", "is wanted.");
  line.reason_code = fields.text("reason");
  line.words = fields.text("words");
  line.criteria = fields.text("criteria");
  line.vendor = fields.text("vendor");
  line.quantity = fields.value_of("quantity", base::decimal_from, "is a number.");
  const auto from = fields.value_of("from", base::date_from_iso, "is a date, CCYY-MM-DD.");
  const auto until = fields.value_of("until", base::date_from_iso, "is a date, CCYY-MM-DD.");
  if (from) line.validity = base::Period{*from, until};
  if (until && !fields.child("from").exists()) {  // an end that nobody kept would be told to nobody
    fields.fault("from", "is wanted beside until.");
  }
  return line;
}

}  // namespace

std::vector<precert::LineDecision> line_decisions_from(ActionBody& body) {
  std::vector<precert::LineDecision> lines;
  for (const json::Value line : body.fields().child("lines").elements()) {
    lines.push_back(
        line_decision_from(BodyFields(line, "$.lines[" + std::to_string(lines.size()) + "]", body.issues())));
  }
  if (lines.empty()) body.fields().fault("lines", "names at least one line and its action.");
  return lines;
}

CaseEvent decision_event(const CaseRecord& record, std::string_view kind,
                         const precert::ReviewerDecision& decision, base::Instant at) {
  return work_event::event_of(record, kind, decision.reviewer.id, at, [&](json::Writer& out) {
    out.field("role", decision.role).array_field("lines");
    for (const precert::LineDecision& line : decision.lines) {
      out.begin_object().field("sequence", line.sequence).field("action", precert::word(line.action));
      if (!line.reason_code.empty()) out.field("reason", line.reason_code);
      out.end_object();
    }
    out.end_array();
  });
}

CaseAction decide_case(const HttpRequest& request, const std::string& id, Services& services) {
  ActionBody body(request.body);
  precert::ReviewerDecision decision;
  BodyFields reviewer = body.child("reviewer");
  decision.reviewer = {reviewer.text("id", true), reviewer.text("npi"), reviewer.text("specialty"), true};
  decision.role = role_from(body.fields(), false);
  decision.lines = line_decisions_from(body);
  if (!body.good()) co_return refusal(400, request.path, body.issues());
  const MakeChange make = [&decision](const OpenCase& open) -> base::Result<CaseChangeMade> {
    const base::Result<void> ours = is_open_to(open, decision.reviewer.id);
    if (!ours) return ours.error();
    base::Result<precert::Determination> made =
        precert::decided(open.prior, decision, *open.knowledge.rulebook, open.now);
    if (!made) return made.error();
    CaseChangeMade change;
    change.assignee = made->final() ? std::string() : open.assignee;  // an appeal is somebody else's
    change.determination = std::move(*made);
    change.events.push_back(decision_event(open.record, work_event::decided, decision, open.now));
    return change;
  };
  co_return co_await change_case(request, id, body.seen(), decision.reviewer.id, services, make);
}

}  // namespace gateway
