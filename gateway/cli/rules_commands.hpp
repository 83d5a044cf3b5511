// The words of `precert rules`: its commands and their options.
#pragma once

#include <functional>

#include "gateway/cli/cli.hpp"

namespace CLI {
class App;
}

namespace gateway::cli {

/// Adds `rules` and what is below it. `choose` is given what runs when a command was named; `options`
/// outlives the app.
void add_rules_commands(CLI::App& app, RulesOptions& options,
                        const std::function<void(std::function<int()>)>& choose);

}  // namespace gateway::cli
