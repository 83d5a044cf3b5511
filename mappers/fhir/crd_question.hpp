// CRD orders -> coverage questions: the same question that a 270 or a CoverageEligibilityRequest would ask.
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "mappers/fhir/crd_record.hpp"
#include "precert/model/coverage_question.hpp"
#include "precert/rulebook/tables.hpp"

namespace mappers {

/// One order under one coverage. `order` is a view of the record.
struct OrderQuestion {
  std::string resource;  // "ServiceRequest/sr1": what the answer is put on
  std::string coverage;  // "Coverage/c1", as the client names it
  json::Value order;
  bool place_named = false;  // somebody says where, or by whom, it is done
  std::vector<std::string> unread;  // "Encounter/e1": named by the order or the call, and not to be had
  bool place_unread = false;        // one of these might have said where it is done
  precert::CoverageQuestion question;
};

/// A question for each order that is answered for and each of its coverages with this payer; none for what is
/// not, or no longer, to be done (doNotPerform, entered in error, revoked, completed …). What is not
/// coded in a way that the rules know is asked by type; diagnoses that cannot be codes are left out. An
/// Encounter of an inpatient or an emergency gives the place (SC-55), as long as it lasts. What is named and
/// could not be read is listed with the question: an answer says what it does without (resp-51). Errors:
/// fhir_structure when there is no Coverage, or one of another payer; fhir_value_invalid when several could
/// be meant; data_invalid (422) when the call asks for more than is looked at: 100 diagnoses, 50 billing codes
/// or performers of an order, 200 services in all.
[[nodiscard]] base::Result<std::vector<OrderQuestion>> order_questions_from(const HookRequest& request,
                                                                            const HookRecord& record,
                                                                            const precert::Rulebook& rulebook,
                                                                            base::Instant at);

}  // namespace mappers
