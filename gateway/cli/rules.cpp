#include <cstdio>

#include "gateway/app/knowledge.hpp"
#include "gateway/cli/cli.hpp"

namespace gateway::cli {

int rules_check(const RulesOptions& options) {
  const auto rulebook = load_rulebook(options.rulebook);
  if (!rulebook) {
    print(rulebook.error());
    return bad_data;
  }
  const base::Issues findings = precert::findings_of(**rulebook);
  print(findings);
  if (findings.fatal()) return bad_data;
  std::printf("rulebook %s: %zu finding%s\n", precert::version_of(**rulebook).c_str(), findings.size(),
              findings.size() == 1 ? "" : "s");
  return good;
}

int rules_search(const RulesOptions& options) {
  const auto rulebook = load_rulebook(options.rulebook);
  if (!rulebook) {
    print(rulebook.error());
    return bad_data;
  }
  const std::string report = precert::search_report(**rulebook, options.query, options.product);
  std::fputs(report.c_str(), stdout);
  return good;
}

}  // namespace gateway::cli
