// See refusals.hpp.
#include "mappers/x12/refusals.hpp"

#include <algorithm>
#include <array>

#include "mappers/codes/x12_codes.hpp"
#include "mappers/x12/code_list.hpp"

namespace mappers {
namespace {

using precert::Level;

/// What AAA03 and AAA04 may say at each level. Source: 005010X217 response, AAA.
struct AaaLists {
  Level level;
  std::string_view loop;
  std::string_view reasons;       // AAA03
  std::string_view other_reason;  // for a reason that this loop does not have
  std::string_view follow_ups;    // AAA04
  std::string_view other_follow_up;
};
constexpr std::string_view event_reasons = " 15 33 52 56 57 60 61 62 AA AF AH AI AJ AK AM AN T5 ";
constexpr std::string_view provider_reasons = " 15 33 35 41 43 44 45 46 47 49 51 52 79 97 IP ";
constexpr std::array<AaaLists, 9> lists{{
    {Level::umo_level, "2000A", " 04 41 42 79 ", "42", " C N P Y ", "N"},
    {Level::umo, "2010A", " 42 79 80 T4 ", "79", " N P Y ", "N"},
    {Level::requester, "2010B", " 15 35 41 43 44 45 46 47 49 51 79 97 ", "15", " C N R ", "N"},
    {Level::subscriber, "2010C", " 58 64 65 66 67 68 71 72 73 74 75 76 77 78 79 95 ", "79", " C N ", "N"},
    {Level::dependent, "2010D", " 15 33 58 64 65 66 67 68 71 77 95 ", "33", " C N ", "N"},
    {Level::event, "2000E", event_reasons, "33", " C N ", "N"},
    {Level::event_provider, "2010EA", provider_reasons, "33", " C N ", "N"},
    {Level::service, "2000F", " 15 33 52 57 60 61 62 AA AG T5 ", "33", " C N ", "N"},
    {Level::service_provider, "2010FA", provider_reasons, "33", " C N ", "N"},
}};

constexpr bool each_stands_at_its_level() {
  for (std::size_t i = 0; i < lists.size(); ++i) {
    if (lists[i].level != static_cast<Level>(i)) return false;
  }
  return lists.size() == static_cast<std::size_t>(Level::service_provider) + 1;
}
static_assert(each_stands_at_its_level(), "a level without lists, or lists in another order than the levels");

/// AAA01: only 2000A may say Y, "valid, but not answerable here": when this side is down or does not take it.
std::string_view validity(Level at, const precert::Refusal& refusal) {
  return at == Level::umo_level && refusal.code == "42" ? "Y" : "N";
}

/// A resubmission that the loop cannot tell from a corrected one is still a resubmission.
std::string_view follow_up(const AaaLists& list, precert::FollowUp wanted) {
  const std::string_view code = x12_code(wanted);
  if (holds(list.follow_ups, code)) return code;
  const bool may_resubmit =
      wanted == precert::FollowUp::may_resubmit || wanted == precert::FollowUp::resubmit_original;
  return may_resubmit && holds(list.follow_ups, "C") ? "C" : list.other_follow_up;
}

}  // namespace

Aaa aaa_from(Level at, const precert::Refusal& refusal) {
  const AaaLists& list = lists.at(static_cast<std::size_t>(at));
  const std::string_view reason =
      holds(list.reasons, refusal.code) ? std::string_view(refusal.code) : list.other_reason;
  return {list.loop, validity(at, refusal), reason, follow_up(list, refusal.follow_up)};
}

void write_refusals(x12::Writer& out, Level at, const std::vector<const precert::Refusal*>& refusals) {
  constexpr std::size_t segments_max = 9;
  for (std::size_t i = 0; i < std::min(refusals.size(), segments_max); ++i) {
    const Aaa aaa = aaa_from(at, *refusals[i]);
    out.segment("AAA", {aaa.validity, "", aaa.reason, aaa.follow_up});
  }
}

std::vector<const precert::Refusal*> refusals_at(const precert::Determination& determination, Level level,
                                                 int index) {
  std::vector<const precert::Refusal*> found;
  for (const precert::Refusal& refusal : determination.refusals) {
    if (refusal.level == level && (index == 0 || refusal.index == index)) found.push_back(&refusal);
  }
  return found;
}

}  // namespace mappers
