#include "gateway/http/cors.hpp"

#include <algorithm>

namespace gateway {
namespace {

constexpr const char* headers_taken = "Accept, Authorization, Content-Type, If-Match, If-None-Match, Precert-Person, Prefer";
constexpr const char* headers_shown =
    "Content-Location, ETag, Last-Modified, Location, Precert-Message-Id, Retry-After, X-Replayed";
constexpr const char* preflight_seconds = "600";

}  // namespace

HttpReply options_reply(const std::string& allowed_methods) {
  HttpReply reply;
  reply.status = 204;
  reply.headers.emplace_back("Allow", allowed_methods);
  return reply;
}

void allow_origin(const HttpRequest& request, const std::vector<std::string>& origins, HttpReply& reply) {
  if (request.origin.empty() || origins.empty()) return;
  const bool any = std::ranges::find(origins, "*") != origins.end();
  if (!any) reply.headers.emplace_back("Vary", "Origin");
  if (!any && std::ranges::find(origins, request.origin) == origins.end()) return;
  reply.headers.emplace_back("Access-Control-Allow-Origin", any ? "*" : request.origin);
  reply.headers.emplace_back("Access-Control-Expose-Headers", headers_shown);
  if (request.method != Method::options) return;
  for (const auto& [name, value] : reply.headers) {
    if (name != "Allow") continue;
    const std::string methods = value;
    reply.headers.emplace_back("Access-Control-Allow-Methods", methods);
    break;
  }
  reply.headers.emplace_back("Access-Control-Allow-Headers", headers_taken);
  reply.headers.emplace_back("Access-Control-Max-Age", preflight_seconds);
}

}  // namespace gateway
