#include "gateway/core/answer.hpp"

#include "gateway/core/payload_types.hpp"
#include "gateway/store/content_hash.hpp"

namespace gateway {
namespace {

using Field = CoreField;

/// The newest version of the form, for requests that named none or another.
std::string version_of(const CoreEnvelope& request) {
  if (request.form == CoreForm::rest) return "4.0.0";
  if (request.form == CoreForm::soap && request.namespace_version == "4.0.0") return "4.0.0";
  return "2.2.0";
}

std::string echo(const CoreEnvelope& request, Field field) {
  return legal(request, field) ? request.text(field) : std::string();
}

}  // namespace

CoreEnvelope core_answer(const CoreEnvelope& request, base::Instant now, CoreOutcome outcome) {
  const CoreOperation operation = operation_of(request).value_or(CoreOperation::real_time);
  const bool batch = operation != CoreOperation::real_time;
  CoreEnvelope answer;
  answer.form = request.form;
  answer.operation = operation;
  answer.generic = request.generic;
  const std::string version = version_of(request);
  if (request.form == CoreForm::soap) answer.namespace_version = version;
  answer.set(Field::payload_type, std::move(outcome.payload_type));
  answer.set(Field::processing_mode, batch ? "Batch" : "RealTime");
  answer.set(Field::payload_id, echo(request, Field::payload_id));
  answer.set(Field::time_stamp, base::iso(now));
  answer.set(Field::sender_id, echo(request, Field::receiver_id));
  answer.set(Field::receiver_id, echo(request, Field::sender_id));
  answer.set(Field::core_rule_version, version);
  if (batch) {
    answer.set(Field::payload_length, std::to_string(outcome.payload.size()));
    answer.set(Field::check_sum, sha1_hex(outcome.payload));
  }
  answer.set(Field::payload, std::move(outcome.payload));
  answer.set(Field::error_code, std::move(outcome.error_code));
  answer.set(Field::error_message, std::move(outcome.error_message));
  return answer;
}

CoreOutcome core_refusal(const std::vector<CoreFault>& faults) {
  CoreOutcome outcome;
  outcome.payload_type = core_envelope_error;
  outcome.error_code = faults.front().code;
  for (const CoreFault& fault : faults) {
    if (!outcome.error_message.empty()) outcome.error_message += " ";
    outcome.error_message += fault.message;
  }
  return outcome;
}

CoreOutcome core_refusal(std::string code, std::string message) {
  CoreOutcome outcome;
  outcome.payload_type = core_envelope_error;
  outcome.error_code = std::move(code);
  outcome.error_message = std::move(message);
  return outcome;
}

std::string uuid_from(std::string_view seed) {
  std::string digits = hex(content_hash_of(seed)).substr(0, 32);
  digits[12] = '4';
  digits[16] = "89ab"[digits[16] & 3];
  std::string uuid;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i == 8 || i == 12 || i == 16 || i == 20) uuid += '-';
    uuid += digits[i];
  }
  return uuid;
}

}  // namespace gateway
