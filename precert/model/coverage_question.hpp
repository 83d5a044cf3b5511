// "Is it covered, and does it need an authorization?" before anything is requested: the one model that X12
// 270, FHIR CoverageEligibilityRequest and CRD become. The answer is in coverage_answer.hpp.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "precert/model/clinical.hpp"
#include "precert/model/codes.hpp"
#include "precert/model/party.hpp"
#include "precert/model/review_request.hpp"

namespace precert {

/// What the asker wants to know (FHIR CoverageEligibilityRequest.purpose; a 270 asks all but discovery).
enum class CoveragePurpose : std::uint8_t { validation, benefits, auth_requirements, discovery };

/// The service type that means the plan as a whole (X12 1365).
inline constexpr std::string_view whole_plan = "30";

/// One service that is asked about: a procedure, or a service type. A repeated EQ01 becomes one item for each
/// type.
struct CoverageItem {
  int sequence = 1;          // 1-based; the answer quotes it
  std::string service_type;  // X12 1365; "30" = the plan as a whole; "" = only the procedure was named
  Procedure procedure{
      CodeSystem::service_type, {}, {}, {}, {}, {}};  // system service_type, no code = by type
  std::string revenue_code;
  std::optional<base::Period> dates;  // absent = the question's
  std::optional<Place> place;         // absent = the question's
  std::optional<Quantity> quantity;
  std::optional<Delivery> delivery;
  std::vector<int> diagnosis_pointers;  // 1-based into the question's diagnoses; none = all
  std::vector<Party> providers;         // who or where; none = the question's
  std::string referral_number;          // 270 REF*9F
  std::string previous_certification;   // 270 REF*G1
  Source source;

  friend bool operator==(const CoverageItem&, const CoverageItem&) = default;

  [[nodiscard]] bool by_type() const { return procedure.code.empty() && revenue_code.empty(); }
  [[nodiscard]] bool of_whole_plan() const { return by_type() && service_type == whole_plan; }
  /// Named in words alone: coverage_candidates.hpp finds what they may mean.
  [[nodiscard]] bool in_words() const {
    return by_type() && service_type.empty() && !procedure.description.empty();
  }
};

/// One question about one patient.
struct CoverageQuestion {
  std::string reference;         // the asker's transaction id: BHT03, FHIR identifier.value
  std::string reference_system;  // FHIR identifier.system; "" from X12
  base::Instant submitted{};     // BHT04/05 as UTC, created
  Transmission transmission;
  std::vector<CoveragePurpose> purposes;  // empty = all
  Party payer;                            // 2100A, insurer
  Party requester;                        // 2100B, provider
  Person subscriber;
  std::optional<Person> dependent;  // the patient, when not the subscriber
  Insurance insurance;
  std::vector<Trace> traces;          // TRN*1 of the patient's level
  std::optional<base::Period> dates;  // plan or service date (DTP*291, serviced); absent = today
  RequestCategory category = RequestCategory::health_services;  // admission when a stay is asked about
  std::optional<LevelOfService> level;                          // X12 has no word for it in a 270
  std::optional<Place> place;
  std::vector<Diagnosis> diagnoses;
  std::vector<Party> providers;     // who or where, for every item without its own
  std::vector<CoverageItem> items;  // none = the plan as a whole
  std::vector<Document> documents;  // at hand already (CRD); a 270 has none
  std::vector<Answer> answers;      // facts that are known already (CRD prefetch)
  Source source;

  friend bool operator==(const CoverageQuestion&, const CoverageQuestion&) = default;

  [[nodiscard]] const Person& patient() const { return dependent ? *dependent : subscriber; }
  [[nodiscard]] const CoverageItem* item(int sequence) const {
    for (const CoverageItem& one : items) {
      if (one.sequence == sequence) return &one;
    }
    return nullptr;
  }
};

}  // namespace precert
