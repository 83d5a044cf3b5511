// Whose interchanges a client may send, and whose it may ask about, where access control is on.
#pragma once

#include <optional>
#include <string_view>

#include "gateway/app/services.hpp"
#include "gateway/http/message.hpp"

namespace gateway {

/// 403 unless the client of `request` speaks for this submitter: "ZZ:SUBMITTER", qualifier and ISA06. Under open
/// access nullopt, as for everybody who may.
[[nodiscard]] std::optional<HttpReply> refusal_for_submitter(const HttpRequest& request,
                                                             std::string_view submitter,
                                                             const Services& services);

/// The same for the senders of all interchanges in `bytes`; what cannot be read is nobody's and not refused here.
[[nodiscard]] std::optional<HttpReply> refusal_for_senders(const HttpRequest& request, std::string_view bytes,
                                                           const Services& services);

/// 400 unless the query names a sender and a receiver that a message could have had:
/// ?sender=ISA05:ISA06&receiver=ISA07:ISA08.
[[nodiscard]] std::optional<HttpReply> refusal_of_parties(const HttpRequest& request);

}  // namespace gateway
