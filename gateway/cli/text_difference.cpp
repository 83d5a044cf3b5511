#include "gateway/cli/text_difference.hpp"

#include <algorithm>
#include <cstdint>

namespace gateway::cli {
namespace {

/// Length of the longest common subsequence of a[i..] and b[j..], for every i and j.
class Common {
 public:
  Common(const std::vector<std::string>& a, const std::vector<std::string>& b)
      : width_(b.size() + 1), lengths_((a.size() + 1) * width_, 0) {
    for (std::size_t i = a.size(); i-- > 0;) {
      for (std::size_t j = b.size(); j-- > 0;) {
        lengths_[i * width_ + j] = a[i] == b[j] ? at(i + 1, j + 1) + 1 : std::max(at(i + 1, j), at(i, j + 1));
      }
    }
  }
  [[nodiscard]] std::uint32_t at(std::size_t i, std::size_t j) const { return lengths_[i * width_ + j]; }

 private:
  std::size_t width_;
  std::vector<std::uint32_t> lengths_;
};

/// Keeps changed lines and one line beside each.
std::vector<std::string> with_context(const std::vector<std::string>& all) {
  std::vector<std::string> kept;
  const auto changed = [&](std::size_t i) { return i < all.size() && all[i][0] != ' '; };
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (changed(i) || changed(i + 1) || (i > 0 && changed(i - 1))) kept.push_back(all[i]);
  }
  return kept;
}

}  // namespace

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string line(text.substr(0, end));
    if (!line.empty() && line.back() == '\r') line.pop_back();
    lines.push_back(std::move(line));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return lines;
}

std::vector<std::string> line_differences(const std::vector<std::string>& expected,
                                          const std::vector<std::string>& answered) {
  if (expected == answered) return {};
  const Common common(expected, answered);
  std::vector<std::string> all;
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < expected.size() || j < answered.size()) {
    if (i < expected.size() && j < answered.size() && expected[i] == answered[j]) {
      all.push_back("  " + expected[i++]);
      ++j;
    } else if (j == answered.size() || (i < expected.size() && common.at(i + 1, j) >= common.at(i, j + 1))) {
      all.push_back("- " + expected[i++]);
    } else {
      all.push_back("+ " + answered[j++]);
    }
  }
  return with_context(all);
}

}  // namespace gateway::cli
