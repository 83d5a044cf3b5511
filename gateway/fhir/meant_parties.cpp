#include "gateway/fhir/meant_parties.hpp"

#include <algorithm>
#include <vector>

#include "parsers/fhir/resource_view.hpp"

namespace gateway {
namespace {

using mappers::IdentifierToken;
using precert::Identifier;

bool means_any(const IdentifierToken& token, const std::vector<Identifier>& identifiers) {
  return std::ranges::any_of(identifiers, [&](const Identifier& one) { return mappers::means(token, one); });
}

/// The member under whose number the plan keeps something, as answers write it.
bool means_member(const IdentifierToken& token, const precert::MemberId& member) {
  return mappers::means(token, Identifier{precert::IdentifierKind::member_id, member.text(), {}});
}

bool means_coverage(const IdentifierToken& token, const json::Value& request, const fhir::Bundle& bundle) {
  for (const json::Value insurance : fhir::list(request, "insurance")) {
    if (mappers::means(token, insurance.find("coverage"), bundle)) return true;
  }
  return false;
}

}  // namespace

bool means_patient(const IdentifierToken& token, const ReadCase& read) {
  const precert::ReviewRequest& review = read.found.request;
  if (means_member(token, read.record.member) || means_any(token, review.subscriber.identifiers) ||
      means_any(token, review.patient().identifiers)) {
    return true;
  }
  if (read.original == nullptr) return false;
  const fhir::Bundle& bundle = *read.original->bundle;
  const json::Value claim = bundle.entries().front().resource;
  return mappers::means(token, claim.find("patient"), bundle) || means_coverage(token, claim, bundle);
}

bool means_requester(const IdentifierToken& token, const ReadCase& read) {
  if (means_any(token, read.found.request.requester.identifiers)) return true;
  if (read.original == nullptr) return false;
  const fhir::Bundle& bundle = *read.original->bundle;
  return mappers::means(token, bundle.entries().front().resource.find("provider"), bundle);
}

bool means_patient(const IdentifierToken& token, const KeptEligibility& kept) {
  const precert::CoverageQuestion& question = kept.question;
  if (means_member(token, kept.record.member) || means_any(token, question.subscriber.identifiers) ||
      (question.dependent && means_any(token, question.dependent->identifiers))) {
    return true;
  }
  const json::Value& request = kept.message->request;
  const fhir::Bundle& bundle = *kept.message->bundle;
  return mappers::means(token, request.find("patient"), bundle) || means_coverage(token, request, bundle);
}

bool means_requester(const IdentifierToken& token, const KeptEligibility& kept) {
  const json::Value& request = kept.message->request;
  const json::Value asker =
      request.find("provider").exists() ? request.find("provider") : request.find("enterer");
  return means_any(token, kept.question.requester.identifiers) ||
         mappers::means(token, asker, *kept.message->bundle);
}

}  // namespace gateway
