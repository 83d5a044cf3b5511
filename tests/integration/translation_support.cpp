#include "translation_support.hpp"

#include <fstream>

#include "gateway/cli/cli.hpp"
#include "gateway/http/replies.hpp"

namespace support {
namespace {

namespace asio = boost::asio;
using Tcp = asio::ip::tcp;

/// The body of one request with Content-Length; "" when the connection ends before.
std::string body_of(Tcp::socket& socket) {
  std::string text;
  boost::system::error_code error;
  const std::size_t head = asio::read_until(socket, asio::dynamic_buffer(text), "\r\n\r\n", error);
  if (error) return {};
  std::string lower = text.substr(0, head);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return static_cast<char>(std::tolower(c)); });
  const std::size_t at = lower.find("content-length:");
  if (at == std::string::npos) return {};
  const std::size_t length = std::stoul(lower.substr(at + 15));
  std::string body = text.substr(head);
  if (body.size() < length) {
    const std::size_t have = body.size();
    body.resize(length);
    asio::read(socket, asio::buffer(body.data() + have, length - have), error);
  }
  return body;
}

}  // namespace

ServedGateway::ServedGateway(gateway::cli::TemporaryGateway& served)
    : served_(served),
      server_(
          gateway::HttpLimits{}, 1,
          [this](const gateway::HttpRequest& request) {
            {
              const std::scoped_lock lock(mutex_);
              ++requests_;
            }
            return served_.gateway().answer(request);
          },
          [](unsigned status, const std::string& path, const std::string& words) {
            return gateway::refusal(status, path, words);
          }) {
  const auto port = server_.listen("127.0.0.1", 0);
  EXPECT_TRUE(port);
  if (port) port_ = *port;
  thread_ = std::thread([this] { server_.run(); });
}

ServedGateway::~ServedGateway() {
  server_.drain();
  thread_.join();
}

int ServedGateway::requests() const {
  const std::scoped_lock lock(mutex_);
  return requests_;
}

FaultyServer::FaultyServer(Behaviour behave)
    : acceptor_(context_, Tcp::endpoint(asio::ip::address_v4::loopback(), 0)),
      port_(acceptor_.local_endpoint().port()),
      behave_(std::move(behave)),
      thread_([this] { serve(); }) {}

FaultyServer::~FaultyServer() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  boost::system::error_code ignored;
  Tcp::socket last(context_);  // wakes the one who accepts
  last.connect(Tcp::endpoint(asio::ip::address_v4::loopback(), port_), ignored);
  last.close(ignored);
  thread_.join();
}

void FaultyServer::behave(Behaviour behave) {
  const std::scoped_lock lock(mutex_);
  behave_ = std::move(behave);
}

std::vector<std::string> FaultyServer::bodies() const {
  const std::scoped_lock lock(mutex_);
  return bodies_;
}

void FaultyServer::serve() {
  for (;;) {
    boost::system::error_code error;
    Tcp::socket socket = acceptor_.accept(error);
    Behaviour behave;
    {
      const std::scoped_lock lock(mutex_);
      if (stopping_ || error) return;
      behave = behave_;
    }
    const std::string body = body_of(socket);
    {
      const std::scoped_lock lock(mutex_);
      bodies_.push_back(body);
    }
    const std::optional<std::string> reply = behave(body);
    if (reply) {
      asio::write(socket, asio::buffer(*reply), error);
      socket.shutdown(Tcp::socket::shutdown_send, error);
    }
    std::array<char, 64> rest{};
    while (!error) socket.read_some(asio::buffer(rest), error);  // until the other side closes
  }
}

std::string http_reply(const std::string& body, const std::string& content_type, int status) {
  return "HTTP/1.1 " + std::to_string(status) + " X\r\nContent-Type: " + content_type +
         "\r\nConnection: close\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

std::uint16_t closed_port() {
  asio::io_context context;
  const Tcp::acceptor acceptor(context, Tcp::endpoint(asio::ip::address_v4::loopback(), 0));
  return acceptor.local_endpoint().port();
}

std::string file(const std::string& scenario, const std::string& name) {
  const auto text =
      gateway::cli::read_file(PRECERT_SOURCE_DIR "/fixtures/scenarios/" + scenario + "/" + name);
  EXPECT_TRUE(text) << scenario << "/" << name;
  return text ? *text : std::string();
}

std::unique_ptr<gateway::cli::TemporaryGateway> opened(gateway::Config config) {
  config.log_level = "off";
  auto made = gateway::cli::TemporaryGateway::open(std::move(config), noon);
  EXPECT_TRUE(made) << (made ? "" : made.error().first().where + ": " + made.error().first().remedy);
  return made ? std::move(*made) : nullptr;
}

Intermediary::Intermediary(const std::string& dialect, const std::string& url, const std::string& more) {
  std::ofstream(folder_ / "upstreams.yaml")
      << "upstreams:\n  - name: other-payer\n    payers: [EXPL1]\n    dialect: " << dialect
      << "\n    url: " << url
      << "\n    plain_http: true\n    usage: T\n    sender: {id: GATEWAYA}\n    receiver: {id: "
         "EXAMPLEPLAN}\n"
      << more;
  gateway::Config config;
  config.upstreams = folder_ / "upstreams.yaml";
  gateway_ = opened(std::move(config));
}

}  // namespace support
