// 278 X217 request -> model: the header and the levels above the event.
#include "mappers/codes/x12_codes.hpp"
#include "mappers/model/canonical.hpp"
#include "mappers/x12/event_in.hpp"
#include "mappers/x12/party_in.hpp"
#include "mappers/x12/review_request.hpp"
#include "mappers/x12/values.hpp"

namespace mappers {
namespace {

/// BHT02; 13 with BHT06 RU is a reservation as well (x12-278 reference 3.2).
precert::Purpose purpose_from(const x12::SegmentView& bht) {
  if (bht.element(2) == "01") return precert::Purpose::cancellation;
  if (bht.element(2) == "36" || bht.element(6) == "RU") return precert::Purpose::reservation;
  return precert::Purpose::request;
}

/// BHT04 and BHT05 (HHMM, HHMMSS, or with hundredths, which carry no meaning here), taken as UTC.
base::Instant instant_from(const x12::SegmentView& bht, ValueReader& read) {
  base::Instant at{};
  if (const auto day = read.date(bht, 4)) at += std::chrono::days(day->days());
  const std::string_view time = bht.element(5);
  const auto two_digits = [&](std::size_t from) {
    if (time.size() < from + 2) return 0;
    return (time[from] - '0') * 10 + (time[from + 1] - '0');
  };
  return at + std::chrono::hours(two_digits(0)) + std::chrono::minutes(two_digits(2)) +
         std::chrono::seconds(two_digits(4));
}

void read_header(const x12::LoopView& set, precert::ReviewRequest& request, ValueReader& read) {
  const x12::SegmentView bht = set.segment("BHT");
  request.purpose = purpose_from(bht);
  request.reference = bht.element(3);
  request.submitted = instant_from(bht, read);
}

}  // namespace

base::Result<precert::ReviewRequest> review_request_from(const x12::LoopTree& tree,
                                                         const x12::InterchangeHeader& interchange,
                                                         const x12::GroupHeader& group) {
  base::Issues issues;
  ValueReader read(issues);
  precert::ReviewRequest request;
  request.transmission = {text(interchange.sender), text(interchange.receiver), text(group.sender),
                          text(group.receiver)};
  const x12::LoopView set = x12::root(tree);
  read_header(set, request, read);
  const x12::LoopView umo = set.loop("2000A");
  request.umo = party_from(umo.loop("2010A"), read);
  const x12::LoopView requester = umo.loop("2000B");
  request.requester = party_from(requester.loop("2010B"), read);
  x12::LoopView patient = requester.loop("2000C");
  request.subscriber = person_from(patient.loop("2010C"), request.insurance, read);
  if (const x12::LoopView dependent = patient.loop("2000D")) {
    request.dependent = person_from(dependent.loop("2010D"), request.insurance, read);
    patient = dependent;
  }
  const x12::LoopView event = patient.loop("2000E");
  read_event(event, request, read);
  int sequence = 0;
  event.each_loop("2000F",
                  [&](const x12::LoopView& service) { read_service(service, ++sequence, request, read); });
  if (issues.fatal()) return issues;
  make_canonical(request);
  return request;
}

}  // namespace mappers
