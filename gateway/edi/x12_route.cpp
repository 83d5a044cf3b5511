#include "gateway/edi/x12_route.hpp"

#include <memory>
#include <optional>

#include "gateway/edi/batch_line.hpp"
#include "gateway/edi/batches.hpp"
#include "gateway/edi/conversations.hpp"
#include "gateway/edi/exchange.hpp"
#include "gateway/edi/partners.hpp"
#include "gateway/edi/sender_rights.hpp"
#include "gateway/edi/unreadable.hpp"
#include "gateway/http/replies.hpp"
#include "gateway/telemetry/log.hpp"

namespace gateway {
namespace {

constexpr const char* stopping_words =
    "This server is stopping; send the batch again, what was decided stays decided.";

constexpr const char* retry_after_seconds = "30";

/// 202: what the same bytes came to is not known yet.
HttpReply still_at_work(const BatchRecord& batch) {
  HttpReply reply = json_reply("{\"batch\":\"" + batch.id + "\",\"sets\":" + std::to_string(batch.sets) +
                               ",\"accepted\":" + std::to_string(batch.accepted) + "}");
  reply.status = 202;
  reply.headers.emplace_back("Retry-After", retry_after_seconds);
  reply.headers.emplace_back("Precert-Message-Id", batch.id);
  return reply;
}

/// What is known of a body that went to a file before it takes its turn.
struct Weighed {
  std::optional<ContentHash> hash;             // nullopt = it is no interchange, which its turn will tell
  std::optional<HttpReply> reply;              // set: the same bytes are being worked on, or wait for that
  std::string id;                              // of the batch
  std::shared_ptr<const void> place;           // in the line of what waits
  std::shared_ptr<const Clients> admitted_by;  // whose rules all its senders keep; nullptr = not looked at
};

Weighed weighed(const HttpRequest& request, Services& services) {
  Weighed made;
  if (services.weighing.stopping()) return made;  // its turn says so
  base::Result<MappedFile> file = MappedFile::open(request.body_file);
  if (!file) return made;
  x12::Reader reader(file->bytes(), {}, services.knowledge.current().partners->reading());
  if (reader.next() != x12::Event::interchange) return made;
  const std::string sender = submitter_of(reader.interchange());
  std::shared_ptr<const Clients> clients = services.knowledge.current().clients;
  if (refusal_for_senders(request, file->bytes(), services)) return made;
  made.admitted_by = std::move(clients);
  made.hash = hash_of(*file);
  const base::Result<std::optional<BatchRecord>> running = batch_at_work(sender, *made.hash, services);
  if (running && *running) {
    made.reply = still_at_work(**running);
    return made;
  }
  base::Result<PlaceInLine> place = place_in_line(sender, *made.hash, services);
  if (!place) return made;  // its turn says so
  if (place->own == nullptr) made.reply = still_at_work(place->batch);
  made.id = std::move(place->batch.id);
  made.place = std::move(place->own);
  return made;
}

/// A body that went to a file: worked off as a batch, answered with its acknowledgments and then its
/// responses.
HttpReply answered_file(const HttpRequest& request, const Weighed& before, Services& services) {
  if (services.background.stopping()) return refusal(503, request.path, stopping_words);
  base::Result<MappedFile> file = MappedFile::open(request.body_file);
  if (!file) return refusal(503, request.path, file.error());
  x12::Reader reader(file->bytes(), {}, services.knowledge.current().partners->reading());
  if (reader.next() != x12::Event::interchange) {
    return unreadable_reply(request.path, place_of_unreadable(file->bytes(), {}), reader.unreadable());
  }
  // A long file is gone through for its senders once, unless who may send what has changed since.
  if (before.admitted_by == nullptr || before.admitted_by != services.knowledge.current().clients) {
    if (auto refused = refusal_for_senders(request, file->bytes(), services)) return std::move(*refused);
  }
  BatchFile about;
  about.sender = submitter_of(reader.interchange());
  about.content_type = request.content_type;
  about.hash = before.hash;
  about.id = before.id;
  const base::Result<BatchOutcome> outcome = run_file(
      about, *file, services, [&services](const BatchProgress&) { return !services.background.stopping(); });
  if (!outcome) return refusal(503, request.path, outcome.error());
  const BatchRecord& batch = outcome->batch;
  if (batch.state == BatchState::running) {
    give_up_claim(batch, services);
    return refusal(503, request.path, stopping_words);
  }
  HttpReply reply;
  reply.content_type = edi_type;
  reply.body_file = request.body_file;
  reply.body_file += ".reply";
  const base::Result<bool> written = write_batch_bytes(
      batch.id, {BatchBytes::acknowledgments, BatchBytes::responses}, reply.body_file, services);
  if (!written) return refusal(503, request.path, written.error());
  if (!*written) reply.body_file.clear();
  reply.headers.emplace_back("Precert-Message-Id", batch.id);
  if (batch.state == BatchState::failed) {
    const x12::ReadOptions reading = services.knowledge.current().partners->reading();
    note_unreadable_rest(
        place_of_unreadable(file->bytes(), x12::scan(file->bytes(), x12_limits(services.config), reading)),
        reply);
  }
  if (outcome->duplicate) reply.headers.emplace_back("X-Replayed", "true");
  return reply;
}

}  // namespace

bool takes_files(const std::string& target) {
  HttpRequest request;
  const std::size_t question = target.find('?');
  if (question == std::string::npos || target.substr(0, question) != "/x12") return false;
  request.query = target.substr(question + 1);
  return request.parameter("mode") == "batch";
}

boost::asio::awaitable<HttpReply> post_x12(const HttpRequest& request, Services& services) {
  if (!request.body_file.empty()) {
    // Batches are worked off one after the other: who sends again what is at work is not to stand in that
    // line.
    const std::function<Weighed()> weigh = [&request, &services] { return weighed(request, services); };
    Weighed before = co_await in_background<Weighed>(services.weighing, weigh);
    if (before.reply) co_return std::move(*before.reply);
    const std::function<HttpReply()> work = [&request, &services, &before] {
      return answered_file(request, before, services);
    };
    HttpReply reply = co_await in_background<HttpReply>(services.background, work);
    co_return reply;
  }
  if (auto refused = refusal_for_senders(request, request.body, services)) co_return std::move(*refused);
  EdiMessage message;
  message.bytes = request.body;
  message.content_type = request.content_type;
  message.path = request.path;
  message.batch = request.parameter("mode") == "batch";
  EdiAnswer answer = co_await exchanged(std::move(message), services);
  co_return std::move(answer.reply);
}

}  // namespace gateway
