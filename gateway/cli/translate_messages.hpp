// The kinds of message that `precert translate` knows, each read from one dialect and written in the other.
#pragma once

#include <string>

#include "base/result.hpp"
#include "mappers/model/answered_review.hpp"
#include "parsers/x12/writer.hpp"
#include "precert/model/review_request.hpp"

namespace gateway::cli {

/// What FILE holds.
enum class MessageKind : unsigned char { request, answer, attachments };
[[nodiscard]] MessageKind kind_of(const std::string& text);

/// A message in the other dialect, and what that cannot say.
struct Translated {
  std::string text;
  base::Issues lost;
};

/// `to` is "x12" or "fhir". `request` is the text of the request that an answer belongs to, in either
/// dialect; "" = the answer is translated by what it says itself. Errors: every fault of the message.
[[nodiscard]] base::Result<Translated> translated_request(const std::string& text, const std::string& to);
[[nodiscard]] base::Result<Translated> translated_answer(const std::string& text, const std::string& to,
                                                         const std::string& request);
[[nodiscard]] base::Result<Translated> translated_attachments(const std::string& text, const std::string& to);

}  // namespace gateway::cli
