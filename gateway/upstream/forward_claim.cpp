#include "gateway/upstream/forward_claim.hpp"

#include <memory>

#include "gateway/fhir/claim_submit.hpp"
#include "gateway/http/replies.hpp"
#include "gateway/review/announce.hpp"
#include "gateway/review/commit.hpp"
#include "gateway/review/submit_review.hpp"
#include "gateway/upstream/changed_lines.hpp"
#include "gateway/upstream/forwarding.hpp"
#include "mappers/fhir/review_request.hpp"
#include "mappers/fhir/review_response.hpp"
#include "mappers/issues/operation_outcome.hpp"
#include "parsers/fhir/check.hpp"
#include "parsers/json/document.hpp"

namespace gateway {
namespace {

namespace asio = boost::asio;

/// A Bundle with everything that points into it: it stays in place while an answer is waited for.
struct ReadClaim {
  std::string buffer;
  json::Document document;
  std::optional<fhir::Bundle> bundle;
  base::Issues remarks;
  precert::ReviewRequest request;
};

/// nullptr when the Bundle has faults: whoever decides here says so too.
std::unique_ptr<ReadClaim> read_claim(const std::string& bytes, mappers::PasVersion version,
                                      const Services& services) {
  auto claim = std::make_unique<ReadClaim>();
  claim->buffer = bytes;
  json::Limits limits;
  limits.depth_max = services.config.json_depth_max;
  limits.nodes_max = services.config.json_nodes_max;
  const base::Result<json::Value> parsed = claim->document.parse(claim->buffer, limits);
  if (!parsed) return nullptr;
  base::Result<fhir::Bundle> bundle = fhir::bundle_from(*parsed);
  if (!bundle) return nullptr;
  claim->bundle = std::move(*bundle);
  const fhir::Profiles& profiles =
      version == mappers::PasVersion::v2_0_1 ? services.pas_2_0_1 : services.pas_2_2_1;
  claim->remarks = fhir::check(*claim->bundle, profiles, fhir::Purpose::submit);
  if (claim->remarks.fatal()) return nullptr;
  base::Result<precert::ReviewRequest> request = mappers::review_request_from(*claim->bundle, version);
  if (!request) return nullptr;
  claim->request = std::move(*request);
  return claim;
}

/// The request as the upstream is to hear it: its marks are those of a comparison with the stored case, which
/// it names by the upstream's number.
base::Result<precert::ReviewRequest> marked_request(const ReadClaim& claim, const ReceivedMessage& message,
                                                    Services& services) {
  const Submission submission = submission_from(*claim.bundle, claim.request, message);
  const base::Result<std::optional<precert::PriorCase>> earlier = continued_case(submission, services.store);
  if (!earlier) return earlier.error();
  precert::ReviewRequest marked = claim.request;
  mark_changes(marked, *earlier ? &**earlier : nullptr);
  if (*earlier) name_earlier(marked, **earlier);
  return marked;
}

/// The upstream's decision as an answer and a case; may be called again after a version conflict.
base::Result<Prepared> prepared_answer(const ReadClaim& claim, const Forwarded& forwarded,
                                       const ReceivedMessage& message, mappers::PasVersion version,
                                       Services& services) {
  Submission submission = submission_from(*claim.bundle, claim.request, message);
  base::Result<Reviewed> made =
      reviewed_elsewhere(submission, forwarded.asked.review.determination, services.store, services.numbers,
                         services.knowledge.current());
  if (!made) return made.error();
  mappers::ResponseContext context;
  context.version = version;
  context.request = &*claim.bundle;
  context.case_id = made->write.record.id.text();
  context.base_url = fhir_base(services, version);
  context.at = message.received;
  context.uuid_seed = context.case_id + "." + std::to_string(made->write.record.version);
  base::Issues remarks = claim.remarks;
  base::Issues lost = forwarded.lost;
  remarks.add(std::move(lost));
  context.remarks = &remarks;
  Prepared prepared;
  prepared.reply = fhir_reply(mappers::review_response_from(made->request, made->determination, context));
  prepared.exchange.message = message;
  prepared.exchange.answer = {200, prepared.reply.content_type, prepared.reply.body};
  const base::Result<void> told = announce_update(prepared.exchange, *made, message.received, services);
  if (!told) return told.error();
  for (const precert::LineDetermination& line : made->determination.lines)
    prepared.decided.push_back(line.action);
  if (made->determination.refused()) prepared.rejected.push_back(Rejection::business);
  prepared.exchange.cases.push_back(std::move(made->write));
  return prepared;
}

/// 422: what the upstream says of the message that was made of the Bundle, or what its dialect cannot say.
/// Final: the same Bundle would fare no better.
Prepared prepared_refusal(const HttpRequest& request, const ReceivedMessage& message,
                          const Forwarded& forwarded) {
  Prepared prepared;
  const base::Issues payers(base::Issue{base::IssueCode::fhir_profile, "",
                                        "The payer does not take this request: " + forwarded.asked.words,
                                        base::Severity::error});
  prepared.reply = refusal(422, request.path, forwarded.unsaid.empty() ? payers : forwarded.unsaid);
  prepared.exchange.message = message;
  prepared.exchange.answer = {422, prepared.reply.content_type, prepared.reply.body};
  prepared.rejected.push_back(Rejection::bundle);
  return prepared;
}

HttpReply later(unsigned status, const HttpRequest& request, const Upstream& upstream,
                const std::string& words) {
  HttpReply reply = refusal(
      status, request.path,
      base::Issues(base::Issue{base::IssueCode::upstream_unavailable, "", words, base::Severity::error}));
  std::erase_if(reply.headers, [](const auto& header) { return header.first == "Retry-After"; });
  reply.headers.emplace_back("Retry-After", std::to_string(upstream.retry_after.count()));
  return reply;
}

/// The answer to what is no decision and no refusal of the message.
HttpReply failure(const HttpRequest& request, const Upstream& upstream, AskOutcome outcome) {
  switch (outcome) {
    case AskOutcome::no_answer:
      return later(
          504, request, upstream,
          "The payer has not answered in time; send the same Bundle again: nothing is decided twice.");
    case AskOutcome::not_an_answer:
      return later(502, request, upstream,
                   "What the payer sent is no answer to this request; send the same Bundle again.");
    case AskOutcome::envelope_refused:
      return later(
          503, request, upstream,
          "The payer does not take messages of this gateway now; its operator is told. Send the same Bundle "
          "again later.");
    default: break;
  }
  return later(503, request, upstream, "The payer cannot be reached; send the same Bundle again.");
}

}  // namespace

asio::awaitable<std::optional<HttpReply>> forwarded_claim(const HttpRequest& request,
                                                          mappers::PasVersion version,
                                                          const ReceivedMessage& message,
                                                          Services& services) {
  const Snapshot knowledge = services.knowledge.current();
  if (knowledge.upstreams == nullptr) co_return std::nullopt;
  const std::unique_ptr<ReadClaim> claim = read_claim(message.bytes, version, services);
  if (claim == nullptr) co_return std::nullopt;
  const Upstream* const upstream = knowledge.upstreams->of(claim->request.umo);
  if (upstream == nullptr) co_return std::nullopt;
  const base::Result<precert::ReviewRequest> told = marked_request(*claim, message, services);
  if (!told) co_return refusal(503, request.path, told.error());

  const auto write = [&]() -> base::Result<Outgoing> {
    const base::Result<std::int64_t> number = services.numbers.next("forward");
    if (!number) return number.error();
    return outgoing_for(*told, message.bytes, *upstream, forward_reference(*number), services.numbers,
                        message.received);
  };
  const Forwarding forwarding{message, *upstream, write, *told};
  base::Result<Forwarded> made = co_await forwarded(forwarding, services);
  if (!made) co_return refusal(503, request.path, made.error());
  if (made->busy) co_return later(503, request, *upstream, "This request is with the payer at this moment.");

  HttpReply reply;
  if (made->asked.outcome == AskOutcome::answered) {
    const Preparation prepare = [&] { return prepared_answer(*claim, *made, message, version, services); };
    reply = co_await decided_and_stored(request, services, prepare);
  } else if (made->asked.outcome == AskOutcome::message_refused) {
    const Preparation prepare = [&]() -> base::Result<Prepared> {
      return prepared_refusal(request, message, *made);
    };
    reply = co_await decided_and_stored(request, services, prepare);
  } else {
    reply = failure(request, *upstream, made->asked.outcome);
  }
  if (!made->kept.text().empty()) reply.headers.emplace_back("Precert-Message-Id", made->kept.text());
  co_return std::optional(std::move(reply));
}

}  // namespace gateway
