// The stored form of the model: nothing is lost, nothing unknown is let in, differences are named.
#include "mappers/model/model_json.hpp"

#include "tests/unit/mappers/model_json_filler.hpp"

namespace {

using mappers::JsonStyle;
using testing::ElementsAre;
using testing::IsEmpty;

template <class Value>
base::Result<Value> read_back(const std::string& text) {
  if constexpr (std::is_same_v<Value, precert::ReviewRequest>) return mappers::review_request_from_json(text);
  if constexpr (std::is_same_v<Value, precert::Determination>) return mappers::determination_from_json(text);
  if constexpr (std::is_same_v<Value, precert::MemberRecord>) return mappers::member_from_json(text);
  if constexpr (std::is_same_v<Value, precert::Facility>) return mappers::facility_from_json(text);
}

template <class Value>
class ModelJson : public testing::Test {};
using Kinds =
    testing::Types<precert::ReviewRequest, precert::Determination, precert::MemberRecord, precert::Facility>;
TYPED_TEST_SUITE(ModelJson, Kinds);

TYPED_TEST(ModelJson, KeepsEveryField) {
  const auto original = support::filled<TypeParam>();
  std::vector<std::string> unset;
  support::find_unset("", original, unset);
  ASSERT_THAT(unset, IsEmpty());

  const std::string text = mappers::to_json(original);
  const auto read = read_back<TypeParam>(text);
  ASSERT_TRUE(read) << read.error().first().where << ": " << read.error().first().remedy;
  EXPECT_EQ(*read, original);
  // Sources compare equal whatever they say; as text they do not.
  EXPECT_EQ(mappers::to_json(*read), text);
  unset.clear();
  support::find_unset("", *read, unset);
  EXPECT_THAT(unset, IsEmpty());
}

TYPED_TEST(ModelJson, KeepsAnEmptyValue) {
  const TypeParam empty;
  const auto read = read_back<TypeParam>(mappers::to_json(empty));
  ASSERT_TRUE(read) << read.error().first().where;
  EXPECT_EQ(*read, empty);
}

TYPED_TEST(ModelJson, ReadsWhatItWritesForPeople) {
  const auto original = support::filled<TypeParam>(7);
  const std::string pretty = mappers::to_json(original, JsonStyle::pretty);
  EXPECT_GT(std::count(pretty.begin(), pretty.end(), '\n'), 5);
  const auto read = read_back<TypeParam>(pretty);
  ASSERT_TRUE(read) << read.error().first().where;
  EXPECT_EQ(mappers::to_json(*read), mappers::to_json(original));
}

TYPED_TEST(ModelJson, RefusesAFieldItDoesNotKnow) {
  const auto read = read_back<TypeParam>(R"({"colour": "red"})");
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().first().code, base::IssueCode::data_invalid);
  EXPECT_EQ(read.error().first().where, "colour");
}

TYPED_TEST(ModelJson, RefusesWhatIsNoObject) {
  for (const char* text : {"", "[]", "null", "\"a\"", "{", "{} {}"}) {
    const auto read = read_back<TypeParam>(text);
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().first().code, base::IssueCode::data_invalid) << text;
  }
}

std::string fault_of(const std::string& text) {
  const auto read = mappers::review_request_from_json(text);
  return read ? "none" : read.error().first().where;
}

TEST(ModelJsonFaults, NameThePlace) {
  EXPECT_EQ(fault_of(R"({"services": [{"sequence": 1}, {"sequence": "2"}]})"), "services[1].sequence");
  EXPECT_EQ(fault_of(R"({"services": [{"sequence": 1.5}]})"), "services[0].sequence");
  EXPECT_EQ(fault_of(R"({"services": {}})"), "services");
  EXPECT_EQ(fault_of(R"({"purpose": "holiday"})"), "purpose");
  EXPECT_EQ(fault_of(R"({"submitted": "2026-13-01T00:00:00Z"})"), "submitted");
  EXPECT_EQ(fault_of(R"({"subscriber": {"birth_date": "2026-02-30"}})"), "subscriber.birth_date");
  EXPECT_EQ(fault_of(R"({"services": [{"amount": 12}]})"), "services[0].amount");
  EXPECT_EQ(fault_of(R"({"services": [{"amount": "a lot"}]})"), "services[0].amount");
  EXPECT_EQ(fault_of(R"({"services": [{"epsdt": "yes"}]})"), "services[0].epsdt");
  EXPECT_EQ(fault_of(R"({"event": {"dates": {"begin": "2026-01-01"}}})"), "event.dates.begin");
  EXPECT_EQ(fault_of(R"({"umo": {"address": {"lines": ["a", 2]}}})"), "umo.address.lines[1]");
  EXPECT_EQ(fault_of(R"({"reference": null})"), "reference");
  EXPECT_EQ(fault_of(R"({"answers": [{"value": {"decimal": "6", "text": "x"}}]})"), "answers[0].value");
  EXPECT_EQ(fault_of(R"({"answers": [{"value": {"number": "6"}}]})"), "answers[0].value");
  EXPECT_EQ(fault_of(R"({"answers": [{"value": {"date": "soon"}}]})"), "answers[0].value.date");
}

TEST(ModelJsonFaults, NeverQuoteAValue) {
  const auto read = mappers::review_request_from_json(R"({"subscriber": {"birth_date": "19800231"}})");
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().first().remedy.find("1980"), std::string::npos);
}

TEST(ModelJsonOrder, OfMembersDoesNotMatter) {
  const auto read = mappers::review_request_from_json(
      R"({"services": [{"procedure": {"code": "72148", "system": "cpt"}, "sequence": 3}], "reference": "R1", "purpose": "cancellation"})");
  ASSERT_TRUE(read) << read.error().first().where;
  EXPECT_EQ(read->purpose, precert::Purpose::cancellation);
  EXPECT_EQ(read->reference, "R1");
  EXPECT_EQ(read->services.at(0).sequence, 3);
  EXPECT_EQ(read->services.at(0).procedure.code, "72148");
}

TEST(ModelJsonText, LeavesOutWhatIsEmptyAndKeepsWordsAndNumbers) {
  precert::Facility facility;
  facility.npi = "1234567893";
  EXPECT_EQ(mappers::to_json(facility), R"({"npi":"1234567893","in_network":true,"cost_tier":2})");
}

TEST(ModelJsonText, TellsAPresentButEmptyPartFromAnAbsentOne) {
  precert::ReviewRequest request;
  request.requester.address.emplace();
  request.event.dates.emplace();
  request.services.emplace_back().amount.emplace();
  const auto read = mappers::review_request_from_json(mappers::to_json(request));
  ASSERT_TRUE(read) << read.error().first().where;
  EXPECT_EQ(*read, request);
  EXPECT_FALSE(read->requester.contact.has_value());
}

TEST(ModelJsonText, SaysWhatKindOfValueAnAnswerHas) {
  precert::ReviewRequest request;
  request.answers = {{"q1", true, 0, {}},
                     {"q2", base::Decimal(65, 1), 1, {}},
                     {"q3", base::Date{2026, 3, 4}, 0, {}},
                     {"q4", std::string("6.5"), 0, {}}};
  const std::string text = mappers::to_json(request);
  for (const char* value :
       {R"({"boolean":true})", R"({"decimal":"6.5"})", R"({"date":"2026-03-04"})", R"({"text":"6.5"})"}) {
    EXPECT_NE(text.find(value), std::string::npos) << value;
  }
  const auto read = mappers::review_request_from_json(text);
  ASSERT_TRUE(read) << read.error().first().where;
  EXPECT_EQ(read->answers, request.answers);
}

/// A stored case is decided again with what was measured when.
TEST(ModelJson, KeepsWhenSomethingWasMeasured) {
  precert::ReviewRequest request;
  const base::Instant at = *base::instant_from_iso("2026-01-05T17:30:00Z");
  request.answers = {{"loinc:39156-5", base::Decimal(36), 0, {}, "kg/m2", {}, at}};
  const auto read = mappers::review_request_from_json(mappers::to_json(request));
  ASSERT_TRUE(read) << read.error().first().where;
  EXPECT_EQ(read->answers.at(0).measured, std::optional(at));
}

TEST(ModelJson, GuessesNoKindOfANoteFromItsWords) {
  precert::Determination told;
  told.notes = {{"Peer-to-peer talk of another payer.", 0, {}}};
  const auto kept = mappers::determination_from_json(mappers::to_json(told));
  ASSERT_TRUE(kept);
  EXPECT_EQ(*kept, told);
}

TEST(ModelDifferences, AreNoneBetweenEquals) {
  const auto request = support::filled<precert::ReviewRequest>();
  EXPECT_THAT(mappers::differences(request, request), IsEmpty());
  const auto determination = support::filled<precert::Determination>();
  EXPECT_THAT(mappers::differences(determination, determination), IsEmpty());
}

TEST(ModelDifferences, DoNotLookAtSources) {
  const auto left = support::filled<precert::ReviewRequest>();
  precert::ReviewRequest right = left;
  right.event.source.where = "elsewhere";
  right.services.at(0).quantity.value().source.where.clear();
  EXPECT_THAT(mappers::differences(left, right), IsEmpty());
}

TEST(ModelDifferences, NameThePathAndBothSides) {
  precert::ReviewRequest left;
  left.services.resize(2);
  left.services[0].quantity = precert::Quantity{base::Decimal(1), precert::Unit::visit, {}};
  left.services[1].service_type = "62";
  precert::ReviewRequest right = left;
  right.services[0].quantity->value = base::Decimal(2);
  right.services[1].service_type.clear();
  right.event.level = precert::LevelOfService::urgent;
  right.event.conditions.emplace_back().applies = false;
  EXPECT_THAT(mappers::differences(left, right),
              ElementsAre("services[0].quantity.value: 1 | 2", "services[1].service_type: 62 | -",
                          "event.level: - | urgent", "event.conditions[0].applies: - | false"));
}

TEST(ModelDifferences, FindAnExtraLine) {
  precert::Determination left;
  precert::Determination right;
  right.lines.emplace_back().action = precert::ReviewAction::certified;
  EXPECT_THAT(mappers::differences(left, right),
              ElementsAre("lines[0].sequence: - | 0", "lines[0].action: - | certified"));
}

TEST(ModelDifferences, TellAPresentButEmptyPartFromAnAbsentOne) {
  precert::ReviewRequest left;
  precert::ReviewRequest right;
  right.requester.address.emplace();
  EXPECT_THAT(mappers::differences(left, right), ElementsAre("requester.address: - | {}"));
}

}  // namespace
