#include "gateway/http/client.hpp"

#include "gateway/http/outbound.hpp"

namespace gateway {

base::Result<HttpTarget> target_from(const std::string& url) {
  base::Result<OutboundUrl> parts = outbound_url_from(url);
  if (!parts) {
    return base::Issues(base::Issue{base::IssueCode::config_invalid, "target",
                                    "'" + url + "' is not http://HOST:PORT or https://HOST:PORT.",
                                    base::Severity::error});
  }
  return HttpTarget{std::move(parts->host), std::move(parts->port), parts->tls};
}

base::Result<HttpReply> send(const HttpTarget& target, const HttpRequest& request,
                             std::chrono::seconds timeout) {
  // Whoever types a command says where it goes: nothing is forbidden.
  OutboundPolicy anywhere;
  anywhere.plain_http = anywhere.private_addresses = true;
  static const Outbound outbound(anywhere);
  const std::string host = target.host.find(':') == std::string::npos ? target.host : "[" + target.host + "]";
  OutboundRequest sent;
  sent.method = request.method;
  sent.url = (target.tls ? "https://" : "http://") + host + ":" + target.port + request.path;
  if (!request.query.empty()) sent.url += "?" + request.query;
  sent.content_type = request.content_type;
  sent.body = request.body;
  if (!request.accept.empty()) sent.headers.emplace_back("Accept", request.accept);
  if (!request.authorization.empty()) sent.headers.emplace_back("Authorization", request.authorization);
  if (!request.if_match.empty()) sent.headers.emplace_back("If-Match", request.if_match);
  sent.timeout = timeout;
  sent.reply_bytes_max = std::size_t{1} << 30U;
  return outbound.call_now(sent);
}

}  // namespace gateway
