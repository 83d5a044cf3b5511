// FHIR: from bytes to an answer, step by step.
#include <benchmark/benchmark.h>

#include "baseline_json.hpp"
#include "count_bytes.hpp"
#include "inputs.hpp"
#include "mappers/fhir/review_request.hpp"
#include "mappers/fhir/review_response.hpp"
#include "precert/engine/determine.hpp"

namespace {

using bench::count_bytes;

void parse_baseline(benchmark::State& state) {
  bench::JsonBaseline baseline;
  for ([[maybe_unused]] auto step : state) {
    if (!baseline.parse(bench::bundle())) state.SkipWithError("not JSON");
  }
  count_bytes(state, bench::bundle().size());
}

void parse(benchmark::State& state) {
  json::Document document;
  std::string buffer;
  for ([[maybe_unused]] auto step : state) {
    buffer.assign(bench::bundle());
    if (!document.parse(buffer)) state.SkipWithError("not JSON");
  }
  count_bytes(state, bench::bundle().size());
}

void index(benchmark::State& state) {
  const bench::FhirRequest read;
  for ([[maybe_unused]] auto step : state) {
    benchmark::DoNotOptimize(fhir::bundle_from(read.document.root()));
  }
  count_bytes(state, bench::bundle().size());
}

void validate(benchmark::State& state) {
  const bench::FhirRequest read;
  const fhir::Profiles& profiles = bench::profiles();
  for ([[maybe_unused]] auto step : state) {
    const base::Issues found = fhir::check(read.bundle, profiles, fhir::Purpose::submit);
    if (found.fatal()) state.SkipWithError("the bundle is refused");
  }
  count_bytes(state, bench::bundle().size());
}

void map(benchmark::State& state) {
  const bench::FhirRequest read;
  for ([[maybe_unused]] auto step : state) {
    benchmark::DoNotOptimize(mappers::review_request_from(read.bundle, mappers::PasVersion::v2_2_1));
  }
  count_bytes(state, bench::bundle().size());
}

void write_answer(benchmark::State& state) {
  const bench::FhirRequest read;
  const base::Result<precert::ReviewRequest> request =
      mappers::review_request_from(read.bundle, mappers::PasVersion::v2_2_1);
  const precert::Facts facts = bench::knowledge().facts();
  const precert::Determination determination =
      precert::determine(*request, *bench::knowledge().rulebook, facts);
  mappers::ResponseContext context;
  context.request = &read.bundle;
  context.case_id = "C1-k3f9xw2m7q";
  context.base_url = "http://127.0.0.1:8080/fhir";
  context.at = facts.now;
  std::string out;
  for ([[maybe_unused]] auto step : state) {
    out = mappers::review_response_from(*request, determination, context);
    benchmark::DoNotOptimize(out.data());
  }
  count_bytes(state, out.size());
}

BENCHMARK(parse_baseline)->Name("fhir/rapidjson_in_situ_baseline");
BENCHMARK(parse)->Name("fhir/tokenize");
BENCHMARK(index)->Name("fhir/index");
BENCHMARK(validate)->Name("fhir/validate");
BENCHMARK(map)->Name("fhir/map");
BENCHMARK(write_answer)->Name("fhir/write_answer");

}  // namespace
