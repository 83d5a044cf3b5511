#include "gateway/fhir/subscriptions.hpp"

#include <algorithm>
#include <utility>

#include "gateway/access/clients.hpp"
#include "gateway/app/awaited.hpp"
#include "gateway/fhir/claim_submit.hpp"
#include "gateway/fhir/client_rights.hpp"
#include "gateway/fhir/subscription_standing.hpp"
#include "gateway/http/replies.hpp"
#include "gateway/workers/deliveries.hpp"
#include "mappers/issues/operation_outcome.hpp"
#include "parsers/fhir/resource_view.hpp"
#include "parsers/json/document.hpp"
#include "parsers/json/writer.hpp"

namespace gateway {
namespace {

namespace asio = boost::asio;
using base::Issue;
using base::IssueCode;
using base::Issues;
using mappers::PasVersion;

constexpr const char* no_subscription = "There is no Subscription with this id.";
constexpr std::size_t subscriptions_max = 100;  // of one client, at both bases together

std::string path_of(PasVersion version) { return version == PasVersion::v2_0_1 ? "/fhir/2.0.1" : "/fhir"; }

/// Changes whenever the Subscription reads otherwise: with what its owner makes of it, and with its state.
std::string version_id_of(const SubscriptionRecord& record, SubscriptionState state) {
  std::string id = std::to_string(record.version);
  if (state != SubscriptionState::requested) id += "." + std::string(word(state));
  return id;
}

/// True when If-Match names the version that its owner would replace. That its state has changed meanwhile is
/// no conflict: owners do not write it.
bool names_version(std::string_view if_match, const SubscriptionRecord& record) {
  if (if_match.starts_with("W/")) if_match.remove_prefix(2);
  if (if_match.size() < 2 || if_match.front() != '"' || if_match.back() != '"') return false;
  const std::string_view id = if_match.substr(1, if_match.size() - 2);
  return id.substr(0, id.find('.')) == std::to_string(record.version);
}

void write_resource(json::Writer& out, const SubscriptionRecord& record, const Services& services) {
  json::Document document;
  const base::Result<json::Value> as_sent = document.parse_copy(record.resource);
  const SubscriptionState state = state_at(record, services.clock.now(), services.config.subscriptions);
  mappers::SubscriptionStanding standing;
  standing.id = record.id;
  standing.status = word(state);
  standing.version = version_id_of(record, state);
  standing.changed = record.changed;
  if (state == SubscriptionState::error) standing.error = record.error;
  mappers::write_subscription(out, as_sent ? *as_sent : json::Value(), standing);
}

HttpReply reply_with(const SubscriptionRecord& record, unsigned status, const Services& services) {
  std::string body;
  json::Writer out(body);
  write_resource(out, record, services);
  HttpReply reply = fhir_reply(std::move(body), status);
  const SubscriptionState state = state_at(record, services.clock.now(), services.config.subscriptions);
  reply.headers.emplace_back("ETag", "W/\"" + version_id_of(record, state) + "\"");
  return reply;
}

/// What a body asks for, and the record it becomes.
struct AskedFor {
  mappers::Subscription subscription;
  std::string resource;
  std::string id;  // as the body names itself
};

/// Reads a body and holds it to the rules of the base and the policy of deliveries.
base::Result<AskedFor> asked_from(const HttpRequest& request, PasVersion version, const Services& services) {
  const SubscriptionSettings& settings = services.config.subscriptions;
  json::Document document;
  const base::Result<json::Value> parsed = document.parse_copy(request.body);
  if (!parsed) return parsed.error();
  base::Result<mappers::Subscription> read =
      mappers::subscription_from(*parsed, rules_for(version, settings, services.clock.now()));
  if (!read) return read.error();
  const base::Result<OutboundUrl> url = outbound_url_from(read->endpoint);
  const base::Result<void> may = url ? permitted(*url, policy_of(settings)) : base::Result<void>(url.error());
  if (!may) {
    return Issues(Issue{IssueCode::fhir_value_invalid, "Subscription.channel.endpoint",
                        may.error().first().remedy, base::Severity::error});
  }
  return AskedFor{std::move(*read), request.body, std::string(fhir::text(*parsed, "id"))};
}

/// True when this client has as many as one may have. Under open access nobody is told from anybody.
base::Result<bool> has_enough(const std::string& client, const Services& services) {
  if (client.empty()) return false;
  std::size_t count = 0;
  for (const PasVersion version : {PasVersion::v2_2_1, PasVersion::v2_0_1}) {
    const base::Result<std::vector<SubscriptionRecord>> found =
        services.store.subscriptions(path_of(version), client);
    if (!found) return found.error();
    count += found->size();
  }
  return count >= subscriptions_max;
}

HttpReply too_many() {
  std::string body;
  json::Writer out(body);
  out.begin_object().field("resourceType", "OperationOutcome").array_field("issue").begin_object();
  out.field("severity", "error").field("code", "too-costly");
  const std::string words = "A client has " + std::to_string(subscriptions_max) +
                            " Subscriptions at most; delete those that are not used.";
  out.object_field("details").field("text", words).end_object();
  out.end_object().end_array().end_object();
  return fhir_reply(std::move(body), 403);
}

HttpReply not_its_own(const HttpRequest& request) {
  return access_refusal(403, request.path,
                        "The filter names organizations that this client does not speak for.");
}

std::optional<HttpReply> refused_media(const HttpRequest& request) {
  const std::string type = media_type(request.content_type);
  if (type == "application/fhir+json" || type == "application/json" || type.empty()) return std::nullopt;
  return refusal(415, request.path, "Send the resource as application/fhir+json.");
}

void take_over(SubscriptionRecord& record, AskedFor asked, base::Instant at) {
  record.state = asked.subscription.wanted ? SubscriptionState::requested : SubscriptionState::off;
  record.organizations = std::move(asked.subscription.organizations);
  record.end = asked.subscription.end;
  record.changed = at;
  record.error.clear();
  record.resource = std::move(asked.resource);
}

/// The record of an id at this base; nullopt when there is none.
base::Result<std::optional<SubscriptionRecord>> record_at(const std::string& id, PasVersion version,
                                                          Services& services) {
  base::Result<std::optional<SubscriptionRecord>> found = services.store.subscription(id);
  if (found && *found && (*found)->base != path_of(version)) found = std::optional<SubscriptionRecord>();
  return found;
}

HttpReply not_the_owner(const HttpRequest& request) {
  return access_refusal(403, request.path, "Only the client that made a Subscription changes it.");
}

/// The values of a search parameter: repeated, or joined by commas.
std::vector<std::string> values_of(const std::vector<std::pair<std::string, std::string>>& parameters,
                                   std::string_view name) {
  std::vector<std::string> values;
  for (const auto& [key, text] : parameters) {
    if (key != name) continue;
    for (std::size_t from = 0; from <= text.size();) {
      const std::size_t comma = std::min(text.find(',', from), text.size());
      if (comma > from) values.push_back(text.substr(from, comma - from));
      from = comma + 1;
    }
  }
  return values;
}

bool wanted(const std::vector<std::string>& values, std::string_view value) {
  return values.empty() || std::find(values.begin(), values.end(), value) != values.end();
}

/// The parameters of $status: of the query, or of a Parameters resource.
base::Result<std::vector<std::pair<std::string, std::string>>> status_parameters(const HttpRequest& request) {
  std::vector<std::pair<std::string, std::string>> parameters = request.parameters();
  if (request.method != Method::post || request.body.empty()) return parameters;
  json::Document document;
  const base::Result<json::Value> parsed = document.parse_copy(request.body);
  if (!parsed) return parsed.error();
  for (const json::Value one : fhir::list(*parsed, "parameter")) {
    const json::Value id = one.find("valueId");  // no choice element of a profile is one
    const json::Value value = id ? id : fhir::value_x(one, "value");
    parameters.emplace_back(fhir::text(one, "name"), value.string());
  }
  return parameters;
}

/// Store::save_subscription, waited for without a thread.
asio::awaitable<base::Result<bool>> saved_subscription(const SubscriptionRecord& record, bool handshake,
                                                       Store& store) {
  const std::function<void(Store::SubscriptionSaved)> save = [&](Store::SubscriptionSaved done) {
    store.save_subscription(record, handshake, std::move(done));
  };
  co_return co_await awaited<base::Result<bool>>(save);
}

}  // namespace

asio::awaitable<HttpReply> create_subscription(const HttpRequest& request, PasVersion version,
                                               Services& services) {
  if (std::optional<HttpReply> refused = refused_media(request)) co_return std::move(*refused);
  base::Result<AskedFor> asked = asked_from(request, version, services);
  if (!asked) co_return refusal(mappers::http_status_of(asked.error()), request.path, asked.error());
  if (!asked->subscription.wanted) {
    co_return refusal(400, request.path, "A Subscription begins with the status requested.");
  }
  if (!may_hear(request.client, asked->subscription.organizations, services)) co_return not_its_own(request);
  const base::Result<bool> enough = has_enough(request.client, services);
  if (!enough) co_return refusal(503, request.path, enough.error());
  if (*enough) co_return too_many();
  const base::Result<std::int64_t> number = services.numbers.next("subscription");
  if (!number) co_return refusal(503, request.path, number.error());
  SubscriptionRecord record;
  record.id = "S" + std::to_string(*number) + services.numbers.suffix();
  record.base = path_of(version);
  record.owner = request.client;
  record.made = services.clock.now();
  take_over(record, std::move(*asked), record.made);
  const base::Result<bool> saved = co_await saved_subscription(record, true, services.store);
  if (!saved) co_return refusal(503, request.path, saved.error());
  HttpReply reply = reply_with(record, 201, services);
  reply.headers.emplace_back("Location", fhir_base(services, version) + "/Subscription/" + record.id);
  co_return reply;
}

HttpReply read_subscription(const HttpRequest& request, const std::string& id, PasVersion version,
                            Services& services) {
  const base::Result<std::optional<SubscriptionRecord>> found = record_at(id, version, services);
  if (!found) return refusal(503, request.path, found.error());
  if (!*found || (*found)->owner != request.client) return refusal(404, request.path, no_subscription);
  return reply_with(**found, 200, services);
}

HttpReply search_subscriptions(const HttpRequest& request, PasVersion version, Services& services) {
  const auto parameters = request.parameters();
  const std::vector<std::string> ids = values_of(parameters, "_id"), states = values_of(parameters, "status");
  const std::string url = request.parameter("url");  // an URL may hold commas
  base::Result<std::vector<SubscriptionRecord>> all =
      services.store.subscriptions(path_of(version), request.client);
  if (!all) return refusal(503, request.path, all.error());
  const base::Instant now = services.clock.now();
  std::erase_if(*all, [&](const SubscriptionRecord& one) {
    json::Document document;
    const base::Result<json::Value> resource = document.parse_copy(one.resource);
    const bool same_url =
        url.empty() || (resource && fhir::text(resource->find("channel"), "endpoint") == url);
    return !same_url || !wanted(ids, one.id) ||
           !wanted(states, word(state_at(one, now, services.config.subscriptions)));
  });
  const std::string base = fhir_base(services, version) + "/Subscription";
  std::string body;
  json::Writer out(body);
  out.begin_object().field("resourceType", "Bundle").field("type", "searchset");
  out.field("timestamp", base::iso(now)).field("total", all->size());
  const std::string self = request.query.empty() ? base : base + "?" + request.query;
  out.array_field("link")
      .begin_object()
      .field("relation", "self")
      .field("url", self)
      .end_object()
      .end_array();
  if (!all->empty()) out.array_field("entry");
  for (const SubscriptionRecord& one : *all) {
    out.begin_object().field("fullUrl", base + "/" + one.id).key("resource");
    write_resource(out, one, services);
    out.object_field("search").field("mode", "match").end_object().end_object();
  }
  if (!all->empty()) out.end_array();
  out.end_object();
  return fhir_reply(std::move(body));
}

asio::awaitable<HttpReply> update_subscription(const HttpRequest& request, const std::string& id,
                                               PasVersion version, Services& services) {
  if (std::optional<HttpReply> refused = refused_media(request)) co_return std::move(*refused);
  base::Result<std::optional<SubscriptionRecord>> found = record_at(id, version, services);
  if (!found) co_return refusal(503, request.path, found.error());
  if (!*found) co_return refusal(404, request.path, no_subscription);
  SubscriptionRecord record = std::move(**found);
  if (record.owner != request.client) co_return not_the_owner(request);
  if (!request.if_match.empty() && request.if_match != "*" && !names_version(request.if_match, record)) {
    const Issue other{IssueCode::conflict, "", "If-Match names another version; read it again.",
                      base::Severity::error};
    co_return refusal(412, request.path, Issues(other));
  }
  base::Result<AskedFor> asked = asked_from(request, version, services);
  if (!asked) co_return refusal(mappers::http_status_of(asked.error()), request.path, asked.error());
  if (asked->id != id) co_return refusal(400, request.path, "The id of the Subscription is that of the URL.");
  if (!may_hear(request.client, asked->subscription.organizations, services)) co_return not_its_own(request);
  const bool handshake = asked->subscription.wanted;
  take_over(record, std::move(*asked), services.clock.now());
  record.version += 1;
  const base::Result<bool> saved = co_await saved_subscription(record, handshake, services.store);
  if (!saved) co_return refusal(503, request.path, saved.error());
  if (!*saved) {
    const Issue faster{IssueCode::conflict, "", "Somebody else changed it; read it again.",
                       base::Severity::error};
    co_return refusal(409, request.path, Issues(faster));
  }
  co_return reply_with(record, 200, services);
}

asio::awaitable<HttpReply> delete_subscription(const HttpRequest& request, const std::string& id,
                                               PasVersion version, Services& services) {
  const base::Result<std::optional<SubscriptionRecord>> found = record_at(id, version, services);
  if (!found) co_return refusal(503, request.path, found.error());
  HttpReply gone;
  gone.status = 204;
  if (!*found) co_return gone;
  if ((*found)->owner != request.client) co_return not_the_owner(request);
  const std::function<void(Store::Written)> remove = [&](Store::Written done) {
    services.store.remove_subscription(id, std::move(done));
  };
  const base::Result<void> removed = co_await awaited<base::Result<void>>(remove);
  if (!removed) co_return refusal(503, request.path, removed.error());
  co_return gone;
}

HttpReply subscription_status(const HttpRequest& request, const std::string& id, PasVersion version,
                              Services& services) {
  const auto parameters = status_parameters(request);
  if (!parameters) return refusal(400, request.path, parameters.error());
  std::vector<std::string> ids = values_of(*parameters, "id");
  const std::vector<std::string> states = values_of(*parameters, "status");
  if (!id.empty()) ids = {id};
  const base::Result<std::vector<SubscriptionRecord>> all =
      services.store.subscriptions(path_of(version), request.client);
  if (!all) return refusal(503, request.path, all.error());
  const base::Instant now = services.clock.now();
  std::vector<mappers::SubscriptionStatus> found;
  bool known = id.empty();
  for (const SubscriptionRecord& one : *all) {
    if (!wanted(ids, one.id)) continue;
    known = true;
    const SubscriptionState state = state_at(one, now, services.config.subscriptions);
    if (wanted(states, word(state))) found.push_back(status_from(one, state, services));
  }
  if (!known) return refusal(404, request.path, no_subscription);
  const std::string self = services.config.base_url + request.path;
  return fhir_reply(mappers::status_searchset_from(found, self, now));
}

}  // namespace gateway
