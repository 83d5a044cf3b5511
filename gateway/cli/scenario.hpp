// A scenario folder: one story told in both dialects, with the answers it must get.
//
//   README.md             the story in three sentences and what the answer must be
//   before.x12/.fhir.json   sent first, when the story needs an earlier case; its answer is not compared
//   request.x12/.fhir.json  the request; its answer is response.x12 / response.fhir.json
//   decision.json           then a reviewer decides the case (POST /review/ID/decision)
//   after.x12/.fhir.json    then this is sent; its answer is after-response.x12 / after-response.fhir.json
//   status.fhir.json        then the case reads so (GET /fhir/ClaimResponse/ID); fhir conversation only
//   at                      when all this happens; default 2026-01-05T17:30:00Z
//
// A request may be an eligibility question as well: a 270, or a CoverageEligibilityRequest alone or in a
// Bundle. It leads to no case, so nothing but before, request and after is told of it (fixtures/eligibility).
//
// {{rulebook}} in an expected answer stands for the version of the rulebook.
// {{certification}} and {{reference}} in a message stand for the numbers of the case of the message before
// it.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "base/result.hpp"
#include "gateway/http/message.hpp"
#include "gateway/store/store.hpp"

namespace gateway::cli {

struct Scenario {
  std::string name;
  std::filesystem::path folder;
  base::Instant at{};
};

/// Scenarios at or below a path, in name order; none when it holds no request.x12 or request.fhir.json.
[[nodiscard]] std::vector<Scenario> scenarios_in(const std::filesystem::path& path);

/// Sends a request somewhere: into this process or over the network. Errors: upstream_unavailable.
using Send = std::function<base::Result<HttpReply>(const HttpRequest&)>;

/// Where a FHIR message goes, by what it holds: "/fhir/CoverageEligibilityRequest/$submit", else
/// "/fhir/Claim/$submit".
[[nodiscard]] const char* fhir_path_of(const std::string& message);

/// What one answer has to be compared by.
enum class Comparison : bool {
  exact,     // every byte, with the clock standing still and numbers counted
  outcomes,  // decisions, reasons, missing information and errors: times and numbers differ
};

/// One answer that was compared.
struct Check {
  std::filesystem::path expected_file;
  std::string answered;             // as the file would hold it
  std::vector<std::string> differences;  // "- expected" and "+ answered" lines; empty = as expected
};

/// Plays one dialect of a scenario. Errors: what keeps it from being played (no answer, a status that is no answer).
[[nodiscard]] base::Result<std::vector<Check>> play(const Scenario& scenario, Transport dialect, const Send& send,
                                                    Comparison comparison);

/// True when the folder has this dialect.
[[nodiscard]] bool has(const Scenario& scenario, Transport dialect);

/// Lines that say what was decided: "line 1: A4 0U", "asks 18748-4", "AAA 75 C"; of an eligibility answer
/// "coverage active", "70551 authorization required". The same words for both dialects.
[[nodiscard]] std::vector<std::string> outcomes_of(const std::string& answer);

}  // namespace gateway::cli
