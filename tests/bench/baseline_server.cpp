// The bare servers that the gateway is measured against, in one program:
//   baseline_server                       reads a request, parses its body and answers 4 KB
//   baseline_server --durable FILE        the same, and answers only after request and answer are committed
//   baseline_server --inserts FILE BYTES SECONDS   no server: grouped inserts of rows of that size;
//                                                  prints rows a second
// A server prints `listening on http://127.0.0.1:PORT` and runs until it is killed.
#include <boost/asio/async_result.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <span>

#include "baseline_json.hpp"
#include "baseline_split.hpp"
#include "baseline_store.hpp"

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using tcp = asio::ip::tcp;
using Error = boost::system::error_code;

constexpr std::size_t answer_bytes = 4096;
constexpr std::chrono::seconds timeout{30};

const std::string& answer() {
  static const std::string text = "{\"text\":\"" + std::string(answer_bytes - 11, 'x') + "\"}";
  return text;
}

/// JSON is parsed in situ, anything else is split as X12.
class BodyReader {
 public:
  bool read(std::string& body) {
    if (body.starts_with('{')) return json_.parse_in_place(body);
    elements_.clear();
    return bench::split_set(body, 0, elements_) > 0;
  }

 private:
  bench::JsonBaseline json_;
  std::vector<std::string_view> elements_;
};

class Server {
 public:
  explicit Server(bench::BaselineStore* store) : store_(store) {}

  int run() {
    const unsigned short port = acceptor_.local_endpoint().port();
    std::printf("listening on http://127.0.0.1:%u\n", static_cast<unsigned>(port));
    std::fflush(stdout);
    asio::co_spawn(context_, accept(), asio::detached);
    context_.run();
    return EXIT_SUCCESS;
  }

 private:
  asio::awaitable<void> accept() {
    for (;;) {
      tcp::socket socket = co_await acceptor_.async_accept(asio::use_awaitable);
      socket.set_option(tcp::no_delay(true));
      asio::co_spawn(context_, session(beast::tcp_stream(std::move(socket))), asio::detached);
    }
  }

  asio::awaitable<void> session(beast::tcp_stream stream) {
    beast::flat_buffer buffer;
    Error error;
    while (!error) {
      http::request<http::string_body> request;
      stream.expires_after(timeout);
      co_await http::async_read(stream, buffer, request, asio::redirect_error(asio::use_awaitable, error));
      if (error) co_return;
      std::string kept;
      if (store_ != nullptr) kept = request.body();
      http::response<http::string_body> reply(
          bodies_.read(request.body()) ? http::status::ok : http::status::bad_request, request.version());
      if (store_ != nullptr) co_await durable(std::move(kept));
      reply.body() = answer();
      reply.prepare_payload();
      co_await http::async_write(stream, reply, asio::redirect_error(asio::use_awaitable, error));
    }
  }

  asio::awaitable<void> durable(std::string request) {
    auto initiate = [this, &request](auto handler) {
      auto resume = std::make_shared<decltype(handler)>(std::move(handler));
      const asio::any_io_executor executor = context_.get_executor();
      store_->commit(std::move(request), answer(),
                     [resume, executor] { asio::post(executor, [resume] { (*resume)(); }); });
    };
    co_await asio::async_initiate<const asio::use_awaitable_t<>, void()>(initiate, asio::use_awaitable);
  }

  bench::BaselineStore* store_;
  asio::io_context context_{1};
  tcp::acceptor acceptor_{context_, tcp::endpoint(asio::ip::address_v4::loopback(), 0)};
  BodyReader bodies_;
};

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  if (words.size() == 4 && words[0] == "--inserts") {
    std::printf("%.0f\n", bench::inserts_per_second(words[1], std::stoul(words[2]), std::stod(words[3])));
    return EXIT_SUCCESS;
  }
  std::optional<bench::BaselineStore> store;
  if (words.size() == 2 && words[0] == "--durable") store.emplace(words[1]);
  if (!words.empty() && !store) {
    std::fprintf(stderr, "usage: baseline_server [--durable FILE | --inserts FILE BYTES SECONDS]\n");
    return 2;
  }
  return Server(store ? &*store : nullptr).run();
}
