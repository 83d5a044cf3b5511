// The forms of the demonstration rulebook: few and clear questions, and the same ones that a request is
// pended for.
#include <set>

#include "coverage_support.hpp"
#include "precert/engine/form.hpp"

namespace precert::test {
namespace {

std::set<FactIndex> facts_of(const Expression& expression) {
  std::set<FactIndex> facts;
  for (const Atom& atom : expression.atoms) facts.insert(atom.fact);
  return facts;
}

Form form_called(std::string_view id) {
  std::optional<Form> form = form_with(demo(), id);
  if (form) return *std::move(form);
  ADD_FAILURE() << "no form " << id;
  return {};
}

std::vector<std::string> ids_of(std::span<const FactIndex> facts) {
  std::vector<std::string> ids;
  for (const FactIndex fact : facts) ids.push_back(demo().facts[fact].id);
  return ids;
}

std::vector<std::string> items_of(const Form& form) {
  std::vector<FactIndex> facts;
  for (const FormItem& item : form.items) facts.push_back(item.fact);
  return ids_of(facts);
}

TEST(DemoForms, AskNoMoreThanTheFactsThatTheirRulesUse) {  // SC-30
  const std::vector<Form> forms = forms_of(demo());
  ASSERT_GT(forms.size(), 20U);
  for (const Form& form : forms) {
    const std::set<FactIndex> facts = facts_of(demo().criteria[form.criterion].expression);
    EXPECT_LE(form.items.size(), facts.size()) << form.id;
    EXPECT_FALSE(form.items.empty()) << form.id;
    for (const FormItem& item : form.items) {
      EXPECT_TRUE(facts.contains(item.fact)) << form.id;
      EXPECT_FALSE(demo().facts[item.fact].question.empty()) << demo().facts[item.fact].id;
    }
  }
}

TEST(DemoForms, SayWhyTheyAskWhatTheyRequire) {  // SC-30
  for (const Form& form : forms_of(demo())) {
    for (const FormItem& item : form.items) {
      if (!item.optional) {
        EXPECT_FALSE(demo().facts[item.fact].help.empty()) << demo().facts[item.fact].id;
      }
    }
  }
}

TEST(DemoForms, OfTheSpineBeginWithTheRedFlagThatMakesTheRestNeedless) {
  const Form form = form_called("mri-spine");
  EXPECT_EQ(items_of(form),
            (std::vector<std::string>{"red-flag", "conservative-care-weeks", "neuro-exam-documented"}));
  EXPECT_TRUE(form.items[0].optional);
  EXPECT_TRUE(form.items[0].always());
  FactValues values = form_values(demo(), {}, {}, at("2026-03-06T18:00:00Z"));
  EXPECT_NE(evaluate(form.items[1].relevant, values), Truth::no);
  EXPECT_NE(evaluate(form.items[2].relevant, values), Truth::no);
  values.values[form.items[0].fact] = FactValue{true, {}, false};
  EXPECT_EQ(evaluate(form.items[1].relevant, values), Truth::no);
  EXPECT_EQ(evaluate(form.items[2].relevant, values), Truth::no);
}

TEST(DemoForms, HaveAVersionThatChangesWithWhatTheyAsk) {
  const Form form = form_called("mri-spine");
  EXPECT_THAT(form.version, testing::MatchesRegex("2026-01-[0-9a-f]{6}"));
  Rulebook other = demo();
  other.facts[other.fact("conservative-care-weeks")].help = "Another reason.";
  EXPECT_NE(form_with(other, "mri-spine")->version, form.version);
  EXPECT_EQ(form_with(demo(), "mri-spine", form.version)->items.size(), form.items.size());
  EXPECT_EQ(form_with(demo(), "mri-spine", "2026-01-000000"), std::nullopt);
}

TEST(DemoForms, AskForUnlistedServicesWhatListedOnesDoNotNeed) {  // SC-18
  EXPECT_THAT(items_of(form_called(unlisted_form)),
              testing::UnorderedElementsAre("unlisted-description", "comparable-code", "no-listed-code-fits",
                                            "unlisted-report"));
}

TEST(DemoForms, PutOnOnePageWhatTogetherCanCertify) {
  const Form form = form_called("mri-brain");
  FactValues values = form_values(demo(), {}, {}, at("2026-03-06T18:00:00Z"));
  NextQuestions next = next_questions(demo(), form, values);
  ASSERT_EQ(next.together, 1U);
  EXPECT_EQ(ids_of(next.ask).front(), "neuro-deficit");
  EXPECT_EQ(ids_of(next.optional), (std::vector<std::string>{"brain-disease", "cancer-diagnosis"}));
  values.values[next.ask.front()] = FactValue{false, {}, false};
  next = next_questions(demo(), form, values);
  EXPECT_EQ(next.together, 2U);
  EXPECT_THAT(ids_of(next.ask), testing::UnorderedElementsAre("headache-weeks", "headache-treatment-failed"));
}

/// For every demonstration service: what is missing is what a form asks first.
TEST(DemoForms, AskFirstExactlyWhatARequestIsPendedFor) {
  World world;
  world.record.coverage = {{demo().products.front().id, "G1", {date("2026-01-01"), std::nullopt}}};
  int compared = 0;
  for (const ServiceCode& service : demo().services) {
    const CoverageQuestion asked = question({asked_by_code(1, service.code, service.system)}, "EXPL1");
    const CoverageItemAnswer answer = only(coverage_answer(asked, demo(), world.facts));
    if (answer.form.empty() || service.unlisted || answer.needed.empty()) continue;
    const Form form = form_called(answer.form);
    FactValues values = form_values(demo(), {}, {}, world.facts.now);
    values.values[demo().fact("age")] = FactValue{base::Decimal(46), {}, false};
    std::vector<std::string> missing;
    for (const MissingInformation& one : answer.needed) {
      const Index fact = demo().fact(one.fact);  // the specialty is asked by the policy, not by the criterion
      if (fact != no_index && facts_of(demo().criteria[form.criterion].expression).contains(fact))
        missing.push_back(one.fact);
    }
    EXPECT_THAT(ids_of(next_questions(demo(), form, values).ask), testing::UnorderedElementsAreArray(missing))
        << service.code;
    ++compared;
  }
  EXPECT_GT(compared, 50);
}

// ---- Rows of the checklist

/// A request of the demonstration payer's member, with an imaging centre as performer.
ReviewRequest asked_for(std::string code, std::vector<Answer> answers) {
  ReviewRequest made = request();
  made.umo.identifiers = {{IdentifierKind::payer_id, "EXPL1", ""}};
  made.services = {line(1, std::move(code))};
  made.answers = std::move(answers);
  return made;
}

LineDetermination decided(const ReviewRequest& asked) {
  World world;
  world.record.coverage = {{demo().products.front().id, "G1", {date("2026-01-01"), std::nullopt}}};
  const Determination made = determine(asked, demo(), world.facts);
  if (made.lines.empty()) {
    ADD_FAILURE() << "refused: " << (made.refusals.empty() ? "?" : made.refusals.front().code);
    return {};
  }
  return made.lines.front();
}

Answer said(std::string question, AnswerValue value) {
  return {std::move(question), std::move(value), 0, {"answer"}};
}

TEST(TriedAndFailed, IsToldBeforeSubmittingAndItsNoGoesToAClinician) {  // SC-21
  World world;
  world.record.coverage = {{demo().products.front().id, "G1", {date("2026-01-01"), std::nullopt}}};
  const CoverageItemAnswer answer =
      only(coverage_answer(question({asked_by_code(1, "73721")}, "EXPL1"), demo(), world.facts));
  const auto fact = std::ranges::find(answer.needed, "tried-and-failed", &MissingInformation::fact);
  ASSERT_NE(fact, answer.needed.end());
  EXPECT_THAT(fact->question, testing::AllOf(testing::HasSubstr("6 weeks"), testing::HasSubstr("3 months")));
  const LineDetermination no =
      decided(asked_for("73721", {said("tried-and-failed", false), said("plain-films-done", true)}));
  EXPECT_EQ(no.action, ReviewAction::pended);
  EXPECT_TRUE(no.missing.empty());
}

TEST(DemoForms, TakeNoNumberThatCannotBe) {
  const FactIndex grade = demo().fact("arthritis-grade");
  const auto given = [&](int number) {
    const std::vector<Answer> answers{said("arthritis-grade", base::Decimal(number))};
    return form_values(demo(), answers, {}, at("2026-03-06T18:00:00Z"));
  };
  for (const int possible : {0, 3, 4}) EXPECT_TRUE(given(possible).known(grade)) << possible;
  for (const int impossible : {-1, 5, 10'000}) EXPECT_FALSE(given(impossible).known(grade)) << impossible;
}

TEST(FormVersions, ChangeWithTheBoundsOfANumber) {
  const std::string version = form_with(demo(), "mri-spine")->version;
  Rulebook other = demo();
  other.facts[other.fact("conservative-care-weeks")].most = base::Decimal(100);
  EXPECT_NE(form_with(other, "mri-spine")->version, version);
}

TEST(UnlistedServices, WaitForWhatTheirFormStillAsksAndThenForAClinician) {  // SC-18
  for (const char* const code : {"76498", "29999"}) {
    EXPECT_EQ(missing_facts(decided(asked_for(code, {}))),
              (std::vector<std::string>{"description", "unlisted-report"}))
        << code;
  }
  std::vector<Answer> answers{said("unlisted-description", true),
                              said("comparable-code", std::string("72148")),
                              said("no-listed-code-fits", true)};
  EXPECT_EQ(missing_facts(decided(asked_for("76498", answers))), std::vector<std::string>{"unlisted-report"});
  answers.push_back(said("unlisted-report.document", true));  // attached in the form
  const LineDetermination whole = decided(asked_for("76498", answers));
  EXPECT_EQ(whole.action, ReviewAction::pended);
  EXPECT_TRUE(whole.missing.empty());
}

TEST(UnlistedServices, TakeACodeThatAWireReadAsANumber) {  // X12: MSG Q:comparable-code=72148
  const std::vector<Answer> answers{said("unlisted-description", true),
                                    said("comparable-code", base::Decimal(72148)),
                                    said("no-listed-code-fits", true)};
  EXPECT_EQ(missing_facts(decided(asked_for("76498", answers))), std::vector<std::string>{"unlisted-report"});
}

TEST(UnlistedServices, AreAskedForTheirReportWhateverDescribesThem) {  // SC-18
  for (const char* const code : {"76498", "76497", "78999", "29999"}) {
    ReviewRequest described = asked_for(code, {});
    described.services.front().procedure.description = "UPRIGHT STUDY UNDER LOAD";
    ReviewRequest noted = asked_for(code, {});
    noted.notes = {Note{"A study under load, in no listed code.", 0, {}}};
    const ReviewRequest answered = asked_for(code, {said("description", std::string("a study under load"))});
    for (const ReviewRequest& asked : {described, noted, answered}) {
      const LineDetermination made = decided(asked);
      EXPECT_EQ(missing_facts(made), std::vector<std::string>{"unlisted-report"}) << code;
      ASSERT_EQ(made.reasons.size(), 1U) << code;
      EXPECT_EQ(made.reasons.front().code, "0U") << code;
    }
    described.answers = {said("unlisted-report.document", true)};
    EXPECT_TRUE(missing_facts(decided(described)).empty()) << code;
    EXPECT_EQ(decided(described).queue, "clinician") << code;
  }
}

TEST(SpecialtyQuestion, IsAskedOnlyForServicesThatAreRestricted) {  // SC-26
  const LineDetermination restricted = decided(asked_for("29881", {}));
  const LineDetermination open = decided(asked_for("72148", {}));
  EXPECT_THAT(missing_facts(restricted), testing::Contains("performing-specialty"));
  EXPECT_THAT(missing_facts(open), testing::Not(testing::Contains("performing-specialty")));
}

TEST(MissingAnswers, DoNotBlockUnlessTheyDecide) {  // SC-31
  const std::vector<Answer> enough{said("conservative-care-weeks", base::Decimal(8)),
                                   said("neuro-exam-documented", true)};  // the red flag is left open
  EXPECT_EQ(decided(asked_for("72148", enough)).action, ReviewAction::certified);
  const LineDetermination open = decided(asked_for("72148", {enough.front()}));
  EXPECT_EQ(open.action, ReviewAction::pended);
  EXPECT_EQ(missing_facts(open), std::vector<std::string>{"neuro-exam-documented"});
}

TEST(MissingInformationIsNamed, AndDisappearsOneByOneAsItIsSupplied) {  // SC-43
  std::vector<Answer> answers;
  EXPECT_EQ(missing_facts(decided(asked_for("72148", answers))).size(), 2U);
  answers.push_back(said("neuro-exam-documented", true));
  EXPECT_EQ(missing_facts(decided(asked_for("72148", answers))),
            std::vector<std::string>{"conservative-care-weeks"});
  answers.push_back(said("conservative-care-weeks", base::Decimal(6)));
  EXPECT_EQ(decided(asked_for("72148", answers)).action, ReviewAction::certified);
}

TEST(ImagingCriteria, DecideEachModalityByItsOwnSet) {  // SC-49
  const std::vector<std::pair<std::string, std::vector<Answer>>> modalities{
      {"70551", {said("neuro-deficit", true)}},
      {"71260", {said("first-test-inconclusive", true)}},
      {"78815",
       {said("cancer-diagnosis", true), said("pet-purpose", std::string("initial_staging")),
        said("first-pet", true)}}};
  std::set<std::string> cited;
  for (const auto& [code, answers] : modalities) {
    const LineDetermination unmet = decided(asked_for(code, {}));
    EXPECT_EQ(unmet.action, ReviewAction::pended) << code;
    const LineDetermination met = decided(asked_for(code, answers));
    EXPECT_EQ(met.action, ReviewAction::certified) << code << words_of(met);
    if (!met.reasons.empty()) cited.insert(met.reasons.front().criteria);
  }
  EXPECT_EQ(cited.size(), 3U);
}

}  // namespace
}  // namespace precert::test
