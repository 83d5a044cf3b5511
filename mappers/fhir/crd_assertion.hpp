// A coverage answer -> what CRD asserts of an order: the values of the coverage-information extension, in the
// words of no version yet.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "mappers/fhir/crd_question.hpp"
#include "precert/model/coverage_answer.hpp"
#include "precert/rulebook/tables.hpp"

namespace mappers {

/// What an answer comes to, in the rows of the table that crd_assertion.cpp keeps.
enum class Finding : std::uint8_t {
  not_required,
  exempt,        // an emergency, a hospital stay
  gold_card,     // because of who orders it
  claim_review,  // nothing before, medical necessity with the claim (SC-15)
  required,
  site_requests,  // the rendering site has to ask for it
  vendor_managed,
  by_telephone,     // outside the network: the member starts it
  satisfied,        // authorized already
  held,             // the same for "what if": no number is told
  unlisted,         // looked at one by one
  place_unread,     // some places are exempt, and what would have told the place could not be read
  network_decides,  // covered inside the network only, and nobody says who does it
  excluded,
  out_of_network,  // not covered there
  not_active,
  no_coverage,  // the payer holds none of this member
  no_member,
  too_coarse,  // asked by type, or by a code no list has
  date_refused,
  refused,    // something else in the question cannot be used
  technical,  // this side failed
};

/// One code with its system; the text where no code fits.
struct CrdReason {
  std::string_view code;  // of the CRD value set; "" = text only
  std::string text;
};

/// One `detail` (CRD 2.2): category, code and the value of one of the two kinds.
struct CrdDetail {
  std::string_view category, code;
  std::string text;                       // valueString, valueUrl for policy-link
  std::optional<base::Decimal> quantity;  // valueQuantity
  std::string_view unit;
  std::string qualification;
};

/// One repetition of the extension.
struct CoverageInformation {
  Finding finding = Finding::technical;
  std::string coverage;                       // "Coverage/c1"
  std::vector<precert::Procedure> billing;    // what it holds for
  std::vector<std::string_view> doc_needed;   // "clinical", "admin"
  std::vector<std::string_view> doc_purpose;  // "withpa", "withclaim"
  std::vector<std::string_view> info_needed;  // "performer", "timeframe", "detail-code", "OTH"
  std::vector<CrdReason> reasons;             // one with a text always
  std::vector<CrdDetail> details;
  std::vector<std::string> questionnaires;  // canonicals with their version
  base::Date date;
  std::string assertion;                  // coverage-assertion-id
  std::string satisfied;                  // satisfied-pa-id; "" = none
  std::optional<precert::Party> contact;  // who decides this, when it is not the plan
  std::optional<base::Date> until;        // last day it holds
};

/// The codes of a finding; pa_needed "" = not said.
struct FindingCodes {
  Finding finding;
  std::string_view covered, pa_needed, reason, info_needed;
  bool documents;  // what is missing may be asked for
};
[[nodiscard]] const FindingCodes& codes_of(Finding finding);

/// What else an assertion is made from.
struct AssertionContext {
  const HookRequest& request;
  const precert::Rulebook& rulebook;
  std::string forms_url;  // canonicals of forms begin so: "https://host/fhir/Questionnaire/"
};

/// One repetition for each group of codes of which the answer says the same; never empty. Documents are asked
/// for by primary hooks only (hook-19), details follow the configuration. Rule: CRD coverage-information.
[[nodiscard]] std::vector<CoverageInformation> assertions_from(const OrderQuestion& question,
                                                               const precert::CoverageAnswer& answer,
                                                               const AssertionContext& context);
/// What is said when this side failed: nothing is known (CRD 2.2 resp-43).
[[nodiscard]] CoverageInformation failed_assertion(const OrderQuestion& question,
                                                   const std::string& reference, base::Date day);

}  // namespace mappers
