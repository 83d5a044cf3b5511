// Who is named to do a service that needs the network, and whom the directory does not know: it is never
// certified without a word about it.
#include "determine_support.hpp"

namespace precert::test {
namespace {

using Strings = std::vector<std::string>;
constexpr const char* stranger = "1999000999";

ReviewRequest at_a_stranger() {
  ReviewRequest asked = request();
  asked.services[0].providers = {party(PartyRole::facility, stranger)};
  return asked;
}

TEST(APerformerWhomTheDirectoryDoesNotKnow, PendsOnExactlyThat) {
  const World world;
  const LineDetermination made = world.first(at_a_stranger());
  EXPECT_EQ(made.action, ReviewAction::pended);
  EXPECT_EQ(missing_facts(made), Strings{"network-exception"});
  EXPECT_TRUE(has_step(made, "network", "unknown"));
  EXPECT_NE(words_of(made).find("not known to be in the network"), std::string::npos);
  EXPECT_EQ(words_of(made).find("stays valid"), std::string::npos);
}

TEST(APerformerWhomTheDirectoryDoesNotKnow, IsAskedAboutTogetherWithWhatElseIsMissing) {
  const World world;
  ReviewRequest asked = at_a_stranger();
  asked.answers = {{"exam", true, 0, {}}};
  const LineDetermination made = world.first(asked);
  EXPECT_EQ(missing_facts(made), (Strings{"weeks", "network-exception"}));
  EXPECT_EQ(made.missing.at(1).control_number, "T1-02");
  EXPECT_NE(words_of(made).find("2 facts are missing."), std::string::npos);
}

TEST(APerformerWhomTheDirectoryDoesNotKnow, WithAReasonGivenGoesToAClinician) {
  const World world;
  ReviewRequest asked = at_a_stranger();
  asked.answers.push_back({"network-exception", std::string("The only scanner for this weight"), 0, {}});
  const LineDetermination made = world.first(asked);
  EXPECT_EQ(made.action, ReviewAction::pended);
  EXPECT_TRUE(made.missing.empty());
  EXPECT_EQ(made.queue, "clinician");
  EXPECT_EQ(code_of(made), "0V");
}

TEST(APerformerWhomTheDirectoryDoesNotKnow, IsNobodysMatterWithoutADirectory) {
  World world;
  world.facts.directory = nullptr;
  EXPECT_EQ(world.first(at_a_stranger()).action, ReviewAction::certified);
  const Directory empty;
  world.facts.directory = &empty;
  EXPECT_EQ(world.first(at_a_stranger()).action, ReviewAction::certified);
}

TEST(APerformerWhomTheDirectoryDoesNotKnow, MayDoWhatNeedsNoNetwork) {
  const World world;
  ReviewRequest asked = at_a_stranger();
  asked.services[0].procedure.code = "97110";
  asked.services[0].quantity = Quantity{base::Decimal(3), Unit::visit, {}};
  EXPECT_EQ(world.first(asked).action, ReviewAction::certified);
}

TEST(APerformerWhomTheDirectoryDoesNotKnow, BesideAPlaceInTheNetworkIsNoMatter) {
  const World world;
  ReviewRequest asked = at_a_stranger();
  asked.services[0].providers = {party(PartyRole::performing, stranger),
                                 party(PartyRole::facility, hospital)};
  EXPECT_EQ(world.first(asked).action, ReviewAction::certified);
}

TEST(APerformerWhomTheDirectoryDoesNotKnow, MayBeAnyoneWithoutANumber) {
  const World world;
  ReviewRequest asked = at_a_stranger();
  asked.services[0].providers[0].identifiers.clear();
  EXPECT_EQ(missing_facts(world.first(asked)), Strings{"network-exception"});
}

TEST(NobodyNamedToDoIt, IsNotAskedWhy) {
  const World world;
  ReviewRequest asked = request();
  asked.services[0].providers.clear();
  EXPECT_EQ(world.first(asked).action, ReviewAction::certified);
}

TEST(APlaceThatWasCertified, IsNotAskedAboutAgain) {
  World world;
  const ReviewRequest earlier = at_a_stranger();
  Determination decided = world(request());  // somebody has looked at it and certified it there
  decided.lines[0].provider = earlier.services[0].providers[0];
  world.continues(earlier, decided);
  ReviewRequest asked = earlier;
  asked.event.certification = CertificationType::revision;
  asked.services[0].quantity = Quantity{base::Decimal(2), Unit::unit, {}};
  asked.services[0].change = Change::changed;
  const LineDetermination made = world.update(asked).lines.at(0);
  EXPECT_EQ(made.action, ReviewAction::certified) << words_of(made);
}

TEST(AChangeOfPlaceOutOfTheNetwork, WithAReasonGivenGoesToAClinician) {
  World world;
  world.decided_before(request());
  ReviewRequest asked = request();
  asked.event.certification = CertificationType::revision;
  asked.services[0].providers = {party(PartyRole::facility, stranger)};
  asked.answers.push_back({"network-exception", std::string("Moved away"), 0, {}});
  const LineDetermination made = world.update(asked).lines.at(0);
  EXPECT_EQ(made.queue, "clinician");
  EXPECT_TRUE(made.missing.empty());
}

}  // namespace
}  // namespace precert::test
