// Interchanges in, interchanges out: what every transport of X12 (POST /x12, CORE envelopes, the watched
// folder) shares.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <string>
#include <vector>

#include "gateway/app/services.hpp"
#include "gateway/edi/message_turn.hpp"
#include "gateway/http/message.hpp"
#include "gateway/store/records.hpp"
#include "parsers/x12/reader.hpp"
#include "parsers/x12/segment_view.hpp"

namespace gateway {

/// Media type of an answer made of interchanges.
inline constexpr const char* edi_type = "application/edi-x12";

/// One message of interchanges as a transport hands it over.
struct EdiMessage {
  std::string bytes;
  std::string content_type = edi_type;
  std::string path;    // for problem+json: "/x12"
  bool batch = false;  // TA1 (when ISA14 = 1) and a 999 for every group, besides the responses
  /// The same key with other bytes is refused: "core:HOSPA|PAYLOAD-ID"; "" = none.
  std::string submission_key;
};

/// What goes back. `reply.status` 200: interchanges; 400: no readable envelope; 409: submission_key was used
/// with other bytes; 503: it cannot be stored, nothing happened.
struct EdiAnswer {
  HttpReply reply;
  bool replayed = false;  // the same bytes came before: the same answer, nothing decided
};

/// Answers when everything is durable.
[[nodiscard]] boost::asio::awaitable<EdiAnswer> exchanged(EdiMessage message, Services& services);

/// Joins documents and requests that came at the same time (numbers_met_half_way) and did not see each other.
/// A failure is no failure of the message: it is tried again with the next message of that number.
[[nodiscard]] boost::asio::awaitable<void> join_late(const std::vector<std::string>& numbers,
                                                     const ReceivedMessage& received, Services& services);

/// How much of a message is read. A batch is not bound to sets_per_message_max.
[[nodiscard]] x12::Limits x12_limits(const Config& config);

/// Logs and counts numbers that a sender has left out.
void note_gaps(const std::vector<ControlGap>& gaps, Services& services);
/// Logs what a partner says of an interchange it got from here.
void note_ta1(const x12::SegmentView& ta1, MessageTurn& turn);

}  // namespace gateway
