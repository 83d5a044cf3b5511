// What an answer showed of stored things: said by whoever writes the answer, kept in the access log (SC-69).
#pragma once

#include <cstdint>
#include <string>

namespace gateway {

/// The numbers of these enums are on disk: DO NOT CHANGE, add at the end.
enum class LookUpKind : std::uint8_t {
  review = 0,  // a case: its request, its decision, its status
  check = 1,
  document = 2,
  letter = 3,
  message = 4,  // bytes as they were received
  search = 5,   // for cases, checks, documents or letters; what it found stands in entries of its own
};
enum class LookUpOutcome : std::uint8_t {
  shown = 0,
  not_found = 1,
  refused = 2,  // there is one, but not for this client
};

/// One thing that an answer showed, or that was looked for in vain. Ids only, never what stands in them.
struct LookedAt {
  LookUpKind kind = LookUpKind::review;
  std::string id;       // of the thing; "" = a search
  std::string case_id;  // the case it belongs to; "" = none is known
  LookUpOutcome outcome = LookUpOutcome::shown;

  friend bool operator==(const LookedAt&, const LookedAt&) = default;
};

}  // namespace gateway
