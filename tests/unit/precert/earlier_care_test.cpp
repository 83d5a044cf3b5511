// Facts of what happened before and of where and by whom: from the member's history, treatments, places and
// providers; and what a rulebook may say about them.
#include "determine_support.hpp"
#include "precert/criteria/evaluate.hpp"
#include "precert/criteria/treatments.hpp"

namespace precert::test {
namespace {

using Kind = FactOrigin::Kind;

const base::Instant now = at("2026-03-06T18:00:00Z");

Rulebook book_with(FactType type, FactOrigin origin) {
  Rulebook book;
  Fact fact;
  fact.id = "fact";
  fact.type = type;
  fact.origins = {std::move(origin)};
  book.facts.push_back(std::move(fact));
  return book;
}

FactOrigin from(Kind kind, std::vector<std::string> names = {}) { return {kind, std::move(names), {}}; }

std::optional<AnswerValue> value_of(FactType type, FactOrigin origin, const ReviewRequest& request,
                                    std::span<const EarlierService> earlier = {}) {
  const Rulebook book = book_with(type, std::move(origin));
  return fact_values_from(book, request, &request.services.front(), {}, now, nullptr, earlier)
      .values.front()
      .value;
}

EarlierService earlier(std::string code, std::string_view day, bool certified = true, int units = 1,
                       std::uint32_t category = UINT32_MAX) {
  return {CodeSystem::cpt, std::move(code),      category,   date(day),
          certified,       base::Decimal(units), {"case C1"}};
}

FactOrigin history_of(std::vector<std::string> codes, int within_days) {
  FactOrigin origin = from(Kind::history, std::move(codes));
  origin.within_days = within_days;
  return origin;
}

const std::optional<AnswerValue> yes = true, no = false, unknown = std::nullopt;

TEST(HistoryFacts, CountServicesOfACodeWithinDaysBeforeTheService) {  // the line's day is 10 March 2026
  const std::vector<EarlierService> past{earlier("70551", "2026-01-09"), earlier("70551", "2025-06-01"),
                                         earlier("73721", "2026-02-01"), earlier("70551", "2026-04-01")};
  const ReviewRequest asked = request();
  EXPECT_EQ(value_of(FactType::number, history_of({"70551"}, 60), asked, past),
            AnswerValue(base::Decimal(1)));
  EXPECT_EQ(value_of(FactType::number, history_of({"70551"}, 365), asked, past),
            AnswerValue(base::Decimal(2)));
  EXPECT_EQ(value_of(FactType::yes_no, history_of({"70551"}, 60), asked, past), yes);
  EXPECT_EQ(value_of(FactType::date, history_of({"70551"}, 0), asked, past), AnswerValue(date("2026-01-09")));
}

TEST(HistoryFacts, OfWhatIsNotOnFileAreUnknownUnlessTheFileIsConclusive) {
  const ReviewRequest asked = request();
  FactOrigin origin = history_of({"70551"}, 60);
  EXPECT_EQ(value_of(FactType::yes_no, origin, asked), unknown);
  origin.conclusive = true;
  EXPECT_EQ(value_of(FactType::yes_no, origin, asked), no);
  EXPECT_EQ(value_of(FactType::number, origin, asked), AnswerValue(base::Decimal(0)));
}

TEST(HistoryFacts, LookAtCategoriesCertifiedServicesAndUnits) {
  const std::vector<EarlierService> past{earlier("97110", "2026-02-01", true, 6, 4),
                                         earlier("97530", "2026-02-08", false, 8, 4)};
  FactOrigin origin = from(Kind::history);
  origin.categories = {4};
  origin.units = true;
  EXPECT_EQ(value_of(FactType::number, origin, request(), past), AnswerValue(base::Decimal(14)));
  origin.certified = true;
  EXPECT_EQ(value_of(FactType::number, origin, request(), past), AnswerValue(base::Decimal(6)));
}

TEST(HistoryFacts, ThatAreALimitCountWhatIsCertifiedForLaterDaysToo) {
  // The request is for 2026-03-10.
  std::vector<EarlierService> all{earlier("70551", "2026-03-15"), earlier("70551", "2026-03-20")};
  FactOrigin origin = history_of({"70551"}, 60);
  EXPECT_EQ(value_of(FactType::number, origin, request(), all), unknown) << "nothing was done before";
  origin.conclusive = true;
  EXPECT_EQ(value_of(FactType::number, origin, request(), all), AnswerValue(base::Decimal(2)));
  EXPECT_EQ(value_of(FactType::yes_no, origin, request(), all), no);
  EXPECT_EQ(value_of(FactType::date, origin, request(), all), unknown);
  all.push_back(earlier("70551", "2026-02-20"));
  all.push_back(earlier("70551", "2026-01-12"));  // 62 days before 2026-03-15: no span holds it and that one
  EXPECT_EQ(value_of(FactType::number, origin, request(), all), AnswerValue(base::Decimal(3)));
  all.push_back(earlier("70551", "2026-05-09"));  // 60 days after, but 78 after 2026-02-20
  EXPECT_EQ(value_of(FactType::number, origin, request(), all), AnswerValue(base::Decimal(3)));
  all.push_back(earlier("70551", "2026-05-10"));  // no span of 60 days holds it and the day
  EXPECT_EQ(value_of(FactType::number, origin, request(), all), AnswerValue(base::Decimal(3)));
  origin.within_days = 0;  // ever
  EXPECT_EQ(value_of(FactType::number, origin, request(), all), AnswerValue(base::Decimal(6)));
}

/// The small rulebook with a criterion on the MRIs of the last 60 days.
std::shared_ptr<const Rulebook> rulebook_with_history() {
  return rulebook_with("  - {id: films, type: document,",
                       "  - {id: mris, type: number, question: \"How many MRIs in 60 days?\",\n"
                       "     from: [{kind: history, categories: [mri], within_days: 60, conclusive: true}]}\n"
                       "  - {id: films, type: document,");
}

/// The criterion on the brain is now: no MRI before.
Rulebook rulebook_of_one_mri(const Rulebook& with_history) {
  Rulebook limited = with_history;
  Criterion& brain = limited.criteria[limited.criterion("c-brain")];
  brain.expression.atoms = {
      Atom{limited.fact("mris"), Comparison::at_most, base::Decimal(0), {}, "mris at most 0"}};
  brain.expression.nodes = {{Expression::Kind::atom, 0, 1}};
  brain.asks_history = true;  // as the compiler would
  return limited;
}

TEST(HistoryFacts, OfAnExtensionAreInTheCaseBesideItToo) {
  const auto with_history = rulebook_with_history();
  ASSERT_NE(with_history, nullptr);
  const Rulebook limited = rulebook_of_one_mri(*with_history);
  World world;
  ReviewRequest before = request();
  before.services.front().dates = base::Period::of(date("2026-02-01"));
  world.continues(before, world(before));
  ReviewRequest more = request();
  more.event.certification = CertificationType::extension;
  more.services.push_back(line(2, "70551"));
  more.services.back().certification = CertificationType::initial;
  more.services.back().dates = base::Period::of(date("2026-03-12"));
  const Determination made = determine(merged(more, &*world.facts.previous), limited, world.facts);
  ASSERT_EQ(made.lines.size(), 2U);
  EXPECT_EQ(made.lines[0].action, ReviewAction::certified);
  EXPECT_TRUE(has_step(made.lines[1], "c-brain", "false"));
}

TEST(HistoryFacts, DecideALineByWhatTheMemberHadBefore) {
  const auto with_history = rulebook_with_history();
  ASSERT_NE(with_history, nullptr);
  const Rulebook limited = rulebook_of_one_mri(*with_history);

  World world;
  ReviewRequest before = request();
  before.services.front().dates = base::Period::of(date("2026-02-01"));
  const Determination first = determine(before, limited, world.facts);
  ASSERT_EQ(first.lines.front().action, ReviewAction::certified);
  world.facts.history = {PriorCase{CaseId("C1"), 1, before, first}};
  ReviewRequest again = request();
  again.services.front().providers = {party(PartyRole::facility, centre)};
  const Determination second = determine(again, limited, world.facts);
  EXPECT_EQ(second.lines.front().action, ReviewAction::pended);
  EXPECT_TRUE(has_step(second.lines.front(), "c-brain", "false"));
  world.facts.history.clear();
  EXPECT_EQ(determine(again, limited, world.facts).lines.front().action, ReviewAction::certified);
}

// ---- Treatments

std::vector<Answer> therapy(std::optional<int> weeks, std::string outcome) {
  std::vector<Answer> answers{{"treatment.physical-therapy", true, 0, {"MSG @9"}}};
  if (weeks) answers.push_back({"treatment.physical-therapy.weeks", base::Decimal(*weeks), 0, {"MSG @10"}});
  if (!outcome.empty())
    answers.push_back({"treatment.physical-therapy.outcome", std::move(outcome), 0, {"MSG @11"}});
  return answers;
}

TEST(Treatments, AreReadFromAnswersAboutOneKindEach) {
  std::vector<Answer> answers = therapy(8, "failed");
  answers.push_back({"treatment.nsaid", false, 0, {}});
  answers.push_back({"treatment.nsaid.weeks", base::Decimal(2), 7, {}});  // of another line
  const std::vector<Treatment> treatments = treatments_of(answers, 1);
  ASSERT_EQ(treatments.size(), 2U);
  EXPECT_EQ(treatments[0].kind, "physical-therapy");
  EXPECT_EQ(treatments[0].weeks, base::Decimal(8));
  EXPECT_EQ(treatments[0].outcome, TreatmentOutcome::failed);
  EXPECT_FALSE(treatments[1].tried);
  EXPECT_EQ(treatments[1].weeks, std::nullopt);
}

std::optional<AnswerValue> tried(std::vector<Answer> answers, std::vector<std::string> kinds, int weeks) {
  ReviewRequest asked = request();
  asked.answers = std::move(answers);
  FactOrigin origin = from(Kind::treatment, std::move(kinds));
  origin.least_weeks = weeks;
  return value_of(FactType::yes_no, origin, asked);
}

TEST(Treatments, CountAsTriedAndFailedOnlyWhenLongEnoughAndFailed) {
  EXPECT_EQ(tried(therapy(8, "failed"), {"physical-therapy"}, 6), yes);
  EXPECT_EQ(tried(therapy(4, "failed"), {"physical-therapy"}, 6), no);
  EXPECT_EQ(tried(therapy(8, "helped"), {"physical-therapy"}, 6), no);
  EXPECT_EQ(tried(therapy(8, "ongoing"), {"physical-therapy"}, 6), no);
  EXPECT_EQ(tried(therapy({}, "failed"), {"physical-therapy"}, 6), unknown);
  EXPECT_EQ(tried(therapy({}, "failed"), {"physical-therapy"}, 0), yes);
  EXPECT_EQ(tried(therapy(8, ""), {"physical-therapy"}, 6), unknown);
}

TEST(Treatments, OfOtherKindsThatNobodySpokeOfLeaveTheAnswerOpen) {
  EXPECT_EQ(tried(therapy(4, "failed"), {"physical-therapy", "nsaid"}, 6), unknown);
  EXPECT_EQ(tried(therapy(8, "failed"), {"physical-therapy", "nsaid"}, 6), yes);
  EXPECT_EQ(tried({}, {"nsaid"}, 6), unknown);
}

TEST(Treatments, TellTheirWeeksAndTheirOutcome) {
  ReviewRequest asked = request();
  asked.answers = therapy(8, "failed");
  EXPECT_EQ(value_of(FactType::number, from(Kind::treatment, {"physical-therapy"}), asked),
            AnswerValue(base::Decimal(8)));
  EXPECT_EQ(value_of(FactType::text, from(Kind::treatment, {"physical-therapy"}), asked),
            AnswerValue(std::string("failed")));
}

// ---- Where and by whom

TEST(SiteFacts, NameTheKindOfPlace) {
  ReviewRequest asked = request();
  EXPECT_EQ(value_of(FactType::text, from(Kind::site), asked), unknown);
  for (const auto& [kind, code, site] : {std::tuple(PlaceKind::place_of_service, "11", "office"),
                                         std::tuple(PlaceKind::place_of_service, "22", "outpatient_hospital"),
                                         std::tuple(PlaceKind::place_of_service, "24", "ambulatory_surgery"),
                                         std::tuple(PlaceKind::type_of_bill, "11", "inpatient_hospital"),
                                         std::tuple(PlaceKind::type_of_bill, "32", "home")}) {
    asked.event.place = Place{kind, code, {}};
    EXPECT_EQ(value_of(FactType::text, from(Kind::site), asked), AnswerValue(std::string(site))) << code;
  }
}

TEST(SpecialtyFacts, AreTheTaxonomyOfWhoPerformsTheService) {
  ReviewRequest asked = request();
  EXPECT_EQ(value_of(FactType::text, from(Kind::specialty), asked), unknown);
  Party surgeon = party(PartyRole::performing, "1999000015");
  surgeon.taxonomy = "207X00000X";
  asked.services.front().providers.push_back(surgeon);
  EXPECT_EQ(value_of(FactType::text, from(Kind::specialty), asked), AnswerValue(std::string("207X00000X")));
}

// ---- What a rulebook may say

std::string fault_of(std::string_view origin, std::string_view type) {
  std::string text(rulebook_yaml);
  const std::string_view before = "  - {id: films, type: document,";
  text.replace(text.find(before), before.size(),
               "  - {id: x, type: " + std::string(type) + ", question: \"What?\", from: [" +
                   std::string(origin) + "]}\n" + std::string(before));
  const std::vector<RulebookFile> files{{"test.yaml", text}};
  const auto made = rulebook_from(files);
  return made ? std::string() : made.error().first().remedy;
}

TEST(RulebookOrigins, OfHistoryAndTreatmentAreReadWithTheirLimits) {
  EXPECT_EQ(
      fault_of("{kind: history, names: [\"70551\"], categories: [mri], within_days: 60, certified: true}",
               "yes_no"),
      "");
  EXPECT_EQ(fault_of("{kind: history, categories: [mri], units: true, conclusive: true}", "number"), "");
  EXPECT_EQ(fault_of("{kind: treatment, names: [physical-therapy], least_weeks: 6}", "yes_no"), "");
  EXPECT_EQ(fault_of("{kind: specialty}", "text"), "");
  EXPECT_EQ(fault_of("{kind: site}", "text"), "");
}

TEST(RulebookOrigins, ThatCannotTellTheFactAreRefusedWithTheRemedy) {
  using testing::HasSubstr;
  EXPECT_THAT(fault_of("{kind: history, within_days: 60}", "yes_no"), HasSubstr("or categories is needed"));
  EXPECT_THAT(fault_of("{kind: history, categories: [mir]}", "yes_no"), HasSubstr("did you mean \"mri\""));
  EXPECT_THAT(fault_of("{kind: history, names: [\"1\"]}", "text"),
              HasSubstr("cannot tell a fact of this type"));
  EXPECT_THAT(fault_of("{kind: history, names: [\"1\"], units: true}", "yes_no"),
              HasSubstr("has to be a number"));
  EXPECT_THAT(fault_of("{kind: history, names: [\"1\"], conclusive: true}", "date"),
              HasSubstr("never happened"));
  EXPECT_THAT(fault_of("{kind: diagnosis, names: [C], within_days: 3}", "yes_no"),
              HasSubstr("kind history only"));
  EXPECT_THAT(fault_of("{kind: answer, least_weeks: 3}", "yes_no"), HasSubstr("kind treatment only"));
  EXPECT_THAT(fault_of("{kind: treatment, names: [x], least_weeks: 3}", "number"),
              HasSubstr("compare the fact"));
  EXPECT_THAT(fault_of("{kind: treatment}", "yes_no"), HasSubstr("is needed"));
  EXPECT_THAT(fault_of("{kind: site}", "number"), HasSubstr("cannot tell a fact of this type"));
}

}  // namespace
}  // namespace precert::test
