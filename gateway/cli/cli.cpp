#include "gateway/cli/cli.hpp"

namespace gateway {

int run_command_line(int, char**) { return 2; }

}  // namespace gateway
