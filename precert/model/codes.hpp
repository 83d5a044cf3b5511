// The closed vocabularies that determination reasons about. Their wire codes live in mappers/codes/; open lists
// (service types, places of service, report types, reasons) stay code strings of their standard.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace precert {

/// What the whole transmission wants (X12 BHT02; FHIR: a Claim, or a Claim Update that cancels everything).
enum class Purpose : std::uint8_t { request, cancellation, reservation };

/// X12 UM01, PAS serviceItemRequestType.
enum class RequestCategory : std::uint8_t { admission, health_services, specialty_care, reservation };

/// X12 UM02, PAS certificationType.
enum class CertificationType : std::uint8_t {
  initial,
  immediate_appeal,
  standard_appeal,
  cancellation,
  extension,
  reconsideration,
  renewal,
  revision,
};

/// X12 UM06, PAS levelOfServiceCode.
enum class LevelOfService : std::uint8_t { elective, urgent, emergency };

/// X12 HCR01, PAS reviewActionCode (code list 306).
enum class ReviewAction : std::uint8_t {
  certified,            // A1
  partially_certified,  // A2, the event only
  not_certified,        // A3
  pended,               // A4
  modified,             // A6
  cancelled,            // C
  contact_payer,        // CT
  not_required,         // NA
};

/// X12 DMG03. `unspecified` = not said; FHIR `other` reads as unknown (X12 has no word for it).
enum class Gender : std::uint8_t { unspecified, female, male, unknown };

/// X12 INS02.
enum class Relationship : std::uint8_t { self, spouse, child, other };

enum class EntityType : std::uint8_t { person, organization };

/// The part a party plays (X12 NM101).
enum class PartyRole : std::uint8_t {
  umo,                  // X3 utilization management organization
  payer,                // PR
  administrator,        // 2B third-party administrator
  employer,             // 36
  provider,             // 1P
  facility,             // FA
  attending,            // 71
  operating,            // 72
  other_physician,      // 73
  service_location,     // 77
  admitting,            // AAJ
  assistant_surgeon,    // DD
  ordering,             // DK
  referring,            // DN
  supervising,          // DQ
  clinic,               // G3
  primary_care,         // P3
  purchased_service,    // QB
  group_practice,       // QV
  service_provider,     // SJ
  performing,           // 1T physician, clinic or group practice
  pick_up,              // PW
  drop_off,             // 45
  next_destination,     // ND
  final_destination,    // FS
  scheduled_destination,  // R3
  alternate_insurer,    // 00
  carrier,              // CA
  intermediary,         // GG
  contact,              // L5 where more information goes
};

/// What an identifier is (X12 NM108 and REF01; FHIR identifier system or type).
enum class IdentifierKind : std::uint8_t {
  npi,
  employer_id,
  social_security,
  transmitter_id,
  payer_id,
  plan_id,
  member_id,
  unique_health_id,
  group_policy,
  branch,
  group,
  department,
  patient_account,
  medicare,
  identity_card,
  policy,
  plan_network,
  medicaid,
  upin,
  facility_id,
  provider_site,
  provider_plan_network,
  facility_network,
  carrier_assigned,
  state_licence,  // issuer = the state
  other,          // issuer = the FHIR system
};

enum class ContactKind : std::uint8_t { phone, fax, email, url };

/// Where a procedure or diagnosis code comes from.
enum class CodeSystem : std::uint8_t {
  cpt,
  hcpcs,
  ndc,
  icd10_pcs,
  icd9_procedure,
  cdt,
  home_infusion,
  alternative_medicine,
  service_type,  // X12 1365 used in place of a procedure
  icd10_cm,
  icd9_cm,
  drg,
};

/// HI qualifier without its ICD edition.
enum class DiagnosisKind : std::uint8_t { principal, admitting, other, reason_for_visit, drg };

/// UM04: place of service (B) or the first two digits of a type of bill (A).
enum class PlaceKind : std::uint8_t { place_of_service, type_of_bill };

/// Units of a quantity, whatever list the dialect keeps them in (X12 355 and 673).
enum class Unit : std::uint8_t { unit, day, hour, month, visit, minute, international_unit };

/// UM05.
enum class RelatedCause : std::uint8_t { auto_accident, another_party, employment };

/// What an update says about one line or document (PAS infoChanged, infoCancelled; X12 UM02 of the line).
enum class Change : std::uint8_t { none, added, changed, cancelled };

/// X12 AAA04, PAS followupAction.
enum class FollowUp : std::uint8_t { correct_and_resubmit, do_not_resubmit, resubmit_original, may_resubmit, held };

/// Where in a request a refusal applies (the AAA's loop).
enum class Level : std::uint8_t {
  umo_level,  // 2000A: the transaction as such
  umo,        // 2010A
  requester,  // 2010B
  subscriber,
  dependent,
  event,
  event_provider,
  service,
  service_provider,
};

/// Whether documents were asked for (X12 BGN01 of a 275).
enum class AttachmentPurpose : std::uint8_t { unsolicited, solicited };

/// What the content of an attachment is (X12 CAT02).
enum class AttachmentFormat : std::uint8_t { unspecified, hl7, text, image, pdf };

/// What moves the due instants of a case.
enum class ClockKind : std::uint8_t {
  received,  // the request, or what opened a decided or closed case again: the clock starts here
  asked,     // for information that is missing
  answered,  // nothing that was asked for is missing any more
  extended,  // formally, by days, with a reason that was told
};

/// What a note of the reviewer is about, where somebody has to know without reading its words.
enum class NoteKind : std::uint8_t {
  peer_to_peer,  // a step of the talk between the ordering doctor and the medical director
};

/// Stable words of each vocabulary ("not_certified"), used in rulebooks, stored cases and the review page.
template <class Enum>
struct Words;  // specialised in words.hpp

}  // namespace precert
