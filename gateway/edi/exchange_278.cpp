#include "gateway/edi/exchange_278.hpp"

#include <optional>

#include "gateway/edi/interchange_turn.hpp"
#include "gateway/http/replies.hpp"
#include "mappers/issues/ta1.hpp"

namespace gateway {
namespace {

namespace asio = boost::asio;

constexpr const char* edi_type = "application/edi-x12";

x12::Limits x12_limits(const Config& config) {
  x12::Limits limits;
  limits.segments_per_set_max = config.segments_per_set_max;
  limits.sets_per_interchange_max = config.sets_per_message_max;
  return limits;
}

/// The pair whose ISA13 must be new: ISA05/06 and ISA07/08.
std::string pair_of(const x12::InterchangeHeader& header) {
  std::string pair(header.sender_qualifier);
  pair.append(":").append(header.sender).append(">").append(header.receiver_qualifier).append(":");
  return pair.append(header.receiver);
}

/// The first interchange's header; empty when the bytes are no interchange.
std::optional<x12::InterchangeHeader> first_header(const std::string& bytes) {
  x12::Reader reader(bytes);
  if (reader.next() != x12::Event::interchange) return std::nullopt;
  return reader.interchange();
}

void keep(const ReceivedMessage& message, Prepared& prepared) {
  prepared.exchange.message = message;
  prepared.exchange.answer = {static_cast<int>(prepared.reply.status), prepared.reply.content_type,
                              prepared.reply.body};
}

Prepared unreadable(const HttpRequest& request, const ReceivedMessage& message, const x12::Fault& fault,
                    Services& services) {
  Prepared prepared;
  services.metrics.rejection(Rejection::interchange);
  prepared.reply = refusal(
      400, request.path,
      base::Issues(base::Issue{base::IssueCode::message_unreadable, fault.where(), fault.remedy, base::Severity::error}));
  keep(message, prepared);
  return prepared;
}

/// The same ISA13 with other content: TA1 025 for the first interchange; the bytes are kept all the same.
base::Result<Prepared> repeated_control_number(const ReceivedMessage& message, Services& services) {
  const base::Result<std::uint32_t> number = control_number(services.numbers);
  if (!number) return number.error();
  services.metrics.rejection(Rejection::interchange);
  Prepared prepared;
  prepared.reply.content_type = edi_type;
  const std::optional<x12::InterchangeHeader> header = first_header(message.bytes);
  if (header) {
    mappers::Envelope envelope = mappers::answer_envelope(*header, nullptr, message.received);
    envelope.interchange_number = *number;
    const x12::Fault fault = mappers::duplicate_interchange();
    prepared.reply.body = ta1_interchange(envelope, *header, mappers::InterchangeVerdict::rejected, &fault);
  }
  keep(message, prepared);
  return prepared;
}

}  // namespace

base::Result<Prepared> prepared_interchanges(const HttpRequest& request, const ReceivedMessage& message,
                                             Services& services) {
  const bool batch = request.parameter("mode") == "batch";
  Prepared prepared;
  prepared.reply.content_type = edi_type;
  X12Scratch scratch;
  std::optional<InterchangeTurn> turn;
  bool rejected = false;  // by its ISA: what follows is not looked at
  x12::Reader reader(message.bytes, x12_limits(services.config));
  for (x12::Event event = reader.next(); event != x12::Event::done; event = reader.next()) {
    switch (event) {
      case x12::Event::unreadable: return unreadable(request, message, reader.unreadable(), services);
      case x12::Event::interchange:
        turn.emplace(reader.interchange(), services, message);
        rejected = !reader.interchange_faults().empty();
        if (!prepared.exchange.control_number && !rejected) {
          prepared.exchange.control_number =
              ControlNumber{pair_of(reader.interchange()), std::string(reader.interchange().control_number)};
        }
        break;
      case x12::Event::group:
        if (!rejected) turn->begin_group(reader.group());
        break;
      case x12::Event::transaction_set:
        if (!rejected) turn->take(reader.set(), scratch);
        break;
      case x12::Event::group_end:
        if (!rejected) turn->end_group(reader);
        break;
      case x12::Event::interchange_end: {
        const base::Result<void> finished = turn->finish(reader.interchange_faults(), batch, prepared);
        if (!finished) return finished.error();
        break;
      }
      case x12::Event::done: break;
    }
  }
  if (!turn) {
    return unreadable(request, message, reader.unreadable(), services);
  }
  keep(message, prepared);
  return prepared;
}

asio::awaitable<HttpReply> exchange_278(const HttpRequest& request, Services& services) {
  base::Result<precert::MessageId> id = message_id(services.numbers);
  if (!id) co_return refusal(503, request.path, id.error());
  ReceivedMessage message;
  message.id = std::move(*id);
  message.transport = Transport::x12;
  message.received = services.clock.now();
  message.content_type = request.content_type;
  message.bytes = request.body;
  message.hash = content_hash_of(message.bytes);
  const std::optional<x12::InterchangeHeader> header = first_header(message.bytes);
  message.sender = "x12:" + (header ? pair_of(*header) : std::string("unknown"));
  if (!request.query.empty()) message.sender += "?" + request.parameter("mode");  // a batch is answered otherwise

  const base::Result<std::optional<HttpReply>> earlier = earlier_reply(message, services);
  if (!earlier) co_return refusal(503, request.path, earlier.error());
  if (*earlier) co_return **earlier;

  const Preparation prepare = [&] { return prepared_interchanges(request, message, services); };
  const Preparation reused = [&] { return repeated_control_number(message, services); };
  HttpReply reply = co_await decided_and_stored(request, services, prepare, reused);
  co_return reply;
}

}  // namespace gateway
