// What is sent to an upstream for a request: interchanges, or a PAS Bundle.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "gateway/app/numbers.hpp"
#include "gateway/upstream/upstreams.hpp"
#include "precert/model/attachment.hpp"
#include "precert/model/review_request.hpp"

namespace gateway {

/// A request on its way, as the upstream is to see it.
struct Outgoing {
  precert::ReviewRequest request;  // with our reference, our names, and only what is sent of a revision
  std::string bytes;  // all messages one after the other: 275s first, then the 278; or one Bundle
  base::Issues lost;  // what the other dialect cannot say, as warnings
};

/// "FWD0000000017": the reference of the n-th request that this gateway forwards.
[[nodiscard]] std::string forward_reference(std::int64_t number);

/// The request under our own `reference` (BHT03, Bundle.identifier): it is unique where the submitter's need
/// not be, and the answer has to repeat it. Event and lines without a trace get one, so that each line is
/// known again.
[[nodiscard]] precert::ReviewRequest sent_request(const precert::ReviewRequest& request,
                                                  const Upstream& upstream, const std::string& reference);

/// Writes `request` for the upstream. `bundle` is the PAS Bundle as it was received ("" = it came as X12): an
/// X12 upstream that takes attachments gets it whole as 275 (BDS B64, CAT HL), announced by a PWK of the 278
/// and split at the upstream's limit; the parts joined are the Bundle, byte for byte. What is written has
/// passed our own validator. Errors: store_unavailable (no numbers); cannot_be_said(), each with its place,
/// when X12 has no way to say the request. Rules: PAS spec-26 to spec-29, use-2.
[[nodiscard]] base::Result<Outgoing> outgoing_for(const precert::ReviewRequest& request,
                                                  std::string_view bundle, const Upstream& upstream,
                                                  const std::string& reference, NumberSource& numbers,
                                                  base::Instant at);

/// Whether outgoing_for() failed for what is asked: the same again would fare no better, nothing went out.
[[nodiscard]] bool cannot_be_said(const base::Issues& issues);

/// The 275s that carry a Bundle; each content is at most `bytes_max` in base64 (0 = no limit).
[[nodiscard]] std::vector<precert::AttachmentMessage> bundle_attachments(
    const precert::ReviewRequest& request, std::string_view bundle, const std::string& control_number,
    std::size_t bytes_max);

/// The reference that Outgoing::bytes were written under; "" when they hold no request.
[[nodiscard]] std::string reference_of(std::string_view bytes, UpstreamDialect dialect);

/// The messages that Outgoing::bytes holds, in the order in which they are sent.
[[nodiscard]] std::vector<std::string_view> messages_of(std::string_view bytes, UpstreamDialect dialect);

}  // namespace gateway
