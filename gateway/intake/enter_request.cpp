#include "gateway/intake/enter_request.hpp"

#include <algorithm>
#include <utility>

#include "gateway/http/replies.hpp"
#include "gateway/intake/phone_request.hpp"
#include "gateway/intake/staff_message.hpp"
#include "gateway/review/announce.hpp"
#include "gateway/review/commit.hpp"
#include "gateway/review/submit_review.hpp"
#include "gateway/telemetry/log.hpp"
#include "gateway/work/events.hpp"
#include "gateway/work/work_json.hpp"
#include "parsers/json/writer.hpp"
#include "precert/engine/status.hpp"
#include "precert/model/words.hpp"

namespace gateway {
namespace {

namespace asio = boost::asio;

constexpr const char* entered_by_staff = "entered_by_staff";
constexpr std::size_t earlier_cases_max = 20;  // looked at for the way a doctor's requests come

/// The doctor's newest case that came over X12: what is decided for them goes where that came from.
base::Result<std::optional<CaseRecord>> newest_by_x12(const std::string& npi, Store& store) {
  CaseQuery query;
  query.requester = npi;
  query.count_max = earlier_cases_max;
  const base::Result<CasePage> page = store.search_cases(query);
  if (!page) return page.error();
  const auto found = std::ranges::find_if(
      page->cases, [](const CaseRecord& one) { return one.submitter.starts_with("x12:"); });
  if (found == page->cases.end()) return std::optional<CaseRecord>();
  return std::optional(*found);
}

/// The request with what the plan knows of its patient, and the way to its doctor.
base::Result<Submission> submission_of(const PhoneRequest& call, const ReceivedMessage& message,
                                       Services& services) {
  Submission submission;
  submission.request = call.request;
  submission.request.reference = message.id.text();
  submission.request.submitted = message.received;
  submission.message = message.id;
  submission.received = message.received;
  submission.submitter = "staff";
  const precert::MemberId member(call.request.subscriber.member_id());
  const base::Result<std::optional<precert::MemberRecord>> record = services.store.member(member);
  if (!record) return record.error();
  if (*record) {
    const base::Result<void> completed = complete_person(submission.request, **record);
    if (!completed) return completed.error();
  }
  const base::Result<std::optional<CaseRecord>> earlier =
      newest_by_x12(call.request.requester.npi(), services.store);
  if (!earlier) return earlier.error();
  if (!*earlier) return submission;
  const base::Result<precert::PriorCase> read = prior_from(**earlier);
  if (!read) return read.error();
  submission.submitter = (*earlier)->submitter;
  submission.request.transmission = read->request.transmission;
  return submission;
}

base::Issues refusal_issues(const precert::Determination& determination) {
  base::Issues issues;
  for (const precert::Refusal& one : determination.refusals) {
    issues.add(base::IssueCode::data_invalid, "AAA03 " + one.code, one.words);
  }
  return issues;
}

void write_entered_line(json::Writer& out, const precert::LineDetermination& line) {
  out.begin_object().field("sequence", line.sequence).field("action", precert::word(line.action));
  if (!line.certification_number.empty()) out.field("certification", line.certification_number);
  if (!line.reasons.empty()) out.field("reason", line.reasons.front().words);
  out.array_field("missing");
  for (const precert::MissingInformation& one : line.missing) {
    out.begin_object().field("question", one.question).field("supplier", one.supplier);
    out.field("control_number", one.control_number).field("due", base::iso(one.due)).end_object();
  }
  out.end_array().end_object();
}

std::string entered_json(const Reviewed& made, base::Date today) {
  const precert::Determination& decided = made.determination;
  std::string body;
  json::Writer out(body);
  out.begin_object().field("id", made.write.record.id.text()).field("version", made.write.record.version);
  out.field("reference", decided.numbers.reference);
  write_status(out, precert::status_of(made.request, decided, today), decided, decided.lines);
  out.array_field("lines");
  for (const precert::LineDetermination& line : decided.lines) write_entered_line(out, line);
  out.end_array().end_object();
  return body;
}

/// Who entered it, and who had called: roles, never names.
CaseEvent entered_event(const Reviewed& made, const PhoneRequest& call, const std::string& actor,
                        base::Instant at) {
  return work_event::event_of(made.write.record, entered_by_staff, actor, at, [&](json::Writer& out) {
    out.field("channel", call.channel).field("caller", call.caller_role);
  });
}

base::Result<Prepared> prepared_call(const HttpRequest& request, const PhoneRequest& call,
                                     const ReceivedMessage& message, Services& services) {
  Prepared prepared;
  const Snapshot knowledge = services.knowledge.current();
  const base::Result<Submission> submission = submission_of(call, message, services);
  if (!submission && submission.error().first().code == base::IssueCode::data_invalid) {
    prepared.reply = refusal(422, request.path, submission.error());
    return prepared;
  }
  if (!submission) return submission.error();
  base::Result<Reviewed> made = reviewed(*submission, services.store, services.numbers, knowledge);
  if (!made) return made.error();
  if (made->determination.refused()) {
    prepared.rejected.push_back(Rejection::business);
    prepared.reply = refusal(422, request.path, refusal_issues(made->determination));
    return prepared;
  }
  const precert::Determination nothing_yet;
  const CaseRecord record = made->write.record;
  const CaseChange change{record, made->request, nothing_yet, made->determination, true};
  const base::Result<void> told = announce(prepared.exchange, change, knowledge, message.received, services);
  if (!told) return told.error();
  prepared.reply =
      json_reply(entered_json(*made, knowledge.rulebook->calendar.local_date(message.received)), 201);
  prepared.exchange.events.push_back(entered_event(*made, call, person_behind(request), message.received));
  for (const precert::LineDetermination& line : made->determination.lines) {
    prepared.decided.push_back(line.action);
  }
  prepared.exchange.cases.push_back(std::move(made->write));
  prepared.exchange.message = message;
  prepared.exchange.answer = {201, prepared.reply.content_type, prepared.reply.body};
  return prepared;
}

}  // namespace

asio::awaitable<HttpReply> enter_request(const HttpRequest& request, const std::string&, Services& services) {
  const Snapshot knowledge = services.knowledge.current();
  const base::Result<PhoneRequest> call = phone_request_from(request.body, knowledge.rulebook->payer);
  if (!call) co_return refusal(400, request.path, call.error());
  const base::Result<ReceivedMessage> message = staff_message(request, services);
  if (!message) co_return refusal(503, request.path, message.error());
  const base::Result<std::optional<HttpReply>> earlier = earlier_reply(*message, services);
  if (!earlier) co_return refusal(503, request.path, earlier.error());
  if (*earlier) co_return **earlier;
  const Preparation prepare = [&] { return prepared_call(request, *call, *message, services); };
  co_return co_await decided_and_stored(request, services, prepare);
}

}  // namespace gateway
