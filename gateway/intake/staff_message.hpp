// What the conversations of people at the plan do alike: keep the bytes, say who it was.
#pragma once

#include <string>

#include "base/result.hpp"
#include "gateway/app/services.hpp"
#include "gateway/http/message.hpp"
#include "gateway/store/records.hpp"

namespace gateway {

/// The person behind a call, else the client, else "staff".
[[nodiscard]] std::string person_behind(const HttpRequest& request);

/// The message that a call is, under a new id: the same bytes of the same client to the same place are
/// answered as the first time. Errors: store_unavailable.
[[nodiscard]] base::Result<ReceivedMessage> staff_message(const HttpRequest& request, Services& services);

}  // namespace gateway
