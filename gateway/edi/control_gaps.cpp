#include "gateway/edi/control_gaps.hpp"

#include "gateway/edi/sender_rights.hpp"
#include "gateway/http/replies.hpp"
#include "parsers/json/writer.hpp"

namespace gateway {
namespace {

constexpr std::size_t gaps_max = 1000;

}  // namespace

HttpReply control_gaps_of(const HttpRequest& request, Services& services) {
  if (auto refused = refusal_for_submitter(request, request.parameter("sender"), services))
    return std::move(*refused);
  if (auto refused = refusal_of_parties(request)) return std::move(*refused);
  const std::string pair = request.parameter("sender") + ">" + request.parameter("receiver");
  const base::Result<std::vector<ControlGap>> gaps = services.store.control_gaps(pair, gaps_max);
  if (!gaps) return refusal(503, request.path, gaps.error());
  std::string body;
  json::Writer out(body);
  out.begin_object().array_field("gaps");
  for (const ControlGap& gap : *gaps) {
    out.begin_object().field("after", gap.previous).field("before", gap.number).end_object();
  }
  out.end_array().end_object();
  return json_reply(std::move(body));
}

}  // namespace gateway
