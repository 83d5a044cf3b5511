// Members at size: a file of 1,000,000, loaded into a fresh store and searched there. Each search stands
// beside a plain one over the same records in memory: a hash map by number, a walk over all names.
#include <benchmark/benchmark.h>
#include <sys/resource.h>

#include <chrono>
#include <fstream>
#include <string>
#include <unordered_map>
#include <vector>

#include "../support/temporary_folder.hpp"
#include "gateway/app/record_stream.hpp"
#include "gateway/store/sqlite_store.hpp"
#include "mappers/model/model_json.hpp"

namespace {

constexpr std::size_t members = 1'000'000;

std::string number_of(std::size_t at) { return "EXM" + std::to_string(100'000'000 + at); }

/// 5,000 family names, 20,000 birth dates: about one pair in a hundred is shared.
precert::MemberRecord member(std::size_t at) {
  precert::MemberRecord record;
  record.id = precert::MemberId(number_of(at));
  record.name.family = "TESTMEMBER" + std::to_string(at * 7919 % 5'000);
  record.name.given = "ALPHA";
  record.birth_date = base::Date{1950, 1, 1}.plus_days(static_cast<std::int32_t>(at * 104'729 % 20'000));
  record.coverage.push_back({"P0", "G", base::Period{{2020, 1, 1}, std::nullopt}});
  return record;
}

/// Some member, another with every call.
std::size_t some(std::size_t& step) { return step++ * 611'953 % members; }

struct Loaded {
  support::TemporaryFolder folder;  // before the store, so that it goes after it
  std::unique_ptr<gateway::Store> store;
  double seconds = 0, file_mib = 0, database_mib = 0, peak_mib = 0;
};

double mib(const std::filesystem::path& file) {
  return static_cast<double>(std::filesystem::file_size(file)) / (1U << 20U);
}

const Loaded& loaded() {
  static const auto made = [] {
    auto one = std::make_unique<Loaded>();
    const std::filesystem::path file = one->folder / "members.ndjson";
    {
      std::ofstream out(file, std::ios::binary);
      for (std::size_t i = 0; i < members; ++i) out << mappers::to_json(member(i)) << '\n';
    }
    gateway::SqliteConfig config;
    config.path = one->folder / "precert.db";
    one->store = std::move(*gateway::open_sqlite(config));
    const auto begin = std::chrono::steady_clock::now();
    const auto count = gateway::load_members_file(file, *one->store);
    one->seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    if (!count || *count != members) std::abort();
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    one->peak_mib = static_cast<double>(used.ru_maxrss) / 1024;
    one->file_mib = mib(file);
    one->database_mib = mib(config.path);
    return one;
  }();
  return *made;
}

void load(benchmark::State& state) {
  for ([[maybe_unused]] auto step : state) benchmark::DoNotOptimize(loaded());
  state.counters["seconds"] = loaded().seconds;
  state.counters["file_MiB"] = loaded().file_mib;
  state.counters["database_MiB"] = loaded().database_mib;
  state.counters["peak_MiB"] = loaded().peak_mib;
}

void find_by_number(benchmark::State& state) {
  gateway::Store& store = *loaded().store;
  std::size_t at = 0;
  for ([[maybe_unused]] auto step : state) {
    const auto found = store.member(precert::MemberId(number_of(some(at))));
    if (!found || !*found) return state.SkipWithError("a member is missing");
  }
}

void find_by_name(benchmark::State& state) {
  gateway::Store& store = *loaded().store;
  std::size_t at = 0;
  for ([[maybe_unused]] auto step : state) {
    const precert::MemberRecord wanted = member(some(at));
    const auto found = store.members_named(wanted.name.family, wanted.birth_date, 20);
    if (!found || found->empty()) return state.SkipWithError("a member is missing");
  }
}

const std::vector<precert::MemberRecord>& in_memory() {
  static const std::vector<precert::MemberRecord> all = [] {
    std::vector<precert::MemberRecord> made;
    made.reserve(members);
    for (std::size_t i = 0; i < members; ++i) made.push_back(member(i));
    return made;
  }();
  return all;
}

void baseline_by_number(benchmark::State& state) {
  std::unordered_map<std::string_view, const precert::MemberRecord*> by_number;
  for (const precert::MemberRecord& one : in_memory()) by_number.emplace(one.id.text(), &one);
  std::size_t at = 0;
  for ([[maybe_unused]] auto step : state)
    benchmark::DoNotOptimize(by_number.find(number_of(some(at)))->second);
}

void baseline_by_name(benchmark::State& state) {
  std::size_t at = 0;
  for ([[maybe_unused]] auto step : state) {
    const precert::MemberRecord wanted = member(some(at));
    std::size_t found = 0;
    for (const precert::MemberRecord& one : in_memory())
      found += one.birth_date == wanted.birth_date && one.name.family == wanted.name.family ? 1U : 0U;
    benchmark::DoNotOptimize(found);
  }
}

BENCHMARK(load)->Name("members/load_a_million")->Iterations(1)->Unit(benchmark::kMillisecond);
BENCHMARK(find_by_number)->Name("members/find_by_number");
BENCHMARK(find_by_name)->Name("members/find_by_name_and_birth_date");
BENCHMARK(baseline_by_number)->Name("members/baseline_hash_map_in_memory");
BENCHMARK(baseline_by_name)->Name("members/baseline_walk_in_memory")->Unit(benchmark::kMillisecond);

}  // namespace
