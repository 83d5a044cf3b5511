#include "gateway/fhir/negotiation.hpp"

#include <algorithm>
#include <array>

#include "gateway/http/replies.hpp"

namespace gateway {
namespace {

constexpr std::array<std::string_view, 4> json_types{"application/fhir+json", "application/json",
                                                     "application/json+fhir", "text/json"};
constexpr std::string_view form_type = "application/x-www-form-urlencoded";

bool is_json(std::string_view type) { return std::ranges::find(json_types, type) != json_types.end(); }

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

/// Calls visit for each part between separators, without the blanks around it; stops when it returns true.
template <class Visit>
bool any_part(std::string_view list, char separator, Visit visit) {
  while (!list.empty()) {
    const std::size_t end = list.find(separator);
    const std::string_view part = trimmed(list.substr(0, end));
    if (!part.empty() && visit(part)) return true;
    list.remove_prefix(end == std::string_view::npos ? list.size() : end + 1);
  }
  return false;
}

/// "q=0" means: not this one.
bool is_excluded(std::string_view range) {
  return any_part(range, ';', [](std::string_view parameter) {
    return parameter == "q=0" ||
           (parameter.starts_with("q=0.") && parameter.find_first_not_of('0', 4) == std::string_view::npos);
  });
}

bool takes_json(std::string_view accept) {
  if (trimmed(accept).empty()) return true;
  return any_part(accept, ',', [](std::string_view range) {
    const std::string type = media_type(range);
    const bool fits = type == "*/*" || type == "application/*" || is_json(type);
    return fits && !is_excluded(range);
  });
}

/// _format in a URL: its "+" is a blank to whoever decodes forms.
bool is_json_format(std::string format) {
  std::replace(format.begin(), format.end(), ' ', '+');
  return format == "json" || is_json(media_type(format)) || format == "*/*";
}

bool is_search(const HttpRequest& request) { return request.path.ends_with("/_search"); }

const std::string* header(const HttpReply& reply, std::string_view name) {
  for (const auto& [key, value] : reply.headers) {
    if (key == name) return &value;
  }
  return nullptr;
}

/// Weak comparison: W/"1" and "1" are the same.
bool is_among(std::string_view etag, std::string_view list) {
  const auto opaque = [](std::string_view tag) { return tag.starts_with("W/") ? tag.substr(2) : tag; };
  return any_part(list, ',', [&](std::string_view one) { return one == "*" || opaque(one) == opaque(etag); });
}

/// A create or update: what it answers is for whoever wants to see it again.
bool stores_resource(const HttpRequest& request, const HttpReply& reply) {
  const bool writes = request.method == Method::post || request.method == Method::put;
  const bool done = reply.status == 200 || reply.status == 201;
  return writes && done && request.path.find("/$") == std::string::npos && !is_search(request);
}

}  // namespace

std::optional<HttpReply> media_refusal(const HttpRequest& request) {
  if (!speaks_fhir(request.path)) return std::nullopt;
  const std::string format = request.parameter("_format");
  const bool readable = format.empty() ? takes_json(request.accept) : is_json_format(format);
  if (!readable) {
    return refusal(406, request.path, "This server answers in JSON: accept application/fhir+json.");
  }
  if (request.body.empty()) return std::nullopt;
  const std::string type = media_type(request.content_type);
  if (is_search(request)) {
    if (type == form_type) return std::nullopt;
    return refusal(415, request.path, "Send the search as application/x-www-form-urlencoded.");
  }
  if (type.empty() || is_json(type)) return std::nullopt;
  return refusal(415, request.path, "Send it as application/fhir+json: only JSON is read here.");
}

void fit_reply(const HttpRequest& request, HttpReply& reply) {
  if (!speaks_fhir(request.path)) return;
  const std::string* const etag = header(reply, "ETag");
  if (request.method == Method::get && reply.status == 200 && etag != nullptr &&
      is_among(*etag, request.if_none_match)) {
    reply.status = 304;
    reply.content_type.clear();
    reply.body.clear();
  } else if (stores_resource(request, reply)) {
    if (prefers(request, "return=minimal")) {
      reply.content_type.clear();
      reply.body.clear();
    } else if (prefers(request, "return=OperationOutcome")) {
      HttpReply outcome = fhir_note("It is stored.");
      reply.content_type = std::move(outcome.content_type);
      reply.body = std::move(outcome.body);
    }
  }
}

bool prefers(const HttpRequest& request, std::string_view preference) {
  return any_part(request.prefer, ',', [&](std::string_view part) {
    return any_part(part, ';', [&](std::string_view one) { return one == preference; });
  });
}

}  // namespace gateway
