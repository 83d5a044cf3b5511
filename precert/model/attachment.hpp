// Additional information that comes apart from its request: X12 275, FHIR $submit-attachment. One message,
// several documents, in the words of neither dialect.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "precert/model/clinical.hpp"
#include "precert/model/codes.hpp"
#include "precert/model/party.hpp"
#include "precert/model/review_request.hpp"
#include "precert/model/source.hpp"

namespace precert {

/// One document, with its content.
struct Attachment {
  std::string control_number;  // TRN02, TrackingId: PWK06 of the request or the number that was asked for
  std::string originator;      // TRN03
  std::string loinc;           // what kind of document it is (STC, Attachment.Code); "" when not said
  std::string report_type;     // X12 755 (PWK01); "" when not said
  std::vector<std::string>
      line_items;  // service lines it speaks of, as the submitter numbers them (STC10, LineItem)
  AttachmentFormat format = AttachmentFormat::unspecified;  // CAT02
  std::string content_type;  // MIME type: as stated, else what format and content show
  std::string content;       // decoded bytes; not part of the JSON form (mappers/model)
  std::string content_hash;  // fingerprint of `content` (mappers/fhir/content_hash.hpp); "" = no content
  std::string title;         // for people (OOI03, DocumentReference.description)
  std::optional<base::Date> submitted;  // DTP*368
  Source source;

  friend bool operator==(const Attachment&, const Attachment&) = default;
};

/// One 275, one $submit-attachment.
struct AttachmentMessage {
  AttachmentPurpose purpose = AttachmentPurpose::unsolicited;  // BGN01
  std::string reference;      // the submitter's own number of this message (BGN02)
  base::Instant submitted{};  // BGN03/04 as UTC
  Transmission transmission;
  Party payer;                                // NM1*PR or ACV, PayerId
  Party submitter;                            // NM1*41 or 40, OrganizationId: often a clearinghouse
  Party provider;                             // NM1*1P or 85, ProviderId
  Person patient;                             // NM1*QC or IL, MemberId: of the patient, or of the subscriber
  std::string certification;                  // authorization number it quotes (REF*BB)
  std::string administrative;                 // administrative reference it quotes (REF*NT)
  std::string account;                        // the provider's account number of the patient (REF*EJ)
  std::optional<base::Period> service_dates;  // DTP*472
  bool paper = false;  // it says of the patient what its cover sheet says: a number (fax, mail, an upload by staff)
  bool last = true;  // false: the submitter says that more comes for the same request (Final)
  std::vector<Attachment> attachments;

  friend bool operator==(const AttachmentMessage&, const AttachmentMessage&) = default;
};

/// What the content of an attachment says when it can be read as data (a PAS Bundle, a QuestionnaireResponse,
/// a DocumentReference). `structured` false: the content is a paper for people and counts as one document.
struct AttachedInformation {
  bool structured = false;
  std::vector<Answer> answers;
  std::vector<Document> documents;  // with content_hash
  std::vector<Note> notes;

  friend bool operator==(const AttachedInformation&, const AttachedInformation&) = default;
};

}  // namespace precert
