// The value sets of the rulebook: what it can be asked about, and the answers that its questions take. Their
// definition, and their expansion as of a day. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "mappers/fhir/questionnaire.hpp"
#include "parsers/json/writer.hpp"
#include "precert/rulebook/tables.hpp"

namespace mappers {

/// More codes than one answer of $expand carries; a client pages with offset.
inline constexpr std::size_t expansion_count_max = 1'000;

/// Ids of all value sets: "services" (all that are covered), "services-CATEGORY" for each category, "yes-no",
/// "choices-FACT" for each question with choices.
[[nodiscard]] std::vector<std::string> value_set_ids(const precert::Rulebook& rulebook);
/// The id that a canonical of this base names (a |version is passed over); "" when it is none of this base.
[[nodiscard]] std::string value_set_id_from(std::string_view base, std::string_view canonical);

/// What part of an expansion is wanted.
struct ExpansionWish {
  std::string filter;  // code, keyword, synonym or misspelling; "" = everything
  std::size_t offset = 0;
  std::size_t count = expansion_count_max;
  base::Date day;      // active codes as of this day
  base::Instant at{};  // when it is expanded
};

/// Appends the ValueSet with its definition (compose); false, and nothing written, when there is no such id.
[[nodiscard]] bool write_value_set(json::Writer& out, const precert::Rulebook& rulebook, std::string_view id,
                                   const FormPlace& place, base::Date day);
/// The same expanded: total of all that fits, the part that is wanted, best match first under a filter. Rule:
/// FHIR R4 valueset-operation-expand.
[[nodiscard]] bool write_expansion(json::Writer& out, const precert::Rulebook& rulebook, std::string_view id,
                                   const ExpansionWish& wish, const FormPlace& place);

}  // namespace mappers
