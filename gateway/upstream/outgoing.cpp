#include "gateway/upstream/outgoing.hpp"

#include <algorithm>

#include "mappers/fhir/content_hash.hpp"
#include "mappers/fhir/review_request.hpp"
#include "mappers/x12/attachment.hpp"
#include "mappers/x12/envelope.hpp"
#include "mappers/x12/review_answer_in.hpp"
#include "mappers/x12/review_request.hpp"
#include "parsers/json/document.hpp"
#include "parsers/x12/reader.hpp"

namespace gateway {
namespace {

constexpr std::string_view review_guide = "005010X217";
constexpr std::string_view attachment_guide = "006020X316";
constexpr std::string_view support_data = "77";  // PWK01: what kind of paper a whole Bundle is

std::string control_number_of(const std::string& reference) { return reference + "-B"; }

base::Result<mappers::Envelope> envelope_for(const Upstream& upstream, NumberSource& numbers,
                                             base::Instant at) {
  const base::Result<std::uint32_t> interchange = control_number(numbers);
  if (!interchange) return interchange.error();
  const base::Result<std::uint32_t> group = control_number(numbers, "group");
  if (!group) return group.error();
  mappers::Envelope envelope;
  envelope.sender_qualifier = upstream.sender.qualifier;
  envelope.sender = upstream.sender.id;
  envelope.receiver_qualifier = upstream.receiver.qualifier;
  envelope.receiver = upstream.receiver.id;
  envelope.group_sender = upstream.sender.application;
  envelope.group_receiver = upstream.receiver.application;
  envelope.usage = upstream.usage;
  envelope.interchange_number = *interchange;
  envelope.group_number = *group;
  envelope.at = at;
  return envelope;
}

/// One interchange with one set, which `write_set` writes; data that holds the usual delimiters gets others.
template <class WriteSet>
base::Result<void> write_interchange(std::string& bytes, const Upstream& upstream, NumberSource& numbers,
                                     base::Instant at, std::string_view functional_id, std::string_view guide,
                                     WriteSet&& write_set) {
  base::Result<mappers::Envelope> drawn = envelope_for(upstream, numbers, at);
  if (!drawn) return drawn.error();
  mappers::Envelope& envelope = *drawn;
  std::string interchange;
  const auto write = [&](x12::Writer& out) {
    out.note(envelope.sender + envelope.receiver + envelope.group_sender + envelope.group_receiver);
    envelope.delimiters = out.delimiters();
    open_interchange(interchange, envelope);
    open_group(out, envelope, functional_id, guide, envelope.group_number);
    write_set(out);
    mappers::close_group(out, 1, envelope.group_number);
    close_interchange(out, envelope, 1);
  };
  const auto used = x12::written_under(x12::DelimiterPolicy::choose_others, {}, interchange, write);
  if (!used) {
    return base::Issue{base::IssueCode::x12_set, std::string(guide), "no delimiters are left for this data.",
                       base::Severity::error};
  }
  bytes += interchange;
  return {};
}

/// Whose number a forward_reference() is, where FHIR wants a system (PAS Identifier: system 1..1).
constexpr std::string_view forward_system = "urn:precert:forward";

precert::Trace own_trace(const std::string& number, std::string_view originator) {
  precert::Trace trace;
  trace.number = number;
  trace.originator = originator;
  return trace;
}

/// The identifier that the upstream was found by is the payer's, whatever system its sender gave it.
void name_payer(precert::Party& umo, const Upstream& upstream) {
  for (precert::Identifier& one : umo.identifiers) {
    const bool listed =
        std::find(upstream.payers.begin(), upstream.payers.end(), one.value) != upstream.payers.end();
    if (listed && one.kind == precert::IdentifierKind::other) one = {precert::IdentifierKind::payer_id, one.value, ""};
  }
}

/// In a revision only what changed goes to X12: the rest is not answered either.
void keep_sent_lines(precert::ReviewRequest& request) {
  if (request.event.certification != precert::CertificationType::revision) return;
  std::erase_if(request.services,
                [](const precert::ServiceLine& line) { return line.change == precert::Change::none; });
}

/// What is missing for a valid message, as faults of the request; the warnings are another matter.
base::Issues impossible(const base::Issues& said) {
  base::Issues errors;
  for (const base::Issue& one : said) {
    if (one.severity == base::Severity::error)
      errors.add(base::IssueCode::not_supported, one.where, "X12 cannot say this request: " + one.remedy);
  }
  return errors;
}

base::Result<Outgoing> outgoing_interchanges(Outgoing made, std::string_view bundle, const Upstream& upstream,
                                             NumberSource& numbers, base::Instant at) {
  if (upstream.attachments && !bundle.empty()) {
    const std::string number = control_number_of(made.request.reference);
    precert::Document paper;
    paper.report_type = support_data;
    paper.transmission = "EL";
    paper.control_number = number;
    paper.description = "PAS REQUEST BUNDLE";
    for (const precert::AttachmentMessage& part :
         bundle_attachments(made.request, bundle, number, upstream.attachment_bytes_max)) {
      const base::Result<void> written =
          write_interchange(made.bytes, upstream, numbers, at, "PI", attachment_guide, [&](x12::Writer& out) {
            // The Bundle is what is sent: whoever sent it has nothing to hear of how it was cut.
            for (const base::Issue& one : mappers::write_attachments(out, part, mappers::set_number(1))) {
              if (one.severity == base::Severity::error) made.lost.add(one);
            }
          });
      if (!written) return written.error();
    }
    made.request.documents.insert(made.request.documents.begin(), std::move(paper));
  }
  const base::Result<void> written =
      write_interchange(made.bytes, upstream, numbers, at, "HI", review_guide, [&](x12::Writer& out) {
        base::Issues lost = mappers::write_review_request(out, made.request, mappers::set_number(1));
        made.lost.add(std::move(lost));
      });
  if (!written) return written.error();
  if (made.lost.fatal()) return impossible(made.lost);
  return made;
}

}  // namespace

bool cannot_be_said(const base::Issues& issues) {
  return std::any_of(issues.begin(), issues.end(), [](const base::Issue& one) {
    return one.code == base::IssueCode::not_supported || one.code == base::IssueCode::x12_set;
  });
}

std::string forward_reference(std::int64_t number) {
  constexpr std::size_t digits_min = 10;
  const std::string digits = std::to_string(number);
  return "FWD" + std::string(digits_min - std::min(digits_min, digits.size()), '0') + digits;
}

precert::ReviewRequest sent_request(const precert::ReviewRequest& request, const Upstream& upstream,
                                    const std::string& reference) {
  precert::ReviewRequest sent = request;
  sent.reference = reference;
  sent.reference_system.clear();
  const bool named = std::any_of(sent.event.traces.begin(), sent.event.traces.end(),
                                 [](const precert::Trace& trace) { return !trace.number.empty(); });
  if (upstream.dialect == UpstreamDialect::fhir) {
    sent.reference_system = forward_system;
    sent.event.traces.insert(sent.event.traces.begin(), own_trace(reference, forward_system));
    if (sent.event.traces.size() > 2) sent.event.traces.resize(2);  // Claim.identifier is 1..2
    return sent;
  }
  name_payer(sent.umo, upstream);
  if (!named) sent.event.traces.push_back(own_trace(reference, upstream.sender.id));
  keep_sent_lines(sent);
  for (precert::ServiceLine& line : sent.services) {
    if (!line.traces.empty()) continue;
    line.traces.push_back(own_trace(reference + "-" + std::to_string(line.sequence), upstream.sender.id));
  }
  return sent;
}

std::vector<precert::AttachmentMessage> bundle_attachments(const precert::ReviewRequest& request,
                                                           std::string_view bundle,
                                                           const std::string& control_number,
                                                           std::size_t bytes_max) {
  // Three bytes are four characters of base64.
  const std::size_t most = bytes_max == 0 ? bundle.size() : std::max<std::size_t>(bytes_max / 4 * 3, 3);
  const std::size_t parts =
      std::max<std::size_t>((bundle.size() + most - 1) / std::max<std::size_t>(most, 1), 1);
  precert::AttachmentMessage message;
  message.reference = control_number;
  message.submitted = request.submitted;
  message.payer = request.umo;
  message.payer.role = precert::PartyRole::payer;
  message.submitter = request.requester;
  message.provider = request.requester;
  message.patient = request.patient();
  if (message.patient.member_id().empty() && !request.subscriber.identifiers.empty()) {
    message.patient.identifiers.insert(message.patient.identifiers.begin(),
                                       request.subscriber.identifiers.front());
  }
  for (std::size_t part = 0; part < parts; ++part) {
    precert::Attachment& one = message.attachments.emplace_back();
    one.control_number = control_number;
    one.format = precert::AttachmentFormat::hl7;
    one.content_type = "application/fhir+json";
    one.content = bundle.substr(part * most, most);
    one.content_hash = mappers::content_hash_of_bytes(one.content);
    one.title = "PAS REQUEST BUNDLE";
    if (parts > 1) one.title += " PART " + std::to_string(part + 1) + " OF " + std::to_string(parts);
  }
  return mappers::split_by_size(std::move(message), bytes_max == 0 ? bundle.size() * 2 : bytes_max);
}

base::Result<Outgoing> outgoing_for(const precert::ReviewRequest& request, std::string_view bundle,
                                    const Upstream& upstream, const std::string& reference,
                                    NumberSource& numbers, base::Instant at) {
  Outgoing made;
  made.request = sent_request(request, upstream, reference);
  if (upstream.dialect == UpstreamDialect::x12) {
    return outgoing_interchanges(std::move(made), bundle, upstream, numbers, at);
  }
  json::Writer out(made.bytes);
  made.lost = mappers::write_review_request(out, made.request, reference);
  return made;
}

std::string reference_of(std::string_view bytes, UpstreamDialect dialect) {
  if (dialect == UpstreamDialect::x12) {
    const std::vector<std::string_view> messages = messages_of(bytes, dialect);
    return messages.empty() ? std::string() : mappers::sent_review_from(messages.back()).reference;
  }
  json::Document document;
  const base::Result<json::Value> bundle = document.parse_copy(bytes);
  return bundle ? std::string(bundle->find("identifier").find("value").string()) : std::string();
}

std::vector<std::string_view> messages_of(std::string_view bytes, UpstreamDialect dialect) {
  std::vector<std::string_view> messages;
  if (dialect == UpstreamDialect::fhir) {
    messages.push_back(bytes);
    return messages;
  }
  for (const x12::InterchangeScan& one : x12::scan(bytes))
    messages.push_back(bytes.substr(one.begin, one.end - one.begin));
  return messages;
}

}  // namespace gateway
