// Text in HTML and XML.
#pragma once

#include <string>
#include <string_view>

namespace base {

/// `text` so that no reader of HTML or XML takes any of it for markup, in content and in quoted attributes.
[[nodiscard]] inline std::string escaped_markup(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      default: out += c;
    }
  }
  return out;
}

}  // namespace base
