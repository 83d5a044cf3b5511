// The metadata checks: one table of fields, one walk. Liberal on what comes in, exact about what is refused.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gateway/core/envelope.hpp"
#include "gateway/core/payload_types.hpp"

namespace gateway {

/// A refusal: an ErrorCode of CAQH CORE and words for a person. Never holds a value that was
/// sent.
struct CoreFault {
  std::string code;
  std::string message;
};

/// Whether UserName and Password have to be there.
enum class Credentials : std::uint8_t { needed, optional };

/// Mends what partners are known to send otherwise than the rules say (CAQH CORE: be
/// liberal on input): blanks round a value, "v2.2.0", a TimeStamp without zone or with fractions, hex in
/// upper case. Payload and Password are left as they are. What was mended is noted in `tolerated`.
void normalise(CoreEnvelope& envelope);

/// What is wrong with a normalised request, in wire order; empty = nothing. Codes: <Field>Required,
/// <Field>Illegal (it breaks the field's form, came twice, or does not fit the operation),
/// <Field>NotUnderstood (well formed, but nothing this gateway has), VersionMismatch, ChecksumMismatched.
[[nodiscard]] std::vector<CoreFault> core_faults(const CoreEnvelope& envelope, Credentials credentials);

/// What the request asks for: as its SOAP body or path says, else by ProcessingMode and PayloadType; nullopt
/// when ProcessingMode is missing or illegal.
[[nodiscard]] std::optional<CoreOperation> operation_of(const CoreEnvelope& envelope);

/// True when the value may be repeated in an answer or a log line: present, of legal form and length.
[[nodiscard]] bool legal(const CoreEnvelope& envelope, CoreField field);

/// The table entry of the request's PayloadType, that of its payload when the value is not listed but
/// plausible; nullptr when neither.
[[nodiscard]] const PayloadType* payload_type_of(const CoreEnvelope& envelope);

/// 40 lower-case hex digits (FIPS 180-4 SHA-1), the CheckSum of a batch. An integrity check agreed on by the
/// rules, not a protection.
[[nodiscard]] std::string sha1_hex(std::string_view bytes);

/// True for 8-4-4-4-12 hex digits (RFC 4122).
[[nodiscard]] bool is_uuid(std::string_view text);

}  // namespace gateway
