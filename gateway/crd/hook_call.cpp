#include "gateway/crd/hook_call.hpp"

#include <algorithm>
#include <chrono>
#include <set>

#include "gateway/crd/asserted.hpp"
#include "gateway/crd/fetch.hpp"
#include "gateway/crd/token.hpp"
#include "gateway/fhir/received.hpp"
#include "gateway/http/replies.hpp"
#include "gateway/review/commit.hpp"
#include "gateway/store/content_hash.hpp"
#include "mappers/issues/operation_outcome.hpp"

namespace gateway {
namespace {

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;
constexpr int waves_max = 3;  // an order, then its Coverage's payor, then the role behind it

/// One call while it is answered. Lives in the frame of hook_call.
struct Call {
  const mappers::HookDescription& hook;
  Services& services;
  Snapshot knowledge;
  ReceivedMessage message;
  HookCaller caller;
  Clock::time_point started;
  json::Document document;  // of the body; `request` looks into it
  mappers::HookRequest request;
  TokenUse token = TokenUse::not_used;
};

/// What a call comes to, before it is stored.
struct Outcome {
  HttpReply reply;
  std::string details;
  std::vector<CheckRecord> checks;
};

Outcome refused(unsigned status, const base::Issues& issues) {
  return {hook_refusal(status, issues), details_of(issues), {}};
}

base::Result<void> read(Call& call) {
  const base::Result<json::Value> body =
      call.document.parse_copy(call.message.bytes, json_limits(call.services.config));
  if (!body) return body.error();
  base::Result<mappers::HookRequest> request = mappers::hook_request_from(*body, call.hook);
  if (!request) return request.error();
  call.request = std::move(*request);
  return {};
}

/// What is still to be asked of the client's server, no more than a call may ask; each query once.
std::vector<ClientRead> next_queries(const Call& call, const mappers::HookRecord& record,
                                std::set<std::string>& asked) {
  std::vector<ClientRead> queries;
  const std::size_t most = call.services.config.crd.fetches_max;
  for (std::string& query : mappers::wanted_of(call.request, record, most)) {
    if (asked.size() >= most) break;
    if (!asked.insert(query).second) continue;
    const bool needed = mappers::is_needed(call.request, record, query);
    queries.push_back({std::move(query), needed});
  }
  return queries;
}

using Record = base::Result<std::unique_ptr<mappers::HookRecord>>;

/// The record of the call with what could be fetched for it in time. Errors: as hook_record_of.
asio::awaitable<Record> completed_record(Call& call) {
  const json::Limits limits = json_limits(call.services.config);
  std::vector<mappers::Fetched> came;
  std::set<std::string> asked;
  Record record = mappers::hook_record_of(call.request, came, limits);
  if (!record || call.request.server.empty() || call.caller.servers == nullptr) co_return record;
  const Clock::time_point until = call.started + call.services.config.crd.answer_within;
  for (int wave = 0; wave < waves_max && Clock::now() < until; ++wave) {
    std::vector<ClientRead> queries = next_queries(call, **record, asked);
    if (queries.empty()) break;
    FetchResult result = co_await fetched(call.caller.servers, call.request.server, call.request.token,
                                          std::move(queries), call.services.config.crd, until);
    call.token = std::max(call.token, result.token);
    if (result.came.empty()) break;
    std::move(result.came.begin(), result.came.end(), std::back_inserter(came));
    record = mappers::hook_record_of(call.request, came, limits);
    if (!record) break;
  }
  co_return record;
}

/// The rules' answer. Errors: store_unavailable.
base::Result<Outcome> answered(Call& call, const mappers::HookRecord& record) {
  const precert::Rulebook& rulebook = *call.knowledge.rulebook;
  base::Result<std::vector<mappers::OrderQuestion>> questions =
      mappers::order_questions_from(call.request, record, rulebook, call.message.received);
  if (!questions) return refused(mappers::http_status_of(questions.error()), questions.error());
  const mappers::AssertionContext context{call.request, rulebook,
                                          call.services.config.base_url + "/fhir/Questionnaire/"};
  AssertedCall asserted;
  const base::Result<void> made =
      assert_orders(asserted, std::move(*questions), context, call.message, call.knowledge, call.services);
  if (!made) return made.error();
  const mappers::HookAnswer answer =
      mappers::hook_answer_from(asserted.orders, context, *call.knowledge.directory, call.message.id.text());
  Outcome outcome;
  outcome.details = details_of(asserted, call.request, answer, call.knowledge);
  outcome.reply = json_reply(answer.body);
  outcome.checks = std::move(asserted.checks);
  return outcome;
}

HookCall call_record(const Call& call, const Outcome& outcome) {
  HookCall record;
  record.message = call.message.id;
  record.service = call.hook.id;
  record.hook = call.hook.name;
  record.instance = call.request.instance;
  record.client = call.caller.client.issuer;
  record.provider = call.request.user.empty() ? call.request.performer : call.request.user;
  record.token_use = word(call.token);
  record.received = call.message.received;
  const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - call.started);
  record.milliseconds = static_cast<int>(took.count());
  record.status = static_cast<int>(outcome.reply.status);
  record.details = outcome.details;
  return record;
}

base::Issues store_away() {
  return base::Issue{base::IssueCode::store_unavailable, "",
                     "The store does not answer; send the call again.", base::Severity::error};
}

/// The client's access tokens open its server: they are used and not kept. What stands there is overwritten
/// with blanks, in what is no JSON too; an escape sequence becomes blanks like the rest.
void blank_access_tokens(std::string& bytes) {
  constexpr std::string_view key = R"("access_token")";
  constexpr std::string_view space = " \t\r\n";
  for (std::size_t at = bytes.find(key); at != std::string::npos; at = bytes.find(key, at)) {
    at += key.size();
    const std::size_t colon = bytes.find_first_not_of(space, at);
    if (colon == std::string::npos || bytes[colon] != ':') continue;
    const std::size_t quote = bytes.find_first_not_of(space, colon + 1);
    if (quote == std::string::npos || bytes[quote] != '"') continue;
    for (at = quote + 1; at < bytes.size() && bytes[at] != '"'; ++at) {
      if (bytes[at] == '\\' && at + 1 < bytes.size()) bytes[at++] = ' ';
      bytes[at] = ' ';
    }
  }
}

/// Stores the call and its answer, then gives the answer.
asio::awaitable<HttpReply> stored(Call& call, Outcome outcome) {
  Exchange exchange;
  exchange.hook_call = call_record(call, outcome);
  exchange.answer = {static_cast<int>(outcome.reply.status), outcome.reply.content_type, outcome.reply.body};
  exchange.checks = std::move(outcome.checks);
  ReceivedMessage kept = call.message;
  blank_access_tokens(kept.bytes);
  kept.hash = content_hash_of(kept.bytes);
  exchange.message = std::move(kept);
  const CommitResult result = co_await commit(call.services, std::move(exchange));
  if (result.outcome != CommitOutcome::committed) co_return hook_refusal(503, store_away());
  HttpReply reply = std::move(outcome.reply);
  name_message(call.message, reply);
  co_return reply;
}

asio::awaitable<HttpReply> converse(Call& call) {
  const base::Result<void> understood = read(call);
  if (!understood) {
    Outcome outcome = refused(mappers::http_status_of(understood.error()), understood.error());
    HttpReply reply = co_await stored(call, std::move(outcome));
    co_return reply;
  }
  const Record record = co_await completed_record(call);
  if (!record) {
    Outcome outcome = refused(mappers::http_status_of(record.error()), record.error());
    HttpReply reply = co_await stored(call, std::move(outcome));
    co_return reply;
  }
  const base::Issues unknown = mappers::unknown_of(call.request, **record);
  if (!unknown.empty()) {
    Outcome outcome = refused(412, unknown);
    HttpReply reply = co_await stored(call, std::move(outcome));
    co_return reply;
  }
  base::Result<Outcome> outcome = answered(call, **record);
  if (!outcome) co_return hook_refusal(503, store_away());
  Outcome made = std::move(*outcome);
  HttpReply reply = co_await stored(call, std::move(made));
  co_return reply;
}

/// Never answered from an earlier call: what is asked is how things are now.
base::Result<ReceivedMessage> received_call(const HttpRequest& request, const HookCaller& caller,
                                            Services& services) {
  HttpRequest named = request;
  named.client = caller.client.id;
  base::Result<ReceivedMessage> message = message_from(named, Repeats::answered_anew, services);
  if (message) message->transport = Transport::cds_hooks;
  return message;
}

}  // namespace

HttpReply hook_refusal(unsigned status, const base::Issues& issues) {
  HttpReply reply = fhir_reply(mappers::operation_outcome_from(issues), status);
  if (status >= 500) reply.headers.emplace_back("Retry-After", "5");
  return reply;
}

HttpReply caller_refusal(const base::Issues& issues) {
  if (issues.first().code == base::IssueCode::store_unavailable) return hook_refusal(503, issues);
  HttpReply reply = hook_refusal(401, issues);
  reply.headers.emplace_back("WWW-Authenticate", "Bearer realm=\"precert\"");
  return reply;
}

asio::awaitable<HttpReply> hook_call(const HttpRequest& request, const std::string& service,
                                     Services& services) {
  const Clock::time_point started = Clock::now();
  const mappers::HookDescription* hook = mappers::crd_service(service);
  if (hook == nullptr) {
    const base::Issues issues = base::Issue{base::IssueCode::not_found, "",
                                            "GET /cds-services lists the services.", base::Severity::error};
    co_return hook_refusal(404, issues);
  }
  base::Result<HookCaller> caller = co_await hook_caller(request, services);
  if (!caller) {
    HttpReply reply = caller_refusal(caller.error());
    services.metrics.hook_call(hook->name, reply.status, Clock::now() - started);
    co_return reply;
  }
  base::Result<ReceivedMessage> message = received_call(request, *caller, services);
  if (!message) co_return hook_refusal(503, store_away());
  Call call{*hook,
            services,
            services.knowledge.current(),
            std::move(*message),
            std::move(*caller),
            started,
            {},
            {},
            TokenUse::not_used};
  HttpReply reply = co_await converse(call);
  services.metrics.hook_call(hook->name, reply.status, Clock::now() - started);
  co_return reply;
}

}  // namespace gateway
