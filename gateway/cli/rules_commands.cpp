#include "gateway/cli/rules_commands.hpp"

#include <CLI/CLI.hpp>
#include <string>
#include <utility>

namespace gateway::cli {
namespace {

struct Command {
  const char *name, *words, *examples;
  int (*run)(const RulesOptions&);
};

}  // namespace

void add_rules_commands(CLI::App& app, RulesOptions& options,
                        const std::function<void(std::function<int()>)>& choose) {
  CLI::App* rules = app.add_subcommand("rules", "Check, search, explain and try the payer's rulebook.");
  rules->require_subcommand(1);
  const auto add = [&](const Command& one) {
    CLI::App* made = rules->add_subcommand(one.name, one.words);
    made->footer(std::string("Examples:\n") + one.examples);
    made->callback([choose, run = one.run, &options] { choose([run, &options] { return run(options); }); });
    return made;
  };
  CLI::App* check = add({"check", "Find mistakes, contradictions and gaps.",
                         "  precert rules check --rulebook rules/", rules_check});
  CLI::App* search =
      add({"search", "Find a service and what each plan requires of it.",
           "  precert rules search \"mri brain\" --product PLAN-A\n  precert rules search 72148 --json",
           rules_search});
  search
      ->add_option("TEXT", options.query, "a code, words, a synonym, a category; typing errors are forgiven")
      ->required();
  search->add_flag("--json", options.json, "for programs, as GET /rules/search answers");
  CLI::App* explain = add(
      {"explain", "Explain a policy, criterion, code, product, vendor or facility in words.",
       "  precert rules explain 70551 --product PLAN-A --date 2026-03-02\n  precert rules explain mri-spine\n"
       "  precert rules explain PLAN-A",
       rules_explain});
  explain
      ->add_option("NAME", options.query,
                   "id of a policy, criterion, product or vendor, a code, or the NPI of a facility of the rulebook")
      ->required();
  CLI::App* impact = add(
      {"impact", "Decide the store's past requests with a draft and show what would change.",
       "  precert rules impact --draft new-rules/ --data /var/lib/precert --from 2026-01-01", rules_impact});
  impact->add_option("--draft", options.draft, "folder of the YAML rules to try")->required();
  impact->add_option("--from", options.from, "first day (UTC) of the cases' opening (default: all)");
  impact->add_option("--until", options.until, "day after the last (default: all)");
  impact->add_option("--data", options.data, "data folder; a gateway may be running on it")
      ->capture_default_str();
  impact->add_option("--store", options.store, "sqlite:PATH (default sqlite:DATA/precert.db)");
  impact->add_option("--threads", options.threads, "threads that decide (default: one a core)");
  impact->add_flag("--json", options.json, "for programs");
  add({"schema", "Print the JSON Schema of rulebook files, for editors.",
       "  precert rules schema > rulebook.schema.json", rules_schema});
  for (CLI::App* one : {check, search, explain, impact}) {
    one->add_option("--rulebook", options.rulebook, "folder of YAML rules (default: the demo payer)");
  }
  for (CLI::App* one : {search, explain}) {
    one->add_option("--product", options.product, "for this plan (default: all plans)");
    one->add_option("--date", options.date, "date of service, 2026-01-31 (default: today)");
  }
}

}  // namespace gateway::cli
