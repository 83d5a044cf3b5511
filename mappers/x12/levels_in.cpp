// See levels_in.hpp.
#include "mappers/x12/levels_in.hpp"

#include "mappers/x12/party_in.hpp"

namespace mappers {
precert::Transmission transmission_from(const x12::InterchangeHeader& interchange,
                                        const x12::GroupHeader& group) {
  return {text(interchange.sender), text(interchange.receiver), text(group.sender), text(group.receiver),
          text(interchange.usage)};
}

void read_header(const x12::LoopView& set, precert::ReviewRequest& request, ValueReader& read) {
  const x12::SegmentView bht = set.segment("BHT");
  request.reference = bht.element(3);
  request.submitted = read.instant(bht, 4);
}

x12::LoopView read_levels(const x12::LoopView& set, precert::Party& first, precert::Party& second,
                          precert::ReviewRequest& request, ValueReader& read) {
  const x12::LoopView upper = set.loop("2000A");
  first = party_from(upper.loop("2010A"), read);
  const x12::LoopView lower = upper.loop("2000B");
  second = party_from(lower.loop("2010B"), read);
  x12::LoopView patient = lower.loop("2000C");
  if (!patient) return lower.loop("2000E");
  request.subscriber = person_from(patient.loop("2010C"), request.insurance, read);
  if (const x12::LoopView dependent = patient.loop("2000D")) {
    request.dependent = person_from(dependent.loop("2010D"), request.insurance, read);
    patient = dependent;
  }
  return patient.loop("2000E");
}

}  // namespace mappers
