// X12: from bytes to an answer, step by step, and the same first steps over a large file.
#include <benchmark/benchmark.h>

#include "baseline_split.hpp"
#include "count_bytes.hpp"
#include "inputs.hpp"
#include "mappers/x12/envelope.hpp"
#include "mappers/x12/review_request.hpp"
#include "mappers/x12/review_response.hpp"
#include "parsers/x12/writer.hpp"
#include "precert/engine/determine.hpp"

namespace {

using bench::count_bytes;

constexpr std::size_t sets_of_large_file = 50'000;

const std::string& text_of(std::int64_t sets) {
  static const std::string large = bench::interchange_of(sets_of_large_file);
  return sets == 1 ? bench::interchange() : large;
}

void split_baseline(benchmark::State& state) {
  const std::string& text = text_of(state.range(0));
  std::vector<std::string_view> elements;
  for ([[maybe_unused]] auto step : state) {
    for (std::size_t at = 0; at < text.size();) {
      elements.clear();
      at = bench::split_set(text, at, elements);
      benchmark::DoNotOptimize(elements.data());
    }
  }
  count_bytes(state, text.size());
}

void tokenize(benchmark::State& state) {
  const std::string& text = text_of(state.range(0));
  for ([[maybe_unused]] auto step : state) {
    x12::Reader reader(text);
    std::size_t segments = 0;
    for (x12::Event event = reader.next(); event != x12::Event::done; event = reader.next()) {
      if (event == x12::Event::transaction_set) segments += reader.set().tokens.segments.size();
    }
    benchmark::DoNotOptimize(segments);
  }
  count_bytes(state, text.size());
}

void tokenize_and_validate(benchmark::State& state) {
  const std::string& text = text_of(state.range(0));
  const x12::Guide& guide = *x12::guide_for("005010X217", "request");
  x12::LoopTree tree;
  std::vector<x12::Fault> faults;
  std::int64_t accepted = 0;
  for ([[maybe_unused]] auto step : state) {
    accepted = 0;
    x12::Reader reader(text);
    for (x12::Event event = reader.next(); event != x12::Event::done; event = reader.next()) {
      if (event != x12::Event::transaction_set) continue;
      tree.clear();
      faults.clear();
      accepted += x12::check(reader.set(), guide, {}, tree, faults) ? 1 : 0;
    }
  }
  if (accepted != state.range(0)) state.SkipWithError("a set was refused");
  count_bytes(state, text.size());
}

void map(benchmark::State& state) {
  const bench::X12Request read;
  for ([[maybe_unused]] auto step : state) {
    benchmark::DoNotOptimize(
        mappers::review_request_from(read.tree, read.reader.interchange(), read.reader.group()));
  }
  count_bytes(state, bench::interchange().size());
}

void write_answer(benchmark::State& state) {
  const precert::ReviewRequest request = bench::request_of(bench::X12Request());
  const precert::Facts facts = bench::knowledge().facts();
  const precert::Determination determination =
      precert::determine(request, *bench::knowledge().rulebook, facts);
  std::string out;
  for ([[maybe_unused]] auto step : state) {
    out.clear();
    x12::Writer writer(out, {});
    mappers::write_review_response(writer, request, determination, "0001", facts.now);
    benchmark::DoNotOptimize(out.data());
  }
  count_bytes(state, out.size());
}

BENCHMARK(split_baseline)->Name("x12/split_baseline")->Arg(1)->Arg(sets_of_large_file);
BENCHMARK(tokenize)->Name("x12/tokenize")->Arg(1)->Arg(sets_of_large_file);
BENCHMARK(tokenize_and_validate)->Name("x12/tokenize_validate")->Arg(1)->Arg(sets_of_large_file);
BENCHMARK(map)->Name("x12/map");
BENCHMARK(write_answer)->Name("x12/write_answer");

}  // namespace
