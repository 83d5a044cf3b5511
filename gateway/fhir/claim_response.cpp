#include "gateway/fhir/claim_response.hpp"

#include "gateway/fhir/claim_submit.hpp"
#include "gateway/http/replies.hpp"
#include "gateway/review/submit_review.hpp"
#include "mappers/fhir/review_response.hpp"

namespace gateway {
namespace {

constexpr std::size_t found_max = 50;

mappers::ResponseContext context_of(const std::string& case_id, int version_of_case, mappers::PasVersion version,
                                    const Services& services) {
  mappers::ResponseContext context;
  context.version = version;
  context.case_id = case_id;
  context.base_url = fhir_base(services, version);
  context.at = services.clock.now();
  context.uuid_seed = case_id + "." + std::to_string(version_of_case);
  return context;
}

/// The ways an identifier may be meant, in the order in which they are tried.
std::vector<LookupKey> keys_for(const std::string& token) {
  const std::size_t bar = token.find('|');
  const std::string system = bar == std::string::npos ? std::string() : token.substr(0, bar);
  const std::string value = bar == std::string::npos ? token : token.substr(bar + 1);
  constexpr std::string_view trace_system = "urn:trnorg:";
  std::vector<LookupKey> keys{{LookupKind::certification_number, value}, {LookupKind::reference_number, value}};
  if (system.starts_with(trace_system)) {
    keys.push_back({LookupKind::trace, system.substr(trace_system.size()) + "|" + value});
  } else if (!system.empty()) {
    keys.push_back({LookupKind::trace, system + "|" + value});
    keys.push_back({LookupKind::claim_identifier, system + "|" + value});
  }
  return keys;
}

}  // namespace

HttpReply read_claim_response(const HttpRequest& request, const std::string& id, mappers::PasVersion version,
                              Services& services) {
  const base::Result<std::optional<CaseRecord>> record = services.store.find_case(precert::CaseId(id));
  if (!record) return refusal(503, request.path, record.error());
  if (!*record) return refusal(404, request.path, "There is no ClaimResponse with this id.");
  const base::Result<precert::PriorCase> found = prior_from(**record);
  if (!found) return refusal(500, request.path, found.error());
  std::string body;
  json::Writer out(body);
  mappers::write_claim_response(out, found->request, found->determination,
                                context_of(id, found->version, version, services));
  HttpReply reply = fhir_reply(std::move(body));
  reply.headers.emplace_back("ETag", "W/\"" + std::to_string(found->version) + "\"");
  return reply;
}

HttpReply search_claim_responses(const HttpRequest& request, mappers::PasVersion version, Services& services) {
  const std::string identifier = request.parameter("identifier");
  const std::string claim = request.parameter("request");
  std::vector<LookupKey> keys;
  if (!identifier.empty()) keys = keys_for(identifier);
  if (!claim.empty()) keys.push_back({LookupKind::claim_full_url, claim});
  if (keys.empty()) {
    return refusal(400, request.path, "Search by identifier=system|value or by request=URL of the Claim.");
  }
  std::vector<precert::PriorCase> cases;
  for (const LookupKey& key : keys) {
    const base::Result<std::vector<CaseRecord>> records = services.store.cases_with(key.kind, key.value, found_max);
    if (!records) return refusal(503, request.path, records.error());
    for (const CaseRecord& record : *records) {
      base::Result<precert::PriorCase> found = prior_from(record);
      if (!found) return refusal(500, request.path, found.error());
      cases.push_back(std::move(*found));
    }
    if (!cases.empty()) break;
  }
  std::vector<mappers::ReviewedCase> reviewed_cases;
  reviewed_cases.reserve(cases.size());
  for (const precert::PriorCase& one : cases) {
    reviewed_cases.push_back(
        {&one.request, &one.determination, context_of(one.id.text(), one.version, version, services)});
  }
  std::string body;
  json::Writer out(body);
  const std::string base = fhir_base(services, version);
  mappers::write_searchset(out, reviewed_cases, base + "/ClaimResponse", cases.size(),
                           context_of("", 0, version, services));
  return fhir_reply(std::move(body));
}

}  // namespace gateway
