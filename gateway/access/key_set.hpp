// The public keys of a client (JSON Web Key Set, RFC 7517): from a file, or from the URL it
// registered.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "gateway/http/outbound.hpp"

namespace gateway {

/// One key: its id, and itself as JSON.
struct SigningKey {
  std::string id, json;
};

/// The keys of a set that have an id. Errors: data_invalid when it is no key set, or too large a one.
[[nodiscard]] base::Result<std::vector<SigningKey>> signing_keys_from(std::string_view jwks);

/// Used from any thread. Keys from a URL are kept for an hour; an unknown id makes it look again, once a
/// minute at most (every 5 seconds while nothing was read yet), so that nobody can make it ask on and on.
class KeySet {
 public:
  explicit KeySet(std::vector<SigningKey> fixed) : keys_(std::move(fixed)) {}
  KeySet(std::string url, std::shared_ptr<const Outbound> outbound)
      : url_(std::move(url)), outbound_(std::move(outbound)) {}

  /// The key as JSON; "" when there is none with that id now. Lifetimes: awaited in place.
  [[nodiscard]] boost::asio::awaitable<std::string> find(std::string id) const;

 private:
  using Clock = std::chrono::steady_clock;
  enum class Next : std::uint8_t { answer, ask, wait };
  /// What to do about a key: `ask` is told to one only, who has to call asked(); others wait for it.
  [[nodiscard]] Next next_for(std::string_view id) const;
  void asked(std::vector<SigningKey> keys, bool came) const;
  [[nodiscard]] std::string known(std::string_view id) const;

  std::string url_;  // "" = the keys are fixed
  std::shared_ptr<const Outbound> outbound_;
  mutable std::mutex mutex_;
  mutable std::vector<SigningKey> keys_;
  mutable Clock::time_point read_{}, tried_{};
  mutable bool asking_ = false;
};

}  // namespace gateway
