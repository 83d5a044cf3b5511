// The facility directory and the comparison of names.
#include "precert/engine/directory.hpp"

#include "precert/engine/names.hpp"
#include "precert/engine/parties.hpp"

namespace precert {
namespace {

Facility facility(std::string npi, int tier, bool in_network = true, std::vector<std::string> categories = {},
                  std::string state = "WA") {
  Facility made;
  made.npi = std::move(npi);
  made.cost_tier = tier;
  made.in_network = in_network;
  made.service_categories = std::move(categories);
  made.address.state = std::move(state);
  return made;
}

std::vector<std::string> npis(const std::vector<const Facility*>& found) {
  std::vector<std::string> all;
  for (const Facility* one : found) all.push_back(one->npi);
  return all;
}

TEST(DirectoryOfFacilities, FindsByNpiAndNothingElse) {
  const Directory directory({facility("1", 1), facility("2", 2)});
  ASSERT_NE(directory.find("2"), nullptr);
  EXPECT_EQ(directory.find("2")->cost_tier, 2);
  EXPECT_EQ(directory.find("3"), nullptr);
  EXPECT_EQ(directory.size(), 2U);
}

TEST(DirectoryOfFacilities, OffersCheaperPlacesCheapestFirst) {
  const Directory directory({facility("c", 2), facility("b", 1), facility("a", 2), facility("d", 3)});
  EXPECT_EQ(npis(directory.cheaper("mri", "WA", 3, 9)), (std::vector<std::string>{"b", "a", "c"}));
  EXPECT_EQ(npis(directory.cheaper("mri", "WA", 2, 9)), (std::vector<std::string>{"b"}));
  EXPECT_EQ(npis(directory.cheaper("mri", "WA", 3, 2)), (std::vector<std::string>{"b", "a"}));
  EXPECT_TRUE(directory.cheaper("mri", "WA", 1, 9).empty());
  EXPECT_TRUE(directory.cheaper("mri", "WA", 3, 0).empty());
}

TEST(DirectoryOfFacilities, OffersOnlyTheNetworkTheStateAndTheCategory) {
  const Directory directory({facility("in", 1, true, {"mri", "ct"}), facility("out", 1, false),
                             facility("other", 1, true, {"ct"}), facility("far", 1, true, {}, "OR")});
  EXPECT_EQ(npis(directory.cheaper("mri", "WA", 3, 9)), (std::vector<std::string>{"in"}));
  EXPECT_TRUE(directory.cheaper("mri", "ID", 3, 9).empty());
}

TEST(DirectoryOfFacilities, PrefersThePreferredTierAmongEquals) {
  Facility preferred = facility("z", 1);
  preferred.network_tier = "preferred";
  const Directory directory({facility("a", 1), preferred});
  EXPECT_EQ(npis(directory.cheaper("", "WA", 2, 9)), (std::vector<std::string>{"z", "a"}));
}

TEST(DirectoryOfFacilities, OffersWhatLookingAtEveryFacilityWouldFind) {
  const std::vector<std::string> categories{"mri", "ct", "surgery"};
  std::vector<Facility> all;
  for (int i = 0; i < 200; ++i) {
    std::vector<std::string> performed;
    for (std::size_t k = 0; k < categories.size(); ++k) {
      if ((i >> k) % 2 == 1) performed.push_back(categories[k]);
    }
    all.push_back(facility(std::to_string(1000 + i), 1 + i * 7 % 4, i % 5 != 0, performed, i % 3 == 0 ? "OR" : "WA"));
  }
  const Directory directory(all);
  for (const std::string& category : categories) {
    std::vector<std::pair<int, std::string>> expected;
    for (const Facility& one : all) {
      const auto& performed = one.service_categories;
      const bool performs =
          performed.empty() || std::ranges::find(performed, category) != performed.end();
      if (one.in_network && one.address.state == "WA" && one.cost_tier < 3 && performs)
        expected.emplace_back(one.cost_tier, one.npi);
    }
    std::ranges::sort(expected);
    std::vector<std::string> wanted;
    for (const auto& [tier, npi] : expected) wanted.push_back(npi);
    EXPECT_GT(wanted.size(), 10U);
    EXPECT_EQ(npis(directory.cheaper(category, "WA", 3, 999)), wanted) << category;
  }
}

TEST(NormalisedFamily, MakesSpellingsOfOneNameEqual) {
  const std::vector<std::pair<const char*, const char*>> pairs{{"O'DONNELL-GRISWOLD", "ODONNELLGRISWOLD"},
                                                               {"o'donnell griswold", "ODONNELLGRISWOLD"},
                                                               {"SMITH JR", "SMITH"},
                                                               {"Smith, Jr.", "SMITH"},
                                                               {"SMITH III", "SMITH"},
                                                               {"DE LA CRUZ", "DELACRUZ"},
                                                               {"VAN-DYKE MD", "VANDYKE"},
                                                               {"MCDONALD", "MCDONALD"},
                                                               {"Mac Donald", "MACDONALD"},
                                                               {"ST. JOHN", "STJOHN"},
                                                               {"Müller", "MULLER"},
                                                               {"MUÑOZ", "MUNOZ"},
                                                               {"Łuk", "LUK"},
                                                               {"D’ANGELO", "DANGELO"},
                                                               {"SMITH-JONES SR", "SMITHJONES"},
                                                               {"", ""},
                                                               {"  LEE  ", "LEE"},
                                                               {"MD", "MD"},
                                                               {"JRSMITH", "JRSMITH"},
                                                               {"Strauß", "STRAUSS"},
                                                               {"Łukasiewicz", "LUKASIEWICZ"},
                                                               {"Dvořáková", "DVORAKOVA"},
                                                               {"Şahin", "SAHIN"},
                                                               {"Nguyễn", "NGUYEN"},
                                                               {"Nun\u0303ez", "NUNEZ"},
                                                               {"Ελένη", "Ελένη"},
                                                               {"李小龍", "李小龍"},
                                                               {"X\xC5", "X\xC5"},
                                                               {"X\xE1\xBB", "X\xE1\xBB"}};
  for (const auto& [name, expected] : pairs) EXPECT_EQ(normalised_family(name), expected) << name;
}

TEST(GivenNames, AgreeWhenOneAbbreviatesTheOther) {
  EXPECT_TRUE(given_names_agree("J", "John"));
  EXPECT_TRUE(given_names_agree("MARY ANN", "mary"));
  EXPECT_TRUE(given_names_agree("", "John"));
  EXPECT_FALSE(given_names_agree("Jane", "John"));
}

TEST(Npi, HasTenDigitsAndTheRightCheckDigit) {
  EXPECT_TRUE(npi_is_valid("1234567893"));
  EXPECT_FALSE(npi_is_valid("1234567890"));
  EXPECT_FALSE(npi_is_valid("123456789"));
  EXPECT_FALSE(npi_is_valid("12345678X3"));
}

}  // namespace
}  // namespace precert
