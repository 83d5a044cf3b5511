// Segments that 270 and 271 share. Inside of mappers/x12/.
#pragma once

#include <string_view>
#include <vector>

#include "mappers/x12/output.hpp"
#include "mappers/x12/party_out.hpp"
#include "mappers/x12/segments_out.hpp"
#include "precert/model/coverage_question.hpp"

namespace mappers {

/// What one patient loop (2100C, 2100D) says.
struct PatientOut {
  std::string_view role;  // NM101: IL or 03
  const precert::Person& person;
  const precert::Insurance* insurance = nullptr;                          // the subscriber's
  std::vector<std::pair<std::string_view, std::string_view>> references;  // further REF01, REF02
  bool dependent = false;
  bool numbered = true;    // NM108, NM109: a 270 has none for a dependent
  bool corrected = false;  // 271: INS03 001, INS04 25
};

/// NM1, REF, N3, N4. Rule: 005010X279A1 2100C, 2100D.
void write_patient_name(Output& out, const PatientOut& patient, std::string_view where);
/// DMG, INS.
void write_patient_details(Output& out, const PatientOut& patient);

/// C003: EQ02, EB13. The description stands there only where there is no code.
void write_procedure_id(x12::Writer& out, const precert::Procedure& procedure);

/// ST and BHT of either. Rule: 005010X279A1 header, BHT01 0022.
void write_eligibility_header(Output& out, std::string_view set, std::string_view purpose,
                              std::string_view reference, std::string_view control_number, base::Instant at);

namespace loops {
extern const PartyLoop eligibility_payer, eligibility_requester, eligibility_answer_payer;
}  // namespace loops

}  // namespace mappers
