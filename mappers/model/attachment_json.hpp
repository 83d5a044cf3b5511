// An attachment message as JSON, without the content of its documents: how the store keeps what waits for its
// request.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "mappers/model/model_json.hpp"
#include "precert/model/attachment.hpp"

namespace mappers {

/// Everything but Attachment::content, which is kept apart as bytes.
[[nodiscard]] std::string to_json(const precert::AttachmentMessage& message,
                                  JsonStyle style = JsonStyle::compact);

/// The reverse; `content` of every attachment is empty. Errors as review_request_from_json.
[[nodiscard]] base::Result<precert::AttachmentMessage> attachment_message_from_json(std::string_view text);

}  // namespace mappers
