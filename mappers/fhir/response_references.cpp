#include "mappers/fhir/response_references.hpp"

#include <algorithm>

#include "mappers/codes/fhir_systems.hpp"
#include "mappers/fhir/response_resources.hpp"
#include "mappers/fhir/uuid.hpp"
#include "parsers/fhir/resource_view.hpp"

namespace mappers {
namespace {

constexpr std::string_view urn = "urn:uuid:";

/// A resource inside an entry (contained in the Claim) cannot be copied without its container.
const fhir::Entry* whole_entry(const fhir::Target& target) {
  return target && target.entry->resource.same_place(target.resource) ? target.entry : nullptr;
}

bool carries_any(const json::Value& resource, const std::vector<precert::Identifier>& identifiers) {
  for (const json::Value own : fhir::list(resource, "identifier")) {
    const std::string_view value = fhir::text(own, "value");
    if (value.empty()) continue;
    for (const precert::Identifier& one : identifiers) {
      if (one.value == value) return true;
    }
  }
  return false;
}

}  // namespace

ResponseReferences::ResponseReferences(const precert::ReviewRequest& request,
                                       const precert::Determination& determination,
                                       const ResponseContext& context, Place place)
    : request_(&request),
      determination_(&determination),
      context_(&context),
      place_(place),
      seed_(context.uuid_seed.empty() ? context.case_id : context.uuid_seed) {
  patient_ = echoed("patient");
  if (patient_.empty()) patient_ = made_patient();
  insurer_ = echoed("insurer");
  if (insurer_.empty()) insurer_ = made_insurer();
  find_requestor();
}

json::Value ResponseReferences::claim() const {
  if (context_->request == nullptr || context_->request->entries().empty()) return {};
  const fhir::Entry& first = context_->request->entries().front();
  return first.type == "Claim" ? first.resource : json::Value{};
}

std::string_view ResponseReferences::claim_url() const {
  if (!claim() || !context_->claim_known) return {};
  return context_->request->entries().front().full_url;
}

std::string ResponseReferences::identifier_base() const {
  return context_->base_url.empty() ? "urn:precert:identifier:" : context_->base_url + "/identifier/";
}

std::string ResponseReferences::own(std::string_view name) const {
  if (place_ == Place::contained) return "#" + std::string(name);
  return std::string(urn) + uuid_from(seed_, name);
}

std::string_view ResponseReferences::id_of(std::string_view reference) {
  if (reference.starts_with('#')) return reference.substr(1);
  return reference.starts_with(urn) ? reference.substr(urn.size()) : reference;
}

void ResponseReferences::take(std::string reference, std::string json) {
  if (!has(reference)) resources_.push_back(Resource{std::move(reference), {}, std::move(json)});
}

bool ResponseReferences::has(std::string_view full_url) const {
  return std::any_of(resources_.begin(), resources_.end(),
                     [&](const Resource& one) { return one.full_url == full_url; });
}

/// An entry without fullUrl (tolerated in requests) gets one, since ours must have it.
std::string ResponseReferences::url_of(const fhir::Entry& entry) const {
  if (!entry.full_url.empty()) return std::string(entry.full_url);
  if (entry.id.empty() || context_->base_url.empty()) {
    return std::string(urn) + uuid_from(seed_, "entry " + std::to_string(entry.index));
  }
  return context_->base_url + "/" + std::string(entry.type) + "/" + std::string(entry.id);
}

void ResponseReferences::echo_referred(const json::Value& value, const fhir::Entry& from,
                                       std::vector<const fhir::Entry*>& found) const {
  for (const json::Value element : value.elements()) echo_referred(element, from, found);
  for (const json::Member member : value.members()) {
    if (member.key != "reference" || !member.value.is_string()) {
      echo_referred(member.value, from, found);
      continue;
    }
    const fhir::Entry* const entry = context_->request->resolve(member.value, from).entry;
    if (entry != nullptr && entry->type != "Claim")
      found.push_back(entry);  // the client has the Claim itself
  }
}

std::string ResponseReferences::echo(const fhir::Entry& entry) {
  std::vector<const fhir::Entry*> waiting{&entry};
  for (std::size_t i = 0; i < waiting.size(); ++i) {
    const fhir::Entry& next = *waiting[i];
    std::string url = url_of(next);
    if (has(url)) continue;
    resources_.push_back(Resource{std::move(url), next.resource, {}});
    echo_referred(next.resource, next, waiting);
  }
  return url_of(entry);
}

const fhir::Entry* ResponseReferences::entry_at(std::string_view claim_element) const {
  const json::Value element = claim().find(claim_element);
  if (place_ == Place::contained || !element) return nullptr;
  return whole_entry(context_->request->resolve(element, context_->request->entries().front()));
}

std::string ResponseReferences::echoed(std::string_view claim_element) {
  const fhir::Entry* const entry = entry_at(claim_element);
  return entry == nullptr ? std::string() : echo(*entry);
}

std::string ResponseReferences::made_patient() {
  std::string reference = own("patient");
  std::string text;
  json::Writer out(text);
  write_beneficiary(out, request_->patient(), request_->subscriber.member_id(), id_of(reference));
  take(reference, std::move(text));
  return reference;
}

std::string ResponseReferences::made_insurer() {
  std::string reference = own("insurer");
  const precert::Contact* const contact =
      determination_->umo_contact.points.empty() ? nullptr : &determination_->umo_contact;
  std::string text;
  json::Writer out(text);
  write_organization(out, request_->umo, OrganizationPart::insurer, contact, id_of(reference));
  take(reference, std::move(text));
  return reference;
}

void ResponseReferences::find_requestor() {
  if (const fhir::Entry* const entry = entry_at("provider"); entry != nullptr) {
    requestor_ = echo(*entry);
    requestor_agent_ = requestor_;
    if (entry->type == "Organization") requestor_organization_ = requestor_;
    if (entry->type == "PractitionerRole") {
      const fhir::Target place = context_->request->resolve(entry->resource.find("organization"), *entry);
      const fhir::Entry* const organization = whole_entry(place);
      if (organization != nullptr) requestor_organization_ = url_of(*organization);
      const fhir::Target person = context_->request->resolve(entry->resource.find("practitioner"), *entry);
      if (const fhir::Entry* const whole = whole_entry(person); whole != nullptr)
        requestor_agent_ = url_of(*whole);
    }
    return;
  }
  requestor_agent_ = made_provider(request_->requester, "requestor", true);
  requestor_ = requestor_agent_;
  if (request_->requester.entity == precert::EntityType::person) {
    requestor_ = own("requestor-role");
    std::string text;
    json::Writer out(text);
    write_practitioner_role(out, request_->requester, requestor_agent_, id_of(requestor_));
    take(requestor_, std::move(text));
  } else {
    requestor_organization_ = requestor_;
  }
}

std::string ResponseReferences::made_provider(const precert::Party& party, std::string_view name,
                                              bool is_requestor) {
  std::string reference = own(name);
  std::string text;
  json::Writer out(text);
  const std::string_view id = id_of(reference);
  if (party.entity == precert::EntityType::person) {
    write_practitioner(out, party, id);
  } else {
    const auto part = is_requestor ? OrganizationPart::requestor : OrganizationPart::other;
    write_organization(out, party, part, nullptr, id);
  }
  take(reference, std::move(text));
  return reference;
}

const fhir::Entry* ResponseReferences::entry_of(const precert::Party& party) const {
  if (context_->request == nullptr || place_ == Place::contained || party.identifiers.empty()) return nullptr;
  const std::string_view type = party.entity == precert::EntityType::person ? "Practitioner" : "Organization";
  const std::string npi = party.npi();
  for (const fhir::Entry& entry : context_->request->entries()) {
    if (entry.type != type) continue;
    const bool same =
        npi.empty() ? carries_any(entry.resource, party.identifiers) : fhir::npi_of(entry.resource) == npi;
    if (same) return &entry;
  }
  return nullptr;
}

/// The roles in which the request named a practitioner say where and as what they work, so they go with them.
void ResponseReferences::echo_roles_of(const fhir::Entry& practitioner) {
  for (const fhir::Entry& entry : context_->request->entries()) {
    if (entry.type != "PractitionerRole") continue;
    const fhir::Target person = context_->request->resolve(entry.resource.find("practitioner"), entry);
    if (whole_entry(person) == &practitioner) echo(entry);
  }
}

std::string ResponseReferences::provider(const precert::Party& party) {
  if (const fhir::Entry* const entry = entry_of(party); entry != nullptr) {
    std::string url = echo(*entry);
    if (entry->type == "Practitioner") echo_roles_of(*entry);
    return url;
  }
  const precert::Party& asker = request_->requester;
  if (&party == &asker || (has_identifier(asker) && party.identifiers == asker.identifiers))
    return requestor_agent_;
  const auto same =
      std::find_if(made_providers_.begin(), made_providers_.end(), [&](const precert::Party* made) {
        return made->identifiers == party.identifiers && made->display() == party.display();
      });
  const auto number = same - made_providers_.begin() + 1;
  const std::string name = "provider-" + std::to_string(number);
  if (same != made_providers_.end()) return own(name);
  made_providers_.push_back(&party);
  return made_provider(party, name, false);
}

std::string ResponseReferences::ordered_service(int sequence) {
  if (place_ == Place::contained) return {};
  for (const json::Value item : fhir::list(claim(), "item")) {
    const auto number = fhir::positive_of(item.find("sequence"));
    if (!number || std::cmp_not_equal(*number, sequence)) continue;
    const json::Value order = fhir::extension_value(item, extensions::requested_service);
    if (!order) return {};
    const fhir::Target target = context_->request->resolve(order, context_->request->entries().front());
    const fhir::Entry* const entry = whole_entry(target);
    return entry == nullptr ? std::string() : echo(*entry);
  }
  return {};
}

}  // namespace mappers
