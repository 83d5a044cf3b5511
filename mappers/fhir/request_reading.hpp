// Inside mappers/fhir: what the parts of a request reader share. review_request_in.cpp puts them together.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/issue.hpp"
#include "mappers/fhir/pas_version.hpp"
#include "parsers/fhir/bundle.hpp"
#include "parsers/fhir/resource_view.hpp"
#include "precert/model/review_request.hpp"

namespace mappers {

/// The Bundle that is read and the place to put warnings.
struct RequestReader {
  const fhir::Bundle& bundle;
  json::Value claim;
  PasVersion version;
  base::Issues& issues;
  json::Value patient{};  // Reference to whom the message is about; absent = Claim.patient, if there is one
  const precert::Person* member = nullptr;  // whom content without such a Reference came for
  bool searching = false;  // an example to look for: its Periods may be open at their start as well

  [[nodiscard]] precert::Source source(const json::Value& value, std::string_view child = {}) const {
    return {bundle.place(value, child)};
  }
  /// The resource that a Reference leads to; absent when nothing fits.
  [[nodiscard]] json::Value target(const json::Value& reference) const {
    return reference.exists() ? bundle.resolve(reference).resource : json::Value{};
  }
  void skip(base::IssueCode code, const json::Value& value, std::string remedy) const {
    issues.add(base::Issue{code, bundle.place(value), std::move(remedy), base::Severity::warning});
  }
  /// A decimal; one that cannot be kept exactly is an error.
  [[nodiscard]] std::optional<base::Decimal> exact(const json::Value& number) const;
  /// A date element that may hold a dateTime; a partial date is skipped with a warning.
  [[nodiscard]] std::optional<base::Date> date(const json::Value& value) const;
  /// A date or Period element. A date that says only its month or year means all of it (PAS 2.0.1 has no
  /// FullDateRule for serviced[x]). What has no start is skipped with a warning.
  [[nodiscard]] std::optional<base::Period> period(const json::Value& value) const;
};

/// The code of the bound list. Messages also send it under a neighbouring list's URL: then the only coding
/// counts, unless it comes from a terminology of its own (SNOMED CT, an HL7 list).
[[nodiscard]] std::string bound_code(const json::Value& codeable, std::string_view system);

// party_in.cpp
/// Of an Organization, PractitionerRole, Practitioner or Location itself.
[[nodiscard]] precert::Party party_of(const RequestReader& reader, const json::Value& resource,
                                      precert::PartyRole role);
[[nodiscard]] precert::Party party_from(const RequestReader& reader, const json::Value& reference,
                                        precert::PartyRole role);
[[nodiscard]] precert::Party umo_from(const RequestReader& reader);
[[nodiscard]] precert::Party requester_from(const RequestReader& reader);
[[nodiscard]] precert::PersonName name_from(const json::Value& human_name);
[[nodiscard]] std::optional<precert::Address> address_from(const json::Value& address);

/// One Claim.careTeam entry.
struct CareTeamMember {
  std::uint32_t sequence = 0;
  bool whole_claim = true;
  precert::Party party;
};
[[nodiscard]] std::vector<CareTeamMember> care_team_from(const RequestReader& reader);

// person_in.cpp: subscriber, dependent and insurance of the focal coverage.
void read_people(const RequestReader& reader, precert::ReviewRequest& request);
/// The same for messages that are no Claim: the Patient and the Coverage that counts, either may be absent.
void read_people_of(const RequestReader& reader, const json::Value& patient, const json::Value& coverage,
                    precert::ReviewRequest& request);

// event_in.cpp: what stands at the Claim and goes to the event.
void read_event(const RequestReader& reader, precert::ReviewRequest& request);
/// Claim.diagnosis sequence -> 1-based position in event.diagnoses.
using DiagnosisPositions = std::vector<std::pair<std::uint32_t, int>>;
/// A diagnosis said as a CodeableConcept, kind `other`; nullopt when it is in no list that X12 has a place for.
[[nodiscard]] std::optional<precert::Diagnosis> diagnosis_of(const RequestReader& reader,
                                                             const json::Value& codeable);
[[nodiscard]] DiagnosisPositions read_diagnoses(const RequestReader& reader, precert::PatientEvent& event);

// supporting_info_in.cpp: event dates, documents, notes, answers.
void read_supporting_info(const RequestReader& reader, precert::ReviewRequest& request);
/// The answers that a QuestionnaireResponse, an Observation, a treatment (read_treatment) or a Bundle of them
/// gives; none from any other resource, and none from one that does not count (see readable.hpp).
void read_answers(const RequestReader& reader, const json::Value& resource,
                  std::vector<precert::Answer>& answers);
/// What a DocumentReference or Binary says of itself: kind, content type and fingerprint. One that does not count
/// (see readable.hpp) has no fingerprint: it has not arrived.
[[nodiscard]] precert::Document document_of(const RequestReader& reader, const json::Value& resource);

// timing_in.cpp
/// Timing and quantity of an order -> Delivery; nullopt when neither says anything. `line_unit` is the unit
/// of the item's own quantity, for orders that count without one. Rule: X217 HSD, PAS Timing.
[[nodiscard]] std::optional<precert::Delivery> delivery_from(const RequestReader& reader,
                                                             const json::Value& timing,
                                                             const json::Value& quantity,
                                                             std::optional<precert::Unit> line_unit);
[[nodiscard]] std::optional<precert::Quantity> quantity_from(const RequestReader& reader,
                                                             const json::Value& quantity);

// order_in.cpp: the order behind item.extension:requestedService.
struct Order {
  json::Value resource;
  json::Value code;      // CodeableConcept; absent in an order that speaks for the event
  json::Value timing;    // Timing
  json::Value quantity;  // Quantity that says how much care in all (HSD01, HSD02)
  json::Value supply;    // Quantity that is handed out (SV104)
  json::Value when;      // date, dateTime or Period
};
[[nodiscard]] Order order_from(const RequestReader& reader, const json::Value& item);
/// What an order resource itself says; only `resource` is set when it is of no kind that is known here.
[[nodiscard]] Order order_of(const RequestReader& reader, const json::Value& resource);

// procedure_in.cpp
[[nodiscard]] precert::Procedure procedure_from(const RequestReader& reader, const json::Value& item,
                                                const Order& order);
[[nodiscard]] std::optional<precert::Place> place_from(const RequestReader& reader, const json::Value& item);

// service_in.cpp
void read_services(const RequestReader& reader, const std::vector<CareTeamMember>& team,
                   const DiagnosisPositions& diagnoses, precert::ReviewRequest& request);

}  // namespace mappers
