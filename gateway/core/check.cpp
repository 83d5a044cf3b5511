#include "gateway/core/check.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include "base/date.hpp"

namespace gateway {
namespace {

using Field = CoreField;
using Faults = std::vector<CoreFault>;

// Which operations a field is needed in, as bits of CoreOperation.
constexpr unsigned in(CoreOperation operation) { return 1U << static_cast<unsigned>(operation); }
constexpr unsigned nowhere = 0;
constexpr unsigned real_time_only = in(CoreOperation::real_time);
constexpr unsigned batch_with_payload =
    in(CoreOperation::batch_submit) | in(CoreOperation::batch_results_ack_submit);
constexpr unsigned everywhere = real_time_only | batch_with_payload | in(CoreOperation::batch_ack_retrieval) |
                                in(CoreOperation::batch_results_retrieval);

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
char lower_letter(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// Printable ASCII.
bool printable(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}
/// Printable and without blanks.
bool graphic(std::string_view text) { return printable(text) && text.find(' ') == std::string_view::npos; }
bool digits(std::string_view text) { return std::all_of(text.begin(), text.end(), is_digit); }
bool sha1_form(std::string_view text) {
  return text.size() == 40 && std::all_of(text.begin(), text.end(), is_hex);
}
bool mode(std::string_view text) { return text == "RealTime" || text == "Batch"; }
bool instant(std::string_view text) { return text.size() == 20 && base::instant_from_iso(text).has_value(); }
bool anything(std::string_view) { return true; }

struct FieldRule {
  Field field;
  unsigned needed = nowhere;
  bool rest_may_omit = false;  // the REST metadata does not have it
  std::size_t size_max = 0;
  bool (*form)(std::string_view) = anything;
  std::string_view form_words;
};

constexpr std::size_t payload_bytes_max = std::size_t{1} << 40U;  // bounded by the HTTP body limit

/// Source: CAQH CORE connectivity. Lengths other than those of SenderID and ReceiverID are this gateway's.
constexpr FieldRule rules[] = {
    {Field::payload_type, everywhere, false, 100, graphic, "a name such as X12_278_Request_005010X217E1_2"},
    {Field::processing_mode, everywhere, false, 8, mode, "RealTime or Batch"},
    {Field::payload_id, everywhere, true, 50, graphic, "a UUID"},
    {Field::payload_length, batch_with_payload, true, 12, digits, "the payload's bytes as a whole number"},
    {Field::time_stamp, everywhere, true, 20, instant, "YYYY-MM-DDTHH:MM:SSZ"},
    {Field::sender_id, everywhere, false, 50, printable, "at most 50 printable characters"},
    {Field::receiver_id, everywhere, false, 50, printable, "at most 50 printable characters"},
    {Field::core_rule_version, everywhere, false, 20, graphic, "2.2.0 or 4.0.0"},
    {Field::check_sum, batch_with_payload, true, 40, sha1_form, "the payload's SHA-1 in 40 hex digits"},
    {Field::payload, real_time_only | batch_with_payload, false, payload_bytes_max, anything,
     "X12 interchanges"},
    {Field::user_name, nowhere, false, 50, printable, "at most 50 printable characters"},
    {Field::password, nowhere, false, 50, printable, "at most 50 printable characters"},
};

bool credential(Field field) { return field == Field::user_name || field == Field::password; }

const FieldRule* rule_of(Field field) {
  for (const FieldRule& rule : rules) {
    if (rule.field == field) return &rule;
  }
  return nullptr;
}

bool needed(const FieldRule& rule, const CoreEnvelope& envelope, Credentials credentials) {
  if (credential(rule.field)) return credentials == Credentials::needed;
  if (rule.rest_may_omit && envelope.form == CoreForm::rest) return false;
  const std::optional<CoreOperation> operation = operation_of(envelope);
  return operation ? (rule.needed & in(*operation)) != 0 : rule.needed == everywhere;
}

bool listed(const std::vector<Field>& fields, Field field) {
  return std::find(fields.begin(), fields.end(), field) != fields.end();
}

/// Presence and form of one field.
void check_form(const FieldRule& rule, const CoreEnvelope& envelope, Credentials credentials,
                Faults& faults) {
  const std::string& value = envelope.text(rule.field);
  const std::string name(core_name(rule.field));
  if (listed(envelope.repeated, rule.field)) {
    faults.push_back({name + "Illegal", name + " stands more than once."});
  } else if (listed(envelope.unreadable, rule.field)) {
    faults.push_back({name + "Illegal", name + " is in an encoding that cannot be undone."});
  } else if (value.empty()) {
    if (needed(rule, envelope, credentials)) faults.push_back({name + "Required", name + " is missing."});
  } else if (value.size() > rule.size_max || !rule.form(value)) {
    faults.push_back({name + "Illegal", name + " has to be " + std::string(rule.form_words) + "."});
  }
}

/// What each form may say in CORERuleVersion ("4.0.0" is a SOAP rule, and by this
/// project's convention REST).
bool version_agrees(const CoreEnvelope& envelope) {
  const std::string& version = envelope.text(Field::core_rule_version);
  switch (envelope.form) {
    case CoreForm::mime: return version == "2.2.0";
    case CoreForm::rest: return version == "4.0.0";
    case CoreForm::soap:
      return (version == "2.2.0" || version == "4.0.0") &&
             (envelope.namespace_version.empty() || envelope.namespace_version == version);
  }
  return false;
}

/// The operation that a type asks for in a mode; nullopt = the type cannot be sent in it.
std::optional<CoreOperation> operation_by(PayloadRole role, bool batch) {
  switch (role) {
    case PayloadRole::request: return batch ? CoreOperation::batch_submit : CoreOperation::real_time;
    case PayloadRole::get_acks: return CoreOperation::batch_ack_retrieval;
    case PayloadRole::get_results: return CoreOperation::batch_results_retrieval;
    case PayloadRole::send_acks: return CoreOperation::batch_results_ack_submit;
    case PayloadRole::receipt:
    case PayloadRole::response:
    case PayloadRole::error: return std::nullopt;
  }
  return std::nullopt;
}

void check_version(const CoreEnvelope& envelope, Faults& faults) {
  if (legal(envelope, Field::core_rule_version) && !version_agrees(envelope)) {
    faults.push_back({"VersionMismatch", "This form of envelope is not of that CORERuleVersion."});
  }
}

void check_type(const CoreEnvelope& envelope, Faults& faults) {
  if (!legal(envelope, Field::payload_type)) return;
  const PayloadType* const type = payload_type_of(envelope);
  if (type == nullptr) {
    faults.push_back({"PayloadTypeNotUnderstood", "This gateway has no such PayloadType."});
    return;
  }
  const std::optional<CoreOperation> operation = operation_of(envelope);
  if (!operation) return;
  const bool batch = operation != CoreOperation::real_time;
  const bool of_path =
      envelope.transaction.empty() || type->role != PayloadRole::request || type->set == envelope.transaction;
  if (operation_by(type->role, batch) != operation || !of_path) {
    faults.push_back({"PayloadTypeIllegal", "This PayloadType does not go with this operation."});
  } else if (contradicts(*type, envelope.text(Field::payload))) {
    faults.push_back({"PayloadTypeIllegal", "The payload is of another transaction than PayloadType says."});
  } else if (!batch && sets_of(envelope.text(Field::payload)) > 1) {
    faults.push_back({"PayloadIllegal", "Real time carries one transaction set: send several as a batch."});
  }
}

void check_mode(const CoreEnvelope& envelope, Faults& faults) {
  if (!envelope.operation || !legal(envelope, Field::processing_mode)) return;
  const bool batch = envelope.text(Field::processing_mode) == "Batch";
  if (batch == (*envelope.operation == CoreOperation::real_time)) {
    faults.push_back({"ProcessingModeIllegal", "ProcessingMode does not go with this operation."});
  }
}

/// Operating rules OR-C8; checked whenever they are there.
void check_integrity(const CoreEnvelope& envelope, Faults& faults) {
  const std::string& payload = envelope.text(Field::payload);
  if (legal(envelope, Field::payload_length)) {
    std::string_view length = envelope.text(Field::payload_length);
    while (length.size() > 1 && length.front() == '0') length.remove_prefix(1);
    if (length != std::to_string(payload.size())) {
      faults.push_back({"PayloadLengthIllegal", "The payload has another length than PayloadLength says."});
    }
  }
  if (legal(envelope, Field::check_sum) && envelope.text(Field::check_sum) != sha1_hex(payload)) {
    faults.push_back({"ChecksumMismatched", "The payload's SHA-1 is another than CheckSum says."});
  }
}

std::string_view without_blanks(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  const std::size_t from = text.find_first_not_of(blanks);
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(blanks) - from + 1);
}

std::string lowered(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), lower_letter);
  return text;
}

/// One mending of one field; gives the value as it should have been sent.
struct Mending {
  Field field;
  std::string (*mended)(std::string value);
};

std::string without_v(std::string value) {
  return !value.empty() && lower_letter(value.front()) == 'v' ? value.substr(1) : value;
}

/// A time of any zone, or of none (read as UTC), to whole seconds of UTC; what is no time stays as it is.
std::string in_utc(std::string value) {
  if (value.size() < 19) return value;
  std::optional<base::Instant> read = base::instant_from_iso(value);
  if (!read) read = base::instant_from_iso(value + "Z");
  return read ? base::iso(*read) : value;
}

std::string uuid_lowered(std::string value) { return is_uuid(value) ? lowered(std::move(value)) : value; }

constexpr Mending mendings[] = {
    {Field::core_rule_version, without_v},
    {Field::time_stamp, in_utc},
    {Field::payload_id, uuid_lowered},
    {Field::check_sum, lowered},
};

}  // namespace

void normalise(CoreEnvelope& envelope) {
  const auto mend = [&envelope](Field field, std::string value) {
    if (value == envelope.text(field)) return;
    envelope.tolerated.emplace_back(core_name(field));
    envelope.set(field, std::move(value));
  };
  for (const FieldRule& rule : rules) {
    if (rule.field == Field::payload || rule.field == Field::password || !envelope.has(rule.field)) continue;
    mend(rule.field, std::string(without_blanks(envelope.text(rule.field))));
  }
  for (const Mending& mending : mendings) {
    if (envelope.has(mending.field)) mend(mending.field, mending.mended(envelope.text(mending.field)));
  }
  if (legal(envelope, Field::payload_id) && !is_uuid(envelope.text(Field::payload_id))) {
    envelope.tolerated.emplace_back("PayloadID");
  }
}

Faults core_faults(const CoreEnvelope& envelope, Credentials credentials) {
  Faults faults;
  for (const FieldRule& rule : rules) check_form(rule, envelope, credentials, faults);
  check_version(envelope, faults);
  check_mode(envelope, faults);
  check_type(envelope, faults);
  if (faults.empty()) check_integrity(envelope, faults);
  return faults;
}

std::optional<CoreOperation> operation_of(const CoreEnvelope& envelope) {
  if (envelope.operation) return envelope.operation;
  if (!legal(envelope, Field::processing_mode)) return std::nullopt;
  if (envelope.text(Field::processing_mode) == "RealTime") return CoreOperation::real_time;
  const PayloadType* const type = payload_type_of(envelope);
  const std::optional<CoreOperation> operation =
      type == nullptr ? std::nullopt : operation_by(type->role, true);
  return operation ? operation : CoreOperation::batch_submit;
}

bool legal(const CoreEnvelope& envelope, Field field) {
  const FieldRule* const rule = rule_of(field);
  const std::string& value = envelope.text(field);
  return rule != nullptr && !value.empty() && value.size() <= rule->size_max && rule->form(value) &&
         !listed(envelope.repeated, field) && !listed(envelope.unreadable, field);
}

const PayloadType* payload_type_of(const CoreEnvelope& envelope) {
  const std::string& value = envelope.text(Field::payload_type);
  const PayloadType* const type = payload_type_named(value);
  return type != nullptr ? type : payload_type_for_unlisted(value, envelope.text(Field::payload));
}

std::string sha1_hex(std::string_view bytes) {
  std::array<unsigned char, 20> digest{};
  unsigned size = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha1(), nullptr) != 1) {
    std::abort();  // OpenSSL without SHA-1: no batch could be checked
  }
  static constexpr std::string_view hex_digits = "0123456789abcdef";
  std::string text;
  for (const unsigned char byte : digest) {
    text += hex_digits[byte >> 4U];
    text += hex_digits[byte & 0x0FU];
  }
  return text;
}

bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : !is_hex(text[i])) return false;
  }
  return true;
}

}  // namespace gateway
