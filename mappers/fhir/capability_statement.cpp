#include "mappers/fhir/capability_statement.hpp"

#include <algorithm>

#include "mappers/fhir/response_elements.hpp"

namespace mappers {
namespace {

constexpr std::string_view pas_guide =
    "http://hl7.org/fhir/us/davinci-pas/ImplementationGuide/hl7.fhir.us.davinci-pas|";
constexpr std::string_view intermediary =
    "http://hl7.org/fhir/us/davinci-pas/CapabilityStatement/IntermediaryCapabilities";
constexpr std::string_view topic_extension =
    "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/"
    "capabilitystatement-subscriptiontopic-canonical";
constexpr std::string_view pas_topic =
    "http://hl7.org/fhir/us/davinci-pas/SubscriptionTopic/PASSubscriptionTopic";
constexpr std::string_view security_services =
    "http://terminology.hl7.org/CodeSystem/restful-security-service";

std::string_view number_of(PasVersion version) { return version == PasVersion::v2_2_1 ? "2.2.1" : "2.0.1"; }

using Routes = std::span<const RouteDescription>;

/// The resources that routes serve, each once, in their order.
std::vector<std::string_view> resources_of(Routes routes) {
  std::vector<std::string_view> out;
  for (const RouteDescription& route : routes) {
    const bool known = std::find(out.begin(), out.end(), route.resource) != out.end();
    if (!route.resource.empty() && !known) out.emplace_back(route.resource);
  }
  return out;
}

/// Calls visit for every route of a resource ("" = the system level).
template <class Visit>
void for_each_route(Routes routes, std::string_view resource, Visit visit) {
  for (const RouteDescription& route : routes) {
    if (route.resource == resource) visit(route);
  }
}

/// True the first time a text is shown to `seen`.
bool first_time(std::vector<std::string_view>& seen, std::string_view text) {
  if (std::find(seen.begin(), seen.end(), text) != seen.end()) return false;
  seen.push_back(text);
  return true;
}

void write_interactions(json::Writer& out, Routes routes, std::string_view resource) {
  OptionalArray list(out, "interaction");
  std::vector<std::string_view> seen;
  for_each_route(routes, resource, [&](const RouteDescription& route) {
    for (const std::string& code : route.interactions) {
      if (first_time(seen, code)) list.next().begin_object().field("code", code).end_object();
    }
  });
}

void write_search_parameters(json::Writer& out, Routes routes, std::string_view resource) {
  OptionalArray list(out, "searchParam");
  std::vector<std::string_view> seen;
  for_each_route(routes, resource, [&](const RouteDescription& route) {
    for (const SearchParameter& one : route.search) {
      if (!first_time(seen, one.name)) continue;
      list.next().begin_object().field("name", one.name).field("type", one.type).end_object();
    }
  });
}

void write_operations(json::Writer& out, Routes routes, std::string_view resource) {
  OptionalArray list(out, "operation");
  std::vector<std::string_view> seen;
  for_each_route(routes, resource, [&](const RouteDescription& route) {
    if (route.operation.empty() || !first_time(seen, route.operation)) return;
    list.next()
        .begin_object()
        .field("name", route.operation)
        .field("definition", route.definition)
        .end_object();
  });
}

void write_supported_profiles(json::Writer& out, Routes routes, std::string_view resource) {
  OptionalArray list(out, "supportedProfile");
  std::vector<std::string_view> seen;
  for_each_route(routes, resource, [&](const RouteDescription& route) {
    if (!route.profile.empty() && first_time(seen, route.profile)) list.next().string(route.profile);
  });
}

void write_conditional_read(json::Writer& out, Routes routes, std::string_view resource) {
  bool answers = false;
  for_each_route(routes, resource, [&](const RouteDescription& route) { answers |= route.if_none_match; });
  if (answers) out.field("conditionalRead", "not-match");
}

void write_includes(json::Writer& out, Routes routes, std::string_view resource) {
  OptionalArray list(out, "searchInclude");
  std::vector<std::string_view> seen;
  for_each_route(routes, resource, [&](const RouteDescription& route) {
    for (const std::string& one : route.includes) {
      if (first_time(seen, one)) list.next().string(one);
    }
  });
}

void write_resource(json::Writer& out, Routes routes, std::string_view resource) {
  out.begin_object();
  if (resource == "Subscription") {
    Extensions extensions(out);
    extensions.begin(topic_extension).field("valueCanonical", pas_topic);
    extensions.end();
  }
  out.field("type", resource);
  write_supported_profiles(out, routes, resource);
  write_interactions(out, routes, resource);
  write_conditional_read(out, routes, resource);
  write_includes(out, routes, resource);
  write_search_parameters(out, routes, resource);
  write_operations(out, routes, resource);
  out.end_object();
}

void write_security(json::Writer& out, const ServerDescription& server) {
  out.object_field("security").field("cors", server.cors);
  {
    OptionalArray services(out, "service");
    for (const std::string& code : server.security) {
      write_codeable_value(services.next(), security_services, code);
    }
  }
  if (!server.access.empty()) out.field("description", server.access);
  out.end_object();
}

void write_rest(json::Writer& out, const ServerDescription& server, Routes routes) {
  out.array_field("rest").begin_object().field("mode", "server");
  if (!server.documentation.empty()) out.field("documentation", server.documentation);
  if (!server.security.empty() || !server.access.empty() || server.cors) write_security(out, server);
  {
    OptionalArray resources(out, "resource");
    for (const std::string_view resource : resources_of(routes))
      write_resource(resources.next(), routes, resource);
  }
  write_interactions(out, routes, "");
  write_operations(out, routes, "");
  out.end_object().end_array();
}

}  // namespace

void write_capability_statement(json::Writer& out, const ServerDescription& server, Routes routes) {
  const std::string number(number_of(server.version));
  out.begin_object().field("resourceType", "CapabilityStatement").field("id", "pas-" + number);
  out.field("url", server.base_url + "/metadata").field("name", "PrecertPas");
  out.field("title", "Prior authorization, Da Vinci PAS " + number).field("status", "active");
  out.field("date", base::iso(server.date)).field("kind", "instance");
  out.array_field("instantiates").string(intermediary).end_array();
  out.object_field("software").field("name", "precert");
  if (!server.software_version.empty()) out.field("version", server.software_version);
  out.end_object();
  out.object_field("implementation")
      .field("description", "Prior authorization gateway, Da Vinci PAS " + number);
  out.field("url", server.base_url).end_object();
  out.field("fhirVersion", "4.0.1");
  out.array_field("format").string("json").string("application/fhir+json").end_array();
  out.array_field("implementationGuide").string(std::string(pas_guide) + number).end_array();
  write_rest(out, server, routes);
  out.end_object();
}

}  // namespace mappers
