#include "gateway/access/look_ups.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "base/decimal.hpp"
#include "gateway/http/replies.hpp"
#include "gateway/review/commit.hpp"
#include "parsers/json/writer.hpp"

namespace gateway {
namespace {

namespace asio = boost::asio;

/// A route that shows what is stored of somebody. $inquire and the 278 inquiry are not here: their entries
/// commit together with the message that asked.
struct SeenRoute {
  Method method;
  std::string_view pattern;  // behind the base of FHIR
  LookUpKind kind;
};
constexpr std::array seen_routes{
    SeenRoute{Method::get, "/review/worklist", LookUpKind::search},
    SeenRoute{Method::get, "/review/work", LookUpKind::search},
    SeenRoute{Method::get, "/review/cases", LookUpKind::search},
    SeenRoute{Method::post, "/review/cases/_search", LookUpKind::search},
    SeenRoute{Method::get, "/review/{id}", LookUpKind::review},
    SeenRoute{Method::get, "/review/{id}/answers", LookUpKind::review},
    SeenRoute{Method::get, "/review/cases/{id}/documents", LookUpKind::review},
    SeenRoute{Method::get, "/review/cases/{id}/cover-sheet", LookUpKind::review},
    SeenRoute{Method::get, "/review/documents/{id}", LookUpKind::document},
    SeenRoute{Method::get, "/review/checks/{id}", LookUpKind::check},
    SeenRoute{Method::get, "/messages/{id}", LookUpKind::message},
    SeenRoute{Method::get, "/letters", LookUpKind::search},
    SeenRoute{Method::get, "/letters/{id}", LookUpKind::letter},
    SeenRoute{Method::get, "/letters/{id}/text", LookUpKind::letter},
    SeenRoute{Method::get, "/ClaimResponse/{id}", LookUpKind::review},
    SeenRoute{Method::get, "/ClaimResponse", LookUpKind::search},
    SeenRoute{Method::post, "/ClaimResponse/_search", LookUpKind::search},
    SeenRoute{Method::get, "/CoverageEligibilityRequest/{id}", LookUpKind::check},
    SeenRoute{Method::get, "/CoverageEligibilityResponse/{id}", LookUpKind::check},
    SeenRoute{Method::get, "/CoverageEligibilityRequest", LookUpKind::search},
    SeenRoute{Method::get, "/CoverageEligibilityResponse", LookUpKind::search},
    SeenRoute{Method::post, "/CoverageEligibilityRequest/_search", LookUpKind::search},
    SeenRoute{Method::post, "/CoverageEligibilityResponse/_search", LookUpKind::search},
    SeenRoute{Method::get, "/DocumentReference/{id}", LookUpKind::letter},
    SeenRoute{Method::get, "/Communication/{id}", LookUpKind::letter},
    SeenRoute{Method::get, "/Binary/{id}", LookUpKind::letter},
    SeenRoute{Method::get, "/DocumentReference", LookUpKind::search},
    SeenRoute{Method::get, "/Communication", LookUpKind::search},
};

constexpr std::array<std::pair<LookUpKind, std::string_view>, 6> kind_words{
    {{LookUpKind::review, "review"},
     {LookUpKind::check, "check"},
     {LookUpKind::document, "document"},
     {LookUpKind::letter, "letter"},
     {LookUpKind::message, "message"},
     {LookUpKind::search, "search"}}};

/// "/fhir/2.0.1/Binary/{id}" -> "/Binary/{id}".
std::string_view behind_base(std::string_view pattern) {
  for (const std::string_view base : {"/fhir/2.0.1", "/fhir"}) {
    if (pattern.starts_with(base)) return pattern.substr(base.size());
  }
  return pattern;
}

LookUpChannel channel_of(std::string_view path) {
  if (path.starts_with("/fhir")) return LookUpChannel::fhir;
  return path.starts_with("/x12") || path.starts_with("/core") ? LookUpChannel::x12 : LookUpChannel::review;
}

LookUpOutcome outcome_of_status(unsigned status) {
  if (status == 403) return LookUpOutcome::refused;
  return status == 404 || status == 410 ? LookUpOutcome::not_found : LookUpOutcome::shown;
}

/// What went wrong before anything was looked at shows nothing.
bool looked(unsigned status) { return status < 400 || outcome_of_status(status) != LookUpOutcome::shown; }

constexpr std::size_t look_ups_page_max = 500;

std::optional<LookUpKind> look_up_kind_from(std::string_view word) {
  for (const auto& [kind, text] : kind_words) {
    if (text == word) return kind;
  }
  return std::nullopt;
}

/// A whole number above zero; `otherwise` when nothing is said, nullopt when it is none.
std::optional<std::int64_t> number_from(const std::string& text, std::int64_t otherwise) {
  if (text.empty()) return otherwise;
  const auto number = base::decimal_from(text);
  const auto whole = number ? number->whole() : std::nullopt;
  return whole && *whole > 0 ? std::optional<std::int64_t>(*whole) : std::nullopt;
}

/// The query of a call, or what is wrong with it.
std::optional<std::string> fault_of(const HttpRequest& request, LookUpQuery& query) {
  query.case_id = request.parameter("case");
  query.client = request.parameter("client");
  query.person = request.parameter("person");
  if (const std::string kind = request.parameter("kind"); !kind.empty()) {
    query.kind = look_up_kind_from(kind);
    if (!query.kind) return "kind is review, check, document, letter, message or search.";
  }
  for (const auto& [name, into] : {std::pair{"from", &query.from}, std::pair{"until", &query.until}}) {
    const std::string text = request.parameter(name);
    if (text.empty()) continue;
    *into = base::instant_from_iso(text);
    if (!*into) return std::string(name) + " is an instant, such as 2026-01-07T08:00:00Z.";
  }
  const auto before = number_from(request.parameter("before"), 0);
  const auto count = number_from(request.parameter("count"), 50);
  if (!before) return "before is what `next` of the page before said.";
  if (!count) return "count is 1 to 500.";
  query.before = *before;
  query.count_max = std::min(look_ups_page_max, static_cast<std::size_t>(*count));
  return std::nullopt;
}

HttpReply look_ups_page(const HttpRequest& request, const std::string&, Services& services) {
  LookUpQuery query;
  const std::optional<std::string> fault = fault_of(request, query);
  if (fault) return refusal(400, request.path, *fault);
  const base::Result<LookUpPage> page = services.store.look_ups(query);
  if (!page) return refusal(503, request.path, page.error());
  std::string body;
  json::Writer out(body);
  out.begin_object().array_field("look_ups");
  for (const LookUp& one : page->look_ups) {
    out.begin_object().field("number", one.number).field("at", base::iso(one.at));
    out.field("channel", word_of(one.channel)).field("client", one.client).field("person", one.person);
    out.field("kind", word_of(one.what.kind)).field("id", one.what.id).field("case", one.what.case_id);
    out.field("outcome", word_of(one.what.outcome)).end_object();
  }
  out.end_array();
  if (page->next != 0) out.field("next", page->next);
  out.end_object();
  return json_reply(std::move(body));
}

}  // namespace

std::string_view word_of(LookUpKind kind) {
  for (const auto& [one, word] : kind_words) {
    if (one == kind) return word;
  }
  return {};
}

std::string_view word_of(LookUpOutcome outcome) {
  switch (outcome) {
    case LookUpOutcome::shown: return "shown";
    case LookUpOutcome::not_found: return "not_found";
    case LookUpOutcome::refused: return "refused";
  }
  return {};
}

std::string_view word_of(LookUpChannel channel) {
  switch (channel) {
    case LookUpChannel::review: return "review";
    case LookUpChannel::fhir: return "fhir";
    case LookUpChannel::x12: return "x12";
  }
  return {};
}

const LookUpKind* look_up_kind_of(const Route& route) {
  const std::string_view pattern = behind_base(route.pattern);
  const auto found = std::ranges::find_if(seen_routes, [&](const SeenRoute& one) {
    return one.method == route.method && one.pattern == pattern;
  });
  return found == seen_routes.end() ? nullptr : &found->kind;
}

bool is_a_look(const Route& route, const HttpReply& reply) {
  return !reply.looked_at.empty() || look_up_kind_of(route) != nullptr;
}

LookUp look_up_of(const HttpRequest& request, LookedAt what, base::Instant at) {
  constexpr std::size_t longest = 64;  // of a name that a client gives its people
  LookUp one;
  one.at = at;
  one.channel = channel_of(request.path);
  one.client = request.client;
  one.person = request.person.substr(0, longest);
  one.what = std::move(what);
  return one;
}

namespace {

/// The entries that an answer deserves: what its handler said of it, else what its route says.
std::vector<LookUp> look_ups_of(const HttpRequest& request, const Route& route, const std::string& id,
                                const HttpReply& reply, base::Instant at) {
  std::vector<LookUp> all;
  for (const LookedAt& what : reply.looked_at) all.push_back(look_up_of(request, what, at));
  const LookUpKind* const kind = look_up_kind_of(route);
  if (!all.empty() || kind == nullptr || !looked(reply.status)) return all;
  constexpr std::size_t longest = 128;  // of an id: what is longer is none, and is not kept
  LookedAt what;
  what.kind = *kind;
  what.id = id.substr(0, longest);
  what.outcome = outcome_of_status(reply.status);
  if (*kind == LookUpKind::review) what.case_id = what.id;
  all.push_back(look_up_of(request, std::move(what), at));
  return all;
}

}  // namespace

asio::awaitable<HttpReply> noted_reply(const HttpRequest& request, const Route& route, const std::string& id,
                                       HttpReply reply, Services& services) {
  Exchange exchange;
  exchange.look_ups = look_ups_of(request, route, id, reply, services.clock.now());
  if (exchange.look_ups.empty()) co_return reply;
  const CommitResult result = co_await commit(services, std::move(exchange));
  if (result.outcome == CommitOutcome::committed) co_return reply;
  co_return refusal(503, request.path, base::Issues(result.issue));
}

std::vector<Route> look_up_routes() {
  std::vector<Route> routes;
  routes.push_back({Method::get, "/review/look-ups", at_once(look_ups_page)});
  return routes;
}

}  // namespace gateway
