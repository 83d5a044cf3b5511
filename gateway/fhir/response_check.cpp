#include "gateway/fhir/response_check.hpp"

#include <string>

#include "gateway/telemetry/log.hpp"
#include "parsers/fhir/bundle.hpp"
#include "parsers/json/document.hpp"

namespace gateway {
namespace {

constexpr std::string_view former_base = "/fhir/2.0.1/";
constexpr std::size_t logged_max = 20;  // of one message; the rest is counted

/// Takes over the faults of a part, whose places begin with the part's own type.
void add_below(const base::Issues& found, const std::string& place, base::Issues& all) {
  for (base::Issue issue : found) {
    const std::size_t dot = issue.where.find('.');
    issue.where = place + (dot == std::string::npos ? "" : issue.where.substr(dot));
    all.add(std::move(issue));
  }
}

base::Issues of_bundle(const json::Value& bundle, const fhir::Profiles& profiles, fhir::Purpose purpose) {
  const base::Result<fhir::Bundle> indexed = fhir::bundle_from(bundle);
  return indexed ? fhir::check_response(*indexed, profiles, purpose) : indexed.error();
}

/// The resources of a list of entries or parameters, each checked on its own.
base::Issues of_parts(const json::Value& root, std::string_view list, std::string_view name,
                      const fhir::Profiles& profiles, fhir::Purpose purpose) {
  base::Issues all;
  std::size_t index = 0;
  for (const json::Value part : root.find(list).elements()) {
    const std::string place =
        std::string(name) + "." + std::string(list) + "[" + std::to_string(index++) + "].resource";
    const json::Value resource = part.find("resource");
    if (resource) add_below(faults_of_message(resource, profiles, purpose), place, all);
  }
  return all;
}

void log_faults(std::string_view what, const base::Issues& faults, Services& services) {
  services.metrics.answer_faults(faults.size());
  std::size_t logged = 0;
  for (const base::Issue& issue : faults) {
    if (logged++ == logged_max) break;
    log::warning("answer_breaks_profile",
                 {{"message", what}, {"code", base::name(issue.code)}, {"where", issue.where}});
  }
}

}  // namespace

base::Issues faults_of_message(const json::Value& root, const fhir::Profiles& profiles,
                               fhir::Purpose purpose) {
  const std::string_view type = root.find("resourceType").string();
  if (type == "Parameters" && root.find("parameter").at(0).find("resource")) {
    return of_parts(root, "parameter", "Parameters", profiles, purpose);
  }
  if (type == "Bundle" && root.find("type").string() == "searchset") {
    return of_parts(root, "entry", "Bundle", profiles, purpose);
  }
  // A package of DTR: no PAS message, and its resources are no PAS resources.
  const json::Value head = root.find("entry").at(0).find("resource");
  if (type == "Bundle" && head.find("resourceType").string() == "Questionnaire") return {};
  if (type == "Bundle" && root.find("type").string() != "history") return of_bundle(root, profiles, purpose);
  // Parameters without resources: an inquiry that finds nothing, or what an operation says.
  if (type == "Parameters" && root.find("parameter").empty()) return {};
  return fhir::check_resource(root, profiles, purpose);
}

namespace {

/// Checks one message that was sent, when checking is on; `what` names it in the log.
void check_sent(std::string_view body, std::string_view what, mappers::PasVersion version,
                fhir::Purpose purpose, Services& services) {
  if (!services.config.check_responses) return;
  thread_local json::Document document;
  const base::Result<json::Value> root = document.parse_copy(body);
  const fhir::Profiles& profiles =
      version == mappers::PasVersion::v2_0_1 ? services.pas_2_0_1 : services.pas_2_2_1;
  const base::Issues faults = root ? faults_of_message(*root, profiles, purpose) : root.error();
  if (!faults.empty()) log_faults(what, faults, services);
}

}  // namespace

void check_reply(const HttpRequest& request, const HttpReply& reply, Services& services) {
  const bool fhir_success = services.config.check_responses && reply.status >= 200 && reply.status < 300 &&
                            !reply.body.empty() && request.path.starts_with("/fhir/") &&
                            media_type(reply.content_type) == "application/fhir+json";
  if (!fhir_success) return;
  const std::string_view path = request.path;
  const mappers::PasVersion version =
      path.starts_with(former_base) ? mappers::PasVersion::v2_0_1 : mappers::PasVersion::v2_2_1;
  const std::string_view operation = path.substr(path.rfind('/') + 1);
  const fhir::Purpose purpose = operation == "$inquire" ? fhir::Purpose::inquire : fhir::Purpose::submit;
  const std::string_view what = operation.starts_with('$') ? operation : std::string_view("read or search");
  check_sent(reply.body, what, version, purpose, services);
}

}  // namespace gateway
