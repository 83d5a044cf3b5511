// A FHIR server of a client: answers reads as it is told, and may keep some waiting for ever. Header only.
#pragma once

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace support {

class FhirServer {
 public:
  FhirServer() : acceptor_(context_, {boost::asio::ip::make_address("127.0.0.1"), 0}) {
    thread_ = std::thread([this] { serve(); });
  }
  ~FhirServer() {
    {
      const std::scoped_lock lock(mutex_);
      stopping_ = true;
    }
    changed_.notify_all();
    boost::system::error_code ignored;
    boost::asio::ip::tcp::socket knock(context_);
    knock.connect(acceptor_.local_endpoint(), ignored);  // wakes the accept
    thread_.join();
    for (std::thread& one : answering_) one.join();
  }
  FhirServer(const FhirServer&) = delete;
  FhirServer& operator=(const FhirServer&) = delete;

  [[nodiscard]] std::string url() const {
    return "http://127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port()) + "/fhir";
  }
  /// What "Patient/p1" or "Coverage?…" is answered with; everything else is 404.
  void answer(const std::string& query, const std::string& body) {
    const std::scoped_lock lock(mutex_);
    bodies_[(query.starts_with('?') ? "/fhir" : "/fhir/") + query] = body;
  }
  /// Never answered while this lives.
  void hold(const std::string& query) {
    const std::scoped_lock lock(mutex_);
    held_.insert("/fhir/" + query);
  }
  /// Answered this much later.
  void slow_down(const std::string& query, std::chrono::milliseconds by) {
    const std::scoped_lock lock(mutex_);
    slow_["/fhir/" + query] = by;
  }
  /// Every read is answered with this status.
  void refuse(unsigned status) {
    const std::scoped_lock lock(mutex_);
    refused_ = status;
  }
  struct Received {
    std::string target, authorization;
  };
  [[nodiscard]] std::vector<Received> received() const {
    const std::scoped_lock lock(mutex_);
    return received_;
  }

 private:
  using Socket = boost::asio::ip::tcp::socket;

  void serve() {
    while (true) {
      boost::system::error_code error;
      auto socket = std::make_shared<Socket>(context_);
      acceptor_.accept(*socket, error);
      const std::scoped_lock lock(mutex_);
      if (stopping_) return;
      if (!error) answering_.emplace_back([this, socket] { reply(*socket); });
    }
  }

  void reply(Socket& socket) {
    namespace http = boost::beast::http;
    boost::system::error_code error;
    boost::beast::flat_buffer buffer;
    http::request<http::string_body> request;
    http::read(socket, buffer, request, error);
    if (error) return;
    const std::string target(request.target().data(), request.target().size());
    http::response<http::string_body> reply{http::status::not_found, 11};
    {
      std::unique_lock lock(mutex_);
      const auto field = request[http::field::authorization];
      received_.push_back({target, std::string(field.data(), field.size())});
      if (held_.contains(target)) {
        changed_.wait(lock, [this] { return stopping_; });
        return;
      }
      if (const auto found = slow_.find(target); found != slow_.end()) {
        changed_.wait_for(lock, found->second, [this] { return stopping_; });
      }
      if (const auto found = bodies_.find(target); found != bodies_.end()) {
        reply.result(http::status::ok);
        reply.body() = found->second;
      }
      if (refused_ != 0) reply.result(refused_);
    }
    reply.set(http::field::content_type, "application/fhir+json");
    reply.prepare_payload();
    http::write(socket, reply, error);
  }

  boost::asio::io_context context_;
  boost::asio::ip::tcp::acceptor acceptor_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::string, std::string> bodies_;
  std::set<std::string> held_;
  std::map<std::string, std::chrono::milliseconds> slow_;
  std::vector<Received> received_;
  std::vector<std::thread> answering_;
  unsigned refused_ = 0;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace support
