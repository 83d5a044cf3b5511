// The way in takes no memory for an element: reading and checking none at all once their buffers have grown,
// mapping only for values that outlive the message. Every allocation of this program is counted here.
#include <array>

#include "mappers/x12/review_request.hpp"
#include "parsers/x12/check.hpp"
#include "parsers/x12/guide.hpp"
#include "parsers/x12/reader.hpp"
#include "tests/support/count_allocations.hpp"

namespace {

constexpr std::size_t sets = 60;

std::string segments_of_scenario() {
  std::ifstream in(PRECERT_SOURCE_DIR "/fixtures/scenarios/mri-approved/request.x12", std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  const std::size_t begin = text.find("BHT*");
  return text.substr(begin, text.rfind("SE*") - begin);
}

/// One interchange of many sets, which differ in ST02 only.
std::string file() {
  const std::string segments = segments_of_scenario();
  const std::string count = std::to_string(std::count(segments.begin(), segments.end(), '~') + 2);
  std::string text =
      "ISA*00*          *00*          *ZZ*CLEARTEST1     *ZZ*EXAMPLEPLAN    "
      "*260105*0930*^*00501*000000101*1*T*:~"
      "GS*HI*CLEARAPP*PLANAPP*20260105*0930*101*X*005010X217~";
  for (std::size_t set = 1; set <= sets; ++set) {
    const std::string number = std::to_string(1000 + set);
    text += "ST*278*" + number + "*005010X217~" + segments + "SE*" + count + "*" + number + "~";
  }
  return text + "GE*" + std::to_string(sets) + "*101~IEA*1*000000101~";
}

/// Reads the file and gives `use` each set, checked, with the allocations that reading and checking it took.
template <class Use>
void each_checked_set(const Use& use) {
  const std::string text = file();
  const x12::Guide& guide = *x12::guide_for("005010X217", "request");
  x12::Reader reader(text);
  x12::LoopTree tree;
  std::vector<x12::Fault> faults;
  std::size_t before = support::allocations;
  for (x12::Event event = reader.next(); event != x12::Event::done; event = reader.next()) {
    if (event != x12::Event::transaction_set) continue;
    const bool good = x12::check(reader.set(), guide, {}, tree, faults);
    const std::size_t taken = support::allocations - before;
    ASSERT_TRUE(good) << (faults.empty() ? "" : faults.front().remedy);
    use(reader, tree, taken);
    before = support::allocations;
  }
}

TEST(X12Allocations, ReadingAndCheckingASetTakesNoneOnceTheBuffersHaveGrown) {
  std::array<std::size_t, sets> taken{};
  std::size_t set = 0;
  each_checked_set(
      [&](const x12::Reader&, const x12::LoopTree&, std::size_t count) { taken[set++] = count; });
  ASSERT_EQ(set, sets);
  EXPECT_GT(taken[0], 0U) << "nothing is counted";
  // What is kept of a set is its ST02; the table of those doubles at the 8th, 16th, 32nd and 64th.
  for (set = 33; set < sets; ++set) EXPECT_EQ(taken[set], 0U) << "set " << set + 1;
}

TEST(X12Allocations, MappingASetTakesThemForLongValuesAndListsOnly) {
  each_checked_set([&](const x12::Reader& reader, const x12::LoopTree& tree, std::size_t) {
    const std::size_t before = support::allocations;
    const auto request = mappers::review_request_from(tree, reader.interchange(), reader.group());
    const std::size_t taken = support::allocations - before;
    ASSERT_TRUE(request.has_value());
    // Of 128 elements: lists of parties, identifiers, lines, codes and answers, and texts over 15 characters.
    EXPECT_LE(taken, 30U);
  });
}

}  // namespace
