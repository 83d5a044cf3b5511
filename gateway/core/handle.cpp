#include "gateway/core/handle.hpp"

#include <chrono>

#include "gateway/core/access.hpp"
#include "gateway/core/answer.hpp"
#include "gateway/core/check.hpp"
#include "gateway/core/rest.hpp"
#include "gateway/core/within.hpp"
#include "gateway/edi/batches.hpp"
#include "gateway/edi/exchange.hpp"
#include "gateway/telemetry/log.hpp"

namespace gateway {
namespace {

namespace asio = boost::asio;
using Field = CoreField;

constexpr std::chrono::seconds answer_within{50};  // OR-C2 allows 60 from receipt to reply
constexpr std::uint32_t batch_retry_s = 60;
constexpr std::uint32_t failure_retry_s = 90;  // OR-C2: a sender does not ask again sooner

/// An outcome and the HTTP status of REST, where it is not that of the code.
struct Outcome {
  CoreOutcome core;
  unsigned rest_status = 0;
  std::uint32_t retry_after_s = 0;
};

Outcome refusal_of(std::string code, std::string message, unsigned rest_status = 0) {
  Outcome outcome;
  outcome.core = core_refusal(std::move(code), std::move(message));
  outcome.rest_status = rest_status;
  return outcome;
}

Outcome failure_here(std::string message) {
  Outcome outcome = refusal_of("Receiver", std::move(message));
  outcome.retry_after_s = failure_retry_s;
  return outcome;
}

Outcome payload_id_reused() {
  return refusal_of("PayloadIDIllegal", "This PayloadID was used with another payload.", 409);
}

Outcome payload_unreadable() {
  return refusal_of("PayloadIllegal", "The payload is no readable X12 interchange.");
}

Outcome receipt(std::string message = {}, unsigned rest_status = 0) {
  Outcome outcome;
  outcome.core.payload_type = batch_receipt;
  outcome.core.error_message = std::move(message);
  outcome.rest_status = rest_status;
  return outcome;
}

/// Interchanges going back, named by what they are.
Outcome interchanges(std::string bytes, std::string nothing_words) {
  if (bytes.empty()) return receipt(std::move(nothing_words));
  Outcome outcome;
  outcome.core.payload_type = answer_type_of(bytes);
  outcome.core.payload = std::move(bytes);
  return outcome;
}

/// Whose submissions they are: one name space for all forms.
std::string submitter_of(const CoreEnvelope& request) { return "core:" + request.text(Field::sender_id); }

std::string taken_payload(CoreEnvelope& request) {
  std::string payload;
  std::swap(payload, *request.fields[static_cast<std::size_t>(Field::payload)]);
  return payload;
}

Outcome outcome_of(EdiAnswer&& answer) {
  switch (answer.reply.status) {
    case 200: return interchanges(std::move(answer.reply.body), "Received; there is nothing to answer.");
    case 400: return payload_unreadable();
    case 409: return payload_id_reused();
    default:
      return failure_here("This gateway cannot store it now; nothing has happened. Send it again later.");
  }
}

asio::awaitable<Outcome> exchanged_payload(CoreEnvelope& request, std::string submission_key,
                                           Services& services) {
  EdiMessage message;
  message.bytes = taken_payload(request);
  message.path = "/core";
  message.submission_key = std::move(submission_key);
  std::optional<EdiAnswer> answer = co_await within(exchanged(std::move(message), services), answer_within);
  if (!answer)
    co_return failure_here("The answer takes longer than a minute. Send the same envelope again later.");
  co_return outcome_of(std::move(*answer));
}

asio::awaitable<Outcome> real_time(CoreEnvelope& request, Services& services) {
  std::string key = submitter_of(request) + "|" + request.text(Field::payload_id);
  Outcome outcome = co_await exchanged_payload(request, std::move(key), services);
  co_return outcome;
}

/// A 999 or TA1 for results that were picked up: noted, and answered by a receipt.
asio::awaitable<Outcome> acknowledged(CoreEnvelope& request, Services& services) {
  Outcome outcome = co_await exchanged_payload(request, std::string(), services);
  if (outcome.core.error_code == "Success" && outcome.core.payload.empty()) co_return receipt();
  co_return outcome;
}

Outcome submitted(CoreEnvelope& request, Services& services) {
  BatchSubmission submission;
  submission.sender = submitter_of(request);
  submission.payload_id = request.text(Field::payload_id);
  submission.content_type = "application/edi-x12";
  submission.bytes = taken_payload(request);
  const base::Result<std::string> id = batch_submitted(submission, services);
  if (id) return receipt("", 202);
  const base::Issues issues = id.error();
  if (issues.first().code == base::IssueCode::conflict) return payload_id_reused();
  return failure_here("This gateway cannot store the batch now. Send it again later.");
}

Outcome picked_up(const CoreEnvelope& request, std::string BatchStatus::* part, Services& services) {
  base::Result<std::optional<BatchStatus>> status =
      batch_status(submitter_of(request), request.text(Field::payload_id), services);
  if (!status) return failure_here("This gateway cannot read the batch now. Ask again later.");
  if (!*status)
    return refusal_of("PayloadIDIllegal", "This sender has sent no batch of this PayloadID.", 404);
  switch ((*status)->state) {
    case BatchState::done:
      if (const PayloadType* const type = payload_type_of(request);
          type != nullptr && contradicts(*type, (**status).*part))
        return refusal_of("PayloadTypeIllegal", "The results of this batch are of another transaction.");
      return interchanges(std::move((**status).*part), "The batch is done; there is none.");
    case BatchState::failed: return payload_unreadable();
    case BatchState::received:
    case BatchState::running:
    case BatchState::receiving: break;
  }
  Outcome outcome = receipt("The batch is being worked off; ask again later.", 202);
  outcome.retry_after_s = batch_retry_s;
  return outcome;
}

asio::awaitable<Outcome> performed(CoreOperation operation, CoreEnvelope& request, Services& services) {
  switch (operation) {
    case CoreOperation::real_time: {
      Outcome outcome = co_await real_time(request, services);
      co_return outcome;
    }
    case CoreOperation::batch_results_ack_submit: {
      Outcome outcome = co_await acknowledged(request, services);
      co_return outcome;
    }
    case CoreOperation::batch_submit: co_return submitted(request, services);
    case CoreOperation::batch_ack_retrieval:
      co_return picked_up(request, &BatchStatus::acknowledgments, services);
    case CoreOperation::batch_results_retrieval:
      co_return picked_up(request, &BatchStatus::results, services);
  }
  co_return failure_here("");
}

/// Why the envelope is not performed; nullopt when it is.
std::optional<Outcome> refused(const CoreEnvelope& request, Services& services) {
  const Snapshot snapshot = services.knowledge.current();
  const std::vector<Partner>& partners = snapshot.partners->all();
  const bool open = core_is_open(partners, is_loopback(services.config.host));
  const std::vector<CoreFault> faults =
      core_faults(request, open ? Credentials::optional : Credentials::needed);
  if (!faults.empty()) {
    Outcome outcome;
    outcome.core = core_refusal(faults);
    return outcome;
  }
  const CoreAdmission admission = admitted(request, partners, open);
  if (admission.partner == nullptr) return refusal_of(admission.fault.code, admission.fault.message);
  const std::optional<CoreFault> sender =
      payload_sender_fault(request.text(Field::payload), *admission.partner, partners);
  if (sender) return refusal_of(sender->code, sender->message);
  return std::nullopt;
}

/// A PayloadID of ours, for requests that have none or none that may be repeated.
std::string new_payload_id(Services& services) {
  const base::Result<std::int64_t> number = services.numbers.next("core_payload");
  return uuid_from(std::to_string(number ? *number : 0) + services.numbers.suffix());
}

/// The control numbers of the first transaction set, by which a partner finds its own record (OR-C5).
struct ControlNumbers {
  std::string isa13, gs06, st02;
};
ControlNumbers control_numbers_of(std::string_view payload) {
  ControlNumbers numbers;
  x12::Reader reader(payload);
  for (x12::Event event = reader.next(); event != x12::Event::done && event != x12::Event::unreadable;
       event = reader.next()) {
    if (event == x12::Event::interchange) numbers.isa13 = reader.interchange().control_number;
    if (event == x12::Event::group) numbers.gs06 = reader.group().control_number;
    if (event != x12::Event::transaction_set) continue;
    numbers.st02 = reader.set().control_number;
    break;
  }
  return numbers;
}

std::string for_log(const CoreEnvelope& request, Field field) {
  return legal(request, field) ? request.text(field) : std::string();
}

std::string_view word(CoreForm form) {
  switch (form) {
    case CoreForm::mime: return "mime";
    case CoreForm::soap: return "soap";
    case CoreForm::rest: return "rest";
  }
  return "";
}

void log_envelope(const CoreEnvelope& request, const ControlNumbers& numbers, const CoreEnvelope& answer) {
  std::string tolerated;
  for (const std::string& field : request.tolerated) tolerated += (tolerated.empty() ? "" : " ") + field;
  const auto write = tolerated.empty() ? log::info : log::warning;
  write("core_envelope", {{"form", word(request.form)},
                          {"payload_type", for_log(request, Field::payload_type)},
                          {"mode", for_log(request, Field::processing_mode)},
                          {"payload_id", answer.text(Field::payload_id)},
                          {"time_stamp", for_log(request, Field::time_stamp)},
                          {"sender", for_log(request, Field::sender_id)},
                          {"receiver", for_log(request, Field::receiver_id)},
                          {"isa13", numbers.isa13},
                          {"gs06", numbers.gs06},
                          {"st02", numbers.st02},
                          {"answered", answer.text(Field::payload_type)},
                          {"error", answer.text(Field::error_code)},
                          {"mended", tolerated}});
}

}  // namespace

asio::awaitable<CoreReply> core_reply(CoreEnvelope request, Services& services) {
  normalise(request);
  const ControlNumbers numbers = control_numbers_of(request.text(Field::payload));
  std::optional<Outcome> outcome = refused(request, services);
  if (!outcome) {
    if (!request.has(Field::payload_id)) request.set(Field::payload_id, new_payload_id(services));
    request.operation = operation_of(request);  // it is told by the payload, which leaves now
    outcome = co_await performed(*request.operation, request, services);
  }
  CoreReply reply;
  const std::string code = outcome->core.error_code;
  reply.rest_status = outcome->rest_status == 0 ? rest_status(code) : outcome->rest_status;
  reply.retry_after_s = outcome->retry_after_s;
  reply.answer = core_answer(request, services.clock.now(), std::move(outcome->core));
  if (reply.answer.text(Field::payload_id).empty())
    reply.answer.set(Field::payload_id, new_payload_id(services));
  log_envelope(request, numbers, reply.answer);
  co_return reply;
}

CoreReply unreadable_envelope(CoreForm form, const std::string& words, Services& services) {
  CoreEnvelope nothing;
  nothing.form = form;
  CoreReply reply;
  reply.rest_status = 400;
  reply.answer = core_answer(nothing, services.clock.now(), core_refusal("Sender", words));
  reply.answer.set(Field::payload_id, new_payload_id(services));
  log_envelope(nothing, {}, reply.answer);
  return reply;
}

}  // namespace gateway
