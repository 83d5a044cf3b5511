// POST /review/requests: a request that somebody started by telephone, entered by people at the plan (SC-52).
#pragma once

#include <boost/asio/awaitable.hpp>
#include <string>

#include "gateway/app/services.hpp"
#include "gateway/http/message.hpp"

namespace gateway {

/// 201 with the case: its number, status words and what is still missing under which number. The request
/// takes the way of every other one; its doctor is told as they send requests themselves: FHIR subscribers
/// get the event, an X12 sender the unsolicited 278 with a PWK for each question, everybody the letter. 400
/// with JSON pointers; 422 when no such member is covered, or somebody else is not who they are said to be.
[[nodiscard]] boost::asio::awaitable<HttpReply> enter_request(const HttpRequest& request,
                                                              const std::string& id, Services& services);

}  // namespace gateway
