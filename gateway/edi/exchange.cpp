#include "gateway/edi/exchange.hpp"

#include <optional>
#include <set>
#include <string_view>

#include "gateway/edi/attachments.hpp"
#include "gateway/edi/interchange_turn.hpp"
#include "gateway/edi/message_turn.hpp"
#include "gateway/edi/replayed_look_ups.hpp"
#include "gateway/edi/unreadable.hpp"
#include "gateway/http/replies.hpp"
#include "gateway/review/commit.hpp"
#include "gateway/telemetry/log.hpp"
#include "gateway/upstream/forward_reviews.hpp"

namespace gateway {
namespace {

namespace asio = boost::asio;

constexpr std::string_view batch_mark = "?batch";  // of a sender: answered otherwise than in real time
constexpr int attempts_max = 16;  // to get ahead of others, and to learn of each reused number

/// The pair of the first interchange: who sent it, for replays.
std::string sender_of(const EdiMessage& message, const x12::ReadOptions& reading) {
  x12::Reader reader(message.bytes, {}, reading);
  std::string sender =
      reader.next() == x12::Event::interchange ? submitter_of(reader.interchange()) : "x12:unknown";
  if (message.batch) sender += batch_mark;
  return sender;
}

/// Goes through the message once; everything it comes to is in `turn` and the reply. Errors:
/// store_unavailable.
base::Result<HttpReply> answered_once(const EdiMessage& message, MessageTurn& turn) {
  const x12::Limits limits = x12_limits(turn.services.config);
  const x12::ReadOptions reading = turn.knowledge.partners->reading();
  const std::vector<x12::InterchangeScan> scans = x12::scan(message.bytes, limits, reading);
  AnswerText answers;
  X12Scratch scratch;
  std::optional<InterchangeTurn> interchange;
  std::size_t index = 0;
  x12::Reader reader(message.bytes, limits, reading);
  std::string rest;  // where it becomes unreadable
  base::Result<void> done;
  for (x12::Event event = reader.next(); done && event != x12::Event::done; event = reader.next()) {
    switch (event) {
      case x12::Event::unreadable:
        turn.rejected.push_back(Rejection::interchange);
        rest = place_of_unreadable(message.bytes, scans);
        if (!interchange) return unreadable_reply(message.path, rest, reader.unreadable());
        break;  // nothing follows
      case x12::Event::interchange:
        interchange.emplace(reader.interchange(), scans.at(index++), turn, answers);
        done = interchange->begin();
        break;
      case x12::Event::acknowledgment: note_ta1(reader.acknowledgment(), turn); break;
      case x12::Event::group: done = interchange->begin_group(reader.group()); break;
      case x12::Event::transaction_set: {
        const base::Result<bool> taken = interchange->take(reader.set(), scratch);
        if (!taken) return taken.error();
        break;
      }
      case x12::Event::group_end: done = interchange->end_group(reader); break;
      case x12::Event::interchange_end: done = interchange->finish(); break;
      case x12::Event::done: break;
    }
  }
  if (!done) return done.error();
  if (!interchange)
    return unreadable_reply(message.path, place_of_unreadable(message.bytes, scans), reader.unreadable());
  HttpReply reply;
  reply.content_type = edi_type;
  reply.body = std::move(answers.responses);
  if (!rest.empty()) {
    log::warning("rest_unreadable", {{"message", turn.message}, {"where", rest}});
    note_unreadable_rest(rest, reply);
  }
  return reply;
}

EdiAnswer earlier_answer(const EarlierAnswer& earlier) {
  const StoredAnswer& answer = earlier.answer;
  EdiAnswer made;
  made.replayed = true;
  made.reply.status = static_cast<unsigned>(answer.status);
  made.reply.content_type = answer.content_type;
  made.reply.body = answer.bytes;
  made.reply.headers.emplace_back("X-Replayed", "true");
  made.reply.headers.emplace_back("Precert-Message-Id", earlier.message.text());
  return made;
}

/// The same of an answer that is given again; only its bytes were kept.
void note_unreadable_again(const EdiMessage& message, const Services& services, HttpReply& reply) {
  const x12::ReadOptions reading = services.knowledge.current().partners->reading();
  const std::vector<x12::InterchangeScan> scans =
      x12::scan(message.bytes, x12_limits(services.config), reading);
  if (scans.empty() || rest_of(message.bytes, scans) == message.bytes.size()) return;
  note_unreadable_rest(place_of_unreadable(message.bytes, scans), reply);
}

EdiAnswer refused(unsigned status, const EdiMessage& message, const base::Issues& issues) {
  EdiAnswer made;
  made.reply = refusal(status, message.path, issues);
  return made;
}

ReceivedMessage received_from(const EdiMessage& message, precert::MessageId id, base::Instant at,
                              const x12::ReadOptions& reading) {
  ReceivedMessage received;
  received.id = std::move(id);
  received.transport = Transport::x12;
  received.sender = sender_of(message, reading);
  received.received = at;
  received.content_type = message.content_type;
  received.bytes = message.bytes;
  received.hash = content_hash_of(message.bytes);
  return received;
}

/// The transport's own id of the message, used up like a control number.
ControlNumber submission_number(const EdiMessage& message, const ReceivedMessage& received) {
  ControlNumber number;
  number.pair = "submission";
  number.number = message.submission_key;
  number.owner = received.id.text();
  number.received = received.received;
  return number;
}

/// What came before with the same bytes, in this mode or the other: they are decided once. nullopt: nothing, or
/// nothing is answered twice here.
base::Result<std::optional<EarlierAnswer>> replayed(const ReceivedMessage& received, Services& services) {
  if (services.config.replay_window == std::chrono::seconds{0}) return std::optional<EarlierAnswer>();
  const base::Instant not_before = received.received - services.config.replay_window;
  base::Result<std::optional<EarlierAnswer>> same =
      services.store.find_answer(received.sender, received.hash, not_before);
  if (!same || *same) return same;
  std::string other = received.sender;
  if (other.ends_with(batch_mark)) {
    other.resize(other.size() - batch_mark.size());
  } else {
    other += batch_mark;
  }
  return services.store.find_answer(other, received.hash, not_before);
}

/// The submitter, without what its replays are kept apart by.
std::string client_of(const ReceivedMessage& received) {
  const std::string_view sender = received.sender;
  return std::string(sender.substr(0, sender.size() - (sender.ends_with(batch_mark) ? batch_mark.size() : 0)));
}

/// What a payer could not be asked about may come again as it is: the message is kept, but it uses up no
/// number and its answer is nobody's again.
void leave_open(Exchange& exchange) {
  exchange.control_numbers.clear();
  if (exchange.message) exchange.message->sender += "#" + exchange.message->id.text();
}

}  // namespace

x12::Limits x12_limits(const Config& config) {
  x12::Limits limits;
  limits.segments_per_set_max = config.segments_per_set_max;
  limits.sets_per_interchange_max = config.sets_per_message_max;
  return limits;
}

void note_gaps(const std::vector<ControlGap>& gaps, Services& services) {
  for (const ControlGap& gap : gaps) {
    log::warning("control_number_gap",
                 {{"pair", gap.pair}, {"previous", gap.previous}, {"number", gap.number}});
    services.metrics.control_number_gap();
  }
}

void note_ta1(const x12::SegmentView& ta1, MessageTurn& turn) {
  if (turn.skipping) return;
  const std::string_view verdict = ta1.element(4);
  const bool good = verdict == "A" || verdict == "E";
  const auto write = good ? log::info : log::warning;
  write("interchange_acknowledgment", {{"message", turn.message},
                                       {"number", ta1.element(1)},
                                       {"verdict", verdict},
                                       {"note", ta1.element(5)}});
  if (!good) turn.services.metrics.acknowledgment_refused();
}

asio::awaitable<void> join_late(const std::vector<std::string>& numbers, const ReceivedMessage& received,
                                Services& services) {
  for (int attempt = 0; attempt < attempts_max; ++attempt) {
    MessageTurn turn(services, received.id.text(), received.received, AnswerMode::real_time);
    const base::Result<void> joined = attach_held(numbers, turn);
    if (!joined || turn.exchange.attachments.empty()) co_return;
    Exchange exchange = std::move(turn.exchange);
    const CommitResult result = co_await commit(services, std::move(exchange));
    if (result.outcome == CommitOutcome::version_conflict) continue;
    for (const precert::ReviewAction action : turn.decided)
      services.metrics.decision(received.transport, action);
    co_return;
  }
}

namespace {

/// The answer of then, with the headers of then; what it shows again is in the access log before it leaves.
asio::awaitable<EdiAnswer> given_again(const EarlierAnswer& earlier, const EdiMessage& message,
                                       const ReceivedMessage& received, Services& services) {
  services.metrics.replay();
  EdiAnswer answer = earlier_answer(earlier);
  note_unreadable_again(message, services, answer.reply);
  base::Result<std::vector<LookUp>> shown =
      look_ups_in(answer.reply.body, client_of(received), received.received, services.store);
  if (!shown) co_return refused(503, message, shown.error());
  if (shown->empty()) co_return answer;
  Exchange noted;
  noted.look_ups = std::move(*shown);
  const CommitResult result = co_await commit(services, std::move(noted));
  if (result.outcome != CommitOutcome::committed) co_return refused(503, message, base::Issues(result.issue));
  co_return answer;
}

}  // namespace

asio::awaitable<EdiAnswer> exchanged(EdiMessage message, Services& services) {
  base::Result<precert::MessageId> id = message_id(services.numbers);
  if (!id) co_return refused(503, message, id.error());
  const x12::ReadOptions reading = services.knowledge.current().partners->reading();
  const ReceivedMessage received = received_from(message, std::move(*id), services.clock.now(), reading);
  const base::Result<std::optional<EarlierAnswer>> earlier = replayed(received, services);
  if (!earlier) co_return refused(503, message, earlier.error());
  if (*earlier) {
    EdiAnswer again = co_await given_again(**earlier, message, received, services);
    co_return again;
  }
  const base::Result<UpstreamReviews> elsewhere = co_await upstream_reviews(received, services);
  if (!elsewhere) co_return refused(503, message, elsewhere.error());
  std::set<MessageTurn::Number> reused = elsewhere->refused;
  for (int attempt = 0; attempt < attempts_max; ++attempt) {
    MessageTurn turn(services, received.id.text(), received.received,
                     message.batch ? AnswerMode::together : AnswerMode::real_time);
    turn.refused = reused;
    turn.upstream = &*elsewhere;
    base::Result<HttpReply> reply = answered_once(message, turn);
    if (!reply) co_return refused(503, message, reply.error());
    EdiAnswer answer;
    answer.reply = std::move(*reply);
    if (!message.submission_key.empty()) {
      turn.exchange.control_numbers.push_back(submission_number(message, received));
    }
    turn.exchange.message = received;
    turn.exchange.answer = {static_cast<int>(answer.reply.status), answer.reply.content_type,
                            answer.reply.body};
    if (elsewhere->any_undecided()) leave_open(turn.exchange);
    const std::vector<ControlNumber> numbers = turn.exchange.control_numbers;
    const std::vector<std::string> half_way = numbers_met_half_way(turn.exchange);
    Exchange exchange = std::move(turn.exchange);
    const CommitResult result = co_await commit(services, std::move(exchange));
    switch (result.outcome) {
      case CommitOutcome::committed:
        for (const precert::ReviewAction action : turn.decided)
          services.metrics.decision(Transport::x12, action);
        for (const Rejection kind : turn.rejected) services.metrics.rejection(kind);
        note_gaps(result.gaps, services);
        if (!half_way.empty()) co_await join_late(half_way, received, services);
        answer.reply.headers.emplace_back("Precert-Message-Id", received.id.text());
        co_return answer;
      case CommitOutcome::replayed: {
        if (!result.earlier) co_return answer;
        EdiAnswer again = co_await given_again(*result.earlier, message, received, services);
        co_return again;
      }
      case CommitOutcome::control_number_reused: {
        const ControlNumber& last = numbers.at(result.reused.back());
        if (last.pair == "submission") {
          co_return refused(409, message,
                            base::Issue{base::IssueCode::conflict, "submission",
                                        "this id was used with other content; send it under a new one.",
                                        base::Severity::error});
        }
        for (const std::size_t which : result.reused)
          reused.emplace(numbers.at(which).pair, numbers.at(which).number);
        break;
      }
      case CommitOutcome::version_conflict: break;
      case CommitOutcome::unavailable: co_return refused(503, message, base::Issues(result.issue));
    }
  }
  co_return refused(
      503, message,
      base::Issue{base::IssueCode::store_unavailable, "case",
                  "This case is being changed by others; send the request again.", base::Severity::error});
}

}  // namespace gateway
