// The one model both dialects become: a request for review (precertification) of one patient event.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "base/decimal.hpp"
#include "precert/model/clinical.hpp"
#include "precert/model/codes.hpp"
#include "precert/model/ids.hpp"
#include "precert/model/party.hpp"
#include "precert/model/source.hpp"

namespace precert {

/// A trace number the asker wants back unchanged (X12 TRN, FHIR identifier with system urn:trnorg:ORIGINATOR).
struct Trace {
  std::string number;       // TRN02
  std::string originator;   // TRN03: 10 characters in X12; the FHIR system when it is no urn:trnorg
  std::string subdivision;  // TRN04
  Source source;

  friend bool operator==(const Trace&, const Trace&) = default;
};

/// Ids of the electronic envelope (ISA06/08, GS02/03; PAS TransmissionIdentifiers).
struct Transmission {
  std::string interchange_sender, interchange_receiver, application_sender, application_receiver;
  std::string usage{};  // ISA15 as it came, "T" or "P"; "" = it did not come by X12

  /// How it was sent, test or production, is no part of who sent it to whom.
  friend bool operator==(const Transmission& a, const Transmission& b) {
    return a.interchange_sender == b.interchange_sender && a.interchange_receiver == b.interchange_receiver &&
           a.application_sender == b.application_sender && a.application_receiver == b.application_receiver;
  }
};

struct RelatedCauses {
  std::vector<RelatedCause> causes;
  std::string state, country;            // of an auto accident
  std::optional<base::Date> accident;    // DTP*439, Claim.accident.date
  Source source;

  friend bool operator==(const RelatedCauses&, const RelatedCauses&) = default;
};

/// Admission details (X12 CL1, PAS Encounter).
struct Admission {
  std::string type, source_of, status, nursing_home_status;  // CL101..104, NUBC codes
  Source source;

  friend bool operator==(const Admission&, const Admission&) = default;
};

/// Ambulance (CR1). FHIR has no place for it.
struct Transport {
  std::string weight_unit;
  std::optional<base::Decimal> weight;
  std::string code, reason;  // CR103, CR104
  std::string distance_unit;
  std::optional<base::Decimal> distance;
  std::string round_trip_purpose, stretcher_purpose;
  Source source;

  friend bool operator==(const Transport&, const Transport&) = default;
};

/// Spinal manipulation (CR2). FHIR has no place for it.
struct SpinalManipulation {
  std::optional<int> number, series;
  std::string level_from, level_to, nature;
  std::optional<bool> complication, x_rays;
  std::string description, description_more;
  Source source;

  friend bool operator==(const SpinalManipulation&, const SpinalManipulation&) = default;
};

/// Home oxygen (CR5), element by element. FHIR has no place for it.
struct Oxygen {
  std::vector<std::string> equipment;  // CR503, 504, 518
  std::string reason, therapist_order, test_condition;
  std::optional<base::Decimal> flow, uses_per_day, hours_per_use, blood_gas, saturation, portable_flow;
  std::vector<std::string> findings;
  std::string delivery;
  Source source;

  friend bool operator==(const Oxygen&, const Oxygen&) = default;
};

/// Home health (CR6). PAS carries prognosis and start only.
struct HomeHealth {
  std::string prognosis;  // X12 923
  base::Date start;
  std::optional<base::Period> certification;
  std::optional<base::Date> surgery, ordered, last_visit, physician_contact;
  std::string surgery_system, surgery_code;
  std::optional<base::Period> last_admission;
  std::string last_admission_place;
  Source source;

  friend bool operator==(const HomeHealth&, const HomeHealth&) = default;
};

/// What is asked for the event as a whole (X12 2000E; in PAS: Claim level, or what all items share).
struct PatientEvent {
  std::vector<Trace> traces;
  RequestCategory category = RequestCategory::health_services;
  CertificationType certification = CertificationType::initial;
  std::string service_type;  // X12 1365 (UM03)
  std::optional<Place> place;
  std::optional<RelatedCauses> related;
  std::optional<LevelOfService> level;
  std::string health_condition, prognosis, release, delay_reason;  // UM07..UM10, X12 codes; FHIR has no place
  std::string previous_certification;  // REF*BB
  std::string previous_reference;      // REF*NT
  std::optional<base::Period> dates;      // AAH
  std::optional<base::Period> admission;  // 435
  std::optional<base::Date> discharge;    // 096
  std::optional<base::Date> onset, last_menstrual_period, estimated_birth;  // 431, 484, ABC; FHIR has no place
  std::vector<Diagnosis> diagnoses;  // at most 12 travel in X12
  std::optional<Delivery> delivery;
  std::vector<ConditionSet> conditions;
  std::optional<Admission> admission_details;
  std::optional<Transport> transport;
  std::optional<SpinalManipulation> spinal_manipulation;
  std::optional<Oxygen> oxygen;
  std::optional<HomeHealth> home_health;
  std::vector<Party> providers;           // 2010EA
  std::vector<Party> transport_locations;  // 2010EB
  std::vector<Party> other_umos;           // 2010EC
  Source source;

  friend bool operator==(const PatientEvent&, const PatientEvent&) = default;
};

/// A requested service by code. No code at all (system service_type, code "") = described by type and provider only.
struct Procedure {
  CodeSystem system = CodeSystem::cpt;
  std::string code;                    // upper case, NDC as 11 digits
  std::vector<std::string> modifiers;  // at most 4 travel in X12
  std::string description;             // needed for unlisted procedures
  std::string code_end;                // end of a range
  Source source;

  friend bool operator==(const Procedure&, const Procedure&) = default;
};

struct Tooth {
  std::string number;
  std::vector<std::string> surfaces;
  friend bool operator==(const Tooth&, const Tooth&) = default;
};

/// Dental detail (SV3, TOO).
struct Dental {
  std::vector<std::string> oral_cavity;
  std::string prosthesis;  // I initial, R replacement
  std::vector<Tooth> teeth;
  std::string text;
  Source source;

  friend bool operator==(const Dental&, const Dental&) = default;
};

/// One requested service (X12 2000F, Claim.item).
struct ServiceLine {
  int sequence = 1;  // 1-based; the tracing id of a line through request, updates and answers
  std::vector<Trace> traces;
  std::optional<RequestCategory> category;             // absent = the event's
  std::optional<CertificationType> certification;      // absent = the event's
  std::string service_type;                            // "" = the event's
  std::optional<Place> place;                          // absent = the event's
  std::string previous_certification, previous_reference;
  std::optional<base::Period> dates;  // DTP*472, item.serviced
  Procedure procedure;
  std::string revenue_code;               // SV201
  std::optional<base::Decimal> amount;    // of the line, US dollars (SV102, SV203, SV302)
  std::optional<base::Decimal> unit_rate;  // SV206
  std::optional<Quantity> quantity;       // SV104, SV205, SV306
  std::optional<Delivery> delivery;       // HSD
  std::vector<int> diagnosis_pointers;    // 1-based into the event's diagnoses
  std::optional<bool> epsdt;
  std::string nursing_home_level, nursing_home_status;  // SV120/SV210, SV209
  std::optional<Dental> dental;
  std::vector<Party> providers;  // 2010F: who or where; several = alternatives
  Change change = Change::none;
  Source source;

  friend bool operator==(const ServiceLine&, const ServiceLine&) = default;
};

/// One request. Equal in both dialects for the same case, as far as both can say it.
struct ReviewRequest {
  Purpose purpose = Purpose::request;
  std::string reference;          // the submitter's transaction id: BHT03, Bundle.identifier.value
  std::string reference_system;   // Bundle.identifier.system; "" from X12
  base::Instant submitted{};      // BHT04/05 as UTC, Claim.created
  Transmission transmission;
  Party umo;
  Party requester;
  Person subscriber;
  std::optional<Person> dependent;  // the patient, when not the subscriber
  Insurance insurance;
  PatientEvent event;
  std::vector<ServiceLine> services;  // may be empty: a referral or a cancellation of the event
  std::vector<Document> documents;
  std::vector<Note> notes;
  std::vector<Answer> answers;
  bool predetermination = false;  // an advisory answer is wanted, no authorization (Claim.use; X12 has no word for it)
  bool review_wanted = false;     // a person is to look at it even where nothing is required (SC-36)

  friend bool operator==(const ReviewRequest&, const ReviewRequest&) = default;

  [[nodiscard]] const Person& patient() const { return dependent ? *dependent : subscriber; }
  [[nodiscard]] CertificationType certification_of(const ServiceLine& line) const {
    return line.certification.value_or(event.certification);
  }
  [[nodiscard]] const std::string& service_type_of(const ServiceLine& line) const {
    return line.service_type.empty() ? event.service_type : line.service_type;
  }
  [[nodiscard]] const std::optional<Place>& place_of(const ServiceLine& line) const {
    return line.place ? line.place : event.place;
  }
};

}  // namespace precert
