#include "gateway/http/router.hpp"

#include <optional>

namespace gateway {
namespace {

/// The text at "{id}" when `path` fits `pattern`; empty optional when it does not fit.
std::optional<std::string> fitted(std::string_view pattern, std::string_view path) {
  const std::size_t hole = pattern.find("{id}");
  if (hole == std::string_view::npos) {
    if (pattern == path) return std::string();
    return std::nullopt;
  }
  const std::string_view before = pattern.substr(0, hole);
  const std::string_view after = pattern.substr(hole + 4);
  if (path.size() <= before.size() + after.size() || !path.starts_with(before) || !path.ends_with(after)) {
    return std::nullopt;
  }
  const std::string_view id = path.substr(before.size(), path.size() - before.size() - after.size());
  if (id.find('/') != std::string_view::npos) return std::nullopt;
  if (id.starts_with('$')) return std::nullopt;  // an operation (FHIR), never an id
  return std::string(id);
}

}  // namespace

Router::Match Router::match(Method method, const std::string& path) const {
  Match found;
  for (const Route& route : routes_) {
    std::optional<std::string> id = fitted(route.pattern, path);
    if (!id) continue;
    if (route.method == method) {
      found.route = &route;
      found.id = std::move(*id);
      return found;
    }
    if (!found.allowed.empty()) found.allowed += ", ";
    found.allowed += word(route.method);
  }
  return found;
}

std::string_view word(Method method) {
  switch (method) {
    case Method::get: return "GET";
    case Method::post: return "POST";
    case Method::put: return "PUT";
    case Method::del: return "DELETE";
    case Method::options: return "OPTIONS";
    case Method::other: return "other";
  }
  return "other";
}

}  // namespace gateway
