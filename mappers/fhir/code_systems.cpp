#include "mappers/fhir/code_systems.hpp"

#include <algorithm>
#include <array>

#include "mappers/codes/fhir_systems.hpp"
#include "mappers/codes/procedure_codes.hpp"
#include "precert/model/words.hpp"

namespace mappers {
namespace {

using precert::CodeSystem;

struct SystemName {
  std::string_view url;
  CodeSystem system;
};
constexpr std::array<SystemName, 10> procedure_systems{
    {{systems::cpt, CodeSystem::cpt},
     {systems::hcpcs, CodeSystem::hcpcs},
     {"https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets", CodeSystem::hcpcs},
     {"urn:oid:2.16.840.1.113883.6.285", CodeSystem::hcpcs},
     {systems::ndc, CodeSystem::ndc},
     {systems::icd10_pcs, CodeSystem::icd10_pcs},
     {"http://hl7.org/fhir/sid/icd-10-pcs", CodeSystem::icd10_pcs},
     {systems::icd9_cm, CodeSystem::icd9_procedure},
     {systems::cdt, CodeSystem::cdt},
     {systems::service_type, CodeSystem::service_type}}};
constexpr std::array<SystemName, 7> diagnosis_systems{
    {{systems::icd10_cm, CodeSystem::icd10_cm},
     {"http://hl7.org/fhir/sid/icd-10", CodeSystem::icd10_cm},
     {systems::icd9_cm, CodeSystem::icd9_cm},
     {"http://hl7.org/fhir/sid/icd-9-cm", CodeSystem::icd9_cm},
     {systems::ms_drg, CodeSystem::drg},
     {systems::ap_drg, CodeSystem::drg},
     {systems::apr_drg, CodeSystem::drg}}};

/// What is written. PAS binds services to HCPCS, which holds the D codes; lists without a public name are not
/// here.
constexpr std::array<SystemName, 10> written_systems{{{systems::cpt, CodeSystem::cpt},
                                                      {systems::hcpcs, CodeSystem::hcpcs},
                                                      {systems::ndc, CodeSystem::ndc},
                                                      {systems::icd10_pcs, CodeSystem::icd10_pcs},
                                                      {systems::icd9_cm, CodeSystem::icd9_procedure},
                                                      {systems::hcpcs, CodeSystem::cdt},
                                                      {systems::service_type, CodeSystem::service_type},
                                                      {systems::icd10_cm, CodeSystem::icd10_cm},
                                                      {systems::icd9_cm, CodeSystem::icd9_cm},
                                                      {systems::ms_drg, CodeSystem::drg}}};

constexpr std::string_view own_system = "urn:precert:code:";

template <std::size_t Size>
std::optional<CodeSystem> among(const std::array<SystemName, Size>& table, std::string_view url) {
  for (const SystemName& one : table) {
    if (one.url == url) return one.system;
  }
  return std::nullopt;
}

/// "0777-3105-02" -> "00777310502": each of the three parts filled up with zeros to 5-4-2.
std::string ndc_digits(std::string_view code) {
  constexpr std::array<std::size_t, 3> widths{5, 4, 2};
  if (code.find('-') == std::string_view::npos) return std::string(code);
  std::string out;
  for (const std::size_t width : widths) {
    const std::string_view part = code.substr(0, code.find('-'));
    if (part.size() < width) out.append(width - part.size(), '0');
    out += part;
    code.remove_prefix(std::min(code.size(), part.size() + 1));
  }
  return out;
}

std::string upper(std::string_view code) {
  std::string out(code);
  for (char& c : out) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return out;
}

}  // namespace

std::optional<CodeSystem> procedure_system_from(std::string_view system, std::string_view code) {
  if (system.starts_with(own_system)) return precert::from_word<CodeSystem>(system.substr(own_system.size()));
  const auto found = among(procedure_systems, system);
  if (found == CodeSystem::cpt || found == CodeSystem::hcpcs) return cpt_or_hcpcs(code);
  return found;
}

std::optional<CodeSystem> diagnosis_system_from(std::string_view system) {
  return among(diagnosis_systems, system);
}

std::string fhir_system_of(CodeSystem system) {
  for (const SystemName& one : written_systems) {
    if (one.system == system) return std::string(one.url);
  }
  return std::string(own_system) + std::string(precert::word(system));
}

std::string model_code(CodeSystem system, std::string_view code) {
  if (system == CodeSystem::ndc) return ndc_digits(code);
  if (system == CodeSystem::icd9_procedure) return without_dot(code);
  return upper(code);
}

}  // namespace mappers
