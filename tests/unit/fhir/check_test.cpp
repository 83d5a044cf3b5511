#include "parsers/fhir/check.hpp"

#include "parsers/fhir/profile.hpp"
#include "parsers/json/document.hpp"
#include "tests/unit/fhir/request_bundle.hpp"

namespace fhir {
namespace {

using support::changed;

/// What check says, one "severity code place" a line.
std::vector<std::string> said(const std::string& text, Purpose purpose = Purpose::submit,
                              Version version = Version::pas_2_2_1) {
  json::Document document;
  const base::Result<Bundle> bundle = bundle_from(document.parse_copy(text).value());
  std::vector<std::string> lines;
  const base::Issues issues =
      bundle ? check(*bundle, Profiles::of(version).value(), purpose) : bundle.error();
  for (const base::Issue& one : issues) {
    lines.push_back(std::string(one.severity == base::Severity::error ? "error " : "warning ") +
                    std::string(base::name(one.code)) + " " + one.where);
  }
  return lines;
}

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

TEST(CheckRequest, FindsNothingInARequestThatKeepsEveryRule) {
  EXPECT_THAT(said(std::string(support::request_text)), IsEmpty());
  EXPECT_THAT(said(std::string(support::request_text), Purpose::submit, Version::pas_2_0_1), IsEmpty());
  EXPECT_THAT(said(std::string(support::request_text), Purpose::inquire), IsEmpty());
}

TEST(CheckRequest, IgnoresUnknownElementsAndExtensions) {
  EXPECT_THAT(
      said(changed(R"("status":"active")", R"("status":"active","colour":[{"x":null}],"language":"en")")),
      IsEmpty());
  EXPECT_THAT(said(changed(R"("extension":[{)", R"("extension":[{"url":"urn:other","valueString":"x"},{)")),
              IsEmpty());
}

TEST(CheckRequest, RefusesABundleOfAnotherType) {
  EXPECT_THAT(said(changed(R"("type":"collection")", R"("type":"transaction")")),
              ElementsAre("error fhir_code_invalid Bundle.type"));
}

TEST(CheckRequest, RefusesAFirstEntryThatIsNoClaim) {
  EXPECT_THAT(said(changed(R"("resourceType":"Claim")", R"("resourceType":"Basic")")),
              ElementsAre("warning fhir_profile Bundle.entry", "error fhir_structure Bundle.entry[0].resource"));
}

TEST(CheckRequest, RefusesAnotherUseThanPreauthorization) {
  EXPECT_THAT(said(changed("preauthorization", "claim")),
              ElementsAre("error fhir_code_invalid Bundle.entry[0].resource.use"));
}

TEST(CheckRequest, WarnsOnlyOfAUseThatTheTableTolerates) {
  EXPECT_THAT(said(changed("preauthorization", "predetermination")),
              ElementsAre("warning fhir_code_invalid Bundle.entry[0].resource.use"));
}

TEST(CheckRequest, RefusesAValueOfTheWrongJsonType) {
  EXPECT_THAT(said(changed(R"("focal":true)", R"("focal":"true")")),
              ElementsAre("error fhir_structure Bundle.entry[0].resource.insurance[0].focal"));
  EXPECT_THAT(said(changed(R"("diagnosisSequence":[1])", R"("diagnosisSequence":1)")),
              ElementsAre("error fhir_structure Bundle.entry[0].resource.item[0].diagnosisSequence"));
  EXPECT_THAT(said(changed(R"("patient":{"reference":"Patient/p1"})", R"("patient":"Patient/p1")")),
              ElementsAre("error fhir_structure Bundle.entry[0].resource.patient"));
  EXPECT_THAT(said(changed(R"("birthDate":"1980-02-29")", R"("birthDate":["1980-02-29"])")),
              ElementsAre("error fhir_structure Bundle.entry[4].resource.birthDate"));
}

TEST(CheckRequest, RefusesANeededReferenceThatLeadsNowhere) {
  EXPECT_THAT(
      said(changed(R"("patient":{"reference":"Patient/p1"})", R"("patient":{"reference":"Patient/p2"})")),
      ElementsAre("error fhir_reference_unresolved Bundle.entry[0].resource.patient.reference"));
  EXPECT_THAT(
      said(changed(R"("insurer":{"reference":"Organization/payer"})", R"("insurer":{"display":"Plan"})")),
      ElementsAre("error fhir_reference_unresolved Bundle.entry[0].resource.insurer"));
  EXPECT_THAT(
      said(changed(R"("coverage":{"reference":"Coverage/cov"})", R"("coverage":{"reference":"#cov"})")),
      ElementsAre(
          "error fhir_reference_unresolved Bundle.entry[0].resource.insurance[0].coverage.reference"));
}

TEST(CheckRequest, RefusesANeededReferenceThatIsAbsentOrOfAnotherType) {
  EXPECT_THAT(said(changed(R"("provider":{"reference":"Organization/clinic"},)", "")),
              Contains("error fhir_structure Bundle.entry[0].resource.provider"));
  EXPECT_THAT(said(changed(R"("provider":{"reference":"Organization/clinic"})",
                           R"("provider":{"reference":"Patient/p1"})")),
              ElementsAre("error fhir_structure Bundle.entry[0].resource.provider"));
}

TEST(CheckRequest, WarnsOfAnotherReferenceThatLeadsNowhere) {
  EXPECT_THAT(said(changed(R"("payor":[{"reference":"Organization/payer"}])",
                           R"("payor":[{"reference":"Organization/x"}])")),
              ElementsAre("warning fhir_reference_unresolved Bundle.entry[3].resource.payor[0].reference"));
}

TEST(CheckRequest, RefusesASequenceTwice) {
  EXPECT_THAT(
      said(changed(R"("diagnosis":[)", R"("diagnosis":[{"sequence":1,"diagnosisCodeableConcept":{"coding":[
               {"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"M54.59"}]}},)")),
      ElementsAre("error fhir_duplicate Bundle.entry[0].resource.diagnosis[1].sequence"));
}

TEST(CheckRequest, RefusesASequenceTwiceInEveryListThatHasThem) {
  const std::string information = R"({"sequence":1,"category":{"coding":[{"code":"freeFormMessage",
  "system":"http://hl7.org/fhir/us/davinci-pas/CodeSystem/PASTempCodes"}]},"valueString":"x"},)";
  for (const Version version : {Version::pas_2_2_1, Version::pas_2_0_1}) {
    EXPECT_THAT(said(changed(R"("supportingInfo":[)", R"("supportingInfo":[)" + information), Purpose::submit, version),
                ElementsAre("error fhir_duplicate Bundle.entry[0].resource.supportingInfo[1].sequence"));
    EXPECT_THAT(said(changed(R"("insurance":[)",
                             R"("insurance":[{"sequence":1,"focal":true,"coverage":{"reference":"Coverage/cov"}},)"),
                     Purpose::inquire, version),
                ElementsAre("error fhir_duplicate Bundle.entry[0].resource.insurance[1].sequence"));
  }
}

TEST(CheckRequest, LeavesWhatBelongsToAnswersAlone) {
  EXPECT_THAT(said(changed("\n]}", R"(,{"fullUrl":"urn:uuid:4f3c0d52-64a5-4c5b-9d77-40a3e4b7f3a1",
    "resource":{"resourceType":"Task","status":7,"input":"none"}}]})")),
              IsEmpty());
}

TEST(CheckRequest, RefusesOneFullUrlForTwoResources) {
  EXPECT_THAT(said(changed("http://example.org/fhir/Organization/clinic", "http://example.org/fhir/Organization/payer")),
              ElementsAre("error fhir_duplicate Bundle.entry[2].fullUrl"));
}

/// A request that breaks a rule of nearly every kind.
std::string broken_request() {
  std::string text = changed("preauthorization", "claim");
  text = changed("Patient/p1", "Patient/x", text);
  text = changed("female", "f", text);
  text = changed("2026-05-04T09:30:00-05:00", "yesterday", text);
  text = changed(R"("focal":true)", R"("focal":"true")", text);
  text = changed(R"("diagnosisSequence":[1])", R"("diagnosisSequence":[4])", text);
  text = changed("1234567893", "1", text);
  return changed(R"("payor":[)", R"("modifierExtension":[{"url":"urn:x"}],"payor":[)", text);
}

TEST(CheckRequest, SaysOfEveryFaultWhereItIsWhatItIsAndHowToMendIt) {
  const std::string update = changed(R"("priority":)", R"("related":[{"claim":{"reference":"Claim/c0"}}],"priority":)",
                                     broken_request());
  for (const Version version : {Version::pas_2_2_1, Version::pas_2_0_1}) {
    for (const Purpose purpose : {Purpose::submit, Purpose::inquire}) {
      for (const std::string& text : {broken_request(), update}) {
        json::Document document;
        const Bundle bundle = bundle_from(document.parse_copy(text).value()).value();
        const base::Issues issues = check(bundle, Profiles::of(version).value(), purpose);
        EXPECT_GE(issues.size(), 8U) << "all at once";
        for (const base::Issue& one : issues) {
          EXPECT_THAT(one.where, StartsWith("Bundle.")) << one.remedy;
          EXPECT_THAT(one.remedy, testing::EndsWith(".")) << one.where;
          EXPECT_THAT(base::name(one.code), StartsWith("fhir_")) << one.where;
        }
      }
    }
  }
}

TEST(CheckRequest, RefusesImpossibleDates) {
  EXPECT_THAT(said(changed("1980-02-29", "1981-02-29")),
              ElementsAre("error fhir_value_invalid Bundle.entry[4].resource.birthDate"));
  EXPECT_THAT(said(changed(R"("servicedDate":"2026-05-10")", R"("servicedDate":"May 10")")),
              ElementsAre("error fhir_value_invalid Bundle.entry[0].resource.item[0].serviced"));
  EXPECT_THAT(said(changed(R"("end":"2026-05-12")", R"("end":"2026-05-09")")),
              ElementsAre("error fhir_value_invalid Bundle.entry[0].resource.supportingInfo[0].timing.end"));
  EXPECT_THAT(said(changed("2026-05-04T09:30:00-05:00", "2026-05-04T25:30:00-05:00")),
              ElementsAre("error fhir_value_invalid Bundle.timestamp"));
}

TEST(CheckRequest, RefusesASequenceThatIsNoPositiveNumber) {
  EXPECT_THAT(said(changed(R"("sequence":1,"diagnosisSequence")", R"("sequence":0,"diagnosisSequence")")),
              ElementsAre("error fhir_value_invalid Bundle.entry[0].resource.item[0].sequence"));
  EXPECT_THAT(said(changed(R"("sequence":1,"diagnosisSequence")", R"("sequence":1.5,"diagnosisSequence")")),
              ElementsAre("error fhir_value_invalid Bundle.entry[0].resource.item[0].sequence"));
}

TEST(CheckRequest, RefusesAModifierItDoesNotKnowWhereverItIs) {
  const std::string unknown = R"("modifierExtension":[{"url":"urn:not","valueBoolean":true}],)";
  EXPECT_THAT(said(changed(R"("gender":)", unknown + R"("gender":)")),
              ElementsAre("error fhir_modifier_unknown Bundle.entry[4].resource.modifierExtension[0]"));
  EXPECT_THAT(
      said(changed(R"("focal":)", unknown + R"("focal":)")),
      ElementsAre("error fhir_modifier_unknown Bundle.entry[0].resource.insurance[0].modifierExtension[0]"));
  EXPECT_THAT(said(changed(R"("gender":)", R"("colour":{"deep":[{)" + unknown + R"("a":1}]},"gender":)")),
              ElementsAre("error fhir_modifier_unknown "
                          "Bundle.entry[4].resource.colour.deep[0].modifierExtension[0]"))
      << "also inside elements nobody knows";
}

TEST(CheckRequest, KnowsTheModifierOfACancelledItem) {
  const std::string cancelled =
      R"("modifierExtension":[{"url":"http://hl7.org/fhir/us/davinci-pas/StructureDefinition/modifierextension-infoCancelled","valueBoolean":true}],)";
  EXPECT_THAT(
      said(changed(R"("sequence":1,"diagnosisSequence")", cancelled + R"("sequence":1,"diagnosisSequence")")),
      IsEmpty());
  EXPECT_THAT(said(changed(R"("focal":)", cancelled + R"("focal":)")),
              Contains(StartsWith("error fhir_modifier_unknown")));
}

TEST(CheckRequest, RefusesAModifierWhoseValueCannotBeRead) {
  const std::string modifier =
      R"("modifierExtension":[{"url":"http://hl7.org/fhir/us/davinci-pas/StructureDefinition/modifierextension-infoCancelled")";
  for (const char* value : {R"(,"valueString":"true"}],)", "}],"}) {
    const std::string text = modifier + value + R"("sequence":1,"diagnosisSequence")";
    EXPECT_THAT(said(changed(R"("sequence":1,"diagnosisSequence")", text)),
                Contains(StartsWith("error fhir_profile Bundle.entry[0].resource.item[0].modifierExtension[0]")));
  }
}

TEST(CheckRequest, RefusesImplicitRules) {
  EXPECT_THAT(said(changed(R"("gender":)", R"("implicitRules":"urn:x","gender":)")),
              ElementsAre("error fhir_modifier_unknown Bundle.entry[4].resource.implicitRules"));
}

TEST(CheckRequest, OnlyWarnsOfWhatBusinessCanLiveWithout) {
  EXPECT_THAT(said(changed(R"("timestamp":"2026-05-04T09:30:00-05:00",)", "")),
              ElementsAre("warning fhir_profile Bundle.timestamp"));
  EXPECT_THAT(said(changed(R"("fullUrl":"http://example.org/fhir/Claim/c1",)", "")),
              ElementsAre("warning fhir_profile Bundle.entry[0].fullUrl"));
  EXPECT_THAT(said(changed("1234567893", "1234567890")),
              ElementsAre("warning fhir_value_invalid Bundle.entry[2].resource.identifier[0].value"));
  EXPECT_THAT(said(changed("http://www.ama-assn.org/go/cpt", "http://example.org/own-codes")),
              ElementsAre("warning fhir_code_invalid Bundle.entry[0].resource.item[0].productOrService"));
  EXPECT_THAT(said(changed(R"(005010/1525)", R"(005010/9999)")),
              ElementsAre("warning fhir_code_invalid Bundle.entry[0].resource.item[0].extension[0].value"));
  EXPECT_THAT(said(changed(R"("gender":"female")", R"("gender":"woman")")),
              ElementsAre("warning fhir_code_invalid Bundle.entry[4].resource.gender"));
  EXPECT_THAT(said(changed(R"("diagnosisSequence":[1])", R"("diagnosisSequence":[7])")),
              ElementsAre("warning fhir_profile Bundle.entry[0].resource.item[0].diagnosisSequence[0]"));
  EXPECT_THAT(said(changed(R"("informationSequence":[1],)", R"("informationSequence":[],)")), IsEmpty());
  EXPECT_THAT(said(changed(R"("active":true,"name":"Example Health Plan")",
                           R"("active":false,"name":"Example Health Plan")")),
              ElementsAre("warning fhir_code_invalid Bundle.entry[1].resource.active"));
}

TEST(CheckRequest, OnlyWarnsOfATimeWithoutItsZone) {
  EXPECT_THAT(said(changed("2026-05-04T09:30:00-05:00", "2026-05-04T09:30:00")),
              ElementsAre("warning fhir_value_invalid Bundle.timestamp"));
  EXPECT_THAT(said(changed(R"("created":"2026-05-04")", R"("created":"2026-05-04T09:30:00")")),
              ElementsAre("warning fhir_value_invalid Bundle.entry[0].resource.created"));
}

TEST(CheckRequest, NamesTheCodesItWants) {
  json::Document document;
  const std::string text = changed(R"("gender":"female")", R"("gender":"f")");
  const base::Issues issues = check(bundle_from(document.parse_copy(text).value()).value(),
                                    Profiles::of(Version::pas_2_2_1).value(), Purpose::submit);
  ASSERT_EQ(issues.size(), 1U);
  EXPECT_EQ(issues.first().remedy, "Send one of: male, female, other, unknown.");
}

TEST(CheckRequest, StopsCountingAfterAHundredOfEachSeverity) {
  std::string items;
  for (int i = 0; i < 300; ++i) items += R"({"sequence":"x"},)";
  const std::vector<std::string> lines = said(changed(R"("item":[)", R"("item":[)" + items));
  EXPECT_EQ(
      std::count_if(lines.begin(), lines.end(), [](const std::string& one) { return one.starts_with("e"); }),
      100);
  EXPECT_EQ(lines.size(), 200U);
}

TEST(CheckRequest, TakesAPrimitiveThatIsOnlyItsExtensions) {
  EXPECT_THAT(said(changed(R"("gender":"female")",
                           R"("_gender":{"extension":[{"url":"urn:x","valueCode":"unknown"}]})")),
              IsEmpty());
}

TEST(CheckRequest, AppliesTheRulesOfTheVersion) {
  const std::string bare = changed(R"("locationCodeableConcept":{"coding":[{"code":"11",
  "system":"https://www.cms.gov/Medicare/Coding/place-of-service-codes/Place_of_Service_Code_Set"}]},)",
                                   "");
  EXPECT_THAT(said(bare), ElementsAre("warning fhir_profile Bundle.entry[0].resource.item[0].location"));
  EXPECT_THAT(said(bare, Purpose::submit, Version::pas_2_0_1), IsEmpty());
  const std::string month = changed(R"("servicedDate":"2026-05-10")", R"("servicedDate":"2026-05")");
  EXPECT_THAT(said(month),
              ElementsAre("warning fhir_value_invalid Bundle.entry[0].resource.item[0].serviced"));
  EXPECT_THAT(said(month, Purpose::submit, Version::pas_2_0_1), IsEmpty());
}

TEST(CheckRequest, ReadsAnUpdateAgainstTheUpdateProfile) {
  const std::string update =
      changed(R"("priority":)", R"("related":[{"claim":{"reference":"Claim/c0"}}],"priority":)");
  EXPECT_THAT(
      said(update),
      ElementsAre("warning fhir_reference_unresolved Bundle.entry[0].resource.related[0].claim.reference",
                  "warning fhir_profile Bundle.entry[0].resource.related[0].relationship"));
  // PAS 2.0.1 has room for one Claim in the Bundle: the one before it is elsewhere.
  EXPECT_THAT(said(update, Purpose::submit, Version::pas_2_0_1), IsEmpty());
}

TEST(CheckRequest, OnlyWarnsOfFaultsInTheClaimThatIsReplaced) {
  const std::string earlier = changed(
      "\n]}",
      R"(,{"fullUrl":"http://example.org/fhir/Claim/c0","resource":{"resourceType":"Claim","id":"c0","use":"claim",
               "patient":{"reference":"Patient/gone"}}}]})");
  const std::vector<std::string> lines = said(earlier);
  EXPECT_THAT(lines, Not(IsEmpty()));
  EXPECT_THAT(lines, Not(Contains(StartsWith("error"))));
}

TEST(CheckRequest, ReportsEveryFaultAtOnce) {
  const std::string text =
      changed("preauthorization", "claim", changed("Patient/p1", "Patient/x", changed("female", "f")));
  EXPECT_THAT(said(text),
              ElementsAre("error fhir_code_invalid Bundle.entry[0].resource.use",
                          "error fhir_reference_unresolved Bundle.entry[0].resource.patient.reference",
                          "warning fhir_code_invalid Bundle.entry[4].resource.gender"));
}

TEST(CheckRequest, NeverQuotesAPatientsValue) {
  json::Document document;
  const std::string text = changed("1980-02-29", "1981-02-29-PRIVATE");
  const base::Issues issues = check(bundle_from(document.parse_copy(text).value()).value(),
                                    Profiles::of(Version::pas_2_2_1).value(), Purpose::submit);
  ASSERT_EQ(issues.size(), 1U);
  EXPECT_THAT(issues.first().where + issues.first().remedy, Not(testing::HasSubstr("PRIVATE")));
}

TEST(ReadProfiles, EmbedsTablesForBothVersions) {
  EXPECT_TRUE(Profiles::of(Version::pas_2_2_1));
  EXPECT_TRUE(Profiles::of(Version::pas_2_0_1));
}

TEST(ReadProfiles, NamesFileAndLineOfAFault) {
  const auto fault = [](std::string_view text) {
    ProfileTables tables;
    const base::Issues issues = read_profile("x.profile", text, Version::pas_2_2_1, tables);
    return issues.empty() ? std::string("none") : issues.first().where;
  };
  EXPECT_EQ(fault("resource A\n  b  0..1  string\n"), "none");
  EXPECT_EQ(fault("resource A\n  b  1..0  string\n"), "x.profile:2");
  EXPECT_EQ(fault("resource A\n  b  0..1\n"), "x.profile:2");
  EXPECT_EQ(fault("resource A\n  b  0..1  string  bogus\n"), "x.profile:2");
  EXPECT_EQ(fault("resource A\n  b  0..1  code  codes=none\n"), "x.profile:2");
  EXPECT_EQ(fault("resource A\n    b  0..1  code\n"), "x.profile:2");
  EXPECT_EQ(fault("  b  0..1  code\n"), "x.profile:1");
  EXPECT_EQ(fault("# words\n\nwhat A\n"), "x.profile:3");
  EXPECT_EQ(fault("resource A\nresource A\n"), "x.profile:2");
}

}  // namespace
}  // namespace fhir
