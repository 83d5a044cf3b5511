// A thread of its own for work that takes long: batches. Event loops never wait for it.
#pragma once

#include <atomic>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>
#include <functional>
#include <memory>
#include <utility>

#include "gateway/telemetry/log.hpp"

namespace gateway {

class Background {
 public:
  Background() : pool_(1) {}
  ~Background() { finish(); }
  Background(const Background&) = delete;
  Background& operator=(const Background&) = delete;

  /// One after the other, in the order they come. What throws is logged, and the next goes on.
  void post(std::function<void()> work) {
    boost::asio::post(pool_, [work = std::move(work)] {
      try {
        work();
      } catch (const std::exception& failure) {
        log::error("background_failed", {{"what", failure.what()}});
      }
    });
  }
  /// Long work looks here between its steps, and new work before it begins.
  [[nodiscard]] bool stopping() const { return stopping_; }
  /// Asks what runs to end at its next step.
  void stop() { stopping_ = true; }
  /// stop(), and waits until nothing runs.
  void finish() {
    stop();
    pool_.join();
  }

 private:
  std::atomic<bool> stopping_{false};
  boost::asio::thread_pool pool_;
};

/// Runs `work` in the background and resumes on the caller's executor with what it returns or throws.
template <class Result>
boost::asio::awaitable<Result> in_background(Background& background, std::function<Result()> work) {
  namespace asio = boost::asio;
  // Named on its own line: g++ 12 destroys twice what a co_await statement makes.
  auto initiate = [&background, &work](auto handler) {
    auto resume = std::make_shared<decltype(handler)>(std::move(handler));
    const auto executor =
        asio::prefer(asio::get_associated_executor(*resume), asio::execution::outstanding_work.tracked);
    background.post([resume, executor, work = std::move(work)] {
      auto made = std::make_shared<Result>();
      std::exception_ptr failure;
      try {
        *made = work();
      } catch (...) {
        failure = std::current_exception();
      }
      asio::post(executor, [resume, made, failure]() mutable { (*resume)(failure, std::move(*made)); });
    });
  };
  Result result =
      co_await asio::async_initiate<const asio::use_awaitable_t<>, void(std::exception_ptr, Result)>(
          initiate, asio::use_awaitable);
  co_return result;
}

}  // namespace gateway
