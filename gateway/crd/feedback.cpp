#include "gateway/crd/feedback.hpp"

#include "gateway/crd/hook_call.hpp"
#include "gateway/crd/token.hpp"
#include "gateway/fhir/received.hpp"
#include "gateway/http/replies.hpp"
#include "gateway/review/commit.hpp"
#include "mappers/fhir/crd_hooks.hpp"
#include "mappers/issues/operation_outcome.hpp"
#include "parsers/fhir/resource_view.hpp"
#include "parsers/json/writer.hpp"

namespace gateway {
namespace {

namespace asio = boost::asio;
constexpr std::size_t entries_max = 1000;

/// Everything but what has a place of its own.
std::string said_in(const json::Value& entry) {
  std::string text;
  json::Writer out(text);
  out.begin_object();
  for (const std::string_view name : {"acceptedSuggestions", "overrideReason"}) {
    const json::Value value = entry.find(name);
    if (value.exists()) out.field(name, value);
  }
  out.end_object();
  return text;
}

base::Result<std::vector<HookFeedback>> feedback_from(const json::Value& body, const std::string& service,
                                                      base::Instant received) {
  const auto fault = [](const char* where, const char* remedy) {
    return base::Issues(base::Issue{base::IssueCode::fhir_structure, where, remedy, base::Severity::error});
  };
  const json::Value list = body.find("feedback");
  if (!list.is_array() || list.size() > entries_max)
    return fault("feedback", "Send a list, one entry a card.");
  std::vector<HookFeedback> all;
  for (const json::Value entry : list.elements()) {
    HookFeedback one;
    one.service = service;
    one.card = fhir::text(entry, "card");
    one.outcome = fhir::text(entry, "outcome");
    if (one.card.empty()) return fault("feedback.card", "Name the card by its uuid.");
    if (one.outcome != "accepted" && one.outcome != "overridden") {
      return fault("feedback.outcome", "Say accepted or overridden.");
    }
    one.at = base::instant_from_iso(fhir::text(entry, "outcomeTimestamp")).value_or(received);
    one.details = said_in(entry);
    all.push_back(std::move(one));
  }
  return all;
}

}  // namespace

asio::awaitable<HttpReply> hook_feedback(const HttpRequest& request, const std::string& service,
                                         Services& services) {
  if (mappers::crd_service(service) == nullptr) {
    const base::Issues issues = base::Issue{base::IssueCode::not_found, "",
                                            "GET /cds-services lists the services.", base::Severity::error};
    co_return hook_refusal(404, issues);
  }
  const base::Result<HookCaller> caller = co_await hook_caller(request, services);
  if (!caller) co_return caller_refusal(caller.error());
  HttpRequest named = request;
  named.client = caller->client.id;
  base::Result<ReceivedMessage> message = message_from(named, Repeats::answered_anew, services);
  if (!message) co_return hook_refusal(503, message.error());
  message->transport = Transport::cds_hooks;
  json::Document document;
  const base::Result<json::Value> body = document.parse_copy(request.body, json_limits(services.config));
  if (!body) co_return hook_refusal(mappers::http_status_of(body.error()), body.error());
  base::Result<std::vector<HookFeedback>> feedback = feedback_from(*body, service, message->received);
  if (!feedback) co_return hook_refusal(400, feedback.error());
  HttpReply reply = json_reply("{}");
  Exchange exchange;
  exchange.answer = {200, reply.content_type, reply.body};
  exchange.message = std::move(*message);
  exchange.hook_feedback = std::move(*feedback);
  const CommitResult result = co_await commit(services, std::move(exchange));
  if (result.outcome != CommitOutcome::committed) co_return hook_refusal(503, base::Issues(result.issue));
  co_return reply;
}

}  // namespace gateway
