// X12: from bytes to an answer, step by step, and the same first steps over a large file.
#include <benchmark/benchmark.h>

#include <map>

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

constexpr std::int64_t sets_of_large_file = 50'000;
constexpr std::int64_t sets_of_a_step =
    256;  // of a batch: their answers are handed on before the next are made

/// One set, or a file of `sets`; made once each.
const std::string& text_of(std::int64_t sets) {
  static std::map<std::int64_t, std::string> made{{1, bench::interchange()}};
  std::string& text = made[sets];
  if (text.empty()) text = bench::interchange_of(static_cast<std::size_t>(sets));
  return text;
}

/// Sets a second, each of `sets` worked through in every iteration.
void count_sets(benchmark::State& state, std::int64_t sets) {
  state.SetItemsProcessed(state.iterations() * sets);
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
  count_sets(state, state.range(0));
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
  count_sets(state, state.range(0));
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
  count_sets(state, state.range(0));
}

/// What a set costs from its bytes to its answer, without a store: read, validate, map, determine, write.
void whole_path(benchmark::State& state) {
  const std::string& text = text_of(state.range(0));
  const x12::Guide& guide = *x12::guide_for("005010X217", "request");
  const precert::Facts facts = bench::knowledge().facts();
  x12::LoopTree tree;
  std::vector<x12::Fault> faults;
  std::string answers;
  std::int64_t certified = 0;
  for ([[maybe_unused]] auto step : state) {
    certified = 0;
    x12::Writer writer(answers, {});
    x12::Reader reader(text);
    for (x12::Event event = reader.next(); event != x12::Event::done; event = reader.next()) {
      if (event != x12::Event::transaction_set) continue;
      tree.clear();
      faults.clear();
      if (!x12::check(reader.set(), guide, {}, tree, faults)) continue;
      const base::Result<precert::ReviewRequest> request =
          mappers::review_request_from(tree, reader.interchange(), reader.group());
      if (!request) continue;
      const precert::Determination decided =
          precert::determine(*request, *bench::knowledge().rulebook, facts);
      if (certified % sets_of_a_step == 0) answers.clear();
      certified += decided.action == precert::ReviewAction::certified ? 1 : 0;
      mappers::write_review_response(writer, *request, decided, reader.set().control_number, facts.now);
    }
    benchmark::DoNotOptimize(answers.data());
  }
  if (certified != state.range(0)) state.SkipWithError("a set was not certified");
  count_bytes(state, text.size());
  count_sets(state, state.range(0));
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
BENCHMARK(whole_path)->Name("x12/whole_path")->Arg(1)->Arg(sets_of_large_file);
BENCHMARK(map)->Name("x12/map");
BENCHMARK(write_answer)->Name("x12/write_answer");

}  // namespace
