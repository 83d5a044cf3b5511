// Claim.item codes -> Procedure and Place.
#include <algorithm>

#include "mappers/codes/fhir_systems.hpp"
#include "mappers/fhir/code_systems.hpp"
#include "mappers/fhir/request_reading.hpp"

namespace mappers {
namespace {

using precert::CodeSystem;
using precert::Procedure;

/// Takes the first coding that X12 has a place for; false when there is none.
bool read_code(const json::Value& codeable, Procedure& procedure) {
  for (const json::Value coding : fhir::list(codeable, "coding")) {
    const std::string_view code = fhir::text(coding, "code");
    const auto system = procedure_system_from(fhir::text(coding, "system"), code);
    if (!system || code.empty()) continue;
    procedure.system = *system;
    procedure.code = model_code(*system, code);
    return true;
  }
  return false;
}

/// Text for people: the concept's own, else the display of a code that could not be taken over.
std::string words_of(const json::Value& codeable, bool coded) {
  std::string words(fhir::text(codeable, "text"));
  const json::Value coding = fhir::first_coding(codeable);
  const bool absent = fhir::text(coding, "system") == systems::data_absent;
  if (words.empty() && !coded && !absent) words = fhir::text(coding, "display");
  return words;
}

std::vector<std::string> modifiers_of(const json::Value& item) {
  std::vector<std::string> modifiers;
  for (const json::Value one : fhir::list(item, "modifier")) {
    const std::string_view code = fhir::text(fhir::first_coding(one), "code");
    if (!code.empty()) modifiers.emplace_back(code);
  }
  return modifiers;
}

/// "0131" and "131" -> "13": UM04 holds the first two digits of the type of bill, FHIR up to four with a
/// leading zero.
std::string bill_type(std::string_view code) {
  if (code.size() == 4 && code.starts_with('0')) code.remove_prefix(1);
  return std::string(code.substr(0, 2));
}

}  // namespace

Procedure procedure_from(const RequestReader& reader, const json::Value& item, const Order& order) {
  Procedure procedure;
  procedure.system = CodeSystem::service_type;
  const json::Value product = item.find("productOrService");
  bool coded = read_code(product, procedure);
  procedure.source = reader.source(product);
  if (!coded && read_code(order.code, procedure)) {
    procedure.source = reader.source(order.code);
    coded = true;
  }
  // A service type in place of a procedure repeats the category: the line is described by its type alone.
  const std::string category = bound_code(item.find("category"), systems::service_type);
  if (procedure.system == CodeSystem::service_type && (category.empty() || category == procedure.code)) {
    procedure.code.clear();
  }
  procedure.description = words_of(product, coded);
  if (!coded && !product.find("coding").empty() && !fhir::coding_of(product, systems::data_absent).exists()) {
    reader.skip(base::IssueCode::fhir_code_invalid, product,
                "Code the service in CPT, HCPCS, NDC, ICD-10-PCS or as X12 service type.");
  }
  const json::Value end = fhir::extension_value(item, extensions::code_end);
  Procedure range;
  if (read_code(end, range)) procedure.code_end = range.code;
  procedure.modifiers = modifiers_of(item);
  return procedure;
}

std::optional<precert::Place> place_from(const RequestReader& reader, const json::Value& item) {
  const json::Value location = item.find("locationCodeableConcept");
  const std::string_view bill = fhir::code_of(location, systems::type_of_bill);
  if (!bill.empty()) {
    return precert::Place{precert::PlaceKind::type_of_bill, bill_type(bill), reader.source(location)};
  }
  const std::string code = bound_code(location, systems::place_of_service);
  if (code.empty()) return std::nullopt;
  return precert::Place{precert::PlaceKind::place_of_service, code, reader.source(location)};
}

}  // namespace mappers
