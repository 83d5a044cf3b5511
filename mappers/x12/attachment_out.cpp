// Model -> 275 006020X316.
#include <algorithm>

#include "mappers/codes/base64.hpp"
#include "mappers/codes/clinical_codes.hpp"
#include "mappers/x12/attachment.hpp"
#include "mappers/x12/attachment_codes.hpp"
#include "mappers/x12/envelope.hpp"
#include "mappers/x12/output.hpp"
#include "mappers/x12/segments_out.hpp"
#include "parsers/x12/guide.hpp"

namespace mappers {
namespace {

using precert::Attachment;
using precert::AttachmentMessage;
using precert::Identifier;

/// What one NM1 says. The first identifier that X12 has a qualifier for names it.
struct Name {
  std::string_view code;  // NM101
  precert::EntityType entity;
  std::string_view organization;
  const precert::PersonName& person;
  const std::vector<Identifier>& identifiers;
};

void write_name(Output& out, const Name& name, std::string_view where) {
  out.at(where);
  x12::Writer& x12 = out.x12();
  const bool person = name.entity == precert::EntityType::person;
  x12.begin("NM1");
  x12.element(name.code);
  x12.element(person ? "1" : "2");
  out.text(person ? std::string_view(name.person.family) : name.organization, 60, where);
  out.text(person ? std::string_view(name.person.given) : std::string_view{}, 35, where);
  out.text(person ? std::string_view(name.person.middle) : std::string_view{}, 25, where);
  x12.element("");
  out.text(person ? std::string_view(name.person.suffix) : std::string_view{}, 10, where);
  const auto named = std::ranges::find_if(
      name.identifiers, [](const Identifier& one) { return !name_qualifier(one.kind).empty(); });
  if (named == name.identifiers.end()) {
    out.missing(std::string(where) + ".identifiers", "an identifier that X12 can name it by");
  } else {
    x12.element(name_qualifier(named->kind));
    out.text(named->value, 80, where);
  }
  x12.end();
  if (name.identifiers.size() > 1)
    out.lost(std::string(where) + ".identifiers", "a 275 names everybody by one identifier");
}

void write_party(Output& out, std::string_view code, const precert::Party& party, std::string_view where) {
  write_name(out, {code, party.entity, party.organization, party.person, party.identifiers}, where);
  if (party.address || party.contact)
    out.lost(std::string(where) + ".address", "a 275 is matched by identifiers alone");
}

void write_header(Output& out, const AttachmentMessage& message) {
  x12::Writer& x12 = out.x12();
  x12.begin("BGN");
  x12.element(x12_code(message.purpose));
  out.text(message.reference, 50, "reference");
  x12.element(base::ccyymmdd(base::utc_date(message.submitted)));
  x12.element(time_text(message.submitted));
  x12.end();
  if (message.reference.empty()) out.missing("reference", "the submitter's number of this message");
  write_party(out, "PR", message.payer, "payer");
  // Who sends for nobody else is the submitter, too.
  const bool own = message.submitter.identifiers.empty();
  write_party(out, "41", own ? message.provider : message.submitter, own ? "provider" : "submitter");
  write_party(out, "1P", message.provider, "provider");
  write_name(out, {"QC", precert::EntityType::person, "", message.patient.name, message.patient.identifiers},
             "patient");
  out.at("reference");
  write_reference(out, "EJ", message.account, "account");
  write_reference(out, "BB", message.certification, "certification");
  write_reference(out, "NT", message.administrative, "administrative");
  write_period(out, "472", message.service_dates, "service_dates");
}

/// What kind of document it is and which lines it speaks of, one STC for each line.
void write_kind(Output& out, const Attachment& attachment, std::string_view where) {
  constexpr std::string_view echoed_request = "R4", loinc_list = "LOI";
  const bool loinc = !attachment.loinc.empty();
  const std::string& code = loinc ? attachment.loinc : attachment.report_type;
  if (code.empty()) {
    if (!attachment.line_items.empty())
      out.lost(std::string(where) + ".line_items",
               "a 275 names lines only together with the kind of document");
    return;
  }
  if (loinc && !attachment.report_type.empty())
    out.lost(std::string(where) + ".report_type", "the LOINC code is sent, there is room for one");
  const std::size_t count = std::max<std::size_t>(attachment.line_items.size(), 1);
  x12::Writer& x12 = out.x12();
  for (std::size_t i = 0; i < count; ++i) {
    x12.begin("STC");
    x12.composite({echoed_request, code, "", loinc ? loinc_list : std::string_view{}});
    for (int skipped = 2; skipped < 10; ++skipped) x12.element("");
    x12.element(i < attachment.line_items.size() ? attachment.line_items[i] : std::string());
    x12.end();
  }
}

void write_content(Output& out, const Attachment& attachment, std::string_view where) {
  if (attachment.content.empty()) {
    out.missing(std::string(where) + ".content", "the document itself");
    return;
  }
  x12::Writer& x12 = out.x12();
  const std::string data = base64_encoded(attachment.content);
  const std::uint32_t replaced = x12.replaced();
  x12.segment("BDS", {"B64", std::to_string(data.size()), data});
  if (x12.replaced() != replaced)
    out.missing(std::string(where) + ".content", "delimiters that are no letters of base64");
}

void write_attachment(Output& out, const AttachmentMessage& message, std::size_t index) {
  const Attachment& attachment = message.attachments[index];
  const std::string where = path_of("attachments", index);
  out.at(where);
  x12::Writer& x12 = out.x12();
  x12.segment("LX", {std::to_string(index + 1)});
  x12.begin("TRN");
  x12.element(message.purpose == precert::AttachmentPurpose::solicited ? "2" : "1");
  out.text(attachment.control_number, 50, where);
  x12.element(attachment.originator.empty() ? std::string() : originator_of(attachment.originator));
  x12.end();
  if (!attachment.originator.empty() && attachment.originator.size() != 10)
    out.lost(where + ".originator", "brought to the ten characters of TRN03");
  if (attachment.control_number.empty())
    out.missing(where + ".control_number", "the number that the request announced or the answer asked for");
  write_kind(out, attachment, where);
  const base::Date submitted = attachment.submitted.value_or(base::utc_date(message.submitted));
  write_date(x12, "368", submitted);
  const precert::AttachmentFormat format = attachment.format == precert::AttachmentFormat::unspecified
                                               ? format_of(attachment.content_type)
                                               : attachment.format;
  x12.segment("CAT", {"AE", x12_code(format)});
  x12.begin("OOI");
  x12.element("1");
  x12.element("47");
  out.text(attachment.title.empty() ? object_without_title : std::string_view(attachment.title), 80, where);
  x12.end();
  write_content(out, attachment, where);
}

}  // namespace

base::Issues write_attachments(x12::Writer& out, const AttachmentMessage& message,
                               std::string_view control_number) {
  constexpr std::string_view implementation = "006020X316";
  base::Issues issues;
  Output output(out, issues);
  const x12::Guide* const guide = x12::guide_for(implementation, "request");
  output.hold_to(*guide, Speech::asks);
  open_set(out, "275", control_number, implementation);
  write_header(output, message);
  for (std::size_t i = 0; i < message.attachments.size(); ++i) write_attachment(output, message, i);
  if (!message.last) output.lost("last", "a 275 cannot say that more comes");
  if (message.attachments.empty()) output.missing("attachments", "at least one document");
  close_set(out, control_number);
  output.check_set();
  return issues;
}

std::vector<AttachmentMessage> split_by_size(AttachmentMessage message, std::size_t bytes_max) {
  std::vector<Attachment> attachments = std::move(message.attachments);
  message.attachments.clear();
  std::vector<AttachmentMessage> parts{message};
  std::size_t bytes = 0;
  for (Attachment& one : attachments) {
    const std::size_t more = base64_size(one.content.size());
    if (!parts.back().attachments.empty() && (more > bytes_max || bytes > bytes_max - more)) {
      parts.push_back(message);
      parts.back().reference += "-" + std::to_string(parts.size());
      bytes = 0;
    }
    bytes += more;
    parts.back().attachments.push_back(std::move(one));
  }
  for (std::size_t i = 0; i + 1 < parts.size(); ++i) parts[i].last = false;
  return parts;
}

}  // namespace mappers
