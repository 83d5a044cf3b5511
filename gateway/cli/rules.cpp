// `precert rules check | search | explain | schema`: the rulebook by itself, no store.
#include <cstdio>
#include <optional>

#include "base/clock.hpp"
#include "gateway/app/knowledge.hpp"
#include "gateway/cli/cli.hpp"
#include "gateway/rules/search_json.hpp"
#include "precert/rulebook/explain_rules.hpp"
#include "precert/rulebook/search.hpp"

namespace gateway::demo {
std::string_view embedded(std::string_view name);
}

namespace gateway::cli {
namespace {

/// The rulebook with the plan and day that a question is about.
struct Asked {
  std::shared_ptr<const precert::Rulebook> rulebook;
  precert::Index product = precert::no_index;
  base::Date day;
  base::Instant now{};
};

/// nullopt after saying why; `code` is the exit code then.
std::optional<Asked> asked_of(const RulesOptions& options, int& code) {
  Asked asked;
  auto rulebook = load_rulebook(options.rulebook);
  if (!rulebook) {
    print(rulebook.error());
    code = bad_data;
    return std::nullopt;
  }
  asked.rulebook = std::move(*rulebook);
  asked.product = asked.rulebook->product(options.product);
  code = usage;
  if (!options.product.empty() && asked.product == precert::no_index) {
    std::fprintf(stderr, "There is no product %s.\n", options.product.c_str());
    return std::nullopt;
  }
  asked.now = base::SystemClock().now();
  asked.day = asked.rulebook->calendar.local_date(asked.now);
  if (options.date.empty()) return asked;
  const std::optional<base::Date> day = base::date_from_iso(options.date);
  if (!day) {
    std::fprintf(stderr, "--date: give a day such as 2026-01-31.\n");
    return std::nullopt;
  }
  asked.day = *day;
  return asked;
}

}  // namespace

int rules_check(const RulesOptions& options) {
  int code = good;
  const std::optional<Asked> asked = asked_of(options, code);
  if (!asked) return code;
  const base::Issues findings = precert::findings_of(*asked->rulebook, asked->day);
  print(findings);
  if (findings.fatal()) return bad_data;
  std::printf("rulebook %s: %zu finding%s\n", precert::version_of(*asked->rulebook).c_str(), findings.size(),
              findings.size() == 1 ? "" : "s");
  return good;
}

int rules_search(const RulesOptions& options) {
  int code = good;
  const std::optional<Asked> asked = asked_of(options, code);
  if (!asked) return code;
  constexpr std::size_t shown_max = 200;
  const precert::RuleSearch found =
      precert::search_rules(*asked->rulebook, options.query, asked->product, asked->day, shown_max);
  const std::string report = options.json
                                 ? search_json(*asked->rulebook, options.query, asked->day, found) + "\n"
                                 : precert::report_of(*asked->rulebook, found);
  std::fputs(report.c_str(), stdout);
  return good;
}

int rules_explain(const RulesOptions& options) {
  int code = good;
  const std::optional<Asked> asked = asked_of(options, code);
  if (!asked) return code;
  const std::string text =
      precert::rule_explanation_of(*asked->rulebook, {options.query, asked->product, asked->day, asked->now});
  if (text.empty()) {
    std::fprintf(
        stderr,
        "There is no policy, criterion, code, product, vendor or facility %s in this rulebook; precert rules search "
        "finds codes.\n",
        options.query.c_str());
    return bad_data;
  }
  std::fputs(text.c_str(), stdout);
  return good;
}

int rules_schema(const RulesOptions&) {
  const std::string_view schema = demo::embedded("rulebook.schema.json");
  std::fwrite(schema.data(), 1, schema.size(), stdout);
  return good;
}

}  // namespace gateway::cli
