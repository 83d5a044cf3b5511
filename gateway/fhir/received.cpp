#include "gateway/fhir/received.hpp"

#include <utility>

#include "gateway/http/replies.hpp"
#include "mappers/issues/operation_outcome.hpp"

namespace gateway {
namespace {

base::Issues errors_of(const base::Issues& issues) {
  base::Issues errors;
  for (const base::Issue& issue : issues) {
    if (issue.severity == base::Severity::error) errors.add(issue);
  }
  return errors;
}

}  // namespace

void name_message(const ReceivedMessage& message, HttpReply& reply) {
  for (const auto& [name, value] : reply.headers) {
    if (name == "X-Replayed") return;
  }
  if (reply.status < 500) reply.headers.emplace_back("Precert-Message-Id", message.id.text());
}

base::Result<ReceivedMessage> message_from(const HttpRequest& request, Repeats repeats, Services& services) {
  base::Result<precert::MessageId> id = message_id(services.numbers);
  if (!id) return id.error();
  ReceivedMessage message;
  message.id = std::move(*id);
  message.transport = Transport::fhir;
  message.sender = "fhir" + request.path;  // replay key: same bytes of the same client to the same base
  if (!request.client.empty()) message.sender += "@" + request.client;
  if (repeats == Repeats::answered_anew) message.sender += "#" + message.id.text();
  message.received = services.clock.now();
  message.content_type = request.content_type;
  message.bytes = request.body;
  message.hash = content_hash_of(message.bytes);
  return message;
}

json::Limits json_limits(const Config& config) {
  json::Limits limits;
  limits.depth_max = config.json_depth_max;
  limits.nodes_max = config.json_nodes_max;
  return limits;
}

const fhir::Profiles& profiles_of(mappers::PasVersion version, const Services& services) {
  return version == mappers::PasVersion::v2_0_1 ? services.pas_2_0_1 : services.pas_2_2_1;
}

Prepared refused_message(const ReceivedMessage& message, const std::string& path,
                         const base::Issues& issues) {
  Prepared refused =
      answered_message(message, refusal(mappers::http_status_of(issues), path, errors_of(issues)));
  refused.rejected.push_back(Rejection::bundle);
  return refused;
}

Prepared answered_message(const ReceivedMessage& message, HttpReply reply) {
  Prepared prepared;
  prepared.exchange.message = message;
  prepared.exchange.answer = {static_cast<int>(reply.status), reply.content_type, reply.body};
  prepared.reply = std::move(reply);
  return prepared;
}

HttpReply refusal_of(const HttpRequest& request, const base::Issues& issues) {
  return refusal(mappers::http_status_of(issues), request.path, issues);
}

}  // namespace gateway
