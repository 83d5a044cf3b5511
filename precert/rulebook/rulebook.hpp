// The payer's rules as data: products, service catalogue, policies, criteria, facts and questions, vendors,
// calendar, promises of turnaround. YAML files in, one immutable Rulebook out; every decision records its
// version.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/date.hpp"
#include "base/result.hpp"

namespace precert {

class Rulebook;  // precert/rulebook/tables.hpp has what determine() reads

/// One YAML file of a rulebook. The caller reads it; nothing here opens files.
struct RulebookFile {
  std::string name;  // as shown in messages: "services.yaml"
  std::string text;
};

/// Compiles and cross-checks a rulebook. Errors (rule_invalid) name file, line and remedy, all of them at
/// once. Keys nobody knows are errors: a misspelt rule must not be silently off.
[[nodiscard]] base::Result<std::shared_ptr<const Rulebook>> rulebook_from(
    std::span<const RulebookFile> files);

/// Hash of the files' contents: equal files give equal versions.
[[nodiscard]] const std::string& version_of(const Rulebook& rulebook);

/// `rules search`: services that match a code, keyword, synonym, misspelling or category, and what a product
/// requires of each, as lines for people. `product` may be "".
[[nodiscard]] std::string search_report(const Rulebook& rulebook, std::string_view query,
                                        std::string_view product);

/// `rules check`: contradictions, unreachable and idle policies, gaps, unanswerable criteria, strange codes,
/// each with file, line and remedy; empty when all is well. `today` tells what is over; nullopt = the date of
/// the payer's list.
[[nodiscard]] base::Issues findings_of(const Rulebook& rulebook,
                                       std::optional<base::Date> today = std::nullopt);

}  // namespace precert
