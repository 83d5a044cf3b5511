// A coverage answer never says anything else than a request for the same service would get.
#include <random>

#include "coverage_support.hpp"

namespace precert::test {
namespace {

/// What a decided line means for a coverage answer; by the rule that decided, where the action alone is not
/// enough.
void expect_agreement(const CoverageItemAnswer& answer, const LineDetermination& decided,
                      std::string_view about) {
  const std::string rule = decided.reasons.empty() ? "" : decided.reasons.front().rule;
  const bool denied = decided.action == ReviewAction::not_certified;
  const bool certifiable = decided.action == ReviewAction::certified ||
                           decided.action == ReviewAction::modified || decided.action == ReviewAction::pended;
  const bool call = decided.action == ReviewAction::contact_payer;
  EXPECT_EQ(answer.authorization == AuthorizationNeed::not_required,
            decided.action == ReviewAction::not_required)
      << about;
  EXPECT_EQ(answer.benefit == Benefit::excluded, denied && rule != "network" && rule != "coverage") << about;
  EXPECT_EQ(answer.benefit == Benefit::not_covered, denied && (rule == "network" || rule == "coverage"))
      << about;
  EXPECT_EQ(answer.authorization == AuthorizationNeed::required, certifiable || (call && rule == "network"))
      << about;
  EXPECT_EQ(answer.authorization == AuthorizationNeed::vendor_managed, call && rule != "network") << about;
  EXPECT_EQ(answer.reasons, decided.reasons) << about;
  std::vector<std::string> needed;
  for (const MissingInformation& one : answer.needed) needed.push_back(one.fact);
  EXPECT_EQ(needed, missing_facts(decided)) << about;
  if (decided.action == ReviewAction::certified) {
    EXPECT_TRUE(answer.criteria_met.value_or(true)) << about;
  }
}

void expect_agreement_for_every_service(World& world, const CoverageQuestion& asked, const Rulebook& rules) {
  for (const Product& product : rules.products) {
    world.record.coverage = {{product.id, "G1", {date("2026-01-01"), std::nullopt}}};
    for (const ServiceCode& service : rules.services) {
      CoverageQuestion one = asked;
      one.items = {asked_by_code(1, service.code, service.system)};
      const CoverageAnswer answer = coverage_answer(one, rules, world.facts);
      const Determination decided = determine(review_request_of(one), rules, world.facts);
      ASSERT_EQ(answer.items.size(), 1U) << service.code;
      ASSERT_EQ(decided.lines.size(), 1U) << service.code;
      expect_agreement(answer.items.front(), decided.lines.front(), product.id + " " + service.code);
    }
  }
}

TEST(CoverageAgreesWithDetermination, ForEveryServiceAndProduct) {
  World world;
  expect_agreement_for_every_service(world, question({}, "EXPL1"), demo());
}

TEST(CoverageAgreesWithDetermination, WhateverThePlaceTheUrgencyAndTheFacility) {
  std::mt19937 random(271);
  const std::vector<std::string> places{"", "11", "21", "22", "23", "24"};
  const std::vector<std::string> facilities{"", hospital, centre, outside, emergency};
  for (int round = 0; round < 6; ++round) {
    World world;
    CoverageQuestion asked = question({}, "EXPL1");
    const std::string& place = places[random() % places.size()];
    if (!place.empty()) asked.place = Place{PlaceKind::place_of_service, place, {}};
    const std::string& facility = facilities[random() % facilities.size()];
    if (!facility.empty()) asked.providers = {party(PartyRole::facility, facility)};
    if (random() % 3 == 0) asked.level = LevelOfService::emergency;
    if (random() % 2 == 0) {
      asked.diagnoses = {{DiagnosisKind::principal, CodeSystem::icd10_cm, "C719", std::nullopt, {}}};
    }
    expect_agreement_for_every_service(world, asked, demo());
  }
}

TEST(CoverageAgreesWithDetermination, ForServiceTypesThatAPolicySpeaksOf) {
  World world;
  const Rulebook& rules = demo();
  for (const Product& product : rules.products) {
    world.record.coverage = {{product.id, "G1", {date("2026-01-01"), std::nullopt}}};
    for (const Category& category : rules.categories) {
      for (const std::string& type : category.service_types) {
        CoverageQuestion one = question({asked_by_type(1, type)}, "EXPL1");
        const CoverageItemAnswer answer = only(coverage_answer(one, rules, world.facts));
        const Determination decided = determine(review_request_of(one), rules, world.facts);
        ASSERT_EQ(decided.lines.size(), 1U);
        if (answer.authorization == AuthorizationNeed::not_required) {
          EXPECT_EQ(decided.lines.front().action, ReviewAction::not_required) << product.id << " " << type;
        }
        EXPECT_EQ(answer.benefit == Benefit::excluded,
                  decided.lines.front().action == ReviewAction::not_certified)
            << product.id << " " << type;
      }
    }
  }
}

TEST(CoverageAgreesWithDetermination, OnWhoIsRefused) {
  World world;
  const auto codes = [](const std::vector<Refusal>& refusals) {
    std::vector<std::string> all;
    for (const Refusal& one : refusals) all.push_back(std::string(word(one.level)) + " " + one.code);
    return all;
  };
  std::vector<CoverageQuestion> all(8, question({asked_by_code(1, "70551")}));
  all[0].payer.identifiers.clear();
  all[1].payer.identifiers[0].value = "OTHER";
  all[2].requester.identifiers.clear();
  all[3].subscriber.name.family = "SOMEBODY";
  all[4].subscriber.birth_date = date("1980-02-15");
  all[5].dependent.emplace();
  all[5].dependent->name.family = "NOBODY";
  all[6].diagnoses = {{DiagnosisKind::principal, CodeSystem::icd10_cm, "!!", std::nullopt, {}}};
  all[7].items[0].procedure.code = "99999X";
  for (const CoverageQuestion& one : all) {
    const Determination decided = determine(review_request_of(one), rulebook(), world.facts);
    EXPECT_FALSE(decided.refusals.empty());
    EXPECT_EQ(codes(answered(one, world).refusals), codes(decided.refusals));
  }
}

}  // namespace
}  // namespace precert::test
