// The one place that builds everything and knows everything: store, rulebook, directory, clock, numbers,
// routes.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <memory>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "gateway/app/config.hpp"
#include "gateway/app/services.hpp"
#include "gateway/http/message.hpp"
#include "gateway/http/router.hpp"

namespace gateway {

/// What a test or a replay puts in place of the real thing; nullptr = the real one. They outlive the Gateway.
struct Injected {
  const base::Clock* clock = nullptr;
  NumberSource* numbers = nullptr;
  Store* store = nullptr;
};

class Gateway {
 public:
  /// Opens the store (creating and migrating it), loads rulebook and directory, fills a fresh demo store.
  /// Errors: config_invalid, rule_invalid, store_unavailable, each naming what to do.
  [[nodiscard]] static base::Result<std::unique_ptr<Gateway>> open(Config config, Injected injected = {});
  ~Gateway();
  Gateway(const Gateway&) = delete;
  Gateway& operator=(const Gateway&) = delete;

  /// Answers any request of the route table; 404 and 405 for the rest. The request outlives the await.
  [[nodiscard]] boost::asio::awaitable<HttpReply> answer(const HttpRequest& request);
  /// The same for callers without an event loop: blocks until the answer is durable.
  [[nodiscard]] HttpReply answer_now(const HttpRequest& request);

  /// Reads rulebook and directory again; what is running keeps the snapshot it started with. On an error all
  /// stays.
  [[nodiscard]] base::Result<void> reload();
  /// As clients see it; known after listening when the port was picked.
  void set_base_url(std::string url);

  [[nodiscard]] Services& services();
  [[nodiscard]] const Config& config() const;

 private:
  struct Parts;
  explicit Gateway(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

/// Serves until SIGTERM or SIGINT has been drained; SIGHUP reloads. Prints `listening on http://HOST:PORT` to
/// standard output when ready. Errors: config_invalid when it cannot listen.
[[nodiscard]] base::Result<void> serve(Gateway& gateway);

}  // namespace gateway
