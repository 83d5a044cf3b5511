// Who may see a review. See inquiry_access.hpp and inquiry.hpp.
#include "precert/engine/inquiry_access.hpp"

#include <algorithm>

#include "precert/engine/inquiry_keys.hpp"

namespace precert {
namespace {

bool is_held_by(const InquiryCandidate& candidate, const std::string& npi) {
  const auto is = [&](const Party& party) { return party.npi() == npi; };
  const auto any = [&](const std::vector<Party>& parties) {
    return std::any_of(parties.begin(), parties.end(), is);
  };
  const ReviewRequest& request = candidate.found.request;
  if (is(request.requester) || any(candidate.earlier_requesters)) return true;
  if (std::any_of(request.services.begin(), request.services.end(),
                  [&](const ServiceLine& line) { return any(line.providers); }))
    return true;
  const auto& decided = candidate.found.determination.lines;
  return std::any_of(decided.begin(), decided.end(),
                     [&](const LineDetermination& line) { return line.provider && is(*line.provider); });
}

bool has_event_provider(const InquiryCandidate& candidate, const std::string& npi) {
  const auto& providers = candidate.found.request.event.providers;
  return std::any_of(providers.begin(), providers.end(),
                     [&](const Party& party) { return party.npi() == npi; });
}

/// Without an NPI, only who asked for the review, by the identifier they asked with.
bool asked_for_it(const Party& asker, const InquiryCandidate& candidate) {
  if (asker.identifiers.empty() || asker.identifiers.front().value.empty()) return false;
  const Identifier& own = asker.identifiers.front();
  const auto holds = [&](const Party& party) {
    return std::find(party.identifiers.begin(), party.identifiers.end(), own) != party.identifiers.end();
  };
  const auto& earlier = candidate.earlier_requesters;
  return holds(candidate.found.request.requester) || std::any_of(earlier.begin(), earlier.end(), holds);
}

}  // namespace

bool is_close(const Party& asker, const InquiryCandidate& candidate) {
  const std::string npi = asker.npi();
  return npi.empty() ? asked_for_it(asker, candidate) : is_held_by(candidate, npi);
}

bool is_sensitive(const PriorCase& found, const std::vector<std::string>& service_types) {
  const auto lines = lines_of(found.request);
  return std::any_of(lines.begin(), lines.end(), [&](const ServiceLine& line) {
    const std::string& type = found.request.service_type_of(line);
    return std::find(service_types.begin(), service_types.end(), type) != service_types.end();
  });
}

bool may_see(const Party& asker, const InquiryCandidate& candidate) {
  const std::string npi = asker.npi();
  if (npi.empty()) return asked_for_it(asker, candidate);
  return is_held_by(candidate, npi) || has_event_provider(candidate, npi);
}

}  // namespace precert
