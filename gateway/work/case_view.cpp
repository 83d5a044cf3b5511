#include "gateway/work/case_view.hpp"

#include <span>
#include <vector>

#include "gateway/http/replies.hpp"
#include "gateway/review/submit_review.hpp"
#include "gateway/work/work_json.hpp"
#include "parsers/json/writer.hpp"
#include "precert/engine/clock.hpp"
#include "precert/engine/determine.hpp"
#include "precert/engine/outcome.hpp"
#include "precert/engine/status.hpp"
#include "precert/model/words.hpp"
#include "precert/rulebook/tables.hpp"

namespace gateway {
namespace {

using precert::Determination;
using precert::LineDetermination;

constexpr std::size_t work_max = 200;

/// Everything a view shows, read at once.
struct Whole {
  std::vector<CaseRecord> history;  // the first first
  std::vector<precert::PriorCase> versions;
  std::vector<CaseEvent> events;
  std::vector<WorkItem> work;
  std::string assignee;

  [[nodiscard]] const precert::PriorCase& now() const { return versions.back(); }
};

base::Result<Whole> whole_case(const precert::CaseId& id, Store& store, const precert::Rulebook& rulebook) {
  Whole whole;
  base::Result<std::vector<CaseRecord>> history = store.history(id);
  if (!history) return history.error();
  whole.history = std::move(*history);
  for (const CaseRecord& record : whole.history) {
    base::Result<precert::PriorCase> version = prior_from(record);
    if (!version) return version.error();
    precert::name_time_zone(rulebook, version->determination);
    whole.versions.push_back(std::move(*version));
  }
  base::Result<std::vector<CaseEvent>> events = store.events_of(id);
  if (!events) return events.error();
  whole.events = std::move(*events);
  WorkQuery query;
  query.state = std::nullopt;
  query.case_id = id;
  query.count_max = work_max;
  base::Result<std::vector<WorkItem>> work = store.work_items(query);
  if (!work) return work.error();
  whole.work = std::move(*work);
  const base::Result<std::vector<std::string>> assignees = store.assignees_of({&id, 1});
  if (!assignees) return assignees.error();
  if (!assignees->empty()) whole.assignee = assignees->front();
  return whole;
}

void write_dues(json::Writer& out, const LineDetermination& line) {
  out.array_field("dues");
  for (const precert::Step& step : line.steps) {
    if (step.rule != "timeframe" || line.action != precert::ReviewAction::pended) continue;
    out.begin_object().field("due", step.outcome).field("source", step.detail).end_object();
  }
  out.end_array();
}

/// Each code with what it means: people read it here (OR-D4).
void write_reasons(json::Writer& out, const LineDetermination& line, const precert::Rulebook& rulebook) {
  out.array_field("reasons");
  for (const precert::Reason& reason : line.reasons) {
    out.begin_object().field("words", reason.words);
    if (!reason.code.empty()) out.field("code", reason.code).field("meaning", rulebook.reason_words(reason.code));
    if (!reason.criteria.empty()) out.field("criteria", reason.criteria);
    out.end_object();
  }
  out.end_array();
}

void write_lines(json::Writer& out, const precert::PriorCase& now, const precert::Rulebook& rulebook,
                 base::Date today) {
  out.array_field("lines");
  for (const LineDetermination& line : now.determination.lines) {
    out.begin_object().field("sequence", line.sequence);
    write_status(out, precert::status_of(now.request, now.determination, line, today), now.determination,
                 {&line, 1});
    if (!line.certification_number.empty()) out.field("number", line.certification_number);
    if (line.validity) {
      out.field("valid_from", base::iso(line.validity->start));
      if (line.validity->end) out.field("valid_until", base::iso(*line.validity->end));
    }
    if (const std::string stays = precert::number_that_stays(line); !stays.empty()) out.field("stays_valid", stays);
    write_reasons(out, line, rulebook);
    write_dues(out, line);
    out.end_object();
  }
  out.end_array();
}

void write_history(json::Writer& out, const Whole& whole, base::Date today) {
  out.array_field("history");
  for (std::size_t i = 0; i < whole.history.size(); ++i) {
    const CaseRecord& version = whole.history[i];
    const precert::PriorCase& read = whole.versions[i];
    out.begin_object().field("version", version.version).field("at", base::iso(version.received));
    out.field("message", version.message.text());
    const precert::Status status = precert::status_of(read.request, read.determination, today);
    out.field("status", precert::words_of(status).id);
    if (i + 1 < whole.history.size()) out.field("superseded_by", whole.history[i + 1].version);
    out.key("determination").raw_text(version.determination).end_object();
  }
  out.end_array();
}

void write_clock(json::Writer& out, const Determination& determination) {
  out.array_field("clock");
  for (const precert::ClockEvent& event : determination.clock) {
    out.begin_object().field("what", precert::word(event.kind)).field("at", base::iso(event.at));
    if (event.days > 0) out.field("days", event.days).field("reason", event.reason);
    out.end_object();
  }
  out.end_array();
}

/// Time with us and time with the sender are told apart (SC-56).
void write_waited(json::Writer& out, const Whole& whole, base::Instant now) {
  std::vector<Determination> versions;
  for (const precert::PriorCase& one : whole.versions) versions.push_back(one.determination);
  const precert::WaitingTimes times = precert::waiting_times(versions, now);
  out.object_field("waited_seconds").field("in_our_review", std::int64_t{times.payer.count()});
  out.field("waiting_for_you", std::int64_t{times.provider.count()}).end_object();
}

std::string json_of(const Whole& whole, const precert::Rulebook& rulebook, base::Instant at) {
  std::string body;
  json::Writer out(body);
  const precert::PriorCase& now = whole.now();
  const base::Date today = rulebook.calendar.local_date(at);
  bool outreach = false;
  for (const WorkItem& item : whole.work) {
    outreach = outreach || (item.kind == WorkKind::outreach && item.state == WorkState::open);
  }
  out.begin_object().field("id", now.id.text()).field("version", now.version);
  out.field("assignee", whole.assignee).field("queue", whole.history.back().queue);
  write_status(out, precert::status_of(now.request, now.determination, today, outreach), now.determination,
               now.determination.lines);
  write_lines(out, now, rulebook, today);
  write_clock(out, now.determination);
  write_waited(out, whole, at);
  out.key("request").raw_text(whole.history.back().request);
  out.key("determination").raw_text(whole.history.back().determination);
  out.field("explanation", precert::explanation_of(now.request, now.determination));
  write_history(out, whole, today);
  out.array_field("events");
  for (const CaseEvent& event : whole.events) write_event(out, event);
  out.end_array().array_field("work");
  for (const WorkItem& item : whole.work) write_work_item(out, item);
  out.end_array().end_object();
  return body;
}

}  // namespace

HttpReply case_view(const HttpRequest& request, const std::string& id, Services& services) {
  const Snapshot knowledge = services.knowledge.current();
  const base::Result<Whole> whole = whole_case(precert::CaseId(id), services.store, *knowledge.rulebook);
  if (!whole) {
    const bool away = whole.error().first().code == base::IssueCode::store_unavailable;
    return refusal(away ? 503 : 500, request.path, whole.error());
  }
  if (whole->history.empty()) return refusal(404, request.path, "There is no case with this id.");
  HttpReply reply = json_reply(json_of(*whole, *knowledge.rulebook, services.clock.now()));
  reply.looked_at.push_back({LookUpKind::review, id, id, LookUpOutcome::shown});  // an action answers so, too
  return reply;
}

}  // namespace gateway
