// explain and load: commands that open the store of a gateway.
#include <chrono>
#include <cstdio>

#include "gateway/app/knowledge.hpp"
#include "gateway/app/record_stream.hpp"
#include "gateway/cli/cli.hpp"
#include "gateway/cli/open_store.hpp"
#include "gateway/review/messages.hpp"
#include "gateway/review/show_check.hpp"
#include "gateway/review/submit_review.hpp"
#include "gateway/rules/replayed.hpp"
#include "gateway/store/sqlite_store.hpp"
#include "precert/engine/clock.hpp"
#include "precert/engine/determine.hpp"

namespace gateway::cli {

base::Result<std::unique_ptr<Store>> open_store(const std::string& store, const std::string& data,
                                                StoreUse use) {
  SqliteConfig config;
  config.read_only = use == StoreUse::reading;
  constexpr std::string_view scheme = "sqlite:";
  if (!store.empty() && !store.starts_with(scheme)) {
    return base::Issues(base::Issue{base::IssueCode::config_invalid, "--store", "sqlite:PATH is wanted."});
  }
  config.path = store.empty() ? std::filesystem::path(data) / "precert.db" : std::filesystem::path(store.substr(scheme.size()));
  return open_sqlite(config);
}

namespace {

/// A case by its id, or by a number that was handed out for it.
base::Result<std::vector<CaseRecord>> find(Store& store, const std::string& id) {
  base::Result<std::vector<CaseRecord>> history = store.history(precert::CaseId(id));
  if (!history || !history->empty()) return history;
  for (const LookupKind kind : {LookupKind::certification_number, LookupKind::reference_number}) {
    const base::Result<std::vector<CaseRecord>> found = store.cases_with(kind, id, 1);
    if (!found) return found.error();
    if (!found->empty()) return store.history(found->front().id);
  }
  return std::vector<CaseRecord>();
}

/// A check by the reference that was given for it; false when there is none.
base::Result<bool> explain_check(Store& store, const std::string& reference) {
  const base::Result<std::vector<CheckRecord>> checks = checks_with(reference, store);
  if (!checks) return checks.error();
  if (checks->empty()) return false;
  const base::Result<std::string> report = check_report(*checks);
  if (!report) return report.error();
  std::printf("%s\n", report->c_str());
  return true;
}

/// Bad records are the file's fault; a store or a file that is not there, the environment's.
int load_failed(const base::Issues& issues) {
  print(issues);
  return issues.first().code == base::IssueCode::data_invalid ? bad_data : environment_failed;
}

/// What deciding it again came to, under the version it belongs to.
void print_replayed(const ReplayedDecision& again) {
  using Outcome = ReplayedDecision::Outcome;
  const char* const words = again.outcome == Outcome::same          ? "decided again: the same, byte for byte"
                            : again.outcome == Outcome::different   ? "decided again: different"
                            : again.outcome == Outcome::by_a_person ? "decided by a person; not decided again"
                            : again.outcome == Outcome::elsewhere   ? "decided by another payer; not decided again"
                                                                    : "its rulebook was never kept";
  std::printf("rulebook %s  %s\n", again.rulebook.c_str(), words);
  for (const std::string& one : again.differences) std::printf("  %s\n", one.c_str());
  if (again.outcome == Outcome::different) {
    std::printf("  The directory is today's; a difference may come from it.\n");
  }
  std::printf("\n");
}

}  // namespace

int message(const MessageOptions& options) {
  const base::Result<std::unique_ptr<Store>> store = open_store(options.store, options.data);
  if (!store) {
    print(store.error());
    return environment_failed;
  }
  bool any = false;
  const auto write = [&any](std::string_view bytes) {
    any = true;
    return std::fwrite(bytes.data(), 1, bytes.size(), stdout) == bytes.size();
  };
  const base::Result<void> read = bytes_of_message(options.id, **store, write);
  if (!read) {
    print(read.error());
    return environment_failed;
  }
  if (!any) std::fprintf(stderr, "%s: there is no message with this id.\n", options.id.c_str());
  return any ? good : bad_data;
}

int explain(const ExplainOptions& options) {
  const base::Result<std::unique_ptr<Store>> store = open_store(options.store, options.data);
  if (!store) {
    print(store.error());
    return environment_failed;
  }
  const base::Result<std::vector<CaseRecord>> history = find(**store, options.id);
  if (!history) {
    print(history.error());
    return environment_failed;
  }
  const base::Result<bool> check = history->empty() ? explain_check(**store, options.id) : base::Result<bool>(false);
  if (!check) {
    print(check.error());
    return environment_failed;
  }
  if (*check) return good;
  if (history->empty()) {
    std::fprintf(stderr, "There is no case, authorization or reference %s in this store.\n", options.id.c_str());
    return bad_data;
  }
  KeptRulebooks rulebooks(**store);
  for (const CaseRecord& record : *history) {
    base::Result<precert::PriorCase> found = prior_from(record);
    if (!found) {
      print(found.error());
      return environment_failed;
    }
    if (found->determination.time_zone.empty()) {
      const auto decided_by = rulebooks.of(found->determination.rulebook);
      if (decided_by && *decided_by) precert::name_time_zone(**decided_by, found->determination);
    }
    std::printf("%s  version %d  %s%s%s\n\n%s\n", record.id.text().c_str(), record.version,
                base::iso(record.received).c_str(), record.message.empty() ? "  by a reviewer" : "  message ",
                record.message.text().c_str(),
                precert::explanation_of(found->request, found->determination).c_str());
    if (!options.replay) continue;
    const base::Result<ReplayedDecision> again = replayed(record, **store, rulebooks);
    if (!again) {
      print(again.error());
      return environment_failed;
    }
    print_replayed(*again);
  }
  return good;
}

int load(const LoadOptions& options) {
  std::error_code ignored;
  if (options.store.empty()) std::filesystem::create_directories(options.data, ignored);
  const base::Result<std::unique_ptr<Store>> store = open_store(options.store, options.data);
  if (!store) {
    print(store.error());
    return environment_failed;
  }
  const bool members = options.what == "members";
  const base::Result<std::size_t> loaded =
      members ? load_members_file(options.file, **store) : load_facilities_file(options.file, **store);
  if (!loaded) return load_failed(loaded.error());
  std::printf("%zu %s loaded%s\n", *loaded, options.what.c_str(),
              members ? "" : "; a running gateway takes them up at SIGHUP");
  return good;
}

}  // namespace gateway::cli
