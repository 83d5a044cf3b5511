#include "gateway/core/rest.hpp"

#include "gateway/core/base64.hpp"
#include "gateway/http/message.hpp"
#include "parsers/json/document.hpp"
#include "parsers/json/writer.hpp"

namespace gateway {
namespace {

json::Limits envelope_limits() {
  json::Limits limits;
  limits.depth_max = 8;
  limits.nodes_max = 1000;
  limits.members_max = 100;
  return limits;
}

struct StatusOf {
  std::string_view code;
  unsigned status = 400;
};
constexpr StatusOf statuses[] = {
    {"Success", 200},
    {"UnAuthorized", 401},
    {"SenderIDIllegal", 403},
    {"Receiver", 503},
};

}  // namespace

base::Result<CoreEnvelope> envelope_from_json(std::string body) {
  json::Document document;
  const base::Result<json::Value> root = document.parse(body, envelope_limits());
  if (!root) return root.error();
  if (!root->is_object()) {
    return base::Issues(base::Issue{base::IssueCode::message_unreadable, "body", "Send one JSON object."});
  }
  CoreEnvelope envelope;
  envelope.form = CoreForm::rest;
  for (const json::Member member : root->members()) {
    const std::optional<CoreField> field = core_field_of(member.key);
    if (!field || member.value.is_null()) continue;
    const bool readable = member.value.is_string() || member.value.is_number();
    if (!readable) envelope.unreadable.push_back(*field);
    const std::string_view text =
        member.value.is_number() ? member.value.number_text() : member.value.string();
    envelope.receive(*field, std::string(text));
  }
  return envelope;
}

std::string json_from(const CoreEnvelope& envelope) {
  std::string out;
  json::Writer writer(out);
  writer.begin_object();
  for (std::size_t i = 0; i < core_field_count; ++i) {
    const auto field = static_cast<CoreField>(i);
    if (envelope.has(field)) writer.field(core_name(field), envelope.text(field));
  }
  writer.end_object();
  return out;
}

void take_basic(std::string_view authorization, CoreEnvelope& envelope) {
  const std::size_t blank = authorization.find(' ');
  if (blank == std::string_view::npos || media_type(authorization.substr(0, blank)) != "basic") return;
  const std::optional<std::string> pair = base64_decoded(authorization.substr(blank + 1));
  const std::size_t colon = pair ? pair->find(':') : std::string::npos;
  if (colon == std::string::npos || envelope.has(CoreField::user_name) || envelope.has(CoreField::password))
    return;
  envelope.set(CoreField::user_name, pair->substr(0, colon));
  envelope.set(CoreField::password, pair->substr(colon + 1));
}

unsigned rest_status(std::string_view error_code) {
  for (const StatusOf& known : statuses) {
    if (known.code == error_code) return known.status;
  }
  return 400;
}

}  // namespace gateway
