// Lists of codes as the guides print them, in one text: " 1P 2B FA ".
#pragma once

#include <cstddef>
#include <string_view>

namespace mappers {

/// Whether `code` is one of `list`, whose codes stand between blanks, the first and the last one too.
[[nodiscard]] inline bool holds(std::string_view list, std::string_view code) {
  if (code.empty()) return false;
  for (std::size_t at = list.find(code, 1); at != std::string_view::npos; at = list.find(code, at + 1)) {
    if (list[at - 1] == ' ' && list.substr(at + code.size()).starts_with(' ')) return true;
  }
  return false;
}

}  // namespace mappers
