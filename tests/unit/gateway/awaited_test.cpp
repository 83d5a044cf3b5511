// Waiting in a coroutine for something that calls back.
#include "gateway/app/awaited.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <thread>
#include <utility>

namespace awaited_test {
namespace {

namespace asio = boost::asio;

using Done = std::function<void(int)>;

/// Notes what is given to the callback, and on which thread it comes back.
asio::awaitable<void> noted(const std::function<void(Done)>& begin, int& given, std::thread::id& thread) {
  given = co_await gateway::awaited<int>(begin);
  thread = std::this_thread::get_id();
}

TEST(Awaited, LeavesItsEventLoopToOthersMeanwhile) {
  asio::io_context loop;
  Done done;
  int given = 0;
  std::thread::id thread;
  const std::function<void(Done)> begin = [&done](Done callback) { done = std::move(callback); };
  asio::co_spawn(loop, noted(begin, given, thread), asio::detached);
  while (loop.poll_one() != 0) {
  }
  ASSERT_TRUE(done);
  bool is_served = false;
  asio::post(loop, [&is_served] { is_served = true; });
  loop.poll();
  EXPECT_TRUE(is_served);
  EXPECT_EQ(given, 0) << "nothing has come yet";
  EXPECT_FALSE(loop.stopped()) << "what is waited for counts as work";
  std::thread writer(
      [&done] { std::exchange(done, nullptr)(7); });  // what is done with is let go of: it is work
  loop.run();
  writer.join();
  EXPECT_EQ(given, 7);
  EXPECT_EQ(thread, std::this_thread::get_id()) << "back on its own loop, not on the writer's thread";
}

TEST(Awaited, TakesAnAnswerThatComesAtOnce) {  // the queue of the store is full
  asio::io_context loop;
  int given = 0;
  std::thread::id thread;
  const std::function<void(Done)> begin = [](const Done& callback) { callback(3); };
  asio::co_spawn(loop, noted(begin, given, thread), asio::detached);
  loop.run();
  EXPECT_EQ(given, 3);
}

}  // namespace
}  // namespace awaited_test
