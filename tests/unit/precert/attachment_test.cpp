// Documents that come apart from their request: whose they are, and what the request then means.
#include "determine_support.hpp"
#include "precert/engine/attached.hpp"

namespace precert::test {
namespace {

/// A joint MRI is certified once the films are there.
ReviewRequest joint_request() {
  ReviewRequest made = request();
  made.services = {line(1, "73721")};
  return made;
}

Document announced(std::string control_number, std::string report_type, int service = 0) {
  Document made;
  made.report_type = std::move(report_type);
  made.transmission = "EL";
  made.control_number = std::move(control_number);
  made.service = service;
  return made;
}

Attachment paper(std::string control_number) {
  Attachment made;
  made.control_number = std::move(control_number);
  made.content_type = "application/pdf";
  made.content = "%PDF-1.4";
  made.content_hash = "00aa";
  made.source = {"BDS-03 @14"};
  return made;
}

AttachmentMessage message(const ReviewRequest& of) {
  AttachmentMessage made;
  made.payer.identifiers = of.umo.identifiers;
  made.provider = of.requester;
  made.patient = of.patient();
  made.attachments = {paper("A1")};
  return made;
}

PriorCase decided_case(const World& world, const ReviewRequest& asked) {
  return {CaseId("C1"), 1, asked, world(asked)};
}

std::string asked_number(const PriorCase& earlier) {
  const auto& lines = earlier.determination.lines;
  if (lines.empty() || lines.front().missing.empty()) {
    ADD_FAILURE() << "nothing was asked";
    return {};
  }
  return lines.front().missing.front().control_number;
}

Determination redetermined(const World& world, const PriorCase& earlier, const ReviewRequest& now) {
  return precert::redetermined(earlier, now, rulebook(), world.facts);
}

// ---- Matching

TEST(MatchesAnAttachment, ByTheNumberThatTheRequestAnnounced) {
  ReviewRequest asked = joint_request();
  asked.documents = {announced("A1", "RB")};
  const AttachmentMessage sent = message(asked);
  EXPECT_TRUE(matches(sent, paper("A1"), asked));
  EXPECT_FALSE(matches(sent, paper("a1"), asked));
  EXPECT_FALSE(matches(sent, paper("0A1"), asked));
  EXPECT_FALSE(matches(sent, paper(""), asked));
}

TEST(MatchesAnAttachment, ByTheNumberThatWasAskedFor) {
  const World world;
  const PriorCase earlier = decided_case(world, joint_request());
  const std::string number = asked_number(earlier);
  EXPECT_TRUE(matches(message(earlier.request), paper(number), earlier));
  EXPECT_FALSE(matches(message(earlier.request), paper(number), earlier.request));
}

TEST(MatchesAnAttachment, ByTheNumberThatWasAskedForOnceAndIsAnsweredSince) {  // SC-29: none is lost
  const World world;
  PriorCase earlier = decided_case(world, joint_request());
  const std::string number = asked_number(earlier);
  earlier.determination.lines.front().missing.clear();
  earlier.determination.lines.front().action = ReviewAction::certified;
  EXPECT_TRUE(matches(message(earlier.request), paper(number), earlier));
  EXPECT_FALSE(matches(message(earlier.request), paper(earlier.determination.numbers.trace + "9-01"), earlier));
}

TEST(OfSeveralCasesThatMatch, NobodyIsTakenForTheirTwin) {
  const auto about = [](const char* given) {
    PriorCase made{CaseId(given), 1, joint_request(), {}};
    made.request.dependent.emplace();
    made.request.dependent->name = {"TESTMEMBER", given, "", "", ""};
    made.request.dependent->birth_date = base::Date{2015, 3, 3};
    return made;
  };
  const std::vector<PriorCase> twins{about("MARY"), about("MARY ANN"), about("Mary")};
  const auto own = [&](const char* given, std::span<const PriorCase> cases) {
    AttachmentMessage sent = message(joint_request());
    sent.patient.name = {"TESTMEMBER", given, "", "", ""};
    return own_case(sent, cases);
  };
  EXPECT_EQ(own("MARY", twins), std::optional<std::size_t>(0));
  EXPECT_EQ(own("MARY ANN", twins), std::optional<std::size_t>(1));
  EXPECT_EQ(own("M", twins), std::nullopt);
  EXPECT_EQ(own("", twins), std::nullopt);
  EXPECT_EQ(own("M", std::span(twins).first(1)), std::optional<std::size_t>(0));
  EXPECT_EQ(own("MARY", {}), std::nullopt);
}

TEST(MatchesAnAttachment, ByTheAuthorizationItQuotes) {
  const World world;
  const PriorCase earlier = decided_case(world, joint_request());
  AttachmentMessage sent = message(earlier.request);
  sent.administrative = "NR1";
  EXPECT_TRUE(matches(sent, paper("UNHEARD"), earlier));
  sent.administrative = "NR2";
  EXPECT_FALSE(matches(sent, paper("UNHEARD"), earlier));
  sent.certification = "AUTH1";
  EXPECT_TRUE(matches(sent, paper("UNHEARD"), earlier));
}

TEST(MatchesAnAttachment, NotWhenTheDocumentWasWithdrawn) {
  ReviewRequest asked = joint_request();
  asked.documents = {announced("A1", "RB")};
  asked.documents.front().change = Change::cancelled;
  EXPECT_FALSE(matches(message(asked), paper("A1"), asked));
}

TEST(MatchesAnAttachment, NotForAnotherPatient) {
  ReviewRequest asked = joint_request();
  asked.documents = {announced("A1", "RB")};
  AttachmentMessage sent = message(asked);
  sent.patient.identifiers.front().value = "M999";
  EXPECT_FALSE(matches(sent, paper("A1"), asked));
  sent.patient.identifiers.clear();
  EXPECT_FALSE(matches(sent, paper("A1"), asked)) << "a name alone does not tell who it is";
}

TEST(MatchesAnAttachment, NotForARelativeWhoSharesTheNumber) {
  ReviewRequest asked = joint_request();
  asked.documents = {announced("A1", "RB")};
  asked.dependent = Person{};
  asked.dependent->name = {"TESTMEMBER", "BETA", "", "", ""};
  AttachmentMessage sent = message(asked);
  sent.patient.identifiers = asked.subscriber.identifiers;
  EXPECT_TRUE(matches(sent, paper("A1"), asked));
  sent.patient.name.given = "GAMMA";
  EXPECT_FALSE(matches(sent, paper("A1"), asked));
}

TEST(MatchesAnAttachment, ByNumberAloneWhenNoNameIsGiven) {
  ReviewRequest asked = joint_request();
  asked.documents = {announced("A1", "RB")};
  AttachmentMessage sent = message(asked);
  sent.patient.name = {};
  EXPECT_TRUE(matches(sent, paper("A1"), asked));
}

TEST(MatchesAnAttachment, OnAPaperByItsNumberUnlessWhatStandsBesideItSpeaksAgainst) {
  ReviewRequest asked = joint_request();
  asked.documents = {announced("A1", "RB")};
  AttachmentMessage sent;
  EXPECT_FALSE(matches(sent, paper("A1"), asked)) << "an electronic message has to say whose it is";
  sent.paper = true;
  EXPECT_TRUE(matches(sent, paper("A1"), asked));
  EXPECT_FALSE(matches(sent, paper("A2"), asked));
  AttachmentMessage another = sent;
  another.patient.birth_date = base::date_from_iso("1901-01-01");
  EXPECT_FALSE(matches(another, paper("A1"), asked));
  another = sent;
  another.patient.identifiers = {{IdentifierKind::member_id, "SOMEBODY-ELSE", ""}};
  EXPECT_FALSE(matches(another, paper("A1"), asked));
  another = sent;
  another.provider.identifiers = {{IdentifierKind::npi, "1999999999", ""}};
  EXPECT_FALSE(matches(another, paper("A1"), asked));
  another.provider = asked.requester;
  another.patient = asked.patient();
  EXPECT_TRUE(matches(another, paper("A1"), asked));
}

TEST(MatchesAnAttachment, FromAnyProviderOfTheRequestAndNobodyElse) {
  ReviewRequest asked = joint_request();
  asked.documents = {announced("A1", "RB")};
  AttachmentMessage sent = message(asked);
  sent.provider = party(PartyRole::facility, hospital);  // performs line 1
  EXPECT_TRUE(matches(sent, paper("A1"), asked));
  sent.provider = party(PartyRole::provider, outside);
  EXPECT_FALSE(matches(sent, paper("A1"), asked));
  sent.provider = {};
  EXPECT_FALSE(matches(sent, paper("A1"), asked)) << "who is not named cannot agree";
  sent.submitter = asked.requester;
  EXPECT_TRUE(matches(sent, paper("A1"), asked));
}

TEST(MatchesAnAttachment, ByAnyNumberOfThePayer) {
  ReviewRequest asked = joint_request();
  asked.documents = {announced("A1", "RB")};
  AttachmentMessage sent = message(asked);
  sent.payer.identifiers = {{IdentifierKind::plan_id, "TEST1", ""}};
  EXPECT_TRUE(matches(sent, paper("A1"), asked));
  sent.payer.identifiers = {{IdentifierKind::payer_id, "test1", ""}};
  EXPECT_FALSE(matches(sent, paper("A1"), asked));
  EXPECT_TRUE(matches(sent, paper("A1"), asked, &rulebook()));
  sent.payer.identifiers.front().value = "ELSE";
  EXPECT_FALSE(matches(sent, paper("A1"), asked, &rulebook()));
  sent.payer.identifiers.clear();
  EXPECT_TRUE(matches(sent, paper("A1"), asked)) << "whoever got it is meant";
}

// ---- Attaching

TEST(WithAttachments, AnAskedDocumentCertifiesThePendedLine) {
  World world;
  const PriorCase earlier = decided_case(world, joint_request());
  ASSERT_EQ(earlier.determination.action, ReviewAction::pended);
  const std::vector<Attachment> sent{paper(asked_number(earlier))};
  const ReviewRequest now = with_attachments(earlier, sent);
  ASSERT_EQ(now.documents.size(), 1U);
  EXPECT_EQ(now.documents[0].report_type, "RB");
  EXPECT_EQ(now.documents[0].loinc, "18748-4");
  EXPECT_EQ(now.documents[0].service, 1);
  EXPECT_EQ(now.documents[0].content_hash, "00aa");
  const Determination made = redetermined(world, earlier, now);
  EXPECT_EQ(made.action, ReviewAction::certified);
  EXPECT_EQ(made.numbers, earlier.determination.numbers);
}

TEST(WithAttachments, AnAnnouncedDocumentArrivesAsItWasAnnounced) {
  World world;
  ReviewRequest asked = joint_request();
  asked.documents = {announced("A1", "RB", 1)};
  asked.documents.front().description = "FILMS";
  EXPECT_EQ(world(asked).action, ReviewAction::pended);
  Attachment sent = paper("A1");
  sent.report_type = "77";
  const ReviewRequest now = with_attachments(asked, std::vector{sent});
  ASSERT_EQ(now.documents.size(), 1U);
  EXPECT_EQ(now.documents[0].report_type, "RB");
  EXPECT_EQ(now.documents[0].description, "FILMS");
  EXPECT_EQ(now.documents[0].content_type, "application/pdf");
  EXPECT_EQ(now.documents[0].service, 1);
  EXPECT_EQ(world(now).action, ReviewAction::certified);
}

TEST(WithAttachments, OnlyTheLineThatWasAskedAboutIsCertified) {
  World world;
  ReviewRequest asked = joint_request();
  asked.services = {line(1, "73721"), line(2, "73721")};
  asked.services[1].procedure.modifiers = {"RT"};
  const PriorCase earlier = decided_case(world, asked);
  const std::vector<Attachment> sent{paper(asked_number(earlier))};
  const Determination made = redetermined(world, earlier, with_attachments(earlier, sent));
  ASSERT_EQ(made.lines.size(), 2U);
  EXPECT_EQ(made.lines[0].action, ReviewAction::certified);
  EXPECT_EQ(made.lines[1].action, ReviewAction::pended);
}

TEST(WithAttachments, TheSameDocumentTwiceIsThereOnce) {
  const World world;
  PriorCase earlier = decided_case(world, joint_request());
  const std::vector<Attachment> sent{paper(asked_number(earlier)), paper(asked_number(earlier))};
  earlier.request = with_attachments(earlier, sent);
  EXPECT_EQ(earlier.request.documents.size(), 1U);
  EXPECT_EQ(with_attachments(earlier, sent).documents.size(), 1U);
}

TEST(WithAttachments, AnotherDocumentUnderTheSameNumberIsKeptBesides) {
  ReviewRequest asked = joint_request();
  asked.documents = {announced("A1", "RB")};
  Attachment second = paper("A1");
  second.content_hash = "00bb";
  const ReviewRequest now = with_attachments(asked, std::vector{paper("A1"), second});
  ASSERT_EQ(now.documents.size(), 2U);
  EXPECT_EQ(now.documents[1].control_number, "A1");
}

TEST(WithAttachments, WhatWasNeitherAskedNorAnnouncedIsSupportData) {
  Attachment sent = paper("X");
  sent.line_items = {"1"};
  sent.title = "LETTER";
  const ReviewRequest now = with_attachments(joint_request(), std::vector{sent});
  ASSERT_EQ(now.documents.size(), 1U);
  EXPECT_EQ(now.documents[0].report_type, "77");
  EXPECT_EQ(now.documents[0].description, "LETTER");
  EXPECT_EQ(now.documents[0].service, 1);
  sent.line_items = {"7"};
  EXPECT_EQ(with_attachments(joint_request(), std::vector{sent}).documents[0].service, 0);
}

TEST(WithAttachments, AnAttachmentWithoutContentBringsNothing) {
  Attachment sent = paper("A1");
  sent.content.clear();
  sent.content_hash.clear();
  EXPECT_EQ(with_attachments(joint_request(), std::vector{sent}), joint_request());
}

TEST(WithAttachments, AnswersInsideDecideTheLine) {
  World world;
  ReviewRequest asked = request();
  asked.answers.clear();
  const PriorCase earlier = decided_case(world, asked);
  ASSERT_EQ(earlier.determination.action, ReviewAction::pended);
  AttachedInformation said{true, good_answers(), {}, {}};
  const std::vector<Attachment> sent{paper(asked_number(earlier))};
  const ReviewRequest now = with_attachments(earlier, sent, std::vector{said});
  EXPECT_TRUE(now.documents.empty());
  ASSERT_EQ(now.answers.size(), 2U);
  EXPECT_EQ(now.answers[0].service, 1) << "the question was about this line";
  EXPECT_EQ(redetermined(world, earlier, now).action, ReviewAction::certified);
}

TEST(WithAttachments, ALaterAnswerReplacesTheEarlierOne) {
  ReviewRequest asked = request();
  const AttachedInformation said{true, {{"weeks", base::Decimal(2), 0, {}}}, {}, {}};
  const ReviewRequest now = with_attachments(asked, std::vector{paper("X")}, std::vector{said});
  ASSERT_EQ(now.answers.size(), 2U);
  EXPECT_EQ(now.answers.back().value, AnswerValue{base::Decimal(2)});
}

TEST(WithAttachments, TheAnswerToAnotherFormReplacesNothing) {
  ReviewRequest asked = request();
  asked.answers = {{"weeks", base::Decimal(8), 0, {}, "", "ours"}};
  const AttachedInformation said{true, {{"weeks", base::Decimal(2), 0, {}, "", "theirs"}}, {}, {}};
  const ReviewRequest now = with_attachments(asked, std::vector{paper("X")}, std::vector{said});
  ASSERT_EQ(now.answers.size(), 2U);
  EXPECT_EQ(now.answers.front().value, AnswerValue{base::Decimal(8)});
}

TEST(WithAttachments, AnEmptyBundleIsNoDocument) {
  World world;
  const PriorCase earlier = decided_case(world, joint_request());
  const std::vector<Attachment> sent{paper(asked_number(earlier))};
  const ReviewRequest now =
      with_attachments(earlier, sent, std::vector{AttachedInformation{true, {}, {}, {}}});
  EXPECT_EQ(now, earlier.request);
  EXPECT_EQ(redetermined(world, earlier, now).action, ReviewAction::pended);
}

TEST(WithAttachments, DocumentsInsideABundleAnswerTheQuestion) {
  World world;
  const PriorCase earlier = decided_case(world, joint_request());
  Document inside;
  inside.loinc = "99999-9";
  inside.content_hash = "00cc";
  const std::vector<Attachment> sent{paper(asked_number(earlier))};
  const ReviewRequest now =
      with_attachments(earlier, sent, std::vector{AttachedInformation{true, {}, {inside}, {}}});
  ASSERT_EQ(now.documents.size(), 1U);
  EXPECT_EQ(now.documents[0].loinc, "99999-9");
  EXPECT_EQ(now.documents[0].content_hash, "00cc");
  EXPECT_EQ(redetermined(world, earlier, now).action, ReviewAction::certified);
}

// ---- Deciding anew

/// A pended case for two facts that no paper can answer by itself: what was asked.
PriorCase brain_case(const World& world) {
  ReviewRequest asked = request();
  asked.answers.clear();
  return decided_case(world, asked);
}

TEST(Redetermined, APaperThatAsksToBeReadGoesToAClinician) {
  const World world;
  PriorCase earlier = brain_case(world);
  std::vector<MissingInformation> asked = earlier.determination.lines.at(0).missing;
  ASSERT_EQ(asked.size(), 2U);

  earlier.request = with_attachments(earlier, std::vector{paper(asked[0].control_number)});
  earlier.determination = redetermined(world, earlier, earlier.request);
  earlier.version = 2;
  const LineDetermination first = earlier.determination.lines.at(0);
  EXPECT_EQ(first.action, ReviewAction::pended);
  EXPECT_EQ(first.queue, "intake");
  EXPECT_THAT(missing_facts(first), testing::ElementsAre(asked[1].fact));
  EXPECT_EQ(first.missing[0].control_number, asked[1].control_number);

  const ReviewRequest now = with_attachments(earlier, std::vector{paper(asked[1].control_number)});
  const LineDetermination second = redetermined(world, earlier, now).lines.at(0);
  EXPECT_EQ(second.action, ReviewAction::pended) << "a paper is no answer";
  EXPECT_EQ(second.queue, "clinician");
  EXPECT_EQ(code_of(second), "0W");
  EXPECT_THAT(second.reasons[0].words, testing::StartsWith("What was asked for has arrived"));
  EXPECT_THAT(second.missing, testing::IsEmpty()) << "both are here";
}

TEST(Redetermined, WhatIsDecidedStays) {
  const World world;
  ReviewRequest asked = request();
  asked.services = {line(1, "70551"), line(2, "73721")};
  PriorCase earlier = decided_case(world, asked);
  ASSERT_EQ(earlier.determination.lines.at(0).action, ReviewAction::certified);
  earlier.request.event.certification = CertificationType::extension;  // would be counted on top of itself
  earlier.determination.numbers.certification.clear();
  const std::string number = earlier.determination.lines.at(1).missing.at(0).control_number;
  const ReviewRequest now = with_attachments(earlier, std::vector{paper(number)});
  const Determination made = redetermined(world, earlier, now);
  ASSERT_EQ(made.lines.size(), 2U);
  EXPECT_EQ(made.lines[0], earlier.determination.lines[0]);
  EXPECT_EQ(made.lines[1].action, ReviewAction::certified);
  EXPECT_EQ(made.numbers.trace, earlier.determination.numbers.trace);
  EXPECT_EQ(made.numbers.certification, "AUTH1") << "drawn now: the case had none";
}

TEST(Redetermined, ADenialIsNotReopenedByAPaper) {
  const World world;
  ReviewRequest asked = request();
  asked.services = {line(1, "70551"), line(2, "73721")};
  PriorCase earlier = decided_case(world, asked);
  earlier.request.event.certification = CertificationType::standard_appeal;
  LineDetermination& denied = earlier.determination.lines.at(0);
  denied.action = ReviewAction::not_certified;
  denied.queue.clear();
  earlier.determination.reviewer = Reviewer{"r1", "", "", true};
  const ReviewRequest now = with_attachments(earlier, std::vector{paper("LATE")});
  const Determination made = redetermined(world, earlier, now);
  EXPECT_EQ(made.lines.at(0), denied);
  EXPECT_EQ(made.reviewer, earlier.determination.reviewer);
}

TEST(Redetermined, ARefusalLeavesTheCaseAsItIs) {
  World world;
  const PriorCase earlier = decided_case(world, joint_request());
  world.facts.member = nullptr;
  const ReviewRequest now = with_attachments(earlier, std::vector{paper(asked_number(earlier))});
  EXPECT_EQ(redetermined(world, earlier, now), earlier.determination);
  PriorCase refused = earlier;
  refused.determination = world(earlier.request);
  ASSERT_TRUE(refused.determination.refused());
  EXPECT_EQ(redetermined(World(), refused, now), refused.determination) << "it has to be sent again";
}

}  // namespace
}  // namespace precert::test
