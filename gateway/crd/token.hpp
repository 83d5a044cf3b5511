// The token a CDS Hooks client signs for one call (JWT, CDS Hooks 2.0 "Trusting CDS clients").
#pragma once

#include <boost/asio/awaitable.hpp>

#include "gateway/app/services.hpp"
#include "gateway/crd/access.hpp"
#include "gateway/http/message.hpp"

namespace gateway {

/// Who calls. Errors: data_invalid (401: no token, or one that is not accepted), store_unavailable. Uses the
/// token's id up: it is good once. Lifetimes: awaited in place.
[[nodiscard]] boost::asio::awaitable<base::Result<HookCaller>> hook_caller(const HttpRequest& request,
                                                                           Services& services);

}  // namespace gateway
