// A request as somebody at the plan takes it down on the telephone: a small JSON object, read into the same
// model that X12 and FHIR become. docs/intake.md shows every field.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/date.hpp"
#include "base/result.hpp"
#include "precert/engine/facts.hpp"
#include "precert/model/review_request.hpp"
#include "precert/rulebook/tables.hpp"

namespace gateway {

struct PhoneRequest {
  std::string channel;             // "phone", "fax", "mail"
  std::string caller_role;         // "member", "representative", "doctor", "facility"
  precert::ReviewRequest request;  // the patient as told: complete_person() adds what the plan knows
};

/// Errors: message_unreadable, all at once, each with its JSON pointer ("/services/0/code").
[[nodiscard]] base::Result<PhoneRequest> phone_request_from(std::string_view json,
                                                            const precert::Payer& payer);

/// Who the person with this member number and birth date is, by the plan's record: the subscriber, or the
/// dependent. Nothing changes when the record has nobody born then; determination says so. Errors:
/// data_invalid when it has several and the given name does not tell which ("/member/given_name").
[[nodiscard]] base::Result<void> complete_person(precert::ReviewRequest& request,
                                                 const precert::MemberRecord& record);

}  // namespace gateway
