// `precert bench`: requests a second and latencies of a gateway, for a 278 and for the same request as a PAS
// bundle.
#include <cstdio>

#include "base/clock.hpp"
#include "gateway/cli/bench_client.hpp"
#include "gateway/cli/bench_gateway.hpp"
#include "gateway/cli/bench_messages.hpp"
#include "gateway/cli/cli.hpp"

namespace gateway::cli {
namespace {

using Milliseconds = std::chrono::duration<double, std::milli>;

/// One run of the table: what was asked, how fast, how it ended.
void print_row(const char* name, Measured& measured, std::size_t body_bytes, std::chrono::milliseconds cpu) {
  const auto answers = static_cast<double>(measured.latencies.size());
  const double answer_bytes = answers > 0 ? static_cast<double>(measured.answer_bytes) / answers : 0;
  std::printf("%-8s %9.0f %9.2f %9.2f", name, measured.per_second(),
              Milliseconds(measured.percentile(0.5)).count(),
              Milliseconds(measured.percentile(0.99)).count());
  if (cpu.count() > 0 && answers > 0) {
    std::printf(" %9.0f", static_cast<double>(cpu.count()) * 1000 / answers);
  } else {
    std::printf(" %9s", "-");
  }
  std::printf(" %9zu %9.0f  ", body_bytes, answer_bytes);
  for (const auto& [status, count] : measured.statuses) {
    std::printf(" %u:%llu", status, static_cast<unsigned long long>(count));
  }
  if (measured.broken > 0) std::printf(" broken:%llu", static_cast<unsigned long long>(measured.broken));
  std::printf("\n");
  std::fflush(stdout);
}

/// True when every counted answer was a 200 and no connection broke.
bool all_good(const Measured& measured) {
  return measured.broken == 0 && measured.statuses.size() == 1 && measured.statuses.contains(200);
}

/// Processor time of the measured part; the warm-up's share is left out by its length.
std::chrono::milliseconds measured_part(std::chrono::milliseconds cpu, const Load& load) {
  const std::chrono::milliseconds whole = load.warm_up + load.measured;
  return cpu * load.measured.count() / whole.count();
}

}  // namespace

int bench(const BenchOptions& options) {
  std::unique_ptr<BenchGateway> own;
  if (options.target.empty()) {
    base::Result<std::unique_ptr<BenchGateway>> started = BenchGateway::start(options.threads);
    if (!started) {
      print(started.error());
      return environment_failed;
    }
    own = std::move(*started);
  }
  const base::Result<HttpTarget> target = target_from(own ? own->url() : options.target);
  if (!target) {
    print(target.error());
    return usage;
  }
  if (target->tls) {
    print(base::Issue{base::IssueCode::config_invalid, "target", "bench measures http:// only.",
                      base::Severity::error});
    return usage;
  }
  // The clock of the machine: numbers start with the second of the day, so that a second bench of one gateway
  // is new to it.
  const base::Instant now = base::SystemClock().now();
  constexpr std::int64_t numbers_a_second = 10'000;
  constexpr std::int64_t seconds_a_day = 86'400;
  auto serial = static_cast<std::uint32_t>(now.time_since_epoch().count() % seconds_a_day * numbers_a_second);
  const base::Result<BenchMessages> messages = bench_messages(*target, now);
  if (!messages) {
    print(messages.error());
    return environment_failed;
  }
  Load load;
  load.target = *target;
  load.connections = options.connections;
  load.measured = std::chrono::seconds(options.seconds);
  std::printf("%-8s %9s %9s %9s %9s %9s %9s   %s\n", "", "requests", "p50", "p99", "CPU", "request", "answer",
              "answers");
  std::printf("%-8s %9s %9s %9s %9s %9s %9s   %s\n", "", "/s", "ms", "ms", "us each", "bytes", "bytes",
              "by status");
  bool good_answers = true;
  const auto run = [&](const char* name, const MessageTemplate& message) -> base::Result<void> {
    const std::chrono::milliseconds before = own ? own->cpu_time() : std::chrono::milliseconds();
    base::Result<Measured> measured = drive(load, message, serial);
    if (!measured) return measured.error();
    const std::chrono::milliseconds cpu = own ? own->cpu_time() - before : std::chrono::milliseconds();
    print_row(name, *measured, message.body_bytes(), measured_part(cpu, load));
    good_answers = good_answers && all_good(*measured);
    return {};
  };
  base::Result<void> done = {};
  if (options.only != "submit") done = run("/x12", messages->x12);
  if (done && options.only != "x12") done = run("$submit", messages->submit);
  if (!done) {
    print(done.error());
    return environment_failed;
  }
  return good_answers ? good : bad_data;
}

}  // namespace gateway::cli
