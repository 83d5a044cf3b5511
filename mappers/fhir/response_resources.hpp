// The model's people and organizations as PAS resources, for answers to requests that did not come as FHIR.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "parsers/json/writer.hpp"
#include "precert/model/party.hpp"

namespace mappers {

/// ContactPoint.system.
[[nodiscard]] std::string_view telecom_system(precert::ContactKind kind);

/// Which profile an Organization of the answer has to meet.
enum class OrganizationPart : std::uint8_t { insurer, requestor, other };

/// profile-insurer, profile-requestor or profile-organization, with that `id`. `contact` (may be nullptr)
/// becomes telecom.
void write_organization(json::Writer& out, const precert::Party& party, OrganizationPart part,
                        const precert::Contact* contact, std::string_view id);
/// profile-practitioner.
void write_practitioner(json::Writer& out, const precert::Party& party, std::string_view id);
/// profile-practitionerrole that points to the practitioner `practitioner` (a reference).
void write_practitioner_role(json::Writer& out, const precert::Party& party, std::string_view practitioner,
                             std::string_view id);
/// profile-beneficiary. `member_id` stands in when the person has no identifier of their own.
void write_beneficiary(json::Writer& out, const precert::Person& person, const std::string& member_id,
                       std::string_view id);

/// The Identifier that stands for a party where only an identifier may (Task.requester): NPI, else the first.
void write_party_identifier(json::Writer& out, const precert::Party& party);
/// True when the party has anything to be identified by.
[[nodiscard]] bool has_identifier(const precert::Party& party);

}  // namespace mappers
