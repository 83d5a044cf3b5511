// [base]/Subscription: clients that want to hear of decisions make, read, change and end their subscriptions
// here. Rules: PAS spec-54 to spec-62, Subscriptions Backport 1.1.0 for R4. Only the owner sees
// and changes a subscription; the organizations of its filter are those that access control lets it speak
// for.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <string>
#include <vector>

#include "gateway/app/services.hpp"
#include "gateway/http/message.hpp"
#include "gateway/http/router.hpp"
#include "mappers/fhir/pas_version.hpp"

namespace gateway {

/// POST: 201 with Location, ETag and the Subscription as sent, status `requested`; its handshake leaves a
/// second later. 400 with everything that is wrong, 403 for organizations of others, 415 for anything but
/// JSON.
[[nodiscard]] boost::asio::awaitable<HttpReply> create_subscription(const HttpRequest& request,
                                                                    mappers::PasVersion version,
                                                                    Services& services);
/// GET: 200, 404.
[[nodiscard]] HttpReply read_subscription(const HttpRequest& request, const std::string& id,
                                          mappers::PasVersion version, Services& services);
/// GET ?url=…&status=…&_id=…: 200 with a searchset of the caller's own.
[[nodiscard]] HttpReply search_subscriptions(const HttpRequest& request, mappers::PasVersion version,
                                             Services& services);
/// PUT: `off` stops it, anything else begins it anew with a handshake. 200; 403 for another's; 404; 409 when
/// somebody else was faster; 412 when If-Match names another version.
[[nodiscard]] boost::asio::awaitable<HttpReply> update_subscription(const HttpRequest& request,
                                                                    const std::string& id,
                                                                    mappers::PasVersion version,
                                                                    Services& services);
/// DELETE: 204, also when there is none (any more); 403.
[[nodiscard]] boost::asio::awaitable<HttpReply> delete_subscription(const HttpRequest& request,
                                                                    const std::string& id,
                                                                    mappers::PasVersion version,
                                                                    Services& services);
/// GET or POST $status of one (`id` set), or of all of the caller's that `id` and `status` parameters name:
/// 200 with a searchset of status Parameters.
[[nodiscard]] HttpReply subscription_status(const HttpRequest& request, const std::string& id,
                                            mappers::PasVersion version, Services& services);

/// All of the above below one FHIR base.
[[nodiscard]] std::vector<Route> subscription_routes(const std::string& base, mappers::PasVersion version);

}  // namespace gateway
