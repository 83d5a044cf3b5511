// Waiting in a coroutine for something that calls back: no event loop stands still meanwhile.
#pragma once

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <functional>
#include <memory>
#include <utility>

namespace gateway {

/// Calls `begin` with a callback and resumes on the caller's executor with what the callback is given.
/// `begin` sees to it that the callback is called exactly once, on any thread, from inside itself too.
template <class Result>
boost::asio::awaitable<Result> awaited(std::function<void(std::function<void(Result)>)> begin) {
  namespace asio = boost::asio;
  // Named on its own line: g++ 12 destroys twice what a co_await statement makes.
  auto initiate = [&begin](auto handler) {
    auto resume = std::make_shared<decltype(handler)>(std::move(handler));
    const auto executor =
        asio::prefer(asio::get_associated_executor(*resume), asio::execution::outstanding_work.tracked);
    begin([resume, executor](Result result) {
      asio::post(executor, [resume, result = std::move(result)]() mutable { (*resume)(std::move(result)); });
    });
  };
  Result result = co_await asio::async_initiate<const asio::use_awaitable_t<>, void(Result)>(
      initiate, asio::use_awaitable);
  co_return result;
}

}  // namespace gateway
