// A CAQH CORE envelope as values: the metadata round one payload, the same for MIME, SOAP and REST.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gateway {

/// The forms an envelope travels in.
enum class CoreForm : std::uint8_t { mime, soap, rest };

/// What is asked of the server. The generic operations are these by other names; the generic retrieval picks
/// up acknowledgments or results, as PayloadType says.
enum class CoreOperation : std::uint8_t {
  real_time,
  batch_submit,
  batch_ack_retrieval,
  batch_results_retrieval,
  batch_results_ack_submit,
};

/// The metadata in the order in which SOAP wants them; credentials stand outside that order.
enum class CoreField : std::uint8_t {
  payload_type,
  processing_mode,
  payload_id,
  payload_length,
  time_stamp,
  sender_id,
  receiver_id,
  core_rule_version,
  check_sum,
  payload,
  error_code,
  error_message,
  user_name,
  password,
};
inline constexpr std::size_t core_field_count = 14;

/// One envelope, request or answer. What a field must look like is in check.hpp.
struct CoreEnvelope {
  CoreForm form = CoreForm::mime;
  /// By SOAP body or REST path; absent: ProcessingMode and PayloadType tell.
  std::optional<CoreOperation> operation;
  bool generic = false;           // SOAP: asked by its generic name, and answered by it
  std::string namespace_version;  // SOAP: the version its namespace names, "2.2.0"; "" in other forms
  std::string transaction;        // REST: the ST01 its path names, "278"; "" = none
  std::array<std::optional<std::string>, core_field_count> fields;
  std::vector<CoreField> repeated;     // came more than once
  std::vector<CoreField> unreadable;   // came in an encoding that could not be undone
  std::vector<std::string> tolerated;  // what normalise() had to mend, for the log: field names only

  [[nodiscard]] bool has(CoreField field) const { return at(field).has_value(); }
  /// "" when absent.
  [[nodiscard]] const std::string& text(CoreField field) const;
  /// Puts a value in place of whatever was there.
  void set(CoreField field, std::string value) { at(field) = std::move(value); }
  /// A value as a reader meets it; the second one of a field is kept out and noted.
  void receive(CoreField field, std::string value);

 private:
  [[nodiscard]] const std::optional<std::string>& at(CoreField field) const {
    return fields[static_cast<std::size_t>(field)];
  }
  [[nodiscard]] std::optional<std::string>& at(CoreField field) {
    return fields[static_cast<std::size_t>(field)];
  }
};

/// The name on the wire: "PayloadType". Case counts.
[[nodiscard]] std::string_view core_name(CoreField field);
/// nullopt for names that are no metadata; a reader ignores those.
[[nodiscard]] std::optional<CoreField> core_field_of(std::string_view name);

}  // namespace gateway
