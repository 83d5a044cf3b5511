// A CoverageEligibilityRequest in whatever it came in, and what it refers to.
#include <utility>

#include "mappers/fhir/eligibility.hpp"
#include "parsers/fhir/resource_view.hpp"

namespace mappers {
namespace {

using base::Issue;
using base::IssueCode;
using base::Issues;

constexpr std::string_view type_name = "CoverageEligibilityRequest";

/// What came without a Bundle, with one around it: references are looked up in it.
struct Wrapped {
  std::string text;
  bool found = false;  // a request is inside
};

Wrapped wrapped(const json::Value& root) {
  Wrapped made;
  json::Writer out(made.text);
  out.begin_object().field("resourceType", "Bundle").field("type", "collection").array_field("entry");
  const auto add = [&](const json::Value& resource) {
    out.begin_object().field("resource", resource).end_object();
  };
  if (fhir::text(root, "resourceType") == type_name) {
    made.found = true;
    add(root);
  }
  const bool parameters = fhir::text(root, "resourceType") == "Parameters";
  for (const bool request : {true, false}) {  // the request stands first
    for (const json::Value parameter :
         parameters ? fhir::list(root, "parameter") : json::Value().elements()) {
      const json::Value resource = parameter.find("resource");
      const bool is_request = fhir::text(resource, "resourceType") == type_name;
      if (!resource.exists() || is_request != request || (is_request && made.found)) continue;
      made.found = made.found || is_request;
      add(resource);
    }
  }
  out.end_array().end_object();
  return made;
}

Issues no_request(std::string where) {
  return Issue{
      IssueCode::fhir_structure, std::move(where),
      "Send a CoverageEligibilityRequest, alone, as parameter `resource`, or in a Bundle with what it "
      "refers to."};
}

bool is_bundle(const json::Value& root) {
  if (fhir::text(root, "resourceType") == "Bundle") return true;
  for (const json::Value parameter : fhir::list(root, "parameter")) {
    const json::Value resource = parameter.find("resource");
    if (fhir::text(parameter, "name") == "resource" && fhir::text(resource, "resourceType") == "Bundle")
      return true;
  }
  return false;
}

}  // namespace

std::string EligibilityMessage::place(const json::Value& value, std::string_view child) const {
  return alone ? fhir::path_of(type_name, request, value, child) : bundle->place(value, child);
}

base::Result<std::unique_ptr<EligibilityMessage>> eligibility_message_from(std::string_view bytes,
                                                                           const json::Limits& limits) {
  auto message = std::make_unique<EligibilityMessage>();
  base::Result<json::Value> root = message->document.parse_copy(bytes, limits);
  if (!root) return root.error();
  if (!is_bundle(*root)) {
    const Wrapped around = wrapped(*root);
    if (!around.found) return no_request(std::string(fhir::text(*root, "resourceType")));
    message->alone = true;
    root = message->document.parse_copy(around.text, limits);
    if (!root) return root.error();
  }
  base::Result<fhir::Bundle> bundle = fhir::bundle_from(*root);
  if (!bundle) return bundle.error();
  message->bundle = std::move(*bundle);
  const fhir::Entry* const entry = message->bundle->first(type_name);
  if (entry == nullptr) return no_request("Bundle.entry");
  message->request = entry->resource;
  return message;
}

void write_eligibility_request(json::Writer& out, const EligibilityMessage& message, std::string_view id) {
  out.begin_object().field("resourceType", std::string(type_name)).field("id", std::string(id));
  for (const json::Member member : message.request.members()) {
    if (member.key != "resourceType" && member.key != "id") out.field(member.key, member.value);
  }
  out.end_object();
}

}  // namespace mappers
