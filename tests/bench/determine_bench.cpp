// The decision, and the model as it is stored.
#include <benchmark/benchmark.h>

#include "inputs.hpp"
#include "mappers/model/model_json.hpp"
#include "precert/engine/determine.hpp"

namespace {

void determine(benchmark::State& state) {
  const precert::ReviewRequest request = bench::request_of(bench::X12Request());
  const precert::Facts facts = bench::knowledge().facts();
  for ([[maybe_unused]] auto step : state) {
    benchmark::DoNotOptimize(precert::determine(request, *bench::knowledge().rulebook, facts));
  }
}

void store_form(benchmark::State& state) {
  const precert::ReviewRequest request = bench::request_of(bench::X12Request());
  const precert::Determination determination =
      precert::determine(request, *bench::knowledge().rulebook, bench::knowledge().facts());
  std::size_t bytes = 0;
  for ([[maybe_unused]] auto step : state) {
    bytes = mappers::to_json(request).size() + mappers::to_json(determination).size();
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) * static_cast<std::int64_t>(bytes));
}

void read_store_form(benchmark::State& state) {
  const precert::ReviewRequest request = bench::request_of(bench::X12Request());
  const std::string text = mappers::to_json(request);
  for ([[maybe_unused]] auto step : state) {
    benchmark::DoNotOptimize(mappers::review_request_from_json(text));
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) *
                          static_cast<std::int64_t>(text.size()));
}

void read_member(benchmark::State& state) {
  const std::string text = mappers::to_json(bench::knowledge().member);
  for ([[maybe_unused]] auto step : state) benchmark::DoNotOptimize(mappers::member_from_json(text));
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) *
                          static_cast<std::int64_t>(text.size()));
}

BENCHMARK(determine)->Name("model/determine");
BENCHMARK(store_form)->Name("model/write_case_json");
BENCHMARK(read_store_form)->Name("model/read_case_json");
BENCHMARK(read_member)->Name("model/read_member_json");

}  // namespace
