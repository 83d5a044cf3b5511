// What a ClaimResponse refers to: finds each patient, organization, practitioner and order in the Bundle that
// asked, or makes it from the model, and keeps them for the answer, each once.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "mappers/fhir/review_response.hpp"

namespace mappers {

class ResponseReferences {
 public:
  /// entries: what is found goes into the Bundle beside the ClaimResponse. contained: it goes into the
  /// ClaimResponse and is made from the model always.
  enum class Place : std::uint8_t { entries, contained };

  /// Finds patient, insurer and requestor. Everything passed in must outlive this.
  ResponseReferences(const precert::ReviewRequest& request, const precert::Determination& determination,
                     const ResponseContext& context, Place place);

  [[nodiscard]] const std::string& patient() const { return patient_; }
  [[nodiscard]] const std::string& insurer() const { return insurer_; }
  [[nodiscard]] const std::string& requestor() const { return requestor_; }
  /// The requestor as Practitioner or Organization, where a PractitionerRole is not allowed.
  [[nodiscard]] const std::string& requestor_agent() const { return requestor_agent_; }
  /// The requestor, or the one that its role is in, where only an Organization is allowed; "" when there is none.
  [[nodiscard]] const std::string& requestor_organization() const { return requestor_organization_; }

  /// The Practitioner or Organization of a provider.
  [[nodiscard]] std::string provider(const precert::Party& party);
  /// The order behind Claim.item[sequence] (extension requestedService); "" when there is none.
  [[nodiscard]] std::string ordered_service(int sequence);
  /// A place for a resource of our own, such as a CommunicationRequest: the reference to it. `json` is filled
  /// by the caller through take().
  [[nodiscard]] std::string own(std::string_view name) const;
  /// The `id` that the resource of that reference has to carry.
  [[nodiscard]] static std::string_view id_of(std::string_view reference);
  /// Keeps a finished resource for the answer.
  void take(std::string reference, std::string json);

  /// The Claim that asked; absent when there is no Bundle.
  [[nodiscard]] json::Value claim() const;
  /// Its fullUrl; "" when there is no Bundle or the Claim must not be named.
  [[nodiscard]] std::string_view claim_url() const;
  [[nodiscard]] std::string identifier_base() const;

  /// One resource of the answer: copied (`echo`) or made (`made`).
  struct Resource {
    std::string full_url;
    json::Value echo;
    std::string made;
  };
  [[nodiscard]] const std::vector<Resource>& resources() const { return resources_; }

 private:
  [[nodiscard]] bool has(std::string_view full_url) const;
  [[nodiscard]] std::string url_of(const fhir::Entry& entry) const;
  /// Copies the entry and all it refers to; gives its fullUrl.
  std::string echo(const fhir::Entry& entry);
  void echo_referred(const json::Value& value, const fhir::Entry& from,
                     std::vector<const fhir::Entry*>& found) const;
  [[nodiscard]] const fhir::Entry* entry_at(std::string_view claim_element) const;
  [[nodiscard]] const fhir::Entry* entry_of(const precert::Party& party) const;
  void echo_roles_of(const fhir::Entry& practitioner);
  [[nodiscard]] std::string echoed(std::string_view claim_element);
  [[nodiscard]] std::string made_patient();
  [[nodiscard]] std::string made_insurer();
  void find_requestor();
  [[nodiscard]] std::string made_provider(const precert::Party& party, std::string_view name,
                                          bool is_requestor);

  const precert::ReviewRequest* request_;
  const precert::Determination* determination_;
  const ResponseContext* context_;
  Place place_;
  std::string seed_;
  std::string patient_, insurer_, requestor_, requestor_agent_, requestor_organization_;
  std::vector<Resource> resources_;
  std::vector<const precert::Party*> made_providers_;
};

}  // namespace mappers
