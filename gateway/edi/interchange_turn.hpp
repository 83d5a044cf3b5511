// One interchange from ISA to IEA: what was received group by group, then what is answered. Nothing of it is decided
// before IEA is read, because a wrong IEA rejects the whole.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "gateway/app/services.hpp"
#include "gateway/review/commit.hpp"
#include "mappers/issues/ack_999.hpp"
#include "mappers/x12/envelope.hpp"
#include "parsers/x12/loop_view.hpp"
#include "parsers/x12/reader.hpp"
#include "precert/model/review_request.hpp"

namespace gateway {

/// Memory that is reused from set to set.
struct X12Scratch {
  x12::LoopTree tree;
  std::vector<x12::Fault> faults;
};

class InterchangeTurn {
 public:
  /// Lifetimes: `received` and everything it views outlive the turn.
  InterchangeTurn(const x12::InterchangeHeader& received, Services& services, const ReceivedMessage& message);

  void begin_group(const x12::GroupHeader& group);
  void take(const x12::TransactionSet& set, X12Scratch& scratch);
  void end_group(const x12::Reader& reader);

  /// Decides what was accepted and appends the answer to `prepared`: a TA1 when `faults` reject the interchange, else the
  /// responses and the 999s that are due. `batch`: TA1 and 999 for all of it. Errors: store_unavailable.
  [[nodiscard]] base::Result<void> finish(const std::vector<x12::Fault>& faults, bool batch, Prepared& prepared);

 private:
  struct Group {
    Group(const x12::GroupHeader& received, const x12::Delimiters& delimiters)
        : header(received), acknowledgment(received, delimiters) {}

    x12::GroupHeader header;
    mappers::Ack999 acknowledgment;
    std::vector<x12::Fault> faults;  // AK905: any drops the group
    std::string sets_announced;      // GE01 as it stood
    std::vector<precert::ReviewRequest> requests;  // of the accepted sets, in order

    [[nodiscard]] bool reviewed() const { return faults.empty() && !requests.empty(); }
    /// A 999 is due for what has something wrong, in batch for everything but a 999.
    [[nodiscard]] bool wants_999(bool batch) const;
  };

  void write_999s(x12::Writer& out, const mappers::Envelope& envelope, bool batch, std::uint32_t group_number) const;
  void review(Group& group, const x12::TransactionSet& set, X12Scratch& scratch);
  [[nodiscard]] base::Result<void> write_responses(Group& group, Prepared& prepared, x12::Writer& out);

  x12::InterchangeHeader received_;
  Services& services_;
  const ReceivedMessage& message_;
  std::deque<Group> groups_;  // a Group does not move
};

}  // namespace gateway
