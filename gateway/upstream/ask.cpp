#include "gateway/upstream/ask.hpp"

#include <algorithm>
#include <chrono>
#include <optional>

#include "gateway/upstream/outgoing.hpp"
#include "mappers/fhir/review_response_in.hpp"
#include "mappers/x12/review_answer_in.hpp"
#include "parsers/fhir/bundle.hpp"
#include "parsers/fhir/resource_view.hpp"
#include "parsers/json/document.hpp"

namespace gateway {
namespace {

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;

Asked failed(AskOutcome outcome, std::string words, HttpReply reply) {
  Asked asked;
  asked.outcome = outcome;
  asked.noted = words;
  asked.words = std::move(words);
  asked.reply = std::move(reply);
  return asked;
}

/// What the statuses of HTTP that are no answer say, in either dialect.
AskOutcome outcome_of(unsigned status) {
  switch (status) {
    case 408:
    case 425:
    case 429:
    case 503: return AskOutcome::unreachable;
    case 400:
    case 413:
    case 422: return AskOutcome::message_refused;
    default: break;
  }
  // Taken, and no answer in it (202, 204): as after a time-out, who asks again asks with the same bytes.
  const bool is_in_doubt = status >= 500 || (status >= 200 && status < 300);
  return is_in_doubt ? AskOutcome::no_answer : AskOutcome::envelope_refused;
}

AskOutcome outcome_of(mappers::AnswerKind kind) {
  switch (kind) {
    case mappers::AnswerKind::review: return AskOutcome::answered;
    case mappers::AnswerKind::set_rejected: return AskOutcome::message_refused;
    case mappers::AnswerKind::interchange_rejected: return AskOutcome::envelope_refused;
    case mappers::AnswerKind::not_an_answer: break;
  }
  return AskOutcome::not_an_answer;
}

Asked from_x12(std::string_view bytes, const precert::ReviewRequest& request, HttpReply reply) {
  const std::vector<std::string_view> sent = messages_of(bytes, UpstreamDialect::x12);
  const mappers::SentReview about =
      mappers::sent_review_from(sent.empty() ? std::string_view{} : sent.back());
  mappers::ReviewAnswer answer = mappers::review_answer_from(reply.body, about, request);
  Asked asked;
  asked.outcome = outcome_of(answer.kind);
  asked.review = std::move(answer.review);
  asked.words = std::move(answer.words);
  asked.noted = asked.words;
  asked.reply = std::move(reply);
  return asked;
}

/// By what the Bundle that was sent is named in its answer.
mappers::AskedClaim claim_of(std::string_view bytes) {
  mappers::AskedClaim claim;
  json::Document document;
  const base::Result<json::Value> parsed = document.parse_copy(bytes);
  if (!parsed) return claim;
  const base::Result<fhir::Bundle> bundle = fhir::bundle_from(*parsed);
  if (!bundle) return claim;
  claim.bundle_identifier = bundle->identifier_value();
  const fhir::Entry& first = bundle->entries().front();
  claim.full_url = first.full_url;
  for (const json::Value identifier : fhir::list(first.resource, "identifier")) {
    claim.identifiers.emplace_back(fhir::text(identifier, "value"));
  }
  return claim;
}

Asked from_bundle(const Upstream& upstream, std::string_view bytes, const precert::ReviewRequest& request,
                  HttpReply reply) {
  json::Document document;
  const base::Result<json::Value> parsed = document.parse_copy(reply.body);
  if (!parsed) return failed(AskOutcome::not_an_answer, "it is no JSON", std::move(reply));
  const base::Result<fhir::Bundle> bundle = fhir::bundle_from(*parsed);
  if (!bundle) return failed(AskOutcome::not_an_answer, "it is no Bundle", std::move(reply));
  if (!mappers::answers(*bundle, claim_of(bytes))) {
    return failed(AskOutcome::not_an_answer, "an answer to another request", std::move(reply));
  }
  base::Result<mappers::AnsweredReview> read =
      mappers::answered_review_from(*bundle, upstream.version, &request);
  if (!read) return failed(AskOutcome::not_an_answer, read.error().first().remedy, std::move(reply));
  Asked asked;
  asked.outcome = AskOutcome::answered;
  asked.review = std::move(*read);
  asked.reply = std::move(reply);
  return asked;
}

/// What each issue of an OperationOutcome says, and where.
struct OutcomeWords {
  std::string told;   // in the payer's words
  std::string noted;  // codes and paths only
};

/// A path that quotes a value (`where(value='…')`) is left out of logs.
std::string_view path_to_note(std::string_view path) {
  return path.find_first_of("'\"") == std::string_view::npos ? path : std::string_view{};
}

void append_issue(std::string& words, std::string_view where, std::string_view what) {
  if (!words.empty()) words += "; ";
  words += where;
  if (!where.empty()) words += ": ";
  words += what;
}

OutcomeWords words_of_outcome(const std::string& body) {
  constexpr std::size_t words_max = 1'000;
  json::Document document;
  const base::Result<json::Value> parsed = document.parse_copy(body);
  if (!parsed) return {};
  OutcomeWords words;
  for (const json::Value issue : fhir::list(*parsed, "issue")) {
    const std::string_view code = fhir::text(issue, "code");
    const std::string_view where = fhir::first_text(issue, "expression");
    std::string_view text = fhir::text(issue, "diagnostics");
    if (text.empty()) text = fhir::text(issue.find("details"), "text");
    append_issue(words.told, where, text.empty() ? code : text);
    append_issue(words.noted, path_to_note(where), code);
  }
  words.told = words.told.substr(0, words_max);
  words.noted = words.noted.substr(0, words_max);
  return words;
}

/// What the payer has against a 275 that went ahead; nullopt when it rejects nothing. Whoever says nothing in
/// X12 has nothing against it.
std::optional<Asked> paper_refused(std::string_view message, const precert::ReviewRequest& asked,
                                   HttpReply& reply) {
  if (reply.status != 200) {
    const AskOutcome outcome = outcome_of(reply.status);
    return failed(outcome == AskOutcome::no_answer ? AskOutcome::unreachable : outcome,
                  "a 275 was answered by HTTP " + std::to_string(reply.status), std::move(reply));
  }
  const mappers::ReviewAnswer answer =
      mappers::review_answer_from(reply.body, mappers::sent_review_from(message), asked);
  const bool is_refused = answer.kind == mappers::AnswerKind::set_rejected ||
                          answer.kind == mappers::AnswerKind::interchange_rejected;
  if (!is_refused) return std::nullopt;
  return failed(outcome_of(answer.kind), "a 275 was answered by " + answer.words, std::move(reply));
}

OutboundRequest request_to(const Upstream& upstream, std::string_view body, Clock::time_point until) {
  OutboundRequest request;
  const bool fhir = upstream.dialect == UpstreamDialect::fhir;
  request.url = fhir ? upstream.url + "/Claim/$submit" : upstream.url;
  request.content_type = fhir ? "application/fhir+json" : "application/edi-x12";
  request.headers.emplace_back("Accept", request.content_type);
  if (!upstream.token.empty()) request.headers.emplace_back("Authorization", "Bearer " + upstream.token);
  request.body = body;
  request.timeout = std::max(std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now()),
                             std::chrono::milliseconds(1));
  request.reply_bytes_max = upstream.answer_bytes_max;
  return request;
}

}  // namespace

Asked asked_from(const Upstream& upstream, std::string_view bytes, const precert::ReviewRequest& asked,
                 HttpReply reply) {
  const bool fhir = upstream.dialect == UpstreamDialect::fhir;
  if (reply.status != 200 && reply.status != 201) {
    const std::string status = "HTTP " + std::to_string(reply.status);
    OutcomeWords words;
    if (fhir && reply.status < 500) words = words_of_outcome(reply.body);
    const AskOutcome outcome = outcome_of(reply.status);
    Asked refused = failed(outcome, status, std::move(reply));
    if (!words.told.empty()) refused.words += ": " + words.told;
    if (!words.noted.empty()) refused.noted += ": " + words.noted;
    return refused;
  }
  Asked read = fhir ? from_bundle(upstream, bytes, asked, std::move(reply))
                    : from_x12(bytes, asked, std::move(reply));
  read.review.determination.rulebook = "upstream:" + upstream.name;  // whose decision it is
  return read;
}

asio::awaitable<Asked> asked_upstream(const Upstream& upstream, std::string_view bytes,
                                      const precert::ReviewRequest& asked) {
  const Clock::time_point until = Clock::now() + upstream.timeout;
  const std::vector<std::string_view> messages = messages_of(bytes, upstream.dialect);
  HttpReply none;
  none.status = 0;
  for (const std::string_view message : messages) {
    const bool last = message.data() == messages.back().data();
    bool sent = false;
    OutboundRequest request = request_to(upstream, message, until);
    request.sent = &sent;
    base::Result<HttpReply> reply = co_await upstream.client->call(request);
    if (!reply) {
      const bool late = Clock::now() >= until;
      // Papers that may or may not have come do no harm twice; a request is in doubt once it has left.
      const AskOutcome outcome = sent && last ? AskOutcome::no_answer : AskOutcome::unreachable;
      std::string words = late ? "no answer in time" : reply.error().first().remedy;
      co_return failed(outcome, std::move(words), std::move(none));
    }
    if (last) co_return asked_from(upstream, bytes, asked, std::move(*reply));
    std::optional<Asked> refused = paper_refused(message, asked, *reply);
    if (refused) co_return std::move(*refused);
  }
  co_return failed(AskOutcome::unreachable, "nothing was written", std::move(none));
}

}  // namespace gateway
