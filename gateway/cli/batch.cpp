// `precert batch DIR`: files of any size from in/ to out/, with progress and a report.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <thread>

#include "gateway/app/gateway.hpp"
#include "gateway/cli/cli.hpp"
#include "gateway/cli/progress.hpp"
#include "gateway/edi/folder.hpp"
#include "gateway/telemetry/log.hpp"

namespace gateway::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::milliseconds poll_every{1000};

std::atomic<bool> asked_to_stop{
    false};  // NOLINT(cppcoreguidelines-avoid-non-const-global-variables): a signal's only way

extern "C" void stop_soon(int) { asked_to_stop = true; }

base::Result<Config> config_of(const BatchOptions& options) {
  Config config;
  if (!options.config_file.empty()) {
    base::Result<Config> read = config_from_file(options.config_file);
    if (!read) return read.error();
    config = std::move(*read);
  }
  if (!options.data.empty()) config.data_dir = options.data;
  if (!options.store.empty()) config.store = options.store;
  if (!options.rulebook.empty()) config.rulebook = options.rulebook;
  if (!options.partners.empty()) config.partners = options.partners;
  if (!options.guides.empty()) config.guides = options.guides;
  config.demo = config.demo || options.demo;
  config.log_level = "warning";
  return config;
}

/// What all files of a run came to.
struct Totals {
  std::size_t files = 0, failed = 0, duplicates = 0, unsolicited = 0, waiting = 0;
  std::uint64_t sets = 0, accepted = 0, bytes = 0;
  std::chrono::milliseconds took{};
};

double per_second(std::uint64_t count, std::chrono::milliseconds took) {
  return took.count() == 0 ? 0.0 : 1000.0 * static_cast<double>(count) / static_cast<double>(took.count());
}

const char* word_for(const FolderResult& result) {
  if (result.failed) return "failed";
  if (result.stopped) return "stopped";
  return result.duplicate ? "again" : "done";
}

void report(const FolderResult& result) {
  std::printf("%s%-8s %-40s %9llu sets %9llu accepted %9llu rejected %8.1f s  %s\n", line_start(),
              word_for(result), result.file.c_str(), static_cast<unsigned long long>(result.sets),
              static_cast<unsigned long long>(result.accepted),
              static_cast<unsigned long long>(result.sets - result.accepted),
              static_cast<double>(result.took.count()) / 1000.0, result.batch.c_str());
  std::fflush(stdout);
}

void add(const FolderResult& result, Totals& totals) {
  ++totals.files;
  totals.failed += result.failed ? 1U : 0U;
  totals.duplicates += result.duplicate ? 1U : 0U;
  totals.sets += result.sets;
  totals.accepted += result.accepted;
  totals.bytes += result.bytes;
  totals.took += result.took;
}

void report(const Totals& totals) {
  std::printf("\n%zu files, %llu transaction sets, %.1f MB in %.1f s (%.0f sets a second)\n", totals.files,
              static_cast<unsigned long long>(totals.sets), static_cast<double>(totals.bytes) / 1e6,
              static_cast<double>(totals.took.count()) / 1000.0, per_second(totals.sets, totals.took));
  std::printf("  %llu accepted, %llu rejected with a 999; %zu files failed, %zu had come before\n",
              static_cast<unsigned long long>(totals.accepted),
              static_cast<unsigned long long>(totals.sets - totals.accepted), totals.failed,
              totals.duplicates);
  if (totals.unsolicited > 0)
    std::printf("  %zu decisions of earlier requests in out/unsolicited-*\n", totals.unsolicited);
  if (totals.waiting > 0)
    std::printf("  %zu files stay in in/: their names or ends say that they are still being written\n",
                totals.waiting);
}

/// Works off what is ready now. False: something could not be worked off.
bool round(Folder& folder, Totals& totals) {
  bool good_so_far = true;
  for (const fs::path& file : folder.ready()) {
    if (asked_to_stop) return good_so_far;
    Progress progress(100, true);
    const std::string name = file.filename().string();
    const base::Result<FolderResult> result = folder.take(file, [&](const BatchProgress& now) {
      progress.reach(now.bytes_all == 0 ? 0 : now.bytes * 100 / now.bytes_all,
                     name + " " + std::to_string(now.sets) + " sets");
      return !asked_to_stop;
    });
    if (!result) {  // it stays in in/ for the next round; the others go on
      print(result.error());
      good_so_far = false;
      continue;
    }
    report(*result);
    add(*result, totals);
  }
  const base::Result<std::vector<fs::path>> unsolicited = folder.write_outbox();
  if (!unsolicited) print(unsolicited.error());
  if (unsolicited) totals.unsolicited += unsolicited->size();
  return good_so_far && unsolicited.has_value();
}

}  // namespace

int batch(const BatchOptions& options) {
  base::Result<Config> config = config_of(options);
  if (!config) {
    print(config.error());
    return usage;
  }
  const base::Result<std::unique_ptr<Gateway>> gateway = Gateway::open(std::move(*config));
  if (!gateway) {
    print(gateway.error());
    return environment_failed;
  }
  const base::Result<std::unique_ptr<Folder>> folder =
      Folder::open(options.folder, (*gateway)->services(), std::chrono::seconds(options.settle));
  if (!folder) {
    print(folder.error());
    return environment_failed;
  }
  std::signal(SIGTERM, stop_soon);
  std::signal(SIGINT, stop_soon);
  for (const fs::path& ignored : (*folder)->ignored()) {
    std::fprintf(stderr, "%s is a folder: files are taken from in/ itself only\n", ignored.c_str());
  }
  Totals totals;
  bool good_so_far = round(**folder, totals);
  while (!options.once && !asked_to_stop) {
    std::this_thread::sleep_for(poll_every);
    good_so_far = round(**folder, totals) && good_so_far;
  }
  totals.waiting = (*folder)->waiting();
  report(totals);
  if (!good_so_far) return environment_failed;
  return totals.failed > 0 ? bad_data : good;
}

}  // namespace gateway::cli
