#include "gateway/work/worklist.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <set>
#include <span>

#include "gateway/http/replies.hpp"
#include "gateway/review/submit_review.hpp"
#include "gateway/work/work_json.hpp"
#include "parsers/json/writer.hpp"
#include "precert/engine/clock.hpp"
#include "precert/engine/status.hpp"
#include "precert/rulebook/tables.hpp"

namespace gateway {
namespace {

constexpr std::size_t page_max = 200;
constexpr std::string_view nobody = "none";

void write_pended_line(json::Writer& out, const precert::ReviewRequest& request,
                       const precert::LineDetermination& line) {
  out.begin_object().field("sequence", line.sequence).field("queue", line.queue);
  for (const precert::ServiceLine& service : request.services) {
    if (service.sequence == line.sequence) out.field("code", service.procedure.code);
  }
  if (line.timeframe) {
    out.field("timeframe", line.timeframe->category).field("due", base::iso(line.timeframe->due));
    out.field("due_source", line.timeframe->source);
  }
  if (!line.reasons.empty()) {
    out.field("reason", line.reasons.front().words).field("criteria", line.reasons.front().criteria);
  }
  out.array_field("missing");
  for (const precert::MissingInformation& missing : line.missing) {
    out.begin_object().field("fact", missing.fact).field("question", missing.question);
    out.field("supplier", missing.supplier).field("due", base::iso(missing.due)).end_object();
  }
  out.end_array().end_object();
}

std::string owner_of(const precert::Rulebook& rulebook, const std::string& queue) {
  for (const auto& [name, owner] : rulebook.payer.queue_owners) {
    if (name == queue) return owner;
  }
  return {};
}

void write_case(json::Writer& out, const CaseRecord& record, const precert::PriorCase& found,
                const std::string& assignee, const precert::Rulebook& rulebook, base::Instant now) {
  out.begin_object().field("id", record.id.text()).field("version", record.version);
  out.field("queue", record.queue).field("owner", owner_of(rulebook, record.queue));
  out.field("assignee", assignee).field("priority", record.priority);
  if (record.due) out.field("due", base::iso(*record.due)).key("overdue").boolean(*record.due < now);
  out.field("received", base::iso(record.received));
  out.field("requester", found.request.requester.display());
  out.field("reference", found.determination.numbers.reference);
  write_status(out, precert::status_of(found.request, found.determination, rulebook.calendar.local_date(now)),
               found.determination, found.determination.lines);
  out.array_field("lines");
  for (const precert::LineDetermination& line : found.determination.lines) {
    if (line.action == precert::ReviewAction::pended) write_pended_line(out, found.request, line);
  }
  out.end_array().end_object();
}

/// "2026-01-07T07:59:59Z,2,C17-k3f9" as `next` gave it: due, priority, id. Nullopt for anything else.
std::optional<WorklistPlace> place_from(const std::string& text) {
  const std::size_t first = text.find(',');
  const std::size_t second = first == std::string::npos ? first : text.find(',', first + 1);
  if (second == std::string::npos) return std::nullopt;
  WorklistPlace place;
  if (first > 0) {  // a case without a due instant has none here
    place.due = base::instant_from_iso(text.substr(0, first));
    if (!place.due) return std::nullopt;
  }
  place.id = precert::CaseId(text.substr(second + 1));
  const std::string_view priority = std::string_view(text).substr(first + 1, second - first - 1);
  const char* const end = priority.data() + priority.size();
  const auto read = std::from_chars(priority.data(), end, place.priority);
  const bool whole = read.ec == std::errc() && read.ptr == end;
  return whole && !place.id.text().empty() ? std::optional(place) : std::nullopt;
}

std::string text_of(const CaseRecord& last) {
  return (last.due ? base::iso(*last.due) : std::string()) + "," + std::to_string(last.priority) + "," +
         last.id.text();
}

/// nullopt when it is no number.
std::optional<std::size_t> count_from(const HttpRequest& request) {
  const std::string count = request.parameter("count");
  if (count.empty()) return std::size_t{50};
  const std::int64_t wanted = base::decimal_from(count).value_or(base::Decimal()).whole().value_or(0);
  if (wanted < 1) return std::nullopt;
  return std::min(page_max, static_cast<std::size_t>(wanted));
}

/// What a worklist is to show besides its queue.
struct Filter {
  std::optional<std::string> assignee;  // "" = nobody's
  std::optional<base::Instant> due_before;
};

/// The next cases that pass the filter, page by page of the store. `last` becomes the last one looked at when
/// there may be more.
base::Result<std::vector<std::pair<CaseRecord, std::string>>> cases_for(WorklistQuery query,
                                                                        const Filter& filter, Store& store,
                                                                        std::string& next) {
  std::vector<std::pair<CaseRecord, std::string>> found;
  const std::size_t wanted = query.count_max;
  while (true) {
    query.count_max = filter.assignee ? page_max : wanted;
    const base::Result<std::vector<CaseRecord>> page = store.worklist(query);
    if (!page) return page.error();
    std::vector<precert::CaseId> ids;
    for (const CaseRecord& record : *page) ids.push_back(record.id);
    const base::Result<std::vector<std::string>> assignees = store.assignees_of(ids);
    if (!assignees) return assignees.error();
    for (std::size_t i = 0; i < page->size(); ++i) {
      const CaseRecord& record = (*page)[i];
      if (filter.due_before && (!record.due || *record.due >= *filter.due_before))
        return found;  // by due instant
      if (filter.assignee && *filter.assignee != (*assignees)[i]) continue;
      found.emplace_back(record, (*assignees)[i]);
      if (found.size() < wanted) continue;
      if (i + 1 < page->size() || page->size() == query.count_max) next = text_of(record);
      return found;
    }
    if (page->size() < query.count_max) return found;
    const CaseRecord& last = page->back();
    query.after = WorklistPlace{last.due, last.id, last.priority};
  }
}

/// The paper that the work is about; "" when it is about none.
std::string document_of_work(std::string_view work) {
  const std::string ending = indexing_work_of("");
  return work.ends_with(ending) ? std::string(work.substr(0, work.size() - ending.size())) : std::string();
}

/// What a piece of work says of its case is a look at that case; what the work on a paper says whose case nobody knows
/// yet, a look at that paper.
void note_cases_of(std::span<const WorkItem> work, HttpReply& reply) {
  std::set<std::string> seen;
  for (const WorkItem& item : work) {
    const std::string& id = item.case_id.text();
    const std::string shown = id.empty() ? document_of_work(item.id) : id;
    if (shown.empty() || !seen.insert(shown).second) continue;
    reply.looked_at.push_back(
        {id.empty() ? LookUpKind::document : LookUpKind::review, shown, id, LookUpOutcome::shown});
  }
}

/// Queues that the program itself sends work to; a payer may name more as owned.
constexpr std::array<std::string_view, 7> queues_of_program{
    "appeals", "clinician", "director", "intake", "outreach", "predetermination", "upstream"};

/// What is wrong with the parameter `queue`; "" when there is none or work may wait in it.
std::string fault_of_queue(const std::string& queue, const precert::Payer& payer) {
  std::set<std::string> known(queues_of_program.begin(), queues_of_program.end());
  for (const auto& [name, owner] : payer.queue_owners) known.insert(name);
  if (queue.empty() || known.contains(queue)) return {};
  std::string words = "queue is one of";
  std::string_view joint = " ";
  for (const std::string& one : known) {
    words.append(joint).append(one);
    joint = ", ";
  }
  return words + ".";
}

/// An instant of a parameter; false when it is there and is none.
bool read_instant(const HttpRequest& request, std::string_view name, std::optional<base::Instant>& into) {
  const std::string text = request.parameter(name);
  if (text.empty()) return true;
  into = base::instant_from_iso(text);
  return into.has_value();
}

}  // namespace

HttpReply worklist(const HttpRequest& request, Services& services) {
  WorklistQuery query;
  query.queue = request.parameter("queue");
  const Snapshot knowledge = services.knowledge.current();
  if (const std::string fault = fault_of_queue(query.queue, knowledge.rulebook->payer); !fault.empty())
    return refusal(400, request.path, fault);
  if (const std::string after = request.parameter("after"); !after.empty()) {
    query.after = place_from(after);
    if (!query.after) return refusal(400, request.path, "after is what `next` of the page before said.");
  }
  Filter filter;
  if (const std::string assignee = request.parameter("assignee"); !assignee.empty()) {
    filter.assignee = assignee == nobody ? std::string() : assignee;
  }
  if (!read_instant(request, "due_before", filter.due_before)) {
    return refusal(400, request.path, "due_before is an instant, such as 2026-01-07T08:00:00Z.");
  }
  const std::optional<std::size_t> count = count_from(request);
  if (!count) return refusal(400, request.path, "count is 1 to 200.");
  query.count_max = *count;
  std::string next;
  const auto cases = cases_for(query, filter, services.store, next);
  if (!cases) return refusal(503, request.path, cases.error());
  HttpReply reply = json_reply({});
  reply.looked_at.push_back({LookUpKind::search, "", "", LookUpOutcome::shown});
  json::Writer out(reply.body);
  out.begin_object().array_field("cases");
  for (const auto& [record, assignee] : *cases) {
    reply.looked_at.push_back({LookUpKind::review, record.id.text(), record.id.text(), LookUpOutcome::shown});
    base::Result<precert::PriorCase> found = prior_from(record);
    if (!found) return refusal(500, request.path, found.error());
    precert::name_time_zone(*knowledge.rulebook, found->determination);
    write_case(out, record, *found, assignee, *knowledge.rulebook, services.clock.now());
  }
  out.end_array();
  if (!next.empty()) out.field("next", next);
  out.end_object();
  return reply;
}

HttpReply work_list(const HttpRequest& request, Services& services) {
  WorkQuery query;
  query.queue = request.parameter("queue");
  const Snapshot knowledge = services.knowledge.current();
  if (const std::string fault = fault_of_queue(query.queue, knowledge.rulebook->payer); !fault.empty())
    return refusal(400, request.path, fault);
  query.assignee = request.parameter("assignee");
  if (const std::string id = request.parameter("case"); !id.empty()) query.case_id = precert::CaseId(id);
  if (const std::string kind = request.parameter("kind"); !kind.empty()) {
    query.kind = work_kind_from(kind);
    if (!query.kind)
      return refusal(400, request.path, "kind is information_request, peer_to_peer, appeal, outreach or indexing.");
  }
  if (const std::string state = request.parameter("state"); !state.empty()) {
    query.state = work_state_from(state);
    if (!query.state && state != "all")
      return refusal(400, request.path, "state is open, done, dropped or all.");
  }
  if (!read_instant(request, "due_before", query.due_until)) {
    return refusal(400, request.path, "due_before is an instant, such as 2026-01-07T08:00:00Z.");
  }
  const std::optional<std::size_t> count = count_from(request);
  if (!count) return refusal(400, request.path, "count is 1 to 200.");
  query.count_max = *count;
  const base::Result<std::vector<WorkItem>> work = services.store.work_items(query);
  if (!work) return refusal(503, request.path, work.error());
  std::string body;
  json::Writer out(body);
  out.begin_object().array_field("work");
  for (const WorkItem& item : *work) write_work_item(out, item);
  out.end_array().end_object();
  HttpReply reply = json_reply(std::move(body));
  reply.looked_at.push_back({LookUpKind::search, "", "", LookUpOutcome::shown});
  note_cases_of(*work, reply);
  return reply;
}

HttpReply work_one(const HttpRequest& request, const std::string& id, Services& services) {
  const base::Result<std::optional<WorkItem>> item = services.store.work_item(id);
  if (!item) return refusal(503, request.path, item.error());
  if (!*item) return refusal(404, request.path, "There is no piece of work with this id.");
  std::string body;
  json::Writer out(body);
  write_work_item(out, **item);
  HttpReply reply = json_reply(std::move(body));
  note_cases_of({&**item, 1}, reply);
  return reply;
}

HttpReply status_list(const HttpRequest&, Services&) {
  std::string body;
  json::Writer out(body);
  out.begin_object().array_field("statuses");
  for (const precert::StatusWords& one : precert::status_table()) {
    out.begin_object().field("status", one.id).field("word", one.word).field("sentence", one.sentence);
    out.field("fhir", one.fhir).field("hcr01", one.hcr01);
    out.field("waits_for", precert::waits_for_word(one.waits_for));
    out.field("leaves_when", one.leaves_when).end_object();
  }
  out.end_array().end_object();
  return json_reply(std::move(body));
}

}  // namespace gateway
