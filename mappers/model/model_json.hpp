// The model as JSON: how cases are stored, how goldens read, how two requests are told apart. Driven by
// precert/model/fields.hpp; empty fields are left out.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "precert/engine/facts.hpp"
#include "precert/model/determination.hpp"
#include "precert/model/review_request.hpp"

namespace mappers {

enum class JsonStyle : bool { compact, pretty };

[[nodiscard]] std::string to_json(const precert::ReviewRequest& request, JsonStyle style = JsonStyle::compact);
[[nodiscard]] std::string to_json(const precert::Determination& determination, JsonStyle style = JsonStyle::compact);
[[nodiscard]] std::string to_json(const precert::MemberRecord& member, JsonStyle style = JsonStyle::compact);
[[nodiscard]] std::string to_json(const precert::Facility& facility, JsonStyle style = JsonStyle::compact);

/// Errors (data_invalid) name the JSON path. Unknown keys are errors: a stored case must be read whole or not at all.
[[nodiscard]] base::Result<precert::ReviewRequest> review_request_from_json(std::string_view text);
[[nodiscard]] base::Result<precert::Determination> determination_from_json(std::string_view text);
[[nodiscard]] base::Result<precert::MemberRecord> member_from_json(std::string_view text);
[[nodiscard]] base::Result<precert::Facility> facility_from_json(std::string_view text);

/// Readable differences, one a line: "services[0].quantity.value: 1 | 2"; empty when equal. Sources are not compared.
[[nodiscard]] std::vector<std::string> differences(const precert::ReviewRequest& left,
                                                   const precert::ReviewRequest& right);
[[nodiscard]] std::vector<std::string> differences(const precert::Determination& left,
                                                   const precert::Determination& right);

}  // namespace mappers
