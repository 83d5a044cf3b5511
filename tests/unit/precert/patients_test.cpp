// Who of a family may go on with a case whose number is quoted.
#include "precert/engine/patients.hpp"

#include "tests/unit/precert/determine_support.hpp"

namespace precert::test {
namespace {

ReviewRequest about(const char* given, const char* born = "2015-05-05") {
  ReviewRequest made = request();
  made.dependent.emplace();
  made.dependent->name = {"TESTMEMBER", given, "", "", ""};
  if (born != nullptr) made.dependent->birth_date = date(born);
  return made;
}

/// BETA with these twins.
MemberRecord family(std::initializer_list<const char*> twins) {
  MemberRecord made = member();
  for (const char* given : twins) {
    made.dependents.push_back(made.dependents.front());
    made.dependents.back().name.given = given;
  }
  return made;
}

TEST(AQuotedCase, IsGoneOnWithForItsPatientAndNotForATwin) {
  const MemberRecord twins = family({"BETA ANN", "THETA"});
  for (const MemberRecord* file : {&twins, static_cast<const MemberRecord*>(nullptr)}) {
    EXPECT_TRUE(may_be_same_patient(about("BETA"), about("BETA"), file));
    EXPECT_TRUE(may_be_same_patient(about("BETA", nullptr), about("BETA"), file));
    EXPECT_FALSE(may_be_same_patient(about("THETA"), about("BETA"), file));
    EXPECT_FALSE(may_be_same_patient(about("BETA", "2018-08-08"), about("BETA"), file));
  }
  EXPECT_FALSE(may_be_same_patient(about("BETA ANN"), about("BETA"), &twins));
  const MemberRecord alone = family({});
  EXPECT_TRUE(may_be_same_patient(about("BETA ANN"), about("BETA"), &alone));
}

TEST(AQuotedCase, MayBeGoneOnWithByTheSubscriberButASubscribersCaseNotForAChild) {
  const MemberRecord file = family({});
  EXPECT_TRUE(may_be_same_patient(request(), about("BETA"), &file));
  EXPECT_FALSE(may_be_same_patient(about("BETA"), request(), &file));
}

TEST(AQuotedCase, OfTwinsOfOneNameIsToldByTheBirthSequence) {
  ReviewRequest first = about("BETA"), second = about("BETA");
  first.dependent->birth_sequence = 1;
  second.dependent->birth_sequence = 2;
  EXPECT_FALSE(may_be_same_patient(second, first, nullptr));
  EXPECT_FALSE(same_dependent(second, first, nullptr));
}

TEST(ANameInAMessage, MeansAnotherWhoseItIsToTheLetter) {
  const MemberRecord twins = family({"BETA ANN"});
  const auto said = [](const char* given) { return *about(given).dependent; };
  EXPECT_TRUE(means_another(said("BETA ANN"), about("BETA"), twins));
  EXPECT_TRUE(means_another(said("BETA"), about("BETA ANN"), twins));
  EXPECT_FALSE(means_another(said("BETA"), about("BETA"), twins));
  EXPECT_FALSE(means_another(said("B"), about("BETA"), twins)) << "an initial is nobody's name";
  EXPECT_FALSE(means_another(said("BETA ANN"), about("BETA"), family({})));
  EXPECT_FALSE(means_another(said("BETA"), about("BET"), family({}))) << "a request that shortens her name";
  ReviewRequest of_the_subscriber = request();
  of_the_subscriber.subscriber.name.given = "BET";
  EXPECT_TRUE(means_another(said("BETA"), of_the_subscriber, family({})));
}

TEST(OneDependent, IsKnownWithoutAFileByMoreThanAnInitial) {
  EXPECT_TRUE(same_dependent(about("Beta"), about("BETA"), nullptr));
  EXPECT_FALSE(same_dependent(about("B"), about("BETA"), nullptr));
  EXPECT_FALSE(same_dependent(about("B"), about("B"), nullptr));
  EXPECT_FALSE(same_dependent(about(""), about(""), nullptr));
}

}  // namespace
}  // namespace precert::test
