#include "gateway/app/routes.hpp"

#include "gateway/core/routes.hpp"
#include "gateway/edi/control_gaps.hpp"
#include "gateway/edi/exchange.hpp"
#include "gateway/edi/outbox.hpp"
#include "gateway/fhir/claim_response.hpp"
#include "gateway/fhir/claim_submit.hpp"
#include "gateway/fhir/metadata.hpp"
#include "gateway/fhir/subscriptions.hpp"
#include "gateway/http/replies.hpp"
#include "gateway/review/messages.hpp"
#include "gateway/review/worklist.hpp"

namespace gateway {
namespace {

namespace asio = boost::asio;
using mappers::PasVersion;

/// A handler that never waits, as a route wants it.
template <class Answer>
RouteHandler at_once(Answer answer) {
  // NOLINTNEXTLINE(cppcoreguidelines-avoid-capturing-lambda-coroutines): the route table outlives every call
  return
      [answer](const HttpRequest& request, const std::string& id,
               Services& services) -> asio::awaitable<HttpReply> { co_return answer(request, id, services); };
}

HttpReply live(const HttpRequest&, const std::string&, Services&) {
  return json_reply(R"({"status":"alive"})");
}

/// Ready = the store answers and takes commits.
HttpReply ready(const HttpRequest& request, const std::string&, Services& services) {
  const base::Result<void> store = services.store.check();
  if (!store) return refusal(503, request.path, store.error());
  return json_reply(R"({"status":"ready"})");
}

HttpReply metrics(const HttpRequest&, const std::string&, Services& services) {
  HttpReply reply;
  reply.content_type = "text/plain; version=0.0.4; charset=utf-8";
  reply.body = services.metrics.text();
  return reply;
}

RouteHandler submit(PasVersion version) {
  return [version](const HttpRequest& request, const std::string&, Services& services) {
    return claim_submit(request, version, services);
  };
}

mappers::RouteDescription operation(const char* resource, const char* name, const char* definition) {
  mappers::RouteDescription description;
  description.resource = resource;
  description.operation = name;
  description.definition = definition;
  return description;
}

mappers::RouteDescription interaction(const char* resource, const char* code,
                                      std::vector<mappers::SearchParameter> search) {
  mappers::RouteDescription description;
  description.resource = resource;
  description.interactions = {code};
  description.search = std::move(search);
  return description;
}

/// The routes of one PAS version; each version has its own base.
void add_fhir(std::vector<Route>& routes, const std::string& base, PasVersion version) {
  routes.push_back(
      {Method::post, base + "/Claim/$submit", submit(version),
       operation("Claim", "submit", "http://hl7.org/fhir/us/davinci-pas/OperationDefinition/Claim-submit")});
  routes.push_back({Method::get, base + "/ClaimResponse/{id}",
                    at_once([version](const HttpRequest& request, const std::string& id, Services& services) {
                      return read_claim_response(request, id, version, services);
                    }),
                    interaction("ClaimResponse", "read", {})});
  routes.push_back(
      {Method::get, base + "/ClaimResponse",
       at_once([version](const HttpRequest& request, const std::string&, Services& services) {
         return search_claim_responses(request, version, services);
       }),
       interaction("ClaimResponse", "search-type", {{"identifier", "token"}, {"request", "reference"}})});
  for (Route& route : subscription_routes(base, version)) routes.push_back(std::move(route));
  routes.push_back({Method::get, base + "/metadata",
                    at_once([version](const HttpRequest& request, const std::string&, Services& services) {
                      return metadata(request, version, services);
                    })});
}

}  // namespace

std::vector<Route> all_routes() {
  std::vector<Route> routes;
  routes.push_back(
      {Method::post, "/x12", [](const HttpRequest& request, const std::string&, Services& services) {
         return post_x12(request, services);
       }});
  routes.push_back({Method::get, "/x12/outbox",
                    at_once([](const HttpRequest& request, const std::string&, Services& services) {
                      return outbox_of(request, services);
                    })});
  routes.push_back({Method::post, "/x12/outbox/taken",
                    at_once([](const HttpRequest& request, const std::string&, Services& services) {
                      return outbox_taken(request, services);
                    })});
  routes.push_back({Method::get, "/x12/gaps",
                    at_once([](const HttpRequest& request, const std::string&, Services& services) {
                      return control_gaps_of(request, services);
                    })});
  for (Route& route : core_routes()) routes.push_back(std::move(route));
  add_fhir(routes, "/fhir", PasVersion::v2_2_1);
  add_fhir(routes, "/fhir/2.0.1", PasVersion::v2_0_1);
  routes.push_back({Method::get, "/review/worklist",
                    at_once([](const HttpRequest& request, const std::string&, Services& services) {
                      return worklist(request, services);
                    })});
  routes.push_back({Method::get, "/messages/{id}", at_once(received_message)});
  routes.push_back({Method::get, "/review/{id}", at_once(review_case)});
  routes.push_back({Method::post, "/review/{id}/decision", decide_case});
  routes.push_back({Method::get, "/health/live", at_once(live)});
  routes.push_back({Method::get, "/health/ready", at_once(ready)});
  routes.push_back({Method::get, "/metrics", at_once(metrics)});
  return routes;
}

}  // namespace gateway
