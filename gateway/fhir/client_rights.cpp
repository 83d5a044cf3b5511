#include "gateway/fhir/client_rights.hpp"

#include <algorithm>
#include <vector>

#include "gateway/access/clients.hpp"
#include "gateway/review/announce.hpp"
#include "precert/engine/inquiry_access.hpp"

namespace gateway {
namespace {

void add_identifiers(const std::vector<precert::Party>& parties, std::vector<std::string>& organizations) {
  for (const precert::Party& party : parties) {
    for (const precert::Identifier& one : party.identifiers) organizations.push_back(one.value);
  }
}

/// The client of a request, nullptr under open access or when it is not known.
const Client* client_of(const HttpRequest& request, const std::shared_ptr<const Clients>& clients) {
  return clients == nullptr ? nullptr : clients->of_id(request.client);
}

/// The parties that it speaks for, by any of their identifiers.
precert::IsOwn parties_of(const Client& client) {
  return [&client](const precert::Party& party) {
    return std::ranges::any_of(party.identifiers, [&client](const precert::Identifier& one) {
      return client.speaks_for(one.value);
    });
  };
}

}  // namespace

bool speaks_for_any(const HttpRequest& request, std::span<const std::string> organizations,
                    const Services& services) {
  const std::shared_ptr<const Clients> clients = services.knowledge.current().clients;
  if (clients == nullptr) return true;
  const Client* const client = clients->of_id(request.client);
  return client != nullptr &&
         std::ranges::any_of(organizations, [&](const std::string& one) { return client->speaks_for(one); });
}

bool may_hear(const std::string& client, std::span<const std::string> organizations,
              const Services& services) {
  const std::shared_ptr<const Clients> clients = services.knowledge.current().clients;
  if (clients == nullptr) return true;
  const Client* const known = clients->of_id(client);
  if (known == nullptr) return false;
  if (organizations.empty()) return known->speaks_for("*");
  return std::ranges::all_of(organizations, [&](const std::string& one) { return known->speaks_for(one); });
}

bool may_read(const HttpRequest& request, const precert::ReviewRequest& review, const Services& services) {
  std::vector<std::string> organizations = organizations_of(review);
  add_identifiers(review.event.providers, organizations);
  for (const precert::ServiceLine& line : review.services) add_identifiers(line.providers, organizations);
  return speaks_for_any(request, organizations, services);
}

bool keep_own_lines(const HttpRequest& request, precert::PriorCase& found, const Services& services) {
  const std::shared_ptr<const Clients> clients = services.knowledge.current().clients;
  const Client* const client = client_of(request, clients);
  if (client == nullptr || speaks_for_any(request, organizations_of(found.request), services)) return false;
  return precert::keep_lines_of(parties_of(*client), found);
}

bool keep_for_client(const HttpRequest& request, precert::InquiryCandidate& candidate,
                     const Services& services) {
  if (!may_read(request, candidate.found.request, services)) return false;
  const std::shared_ptr<const Clients> clients = services.knowledge.current().clients;
  const Client* const client = client_of(request, clients);
  if (client == nullptr || speaks_for_any(request, organizations_of(candidate.found.request), services))
    return true;
  candidate.carrier_is_only_named = !precert::has_line_of(parties_of(*client), candidate.found);
  (void)keep_own_lines(request, candidate.found, services);
  return true;
}

}  // namespace gateway
