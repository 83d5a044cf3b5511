#include "mappers/fhir/crd_coverage.hpp"

#include <algorithm>
#include <array>

#include "parsers/fhir/resource_view.hpp"

namespace mappers {
namespace {

using base::Issue;
using base::IssueCode;
using base::Issues;
using precert::Party;
using precert::PartyRole;

enum class Standing : std::uint8_t { ours, not_said, of_another };

Party payor_of(const RequestReader& reader, const json::Value& coverage) {
  return party_from(reader, fhir::first(coverage, "payor"), PartyRole::payer);
}

Standing standing_of(const Party& payor, const precert::Rulebook& rulebook) {
  if (payor.identifiers.empty()) return Standing::not_said;
  const bool ours = std::any_of(payor.identifiers.begin(), payor.identifiers.end(),
                                [&](const precert::Identifier& one) { return rulebook.is_payer(one.value); });
  return ours ? Standing::ours : Standing::of_another;
}

/// Drafts and what was entered in error say nothing. Whether one that has ended counts is for the payer to
/// say.
bool is_said(const json::Value& coverage) {
  const std::string_view status = fhir::text(coverage, "status");
  return status != "draft" && status != "entered-in-error" && !fhir::text(coverage, "id").empty();
}

Issues several() {
  return Issue{
      IssueCode::fhir_value_invalid, "Coverage",
      "Several coverages could be meant: send the one of this payer, or the payor's identifier with each."};
}

}  // namespace

base::Result<std::vector<json::Value>> coverages_with(const precert::Rulebook& rulebook,
                                                      const HookRecord& record, const RequestReader& reader) {
  std::vector<json::Value> ours, not_said;
  std::size_t others = 0;
  for (const fhir::Entry& entry : record.bundle->entries()) {
    if (entry.type != "Coverage" || !is_said(entry.resource)) continue;
    switch (standing_of(payor_of(reader, entry.resource), rulebook)) {
      case Standing::ours: ours.push_back(entry.resource); break;
      case Standing::not_said: not_said.push_back(entry.resource); break;
      case Standing::of_another: ++others; break;
    }
  }
  if (!ours.empty()) return ours;
  if (not_said.size() == 1) return not_said;
  if (not_said.size() > 1) return several();
  return Issues(Issue{IssueCode::fhir_structure, "Coverage",
                      others > 0 ? "The coverage is another payer's: ask there."
                                 : "Send the patient's Coverage with this payer."});
}

base::Result<std::vector<json::Value>> coverages_of(const json::Value& order,
                                                    const std::vector<json::Value>& ours,
                                                    const RequestReader& reader) {
  if (ours.size() == 1) return ours;
  std::vector<json::Value> named;
  for (const json::Value reference : fhir::list(order, "insurance")) {
    const json::Value coverage = reader.target(reference);
    const bool one_of_ours = std::any_of(ours.begin(), ours.end(),
                                         [&](const json::Value& one) { return one.same_place(coverage); });
    if (one_of_ours) named.push_back(coverage);
  }
  if (named.empty()) return several();
  return named;
}

void read_insured(const RequestReader& reader, const json::Value& patient, const json::Value& coverage,
                  const precert::Rulebook& rulebook, precert::CoverageQuestion& question) {
  precert::ReviewRequest people;
  read_people_of(reader, patient, coverage, people);
  question.subscriber = std::move(people.subscriber);
  question.dependent = std::move(people.dependent);
  question.insurance = std::move(people.insurance);
  question.payer = payor_of(reader, coverage);
  if (question.payer.identifiers.empty() && !rulebook.payer.ids.empty()) {
    question.payer.identifiers.push_back({precert::IdentifierKind::payer_id, rulebook.payer.ids.front(), {}});
  }
}

}  // namespace mappers
