// Whatever stands where a Bundle has a code, what is written of it as a 278 passes our own validator, and
// what it cannot say is reported.
#include <set>

#include "fhir_request_support.hpp"
#include "x12_support.hpp"

#include "mappers/fhir/inquiry.hpp"
#include "mappers/x12/inquiry.hpp"
#include "mappers/x12/review_response.hpp"

namespace {

constexpr std::array<std::string_view, 7> nonsense{
    "ZZ9", "",  "A*B~C:D^E", "a-code-that-is-far-longer-than-any-element-of-a-278-that-holds-codes",
    "0",   "7", "\\u00e9"};

/// The values of the members that hold codes: where each begins and ends, without the quotes.
std::vector<std::pair<std::size_t, std::size_t>> code_places(const std::string& text) {
  std::vector<std::pair<std::size_t, std::size_t>> places;
  for (const std::string_view name :
       {"\"code\"", "\"valueCode\"", "\"valueString\"", "\"value\"", "\"state\"", "\"country\"", "\"gender\"",
        "\"unit\"", "\"postalCode\""}) {
    for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name, at + 1)) {
      const std::size_t value = text.find_first_not_of(" :\n", at + name.size());
      if (value == std::string::npos || text[value] != '"') continue;
      places.emplace_back(value + 1, text.find('"', value + 1));
    }
  }
  return places;
}

std::vector<std::string> request_bundles() {
  std::vector<std::string> bundles{fhir_request::written(fhir_request::full_request())};
  for (const auto& folder : std::filesystem::directory_iterator(PRECERT_SOURCE_DIR "/fixtures/scenarios")) {
    std::ifstream in(folder.path() / "request.fhir.json", std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    if (!text.empty()) bundles.push_back(std::move(text));
  }
  return bundles;
}

/// Calls visit(bundle) with each Bundle, one code of it replaced by nonsense; of each kind of place some are
/// taken.
template <class Visit>
void each_nonsense(Visit visit) {
  std::size_t turn = 0;
  for (const std::string& bundle : request_bundles()) {
    for (const auto& [begin, end] : code_places(bundle)) {
      if (++turn % 9 != 0) continue;
      const std::string_view word = nonsense.at(turn / 9 % nonsense.size());
      visit(bundle.substr(0, begin) + std::string(word) + bundle.substr(end));
      if (testing::Test::HasFatalFailure()) return;
    }
  }
}

TEST(NonsenseInABundle, IsWrittenAsAValidRequestOrSaidToBeImpossible) {
  int valid = 0, warned = 0, impossible = 0;
  each_nonsense([&](const std::string& bundle) {
    const auto request = fhir_request::read(bundle);
    if (!request) return;
    base::Issues issues;
    const std::string out = support::written(*request, &issues);
    impossible += issues.fatal() ? 1 : 0;
    if (issues.fatal()) return;
    support::Read278 read(out);
    ASSERT_EQ(read.faults("request"), "") << bundle << "\n" << out;
    ++valid;
    warned += issues.empty() ? 0 : 1;
  });
  EXPECT_GT(valid, 200);
  EXPECT_GT(warned, 5);
  EXPECT_GT(impossible, 0);
}

TEST(NonsenseInABundle, ComesNotBackInAnAnswerThatIsToldInX12) {
  int answered = 0;
  each_nonsense([&](const std::string& bundle) {
    const auto request = fhir_request::read(bundle);
    if (!request) return;
    base::Issues issues;
    static_cast<void>(support::written(*request, &issues));
    if (issues.fatal()) return;  // what X12 cannot ask is not answered in X12
    precert::Determination determination;
    determination.action = precert::ReviewAction::certified;
    determination.numbers.certification = "AUTH260001";
    for (const precert::ServiceLine& line : request->services) {
      determination.lines.emplace_back().sequence = line.sequence;
      determination.lines.back().action = precert::ReviewAction::certified;
    }
    const std::string out = support::answered(*request, determination);
    support::Read278 read(out);
    ASSERT_EQ(read.faults("response"), "") << bundle << "\n" << out;
    ++answered;
  });
  EXPECT_GT(answered, 200);
}

std::string condition_extension(const std::string& category, const std::string& code) {
  const std::string base = "http://hl7.org/fhir/us/davinci-pas/StructureDefinition/extension-conditionCode";
  return R"("extension":[{"url":")" + base +
         R"(","extension":[{"url":"category","valueCodeableConcept":{"coding":[{"code":")" + category +
         R"("}]}},{"url":"indicator","valueBoolean":true},{"url":"code","valueCodeableConcept":{"coding":[{"code":")" +
         code + R"("}]}},{"url":"code","valueCodeableConcept":{"coding":[{"code":"12"}]}}]}],)";
}

TEST(AConditionThatX12HasNoCodeFor, IsLeftOutAloneAndToldWithItsPlaceInTheBundle) {
  const auto request = fhir_request::read(fhir_request::bundle_with(
      condition_extension("09", "QQ") + R"("item":[)" + fhir_request::item_with("") + "]"));
  ASSERT_TRUE(request.has_value());
  ASSERT_EQ(request->event.conditions.size(), 1U);
  base::Issues issues;
  const std::string out = support::written(*request, &issues);
  EXPECT_EQ(support::segment_of(out, "CRC"), "CRC*09*Y*12");
  bool told = false;
  for (const base::Issue& one : issues) {
    told = told || (one.where == request->event.conditions[0].source.where &&
                    one.remedy.find("CRC") != std::string::npos);
  }
  EXPECT_TRUE(told) << support::text(issues);
  EXPECT_FALSE(request->event.conditions[0].source.where.empty());
}

TEST(AConditionOfNoCategory, IsLeftOutWhole) {
  const auto request = fhir_request::read(fhir_request::bundle_with(
      condition_extension("QQ", "12") + R"("item":[)" + fhir_request::item_with("") + "]"));
  ASSERT_TRUE(request.has_value());
  base::Issues issues;
  const std::string out = support::written(*request, &issues);
  EXPECT_EQ(support::segment_of(out, "CRC"), "");
  EXPECT_THAT(support::text(issues),
              testing::HasSubstr(request->event.conditions.at(0).source.where + ": left out"));
}

precert::ReviewRequest scenario_model() {
  return support::model_of(
      "BHT*0007*13*REQ1*20260105*0930~HL*1**20*1~NM1*X3*2*EXAMPLE PLAN*****PI*EXPL1~HL*2*1*21*1~"
      "NM1*1P*1*REQ*ANN****XX*1999000015~HL*3*2*22*1~NM1*IL*1*MEMBER*MIA****MI*EXM1~HL*4*3*EV*1~"
      "UM*HS*I*62*22:B~HL*5*4*SS*0~SV1*HC:72148~");
}

TEST(AValueThatTheGuideDoesNotTake, IsLeftOutWithWhatBelongsToIt) {
  precert::ReviewRequest request = scenario_model();
  request.event.health_condition = "Z";
  request.event.transport.emplace();
  request.event.transport->code = "I";
  request.event.transport->weight_unit = "ST";  // a unit of no list: the weight goes with it
  request.event.transport->weight = base::Decimal(80);
  request.event.spinal_manipulation.emplace();  // without the nature of the condition CR2 cannot stand
  request.event.spinal_manipulation->nature = "Q";
  base::Issues issues;
  const std::string out = support::written(request, &issues);
  EXPECT_FALSE(issues.fatal()) << support::text(issues);
  EXPECT_EQ(support::segment_of(out, "UM*HS"), "UM*HS*I*62*22:B");
  EXPECT_EQ(support::segment_of(out, "CR1"), "CR1***I");
  EXPECT_EQ(support::segment_of(out, "CR2"), "");
  std::vector<std::string> places;
  for (const base::Issue& one : issues) places.push_back(one.where);
  EXPECT_THAT(places, testing::IsSupersetOf({"event.transport", "event.spinal_manipulation"}));
  support::Read278 read(out);
  EXPECT_EQ(read.faults("request"), "");
}

TEST(APaperOfAKindThatX12HasNoCodeFor, IsSentAsSupportData) {
  precert::ReviewRequest request = scenario_model();
  precert::Document& paper = request.documents.emplace_back();
  paper.report_type = "a-code-of-fhir";
  paper.control_number = "ACN1";
  base::Issues issues;
  const std::string out = support::written(request, &issues);
  EXPECT_EQ(support::segment_of(out, "PWK"), "PWK*77*EL***AC*ACN1");
  ASSERT_EQ(issues.size(), 1U) << support::text(issues);
  EXPECT_EQ(issues.first().where, "documents[0]");
}

TEST(APaperSentInAWayThatX217HasNoCodeFor, KeepsItsControlNumber) {
  for (const std::string_view way : {"FT", "OL", "a-way-of-fhir"}) {
    precert::ReviewRequest request = scenario_model();
    precert::Document& paper = request.documents.emplace_back();
    paper.report_type = "AS";
    paper.transmission = way;
    paper.control_number = "ACN1";
    base::Issues issues;
    const std::string out = support::written(request, &issues);
    EXPECT_EQ(support::segment_of(out, "PWK"), "PWK*AS*EL***AC*ACN1");
    ASSERT_EQ(issues.size(), 1U) << support::text(issues);
    EXPECT_EQ(issues.first().where, "documents[0]");
    request.documents[0].control_number.clear();
    EXPECT_EQ(support::segment_of(support::written(request), "PWK"), "PWK*AS*AA");
  }
}

TEST(WhatTheGuideCannotDoWithout, IsAnErrorWhereItCannotBeSaid) {
  precert::ReviewRequest request = scenario_model();
  request.services.clear();  // now the event itself has to name the service type
  request.event.service_type = "nothing";
  base::Issues issues;
  static_cast<void>(support::written(request, &issues));
  ASSERT_TRUE(issues.fatal()) << support::text(issues);
}

TEST(APlaceThatIsTooLong, IsNotCutIntoAnotherCode) {
  precert::ReviewRequest request = scenario_model();
  request.services[0].place = precert::Place{precert::PlaceKind::place_of_service, "223", {}};
  base::Issues issues;
  const std::string out = support::written(request, &issues);
  EXPECT_THAT(out, testing::HasSubstr("~UM*HS*I*62~"));
  EXPECT_EQ(issues.size(), 1U) << support::text(issues);
  EXPECT_FALSE(issues.fatal());
}

/// The places of the errors with which `request` is not asked of a payer.
std::set<std::string> not_asked(const precert::ReviewRequest& request) {
  base::Issues issues;
  static_cast<void>(support::written(request, &issues));
  std::set<std::string> places;
  for (const base::Issue& one : issues) {
    if (one.severity == base::Severity::error) places.insert(one.where);
  }
  return places;
}

TEST(AServiceThatX12CannotSay, IsNotAskedAsAnother) {
  precert::ReviewRequest request = scenario_model();
  precert::Procedure& procedure = request.services[0].procedure;
  const precert::Procedure good = procedure;
  EXPECT_THAT(not_asked(request), testing::IsEmpty());
  procedure.system = precert::CodeSystem::service_type;  // of no list that SV101-1 has
  EXPECT_THAT(not_asked(request), testing::Contains("services[0].procedure.system"));
  procedure = good;
  procedure.code = std::string(49, '7');
  EXPECT_THAT(not_asked(request), testing::Contains("services[0].procedure.code"));
  procedure = good;
  request.services[0].revenue_code = std::string(49, '0');
  EXPECT_THAT(not_asked(request), testing::Contains("services[0].revenue_code"));
}

TEST(AServiceWhoseModifiersX12CannotSay, IsNotAskedWithoutThem) {
  precert::ReviewRequest request = scenario_model();
  for (const std::vector<std::string>& modifiers :
       {std::vector<std::string>{"LTX", "RT"}, {"50 RT"}, {"1"}, {"26", "50", "59", "LT", "RT"}}) {
    request.services[0].procedure.modifiers = modifiers;
    EXPECT_THAT(not_asked(request), testing::ElementsAre("services[0].procedure.modifiers"));
  }
}

TEST(AServiceNamedByItsTypeAlone, IsNotAskedWithoutIt) {
  precert::ReviewRequest request = scenario_model();
  request.services[0].service_type = "NOTYPE";
  base::Issues warned;
  EXPECT_EQ(support::segment_of(support::written(request, &warned), "UM*HS*I**"), "UM*HS*I**22:B");
  EXPECT_FALSE(warned.fatal()) << "a code names it: " << support::text(warned);
  EXPECT_EQ(warned.size(), 1U);
  request.services[0].procedure = {};
  request.services[0].source = {};
  EXPECT_THAT(not_asked(request), testing::ElementsAre("services[0]"));
}

TEST(TeethThatX12CannotSay, AreNotLeftOutOfWhatIsAsked) {
  precert::ReviewRequest request = scenario_model();
  request.services[0].source = {};
  request.services[0].procedure.system = precert::CodeSystem::cdt;
  request.services[0].procedure.code = "D4341";
  request.services[0].dental.emplace();
  precert::Dental& dental = *request.services[0].dental;
  dental.teeth = {{"14", {"M", "O"}}};
  EXPECT_THAT(not_asked(request), testing::IsEmpty());
  dental.teeth = {{"14", {"M", "Q"}}};
  EXPECT_THAT(not_asked(request), testing::ElementsAre("services[0]"));
  dental.teeth = {{"14", {"M", "O", "D", "B", "L", "I"}}};
  EXPECT_THAT(not_asked(request), testing::ElementsAre("services[0].dental.teeth"));
  dental.teeth.assign(33, precert::Tooth{"14", {}});
  EXPECT_THAT(not_asked(request), testing::ElementsAre("services[0].dental.teeth"));
}

TEST(AnAmountThatX12CannotSay, IsNotLeftOutOfWhatIsAsked) {
  precert::ReviewRequest request = scenario_model();
  precert::ServiceLine& line = request.services[0];
  line.source = {};
  line.delivery.emplace();
  line.delivery->every = base::Decimal(2);
  line.delivery->frequency_unit = "QQ";
  EXPECT_THAT(not_asked(request), testing::ElementsAre("services[0]"));
  line.delivery->frequency_unit = "WK";
  EXPECT_THAT(not_asked(request), testing::IsEmpty());
  line.delivery->quantity = base::Decimal(8);  // of what is not said
  EXPECT_THAT(not_asked(request), testing::ElementsAre("services[0].quantity"));
  line.delivery->quantity.reset();

  line.quantity = precert::Quantity{base::Decimal(8), precert::Unit::visit, {}};
  base::Issues told;
  EXPECT_EQ(support::segment_of(support::written(request, &told), "HSD"), "HSD*VS*8*WK*2");
  EXPECT_EQ(told.first().severity, base::Severity::information) << support::text(told);
  line.delivery->unit = precert::Unit::visit;
  line.delivery->quantity = base::Decimal(9);
  EXPECT_THAT(not_asked(request), testing::ElementsAre("services[0].quantity"));
}

TEST(DiagnosesThatX12CannotSay, AreNotAllLostSilently) {
  precert::ReviewRequest request = scenario_model();
  precert::Diagnosis diagnosis;
  diagnosis.system = precert::CodeSystem::icd10_cm;
  diagnosis.kind = precert::DiagnosisKind::principal;
  diagnosis.code = std::string(31, 'M');
  precert::Diagnosis other = diagnosis;
  other.kind = precert::DiagnosisKind::other;
  other.code = "G8929";
  request.event.diagnoses = {diagnosis, other};
  EXPECT_THAT(not_asked(request), testing::SizeIs(1));
  request.event.diagnoses = {other, diagnosis};  // one of two: the rest is asked with
  request.event.diagnoses[1].kind = precert::DiagnosisKind::other;
  EXPECT_THAT(not_asked(request), testing::IsEmpty());
}

TEST(AnAnswerWithAServiceThatX12CannotSay, IsWrittenWithoutIt) {
  precert::ReviewRequest request = scenario_model();
  request.transmission.usage.clear();  // as from a Bundle
  request.services[0].procedure.system = precert::CodeSystem::service_type;
  request.services[0].procedure.modifiers = {"LTX"};
  precert::Determination determination;
  determination.action = precert::ReviewAction::pended;
  determination.lines.emplace_back().sequence = request.services[0].sequence;
  determination.lines.back().action = precert::ReviewAction::pended;
  support::Read278 read(support::answered(request, determination));
  EXPECT_EQ(read.faults("response"), "");
}

}  // namespace
