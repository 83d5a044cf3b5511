// The envelope that goes back: sender and receiver swapped, every field of its form there.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "gateway/core/check.hpp"
#include "gateway/core/envelope.hpp"

namespace gateway {

/// What an answer says besides the metadata that follow from its request.
struct CoreOutcome {
  std::string payload_type;
  std::string payload;
  std::string error_code = "Success";
  std::string error_message;
};

/// The answer to `request` at `now`, with the request's PayloadID, so that a repeated request gets a repeated
/// answer. Batch operations carry PayloadLength and CheckSum. What was not legal in the request is left
/// empty, never echoed.
[[nodiscard]] CoreEnvelope core_answer(const CoreEnvelope& request, base::Instant now, CoreOutcome outcome);

/// CoreEnvelopeError with the first fault's code and what is wrong with all of them.
[[nodiscard]] CoreOutcome core_refusal(const std::vector<CoreFault>& faults);
[[nodiscard]] CoreOutcome core_refusal(std::string code, std::string message);

/// A UUID (RFC 4122, version 4 form) made of the hash of `seed`.
[[nodiscard]] std::string uuid_from(std::string_view seed);

}  // namespace gateway
