// Which letters a version of a case owes, to whom, and what they say.
#include "precert/engine/letter.hpp"

#include "determine_support.hpp"
#include "precert/engine/after_pending.hpp"

namespace precert::test {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

/// A case on its way, version by version.
class LettersOwed : public testing::Test {
 protected:
  std::vector<LetterContent> owed(const Determination* before, const Determination& after) {
    const LetterFacts facts{rulebook(), &world_.record, &directory(), at("2026-03-06T18:00:00Z")};
    return letters_owed(asked_, before, after, facts);
  }
  static std::vector<std::string> kinds(const std::vector<LetterContent>& letters) {
    std::vector<std::string> all;
    for (const LetterContent& one : letters) {
      all.push_back(std::string(letter_word(one.kind)) + " to " + std::string(letter_word(one.addressee)));
    }
    return all;
  }
  /// Waits for the films.
  Determination pended() {
    asked_.services = {line(1, "73721")};
    return world_(asked_);
  }
  Determination decided_by_physician(const Determination& before, ReviewAction action) {
    ReviewerDecision decision;
    decision.reviewer = Reviewer{"d1", "", "radiology", true};
    decision.role = "physician";
    LineDecision one;
    one.action = action;
    one.reason_code = action == ReviewAction::certified ? "" : "0F";
    one.words = "No films were sent.";
    one.criteria = "Plan, Joint MRI, 2026";
    if (action == ReviewAction::modified) one.quantity = base::Decimal(1);
    decision.lines = {one};
    const auto made =
        decided(PriorCase{CaseId("C1"), 1, asked_, before}, decision, rulebook(), world_.facts.now);
    EXPECT_TRUE(made);
    return made ? *made : Determination();
  }

  World world_;
  ReviewRequest asked_ = request();
};

TEST_F(LettersOwed, AnApprovalTellsMemberAndProviderTheNumberAndItsTime) {  // SC-53
  const Determination approved = world_(asked_);
  const auto letters = owed(nullptr, approved);
  EXPECT_THAT(kinds(letters), ElementsAre("approval to member", "approval to provider"));
  EXPECT_EQ(letters[0].authorization, "AUTH1");
  ASSERT_THAT(letters[0].services, SizeIs(1));
  EXPECT_EQ(letters[0].services[0].decision, "Approved");
  EXPECT_THAT(letters[0].services[0].valid, HasSubstr("March 10, 2026 to"));
  EXPECT_EQ(letters[0].phone, "800-555-0100");
  EXPECT_THAT(letters[0].appeal, IsEmpty());
}

TEST_F(LettersOwed, ACoverSheetNamesTheRequestAndWhatIsMissingAndNoPatient) {  // SC-33
  const Determination waits = pended();
  const LetterFacts facts{rulebook(), nullptr, &directory(), at("2026-03-06T18:00:00Z")};
  const LetterContent sheet = cover_sheet_of(asked_, waits, facts);
  EXPECT_EQ(letter_word(sheet.kind), "cover_sheet");
  EXPECT_EQ(sheet.reference, waits.numbers.reference);
  ASSERT_THAT(sheet.missing, SizeIs(1));
  EXPECT_EQ(sheet.missing[0].control_number, waits.lines[0].missing[0].control_number);
  EXPECT_THAT(sheet.patient, IsEmpty());
  EXPECT_THAT(sheet.member_id, IsEmpty());
  EXPECT_THAT(sheet.services, IsEmpty());
  EXPECT_THAT(sheet.evidence, IsEmpty());
}

TEST_F(LettersOwed, AnApprovalOfATimeThatIsOverSaysWhatWasDecided) {  // SC-46
  Determination approved = world_(asked_);
  approved.lines[0].validity = base::Period{date("2026-01-01"), date("2026-01-31")};
  const auto letters = owed(nullptr, approved);
  ASSERT_THAT(letters, SizeIs(2));
  EXPECT_EQ(letters[0].services.at(0).decision, "Approved");
  EXPECT_THAT(letters[0].services[0].valid, HasSubstr("January 31, 2026"));
}

TEST_F(LettersOwed, ADenialSaysTheSameReasonCriterionAndAppealToBoth) {  // SC-44, SC-58, SC-60, SC-61, OR-M4
  const Determination waits = pended();
  const Determination denied = decided_by_physician(waits, ReviewAction::not_certified);
  const auto letters = owed(&waits, denied);
  ASSERT_THAT(kinds(letters), ElementsAre("denial to member", "denial to provider"));
  EXPECT_EQ(letters[0].services, letters[1].services);
  EXPECT_EQ(letters[0].appeal, letters[1].appeal);
  EXPECT_EQ(letters[0].appeal_until, letters[1].appeal_until);
  const LetterReason& reason = letters[0].services.at(0).reasons.at(0);
  EXPECT_EQ(reason.words, "No films were sent.");
  EXPECT_EQ(reason.criterion, "Plan, Joint MRI, 2026");
  EXPECT_EQ(letters[0].appeal, "Appeal in writing.");
  EXPECT_EQ(letters[0].appeal_until, "September 2, 2026");
  EXPECT_EQ(letters[0].peer_to_peer, "Call the medical director.");
  EXPECT_THAT(letters[0].evidence, Contains(HasSubstr("G43.909")));
  EXPECT_THAT(letters[0].evidence, Contains("How many weeks of treatment? Answer: 6"));
  EXPECT_THAT(letters[0].reviewer, HasSubstr("radiology"));
  Determination coded = denied;
  coded.reviewer->specialty = "207R00000X";
  EXPECT_EQ(owed(&waits, coded).at(0).reviewer, "a clinical reviewer of the plan") << "nobody reads a code";
}

TEST_F(LettersOwed, ADenialByTheTextOfThePlanNamesTheRule) {  // SC-44
  asked_.services = {line(1, "15823")};
  const auto letters = owed(nullptr, world_(asked_));
  ASSERT_THAT(kinds(letters), ElementsAre("denial to member", "denial to provider"));
  const LetterReason& reason = letters[0].services.at(0).reasons.at(0);
  EXPECT_THAT(reason.words, HasSubstr("Cosmetic surgery is no benefit."));
  EXPECT_THAT(reason.criterion, HasSubstr("p-cosmetic"));
  EXPECT_THAT(letters[0].appeal, Not(IsEmpty()));
}

TEST_F(LettersOwed, WhatIsMissingIsAskedOnceAndClosedOnce) {  // SC-52, OR-I3
  const Determination waits = pended();
  const auto letters = owed(nullptr, waits);
  EXPECT_THAT(kinds(letters), ElementsAre("information to member", "information to provider"));
  ASSERT_THAT(letters[1].missing, SizeIs(1));
  EXPECT_EQ(letters[1].missing[0].words, "Send the films.");
  EXPECT_THAT(letters[1].missing[0].control_number, Not(IsEmpty()));
  EXPECT_EQ(letters[1].missing[0].due, "March 20, 2026");
  EXPECT_THAT(owed(&waits, waits), IsEmpty());
  Determination closed = waits;
  closed.closed_out = true;
  EXPECT_THAT(kinds(owed(&waits, closed)), ElementsAre("closed to member", "closed to provider"));
  EXPECT_THAT(owed(&closed, closed), IsEmpty());
}

TEST_F(LettersOwed, QuestionsEndLikeSentencesHoweverAReviewerWroteThem) {
  Determination waits = pended();
  waits.lines.at(0).missing.at(0).question = "Progress notes of the last 3 months ";
  EXPECT_EQ(owed(nullptr, waits).at(0).missing.at(0).words, "Progress notes of the last 3 months.");
  waits.lines.at(0).missing.at(0).question = "Were films made?";
  EXPECT_EQ(owed(nullptr, waits).at(0).missing.at(0).words, "Were films made?");
}

TEST_F(LettersOwed, NameThePatientAsTheFileDoesAndAsSaidWhereItHasNobody) {
  const Determination approved = world_(asked_);
  world_.record.name.family = "O'Brien-Núñez";
  world_.record.name.given = "Zoë";
  auto letters = owed(nullptr, approved);
  EXPECT_EQ(letters.at(0).patient, "Zoë O'Brien-Núñez");
  EXPECT_EQ(letters.at(0).name, "Zoë O'Brien-Núñez");
  asked_.dependent = Person{};
  asked_.dependent->name.family = "OBRIEN";
  asked_.dependent->name.given = "SEAN";
  EXPECT_EQ(owed(nullptr, approved).at(0).patient, "SEAN OBRIEN") << "not on file";
  DependentRecord son;
  son.name.family = "O'Brien";
  son.name.given = "Seán";
  son.birth_date = base::Date{2020, 2, 29};
  world_.record.dependents = {son};
  letters = owed(nullptr, approved);
  EXPECT_EQ(letters.at(0).patient, "Seán O'Brien");
}

TEST_F(LettersOwed, AnExtensionSaysWhyAndUntilWhen) {  // OR-M3
  const Determination waits = pended();
  Determination later = waits;
  later.clock.push_back(
      {ClockKind::extended, world_.facts.now, 14, "The neurologist's report is on its way."});
  later.lines[0].timeframe =
      Timeframe{"routine", at("2026-03-25T06:59:59Z"), "plan promise: 2 business days"};
  const auto letters = owed(&waits, later);
  ASSERT_THAT(kinds(letters), ElementsAre("extension to member", "extension to provider"));
  EXPECT_EQ(letters[0].extension_reason, "The neurologist's report is on its way.");
  EXPECT_EQ(letters[0].extension_until, "March 24, 2026");
}

TEST_F(LettersOwed, AChangeThatTakesSomethingAwaySaysHowToAppeal) {  // OR-D4
  const Determination waits = pended();
  const auto letters = owed(&waits, decided_by_physician(waits, ReviewAction::modified));
  ASSERT_THAT(kinds(letters), ElementsAre("modified to member", "modified to provider"));
  EXPECT_THAT(letters[0].appeal, Not(IsEmpty()));
  EXPECT_EQ(letters[0].services.at(0).approved, "1 unit");
}

TEST_F(LettersOwed, AnOverturnedDenialIsAnApprovalThatSaysSo) {  // SC-61
  const Determination waits = pended();
  const Determination denied = decided_by_physician(waits, ReviewAction::not_certified);
  Determination approved = denied;
  approved.lines[0].action = ReviewAction::certified;
  approved.lines[0].certification_number = "AUTH1";
  const auto letters = owed(&denied, approved);
  ASSERT_THAT(kinds(letters), ElementsAre("approval to member", "approval to provider"));
  EXPECT_TRUE(letters[0].after_appeal);
}

TEST_F(LettersOwed, AStepOfATalkIsTheProvidersOnly) {  // SC-60
  const Determination waits = pended();
  const Determination denied = decided_by_physician(waits, ReviewAction::not_certified);
  const auto noted = talk_noted(PriorCase{CaseId("C1"), 2, asked_, denied}, TalkStep::scheduled,
                                "Monday at ten", world_.facts.now);
  ASSERT_TRUE(noted);
  const auto letters = owed(&denied, *noted);
  ASSERT_THAT(kinds(letters), ElementsAre("peer_to_peer to provider"));
  EXPECT_THAT(letters[0].talk, AllOf(HasSubstr("scheduled"), HasSubstr("Monday at ten")));
  EXPECT_THAT(owed(&*noted, *noted), IsEmpty());
}

TEST_F(LettersOwed, ATalkIsKnownByItsKindAndNotByItsWords) {
  const Determination waits = pended();
  const Determination denied = decided_by_physician(waits, ReviewAction::not_certified);
  Determination noted = denied;
  noted.notes.push_back({"Peer-to-peer talk of last year is in the file.", 0, {}});
  EXPECT_THAT(owed(&denied, noted), IsEmpty());
  noted.notes.push_back({"The doctors meet on Monday.", 0, {}, NoteKind::peer_to_peer});
  EXPECT_THAT(kinds(owed(&denied, noted)), ElementsAre("peer_to_peer to provider"));
}

TEST_F(LettersOwed, AnAppealIsAcknowledgedOnceWithTheDayOfItsDecision) {
  const Determination waits = pended();
  const Determination denied = decided_by_physician(waits, ReviewAction::not_certified);
  Appeal appeal;
  appeal.type = CertificationType::standard_appeal;
  const PriorCase prior{CaseId("C1"), 2, asked_, denied};
  const auto appealed = appeal_of(prior, appeal, date("2026-03-09"));
  ASSERT_TRUE(appealed);
  world_.facts.previous = prior;
  asked_ = *appealed;
  Determination heard = world_(asked_);
  ASSERT_EQ(heard.lines.at(0).action, ReviewAction::pended);
  heard.lines[0].timeframe = Timeframe{"appeal", at("2026-04-08T06:59:59Z"), "appeal promise: 30 days"};
  const auto letters = owed(&denied, heard);
  ASSERT_THAT(kinds(letters), ElementsAre("appeal_received to member", "appeal_received to provider"));
  EXPECT_EQ(letters[0].appeal_kind, "appeal");
  EXPECT_EQ(letters[0].due, "April 7, 2026");
  ASSERT_THAT(letters[0].services, SizeIs(1));
  for (const LetterReason& one : letters[0].services[0].reasons) {
    EXPECT_EQ(one.criterion.find("rule appealed"), std::string::npos) << "no rule that anybody could read";
  }
  EXPECT_THAT(owed(&heard, heard), IsEmpty());
}

TEST_F(LettersOwed, ADenialByTheTermsOfThePlanSaysWhichTerms) {
  // The second line is covered: the request is not refused as a whole.
  asked_.services = {line(1, "73721"), line(2, "99213")};
  asked_.services[0].dates = base::Period::of(date("2026-06-01"));
  world_.record.coverage.front().period.end = date("2026-03-31");
  const auto letters = owed(nullptr, world_(asked_));
  ASSERT_THAT(kinds(letters), ElementsAre("denial to member", "denial to provider"));
  EXPECT_EQ(letters[0].services.at(0).reasons.at(0).criterion, "the plan's terms of coverage");
}

TEST_F(LettersOwed, AnExtensionOfWhatIsDecidedMeanwhileIsNotAnnounced) {
  const Determination waits = pended();
  Determination extended = waits;
  extended.clock.push_back({ClockKind::extended, world_.facts.now, 14, "A report is on its way."});
  const Determination denied = decided_by_physician(extended, ReviewAction::not_certified);
  EXPECT_THAT(kinds(owed(&waits, denied)), ElementsAre("denial to member", "denial to provider"));
}

TEST_F(LettersOwed, ALaterVersionStandsInForWhatWasNotSentButForADecisionThatIsHeardAgain) {
  const Determination waits = pended();
  const Determination denied = decided_by_physician(waits, ReviewAction::not_certified);
  EXPECT_TRUE(supersedes(denied, LetterKind::information, nullptr, waits));
  EXPECT_TRUE(supersedes(waits, LetterKind::information, nullptr, waits)) << "it asks anew";
  Determination approved = denied;
  approved.lines[0].action = ReviewAction::certified;
  EXPECT_TRUE(supersedes(approved, LetterKind::denial, &waits, denied));
  EXPECT_FALSE(supersedes(waits, LetterKind::denial, &waits, denied)) << "the appeal is about that denial";
  Determination talks = denied;
  talks.notes.push_back({"The doctors meet on Monday.", 0, {}, NoteKind::peer_to_peer});
  EXPECT_TRUE(supersedes(talks, LetterKind::peer_to_peer, &denied, talks));
  EXPECT_FALSE(supersedes(waits, LetterKind::peer_to_peer, &denied, talks)) << "they meet all the same";
  Determination refused;
  refused.refusals.emplace_back();
  EXPECT_FALSE(supersedes(refused, LetterKind::information, nullptr, waits));
}

TEST_F(LettersOwed, NothingIsOwedForARefusalARepeatOrAWithdrawal) {
  Determination refused;
  refused.refusals.emplace_back();
  EXPECT_THAT(owed(nullptr, refused), IsEmpty());
  const Determination approved = world_(asked_);
  Determination repeated = approved;
  repeated.lines[0].reasons.push_back({"0Q", "The same was asked before.", "duplicate", "", {}});
  EXPECT_THAT(owed(nullptr, repeated), IsEmpty());
  const ReviewRequest approved_request = asked_;
  Determination waits_again = pended();
  waits_again.lines[0].reasons.push_back({"0Q", "The same was asked before.", "duplicate", "", {}});
  EXPECT_THAT(owed(nullptr, waits_again), IsEmpty());
  asked_ = approved_request;
  Determination withdrawn = approved;
  withdrawn.lines[0].action = ReviewAction::cancelled;
  EXPECT_THAT(owed(&approved, withdrawn), IsEmpty());
  EXPECT_THAT(owed(&approved, approved), IsEmpty());
}

TEST_F(LettersOwed, DecidedAndWaitingLinesOfOneCaseOweBothKinds) {
  asked_.services = {line(1, "70551"), line(2, "73721")};
  const auto letters = owed(nullptr, world_(asked_));
  EXPECT_THAT(kinds(letters), ElementsAre("approval to member", "approval to provider",
                                          "information to member", "information to provider"));
  EXPECT_THAT(letters[0].services, SizeIs(1));
  EXPECT_EQ(letters[2].missing.at(0).service, "joint");
}

TEST_F(LettersOwed, ADenialSaysWhatItsCodeMeansAndWhetherItIsOfEverything) {  // OR-D4
  const Determination waits = pended();
  const Determination denied = decided_by_physician(waits, ReviewAction::not_certified);
  const auto letters = owed(&waits, denied);
  ASSERT_THAT(letters, SizeIs(2));
  EXPECT_EQ(letters[0].services.at(0).reasons.at(0).meaning, "not necessary");
  EXPECT_FALSE(letters[0].in_part);
  Determination mixed = denied;
  mixed.lines.push_back(mixed.lines[0]);
  mixed.lines[1].sequence = 2;
  mixed.lines[1].action = ReviewAction::certified;
  EXPECT_TRUE(owed(&waits, mixed).at(0).in_part);
}

TEST_F(LettersOwed, AQuestionAboutAnotherPlaceSaysThatWhatWasApprovedStaysValid) {  // SC-27
  const Determination approved = world_(asked_);
  world_.decided_before(asked_);
  asked_.services[0].providers = {party(PartyRole::facility, outside)};
  asked_.services[0].certification = CertificationType::revision;
  const Determination moved = world_.update(asked_);
  ASSERT_EQ(moved.lines.at(0).action, ReviewAction::pended);
  const auto letters = owed(&approved, moved);
  ASSERT_THAT(kinds(letters), ElementsAre("information to member", "information to provider"));
  for (const LetterContent& one : letters) EXPECT_EQ(one.stays_valid, "AUTH1");
  EXPECT_THAT(owed(nullptr, approved).at(0).stays_valid, IsEmpty());
}

TEST_F(LettersOwed, AChildsLetterGoesToParentOrGuardian) {
  asked_.dependent = Person();
  asked_.dependent->name = {"TESTMEMBER", "BETA", "", "", ""};
  asked_.dependent->birth_date = date("2015-05-05");
  asked_.dependent->relationship = Relationship::child;
  world_.record.address.lines = {"1 Test Lane"};
  const auto letters = owed(nullptr, world_(asked_));
  ASSERT_THAT(letters, Not(IsEmpty()));
  EXPECT_EQ(letters[0].name, "Parent or guardian of BETA TESTMEMBER");
  EXPECT_EQ(letters[0].patient, "BETA TESTMEMBER");
  EXPECT_THAT(letters[0].address, Contains("1 Test Lane"));
}

TEST_F(LettersOwed, TheFaxIsTheRequestsElseTheDirectorys) {  // SC-59
  asked_.requester.contact = Contact{"DESK", {{ContactKind::fax, "3605550177", ""}}};
  EXPECT_EQ(owed(nullptr, world_(asked_)).at(1).fax, "3605550177");
  asked_.requester.contact.reset();
  EXPECT_EQ(owed(nullptr, world_(asked_)).at(1).fax, "");
  Facility clinic;
  clinic.npi = "1999000015";
  clinic.fax = "3605550188";
  const Directory known({clinic});
  const LetterFacts facts{rulebook(), &world_.record, &known, at("2026-03-06T18:00:00Z")};
  EXPECT_EQ(letters_owed(asked_, nullptr, world_(asked_), facts).at(1).fax, "3605550188");
}

/// Whatever is asked: what is not approved says why, by what, and what can be done. Rules: OR-M4, SC-44.
TEST(NoDenial, LacksReasonWordsBasisOrRights) {
  const std::vector<const char*> codes{"70551", "73721", "76498", "97110", "97530", "97112", "15823",
                                       "95810", "99213", "29827", "27447", "A9999", "00000"};
  std::size_t denials = 0;
  for (const char* const code : codes) {
    for (const char* const place : {hospital, outside, centre}) {
      for (const char* const day : {"2026-03-10", "2025-12-01", "2027-01-01", "2020-01-01"}) {
        for (const CertificationType type :
             {CertificationType::initial, CertificationType::extension, CertificationType::standard_appeal}) {
          World world;
          ReviewRequest asked = request();
          asked.event.certification = type;
          asked.services = {line(1, code)};
          asked.services[0].dates = base::Period::of(date(day));
          asked.services[0].providers = {party(PartyRole::facility, place)};
          const Determination made = world(asked);
          for (const LineDetermination& one : made.lines) {
            if (one.action != ReviewAction::not_certified) continue;
            ++denials;
            ASSERT_THAT(one.reasons, Not(IsEmpty())) << code << ' ' << place << ' ' << day;
            EXPECT_THAT(one.reasons[0].code, Not(IsEmpty())) << code;
            EXPECT_THAT(one.reasons[0].words, Not(IsEmpty())) << code;
            EXPECT_TRUE(!one.reasons[0].criteria.empty() || !one.reasons[0].rule.empty()) << code;
            ASSERT_TRUE(one.rights) << code;
            EXPECT_THAT(one.rights->appeal, Not(IsEmpty()));
          }
          const LetterFacts facts{rulebook(), &world.record, &directory(), world.facts.now};
          for (const LetterContent& letter : letters_owed(asked, nullptr, made, facts)) {
            EXPECT_THAT(letter.phone, Not(IsEmpty()));
            if (letter.kind != LetterKind::denial) continue;
            EXPECT_THAT(letter.appeal, Not(IsEmpty()));
            EXPECT_THAT(letter.services.at(0).reasons.at(0).criterion, Not(IsEmpty()));
          }
        }
      }
    }
  }
  EXPECT_GE(denials, 10U);
}

TEST(NoDenial, ByAPersonIsTakenWithoutReasonWordsCriterionAndPhysician) {  // OR-M4
  World world;
  ReviewRequest asked = request();
  asked.services = {line(1, "73721")};
  const PriorCase waits{CaseId("C1"), 1, asked, world(asked)};
  ReviewerDecision whole;
  whole.reviewer = Reviewer{"d1", "", "", true};
  whole.role = "physician";
  LineDecision one;
  one.action = ReviewAction::not_certified;
  one.reason_code = "0F";
  one.words = "No films were sent.";
  one.criteria = "Plan, Joint MRI, 2026";
  whole.lines = {one};
  ASSERT_TRUE(decided(waits, whole, rulebook(), world.facts.now));
  const std::vector<std::function<void(ReviewerDecision&)>> lacks{
      [](ReviewerDecision& it) { it.lines[0].reason_code.clear(); },
      [](ReviewerDecision& it) { it.lines[0].words.clear(); },
      [](ReviewerDecision& it) { it.lines[0].criteria.clear(); },
      [](ReviewerDecision& it) { it.reviewer.id.clear(); },
      [](ReviewerDecision& it) { it.role = "nurse"; },
  };
  for (const auto& take : lacks) {
    ReviewerDecision lacking = whole;
    take(lacking);
    EXPECT_FALSE(decided(waits, lacking, rulebook(), world.facts.now));
  }
}

TEST(LetterWords, AreForPeople) {
  EXPECT_EQ(date_in_words(date("2026-01-05")), "January 5, 2026");
  EXPECT_EQ(phone_in_words("8005550100"), "800-555-0100");
  EXPECT_EQ(phone_in_words("+44 20 5550"), "+44 20 5550");
  EXPECT_EQ(letter_kind_from("closed"), LetterKind::closed);
  EXPECT_EQ(letter_kind_from("open"), std::nullopt);
}

}  // namespace
}  // namespace precert::test
