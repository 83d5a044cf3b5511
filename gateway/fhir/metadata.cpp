#include "gateway/fhir/metadata.hpp"

#include "gateway/access/clients.hpp"
#include "gateway/app/declaration.hpp"
#include "gateway/app/routes.hpp"
#include "gateway/edi/companion_guide.hpp"
#include "gateway/fhir/claim_submit.hpp"
#include "gateway/http/replies.hpp"

namespace gateway {
namespace {

constexpr std::string_view older_base = "/fhir/2.0.1/";

/// True when a route belongs to the base of this version.
bool of_version(const Route& route, mappers::PasVersion version) {
  return route.pattern.starts_with(older_base) == (version == mappers::PasVersion::v2_0_1);
}

}  // namespace

HttpReply metadata(const HttpRequest&, mappers::PasVersion version, Services& services) {
  std::vector<mappers::RouteDescription> described;
  for (const Route& route : all_routes()) {
    if (route.capability && of_version(route, version)) described.push_back(*route.capability);
  }
  mappers::ServerDescription server;
  server.version = version;
  server.base_url = fhir_base(services, version);
  server.software_version = PRECERT_VERSION;
  server.date = services.clock.now();
  server.documentation =
      "X12 is answered too; the companion guide is " + services.config.base_url + companion_guide_path +
      ". What is done of the checklist of capabilities: " + services.config.base_url + declaration_path;
  server.cors = !services.config.cors_origins.empty();
  const std::shared_ptr<const Clients> clients = services.knowledge.current().clients;
  if (clients != nullptr) {
    server.access = "Authorization: Bearer, with a token that was agreed with the payer.";
    if (clients->access_tokens() != nullptr) {
      server.security.emplace_back("SMART-on-FHIR");
      server.access += " Or with an access token of SMART Backend Services; see .well-known/smart-configuration.";
    }
  }
  std::string body;
  json::Writer out(body);
  mappers::write_capability_statement(out, server, described);
  return fhir_reply(std::move(body));
}

}  // namespace gateway
