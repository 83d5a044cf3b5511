// The data files of guides/ as they travel inside the binary.
#pragma once

#include <string_view>
#include <vector>

namespace x12::guides {

/// The text of one file of guides/, found by its name; "" when there is none. Generated at build time.
[[nodiscard]] std::string_view embedded(std::string_view name);

/// The guide files, without the dictionary they share: all of guides/*.guide, in the order of their names, so
/// that a request comes before its response.
[[nodiscard]] std::vector<std::string_view> files();

}  // namespace x12::guides
