// Refusals of a coverage question -> AAA of a 271.
#include <algorithm>
#include <array>

#include "mappers/codes/x12_codes.hpp"
#include "mappers/x12/eligibility_response_parts.hpp"
#include "mappers/x12/refusals.hpp"

namespace mappers {
namespace {

using precert::Level;
using precert::Refusal;

/// Source: 005010X279A1 response, AAA.
struct AaaList {
  AaaLoop loop;
  std::string_view name;
  std::string_view reasons;       // AAA03
  std::string_view other_reason;  // for a reason that this loop does not have
};
constexpr std::array<AaaList, 6> lists{{
    {AaaLoop::source_level, "2000A", " 04 41 42 79 ", "42"},
    {AaaLoop::source, "2100A", " 04 41 42 79 80 T4 ", "79"},
    {AaaLoop::receiver, "2100B", " 15 41 43 44 45 46 47 48 50 51 79 97 T4 ", "15"},
    {AaaLoop::subscriber, "2100C", " 15 35 42 43 45 47 48 49 51 52 56 57 58 60 61 62 63 71 72 73 74 75 76 78 ", "15"},
    {AaaLoop::dependent, "2100D", " 15 35 42 43 45 47 48 49 51 52 56 57 58 60 61 62 63 64 65 66 67 68 71 77 ", "15"},
    {AaaLoop::benefit, "2110", " 15 33 52 53 54 55 56 57 60 61 62 63 69 70 98 AA AE AF AG AO CI E8 IA MA ", "33"},
}};

const AaaList& list_of(AaaLoop loop) { return lists[static_cast<std::size_t>(loop)]; }

bool holds(const AaaList& list, std::string_view code) {
  return !code.empty() && list.reasons.find(" " + std::string(code) + " ") != std::string_view::npos;
}

/// AAA01 Y: the question is good, but this side cannot answer it.
std::string_view validity(const Refusal& refusal) { return refusal.code == "42" ? "Y" : "N"; }

AaaLoop loop_of(bool at_dependent, const Refusal& refusal) {
  const AaaLoop patient = at_dependent ? AaaLoop::dependent : AaaLoop::subscriber;
  switch (refusal.level) {
    case Level::umo_level: return AaaLoop::source_level;
    case Level::umo: return AaaLoop::source;
    case Level::requester: return AaaLoop::receiver;
    case Level::subscriber: return AaaLoop::subscriber;
    case Level::dependent: return AaaLoop::dependent;
    case Level::event:
    case Level::event_provider: return holds(list_of(patient), refusal.code) ? patient : AaaLoop::benefit;
    case Level::service:
    case Level::service_provider: return AaaLoop::benefit;
  }
  return AaaLoop::benefit;
}

Aaa aaa_in(AaaLoop at, const Refusal& refusal) {
  const AaaList& list = list_of(at);
  const std::string_view reason =
      holds(list, refusal.code) ? std::string_view(refusal.code) : list.other_reason;
  return {list.name, validity(refusal), reason, x12_code(refusal.follow_up)};
}

}  // namespace

Aaa coverage_aaa_from(bool at_dependent, const Refusal& refusal) {
  return aaa_in(loop_of(at_dependent, refusal), refusal);
}

void write_eligibility_refusals(x12::Writer& out, AaaLoop at, const std::vector<const Refusal*>& refusals) {
  constexpr std::size_t segments_max = 9;
  for (std::size_t i = 0; i < std::min(refusals.size(), segments_max); ++i) {
    const Aaa aaa = aaa_in(at, *refusals[i]);
    out.segment("AAA", {aaa.validity, "", aaa.reason, aaa.follow_up});
  }
}

std::vector<const Refusal*> refusals_in(const Answering271& answering, AaaLoop loop) {
  std::vector<const Refusal*> found;
  for (const Refusal& refusal : answering.answer.refusals) {
    if (loop_of(answering.at_dependent(), refusal) == loop) found.push_back(&refusal);
  }
  return found;
}

}  // namespace mappers
