// Everything determine() may know besides the request and the rules. The gateway gathers it; nothing here looks it up.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "precert/engine/directory.hpp"
#include "precert/model/determination.hpp"
#include "precert/model/ids.hpp"
#include "precert/model/review_request.hpp"

namespace precert {

/// A span of time a person was covered by a product of the rulebook.
struct CoverageSpan {
  std::string product;  // rulebook product id
  std::string group;
  base::Period period;
  friend bool operator==(const CoverageSpan&, const CoverageSpan&) = default;
};

/// Somebody covered through the subscriber.
struct DependentRecord {
  MemberId id;  // own member number, "" when they share the subscriber's
  PersonName name;
  base::Date birth_date;
  Gender gender = Gender::unspecified;
  Relationship relationship = Relationship::child;
  std::optional<int> birth_sequence;
  friend bool operator==(const DependentRecord&, const DependentRecord&) = default;
};

/// A subscriber as the payer holds them (`precert load members`).
struct MemberRecord {
  MemberId id;
  PersonName name;
  base::Date birth_date;
  Gender gender = Gender::unspecified;
  Address address;
  std::vector<CoverageSpan> coverage;
  std::vector<DependentRecord> dependents;
  friend bool operator==(const MemberRecord&, const MemberRecord&) = default;
};

/// An earlier case of the same member, as far as duplicates, limits and updates need it.
struct PriorCase {
  CaseId id;
  int version = 1;
  ReviewRequest request;
  Determination determination;
};

/// How much a message has to say of its patient beside the member number.
enum class PatientNaming : std::uint8_t {
  as_said,  // family name or birth date will do, of a dependent the family name; what is said has to agree
  in_full,  // family name and birth date, each as far as the payer has it on file
};

struct Facts {
  base::Instant now{};
  const MemberRecord* member = nullptr;   // nullptr = no such member id
  const Directory* directory = nullptr;   // never null in the gateway
  std::vector<PriorCase> history;         // of this member, newest first
  std::optional<PriorCase> previous;      // the case this request continues (update, cancellation, appeal …)
  bool previous_wanted = false;           // the request names an earlier authorization (then none found = AAA)
  Numbers numbers;                        // to hand out if this request needs its own
  PatientNaming naming = PatientNaming::as_said;
};

}  // namespace precert
