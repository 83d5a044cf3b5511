// See crd_suggestions.hpp.
#include "mappers/fhir/crd_suggestions.hpp"

#include <algorithm>
#include <array>

#include "mappers/codes/fhir_systems.hpp"
#include "mappers/fhir/code_systems.hpp"
#include "parsers/fhir/resource_view.hpp"
#include "parsers/json/writer.hpp"

namespace mappers {
namespace {

using precert::ServiceSuggestion;

/// Where each type of order names its service.
struct ProposableOrder {
  std::string_view resource, code;
};
constexpr std::array<ProposableOrder, 2> proposable{
    {{"ServiceRequest", "code"}, {"DeviceRequest", "codeCodeableConcept"}}};

/// HCPCS codes of supplies, feeding, equipment and orthotics are devices, everything else is a service.
const ProposableOrder& proposable_for(const precert::Procedure& procedure) {
  constexpr std::string_view devices = "ABEKL";
  const bool device = procedure.system == precert::CodeSystem::hcpcs && !procedure.code.empty() &&
                      devices.find(procedure.code.front()) != std::string_view::npos;
  return device ? proposable[1] : proposable[0];
}

void write_suggested_service(json::Writer& out, std::string_view element,
                             const ServiceSuggestion& suggestion) {
  const precert::Procedure& procedure = suggestion.procedure;
  out.object_field(element).array_field("coding").begin_object();
  out.field("system", fhir_system_of(procedure.system))
      .field("code", procedure.code)
      .end_object()
      .end_array();
  out.field("text", suggestion.title).end_object();
}

/// The extensions of the order that go on holding: what was asserted held for the other service.
void write_kept_extensions(json::Writer& out, const json::Value& order) {
  bool open = false;
  for (const json::Value one : fhir::list(order, "extension")) {
    if (fhir::text(one, "url") == extensions::coverage_information) continue;
    if (!open) out.array_field("extension");
    open = true;
    out.raw(one);
  }
  if (open) out.end_array();
}

}  // namespace

std::optional<std::string> companion_order(const json::Value& order, const ServiceSuggestion& suggestion) {
  constexpr std::array<std::string_view, 3> needed{"subject", "authoredOn", "requester"};
  constexpr std::array<std::string_view, 4> shared{"encounter", "reasonCode", "reasonReference", "insurance"};
  const bool whole = std::all_of(needed.begin(), needed.end(),
                                 [&](std::string_view name) { return order.find(name).exists(); });
  if (!whole) return std::nullopt;
  const ProposableOrder& type = proposable_for(suggestion.procedure);
  std::string text;
  json::Writer out(text);
  out.begin_object().field("resourceType", type.resource).field("status", "draft").field("intent", "order");
  write_suggested_service(out, type.code, suggestion);
  for (const std::string_view name : needed) out.field(name, order.find(name));
  for (const std::string_view name : shared) {
    if (order.find(name).exists()) out.field(name, order.find(name));
  }
  out.end_object();
  return text;
}

std::optional<std::string> alternate_order(const json::Value& order, const ServiceSuggestion& suggestion) {
  const ProposableOrder& type = proposable_for(suggestion.procedure);
  if (fhir::text(order, "resourceType") != type.resource || !order.find(type.code).exists())
    return std::nullopt;
  std::string text;
  json::Writer out(text);
  out.begin_object();
  for (const json::Member member : order.members()) {
    if (member.key == "extension") {
      write_kept_extensions(out, order);
    } else if (member.key == type.code) {
      write_suggested_service(out, type.code, suggestion);
    } else {
      out.field(member.key, member.value);
    }
  }
  out.end_object();
  return text;
}

}  // namespace mappers
