// Refusals: who asks whom about whom, and what makes a request impossible to review.
#include "determine_support.hpp"
#include "precert/engine/parties.hpp"

namespace precert::test {
namespace {

std::vector<std::string> codes_of(const Determination& made) {
  std::vector<std::string> codes;
  for (const Refusal& refusal : made.refusals) codes.push_back(refusal.code);
  return codes;
}

struct RefusalCase {
  const char* name;
  std::vector<std::string> codes;
  Level level;
  std::function<void(ReviewRequest&, World&)> change;
};

std::vector<RefusalCase> refusal_cases() {
  using std::nullopt;
  return {
      {"UmoUnnamed", {"T4"}, Level::umo, [](auto& asked, auto&) { asked.umo.identifiers.clear(); }},
      {"UmoOther", {"79"}, Level::umo, [](auto& asked, auto&) { asked.umo.identifiers[0].value = "ELSE"; }},
      {"RequesterUnnamed",
       {"43"},
       Level::requester,
       [](auto& asked, auto&) { asked.requester.identifiers.clear(); }},
      {"ProviderOfTheEventMistyped",
       {"43"},
       Level::event_provider,
       [](auto& asked, auto&) { asked.event.providers = {party(PartyRole::ordering, "1234567890")}; }},
      {"ProviderOfTheLineMistyped",
       {"43"},
       Level::service_provider,
       [](auto& asked, auto&) { asked.services[0].providers = {party(PartyRole::facility, "1234567890")}; }},
      {"GroupOfOthers",
       {"78"},
       Level::subscriber,
       [](auto& asked, auto&) { asked.insurance.group = "G2"; }},
      {"MemberNumberAbsent",
       {"72"},
       Level::subscriber,
       [](auto& asked, auto& world) {
         asked.subscriber.identifiers.clear();
         world.facts.member = nullptr;
       }},
      {"MemberUnknown", {"75"}, Level::subscriber, [](auto&, auto& world) { world.facts.member = nullptr; }},
      {"NameDiffers",
       {"73"},
       Level::subscriber,
       [](auto& asked, auto&) { asked.subscriber.name.family = "ELSE"; }},
      {"BirthDateDiffers",
       {"71"},
       Level::subscriber,
       [](auto& asked, auto&) { asked.subscriber.birth_date = date("1981-02-14"); }},
      {"NameAndBirthDateDiffer",
       {"73", "71"},
       Level::subscriber,
       [](auto& asked, auto&) {
         asked.subscriber.name.family = "ELSE";
         asked.subscriber.birth_date = date("1981-02-14");
       }},
      {"NameAndBirthDateAbsent",
       {"73", "58"},
       Level::subscriber,
       [](auto& asked, auto&) {
         asked.subscriber.name = {};
         asked.subscriber.birth_date.reset();
       }},
      {"NameAbsent",
       {"73"},
       Level::subscriber,
       [](auto& asked, auto&) { asked.subscriber.name = {}; }},
      {"FamilyNameAbsent",
       {"73"},
       Level::subscriber,
       [](auto& asked, auto&) { asked.subscriber.name.family.clear(); }},
      {"BirthDateAbsent",
       {"58"},
       Level::subscriber,
       [](auto& asked, auto&) { asked.subscriber.birth_date.reset(); }},
      {"NameAbsentAndBirthDateDiffers",
       {"73", "71"},
       Level::subscriber,
       [](auto& asked, auto&) {
         asked.subscriber.name = {};
         asked.subscriber.birth_date = date("1981-02-14");
       }},
      {"GivenNameDiffersAndNoBirthDate",
       {"58", "73"},
       Level::subscriber,
       [](auto& asked, auto&) {
         asked.subscriber.name.given = "OMEGA";
         asked.subscriber.birth_date.reset();
       }},
      {"DependentUnknown",
       {"77"},
       Level::dependent,
       [](auto& asked, auto&) {
         asked.dependent = Person{};
         asked.dependent->name = {"TESTMEMBER", "KAPPA", "", "", ""};
       }},
      {"DependentBornOtherwise",
       {"71"},
       Level::dependent,
       [](auto& asked, auto&) {
         asked.dependent = Person{};
         asked.dependent->name = {"TESTMEMBER", "BETA", "", "", ""};
         asked.dependent->birth_date = date("2015-05-06");
       }},
      {"DependentUnnamed",
       {"65"},
       Level::dependent,
       [](auto& asked, auto&) {
         asked.dependent = Person{};
         asked.dependent->birth_date = date("2015-05-05");
       }},
      {"DependentUnnamedAndUnborn",
       {"65", "58"},
       Level::dependent,
       [](auto& asked, auto&) { asked.dependent = Person{}; }},
      {"DependentBirthDateAbsent",
       {"58"},
       Level::dependent,
       [](auto& asked, auto&) {
         asked.dependent = Person{};
         asked.dependent->name = {"TESTMEMBER", "BETA", "", "", ""};
       }},
      {"DependentOneOfTwins",
       {"65"},
       Level::dependent,
       [](auto& asked, auto& world) {
         world.record.dependents.push_back(world.record.dependents[0]);
         world.record.dependents.back().name.given = "BETTINA";
         asked.dependent = Person{};
         asked.dependent->name = {"TESTMEMBER", "B", "", "", ""};
         asked.dependent->birth_date = date("2015-05-05");
       }},
      {"DependentOneOfTwo",
       {"58"},
       Level::dependent,
       [](auto& asked, auto& world) {
         world.record.dependents.push_back(world.record.dependents[0]);
         asked.dependent = Person{};
         asked.dependent->name = {"TESTMEMBER", "BETA", "", "", ""};
       }},
      {"NotCoveredOnTheDate",
       {"95"},
       Level::subscriber,
       [](auto& asked, auto&) { asked.services[0].dates = base::Period::of(date("2024-05-01")); }},
      {"DischargeBeforeAdmission",
       {"56"},
       Level::event,
       [](auto& asked, auto&) {
         asked.event.admission = period("2026-03-10", "2026-03-12");
         asked.event.discharge = date("2026-03-09");
       }},
      {"EventDatesReversed",
       {"57"},
       Level::event,
       [](auto& asked, auto&) { asked.event.dates = period("2026-03-12", "2026-03-10"); }},
      {"EventBeforeBirth",
       {"60"},
       Level::event,
       [](auto& asked, auto&) { asked.event.dates = base::Period::of(date("1979-01-01")); }},
      {"DiagnosisImpossible",
       {"AF"},
       Level::event,
       [](auto& asked, auto&) { asked.event.diagnoses[0].code = "?!"; }},
      {"NothingAsked",
       {"T5"},
       Level::event,
       [](auto& asked, auto&) {
         asked.services.clear();
         asked.event.service_type.clear();
       }},
      {"CodeImpossible",
       {"AG"},
       Level::service,
       [](auto& asked, auto&) { asked.services[0].procedure.code = "99999X"; }},
      {"LineDatesReversed",
       {"57"},
       Level::service,
       [](auto& asked, auto&) { asked.services[0].dates = period("2026-03-12", "2026-03-10"); }},
      {"CancelsNothing",
       {"AA"},
       Level::event,
       [](auto& asked, auto&) { asked.event.certification = CertificationType::cancellation; }},
      {"ExtendsNothing",
       {"AA"},
       Level::event,
       [](auto& asked, auto&) { asked.event.certification = CertificationType::extension; }},
      {"AppealsNothing",
       {"AA"},
       Level::event,
       [](auto& asked, auto&) { asked.event.certification = CertificationType::standard_appeal; }},
      {"TakesBackNothing",
       {"AA"},
       Level::event,
       [](auto& asked, auto&) { asked.purpose = Purpose::cancellation; }},
  };
}

class Refused : public testing::TestWithParam<RefusalCase> {};

TEST_P(Refused, WithItsOwnCodeAtItsLevel) {
  World world;
  world.facts.naming = PatientNaming::in_full;
  ReviewRequest asked = request();
  GetParam().change(asked, world);
  const Determination made = world(asked);
  EXPECT_EQ(codes_of(made), GetParam().codes);
  EXPECT_TRUE(made.refused());
  ASSERT_FALSE(made.refusals.empty());
  EXPECT_EQ(made.refusals.front().level, GetParam().level);
  EXPECT_FALSE(made.refusals.front().words.empty());
}

INSTANTIATE_TEST_SUITE_P(Requests, Refused, testing::ValuesIn(refusal_cases()),
                         [](const auto& one) { return std::string(one.param.name); });

TEST(PartiesOfARequest, SeveralFaultsAreAllReported) {
  World world;
  ReviewRequest asked = request();
  asked.umo.identifiers.clear();
  asked.requester.identifiers.clear();
  asked.subscriber.name.family = "ELSE";
  EXPECT_EQ(codes_of(world(asked)), (std::vector<std::string>{"T4", "43", "73"}));
}

TEST(PartiesOfARequest, ARefusalNamesElementAndSourceAndNoValue) {
  World world;
  ReviewRequest asked = request();
  asked.subscriber.name.family = "SECRETNAME";
  asked.subscriber.source.where = "2010C/NM1 @7";
  const Determination made = world(asked);
  ASSERT_EQ(made.refusals.size(), 1U);
  EXPECT_EQ(made.refusals[0].element, "NM1-03");
  EXPECT_EQ(made.refusals[0].source.where, "2010C/NM1 @7");
  EXPECT_EQ(made.refusals[0].words.find("SECRETNAME"), std::string::npos);
}

TEST(PartiesOfARequest, AFamilyNameMatchesAfterNormalisation) {
  World world;
  world.record.name.family = "O'Test-Member";
  ReviewRequest asked = request();
  asked.subscriber.name.family = "OTESTMEMBER JR";
  EXPECT_TRUE(world(asked).refusals.empty());
}

TEST(PartiesOfARequest, OneOfNameAndBirthDateWillDoWhereNotBothAreWanted) {
  World world;
  ReviewRequest asked = request();
  asked.subscriber.birth_date.reset();
  EXPECT_TRUE(world(asked).refusals.empty());
  asked = request();
  asked.subscriber.name = {};
  EXPECT_TRUE(world(asked).refusals.empty());
  asked = request();
  asked.dependent = Person{};
  asked.dependent->name = {"TESTMEMBER", "BETA", "", "", ""};
  EXPECT_TRUE(world(asked).refusals.empty());
}

TEST(PartiesOfARequest, WhatThePayerDoesNotHoldNeedNotBeSaid) {
  World world;
  world.facts.naming = PatientNaming::in_full;
  world.record.birth_date = {};
  ReviewRequest asked = request();
  asked.subscriber.birth_date.reset();
  EXPECT_TRUE(world(asked).refusals.empty());
}

TEST(PartiesOfARequest, ASubscriberWhoIsNotThePatientNeedsNothingButTheNumber) {
  World world;
  world.facts.naming = PatientNaming::in_full;
  ReviewRequest asked = request();
  asked.subscriber.name = {};
  asked.subscriber.birth_date.reset();
  asked.dependent = Person{};
  asked.dependent->name = {"TESTMEMBER", "BETA", "", "", ""};
  asked.dependent->birth_date = date("2015-05-05");
  EXPECT_TRUE(world(asked).refusals.empty());
}

TEST(PartiesOfARequest, AnotherGivenNameIsANoteWhenTheBirthDateFits) {
  World world;
  ReviewRequest asked = request();
  asked.subscriber.name.given = "OMEGA";
  const Determination made = world(asked);
  EXPECT_TRUE(made.refusals.empty());
  EXPECT_EQ(made.notes.size(), 1U);
}

TEST(PartiesOfARequest, ABadNpiOfAProviderIsSaidWhereItStands) {
  World world;
  ReviewRequest asked = request();
  asked.event.providers = {party(PartyRole::ordering, "1999000015"), party(PartyRole::referring, "1234567890")};
  EXPECT_EQ(world(asked).refusals.at(0).index, 2);
  asked.event.providers.clear();
  asked.services.push_back(line(2, "99213"));
  asked.services[1].providers = {party(PartyRole::facility, hospital), party(PartyRole::performing, "1234567890")};
  const Determination made = world(asked);
  EXPECT_EQ(made.refusals.at(0).index, 2);
  EXPECT_EQ(made.lines.at(0).action, ReviewAction::certified);
  asked.event.certification = CertificationType::cancellation;  // whatever is wrong with it is withdrawn too
  world.decided_before(request());
  asked.services.resize(1);
  asked.services[0].providers = {party(PartyRole::facility, "1234567890")};
  EXPECT_EQ(world.update(asked).action, ReviewAction::cancelled);
}

TEST(PartiesOfARequest, AGroupIsComparedWithThoseOnFile) {
  World world;
  ReviewRequest asked = request();
  asked.insurance.group = "G1";
  EXPECT_TRUE(world(asked).refusals.empty());
  asked.insurance.group = "G2";
  for (CoverageSpan& span : world.record.coverage) span.group.clear();  // the payer keeps none
  EXPECT_TRUE(world(asked).refusals.empty());
}

TEST(PartiesOfARequest, ABadNpiIsRefusedUnlessTheRulebookOnlyNotesIt) {
  World world;
  ReviewRequest asked = request();
  asked.requester.identifiers[0].value = "1234567890";
  EXPECT_EQ(codes_of(world(asked)), (std::vector<std::string>{"43"}));
  const auto lenient = rulebook_with("  name: Test Plan", "  refuse_bad_npi: false\n  name: Test Plan");
  const Determination noted = determine(asked, *lenient, world.facts);
  EXPECT_TRUE(noted.refusals.empty());
  EXPECT_EQ(noted.notes.size(), 1U);
  asked.requester.identifiers[0].value = "1234567893";
  EXPECT_TRUE(world(asked).refusals.empty());
}

TEST(PartiesOfARequest, ADependentIsFoundByNameAndBirthDate) {
  World world;
  ReviewRequest asked = request();
  asked.subscriber.birth_date.reset();
  asked.dependent = Person{};
  asked.dependent->name = {"Testmember", "Beta", "", "", ""};
  asked.dependent->birth_date = date("2015-05-05");
  EXPECT_TRUE(world(asked).refusals.empty());
  asked.dependent->name.given.clear();
  EXPECT_TRUE(world(asked).refusals.empty());
}

TEST(PartiesOfARequest, TwinsAreToldApartByBirthSequence) {
  World world;
  world.record.dependents[0].birth_sequence = 1;
  world.record.dependents.push_back(world.record.dependents[0]);
  world.record.dependents.back().birth_sequence = 2;
  world.record.dependents.back().gender = Gender::female;
  ReviewRequest asked = request();
  asked.dependent = Person{};
  asked.dependent->name = {"TESTMEMBER", "BETA", "", "", ""};
  asked.dependent->birth_date = date("2015-05-05");
  asked.dependent->birth_sequence = 2;
  EXPECT_EQ(party_findings_of(asked, rulebook(), world.facts).patient.gender, Gender::female);
}

TEST(PartiesOfARequest, ATwinIsTakenByTheWholeGivenName) {
  World world;
  world.record.dependents[0].name.given = "ANNA";
  world.record.dependents.push_back(world.record.dependents[0]);
  world.record.dependents.back().name.given = "ANN";
  world.record.dependents.back().gender = Gender::female;
  ReviewRequest asked = request();
  asked.dependent = Person{};
  asked.dependent->name = {"TESTMEMBER", "Ann", "", "", ""};
  asked.dependent->birth_date = date("2015-05-05");
  EXPECT_EQ(party_findings_of(asked, rulebook(), world.facts).patient.gender, Gender::female);
}

TEST(PartiesOfARequest, ADependentWithANumberOfTheirOwnStandsAsSubscriber) {
  World world;
  ReviewRequest asked = request();
  asked.subscriber.identifiers[0].value = "M101";
  asked.subscriber.name = {"OTHERNAME", "GAMMA", "", "", ""};
  asked.subscriber.birth_date = date("2010-01-01");
  const PartyFindings found = party_findings_of(asked, rulebook(), world.facts);
  EXPECT_TRUE(found.refusals.empty());
  EXPECT_EQ(found.patient.birth_date, date("2010-01-01"));
}

TEST(PartiesOfARequest, TheNumberOfATwinWithTheOthersNameIsRefused) {
  World world;
  world.record.dependents.push_back(world.record.dependents[1]);
  world.record.dependents.back().id = MemberId("M102");
  world.record.dependents.back().name.given = "IOTA";
  ReviewRequest asked = request();
  asked.subscriber.identifiers[0].value = "M101";
  asked.subscriber.name = {"OTHERNAME", "GAMMA", "", "", ""};
  asked.subscriber.birth_date = date("2010-01-01");
  EXPECT_TRUE(party_findings_of(asked, rulebook(), world.facts).refusals.empty());
  asked.subscriber.name.given = "IOTA";
  const PartyFindings found = party_findings_of(asked, rulebook(), world.facts);
  ASSERT_EQ(found.refusals.size(), 1U);
  EXPECT_EQ(found.refusals[0].code, "73");
  EXPECT_EQ(found.refusals[0].element, "NM1-04");
  asked.subscriber.name.given = "GEORGIA";  // nobody's: spelt another way
  EXPECT_TRUE(party_findings_of(asked, rulebook(), world.facts).refusals.empty());
}

TEST(PartiesOfARequest, ADependentWhoIsTheSubscriberIsTakenAsSuch) {
  World world;
  ReviewRequest asked = request();
  asked.dependent = asked.subscriber;
  EXPECT_TRUE(world(asked).refusals.empty());
}

TEST(ContentOfARequest, ABadLineIsRefusedAndTheOthersAreDecided) {
  World world;
  ReviewRequest asked = request();
  asked.services.push_back(line(2, "99999X"));
  const Determination made = world(asked);
  ASSERT_EQ(made.refusals.size(), 1U);
  EXPECT_EQ(made.refusals[0].code, "AG");
  EXPECT_EQ(made.refusals[0].index, 2);
  EXPECT_NE(made.refusals[0].words.find("edition 2026"), std::string::npos);
  ASSERT_EQ(made.lines.size(), 1U);
  EXPECT_EQ(made.lines[0].action, ReviewAction::certified);
  EXPECT_FALSE(made.refused());
}

TEST(ContentOfARequest, AValidCodeIsNeverSaidNotToExist) {
  World world;
  ReviewRequest asked = request();
  asked.services[0].procedure.code = "71046";
  const LineDetermination made = world.first(asked);
  EXPECT_EQ(made.action, ReviewAction::not_required);
  EXPECT_EQ(words_of(made).find("does not exist"), std::string::npos);
}

TEST(ContentOfARequest, DatesAreReviewedAsFarAsTheRulebookSays) {
  World world;
  world.record.coverage[0].period.start = date("2000-01-01");
  ReviewRequest asked = request();
  asked.services[0].dates = base::Period::of(date("2005-05-10"));
  const auto any = rulebook_with("  name: Test Plan", "  past_days_max: 0\n  name: Test Plan");
  EXPECT_EQ(determine(asked, *any, world.facts).action, ReviewAction::certified);
  const auto limited =
      rulebook_with("  name: Test Plan", "  past_days_max: 365\n  future_days_max: 30\n  name: Test Plan");
  EXPECT_EQ(codes_of(determine(asked, *limited, world.facts)), (std::vector<std::string>{"62"}));
  asked.services[0].dates = base::Period::of(date("2026-04-05"));
  EXPECT_TRUE(determine(asked, *limited, world.facts).refusals.empty());
  asked.services[0].dates = base::Period::of(date("2026-04-06"));
  EXPECT_EQ(codes_of(determine(asked, *limited, world.facts)), (std::vector<std::string>{"62"}));
}

TEST(ContentOfARequest, AnUpdateOfAnUnknownCaseWithItsContentIsANewRequest) {
  World world;
  world.facts.previous_wanted = true;
  ReviewRequest asked = request();
  asked.event.certification = CertificationType::revision;
  EXPECT_EQ(world.first(asked).action, ReviewAction::certified);
  EXPECT_EQ(world.first(asked).certification_number, "AUTH1");
}

TEST(ContentOfARequest, AnEmptyUpdateOfAnUnknownCaseIsRefused) {
  World world;
  world.facts.previous_wanted = true;
  ReviewRequest asked = request();
  asked.services.clear();
  asked.event.service_type.clear();
  asked.event.certification = CertificationType::revision;
  EXPECT_EQ(codes_of(world(asked)), (std::vector<std::string>{"AA"}));
}

TEST(ContentOfARequest, APointerToNoDiagnosisIsANote) {
  World world;
  ReviewRequest asked = request();
  asked.requester.identifiers[0].value = "1234567893";
  asked.services[0].diagnosis_pointers = {1, 2};
  const Determination made = world(asked);
  ASSERT_EQ(made.notes.size(), 1U);
  EXPECT_EQ(made.notes[0].service, 1);
}

}  // namespace
}  // namespace precert::test
