#include "gateway/edi/sender_rights.hpp"

#include <string>

#include "gateway/access/clients.hpp"
#include "gateway/edi/partners.hpp"
#include "gateway/fhir/client_rights.hpp"
#include "parsers/x12/reader.hpp"

namespace gateway {

std::optional<HttpReply> refusal_for_submitter(const HttpRequest& request, std::string_view submitter,
                                               const Services& services) {
  const std::size_t colon = submitter.find(':');
  if (colon != std::string_view::npos) submitter.remove_prefix(colon + 1);
  while (submitter.ends_with(' ')) submitter.remove_suffix(1);
  const std::string organization(submitter);
  if (speaks_for_any(request, {&organization, 1}, services)) return std::nullopt;
  return access_refusal(403, request.path,
                        "You may send, pick up and ask for the organizations only that you speak for.");
}

std::optional<HttpReply> refusal_for_senders(const HttpRequest& request, std::string_view bytes,
                                             const Services& services) {
  const Snapshot knowledge = services.knowledge.current();
  if (knowledge.clients == nullptr) return std::nullopt;
  x12::Reader reader(bytes, {}, knowledge.partners->reading());
  for (x12::Event event = reader.next(); event != x12::Event::done && event != x12::Event::unreadable;
       event = reader.next()) {
    if (event != x12::Event::interchange) continue;
    if (auto refused = refusal_for_submitter(request, reader.interchange().sender, services)) return refused;
  }
  return std::nullopt;
}

}  // namespace gateway
