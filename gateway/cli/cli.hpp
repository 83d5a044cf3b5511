// The command line: `precert COMMAND …`. Exit codes: 0 good, 1 the data is bad, 2 usage, 3 the environment failed.
#pragma once

namespace gateway {

[[nodiscard]] int run_command_line(int argc, char** argv);

}  // namespace gateway
