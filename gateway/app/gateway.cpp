#include "gateway/app/gateway.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <exception>
#include <filesystem>

#include "gateway/access/clients.hpp"
#include "gateway/access/look_ups.hpp"
#include "gateway/app/directory.hpp"
#include "gateway/dtr/issued_forms.hpp"
#include "gateway/app/routes.hpp"
#include "gateway/edi/guide_folder.hpp"
#include "gateway/fhir/negotiation.hpp"
#include "gateway/fhir/response_check.hpp"
#include "gateway/crd/access.hpp"
#include "gateway/http/cors.hpp"
#include "gateway/http/replies.hpp"
#include "gateway/rules/kept_rulebooks.hpp"
#include "gateway/store/sqlite_store.hpp"
#include "gateway/telemetry/log.hpp"
#include "gateway/upstream/upstreams.hpp"

namespace gateway {
namespace {

namespace asio = boost::asio;
using base::Issue;
using base::IssueCode;
using base::Issues;

/// The database file of "sqlite:PATH", or of the data folder when no store is named.
base::Result<std::filesystem::path> database_of(const Config& config) {
  if (config.store.empty()) return config.data_dir / "precert.db";
  constexpr std::string_view scheme = "sqlite:";
  if (config.store.starts_with(scheme)) return std::filesystem::path(config.store.substr(scheme.size()));
  return Issues(Issue{IssueCode::config_invalid, "store", "only sqlite:PATH is a store of this version."});
}

base::Result<std::unique_ptr<Store>> open_store(const Config& config) {
  const base::Result<std::filesystem::path> path = database_of(config);
  if (!path) return path.error();
  std::error_code error;
  std::filesystem::create_directories(path->has_parent_path() ? path->parent_path() : ".", error);
  if (error) {
    return Issues(
        Issue{IssueCode::config_invalid, "data_dir", "the folder cannot be made: " + error.message()});
  }
  SqliteConfig sqlite;
  sqlite.path = *path;
  sqlite.replay_window = config.replay_window;
  sqlite.commits_per_group_max = config.commits_per_group_max;
  sqlite.commits_queued_max = config.commits_queued_max;
  return open_sqlite(sqlite);
}

/// The demo's people go into an empty store only: what somebody loaded is never overwritten.
base::Result<void> fill_demo(Store& store) {
  const base::Result<StoreContents> contents = store.contents();
  if (!contents) return contents.error();
  if (contents->members > 0 || contents->facilities > 0) return {};
  return load_demo_people(store);
}

log::Level log_level_of(const std::string& word) {
  if (word == "debug") return log::Level::debug;
  if (word == "warning") return log::Level::warning;
  if (word == "error") return log::Level::error;
  return word == "off" ? log::Level::off : log::Level::info;
}

/// The rulebook of the settings, its files kept before it decides anything: each decision can be made again.
base::Result<std::shared_ptr<const precert::Rulebook>> kept_rulebook(const Config& config, Store& store,
                                                                     base::Instant now) {
  const base::Result<std::vector<precert::RulebookFile>> files =
      config.rulebook.empty() ? demo_rulebook_files() : rulebook_files(config.rulebook);
  if (!files) return files.error();
  base::Result<std::shared_ptr<const precert::Rulebook>> rulebook = precert::rulebook_from(*files);
  if (!rulebook) return rulebook.error();
  const base::Result<void> kept = keep_rulebook(store, **rulebook, *files, now);
  if (!kept) return kept.error();
  const base::Result<void> noted = note_issued_forms(**rulebook, store);
  if (!noted) return noted.error();
  return rulebook;
}

base::Result<Snapshot> snapshot_of(const Config& config, Store& store, base::Instant now) {
  base::Result<std::shared_ptr<const precert::Rulebook>> rulebook = kept_rulebook(config, store, now);
  if (!rulebook) return rulebook.error();
  base::Result<std::shared_ptr<const precert::Directory>> directory = directory_for(store, **rulebook);
  if (!directory) return directory.error();
  base::Result<std::shared_ptr<const Partners>> partners = load_partners(config.partners);
  if (!partners) return partners.error();
  base::Result<std::shared_ptr<const Upstreams>> upstreams = load_upstreams(config.upstreams);
  if (!upstreams) return upstreams.error();
  base::Result<std::shared_ptr<const Clients>> clients = clients_of(config);
  if (!clients) return clients.error();
  base::Result<std::shared_ptr<const HookAccess>> hooks = load_hook_access(config.crd, clients->get());
  if (!hooks) return hooks.error();
  return Snapshot{std::move(*rulebook), std::move(*directory), std::move(*partners), std::move(*clients),
                  std::move(*upstreams), std::move(*hooks)};
}

}  // namespace

/// Everything a gateway owns, in the order in which it has to be built.
struct Gateway::Parts {
  Parts(Config with, std::unique_ptr<Store> opened, Snapshot first, fhir::Profiles newest,
        fhir::Profiles older, Injected injected)
      : config(std::move(with)),
        own_store(std::move(opened)),
        store(injected.store == nullptr ? *own_store : *injected.store),
        own_numbers(injected.numbers == nullptr ? store_numbers(store) : nullptr),
        knowledge(std::move(first)),
        metrics(store),
        pas_2_2_1(std::move(newest)),
        pas_2_0_1(std::move(older)),
        services{config,
                 store,
                 injected.clock == nullptr ? own_clock : *injected.clock,
                 injected.numbers == nullptr ? *own_numbers : *injected.numbers,
                 knowledge,
                 metrics,
                 background,
                 reports,
                 compiling,
                 weighing,
                 notifications,
                 traffic,
                 pas_2_2_1,
                 pas_2_0_1},
        router(all_routes()) {}

  Config config;
  base::SystemClock own_clock;
  std::unique_ptr<Store> own_store;  // nullptr = injected
  Store& store;
  std::unique_ptr<NumberSource> own_numbers;
  Knowledge knowledge;
  Metrics metrics;
  fhir::Profiles pas_2_2_1, pas_2_0_1;
  Bell notifications;
  Traffic traffic;
  Services services;
  Router router;
  Background background;  // these four last: they go first, and what runs in them uses the others
  Background reports;
  Background compiling;
  Background weighing;
};

Gateway::Gateway(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Gateway::~Gateway() = default;

base::Result<std::unique_ptr<Gateway>> Gateway::open(Config config, Injected injected) {
  log::set_level(log_level_of(config.log_level));
  const base::Result<void> guides = use_guide_folder(config.guides);
  if (!guides) return guides.error();
  std::unique_ptr<Store> own;
  if (injected.store == nullptr) {
    base::Result<std::unique_ptr<Store>> opened = open_store(config);
    if (!opened) return opened.error();
    own = std::move(*opened);
  }
  Store& store = own == nullptr ? *injected.store : *own;
  if (config.demo) {
    const base::Result<void> filled = fill_demo(store);
    if (!filled) return filled.error();
  }
  const base::Instant now = injected.clock == nullptr ? base::SystemClock().now() : injected.clock->now();
  base::Result<Snapshot> snapshot = snapshot_of(config, store, now);
  if (!snapshot) return snapshot.error();
  base::Result<fhir::Profiles> newest = fhir::Profiles::of(fhir::Version::pas_2_2_1);
  if (!newest) return newest.error();
  base::Result<fhir::Profiles> older = fhir::Profiles::of(fhir::Version::pas_2_0_1);
  if (!older) return older.error();
  return std::unique_ptr<Gateway>(
      new Gateway(std::make_unique<Parts>(std::move(config), std::move(own), std::move(*snapshot),
                                          std::move(*newest), std::move(*older), injected)));
}

asio::awaitable<HttpReply> Gateway::answer(const HttpRequest& request) {
  const Traffic::Request counted(parts_->traffic);
  const auto start = std::chrono::steady_clock::now();
  const Router::Match match = parts_->router.match(request.method, request.path);
  HttpReply reply;
  const std::shared_ptr<const Clients> clients = parts_->knowledge.current().clients;
  Admission admission = admission_of(request, clients.get(), parts_->services.clock.now());
  std::optional<HttpReply> not_understood = media_refusal(request);
  if (request.method == Method::options && !match.allowed.empty()) {
    reply = options_reply(match.allowed);
  } else if (admission.refusal) {
    reply = std::move(*admission.refusal);
  } else if (match.route != nullptr && not_understood) {
    reply = std::move(*not_understood);
  } else if (match.route != nullptr) {
    HttpRequest admitted;
    if (clients != nullptr) admitted = request;
    admitted.client = admission.client;
    const HttpRequest& known = clients == nullptr ? request : admitted;
    reply = co_await match.route->handler(known, match.id, parts_->services);
    if (is_a_look(*match.route, reply)) {
      reply = co_await noted_reply(known, *match.route, match.id, std::move(reply), parts_->services);
    }
    check_reply(request, reply, parts_->services);
    fit_reply(request, reply);
  } else if (!match.allowed.empty()) {
    reply = refusal(405, request.path, "This path answers " + match.allowed + " only.");
    reply.headers.emplace_back("Allow", match.allowed);
  } else {
    reply = refusal(404, request.path, "Nothing is served at this path; GET /fhir/metadata lists what is.");
  }
  allow_origin(request, parts_->config.cors_origins, reply);
  const auto took = std::chrono::steady_clock::now() - start;
  const std::string_view route = match.route == nullptr ? "none" : std::string_view(match.route->pattern);
  parts_->metrics.request(route, reply.status, took);
  log::info("request", {{"method", word(request.method)},
                        {"route", route},
                        {"client", admission.client},
                        {"status", reply.status},
                        {"bytes_in", request.body.size()},
                        {"bytes_out", reply.body.size()},
                        {"us", std::chrono::duration_cast<std::chrono::microseconds>(took).count()}});
  co_return reply;
}

HttpReply Gateway::answer_now(const HttpRequest& request) {
  asio::io_context context;
  HttpReply reply;
  std::exception_ptr failure;
  asio::co_spawn(context, answer(request), [&](const std::exception_ptr& thrown, HttpReply made) {
    failure = thrown;
    reply = std::move(made);
  });
  context.run();
  if (failure) std::rethrow_exception(failure);
  return reply;
}

base::Result<void> Gateway::reload() {
  base::Result<Snapshot> next = snapshot_of(parts_->config, parts_->store, parts_->services.clock.now());
  if (!next) return next.error();
  parts_->knowledge.swap(std::move(*next));
  return {};
}

void Gateway::set_base_url(std::string url) { parts_->config.base_url = std::move(url); }
Services& Gateway::services() { return parts_->services; }
const Config& Gateway::config() const { return parts_->config; }

}  // namespace gateway
