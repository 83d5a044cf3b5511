// An update read together with its case, in the manner of both dialects.
#include "determine_support.hpp"

namespace precert::test {
namespace {

PriorCase case_of(ReviewRequest asked) {
  PriorCase made;
  made.id = CaseId("C1");
  made.request = std::move(asked);
  return made;
}

PriorCase two_lines() {
  ReviewRequest asked = request();
  asked.services.push_back(line(2, "99213"));
  asked.services[0].traces = {{"L1", "9X", "", {}}};
  asked.services[1].traces = {{"L2", "9X", "", {}}};
  return case_of(asked);
}

ReviewRequest x12_revision(std::vector<ServiceLine> lines) {
  ReviewRequest asked = request();
  asked.event.certification = CertificationType::revision;
  asked.services = std::move(lines);
  return asked;
}

std::vector<std::string> codes_of(const ReviewRequest& asked) {
  std::vector<std::string> codes;
  for (const ServiceLine& one : asked.services)
    codes.push_back(std::to_string(one.sequence) + ":" + one.procedure.code);
  return codes;
}

using Strings = std::vector<std::string>;

TEST(Merged, WithoutACaseIsTheRequestItself) { EXPECT_EQ(merged(request(), nullptr), request()); }

TEST(Merged, AFhirUpdateReplacesLinesBySequence) {
  const PriorCase before = two_lines();
  ReviewRequest update = before.request;
  update.reference_system = "urn:system";
  update.services[1].procedure.code = "73721";
  update.services[1].quantity.reset();
  update.services.push_back(line(3, "97110"));
  EXPECT_EQ(codes_of(merged(update, &before)), (Strings{"1:70551", "2:73721", "3:97110"}));
}

TEST(Merged, AFhirUpdateThatRepeatsNothingOfALineRemovesWhatItLeavesOut) {
  PriorCase before = two_lines();
  before.request.services[0].quantity = Quantity{base::Decimal(2), Unit::unit, {}};
  ReviewRequest update = before.request;
  update.services[0].source.where = "Claim.item[0]";
  update.services[0].quantity.reset();
  EXPECT_FALSE(merged(update, &before).services[0].quantity.has_value());
}

TEST(Merged, AnX12LineFindsItsTraceFirst) {
  const PriorCase before = two_lines();
  ServiceLine changed = line(1, "99213");
  changed.traces = {{"L2", "9X", "", {}}};
  changed.quantity = Quantity{base::Decimal(3), Unit::unit, {}};
  const ReviewRequest made = merged(x12_revision({changed}), &before);
  EXPECT_EQ(codes_of(made), (Strings{"1:70551", "2:99213"}));
  EXPECT_EQ(made.services[1].quantity->value, base::Decimal(3));
}

TEST(Merged, AnX12LineFindsItsCodeWithoutATrace) {
  const PriorCase before = two_lines();
  ServiceLine changed = line(1, "99213");
  changed.quantity = Quantity{base::Decimal(3), Unit::unit, {}};
  EXPECT_EQ(merged(x12_revision({changed}), &before).services.at(1).quantity->value, base::Decimal(3));
}

TEST(Merged, AnX12LineWithAnotherCodeTakesTheSameNumber) {
  const PriorCase before = two_lines();
  EXPECT_EQ(codes_of(merged(x12_revision({line(2, "73721")}), &before)), (Strings{"1:70551", "2:73721"}));
}

TEST(Merged, AnInitialLineInARevisionIsAdded) {
  const PriorCase before = two_lines();
  ServiceLine added = line(1, "73721");
  added.certification = CertificationType::initial;
  EXPECT_EQ(codes_of(merged(x12_revision({added}), &before)), (Strings{"1:70551", "2:99213", "3:73721"}));
}

TEST(Merged, AnInitialLineThatAsksForWhatTheCaseAsksForIsThatLine) {
  PriorCase before = two_lines();
  const base::Period day{{2026, 1, 20}, std::nullopt}, later{{2026, 1, 21}, std::nullopt};
  before.request.services[1].dates = day;
  ServiceLine again = before.request.services[1];
  again.sequence = 1;
  again.traces = {{"OTHER", "9X", "", {}}};
  again.certification = CertificationType::initial;
  EXPECT_EQ(codes_of(merged(x12_revision({again}), &before)), (Strings{"1:70551", "2:99213"}));
  ServiceLine another = again;
  another.dates = later;
  EXPECT_THAT(codes_of(merged(x12_revision({another}), &before)), testing::SizeIs(3));
  another = again;
  another.quantity = Quantity{base::Decimal(7), Unit::unit, {}};
  EXPECT_THAT(codes_of(merged(x12_revision({another}), &before)), testing::SizeIs(3));
  before.determination.lines.push_back({});
  before.determination.lines.back().sequence = 2;
  before.determination.lines.back().action = ReviewAction::cancelled;
  EXPECT_THAT(codes_of(merged(x12_revision({again}), &before)), testing::SizeIs(3))
      << "what was withdrawn is asked for anew";
}

TEST(Merged, AnX12RevisionFillsInWhatItLeavesOut) {
  PriorCase before = two_lines();
  before.request.services[0].quantity = Quantity{base::Decimal(2), Unit::unit, {}};
  before.request.event.onset = date("2026-01-01");
  ServiceLine changed;
  changed.sequence = 1;
  changed.traces = {{"L1", "9X", "", {}}};
  changed.place = Place{PlaceKind::place_of_service, "22", {}};
  ReviewRequest update = x12_revision({changed});
  update.event.diagnoses.clear();
  const ReviewRequest made = merged(update, &before);
  EXPECT_EQ(made.services[0].procedure.code, "70551");
  EXPECT_EQ(made.services[0].quantity->value, base::Decimal(2));
  EXPECT_EQ(made.services[0].place->code, "22");
  EXPECT_EQ(made.services[0].dates, before.request.services[0].dates);
  EXPECT_EQ(made.event.diagnoses, before.request.event.diagnoses);
  EXPECT_EQ(made.event.onset, date("2026-01-01"));
}

TEST(Merged, AnotherCodeDoesNotTakeTheAmountOfTheOldOne) {
  PriorCase before = two_lines();
  before.request.services[0].amount = base::Decimal(850);
  before.request.services[0].unit_rate = base::Decimal(85);
  ServiceLine other;
  other.sequence = 1;
  other.traces = {{"L1", "9X", "", {}}};
  other.procedure.code = "70552";
  const ReviewRequest made = merged(x12_revision({other}), &before);
  EXPECT_EQ(codes_of(made).at(0), "1:70552");
  EXPECT_FALSE(made.services[0].amount);
  EXPECT_FALSE(made.services[0].unit_rate);
  other.procedure.code = "70551";
  EXPECT_EQ(merged(x12_revision({other}), &before).services[0].amount, base::Decimal(850));
}

TEST(Merged, LinesThatAreNotMentionedKeepTheirOwnKind) {
  const PriorCase before = two_lines();
  const ReviewRequest made = merged(x12_revision({line(1, "70551")}), &before);
  EXPECT_EQ(made.certification_of(made.services[0]), CertificationType::revision);
  EXPECT_EQ(made.certification_of(made.services[1]), CertificationType::initial);
}

TEST(Merged, AnExtensionLeavesTheLinesItDoesNotMentionWhereTheyAre) {
  const PriorCase before = two_lines();
  ReviewRequest update = x12_revision({line(1, "70551")});
  update.event.certification = CertificationType::extension;
  const ReviewRequest made = merged(update, &before);
  ASSERT_EQ(made.services.size(), 1U);
  EXPECT_EQ(made.certification_of(made.services[0]), CertificationType::extension);
}

TEST(Merged, ANewLineInAnExtensionDoesNotTakeTheNumberOfALineOfTheOtherCase) {
  const PriorCase before = two_lines();
  ServiceLine fresh = line(1, "97110");
  fresh.certification = CertificationType::initial;
  ReviewRequest update = x12_revision({fresh});
  update.event.certification = CertificationType::extension;
  EXPECT_EQ(codes_of(merged(update, &before)), (Strings{"3:97110"}));
}

TEST(Merged, MoreOfACertifiedLineInAChangeStandsBesideThatLine) {
  PriorCase before = two_lines();
  before.determination.lines.resize(2);
  before.determination.lines[0].sequence = 1;
  before.determination.lines[0].action = ReviewAction::certified;
  before.determination.lines[1].sequence = 2;
  ServiceLine more = line(1, "70551");
  more.certification = CertificationType::extension;
  more.dates = base::Period::of(date("2026-09-10"));
  const ReviewRequest made = merged(x12_revision({more}), &before);
  EXPECT_EQ(codes_of(made), (Strings{"1:70551", "2:99213", "3:70551"}));
  EXPECT_EQ(made.services[0].dates, before.request.services[0].dates);
  before.determination.lines[0].action = ReviewAction::pended;  // nothing to extend yet
  EXPECT_EQ(codes_of(merged(x12_revision({more}), &before)), (Strings{"1:70551", "2:99213"}));
}

TEST(Merged, ALineThatQuotesANumberIsTheOneThatBearsIt) {
  PriorCase before = two_lines();
  before.request.services[1].procedure = before.request.services[0].procedure;
  before.determination.lines.resize(2);
  before.determination.lines[0].sequence = 1;
  before.determination.lines[0].certification_number = "AUTH1";
  before.determination.lines[1].sequence = 2;
  before.determination.lines[1].reference_number = "NR1";
  ServiceLine quoting = before.request.services[0];
  quoting.traces.clear();
  quoting.certification = CertificationType::cancellation;
  quoting.previous_reference = "NR1";
  const ReviewRequest made = merged(x12_revision({quoting}), &before);
  EXPECT_NE(made.certification_of(made.services.at(0)), CertificationType::cancellation);
  EXPECT_EQ(made.certification_of(made.services.at(1)), CertificationType::cancellation);
}

TEST(Merged, AnExtensionOfTheEventSpeaksOfAllLines) {
  const PriorCase before = two_lines();
  ReviewRequest update = x12_revision({});
  update.event.certification = CertificationType::extension;
  const ReviewRequest made = merged(update, &before);
  ASSERT_EQ(made.services.size(), 2U);
  EXPECT_EQ(made.certification_of(made.services[1]), CertificationType::extension);
}

TEST(Merged, AnswersNotesAndDocumentsAccumulate) {
  PriorCase before = two_lines();
  Document letter;
  letter.loinc = "1";
  letter.control_number = "A";
  Document film = letter;
  film.control_number = "B";
  before.request.documents = {letter, film};
  before.request.notes = {Note{"first", 0, {}}};
  ReviewRequest update = x12_revision({line(2, "99213")});
  update.answers = {{"weeks", base::Decimal(9), 0, {}}, {"more", true, 0, {}}};
  update.notes = {Note{"first", 0, {}}, Note{"second", 0, {}}};
  film.change = Change::cancelled;
  update.documents = {film};
  const ReviewRequest made = merged(update, &before);
  ASSERT_EQ(made.answers.size(), 3U);
  EXPECT_EQ(made.answers[0].question, "exam");
  EXPECT_EQ(made.answers[1].value, AnswerValue(base::Decimal(9)));
  EXPECT_EQ(made.notes.size(), 2U);
  EXPECT_EQ(made.documents, std::vector<Document>{letter});
}

TEST(Merged, WhatAnUpdateTakesBackIsNotUsedAnyMore) {
  PriorCase before = two_lines();
  before.request.answers = {{"weeks", base::Decimal(6), 1, {}},
                            {"weeks", base::Decimal(6), 2, {}},
                            {"exam", true, 0, {}},
                            {"red-flag", false, 0, {}}};
  before.request.notes = {Note{"first", 0, {}}, Note{"second", 1, {}}};
  ReviewRequest update = before.request;
  update.reference_system = "urn:system";
  const AnswerValue taken_back = std::string();
  update.answers = {{"red-flag", true, 0, {}},
                    {"weeks", taken_back, 1, {}},
                    {"exam", taken_back, 2, {}},
                    {"red-flag", taken_back, 0, {}},
                    {"first", taken_back, 0, {}}};
  update.notes.clear();
  const ReviewRequest made = merged(update, &before);
  EXPECT_EQ(made.answers,
            (std::vector<Answer>{{"weeks", base::Decimal(6), 2, {}}, {"red-flag", true, 0, {}}}));
  EXPECT_EQ(made.notes, (std::vector<Note>{Note{"second", 1, {}}}));
  EXPECT_EQ(merged(update, nullptr).answers, (std::vector<Answer>{{"red-flag", true, 0, {}}}));
}

/// The answers as "question value@form", in order.
Strings answers_of(const ReviewRequest& asked) {
  Strings all;
  for (const Answer& one : asked.answers) {
    const auto* number = std::get_if<base::Decimal>(&one.value);
    all.push_back(one.question + " " + (number == nullptr ? "?" : number->text()) + "@" + one.form);
  }
  return all;
}

TEST(Merged, TheAnswerToAnotherFormReplacesAndTakesBackNothing) {
  PriorCase before = two_lines();
  before.request.answers = {{"weeks", base::Decimal(8), 0, {}, "", "ours"}};
  ReviewRequest update = x12_revision({line(2, "99213")});
  update.answers = {{"weeks", base::Decimal(2), 0, {}, "", "theirs"}};
  EXPECT_EQ(answers_of(merged(update, &before)), (Strings{"weeks 8@ours", "weeks 2@theirs"}));
  update.answers = {{"weeks", base::Decimal(2), 0, {}, "", "ours"}};
  EXPECT_EQ(answers_of(merged(update, &before)), (Strings{"weeks 2@ours"}));
  const AnswerValue taken_back = std::string();
  update.answers = {{"weeks", taken_back, 0, {}, "", "theirs"}};
  EXPECT_EQ(answers_of(merged(update, &before)), (Strings{"weeks 8@ours"}));
  for (const char* form : {"", "ours"}) {  // X12 names no form
    update.answers = {{"weeks", taken_back, 0, {}, "", form}};
    EXPECT_EQ(answers_of(merged(update, &before)), Strings()) << form;
  }
}

TEST(Merged, AWrongFlagIsMetByComparingWithTheCase) {
  const PriorCase before = two_lines();
  ReviewRequest update = before.request;
  update.reference_system = "urn:system";
  ReviewRequest flagged = update;
  flagged.services[0].change = Change::added;    // the case has it
  flagged.services[1].change = Change::changed;  // nothing in it differs
  EXPECT_EQ(codes_of(merged(flagged, &before)), codes_of(merged(update, &before)));
  update.services[1].procedure.code = "73721";  // a change that no flag tells
  EXPECT_EQ(codes_of(merged(update, &before)), (Strings{"1:70551", "2:73721"}));
}

TEST(Merged, FactsFollowTheirLineToItsNumberInTheCase) {
  const PriorCase before = two_lines();
  ReviewRequest update = x12_revision({line(1, "99213")});
  update.answers = {{"weeks", base::Decimal(9), 1, {}}, {"exam", true, 0, {}}};
  update.notes = {Note{"about the visit", 1, {}}};
  const ReviewRequest made = merged(update, &before);
  ASSERT_FALSE(made.notes.empty());
  EXPECT_EQ(made.notes[0].service, 2);
  const auto weeks = std::ranges::find_if(made.answers, [](const Answer& one) {
    return one.question == "weeks" && one.value == AnswerValue(base::Decimal(9));
  });
  ASSERT_NE(weeks, made.answers.end());
  EXPECT_EQ(weeks->service, 2);
}

TEST(Merged, ADocumentUnderAControlNumberKnowsWhatItAnswers) {
  PriorCase before = two_lines();
  LineDetermination asking;
  asking.sequence = 2;
  MissingInformation wanted;
  wanted.fact = "films";
  wanted.loinc = "18748-4";
  wanted.control_number = "T1-01";
  asking.missing = {wanted};
  before.determination.lines = {asking};
  ReviewRequest update = x12_revision({line(2, "99213")});
  Document film;
  film.control_number = "T1-01";
  update.documents = {film};
  const ReviewRequest made = merged(update, &before);
  ASSERT_EQ(made.documents.size(), 1U);
  EXPECT_EQ(made.documents[0].loinc, "18748-4");
  EXPECT_EQ(made.documents[0].service, 2);
}

}  // namespace
}  // namespace precert::test
