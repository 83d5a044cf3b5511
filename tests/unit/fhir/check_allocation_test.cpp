// Checking takes no memory for an element: what it takes hangs on entries and lists of numbers. Every
// allocation of this program is counted here.
#include "parsers/fhir/check.hpp"
#include "parsers/json/document.hpp"
#include "tests/support/count_allocations.hpp"
#include "tests/unit/fhir/answer_bundle.hpp"
#include "tests/unit/fhir/request_bundle.hpp"

namespace fhir {
namespace {

/// `text` with the only element of a list, from `begin` on, written `count` times with its number counted up.
std::string repeated(const std::string& text, const std::string& begin, const std::string& number,
                     std::size_t count) {
  const std::size_t from = text.find(begin) + begin.size();
  std::size_t to = from, depth = 0;
  for (;; ++to) {
    if (text[to] == '{') ++depth;
    if (text[to] == '}' && --depth == 0) break;
  }
  ++to;
  const std::string one = text.substr(from, to - from);
  std::string all;
  for (std::size_t i = 1; i <= count; ++i) {
    std::string next = one;
    next.replace(next.find(number + "1"), number.size() + 1, number + std::to_string(i));
    all += (i > 1 ? "," : "") + next;
  }
  return text.substr(0, from) + all + text.substr(to);
}

template <class Check>
std::size_t taken(const std::string& text, const Check& check) {
  static const Profiles profiles = Profiles::of(Version::pas_2_2_1).value();
  json::Document document;
  const Bundle bundle = bundle_from(document.parse_copy(text).value()).value();
  const std::size_t before = ::support::allocations;
  const base::Issues issues = check(bundle, profiles, Purpose::submit);
  const std::size_t used = ::support::allocations - before;
  EXPECT_TRUE(issues.empty()) << issues.first().where;
  return used;
}

// Growing lists double, so a hundred items may take a few blocks more than one.
constexpr std::size_t growth_max = 10;

TEST(CheckAllocations, DoNotGrowWithTheItemsOfARequest) {
  const std::string one(support::request_text);
  const std::string many = repeated(one, R"("item":[)", R"("sequence":)", 100);
  EXPECT_LE(taken(many, check), taken(one, check) + growth_max);
}

TEST(CheckAllocations, DoNotGrowWithTheItemsOfAnAnswer) {
  const std::string one(support::answer_text);
  const std::string many = repeated(one, R"("item":[)", R"("itemSequence":)", 100);
  EXPECT_LE(taken(many, check_response), taken(one, check_response) + growth_max);
}

}  // namespace
}  // namespace fhir
