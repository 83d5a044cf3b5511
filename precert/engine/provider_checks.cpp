// See provider_checks.hpp.
#include "precert/engine/provider_checks.hpp"

#include <algorithm>

#include "precert/engine/parties.hpp"

namespace precert {
namespace {

bool has_bad_npi(const Rulebook& rulebook, const Party& party) {
  const std::string npi = party.npi();
  return rulebook.payer.refuse_bad_npi && !npi.empty() && !npi_is_valid(npi);
}

Refusal npi_refusal(const Rulebook& rulebook, Level level, int index, const Source& source) {
  Refusal refusal = refusal_of(rulebook, level, "43", FollowUp::correct_and_resubmit,
                               "The check digit of the NPI does not fit.");
  refusal.index = index;
  refusal.element = "NM1-09";
  refusal.source = source;
  return refusal;
}

/// Groups change with the coverage: one of any time will do. Nothing is compared where the payer has none on
/// file.
bool names_another_group(const EventContext& event) {
  if (event.facts.member == nullptr) return false;
  const std::string& said = event.request.insurance.group;
  const auto& spans = event.facts.member->coverage;
  const auto known = [](const CoverageSpan& span) { return !span.group.empty(); };
  const auto same = [&](const CoverageSpan& span) { return span.group == said; };
  return !said.empty() && std::ranges::any_of(spans, known) && std::ranges::none_of(spans, same);
}

}  // namespace

std::vector<Refusal> naming_refusals_of(const EventContext& event) {
  std::vector<Refusal> found;
  const std::vector<Party>& providers = event.request.event.providers;
  for (std::size_t i = 0; i < providers.size(); ++i) {
    if (!has_bad_npi(event.rulebook, providers[i])) continue;
    found.push_back(
        npi_refusal(event.rulebook, Level::event_provider, static_cast<int>(i) + 1, providers[i].source));
  }
  if (names_another_group(event)) {
    found.push_back(refusal_of(event.rulebook, Level::subscriber, "78", FollowUp::correct_and_resubmit,
                               "Check the group number against the member card."));
    found.back().element = "REF-02";
    found.back().source = event.request.insurance.source;
  }
  return found;
}

std::vector<Refusal> naming_refusals_of(const LineContext& context) {
  for (const Party& party : context.line.providers) {
    if (!has_bad_npi(context.rulebook(), party)) continue;
    return {npi_refusal(context.rulebook(), Level::service_provider, context.line.sequence, party.source)};
  }
  return {};
}

}  // namespace precert
