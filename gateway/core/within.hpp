// A limit on how long an answer is waited for, without stopping what makes it.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <exception>
#include <memory>
#include <optional>
#include <utility>

namespace gateway {

/// What `work` returns, or nullopt when that takes longer than `limit`: then it goes on by itself and its
/// result is dropped. What `work` throws in time is thrown here. Whatever `work` refers to outlives it, not
/// only this call.
template <class Result>
boost::asio::awaitable<std::optional<Result>> within(boost::asio::awaitable<Result> work,
                                                     std::chrono::steady_clock::duration limit) {
  namespace asio = boost::asio;
  struct Shared {
    std::optional<Result> result;
    std::exception_ptr failure;
  };
  const auto executor = co_await asio::this_coro::executor;
  const auto timer = std::make_shared<asio::steady_timer>(executor, limit);
  const auto shared = std::make_shared<Shared>();
  auto finish = [timer, shared](std::exception_ptr failure, Result result) {
    shared->failure = std::move(failure);
    if (!shared->failure) shared->result = std::move(result);
    timer->expires_at(std::chrono::steady_clock::time_point::min());  // also ends a wait that begins later
  };
  asio::co_spawn(executor, std::move(work), std::move(finish));
  boost::system::error_code ignored;
  co_await timer->async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  if (shared->failure) std::rethrow_exception(shared->failure);
  co_return std::move(shared->result);
}

}  // namespace gateway
