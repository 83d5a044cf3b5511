#include "parsers/fhir/bundle.hpp"

#include "parsers/json/document.hpp"
#include "tests/unit/fhir/request_bundle.hpp"

namespace fhir {
namespace {

/// Keeps the document alive beside the Bundle made from it.
struct Read {
  explicit Read(std::string_view text) : bundle(bundle_from(document.parse_copy(text).value())) {}
  json::Document document;
  base::Result<Bundle> bundle;

  [[nodiscard]] std::string fault() const {
    if (bundle) return "none";
    return std::string(base::name(bundle.error().first().code)) + " " + bundle.error().first().where;
  }
};

TEST(BundleFrom, IndexesEntriesAndHeader) {
  const Read read(support::request_text);
  const Bundle& bundle = read.bundle.value();
  EXPECT_EQ(bundle.type(), "collection");
  EXPECT_EQ(bundle.identifier_system(), "urn:example:submitter");
  EXPECT_EQ(bundle.identifier_value(), "B-1");
  EXPECT_EQ(bundle.timestamp(), "2026-05-04T09:30:00-05:00");
  ASSERT_EQ(bundle.entries().size(), 5U);
  EXPECT_EQ(bundle.entries()[2].type, "Organization");
  EXPECT_EQ(bundle.entries()[2].id, "clinic");
  EXPECT_EQ(bundle.first("Coverage")->index, 3U);
  EXPECT_EQ(bundle.first("Group"), nullptr);
}

TEST(BundleFrom, TakesABundleInsideParameters) {
  const Read read(
      R"({"resourceType":"Parameters","parameter":[{"name":"other"},{"name":"resource","resource":)" +
      std::string(support::request_text) + "}]}");
  ASSERT_TRUE(read.bundle);
  EXPECT_EQ(read.bundle->place(read.bundle->first("Claim")->resource.find("use")),
            "Bundle.entry[0].resource.use");
}

TEST(BundleFrom, RefusesWhatIsNoBundle) {
  EXPECT_EQ(Read("[]").fault(), "fhir_structure Bundle");
  EXPECT_EQ(Read("{}").fault(), "fhir_structure Bundle.resourceType");
  EXPECT_EQ(Read(R"({"resourceType":"Claim"})").fault(), "fhir_structure Bundle.resourceType");
  EXPECT_EQ(Read(R"({"resourceType":"Parameters","parameter":[]})").fault(),
            "fhir_structure Bundle.resourceType");
}

TEST(BundleFrom, RefusesABundleWithoutEntries) {
  EXPECT_EQ(Read(R"({"resourceType":"Bundle"})").fault(), "fhir_structure Bundle.entry");
  EXPECT_EQ(Read(R"({"resourceType":"Bundle","entry":[]})").fault(), "fhir_structure Bundle.entry");
  EXPECT_EQ(Read(R"({"resourceType":"Bundle","entry":{}})").fault(), "fhir_structure Bundle.entry");
}

TEST(BundleFrom, RefusesMoreEntriesThanItsLimit) {
  std::string entries;
  for (std::size_t i = 0; i <= entries_max; ++i) entries += R"({"resource":{"resourceType":"Basic"}},)";
  entries.pop_back();
  EXPECT_EQ(Read(R"({"resourceType":"Bundle","entry":[)" + entries + "]}").fault(),
            "json_limit Bundle.entry");
}

TEST(BundleFrom, FindsTheEntryAroundAValue) {
  const Read read(support::request_text);
  const Bundle& bundle = read.bundle.value();
  for (const Entry& entry : bundle.entries()) {
    EXPECT_EQ(bundle.entry_of(entry.resource), &entry);
    EXPECT_EQ(bundle.entry_of(entry.resource.find("resourceType")), &entry);
    EXPECT_EQ(bundle.entry_of(entry.entry.find("fullUrl")), nullptr);
  }
  EXPECT_EQ(bundle.entry_of(bundle.root()), nullptr);
  EXPECT_EQ(bundle.entry_of(json::Value{}), nullptr);
}

TEST(BundleFrom, RefusesAnEntryWithoutAResource) {
  EXPECT_EQ(Read(R"({"resourceType":"Bundle","entry":[1]})").fault(), "fhir_structure Bundle.entry[0]");
  EXPECT_EQ(Read(R"({"resourceType":"Bundle","entry":[{"fullUrl":"urn:x"}]})").fault(),
            "fhir_structure Bundle.entry[0].resource");
  EXPECT_EQ(Read(R"({"resourceType":"Bundle","entry":[{"resource":{"id":"1"}}]})").fault(),
            "fhir_structure Bundle.entry[0].resource");
}

std::string two_entries(std::string_view first, std::string_view second) {
  return R"({"resourceType":"Bundle","entry":[)" + std::string(first) + "," + std::string(second) + "]}";
}

TEST(BundleFrom, RefusesAFullUrlTwiceUnlessTheContentIsTheSame) {
  const std::string one = R"({"fullUrl":"urn:uuid:1","resource":{"resourceType":"Patient","id":"1"}})";
  const std::string same = R"({"fullUrl":"urn:uuid:1","resource":{"id":"1","resourceType":"Patient"}})";
  const std::string other = R"({"fullUrl":"urn:uuid:1","resource":{"resourceType":"Patient","id":"2"}})";
  EXPECT_EQ(Read(two_entries(one, same)).fault(), "none");
  EXPECT_EQ(Read(two_entries(one, other)).fault(), "fhir_duplicate Bundle.entry[1].fullUrl");
}

/// The index of the entry `reference` leads to from the first entry, -1 for none.
int leads_to(std::string_view entries, std::string_view reference) {
  json::Document document, asked;
  const std::string text = R"({"resourceType":"Bundle","entry":[)" + std::string(entries) + "]}";
  const Bundle bundle = bundle_from(document.parse_copy(text).value()).value();
  const Target target = bundle.resolve(asked.parse_copy(reference).value(), bundle.entries().front());
  return target ? static_cast<int>(target.entry->index) : -1;
}

constexpr std::string_view two_bases = R"(
 {"fullUrl":"http://a.example/fhir/Claim/1","resource":{"resourceType":"Claim","id":"1"}},
 {"fullUrl":"http://b.example/r4/Patient/7","resource":{"resourceType":"Patient","id":"7"}},
 {"fullUrl":"http://a.example/fhir/Patient/7","resource":{"resourceType":"Patient","id":"7"}},
 {"fullUrl":"urn:uuid:0a","resource":{"resourceType":"Coverage","id":"c","identifier":[{"system":"s","value":"v"}]}},
 {"fullUrl":"http://b.example/r4/Group/8","resource":{"resourceType":"Group","id":"8","identifier":[{"system":"t","value":"v"}]}})";

TEST(ResolveReference, FindsAnExactFullUrl) {
  EXPECT_EQ(leads_to(two_bases, R"({"reference":"http://b.example/r4/Patient/7"})"), 1);
  EXPECT_EQ(leads_to(two_bases, R"({"reference":"urn:uuid:0a"})"), 3);
  EXPECT_EQ(leads_to(two_bases, R"("urn:uuid:0a")"), 3);
  EXPECT_EQ(leads_to(two_bases, R"({"reference":"http://c.example/r4/Patient/7"})"), -1);
}

TEST(ResolveReference, ResolvesARelativeOneAgainstTheBaseOfItsEntry) {
  EXPECT_EQ(leads_to(two_bases, R"({"reference":"Patient/7"})"), 2);
}

TEST(ResolveReference, FallsBackToTheOnlyResourceOfThatTypeAndId) {
  EXPECT_EQ(leads_to(two_bases, R"({"reference":"Group/8"})"), 4);
  EXPECT_EQ(leads_to(two_bases, R"({"reference":"Coverage/c"})"), 3);
  EXPECT_EQ(leads_to(two_bases, R"({"reference":"Patient/9"})"), -1);
  constexpr std::string_view ambiguous = R"(
   {"fullUrl":"urn:uuid:1","resource":{"resourceType":"Claim","id":"1"}},
   {"fullUrl":"urn:uuid:2","resource":{"resourceType":"Patient","id":"7"}},
   {"fullUrl":"urn:uuid:3","resource":{"resourceType":"Patient","id":"7"}})";
  EXPECT_EQ(leads_to(ambiguous, R"({"reference":"Patient/7"})"), -1);
}

TEST(ResolveReference, LooksPastAVersion) {
  EXPECT_EQ(leads_to(two_bases, R"({"reference":"Patient/7/_history/3"})"), 2);
  EXPECT_EQ(leads_to(two_bases, R"({"reference":"http://b.example/r4/Group/8/_history/1"})"), 4);
  constexpr std::string_view versioned = R"(
   {"fullUrl":"http://a.example/Claim/1/_history/2","resource":{"resourceType":"Claim","id":"1"}},
   {"fullUrl":"http://a.example/Patient/7","resource":{"resourceType":"Patient","id":"7"}})";
  EXPECT_EQ(leads_to(versioned, R"({"reference":"Patient/7"})"), 1);
}

TEST(ResolveReference, FindsALogicalReferenceByItsIdentifier) {
  EXPECT_EQ(leads_to(two_bases, R"({"identifier":{"system":"s","value":"v"}})"), 3);
  EXPECT_EQ(leads_to(two_bases, R"({"type":"Group","identifier":{"system":"t","value":"v"}})"), 4);
  EXPECT_EQ(leads_to(two_bases, R"({"type":"Group","identifier":{"system":"s","value":"v"}})"), -1);
  EXPECT_EQ(leads_to(two_bases, R"({"display":"nobody"})"), -1);
}

TEST(ResolveReference, FindsAContainedResource) {
  json::Document document;
  const Bundle bundle =
      bundle_from(document
                      .parse_copy(R"({"resourceType":"Bundle","entry":[{"fullUrl":"urn:uuid:1",
    "resource":{"resourceType":"Claim","contained":[{"resourceType":"Coverage","id":"c"}],
    "insurance":[{"coverage":{"reference":"#c"}},{"coverage":{"reference":"#d"}}]}}]})")
                      .value())
          .value();
  const json::Value insurance = bundle.entries()[0].resource.find("insurance");
  const Target found = bundle.resolve(insurance.at(0).find("coverage"));
  ASSERT_TRUE(found);
  EXPECT_EQ(found.type(), "Coverage");
  EXPECT_EQ(found.id(), "c");
  EXPECT_EQ(bundle.place(found.resource), "Bundle.entry[0].resource.contained[0]");
  EXPECT_FALSE(bundle.resolve(insurance.at(1).find("coverage")));
}

TEST(Place, IsFhirPath) {
  const Read read(support::request_text);
  const Bundle& bundle = read.bundle.value();
  const json::Value item = bundle.entries()[0].resource.find("item").at(0);
  EXPECT_EQ(bundle.place(item.find("extension").at(1).find("valueCodeableConcept")),
            "Bundle.entry[0].resource.item[0].extension[1].value");
  EXPECT_EQ(bundle.place(item.find("diagnosisSequence").at(0)),
            "Bundle.entry[0].resource.item[0].diagnosisSequence[0]");
  EXPECT_EQ(bundle.place(item, "revenue"), "Bundle.entry[0].resource.item[0].revenue");
  EXPECT_EQ(bundle.place(bundle.root(), "entry"), "Bundle.entry");
  EXPECT_EQ(path_of("Claim", bundle.entries()[0].resource, item), "Claim.item[0]");
}

}  // namespace
}  // namespace fhir
