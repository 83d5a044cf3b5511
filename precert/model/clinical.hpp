// Clinical facts of a request: diagnoses, amounts of care, conditions, documents and answers.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/date.hpp"
#include "base/decimal.hpp"
#include "precert/model/codes.hpp"
#include "precert/model/source.hpp"

namespace precert {

struct Diagnosis {
  DiagnosisKind kind = DiagnosisKind::other;
  CodeSystem system = CodeSystem::icd10_cm;
  std::string code;  // upper case, without the dot: "M5416"
  std::optional<base::Date> date;
  Source source;

  friend bool operator==(const Diagnosis&, const Diagnosis&) = default;
};

struct Place {
  PlaceKind kind = PlaceKind::place_of_service;
  std::string code;  // "22"; "11" of a bill type
  Source source;

  friend bool operator==(const Place&, const Place&) = default;
};

struct Quantity {
  base::Decimal value;
  Unit unit = Unit::unit;
  Source source;

  friend bool operator==(const Quantity&, const Quantity&) = default;
};

/// How care is spread over time (X12 HSD, FHIR Timing): "3 visits a week for 9 weeks".
struct Delivery {
  std::optional<Unit> unit;               // HSD01
  std::optional<base::Decimal> quantity;  // HSD02
  std::string frequency_unit;             // HSD03 DA, WK, MO
  std::optional<base::Decimal> every;     // HSD04: in every n-th of those
  std::string period_unit;                // HSD05 X12 615
  std::optional<int> periods;             // HSD06
  std::string calendar_pattern;           // HSD07 X12 678
  std::string time_pattern;               // HSD08 X12 679
  Source source;

  friend bool operator==(const Delivery&, const Delivery&) = default;
};

/// One CRC segment, one PAS conditionCode extension.
struct ConditionSet {
  std::string category;  // X12 1136: 07 ambulance, 09 DME …
  bool applies = true;
  std::vector<std::string> codes;  // X12 1321
  Source source;

  friend bool operator==(const ConditionSet&, const ConditionSet&) = default;
};

/// A document that was sent, announced or asked for (X12 PWK, PAS documentInformation, DocumentReference).
struct Document {
  std::string report_type;     // PWK01, X12 755
  std::string transmission;    // PWK02, X12 756
  std::string control_number;  // PWK06: what a 275 quotes
  std::string description;     // PWK07
  std::string loinc;           // FHIR DocumentReference.type; X12 has no place for it
  std::string content_type;    // of content that is in the message
  std::string content_hash;    // fingerprint (mappers/fhir/content_hash.hpp); "" when only announced
  int service = 0;             // service line sequence it belongs to; 0 = the event
  Change change = Change::none;
  Source source;

  friend bool operator==(const Document&, const Document&) = default;
};

/// Free text to the reviewer (X12 MSG, PAS freeFormMessage).
struct Note {
  std::string text;
  int service = 0;  // 0 = the event
  Source source;
  std::optional<NoteKind> kind{};  // of a determination's note that is more than words; no wire says it

  friend bool operator==(const Note&, const Note&) = default;
};

/// A value somebody gave: yes/no, a number, a date, or a code or text.
using AnswerValue = std::variant<bool, base::Decimal, base::Date, std::string>;

/// One answered question or observation. `question` is a questionnaire link id ("conservative-care-weeks") or
/// "loinc:CODE" for an observation. X12 says it in a MSG as `Q:conservative-care-weeks=6` (docs/answers.md).
struct Answer {
  std::string question;
  AnswerValue value = false;
  int service = 0;  // 0 = any line
  Source source;
  std::string unit{};  // of a number, UCUM or a word, as it was said; "" = that of the question
  std::string
      form{};  // canonical of the Questionnaire that was answered; "" = none was named (X12, Observation)
  std::optional<base::Instant> measured{};  // of an Observation: of several to one question the newest counts

  /// The form and the time are, as the source, no part of what was said.
  friend bool operator==(const Answer& left, const Answer& right) {
    return left.question == right.question && left.value == right.value && left.service == right.service &&
           left.unit == right.unit;
  }
};

}  // namespace precert
