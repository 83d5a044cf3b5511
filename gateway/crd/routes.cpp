#include "gateway/crd/routes.hpp"

#include <array>

#include "gateway/crd/feedback.hpp"
#include "gateway/crd/hook_call.hpp"
#include "gateway/crd/report.hpp"
#include "gateway/http/replies.hpp"
#include "mappers/fhir/crd_hooks.hpp"
#include "parsers/json/writer.hpp"

namespace gateway {
namespace {

HttpReply services_offered(const HttpRequest&, const std::string&, Services&) {
  std::string body;
  json::Writer out(body);
  mappers::write_crd_services(out);
  return json_reply(std::move(body));
}

struct Endpoint {
  std::string_view guide, name, path;
};
constexpr std::array<Endpoint, 4> endpoints{{{"davinci-crd", "cds-services", "/cds-services"},
                                             {"davinci-dtr", "fhir", "/fhir"},
                                             {"davinci-pas", "fhir", "/fhir"},
                                             {"davinci-pas-2.0.1", "fhir", "/fhir/2.0.1"}}};

/// Where each Da Vinci guide is answered (HRex endpoint discovery: plain JSON).
HttpReply davinci_configuration(const HttpRequest&, const std::string&, Services& services) {
  std::string body;
  json::Writer out(body);
  out.begin_object();
  for (const Endpoint& one : endpoints) {
    out.object_field(one.guide)
        .field(one.name, services.config.base_url + std::string(one.path))
        .end_object();
  }
  out.end_object();
  return json_reply(std::move(body));
}

}  // namespace

std::vector<Route> crd_routes() {
  std::vector<Route> routes;
  routes.push_back({Method::get, "/cds-services", at_once(services_offered)});
  routes.push_back({Method::post, "/cds-services/{id}", hook_call});
  routes.push_back({Method::post, "/cds-services/{id}/feedback", hook_feedback});
  routes.push_back({Method::get, "/crd/metrics", crd_metrics});
  routes.push_back({Method::get, "/.well-known/davinci-configuration", at_once(davinci_configuration)});
  return routes;
}

}  // namespace gateway
