// The tables out of a tiny package, invented here.
#include "parsers/fhir/ig_package.hpp"

#include "parsers/fhir/profile.hpp"
#include "parsers/json/document.hpp"
#include "tests/unit/fhir/request_bundle.hpp"

namespace fhir {
namespace {

using support::changed;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::string_view profile_text = R"({"resourceType":"StructureDefinition",
"url":"http://example.org/StructureDefinition/profile-parcel","kind":"resource","type":"Basic",
"derivation":"constraint","snapshot":{"element":[
{"id":"Basic","min":0,"max":"*"},
{"id":"Basic.id","min":0,"max":"1","type":[{"code":"http://hl7.org/fhirpath/System.String"}]},
{"id":"Basic.extension","min":0,"max":"*","type":[{"code":"Extension"}]},
{"id":"Basic.extension:weight","min":0,"max":"1","mustSupport":true,"type":[{"code":"Extension",
  "profile":["http://example.org/StructureDefinition/extension-weight|1.0"]}]},
{"id":"Basic.extension:route","min":0,"max":"1","type":[{"code":"Extension",
  "profile":["http://example.org/StructureDefinition/extension-route"]}]},
{"id":"Basic.identifier","min":1,"max":"1","base":{"max":"*"},"mustSupport":true,"type":[{"code":"Identifier"}],
  "slicing":{"discriminator":[{"type":"pattern","path":"$this"}],"rules":"open"}},
{"id":"Basic.identifier:parcel","min":1,"max":"1","base":{"max":"*"},"type":[{"code":"Identifier"}],
  "patternIdentifier":{"system":"urn:example:parcels"},
  "constraint":[{"key":"us-core-16","severity":"error"},{"key":"unheard-of","severity":"error"}]},
{"id":"Basic.identifier:parcel.value","min":1,"max":"1","base":{"max":"1"},"type":[{"code":"string"}]},
{"id":"Basic.code","min":1,"max":"1","base":{"max":"1"},"type":[{"code":"CodeableConcept"}],
  "binding":{"strength":"required","valueSet":"http://example.org/ValueSet/kinds|1.0"}},
{"id":"Basic.status","min":0,"max":"1","base":{"max":"1"},"type":[{"code":"code"}],"patternCode":"sent"},
{"id":"Basic.when[x]","min":0,"max":"1","base":{"max":"1"},"type":[{"code":"date"},{"code":"Period"}],
  "slicing":{"discriminator":[{"type":"type","path":"$this"}],"rules":"open"}},
{"id":"Basic.when[x]:whenPeriod","min":0,"max":"1","base":{"max":"1"},"type":[{"code":"Period"}]},
{"id":"Basic.when[x]:whenPeriod.start","min":0,"max":"1","base":{"max":"1"},"type":[{"code":"dateTime"}],
  "constraint":[{"key":"FullDateRule","severity":"error"}]},
{"id":"Basic.author","min":0,"max":"1","base":{"max":"1"},"type":[{"code":"Reference",
  "targetProfile":["http://hl7.org/fhir/StructureDefinition/Organization|4.0.1",
  "http://example.org/StructureDefinition/profile-driver|1.0"]}]},
{"id":"Basic.stop","min":0,"max":"*","base":{"max":"*"},"type":[{"code":"BackboneElement"}],
  "slicing":{"discriminator":[{"type":"value","path":"kind"}],"rules":"open"}},
{"id":"Basic.stop.kind","min":1,"max":"1","base":{"max":"1"},"type":[{"code":"code"}]},
{"id":"Basic.stop:last","min":1,"max":"1","base":{"max":"*"},"type":[{"code":"BackboneElement"}]},
{"id":"Basic.stop:last.kind","min":1,"max":"1","base":{"max":"1"},"type":[{"code":"code"}],"fixedCode":"last"},
{"id":"Basic.stop:last.town","min":1,"max":"1","base":{"max":"1"},"type":[{"code":"string"}]},
{"id":"Basic.gone","min":0,"max":"0","base":{"max":"1"},"type":[{"code":"string"}]}]}})";

constexpr std::string_view weight_text = R"({"resourceType":"StructureDefinition",
"url":"http://example.org/StructureDefinition/extension-weight","kind":"complex-type","type":"Extension",
"derivation":"constraint","snapshot":{"element":[{"id":"Extension","min":0,"max":"1"},
{"id":"Extension.url","min":1,"max":"1","type":[{"code":"http://hl7.org/fhirpath/System.String"}],
  "fixedUri":"http://example.org/StructureDefinition/extension-weight"},
{"id":"Extension.value[x]","min":0,"max":"1","base":{"max":"1"},"type":[{"code":"decimal"}]}]}})";

constexpr std::string_view route_text = R"({"resourceType":"StructureDefinition",
"url":"http://example.org/StructureDefinition/extension-route","kind":"complex-type","type":"Extension",
"derivation":"constraint","snapshot":{"element":[{"id":"Extension","min":0,"max":"1"},
{"id":"Extension.extension:from","min":1,"max":"1","type":[{"code":"Extension"}]},
{"id":"Extension.extension:from.url","min":1,"max":"1","type":[{"code":"http://hl7.org/fhirpath/System.String"}],
  "fixedUri":"from"},
{"id":"Extension.extension:from.value[x]","min":0,"max":"1","base":{"max":"1"},"type":[{"code":"string"}]},
{"id":"Extension.url","min":1,"max":"1","type":[{"code":"http://hl7.org/fhirpath/System.String"}],
  "fixedUri":"http://example.org/StructureDefinition/extension-route"},
{"id":"Extension.value[x]","min":0,"max":"0","base":{"max":"1"},"type":[{"code":"string"}]}]}})";

constexpr std::string_view kinds_text =
    R"({"resourceType":"ValueSet","url":"http://example.org/ValueSet/kinds",
"compose":{"include":[{"system":"urn:kinds","concept":[{"code":"box"},{"code":"roll"}]},{"system":"urn:other"}]}})";

const std::string resource_text = R"({"resourceType":"Basic","extension":[
 {"url":"http://example.org/StructureDefinition/extension-weight","valueDecimal":2.5},
 {"url":"http://example.org/StructureDefinition/extension-route","extension":[{"url":"from","valueString":"here"}]}],
 "identifier":[{"system":"urn:example:parcels","value":"1234567893"}],
 "code":{"coding":[{"system":"urn:kinds","code":"box"}]},"status":"sent","whenPeriod":{"start":"2026-05-01"},
 "author":{"reference":"Practitioner/1"},"stop":[{"kind":"first"},{"kind":"last","town":"Sample"}]})";

constexpr std::string_view bundle_text = R"({"resourceType":"StructureDefinition",
"url":"http://example.org/StructureDefinition/profile-load","kind":"resource","type":"Bundle",
"derivation":"constraint","snapshot":{"element":[{"id":"Bundle","min":0,"max":"*"},
{"id":"Bundle.entry","min":1,"max":"*","base":{"max":"*"},"type":[{"code":"BackboneElement"}],
  "slicing":{"discriminator":[{"type":"type","path":"resource"}],"rules":"open"}},
{"id":"Bundle.entry.resource","min":1,"max":"1","base":{"max":"1"},"type":[{"code":"Resource"}]},
{"id":"Bundle.entry:Parcel","min":1,"max":"1","base":{"max":"*"},"type":[{"code":"BackboneElement"}]},
{"id":"Bundle.entry:Parcel.resource","min":1,"max":"1","base":{"max":"1"},"type":[{"code":"Basic",
  "profile":["http://example.org/StructureDefinition/profile-parcel"]}]}]}})";

constexpr std::string_view driver_text = R"({"resourceType":"StructureDefinition",
"url":"http://example.org/StructureDefinition/profile-driver","kind":"resource","type":"Practitioner",
"derivation":"constraint","snapshot":{"element":[{"id":"Practitioner","min":0,"max":"*"},
{"id":"Practitioner.name","min":1,"max":"*","base":{"max":"*"},"type":[{"code":"HumanName"}]}]}})";

std::vector<PackageFile> tiny_package() {
  return {{"package/package.json", R"({"name":"example.tiny","version":"1.0.0"})"},
          {"package/StructureDefinition-profile-parcel.json", std::string(profile_text)},
          {"package/StructureDefinition-extension-weight.json", std::string(weight_text)},
          {"package/StructureDefinition-extension-route.json", std::string(route_text)},
          {"package/StructureDefinition-profile-load.json", std::string(bundle_text)},
          {"package/StructureDefinition-profile-driver.json", std::string(driver_text)},
          {"package/ValueSet-kinds.json", std::string(kinds_text)},
          {"package/other/notes.txt", "not JSON"}};
}

std::vector<std::string> said_by_package(const std::string& text) {
  static const Profiles profiles = profiles_from_package(tiny_package()).value();
  json::Document document;
  std::vector<std::string> lines;
  for (const base::Issue& one : check_resource(document.parse_copy(text).value(), profiles)) {
    lines.push_back(std::string(base::name(one.code)) + " " + one.where);
  }
  return lines;
}
std::string with(std::string_view from, std::string_view to) { return changed(from, to, resource_text); }

TEST(IgPackage, HasNothingAgainstAResourceThatKeepsItsProfile) {
  EXPECT_THAT(said_by_package(resource_text), IsEmpty());
}

TEST(IgPackage, ReadsCardinalityAndTypes) {
  EXPECT_THAT(said_by_package(with(R"("code":{"coding":[{"system":"urn:kinds","code":"box"}]},)", "")),
              ElementsAre("fhir_profile Basic.code"));
  EXPECT_THAT(said_by_package(with(R"("stop":[)", R"("gone":"x","stop":[)")), ElementsAre("fhir_profile Basic.gone"));
  EXPECT_THAT(
      said_by_package(with(R"("stop":[{"kind":"first"},{"kind":"last","town":"Sample"}])", R"("stop":{"kind":"last"})")),
      ElementsAre("fhir_structure Basic.stop", "fhir_profile Basic.stop"));
  EXPECT_THAT(said_by_package(with(R"("whenPeriod":{"start":"2026-05-01"})", R"("whenDateTime":"2026-05-01")")),
              ElementsAre("fhir_profile Basic.whenDateTime"));
}

TEST(IgPackage, ReadsFixedValuesAndBindingsThatThePackageLists) {
  EXPECT_THAT(said_by_package(with(R"("status":"sent")", R"("status":"lost")")),
              ElementsAre("fhir_code_invalid Basic.status"));
  EXPECT_THAT(said_by_package(with(R"("code":"box")", R"("code":"barrel")")),
              ElementsAre("fhir_code_invalid Basic.code"));
  EXPECT_THAT(said_by_package(with(R"("system":"urn:kinds","code":"box")", R"("system":"urn:other","code":"any")")),
              IsEmpty());
}

TEST(IgPackage, ReadsSlicesByPatternValueAndType) {
  EXPECT_THAT(said_by_package(with("urn:example:parcels", "urn:example:letters")),
              ElementsAre("fhir_profile Basic.identifier"));
  EXPECT_THAT(said_by_package(with(R"(,"town":"Sample")", "")), ElementsAre("fhir_profile Basic.stop[1].town"));
  EXPECT_THAT(said_by_package(with(R"({"kind":"last","town":"Sample"})", R"({"kind":"middle"})")),
              ElementsAre("fhir_profile Basic.stop"));
}

TEST(IgPackage, ReadsExtensionsWithAValueAndWithParts) {
  EXPECT_THAT(said_by_package(with(R"("valueDecimal":2.5)", R"("valueString":"2.5")")),
              ElementsAre("fhir_profile Basic.extension[0].value"));
  EXPECT_THAT(said_by_package(with(R"({"url":"from","valueString":"here"})", R"({"url":"to","valueString":"there"})")),
              ElementsAre("fhir_profile Basic.extension[1].extension"));
}

TEST(IgPackage, AppliesTheConstraintsForWhichThereIsARule) {
  EXPECT_THAT(said_by_package(with("1234567893", "1234567890")),
              ElementsAre("fhir_value_invalid Basic.identifier[0].value"))
      << "an NPI by the key of the constraint";
  EXPECT_THAT(said_by_package(with(R"("start":"2026-05-01")", R"("start":"2026-05")")),
              ElementsAre("fhir_value_invalid Basic.whenPeriod"));
}

/// A Bundle of the parcel and somebody who has no name; `more` are members of that somebody.
std::string load(const std::string& type, const std::string& more = "") {
  return R"({"resourceType":"Bundle","type":"collection","entry":[{"fullUrl":"http://e.org/Basic/1","resource":)" +
         resource_text + R"(},{"fullUrl":"http://e.org/Practitioner/1","resource":{"resourceType":")" + type +
         R"(","id":"1")" + more + "}}]}";
}

std::vector<std::string> said_of_bundle(const std::string& text) {
  static const Profiles profiles = profiles_from_package(tiny_package()).value();
  json::Document document;
  std::vector<std::string> lines;
  const Bundle bundle = bundle_from(document.parse_copy(text).value()).value();
  for (const base::Issue& one : check_strictly(bundle, profiles, Purpose::submit)) {
    lines.push_back(std::string(base::name(one.code)) + " " + one.where);
  }
  return lines;
}

TEST(IgPackage, HoldsAnEntryToTheProfileOfTheElementThatRefersToIt) {
  EXPECT_THAT(said_of_bundle(load("Practitioner")),
              ElementsAre("fhir_profile Bundle.entry[1].resource.name"));
  EXPECT_THAT(said_of_bundle(load("Practitioner", R"(,"name":[{"family":"Sample"}])")), IsEmpty());
  EXPECT_THAT(said_of_bundle(load("Patient")), ElementsAre("fhir_structure Bundle.entry[0].resource.author"));
  EXPECT_THAT(
      said_of_bundle(changed(R"("author":{"reference":"Practitioner/1"},)", "", load("Practitioner"))),
      IsEmpty())
      << "nobody refers to it";
}

TEST(IgPackage, HoldsAnEntryToTheProfileItClaims) {
  const std::string claims =
      R"(,"meta":{"profile":["http://example.org/StructureDefinition/profile-driver|1.0"]})";
  EXPECT_THAT(said_of_bundle(
                  changed(R"("author":{"reference":"Practitioner/1"},)", "", load("Practitioner", claims))),
              ElementsAre("fhir_profile Bundle.entry[1].resource.name"));
}

TEST(IgPackage, HoldsABundleToASliceByResourceType) {
  EXPECT_THAT(
      said_of_bundle(changed(R"("resourceType":"Basic")", R"("resourceType":"Media")", load("Practitioner"))),
      ElementsAre("fhir_profile Bundle.entry"));
}

TEST(IgPackage, ReadsMustSupport) {
  const Profiles profiles = profiles_from_package(tiny_package()).value();
  EXPECT_EQ(
      unsupported(profiles, "http://example.org/StructureDefinition/profile-parcel", Purpose::submit, {}),
      (std::vector<std::string>{"extension:weight", "identifier"}));
}

TEST(IgPackage, TakesTheVersionFromThePackage) {
  EXPECT_EQ(profiles_from_package(tiny_package())->version(), Version::pas_2_2_1);
  std::vector<PackageFile> former = tiny_package();
  former.front().bytes = R"({"version":"2.0.1"})";
  EXPECT_EQ(profiles_from_package(former)->version(), Version::pas_2_0_1);
}

TEST(IgPackage, NamesAFileThatIsNoJson) {
  std::vector<PackageFile> broken = tiny_package();
  broken[1].bytes = "{";
  const base::Result<Profiles> read = profiles_from_package(broken);
  ASSERT_FALSE(read);
  EXPECT_THAT(read.error().first().where, HasSubstr("profile-parcel.json"));
}

TEST(IgPackage, WantsStructureDefinitions) {
  EXPECT_FALSE(profiles_from_package({}));
  EXPECT_FALSE(profiles_from_package(
      std::vector<PackageFile>{{"package/ValueSet-kinds.json", std::string(kinds_text)}}));
}

}  // namespace
}  // namespace fhir
