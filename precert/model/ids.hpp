// Identifiers that must not be mixed up.
#pragma once

#include "base/strong.hpp"

namespace precert {

using CaseId = base::Strong<struct CaseIdTag>;          // one request under review and all its updates
using MessageId = base::Strong<struct MessageIdTag>;    // one received message, kept verbatim
using MemberId = base::Strong<struct MemberIdTag>;      // as the payer knows the patient
using FacilityId = base::Strong<struct FacilityIdTag>;  // NPI of a facility in the directory

/// The numbers a determination may hand out, drawn before deciding so that deciding stays a pure function.
struct Numbers {
  std::string certification;  // what a claim has to quote (HCR02, reviewAction.number)
  std::string reference;      // administrative reference for everything else (REF*NT)
  std::string trace;          // the UMO's own trace (TRN*1), also the base of attachment control numbers

  friend bool operator==(const Numbers&, const Numbers&) = default;
};

}  // namespace precert
