// X12 qualifiers that join two vocabularies of the model or split one: HI (element 1270), procedures (235),
// units (355 in SV, 673 in HSD), name identifiers (66) and telephone kinds (365), as
// 005010X217 uses them.
#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "mappers/codes/procedure_codes.hpp"
#include "mappers/codes/x12_codes.hpp"
#include "precert/model/codes.hpp"

namespace mappers {

/// LOINC of a request for the payer's questionnaire package (DTR); the trace number goes with it.
inline constexpr std::string_view questionnaire_loinc = "102089-0";

/// HI0x-1.
struct DiagnosisQualifier {
  std::string_view code;
  precert::DiagnosisKind kind;
  precert::CodeSystem system;
};
inline constexpr std::array<DiagnosisQualifier, 9> diagnosis_qualifiers{{
    {"ABK", precert::DiagnosisKind::principal, precert::CodeSystem::icd10_cm},
    {"BK", precert::DiagnosisKind::principal, precert::CodeSystem::icd9_cm},
    {"ABJ", precert::DiagnosisKind::admitting, precert::CodeSystem::icd10_cm},
    {"BJ", precert::DiagnosisKind::admitting, precert::CodeSystem::icd9_cm},
    {"ABF", precert::DiagnosisKind::other, precert::CodeSystem::icd10_cm},
    {"BF", precert::DiagnosisKind::other, precert::CodeSystem::icd9_cm},
    {"APR", precert::DiagnosisKind::reason_for_visit, precert::CodeSystem::icd10_cm},
    {"PR", precert::DiagnosisKind::reason_for_visit, precert::CodeSystem::icd9_cm},
    {"DR", precert::DiagnosisKind::drg, precert::CodeSystem::drg},
}};
[[nodiscard]] constexpr const DiagnosisQualifier* diagnosis_qualifier(std::string_view code) {
  for (const DiagnosisQualifier& one : diagnosis_qualifiers) {
    if (one.code == code) return &one;
  }
  return nullptr;
}
/// "ABK"; "" when X12 has no word for the pair.
[[nodiscard]] constexpr std::string_view diagnosis_qualifier(precert::DiagnosisKind kind,
                                                             precert::CodeSystem system) {
  for (const DiagnosisQualifier& one : diagnosis_qualifiers) {
    if (one.kind == kind && one.system == system) return one.code;
  }
  return {};
}

/// SV101-1, SV202-1, SV301-1. HC stands for two systems: see procedure_system().
inline constexpr CodeTable<precert::CodeSystem, 8> procedure_qualifiers{{
    {precert::CodeSystem::cpt, "HC"},
    {precert::CodeSystem::hcpcs, "HC"},
    {precert::CodeSystem::ndc, "N4"},
    {precert::CodeSystem::icd10_pcs, "ZZ"},
    {precert::CodeSystem::icd9_procedure, "ID"},
    {precert::CodeSystem::cdt, "AD"},
    {precert::CodeSystem::home_infusion, "IV"},
    {precert::CodeSystem::alternative_medicine, "WK"},
}};
[[nodiscard]] constexpr std::string_view procedure_qualifier(precert::CodeSystem system) {
  for (const auto& [candidate, code] : procedure_qualifiers) {
    if (candidate == system) return code;
  }
  return {};
}
[[nodiscard]] inline std::optional<precert::CodeSystem> procedure_system(std::string_view qualifier,
                                                                         std::string_view code) {
  if (qualifier == "HC") return cpt_or_hcpcs(code);
  for (const auto& [system, candidate] : procedure_qualifiers) {
    if (candidate == qualifier) return system;
  }
  return std::nullopt;
}

/// Each unit in element 355 (SV103, SV204) and in 673 (HSD01, PAS quantity); "" where that list has none.
struct UnitCodes {
  precert::Unit unit;
  std::string_view measure;  // 355
  std::string_view kind;     // 673
};
inline constexpr std::array<UnitCodes, 7> unit_codes{{
    {precert::Unit::unit, "UN", "FL"},
    {precert::Unit::day, "DA", "DY"},
    {precert::Unit::month, "", "MN"},  // 355 MO counts time in HSD03, never an amount in SV
    {precert::Unit::hour, "", "HS"},
    {precert::Unit::visit, "", "VS"},
    {precert::Unit::minute, "MJ", ""},
    {precert::Unit::international_unit, "F2", ""},
}};
[[nodiscard]] constexpr const UnitCodes& codes_of(precert::Unit unit) {
  for (const UnitCodes& one : unit_codes) {
    if (one.unit == unit) return one;
  }
  return unit_codes.front();
}
/// Reads a code of either list: they do not overlap in X217.
[[nodiscard]] constexpr std::optional<precert::Unit> unit_from(std::string_view code) {
  if (code.empty()) return std::nullopt;
  for (const UnitCodes& one : unit_codes) {
    if (one.measure == code || one.kind == code) return one.unit;
  }
  return std::nullopt;
}

/// NM108: what x12_code() says for a REF differs for these three. SV, FI, NI and PP stand in 270 and 271 only.
[[nodiscard]] constexpr std::string_view name_qualifier(precert::IdentifierKind kind) {
  switch (kind) {
    case precert::IdentifierKind::employer_id: return "24";
    case precert::IdentifierKind::social_security: return "34";
    case precert::IdentifierKind::carrier_assigned: return "SV";
    case precert::IdentifierKind::npi:
    case precert::IdentifierKind::transmitter_id:
    case precert::IdentifierKind::payer_id:
    case precert::IdentifierKind::plan_id:
    case precert::IdentifierKind::member_id:
    case precert::IdentifierKind::unique_health_id: return x12_code(kind);
    default: return {};
  }
}
[[nodiscard]] constexpr std::optional<precert::IdentifierKind> kind_of_name(std::string_view qualifier) {
  if (qualifier == "24" || qualifier == "FI") return precert::IdentifierKind::employer_id;
  if (qualifier == "34") return precert::IdentifierKind::social_security;
  if (qualifier == "SV" || qualifier == "PP") return precert::IdentifierKind::carrier_assigned;
  if (qualifier == "NI") return precert::IdentifierKind::payer_id;
  return from_x12<precert::IdentifierKind>(qualifier);
}

/// PER03, 05, 07; EX is an extension of the number before it.
template <>
struct X12Codes<precert::ContactKind> {
  static constexpr std::string_view list = "365";
  static constexpr CodeTable<precert::ContactKind, 4> all{{{precert::ContactKind::phone, "TE"},
                                                           {precert::ContactKind::fax, "FX"},
                                                           {precert::ContactKind::email, "EM"},
                                                           {precert::ContactKind::url, "UR"}}};
};

}  // namespace mappers
