// Searching the catalogue: the index finds exactly what looking at every service would find, in its order.
#include <random>

#include "../../support/big_rulebook.hpp"
#include "precert/rulebook/entry.hpp"
#include "precert/rulebook/search.hpp"
#include "precert/rulebook/search_index.hpp"
#include "precert/rulebook/tables.hpp"

namespace precert {
namespace {

constexpr std::size_t no_match = 1000;

/// The definition: 0 the same, 1 its beginning, 2 and 3 one or two typing errors where they are forgiven.
std::size_t cost_of(std::string_view wanted, std::string_view word, bool forgiving) {
  if (word == wanted) return 0;
  if (wanted.size() >= 3 && word.starts_with(wanted)) return 1;
  const bool code = wanted.find_first_of("0123456789") != std::string_view::npos;
  if (!forgiving || code || wanted.size() < 4) return no_match;
  const std::size_t allowed = wanted.size() < 6 ? 1 : 2;
  const std::size_t distance = edit_distance(wanted, word);
  return distance <= allowed ? distance + 1 : no_match;
}

std::vector<std::string> all_words_of(const Rulebook& searched_book, const ServiceCode& service) {
  const Category& category = searched_book.categories[service.category];
  std::string text = service.code + " " + service.title + (service.unlisted ? " unlisted " : " ") +
                     category.id + " " + category.title;
  for (const std::string& synonym : service.synonyms) text += " " + synonym;
  for (const std::string& synonym : category.synonyms) text += " " + synonym;
  return search_words_of(text);
}

std::vector<Index> found_by_looking(const Rulebook& searched_book, const std::vector<std::vector<std::string>>& words,
                                    std::string_view query, bool forgiving) {
  const std::vector<std::string> wanted = search_words_of(query);
  if (wanted.empty()) return {};
  std::vector<std::pair<std::size_t, Index>> ranked;
  for (std::size_t i = 0; i < searched_book.services.size(); ++i) {
    std::size_t sum = 0;
    for (const std::string& one : wanted) {
      std::size_t best = no_match;
      for (const std::string& word : words[i]) best = std::min(best, cost_of(one, word, forgiving));
      sum += best;
    }
    if (sum < no_match) ranked.emplace_back(sum, static_cast<Index>(i));
  }
  std::ranges::sort(ranked);
  std::vector<Index> found;
  for (const auto& [cost, index] : ranked) found.push_back(index);
  return found;
}

const Rulebook& searched_book() {
  static const auto made = rulebook_from(
      ::support::big_rulebook_files({.codes = 600, .policies = 60, .criteria = 10, .categories = 30}));
  return **made;
}

/// A word of the catalogue with up to two typing errors, cut short, or two words together.
std::string query_from(const std::vector<std::vector<std::string>>& words, std::mt19937& random) {
  const auto pick = [&](std::size_t below) {
    return std::uniform_int_distribution<std::size_t>(0, below - 1)(random);
  };
  const auto one_word = [&] {
    const std::vector<std::string>& some = words[pick(words.size())];
    std::string word = some[pick(some.size())];
    for (std::size_t errors = pick(3); errors > 0 && word.size() > 1; --errors) {
      const std::size_t at = pick(word.size());
      switch (pick(4)) {
        case 0: word[at] = static_cast<char>('a' + pick(26)); break;
        case 1: word.erase(at, 1); break;
        case 2: word.insert(at, 1, static_cast<char>('a' + pick(26))); break;
        default: std::swap(word[at], word[word.size() - 1 - at]); break;
      }
    }
    if (pick(3) == 0) word.resize(1 + pick(word.size()));
    return word;
  };
  std::string query = one_word();
  for (std::size_t more = pick(3); more > 0; --more) query += " " + one_word();
  return query;
}

TEST(SearchIndexOfARulebook, FindsExactlyWhatLookingAtEveryServiceFinds) {
  std::vector<std::vector<std::string>> words;
  for (const ServiceCode& service : searched_book().services) words.push_back(all_words_of(searched_book(), service));
  std::mt19937 random(20260301);
  std::size_t with_results = 0;
  for (int i = 0; i < 150; ++i) {
    const std::string query = query_from(words, random);
    std::vector<Index> expected = found_by_looking(searched_book(), words, query, false);
    if (expected.empty()) expected = found_by_looking(searched_book(), words, query, true);
    ASSERT_EQ(services_found(searched_book(), query), expected) << query;
    with_results += expected.empty() ? 0U : 1U;
  }
  EXPECT_GT(with_results, 50U);
}

TEST(SearchIndexOfARulebook, FindsNothingForNothing) {
  EXPECT_TRUE(services_found(searched_book(), "").empty());
  EXPECT_TRUE(services_found(searched_book(), " - ").empty());
}

TEST(SearchRules, AnswersAKeywordPerPlanWithASummaryOfAllThatWasFound) {
  const RuleSearch found = search_rules(searched_book(), "brain", searched_book().product("P0"), {2026, 3, 1}, 2);
  ASSERT_EQ(found.services.size(), 2U);
  EXPECT_GT(found.total, 2U);
  ASSERT_EQ(found.summary.size(), 1U);
  const PlanSummary& plan = found.summary.front();
  EXPECT_EQ(plan.required + plan.not_required + plan.excluded + plan.vendor_managed, found.total);
  EXPECT_THAT(report_of(searched_book(), found), testing::HasSubstr(" more\n"));
}

TEST(SearchRules, TellsACodeThatIsNotListedFromWhatIsNoCode) {
  const auto words_for = [](const char* query) {
    return search_rules(searched_book(), query, no_index, {2026, 3, 1}, 10).words;
  };
  EXPECT_THAT(words_for("99213"), testing::HasSubstr("No review."));
  EXPECT_THAT(words_for("99999X"), testing::HasSubstr("no code of the code lists of edition 2026"));
  EXPECT_THAT(words_for("zzzzzz"), testing::HasSubstr("No service of the catalogue has these words"));
}

}  // namespace
}  // namespace precert
