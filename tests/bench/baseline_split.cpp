#include "baseline_split.hpp"

namespace bench {

std::size_t split_set(std::string_view text, std::size_t at, std::vector<std::string_view>& elements) {
  std::size_t start = at;
  std::size_t segment = elements.size();
  for (; at != text.size(); ++at) {
    if (text[at] != '*' && text[at] != '~') continue;
    elements.push_back(text.substr(start, at - start));
    start = at + 1;
    if (text[at] == '*') continue;
    const bool trailer = elements[segment] == "SE" || elements[segment] == "\nSE";
    segment = elements.size();
    if (trailer) return start;
  }
  return text.size();
}

}  // namespace bench
