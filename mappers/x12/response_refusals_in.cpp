// See response_refusals_in.hpp.
#include "mappers/x12/response_refusals_in.hpp"

#include <array>
#include <string_view>

#include "mappers/codes/x12_codes.hpp"
#include "mappers/model/certified.hpp"
#include "mappers/x12/party_in.hpp"
#include "mappers/x12/response_service_in.hpp"

namespace mappers {
namespace {

using precert::Level;
using x12::LoopView;
using x12::SegmentView;

struct Named {
  std::string_view code;
  std::string_view element;
};
/// Reasons of list 901 that name a datum.
constexpr std::array<Named, 22> named{{{"43", "NM1-09"}, {"44", "NM1-03"}, {"45", "PRV-03"}, {"46", "PER-04"},
                                       {"47", "N4-02"},  {"51", "NM1-09"}, {"57", "DTP-03"}, {"58", "DMG-02"},
                                       {"60", "DMG-02"}, {"64", "NM1-09"}, {"65", "NM1-03"}, {"66", "DMG-03"},
                                       {"71", "DMG-02"}, {"72", "NM1-09"}, {"73", "NM1-03"}, {"74", "DMG-03"},
                                       {"75", "NM1-09"}, {"79", "NM1-09"}, {"97", "N3-01"},  {"AF", "HI-01"},
                                       {"AG", "SV1-01"}, {"T4", "NM1-03"}}};

std::string_view element_of(std::string_view code, Level level) {
  if (level == Level::umo_level) return {};  // about the transaction as such
  for (const Named& one : named) {
    if (one.code == code) return one.element;
  }
  return {};
}

/// Where a refused part stands in the request, and which of several it is.
struct About {
  Level level;
  const precert::Source* source;
  int index = 0;
};

void read_level(const LoopView& loop, const About& about, std::string_view words,
                precert::Determination& determination) {
  loop.each_segment("AAA", [&](const SegmentView& aaa) {
    precert::Refusal refusal;
    refusal.level = about.level;
    refusal.index = about.index;
    refusal.code = aaa.element(3);
    refusal.follow_up =
        from_x12<precert::FollowUp>(aaa.element(4)).value_or(precert::FollowUp::do_not_resubmit);
    refusal.words = words;
    refusal.element = element_of(refusal.code, about.level);
    if (about.source != nullptr) refusal.source = *about.source;
    determination.refusals.push_back(std::move(refusal));
  });
}

const precert::ServiceLine* line_of(const precert::ReviewRequest& asked, int sequence) {
  for (const precert::ServiceLine& line : asked.services) {
    if (line.sequence == sequence) return &line;
  }
  return nullptr;
}

/// 1-based place of the refused provider among those of the request; 0 when it is none of them.
int provider_index(const LoopView& loop, const std::vector<precert::Party>& asked) {
  base::Issues unread;
  ValueReader read(unread);
  const precert::Party told = party_from(loop, read);
  for (std::size_t i = 0; i < asked.size(); ++i) {
    if (same_party(asked[i], told)) return static_cast<int>(i + 1);
  }
  return 0;
}

void read_event_level(const LoopView& event, const precert::ReviewRequest& asked,
                      precert::Determination& determination) {
  const std::string_view words = event.segment("MSG").element(1);
  read_level(event, {Level::event, &asked.event.source}, words, determination);
  event.each_loop("2010EA", [&](const LoopView& loop) {
    const int index = provider_index(loop, asked.event.providers);
    const precert::Source* const source =
        index == 0 ? nullptr : &asked.event.providers[static_cast<std::size_t>(index) - 1].source;
    read_level(loop, {Level::event_provider, source, index}, words, determination);
  });
  event.each_loop("2010EC", [&](const LoopView& loop) {
    read_level(loop, {Level::event, &asked.event.source}, words, determination);
  });
}

void read_service_level(const LoopView& service, const precert::ReviewRequest& asked, int sequence,
                        precert::Determination& determination) {
  const precert::ServiceLine* const line = line_of(asked, sequence);
  const precert::Source* const source = line == nullptr ? nullptr : &line->source;
  const std::string_view words = service.segment("MSG").element(1);
  read_level(service, {Level::service, source, sequence}, words, determination);
  service.each_loop("2010FA", [&](const LoopView& loop) {
    read_level(loop, {Level::service_provider, source, sequence}, words, determination);
  });
}

}  // namespace

void read_refusals(const LoopView& set, const precert::ReviewRequest& asked,
                   precert::Determination& determination) {
  const LoopView umo = set.loop("2000A");
  const LoopView requester = umo.loop("2000B");
  const LoopView subscriber = requester.loop("2000C");
  const LoopView dependent = subscriber.loop("2000D");
  read_level(umo, {Level::umo_level, nullptr}, {}, determination);
  read_level(umo.loop("2010A"), {Level::umo, &asked.umo.source}, {}, determination);
  requester.each_loop("2010B", [&](const LoopView& loop) {
    read_level(loop, {Level::requester, &asked.requester.source}, {}, determination);
  });
  read_level(subscriber.loop("2010C"), {Level::subscriber, &asked.subscriber.source}, {}, determination);
  read_level(dependent.loop("2010D"), {Level::dependent, &asked.patient().source}, {}, determination);
  const LoopView event = (dependent ? dependent : subscriber).loop("2000E");
  read_event_level(event, asked, determination);
  const std::vector<int> sequences = sequences_of(event, asked);
  std::size_t at = 0;
  event.each_loop("2000F", [&](const LoopView& service) {
    read_service_level(service, asked, sequences[at++], determination);
  });
}

}  // namespace mappers
