// Facts collected from a request, each way of saying them.
#include "precert/criteria/evaluate.hpp"
#include "precert/rulebook/tables.hpp"

namespace precert {
namespace {

/// A rulebook of one fact; only facts and the calendar are read here.
Rulebook book_with(FactType type, FactOrigin::Kind kind, std::vector<std::string> names = {},
                   std::string category = {}) {
  Rulebook book;
  Fact fact;
  fact.id = "f";
  fact.type = type;
  fact.origins = {FactOrigin{kind, std::move(names), std::move(category)}};
  book.facts = {fact};
  return book;
}

const base::Instant now = base::instant_from_iso("2026-01-05T17:30:00Z").value();

std::optional<AnswerValue> value_of(const Rulebook& book, const ReviewRequest& request,
                                    const PatientRecord& patient = {}) {
  const ServiceLine* line = request.services.empty() ? nullptr : &request.services.front();
  return fact_values_from(book, request, line, patient, now).values.front().value;
}

ReviewRequest request_with_line() {
  ReviewRequest request;
  request.services.emplace_back();
  request.services.front().dates = base::Period::of({2026, 3, 1});
  return request;
}

const AnswerValue yes = true;

TEST(Answers, CountForTheirLineAndTheLastOneWins) {
  const Rulebook book = book_with(FactType::number, FactOrigin::Kind::answer);
  ReviewRequest request = request_with_line();
  request.answers = {
      {"f", base::Decimal(2), 0, {}}, {"f", base::Decimal(6), 1, {}}, {"f", base::Decimal(9), 2, {}}};
  EXPECT_EQ(value_of(book, request), AnswerValue(base::Decimal(6)));
}

/// Messages list results in any order; what was measured last is how the patient is.
TEST(Observations, OfOneMeasurementTheNewestCountsInWhateverOrderTheyCame) {
  const Rulebook book = book_with(FactType::number, FactOrigin::Kind::observation, {"39156-5"});
  const auto measured = [](int value, const char* at) {
    return Answer{"loinc:39156-5", base::Decimal(value), 0, {}, {}, {}, base::instant_from_iso(at)};
  };
  const Answer january = measured(36, "2025-01-10"), december = measured(30, "2025-12-20T08:00:00Z");
  const Answer evening = measured(31, "2025-12-20T18:00:00Z"), undated = measured(33, "");
  ReviewRequest request = request_with_line();
  const auto value = [&](std::vector<Answer> answers) {
    request.answers = std::move(answers);
    return value_of(book, request);
  };
  EXPECT_EQ(value({january, december}), AnswerValue(base::Decimal(30)));
  EXPECT_EQ(value({december, january}), AnswerValue(base::Decimal(30)));
  EXPECT_EQ(value({evening, december, january}), AnswerValue(base::Decimal(31)));
  EXPECT_EQ(value({december, undated, january}), AnswerValue(base::Decimal(33)));
  EXPECT_EQ(value({undated, january}), AnswerValue(base::Decimal(36)));
}

TEST(Answers, AreReadFromTextWhereTheTypeAllows) {
  ReviewRequest request = request_with_line();
  request.answers = {{"f", std::string("2026-01-02"), 0, {}}};
  EXPECT_EQ(value_of(book_with(FactType::date, FactOrigin::Kind::answer), request),
            AnswerValue(base::Date{2026, 1, 2}));
  EXPECT_EQ(value_of(book_with(FactType::number, FactOrigin::Kind::answer), request), std::nullopt);
  request.answers = {{"f", std::string("Y"), 0, {}}};
  EXPECT_EQ(value_of(book_with(FactType::yes_no, FactOrigin::Kind::answer), request), yes);
}

TEST(Answers, AreCountedInTheUnitOfTheQuestion) {
  Rulebook book = book_with(FactType::number, FactOrigin::Kind::answer);
  book.facts.front().unit = "weeks";
  ReviewRequest request = request_with_line();
  const auto in = [&](int number, const std::string& unit) {
    request.answers = {{"f", base::Decimal(number), 0, {}, unit}};
    return value_of(book, request);
  };
  EXPECT_EQ(in(6, ""), AnswerValue(base::Decimal(6)));
  EXPECT_EQ(in(6, "wk"), AnswerValue(base::Decimal(6)));
  EXPECT_EQ(in(6, "Week"), AnswerValue(base::Decimal(6)));
  EXPECT_EQ(in(42, "d"), AnswerValue(base::Decimal(6)));
  for (const std::string other : {"h", "kg", "mo", "1", "lots"}) EXPECT_EQ(in(8, other), std::nullopt) << other;
  book.facts.front().unit = "percent";
  EXPECT_EQ(in(80, "%"), AnswerValue(base::Decimal(80)));
  EXPECT_EQ(in(80, "1"), std::nullopt);
  book.facts.front().unit = "pack-years";  // UCUM has no word for it
  EXPECT_EQ(in(20, "{pack-years}"), AnswerValue(base::Decimal(20)));
  EXPECT_EQ(in(20, "a"), std::nullopt);
}

/// Height and weight are kept in whatever a clinic measures in.
TEST(Answers, OfLengthAndWeightAreConvertedExactly) {
  Rulebook book = book_with(FactType::number, FactOrigin::Kind::answer);
  ReviewRequest request = request_with_line();
  const auto in = [&](const char* number, const std::string& unit) {
    request.answers = {{"f", *base::decimal_from(number), 0, {}, unit}};
    return value_of(book, request);
  };
  const auto is = [](const char* number) { return AnswerValue(*base::decimal_from(number)); };
  book.facts.front().unit = "cm";
  EXPECT_EQ(in("1.8", "m"), is("180"));
  EXPECT_EQ(in("71", "[in_i]"), is("180.34"));
  EXPECT_EQ(in("6", "[ft_i]"), is("182.88"));
  EXPECT_EQ(in("80", "kg"), std::nullopt);
  book.facts.front().unit = "kg";
  EXPECT_EQ(in("200", "[lb_av]"), is("90.7185"));
  EXPECT_EQ(in("3450", "g"), is("3.45"));
}

TEST(Answers, ThatAreWordsAreNoNumber) {
  ReviewRequest request = request_with_line();
  request.answers = {{"f", std::string("8"), 0, {}}};
  EXPECT_EQ(value_of(book_with(FactType::number, FactOrigin::Kind::answer), request), std::nullopt);
}

TEST(Answers, OfX12AreReadWithAnyUnitThatTheQuestionCountsIn) {
  Rulebook book = book_with(FactType::number, FactOrigin::Kind::answer);
  book.facts.front().unit = "pack-years";
  ReviewRequest request = request_with_line();
  const auto said = [&](const std::string& text, const std::string& where) {
    request.answers = {{"f", text, 0, {where}}};
    return value_of(book, request);
  };
  const std::string msg = "MSG-01 @15";
  EXPECT_EQ(said("30 pack-years", msg), AnswerValue(base::Decimal(30)));
  EXPECT_EQ(said("30 {pack-years}", msg), AnswerValue(base::Decimal(30)));
  for (const std::string text : {"3 left", "30 ", "many pack-years", "pack-years", ""})
    EXPECT_EQ(said(text, msg), std::nullopt) << text;
  EXPECT_EQ(said("30 pack-years", "QuestionnaireResponse.item[0]"), std::nullopt);  // a valueString
}

TEST(Answers, CountWhenTheirFormIsOfTheRulebook) {
  Rulebook book = book_with(FactType::yes_no, FactOrigin::Kind::answer);
  book.criterion_index["mri-spine"] = 0;
  ReviewRequest request = request_with_line();
  const auto said_in = [&](const std::string& form) {
    request.answers = {{"f", true, 0, {}, {}, form}};
    return value_of(book, request);
  };
  for (const std::string form : {"", "http://a.example/fhir/Questionnaire/mri-spine",
                                 "https://b.example/x/Questionnaire/mri-spine-adaptive|2026-01-1f9c3a"})
    EXPECT_EQ(said_in(form), yes) << form;
  for (const std::string form : {"http://elsewhere/Questionnaire/dogs", "mri-spine", "#q"})
    EXPECT_EQ(said_in(form), std::nullopt) << form;
}

TEST(Answers, OutsideTheChoicesLeaveTheFactOpen) {
  Rulebook book = book_with(FactType::text, FactOrigin::Kind::answer);
  book.facts.front().choices = {"staging"};
  ReviewRequest request = request_with_line();
  request.answers = {{"f", std::string("curiosity"), 0, {}}};
  EXPECT_EQ(value_of(book, request), std::nullopt);
}

TEST(Observations, AreFoundByLoinc) {
  const Rulebook book = book_with(FactType::number, FactOrigin::Kind::observation, {"2708-6"});
  ReviewRequest request = request_with_line();
  request.answers = {{"loinc:2708-6", base::Decimal(86), 0, {}}};
  EXPECT_EQ(value_of(book, request), AnswerValue(base::Decimal(86)));
}

TEST(Diagnoses, CountWhenTheLinePointsAtThem) {
  const Rulebook book = book_with(FactType::yes_no, FactOrigin::Kind::diagnosis, {"C"});
  ReviewRequest request = request_with_line();
  request.event.diagnoses.resize(2);
  request.event.diagnoses[0].code = "M5416";
  request.event.diagnoses[1].code = "C509";
  EXPECT_EQ(value_of(book, request), yes);
  request.services.front().diagnosis_pointers = {1};
  EXPECT_EQ(value_of(book, request), std::nullopt);
  request.services.front().diagnosis_pointers = {1, 2, 9};
  EXPECT_EQ(value_of(book, request), yes);
}

TEST(Documents, CountOnceTheyHaveArrived) {
  const Rulebook book = book_with(FactType::document, FactOrigin::Kind::document, {"08"});
  ReviewRequest request = request_with_line();
  request.documents.resize(1);
  request.documents.front().report_type = "08";
  EXPECT_EQ(value_of(book, request), std::nullopt);
  request.documents.front().content_hash = "abc";
  EXPECT_EQ(value_of(book, request), yes);
  request.documents.front().change = Change::cancelled;
  EXPECT_EQ(value_of(book, request), std::nullopt);
}

TEST(Conditions, SayYesOrNo) {
  const Rulebook book = book_with(FactType::yes_no, FactOrigin::Kind::condition, {"EL"}, "75");
  ReviewRequest request = request_with_line();
  request.event.conditions = {ConditionSet{"76", true, {"EL"}, {}}};
  EXPECT_EQ(value_of(book, request), std::nullopt);
  request.event.conditions = {ConditionSet{"75", false, {"AL", "EL"}, {}}};
  EXPECT_EQ(value_of(book, request), AnswerValue(false));
}

TEST(Age, IsCountedOnTheDateOfService) {
  const Rulebook book = book_with(FactType::number, FactOrigin::Kind::age);
  const ReviewRequest request = request_with_line();  // 2026-03-01
  EXPECT_EQ(value_of(book, request, {base::Date{1976, 3, 1}, {}}), AnswerValue(base::Decimal(50)));
  EXPECT_EQ(value_of(book, request, {base::Date{1976, 3, 2}, {}}), AnswerValue(base::Decimal(49)));
  EXPECT_EQ(value_of(book, request, {base::Date{2027, 1, 1}, {}}), std::nullopt);
}

TEST(Quantity, IsTheLinesOrWhatItsDeliveryAddsUpTo) {
  const Rulebook book = book_with(FactType::number, FactOrigin::Kind::quantity);
  ReviewRequest request = request_with_line();
  EXPECT_EQ(value_of(book, request), std::nullopt);
  Delivery weekly;
  weekly.quantity = base::Decimal(3);
  weekly.frequency_unit = "WK";
  weekly.period_unit = "35";
  weekly.periods = 9;
  request.event.delivery = weekly;
  EXPECT_EQ(value_of(book, request), AnswerValue(base::Decimal(27)));
  request.services.front().quantity = Quantity{base::Decimal(18), Unit::unit, {}};
  EXPECT_EQ(value_of(book, request), AnswerValue(base::Decimal(18)));
}

TEST(LevelSexAndPlace, AreWords) {
  ReviewRequest request = request_with_line();
  request.event.level = LevelOfService::urgent;
  request.event.place = Place{PlaceKind::place_of_service, "22", {}};
  EXPECT_EQ(value_of(book_with(FactType::text, FactOrigin::Kind::level), request),
            AnswerValue(std::string("urgent")));
  EXPECT_EQ(value_of(book_with(FactType::text, FactOrigin::Kind::place), request),
            AnswerValue(std::string("22")));
  EXPECT_EQ(value_of(book_with(FactType::text, FactOrigin::Kind::sex), request, {{}, Gender::female}),
            AnswerValue(std::string("female")));
}

TEST(Oxygen, IsReadFromItsOwnSegment) {
  ReviewRequest request = request_with_line();
  request.event.oxygen.emplace().saturation = base::Decimal(86);
  EXPECT_EQ(value_of(book_with(FactType::number, FactOrigin::Kind::oxygen, {"saturation"}), request),
            AnswerValue(base::Decimal(86)));
  EXPECT_EQ(value_of(book_with(FactType::number, FactOrigin::Kind::oxygen, {"blood_gas"}), request),
            std::nullopt);
}

TEST(WhatNobodySays, IsAssumedWhereTheRulebookSaysSo) {
  Rulebook book = book_with(FactType::yes_no, FactOrigin::Kind::answer);
  book.facts.front().when_absent = false;
  const FactValues values = fact_values_from(book, request_with_line(), nullptr, {}, now);
  EXPECT_EQ(values.values.front().value, AnswerValue(false));
  EXPECT_TRUE(values.values.front().assumed);
}

TEST(DateOfService, IsTheLinesBeforeTheEventsBeforeToday) {
  ReviewRequest request = request_with_line();
  request.event.dates = base::Period::of({2026, 2, 2});
  const base::Date today{2026, 1, 5};
  EXPECT_EQ(date_of_service(request, &request.services.front(), today), (base::Date{2026, 3, 1}));
  EXPECT_EQ(date_of_service(request, nullptr, today), (base::Date{2026, 2, 2}));
  EXPECT_EQ(date_of_service(ReviewRequest{}, nullptr, today), today);
}

}  // namespace
}  // namespace precert
