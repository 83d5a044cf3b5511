// Whether answers answer a form of ours: link ids of somebody else's form may mean anything.
#pragma once

#include <vector>

#include "base/issue.hpp"
#include "base/result.hpp"
#include "gateway/app/services.hpp"
#include "precert/rulebook/rulebook.hpp"

namespace gateway {

/// Takes the answers out whose form was never issued here: its canonical is not under a FHIR base of this
/// gateway, no form has that id, or none had the version behind the "|". Answers that name no form stay. Each
/// such form is told once as a warning in `remarks` (nullptr: not told); what was sent is kept as it came.
/// Errors: store_unavailable. Rule: DTR spec-122, the canonical of the package.
[[nodiscard]] base::Result<void> leave_out_foreign(std::vector<precert::Answer>& answers,
                                                   base::Issues* remarks, const Services& services);

/// Notes every form of the rulebook as issued; the first time, those of the rulebooks that were kept before
/// too. Errors: store_unavailable.
[[nodiscard]] base::Result<void> note_issued_forms(const precert::Rulebook& rulebook, Store& store);

}  // namespace gateway
