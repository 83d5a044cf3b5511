// A gateway of its own in a fresh folder that goes away with it: replay, determine and bench.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "gateway/app/gateway.hpp"

namespace gateway::cli {

class TemporaryGateway {
 public:
  /// Demo rulebook and people. `at` set: the clock stands there, numbers count from 1, and the same requests get the
  /// same bytes.
  [[nodiscard]] static base::Result<std::unique_ptr<TemporaryGateway>> open(Config config,
                                                                            std::optional<base::Instant> at);
  ~TemporaryGateway();
  TemporaryGateway(const TemporaryGateway&) = delete;
  TemporaryGateway& operator=(const TemporaryGateway&) = delete;

  [[nodiscard]] Gateway& gateway() { return *gateway_; }
  [[nodiscard]] HttpReply post(const std::string& path, const std::string& content_type, const std::string& body);
  [[nodiscard]] HttpReply get(const std::string& path);

 private:
  TemporaryGateway() = default;

  std::filesystem::path folder_;
  std::unique_ptr<base::FixedClock> clock_;
  std::unique_ptr<NumberSource> numbers_;
  std::unique_ptr<Gateway> gateway_;
};

}  // namespace gateway::cli
