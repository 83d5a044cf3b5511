#include "gateway/app/routes.hpp"

#include "gateway/app/declaration.hpp"
#include "gateway/access/look_ups.hpp"
#include "gateway/access/oauth_routes.hpp"
#include "gateway/core/routes.hpp"
#include "gateway/crd/routes.hpp"
#include "gateway/dtr/routes.hpp"
#include "gateway/edi/companion_guide.hpp"
#include "gateway/edi/control_gaps.hpp"
#include "gateway/edi/outbox.hpp"
#include "gateway/edi/x12_route.hpp"
#include "gateway/fhir/routes.hpp"
#include "gateway/fhir/subscriptions.hpp"
#include "gateway/http/replies.hpp"
#include "gateway/intake/routes.hpp"
#include "gateway/letters/routes.hpp"
#include "gateway/metrics_report/routes.hpp"
#include "gateway/review/answers.hpp"
#include "gateway/review/messages.hpp"
#include "gateway/review/show_cases.hpp"
#include "gateway/review/show_check.hpp"
#include "gateway/rules/routes.hpp"
#include "gateway/work/routes.hpp"

namespace gateway {
namespace {

using mappers::PasVersion;

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
                    [](const HttpRequest& request, const std::string&, Services& services) {
                      return outbox_taken(request, services);
                    }});
  routes.push_back({Method::get, "/x12/gaps",
                    at_once([](const HttpRequest& request, const std::string&, Services& services) {
                      return control_gaps_of(request, services);
                    })});
  routes.push_back({Method::get, companion_guide_path, at_once(companion_guide)});
  routes.push_back({Method::get, declaration_path, at_once(declaration)});
  for (Route& route : core_routes()) routes.push_back(std::move(route));
  for (Route& route : fhir_routes("/fhir", PasVersion::v2_2_1)) routes.push_back(std::move(route));
  for (Route& route : fhir_routes("/fhir/2.0.1", PasVersion::v2_0_1)) routes.push_back(std::move(route));
  const auto editions = std::make_shared<KeptEditions>();
  for (Route& route : dtr_routes("/fhir", PasVersion::v2_2_1, editions)) routes.push_back(std::move(route));
  for (Route& route : dtr_routes("/fhir/2.0.1", PasVersion::v2_0_1, editions))
    routes.push_back(std::move(route));
  for (Route& route : subscription_routes("/fhir", PasVersion::v2_2_1)) routes.push_back(std::move(route));
  for (Route& route : subscription_routes("/fhir/2.0.1", PasVersion::v2_0_1)) routes.push_back(std::move(route));
  for (Route& route : oauth_routes()) routes.push_back(std::move(route));
  for (Route& route : look_up_routes()) routes.push_back(std::move(route));
  for (Route& route : case_search_routes()) routes.push_back(std::move(route));
  for (Route& route : intake_routes()) routes.push_back(std::move(route));  // before /review/{id}
  for (Route& route : work_routes()) routes.push_back(std::move(route));
  for (Route& route : crd_routes()) routes.push_back(std::move(route));
  for (Route& route : check_routes()) routes.push_back(std::move(route));
  routes.push_back({Method::get, "/messages/{id}", at_once(received_message)});
  routes.push_back({Method::get, "/review/{id}/answers", at_once(review_answers)});
  for (Route& route : metrics_report_routes()) routes.push_back(std::move(route));
  for (Route& route : letter_routes()) routes.push_back(std::move(route));
  for (Route& route : letter_fhir_routes("/fhir")) routes.push_back(std::move(route));
  for (Route& route : letter_fhir_routes("/fhir/2.0.1")) routes.push_back(std::move(route));
  for (Route& route : rules_routes()) routes.push_back(std::move(route));
  routes.push_back({Method::get, "/health/live", at_once(live)});
  routes.push_back({Method::get, "/health/ready", at_once(ready)});
  routes.push_back({Method::get, "/metrics", at_once(metrics)});
  return routes;
}

}  // namespace gateway
