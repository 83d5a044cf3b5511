// Interchanges in, interchanges out: what every transport of X12 (POST /x12, CORE envelopes, the watched folder) shares.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <string>
#include <vector>

#include "gateway/app/services.hpp"
#include "gateway/http/message.hpp"

namespace gateway {

/// One message of interchanges as a transport hands it over.
struct EdiMessage {
  std::string bytes;
  std::string content_type = "application/edi-x12";
  std::string path;            // for problem+json: "/x12"
  bool batch = false;          // TA1 (when ISA14 = 1) and a 999 for every group, besides the responses
  std::string submission_key;  // with it, the same key and other bytes is refused: "core:HOSPA|PAYLOAD-ID"; "" = none
};

/// What goes back. `reply.status` 200: interchanges; 400: no readable envelope; 409: submission_key was used with other
/// bytes; 503: it cannot be stored, nothing happened.
struct EdiAnswer {
  HttpReply reply;
  bool replayed = false;  // the same bytes came before: the same answer, nothing decided
};

/// Answers when everything is durable.
[[nodiscard]] boost::asio::awaitable<EdiAnswer> exchanged(EdiMessage message, Services& services);

}  // namespace gateway
