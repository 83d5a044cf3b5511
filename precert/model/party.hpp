// People and organizations of a request: who is asked, who asks, who is treated, who performs.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "precert/model/codes.hpp"
#include "precert/model/source.hpp"

namespace precert {

struct Identifier {
  IdentifierKind kind = IdentifierKind::other;
  std::string value;
  std::string issuer;  // state of a licence, FHIR system of `other`; "" else

  friend bool operator==(const Identifier&, const Identifier&) = default;
};

struct PersonName {
  std::string family, given, middle, prefix, suffix;
  friend bool operator==(const PersonName&, const PersonName&) = default;
};

struct Address {
  std::vector<std::string> lines;
  std::string city, state;
  std::string postal_code;  // "62701" or "62701-0001": with the dash, as people write it
  std::string country, subdivision;
  friend bool operator==(const Address&, const Address&) = default;
};

struct ContactPoint {
  ContactKind kind = ContactKind::phone;
  std::string value;      // digits for phone and fax
  std::string extension;  // of a phone
  friend bool operator==(const ContactPoint&, const ContactPoint&) = default;
};

struct Contact {
  std::string name;
  std::vector<ContactPoint> points;
  friend bool operator==(const Contact&, const Contact&) = default;
};

/// An organization or a person in one role (an NM1 loop; a careTeam entry with what it refers to).
struct Party {
  PartyRole role = PartyRole::provider;
  EntityType entity = EntityType::organization;
  std::string organization;  // when entity is organization
  PersonName person;         // when entity is person
  std::vector<Identifier> identifiers;  // the one that names the party in the message first
  std::optional<Address> address;
  std::optional<Contact> contact;
  std::string function;  // provider code (PRV01): OR ordering, PE performing …
  std::string taxonomy;  // NUCC specialty code (PRV03)
  std::string denial_reason;  // other UMO only: why it denied (REF*ZZ)
  std::optional<base::Date> denial_date;  // other UMO only (DTP*598)
  Source source;

  friend bool operator==(const Party&, const Party&) = default;

  [[nodiscard]] const Identifier* identifier(IdentifierKind kind) const {
    for (const Identifier& one : identifiers) {
      if (one.kind == kind) return &one;
    }
    return nullptr;
  }
  [[nodiscard]] std::string npi() const {
    const Identifier* found = identifier(IdentifierKind::npi);
    return found == nullptr ? std::string() : found->value;
  }
  /// What a person reads: the organization's name or "GIVEN FAMILY".
  [[nodiscard]] std::string display() const {
    if (entity == EntityType::organization) return organization;
    return person.given.empty() ? person.family : person.given + " " + person.family;
  }
};

/// The subscriber, or the dependent who is the patient.
struct Person {
  PersonName name;
  std::vector<Identifier> identifiers;  // member id first
  std::optional<Address> address;
  std::optional<base::Date> birth_date;
  Gender gender = Gender::unspecified;
  Relationship relationship = Relationship::self;  // to the subscriber
  std::optional<int> birth_sequence;               // of a multiple birth (INS17)
  std::string military_status;                     // X12 584 (INS08)
  Source source;

  friend bool operator==(const Person&, const Person&) = default;

  [[nodiscard]] std::string member_id() const {
    for (const Identifier& one : identifiers) {
      if (one.kind == IdentifierKind::member_id) return one.value;
    }
    return {};
  }
};

/// The insurance that is asked, as far as a request states it (the payer's own record decides).
struct Insurance {
  std::string group;  // REF*6P or 1L, Coverage.class group
  std::string plan;   // REF*IG, Coverage.class plan
  std::optional<base::Period> period;  // FHIR only
  Source source;

  friend bool operator==(const Insurance&, const Insurance&) = default;
};

}  // namespace precert
