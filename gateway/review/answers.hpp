// Everything that was asked and answered about a case, for reading and printing (SC-35).
#pragma once

#include <string>

#include "gateway/app/services.hpp"
#include "gateway/http/message.hpp"

namespace gateway {

/// GET /review/{id}/answers: every answer that came for the case, in the order it came: question, answer,
/// where it was taken from, the form and its version, when it was said and received, in which message. JSON,
/// or a plain table without pages for a printer: Accept: text/html, or ?format=html. 404.
[[nodiscard]] HttpReply review_answers(const HttpRequest& request, const std::string& id, Services& services);

}  // namespace gateway
