// The Library of a form: CQL that finds answers in the client's record, and the same as ELM. Both are written
// from one table of expressions, so they agree.
#pragma once

#include <string>

#include "mappers/fhir/questionnaire.hpp"

namespace mappers {

/// "mri-spine-prepopulation"; its URL is BASE/Library/ that.
[[nodiscard]] std::string library_id(const precert::Form& form);
[[nodiscard]] std::string library_url(const FormPlace& place, const precert::Form& form);
/// Library.name, the CQL library's name: "MriSpinePrepopulation".
[[nodiscard]] std::string library_name(const precert::Form& form);
/// The define that prepopulates a fact's item: "ConservativeCareWeeks"; "" when the record cannot say it.
[[nodiscard]] std::string prepopulation_define(const precert::Rulebook& rulebook, const precert::Fact& fact);

/// The texts themselves, before base64.
[[nodiscard]] std::string cql_of(const precert::Rulebook& rulebook, const precert::Form& form);
[[nodiscard]] std::string elm_of(const precert::Rulebook& rulebook, const precert::Form& form);

/// Library, type logic-library, content text/cql and application/elm+json. Every form has one.
void write_library(json::Writer& out, const precert::Rulebook& rulebook, const precert::Form& form,
                   const FormPlace& place);

}  // namespace mappers
