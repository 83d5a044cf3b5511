// What the Questionnaire writer and the QuestionnaireResponse reader share: link ids, coded answers,
// conditions. Inside of mappers/fhir/.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "mappers/fhir/questionnaire.hpp"
#include "precert/criteria/units.hpp"

namespace mappers {

/// Coded answers. Yes and No are LOINC's; "not in the record" is a valid choice of every coded question
/// (SC-31).
namespace answer_codes {
inline constexpr std::string_view yes = "LA33-6";
inline constexpr std::string_view no = "LA32-8";
inline constexpr std::string_view unknown = "unknown";  // of data-absent-reason
}  // namespace answer_codes

// Link ids: the question of a fact has the fact's id. A paper that may be attested instead has a group of
// both.
[[nodiscard]] std::string help_link(const precert::Fact& fact);      // display: why it is asked
[[nodiscard]] std::string document_link(const precert::Fact& fact);  // the attachment
[[nodiscard]] std::string group_link(const precert::Fact& fact);     // around attachment and attestation
inline constexpr std::string_view about_link = "about";              // display: what the criterion says
inline constexpr std::string_view closing_link = "closing";          // display: nothing is left to ask

/// True when the fact takes an answer.
[[nodiscard]] bool takes_answer(const precert::Fact& fact);

/// True when the answers of a question are codes: it offers Unknown then.
[[nodiscard]] bool is_coded(const precert::Fact& fact);
/// True when its item is required: it offers Unknown, and nothing is assumed when nobody answers. A paper
/// never is: it may be attached or attested.
[[nodiscard]] bool is_required(const precert::Fact& fact);

using precert::ucum_of;

/// enableWhen with enableBehavior where the condition is one comparison or some of which any suffices, else
/// enableWhenExpression in FHIRPath; nothing for an item that is always enabled.
///
/// An item is enabled until answers rule it out: what is not answered, or answered "unknown", rules nothing
/// out. R4 leaves open what `!=` means without an answer, so a conjunction is FHIRPath, which does not.
void write_enabling(json::Writer& out, const precert::Rulebook& rulebook, const precert::FormItem& item);
/// True when the condition is written as an extension (to be written with the item's other extensions).
[[nodiscard]] bool enabled_by_expression(const precert::Rulebook& rulebook, const precert::FormItem& item);
/// The FHIRPath of the condition, over the QuestionnaireResponse as %resource.
[[nodiscard]] std::string enabling_path(const precert::Rulebook& rulebook, const precert::FormItem& item);

}  // namespace mappers
