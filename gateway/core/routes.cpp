#include "gateway/core/routes.hpp"

#include "gateway/core/handle.hpp"
#include "gateway/core/mime.hpp"
#include "gateway/core/payload_types.hpp"
#include "gateway/core/rest.hpp"
#include "gateway/core/soap.hpp"
#include "gateway/core/wsdl.hpp"
#include "gateway/http/replies.hpp"
#include "gateway/telemetry/log.hpp"

namespace gateway {
namespace {

namespace asio = boost::asio;

using Operation = std::optional<CoreOperation>;

HttpReply with_headers(HttpReply reply, const CoreReply& core) {
  if (core.retry_after_s > 0) reply.headers.emplace_back("Retry-After", std::to_string(core.retry_after_s));
  if (reply.status == 401) reply.headers.emplace_back("WWW-Authenticate", "Basic realm=\"core\"");
  return reply;
}

/// An answer of MIME or SOAP is HTTP 200 whatever it says, save where this side failed.
unsigned status_of(const CoreReply& core) { return core.rest_status == 503 ? 503 : 200; }

HttpReply form_reply(const CoreReply& core, unsigned status) {
  FormMessage message = form_from(core.answer);
  HttpReply reply;
  reply.status = status;
  reply.content_type = std::move(message.content_type);
  reply.body = std::move(message.body);
  return with_headers(std::move(reply), core);
}

HttpReply soap_reply(const CoreReply& core) {
  SoapMessage message = soap_from(core.answer);
  HttpReply reply;
  reply.status = status_of(core);
  reply.content_type = std::move(message.content_type);
  reply.body = std::move(message.body);
  return with_headers(std::move(reply), core);
}

HttpReply rest_reply(const CoreReply& core) {
  return with_headers(json_reply(json_from(core.answer), core.rest_status), core);
}

std::string words_of(const base::Issues& issues) {
  return issues.first().where + ": " + issues.first().remedy;
}

asio::awaitable<HttpReply> post_mime(const HttpRequest& request, const std::string&, Services& services) {
  base::Result<CoreEnvelope> envelope = envelope_from_form(request.body, request.content_type);
  if (!envelope)
    co_return form_reply(unreadable_envelope(CoreForm::mime, words_of(envelope.error()), services), 400);
  const CoreReply core = co_await core_reply(std::move(*envelope), services);
  co_return form_reply(core, status_of(core));
}

/// SOAP 1.2 part 2, 7.5.2.2: a fault of the sender is HTTP 400.
HttpReply fault_reply(const SoapRefusal& refusal) {
  log::warning("core_soap_fault", {{"what", refusal.words}});
  SoapMessage message = soap_fault(refusal);
  HttpReply reply;
  reply.status = refusal.code == SoapFaultCode::sender ? 400 : 500;
  reply.content_type = std::move(message.content_type);
  reply.body = std::move(message.body);
  return reply;
}

asio::awaitable<HttpReply> post_soap(const HttpRequest& request, const std::string&, Services& services) {
  SoapRead read = envelope_from_soap(request.body, request.content_type);
  if (!read.envelope) co_return fault_reply(read.refusal);
  const CoreReply core = co_await core_reply(std::move(*read.envelope), services);
  co_return soap_reply(core);
}

asio::awaitable<HttpReply> get_wsdl(const HttpRequest& request, const std::string&, Services& services) {
  HttpReply reply;
  reply.content_type = "text/xml; charset=utf-8";
  reply.body = wsdl(services.config.base_url + request.path);
  co_return reply;
}

asio::awaitable<HttpReply> post_rest(const HttpRequest& request, std::string_view transaction,
                                     Operation operation, Services& services) {
  base::Result<CoreEnvelope> envelope = envelope_from_json(request.body);
  if (!envelope)
    co_return rest_reply(unreadable_envelope(CoreForm::rest, words_of(envelope.error()), services));
  envelope->operation = operation;
  envelope->transaction = transaction;
  take_basic(request.authorization, *envelope);
  const CoreReply core = co_await core_reply(std::move(*envelope), services);
  co_return rest_reply(core);
}

/// A pick-up by path: the metadata that it needs come as query parameters of the same names.
CoreEnvelope pick_up(const HttpRequest& request, const std::string& payload_id, CoreOperation operation) {
  CoreEnvelope envelope;
  envelope.form = CoreForm::rest;
  envelope.operation = operation;
  const bool results = operation == CoreOperation::batch_results_retrieval;
  envelope.set(CoreField::payload_type,
               results ? "X12_005010_Request_Batch_Results_278" : "X12_999_RetrievalRequest_005010X231A1");
  envelope.set(CoreField::processing_mode, "Batch");
  envelope.set(CoreField::payload_id, payload_id);
  envelope.set(CoreField::core_rule_version, "4.0.0");
  for (const CoreField field : {CoreField::sender_id, CoreField::receiver_id}) {
    envelope.set(field, request.parameter(core_name(field)));
  }
  take_basic(request.authorization, envelope);
  return envelope;
}

asio::awaitable<HttpReply> get_rest(const HttpRequest& request, const std::string& payload_id,
                                    CoreOperation operation, Services& services) {
  CoreEnvelope envelope = pick_up(request, payload_id, operation);
  const CoreReply core = co_await core_reply(std::move(envelope), services);
  co_return rest_reply(core);
}

RouteHandler posting(std::string_view transaction, Operation operation) {
  return [=](const HttpRequest& request, const std::string&, Services& services) {
    return post_rest(request, transaction, operation, services);
  };
}

RouteHandler getting(CoreOperation operation) {
  return [=](const HttpRequest& request, const std::string& payload_id, Services& services) {
    return get_rest(request, payload_id, operation, services);
  };
}

Route route(Method method, std::string pattern, RouteHandler handler) {
  Route made;
  made.method = method;
  made.pattern = std::move(pattern);
  made.handler = std::move(handler);
  return made;
}

}  // namespace

std::vector<Route> core_routes() {
  std::vector<Route> routes;
  routes.push_back(route(Method::post, "/core/mime", post_mime));
  routes.push_back(route(Method::post, "/core/soap", post_soap));
  routes.push_back(route(Method::get, "/core/soap", get_wsdl));
  routes.push_back(route(Method::post, "/core/rest", posting("", std::nullopt)));
  for (const std::string_view transaction : rest_transactions()) {
    const std::string base = "/core/rest/v4/" + std::string(transaction);
    const std::string batch = base + "/batch";
    routes.push_back(
        route(Method::post, base + "/real-time", posting(transaction, CoreOperation::real_time)));
    routes.push_back(route(Method::post, batch, posting(transaction, CoreOperation::batch_submit)));
    routes.push_back(route(Method::get, batch + "/{id}/ack", getting(CoreOperation::batch_ack_retrieval)));
    routes.push_back(
        route(Method::get, batch + "/{id}/results", getting(CoreOperation::batch_results_retrieval)));
  }
  return routes;
}

}  // namespace gateway
