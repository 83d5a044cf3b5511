// What the FHIR conversations do alike with what they get: keep its bytes, refuse what is no request.
#pragma once

#include <string>

#include "base/result.hpp"
#include "gateway/app/services.hpp"
#include "gateway/http/message.hpp"
#include "gateway/review/commit.hpp"
#include "mappers/fhir/pas_version.hpp"
#include "parsers/json/document.hpp"

namespace gateway {

/// Names the bytes that were answered (GET /messages/ID) in the header Precert-Message-Id, when they are kept:
/// not those of a replay, which are kept under their first id.
void name_message(const ReceivedMessage& message, HttpReply& reply);

/// The same bytes within the replay window: answered as the first time, or anew because the answer is to be
/// the state of now.
enum class Repeats : bool { answered_as_before, answered_anew };

/// The message that a request is, under a new id. Errors: store_unavailable.
[[nodiscard]] base::Result<ReceivedMessage> message_from(const HttpRequest& request, Repeats repeats,
                                                         Services& services);

[[nodiscard]] json::Limits json_limits(const Config& config);
[[nodiscard]] const fhir::Profiles& profiles_of(mappers::PasVersion version, const Services& services);

/// What is stored, said and counted when a message cannot be worked on: one OperationOutcome with the errors
/// among `issues`, under the status that they deserve.
[[nodiscard]] Prepared refused_message(const ReceivedMessage& message, const std::string& path,
                                       const base::Issues& issues);
/// What is stored and said otherwise.
[[nodiscard]] Prepared answered_message(const ReceivedMessage& message, HttpReply reply);

/// Of what is not worth keeping (nothing is asked of the store): with the HTTP status that fits the issues.
[[nodiscard]] HttpReply refusal_of(const HttpRequest& request, const base::Issues& issues);

}  // namespace gateway
