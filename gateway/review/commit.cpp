#include "gateway/review/commit.hpp"

#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <memory>

#include "gateway/http/replies.hpp"

namespace gateway {
namespace {

namespace asio = boost::asio;

constexpr int attempts_max = 5;  // to get ahead of others who change the same case

HttpReply reply_from(const StoredAnswer& answer) {
  HttpReply reply;
  reply.status = static_cast<unsigned>(answer.status);
  reply.content_type = answer.content_type;
  reply.body = answer.bytes;
  reply.headers.emplace_back("X-Replayed", "true");
  return reply;
}

}  // namespace

asio::awaitable<CommitResult> commit(Services& services, Exchange exchange) {
  Store& store = services.store;
  const bool notifies = !exchange.notifications.empty();
  // Named on its own line: g++ 12 destroys twice what a co_await statement makes.
  auto initiate = [&store, &exchange](auto handler) {
    auto resume = std::make_shared<decltype(handler)>(std::move(handler));
    const auto executor =
        asio::prefer(asio::get_associated_executor(*resume), asio::execution::outstanding_work.tracked);
    store.commit(std::move(exchange), [resume, executor](CommitResult result) {
      asio::post(executor, [resume, result = std::move(result)]() mutable { (*resume)(std::move(result)); });
    });
  };
  CommitResult result =
      co_await asio::async_initiate<const asio::use_awaitable_t<>, void(CommitResult)>(initiate, asio::use_awaitable);
  if (notifies && result.outcome == CommitOutcome::committed) services.notifications.ring();
  co_return result;
}

asio::awaitable<HttpReply> decided_and_stored(const HttpRequest& request, Services& services,
                                              const Preparation& prepare) {
  for (int attempt = 0; attempt < attempts_max; ++attempt) {
    base::Result<Prepared> prepared = prepare();
    if (!prepared) co_return refusal(503, request.path, prepared.error());
    HttpReply reply = std::move(prepared->reply);
    const std::vector<precert::ReviewAction> actions = std::move(prepared->decided);
    const std::vector<Rejection> rejections = std::move(prepared->rejected);
    Exchange exchange = std::move(prepared->exchange);
    const Transport dialect = exchange.message ? exchange.message->transport : Transport::fhir;
    const CommitResult result = co_await commit(services, std::move(exchange));
    switch (result.outcome) {
      case CommitOutcome::committed:
        for (const precert::ReviewAction action : actions) services.metrics.decision(dialect, action);
        for (const Rejection kind : rejections) services.metrics.rejection(kind);
        co_return reply;
      case CommitOutcome::replayed:
        services.metrics.replay();
        co_return result.earlier ? reply_from(result.earlier->answer) : reply;
      case CommitOutcome::control_number_reused:
      case CommitOutcome::version_conflict: continue;
      case CommitOutcome::unavailable: co_return refusal(503, request.path, base::Issues(result.issue));
    }
  }
  co_return refusal(503, request.path, "This case is being changed by others; send the request again.");
}

base::Result<std::optional<HttpReply>> earlier_reply(const ReceivedMessage& message, Services& services) {
  if (services.config.replay_window == std::chrono::seconds{0}) return std::optional<HttpReply>();
  const base::Result<std::optional<EarlierAnswer>> earlier = services.store.find_answer(
      message.sender, message.hash, message.received - services.config.replay_window);
  if (!earlier) return earlier.error();
  const std::optional<EarlierAnswer>& found = *earlier;
  if (!found) return std::optional<HttpReply>();
  services.metrics.replay();
  return std::optional(reply_from(found->answer));
}

}  // namespace gateway
