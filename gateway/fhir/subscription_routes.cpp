// What is served below [base]/Subscription, and how /metadata names it (PAS spec-55).
#include "gateway/fhir/route_descriptions.hpp"
#include "gateway/fhir/subscriptions.hpp"

namespace gateway {
namespace {

using mappers::PasVersion;

constexpr const char* status_definition =
    "http://hl7.org/fhir/uv/subscriptions-backport/OperationDefinition/backport-subscription-status";
constexpr const char* pas_profile =
    "http://hl7.org/fhir/us/davinci-pas/StructureDefinition/profile-subscription";
constexpr const char* backport_profile =
    "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-subscription";

using OfAll = HttpReply (*)(const HttpRequest&, PasVersion, Services&);
using OfOne = HttpReply (*)(const HttpRequest&, const std::string&, PasVersion, Services&);

RouteHandler subscription_handler(OfAll answer, PasVersion version) {
  return at_once([answer, version](const HttpRequest& request, const std::string&, Services& services) {
    return answer(request, version, services);
  });
}

RouteHandler subscription_handler(OfOne answer, PasVersion version) {
  return at_once([answer, version](const HttpRequest& request, const std::string& id, Services& services) {
    return answer(request, id, version, services);
  });
}

using SavedOfAll = boost::asio::awaitable<HttpReply> (*)(const HttpRequest&, PasVersion, Services&);
using SavedOfOne = boost::asio::awaitable<HttpReply> (*)(const HttpRequest&, const std::string&, PasVersion,
                                                         Services&);

RouteHandler subscription_handler(SavedOfAll answer, PasVersion version) {
  return [answer, version](const HttpRequest& request, const std::string&, Services& services) {
    return answer(request, version, services);
  };
}

RouteHandler subscription_handler(SavedOfOne answer, PasVersion version) {
  return [answer, version](const HttpRequest& request, const std::string& id, Services& services) {
    return answer(request, id, version, services);
  };
}

mappers::RouteDescription described(const char* interaction) {
  return interaction_route("Subscription", interaction);
}

}  // namespace

std::vector<Route> subscription_routes(const std::string& base, PasVersion version) {
  const std::string all = base + "/Subscription", one = all + "/{id}";
  mappers::RouteDescription create = described("create"), search = described("search-type");
  create.profile = version == PasVersion::v2_2_1 ? pas_profile : backport_profile;
  search.search = {{"url", "uri"}, {"status", "token"}, {"_id", "token"}};
  std::vector<Route> routes;
  routes.push_back({Method::post, all, subscription_handler(create_subscription, version), create});
  routes.push_back({Method::get, all, subscription_handler(search_subscriptions, version), search});
  for (const Method method : {Method::get, Method::post}) {
    // Before /{id}, which would take "$status" for an id.
    routes.push_back(
        {method, all + "/$status", subscription_handler(subscription_status, version), operation_route("Subscription", "status", status_definition)});
    routes.push_back(
        {method, one + "/$status", subscription_handler(subscription_status, version), operation_route("Subscription", "status", status_definition)});
  }
  routes.push_back({Method::get, one, subscription_handler(read_subscription, version), described("read")});
  routes.push_back(
      {Method::put, one, subscription_handler(update_subscription, version), described("update")});
  routes.push_back(
      {Method::del, one, subscription_handler(delete_subscription, version), described("delete")});
  return routes;
}

}  // namespace gateway
