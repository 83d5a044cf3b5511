// The model's vocabularies in X12 codes. PAS uses the same codes in FHIR (https://codesystem.x12.org/005010/NNNN), so
// both mappers read these tables. Descriptions are our own.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include "precert/model/codes.hpp"

namespace mappers {

/// Specialised for every enum: `all` pairs each value with its code, `list` is the X12 data element number.
template <class Enum>
struct X12Codes;

template <class Enum, std::size_t N>
using CodeTable = std::array<std::pair<Enum, std::string_view>, N>;

template <>
struct X12Codes<precert::RequestCategory> {  // UM01
  static constexpr std::string_view list = "1525";
  static constexpr CodeTable<precert::RequestCategory, 4> all{{{precert::RequestCategory::admission, "AR"},
                                                               {precert::RequestCategory::health_services, "HS"},
                                                               {precert::RequestCategory::specialty_care, "SC"},
                                                               {precert::RequestCategory::reservation, "IN"}}};
};
template <>
struct X12Codes<precert::CertificationType> {  // UM02
  static constexpr std::string_view list = "1322";
  static constexpr CodeTable<precert::CertificationType, 8> all{
      {{precert::CertificationType::initial, "I"},
       {precert::CertificationType::immediate_appeal, "1"},
       {precert::CertificationType::standard_appeal, "2"},
       {precert::CertificationType::cancellation, "3"},
       {precert::CertificationType::extension, "4"},
       {precert::CertificationType::reconsideration, "N"},
       {precert::CertificationType::renewal, "R"},
       {precert::CertificationType::revision, "S"}}};
};
template <>
struct X12Codes<precert::LevelOfService> {  // UM06
  static constexpr std::string_view list = "1338";
  static constexpr CodeTable<precert::LevelOfService, 3> all{{{precert::LevelOfService::elective, "E"},
                                                              {precert::LevelOfService::urgent, "U"},
                                                              {precert::LevelOfService::emergency, "03"}}};
};
template <>
struct X12Codes<precert::ReviewAction> {  // HCR01
  static constexpr std::string_view list = "306";
  static constexpr CodeTable<precert::ReviewAction, 8> all{{{precert::ReviewAction::certified, "A1"},
                                                            {precert::ReviewAction::partially_certified, "A2"},
                                                            {precert::ReviewAction::not_certified, "A3"},
                                                            {precert::ReviewAction::pended, "A4"},
                                                            {precert::ReviewAction::modified, "A6"},
                                                            {precert::ReviewAction::cancelled, "C"},
                                                            {precert::ReviewAction::contact_payer, "CT"},
                                                            {precert::ReviewAction::not_required, "NA"}}};
};
template <>
struct X12Codes<precert::Gender> {  // DMG03
  static constexpr std::string_view list = "1068";
  static constexpr CodeTable<precert::Gender, 3> all{{{precert::Gender::female, "F"},
                                                      {precert::Gender::male, "M"},
                                                      {precert::Gender::unknown, "U"}}};
};
template <>
struct X12Codes<precert::Relationship> {  // INS02
  static constexpr std::string_view list = "1069";
  static constexpr CodeTable<precert::Relationship, 4> all{{{precert::Relationship::self, "18"},
                                                            {precert::Relationship::spouse, "01"},
                                                            {precert::Relationship::child, "19"},
                                                            {precert::Relationship::other, "G8"}}};
};
template <>
struct X12Codes<precert::PartyRole> {  // NM101
  static constexpr std::string_view list = "98";
  static constexpr CodeTable<precert::PartyRole, 30> all{{
      {precert::PartyRole::umo, "X3"},
      {precert::PartyRole::payer, "PR"},
      {precert::PartyRole::administrator, "2B"},
      {precert::PartyRole::employer, "36"},
      {precert::PartyRole::provider, "1P"},
      {precert::PartyRole::facility, "FA"},
      {precert::PartyRole::attending, "71"},
      {precert::PartyRole::operating, "72"},
      {precert::PartyRole::other_physician, "73"},
      {precert::PartyRole::service_location, "77"},
      {precert::PartyRole::admitting, "AAJ"},
      {precert::PartyRole::assistant_surgeon, "DD"},
      {precert::PartyRole::ordering, "DK"},
      {precert::PartyRole::referring, "DN"},
      {precert::PartyRole::supervising, "DQ"},
      {precert::PartyRole::clinic, "G3"},
      {precert::PartyRole::primary_care, "P3"},
      {precert::PartyRole::purchased_service, "QB"},
      {precert::PartyRole::group_practice, "QV"},
      {precert::PartyRole::service_provider, "SJ"},
      {precert::PartyRole::performing, "1T"},
      {precert::PartyRole::pick_up, "PW"},
      {precert::PartyRole::drop_off, "45"},
      {precert::PartyRole::next_destination, "ND"},
      {precert::PartyRole::final_destination, "FS"},
      {precert::PartyRole::scheduled_destination, "R3"},
      {precert::PartyRole::alternate_insurer, "00"},
      {precert::PartyRole::carrier, "CA"},
      {precert::PartyRole::intermediary, "GG"},
      {precert::PartyRole::contact, "L5"},
  }};
};
template <>
struct X12Codes<precert::RelatedCause> {  // UM05
  static constexpr std::string_view list = "1362";
  static constexpr CodeTable<precert::RelatedCause, 3> all{{{precert::RelatedCause::auto_accident, "AA"},
                                                            {precert::RelatedCause::another_party, "AP"},
                                                            {precert::RelatedCause::employment, "EM"}}};
};
template <>
struct X12Codes<precert::FollowUp> {  // AAA04
  static constexpr std::string_view list = "889";
  static constexpr CodeTable<precert::FollowUp, 5> all{{{precert::FollowUp::correct_and_resubmit, "C"},
                                                        {precert::FollowUp::do_not_resubmit, "N"},
                                                        {precert::FollowUp::resubmit_original, "P"},
                                                        {precert::FollowUp::may_resubmit, "R"},
                                                        {precert::FollowUp::held, "Y"}}};
};
template <>
struct X12Codes<precert::PlaceKind> {  // UM04-2
  static constexpr std::string_view list = "1332";
  static constexpr CodeTable<precert::PlaceKind, 2> all{
      {{precert::PlaceKind::place_of_service, "B"}, {precert::PlaceKind::type_of_bill, "A"}}};
};
/// REF01 and NM108; `other` has no X12 word.
template <>
struct X12Codes<precert::IdentifierKind> {
  static constexpr std::string_view list = "128";
  static constexpr CodeTable<precert::IdentifierKind, 25> all{{
      {precert::IdentifierKind::npi, "XX"},  // NM108 only
      {precert::IdentifierKind::employer_id, "EI"},
      {precert::IdentifierKind::social_security, "SY"},
      {precert::IdentifierKind::transmitter_id, "46"},   // NM108 only
      {precert::IdentifierKind::payer_id, "PI"},         // NM108 only
      {precert::IdentifierKind::plan_id, "XV"},          // NM108 only
      {precert::IdentifierKind::member_id, "MI"},        // NM108 only
      {precert::IdentifierKind::unique_health_id, "II"},  // NM108 only
      {precert::IdentifierKind::group_policy, "1L"},
      {precert::IdentifierKind::branch, "3L"},
      {precert::IdentifierKind::group, "6P"},
      {precert::IdentifierKind::department, "DP"},
      {precert::IdentifierKind::patient_account, "EJ"},
      {precert::IdentifierKind::medicare, "F6"},
      {precert::IdentifierKind::identity_card, "HJ"},
      {precert::IdentifierKind::policy, "IG"},
      {precert::IdentifierKind::plan_network, "N6"},
      {precert::IdentifierKind::medicaid, "NQ"},
      {precert::IdentifierKind::upin, "1G"},
      {precert::IdentifierKind::facility_id, "1J"},
      {precert::IdentifierKind::provider_site, "G5"},
      {precert::IdentifierKind::provider_plan_network, "N5"},
      {precert::IdentifierKind::facility_network, "N7"},
      {precert::IdentifierKind::carrier_assigned, "ZH"},
      {precert::IdentifierKind::state_licence, "0B"},
  }};
};

/// "A1"; "" when X12 has no word for the value.
template <class Enum>
[[nodiscard]] constexpr std::string_view x12_code(Enum value) {
  for (const auto& [candidate, code] : X12Codes<Enum>::all) {
    if (candidate == value) return code;
  }
  return {};
}

/// A code as a number of its own, so that looking for it compares no texts; 0 for what is no code.
[[nodiscard]] constexpr std::uint64_t code_number(std::string_view code) {
  if (code.size() > 7) return 0;
  std::uint64_t number = code.size();
  for (const char c : code) number = (number << 8U) | static_cast<unsigned char>(c);
  return number;
}
/// Beside X12Codes<Enum>::all.
template <class Enum>
inline constexpr auto code_numbers = [] {
  std::array<std::uint64_t, X12Codes<Enum>::all.size()> numbers{};
  for (std::size_t i = 0; i < numbers.size(); ++i) numbers[i] = code_number(X12Codes<Enum>::all[i].second);
  return numbers;
}();

template <class Enum>
[[nodiscard]] constexpr std::optional<Enum> from_x12(std::string_view code) {
  const auto& numbers = code_numbers<Enum>;
  const std::uint64_t wanted = code_number(code);
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    if (numbers[i] == wanted) return X12Codes<Enum>::all[i].first;
  }
  return std::nullopt;
}

}  // namespace mappers
