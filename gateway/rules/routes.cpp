#include "gateway/rules/routes.hpp"

#include <algorithm>
#include <charconv>

#include "gateway/http/replies.hpp"
#include "gateway/rules/search_json.hpp"

namespace gateway {
namespace {

constexpr std::size_t services_usual = 20;
constexpr std::size_t services_max = 200;

std::size_t count_from(const std::string& text) {
  std::size_t count = services_usual;
  std::from_chars(text.data(), text.data() + text.size(), count);
  return std::clamp(count, std::size_t{1}, services_max);
}

HttpReply search(const HttpRequest& request, const std::string&, Services& services) {
  const Snapshot knowledge = services.knowledge.current();
  const precert::Rulebook& rulebook = *knowledge.rulebook;
  const std::string query = request.parameter("q"), product = request.parameter("product");
  const std::string date = request.parameter("date");
  if (query.empty())
    return refusal(400, request.path, "Say what to look for: ?q=a code, words or a category.");
  const precert::Index plan = rulebook.product(product);
  if (!product.empty() && plan == precert::no_index) {
    return refusal(400, request.path, "There is no such product; leave it out to see all.");
  }
  const std::optional<base::Date> day =
      date.empty() ? rulebook.calendar.local_date(services.clock.now()) : base::date_from_iso(date);
  if (!day) return refusal(400, request.path, "The date has to be like 2026-01-31.");
  const precert::RuleSearch found =
      precert::search_rules(rulebook, query, plan, *day, count_from(request.parameter("count")));
  return json_reply(search_json(rulebook, query, *day, found));
}

}  // namespace

std::vector<Route> rules_routes() { return {{Method::get, "/rules/search", at_once(search)}}; }

}  // namespace gateway
