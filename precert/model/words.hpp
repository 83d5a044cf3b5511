// Stable words of the closed vocabularies: in rulebooks, stored cases, logs and on the review page.
#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "precert/model/codes.hpp"

namespace precert {

template <class Enum, std::size_t N>
using WordTable = std::array<std::pair<Enum, std::string_view>, N>;

template <>
struct Words<Purpose> {
  static constexpr WordTable<Purpose, 3> all{{{Purpose::request, "request"},
                                              {Purpose::cancellation, "cancellation"},
                                              {Purpose::reservation, "reservation"}}};
};
template <>
struct Words<RequestCategory> {
  static constexpr WordTable<RequestCategory, 4> all{{{RequestCategory::admission, "admission"},
                                                      {RequestCategory::health_services, "health_services"},
                                                      {RequestCategory::specialty_care, "specialty_care"},
                                                      {RequestCategory::reservation, "reservation"}}};
};
template <>
struct Words<CertificationType> {
  static constexpr WordTable<CertificationType, 8> all{{{CertificationType::initial, "initial"},
                                                        {CertificationType::immediate_appeal, "immediate_appeal"},
                                                        {CertificationType::standard_appeal, "standard_appeal"},
                                                        {CertificationType::cancellation, "cancellation"},
                                                        {CertificationType::extension, "extension"},
                                                        {CertificationType::reconsideration, "reconsideration"},
                                                        {CertificationType::renewal, "renewal"},
                                                        {CertificationType::revision, "revision"}}};
};
template <>
struct Words<LevelOfService> {
  static constexpr WordTable<LevelOfService, 3> all{{{LevelOfService::elective, "elective"},
                                                     {LevelOfService::urgent, "urgent"},
                                                     {LevelOfService::emergency, "emergency"}}};
};
template <>
struct Words<ReviewAction> {
  static constexpr WordTable<ReviewAction, 8> all{{{ReviewAction::certified, "certified"},
                                                   {ReviewAction::partially_certified, "partially_certified"},
                                                   {ReviewAction::not_certified, "not_certified"},
                                                   {ReviewAction::pended, "pended"},
                                                   {ReviewAction::modified, "modified"},
                                                   {ReviewAction::cancelled, "cancelled"},
                                                   {ReviewAction::contact_payer, "contact_payer"},
                                                   {ReviewAction::not_required, "not_required"}}};
};
template <>
struct Words<Gender> {
  static constexpr WordTable<Gender, 4> all{{{Gender::unspecified, "unspecified"},
                                             {Gender::female, "female"},
                                             {Gender::male, "male"},
                                             {Gender::unknown, "unknown"}}};
};
template <>
struct Words<Relationship> {
  static constexpr WordTable<Relationship, 4> all{{{Relationship::self, "self"},
                                                   {Relationship::spouse, "spouse"},
                                                   {Relationship::child, "child"},
                                                   {Relationship::other, "other"}}};
};
template <>
struct Words<EntityType> {
  static constexpr WordTable<EntityType, 2> all{
      {{EntityType::person, "person"}, {EntityType::organization, "organization"}}};
};
template <>
struct Words<PartyRole> {
  static constexpr WordTable<PartyRole, 30> all{{
      {PartyRole::umo, "umo"},
      {PartyRole::payer, "payer"},
      {PartyRole::administrator, "administrator"},
      {PartyRole::employer, "employer"},
      {PartyRole::provider, "provider"},
      {PartyRole::facility, "facility"},
      {PartyRole::attending, "attending"},
      {PartyRole::operating, "operating"},
      {PartyRole::other_physician, "other_physician"},
      {PartyRole::service_location, "service_location"},
      {PartyRole::admitting, "admitting"},
      {PartyRole::assistant_surgeon, "assistant_surgeon"},
      {PartyRole::ordering, "ordering"},
      {PartyRole::referring, "referring"},
      {PartyRole::supervising, "supervising"},
      {PartyRole::clinic, "clinic"},
      {PartyRole::primary_care, "primary_care"},
      {PartyRole::purchased_service, "purchased_service"},
      {PartyRole::group_practice, "group_practice"},
      {PartyRole::service_provider, "service_provider"},
      {PartyRole::performing, "performing"},
      {PartyRole::pick_up, "pick_up"},
      {PartyRole::drop_off, "drop_off"},
      {PartyRole::next_destination, "next_destination"},
      {PartyRole::final_destination, "final_destination"},
      {PartyRole::scheduled_destination, "scheduled_destination"},
      {PartyRole::alternate_insurer, "alternate_insurer"},
      {PartyRole::carrier, "carrier"},
      {PartyRole::intermediary, "intermediary"},
      {PartyRole::contact, "contact"},
  }};
};
template <>
struct Words<IdentifierKind> {
  static constexpr WordTable<IdentifierKind, 26> all{{
      {IdentifierKind::npi, "npi"},
      {IdentifierKind::employer_id, "employer_id"},
      {IdentifierKind::social_security, "social_security"},
      {IdentifierKind::transmitter_id, "transmitter_id"},
      {IdentifierKind::payer_id, "payer_id"},
      {IdentifierKind::plan_id, "plan_id"},
      {IdentifierKind::member_id, "member_id"},
      {IdentifierKind::unique_health_id, "unique_health_id"},
      {IdentifierKind::group_policy, "group_policy"},
      {IdentifierKind::branch, "branch"},
      {IdentifierKind::group, "group"},
      {IdentifierKind::department, "department"},
      {IdentifierKind::patient_account, "patient_account"},
      {IdentifierKind::medicare, "medicare"},
      {IdentifierKind::identity_card, "identity_card"},
      {IdentifierKind::policy, "policy"},
      {IdentifierKind::plan_network, "plan_network"},
      {IdentifierKind::medicaid, "medicaid"},
      {IdentifierKind::upin, "upin"},
      {IdentifierKind::facility_id, "facility_id"},
      {IdentifierKind::provider_site, "provider_site"},
      {IdentifierKind::provider_plan_network, "provider_plan_network"},
      {IdentifierKind::facility_network, "facility_network"},
      {IdentifierKind::carrier_assigned, "carrier_assigned"},
      {IdentifierKind::state_licence, "state_licence"},
      {IdentifierKind::other, "other"},
  }};
};
template <>
struct Words<ContactKind> {
  static constexpr WordTable<ContactKind, 4> all{{{ContactKind::phone, "phone"},
                                                  {ContactKind::fax, "fax"},
                                                  {ContactKind::email, "email"},
                                                  {ContactKind::url, "url"}}};
};
template <>
struct Words<CodeSystem> {
  static constexpr WordTable<CodeSystem, 12> all{{{CodeSystem::cpt, "cpt"},
                                                  {CodeSystem::hcpcs, "hcpcs"},
                                                  {CodeSystem::ndc, "ndc"},
                                                  {CodeSystem::icd10_pcs, "icd10_pcs"},
                                                  {CodeSystem::icd9_procedure, "icd9_procedure"},
                                                  {CodeSystem::cdt, "cdt"},
                                                  {CodeSystem::home_infusion, "home_infusion"},
                                                  {CodeSystem::alternative_medicine, "alternative_medicine"},
                                                  {CodeSystem::service_type, "service_type"},
                                                  {CodeSystem::icd10_cm, "icd10_cm"},
                                                  {CodeSystem::icd9_cm, "icd9_cm"},
                                                  {CodeSystem::drg, "drg"}}};
};
template <>
struct Words<DiagnosisKind> {
  static constexpr WordTable<DiagnosisKind, 5> all{{{DiagnosisKind::principal, "principal"},
                                                    {DiagnosisKind::admitting, "admitting"},
                                                    {DiagnosisKind::other, "other"},
                                                    {DiagnosisKind::reason_for_visit, "reason_for_visit"},
                                                    {DiagnosisKind::drg, "drg"}}};
};
template <>
struct Words<PlaceKind> {
  static constexpr WordTable<PlaceKind, 2> all{
      {{PlaceKind::place_of_service, "place_of_service"}, {PlaceKind::type_of_bill, "type_of_bill"}}};
};
template <>
struct Words<Unit> {
  static constexpr WordTable<Unit, 7> all{{{Unit::unit, "unit"},
                                           {Unit::day, "day"},
                                           {Unit::hour, "hour"},
                                           {Unit::month, "month"},
                                           {Unit::visit, "visit"},
                                           {Unit::minute, "minute"},
                                           {Unit::international_unit, "international_unit"}}};
};
template <>
struct Words<RelatedCause> {
  static constexpr WordTable<RelatedCause, 3> all{{{RelatedCause::auto_accident, "auto_accident"},
                                                   {RelatedCause::another_party, "another_party"},
                                                   {RelatedCause::employment, "employment"}}};
};
template <>
struct Words<Change> {
  static constexpr WordTable<Change, 4> all{{{Change::none, "none"},
                                             {Change::added, "added"},
                                             {Change::changed, "changed"},
                                             {Change::cancelled, "cancelled"}}};
};
template <>
struct Words<FollowUp> {
  static constexpr WordTable<FollowUp, 5> all{{{FollowUp::correct_and_resubmit, "correct_and_resubmit"},
                                               {FollowUp::do_not_resubmit, "do_not_resubmit"},
                                               {FollowUp::resubmit_original, "resubmit_original"},
                                               {FollowUp::may_resubmit, "may_resubmit"},
                                               {FollowUp::held, "held"}}};
};
template <>
struct Words<Level> {
  static constexpr WordTable<Level, 9> all{{{Level::umo_level, "umo_level"},
                                            {Level::umo, "umo"},
                                            {Level::requester, "requester"},
                                            {Level::subscriber, "subscriber"},
                                            {Level::dependent, "dependent"},
                                            {Level::event, "event"},
                                            {Level::event_provider, "event_provider"},
                                            {Level::service, "service"},
                                            {Level::service_provider, "service_provider"}}};
};

template <>
struct Words<AttachmentPurpose> {
  static constexpr WordTable<AttachmentPurpose, 2> all{
      {{AttachmentPurpose::unsolicited, "unsolicited"}, {AttachmentPurpose::solicited, "solicited"}}};
};
template <>
struct Words<AttachmentFormat> {
  static constexpr WordTable<AttachmentFormat, 5> all{{{AttachmentFormat::unspecified, "unspecified"},
                                                       {AttachmentFormat::hl7, "hl7"},
                                                       {AttachmentFormat::text, "text"},
                                                       {AttachmentFormat::image, "image"},
                                                       {AttachmentFormat::pdf, "pdf"}}};
};

template <>
struct Words<ClockKind> {
  static constexpr WordTable<ClockKind, 4> all{{{ClockKind::received, "received"},
                                                {ClockKind::asked, "asked"},
                                                {ClockKind::answered, "answered"},
                                                {ClockKind::extended, "extended"}}};
};
template <>
struct Words<NoteKind> {
  static constexpr WordTable<NoteKind, 1> all{{{NoteKind::peer_to_peer, "peer_to_peer"}}};
};

/// "not_certified".
template <class Enum>
[[nodiscard]] constexpr std::string_view word(Enum value) {
  for (const auto& [candidate, text] : Words<Enum>::all) {
    if (candidate == value) return text;
  }
  return {};
}

/// The value with this word; empty when there is none.
template <class Enum>
[[nodiscard]] constexpr std::optional<Enum> from_word(std::string_view text) {
  for (const auto& [candidate, name] : Words<Enum>::all) {
    if (name == text) return candidate;
  }
  return std::nullopt;
}

}  // namespace precert
