// `precert rules impact`: a draft rulebook against the requests of the past.
#include <cstdio>
#include <filesystem>
#include <thread>

#include "gateway/app/knowledge.hpp"
#include "gateway/cli/cli.hpp"
#include "gateway/cli/open_store.hpp"
#include "gateway/cli/progress.hpp"
#include "gateway/rules/impact.hpp"

namespace gateway::cli {
namespace {

/// Midnight UTC of a day; `into` stays when nothing was said. False: it is no day.
bool read_day(const std::string& text, base::Instant& into) {
  if (text.empty()) return true;
  const std::optional<base::Instant> at = base::instant_from_iso(text + "T00:00:00Z");
  if (at) into = *at;
  return at.has_value();
}

base::Result<std::unique_ptr<Store>> existing_store(const RulesOptions& options) {
  const std::filesystem::path usual = std::filesystem::path(options.data) / "precert.db";
  if (options.store.empty() && !std::filesystem::exists(usual)) {
    return base::Issues(
        base::Issue{base::IssueCode::config_invalid, "--data",
                    "there is no store in " + options.data + "; name the gateway's data folder."});
  }
  return open_store(options.store, options.data, StoreUse::reading);
}

}  // namespace

int rules_impact(const RulesOptions& options) {
  base::Instant from{}, until = base::Instant::max();
  if (!read_day(options.from, from) || !read_day(options.until, until)) {
    std::fprintf(stderr, "--from, --until: give days such as 2026-01-31.\n");
    return usage;
  }
  const auto current = load_rulebook(options.rulebook);
  const auto draft = load_rulebook(options.draft);
  if (!current) print(current.error());
  if (!draft) print(draft.error());
  if (!current || !draft) return bad_data;
  const base::Result<std::unique_ptr<Store>> store = existing_store(options);
  if (!store) {
    print(store.error());
    return environment_failed;
  }
  const base::Result<StoreContents> contents = (*store)->contents();
  if (!contents) {
    print(contents.error());
    return environment_failed;
  }
  const unsigned threads = options.threads > 0 ? options.threads : std::thread::hardware_concurrency();
  Progress progress(contents->cases);
  const ImpactQuestion question{**current, **draft, from,
                                until,     threads, [&](std::size_t done) { progress.reach(done, "cases"); }};
  const base::Result<Impact> impact = impact_of(**store, question);
  if (!impact) {
    print(impact.error());
    return environment_failed;
  }
  const std::string report =
      options.json ? impact_json(*impact, question) + "\n" : line_start() + impact_text(*impact, question);
  std::fputs(report.c_str(), stdout);
  return good;
}

}  // namespace gateway::cli
