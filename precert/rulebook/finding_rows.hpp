// The parts of `rules check`. Inside of precert/rulebook/.
#pragma once

#include <string>
#include <vector>

#include "precert/rulebook/tables.hpp"

namespace precert {

/// What a check may look at, and where it reports to.
struct Checked {
  const Rulebook& book;
  base::Date today;
  base::Issues& issues;

  void error(std::string where, std::string remedy) const {
    issues.add({base::IssueCode::rule_invalid, std::move(where), std::move(remedy), base::Severity::error});
  }
  void warning(std::string where, std::string remedy) const {
    issues.add({base::IssueCode::rule_invalid, std::move(where), std::move(remedy), base::Severity::warning});
  }
};

/// Policies that look equally closely at the same service, product and day: the order in the file would
/// decide.
void find_contradictions(const Checked& checked);
/// Policies that never get a word in.
void find_unreachable(const Checked& checked);
/// Policies that are over, and limits that never count.
void find_idle(const Checked& checked);

/// Categories, codes, products and spans of time that no policy speaks of.
void find_gaps(const Checked& checked);
/// Kinds of requests for which nothing says by when they are answered.
void find_unpromised(const Checked& checked);

/// Criteria that cannot be met or answered, editions that leave days out.
void find_criteria_faults(const Checked& checked);
/// Comparisons that every answer meets or none, and facts that cannot change what they are asked for.
void find_idle_comparisons(const Checked& checked);
/// Limits that another one is used up before, gold cards of nobody, suggestions of what is asked for anyway,
/// turnarounds that are misspelt.
void find_strange_policies(const Checked& checked);
/// Criteria, questions, vendors and promises that nothing refers to.
void find_unused(const Checked& checked);
/// Codes that cannot be codes, and code lists that have grown old.
void find_strange_codes(const Checked& checked);
/// Facilities with a number that is no NPI, and those that are never offered.
void find_strange_facilities(const Checked& checked);

}  // namespace precert
