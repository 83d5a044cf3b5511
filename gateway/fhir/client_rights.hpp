// For whom the client behind a request may speak, where access control is on.
#pragma once

#include <span>
#include <string>

#include "gateway/app/services.hpp"
#include "gateway/http/message.hpp"
#include "precert/engine/facts.hpp"
#include "precert/engine/inquiry.hpp"
#include "precert/model/review_request.hpp"

namespace gateway {

/// True when the client of `request` speaks for one of these organizations; under open access always.
[[nodiscard]] bool speaks_for_any(const HttpRequest& request, std::span<const std::string> organizations,
                                  const Services& services);

/// True when the client of that id, as access control stands now, may hear of the decisions of all of these
/// organizations; none = everybody's, which wants a client that speaks for all. What was made under open
/// access ("") hears nothing once there is access control. Rule: PAS spec-58, spec-59.
[[nodiscard]] bool may_hear(const std::string& client, std::span<const std::string> organizations,
                            const Services& services);

/// True when it speaks for whoever asked for the review, or for a provider that is named in it. Rule: PAS
/// spec-4 (the right to the member's record is verified), spec-52, spec-53.
[[nodiscard]] bool may_read(const HttpRequest& request, const precert::ReviewRequest& review,
                            const Services& services);

/// Where may_read() holds: leaves of the case the lines that are for this client. Who asked for it, and who is named
/// for the whole event, sees everything; who only does a line, or is its place, sees that line. True when a line
/// was taken out. Rule: minimum necessary, 45 CFR 164.502(b); the same as of inquiries (inquiry_access.hpp).
bool keep_own_lines(const HttpRequest& request, precert::PriorCase& found, const Services& services);

/// The same for what an inquiry may be answered with: the client bounds what the asker that it names would
/// see. False when nothing of the case is for it. Notes whether the client is only named in what is left (PAS
/// spec-49).
[[nodiscard]] bool keep_for_client(const HttpRequest& request, precert::InquiryCandidate& candidate,
                                   const Services& services);

}  // namespace gateway
