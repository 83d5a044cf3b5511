#include "gateway/http/message.hpp"

#include <algorithm>

namespace gateway {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

std::string percent_decoded(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size()) {
      const int high = hex_digit(text[i + 1]);
      const int low = hex_digit(text[i + 2]);
      if (high >= 0 && low >= 0) {
        out += static_cast<char>(high * 16 + low);
        i += 2;
        continue;
      }
    }
    out += text[i];
  }
  return out;
}

std::vector<std::pair<std::string, std::string>> HttpRequest::parameters() const {
  std::vector<std::pair<std::string, std::string>> all;
  std::string_view rest = query;
  while (!rest.empty()) {
    const std::size_t end = rest.find('&');
    const std::string_view pair = rest.substr(0, end);
    const std::size_t equals = pair.find('=');
    std::string value = equals == std::string_view::npos ? "true" : std::string(pair.substr(equals + 1));
    std::replace(value.begin(), value.end(), '+', ' ');
    if (!pair.empty()) all.emplace_back(percent_decoded(pair.substr(0, equals)), percent_decoded(value));
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  }
  return all;
}

std::string HttpRequest::parameter(std::string_view name) const {
  for (auto& [key, value] : parameters()) {
    if (key == name) return std::move(value);
  }
  return {};
}

std::string media_type(std::string_view header) {
  const std::string_view type = header.substr(0, header.find(';'));
  std::string out;
  for (const char c : type) {
    if (c == ' ' || c == '\t') continue;
    out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return out;
}

}  // namespace gateway
