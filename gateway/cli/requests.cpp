#include "gateway/cli/requests.hpp"

#include "gateway/cli/cli.hpp"
#include "mappers/fhir/review_request.hpp"
#include "mappers/x12/review_request.hpp"
#include "parsers/fhir/bundle.hpp"
#include "parsers/fhir/check.hpp"
#include "parsers/json/document.hpp"
#include "parsers/x12/check.hpp"
#include "parsers/x12/reader.hpp"

namespace gateway::cli {
namespace {

using base::Issue;
using base::IssueCode;
using base::Issues;

IssueCode code_of(x12::FaultLevel level) {
  switch (level) {
    case x12::FaultLevel::ta1: return IssueCode::x12_interchange;
    case x12::FaultLevel::ak9: return IssueCode::x12_group;
    case x12::FaultLevel::ik5: return IssueCode::x12_set;
    case x12::FaultLevel::ik3: return IssueCode::x12_segment;
    case x12::FaultLevel::ik4: return IssueCode::x12_element;
  }
  return IssueCode::x12_set;
}

Issues issues_from(const std::vector<x12::Fault>& faults) {
  Issues issues;
  for (const x12::Fault& fault : faults) issues.add(issue_from(fault));
  return issues;
}

base::Result<ReadRequest> from_x12(const std::string& text) {
  x12::Reader reader(text);
  for (x12::Event event = reader.next(); event != x12::Event::done; event = reader.next()) {
    if (event == x12::Event::unreadable) return Issues(issue_from(reader.unreadable()));
    if (event == x12::Event::interchange_end && !reader.interchange_faults().empty()) {
      return issues_from(reader.interchange_faults());
    }
    if (event != x12::Event::transaction_set) continue;
    const x12::Guide* guide = x12::guide_for_set(reader.group().version, reader.set());
    if (guide == nullptr || implementation_of(*guide) != "005010X217" || direction_of(*guide) != "request") {
      return Issues(Issue{IssueCode::not_supported, "ST-03", "a 005010X217 request is wanted.", base::Severity::error});
    }
    x12::LoopTree tree;
    std::vector<x12::Fault> faults = reader.set().envelope_faults;
    if (!x12::check(reader.set(), *guide, {}, tree, faults)) return issues_from(faults);
    base::Result<precert::ReviewRequest> request =
        mappers::review_request_from(tree, reader.interchange(), reader.group());
    if (!request) return request.error();
    return ReadRequest{Transport::x12, std::move(*request)};
  }
  return Issues(Issue{IssueCode::x12_group, "", "there is no transaction set in it.", base::Severity::error});
}

base::Result<ReadRequest> from_fhir(const std::string& text) {
  json::Document document;
  const base::Result<json::Value> parsed = document.parse_copy(text);
  if (!parsed) return parsed.error();
  const base::Result<fhir::Bundle> bundle = fhir::bundle_from(*parsed);
  if (!bundle) return bundle.error();
  const base::Result<fhir::Profiles> profiles = fhir::Profiles::of(fhir::Version::pas_2_2_1);
  if (!profiles) return profiles.error();
  Issues found = fhir::check(*bundle, *profiles, fhir::Purpose::submit);
  if (found.fatal()) return found;
  base::Result<precert::ReviewRequest> request =
      mappers::review_request_from(*bundle, mappers::PasVersion::v2_2_1);
  if (!request) return request.error();
  return ReadRequest{Transport::fhir, std::move(*request)};
}

}  // namespace

base::Issue issue_from(const x12::Fault& fault) {
  return Issue{code_of(fault.level), fault.where(), fault.remedy, base::Severity::error};
}

base::Result<ReadRequest> request_from(const std::string& text) {
  return looks_like_x12(text) ? from_x12(text) : from_fhir(text);
}

std::optional<ReadRequest> request_of(const std::string& file, int& code) {
  const base::Result<std::string> text = read_file(file);
  if (!text) {
    print(text.error());
    code = environment_failed;
    return std::nullopt;
  }
  base::Result<ReadRequest> read = request_from(*text);
  if (!read) {
    print(read.error());
    code = bad_data;
    return std::nullopt;
  }
  return std::move(*read);
}

}  // namespace gateway::cli
