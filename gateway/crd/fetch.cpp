#include "gateway/crd/fetch.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <optional>

namespace gateway {
namespace {

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;

/// Reads that were begun together. Shared with each of them: whoever waits may be gone when the last one
/// ends. All run on one event loop.
struct Wave {
  Wave(const asio::any_io_executor& executor, std::size_t count)
      : done(executor), left(count), replies(count) {}
  asio::steady_timer done;  // ends early when nothing is left to wait for
  std::size_t left;
  std::vector<std::optional<HttpReply>> replies;
};

asio::awaitable<void> read_one(std::shared_ptr<Wave> wave, std::shared_ptr<const Outbound> servers,
                               OutboundRequest request, std::size_t index) {
  base::Result<HttpReply> reply = co_await servers->call(request);
  if (reply) wave->replies[index] = std::move(*reply);
  --wave->left;
  if (wave->left == 0) wave->done.cancel();
}

OutboundRequest request_for(const std::string& server, const ClientRead& query, const std::string& token,
                            const CrdSettings& settings, Clock::time_point until) {
  OutboundRequest request;
  request.method = Method::get;
  request.url = server + (query.text.starts_with('?') ? "" : "/") + query.text;
  request.headers.emplace_back("Accept", "application/fhir+json");
  if (!token.empty()) request.headers.emplace_back("Authorization", "Bearer " + token);
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now());
  const auto most = query.needed ? left : std::min(settings.fetch_timeout, left);
  request.timeout = std::max(most, std::chrono::milliseconds(1));
  request.reply_bytes_max = settings.fetch_bytes_max;
  return request;
}

}  // namespace

std::string_view word(TokenUse use) {
  switch (use) {
    case TokenUse::not_used: return "not-used";
    case TokenUse::used: return "used";
    case TokenUse::rejected: return "rejected";
  }
  return "not-used";
}

asio::awaitable<FetchResult> fetched(std::shared_ptr<const Outbound> servers, std::string server,
                                     std::string token, std::vector<ClientRead> queries,
                                     const CrdSettings& settings, Clock::time_point until) {
  const auto executor = co_await asio::this_coro::executor;
  const auto wave = std::make_shared<Wave>(executor, queries.size());
  for (std::size_t i = 0; i < queries.size(); ++i) {
    OutboundRequest request = request_for(server, queries[i], token, settings, until);
    asio::co_spawn(executor, read_one(wave, servers, std::move(request), i), asio::detached);
  }
  if (wave->left > 0) {
    wave->done.expires_at(until);
    boost::system::error_code ignored;
    co_await wave->done.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  }
  FetchResult result;
  for (std::size_t i = 0; i < queries.size(); ++i) {
    std::optional<HttpReply>& reply = wave->replies[i];
    if (!reply) continue;
    if (!token.empty() && result.token != TokenUse::rejected) result.token = TokenUse::used;
    if (!token.empty() && (reply->status == 401 || reply->status == 403)) result.token = TokenUse::rejected;
    if (reply->status == 200) result.came.push_back({std::move(queries[i].text), std::move(reply->body)});
  }
  co_return result;
}

}  // namespace gateway
