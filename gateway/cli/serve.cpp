#include "gateway/app/config.hpp"
#include "gateway/app/gateway.hpp"
#include "gateway/cli/cli.hpp"

namespace gateway::cli {
namespace {

/// The file's settings, overruled by what the command line says.
base::Result<Config> config_of(const ServeOptions& options) {
  base::Result<Config> config =
      options.config_file.empty() ? base::Result<Config>(Config()) : config_from_file(options.config_file);
  if (!config) return config.error();
  if (!options.listen.empty()) {
    config = with_listen(std::move(*config), options.listen);
    if (!config) return config.error();
  }
  if (!options.data.empty()) config->data_dir = options.data;
  if (!options.store.empty()) config->store = options.store;
  if (!options.rulebook.empty()) config->rulebook = options.rulebook;
  if (!options.partners.empty()) config->partners = options.partners;
  if (!options.guides.empty()) config->guides = options.guides;
  if (!options.open_access.empty()) config->open_access = options.open_access;
  if (options.threads >= 0) config->threads = static_cast<unsigned>(options.threads);
  config->demo = config->demo || options.demo;
  return config;
}

}  // namespace

int serve(const ServeOptions& options) {
  base::Result<Config> config = config_of(options);
  if (!config) {
    print(config.error());
    return environment_failed;
  }
  base::Result<std::unique_ptr<Gateway>> opened = Gateway::open(std::move(*config));
  if (!opened) {
    print(opened.error());
    return environment_failed;
  }
  const base::Result<void> served = gateway::serve(**opened);
  if (!served) {
    print(served.error());
    return environment_failed;
  }
  return good;
}

}  // namespace gateway::cli
