#include "gateway/edi/outbox.hpp"

#include <functional>
#include <set>

#include "base/decimal.hpp"
#include "gateway/app/awaited.hpp"
#include "gateway/edi/exchange.hpp"
#include "gateway/edi/sender_rights.hpp"
#include "gateway/http/replies.hpp"
#include "gateway/telemetry/log.hpp"
#include "mappers/x12/envelope.hpp"
#include "mappers/x12/review_response.hpp"

namespace gateway {
namespace {

constexpr std::string_view scheme = "x12:";
constexpr std::size_t entries_max = 200;  // of one pick-up

/// "ZZ:SUBMITTER>ZZ:UMO" as an envelope from the UMO to the submitter.
std::optional<mappers::Envelope> envelope_to(std::string_view pair) {
  const std::size_t cut = pair.find('>');
  if (cut == std::string_view::npos) return std::nullopt;
  const std::string_view submitter = pair.substr(0, cut), own = pair.substr(cut + 1);
  if (submitter.size() < 3 || own.size() < 3) return std::nullopt;
  mappers::Envelope envelope;
  envelope.sender_qualifier = own.substr(0, 2);
  envelope.sender = own.substr(3);
  envelope.receiver_qualifier = submitter.substr(0, 2);
  envelope.receiver = submitter.substr(3);
  return envelope;
}

std::string destination_of(const HttpRequest& request) {
  return std::string(scheme) + request.parameter("sender") + ">" + request.parameter("receiver");
}

}  // namespace

base::Result<std::optional<OutboxEntry>> unsolicited_response(const CaseRecord& record,
                                                              const precert::ReviewRequest& request,
                                                              const precert::Determination& determination,
                                                              Services& services, const Partners& partners,
                                                              base::Instant at) {
  const std::string_view submitter = record.submitter;
  std::optional<mappers::Envelope> to;
  if (submitter.starts_with(scheme)) to = envelope_to(submitter.substr(scheme.size()));
  if (!to) return std::optional<OutboxEntry>();
  mappers::Envelope envelope = std::move(*to);
  const base::Result<std::uint32_t> number = control_number(services.numbers);
  if (!number) return number.error();
  const base::Result<std::uint32_t> group = control_number(services.numbers, "group");
  if (!group) return group.error();
  envelope.interchange_number = *number;
  envelope.at = at;
  const std::string& usage = request.transmission.usage;
  envelope.usage = usage.empty() ? services.config.test_indicator : usage.front();
  envelope.group_sender = request.transmission.application_receiver;
  envelope.group_receiver = request.transmission.application_sender;
  const Partner& partner = partners.of(envelope.receiver_qualifier, envelope.receiver);

  OutboxEntry entry;
  entry.destination = record.submitter;
  entry.case_id = record.id;
  entry.version = record.version;
  entry.made = at;
  entry.content_type = edi_type;
  const auto write = [&](x12::Writer& out) {
    out.agree_on_latin(partner.check.extended_latin);
    out.note(envelope.sender + envelope.receiver);
    envelope.delimiters = out.delimiters();
    mappers::open_interchange(entry.bytes, envelope);
    mappers::open_group(out, envelope, "HI", "005010X217", *group);
    mappers::write_review_response(out, request, determination, mappers::set_number(1), at);
    mappers::close_group(out, 1, *group);
    mappers::close_interchange(out, envelope, 1);
  };
  const x12::Delimiters wanted = delimiters_for(partner, envelope.delimiters);
  if (!x12::written_under(partner.delimiters_in_data, wanted, entry.bytes, write)) {
    log::warning("answer_refused", {{"partner", partner.name}, {"case", record.id.text()}});
    return std::optional<OutboxEntry>();
  }
  return std::optional(std::move(entry));
}

HttpReply outbox_of(const HttpRequest& request, Services& services) {
  if (std::optional<HttpReply> refused =
          refusal_for_submitter(request, request.parameter("sender"), services))
    return std::move(*refused);
  if (std::optional<HttpReply> refused = refusal_of_parties(request)) return std::move(*refused);
  const base::Result<std::vector<OutboxEntry>> waiting =
      services.store.outbox(destination_of(request), 0, entries_max);
  if (!waiting) return refusal(503, request.path, waiting.error());
  HttpReply reply;
  if (waiting->empty()) {
    reply.status = 204;
    return reply;
  }
  reply.content_type = edi_type;
  std::set<std::string> seen;
  for (const OutboxEntry& entry : *waiting) {
    reply.body += entry.bytes;
    const std::string& id = entry.case_id.text();
    if (!id.empty() && seen.insert(id).second) {
      reply.looked_at.push_back({LookUpKind::review, id, id, LookUpOutcome::shown});
    }
  }
  reply.headers.emplace_back("Precert-Outbox-Through", std::to_string(waiting->back().number));
  return reply;
}

boost::asio::awaitable<HttpReply> outbox_taken(const HttpRequest& request, Services& services) {
  if (std::optional<HttpReply> refused =
          refusal_for_submitter(request, request.parameter("sender"), services))
    co_return std::move(*refused);
  if (std::optional<HttpReply> refused = refusal_of_parties(request)) co_return std::move(*refused);
  const std::optional<base::Decimal> through = base::decimal_from(request.parameter("through"));
  if (!through || !through->whole())
    co_return refusal(400, request.path, "through is the number of the last entry.");
  const base::Result<std::vector<OutboxEntry>> waiting =
      services.store.outbox(destination_of(request), 0, entries_max);
  if (!waiting) co_return refusal(503, request.path, waiting.error());
  std::vector<std::int64_t> numbers;
  for (const OutboxEntry& entry : *waiting) {
    if (entry.number <= *through->whole()) numbers.push_back(entry.number);
  }
  const std::function<void(Store::Written)> take = [&](Store::Written done) {
    services.store.outbox_taken(numbers, services.clock.now(), std::move(done));
  };
  const base::Result<void> taken = co_await awaited<base::Result<void>>(take);
  if (!taken) co_return refusal(503, request.path, taken.error());
  co_return json_reply("{\"taken\":" + std::to_string(numbers.size()) + "}");
}

}  // namespace gateway
