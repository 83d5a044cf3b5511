// A gateway of the demo plan inside the test's process.
#pragma once

#include <filesystem>
#include <memory>
#include <utility>

#include "gateway/app/gateway.hpp"

namespace support {

/// Keeps its data below `data`, reads `clock` and draws from `numbers`, which outlive it. nullptr, and the
/// test has failed, when it does not open.
inline std::unique_ptr<gateway::Gateway> demo_gateway(gateway::Config config, std::filesystem::path data,
                                                      const base::Clock& clock,
                                                      gateway::NumberSource& numbers) {
  config.data_dir = std::move(data);
  config.demo = true;
  config.log_level = "off";
  config.base_url = "http://127.0.0.1:8080";
  auto opened = gateway::Gateway::open(std::move(config), {&clock, &numbers});
  if (!opened) {
    ADD_FAILURE() << opened.error().first().remedy;
    return nullptr;
  }
  return std::move(*opened);
}

}  // namespace support
