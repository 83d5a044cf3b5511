// PAS request Bundle -> model, case by case.
#include "fhir_request_support.hpp"
#include "mappers/fhir/content_hash.hpp"

namespace {

using fhir_request::bundle_with;
using fhir_request::entry;
using fhir_request::item_with;
using fhir_request::request_of;
using precert::Change;
using precert::IdentifierKind;
using precert::Unit;

constexpr std::string_view pas = "http://hl7.org/fhir/us/davinci-pas/StructureDefinition/";

std::string extension(std::string_view name, const std::string& value) {
  return R"({"url":")" + std::string(pas) + std::string(name) + R"(",)" + value + "}";
}
std::string coded(std::string_view list, std::string_view code) {
  return R"("valueCodeableConcept":{"coding":[{"system":"https://codesystem.x12.org/005010/)" +
         std::string(list) + R"(","code":")" + std::string(code) + R"("}]})";
}
std::string one_item(const std::string& members) { return R"("item":[)" + item_with(members) + "]"; }

TEST(ReadFhirRequest, TakesTheReferenceFromTheBundleAndTheTimeFromTheClaim) {
  const auto request = request_of(bundle_with(one_item("")));
  EXPECT_EQ(request.reference, "T-1");
  EXPECT_EQ(request.reference_system, "http://sender.example/ids");
  EXPECT_EQ(base::iso(request.submitted), "2026-05-02T06:01:00Z");
}

TEST(ReadFhirRequest, RefusesABundleWithoutClaim) {
  const auto request = fhir_request::read(
      R"({"resourceType":"Bundle","type":"collection","entry":[{"fullUrl":"urn:uuid:1","resource":{"resourceType":"Patient"}}]})");
  ASSERT_FALSE(request.has_value());
  EXPECT_EQ(request.error().first().code, base::IssueCode::fhir_structure);
}

TEST(ReadFhirRequest, RefusesAnAmountThatCannotBeKept) {
  const auto request =
      fhir_request::read(bundle_with(one_item(R"("quantity":{"value":1234567890123456789012})")));
  ASSERT_FALSE(request.has_value());
  EXPECT_EQ(request.error().first().code, base::IssueCode::fhir_value_invalid);
  EXPECT_EQ(request.error().first().where, "Bundle.entry[0].resource.item[0].quantity.value");
}

TEST(ReadFhirRequest, TellsOfANumberOnceHoweverManyFactsAreMadeOfIt) {  // the quantity and the amount in dollars
  const auto request = fhir_request::read(bundle_with(
      one_item(R"("unitPrice":{"value":1234567890123456789012},"quantity":{"value":1234567890123456789013})")));
  ASSERT_FALSE(request.has_value());
  std::vector<std::string> places;
  for (const base::Issue& one : request.error()) places.push_back(one.where);
  EXPECT_THAT(places, testing::UnorderedElementsAre("Bundle.entry[0].resource.item[0].quantity.value",
                                                    "Bundle.entry[0].resource.item[0].unitPrice.value"));
}

TEST(ReadFhirRequest, NamesWhereAFactStood) {
  const auto request = request_of(bundle_with(one_item(R"("quantity":{"value":4})")));
  EXPECT_EQ(request.services.front().quantity->source.where, "Bundle.entry[0].resource.item[0].quantity");
  EXPECT_EQ(request.services.front().source.where, "Bundle.entry[0].resource.item[0]");
  EXPECT_EQ(request.subscriber.source.where, "Bundle.entry[4].resource");
}

// ---- Units

struct UnitCase {
  std::string members;
  Unit unit;
};
class ReadFhirUnit : public testing::TestWithParam<UnitCase> {};
TEST_P(ReadFhirUnit, KnowsTheSpelling) {
  const auto request =
      request_of(bundle_with(one_item(R"("quantity":{"value":2)" + GetParam().members + "}")));
  ASSERT_TRUE(request.services.front().quantity.has_value());
  EXPECT_EQ(request.services.front().quantity->unit, GetParam().unit);
}
INSTANTIATE_TEST_SUITE_P(
    Spellings, ReadFhirUnit,
    testing::Values(
        UnitCase{"", Unit::unit},
        UnitCase{R"(,"system":"https://codesystem.x12.org/005010/673","code":"VS")", Unit::visit},
        UnitCase{R"(,"system":"https://codesystem.x12.org/005010/673","code":"MN")", Unit::month},
        UnitCase{R"(,"unit":"visit")", Unit::visit},
        UnitCase{R"(,"unit":"visit","system":"http://unitsofmeasure.org","code":"1")", Unit::visit},
        UnitCase{R"(,"system":"http://unitsofmeasure.org","code":"h")", Unit::hour},
        UnitCase{R"(,"system":"http://unitsofmeasure.org","code":"[iU]")", Unit::international_unit},
        UnitCase{R"(,"unit":"Days")", Unit::day}));

// ---- Amounts and timing

TEST(ReadFhirRequest, MultipliesTheUnitPriceByTheQuantity) {
  const auto request = request_of(
      bundle_with(one_item(R"("quantity":{"value":3},"unitPrice":{"value":12.50,"currency":"USD"})")));
  EXPECT_EQ(request.services.front().amount, base::decimal_from("37.5"));
}

TEST(ReadFhirRequest, PrefersTheNetAmount) {
  const auto request = request_of(
      bundle_with(one_item(R"("unitPrice":{"value":10},"net":{"value":100},"quantity":{"value":3})")));
  EXPECT_EQ(request.services.front().amount, base::Decimal(100));
}

std::string with_order(const std::string& order_members, const std::string& item_members = {}) {
  const std::string more = item_members.empty() ? "" : "," + item_members;
  return bundle_with(
      one_item(
          R"("extension":[)" +
          extension("extension-requestedService", R"("valueReference":{"reference":"ServiceRequest/s"})") +
          "]" + more),
      entry("ServiceRequest", "s",
            R"("code":{"coding":[{"system":"http://www.ama-assn.org/go/cpt","code":"97110"}]},)" +
                order_members));
}

TEST(ReadFhirRequest, ReadsThreeVisitsAWeekForTwoMonths) {
  const auto request =
      request_of(with_order(R"("quantityQuantity":{"value":3,"unit":"visit"},"occurrenceTiming":{"repeat":{
    "frequency":3,"period":1,"periodUnit":"wk","boundsDuration":{"value":2,"system":"http://unitsofmeasure.org","code":"mo"}}})"));
  const precert::Delivery wanted{Unit::visit, base::Decimal(3), "WK", std::nullopt, "34", 2, "", "", {}};
  EXPECT_EQ(request.services.front().delivery, wanted);
}

TEST(ReadFhirRequest, TakesAnOrderOfTwelveVisitsAsTheAmountOfTheLine) {
  const auto request = request_of(with_order(R"("quantityQuantity":{"value":12,"unit":"visit"})"));
  EXPECT_FALSE(request.services.front().delivery.has_value());
  EXPECT_EQ(request.services.front().quantity, (precert::Quantity{base::Decimal(12), Unit::visit, {}}));
}

TEST(ReadFhirRequest, SkipsARhythmThatX12CannotSayWithAWarning) {
  base::Issues skipped;
  const auto request = fhir_request::read(
      with_order(R"("occurrenceTiming":{"repeat":{"frequency":1,"period":8,"periodUnit":"h"}})"), &skipped);
  ASSERT_TRUE(request.has_value());
  ASSERT_EQ(skipped.size(), 1U);
  EXPECT_EQ(skipped.first().severity, base::Severity::warning);
}

// ---- People

std::string coverage(const std::string& members) {
  return entry("Coverage", "v", R"("status":"active","beneficiary":{"reference":"Patient/p"})" + members);
}

TEST(ReadFhirRequest, PrefersTheMemberNumberOfTheCoverage) {
  const auto request =
      request_of(bundle_with(one_item(""), coverage(R"(,"subscriberId":"S-1","identifier":[{"type":{
      "coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0203","code":"MB"}]},"value":"MB-1"}])")));
  EXPECT_EQ(request.subscriber.member_id(), "MB-1");
}

TEST(ReadFhirRequest, FallsBackToTheSubscriberId) {
  EXPECT_EQ(request_of(bundle_with(one_item(""))).subscriber.member_id(), "M-1");
}

std::string child_coverage(const std::string& members) {
  return coverage(R"(,"subscriber":{"reference":"Patient/s"},"subscriberId":"S-1","relationship":{"coding":[{
      "system":"http://terminology.hl7.org/CodeSystem/subscriber-relationship","code":"child"}]})" +
                  members) +
         entry("Patient", "s", R"("name":[{"family":"DOE","given":["SAM"]}],"gender":"male")");
}

TEST(ReadFhirRequest, TellsADependentFromTheSubscriber) {
  const auto request = request_of(bundle_with(one_item(""), child_coverage("")));
  ASSERT_TRUE(request.dependent.has_value());
  EXPECT_EQ(request.subscriber.name.given, "SAM");
  EXPECT_EQ(request.subscriber.member_id(), "S-1");
  EXPECT_EQ(request.dependent->name.given, "PAT");
  EXPECT_EQ(request.dependent->name.middle, "Q");
  EXPECT_EQ(request.dependent->relationship, precert::Relationship::child);
  EXPECT_EQ(request.dependent->member_id(), "");
  EXPECT_THAT(fhir_request::lost_on_round_trip(request), testing::IsEmpty());
}

TEST(ReadFhirRequest, GivesADependentItsOwnMemberNumber) {
  const auto request =
      request_of(bundle_with(one_item(""), child_coverage(R"(,"identifier":[{"type":{"coding":[{
      "system":"http://terminology.hl7.org/CodeSystem/v2-0203","code":"MB"}]},"value":"D-1"}])")));
  EXPECT_EQ(request.dependent->member_id(), "D-1");
  EXPECT_EQ(request.subscriber.member_id(), "S-1");
  EXPECT_THAT(fhir_request::lost_on_round_trip(request), testing::IsEmpty());
}

// ---- Codes

TEST(ReadFhirRequest, TakesTheFirstDiagnosisCodingThatX12Knows) {
  base::Issues skipped;
  const auto request = fhir_request::read(
      bundle_with(
          R"("diagnosis":[{"sequence":3,"diagnosisCodeableConcept":{"coding":[{"system":"http://snomed.info/sct",
      "code":"1"}]}},{"sequence":7,"diagnosisCodeableConcept":{"coding":[{"system":"http://snomed.info/sct","code":"1"},{
      "system":"http://hl7.org/fhir/sid/icd-10-cm","code":"m54.16"}]}}],)" +
          one_item(R"("diagnosisSequence":[7,3])")),
      &skipped);
  ASSERT_TRUE(request.has_value());
  ASSERT_EQ(request->event.diagnoses.size(), 1U);
  EXPECT_EQ(request->event.diagnoses.front().code, "M5416");
  EXPECT_EQ(request->services.front().diagnosis_pointers, std::vector<int>{1});
  ASSERT_EQ(skipped.size(), 1U);
  EXPECT_EQ(skipped.first().where, "Bundle.entry[0].resource.diagnosis[0]");
}

std::string product(const std::string& system, const std::string& code) {
  return R"("item":[{"sequence":1,"productOrService":{"coding":[{"system":")" + system + R"(","code":")" +
         code + R"("}]}}])";
}

TEST(ReadFhirRequest, TellsCptFromHcpcsByTheCode) {
  const std::string hcpcs = "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets";
  EXPECT_EQ(request_of(bundle_with(product(hcpcs, "99212"))).services.front().procedure.system,
            precert::CodeSystem::cpt);
  EXPECT_EQ(request_of(bundle_with(product(hcpcs, "G0154"))).services.front().procedure.system,
            precert::CodeSystem::hcpcs);
  EXPECT_EQ(request_of(bundle_with(product(hcpcs, "D0120"))).services.front().procedure.system,
            precert::CodeSystem::cdt);
}

TEST(ReadFhirRequest, FillsAnNdcUpToElevenDigits) {
  const auto request = request_of(bundle_with(product("http://hl7.org/fhir/sid/ndc", "0777-3105-2")));
  EXPECT_EQ(request.services.front().procedure.code, "00777310502");
}

TEST(ReadFhirRequest, ReadsAServiceTypeInPlaceOfAProcedure) {
  const auto request = request_of(bundle_with(product("https://codesystem.x12.org/005010/1365", "3")));
  EXPECT_EQ(request.event.service_type, "3");
  EXPECT_EQ(request.services.front().procedure.code, "");
  EXPECT_THAT(fhir_request::lost_on_round_trip(request), testing::IsEmpty());
}

// ---- Care team

TEST(ReadFhirRequest, PutsScopedMembersAtTheirLineAndTheOthersAtTheEvent) {
  const std::string scope = extension("extension-careTeamClaimScope", R"("valueBoolean":true)");
  const std::string line_scope = extension("extension-careTeamClaimScope", R"("valueBoolean":false)");
  const std::string team = R"("careTeam":[{"extension":[)" + scope +
                           R"(],"sequence":1,"provider":{"reference":
      "PractitionerRole/x"},"role":{"coding":[{"system":"https://codesystem.x12.org/005010/98","code":"71"}]}},
      {"extension":[)" + line_scope +
                           R"(],"sequence":2,"provider":{"reference":"Organization/r"},"role":{"coding":[{
      "system":"https://codesystem.x12.org/005010/98","code":"FA"}]},"qualification":{"coding":[{
      "system":"http://nucc.org/provider-taxonomy","code":"282N00000X"}]}}],)";
  const auto request = request_of(bundle_with(
      team + one_item(R"("careTeamSequence":[1,2])"),
      entry("PractitionerRole", "x",
            R"("practitioner":{"reference":"Practitioner/y"},"telecom":[{"system":"phone",
          "value":"+1 (402) 999-3456;ext=7"}],"location":[{"reference":"Location/z"}])") +
          entry("Practitioner", "y",
                R"("identifier":[{"system":"http://hl7.org/fhir/sid/us-npi","value":"1093817462"}],
          "name":[{"family":"WATSON","given":["SUSAN"]}])") +
          entry("Location", "z",
                R"("name":"CLINIC","address":{"city":"SPRINGFIELD","postalCode":"627010001"})")));
  ASSERT_EQ(request.event.providers.size(), 1U);
  const precert::Party& attending = request.event.providers.front();
  EXPECT_EQ(attending.role, precert::PartyRole::attending);
  EXPECT_EQ(attending.display(), "SUSAN WATSON");
  EXPECT_EQ(attending.npi(), "1093817462");
  EXPECT_EQ(attending.contact->points.front(),
            (precert::ContactPoint{precert::ContactKind::phone, "4029993456", "7"}));
  EXPECT_EQ(attending.address->postal_code, "62701-0001");
  ASSERT_EQ(request.services.front().providers.size(), 1U);
  EXPECT_EQ(request.services.front().providers.front().role, precert::PartyRole::facility);
  EXPECT_EQ(request.services.front().providers.front().taxonomy, "282N00000X");
}

// ---- Traces

TEST(ReadFhirRequest, FindsTheOriginatorOfATrace) {
  const auto request = request_of(bundle_with(R"("identifier":[{"system":"urn:trnorg:9012345678","value":"A"},
      {"system":"http://x.example","value":"B","assigner":{"identifier":{"value":"1370000001"}}},
      {"system":"http://x.example","value":"C"}],)" +
                                              one_item("")));
  ASSERT_EQ(request.event.traces.size(), 3U);
  EXPECT_EQ(request.event.traces[0].originator, "9012345678");
  EXPECT_EQ(request.event.traces[1].originator, "1370000001");
  EXPECT_EQ(request.event.traces[2].originator, "http://x.example");
}

// ---- Supporting information

std::string info(const std::string& members) { return R"("supportingInfo":[)" + members + "],"; }
std::string additional(const std::string& reference, const std::string& members = {}) {
  return R"({"sequence":1,)" + members +
         R"("category":{"coding":[{"system":"http://hl7.org/fhir/us/davinci-pas/CodeSystem/PASTempCodes",
      "code":"additionalInformation"}]},"valueReference":{"reference":")" +
         reference + R"("}})";
}

TEST(ReadFhirRequest, HashesTheContentOfADocument) {
  const auto request = request_of(bundle_with(
      info(additional("DocumentReference/d")) + one_item(R"("informationSequence":[1])"),
      entry("DocumentReference", "d", R"("status":"current","type":{"coding":[{"system":"http://loinc.org","code":"34133-9"}]},
          "content":[{"attachment":{"contentType":"text/plain","data":"aGVsbG8="}}])")));
  ASSERT_EQ(request.documents.size(), 1U);
  const precert::Document& document = request.documents.front();
  EXPECT_EQ(document.loinc, "34133-9");
  EXPECT_EQ(document.content_type, "text/plain");
  EXPECT_EQ(document.content_hash, mappers::content_hash_of_bytes("hello"));
  EXPECT_EQ(document.service, 1);
  EXPECT_EQ(document.report_type, "77");
  EXPECT_THAT(fhir_request::lost_on_round_trip(request), testing::IsEmpty());
}

TEST(ContentHash, IsFnv1aOverTheDecodedBytes) {
  EXPECT_EQ(mappers::content_hash_of_bytes(""), "cbf29ce484222325");
  EXPECT_EQ(mappers::content_hash_of_bytes("a"), "af63dc4c8601ec8c");
  EXPECT_EQ(mappers::content_hash("YQ=="), "af63dc4c8601ec8c");
  EXPECT_EQ(mappers::content_hash("aGV\nsbG8="), mappers::content_hash_of_bytes("hello"));
}

TEST(ReadFhirRequest, ReadsAnswersOfEveryType) {
  const auto request = request_of(bundle_with(
      info(additional("QuestionnaireResponse/q")) + one_item(""),
      entry("QuestionnaireResponse", "q", R"("status":"completed","item":[{"linkId":"group","item":[
        {"linkId":"weeks","answer":[{"valueInteger":6}]},{"linkId":"flag","answer":[{"valueBoolean":false,
        "item":[{"linkId":"since","answer":[{"valueDate":"2026-04-02"}]}]}]},
        {"linkId":"side","answer":[{"valueCoding":{"system":"http://x.example","code":"left"}}]},
        {"linkId":"unanswered"}]}])")));
  ASSERT_EQ(request.answers.size(), 4U);
  EXPECT_EQ(request.answers[0], (precert::Answer{"weeks", base::Decimal(6), 0, {}}));
  EXPECT_EQ(request.answers[1], (precert::Answer{"flag", false, 0, {}}));
  EXPECT_EQ(request.answers[2], (precert::Answer{"since", base::Date{2026, 4, 2}, 0, {}}));
  EXPECT_EQ(request.answers[3], (precert::Answer{"side", std::string("left"), 0, {}}));
  EXPECT_TRUE(request.documents.empty());
}

TEST(ReadFhirRequest, ReadsAnObservationAsAnswerToItsLoincCode) {
  const auto request = request_of(bundle_with(
      info(additional("Observation/o")) + one_item(R"("informationSequence":[1])"),
      entry("Observation", "o",
            R"("status":"final","code":{"coding":[{"system":"http://loinc.org","code":"39156-5"}]},
          "valueQuantity":{"value":41.5,"unit":"kg/m2"})")));
  ASSERT_EQ(request.answers.size(), 1U);
  EXPECT_EQ(request.answers.front(),
            (precert::Answer{"loinc:39156-5", base::Decimal(415, 1), 1, {}, "kg/m2"}));
}

TEST(ReadFhirRequest, KnowsWhenAnObservationWasMeasured) {
  const auto measured = [](const std::string& when) {
    const auto request = request_of(bundle_with(
        info(additional("Observation/o")) + one_item(R"("informationSequence":[1])"),
        entry("Observation", "o",
              R"("status":"final","code":{"coding":[{"system":"http://loinc.org","code":"85354-9"}]},)" + when +
                  R"("component":[{"code":{"coding":[{"system":"http://loinc.org","code":"8480-6"}]},
                     "valueInteger":120}])")));
    EXPECT_EQ(request.answers.size(), 1U);
    const std::optional<base::Instant> at = request.answers.front().measured;
    return at ? base::iso(*at) : "never";
  };
  EXPECT_EQ(measured(R"("effectiveDateTime":"2026-01-05T09:30:00-08:00",)"), "2026-01-05T17:30:00Z");
  EXPECT_EQ(measured(R"("effectiveDateTime":"2026-02",)"), "2026-02-01T00:00:00Z");
  EXPECT_EQ(measured(R"("effectivePeriod":{"start":"2026-01-01","end":"2026-01-03"},)"), "2026-01-03T00:00:00Z");
  EXPECT_EQ(measured(R"("issued":"2026-01-06T08:00:00Z",)"), "2026-01-06T08:00:00Z");
  EXPECT_EQ(measured(""), "never");
}

TEST(ReadFhirRequest, AnswersNothingFromWhatWasWithdrawn) {
  const std::string cancelled = R"("modifierExtension":[)" +
                                extension("modifierextension-infoCancelled", R"("valueBoolean":true)") + "],";
  const auto request = request_of(bundle_with(
      info(additional("Observation/o", cancelled)) + one_item(""),
      entry("Observation", "o",
            R"("code":{"coding":[{"system":"http://loinc.org","code":"39156-5"}]},"valueInteger":1)")));
  ASSERT_EQ(request.answers.size(), 1U);  // it says only what is taken back
  EXPECT_EQ(request.answers[0].value, precert::AnswerValue(std::string()));
}

// ---- Updates

std::string certified(std::string_view code) {
  return extension("extension-certificationType", coded("1322", code));
}
std::string change(const std::string& members) { return R"("extension":[)" + members + "]"; }

TEST(ReadFhirRequest, ReadsAnUpdateAsARevision) {
  const std::string items =
      R"("item":[)" + item_with(change(certified("I"))) + "," +
      item_with(change(certified("I") + "," + extension("extension-infoChanged", R"("valueCode":"added")"))) +
      "]";
  const auto request = request_of(bundle_with(items));
  EXPECT_EQ(request.event.certification, precert::CertificationType::revision);
  EXPECT_EQ(request.services[1].change, Change::added);
  EXPECT_EQ(request.certification_of(request.services[1]), precert::CertificationType::initial);
  EXPECT_THAT(fhir_request::lost_on_round_trip(request), testing::IsEmpty());
}

TEST(ReadFhirRequest, CancelsOneLineWithoutCancellingTheEvent) {
  const std::string items =
      R"("item":[)" + item_with(change(certified("3"))) + "," + item_with(change(certified("I"))) + "]";
  const auto request = request_of(bundle_with(items));
  EXPECT_EQ(request.purpose, precert::Purpose::request);
  EXPECT_EQ(request.services[0].change, Change::cancelled);
  EXPECT_EQ(request.services[1].change, Change::none);
}

TEST(ReadFhirRequest, CancelsEverythingByTheClaimAlone) {
  const auto by_claim = request_of(bundle_with(R"("extension":[)" + certified("3") + R"(],"related":[{}])"));
  EXPECT_EQ(by_claim.purpose, precert::Purpose::cancellation);
  EXPECT_TRUE(by_claim.services.empty());
  const auto by_items = request_of(bundle_with(one_item(change(certified("3")))));
  EXPECT_EQ(by_items.purpose, precert::Purpose::request);
  EXPECT_EQ(by_items.event.certification, precert::CertificationType::revision);
  EXPECT_EQ(by_items.services.front().change, Change::cancelled);
}

TEST(ReadFhirRequest, ReadsAnAdmissionOfAnyItemAsOneOfTheEvent) {
  const auto request = request_of(
      bundle_with(one_item(change(extension("extension-serviceItemRequestType", coded("1525", "AR"))))));
  EXPECT_EQ(request.event.category, precert::RequestCategory::admission);
  EXPECT_FALSE(request.services.front().category.has_value());
}

TEST(ReadFhirRequest, TakesAReferenceThatLeadsNowhereByItsWords) {
  std::string text = bundle_with(one_item(""));
  const std::string known = R"("insurer":{"reference":"Organization/i"})";
  text.replace(text.find(known), known.size(),
               R"("insurer":{"display":"PLAN TWO","identifier":{"value":"P-2"}})");
  base::Issues skipped;
  const auto request = fhir_request::read(text, &skipped);
  ASSERT_TRUE(request.has_value());
  EXPECT_EQ(request->umo.organization, "PLAN TWO");
  ASSERT_EQ(skipped.size(), 1U);
  EXPECT_EQ(skipped.first().code, base::IssueCode::fhir_reference_unresolved);
}

/// When an item is wanted, as it is said.
std::optional<base::Period> dates_of(const std::string& serviced) {
  const precert::ReviewRequest request = request_of(bundle_with(R"("item":[)" + item_with(serviced) + "]"));
  if (request.services.empty()) return request.event.dates;
  return request.services[0].dates ? request.services[0].dates : request.event.dates;
}

TEST(ReadFhirRequest, AMonthOrAYearOfServiceMeansAllOfIt) {  // PAS 2.0.1 has no FullDateRule
  EXPECT_EQ(dates_of(R"("servicedDate":"2026-02")"), (base::Period{{2026, 2, 1}, base::Date{2026, 2, 28}}));
  EXPECT_EQ(dates_of(R"("servicedDate":"2027-12")"), (base::Period{{2027, 12, 1}, base::Date{2027, 12, 31}}));
  EXPECT_EQ(dates_of(R"("servicedDate":"2028")"), (base::Period{{2028, 1, 1}, base::Date{2028, 12, 31}}));
  EXPECT_EQ(dates_of(R"("servicedPeriod":{"start":"2026-05","end":"2026-06"})"),
            (base::Period{{2026, 5, 1}, base::Date{2026, 6, 30}}));
  EXPECT_EQ(dates_of(R"("servicedPeriod":{"start":"2026-05-10T08:00:00Z"})"),
            (base::Period{{2026, 5, 10}, std::nullopt}));
}

TEST(ReadFhirRequest, APeriodOfServiceWithoutAStartIsPassedOverWithAWarning) {
  base::Issues skipped;
  const auto request = fhir_request::read(
      bundle_with(R"("item":[)" + item_with(R"("servicedPeriod":{"end":"2026-06-30"})") + "]"), &skipped);
  ASSERT_TRUE(request);
  EXPECT_FALSE(request->event.dates);
  ASSERT_FALSE(skipped.empty());
  EXPECT_EQ(skipped.first().where, "Bundle.entry[0].resource.item[0].serviced");
}

}  // namespace
