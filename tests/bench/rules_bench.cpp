// Rules at size: 20,000 codes, 500 policies, 200 criteria, 100,000 facilities. Each row of ours stands beside
// a plain baseline: a hash map from code and product to policy, and the same criterion evaluated over a hash
// map of answers.
#include <benchmark/benchmark.h>

#include <string>
#include <unordered_map>

#include "../support/big_rulebook.hpp"
#include "precert/criteria/evaluate.hpp"
#include "precert/engine/coverage_answer.hpp"
#include "precert/engine/determine.hpp"
#include "precert/rulebook/search.hpp"
#include "precert/rulebook/tables.hpp"

namespace {

using precert::AnswerValue;

constexpr base::Date day{2026, 3, 2};
const base::Instant now = *base::instant_from_iso("2026-03-02T18:00:00Z");

const precert::Rulebook& book() {
  static const auto made = precert::rulebook_from(support::big_rulebook_files());
  return **made;
}

const precert::MemberRecord& member() {
  static const precert::MemberRecord record = [] {
    precert::MemberRecord made;
    made.id = precert::MemberId("M1");
    made.name.family = "TESTMEMBER";
    made.name.given = "ALPHA";
    made.birth_date = {1980, 2, 14};
    made.coverage.push_back({"P0", "G", base::Period{{2020, 1, 1}, std::nullopt}});
    return made;
  }();
  return record;
}

std::vector<precert::Facility> facilities() {
  constexpr std::string_view states[]{"WA", "OR", "CA", "ID"};
  std::vector<precert::Facility> all;
  for (std::size_t i = 0; i < 100'000; ++i) {
    precert::Facility one;
    one.npi = std::to_string(1'000'000'000 + i);
    one.name = "Facility " + std::to_string(i);
    one.in_network = i % 5 != 0;
    one.cost_tier = 1 + static_cast<int>(i % 4);
    one.service_categories = {"category-" + std::to_string(i % 100),
                              "category-" + std::to_string((i + 7) % 100)};
    one.address.state = states[i / 4 % 4];
    all.push_back(std::move(one));
  }
  return all;
}

const precert::Directory& directory() {
  static const precert::Directory made{facilities()};
  return made;
}

precert::Facts facts() {
  precert::Facts known;
  known.now = now;
  known.member = &member();
  known.directory = &directory();
  known.numbers = {"AUTH1", "NR1", "T1"};
  return known;
}

/// The code of the first policy for codes of every product that asks for criteria.
const precert::Policy& asked_policy() {
  for (const precert::Policy& policy : book().policies) {
    if (!policy.codes.empty() && policy.products.empty() && policy.criteria != precert::no_index)
      return policy;
  }
  std::abort();
}

/// One line for a code with criteria. `weeks` < 0: nothing is answered.
precert::ReviewRequest request(int weeks) {
  precert::ReviewRequest asked;
  asked.umo.organization = "Big Plan";
  asked.umo.identifiers.push_back({precert::IdentifierKind::payer_id, "BIG1", {}});
  asked.requester.organization = "Example Clinic";
  asked.requester.identifiers.push_back({precert::IdentifierKind::npi, "1999000015", {}});
  asked.subscriber.identifiers.push_back({precert::IdentifierKind::member_id, "M1", {}});
  asked.subscriber.name.family = "TESTMEMBER";
  asked.subscriber.name.given = "ALPHA";
  asked.subscriber.birth_date = base::Date{1980, 2, 14};
  asked.event.diagnoses.push_back({});
  asked.event.diagnoses.back().code = "M545";
  precert::ServiceLine line;
  line.sequence = 1;
  line.procedure.code = book().services[asked_policy().codes.front()].code;
  line.dates = base::Period::of(day);
  asked.services.push_back(std::move(line));
  if (weeks < 0) return asked;
  const std::string criterion = book().criteria[asked_policy().criteria].id;
  const std::string n = criterion.substr(criterion.find('-') + 1);
  const auto answer = [&](std::string question, AnswerValue value) {
    precert::Answer one;
    one.question = std::move(question);
    one.value = std::move(value);
    asked.answers.push_back(std::move(one));
  };
  answer("red-flag", false);
  answer("weeks-" + n, base::Decimal(weeks));
  answer("exam-" + n, true);
  answer("failed-" + n, true);
  return asked;
}

void determine(benchmark::State& state, int weeks, precert::ReviewAction expected) {
  const precert::ReviewRequest asked = request(weeks);
  const precert::Facts known = facts();
  const precert::Determination made = precert::determine(asked, book(), known);
  if (made.lines.empty() || made.lines.front().action != expected)
    return state.SkipWithError("not the decision meant");
  for ([[maybe_unused]] auto step : state) benchmark::DoNotOptimize(precert::determine(asked, book(), known));
}

/// What the decision needs at the very least: policy by code and product, answers by question, the criterion.
void baseline(benchmark::State& state) {
  std::unordered_map<std::string, const precert::Policy*> policies;
  for (const precert::Policy& policy : book().policies) {
    for (const precert::Index code : policy.codes)
      policies.emplace(book().services[code].code + "|P0", &policy);
  }
  const precert::ReviewRequest asked = request(8);
  for ([[maybe_unused]] auto step : state) {
    const precert::Policy* policy = policies.find(asked.services.front().procedure.code + "|P0")->second;
    std::unordered_map<std::string_view, const AnswerValue*> answers;
    for (const precert::Answer& one : asked.answers) answers.emplace(one.question, &one.value);
    const precert::Expression& expression = book().criteria[policy->criteria].expression;
    precert::FactValues values;
    values.values.resize(book().facts.size());
    values.today = day;
    for (const precert::Atom& atom : expression.atoms) {
      const auto found = answers.find(book().facts[atom.fact].id);
      if (found != answers.end()) values.values[atom.fact].value = *found->second;
    }
    benchmark::DoNotOptimize(precert::evaluate(expression, values));
  }
}

void coverage(benchmark::State& state) {
  precert::CoverageQuestion question;
  const precert::ReviewRequest asked = request(-1);
  question.payer = asked.umo;
  question.requester = asked.requester;
  question.subscriber = asked.subscriber;
  precert::CoverageItem item;
  item.sequence = 1;
  item.procedure = asked.services.front().procedure;
  question.dates = base::Period::of(day);
  question.items.push_back(std::move(item));
  const precert::Facts known = facts();
  for ([[maybe_unused]] auto step : state) {
    benchmark::DoNotOptimize(precert::coverage_answer(question, book(), known));
  }
}

void load(benchmark::State& state) {
  const std::vector<precert::RulebookFile> files = support::big_rulebook_files();
  for ([[maybe_unused]] auto step : state) benchmark::DoNotOptimize(precert::rulebook_from(files));
}

void check(benchmark::State& state) {
  for ([[maybe_unused]] auto step : state) benchmark::DoNotOptimize(precert::findings_of(book()));
}

void search(benchmark::State& state, const char* query) {
  std::size_t found = 0;
  for ([[maybe_unused]] auto step : state) {
    const precert::RuleSearch result = precert::search_rules(book(), query, 0, day, 20);
    found = result.total;
    benchmark::DoNotOptimize(result);
  }
  state.counters["found"] = static_cast<double>(found);
}

void find_facility(benchmark::State& state) {
  std::size_t i = 0;
  for ([[maybe_unused]] auto step : state) {
    benchmark::DoNotOptimize(directory().find(std::to_string(1'000'000'000 + i++ * 7919 % 100'000)));
  }
}

void cheaper_facility(benchmark::State& state, const char* category) {
  for ([[maybe_unused]] auto step : state)
    benchmark::DoNotOptimize(directory().cheaper(category, "WA", 3, 3));
}

BENCHMARK_CAPTURE(determine, certified, 8, precert::ReviewAction::certified)
    ->Name("rules/determine_certified");
BENCHMARK_CAPTURE(determine, pended, -1, precert::ReviewAction::pended)
    ->Name("rules/determine_missing_information");
BENCHMARK_CAPTURE(determine, clinician, 2, precert::ReviewAction::pended)
    ->Name("rules/determine_to_a_clinician");
BENCHMARK(baseline)->Name("rules/baseline_hash_map_and_criterion");
BENCHMARK(coverage)->Name("rules/coverage_answer");
BENCHMARK(load)->Name("rules/load")->Unit(benchmark::kMillisecond);
BENCHMARK(check)->Name("rules/check")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(search, code, "15432")->Name("rules/search_code");
BENCHMARK_CAPTURE(search, words, "mri brain")->Name("rules/search_words");
BENCHMARK_CAPTURE(search, misspelt, "sholder ultrasoud")->Name("rules/search_misspelt");
BENCHMARK_CAPTURE(search, category, "category 17")->Name("rules/search_category");
BENCHMARK_CAPTURE(search, most, "with")->Name("rules/search_that_finds_thousands");
BENCHMARK(find_facility)->Name("directory/find");
BENCHMARK_CAPTURE(cheaper_facility, some, "category-17")->Name("directory/cheaper");
BENCHMARK_CAPTURE(cheaper_facility, none, "category-none")->Name("directory/cheaper_none_performs_it");

}  // namespace
