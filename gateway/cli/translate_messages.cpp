#include "gateway/cli/translate_messages.hpp"

#include <memory>

#include "base/clock.hpp"
#include "gateway/cli/cli.hpp"
#include "gateway/cli/requests.hpp"
#include "mappers/codes/base64.hpp"
#include "mappers/fhir/attachment.hpp"
#include "mappers/fhir/review_request.hpp"
#include "mappers/fhir/review_response.hpp"
#include "mappers/fhir/review_response_in.hpp"
#include "mappers/model/answered_review.hpp"
#include "mappers/x12/attachment.hpp"
#include "mappers/x12/envelope.hpp"
#include "mappers/x12/review_request.hpp"
#include "mappers/x12/review_response.hpp"
#include "mappers/x12/review_response_in.hpp"
#include "parsers/fhir/bundle.hpp"
#include "parsers/json/document.hpp"
#include "parsers/x12/check.hpp"
#include "parsers/x12/guide.hpp"
#include "parsers/x12/reader.hpp"

namespace gateway::cli {
namespace {

using base::Issue;
using base::IssueCode;
using base::Issues;

std::string or_else(const std::string& text, const char* otherwise) {
  return text.empty() ? otherwise : text;
}

/// One interchange around what `write_set` writes; line ends after each segment, since people read it.
template <class WriteSet>
std::string interchange_of(const precert::Transmission& transmission, std::string_view functional_id,
                           std::string_view guide, WriteSet&& write_set) {
  mappers::Envelope envelope;
  envelope.sender = or_else(transmission.interchange_sender, "SENDER");
  envelope.receiver = or_else(transmission.interchange_receiver, "RECEIVER");
  envelope.group_sender = transmission.application_sender;
  envelope.group_receiver = transmission.application_receiver;
  envelope.at = base::SystemClock().now();
  std::string bytes;
  const auto write = [&](x12::Writer& out) {
    out.note(envelope.sender + envelope.receiver + envelope.group_sender + envelope.group_receiver);
    envelope.delimiters = out.delimiters();
    open_interchange(bytes, envelope);
    open_group(out, envelope, functional_id, guide, 1);
    write_set(out);
    mappers::close_group(out, 1, 1);
    close_interchange(out, envelope, 1);
  };
  const auto used = x12::written_under(x12::DelimiterPolicy::choose_others, {}, bytes, write);
  std::string lines;
  for (const char c : bytes) {
    lines += c;
    if (used && c == used->segment) lines += '\n';
  }
  return lines;
}

Issues issues_from(const std::vector<x12::Fault>& faults) {
  Issues issues;
  for (const x12::Fault& fault : faults) issues.add(issue_from(fault));
  return issues;
}

/// Calls `read` with the first set of `text` that its guide has nothing against. Errors: every fault.
template <class Result, class Read>
base::Result<Result> first_set(const std::string& text, Read&& read) {
  x12::Reader reader(text);
  for (x12::Event event = reader.next(); event != x12::Event::done; event = reader.next()) {
    if (event == x12::Event::unreadable) return Issues(issue_from(reader.unreadable()));
    if (event != x12::Event::transaction_set) continue;
    const x12::Guide* const guide = x12::guide_for_set(reader.group().version, reader.set());
    if (guide == nullptr)
      return Issues(
          Issue{IssueCode::not_supported, "ST-03", "this guide is not known.", base::Severity::error});
    x12::LoopTree tree;
    std::vector<x12::Fault> faults = reader.set().envelope_faults;
    if (!x12::check(reader.set(), *guide, {}, tree, faults)) return issues_from(faults);
    return read(tree, reader.interchange(), reader.group());
  }
  return Issues(Issue{IssueCode::x12_group, "", "there is no transaction set in it.", base::Severity::error});
}

/// A parsed document with the text it was read from.
struct ReadJson {
  json::Document document;
  json::Value root;
};
base::Result<std::unique_ptr<ReadJson>> json_of(const std::string& text) {
  auto read = std::make_unique<ReadJson>();
  const base::Result<json::Value> parsed = read->document.parse_copy(text);
  if (!parsed) return parsed.error();
  read->root = *parsed;
  return read;
}

void lose(Issues& lost, std::string where, std::string why) {
  lost.add(Issue{IssueCode::not_supported, std::move(where), std::move(why), base::Severity::warning});
}

/// What a 278 response may say that a ClaimResponse has no place for.
Issues lost_in_fhir(const mappers::AnsweredReview& answer) {
  Issues lost;
  const precert::PatientEvent& event = answer.told.event;
  const auto check = [&lost](bool said, const char* where) {
    if (said) lose(lost, where, "a ClaimResponse has no place for it.");
  };
  check(event.transport.has_value(), "CR1");
  check(event.spinal_manipulation.has_value(), "CR2");
  check(event.oxygen.has_value(), "CR5");
  check(event.home_health.has_value(), "CR6");
  check(event.admission_details.has_value(), "CL1");
  check(!event.transport_locations.empty(), "2010EC");
  for (const precert::ServiceLine& line : answer.told.services) {
    check(line.dental.has_value(), "2000F/SV3");
    check(line.delivery.has_value(), "2000F/HSD");
  }
  return lost;
}

/// What a ClaimResponse may say that a 278 response has no place for.
Issues lost_in_x12(const precert::Determination& determination) {
  constexpr std::size_t message_length_max = 264;
  Issues lost;
  if (determination.reviewer)
    lose(lost, "ClaimResponse.extension[claimResponseReviewer]", "a 278 does not name the reviewer.");
  for (const precert::Note& note : determination.notes) {
    if (note.text.size() > message_length_max)
      lose(lost, "ClaimResponse.processNote", "a MSG holds 264 characters; the rest is cut.");
  }
  for (const precert::LineDetermination& line : determination.lines) {
    for (const precert::MissingInformation& missing : line.missing) {
      if (!missing.loinc_modifier.empty())
        lose(lost, "CommunicationRequest.payload.extension[contentModifier]",
             "a LOINC modifier is not written.");
    }
  }
  return lost;
}

base::Result<Translated> answer_to_fhir(const std::string& text, const std::string& request,
                                        const std::optional<ReadRequest>& asked) {
  base::Result<mappers::AnsweredReview> answer = first_set<mappers::AnsweredReview>(
      text, [&](const x12::LoopTree& tree, const x12::InterchangeHeader& interchange,
                const x12::GroupHeader& group) {
        return mappers::answered_review_from(tree, interchange, group, asked ? &asked->request : nullptr);
      });
  if (!answer) return answer.error();
  mappers::ResponseContext context;
  context.case_id = "translated";
  context.at = answer->determination.decided;
  std::unique_ptr<ReadJson> original;
  std::optional<fhir::Bundle> bundle;
  if (asked && asked->dialect == Transport::fhir) {  // the asker's own resources come back
    base::Result<std::unique_ptr<ReadJson>> read = json_of(request);
    if (!read) return read.error();
    original = std::move(*read);
    base::Result<fhir::Bundle> indexed = fhir::bundle_from(original->root);
    if (!indexed) return indexed.error();
    bundle = std::move(*indexed);
    context.request = &*bundle;
  }
  Translated made;
  json::Writer out(made.text, json::Layout::pretty);
  mappers::write_review_response(out, asked ? asked->request : answer->told, answer->determination, context);
  made.text += '\n';
  made.lost = lost_in_fhir(*answer);
  return made;
}

base::Result<Translated> answer_to_x12(const std::string& text, const std::optional<ReadRequest>& asked) {
  const base::Result<std::unique_ptr<ReadJson>> read = json_of(text);
  if (!read) return read.error();
  const base::Result<fhir::Bundle> bundle = fhir::bundle_from((*read)->root);
  if (!bundle) return bundle.error();
  const base::Result<mappers::AnsweredReview> answer =
      mappers::answered_review_from(*bundle, mappers::PasVersion::v2_2_1, asked ? &asked->request : nullptr);
  if (!answer) return answer.error();
  const precert::ReviewRequest& request = asked ? asked->request : answer->told;
  const precert::Transmission back{
      request.transmission.interchange_receiver, request.transmission.interchange_sender,
      request.transmission.application_receiver, request.transmission.application_sender};
  Translated made;
  made.text = interchange_of(back, "HI", "005010X217", [&](x12::Writer& out) {
    mappers::write_review_response(out, request, answer->determination, mappers::set_number(1),
                                   answer->determination.decided);
  });
  made.lost = lost_in_x12(answer->determination);
  return made;
}

/// Parameters of $submit-attachment (CDex), each document as DocumentReference.
void write_parameters(json::Writer& out, const precert::AttachmentMessage& message) {
  const auto identifier = [&out](const char* name, std::string_view value) {
    if (value.empty()) return;
    out.begin_object().field("name", name).object_field("valueIdentifier").field("value", value);
    out.end_object().end_object();
  };
  const auto first = [](const std::vector<precert::Identifier>& all) {
    return all.empty() ? std::string() : all.front().value;
  };
  out.begin_object().field("resourceType", "Parameters").array_field("parameter");
  identifier("TrackingId",
             message.attachments.empty() ? std::string() : message.attachments.front().control_number);
  out.begin_object().field("name", "AttachTo").field("valueCode", "preauthorization").end_object();
  identifier("PayerId", first(message.payer.identifiers));
  identifier("OrganizationId", first(message.submitter.identifiers));
  identifier("ProviderId", first(message.provider.identifiers));
  identifier("MemberId", message.patient.member_id());
  for (const precert::Attachment& one : message.attachments) {
    const std::string& code = one.loinc.empty() ? one.report_type : one.loinc;
    out.begin_object().field("name", "Attachment").array_field("part");
    for (const std::string& line : one.line_items) {
      out.begin_object().field("name", "LineItem").field("valueString", line).end_object();
    }
    if (!code.empty()) {
      out.begin_object().field("name", "Code").object_field("valueCodeableConcept").array_field("coding");
      out.begin_object().field(
          "system", one.loinc.empty() ? "https://codesystem.x12.org/005010/755" : "http://loinc.org");
      out.field("code", code).end_object().end_array().end_object().end_object();
    }
    out.begin_object()
        .field("name", "Content")
        .object_field("resource")
        .field("resourceType", "DocumentReference");
    out.field("status", "current");
    if (!one.title.empty()) out.field("description", one.title);
    out.array_field("content").begin_object().object_field("attachment");
    if (!one.content_type.empty()) out.field("contentType", one.content_type);
    out.field("data", mappers::base64_encoded(one.content)).end_object().end_object().end_array();
    out.end_object().end_object().end_array().end_object();
  }
  out.begin_object().field("name", "Final").field("valueBoolean", message.last).end_object();
  out.end_array().end_object();
}

}  // namespace

MessageKind kind_of(const std::string& text) {
  if (looks_like_x12(text)) {
    x12::Reader reader(text);
    for (x12::Event event = reader.next(); event != x12::Event::done && event != x12::Event::unreadable;
         event = reader.next()) {
      if (event != x12::Event::transaction_set) continue;
      if (reader.set().id == "275") return MessageKind::attachments;
      const x12::Guide* const guide = x12::guide_for_set(reader.group().version, reader.set());
      const bool answer = guide != nullptr && direction_of(*guide) == "response";
      return answer ? MessageKind::answer : MessageKind::request;
    }
    return MessageKind::request;
  }
  const base::Result<std::unique_ptr<ReadJson>> read = json_of(text);
  if (!read) return MessageKind::request;
  const json::Value root = (*read)->root;
  const json::Value entry = root.find("entry").at(0).find("resource");
  if (entry.find("resourceType").string() == "ClaimResponse") return MessageKind::answer;
  const json::Value parameters = root.find("parameter");
  for (const json::Value one : parameters.elements()) {
    if (one.find("name").string() == "TrackingId") return MessageKind::attachments;
  }
  return MessageKind::request;
}

base::Result<Translated> translated_request(const std::string& text, const std::string& to) {
  const base::Result<ReadRequest> read = request_from(text);
  if (!read) return read.error();
  Translated made;
  if (to == "x12") {
    made.text = interchange_of(read->request.transmission, "HI", "005010X217", [&](x12::Writer& out) {
      made.lost = mappers::write_review_request(out, read->request, mappers::set_number(1));
    });
  } else {
    json::Writer writer(made.text, json::Layout::pretty);
    made.lost = mappers::write_review_request(writer, read->request, read->request.reference);
    made.text += '\n';
  }
  return made;
}

base::Result<Translated> translated_answer(const std::string& text, const std::string& to,
                                           const std::string& request) {
  std::optional<ReadRequest> asked;
  if (!request.empty()) {
    base::Result<ReadRequest> read = request_from(request);
    if (!read) return read.error();
    asked = std::move(*read);
  }
  const bool x12 = looks_like_x12(text);
  if (x12 == (to == "x12")) {
    return Issues(
        Issue{IssueCode::not_supported, "", "the answer is in this dialect already.", base::Severity::error});
  }
  return x12 ? answer_to_fhir(text, request, asked) : answer_to_x12(text, asked);
}

base::Result<Translated> translated_attachments(const std::string& text, const std::string& to) {
  Translated made;
  if (to == "fhir") {
    const base::Result<precert::AttachmentMessage> read = first_set<precert::AttachmentMessage>(
        text,
        [](const x12::LoopTree& tree, const x12::InterchangeHeader& interchange,
           const x12::GroupHeader& group) { return mappers::attachments_from(tree, interchange, group); });
    if (!read) return read.error();
    json::Writer out(made.text, json::Layout::pretty);
    write_parameters(out, *read);
    made.text += '\n';
    if (!read->certification.empty())
      lose(made.lost, "REF*BB", "$submit-attachment names the request by TrackingId alone.");
    return made;
  }
  const base::Result<std::unique_ptr<ReadJson>> parsed = json_of(text);
  if (!parsed) return parsed.error();
  const base::Result<precert::AttachmentMessage> read =
      mappers::attachments_from((*parsed)->root, mappers::attachment_bytes_max);
  if (!read) return read.error();
  made.text = interchange_of(read->transmission, "PI", "006020X316", [&](x12::Writer& out) {
    made.lost = mappers::write_attachments(out, *read, mappers::set_number(1));
  });
  return made;
}

}  // namespace gateway::cli
