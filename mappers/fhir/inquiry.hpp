// PAS Inquiry Request Bundle -> model.
#pragma once

#include "base/result.hpp"
#include "mappers/fhir/pas_version.hpp"
#include "parsers/fhir/bundle.hpp"
#include "precert/model/inquiry.hpp"

namespace mappers {

/// The inquiry that a PAS Inquiry Request Bundle makes: the Claim is an example of the request that is looked
/// for. Claim.identifier names the inquiry and becomes a trace, never a key. billablePeriod is the span to
/// look in (the patientEvent date where it is absent); an item of code `not-applicable` means any service.
/// Warnings go to `skipped`. Errors: fhir_structure when there is no Claim; fhir_code_invalid for an item
/// whose service has no code that can be looked for, since it would ask for any service; fhir_value_invalid
/// as for a request. Rule: PAS 2.2.1 specification, Claim Inquiry, spec-43.
[[nodiscard]] base::Result<precert::Inquiry> inquiry_from(const fhir::Bundle& bundle, PasVersion version,
                                                          base::Issues* skipped = nullptr);

}  // namespace mappers
