// What one answer will hold, worked out before a byte of it is written: lines in order, who may perform them,
// numbered notes, faults, and requests for information.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "mappers/fhir/response_notes.hpp"
#include "mappers/fhir/response_references.hpp"

namespace mappers {

struct AuthorizedProvider {
  std::string reference;
  std::string_view type;  // X12 98, from the list of loop 2010EA
};

/// One ClaimResponse.item, or an addItem of a service that the payer added. `decided` is nullptr for a line that was
/// refused.
struct PlannedLine {
  int sequence = 0;
  const precert::ServiceLine* asked =
      nullptr;  // nullptr when the decision knows a line that was not sent this time
  const precert::LineDetermination* decided = nullptr;
  std::vector<int> notes;
  std::vector<AuthorizedProvider> providers;  // of a certified line
  std::string order;                          // what requestedService refers to
};

/// What a missing fact is asked as. One Task each (PAS ainfo-7).
enum class AskedAs : std::uint8_t { loinc_document, report_type, questionnaire };

struct PlannedQuestion {
  std::string reference;  // of its CommunicationRequest
  int sequence = 0;
  const precert::MissingInformation* missing = nullptr;
  AskedAs as = AskedAs::loinc_document;
};

struct PlannedError {
  const precert::Refusal* refusal = nullptr;
  int note = 0;
  std::string element;  // "2010C-NM109"
  std::string path;     // FHIRPath, "" when the fault has no place in a Bundle
};

struct ResponsePlan {
  const precert::ReviewRequest* request = nullptr;
  const precert::Determination* determination = nullptr;
  const ResponseContext* context = nullptr;
  ResponseReferences* references = nullptr;
  std::vector<PlannedLine> lines;                     // an event without services is the sole item
  std::vector<PlannedLine> added;                     // lines of the payer's own; `asked` is what it added
  ProcessNotes notes;
  std::vector<PlannedError> errors;
  std::vector<PlannedQuestion> questions;
  std::string certification;             // of the whole; "" when nothing is certified
  std::optional<base::Period> validity;  // from the first day of any certified line to the last of all

  [[nodiscard]] bool is_2_2_1() const { return context->version == PasVersion::v2_2_1; }
  [[nodiscard]] bool for_inquiry() const { return context->kind == ResponseKind::inquire; }
};

/// The action lets the provider go ahead.
[[nodiscard]] bool is_certified(precert::ReviewAction action);

/// Puts everything that the answer refers to into `references`. All arguments must outlive the plan.
[[nodiscard]] ResponsePlan plan_of(const precert::ReviewRequest& request,
                                   const precert::Determination& determination,
                                   const ResponseContext& context, ResponseReferences& references);

}  // namespace mappers
