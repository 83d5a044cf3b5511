// A reviewer's decision applied to a pended case.
#include "determine_support.hpp"

namespace precert::test {
namespace {

PriorCase pended_case() {
  World world;
  ReviewRequest asked = request();
  asked.answers = {{"exam", false, 0, {}}};
  asked.services[0].quantity = Quantity{base::Decimal(4), Unit::unit, {}};
  asked.services.push_back(line(2, "99213"));
  asked.services.push_back(line(3, "73721"));
  return PriorCase{CaseId("C1"), 1, asked, world(asked)};
}

ReviewerDecision physician(std::vector<LineDecision> lines) {
  return {Reviewer{"dr-1", "1234567893", "207X00000X", true}, "physician", std::move(lines)};
}

LineDecision denial(int sequence) {
  return {sequence,
          ReviewAction::not_certified,
          "0F",
          "No examination is documented.",
          "Plan, Brain MRI, 2026",
          {},
          {}};
}

LineDecision approval(int sequence) { return {sequence, ReviewAction::certified, "", "", "", {}, {}}; }

const base::Instant later = at("2026-03-09T18:00:00Z");

std::vector<std::string> wheres(const base::Result<Determination>& made) {
  std::vector<std::string> all;
  if (!made) {
    for (const base::Issue& issue : made.error()) all.push_back(issue.where);
  }
  return all;
}

TEST(Decided, ADenialCarriesReasonCriteriaRightsAndReviewer) {
  const auto made = decided(pended_case(), physician({denial(1)}), rulebook(), later);
  ASSERT_TRUE(made.has_value());
  const LineDetermination& one = made->lines.at(0);
  EXPECT_EQ(one.action, ReviewAction::not_certified);
  EXPECT_EQ(one.reasons.at(0).code, "0F");
  EXPECT_EQ(one.reasons[0].words, "No examination is documented.");
  EXPECT_EQ(one.reasons[0].criteria, "Plan, Brain MRI, 2026");
  EXPECT_EQ(one.reference_number, "NR1");
  ASSERT_TRUE(one.rights.has_value());
  EXPECT_EQ(one.rights->appeal_until, date("2026-09-05"));
  EXPECT_TRUE(one.queue.empty());
  EXPECT_FALSE(one.timeframe.has_value());
  EXPECT_EQ(made->reviewer->id, "dr-1");
  EXPECT_EQ(made->decided, later);
  EXPECT_FALSE(made->final());  // line 3 still waits
}

TEST(Decided, NoDenialIsGivenForAReasonThatSaysSomethingWaitsOrIsNotRequired) {  // OR-M4
  for (const char* const code : {"0H", "0J", "0U", "0V", "0W"}) {
    LineDecision no = denial(1);
    no.reason_code = code;
    EXPECT_THAT(wheres(decided(pended_case(), physician({no}), rulebook(), later)),
                testing::ElementsAre("lines[0].reason_code"))
        << code;
    no.action = ReviewAction::not_required;
    EXPECT_TRUE(decided(pended_case(), physician({no}), rulebook(), later)) << code;
  }
}

TEST(Decided, WhoIsSentElsewhereIsToldWhoDecidesAndHowToReachThem) {  // SC-16
  LineDecision elsewhere = approval(1);
  elsewhere.action = ReviewAction::contact_payer;
  elsewhere.vendor = "v1";
  const auto made = decided(pended_case(), physician({elsewhere}), rulebook(), later);
  ASSERT_TRUE(made.has_value());
  EXPECT_EQ(made->lines.at(0).reasons.at(0).words,
            "Managed by Vendor One: call 8005550133, fax 8005550134, https://vendor.example.");
  EXPECT_EQ(made->lines[0].reasons[0].code, "0J");
}

TEST(Decided, CriteriaNamedByTheirIdAreReadWithOwnerTitleAndEdition) {
  LineDecision no = denial(1);
  no.criteria = "c-brain";
  const auto made = decided(pended_case(), physician({no}), rulebook(), later);
  ASSERT_TRUE(made.has_value());
  EXPECT_EQ(made->lines.at(0).reasons.at(0).criteria, "Plan, Brain MRI, 2026");
}

TEST(Decided, AnApprovalGetsTheNumberOfTheCaseAndTheValidityOfThePolicy) {
  const auto made = decided(pended_case(), physician({approval(1)}), rulebook(), later);
  ASSERT_TRUE(made.has_value());
  const LineDetermination& one = made->lines.at(0);
  EXPECT_EQ(one.certification_number, "AUTH1");
  EXPECT_TRUE(one.reference_number.empty());
  EXPECT_EQ(one.validity, period("2026-03-10", "2026-06-07"));
  EXPECT_EQ(one.quantity->value, base::Decimal(4));
  EXPECT_EQ(one.provider->npi(), hospital);
}

TEST(Decided, ANurseCertifiesAllThatWasAskedFor) {
  LineDecision all = approval(1);
  all.quantity = base::Decimal(4);
  all.validity = period("2026-03-10", "2026-03-31");
  ReviewerDecision nurse = physician({all});
  nurse.role = "nurse";
  const auto made = decided(pended_case(), nurse, rulebook(), later);
  ASSERT_TRUE(made.has_value());
  EXPECT_EQ(made->lines.at(0).action, ReviewAction::certified);
  EXPECT_EQ(made->lines[0].quantity->value, base::Decimal(4));
  EXPECT_EQ(made->lines[0].validity, all.validity);
}

TEST(Decided, AnAmountInPlaceOfAPatternIsLessUntilItIsAllOfThePattern) {
  PriorCase open = pended_case();
  ServiceLine& asked = open.request.services.at(0);
  asked.quantity.reset();
  asked.delivery = Delivery{};
  asked.delivery->unit = Unit::visit;
  asked.delivery->quantity = base::Decimal(3);
  asked.delivery->frequency_unit = "WK";
  asked.delivery->period_unit = "35";
  asked.delivery->periods = 9;
  const auto certified = [&open](int visits) {
    LineDecision some = approval(1);
    some.quantity = base::Decimal(visits);
    return decided(open, physician({some}), rulebook(), later);
  };
  EXPECT_EQ(wheres(certified(26)), std::vector<std::string>{"lines[0].quantity"});
  EXPECT_TRUE(certified(27).has_value());
  asked.delivery->periods.reset();
  asked.dates.reset();
  open.request.event.dates.reset();
  EXPECT_EQ(wheres(certified(1000)), std::vector<std::string>{"lines[0].quantity"}) << "nobody can add it up";
}

TEST(Decided, SequenceZeroDecidesEveryPendedLineAndNoOther) {
  const PriorCase before = pended_case();
  const auto made = decided(before, physician({approval(0)}), rulebook(), later);
  ASSERT_TRUE(made.has_value());
  EXPECT_EQ(made->lines.at(0).action, ReviewAction::certified);
  EXPECT_EQ(made->lines.at(1), before.determination.lines.at(1));
  EXPECT_EQ(made->lines.at(2).action, ReviewAction::certified);
  EXPECT_TRUE(made->lines.at(2).missing.empty());
  EXPECT_TRUE(made->final());
  EXPECT_EQ(made->action, ReviewAction::certified);
}

TEST(Decided, AModificationGrantsLessWithRights) {
  LineDecision less{
      1, ReviewAction::modified, "04", "Two are enough to begin with.", "Plan, Brain MRI, 2026",
      base::Decimal(2), period("2026-03-10", "2026-03-31")};
  const auto made = decided(pended_case(), physician({less}), rulebook(), later);
  ASSERT_TRUE(made.has_value());
  EXPECT_EQ(made->lines.at(0).quantity, (Quantity{base::Decimal(2), Unit::unit, {}}));
  EXPECT_EQ(made->lines[0].validity, less.validity);
  EXPECT_EQ(made->lines[0].reasons.at(0).words, "Two are enough to begin with.");
  EXPECT_TRUE(made->lines[0].rights.has_value());
}

struct BadDecision {
  const char* name;
  const char* where;
  base::IssueCode code;
  std::function<void(ReviewerDecision&)> change;
};

std::vector<BadDecision> bad_decisions() {
  using base::IssueCode;
  return {
      {"NurseDenies", "role", IssueCode::data_invalid, [](auto& one) { one.role = "nurse"; }},
      {"AnybodyDecides", "role", IssueCode::data_invalid,
       [](auto& one) {
         one.lines[0] = approval(1);
         one.role = "king";
       }},
      {"TheWordsFitEveryDenial", "lines[0].words", IssueCode::data_invalid,
       [](auto& one) { one.lines[0].words = "Not medically necessary."; }},
      {"TheWordsAreThoseOfTheCode", "lines[0].words", IssueCode::data_invalid,
       [](auto& one) {
         one.lines[0].words = std::string(rulebook().reason_words(one.lines[0].reason_code)) + ".";
       }},
      {"SendsElsewhereAndSaysNotWhere", "lines[0].vendor", IssueCode::data_invalid,
       [](auto& one) {
         one.lines[0].action = ReviewAction::contact_payer;
         one.lines[0].words = "";
       }},
      {"NoSuchVendor", "lines[0].vendor", IssueCode::data_invalid,
       [](auto& one) {
         one.lines[0].action = ReviewAction::contact_payer;
         one.lines[0].vendor = "nobody";
       }},
      {"ADenialHasNoVendor", "lines[0].vendor", IssueCode::data_invalid,
       [](auto& one) { one.lines[0].vendor = "v1"; }},
      {"NoReason", "lines[0].reason_code", IssueCode::data_invalid,
       [](auto& one) { one.lines[0].reason_code = ""; }},
      {"UnknownReason", "lines[0].reason_code", IssueCode::data_invalid,
       [](auto& one) { one.lines[0].reason_code = "ZZ"; }},
      {"NoWords", "lines[0].words", IssueCode::data_invalid, [](auto& one) { one.lines[0].words = ""; }},
      {"NoCriteria", "lines[0].criteria", IssueCode::data_invalid,
       [](auto& one) { one.lines[0].criteria = ""; }},
      {"NurseGivesLess", "role", IssueCode::data_invalid,
       [](auto& one) {
         one.role = "nurse";
         one.lines[0].action = ReviewAction::modified;
         one.lines[0].quantity = base::Decimal(2);
       }},
      {"LessWithoutWords", "lines[0].words", IssueCode::data_invalid,
       [](auto& one) {
         one.lines[0].action = ReviewAction::modified;
         one.lines[0].quantity = base::Decimal(2);
         one.lines[0].words = "";
       }},
      {"LessWithoutCriteria", "lines[0].criteria", IssueCode::data_invalid,
       [](auto& one) {
         one.lines[0].action = ReviewAction::modified;
         one.lines[0].quantity = base::Decimal(2);
         one.lines[0].criteria = "";
       }},
      {"NobodyDecides", "reviewer", IssueCode::data_invalid, [](auto& one) { one.reviewer.human = false; }},
      {"NothingDecided", "lines", IssueCode::data_invalid, [](auto& one) { one.lines.clear(); }},
      {"NoSuchLine", "lines[0].sequence", IssueCode::data_invalid,
       [](auto& one) { one.lines[0].sequence = 9; }},
      {"LineIsFinal", "lines[0].sequence", IssueCode::conflict, [](auto& one) { one.lines[0].sequence = 2; }},
      {"LineTwice", "lines[1].sequence", IssueCode::data_invalid,
       [](auto& one) { one.lines.push_back(one.lines[0]); }},
      {"PendsAgain", "lines[0].action", IssueCode::data_invalid,
       [](auto& one) { one.lines[0].action = ReviewAction::pended; }},
      {"ModifiesNothing", "lines[0].quantity", IssueCode::data_invalid,
       [](auto& one) { one.lines[0].action = ReviewAction::modified; }},
      {"CertifiesNothing", "lines[0].quantity", IssueCode::data_invalid,
       [](auto& one) { one.lines[0].quantity = base::Decimal(0); }},
      {"CertifiesLessThanAsked", "lines[0].quantity", IssueCode::data_invalid,
       [](auto& one) {
         one.lines[0] = approval(1);
         one.lines[0].quantity = base::Decimal(2);
       }},
      {"NurseCertifiesLessOfEveryLine", "lines[0].quantity", IssueCode::data_invalid,
       [](auto& one) {
         one.role = "nurse";
         one.lines[0] = approval(0);
         one.lines[0].quantity = base::Decimal(3);
       }},
      {"CertifiesAShorterTimeThanAsked", "lines[0].validity", IssueCode::data_invalid,
       [](auto& one) {
         one.lines[0] = approval(1);
         one.lines[0].validity = period("2026-03-11", "2026-06-07");
       }},
      {"CertifiesMoreThanAsked", "lines[0].quantity", IssueCode::data_invalid,
       [](auto& one) {
         one.lines[0] = approval(1);
         one.lines[0].quantity = base::Decimal(100);
       }},
      {"ModifiesToMoreThanAsked", "lines[0].quantity", IssueCode::data_invalid,
       [](auto& one) {
         one.lines[0].action = ReviewAction::modified;
         one.lines[0].quantity = base::Decimal(5);
       }},
      {"CertifiesFromBeforeTheRequestCame", "lines[0].validity", IssueCode::data_invalid,
       [](auto& one) {
         one.lines[0] = approval(1);
         one.lines[0].validity = period("1990-01-01", "2026-06-07");
       }},
      {"CertifiesForEver", "lines[0].validity", IssueCode::data_invalid,
       [](auto& one) {
         one.lines[0] = approval(1);
         one.lines[0].validity = period("2026-03-10", "2999-01-01");
       }},
      {"ValidityReversed", "lines[0].validity", IssueCode::data_invalid,
       [](auto& one) { one.lines[0].validity = period("2026-03-31", "2026-03-01"); }},
  };
}

class Undecided : public testing::TestWithParam<BadDecision> {};

TEST_P(Undecided, SaysWhereTheDecisionIsAtFault) {
  ReviewerDecision decision = physician({denial(1)});
  GetParam().change(decision);
  const auto made = decided(pended_case(), decision, rulebook(), later);
  ASSERT_FALSE(made.has_value());
  EXPECT_EQ(wheres(made), std::vector<std::string>{GetParam().where});
  EXPECT_EQ(made.error().first().code, GetParam().code);
}

INSTANTIATE_TEST_SUITE_P(Decisions, Undecided, testing::ValuesIn(bad_decisions()),
                         [](const auto& one) { return std::string(one.param.name); });

TEST(Decided, AClosedCaseIsOpenAgainWithADecision) {
  PriorCase closed = pended_case();
  closed.determination.closed_out = true;
  for (LineDetermination& line : closed.determination.lines) {
    line.queue.clear();
    line.timeframe.reset();
  }
  const auto some = decided(closed, physician({denial(1)}), rulebook(), later);
  ASSERT_TRUE(some.has_value());
  EXPECT_FALSE(some->closed_out);
  EXPECT_EQ(some->lines.at(0).action, ReviewAction::not_certified);
  EXPECT_EQ(some->lines.at(2).action, ReviewAction::pended);
  EXPECT_FALSE(some->lines.at(2).queue.empty()) << "what is undecided waits where people see it";
  const auto all = decided(closed, physician({denial(0)}), rulebook(), later);
  ASSERT_TRUE(all.has_value());
  EXPECT_FALSE(all->closed_out);
  EXPECT_TRUE(all->final());
}

TEST(Decided, ACaseWithoutPendedLinesIsAConflict) {
  World world;
  const PriorCase done{CaseId("C1"), 1, request(), world(request())};
  const auto made = decided(done, physician({approval(0)}), rulebook(), later);
  ASSERT_FALSE(made.has_value());
  EXPECT_EQ(made.error().first().code, base::IssueCode::conflict);
}

}  // namespace
}  // namespace precert::test
