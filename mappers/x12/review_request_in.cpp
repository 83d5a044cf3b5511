// 278 X217 request -> model.
#include "mappers/codes/x12_codes.hpp"
#include "mappers/model/canonical.hpp"
#include "mappers/x12/event_in.hpp"
#include "mappers/x12/levels_in.hpp"
#include "mappers/x12/review_request.hpp"
#include "mappers/x12/values.hpp"

namespace mappers {
namespace {

/// BHT02; 13 with BHT06 RU is a reservation as well. Rule: 005010X217 BHT.
precert::Purpose purpose_from(const x12::SegmentView& bht) {
  if (bht.element(2) == "01") return precert::Purpose::cancellation;
  if (bht.element(2) == "36" || bht.element(6) == "RU") return precert::Purpose::reservation;
  return precert::Purpose::request;
}

}  // namespace

base::Result<precert::ReviewRequest> review_request_from(const x12::LoopTree& tree,
                                                         const x12::InterchangeHeader& interchange,
                                                         const x12::GroupHeader& group) {
  base::Issues issues;
  ValueReader read(issues);
  base::Result<precert::ReviewRequest> made(
      boost::system::in_place_value);  // where the caller wants it: it is large
  precert::ReviewRequest& request = *made;
  request.transmission = transmission_from(interchange, group);
  const x12::LoopView set = x12::root(tree);
  request.purpose = purpose_from(set.segment("BHT"));
  read_header(set, request, read);
  const x12::LoopView event = read_levels(set, request.umo, request.requester, request, read);
  read_event(event, request, read);
  int sequence = 0;
  event.each_loop("2000F",
                  [&](const x12::LoopView& service) { read_service(service, ++sequence, request, read); });
  if (issues.fatal()) {
    made = std::move(issues);
  } else {
    make_canonical(request);
  }
  return made;
}

}  // namespace mappers
