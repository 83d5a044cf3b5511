// Section facilities: read like loaded records, told when wrong, and known beside what was loaded.
#include "precert/rulebook/facilities.hpp"
#include "precert/rulebook/tables.hpp"
#include "small_payer.hpp"

namespace precert {
namespace {

const std::string categories_of_places = R"(products:
  - {id: P, name: Plan, out_of_network_words: no, line_of_business: commercial}
categories:
  - {id: mri, title: MRI}
  - {id: ct, title: CT}
facilities:
)";
const std::string good_place = R"(  - npi: "1999000155"
    name: EXAMPLE IMAGING CENTER
    kind: imaging_centre
    network_tier: preferred
    cost_tier: 1
    service_categories: [mri, ct]
    address: {lines: [400 SAMPLE ST], city: SPRINGFIELD, state: IL, postal_code: "62701"}
    phone: "2175550140"
    fax: "2175550141"
)";

base::Result<std::shared_ptr<const Rulebook>> with_places(const std::string& entries,
                                                          const std::string& more = "facilities: []\n") {
  const std::vector<RulebookFile> files{{"payer.yaml", test::small_head},
                                        {"places.yaml", categories_of_places + entries},
                                        {"more_places.yaml", more}};
  return rulebook_from(files);
}

std::string fault_in(const std::string& entries, const std::string& more = "facilities: []\n") {
  const auto made = with_places(entries, more);
  return made ? "none" : made.error().first().where + ": " + made.error().first().remedy;
}

std::vector<std::string> findings_about(const std::string& entries) {
  const auto made = with_places(entries);
  if (!made) return {"not compiled: " + made.error().first().remedy};
  std::vector<std::string> found;
  for (const base::Issue& issue : findings_of(**made)) {
    if (issue.remedy.starts_with("facility")) found.push_back(issue.where + ": " + issue.remedy);
  }
  return found;
}

TEST(RulebookFacilities, AreReadFieldByField) {
  const auto made = with_places(good_place);
  ASSERT_TRUE(made);
  ASSERT_NE((*made)->facilities, nullptr);
  Facility wanted;
  wanted.npi = "1999000155";
  wanted.name = "EXAMPLE IMAGING CENTER";
  wanted.kind = "imaging_centre";
  wanted.network_tier = "preferred";
  wanted.cost_tier = 1;
  wanted.service_categories = {"mri", "ct"};
  wanted.address = {{"400 SAMPLE ST"}, "SPRINGFIELD", "IL", "62701", "", ""};
  wanted.phone = "2175550140";
  wanted.fax = "2175550141";
  ASSERT_EQ((*made)->facilities->listed.size(), 1U);
  EXPECT_EQ((*made)->facilities->listed.front().facility, wanted);
  EXPECT_THAT(findings_about(good_place), testing::IsEmpty());
}

TEST(RulebookFacilities, AreGatheredFromAllFiles) {
  const auto made = with_places(good_place, "facilities: [{npi: \"1999000023\", name: B, in_network: false}]\n");
  ASSERT_TRUE(made);
  const std::vector<ListedFacility>& listed = (*made)->facilities->listed;
  ASSERT_EQ(listed.size(), 2U);
  EXPECT_EQ(listed[1].facility.network_tier, "none");
}

TEST(RulebookFacilities, AreNoneInAFolderWithoutThem) {
  const std::vector<RulebookFile> files{{"payer.yaml", test::small_head + R"(products:
  - {id: P, name: Plan, out_of_network_words: no, line_of_business: commercial}
)"}};
  const auto made = rulebook_from(files);
  ASSERT_TRUE(made);
  EXPECT_EQ((*made)->facilities, nullptr);
  EXPECT_EQ(facilities_known({Facility{}}, **made).size(), 1U);
}

TEST(RulebookFacilities, WithFaultsDoNotCompile) {
  EXPECT_EQ(fault_in(good_place, "facilities: [{npi: \"1999000155\", name: B}]\n"),
            "more_places.yaml:1: facility \"1999000155\" is already defined at places.yaml:7; rename or remove one");
  EXPECT_THAT(fault_in("  - {npi: \"1\", name: A, service_categories: [mrj]}\n"),
              testing::HasSubstr("refers to \"mrj\", which is defined nowhere; did you mean \"mri\"?"));
  EXPECT_THAT(fault_in("  - {npi: \"1\", name: A, network_tier: gold}\n"),
              testing::HasSubstr("has no meaning \"gold\"; use one of: preferred, standard, none"));
  EXPECT_THAT(fault_in("  - {npi: \"1\", name: A, cost_tier: 0}\n"), testing::HasSubstr("\"cost_tier\" has to be"));
  EXPECT_THAT(fault_in("  - {name: A}\n"), testing::HasSubstr("\"npi\" is needed"));
  EXPECT_THAT(fault_in("  - {npi: \"1\", name: A, address: {zip: \"1\"}}\n"),
              testing::HasSubstr("key \"zip\" is not known here"));
}

TEST(RulebookFacilities, AreCheckedForNumbersAndForPlacesThatAreNeverOffered) {
  EXPECT_THAT(findings_about("  - {npi: \"1999000156\", name: A, address: {state: IL}}\n"),
              testing::ElementsAre(testing::HasSubstr("places.yaml:7: facility \"1999000156\": this is no NPI")));
  EXPECT_THAT(findings_about("  - {npi: \"1999000155\", name: A}\n"),
              testing::ElementsAre(testing::HasSubstr("without a state")));
  EXPECT_THAT(findings_about("  - {npi: \"1999000155\", name: A, network_tier: none, address: {state: IL}}\n"),
              testing::ElementsAre(testing::HasSubstr("tier none")));
  EXPECT_THAT(findings_about("  - {npi: \"1999000155\", name: A, in_network: false}\n"), testing::IsEmpty());
}

TEST(RulebookFacilities, AreKnownUnlessALoadedRecordHasTheirNumber) {
  const auto made = with_places(good_place, "facilities: [{npi: \"1999000023\", name: B}]\n");
  ASSERT_TRUE(made);
  Facility loaded;
  loaded.npi = "1999000155";
  loaded.name = "LOADED";
  const std::vector<Facility> known = facilities_known({loaded}, **made);
  ASSERT_EQ(known.size(), 2U);
  EXPECT_EQ(known[0], loaded);
  EXPECT_EQ(known[1].name, "B");
}

}  // namespace
}  // namespace precert
