#include "gateway/review/worklist.hpp"

#include <charconv>

#include "gateway/http/replies.hpp"
#include "gateway/review/announce.hpp"
#include "gateway/review/commit.hpp"
#include "gateway/review/decided_elsewhere.hpp"
#include "gateway/review/submit_review.hpp"
#include "mappers/model/model_json.hpp"
#include "parsers/json/document.hpp"
#include "parsers/json/writer.hpp"
#include "precert/engine/determine.hpp"
#include "precert/model/words.hpp"

namespace gateway {
namespace {

namespace asio = boost::asio;
using base::Issue;
using base::IssueCode;
using base::Issues;

constexpr std::size_t page_max = 200;
constexpr int attempts_max = 3;
constexpr const char* another_payers = "Another payer decides this case; ask it.";

void write_pended_line(json::Writer& out, const precert::ReviewRequest& request,
                       const precert::LineDetermination& line) {
  out.begin_object().field("sequence", line.sequence).field("queue", line.queue);
  for (const precert::ServiceLine& service : request.services) {
    if (service.sequence == line.sequence) out.field("code", service.procedure.code);
  }
  if (line.timeframe) {
    out.field("timeframe", line.timeframe->category).field("due", base::iso(line.timeframe->due));
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

void write_worklist_case(json::Writer& out, const CaseRecord& record, const precert::PriorCase& found) {
  out.begin_object().field("id", record.id.text()).field("version", record.version).field("queue", record.queue);
  if (record.due) out.field("due", base::iso(*record.due));
  out.field("received", base::iso(record.received));
  out.field("requester", found.request.requester.display());
  out.field("reference", found.determination.numbers.reference);
  out.array_field("lines");
  for (const precert::LineDetermination& line : found.determination.lines) {
    if (line.action == precert::ReviewAction::pended) write_pended_line(out, found.request, line);
  }
  out.end_array().end_object();
}

/// "2026-01-07T07:59:59Z,2,C17-k3f9" as `next` gave it: due, priority, id.
std::optional<WorklistPlace> place_from(const std::string& text) {
  const std::size_t first = text.find(',');
  const std::size_t second = first == std::string::npos ? first : text.find(',', first + 1);
  if (second == std::string::npos) return std::nullopt;
  WorklistPlace place;
  place.due = base::instant_from_iso(text.substr(0, first));
  place.id = precert::CaseId(text.substr(second + 1));
  const std::string_view priority = std::string_view(text).substr(first + 1, second - first - 1);
  std::from_chars(priority.data(), priority.data() + priority.size(), place.priority);
  return place;
}

std::string text_of(const WorklistPlace& place) {
  return (place.due ? base::iso(*place.due) : std::string()) + "," + std::to_string(place.priority) + "," +
         place.id.text();
}

std::string case_json(const std::vector<CaseRecord>& history, const precert::PriorCase& current) {
  std::string body;
  json::Writer out(body);
  out.begin_object().field("id", current.id.text()).field("version", current.version);
  out.key("request").raw_text(history.back().request);
  out.key("determination").raw_text(history.back().determination);
  out.field("explanation", precert::explanation_of(current.request, current.determination));
  out.array_field("history");
  for (const CaseRecord& version : history) {
    out.begin_object().field("version", version.version).field("at", base::iso(version.received));
    out.field("message", version.message.text());
    out.key("determination").raw_text(version.determination).end_object();
  }
  out.end_array().end_object();
  return body;
}

/// Reads the fields of one JSON object and reports every fault with its place.
class Fields {
 public:
  Fields(const json::Value& object, std::string where, Issues& issues)
      : object_(object), where_(std::move(where)), issues_(issues) {}

  [[nodiscard]] std::string text(std::string_view name, bool wanted = false) {
    const json::Value value = object_.find(name);
    if (!value.exists() && wanted) fault(name, "is wanted.");
    if (value.exists() && !value.is_string()) fault(name, "is text.");
    return std::string(value.string());
  }
  template <class Read>
  auto value_of(std::string_view name, Read from, const char* wanted) -> decltype(from(std::string_view())) {
    const json::Value value = object_.find(name);
    if (!value.exists()) return std::nullopt;
    auto found = from(value.is_number() ? value.number_text() : value.string());
    if (!found) fault(name, wanted);
    return found;
  }
  void fault(std::string_view name, const std::string& words) {
    const std::string place = where_ + "." + std::string(name);
    issues_.add(IssueCode::message_unreadable, place, place + " " + words);
  }

 private:
  json::Value object_;
  std::string where_;
  Issues& issues_;
};

precert::LineDecision line_decision_from(const json::Value& value, const std::string& where, Issues& issues) {
  Fields fields(value, where, issues);
  precert::LineDecision line;
  const auto sequence = fields.value_of("sequence", base::decimal_from, "is the number of a service line, 0 for all.");
  if (sequence) line.sequence = static_cast<int>(sequence->whole().value_or(0));
  const auto action =
      fields.value_of("action", precert::from_word<precert::ReviewAction>, "is certified, modified or not_certified.");
  if (action) line.action = *action;
  if (!value.find("action").exists()) fields.fault("action", "is wanted.");
  line.reason_code = fields.text("reason");
  line.words = fields.text("words");
  line.criteria = fields.text("criteria");
  line.quantity = fields.value_of("quantity", base::decimal_from, "is a number.");
  const auto from = fields.value_of("from", base::date_from_iso, "is a date, CCYY-MM-DD.");
  const auto until = fields.value_of("until", base::date_from_iso, "is a date, CCYY-MM-DD.");
  if (from) line.validity = base::Period{*from, until};
  return line;
}

base::Result<precert::ReviewerDecision> decision_from(std::string_view body) {
  json::Document document;
  const base::Result<json::Value> parsed = document.parse_copy(body);
  if (!parsed) return parsed.error();
  Issues issues;
  Fields whole(*parsed, "$", issues);
  Fields reviewer(parsed->find("reviewer"), "$.reviewer", issues);
  precert::ReviewerDecision decision;
  decision.reviewer.id = reviewer.text("id", true);
  decision.reviewer.npi = reviewer.text("npi");
  decision.reviewer.specialty = reviewer.text("specialty");
  decision.reviewer.human = true;
  decision.role = whole.text("role", true);
  std::size_t index = 0;
  for (const json::Value& line : parsed->find("lines").elements()) {
    decision.lines.push_back(line_decision_from(line, "$.lines[" + std::to_string(index++) + "]", issues));
  }
  if (decision.lines.empty()) whole.fault("lines", "names at least one line and its action.");
  if (!issues.empty()) return issues;
  return decision;
}

/// 409 when the case is not in a state for it, 422 when the decision lacks something.
unsigned status_of(const Issues& issues) { return issues.first().code == IssueCode::conflict ? 409 : 422; }

/// The next version of a case after a reviewer's decision.
CaseWrite decision_write(const CaseRecord& before, const precert::PriorCase& pended,
                         const precert::Determination& determination) {
  CaseWrite write;
  write.expected_version = before.version;
  write.record = record_from(before.id, before.version + 1, pended.request, determination);
  write.record.submitter = before.submitter;
  write.record.received = determination.decided;
  write.keys = keys_of(pended.request, determination);
  return write;
}

}  // namespace

HttpReply worklist(const HttpRequest& request, Services& services) {
  WorklistQuery query;
  query.queue = request.parameter("queue");
  query.after = place_from(request.parameter("after"));
  const std::string count = request.parameter("count");
  if (!count.empty()) {
    const std::int64_t wanted = base::decimal_from(count).value_or(base::Decimal()).whole().value_or(0);
    if (wanted < 1) return refusal(400, request.path, "count is 1 to 200.");
    query.count_max = std::min(page_max, static_cast<std::size_t>(wanted));
  }
  const base::Result<std::vector<CaseRecord>> records = services.store.worklist(query);
  if (!records) return refusal(503, request.path, records.error());
  std::string body;
  json::Writer out(body);
  out.begin_object().array_field("cases");
  for (const CaseRecord& record : *records) {
    const base::Result<precert::PriorCase> found = prior_from(record);
    if (!found) return refusal(500, request.path, found.error());
    write_worklist_case(out, record, *found);
  }
  out.end_array();
  if (records->size() == query.count_max) {
    const CaseRecord& last = records->back();
    out.field("next", text_of({last.due, last.id, last.priority}));
  }
  out.end_object();
  return json_reply(std::move(body));
}

HttpReply review_case(const HttpRequest& request, const std::string& id, Services& services) {
  const base::Result<std::vector<CaseRecord>> history = services.store.history(precert::CaseId(id));
  if (!history) return refusal(503, request.path, history.error());
  if (history->empty()) return refusal(404, request.path, "There is no case with this id.");
  const base::Result<precert::PriorCase> current = prior_from(history->back());
  if (!current) return refusal(500, request.path, current.error());
  return json_reply(case_json(*history, *current));
}

asio::awaitable<HttpReply> decide_case(const HttpRequest& request, const std::string& id, Services& services) {
  const base::Result<precert::ReviewerDecision> decision = decision_from(request.body);
  if (!decision) co_return refusal(400, request.path, decision.error());
  for (int attempt = 0; attempt < attempts_max; ++attempt) {
    const base::Result<std::optional<CaseRecord>> record = services.store.find_case(precert::CaseId(id));
    if (!record) co_return refusal(503, request.path, record.error());
    if (!*record) co_return refusal(404, request.path, "There is no case with this id.");
    const base::Result<precert::PriorCase> pended = prior_from(**record);
    if (!pended) co_return refusal(500, request.path, pended.error());
    if (decided_elsewhere(pended->determination)) co_return refusal(409, request.path, another_payers);
    const Snapshot knowledge = services.knowledge.current();
    const base::Result<precert::Determination> made =
        precert::decided(*pended, *decision, *knowledge.rulebook, services.clock.now());
    if (!made) co_return refusal(status_of(made.error()), request.path, made.error());
    Exchange exchange;
    exchange.cases.push_back(decision_write(**record, *pended, *made));
    const CaseRecord after = exchange.cases.back().record;
    const CaseChange change{after, pended->request, pended->determination, *made};
    const base::Result<void> told = announce(exchange, change, knowledge, services.clock.now(), services);
    if (!told) co_return refusal(503, request.path, told.error());
    const CommitResult result = co_await commit(services, std::move(exchange));
    if (result.outcome == CommitOutcome::committed) co_return review_case(request, id, services);
    if (result.outcome != CommitOutcome::version_conflict) {
      co_return refusal(503, request.path, base::Issues(result.issue));
    }
  }
  co_return refusal(409, request.path, "Somebody else is changing this case; read it again.");
}

}  // namespace gateway
