// See attached_information.hpp.
#include "mappers/fhir/attached_information.hpp"

#include <algorithm>
#include <array>

#include "mappers/fhir/request_reading.hpp"
#include "mappers/fhir/review_request.hpp"
#include "parsers/json/document.hpp"

namespace mappers {
namespace {

using precert::AttachedInformation;
using precert::Attachment;

/// Resources that say something by themselves.
constexpr std::array<std::string_view, 4> readable{"QuestionnaireResponse", "Observation",
                                                   "DocumentReference", "Binary"};

bool is_readable(std::string_view type) { return std::ranges::find(readable, type) != readable.end(); }

/// What the Claim points to, on the lines it belongs to.
AttachedInformation of_claim(precert::ReviewRequest&& request) {
  AttachedInformation information{true, std::move(request.answers), std::move(request.documents),
                                  std::move(request.notes)};
  std::erase_if(information.documents, [](const precert::Document& one) { return one.content_hash.empty(); });
  return information;
}

/// Bundles without a Claim, and single resources: everything in them counts.
AttachedInformation of_resources(const fhir::Bundle& bundle, const precert::Person* member,
                                 base::Issues& issues) {
  AttachedInformation information;
  const RequestReader reader{bundle, {}, PasVersion::v2_2_1, issues, {}, member};
  for (const fhir::Entry& entry : bundle.entries()) {
    if (!is_readable(entry.type)) continue;
    information.structured = true;
    read_answers(reader, entry.resource, information.answers);
    const bool document = entry.type == "DocumentReference" || entry.type == "Binary";
    if (!document) continue;
    precert::Document said = document_of(reader, entry.resource);
    if (!said.content_hash.empty()) information.documents.push_back(std::move(said));
  }
  return information;
}

AttachedInformation of_bundle(const json::Value& root, const precert::Person* member, base::Issues& issues) {
  if (root.find("resourceType").string() == "Bundle" && root.find("entry").empty()) return {true, {}, {}, {}};
  const base::Result<fhir::Bundle> bundle = fhir::bundle_from(root);
  if (!bundle) {
    issues.add(bundle.error());
    return {};
  }
  if (bundle->first("Claim") == nullptr) return of_resources(*bundle, member, issues);
  base::Result<precert::ReviewRequest> request = review_request_from(*bundle, PasVersion::v2_2_1, &issues);
  if (request) return of_claim(std::move(*request));
  issues.add(request.error());
  return of_resources(*bundle, member, issues);
}

/// A single resource, read as a Bundle of it.
AttachedInformation of_resource(std::string_view content, const precert::Person* member,
                                base::Issues& issues) {
  std::string bundle = R"({"resourceType":"Bundle","type":"collection","entry":[{"resource":)";
  bundle += content;
  bundle += "}]}";
  json::Document document;
  const base::Result<json::Value> root = document.parse(bundle);
  return root ? of_bundle(*root, member, issues) : AttachedInformation{};
}

AttachedInformation read(std::string_view content, const precert::Person* member, base::Issues& issues) {
  json::Document document;
  const base::Result<json::Value> root = document.parse_copy(content);
  if (!root) {
    issues.add(root.error());
    return {};
  }
  const std::string_view type = root->find("resourceType").string();
  if (type == "Bundle" || type == "Parameters") return of_bundle(*root, member, issues);
  return is_readable(type) ? of_resource(content, member, issues) : AttachedInformation{};
}

template <class Said>
void put_sources_below(const std::string& where, std::vector<Said>& all) {
  if (where.empty()) return;
  for (Said& one : all) one.source.where = where + " " + one.source.where;
}

}  // namespace

AttachedInformation information_from(const Attachment& attachment, base::Issues* skipped,
                                     const precert::Person* member) {
  const std::size_t start = attachment.content.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  if (start == std::string::npos || attachment.content[start] != '{') return {};
  base::Issues issues;
  AttachedInformation information = read(std::string_view(attachment.content).substr(start), member, issues);
  put_sources_below(attachment.source.where, information.answers);
  put_sources_below(attachment.source.where, information.documents);
  put_sources_below(attachment.source.where, information.notes);
  if (skipped != nullptr) {
    for (base::Issue one : issues) {
      one.severity = base::Severity::warning;  // a paper that a person can read is left
      skipped->add(std::move(one));
    }
  }
  return information;
}

}  // namespace mappers
