// Letters on paper: templates that are checked before anybody is written to, and PDFs that can be read.
#include <cstdio>
#include <fstream>

#include "gateway/letters/document.hpp"
#include "gateway/letters/fields.hpp"
#include "gateway/letters/pdf.hpp"
#include "gateway/letters/templates.hpp"
#include "tests/support/temporary_folder.hpp"

namespace {

using gateway::LetterBlock;
using gateway::LetterDocument;
using gateway::LetterTemplates;
using precert::Addressee;
using precert::LetterContent;
using precert::LetterKind;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr std::array all_kinds{LetterKind::approval,     LetterKind::modified,    LetterKind::denial,
                               LetterKind::not_required, LetterKind::information, LetterKind::extension,
                               LetterKind::closed,       LetterKind::peer_to_peer, LetterKind::appeal_received};

LetterTemplates own_templates() {
  auto templates = LetterTemplates::from({});
  EXPECT_TRUE(templates);
  if (!templates) {
    for (const base::Issue& issue : templates.error()) ADD_FAILURE() << issue.where << ": " << issue.remedy;
  }
  return templates ? std::move(*templates) : LetterTemplates();
}

std::string text_of(const LetterContent& letter) {
  const auto filled = own_templates().filled(letter);
  EXPECT_TRUE(filled);
  return filled ? gateway::letter_text(*filled) : std::string();
}

/// "file:line" of every fault when this text stands in for the program's.
std::vector<std::string> faults_with(const std::string& name, const std::string& text) {
  const auto templates = LetterTemplates::from({{name, text}});
  std::vector<std::string> all;
  if (templates) return all;
  for (const base::Issue& issue : templates.error()) all.push_back(issue.where);
  return all;
}

/// What a reader of the PDF sees, by poppler's pdftotext; skips the test where that is not installed.
class Paper : public testing::Test {
 protected:
  void SetUp() override {
    if (std::system("command -v pdftotext >/dev/null 2>&1") != 0)
      GTEST_SKIP() << "pdftotext is not installed";
  }
  std::string read_back(const std::string& pdf) {
    const std::filesystem::path file = folder_.path() / "letter.pdf";
    std::ofstream(file, std::ios::binary) << pdf;
    const std::string command =
        "pdftotext -enc UTF-8 -layout " + file.string() + " " + file.string() + ".txt";
    EXPECT_EQ(std::system(command.c_str()), 0);
    std::ifstream in(file.string() + ".txt", std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  }
  /// A word and the box that it is printed in, in points from the upper left of its page.
  struct Word {
    std::string text;
    int page = 0;
    double left = 0, top = 0, right = 0, bottom = 0;
  };

  std::vector<Word> words_on(const std::string& pdf) {
    const std::filesystem::path file = folder_.path() / "boxes.pdf";
    std::ofstream(file, std::ios::binary) << pdf;
    const std::string command = "pdftotext -bbox " + file.string() + " " + file.string() + ".xml";
    EXPECT_EQ(std::system(command.c_str()), 0);
    std::ifstream in(file.string() + ".xml");
    std::vector<Word> words;
    int page = 0;
    for (std::string line; std::getline(in, line);) {
      if (line.find("<page ") != std::string::npos) ++page;
      Word word;
      word.page = page;
      if (std::sscanf(line.c_str(), R"( <word xMin="%lf" yMin="%lf" xMax="%lf" yMax="%lf")", &word.left,
                      &word.top, &word.right, &word.bottom) != 4) {
        continue;
      }
      word.text = line.substr(line.find('>') + 1);
      words.push_back(std::move(word));
    }
    return words;
  }

  /// The first two words that are printed one over the other, by more than a hair.
  static std::string overprinted(const std::vector<Word>& words) {
    constexpr double hair = 1;
    for (const Word& a : words) {
      for (const Word& b : words) {
        if (&a >= &b || a.page != b.page) continue;
        const double across = std::min(a.right, b.right) - std::max(a.left, b.left);
        const double down = std::min(a.bottom, b.bottom) - std::max(a.top, b.top);
        if (across > hair && down > 4) return a.text + " " + b.text;
      }
    }
    return {};
  }

  support::TemporaryFolder folder_;
};

gateway::Pdf pdf_of(const LetterDocument& document) {
  gateway::PdfSettings settings;
  settings.author = "Example Health Plan";
  settings.footer = "Reference number NR1";
  settings.made = *base::instant_from_iso("2026-01-05T17:30:00Z");
  auto made = gateway::pdf_from(document, settings);
  EXPECT_TRUE(made);
  return made ? std::move(*made) : gateway::Pdf();
}

TEST(LetterTemplatesOfTheProgram, SayTheNumberToCallInEveryLetter) {  // SC-62
  for (const LetterKind kind : all_kinds) {
    for (const Addressee addressee : {Addressee::member, Addressee::provider}) {
      const std::string text = text_of(gateway::sample_letter(kind, addressee));
      EXPECT_THAT(text, HasSubstr("800-555-0100")) << precert::letter_word(kind);
      EXPECT_THAT(text, HasSubstr("NR0000000001")) << precert::letter_word(kind);
      EXPECT_THAT(text, Not(HasSubstr("{{"))) << precert::letter_word(kind);
    }
  }
}

TEST(LetterTemplatesOfTheProgram, RefuseALetterWithoutANumberToCall) {  // SC-62
  for (const LetterKind kind : all_kinds) {
    LetterContent letter = gateway::sample_letter(kind, Addressee::member);
    letter.phone.clear();
    const auto filled = own_templates().filled(letter);
    ASSERT_FALSE(filled);
    EXPECT_EQ(filled.error().first().code, base::IssueCode::data_invalid);
  }
}

TEST(LetterTemplatesOfTheProgram,
     TellADenialWithReasonCriterionEvidenceAppealAndTheMedicalDirector) {  // SC-58, SC-60
  const std::string text = text_of(gateway::sample_letter(LetterKind::denial, Addressee::provider));
  for (const char* const part :
       {"Conservative care was shorter than the criterion asks.", "Example Society, Lumbar MRI, 2026",
        "M5416", "You may appeal in writing", "July 4, 2026", "Call 800-555-0105", "January 5, 2026"}) {
    EXPECT_THAT(text, HasSubstr(part));
  }
}

TEST(LetterTemplatesOfTheProgram, ForbidAnAppointmentBeforeApprovalAndAllowItAfter) {  // SC-53
  EXPECT_THAT(text_of(gateway::sample_letter(LetterKind::information, Addressee::member)),
              HasSubstr("do not make an appointment"));
  const std::string approval = text_of(gateway::sample_letter(LetterKind::approval, Addressee::provider));
  EXPECT_THAT(approval, HasSubstr("You may schedule"));
  EXPECT_THAT(approval, HasSubstr("AUTH0000000001"));
  EXPECT_THAT(approval, HasSubstr("January 5, 2026 to April 4, 2026"));
}

TEST(LetterTemplatesOfTheProgram, NeverCallAClosedRequestDenied) {  // OR-I3
  EXPECT_THAT(text_of(gateway::sample_letter(LetterKind::closed, Addressee::member)),
              HasSubstr("It is not denied."));
}

TEST(LetterTemplates, ReportWhatNoLetterHasWithFileAndLine) {
  EXPECT_THAT(faults_with("foot.txt", "Call {{phone}}.\n\n{{reference}} {{birthday}}\n"),
              ElementsAre("foot.txt:3"));
}

TEST(LetterTemplates, ReportSectionsThatAreNotClosedOrNotOpen) {
  EXPECT_THAT(faults_with("foot.txt", "{{phone}} {{reference}}\n{{#due}}\nSoon.\n"),
              ElementsAre("foot.txt:2"));
  EXPECT_THAT(faults_with("foot.txt", "{{phone}} {{reference}}\n{{/due}}\n"),
              testing::Contains("foot.txt:2"));
  EXPECT_THAT(faults_with("foot.txt", "{{phone}} {{reference\n"), testing::Contains("foot.txt:1"));
}

TEST(LetterTemplates, ReportALetterThatHidesTheNumberToCallInASection) {  // SC-62
  const std::string hidden =
      "{{date}} {{reference}} {{#due}}{{phone}}{{/due}} {{#services}}{{number}} {{valid}}{{/services}}\n";
  EXPECT_THAT(faults_with("approval.txt", hidden), ElementsAre("approval.txt:1"));
}

TEST(LetterTemplates, ReportADenialThatDoesNotSayHowToAppeal) {  // SC-61
  EXPECT_THAT(faults_with("appeal.txt", "{{peer_to_peer}}\n"),
              testing::AllOf(testing::Contains("denial.txt:1"), testing::Contains("modified.txt:1")));
}

TEST(LetterTemplates, ReportTextsThatNothingUsesAndTextsThatAreNotThere) {
  EXPECT_THAT(faults_with("denail.txt", "x"), ElementsAre("denail.txt:1"));
  EXPECT_THAT(faults_with("foot.txt", "{{phone}} {{reference}}\n{{> feet}}\n"),
              testing::Contains("foot.txt:2"));
  EXPECT_THAT(faults_with("foot.txt", "{{phone}}{{> foot}}\n"), testing::Contains("foot.txt:1"));
}

TEST(LetterTemplates, OfAFolderStandInForThoseOfTheProgram) {
  const support::TemporaryFolder folder;
  std::ofstream(folder.path() / "foot.txt") << "# Our own end\n\nCall {{phone}}, {{reference}}.\n";
  const auto templates = LetterTemplates::load(folder.path());
  ASSERT_TRUE(templates);
  const auto filled = templates->filled(gateway::sample_letter(LetterKind::approval, Addressee::member));
  ASSERT_TRUE(filled);
  EXPECT_THAT(gateway::letter_text(*filled), HasSubstr("Our own end"));
}

TEST(LetterMarks, CountInTheTemplateOnlyNeverInWhatIsFilledIn) {
  LetterContent letter = gateway::sample_letter(LetterKind::denial, Addressee::member);
  letter.services.front().reasons.front().words = "# Not **this** :: {{phone}} <b>\n- nor that";
  const std::string text = text_of(letter);
  EXPECT_THAT(text, HasSubstr("Reason: # Not **this** :: {{phone}} <b>\n- nor that"));
}

TEST(LetterMarks, MakeBlocksAndLeaveOutRowsWithoutAValue) {
  const LetterDocument document = gateway::letter_document_from(
      "# Title\n\nOne\ntwo **bold**.\n\n- point\nLabel :: value\nEmpty ::\n> line\n");
  std::vector<LetterBlock::Kind> kinds;
  for (const LetterBlock& block : document.blocks) kinds.push_back(block.kind);
  using Kind = LetterBlock::Kind;
  EXPECT_THAT(kinds, ElementsAre(Kind::heading, Kind::paragraph, Kind::bullet, Kind::row, Kind::address));
  EXPECT_EQ(gateway::letter_text(document), "Title\n\nOne two bold.\n\n- point\n\nLabel: value\n\nline\n");
  EXPECT_EQ(document.title(), "Title");
}

TEST_F(Paper, ADenialOfEverythingDoesNotReadLikeHalfAnApproval) {  // OR-D4
  precert::LetterContent letter = gateway::sample_letter(LetterKind::denial, Addressee::member);
  letter.in_part = false;
  const auto filled = own_templates().filled(letter);
  ASSERT_TRUE(filled);
  EXPECT_EQ(filled->title(), "Your request is not approved");
  const std::string text = gateway::letter_text(*filled);
  EXPECT_THAT(text, HasSubstr("We cannot approve the care listed below."));
  EXPECT_THAT(text, testing::Not(HasSubstr("all of the care")));
  EXPECT_THAT(text, HasSubstr("Reason code: 0F, not medically necessary"));
}

TEST_F(Paper, AQuestionAboutAChangeSaysThatTheApprovalStands) {  // SC-27
  precert::LetterContent letter = gateway::sample_letter(LetterKind::information, Addressee::member);
  const auto change = own_templates().filled(letter);
  ASSERT_TRUE(change);
  EXPECT_THAT(gateway::letter_text(*change), HasSubstr("under the number AUTH0000000001 stays valid"));
  EXPECT_THAT(gateway::letter_text(*change), HasSubstr("Appointments for what we approved before can stand."));
  letter.stays_valid.clear();
  const auto first = own_templates().filled(letter);
  ASSERT_TRUE(first);
  EXPECT_THAT(gateway::letter_text(*first), testing::Not(HasSubstr("stays valid")));
}

TEST_F(Paper, SaysWhatTheTextSays) {
  const auto filled = own_templates().filled(gateway::sample_letter(LetterKind::denial, Addressee::member));
  ASSERT_TRUE(filled);
  const std::string text = read_back(pdf_of(*filled).bytes);
  for (const char* const part : {"Your request is not approved in full", "800-555-0100",
                                 "MRI of the lower spine", "You may appeal in writing", "Page 1 of"}) {
    EXPECT_THAT(text, HasSubstr(part));
  }
}

TEST_F(Paper, TakesAsManyPagesAsItNeedsAndLosesNothing) {
  std::string marked = "# Long letter\n\n";
  for (int i = 1; i <= 300; ++i) marked += "Paragraph number " + std::to_string(i) + " of many.\n\n";
  const gateway::Pdf pdf = pdf_of(gateway::letter_document_from(marked));
  EXPECT_GT(pdf.pages, 5);
  const std::string text = read_back(pdf.bytes);
  for (int i = 1; i <= 300; ++i) {
    EXPECT_THAT(text, HasSubstr("Paragraph number " + std::to_string(i) + " of many."));
  }
  EXPECT_THAT(text, HasSubstr("Page " + std::to_string(pdf.pages) + " of " + std::to_string(pdf.pages)));
}

TEST_F(Paper, BreaksOneParagraphThatIsLongerThanAPage) {
  std::string marked;
  for (int i = 1; i <= 3000; ++i) marked += "word" + std::to_string(i) + "\n";
  const gateway::Pdf pdf = pdf_of(gateway::letter_document_from(marked));
  EXPECT_GT(pdf.pages, 1);
  const std::string text = read_back(pdf.bytes);
  EXPECT_THAT(text, HasSubstr("word1 "));
  EXPECT_THAT(text, HasSubstr("word3000"));
}

TEST_F(Paper, WritesNamesInOtherScripts) {
  LetterContent letter = gateway::sample_letter(LetterKind::approval, Addressee::member);
  letter.patient = "Zoë Ελένη Наталья Nguyễn";
  const auto filled = own_templates().filled(letter);
  ASSERT_TRUE(filled);
  const gateway::Pdf pdf = pdf_of(*filled);
  EXPECT_EQ(pdf.unknown_glyphs, 0);
  EXPECT_THAT(read_back(pdf.bytes), HasSubstr("Zoë Ελένη Наталья Nguyễn"));
}

TEST_F(Paper, PrintsNoWordOverAnother) {
  for (const LetterKind kind : all_kinds) {
    const auto filled = own_templates().filled(gateway::sample_letter(kind, Addressee::provider));
    ASSERT_TRUE(filled);
    EXPECT_EQ(overprinted(words_on(pdf_of(*filled).bytes)), "") << precert::letter_word(kind);
  }
  const LetterDocument own = gateway::letter_document_from(
      "Number of the authorization as you have it :: AUTH0000000001\nPlan :: Example Choice PPO\n");
  const std::vector<Word> words = words_on(pdf_of(own).bytes);
  EXPECT_EQ(words.size(), 13U + 7U);  // with the footer
  EXPECT_EQ(overprinted(words), "");
}

TEST_F(Paper, PrintsInTheSizeThatItSays) {
  const std::vector<Word> words = words_on(pdf_of(gateway::letter_document_from("One paragraph.\n")).bytes);
  ASSERT_FALSE(words.empty());
  EXPECT_GT(words.front().bottom - words.front().top, 12);  // of a line of 12 points
  EXPECT_LT(words.front().bottom - words.front().top, 15);
}

TEST_F(Paper, KeepsShortParagraphsAndHeadingsWithWhatFollowsOnOnePage) {
  for (int rows = 30; rows < 45; ++rows) {
    std::string marked;
    for (int i = 0; i < rows; ++i) marked += "Label :: value\n";
    marked += "\n## Questions\n\nfirst " + std::string(200, 'x') + " last\n";
    const std::string text = read_back(pdf_of(gateway::letter_document_from(marked)).bytes);
    const std::size_t page = text.find('\f');
    EXPECT_EQ(text.find("Questions") < page, text.find("first") < page) << rows;
    EXPECT_EQ(text.find("first") < page, text.find("last") < page) << rows;
  }
}

TEST(LetterPdf, IsTheSameForTheSameLetterAndTaggedForReaders) {
  const auto filled = own_templates().filled(gateway::sample_letter(LetterKind::denial, Addressee::member));
  ASSERT_TRUE(filled);
  const gateway::Pdf pdf = pdf_of(*filled);
  EXPECT_TRUE(pdf.bytes.starts_with("%PDF-1."));
  EXPECT_THAT(pdf.bytes, HasSubstr("/StructTreeRoot"));
  EXPECT_THAT(pdf.bytes, HasSubstr("/FontFile"));
  EXPECT_THAT(pdf.bytes.substr(pdf.bytes.size() - 10), HasSubstr("%%EOF"));
  EXPECT_EQ(pdf.bytes, pdf_of(*filled).bytes);
}

TEST(LetterPdf, TakesTextThatIsNotUtf8) {
  LetterContent letter = gateway::sample_letter(LetterKind::approval, Addressee::member);
  letter.patient = "Jos\xE9 \x01";
  const auto filled = own_templates().filled(letter);
  ASSERT_TRUE(filled);
  EXPECT_GT(pdf_of(*filled).bytes.size(), 1000U);
}

}  // namespace
