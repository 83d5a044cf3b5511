// Differences between two texts as people read them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gateway::cli {

[[nodiscard]] std::vector<std::string> lines_of(std::string_view text);

/// "- line" for what is missing, "+ line" for what is new, "  line" for one line of context around them; empty when
/// equal. Longest common subsequence, so an added line does not spoil the rest.
[[nodiscard]] std::vector<std::string> line_differences(const std::vector<std::string>& expected,
                                                        const std::vector<std::string>& answered);

}  // namespace gateway::cli
