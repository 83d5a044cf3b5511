// Parameters of $submit-attachment -> model.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "mappers/codes/base64.hpp"
#include "mappers/codes/fhir_systems.hpp"
#include "mappers/fhir/attachment.hpp"
#include "mappers/fhir/content_hash.hpp"
#include "mappers/fhir/identifiers.hpp"
#include "mappers/x12/attachment_codes.hpp"
#include "parsers/fhir/bundle.hpp"
#include "parsers/fhir/resource_view.hpp"
#include "parsers/json/writer.hpp"

namespace mappers {
namespace {

using precert::Attachment;
using precert::AttachmentMessage;
using precert::IdentifierKind;

/// A year or a month, which FHIR allows as dateTime.
bool is_partial(std::string_view when) {
  if (when.size() == 4) return base::date_from_iso(std::string(when) + "-01-01").has_value();
  return when.size() == 7 && base::date_from_iso(std::string(when) + "-01").has_value();
}

/// A date or Period that names no first day, though nothing in it is impossible: it says too little to be
/// used.
bool is_vague(const json::Value& when) {
  if (when.is_string()) return is_partial(when.string());
  const std::string_view start = fhir::text(when, "start");
  const std::string_view end = fhir::text(when, "end");
  if (!start.empty()) return is_partial(start);
  return is_partial(end) || base::date_from_iso(end.substr(0, 10)).has_value();
}

class ParametersReader {
 public:
  ParametersReader(const json::Value& parameters, std::size_t content_bytes_max)
      : root_(parameters), content_bytes_max_(content_bytes_max) {}

  base::Result<AttachmentMessage> read() {
    if (fhir::text(root_, "resourceType") != "Parameters") {
      refuse(base::IssueCode::fhir_structure, root_, "Send a Parameters resource.");
      return issues_;
    }
    check_attach_to();
    read_parties();
    message_.last = !is_false(parameter("Final").find("valueBoolean"));
    read_service_date();
    const std::string tracking = tracking_id();
    message_.administrative = tracking;
    for (const json::Value one : fhir::list(root_, "parameter")) {
      if (fhir::text(one, "name") == "Attachment") read_attachment(one, tracking);
    }
    if (message_.attachments.empty() && !issues_.fatal()) {
      refuse(base::IssueCode::fhir_structure, root_, "Send at least one Attachment.", "parameter");
    }
    if (issues_.fatal()) return issues_;
    return std::move(message_);
  }

 private:
  void refuse(base::IssueCode code, const json::Value& at, std::string remedy, std::string_view child = {}) {
    issues_.add(code, fhir::path_of("Parameters", root_, at, child), std::move(remedy));
  }
  static bool is_false(const json::Value& value) { return value.is_boolean() && !value.boolean(); }

  static json::Value named(const json::Value& parent, std::string_view list, std::string_view name) {
    for (const json::Value one : fhir::list(parent, list)) {
      if (fhir::text(one, "name") == name) return one;
    }
    return {};
  }
  [[nodiscard]] json::Value parameter(std::string_view name) const { return named(root_, "parameter", name); }

  void check_attach_to() {
    const json::Value said = parameter("AttachTo");
    const std::string_view code = fhir::value_x(said, "value").string();
    if (code.empty()) {
      refuse(base::IssueCode::fhir_structure, root_, "Send AttachTo as valueCode.", "parameter");
    } else if (code != "preauthorization") {
      refuse(base::IssueCode::not_supported, said, "Only documents for a preauthorization are taken here.");
    }
  }

  std::string tracking_id() {
    const std::string_view value = fhir::text(parameter("TrackingId").find("valueIdentifier"), "value");
    if (value.empty()) {
      refuse(base::IssueCode::fhir_structure, root_,
             "Send TrackingId as valueIdentifier: the identifier of the CommunicationRequest or Task.",
             "parameter");
    }
    return std::string(value);
  }

  /// The identifier of a party. What its parameter says it is goes before what its system does not say.
  [[nodiscard]] std::vector<precert::Identifier> identifiers(std::string_view name,
                                                             IdentifierKind kind) const {
    auto read = identifier_from(parameter(name).find("valueIdentifier"));
    if (!read) return {};
    if (read->kind == IdentifierKind::other) *read = {kind, std::move(read->value), {}};
    return {std::move(*read)};
  }

  void read_parties() {
    message_.payer.role = precert::PartyRole::payer;
    message_.payer.identifiers = identifiers("PayerId", IdentifierKind::payer_id);
    message_.submitter.identifiers = identifiers("OrganizationId", IdentifierKind::other);
    message_.provider.identifiers = identifiers("ProviderId", IdentifierKind::npi);
    message_.patient.identifiers = identifiers("MemberId", IdentifierKind::member_id);
    if (message_.patient.identifiers.empty()) {
      refuse(base::IssueCode::fhir_structure, root_, "Send MemberId as valueIdentifier.", "parameter");
    }
    if (message_.submitter.identifiers.empty() && message_.provider.identifiers.empty()) {
      refuse(base::IssueCode::fhir_structure, root_,
             "Send OrganizationId or ProviderId as valueIdentifier: who sends.", "parameter");
    }
  }

  void read_service_date() {
    const json::Value said = fhir::value_x(parameter("ServiceDate"), "value");
    if (!said.exists()) return;
    message_.service_dates = fhir::period_of(said);
    if (!message_.service_dates && !is_vague(said)) {
      refuse(base::IssueCode::fhir_value_invalid, said, "State a full date: year, month and day.");
    }
  }

  void read_attachment(const json::Value& parameter, const std::string& tracking) {
    Attachment attachment;
    attachment.control_number = tracking;
    const json::Value code = named(parameter, "part", "Code").find("valueCodeableConcept");
    attachment.loinc = fhir::code_of(code, systems::loinc);
    attachment.report_type = fhir::code_of(code, systems::report_type);
    for (const json::Value part : fhir::list(parameter, "part")) {
      if (fhir::text(part, "name") != "LineItem") continue;
      const json::Value line = fhir::value_x(part, "value");
      const std::string_view text = line.is_number() ? line.number_text() : line.string();
      if (!text.empty()) attachment.line_items.emplace_back(text);
    }
    const json::Value content = named(parameter, "part", "Content").find("resource");
    if (!content.is_object()) {
      refuse(base::IssueCode::fhir_structure, parameter, "Send the document as resource of a part Content.",
             "part");
    } else if (fhir::text(content, "resourceType") == "DocumentReference") {
      read_document(content, std::move(attachment));
    } else {
      take_resource(content, std::move(attachment));
    }
  }

  void read_document(const json::Value& document, Attachment attachment) {
    if (attachment.loinc.empty()) attachment.loinc = fhir::code_of(document.find("type"), systems::loinc);
    attachment.title = fhir::text(document, "description");
    const std::string_view status = fhir::text(document, "status");
    if ((!status.empty() && status != "current") || fhir::text(document, "docStatus") == "entered-in-error") {
      refuse(base::IssueCode::fhir_value_invalid, document,
             "Send the document that is current: this one says that it was replaced or entered in error.");
    }
    if (document.find("content").empty()) {
      refuse(base::IssueCode::fhir_structure, document, "Send the document's content.", "content");
    }
    for (const json::Value one : fhir::list(document, "content")) {
      const json::Value file = one.find("attachment");
      Attachment next = attachment;
      if (next.title.empty()) next.title = fhir::text(file, "title");
      next.content_type = fhir::text(file, "contentType");
      next.source = {fhir::path_of("Parameters", root_, file)};
      if (const auto day = fhir::period_of(file.find("creation"))) next.submitted = day->start;
      if (decode(file, next)) take(std::move(next));
    }
  }

  /// What is elsewhere is not fetched: a payer's server follows no URLs that a message names.
  bool decode(const json::Value& file, Attachment& attachment) {
    const std::string_view data = fhir::text(file, "data");
    if (data.empty()) {
      refuse(base::IssueCode::fhir_structure, file,
             "Send the document itself, in base64; URLs are not followed.", "data");
      return false;
    }
    if (data.size() / 2 > base64_size(content_bytes_max_)) {
      refuse(base::IssueCode::fhir_value_invalid, file.find("data"), too_large);
      return false;
    }
    std::optional<std::string> bytes = base64_decoded(data);
    if (!bytes || bytes->empty() || bytes->size() > content_bytes_max_) {
      const bool large = bytes && !bytes->empty();
      refuse(base::IssueCode::fhir_value_invalid, file.find("data"),
             large ? too_large : "Encode the document as base64 (RFC 4648, with padding).");
      return false;
    }
    attachment.content = *std::move(bytes);
    return true;
  }

  void take_resource(const json::Value& resource, Attachment attachment) {
    json::Writer out(attachment.content);
    out.raw(resource);
    attachment.content_type = "application/fhir+json";
    attachment.source = {fhir::path_of("Parameters", root_, resource)};
    take(std::move(attachment));
  }

  void take(Attachment attachment) {
    attachment.format = format_of(attachment.content_type);
    if (attachment.content_type.empty()) {
      attachment.content_type = content_type_of(attachment.format, attachment.content);
    }
    attachment.content_hash = content_hash_of_bytes(attachment.content);
    message_.attachments.push_back(std::move(attachment));
  }

  static constexpr const char* too_large = "The document is larger than is taken here.";

  json::Value root_;
  std::size_t content_bytes_max_;
  AttachmentMessage message_;
  base::Issues issues_;
};

}  // namespace

base::Result<AttachmentMessage> attachments_from(const json::Value& parameters,
                                                 std::size_t content_bytes_max) {
  return ParametersReader(parameters, content_bytes_max).read();
}

}  // namespace mappers
