// What the plan says of a coverage question: is the member covered, is the service a benefit, does it need an
// authorization and whose, and what would have to be sent. Written as a 271, a CoverageEligibilityResponse or
// CRD cards.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "base/decimal.hpp"
#include "precert/model/determination.hpp"
#include "precert/model/party.hpp"

namespace precert {

/// Whether a service is a benefit of the patient's plan on the day.
enum class Benefit : std::uint8_t {
  covered,
  excluded,     // the plan's text excludes it
  not_covered,  // no coverage on the day, or not outside the network
  unknown,      // refused: nothing can be said
};

/// Whether a pre-authorization is needed (271 EB11; CER authorizationRequired; CRD pa-needed).
enum class AuthorizationNeed : std::uint8_t {
  required,
  not_required,
  vendor_managed,  // needed, and a vendor decides: CoverageItemAnswer::reviewer
  conditional,     // depends on the procedure: CoverageItemAnswer::parts say which
  unknown,         // no rule speaks of it, or it is no benefit: ask
};

/// When medical necessity is looked at: apart from authorization (SC-15).
enum class NecessityReview : std::uint8_t { none, before_service, after_service };

/// Of the requester and the performers, as far as the directory knows them.
enum class NetworkStatus : std::uint8_t { in, out, unknown };

/// The time a limit counts over.
enum class LimitSpan : std::uint8_t { request, day, week, month, year, lifetime };

/// How much is authorized without a second look, and what of it is used.
struct CoverageLimit {
  base::Decimal most;
  Unit unit = Unit::unit;
  LimitSpan span = LimitSpan::request;
  std::string words;        // "30 visits a calendar year"
  bool rate = false;        // compared with the pattern of delivery; `used` does not apply
  base::Decimal used;       // authorized before, within the span that holds the day
  base::Decimal remaining;  // never below zero
  std::optional<base::Decimal> asked;

  friend bool operator==(const CoverageLimit&, const CoverageLimit&) = default;
};

/// Where an answer stands in the plan's rules, for who has to prove it (SC-12, SC-19).
struct PolicyReference {
  std::string id;     // policy in the rulebook; "not-listed" when none speaks of the service
  std::string title;  // "MRI of the head"
  std::string words;  // the policy's one sentence for people
  std::string where;  // "policies.yaml:12"
  std::optional<base::Period> effective;
  base::Date list_date;  // of the list of reviewed services
  std::string list_url;

  friend bool operator==(const PolicyReference&, const PolicyReference&) = default;
};

/// The clinical criteria that would be applied.
struct CriteriaReference {
  std::string id, owner, title, edition, link, summary;
  friend bool operator==(const CriteriaReference&, const CriteriaReference&) = default;
};

/// An authorization the patient already holds for the service.
struct HeldAuthorization {
  std::string number;
  std::optional<base::Period> validity;
  std::optional<Quantity> quantity;
  std::string requester_npi;  // who asked for it
  std::string differs{};      // why it does not cover what is asked about, in words; "" = it does
  friend bool operator==(const HeldAuthorization&, const HeldAuthorization&) = default;

  [[nodiscard]] bool covers() const { return differs.empty(); }
};

/// What the plan requires of a group of services: of a category for service type 30, of the procedures under
/// one policy for any other service type.
struct ServiceRequirement {
  std::string category, title;             // rulebook category id; what people call the group
  std::vector<std::string> service_types;  // X12 1365 that mean the category; may be empty
  std::vector<Procedure> procedures;       // without modifiers; empty = the category as a whole
  Benefit benefit = Benefit::covered;
  AuthorizationNeed authorization = AuthorizationNeed::unknown;
  std::string policy, words;
  std::optional<Party> reviewer;  // when a vendor manages it

  friend bool operator==(const ServiceRequirement&, const ServiceRequirement&) = default;
};

/// A service that the plan suggests beside or instead of the one that was asked about. It decides nothing.
struct ServiceSuggestion {
  Procedure procedure;
  std::string title, words;  // what it is, and why
  bool instead = false;      // it would replace what was asked about
  friend bool operator==(const ServiceSuggestion&, const ServiceSuggestion&) = default;
};

/// The answer to one item of a question.
struct CoverageItemAnswer {
  int sequence = 0;  // of the item; 0 = the plan as a whole, when the question names no item
  base::Date day;    // date of service it holds for
  std::string category, category_title;  // rulebook category; "" = none
  Benefit benefit = Benefit::unknown;
  AuthorizationNeed authorization = AuthorizationNeed::unknown;
  NecessityReview necessity = NecessityReview::none;
  std::vector<Reason> reasons;  // in the words and 886 codes a review of the same would get
  PolicyReference policy;
  std::optional<CriteriaReference> criteria;
  std::optional<bool> criteria_met;        // by what the question says; absent = unknown or no criteria
  std::string form;  // id of the form that asks for it (precert/engine/form.hpp); "" = nothing to ask
  std::vector<MissingInformation> needed;  // exactly what a request would be pended for, most decisive first
  std::vector<CoverageLimit> limits;
  NetworkStatus network = NetworkStatus::unknown;
  std::string network_words;      // "1999000031 is outside the network"
  std::optional<Party> reviewer;  // who authorizes: the vendor, or the plan itself; with how to reach them
  int validity_days = 0;          // of an authorization; 0 = none is given
  std::vector<Timeframe> turnaround;      // if it were requested now: routine, urgent
  bool urgent = false;                    // the question said so
  std::vector<FacilityOffer> lower_cost;  // below the place that was named
  std::vector<FacilityOffer> in_network;  // where no place was named: facilities that do it, cheapest first
  std::vector<HeldAuthorization> held;
  std::vector<ServiceRequirement> parts;  // asked by service type: what differs within it
  std::vector<Step> steps;                // the rules that were applied, for `explain`
  bool gold_card = false;                 // nothing is required because of who asks
  bool rendering_requests = false;        // the authorization is for the rendering site to ask for
  std::vector<ServiceSuggestion> suggestions;
  std::string time_zone{};  // of the plan, by name, in which people are told `turnaround`; "" = UTC

  friend bool operator==(const CoverageItemAnswer&, const CoverageItemAnswer&) = default;

  /// An authorization on file covers what is asked about: it is the first of `held`.
  [[nodiscard]] bool is_held() const { return !held.empty() && held.front().covers(); }

  /// True when an authorization is needed, whoever gives it.
  [[nodiscard]] bool needs_authorization() const {
    return authorization == AuthorizationNeed::required || authorization == AuthorizationNeed::vendor_managed;
  }
};

/// Another coverage of the member that is on file: of other dates, or of another product at the same time.
struct OtherCoverage {
  std::string product, plan, group;  // as in MemberCoverage
  base::Period period;
  bool active = false;  // on the day of the question
  friend bool operator==(const OtherCoverage&, const OtherCoverage&) = default;
};

/// The member's coverage as the payer holds it.
struct MemberCoverage {
  Person subscriber;                // as on file; what was said wrong is right here
  std::optional<Person> dependent;  // the patient, when not the subscriber
  bool corrected = false;           // the patient's name or sex on file is not written as it was sent
  bool active = false;              // on the day of the question
  base::Date day;
  std::string product, plan;  // rulebook product id and its name
  std::string group;
  std::optional<base::Period> period;  // of the coverage on the day; of the last one before it when inactive
  std::vector<std::string> lines_of_coverage;
  bool out_of_network_covered = false;
  std::string out_of_network_words;
  std::vector<OtherCoverage> others{};  // in the order of the record

  friend bool operator==(const MemberCoverage&, const MemberCoverage&) = default;

  [[nodiscard]] const Person& patient() const { return dependent ? *dependent : subscriber; }
};

struct CoverageAnswer {
  Numbers numbers;  // reference: proof that it was checked; trace: the payer's own TRN
  base::Instant answered{};
  std::vector<Refusal> refusals;  // at payer, requester or patient: no member, no items. At Level::service
                                  // the item named by `index`: that item is not answered, the others are
  std::optional<MemberCoverage> member;  // absent when refused
  std::vector<CoverageItemAnswer> items;
  std::vector<Note> notes;
  std::string payer_name;
  Contact payer_contact;  // where to ask
  Party intake;           // where documents go
  std::string rulebook;   // version that answered

  friend bool operator==(const CoverageAnswer&, const CoverageAnswer&) = default;

  [[nodiscard]] bool refused() const { return !member.has_value(); }
  [[nodiscard]] const CoverageItemAnswer* item(int sequence) const {
    for (const CoverageItemAnswer& one : items) {
      if (one.sequence == sequence) return &one;
    }
    return nullptr;
  }
};

}  // namespace precert
