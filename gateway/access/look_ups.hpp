// The access log: who saw which stored thing, when, over which channel (SC-69, 45 CFR 164.312(b)). An answer
// that shows something leaves after its entries are durable.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/app/services.hpp"
#include "gateway/http/message.hpp"
#include "gateway/http/router.hpp"
#include "gateway/store/records.hpp"

namespace gateway {

/// "review", "check", "document", "letter", "message", "search".
[[nodiscard]] std::string_view word_of(LookUpKind kind);
/// "shown", "not_found", "refused".
[[nodiscard]] std::string_view word_of(LookUpOutcome outcome);
/// "review", "fhir", "x12".
[[nodiscard]] std::string_view word_of(LookUpChannel channel);

/// What a route of the table shows; nullptr when it shows nothing of a case, or notes it itself.
[[nodiscard]] const LookUpKind* look_up_kind_of(const Route& route);

/// True when the answer may have to be noted: cheap, asked of every answer.
[[nodiscard]] bool is_a_look(const Route& route, const HttpReply& reply);

/// An entry about what a call sees.
[[nodiscard]] LookUp look_up_of(const HttpRequest& request, LookedAt what, base::Instant at);

/// Keeps the entries of an answer; gives the answer when they are durable, else a 503 in its place.
/// Lifetimes: awaited in place.
[[nodiscard]] boost::asio::awaitable<HttpReply> noted_reply(const HttpRequest& request, const Route& route,
                                                            const std::string& id, HttpReply reply,
                                                            Services& services);

/// GET /review/look-ups?case=&client=&person=&kind=&from=&until=&before=&count=: the newest first; `next`
/// goes into `before` of the next page.
[[nodiscard]] std::vector<Route> look_up_routes();

}  // namespace gateway
