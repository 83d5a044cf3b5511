// 275 -> model. The loops of the three guides differ, so every loop is asked what it starts with: an NM1 is a
// party, what follows an LX belongs to one attachment.
#include <algorithm>
#include <array>
#include <charconv>

#include "mappers/codes/base64.hpp"
#include "mappers/fhir/content_hash.hpp"
#include "mappers/x12/attachment.hpp"
#include "mappers/x12/attachment_codes.hpp"
#include "mappers/x12/party_in.hpp"
#include "mappers/x12/values.hpp"

namespace mappers {
namespace {

using precert::Attachment;
using precert::AttachmentMessage;
using precert::IdentifierKind;
using x12::LoopView;
using x12::SegmentView;

// ---- Who

enum class Part : std::uint8_t { payer, submitter, receiver, patient, subscriber };
struct PartOf {
  std::string_view code;
  Part part;
};
/// NM101. Whoever is not in it is the provider (1P, 85, FA …). Source: 006020X316.
constexpr std::array parts{PartOf{"PR", Part::payer},     PartOf{"ACV", Part::payer},
                           PartOf{"X3", Part::payer},     PartOf{"41", Part::submitter},
                           PartOf{"40", Part::receiver},  PartOf{"QC", Part::patient},
                           PartOf{"IL", Part::subscriber}};

precert::Person named_person(const LoopView& loop, ValueReader& read) {
  precert::Insurance insurance;  // a 275 says nothing of it that a request has not said
  precert::Person person = person_from(loop, insurance, read);
  const SegmentView nm1 = loop.segment("NM1");
  if (nm1.element(8) == "HN" && !nm1.element(9).empty()) {  // health insurance claim number: not in a 278
    person.identifiers.insert(person.identifiers.begin(),
                              {IdentifierKind::medicare, text(nm1.element(9)), {}});
  }
  std::erase_if(person.identifiers, [](const precert::Identifier& one) {
    return one.kind == IdentifierKind::patient_account;  // the message's `account`
  });
  return person;
}

// ---- The content

constexpr const char* no_content = "send the document itself";

class Contents {
 public:
  Contents(std::size_t bytes_max, base::Issues& issues) : bytes_max_(bytes_max), issues_(issues) {}

  /// BDS01 filter, BDS02 length, BDS03 data; BIN01 length, BIN02 data.
  void read(const SegmentView& segment, Attachment& attachment) {
    const unsigned length_at = segment.id() == "BDS" ? 2 : 1;
    const std::string_view data = segment.element(length_at + 1);
    attachment.source = {"275 " + source_of(segment, length_at + 1).where};  // a request has positions, too
    if (!length_is(segment.element(length_at), data.size())) {
      refuse(segment, length_at, "state the length of the data that follows, counted in characters as sent");
      return;
    }
    if (length_at == 2 && segment.element(1) == "B64") {
      decode(segment, data, attachment);
    } else if (length_at == 2 && segment.element(1) != "ASC") {
      refuse(segment, 1, "send the content as B64 or ASC");
      return;
    } else if (data.size() > bytes_max_) {
      refuse(segment, length_at + 1, "the document is larger than is taken here");
      return;
    } else {
      attachment.content = data;
    }
    if (attachment.content.empty()) {
      if (data.empty()) refuse(segment, length_at + 1, no_content);
      return;
    }
    attachment.content_hash = content_hash_of_bytes(attachment.content);
  }

 private:
  static bool length_is(std::string_view stated, std::size_t size) {
    std::size_t length = 0;
    const auto [stop, error] = std::from_chars(stated.data(), stated.data() + stated.size(), length);
    return error == std::errc{} && stop == stated.data() + stated.size() && length == size;
  }

  void decode(const SegmentView& segment, std::string_view data, Attachment& attachment) {
    // Blanks between do not count, but text of twice the size holds more than blanks or nothing worth it.
    if (data.size() / 2 > base64_size(bytes_max_)) {
      refuse(segment, 3, "the document is larger than is taken here");
      return;
    }
    std::optional<std::string> bytes = base64_decoded(data);
    if (!bytes) {
      refuse(segment, 3, "encode the document as base64 (RFC 4648, with padding)");
    } else if (bytes->size() > bytes_max_) {
      refuse(segment, 3, "the document is larger than is taken here");
    } else {
      attachment.content = *std::move(bytes);
    }
  }

  void refuse(const SegmentView& segment, unsigned element, std::string remedy) {
    issues_.add(base::IssueCode::x12_element, source_of(segment, element).where, std::move(remedy));
  }

  std::size_t bytes_max_;
  base::Issues& issues_;
};

// ---- What an attachment is called

bool is_loinc(std::string_view text) {
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  const std::size_t dash = text.find('-');
  return dash >= 1 && dash <= 7 && text.size() == dash + 2 && digit(text.back()) &&
         std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(dash), digit);
}

/// "R3", "R4": the kind of request that is echoed, not the kind of document.
bool is_status_category(std::string_view code) {
  return code.size() >= 2 && code.front() == 'R' && code[1] >= '0' && code[1] <= '9';
}

/// STC01 names the document by LOINC or by report type; some put the LOINC into STC02.
void read_status(const SegmentView& stc, Attachment& attachment) {
  for (const std::string_view code : {stc.component(1, 1), stc.component(1, 2), stc.component(2, 1)}) {
    if (attachment.loinc.empty() && is_loinc(code)) attachment.loinc = code;
  }
  for (const std::string_view code : {stc.component(1, 1), stc.component(1, 2)}) {
    const bool report_type = code.size() == 2 && !is_status_category(code);
    if (attachment.report_type.empty() && report_type) attachment.report_type = code;
  }
  const std::string_view line = stc.component(10, 1);
  if (!line.empty()) attachment.line_items.emplace_back(line);
}

// ---- The message

class MessageReader {
 public:
  MessageReader(AttachmentMessage& message, std::size_t bytes_max, base::Issues& issues)
      : message_(message), issues_(issues), read_(issues), contents_(bytes_max, issues) {}

  void take(const LoopView& loop) {
    if (!loop.segment("LX") && message_.attachments.empty()) {
      if (loop.segment("NM1")) read_party(loop);
      loop.each_segment("", [&](const SegmentView& segment) { read_header(segment); });
    } else {
      loop.each_segment("", [&](const SegmentView& segment) { read_detail(segment); });
    }
  }

  void finish() {
    for (Attachment& one : message_.attachments) {
      const bool announced_only = one.source.where.starts_with("LX");  // content notes where it stood
      if (announced_only) issues_.add(base::IssueCode::x12_segment, one.source.where, no_content);
      one.content_type = content_type_of(one.format, one.content);
    }
    if (message_.attachments.empty()) {
      issues_.add(base::IssueCode::x12_set, "LX", "send at least one document");
    }
  }

 private:
  void read_party(const LoopView& loop) {
    const std::string_view code = loop.segment("NM1").element(1);
    const auto found =
        std::find_if(parts.begin(), parts.end(), [&](const PartOf& one) { return one.code == code; });
    if (found == parts.end()) {
      if (message_.provider.identifiers.empty()) message_.provider = party_from(loop, read_);
      return;
    }
    switch (found->part) {
      case Part::payer: read_payer(loop); return;
      case Part::submitter: message_.submitter = party_from(loop, read_); return;
      case Part::receiver:  // the early guide's payer; the submitter of others
        if (message_.payer.identifiers.empty()) {
          read_payer(loop);
        } else {
          message_.submitter = party_from(loop, read_);
        }
        return;
      case Part::patient: read_patient(loop); return;
      case Part::subscriber: read_subscriber(loop); return;
    }
  }

  void read_payer(const LoopView& loop) {
    message_.payer = party_from(loop, read_);
    message_.payer.role = precert::PartyRole::payer;
  }

  /// The subscriber's number is what a dependent may have to be found by.
  void read_patient(const LoopView& loop) {
    precert::Person patient = named_person(loop, read_);
    if (patient.identifiers.empty()) patient.identifiers = std::move(message_.patient.identifiers);
    message_.patient = std::move(patient);
    patient_named_ = true;
  }
  void read_subscriber(const LoopView& loop) {
    precert::Person subscriber = named_person(loop, read_);
    if (!patient_named_) {
      message_.patient = std::move(subscriber);
    } else if (message_.patient.identifiers.empty()) {
      message_.patient.identifiers = std::move(subscriber.identifiers);
    }
  }

  void read_header(const SegmentView& segment) {
    const std::string_view id = segment.id();
    if (id == "BGN") {
      message_.purpose = from_x12<precert::AttachmentPurpose>(segment.element(1))
                             .value_or(precert::AttachmentPurpose::unsolicited);
      message_.reference = segment.element(2);
      message_.submitted = read_.instant(segment, 3);
    } else if (id == "REF") {
      read_reference(segment);
    } else if (id == "DTP" && (segment.element(1) == "472" || segment.element(1) == "434")) {
      message_.service_dates = read_.period(segment, 2);
    }
  }

  void read_reference(const SegmentView& ref) {
    const std::string_view qualifier = ref.element(1);
    std::string* const kept = qualifier == "BB"   ? &message_.certification
                              : qualifier == "NT" ? &message_.administrative
                              : qualifier == "EJ" ? &message_.account
                                                  : nullptr;
    if (kept != nullptr && kept->empty()) *kept = ref.element(2);
  }

  void read_detail(const SegmentView& segment) {
    const std::string_view id = segment.id();
    if (id == "LX") {
      message_.attachments.emplace_back().source = source_of(segment);
      return;
    }
    if (message_.attachments.empty()) return;
    Attachment& attachment = message_.attachments.back();
    if (id == "TRN") {
      attachment.control_number = segment.element(2);
      attachment.originator = segment.element(3);
    } else if (id == "STC") {
      read_status(segment, attachment);
    } else if (id == "REF") {
      read_reference(segment);
    } else if (id == "DTP" && (segment.element(1) == "368" || segment.element(1) == "097")) {
      if (const auto day = read_.period(segment, 2)) attachment.submitted = day->start;
    } else if (id == "CAT") {
      attachment.format = from_x12<precert::AttachmentFormat>(segment.element(2))
                              .value_or(precert::AttachmentFormat::unspecified);
    } else if (id == "OOI") {
      if (segment.element(3) != object_without_title) attachment.title = segment.element(3);
    } else if (id == "BDS" || id == "BIN") {
      read_content(segment);
    }
  }

  /// A second object under one LX is a second document under the same number.
  void read_content(const SegmentView& segment) {
    if (!message_.attachments.back().content.empty()) {
      Attachment next = message_.attachments.back();
      next.content.clear();
      next.content_hash.clear();
      message_.attachments.push_back(std::move(next));
    }
    contents_.read(segment, message_.attachments.back());
  }

  AttachmentMessage& message_;
  base::Issues& issues_;
  ValueReader read_;
  Contents contents_;
  bool patient_named_ = false;
};

}  // namespace

base::Result<AttachmentMessage> attachments_from(const x12::LoopTree& tree,
                                                 const x12::InterchangeHeader& interchange,
                                                 const x12::GroupHeader& group,
                                                 std::size_t content_bytes_max) {
  base::Issues issues;
  AttachmentMessage message;
  message.transmission = {text(interchange.sender), text(interchange.receiver), text(group.sender),
                          text(group.receiver)};
  MessageReader reader(message, content_bytes_max, issues);
  for (std::uint32_t node = 0; node < tree.nodes.size(); ++node) reader.take(LoopView(tree, node));
  reader.finish();
  if (issues.fatal()) return issues;
  return message;
}

}  // namespace mappers
