// What answers an X12 input, as the tests of this folder see it: the segments of TA1 and 999 without
// envelopes, in the order in which a gateway finds them out.
#pragma once

#include <string>
#include <string_view>

#include "mappers/issues/ack_999.hpp"
#include "mappers/issues/ta1.hpp"
#include "parsers/x12/check.hpp"
#include "parsers/x12/guide.hpp"
#include "parsers/x12/reader.hpp"

namespace mappers {

inline std::string_view direction_of(const x12::TransactionSet& set) {
  return x12::SegmentView(set.tokens, 1).element(2) == "11" ? "response" : "request";
}

/// One segment a line; X217 only.
inline std::string acknowledgment_of(std::string_view text, const AckOptions& options = {},
                                     const x12::CheckOptions& check_options = {}) {
  std::string out;
  const x12::Delimiters delimiters{.segment = '\n'};
  x12::Writer writer(out, delimiters);
  x12::LoopTree tree;
  for (const x12::InterchangeScan& one : x12::scan(text)) {
    const bool refused = !one.faults.empty();
    write_ta1(writer, one.header, refused ? InterchangeVerdict::rejected : InterchangeVerdict::accepted,
              refused ? &one.faults.front() : nullptr);
    if (refused) continue;
    x12::Reader reader(text.substr(one.begin, one.end - one.begin));
    std::size_t group = 0;
    std::unique_ptr<Ack999> ack;
    std::vector<x12::Fault> group_faults;
    for (x12::Event event = reader.next(); event != x12::Event::done; event = reader.next()) {
      if (event == x12::Event::group) {
        group_faults = one.groups[group++].faults;
        const auto refusal =
            x12::group_refusal(reader.group(), reader.group().version == "005010X217" ? "005010X217" : "");
        if (refusal) group_faults.insert(group_faults.begin(), *refusal);
        ack = std::make_unique<Ack999>(reader.group(), delimiters, options);
      } else if (event == x12::Event::transaction_set) {
        std::vector<x12::Fault> faults;
        x12::check(reader.set(), *x12::guide_for("005010X217", direction_of(reader.set())), check_options,
                   tree, faults);
        ack->add(reader.set(), faults);
      } else if (event == x12::Event::group_end) {
        ack->write(writer, "0001", group_faults, reader.group_count_received());
      }
    }
  }
  return out;
}

}  // namespace mappers
