// Writes the resources of an answer from its plan: ClaimResponse, its lines, CommunicationRequest and Task.
#pragma once

#include <optional>
#include <string>

#include "mappers/fhir/response_plan.hpp"
#include "parsers/json/writer.hpp"

namespace mappers {

/// The whole resource, with what the references hold as `contained` when they are to be contained.
void write_claim_response_resource(json::Writer& out, const ResponsePlan& plan);

/// ClaimResponse.item, addItem (2.2.1). Rules: PAS ClaimResponse, spec-34, spec-36, spec-37.
void write_items(json::Writer& out, const ResponsePlan& plan);
void write_add_items(json::Writer& out, const ResponsePlan& plan);
/// One adjudication object: category submitted, and the review action (HCR) when there is one to say.
struct ReviewActionParts {
  std::string_view action;                // X12 306, "" = not said here
  std::string_view number;                // certification number
  std::vector<std::string_view> reasons;  // X12 external list 886
  std::optional<bool> second_opinion{};   // HCR04
};
void write_adjudication_value(json::Writer& out, const ReviewActionParts& parts);
/// The reason codes of a line, each once.
[[nodiscard]] std::vector<std::string_view> reason_codes_of(const precert::LineDetermination& line);

/// ClaimResponse.request, Task.reasonReference: the Claim, or why it is not named.
void write_claim_reference(json::Writer& out, std::string_view name, const ResponsePlan& plan);

/// Makes the CommunicationRequests and gives them to the plan's references. Not for inquiries.
void make_communication_requests(const ResponsePlan& plan);
/// Makes a Task for each way in which information is asked for. Rule: PAS Task, ainfo-4..7.
void make_tasks(const ResponsePlan& plan);

}  // namespace mappers
