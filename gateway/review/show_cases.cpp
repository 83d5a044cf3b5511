#include "gateway/review/show_cases.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "gateway/http/replies.hpp"
#include "gateway/intake/json_fields.hpp"
#include "gateway/review/submit_review.hpp"
#include "gateway/work/work_json.hpp"
#include "parsers/json/document.hpp"
#include "parsers/json/writer.hpp"
#include "precert/engine/clock.hpp"
#include "precert/engine/status.hpp"
#include "precert/rulebook/tables.hpp"

namespace gateway {
namespace {

constexpr std::size_t shown_cases_max = 50;

/// Those with that trace: "originator|number", or the number alone, of whomever. Where there are too many to
/// look for it, nothing is added to cases that are `found` by numbers of ours.
base::Result<std::vector<CaseRecord>> cases_traced(const std::string& number, bool found, Store& store) {
  if (number.find('|') != std::string::npos)
    return store.cases_with(LookupKind::trace, number, shown_cases_max);
  base::Result<std::vector<CaseRecord>> cases =
      store.cases_of_any_system(LookupKind::trace, number, shown_cases_max);
  if (cases || cases.error().first().code != base::IssueCode::limit_exceeded) return cases;
  if (found) return std::vector<CaseRecord>();
  return base::Issues(
      base::Issue{base::IssueCode::not_supported, "",
                  "Too many bear such a number to look through all. Of a trace, say whose it is: "
                  "ORIGINATOR|NUMBER. Or search by member."});
}

/// Cases with that number, whatever kind of number it is.
base::Result<std::vector<CaseRecord>> cases_numbered(const std::string& number, Store& store) {
  std::vector<CaseRecord> all;
  const base::Result<std::optional<CaseRecord>> by_id = store.find_case(precert::CaseId(number));
  if (!by_id) return by_id.error();
  if (*by_id) all.push_back(**by_id);
  const auto add = [&](base::Result<std::vector<CaseRecord>> found) -> base::Result<void> {
    if (!found) return found.error();
    for (CaseRecord& record : *found) {
      const bool known = std::ranges::any_of(all, [&](const CaseRecord& one) { return one.id == record.id; });
      if (!known) all.push_back(std::move(record));
    }
    return {};
  };
  for (const LookupKind kind : {LookupKind::reference_number, LookupKind::certification_number}) {
    const base::Result<void> added = add(store.cases_with(kind, number, shown_cases_max));
    if (!added) return added.error();
  }
  const base::Result<void> added = add(cases_traced(number, !all.empty(), store));
  if (!added) return added.error();
  return all;
}

/// One service in the words of its status, with the code that the provider's answer has for it (HCR01,
/// reviewActionCode).
void write_shown_line(json::Writer& out, const precert::PriorCase& found,
                      const precert::LineDetermination& line, base::Date today) {
  const precert::Status status = precert::status_of(found.request, found.determination, line, today);
  out.begin_object().field("sequence", line.sequence);
  for (const precert::ServiceLine& service : found.request.services) {
    if (service.sequence == line.sequence) out.field("code", service.procedure.code);
  }
  write_status(out, status, found.determination, {&line, 1});
  out.field("action_code", precert::words_of(status).hcr01);
  if (!line.certification_number.empty()) out.field("certification", line.certification_number);
  out.end_object();
}

/// A call to the member about another place is open: part of the status (SC-46).
base::Result<bool> outreach_open(const precert::CaseId& id, Store& store) {
  WorkQuery query;
  query.kind = WorkKind::outreach;
  query.case_id = id;
  query.count_max = 1;
  const base::Result<std::vector<WorkItem>> open = store.work_items(query);
  if (!open) return open.error();
  return !open->empty();
}

void write_shown_case(json::Writer& out, const CaseRecord& record, const precert::PriorCase& found,
                      base::Date today, bool outreach) {
  const precert::Determination& decided = found.determination;
  out.begin_object().field("id", record.id.text()).field("version", record.version);
  out.field("reference", decided.numbers.reference);
  // The number is drawn with the case: nobody is told of it before something is certified.
  const bool certified = std::ranges::any_of(
      decided.lines, [](const precert::LineDetermination& line) { return !line.certification_number.empty(); });
  if (certified) out.field("certification", decided.numbers.certification);
  out.field("requester", found.request.requester.display());
  out.field("received", base::iso(record.received)).field("decided", base::iso(record.decided));
  if (record.due) out.field("due", base::iso(*record.due));
  write_status(out, precert::status_of(found.request, decided, today, outreach), decided, decided.lines);
  out.array_field("lines");
  for (const precert::LineDetermination& line : decided.lines) write_shown_line(out, found, line, today);
  out.end_array().end_object();
}

HttpReply shown_cases(const HttpRequest& request, const base::Result<std::vector<CaseRecord>>& cases,
                      Services& services) {
  if (!cases) {
    const bool asked_too_much = cases.error().first().code == base::IssueCode::not_supported;
    return refusal(asked_too_much ? 400 : 503, request.path, cases.error());
  }
  const Snapshot knowledge = services.knowledge.current();
  const base::Date today = knowledge.rulebook->calendar.local_date(services.clock.now());
  HttpReply reply = json_reply({});
  reply.looked_at.push_back(
      {LookUpKind::search, "", "", cases->empty() ? LookUpOutcome::not_found : LookUpOutcome::shown});
  json::Writer out(reply.body);
  out.begin_object().array_field("cases");
  for (const CaseRecord& record : *cases) {
    base::Result<precert::PriorCase> found = prior_from(record);
    if (!found) return refusal(500, request.path, found.error());
    precert::name_time_zone(*knowledge.rulebook, found->determination);
    const base::Result<bool> outreach = outreach_open(record.id, services.store);
    if (!outreach) return refusal(503, request.path, outreach.error());
    write_shown_case(out, record, *found, today, *outreach);
    reply.looked_at.push_back({LookUpKind::review, record.id.text(), record.id.text(), LookUpOutcome::shown});
  }
  out.end_array().end_object();
  return reply;
}

HttpReply cases_by_number(const HttpRequest& request, const std::string&, Services& services) {
  std::string number = request.parameter("number");
  if (number.empty()) number = request.parameter("reference");
  if (number.empty()) {
    return refusal(400, request.path,
                   "Name the number: ?number=NR0000000001. To search by member, POST /review/cases/_search.");
  }
  return shown_cases(request, cases_numbered(number, services.store), services);
}

HttpReply cases_searched(const HttpRequest& request, const std::string&, Services& services) {
  json::Document document;
  const base::Result<json::Value> parsed = document.parse_copy(request.body);
  if (!parsed) return refusal(400, request.path, parsed.error());
  base::Issues issues;
  JsonFields fields(*parsed, "", issues);
  const std::string number = fields.text("number");
  const std::string member = fields.text("member_id");
  fields.nothing_else();
  if (number.empty() == member.empty()) fields.fault("number", "or /member_id is wanted, one of the two.");
  if (!issues.empty()) return refusal(400, request.path, issues);
  if (!number.empty()) return shown_cases(request, cases_numbered(number, services.store), services);
  return shown_cases(request, services.store.cases_of(precert::MemberId(member), shown_cases_max), services);
}

}  // namespace

std::vector<Route> case_search_routes() {
  std::vector<Route> routes;
  routes.push_back({Method::get, "/review/cases", at_once(cases_by_number)});
  routes.push_back({Method::post, "/review/cases/_search", at_once(cases_searched)});
  return routes;
}

}  // namespace gateway
