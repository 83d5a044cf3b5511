// 278 X215 inquiry -> model: the example a request would be, and the keys a request cannot say.
#include "mappers/codes/x12_codes.hpp"
#include "mappers/model/canonical.hpp"
#include "mappers/x12/event_in.hpp"
#include "mappers/x12/inquiry.hpp"
#include "mappers/x12/levels_in.hpp"

namespace mappers {
namespace {

/// UM01, UM02, HCR01 and DTP 102, 036, 007 of either level.
precert::SearchKeys keys_from(const x12::LoopView& loop, int sequence, ValueReader& read) {
  precert::SearchKeys keys;
  keys.sequence = sequence;
  const x12::SegmentView um = loop.segment("UM");
  keys.category = from_x12<precert::RequestCategory>(um.element(1));
  keys.certification = from_x12<precert::CertificationType>(um.element(2));
  keys.issued = read.period(loop.segment("DTP", "102"), 2);
  keys.expires = read.period(loop.segment("DTP", "036"), 2);
  keys.effective = read.period(loop.segment("DTP", "007"), 2);
  keys.action = from_x12<precert::ReviewAction>(loop.segment("HCR").element(1));
  return keys;
}

/// A level that has no keys of its own gets no entry.
void add_keys(precert::Inquiry& inquiry, precert::SearchKeys keys) {
  precert::SearchKeys none;
  none.sequence = keys.sequence;
  if (keys != none) inquiry.keys.push_back(std::move(keys));
}

}  // namespace

base::Result<precert::Inquiry> inquiry_from(const x12::LoopTree& tree,
                                            const x12::InterchangeHeader& interchange,
                                            const x12::GroupHeader& group) {
  base::Issues issues;
  ValueReader read(issues);
  precert::Inquiry inquiry;
  precert::ReviewRequest& example = inquiry.example;
  example.transmission = transmission_from(interchange, group);
  const x12::LoopView set = x12::root(tree);
  read_header(set, example, read);
  const x12::LoopView event = read_levels(set, example.umo, example.requester, example, read);
  read_event(event, example, read);
  precert::SearchKeys of_event = keys_from(event, 0, read);
  if (!example.event.discharge) of_event.discharged = read.period(event.segment("DTP", "096"), 2);
  add_keys(inquiry, std::move(of_event));
  int sequence = 0;
  event.each_loop("2000F", [&](const x12::LoopView& service) {
    read_service(service, ++sequence, example, read);
    add_keys(inquiry, keys_from(service, sequence, read));
  });
  if (issues.fatal()) return issues;
  make_canonical(example);
  return inquiry;
}

}  // namespace mappers
