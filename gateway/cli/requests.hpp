// Reading one request of either dialect from a file, for the commands that work offline.
#pragma once

#include <optional>
#include <string>

#include "base/result.hpp"
#include "gateway/store/store.hpp"
#include "parsers/x12/fault.hpp"
#include "precert/model/review_request.hpp"

namespace gateway::cli {

struct ReadRequest {
  Transport dialect = Transport::x12;
  precert::ReviewRequest request;
};

/// The first 278 request of an interchange, or the Claim of a PAS bundle. Errors: every fault of the message.
[[nodiscard]] base::Result<ReadRequest> request_from(const std::string& text);

/// The same from a file (- = standard input). What is wrong is printed, and `code` is then the command's exit code.
[[nodiscard]] std::optional<ReadRequest> request_of(const std::string& file, int& code);

/// An X12 fault as an Issue: what 999 and TA1 say, in words and with its place.
[[nodiscard]] base::Issue issue_from(const x12::Fault& fault);

}  // namespace gateway::cli
