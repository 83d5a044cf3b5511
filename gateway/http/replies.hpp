// The replies every route shares: problem+json for machines that speak neither dialect, OperationOutcome for
// FHIR.
#pragma once

#include <string>

#include "base/issue.hpp"
#include "gateway/http/message.hpp"

namespace gateway {

inline constexpr const char* fhir_json = "application/fhir+json; charset=utf-8";
inline constexpr const char* plain_json = "application/json; charset=utf-8";

/// True for paths whose errors are OperationOutcomes.
[[nodiscard]] bool speaks_fhir(const std::string& path);

/// A refusal in the dialect of the path. A 5xx is never an OperationOutcome (PAS: nothing is returned that
/// looks like a decision); it carries Retry-After instead.
[[nodiscard]] HttpReply refusal(unsigned status, const std::string& path, const base::Issues& issues);
[[nodiscard]] HttpReply refusal(unsigned status, const std::string& path, const std::string& words);

[[nodiscard]] HttpReply json_reply(std::string body, unsigned status = 200);
[[nodiscard]] HttpReply fhir_reply(std::string body, unsigned status = 200);
/// An OperationOutcome that says one thing for people and nothing is wrong.
[[nodiscard]] HttpReply fhir_note(const std::string& words, unsigned status = 200);

}  // namespace gateway
