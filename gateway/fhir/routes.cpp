#include "gateway/fhir/routes.hpp"

#include "gateway/fhir/claim_inquire.hpp"
#include "gateway/fhir/claim_response.hpp"
#include "gateway/fhir/claim_submit.hpp"
#include "gateway/fhir/eligibility.hpp"
#include "gateway/fhir/metadata.hpp"
#include "gateway/fhir/route_descriptions.hpp"
#include "gateway/fhir/search_parameters.hpp"
#include "gateway/fhir/submit_attachment.hpp"

namespace gateway {
namespace {

using mappers::PasVersion;
using mappers::RouteDescription;

/// A conversation that waits for the disk.
using Conversation = boost::asio::awaitable<HttpReply> (*)(const HttpRequest&, PasVersion, Services&);
RouteHandler handler(Conversation conversation, PasVersion version) {
  return [conversation, version](const HttpRequest& request, const std::string&, Services& services) {
    return conversation(request, version, services);
  };
}

/// An answer that only reads.
using Answer = HttpReply (*)(const HttpRequest&, PasVersion, Services&);
RouteHandler handler(Answer answer, PasVersion version) {
  return at_once([answer, version](const HttpRequest& request, const std::string&, Services& services) {
    return answer(request, version, services);
  });
}

RouteDescription read_of_claim_response() {
  RouteDescription description = interaction_route("ClaimResponse", "read");
  description.if_none_match = true;
  return description;
}

RouteDescription search_of_claim_responses() {
  RouteDescription description = interaction_route("ClaimResponse", "search-type");
  description.search = claim_response_parameters();
  description.includes = claim_response_includes();
  return description;
}

}  // namespace

std::vector<Route> fhir_routes(const std::string& base, PasVersion version) {
  std::vector<Route> routes;
  routes.push_back({Method::post, base + "/Claim/$submit", handler(&claim_submit, version),
                    operation_route("Claim", "submit",
                                    "http://hl7.org/fhir/us/davinci-pas/OperationDefinition/Claim-submit")});
  routes.push_back({Method::post, base + "/Claim/$inquire", handler(&claim_inquire, version),
                    operation_route("Claim", "inquire",
                                    "http://hl7.org/fhir/us/davinci-pas/OperationDefinition/Claim-inquiry")});
  routes.push_back(
      {Method::post, base + "/$submit-attachment", handler(&submit_attachment, version),
       operation_route("", "submit-attachment",
                       "http://hl7.org/fhir/us/davinci-cdex/OperationDefinition/submit-attachment")});
  routes.push_back({Method::get, base + "/ClaimResponse/{id}",
                    at_once([version](const HttpRequest& request, const std::string& id, Services& services) {
                      return read_claim_response(request, id, version, services);
                    }),
                    read_of_claim_response()});
  routes.push_back({Method::get, base + "/ClaimResponse", handler(&search_claim_responses, version),
                    search_of_claim_responses()});
  routes.push_back({Method::post, base + "/ClaimResponse/_search", handler(&search_claim_responses, version),
                    search_of_claim_responses()});
  for (Route& route : eligibility_routes(base)) routes.push_back(std::move(route));
  routes.push_back({Method::get, base + "/metadata", handler(&metadata, version)});
  return routes;
}

}  // namespace gateway
