#include "gateway/intake/staff_message.hpp"

#include <utility>

namespace gateway {

std::string person_behind(const HttpRequest& request) {
  constexpr std::size_t longest = 64;
  if (!request.person.empty()) return request.person.substr(0, longest);
  return request.client.empty() ? std::string("staff") : request.client;
}

base::Result<ReceivedMessage> staff_message(const HttpRequest& request, Services& services) {
  base::Result<precert::MessageId> id = message_id(services.numbers);
  if (!id) return id.error();
  ReceivedMessage message;
  message.id = std::move(*id);
  message.transport = Transport::staff;
  message.sender = "staff" + request.path;
  if (!request.query.empty()) message.sender += "?" + request.query;
  if (!request.client.empty()) message.sender += "@" + request.client;
  message.received = services.clock.now();
  message.content_type = request.content_type;
  message.bytes = request.body;
  message.hash = content_hash_of(message.bytes);
  return message;
}

}  // namespace gateway
