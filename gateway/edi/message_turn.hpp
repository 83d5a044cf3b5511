// One message of interchanges on its way through: what its sets may use, and what has come of them so far.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "gateway/app/knowledge.hpp"
#include "gateway/app/services.hpp"
#include "gateway/review/known_cases.hpp"
#include "gateway/store/records.hpp"
#include "parsers/x12/delimiters.hpp"
#include "parsers/x12/reader.hpp"
#include "precert/model/codes.hpp"

namespace gateway {

class UpstreamReviews;

/// Whose control numbers: "ZZ:SUBMITTER>ZZ:UMO", ISA05 to ISA08.
[[nodiscard]] std::string pair_of(const x12::InterchangeHeader& header);

/// An exchange that stores nothing: committing it says control_number_reused when others have used some of
/// the numbers, else version_conflict.
[[nodiscard]] Exchange question_about(std::vector<ControlNumber> numbers);

/// How a message is answered.
enum class AnswerMode : std::uint8_t {
  real_time,  // the responses; TA1 and 999 for what was rejected
  together,   // the responses, a TA1 when it is asked for and a 999 for every group, in one interchange
  apart,      // the same as two streams: acknowledgments and responses
};

/// What all interchanges of a message share. Everything in `exchange` commits together.
struct MessageTurn {
  MessageTurn(Services& with, std::string message_id, base::Instant at, AnswerMode how)
      : services(with),
        knowledge(with.knowledge.current()),
        message(std::move(message_id)),
        received(at),
        mode(how) {}

  /// The next own control number: one that was drawn for this message before, when it is gone through again.
  /// Errors: store_unavailable.
  [[nodiscard]] base::Result<std::uint32_t> number(std::string_view kind);

  Services& services;
  const Snapshot knowledge;
  const std::string message;  // the id its bytes are kept under
  const base::Instant received;
  const AnswerMode mode;
  /// What payers that decide elsewhere say; nullptr = not asked yet.
  const UpstreamReviews* upstream = nullptr;
  /// Payers that did not answer, and are not waited for again (a batch: in this step).
  std::set<std::string> silent;

  Exchange exchange;
  KnownCases known;                            // of a batch: earlier cases that were read for its sets so far
  std::vector<precert::ReviewAction> decided;  // one a service line, counted once it is durable
  std::vector<Rejection> rejected;             // counted then as well
  bool skipping = false;                       // what comes was answered before a restart: only counted

  using Number = std::pair<std::string, std::string>;  // ControlNumber::pair and number
  std::set<Number> refused;                            // used before by others, as the store has said
  std::set<Number> seen;                               // in this message
  std::vector<std::uint32_t> numbers;                  // own numbers drawn for this message, in order
  std::size_t numbers_used = 0;

  std::uint64_t sets = 0;  // of this message so far, the one at hand included
  /// Sets whose answers' data held a delimiter, and the delimiters from their answers on.
  std::map<std::uint64_t, x12::Delimiters> clashes;
  std::uint64_t said = 1;  // digest of what was said of each set: accepted, or the faults it had
};

}  // namespace gateway
