// An HTTP server that records what it is sent and answers as it is told: a subscriber's endpoint. Header
// only, since unit and integration tests share it.
#pragma once

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace support {

class Listener {
 public:
  struct Received {
    std::string target;
    std::map<std::string, std::string> headers;  // names as sent
    std::string body;
  };

  Listener() : acceptor_(context_, {boost::asio::ip::make_address("127.0.0.1"), 0}) {
    thread_ = std::thread([this] { serve(); });
  }
  ~Listener() {
    stopping_ = true;
    boost::system::error_code ignored;
    boost::asio::ip::tcp::socket knock(context_);
    knock.connect(acceptor_.local_endpoint(), ignored);  // wakes the accept
    thread_.join();
  }
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  [[nodiscard]] std::string url() const {
    return "http://127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port()) + "/hook";
  }
  /// The next replies; after them 200.
  void answer_with(std::vector<unsigned> statuses) {
    const std::scoped_lock lock(mutex_);
    statuses_.assign(statuses.begin(), statuses.end());
  }
  [[nodiscard]] std::vector<Received> received() const {
    const std::scoped_lock lock(mutex_);
    return received_;
  }
  /// False when that many have not come in time.
  [[nodiscard]] bool wait_for(std::size_t count, std::chrono::milliseconds patience) const {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, patience, [&] { return received_.size() >= count; });
  }

 private:
  void serve() {
    while (!stopping_) {
      boost::system::error_code error;
      boost::asio::ip::tcp::socket socket(context_);
      acceptor_.accept(socket, error);
      if (!error && !stopping_) answer(socket);
    }
  }

  void answer(boost::asio::ip::tcp::socket& socket) {
    namespace http = boost::beast::http;
    boost::system::error_code error;
    boost::beast::flat_buffer buffer;
    http::request<http::string_body> request;
    http::read(socket, buffer, request, error);
    if (error) return;
    http::response<http::string_body> reply{http::status::ok, 11};
    {
      const std::scoped_lock lock(mutex_);
      if (!statuses_.empty()) {
        reply.result(statuses_.front());
        statuses_.pop_front();
      }
      Received& one = received_.emplace_back();
      one.target = std::string(request.target().data(), request.target().size());
      for (const auto& field : request) {
        one.headers[std::string(field.name_string().data(), field.name_string().size())] =
            std::string(field.value().data(), field.value().size());
      }
      one.body = request.body();
    }
    changed_.notify_all();
    reply.prepare_payload();
    http::write(socket, reply, error);
  }

  boost::asio::io_context context_;
  boost::asio::ip::tcp::acceptor acceptor_;
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  std::deque<unsigned> statuses_;
  std::vector<Received> received_;
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

}  // namespace support
