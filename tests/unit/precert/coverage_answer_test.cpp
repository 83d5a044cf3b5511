// Coverage answers: what each part of one says.
#include "coverage_support.hpp"
#include "precert/engine/coverage_candidates.hpp"

namespace precert::test {
namespace {

TEST(CoverageAnswers, NameWhatARequestWouldBeAskedFor) {
  const World world;
  const CoverageItemAnswer made = only(answered(question({asked_by_code(1, "70551")}), world));
  EXPECT_EQ(made.benefit, Benefit::covered);
  EXPECT_EQ(made.authorization, AuthorizationNeed::required);
  EXPECT_EQ(made.necessity, NecessityReview::before_service);
  EXPECT_EQ(made.policy.id, "p-brain");
  EXPECT_EQ(made.policy.list_date, date("2026-01-01"));
  ASSERT_EQ(made.needed.size(), 2U);
  EXPECT_EQ(made.needed[0].fact, "weeks");
  EXPECT_EQ(made.needed[1].fact, "exam");
  EXPECT_TRUE(made.needed[0].control_number.empty());
  ASSERT_TRUE(made.criteria);
  EXPECT_EQ(made.criteria->id, "c-brain");
  EXPECT_FALSE(made.criteria_met);
  EXPECT_EQ(made.validity_days, 90);
  ASSERT_EQ(made.turnaround.size(), 2U);
  EXPECT_EQ(made.turnaround[0].category, "routine");
  EXPECT_EQ(made.turnaround[1].category, "urgent");
  ASSERT_TRUE(made.reviewer);
  EXPECT_EQ(made.reviewer->organization, "Test Plan");
}

TEST(CoverageAnswers, SayWhetherTheCriteriaAreMetByWhatIsKnown) {
  const World world;
  CoverageQuestion asked = question({asked_by_code(1, "70551")});
  asked.answers = good_answers();
  EXPECT_EQ(only(answered(asked, world)).criteria_met, std::optional(true));
  EXPECT_TRUE(only(answered(asked, world)).needed.empty());
  asked.answers[0].value = base::Decimal(2);
  EXPECT_EQ(only(answered(asked, world)).criteria_met, std::optional(false));
  EXPECT_EQ(only(answered(asked, world)).authorization, AuthorizationNeed::required);
}

TEST(CoverageAnswers, KeepExclusionsApartFromAuthorization) {
  const World world;
  const CoverageItemAnswer made = only(answered(question({asked_by_code(1, "15823")}), world));
  EXPECT_EQ(made.benefit, Benefit::excluded);
  EXPECT_EQ(made.authorization, AuthorizationNeed::unknown);
  ASSERT_EQ(made.reasons.size(), 1U);
  EXPECT_EQ(made.reasons[0].code, "19");
  EXPECT_EQ(made.reasons[0].words, "Cosmetic surgery is no benefit.");
}

TEST(CoverageAnswers, NameTheVendorAndHowToReachIt) {
  const World world;
  const CoverageItemAnswer made = only(answered(question({asked_by_code(1, "95810")}), world));
  EXPECT_EQ(made.authorization, AuthorizationNeed::vendor_managed);
  ASSERT_TRUE(made.reviewer && made.reviewer->contact);
  EXPECT_EQ(made.reviewer->organization, "Vendor One");
  EXPECT_EQ(made.reviewer->contact->points.size(), 3U);
}

TEST(CoverageAnswers, SeparateNecessityReviewFromAuthorization) {
  const World world;
  const CoverageItemAnswer made = only(answered(question({asked_by_code(1, "99213")}), world));
  EXPECT_EQ(made.authorization, AuthorizationNeed::not_required);
  EXPECT_EQ(made.necessity, NecessityReview::after_service);
}

TEST(CoverageAnswers, ProveThatNothingIsRequired) {
  World world;
  CoverageQuestion asked = question({asked_by_code(1, "99203")});
  const CoverageItemAnswer proven = only(answered(asked, world));
  EXPECT_EQ(proven.authorization, AuthorizationNeed::not_required);
  EXPECT_EQ(proven.policy.id, "not-listed");
  EXPECT_THAT(proven.reasons[0].words, testing::HasSubstr("NR1"));
  world.facts.numbers = {};
  EXPECT_THAT(only(answered(asked, world)).reasons[0].words, testing::Not(testing::HasSubstr("Reference")));
}

TEST(CoverageAnswers, CountWhatIsUsedOfALimit) {
  World world;
  ReviewRequest earlier = request();
  earlier.services = {line(1, "97110")};
  earlier.services[0].quantity = Quantity{base::Decimal(8), Unit::visit, {}};
  earlier.services[0].dates = base::Period::of(date("2026-02-01"));
  const Determination decided = world(earlier);
  ASSERT_EQ(decided.lines.front().action, ReviewAction::certified);
  world.facts.history = {PriorCase{CaseId("C1"), 1, earlier, decided}};
  const CoverageItemAnswer made = only(answered(question({asked_by_code(1, "97530")}), world));
  ASSERT_EQ(made.limits.size(), 2U);
  EXPECT_EQ(made.limits[0].span, LimitSpan::request);
  EXPECT_EQ(made.limits[0].remaining, base::Decimal(12));
  EXPECT_EQ(made.limits[1].span, LimitSpan::year);
  EXPECT_EQ(made.limits[1].used, base::Decimal(8));
  EXPECT_EQ(made.limits[1].remaining, base::Decimal(12));
}

TEST(CoverageAnswers, TellOfAnAuthorizationThatIsHeld) {
  World world;
  const ReviewRequest earlier = request();
  world.facts.history = {PriorCase{CaseId("C1"), 1, earlier, world(earlier)}};
  const CoverageItemAnswer made = only(answered(question({asked_by_code(1, "70551")}), world));
  ASSERT_EQ(made.held.size(), 1U);
  EXPECT_EQ(made.held[0].number, "AUTH1");
  CoverageQuestion later = question({asked_by_code(1, "70551")});
  later.dates = base::Period::of(date("2026-12-01"));
  EXPECT_TRUE(only(answered(later, world)).held.empty());
}

/// An authorization of member() for 70551 at the hospital, 2 units.
World& holding(World& world) {
  ReviewRequest earlier = request();
  earlier.services[0].quantity = Quantity{base::Decimal(2), Unit::unit, {}};
  world.facts.history = {PriorCase{CaseId("C1"), 1, earlier, world(earlier)}};
  return world;
}

TEST(CoverageAnswers, SayWhyAnAuthorizationOnFileDoesNotCoverWhatIsAskedAbout) {
  World world;
  holding(world);
  const auto differs = [&](auto change) {
    CoverageQuestion asked = question({asked_by_code(1, "70551")});
    change(asked);
    const CoverageItemAnswer made = only(answered(asked, world));
    return made.is_held() ? "covered" : made.held.empty() ? "nothing held" : made.held.front().differs;
  };
  EXPECT_EQ(differs([](CoverageQuestion&) {}), "covered");
  const auto quantity = [](int value, Unit unit) {
    return
        [=](CoverageQuestion& asked) { asked.items[0].quantity = Quantity{base::Decimal(value), unit, {}}; };
  };
  EXPECT_EQ(differs(quantity(2, Unit::unit)), "covered");
  EXPECT_EQ(differs(quantity(5, Unit::unit)), "it is for a quantity of 2, and 5 are asked for");
  const auto at = [](const char* npi) {
    return [npi](CoverageQuestion& asked) { asked.items[0].providers = {party(PartyRole::facility, npi)}; };
  };
  EXPECT_EQ(differs(at(hospital)), "covered");
  EXPECT_EQ(differs(at(centre)), "it is for another provider or place");
  EXPECT_EQ(differs([](CoverageQuestion& asked) { asked.items[0].procedure.modifiers = {"RT"}; }),
            "it is for other modifiers");
  EXPECT_EQ(
      differs([](CoverageQuestion& asked) { asked.items[0].dates = period("2026-03-10", "2026-12-01"); }),
      "it ends before the care does");
}

TEST(CoverageAnswers, TellFirstOfTheAuthorizationThatCovers) {
  World world;
  holding(world);
  PriorCase more = world.facts.history.front();
  more.id = CaseId("C2");
  more.determination.lines[0].certification_number = "AUTH2";
  more.determination.lines[0].quantity->value = base::Decimal(9);
  world.facts.history.push_back(more);
  CoverageQuestion asked = question({asked_by_code(1, "70551")});
  asked.items[0].quantity = Quantity{base::Decimal(5), Unit::unit, {}};
  const CoverageItemAnswer made = only(answered(asked, world));
  ASSERT_EQ(made.held.size(), 2U);
  EXPECT_EQ(made.held[0].number, "AUTH2");
  EXPECT_TRUE(made.is_held());
}

TEST(CoverageAnswers, TellOfAnAuthorizationOnlyWhomAnInquiryWouldTell) {
  World world;
  const ReviewRequest earlier = request();
  world.facts.history = {PriorCase{CaseId("C1"), 1, earlier, world(earlier)}};
  CoverageQuestion asked = question({asked_by_code(1, "70551")});
  asked.requester = party(PartyRole::facility, hospital);  // does the line
  EXPECT_EQ(only(answered(asked, world)).held.size(), 1U);
  asked.requester = party(PartyRole::provider, "1999000064");
  EXPECT_TRUE(only(answered(asked, world)).held.empty());
  asked.providers = {party(PartyRole::facility, hospital)};  // naming somebody is no part in it
  EXPECT_TRUE(only(answered(asked, world)).held.empty());
  asked.providers = {party(PartyRole::ordering, "1999000015")};
  EXPECT_EQ(only(answered(asked, world)).held.size(), 1U);
}

TEST(CoverageAnswers, SayWhoIsOutsideTheNetworkAndWhoIsNot) {
  World world;
  CoverageQuestion asked = question({asked_by_code(1, "70551")});
  asked.providers = {party(PartyRole::facility, outside)};
  CoverageItemAnswer made = only(answered(asked, world));
  EXPECT_EQ(made.network, NetworkStatus::out);
  EXPECT_EQ(made.authorization, AuthorizationNeed::required);  // by telephone, by the member
  EXPECT_THAT(made.reasons[0].words, testing::HasSubstr("8005550111"));
  ASSERT_FALSE(made.in_network.empty());
  EXPECT_EQ(made.in_network[0].npi, centre);

  asked.providers = {party(PartyRole::facility, hospital)};
  made = only(answered(asked, world));
  EXPECT_EQ(made.network, NetworkStatus::in);
  ASSERT_EQ(made.lower_cost.size(), 1U);
  EXPECT_EQ(made.lower_cost[0].npi, centre);

  world.record.coverage = {{"CLOSED", "G1", {date("2026-01-01"), std::nullopt}}};
  asked.providers = {party(PartyRole::facility, outside)};
  EXPECT_EQ(only(answered(asked, world)).benefit, Benefit::not_covered);
}

TEST(CoverageAnswers, SendNobodyElsewhereInAnEmergencyOrDuringAStay) {  // SC-66
  const World world;
  CoverageQuestion asked = question({asked_by_code(1, "70551")});
  asked.providers = {party(PartyRole::facility, hospital)};
  ASSERT_FALSE(only(answered(asked, world)).lower_cost.empty());
  EXPECT_TRUE(only(answered(asked, world)).criteria);
  for (const char* const place : {"21", "23"}) {
    asked.place = Place{PlaceKind::place_of_service, place, {}};
    const CoverageItemAnswer made = only(answered(asked, world));
    EXPECT_TRUE(made.lower_cost.empty()) << place;
    EXPECT_TRUE(made.in_network.empty()) << place;
    EXPECT_FALSE(made.criteria) << place;  // SC-55: nobody applies them
  }
  asked.place.reset();
  asked.level = LevelOfService::emergency;
  EXPECT_TRUE(only(answered(asked, world)).lower_cost.empty());
  asked.providers.clear();
  EXPECT_TRUE(only(answered(asked, world)).in_network.empty());
}

/// Every telephone number of a contact, joined by a blank.
std::string phones_of(const Contact& contact) {
  std::string all;
  for (const ContactPoint& point : contact.points) {
    if (point.kind == ContactKind::phone) all += (all.empty() ? "" : " ") + point.value;
  }
  return all;
}

TEST(CoverageAnswers, AndReviewsNameOneNumberForEachPlan) {  // SC-62
  const World world;
  Rulebook rules = rulebook();
  const CoverageQuestion asked = question({asked_by_code(1, "70551")});
  EXPECT_EQ(phones_of(answered(asked, world, rules).payer_contact), "8005550100");
  rules.products[rules.product("OPEN")].contact_phone = "8005550177";
  const CoverageAnswer made = answered(asked, world, rules);
  EXPECT_EQ(phones_of(made.payer_contact), "8005550177");
  EXPECT_EQ(phones_of(*only(made).reviewer->contact), "8005550177");
  const Determination reviewed = determine(review_request_of(asked), rules, world.facts);
  EXPECT_EQ(phones_of(reviewed.umo_contact), "8005550177");
}

TEST(CoverageAnswers, NameTheNumberForCareOutsideTheNetworkOnce) {  // SC-51
  const World world;
  CoverageQuestion asked = question({asked_by_code(1, "70551")});
  asked.providers = {party(PartyRole::facility, outside)};
  const CoverageItemAnswer made = only(answered(asked, world));
  EXPECT_THAT(made.reasons[0].words, testing::HasSubstr("8005550111"));
  EXPECT_EQ(phones_of(*made.reviewer->contact), "8005550111");
}

TEST(CoverageAnswers, GiveTheMemberAsOnFile) {
  const World world;
  CoverageQuestion asked = question({});
  asked.subscriber.name.family = "Test-Member Jr.";
  const CoverageAnswer made = answered(asked, world);
  ASSERT_TRUE(made.member);
  EXPECT_TRUE(made.member->corrected);
  EXPECT_EQ(made.member->subscriber.name.family, "TESTMEMBER");
  EXPECT_TRUE(made.member->active);
  EXPECT_EQ(made.member->product, "OPEN");
  EXPECT_EQ(made.member->plan, "Open");
  EXPECT_EQ(made.member->group, "G1");
  asked.subscriber.name.family = "testmember";
  EXPECT_FALSE(answered(asked, world).member->corrected);
}

TEST(CoverageAnswers, GiveTheDependentAsOnFile) {
  const World world;
  CoverageQuestion asked = question({asked_by_code(1, "70551")});
  asked.subscriber.name = {};
  asked.subscriber.birth_date.reset();
  asked.dependent.emplace();
  asked.dependent->name = {"TESTMEMBER", "BETA", "", "", ""};
  const CoverageAnswer made = answered(asked, world);
  ASSERT_TRUE(made.member && made.member->dependent);
  EXPECT_EQ(made.member->dependent->birth_date, date("2015-05-05"));
  EXPECT_EQ(made.member->patient().relationship, Relationship::child);
}

TEST(CoverageAnswers, SayThatCoverageHasEnded) {
  World world;
  world.record.coverage = {{"CLOSED", "G1", period("2025-01-01", "2025-12-31")},
                           {"OPEN", "G0", period("2023-01-01", "2024-12-31")}};
  const CoverageAnswer made = answered(question({asked_by_code(1, "70551")}), world);
  ASSERT_TRUE(made.member);
  EXPECT_FALSE(made.member->active);
  EXPECT_EQ(made.member->product, "CLOSED");
  EXPECT_EQ(made.member->period->end, date("2025-12-31"));
  EXPECT_EQ(only(made).benefit, Benefit::not_covered);
}

TEST(CoverageAnswers, ListWhatNeedsAnAuthorizationOfTheWholePlan) {
  const World world;
  const CoverageAnswer made = answered(question({}), world);
  const CoverageItemAnswer whole = only(made);
  EXPECT_EQ(whole.sequence, 0);
  EXPECT_EQ(whole.benefit, Benefit::covered);
  EXPECT_EQ(whole.authorization, AuthorizationNeed::conditional);
  std::map<std::string, const ServiceRequirement*> parts;
  for (const ServiceRequirement& part : whole.parts) parts[part.category] = &part;
  EXPECT_EQ(parts.size(), 7U);  // every category; in "office" an unlisted code alone
  EXPECT_EQ(parts.at("mri")->authorization, AuthorizationNeed::required);
  EXPECT_EQ(parts.at("cosmetic")->benefit, Benefit::excluded);
  EXPECT_EQ(parts.at("sleep")->authorization, AuthorizationNeed::vendor_managed);
  EXPECT_EQ(parts.at("office")->authorization, AuthorizationNeed::conditional);
  EXPECT_EQ(parts.at("referral")->authorization, AuthorizationNeed::required);
}

TEST(CoverageAnswers, SumUpTheProceduresOfAServiceType) {
  const World world;
  const CoverageItemAnswer mri = only(answered(question({asked_by_type(1, "62")}), world));
  EXPECT_EQ(mri.authorization, AuthorizationNeed::required);
  EXPECT_EQ(mri.parts.size(), 3U);
  const CoverageItemAnswer unheard = only(answered(question({asked_by_type(1, "UC")}), world));
  EXPECT_EQ(unheard.authorization, AuthorizationNeed::unknown);
  EXPECT_THAT(unheard.reasons[0].words, testing::HasSubstr("ask by procedure code"));
  const CoverageItemAnswer therapy = only(answered(question({asked_by_type(1, "PT")}), world));
  EXPECT_EQ(therapy.authorization, AuthorizationNeed::required);
  EXPECT_EQ(therapy.policy.id, "p-therapy");
}

TEST(CoverageAnswers, SayOfAServiceTypeWhatHoldsOfAllInIt) {  // SC-07
  World world;
  world.record.coverage = {{"PLAN-A", "G1", {date("2026-01-01"), std::nullopt}}};
  for (const char* type : {"2", "PT", "12"}) {
    const CoverageItemAnswer made =
        only(coverage_answer(question({asked_by_type(1, type)}, "EXPL1"), demo(), world.facts));
    const auto is_free = [](const ServiceRequirement& part) {
      return part.authorization == AuthorizationNeed::not_required;
    };
    ASSERT_TRUE(std::ranges::any_of(made.parts, is_free)) << type;
    ASSERT_FALSE(std::ranges::all_of(made.parts, is_free)) << type;
    EXPECT_EQ(made.authorization, AuthorizationNeed::conditional) << type;
    EXPECT_THAT(made.reasons.at(0).words, testing::StartsWith("Some services of this type")) << type;
  }
}

TEST(CoverageAnswers, CountWhatAServiceTypeNeeds) {
  const World world;
  const CoverageItemAnswer mri = only(answered(question({asked_by_type(1, "62")}), world));
  std::size_t all = 0;
  for (const ServiceRequirement& part : mri.parts) all += part.procedures.size();
  EXPECT_THAT(summary_of_parts(mri),
              testing::HasSubstr(" of " + std::to_string(all) + " services of this type"));
  EXPECT_EQ(summary_of_parts(only(answered(question({asked_by_code(1, "70551")}), world))), "");
}

// CRD gold-card.
TEST(AGoldCard, ExemptsWhoAsksOrOrdersAndNobodyElse) {
  World world;
  const auto rules = rulebook_with("title: Joint MRI, words: w,",
                                   "title: Joint MRI, words: w, gold_card: [\"1999000106\"],");
  CoverageQuestion asked = question({asked_by_code(1, "73721")});
  EXPECT_EQ(only(answered(asked, world, *rules)).authorization, AuthorizationNeed::required);
  EXPECT_FALSE(only(answered(asked, world, *rules)).gold_card);
  asked.requester = party(PartyRole::provider, "1999000106");
  const CoverageItemAnswer exempt = only(answered(asked, world, *rules));
  EXPECT_EQ(exempt.authorization, AuthorizationNeed::not_required);
  EXPECT_TRUE(exempt.gold_card);
  EXPECT_THAT(exempt.reasons.at(0).words, testing::HasSubstr("the provider is exempt"));
  asked.requester = party(PartyRole::provider, "1999000015");
  asked.providers = {party(PartyRole::ordering, "1999000106")};
  EXPECT_TRUE(only(answered(asked, world, *rules)).gold_card);
  asked.providers = {party(PartyRole::performing, "1999000106")};
  EXPECT_FALSE(only(answered(asked, world, *rules)).gold_card);
}

TEST(AGoldCard, IsNotReviewedWhenItIsRequestedAllTheSame) {
  const World world;
  const auto rules = rulebook_with("title: Joint MRI, words: w,",
                                   "title: Joint MRI, words: w, gold_card: [\"1999000015\"],");
  ReviewRequest asked = request();
  asked.services[0].procedure.code = "73721";
  const LineDetermination made = determine(asked, *rules, world.facts).lines.at(0);
  EXPECT_EQ(made.action, ReviewAction::not_required);
  EXPECT_EQ(made.reasons.at(0).code, "0H");
}

// CRD performpa.
TEST(TheRenderingSite, HasToAskWhereThePolicySaysSo) {
  const World world;
  const auto rules =
      rulebook_with("title: Joint MRI, words: w,", "title: Joint MRI, words: w, rendering_requests: true,");
  CoverageQuestion asked = question({asked_by_code(1, "73721")});
  EXPECT_TRUE(only(answered(asked, world, *rules)).rendering_requests);
  asked.providers = {party(PartyRole::facility, "1999000015")};
  EXPECT_FALSE(only(answered(asked, world, *rules)).rendering_requests) << "it asks itself";
  EXPECT_FALSE(only(answered(question({asked_by_code(1, "70551")}), world, *rules)).rendering_requests);
}

TEST(Suggestions, NameWhatGoesWithAServiceAndWhatMayDoInstead) {
  const World world;
  const auto rules =
      rulebook_with("title: Joint MRI, words: w,",
                    "title: Joint MRI, words: w, companions: [{code: \"99213\", words: a visit}], "
                    "alternatives: [{code: \"70551\", words: another}],");
  const CoverageItemAnswer made = only(answered(question({asked_by_code(1, "73721")}), world, *rules));
  ASSERT_EQ(made.suggestions.size(), 2U);
  EXPECT_EQ(made.suggestions[0].procedure.code, "99213");
  EXPECT_EQ(made.suggestions[0].title, "visit");
  EXPECT_FALSE(made.suggestions[0].instead);
  EXPECT_EQ(made.suggestions[1].words, "another");
  EXPECT_TRUE(made.suggestions[1].instead);
  const CoverageAnswer both =
      answered(question({asked_by_code(1, "73721"), asked_by_code(2, "99213")}), world, *rules);
  EXPECT_EQ(both.item(1)->suggestions.size(), 1U) << "what is asked for as well is not suggested";
}

TEST(CoverageCandidates, StandInPlaceOfWordsAndAreNumberedAnew) {
  CoverageItem words = asked_by_type(1, "");
  words.procedure.description = "MRI brain";
  CoverageItem none = words;
  none.procedure.description = "qqqq zzzz xxxx";
  const CoverageQuestion made = with_candidates(question({words, asked_by_code(2, "99213"), none}), demo());
  ASSERT_GT(made.items.size(), 3U);
  for (std::size_t i = 0; i < made.items.size(); ++i)
    EXPECT_EQ(made.items[i].sequence, static_cast<int>(i) + 1);
  EXPECT_EQ(made.items.front().procedure.description, "MRI brain");
  EXPECT_FALSE(made.items.front().in_words());
  EXPECT_EQ(made.items[made.items.size() - 2].procedure.code, "99213");
  EXPECT_TRUE(made.items.back().in_words());
}

TEST(CoverageAnswers, DoNotTakeAnEmergencyForAStay) {
  const World world;
  for (const char* type : {"1", "86"}) {
    const CoverageItemAnswer made =
        only(coverage_answer(question({asked_by_type(1, type)}, "EXPL1"), demo(), world.facts));
    EXPECT_NE(made.authorization, AuthorizationNeed::required) << type;
  }
  const CoverageItemAnswer whole =
      only(coverage_answer(question({asked_by_type(1, "30")}, "EXPL1"), demo(), world.facts));
  for (const ServiceRequirement& part : whole.parts) {
    EXPECT_THAT(part.service_types, testing::Not(testing::Contains("86"))) << part.category;
  }
}

TEST(CoverageAnswers, AskForEachFactOnce) {
  World world;
  world.record.coverage = {{"PLAN-A", "G1", {date("2026-01-01"), std::nullopt}}};
  const CoverageItemAnswer made =
      only(coverage_answer(question({asked_by_type(1, "PT")}, "EXPL1"), demo(), world.facts));
  std::map<std::string, int> times;
  for (const MissingInformation& one : made.needed) ++times[one.fact];
  EXPECT_FALSE(times.empty());
  for (const auto& [fact, count] : times) EXPECT_EQ(count, 1) << fact;
}

TEST(CoverageAnswers, AnswerTheOtherItemsWhenOneIsRefused) {
  const World world;
  const CoverageAnswer made =
      answered(question({asked_by_code(1, "99999X"), asked_by_code(2, "70551")}), world);
  ASSERT_EQ(made.refusals.size(), 1U);
  EXPECT_EQ(made.refusals[0].code, "AG");
  EXPECT_EQ(made.refusals[0].index, 1);
  EXPECT_EQ(only(made).sequence, 2);
  EXPECT_FALSE(made.refused());
}

TEST(CoverageAnswers, ReadAsText) {
  const World world;
  const CoverageQuestion asked = question({asked_by_code(1, "70551"), asked_by_type(2, "30")});
  const std::string text = explanation_of(asked, answered(asked, world));
  EXPECT_THAT(text, testing::HasSubstr("70551"));
  EXPECT_THAT(text, testing::HasSubstr("p-brain"));
  EXPECT_THAT(text, testing::HasSubstr("How many weeks of treatment?"));
  EXPECT_THAT(text, testing::HasSubstr("Vendor One"));
}

}  // namespace
}  // namespace precert::test
