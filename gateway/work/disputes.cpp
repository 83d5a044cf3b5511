// Talks with the medical director, and appeals. See actions.hpp.
#include <array>
#include <utility>

#include "gateway/http/replies.hpp"
#include "gateway/work/action_body.hpp"
#include "gateway/work/actions.hpp"
#include "gateway/work/decision_body.hpp"
#include "gateway/work/events.hpp"
#include "precert/engine/after_pending.hpp"
#include "precert/model/words.hpp"
#include "precert/rulebook/tables.hpp"

namespace gateway {
namespace {

using base::IssueCode;
using base::Issues;
using Made = base::Result<CaseChangeMade>;

Issues one_fault(IssueCode code, std::string where, std::string remedy) {
  return Issues(base::Issue{code, std::move(where), std::move(remedy)});
}

/// What a body says about a talk.
struct Talk {
  Actor actor;
  std::string step, words, outcome;
  std::optional<base::Instant> at;
  precert::ReviewerDecision decision;  // overturned: what is certified instead
};

Talk talk_from(ActionBody& body) {
  Talk talk;
  talk.actor = body.actor();
  talk.step = body.fields().text("step", true);
  talk.words = body.fields().text("words");
  talk.outcome = body.fields().text("outcome");
  talk.at =
      body.fields().value_of("at", base::instant_from_iso, "is an instant, such as 2026-01-20T17:00:00Z.");
  talk.decision.reviewer = {talk.actor.id, talk.actor.npi, talk.actor.specialty, true};
  talk.decision.role = talk.actor.role;
  if (talk.step != "requested" && talk.step != "scheduled" && talk.step != "held") {
    body.fields().fault("step", "is requested, scheduled or held.");
  }
  if (talk.step == "held" && talk.outcome != "upheld" && talk.outcome != "overturned") {
    body.fields().fault("outcome", "is upheld or overturned.");
  }
  const bool is_day = base::date_from_iso(body.fields().child("at").string()).has_value();
  if (talk.step == "scheduled" && (!talk.at || is_day))
    body.fields().fault("at", "says when the talk is: day and time.");
  if (talk.outcome == "overturned") talk.decision.lines = line_decisions_from(body);
  return talk;
}

const WorkItem* open_talk(const OpenCase& open) {
  for (const WorkItem& item : open.work) {
    if (item.kind == WorkKind::peer_to_peer && item.state == WorkState::open) return &item;
  }
  return nullptr;
}

std::string talk_details(const Talk& talk) {
  std::string text;
  json::Writer out(text);
  out.begin_object().field("step", talk.step);
  if (!talk.words.empty()) out.field("words", talk.words);
  if (talk.at) out.field("at", base::iso(*talk.at));
  if (!talk.outcome.empty()) out.field("outcome", talk.outcome);
  out.end_object();
  return text;
}

CaseEvent talk_event(const OpenCase& open, std::string_view kind, const Talk& talk) {
  CaseEvent event = work_event::event_of(open.record, kind, talk.actor.id, open.now);
  event.details = talk_details(talk);
  return event;
}

Made talk_requested(const OpenCase& open, const Talk& talk) {
  if (open_talk(open) != nullptr) {
    return one_fault(IssueCode::conflict, "step", "A talk about this case is asked for already.");
  }
  base::Result<precert::Determination> noted =
      precert::talk_noted(open.prior, precert::TalkStep::requested, talk.words, open.now);
  if (!noted) return noted.error();
  CaseChangeMade change;
  change.determination = std::move(*noted);
  WorkItem item;
  item.id = open.record.id.text() + ".talk." + std::to_string(open.record.version + 1);
  item.kind = WorkKind::peer_to_peer;
  item.case_id = open.record.id;
  item.queue = "director";
  item.priority = open.record.priority;
  item.opened = open.now;
  const auto due = precert::talk_due(*open.knowledge.rulebook, open.record.priority < 2, open.now);
  if (due) item.due = due->due;
  item.details = talk_details(talk);
  change.work.push_back(std::move(item));
  change.events.push_back(talk_event(open, work_event::peer_to_peer_requested, talk));
  return change;
}

/// The open talk's next version.
base::Result<WorkItem> next_talk(const OpenCase& open, const Talk& talk, WorkState state) {
  const WorkItem* const item = open_talk(open);
  if (item == nullptr) return one_fault(IssueCode::conflict, "step", "No talk about this case is asked for.");
  WorkItem next = *item;
  next.details = talk_details(talk);
  next.state = state;
  if (state != WorkState::open) next.closed = open.now;
  ++next.version;
  return next;
}

Made talk_scheduled(const OpenCase& open, const Talk& talk) {
  if (*talk.at <= open.now) {
    return one_fault(IssueCode::data_invalid, "at", "The talk has to lie in the future.");
  }
  constexpr std::chrono::hours a_year{24 * 366};
  if (*talk.at > open.now + a_year) {
    return one_fault(IssueCode::data_invalid, "at", "The talk lies more than a year ahead: check the year.");
  }
  base::Result<WorkItem> item = next_talk(open, talk, WorkState::open);
  if (!item) return item.error();
  const std::string when = precert::local_text(*talk.at, open.knowledge.rulebook->calendar.zone());
  base::Result<precert::Determination> noted =
      precert::talk_noted(open.prior, precert::TalkStep::scheduled,
                          talk.words.empty() ? when : when + ", " + talk.words, open.now);
  if (!noted) return noted.error();
  CaseChangeMade change;
  change.determination = std::move(*noted);
  change.work.push_back(std::move(*item));
  change.events.push_back(talk_event(open, work_event::peer_to_peer_scheduled, talk));
  return change;
}

Made talk_held(const OpenCase& open, const Talk& talk) {
  base::Result<WorkItem> item = next_talk(open, talk, WorkState::done);
  if (!item) return item.error();
  if (talk.actor.role != precert::role_physician) {
    return one_fault(IssueCode::data_invalid, "actor.role",
                     "A physician holds the talk and says how it ended.");
  }
  const bool upheld = talk.outcome == "upheld";
  base::Result<precert::Determination> made =
      upheld ? precert::talk_noted(open.prior, precert::TalkStep::upheld, talk.words, open.now)
             : precert::overturned(open.prior, talk.decision, *open.knowledge.rulebook, open.now);
  if (!made) return made.error();
  CaseChangeMade change;
  change.determination = std::move(*made);
  change.work.push_back(std::move(*item));
  change.events.push_back(
      talk_event(open, upheld ? work_event::peer_to_peer_upheld : work_event::peer_to_peer_overturned, talk));
  return change;
}

constexpr std::array<std::pair<std::string_view, precert::CertificationType>, 3> appeal_kinds{
    {{"expedited", precert::CertificationType::immediate_appeal},
     {"standard", precert::CertificationType::standard_appeal},
     {"reconsideration", precert::CertificationType::reconsideration}}};

std::optional<precert::CertificationType> appeal_kind_from(std::string_view word) {
  for (const auto& [name, type] : appeal_kinds) {
    if (name == word) return type;
  }
  return std::nullopt;
}

}  // namespace

CaseAction peer_to_peer(const HttpRequest& request, const std::string& id, Services& services) {
  ActionBody body(request.body);
  const Talk talk = talk_from(body);
  if (!body.good()) co_return refusal(400, request.path, body.issues());
  const MakeChange make = [&talk](const OpenCase& open) -> Made {
    if (talk.step == "requested") return talk_requested(open, talk);
    return talk.step == "scheduled" ? talk_scheduled(open, talk) : talk_held(open, talk);
  };
  co_return co_await change_case(request, id, body.seen(), talk.actor.id, services, make);
}

CaseAction receive_appeal(const HttpRequest& request, const std::string& id, Services& services) {
  ActionBody body(request.body);
  const Actor actor = body.actor();
  precert::Appeal appeal;
  const auto kind =
      body.fields().value_of("kind", appeal_kind_from, "is expedited, standard or reconsideration.");
  if (!body.fields().child("kind").exists()) body.fields().fault("kind", "is wanted.");
  appeal.type = kind.value_or(appeal.type);
  appeal.lines = body.fields().wholes("lines");
  appeal.words = body.fields().text("words");
  appeal.late_cause = body.fields().text("late_cause");
  if (!body.good()) co_return refusal(400, request.path, body.issues());
  const MakeChange make = [&appeal](const OpenCase& open) -> Made {
    const base::Date today = open.knowledge.rulebook->calendar.local_date(open.now);
    base::Result<precert::ReviewRequest> appealed = precert::appeal_of(open.prior, appeal, today);
    if (!appealed) return appealed.error();
    CaseChangeMade change;
    change.request = std::move(*appealed);
    return change;  // its event comes with the piece of work that it opens
  };
  co_return co_await change_case(request, id, body.seen(), actor.id, services, make);
}

}  // namespace gateway
