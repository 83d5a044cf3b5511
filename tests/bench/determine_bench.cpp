// The decision, and the model as it is stored.
#include <benchmark/benchmark.h>

#include "count_bytes.hpp"
#include "inputs.hpp"
#include "mappers/model/model_json.hpp"
#include "precert/engine/determine.hpp"

namespace {

using bench::count_bytes;

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
  count_bytes(state, bytes);
}

void read_store_form(benchmark::State& state) {
  const precert::ReviewRequest request = bench::request_of(bench::X12Request());
  const std::string text = mappers::to_json(request);
  for ([[maybe_unused]] auto step : state) {
    benchmark::DoNotOptimize(mappers::review_request_from_json(text));
  }
  count_bytes(state, text.size());
}

void read_member(benchmark::State& state) {
  const std::string text = mappers::to_json(bench::knowledge().member);
  for ([[maybe_unused]] auto step : state) benchmark::DoNotOptimize(mappers::member_from_json(text));
  count_bytes(state, text.size());
}

BENCHMARK(determine)->Name("model/determine");
BENCHMARK(store_form)->Name("model/write_case_json");
BENCHMARK(read_store_form)->Name("model/read_case_json");
BENCHMARK(read_member)->Name("model/read_member_json");

}  // namespace
