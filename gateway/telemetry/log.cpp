#include "gateway/telemetry/log.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/fmt/chrono.h>
#include <spdlog/spdlog.h>

#include <chrono>
#include <memory>

#include "parsers/json/writer.hpp"

namespace gateway::log {
namespace {

spdlog::logger& logger() {
  static const std::shared_ptr<spdlog::logger> made = [] {
    auto one = spdlog::stderr_logger_mt("precert");
    one->set_pattern("%v");
    return one;
  }();
  return *made;
}

spdlog::level::level_enum level_of(Level level) {
  switch (level) {
    case Level::debug: return spdlog::level::debug;
    case Level::info: return spdlog::level::info;
    case Level::warning: return spdlog::level::warn;
    case Level::error: return spdlog::level::err;
    case Level::off: return spdlog::level::off;
  }
  return spdlog::level::info;
}

void write(Level level, std::string_view word, std::string_view event, Fields fields) {
  if (!enabled(level)) return;
  const auto now = std::chrono::system_clock::now();
  const auto in_second = std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()) % 1000;
  std::string line;
  json::Writer out(line);
  out.begin_object();
  out.field("time", fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", fmt::gmtime(std::chrono::system_clock::to_time_t(now)),
                                in_second.count()));
  out.field("level", word);
  out.field("event", event);
  for (const auto& [name, value] : fields) {
    if (value.quoted()) {
      out.field(name, value.text());
    } else {
      out.key(name).number_text(value.text());
    }
  }
  out.end_object();
  logger().log(level_of(level), "{}", line);
}

}  // namespace

void set_level(Level level) { logger().set_level(level_of(level)); }
bool enabled(Level level) { return logger().should_log(level_of(level)); }

void info(std::string_view event, Fields fields) { write(Level::info, "info", event, fields); }
void warning(std::string_view event, Fields fields) { write(Level::warning, "warning", event, fields); }
void error(std::string_view event, Fields fields) { write(Level::error, "error", event, fields); }

}  // namespace gateway::log
