#include "gateway/review/messages.hpp"

#include "gateway/http/replies.hpp"

namespace gateway {

base::Result<void> bytes_of_message(const std::string& id, Store& store,
                                    const std::function<bool(std::string_view)>& visit) {
  const base::Result<std::optional<StoredMessage>> found = store.message(precert::MessageId(id));
  if (!found) return found.error();
  if (*found) {
    visit((*found)->message.bytes);
    return {};
  }
  return store.batch_bytes(id, BatchBytes::received, visit);
}

HttpReply received_message(const HttpRequest& request, const std::string& id, Services& services) {
  HttpReply reply;
  bool any = false;
  // Never the sender's own media type: a browser that is shown these bytes must not run them.
  reply.content_type = "application/octet-stream";
  reply.headers.emplace_back("Content-Disposition", "attachment");
  bool whole = true;
  const base::Result<void> read = bytes_of_message(id, services.store, [&](std::string_view piece) {
    any = true;
    whole = reply.body.size() + piece.size() <= services.config.http.body_bytes_max;
    if (whole) reply.body += piece;
    return whole;
  });
  if (!read) return refusal(503, request.path, read.error());
  if (!any) return refusal(404, request.path, "There is no message with this id.");
  if (!whole) return refusal(413, request.path, "This message is too long for one reply; use `precert message " + id + "`.");
  return reply;
}

}  // namespace gateway
