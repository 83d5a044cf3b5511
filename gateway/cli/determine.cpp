// `precert determine`: a request decided offline, with the reasons laid open.
#include <cstdio>

#include "gateway/app/directory.hpp"
#include "gateway/cli/cli.hpp"
#include "gateway/cli/requests.hpp"
#include "gateway/cli/temporary_gateway.hpp"
#include "gateway/review/submit_review.hpp"
#include "gateway/store/sqlite_store.hpp"
#include "precert/engine/determine.hpp"

namespace gateway::cli {
namespace {

base::Result<Reviewed> decide(const ReadRequest& read, Store& store, Gateway& gateway, base::Instant at) {
  Submission submission;
  submission.request = read.request;
  submission.submitter = read.dialect == Transport::x12 ? "x12:offline" : "offline";
  submission.received = at;
  const Services& services = gateway.services();
  const std::unique_ptr<NumberSource> numbers = counting_numbers();
  Snapshot knowledge = services.knowledge.current();
  base::Result<std::shared_ptr<const precert::Directory>> directory =
      directory_for(store, *knowledge.rulebook);
  if (!directory) return directory.error();
  knowledge.directory = std::move(*directory);
  return reviewed(submission, store, *numbers, knowledge);
}

}  // namespace

int determine(const DetermineOptions& options) {
  int code = good;
  const std::optional<ReadRequest> read = request_of(options.file, code);
  if (!read) return code;
  base::Instant at = base::SystemClock().now();
  if (!options.at.empty()) {
    const std::optional<base::Instant> given = base::instant_from_iso(options.at);
    if (!given) {
      std::fprintf(stderr, "--at: give an instant such as 2026-01-05T17:30:00Z.\n");
      return usage;
    }
    at = *given;
  }
  Config config;
  config.rulebook = options.rulebook;
  config.log_level = "warning";
  const base::Result<std::unique_ptr<TemporaryGateway>> temporary = TemporaryGateway::open(std::move(config), at);
  if (!temporary) {
    print(temporary.error());
    return environment_failed;
  }
  std::unique_ptr<Store> own;  // of --data
  if (!options.data.empty()) {
    SqliteConfig sqlite;
    sqlite.path = std::filesystem::path(options.data) / "precert.db";
    base::Result<std::unique_ptr<Store>> opened = open_sqlite(sqlite);
    if (!opened) {
      print(opened.error());
      return environment_failed;
    }
    own = std::move(*opened);
  }
  Gateway& gateway = (*temporary)->gateway();
  const base::Result<Reviewed> made = decide(*read, own ? *own : gateway.services().store, gateway, at);
  if (!made) {
    print(made.error());
    return environment_failed;
  }
  const std::string explanation = precert::explanation_of(made->request, made->determination);
  std::fputs(explanation.c_str(), stdout);
  return good;
}

}  // namespace gateway::cli
