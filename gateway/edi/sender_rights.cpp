#include "gateway/edi/sender_rights.hpp"

#include <string>

#include "gateway/access/clients.hpp"
#include "gateway/edi/partners.hpp"
#include "gateway/fhir/client_rights.hpp"
#include "gateway/http/replies.hpp"
#include "parsers/x12/reader.hpp"

namespace gateway {
namespace {

/// "ZZ:CLEARTEST1".
bool is_isa_party(std::string_view text) {
  return text.size() > 3 && text[2] == ':' && text.find('>') == text.npos;
}

}  // namespace

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

std::optional<HttpReply> refusal_of_parties(const HttpRequest& request) {
  if (is_isa_party(request.parameter("sender")) && is_isa_party(request.parameter("receiver")))
    return std::nullopt;
  return refusal(400, request.path,
                 "sender and receiver are those of your own messages, as ISA05:ISA06 and ISA07:ISA08: "
                 "?sender=ZZ:MYCLINIC&receiver=ZZ:EXAMPLEPLAN");
}

}  // namespace gateway
