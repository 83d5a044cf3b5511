// `precert replay`: scenario folders and message files against a gateway, with readable differences.
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <optional>

#include "gateway/cli/cli.hpp"
#include "gateway/cli/progress.hpp"
#include "gateway/cli/scenario.hpp"
#include "gateway/cli/temporary_gateway.hpp"
#include "gateway/http/client.hpp"

namespace gateway::cli {
namespace {

namespace fs = std::filesystem;

const char* word(Transport dialect) { return dialect == Transport::x12 ? "x12" : "fhir"; }

struct Tally {
  std::size_t passed = 0, failed = 0, updated = 0;
};

/// Where the messages go: one gateway for all over the network, or a fresh one for each conversation in here.
class Destination {
 public:
  explicit Destination(std::optional<HttpTarget> target) : target_(std::move(target)) {}

  /// Ready for one conversation at that time. Errors: what keeps a gateway from opening.
  [[nodiscard]] base::Result<void> prepare(base::Instant at) {
    if (target_) return {};
    Config config;
    config.log_level = "error";
    base::Result<std::unique_ptr<TemporaryGateway>> opened = TemporaryGateway::open(std::move(config), at);
    if (!opened) return opened.error();
    own_ = std::move(*opened);
    return {};
  }
  [[nodiscard]] base::Result<HttpReply> send(const HttpRequest& request) {
    if (target_) return gateway::send(*target_, request);
    return own_->gateway().answer_now(request);
  }
  [[nodiscard]] Comparison comparison() const { return target_ ? Comparison::outcomes : Comparison::exact; }

 private:
  std::optional<HttpTarget> target_;
  std::unique_ptr<TemporaryGateway> own_;
};

void write(const Check& check) {
  std::ofstream out(check.expected_file, std::ios::binary);
  out << check.answered;
}

void report(const Scenario& scenario, Transport dialect, const std::vector<Check>& checks, const ReplayOptions& options,
            Tally& tally) {
  const bool differs =
      std::any_of(checks.begin(), checks.end(), [](const Check& check) { return !check.differences.empty(); });
  if (!differs) {
    std::printf("%sok    %-34s %s\n", line_start(), scenario.name.c_str(), word(dialect));
    ++tally.passed;
    return;
  }
  if (options.update) {
    for (const Check& check : checks) write(check);
    std::printf("%snew   %-34s %s\n", line_start(), scenario.name.c_str(), word(dialect));
    ++tally.updated;
    return;
  }
  ++tally.failed;
  std::printf("%sFAIL  %-34s %s\n", line_start(), scenario.name.c_str(), word(dialect));
  for (const Check& check : checks) {
    if (check.differences.empty()) continue;
    std::printf("      %s (- expected, + answered)\n", check.expected_file.string().c_str());
    for (const std::string& line : check.differences) std::printf("        %s\n", line.c_str());
  }
}

void play_one(const Scenario& scenario, Transport dialect, Destination& destination, const ReplayOptions& options,
              Tally& tally) {
  const base::Result<void> ready = destination.prepare(scenario.at);
  const Send send = [&](const HttpRequest& request) { return destination.send(request); };
  base::Result<std::vector<Check>> checks =
      ready ? play(scenario, dialect, send, destination.comparison()) : ready.error();
  if (checks) {
    report(scenario, dialect, *checks, options, tally);
    return;
  }
  ++tally.failed;
  std::printf("%sFAIL  %-34s %s\n", line_start(), scenario.name.c_str(), word(dialect));
  print(checks.error());
}

/// A message file on its own: sent, and its outcome shown. Fails only when it gets no answer or a 5xx.
void send_file(const fs::path& file, Destination& destination, Tally& tally) {
  const base::Result<std::string> text = read_file(file);
  const base::Result<void> ready = text ? destination.prepare(base::SystemClock().now()) : text.error();
  if (!ready) {
    print(ready.error());
    ++tally.failed;
    return;
  }
  HttpRequest request;
  request.method = Method::post;
  const bool x12 = looks_like_x12(*text);
  request.path = x12 ? "/x12" : fhir_path_of(*text);
  request.content_type = x12 ? "application/edi-x12" : "application/fhir+json";
  request.body = *text;
  const base::Result<HttpReply> reply = destination.send(request);
  const bool answered = reply && reply->status < 500;
  answered ? ++tally.passed : ++tally.failed;
  std::printf("%s%-5s %-60s %s", line_start(), answered ? "ok" : "FAIL", file.filename().string().c_str(),
              reply ? std::to_string(reply->status).c_str() : "no answer");
  if (reply) {
    for (const std::string& outcome : outcomes_of(reply->body)) std::printf("; %s", outcome.c_str());
  }
  std::printf("\n");
}

std::vector<fs::path> message_files(const fs::path& path) {
  std::vector<fs::path> files;
  std::error_code error;
  if (fs::is_regular_file(path, error)) return {path};
  for (const auto& entry : fs::recursive_directory_iterator(path, error)) {
    const std::string extension = entry.path().extension().string();
    const std::string name = entry.path().filename().string();
    const bool resource = name.starts_with("Bundle") || name.starts_with("CoverageEligibilityRequest");
    const bool message = extension == ".x12" || extension == ".edi" || (extension == ".json" && resource);
    if (entry.is_regular_file() && message) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

int replay(const ReplayOptions& options) {
  std::optional<HttpTarget> target;
  if (!options.target.empty()) {
    const base::Result<HttpTarget> read = target_from(options.target);
    if (!read) {
      print(read.error());
      return usage;
    }
    target = *read;
  }
  Destination destination(target);
  Tally tally;
  for (const std::string& path : options.paths) {
    if (!fs::exists(path)) {
      std::fprintf(stderr, "%s: there is no such file or folder.\n", path.c_str());
      return environment_failed;
    }
    const std::vector<Scenario> scenarios = scenarios_in(path);
    const std::vector<fs::path> files = scenarios.empty() ? message_files(path) : std::vector<fs::path>();
    Progress progress(scenarios.size() + files.size());
    for (const Scenario& scenario : scenarios) {
      progress.step(scenario.name);
      for (const Transport dialect : {Transport::x12, Transport::fhir}) {
        if (has(scenario, dialect)) play_one(scenario, dialect, destination, options, tally);
      }
    }
    for (const fs::path& file : files) {
      progress.step(file.filename().string());
      send_file(file, destination, tally);
    }
  }
  if (tally.passed + tally.failed + tally.updated == 0) {
    std::fprintf(stderr, "there is no scenario and no message here.\n");
    return bad_data;
  }
  std::printf("%zu passed, %zu failed", tally.passed, tally.failed);
  if (tally.updated > 0) std::printf(", %zu expectations written", tally.updated);
  std::printf("\n");
  return tally.failed == 0 ? good : bad_data;
}

}  // namespace gateway::cli
