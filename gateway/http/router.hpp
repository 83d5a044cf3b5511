// One table of routes: method, path pattern, handler. What serves is also what /metadata and /metrics name.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/app/services.hpp"
#include "gateway/http/message.hpp"
#include "mappers/fhir/capability_statement.hpp"

namespace gateway {

/// Answers one route. `id` is what stood at "{id}" of the pattern, "" when it has none.
using RouteHandler = std::function<boost::asio::awaitable<HttpReply>(const HttpRequest& request,
                                                                     const std::string& id, Services&)>;

struct Route {
  Method method = Method::get;
  std::string pattern;  // "/review/{id}/decision"
  RouteHandler handler;
  std::optional<mappers::RouteDescription> capability =
      std::nullopt;  // what /metadata says of it; FHIR routes only
};

class Router {
 public:
  explicit Router(std::vector<Route> routes) : routes_(std::move(routes)) {}

  struct Match {
    const Route* route = nullptr;  // nullptr: `allowed` tells 404 (empty) from 405
    std::string id;
    std::string allowed;  // "GET, POST": methods this path has
  };
  [[nodiscard]] Match match(Method method, const std::string& path) const;
  [[nodiscard]] const std::vector<Route>& routes() const { return routes_; }

 private:
  std::vector<Route> routes_;
};

[[nodiscard]] std::string_view word(Method method);

/// A handler that never waits, as a route wants it.
template <class Answer>
RouteHandler at_once(Answer answer) {
  // NOLINTNEXTLINE(cppcoreguidelines-avoid-capturing-lambda-coroutines): the route table outlives every call
  return [answer](const HttpRequest& request, const std::string& id,
                  Services& services) -> boost::asio::awaitable<HttpReply> {
    co_return answer(request, id, services);
  };
}

}  // namespace gateway
