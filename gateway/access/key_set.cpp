#include "gateway/access/key_set.hpp"

#include <algorithm>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "gateway/telemetry/log.hpp"
#include "parsers/fhir/resource_view.hpp"
#include "parsers/json/document.hpp"
#include "parsers/json/writer.hpp"

namespace gateway {
namespace {

namespace asio = boost::asio;
constexpr std::size_t bytes_max = std::size_t{256} * 1024;
constexpr std::size_t keys_max = 100;
constexpr std::chrono::hours kept{1};
constexpr std::chrono::seconds between_tries{60};
constexpr std::chrono::seconds between_failures{5};
constexpr std::chrono::milliseconds patience{2000};
constexpr std::chrono::milliseconds between_looks{20};

}  // namespace

base::Result<std::vector<SigningKey>> signing_keys_from(std::string_view jwks) {
  const auto fault = [](const char* remedy) {
    return base::Issues(base::Issue{base::IssueCode::data_invalid, "keys", remedy, base::Severity::error});
  };
  if (jwks.size() > bytes_max) return fault("the key set is too large.");
  json::Document document;
  const base::Result<json::Value> root = document.parse_copy(jwks);
  if (!root || !root->find("keys").is_array())
    return fault("a JSON Web Key Set is wanted: {\"keys\": [...]}.");
  std::vector<SigningKey> keys;
  for (const json::Value key : root->find("keys").elements()) {
    SigningKey one{std::string(fhir::text(key, "kid")), {}};
    if (one.id.empty() || keys.size() == keys_max) continue;
    json::Writer(one.json).raw(key);
    keys.push_back(std::move(one));
  }
  return keys;
}

std::string KeySet::known(std::string_view id) const {
  const std::scoped_lock lock(mutex_);
  for (const SigningKey& key : keys_) {
    if (key.id == id) return key.json;
  }
  return {};
}

KeySet::Next KeySet::next_for(std::string_view id) const {
  if (url_.empty()) return Next::answer;
  const std::scoped_lock lock(mutex_);
  const Clock::time_point now = Clock::now();
  const bool have =
      std::any_of(keys_.begin(), keys_.end(), [id](const SigningKey& key) { return key.id == id; });
  const bool read = read_ != Clock::time_point{};
  if (have && read && now - read_ < kept) return Next::answer;
  if (asking_) return have ? Next::answer : Next::wait;
  const auto between = keys_.empty() ? between_failures : between_tries;
  if (tried_ != Clock::time_point{} && now - tried_ < between) return Next::answer;
  tried_ = now;
  asking_ = true;
  return Next::ask;
}

void KeySet::asked(std::vector<SigningKey> keys, bool came) const {
  const std::scoped_lock lock(mutex_);
  asking_ = false;
  if (!came) return;
  keys_ = std::move(keys);
  read_ = Clock::now();
}

asio::awaitable<std::string> KeySet::find(std::string id) const {
  asio::steady_timer timer(co_await asio::this_coro::executor);
  const Clock::time_point until = Clock::now() + patience;
  Next next = next_for(id);
  while (next == Next::wait && Clock::now() < until) {
    timer.expires_after(between_looks);
    boost::system::error_code ignored;
    co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    next = next_for(id);
  }
  if (next == Next::ask) {
    OutboundRequest request;
    request.method = Method::get;
    request.url = url_;
    request.timeout = patience;
    request.reply_bytes_max = bytes_max;
    request.headers.emplace_back("Accept", "application/json");
    const base::Result<HttpReply> reply = co_await outbound_->call(request);
    base::Result<std::vector<SigningKey>> read = std::vector<SigningKey>();
    const bool answered = reply && reply->status == 200;
    if (answered) read = signing_keys_from(reply->body);
    const bool came = answered && read.has_value();
    if (!came) log::warning("keys_unreadable", {{"url", url_}});
    asked(came ? std::move(*read) : std::vector<SigningKey>(), came);
  }
  co_return known(id);
}

}  // namespace gateway
