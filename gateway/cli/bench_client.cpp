#include "gateway/cli/bench_client.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <limits>

namespace gateway::cli {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using tcp = asio::ip::tcp;
using Clock = std::chrono::steady_clock;
using Error = boost::system::error_code;

class Driver {
 public:
  Driver(const Load& load, const MessageTemplate& messages, std::uint32_t& serial)
      : messages_(messages),
        serial_(serial),
        counted_from_(Clock::now() + load.warm_up),
        end_(counted_from_ + load.measured) {}

  /// One connection from its first message to the end of the run.
  asio::awaitable<void> talk(tcp::socket socket) {
    std::string message = messages_.text();
    const asio::const_buffer bytes = asio::buffer(message);
    beast::flat_buffer received;
    Error error;
    for (Clock::time_point sent = Clock::now(); sent < end_; sent = Clock::now()) {
      messages_.number(message, serial_++);
      co_await asio::async_write(socket, bytes, asio::redirect_error(asio::use_awaitable, error));
      if (error) break;
      http::response_parser<http::string_body> parser;
      parser.body_limit(std::numeric_limits<std::uint64_t>::max());
      co_await http::async_read(socket, received, parser, asio::redirect_error(asio::use_awaitable, error));
      if (error) break;
      count(parser.get(), sent);
    }
    if (error) ++measured_.broken;
  }

  [[nodiscard]] Measured result(const Load& load) && {
    measured_.seconds = std::chrono::duration<double>(load.measured).count();
    return std::move(measured_);
  }

 private:
  void count(const http::response<http::string_body>& answer, Clock::time_point sent) {
    const Clock::time_point now = Clock::now();
    if (now < counted_from_ || now > end_) return;
    measured_.latencies.push_back(now - sent);
    measured_.answer_bytes += answer.body().size();
    ++measured_.statuses[answer.result_int()];
  }

  const MessageTemplate& messages_;
  std::uint32_t& serial_;
  Clock::time_point counted_from_, end_;
  Measured measured_;
};

base::Issues away(const HttpTarget& target, const Error& error) {
  return base::Issues(base::Issue{base::IssueCode::upstream_unavailable, target.host + ":" + target.port,
                                  "no connection: " + error.message(), base::Severity::error});
}

}  // namespace

double Measured::per_second() const {
  return seconds > 0 ? static_cast<double>(latencies.size()) / seconds : 0;
}

std::chrono::nanoseconds Measured::percentile(double share) {
  if (latencies.empty()) return {};
  const auto last = static_cast<double>(latencies.size() - 1);
  const auto place = latencies.begin() + static_cast<std::ptrdiff_t>(last * share);
  std::nth_element(latencies.begin(), place, latencies.end());
  return *place;
}

base::Result<Measured> drive(const Load& load, const MessageTemplate& messages, std::uint32_t& serial) {
  constexpr std::chrono::seconds patience{
      30};  // for the last answers; a server that hangs does not hang the bench
  asio::io_context context(1);
  Error error;
  const auto addresses = tcp::resolver(context).resolve(load.target.host, load.target.port, error);
  if (error) return away(load.target, error);
  std::vector<tcp::socket> sockets;
  for (unsigned number = 0; number < load.connections; ++number) {
    tcp::socket& socket = sockets.emplace_back(context);
    static_cast<void>(asio::connect(socket, addresses, error));  // which address it was
    if (error) return away(load.target, error);
    static_cast<void>(socket.set_option(tcp::no_delay(true), error));  // slower without, but right
  }
  Driver driver(load, messages, serial);
  for (tcp::socket& socket : sockets) asio::co_spawn(context, driver.talk(std::move(socket)), asio::detached);
  context.run_for(load.warm_up + load.measured + patience);
  return std::move(driver).result(load);
}

}  // namespace gateway::cli
