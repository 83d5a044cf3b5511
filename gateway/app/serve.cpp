// The serving loop: signals, listener, drain.
#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <csignal>
#include <cstdio>
#include <functional>
#include <thread>

#include "gateway/access/clients.hpp"
#include "gateway/app/gateway.hpp"
#include "gateway/edi/batches.hpp"
#include "gateway/edi/x12_route.hpp"
#include "gateway/http/replies.hpp"
#include "gateway/http/server.hpp"
#include "gateway/intake/worker.hpp"
#include "gateway/letters/worker.hpp"
#include "gateway/telemetry/log.hpp"
#include "gateway/work/desk.hpp"
#include "gateway/workers/deliveries.hpp"
#include "precert/rulebook/rulebook.hpp"

namespace gateway {
namespace {

namespace asio = boost::asio;

std::array<Background*, 4> backgrounds_of(Services& services) {
  return {&services.background, &services.reports, &services.compiling, &services.weighing};
}

/// Certificates are renewed while the listener runs, so they are read again, too.
base::Result<void> reload(Gateway& gateway, HttpServer& server) {
  const HttpTls& tls = gateway.config().tls;
  const base::Result<void> secured = tls.wanted() ? server.secure(tls) : base::Result<void>();
  const base::Result<void> reloaded = gateway.reload();
  return secured ? reloaded : secured;
}

void log_reload(Gateway& gateway, HttpServer& server) {
  const base::Result<void> reloaded = reload(gateway, server);
  if (reloaded) {
    log::info("reloaded",
              {{"rulebook", precert::version_of(*gateway.services().knowledge.current().rulebook)}});
  } else {
    log::error("reload_failed",
               {{"where", reloaded.error().first().where}, {"what", reloaded.error().first().remedy}});
  }
}

/// Waits for signals, and for the next minute, on a thread of its own, so that a busy listener still drains
/// at once.
class Signals {
 public:
  Signals(Gateway& gateway, HttpServer& server)
      : gateway_(gateway), server_(server), set_(context_, SIGTERM, SIGINT) {
    set_.add(SIGHUP);
    wait();
    tick();
    thread_ = std::thread([this] { context_.run(); });
  }
  ~Signals() {
    context_.stop();
    thread_.join();
  }
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;

 private:
  void wait() {
    set_.async_wait([this](const boost::system::error_code& error, int signal) {
      if (error) return;
      if (signal == SIGHUP) {
        log_reload(gateway_, server_);
      } else {
        log::info("draining", {{"connections", server_.connections()}});
        for (Background* one : backgrounds_of(gateway_.services())) one->stop();
        server_.drain();
      }
      wait();
    });
  }

  /// Batches whose worker went away are taken up again.
  void tick() {
    timer_.expires_after(std::chrono::minutes(1));
    timer_.async_wait([this](const boost::system::error_code& error) {
      if (error) return;
      Services& services = gateway_.services();
      services.background.post([&services] { work_off_batches(services); });
      tick();
    });
  }

  Gateway& gateway_;
  HttpServer& server_;
  asio::io_context context_;
  asio::signal_set set_;
  asio::steady_timer timer_{context_};
  std::thread thread_;
};

}  // namespace

base::Result<void> serve(Gateway& gateway) {
  const Config& config = gateway.config();
  const bool open = config.clients.empty();
  if (!is_loopback(config.host) && open && config.open_access.empty()) {
    return base::Issues(base::Issue{base::IssueCode::config_invalid, "listen",
                                    "without access control precert listens on loopback only; to listen on " +
                                        config.host +
                                        " all the same, name a file of clients in the configuration, or give "
                                        "--open-access with the reason (it is logged)."});
  }
  std::unique_ptr<Letters> letters;
  if (config.letters.made) {
    base::Result<std::unique_ptr<Letters>> opened = Letters::open(gateway.services());
    if (!opened) return opened.error();
    letters = std::move(*opened);
  }
  std::unique_ptr<Intake> intake;
  if (!config.intake.folder.empty()) {
    base::Result<std::unique_ptr<Intake>> opened = Intake::open(gateway.services());
    if (!opened) return opened.error();
    intake = std::move(*opened);
  }
  const unsigned threads =
      config.threads == 0 ? std::max(1U, std::thread::hardware_concurrency()) : config.threads;
  HttpSpool spool{config.data_dir / "spool", takes_files};
  spool.refused = [&gateway](const HttpRequest& head) {
    const std::shared_ptr<const Clients> clients = gateway.services().knowledge.current().clients;
    return admission_of(head, clients.get(), gateway.services().clock.now()).refusal;
  };
  HttpServer server(
      config.http, threads, [&gateway](const HttpRequest& request) { return gateway.answer(request); },
      [](unsigned status, const std::string& path, const std::string& words) {
        return refusal(status, path, words);
      },
      std::move(spool));
  if (config.tls.wanted()) {
    const base::Result<void> secured = server.secure(config.tls);
    if (!secured) return secured;
  }
  const base::Result<std::uint16_t> port = server.listen(config.host, config.port);
  if (!port) return port.error();
  const std::string host = config.host.find(':') == std::string::npos ? config.host : "[" + config.host + "]";
  const std::string url = (config.tls.wanted() ? "https://" : "http://") + host + ":" + std::to_string(*port);
  if (config.base_url.empty()) gateway.set_base_url(url);
  if (!is_loopback(config.host) && open) log::warning("open_access", {{"reason", config.open_access}});
  const Signals signals(gateway, server);
  Services& services = gateway.services();
  services.background.post([&services] { take_up_batches(services); });  // what a restart left
  Deliveries deliveries(services);
  deliveries.start();
  WorkDesk desk(services);
  desk.start();
  if (letters) letters->start();
  if (intake) intake->start();
  log::info("started", {{"url", url},
                        {"threads", threads},
                        {"rulebook", precert::version_of(*gateway.services().knowledge.current().rulebook)}});
  std::printf("listening on %s\n", url.c_str());
  std::fflush(stdout);
  server.run();
  if (intake) intake->stop();
  desk.stop();
  if (letters) letters->stop();
  deliveries.stop();
  for (Background* one : backgrounds_of(services)) one->stop();
  // All before the server goes, whose connections they may answer.
  for (Background* one : backgrounds_of(services)) one->finish();
  log::info("stopped", {});
  return {};
}

}  // namespace gateway
