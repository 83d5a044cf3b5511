// $questionnaire-package: Parameters -> what is asked for, and forms -> package Bundles. Pure.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "base/issue.hpp"
#include "base/result.hpp"
#include "mappers/fhir/questionnaire_response.hpp"
#include "parsers/json/value.hpp"
#include "parsers/json/writer.hpp"
#include "precert/model/coverage_question.hpp"

namespace mappers {

/// An order that the package is asked for.
struct PackageOrder {
  std::string reference;  // "ServiceRequest/9"; "" when the order has no id
  int item = 0;           // CoverageItem::sequence; 0 = it names no service that is known here
};

/// What a client wants a package for. At least one of orders, questionnaires and context is there.
struct PackageRequest {
  /// Who is covered, and an item for each order that names a service. Empty without Coverage and orders.
  precert::CoverageQuestion question;
  bool has_coverage = false;
  bool has_patient = false;            // who the patient is was sent, not only the Coverage
  std::vector<std::string> coverages;  // "Coverage/7"
  std::string patient;                 // "Patient/123"
  std::vector<PackageOrder> orders;
  std::vector<std::string> questionnaires;  // canonicals, perhaps with |version
  std::string context;                      // coverage-assertion-id, or the trace number of a pended request
  std::optional<base::Instant> changed_since;
  base::Issues skipped;  // warnings: what was sent and cannot be used
};

/// How much one call may ask for, different ones each; and the reasons of one order.
inline constexpr std::size_t package_orders_max = 50;
inline constexpr std::size_t package_canonicals_max = 50;
inline constexpr std::size_t package_coverages_max = 25;
inline constexpr std::size_t package_reasons_max = 100;

/// Reads the input of either version; parameters nobody knows are passed over. Orders may differ from what
/// CRD saw: their status does not count. Errors: fhir_structure (no Parameters; nothing that names a form; an
/// order of a type that is none; more than the limits above; on 2.2 an order without Coverage),
/// fhir_value_invalid (changedsince is no instant). Rule: DTR OperationDefinition questionnaire-package,
/// dtr-1, spec-128.
[[nodiscard]] base::Result<PackageRequest> package_request_from(const json::Value& parameters,
                                                                DtrVersion version);

/// One form of a package and the draft answer that goes with it.
struct PackageForm {
  const precert::Rulebook* rulebook = nullptr;
  precert::Form form;
  bool adaptive = false;
  precert::FactValues known;        // what the payer knows itself; empty = nothing
  std::vector<std::string> orders;  // that it is for: "ServiceRequest/9"
};

/// What the drafts of one answer have in common.
struct PackageContext {
  std::string patient;
  std::vector<std::string> coverages;
  base::Instant at{};
};

/// The answer of the operation. 2.0.1: a bare Bundle when there is one package and nothing to say, else
/// Parameters with PackageBundle and operationOutcome. 2.2: always Parameters, packagebundle and outcome.
/// Rule: DTR profiles dtr-qpackage-output-parameters of both versions.
[[nodiscard]] std::string package_answer_from(std::span<const PackageForm> forms,
                                              const base::Issues& messages, const PackageContext& context,
                                              const FormPlace& place);

}  // namespace mappers
