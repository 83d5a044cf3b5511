// Received bytes, as they came: evidence, and what a tester replays.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "gateway/app/services.hpp"
#include "gateway/http/message.hpp"
#include "gateway/store/store.hpp"

namespace gateway {

/// The bytes of a message or batch, piece by piece until `visit` returns false; never called when there is none.
/// Errors: store_unavailable.
[[nodiscard]] base::Result<void> bytes_of_message(const std::string& id, Store& store,
                                                  const std::function<bool(std::string_view)>& visit);

/// GET /messages/{id}: 200 with the bytes, to be saved and not shown, 404 when there is none.
[[nodiscard]] HttpReply received_message(const HttpRequest& request, const std::string& id, Services& services);

}  // namespace gateway
