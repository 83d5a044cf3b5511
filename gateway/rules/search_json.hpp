// What rules search found, as JSON for pages and programs.
#pragma once

#include <string>
#include <string_view>

#include "precert/rulebook/search.hpp"

namespace gateway {

/// {"query", "date", "rulebook", "total", "services": [{"system", "code", "title", "category", "edition",
/// "unlisted", "plans": [{"product", "requires", "policy", "words", "criteria": {…}, "vendor": {…},
/// "limits"}]}], "summary": [{"product", "required", "not_required", "excluded", "vendor_managed"}],
/// "words"}.
[[nodiscard]] std::string search_json(const precert::Rulebook& rulebook, std::string_view query,
                                      base::Date day, const precert::RuleSearch& found);

}  // namespace gateway
