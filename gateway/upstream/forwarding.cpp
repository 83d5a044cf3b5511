#include "gateway/upstream/forwarding.hpp"

#include <algorithm>
#include <chrono>
#include <optional>

#include "gateway/review/commit.hpp"
#include "gateway/telemetry/log.hpp"

namespace gateway {
namespace {

namespace asio = boost::asio;

constexpr int attempts_max = 8;  // times the same bytes are written anew after a rejection
// What was sent is known for so long, however short answers are kept for replays: who was told to send the
// same again has to find it.
constexpr std::chrono::hours sent_known{24};

Transport transport_of(UpstreamDialect dialect) {
  return dialect == UpstreamDialect::fhir ? Transport::fhir : Transport::x12;
}

/// Ends with the request, whatever ends it.
class OnItsWay {
 public:
  OnItsWay(InFlight& all, std::string key) : all_(all), key_(std::move(key)), begun_(all.begin(key_)) {}
  ~OnItsWay() {
    if (begun_) all_.end(key_);
  }
  OnItsWay(const OnItsWay&) = delete;
  OnItsWay& operator=(const OnItsWay&) = delete;
  [[nodiscard]] bool begun() const { return begun_; }

 private:
  InFlight& all_;
  std::string key_;
  bool begun_;
};

std::string forward_key(const Forwarding& forwarding, int attempt) {
  return "forward:" + forwarding.upstream.name + ":" + std::to_string(attempt) + ":" +
         forwarding.original.sender;
}
std::string answer_key(const Upstream& upstream) { return "upstream:" + upstream.name; }

/// The request as those bytes say it: with the reference they were written under.
precert::ReviewRequest as_sent(const Forwarding& forwarding, std::string_view bytes) {
  return sent_request(forwarding.request, forwarding.upstream,
                      reference_of(bytes, forwarding.upstream.dialect));
}

/// What was sent and, when it is known, what came back.
struct Sent {
  std::string bytes;
  precert::MessageId kept;
  std::optional<StoredAnswer> answer;
  base::Issues lost;
};

/// The newest attempt of these bytes; nullopt when they are new or what was sent was rejected. `attempt`
/// becomes the next one.
base::Result<std::optional<Sent>> sent_before(const Forwarding& forwarding, int& attempt,
                                              Services& services) {
  const base::Instant since = forwarding.original.received -
                              std::max<std::chrono::seconds>(services.config.replay_window, sent_known);
  for (attempt = 1; attempt < attempts_max; ++attempt) {
    base::Result<std::optional<EarlierAnswer>> earlier =
        services.store.find_answer(forward_key(forwarding, attempt), forwarding.original.hash, since);
    if (!earlier) return earlier.error();
    if (!*earlier) return std::optional<Sent>();
    Sent sent;
    sent.bytes = std::move((*earlier)->answer.bytes);
    sent.kept = (*earlier)->message;
    base::Result<std::optional<EarlierAnswer>> answer =
        services.store.find_answer(answer_key(forwarding.upstream), content_hash_of(sent.bytes), since);
    if (!answer) return answer.error();
    if (!*answer) return std::optional(std::move(sent));
    HttpReply reply;
    reply.status = static_cast<unsigned>((*answer)->answer.status);
    reply.body = (*answer)->answer.bytes;
    const Asked read =
        asked_from(forwarding.upstream, sent.bytes, as_sent(forwarding, sent.bytes), std::move(reply));
    sent.answer = std::move((*answer)->answer);
    if (read.outcome == AskOutcome::answered) return std::optional(std::move(sent));
  }
  return std::optional<Sent>();
}

ReceivedMessage message_of(std::string sender, Transport transport, const std::string& bytes,
                           precert::MessageId id, base::Instant at) {
  ReceivedMessage message;
  message.id = std::move(id);
  message.transport = transport;
  message.sender = std::move(sender);
  message.received = at;
  message.content_type = transport == Transport::fhir ? "application/fhir+json" : "application/edi-x12";
  message.bytes = bytes;
  message.hash = content_hash_of(bytes);
  return message;
}

base::Issues unavailable(const CommitResult& result) {
  if (result.outcome == CommitOutcome::unavailable) return result.issue;
  return base::Issue{base::IssueCode::store_unavailable, "upstream",
                     "the request cannot be kept; send it again.", base::Severity::error};
}

/// Stores the received bytes with what is about to be sent. Nothing has left when this fails.
asio::awaitable<base::Result<Sent>> kept_before_sending(const Forwarding& forwarding, int attempt,
                                                        Services& services) {
  base::Result<Outgoing> written = forwarding.write();
  if (!written) co_return written.error();
  base::Result<precert::MessageId> id = message_id(services.numbers);
  if (!id) co_return id.error();
  Sent sent;
  sent.bytes = std::move(written->bytes);
  sent.lost = std::move(written->lost);
  sent.kept = *id;
  Exchange exchange;
  exchange.message = message_of(forward_key(forwarding, attempt), forwarding.original.transport,
                                forwarding.original.bytes, std::move(*id), forwarding.original.received);
  exchange.message->content_type = forwarding.original.content_type;
  exchange.answer = {0, "", sent.bytes};
  const CommitResult result = co_await commit(services, std::move(exchange));
  if (result.outcome == CommitOutcome::replayed && result.earlier) {  // another node was faster
    sent.bytes = result.earlier->answer.bytes;
    sent.kept = result.earlier->message;
    co_return sent;
  }
  if (result.outcome != CommitOutcome::committed) co_return unavailable(result);
  co_return sent;
}

/// An answer that settles the matter is kept before anybody is told.
asio::awaitable<base::Result<void>> kept_answer(const Forwarding& forwarding, const Sent& sent,
                                                const Asked& asked, Services& services) {
  const bool settles = asked.outcome == AskOutcome::answered ||
                       asked.outcome == AskOutcome::message_refused ||
                       asked.outcome == AskOutcome::envelope_refused;
  if (!settles || asked.reply.status == 0) co_return base::Result<void>();
  base::Result<precert::MessageId> id = message_id(services.numbers);
  if (!id) co_return id.error();
  Exchange exchange;
  exchange.message = message_of(answer_key(forwarding.upstream), transport_of(forwarding.upstream.dialect),
                                sent.bytes, std::move(*id), services.clock.now());
  exchange.answer = {static_cast<int>(asked.reply.status), asked.reply.content_type, asked.reply.body};
  const CommitResult result = co_await commit(services, std::move(exchange));
  const bool stored = result.outcome == CommitOutcome::committed || result.outcome == CommitOutcome::replayed;
  if (!stored) co_return unavailable(result);
  co_return base::Result<void>();
}

/// As if the payer had not taken the message, in our own words.
Forwarded not_sent(const base::Issues& unsaid) {
  Forwarded made;
  made.asked.outcome = AskOutcome::message_refused;
  for (const base::Issue& one : unsaid) {
    if (!made.asked.words.empty()) made.asked.words += "; ";
    made.asked.words += one.where.empty() ? one.remedy : one.where + ": " + one.remedy;
  }
  made.unsaid = unsaid;
  return made;
}

std::string_view word(AskOutcome outcome) {
  switch (outcome) {
    case AskOutcome::answered: return "answered";
    case AskOutcome::message_refused: return "message_refused";
    case AskOutcome::envelope_refused: return "envelope_refused";
    case AskOutcome::unreachable: return "unreachable";
    case AskOutcome::no_answer: return "no_answer";
    case AskOutcome::not_an_answer: return "not_an_answer";
  }
  return {};
}

void note(const Forwarding& forwarding, const Sent& sent, const Asked& asked) {
  const auto write = asked.outcome == AskOutcome::answered ? log::info : log::warning;
  write("upstream", {{"name", forwarding.upstream.name},
                     {"message", sent.kept.text()},
                     {"outcome", word(asked.outcome)},
                     {"status", asked.reply.status},
                     {"words", asked.noted}});
}

}  // namespace

asio::awaitable<base::Result<Forwarded>> forwarded(const Forwarding& forwarding, Services& services) {
  Forwarded made;
  const Snapshot knowledge = services.knowledge.current();
  const std::shared_ptr<const Upstreams> upstreams = knowledge.upstreams;
  std::string key = hex(forwarding.original.hash) + forwarding.original.sender;
  const OnItsWay guard(upstreams->in_flight(), std::move(key));
  if (!guard.begun()) {
    made.busy = true;
    co_return made;
  }
  int attempt = 1;
  base::Result<std::optional<Sent>> before = sent_before(forwarding, attempt, services);
  if (!before) co_return before.error();
  Sent sent;
  if (*before) {
    sent = std::move(**before);
  } else {
    base::Result<Sent> kept = co_await kept_before_sending(forwarding, attempt, services);
    if (!kept && cannot_be_said(kept.error())) co_return not_sent(kept.error());
    if (!kept) co_return kept.error();
    sent = std::move(*kept);
  }
  made.kept = sent.kept;
  made.lost = std::move(sent.lost);
  if (sent.answer) {
    HttpReply reply;
    reply.status = static_cast<unsigned>(sent.answer->status);
    reply.body = sent.answer->bytes;
    made.asked =
        asked_from(forwarding.upstream, sent.bytes, as_sent(forwarding, sent.bytes), std::move(reply));
    co_return made;
  }
  const precert::ReviewRequest request = as_sent(forwarding, sent.bytes);
  Asked asked = co_await asked_upstream(forwarding.upstream, sent.bytes, request);
  note(forwarding, sent, asked);
  const base::Result<void> kept = co_await kept_answer(forwarding, sent, asked, services);
  if (!kept) co_return kept.error();
  made.asked = std::move(asked);
  co_return made;
}

}  // namespace gateway
