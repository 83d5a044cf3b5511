// One EB of a 271 with everything that follows it. Inside of mappers/x12/.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mappers/x12/eligibility_messages.hpp"
#include "mappers/x12/output.hpp"
#include "precert/model/determination.hpp"
#include "precert/model/review_request.hpp"

namespace mappers {

/// One EB and the segments of its loop.
struct Eb {
  std::string_view code;                          // EB01
  std::vector<std::string> types = {};            // EB03; with a procedure it stays away
  std::string plan = {};                          // EB05
  std::string_view period = {};                   // EB06
  std::string_view quantity_kind = {};            // EB09
  std::string quantity = {};                      // EB10
  std::string_view authorization = {};            // EB11
  std::string_view network = {};                  // EB12
  const precert::Procedure* procedure = nullptr;  // EB13
  std::array<std::string, 3> rate = {};           // HSD01, 02, 03
  std::vector<std::string> held = {};             // REF*G1
  std::string referral = {};                      // REF*9F
  std::optional<base::Period> dates = {};         // DTP*472
  std::vector<const precert::Refusal*> refusals = {};
  Messages messages = {};
  std::string place = {};                     // III
  std::vector<precert::Party> entities = {};  // 2120
};

/// EB, HSD, REF, DTP, AAA, MSG, III and 2120. Rule: 005010X279A1 2110C, 2110D and below.
void write_eb(Output& out, const Eb& eb);

}  // namespace mappers
