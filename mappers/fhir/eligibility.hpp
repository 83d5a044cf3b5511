// FHIR R4 CoverageEligibilityRequest -> coverage question; coverage answer -> CoverageEligibilityResponse.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "parsers/fhir/bundle.hpp"
#include "parsers/json/document.hpp"
#include "parsers/json/writer.hpp"
#include "precert/model/coverage_answer.hpp"
#include "precert/model/coverage_question.hpp"
#include "precert/rulebook/tables.hpp"

namespace mappers {

/// A CoverageEligibilityRequest and the resources that came with it. Owns its text; does not move.
struct EligibilityMessage {
  json::Document document;
  std::optional<fhir::Bundle> bundle;
  json::Value request;
  bool alone = false;  // it came without a Bundle: places begin with the resource's name

  /// FHIRPath of a value for Issue::where.
  [[nodiscard]] std::string place(const json::Value& value, std::string_view child = {}) const;
};

/// Reads the resource alone, a Parameters with `resource` (more parameters may hold what it refers to), or a
/// Bundle with the request and what it refers to. Errors: json_syntax, json_limit, fhir_structure.
[[nodiscard]] base::Result<std::unique_ptr<EligibilityMessage>> eligibility_message_from(
    std::string_view bytes, const json::Limits& limits);

/// The question, the same as a 270 would ask. An item that names its service in words only becomes one item
/// for each service of the rulebook that the words find (12 at most), with the words as description. The
/// source of every item is "CoverageEligibilityRequest.item[N]". `at` stands for a `created` that is absent.
/// Errors, all at once with their FHIRPath: fhir_structure, fhir_code_invalid, fhir_value_invalid. What is
/// skipped is added to `skipped`. Rule: FHIR R4 CoverageEligibilityRequest.
[[nodiscard]] base::Result<precert::CoverageQuestion> coverage_question_from(
    const EligibilityMessage& message, const precert::Rulebook& rulebook, base::Instant at,
    base::Issues* skipped = nullptr);

/// The request with this id, as it was sent otherwise.
void write_eligibility_request(json::Writer& out, const EligibilityMessage& message, std::string_view id);

/// Who answers, and under which names.
struct EligibilityContext {
  std::string id;  // of request and response, which are of different types
  base::Instant made{};
};

/// The response: an item for each item of the question (and for each part of one that was asked by category),
/// the plan as a whole when it names none. Rule: FHIR R4 CoverageEligibilityResponse; what R4 has no element
/// for stands in `description` and in extensions (eligibility_extensions.hpp). A member who is not found is
/// answered: complete, not in force (R4 is silent).
void write_eligibility_response(json::Writer& out, const EligibilityMessage& message,
                                const precert::CoverageQuestion& question,
                                const precert::CoverageAnswer& answer, const EligibilityContext& context);

/// CoverageEligibilityResponse.outcome and .disposition of an answer.
[[nodiscard]] std::string_view eligibility_outcome(const precert::CoverageAnswer& answer);
[[nodiscard]] std::string eligibility_disposition(const precert::CoverageQuestion& question,
                                                  const precert::CoverageAnswer& answer);

}  // namespace mappers
