// How a client proves who it is when it asks for an access token: a token that it signed (private_key_jwt;
// SMART Backend Services).
#pragma once

#include <boost/asio/awaitable.hpp>
#include <string>

#include "base/result.hpp"
#include "gateway/access/clients.hpp"
#include "gateway/store/store.hpp"

namespace gateway {

/// Which of `clients` signed it: iss = sub = its id, aud = `token_url`, exp five minutes ahead at most, jti
/// used once. Errors: data_invalid (it is logged why), store_unavailable. Lifetimes: awaited in place; the
/// client lives as long as `clients`.
[[nodiscard]] boost::asio::awaitable<base::Result<const Client*>> client_of_assertion(
    const std::string& assertion, const std::string& token_url, const Clients& clients, Store& store,
    base::Instant now);

}  // namespace gateway
