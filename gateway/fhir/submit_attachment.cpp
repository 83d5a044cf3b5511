#include "gateway/fhir/submit_attachment.hpp"

#include "gateway/access/clients.hpp"
#include "gateway/dtr/issued_forms.hpp"
#include "gateway/edi/attachments.hpp"
#include "gateway/edi/exchange.hpp"
#include "gateway/edi/partners.hpp"
#include "gateway/fhir/client_rights.hpp"
#include "gateway/fhir/received.hpp"
#include "gateway/http/replies.hpp"
#include "gateway/telemetry/log.hpp"
#include "mappers/fhir/attached_information.hpp"
#include "mappers/fhir/attachment.hpp"
#include "parsers/json/writer.hpp"
#include "precert/criteria/taken.hpp"

namespace gateway {
namespace {

namespace asio = boost::asio;

std::string documents(std::size_t count) {
  return std::to_string(count) + (count == 1 ? " document" : " documents");
}

std::string words_of(const AttachedOutcome& outcome, std::chrono::days held_for) {
  std::string words;
  if (outcome.attached > 0) {
    words = documents(outcome.attached) + " attached; the request has been decided anew.";
  }
  if (outcome.held > 0) {
    if (!words.empty()) words += ' ';
    words += documents(outcome.held) + " held for " + std::to_string(held_for.count()) +
             " days: no request with this tracking id, member and provider is here yet.";
  }
  return words;
}

/// What was kept and not read: it is unfinished, of another patient, of another form, or no answer to its
/// question.
base::Result<void> note_unread(const precert::AttachmentMessage& message, const precert::Rulebook& rulebook,
                               const Services& services, base::Issues& remarks) {
  for (const precert::Attachment& one : message.attachments) {
    base::Issues skipped;
    precert::AttachedInformation said = mappers::information_from(one, &skipped, &message.patient);
    const base::Result<void> ours = leave_out_foreign(said.answers, &skipped, services);
    if (!ours) return ours.error();
    for (const base::Issue& issue : skipped) {
      remarks.add(base::Issue{issue.code, one.source.where, issue.remedy, base::Severity::warning});
    }
    for (const precert::Answer& answer : said.answers) {
      if (precert::is_taken(rulebook, answer)) continue;
      remarks.add(
          base::Issue{base::IssueCode::fhir_value_invalid, one.source.where,
                      "An answer is kept and not read: its form is not asked any more, or its question takes no "
                      "such value or unit.",
                      base::Severity::warning});
    }
  }
  return {};
}

HttpReply noted(const std::string& words, const base::Issues& remarks) {
  if (remarks.empty()) return fhir_note(words);
  std::string body;
  json::Writer out(body);
  out.begin_object().field("resourceType", "OperationOutcome").array_field("issue").begin_object();
  out.field("severity", "information").field("code", "informational");
  out.object_field("details").field("text", words).end_object().end_object();
  for (const base::Issue& one : remarks) {
    out.begin_object().field("severity", "warning").field("code", "value");
    out.object_field("details").field("text", one.remedy).end_object();
    out.array_field("expression").string(one.where).end_array().end_object();
  }
  out.end_array().end_object();
  return fhir_reply(std::move(body), 200);
}

base::Issues of_another_payer() {
  return base::Issue{base::IssueCode::not_supported, "Parameters.parameter",
                     "PayerId names a payer whose requests are not reviewed here."};
}

base::Issues of_another_payers_review() {
  return base::Issue{base::IssueCode::not_supported, "Parameters.parameter",
                     "Another payer decides this request, and documents cannot be forwarded to it: send them "
                     "to that payer, or within an update of the Claim."};
}

std::vector<std::string> senders_of(const precert::AttachmentMessage& message) {
  std::vector<std::string> senders;
  for (const precert::Party* const party : {&message.provider, &message.submitter}) {
    for (const precert::Identifier& one : party->identifiers) senders.push_back(one.value);
  }
  return senders;
}

constexpr const char* not_yours = "You may send documents for the organizations only that you speak for.";

/// `half_way` becomes what may have crossed its request on the way.
base::Result<Prepared> prepared_documents(const HttpRequest& request, const ReceivedMessage& message,
                                          Services& services, std::vector<std::string>& half_way) {
  json::Document document;
  const base::Result<json::Value> parsed = document.parse_copy(request.body, json_limits(services.config));
  if (!parsed) return refused_message(message, request.path, parsed.error());
  base::Result<precert::AttachmentMessage> mapped =
      mappers::attachments_from(*parsed, services.config.http.body_bytes_max);
  if (!mapped) return refused_message(message, request.path, mapped.error());
  if (!speaks_for_any(request, senders_of(*mapped), services)) {
    return answered_message(message, access_refusal(403, request.path, not_yours));
  }
  mapped->submitted = message.received;

  MessageTurn turn(services, message.id.text(), message.received, AnswerMode::real_time);
  // Whoever sends over FHIR is no trading partner with terms of their own: the default ones hold.
  const std::chrono::days held_for = turn.knowledge.partners->of("", "").attachments_held;
  base::Issues unread;
  const base::Result<void> looked = note_unread(*mapped, *turn.knowledge.rulebook, services, unread);
  if (!looked) return looked.error();
  const base::Result<AttachedOutcome> outcome = attach(std::move(*mapped), message.sender, held_for, turn);
  if (!outcome) return outcome.error();
  if (outcome->refused > 0) return refused_message(message, request.path, of_another_payer());
  if (outcome->elsewhere > 0) {
    return refused_message(message, request.path, of_another_payers_review());
  }

  half_way = numbers_met_half_way(turn.exchange);
  Prepared prepared = answered_message(message, noted(words_of(*outcome, held_for), unread));
  turn.exchange.message = std::move(prepared.exchange.message);
  turn.exchange.answer = std::move(prepared.exchange.answer);
  prepared.exchange = std::move(turn.exchange);
  prepared.decided = std::move(turn.decided);
  log::info("attachments",
            {{"message", message.id.text()}, {"attached", outcome->attached}, {"held", outcome->held}});
  return prepared;
}

}  // namespace

asio::awaitable<HttpReply> submit_attachment(const HttpRequest& request, mappers::PasVersion,
                                             Services& services) {
  const base::Result<ReceivedMessage> message = message_from(request, Repeats::answered_as_before, services);
  if (!message) co_return refusal(503, request.path, message.error());
  const base::Result<std::optional<HttpReply>> earlier = earlier_reply(*message, services);
  if (!earlier) co_return refusal(503, request.path, earlier.error());
  if (*earlier) co_return **earlier;
  std::vector<std::string> half_way;
  const Preparation prepare = [&] { return prepared_documents(request, *message, services, half_way); };
  HttpReply reply = co_await decided_and_stored(request, services, prepare);
  if (reply.status == 200 && !half_way.empty()) co_await join_late(half_way, *message, services);
  name_message(*message, reply);
  co_return reply;
}

}  // namespace gateway
