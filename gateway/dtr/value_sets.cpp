#include "gateway/dtr/value_sets.hpp"

#include <charconv>
#include <optional>

#include "gateway/dtr/read_form.hpp"
#include "gateway/fhir/claim_submit.hpp"
#include "gateway/fhir/received.hpp"
#include "gateway/http/replies.hpp"
#include "mappers/fhir/value_set_expansion.hpp"
#include "parsers/fhir/resource_view.hpp"
#include "parsers/json/document.hpp"
#include "precert/rulebook/tables.hpp"

namespace gateway {
namespace {

using mappers::PasVersion;

/// The parameters as text, whichever way they came.
struct Asked {
  std::string url, filter, count, offset;
};

Asked asked_in_query(const HttpRequest& request) {
  return {request.parameter("url"), request.parameter("filter"), request.parameter("count"),
          request.parameter("offset")};
}

base::Result<Asked> asked_in_body(const HttpRequest& request, const Config& config) {
  json::Document document;
  const base::Result<json::Value> root = document.parse_copy(request.body, json_limits(config));
  if (!root) return root.error();
  if (fhir::text(*root, "resourceType") != "Parameters") {
    return base::Issue{base::IssueCode::fhir_structure, "Parameters", "Send a Parameters resource."};
  }
  Asked asked;
  for (const json::Value one : fhir::list(*root, "parameter")) {
    const std::string_view name = fhir::text(one, "name");
    const json::Value value = fhir::value_x(one, "value");
    const std::string text(value.is_number() ? value.number_text() : value.string());
    if (name == "url") asked.url = text;
    if (name == "filter") asked.filter = text;
    if (name == "count") asked.count = text;
    if (name == "offset") asked.offset = text;
  }
  return asked;
}

/// A whole number of 0 and above; `otherwise` when nothing is said, nullopt when it is something else.
std::optional<std::size_t> size_from(const std::string& text, std::size_t otherwise) {
  if (text.empty()) return otherwise;
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

/// The id of a value set of either base; "" for somebody else's.
std::string id_of(const std::string& url, const Services& services) {
  for (const PasVersion version : {PasVersion::v2_2_1, PasVersion::v2_0_1}) {
    std::string id = mappers::value_set_id_from(fhir_base(services, version), url);
    if (!id.empty()) return id;
  }
  return {};
}

constexpr const char* unknown = "There is no such ValueSet here.";

}  // namespace

HttpReply read_value_set(const HttpRequest& request, const std::string& id, PasVersion version,
                         Services& services) {
  const DtrBase base = dtr_base(version, services);
  const std::shared_ptr<const precert::Rulebook> rulebook = services.knowledge.current().rulebook;
  const base::Date today = rulebook->calendar.local_date(services.clock.now());
  std::string body;
  json::Writer out(body);
  if (!mappers::write_value_set(out, *rulebook, id, base.place(), today)) {
    return refusal(404, request.path, unknown);
  }
  return fhir_reply(std::move(body));
}

HttpReply expand_value_set(const HttpRequest& request, PasVersion version, Services& services) {
  const base::Result<Asked> asked = request.method == Method::post
                                        ? asked_in_body(request, services.config)
                                        : base::Result<Asked>(asked_in_query(request));
  if (!asked) return refusal(400, request.path, asked.error());
  if (asked->url.empty()) return refusal(400, request.path, "Name the ValueSet by its url.");
  const std::optional<std::size_t> count = size_from(asked->count, mappers::expansion_count_max);
  const std::optional<std::size_t> offset = size_from(asked->offset, 0);
  if (!count || !offset) return refusal(400, request.path, "count and offset are whole numbers.");
  const std::shared_ptr<const precert::Rulebook> rulebook = services.knowledge.current().rulebook;
  const base::Instant now = services.clock.now();
  const mappers::ExpansionWish wish{asked->filter, *offset, *count, rulebook->calendar.local_date(now), now};
  const DtrBase base = dtr_base(version, services);
  std::string body;
  json::Writer out(body);
  if (!mappers::write_expansion(out, *rulebook, id_of(asked->url, services), wish, base.place())) {
    return refusal(404, request.path, unknown);
  }
  return fhir_reply(std::move(body));
}

}  // namespace gateway
