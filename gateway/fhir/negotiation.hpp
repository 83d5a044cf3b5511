// What every FHIR request and reply have in common over HTTP: media types, conditional reads, preferences.
#pragma once

#include <optional>
#include <string_view>

#include "gateway/http/message.hpp"

namespace gateway {

/// A refusal when the two sides cannot understand each other: 406 when neither Accept nor _format (which goes
/// before it) takes JSON, 415 when a body is anything but JSON (a form for _search). nullopt for all other
/// requests, and for those that are not FHIR's. Rule: FHIR R4 http.html#mime-type, PAS spec-11.
[[nodiscard]] std::optional<HttpReply> media_refusal(const HttpRequest& request);

/// Gives the reply of a FHIR route the form that the request wants: 304 without body for a read whose ETag is
/// in If-None-Match; after a create or update nothing (`Prefer: return=minimal`) or an OperationOutcome
/// (`return=OperationOutcome`) in place of the resource. Answers of operations are never cut. Rule: FHIR R4
/// http.html#cread, http.html#ops.
void fit_reply(const HttpRequest& request, HttpReply& reply);

/// True when a Prefer header asks for that: "return=minimal", "handling=strict".
[[nodiscard]] bool prefers(const HttpRequest& request, std::string_view preference);

}  // namespace gateway
