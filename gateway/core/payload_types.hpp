// The PayloadType values this gateway knows, what each asks for, and which one names what is sent back.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "gateway/core/envelope.hpp"

namespace gateway {

enum class PayloadRole : std::uint8_t {
  request,      // a transaction to answer, in real time or as a batch
  response,     // only ever sent by this side
  get_acks,     // pick up the TA1 and 999 of a batch
  get_results,  // pick up the responses of a batch
  send_acks,    // hand in the 999 or TA1 for results that were picked up
  receipt,      // a batch arrived; no payload
  error,        // CoreEnvelopeError
};

/// One value. Those that no public list of CORE has are made after its pattern: assumptions to agree on with
/// the partner (docs/core.md).
struct PayloadType {
  std::string_view value;  // "X12_278_Request_005010X217E1_2"
  PayloadRole role = PayloadRole::request;
  std::string_view set;      // ST01; "" = none in particular
  std::string_view group;    // GS01 of such a payload
  std::string_view version;  // GS08 of such a payload without errata: "005010X217"
  bool assumed = false;
};

inline constexpr std::string_view core_envelope_error = "CoreEnvelopeError";
inline constexpr std::string_view batch_receipt = "X12_BatchReceiptConfirmation";

[[nodiscard]] std::span<const PayloadType> payload_types();
/// nullptr when the value is not listed.
[[nodiscard]] const PayloadType* payload_type_named(std::string_view value);

/// The request type that fits the payload, whatever PayloadType said: by the first group's GS08 and `set`,
/// the ST01 that an unlisted value such as "X12_278_Request_005010X217" names. nullptr = none fits.
[[nodiscard]] const PayloadType* payload_type_for_unlisted(std::string_view value, std::string_view payload);

/// True when a group of the payload is of a guide listed here, but of another than `type` says. Of results to
/// be picked up: when there are some, and none of the transaction that `type` asks for.
[[nodiscard]] bool contradicts(const PayloadType& type, std::string_view payload);

/// How many transaction sets a payload has, in all its interchanges.
[[nodiscard]] std::size_t sets_of(std::string_view payload);

/// The type of an answer by what it holds: a response before a 999, a 999 before a TA1; CoreEnvelopeError
/// when the bytes hold none of them.
[[nodiscard]] std::string_view answer_type_of(std::string_view interchanges);

/// The transactions that have a path below /core/rest: "278", "275", "270".
[[nodiscard]] std::span<const std::string_view> rest_transactions();

}  // namespace gateway
