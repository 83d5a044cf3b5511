#include "gateway/fhir/claim_submit.hpp"

#include <algorithm>

#include "gateway/access/clients.hpp"
#include "gateway/dtr/issued_forms.hpp"
#include "gateway/edi/attachments.hpp"
#include "gateway/edi/exchange.hpp"
#include "gateway/fhir/client_rights.hpp"
#include "gateway/fhir/received.hpp"
#include "gateway/http/replies.hpp"
#include "gateway/review/announce.hpp"
#include "gateway/review/submit_review.hpp"
#include "gateway/upstream/forward_claim.hpp"
#include "mappers/fhir/review_request.hpp"
#include "mappers/fhir/review_response.hpp"
#include "parsers/fhir/check.hpp"
#include "parsers/json/document.hpp"

namespace gateway {
namespace {

namespace asio = boost::asio;

/// Memory of one worker, reused from Bundle to Bundle. Nothing in it outlives the function that filled it.
struct Scratch {
  json::Document document;
  std::string buffer;
};

Scratch& scratch() {
  thread_local Scratch one;
  return one;
}

constexpr const char* not_yours = "You may ask for the organizations only that you speak for.";

/// What is kept of a request for somebody else. The same bytes are looked at anew, since rights change.
Prepared forbidden_claim(const HttpRequest& request, const ReceivedMessage& message) {
  Prepared prepared = answered_message(message, access_refusal(403, request.path, not_yours));
  prepared.exchange.message->sender += "#" + message.id.text();
  return prepared;
}

/// True when a Bundle must not go to another payer, because the client does not speak for whoever asks. What
/// cannot be read goes nowhere either, and is refused with its faults by whoever reads it next.
bool is_for_others(const HttpRequest& request, mappers::PasVersion version, const Services& services) {
  const Snapshot knowledge = services.knowledge.current();
  if (knowledge.clients == nullptr || knowledge.upstreams == nullptr) return false;
  Scratch& memory = scratch();
  memory.buffer.assign(request.body);
  const base::Result<json::Value> parsed = memory.document.parse(memory.buffer, json_limits(services.config));
  if (!parsed) return false;
  const base::Result<fhir::Bundle> bundle = fhir::bundle_from(*parsed);
  if (!bundle) return false;
  const base::Result<precert::ReviewRequest> mapped = mappers::review_request_from(*bundle, version);
  return mapped && !speaks_for_any(request, organizations_of(*mapped), services);
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

/// Where the system has bars ("http://x.org/ids|2"), the key under which a search without a system finds it:
/// a key's system ends at its first bar (Store::cases_of_any_system). "" of any other.
std::string barless_key(const json::Value& identifier) {
  const std::string_view system = identifier.find("system").string();
  std::string key = identifier_key(identifier);
  if (key.empty() || system.find('|') == std::string_view::npos) return {};
  std::replace(key.begin(), key.begin() + static_cast<std::ptrdiff_t>(system.size()), '|', '%');
  return key;
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
    add(submission.keys, LookupKind::claim_identifier, barless_key(identifier));
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

}  // namespace

Submission submission_from(const fhir::Bundle& bundle, precert::ReviewRequest request,
                           const ReceivedMessage& message) {
  Submission submission;
  submission.request = std::move(request);
  submission.submitter = sender_of(submission.request);
  submission.message = message.id;
  submission.differential = mappers::is_differential(bundle);
  submission.received = message.received;
  add_keys(bundle, submission);
  return submission;
}

std::string fhir_base(const Services& services, mappers::PasVersion version) {
  return services.config.base_url + (version == mappers::PasVersion::v2_0_1 ? "/fhir/2.0.1" : "/fhir");
}

base::Result<Prepared> prepared_claim(const HttpRequest& request, const ReceivedMessage& message,
                                      mappers::PasVersion version, Services& services) {
  Scratch& memory = scratch();
  memory.buffer.assign(request.body);  // read in place: the received bytes themselves stay as they came
  const base::Result<json::Value> parsed = memory.document.parse(memory.buffer, json_limits(services.config));
  if (!parsed) return refused_message(message, request.path, parsed.error());
  const base::Result<fhir::Bundle> bundle = fhir::bundle_from(*parsed);
  if (!bundle) return refused_message(message, request.path, bundle.error());

  const base::Issues found = fhir::check(*bundle, profiles_of(version, services), fhir::Purpose::submit);
  if (found.fatal()) return refused_message(message, request.path, found);
  base::Issues remarks = found;
  base::Result<precert::ReviewRequest> mapped = mappers::review_request_from(*bundle, version, &remarks);
  if (!mapped) return refused_message(message, request.path, mapped.error());
  if (!speaks_for_any(request, organizations_of(*mapped), services)) return forbidden_claim(request, message);
  const base::Result<void> ours = leave_out_foreign(mapped->answers, &remarks, services);
  if (!ours) return ours.error();

  MessageTurn turn(services, message.id.text(), message.received, AnswerMode::real_time);
  base::Result<EarlierDocuments> documents = documents_before(std::move(*mapped), turn);
  if (!documents) return documents.error();
  const Submission submission = submission_from(*bundle, std::move(documents->request), message);
  base::Result<Reviewed> made = reviewed(submission, services.store, services.numbers, turn.knowledge);
  if (!made) return made.error();

  mappers::ResponseContext context;
  context.version = version;
  context.request = &*bundle;
  context.case_id = made->write.record.id.text();
  context.base_url = fhir_base(services, version);
  context.at = message.received;
  context.uuid_seed = context.case_id + "." + std::to_string(made->write.record.version);
  context.remarks = &remarks;
  Prepared prepared = answered_message(
      message, fhir_reply(mappers::review_response_from(made->request, made->determination, context)));
  if (made->determination.refused()) prepared.rejected.push_back(Rejection::business);
  keep_attached(std::move(documents->attached), made->write.record.id, turn);
  prepared.exchange.attachments = std::move(turn.exchange.attachments);
  const base::Result<void> told = announce_update(prepared.exchange, *made, message.received, services);
  if (!told) return told.error();
  prepared.exchange.cases.push_back(std::move(made->write));
  for (const precert::LineDetermination& line : made->determination.lines) prepared.decided.push_back(line.action);
  return prepared;
}

asio::awaitable<HttpReply> claim_submit(const HttpRequest& request, mappers::PasVersion version, Services& services) {
  const base::Result<ReceivedMessage> received =
      message_from(request, Repeats::answered_as_before, services);
  if (!received) co_return refusal(503, request.path, received.error());
  const ReceivedMessage& message = *received;
  // Nobody else is asked twice. What is decided here needs no look ahead: a commit finds out by itself.
  if (services.knowledge.current().upstreams != nullptr) {
    const base::Result<std::optional<HttpReply>> earlier = earlier_reply(message, services);
    if (!earlier) co_return refusal(503, request.path, earlier.error());
    if (*earlier) co_return **earlier;
  }
  if (!is_for_others(request, version, services)) {
    std::optional<HttpReply> elsewhere = co_await forwarded_claim(request, version, message, services);
    if (elsewhere) co_return std::move(*elsewhere);
  }

  std::vector<std::string> half_way;  // documents that come at the same time
  const Preparation prepare = [&] {
    base::Result<Prepared> prepared = prepared_claim(request, message, version, services);
    if (prepared) half_way = numbers_met_half_way(prepared->exchange);
    return prepared;
  };
  HttpReply reply = co_await decided_and_stored(request, services, prepare);
  if (reply.status == 200 && !half_way.empty()) co_await join_late(half_way, message, services);
  name_message(message, reply);
  co_return reply;
}

}  // namespace gateway
