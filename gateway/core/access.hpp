// Who may use CORE envelopes, and for whom: operating rules OR-C6 and OR-C7.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "gateway/core/check.hpp"
#include "gateway/core/envelope.hpp"
#include "gateway/edi/partners.hpp"

namespace gateway {

/// True when there is nobody to tell apart: no partner but the default one, and a gateway that only this
/// machine reaches. A gateway others reach needs a partner with core_sender, core_user and
/// core_password_sha256.
[[nodiscard]] bool core_is_open(std::span<const Partner> partners, bool loopback);

/// Whose envelope it is, or why it is refused.
struct CoreAdmission {
  const Partner* partner = nullptr;  // nullptr: `fault` says why
  CoreFault fault;
};

/// By user name and password, which are compared in constant time; then SenderID has to be that partner's.
/// `open` lets everybody in as the default partner. Codes: UnAuthorized, the same for an unknown user and a
/// wrong password; SenderIDIllegal.
[[nodiscard]] CoreAdmission admitted(const CoreEnvelope& envelope, std::span<const Partner> partners,
                                     bool open);

/// Every readable ISA06 and GS02 of the payload has to be the partner's own (OR-C7): SenderIDIllegal.
[[nodiscard]] std::optional<CoreFault> payload_sender_fault(std::string_view payload, const Partner& partner,
                                                            std::span<const Partner> partners);

}  // namespace gateway
