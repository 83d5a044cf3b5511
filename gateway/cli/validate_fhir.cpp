#include "gateway/cli/validate_fhir.hpp"

#include <utility>

#include "parsers/fhir/bundle.hpp"
#include "parsers/json/document.hpp"

namespace gateway::cli {
namespace {

bool claims_inquiry(const json::Value& resource) {
  for (const json::Value profile : resource.find("meta").find("profile").elements()) {
    if (profile.string().find("inquiry") != std::string_view::npos) return true;
  }
  return false;
}

/// One Bundle or resource of a file.
class FhirReport {
 public:
  FhirReport(const std::string& file, const FhirProfiles& with) : with_(with) {
    report_.file = file;
    report_.format = "fhir";
    inquiry_ = file.find("inqui") != std::string::npos || file.find("Inqui") != std::string::npos;
  }

  void unreadable(const base::Issues& issues) { section("bundle", issues, "OperationOutcome"); }

  void message(const json::Value& root) {
    const std::string_view type = root.find("resourceType").string();
    if (type == "Parameters" && root.find("parameter").at(0).find("resource")) {
      std::size_t index = 0;
      for (const json::Value parameter : root.find("parameter").elements()) {
        const std::string title = "parameter " + std::to_string(index++);
        const json::Value resource = parameter.find("resource");
        if (resource) one(resource, title);
      }
    } else {
      one(root, type == "Bundle" ? "bundle" : std::string(type.empty() ? "resource" : type));
    }
  }

  [[nodiscard]] Report take() {
    for (const Section& section : report_.sections) {
      if (!section.answer.empty()) report_.answers.push_back(section.answer);
    }
    return std::move(report_);
  }

 private:
  void one(const json::Value& resource, const std::string& title) {
    const bool is_bundle = resource.find("resourceType").string() == "Bundle";
    const fhir::Purpose purpose = purpose_of(resource);
    if (!is_bundle || resource.find("type").string() == "history") {
      return section(title, fhir::check_resource(resource, with_.profiles, purpose), "");
    }
    const base::Result<fhir::Bundle> bundle = fhir::bundle_from(resource);
    if (!bundle) return section(title, bundle.error(), "OperationOutcome");
    const bool request =
        bundle->entries().front().type != "ClaimResponse" && bundle->first("ClaimResponse") == nullptr;
    if (!request || with_.of_package) {
      return section(title, fhir::check_strictly(*bundle, with_.profiles, purpose), "");
    }
    const base::Issues found = fhir::check(*bundle, with_.profiles, purpose);
    section(title, found, found.fatal() ? "OperationOutcome" : "accepted");
  }

  [[nodiscard]] fhir::Purpose purpose_of(const json::Value& resource) const {
    const json::Value first = resource.find("entry").at(0).find("resource");
    return inquiry_ || claims_inquiry(resource) || claims_inquiry(first) ? fhir::Purpose::inquire
                                                                         : fhir::Purpose::submit;
  }

  void section(std::string title, const base::Issues& issues, std::string answer) {
    Section& made = report_.sections.emplace_back();
    made.title = std::move(title);
    made.answer = std::move(answer);
    for (const base::Issue& issue : issues) made.findings.push_back(finding_from(issue));
  }

  const FhirProfiles& with_;
  Report report_;
  bool inquiry_ = false;
};

}  // namespace

Report fhir_report(const std::string& file, const std::string& text, const FhirProfiles& with) {
  FhirReport report(file, with);
  json::Document document;
  const base::Result<json::Value> parsed = document.parse_copy(text);
  if (parsed) {
    report.message(*parsed);
  } else {
    report.unreadable(parsed.error());
  }
  return report.take();
}

}  // namespace gateway::cli
