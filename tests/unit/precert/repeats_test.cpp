// Repeats of a request: which case they were answered from, and that only this one counts.
#include "precert/engine/repeats.hpp"

#include "tests/unit/precert/determine_support.hpp"

namespace precert::test {
namespace {

/// The second request for what C0 is about; C0 is pended.
struct AskedTwice {
  World world;
  ReviewRequest asked = [] {
    ReviewRequest made = request();
    made.answers.clear();
    return made;
  }();
  PriorCase original{CaseId("C0"), 1, asked, world(asked)};
  PriorCase repeat = [this] {
    world.facts.history = {original};
    world.facts.numbers = {"AUTH2", "NR2", "T2"};
    return PriorCase{CaseId("C1"), 1, asked, world(asked)};
  }();
};

TEST(Repeats, NameTheCaseTheyWereAnsweredFrom) {
  const AskedTwice twice;
  ASSERT_EQ(twice.repeat.determination.lines.size(), 1U);
  EXPECT_TRUE(is_repeat(twice.repeat.determination));
  EXPECT_EQ(original_of(twice.repeat.determination.lines[0]), CaseId("C0"));
  EXPECT_FALSE(is_repeat(twice.original.determination));
  EXPECT_EQ(original_of(twice.original.determination.lines[0]), CaseId());
  EXPECT_FALSE(is_repeat(Determination{}));
}

TEST(Repeats, AreNoAnswerToAFurtherRepeat) {
  AskedTwice twice;
  twice.world.facts.history = {twice.repeat, twice.original};  // the newest first
  twice.world.facts.numbers = {"AUTH3", "NR3", "T3"};
  const LineDetermination third = twice.world.first(twice.asked);
  EXPECT_EQ(original_of(third), CaseId("C0"));
  EXPECT_EQ(third.reference_number, "NR1");
  const auto said = std::count_if(third.reasons.begin(), third.reasons.end(),
                                  [](const Reason& reason) { return reason.rule == "duplicate"; });
  EXPECT_EQ(said, 1);  // not once more with every repeat
  EXPECT_EQ(third.reasons.size(), twice.repeat.determination.lines[0].reasons.size());
}

TEST(Repeats, AreDecidedAnewOnceTheirOriginalIsOver) {
  AskedTwice twice;
  twice.original.determination.lines[0].action = ReviewAction::not_certified;
  twice.world.facts.history = {twice.repeat, twice.original};
  twice.world.facts.numbers = {"AUTH3", "NR3", "T3"};
  EXPECT_EQ(twice.world.first(twice.asked).reference_number, "NR3");
}

TEST(Repeats, StandForTheirOriginalWhereBothAskForTheSameLines) {
  AskedTwice twice;
  EXPECT_TRUE(stands_for(twice.repeat, twice.original));
  EXPECT_FALSE(stands_for(twice.original, twice.repeat));  // it is no repeat
  twice.original.request.services.push_back(twice.asked.services[0]);
  EXPECT_FALSE(stands_for(twice.repeat, twice.original));
}

TEST(Repeats, LeaveToACaseTheLinesThatAreItsOwn) {
  AskedTwice twice;
  ServiceLine second = twice.asked.services[0];
  second.sequence = 2;
  twice.repeat.request.services.push_back(second);
  LineDetermination own = twice.original.determination.lines[0];
  own.sequence = 2;
  twice.repeat.determination.lines.push_back(own);
  const PriorCase left = own_lines_of(twice.repeat);
  ASSERT_EQ(left.request.services.size(), 1U);
  EXPECT_EQ(left.request.services[0].sequence, 2);
  ASSERT_EQ(left.determination.lines.size(), 1U);
  EXPECT_EQ(left.determination.lines[0].sequence, 2);
}

}  // namespace
}  // namespace precert::test
