// Inside of gateway/http: the bytes of one connection that the listener has accepted, over TLS or plain.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/ssl.hpp>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace gateway {

/// An AsyncStream of Beast. The timeouts are those of `tcp()`.
class ServerStream {
 public:
  using Tcp = boost::beast::tcp_stream;
  using executor_type = Tcp::executor_type;

  /// `tls`: nullptr = plain.
  ServerStream(boost::asio::ip::tcp::socket socket, std::shared_ptr<boost::asio::ssl::context> tls)
      : tcp_(std::move(socket)), context_(std::move(tls)) {
    if (context_ != nullptr) tls_.emplace(tcp_, *context_);
  }

  [[nodiscard]] Tcp& tcp() { return tcp_; }
  /// nullptr when the connection is plain.
  [[nodiscard]] boost::beast::ssl_stream<Tcp&>* tls() { return tls_ ? &*tls_ : nullptr; }
  executor_type get_executor() { return tcp_.get_executor(); }

  template <class Buffers, class Token>
  auto async_read_some(const Buffers& buffers, Token&& token) {
    return tls_ ? tls_->async_read_some(buffers, std::forward<Token>(token))
                : tcp_.async_read_some(buffers, std::forward<Token>(token));
  }
  template <class Buffers, class Token>
  auto async_write_some(const Buffers& buffers, Token&& token) {
    return tls_ ? tls_->async_write_some(buffers, std::forward<Token>(token))
                : tcp_.async_write_some(buffers, std::forward<Token>(token));
  }

 private:
  Tcp tcp_;
  std::shared_ptr<boost::asio::ssl::context> context_;  // of the time it was accepted, whatever is read since
  std::optional<boost::beast::ssl_stream<Tcp&>> tls_;
};

}  // namespace gateway
