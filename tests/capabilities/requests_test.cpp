// What a request gets on either wire: the rows SC-22 to SC-47 of the checklist that an answer alone can show.
#include "asking.hpp"

namespace {

using capabilities::about;
using capabilities::Answer;
using capabilities::element;
using capabilities::Question;
using capabilities::Read;
using capabilities::segments;
using capabilities::service_loops;
using testing::AllOf;
using testing::ContainsRegex;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::MatchesRegex;
using testing::Not;
using testing::SizeIs;

class ARequest : public capabilities::Asking {};

/// MRI of the brain, certified: a new deficit is stated.
Question brain() {
  Question question = about("70551");
  question.said = "Q/neuro-deficit=Y";
  return question;
}

/// The plan's day and hour by which a pended line is decided, from a note of PAS.
std::string due_of(const Answer& answer) {
  const std::size_t at = answer.words.find("Decision due by ");
  return at == std::string::npos ? "" : answer.words.substr(at + 16, 20);  // "2026-07-07 23:59 PDT"
}

// ---- SC-22, SC-34

TEST_F(ARequest, GetsTheSameDecisionAndFormOfNumberOnEitherWire) {
  const Answer x12 = review_x12(brain()).at(0);
  const Answer fhir = review_fhir(about("70551", "EXM100000002")).at(0);
  Question other = brain();
  other.member = "EXM100000003";
  const Answer approved = review_fhir(other).at(0);
  EXPECT_EQ(x12.verdict, "approved");
  EXPECT_EQ(approved.verdict, "approved");
  for (const Answer* one : {&x12, &approved}) EXPECT_THAT(one->number, MatchesRegex("AUTH[0-9]+"));
  EXPECT_EQ(fhir.verdict, "pended");
  EXPECT_THAT(fhir.reference, MatchesRegex("NR[0-9]+"));  // a receipt although nothing is decided
}

// ---- SC-23

TEST_F(ARequest, ThatIsUrgentForAnOutpatientIsDueTheSameDayWithoutAPhone) {
  Question urgent = about("70551");
  urgent.level = "U";
  const Answer answer = review_fhir(urgent).at(0);
  EXPECT_EQ(answer.verdict, "pended");
  EXPECT_EQ(due_of(answer), "2026-01-05 23:59 PST");
  EXPECT_THAT(review_x12(about("70551", "EXM100000002")).at(0).words, Not(HasSubstr("2026-01-05 2359")));
}

// ---- SC-24, SC-54

TEST_F(ARequest, ShowsWhenItIsDue) {
  struct Row {
    const char* received;
    const char* member;
    const char* level;
    const char* due;
  };
  // Ends of days in the plan's zone: PLAN-A by the plan's promise, PLAN-W by Washington's rule where that is
  // earlier.
  const std::vector<Row> table = {
      {"2026-07-02T17:00:00Z", "EXM100000001", "E", "2026-07-07 23:59 PDT"},
      {"2026-07-02T17:00:00Z", "EXM100000014", "E", "2026-07-06 23:59 PDT"},
      {"2026-03-06T18:00:00Z", "EXM100000002", "E", "2026-03-10 23:59 PDT"},
      {"2026-03-06T18:00:00Z", "EXM100000018", "E", "2026-03-09 23:59 PDT"},
      {"2026-03-06T18:00:00Z", "EXM100000003", "U", "2026-03-06 23:59 PST"},
  };
  for (const Row& row : table) {
    at(row.received);
    Question question = about("70551", row.member);
    question.level = row.level;
    const Answer answer = review_fhir(question).at(0);
    EXPECT_EQ(due_of(answer), row.due) << row.received << " " << row.member;
    std::string plain = row.due;
    std::erase(plain, ':');
    EXPECT_THAT(review_x12([&] {
                  Question same = question;
                  same.services[0].code = "70552";
                  return same;
                }())
                    .at(0)
                    .words,
                HasSubstr("Decision due " + plain))
        << row.received;
  }
}

// ---- SC-25, SC-36

TEST_F(ARequest, OfFiveLinesGetsFiveResults) {
  Question five = brain();
  for (const char* code : {"71260", "99213", "76498", "77412"}) five.services.push_back({code});
  five.services[3].description = "UPRIGHT SCAN";
  const std::vector<Answer> told = review_x12(five);
  Question again = five;
  again.member = "EXM100000003";
  const std::vector<Answer> fhir = review_fhir(again);
  ASSERT_THAT(told, SizeIs(5));
  ASSERT_THAT(fhir, SizeIs(5));
  const std::vector<std::string> wanted = {"approved", "pended", "not required", "pended", "vendor"};
  for (std::size_t index = 0; index < 5; ++index) {
    EXPECT_EQ(told[index].verdict, wanted[index]) << index;
    EXPECT_EQ(fhir[index].verdict, wanted[index]) << index;
  }
}

TEST_F(ARequest, ForNothingThatNeedsReviewIsAnsweredWithANumber) {
  Question open = about("99213");
  open.services.push_back({"80053"});
  for (const std::vector<Answer>& told : {review_x12(open), review_fhir(about("99214", "EXM100000002"))}) {
    for (const Answer& one : told) {
      EXPECT_EQ(one.verdict, "not required");
      EXPECT_THAT(one.reference, Not(IsEmpty()));
    }
  }
}

// ---- SC-26

TEST_F(ARequest, AsksForASpecialtyOnlyWhereTheRuleNamesOne) {
  const std::string restricted = say_pas(about("29827"));
  EXPECT_THAT(restricted, ContainsRegex("orthop|specialt|taxonom"));
  EXPECT_THAT(say_pas(about("70551")), Not(ContainsRegex("orthop|taxonom")));
}

// ---- SC-31

TEST_F(ARequest, IsApprovedWithoutTheAnswersThatDecideNothing) {
  EXPECT_EQ(review_fhir(brain()).at(0).verdict, "approved");  // headache is not mentioned
  Question one_missing = about("70551", "EXM100000002");
  one_missing.said = "Q/neuro-deficit=N;Q/headache-weeks=6";
  const Answer told = review_fhir(one_missing).at(0);
  EXPECT_EQ(told.verdict, "pended");
  EXPECT_THAT(told.words, AllOf(HasSubstr("Did a first treatment of the headache fail?"),
                                Not(HasSubstr("For how many weeks"))));
}

TEST_F(ARequest, ThatWantsAReviewOfWhatNeedsNoneIsLookedAt) {
  Question question = about("99213");
  question.review_wanted = true;
  const Answer told = review_fhir(question).at(0);
  EXPECT_EQ(told.verdict, "pended") << told.words;
}

// ---- SC-42

TEST_F(ARequest, SentByX12IsFoundOnFhirByItsNumber) {
  const Answer sent = review_x12(brain()).at(0);
  const gateway::HttpReply found = get("/fhir/ClaimResponse?identifier=" + sent.number);
  ASSERT_EQ(found.status, 200U) << found.body;
  EXPECT_THAT(found.body, AllOf(HasSubstr(sent.number), HasSubstr("\"A1\""), HasSubstr("\"total\":1")));
}

// ---- SC-43

TEST_F(ARequest, ThatPendsNamesExactlyWhatIsMissing) {
  Question question = about("72148");
  question.diagnosis = "M54.16";
  const std::string told = say_278(question);
  EXPECT_EQ(segments(told, "PWK*").size(), 2U) << told;
  question.member = "EXM100000002";
  question.said = "Q/conservative-care-weeks=8";
  const std::string less = say_278(question);
  EXPECT_EQ(segments(less, "PWK*").size(), 1U) << less;
  EXPECT_THAT(less, HasSubstr("neuro-exam-documented"));
}

// ---- SC-45

TEST_F(ARequest, TellsEachServiceWithItsFacility) {
  Question question = brain();
  question.services[0].facility = "1999001005";
  question.services.push_back({"71260", "22", "1999001005"});
  question.services.push_back({"70553", "49", "1999001013"});
  const auto loops = service_loops(say_278(question));
  ASSERT_THAT(loops, SizeIs(3));
  const std::vector<std::string> facilities = {"1999001005", "1999001005", "1999001013"};
  for (std::size_t index = 0; index < loops.size(); ++index) {
    std::string all;
    for (const std::string& segment : loops[index]) all += segment + "~";
    EXPECT_THAT(all, HasSubstr("HC:" + question.services[index].code));
    EXPECT_THAT(all, ContainsRegex("NM1.FA.[^~]*" + facilities[index])) << all;
  }
  question.member = "EXM100000003";
  const std::string fhir = say_pas(question);
  EXPECT_THAT(fhir, HasSubstr("itemAuthorizedProvider"));
}

}  // namespace
