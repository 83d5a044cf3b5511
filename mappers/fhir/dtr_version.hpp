// Which DTR a form is written for. The shapes of 2.0.1 are the default: test kits and most clients speak them.
#pragma once

#include <cstdint>

namespace mappers {

enum class DtrVersion : std::uint8_t { v2_0_1, v2_2 };

}  // namespace mappers
