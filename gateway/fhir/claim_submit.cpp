#include "gateway/fhir/claim_submit.hpp"

#include "gateway/http/replies.hpp"
#include "gateway/review/announce.hpp"
#include "gateway/review/submit_review.hpp"
#include "mappers/fhir/review_request.hpp"
#include "mappers/fhir/review_response.hpp"
#include "mappers/issues/operation_outcome.hpp"
#include "parsers/fhir/check.hpp"
#include "parsers/json/document.hpp"

namespace gateway {
namespace {

namespace asio = boost::asio;

/// Memory of one worker, reused from Bundle to Bundle. Nothing in it outlives prepared_claim().
struct Scratch {
  json::Document document;
  std::string buffer;
};

Scratch& scratch() {
  thread_local Scratch one;
  return one;
}

json::Limits json_limits(const Config& config) {
  json::Limits limits;
  limits.depth_max = config.json_depth_max;
  limits.nodes_max = config.json_nodes_max;
  return limits;
}

/// Who sends: the interchange sender the Claim names, else the requester; until access control names the client.
std::string sender_of(const precert::ReviewRequest& request) {
  if (!request.transmission.interchange_sender.empty()) return "fhir:" + request.transmission.interchange_sender;
  return "fhir:npi:" + request.requester.npi();
}

std::string identifier_key(const json::Value& identifier) {
  const std::string_view value = identifier.find("value").string();
  if (value.empty()) return {};
  return std::string(identifier.find("system").string()) + "|" + std::string(value);
}

/// The Claim that comes first is asked about; a second one is its predecessor (PAS 2.2.1 update).
void add_keys(const fhir::Bundle& bundle, Submission& submission) {
  const fhir::Entry& claim = bundle.entries().front();
  const auto add = [](std::vector<LookupKey>& keys, LookupKind kind, std::string value) {
    if (!value.empty()) keys.push_back({kind, std::move(value)});
  };
  add(submission.keys, LookupKind::claim_full_url, std::string(claim.full_url));
  add(submission.keys, LookupKind::bundle_identifier, identifier_key(bundle.root().find("identifier")));
  for (const json::Value& identifier : claim.resource.find("identifier").elements()) {
    add(submission.keys, LookupKind::claim_identifier, identifier_key(identifier));
  }
  for (const json::Value& related : claim.resource.find("related").elements()) {
    const json::Value reference = related.find("claim");
    add(submission.continues, LookupKind::claim_full_url, std::string(reference.find("reference").string()));
    add(submission.continues, LookupKind::claim_identifier, identifier_key(reference.find("identifier")));
    const fhir::Target predecessor = bundle.resolve(reference, claim);
    if (!predecessor) continue;
    add(submission.continues, LookupKind::claim_full_url, std::string(predecessor.full_url()));
    for (const json::Value& identifier : predecessor.resource.find("identifier").elements()) {
      add(submission.continues, LookupKind::claim_identifier, identifier_key(identifier));
    }
  }
}

Prepared refused(const ReceivedMessage& message, const std::string& path, const base::Issues& issues,
                 Services& services) {
  Prepared prepared;
  prepared.reply = refusal(mappers::http_status_of(issues), path, issues);
  prepared.exchange.message = message;
  prepared.exchange.answer = {static_cast<int>(prepared.reply.status), prepared.reply.content_type,
                              prepared.reply.body};
  services.metrics.rejection(Rejection::bundle);
  return prepared;
}

base::Issues fatal_part(const base::Issues& issues) {
  base::Issues fatal;
  for (const base::Issue& issue : issues) {
    if (issue.severity == base::Severity::error) fatal.add(issue);
  }
  return fatal;
}

}  // namespace

std::string fhir_base(const Services& services, mappers::PasVersion version) {
  return services.config.base_url + (version == mappers::PasVersion::v2_0_1 ? "/fhir/2.0.1" : "/fhir");
}

base::Result<Prepared> prepared_claim(const HttpRequest& request, const ReceivedMessage& message,
                                      mappers::PasVersion version, Services& services) {
  Scratch& memory = scratch();
  memory.buffer.assign(request.body);  // read in place: the received bytes themselves stay as they came
  const base::Result<json::Value> parsed = memory.document.parse(memory.buffer, json_limits(services.config));
  if (!parsed) return refused(message, request.path, parsed.error(), services);
  const base::Result<fhir::Bundle> bundle = fhir::bundle_from(*parsed);
  if (!bundle) return refused(message, request.path, bundle.error(), services);

  const fhir::Profiles& profiles =
      version == mappers::PasVersion::v2_0_1 ? services.pas_2_0_1 : services.pas_2_2_1;
  const base::Issues found = fhir::check(*bundle, profiles, fhir::Purpose::submit);
  if (found.fatal()) return refused(message, request.path, fatal_part(found), services);
  base::Result<precert::ReviewRequest> mapped = mappers::review_request_from(*bundle, version);
  if (!mapped) return refused(message, request.path, mapped.error(), services);

  Submission submission;
  submission.request = std::move(*mapped);
  submission.submitter = sender_of(submission.request);
  submission.message = message.id;
  submission.received = message.received;
  add_keys(*bundle, submission);
  base::Result<Reviewed> made = reviewed(submission, services.store, services.numbers, services.knowledge.current());
  if (!made) return made.error();
  if (made->determination.refused()) services.metrics.rejection(Rejection::business);

  mappers::ResponseContext context;
  context.version = version;
  context.request = &*bundle;
  context.case_id = made->write.record.id.text();
  context.base_url = fhir_base(services, version);
  context.at = message.received;
  context.uuid_seed = context.case_id + "." + std::to_string(made->write.record.version);
  context.remarks = &found;
  Prepared prepared;
  prepared.reply = fhir_reply(mappers::review_response_from(made->request, made->determination, context));
  prepared.exchange.message = message;
  prepared.exchange.answer = {200, prepared.reply.content_type, prepared.reply.body};
  const base::Result<void> told = announce_update(prepared.exchange, *made, message.received, services);
  if (!told) return told.error();
  prepared.exchange.cases.push_back(std::move(made->write));
  for (const precert::LineDetermination& line : made->determination.lines) prepared.decided.push_back(line.action);
  return prepared;
}

asio::awaitable<HttpReply> claim_submit(const HttpRequest& request, mappers::PasVersion version, Services& services) {
  const std::string type = media_type(request.content_type);
  if (type != "application/fhir+json" && type != "application/json" && !type.empty()) {
    co_return refusal(415, request.path, "Send the Bundle as application/fhir+json: PAS Bundles are JSON only.");
  }
  base::Result<precert::MessageId> id = message_id(services.numbers);
  if (!id) co_return refusal(503, request.path, id.error());
  ReceivedMessage message;
  message.id = std::move(*id);
  message.transport = Transport::fhir;
  message.sender = "fhir" + request.path;  // replay key: same bytes to the same base
  message.received = services.clock.now();
  message.content_type = request.content_type;
  message.bytes = request.body;
  message.hash = content_hash_of(message.bytes);

  const base::Result<std::optional<HttpReply>> earlier = earlier_reply(message, services);
  if (!earlier) co_return refusal(503, request.path, earlier.error());
  if (*earlier) co_return **earlier;

  const Preparation prepare = [&] { return prepared_claim(request, message, version, services); };
  HttpReply reply = co_await decided_and_stored(request, services, prepare);
  co_return reply;
}

}  // namespace gateway
