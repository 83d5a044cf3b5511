// Papers: faxed into the folder, pasted and uploaded by staff, put to their case by people (SC-33).
#include <sys/stat.h>

#include <fstream>
#include <stop_token>
#include <thread>

#include "gateway/intake/paper_folder.hpp"
#include "gateway/intake/paper_index.hpp"
#include "gateway/intake/paper_types.hpp"
#include "gateway/intake/plain_file.hpp"
#include "gateway/work/case_change.hpp"
#include "work_support.hpp"

namespace {

using fhir_conversation::header;
using fhir_conversation::Read;
using fhir_conversation::replaced_once;
using fhir_conversation::scenario;
using gateway::HttpReply;
using gateway::Method;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using work_test::count_of;
namespace fs = std::filesystem;

constexpr const char* plan_pages = "PLAN OF CARE OF A TEST PATIENT";
constexpr const char* pdf_pages = "%PDF-1.4\nnothing to see\n%%EOF\n";

/// The plan of care is announced under ACN0004 and not attested: pended until it comes.
std::string home_health_waiting() {
  return replaced_once(scenario("home-health"), R"("linkId": "plan-of-care")",
                       R"("linkId": "something-else")");
}

class Intake : public work_test::AtWork {
 protected:
  void SetUp() override {
    AtWork::SetUp();
    auto opened = gateway::PaperFolder::open(folder_.path(), gateway().services(), std::chrono::seconds(0));
    ASSERT_TRUE(opened) << opened.error().first().remedy;
    papers_ = std::move(*opened);
  }
  void TearDown() override {
    papers_.reset();
    AtWork::TearDown();
  }

  void drop(const std::string& name, const std::string& bytes) {
    std::ofstream(folder_.path() / "in" / name, std::ios::binary) << bytes;
  }
  void drop_with_index(const std::string& name, const std::string& bytes, const std::string& said) {
    drop(name, bytes);
    drop(fs::path(name).stem().string() + ".json", R"({"document":")" + name + "\"," + said + "}");
  }
  std::size_t work() { return papers_->work_due(); }
  [[nodiscard]] std::size_t files_in(const char* folder) const {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(folder_.path() / folder), fs::directory_iterator()));
  }
  std::string home_health_case() {
    const HttpReply reply = post("/fhir/Claim/$submit", home_health_waiting());
    EXPECT_THAT(reply.body, HasSubstr(R"("code":"A4")"));
    const Read answer(reply.body);
    return std::string(answer.root().find("entry").at(0).find("resource").find("id").string());
  }
  std::string state_of(const std::string& id) { return get("/fhir/ClaimResponse/" + id).body; }
  std::string reference_of(const std::string& id) {
    const Read view(look(id));
    return std::string(view.root().find("determination").find("numbers").find("reference").string());
  }
  HttpReply paste(const std::string& id, const std::string& text, const std::string& query = {}) {
    return send(Method::post, "/review/cases/" + id + "/documents" + query, text, "text/plain");
  }
  std::string indexing_work(const std::string& state = "open") {
    return get("/review/work?kind=indexing&state=" + state).body;
  }

  support::TemporaryFolder folder_;
  std::unique_ptr<gateway::PaperFolder> papers_;
};

TEST_F(Intake, AFaxWithTheControlNumberOfItsRequestDecidesIt) {
  const std::string id = home_health_case();
  drop_with_index("fax1.txt", plan_pages, R"("control_number":"ACN0004","from":"3605550123")");
  EXPECT_EQ(work(), 1U);
  EXPECT_THAT(state_of(id), AllOf(HasSubstr(R"("code":"A1")"), Not(HasSubstr(R"("code":"A4")"))));
  EXPECT_EQ(files_in("in"), 0U);
  EXPECT_EQ(files_in("archive"), 2U);
  EXPECT_THAT(get("/review/cases/" + id + "/documents").body, HasSubstr(R"("sender":"intake:fax")"));
  EXPECT_THAT(look(id), HasSubstr(R"("kind":"document_received")"));
}

TEST_F(Intake, AFaxThatIsHereBeforeItsRequestIsFoundByItAndLeavesTheWorklist) {
  drop("ACN0004_page1.txt", plan_pages);
  EXPECT_EQ(work(), 1U);
  EXPECT_THAT(indexing_work(), AllOf(HasSubstr("unknown_number"), HasSubstr("ACN0004")));
  const HttpReply submit = post("/fhir/Claim/$submit", home_health_waiting());
  EXPECT_THAT(submit.body, AllOf(HasSubstr(R"("code":"A1")"), Not(HasSubstr(R"("code":"A4")"))));
  EXPECT_THAT(indexing_work(), Not(HasSubstr("ACN0004")));
  EXPECT_THAT(indexing_work("done"), HasSubstr("ACN0004"));
}

TEST_F(Intake, AFaxIsFoundByThe278ThatAnnouncesItByFax) {
  std::string text = work_test::x12_fixture("home-health/request.x12");
  text = replaced_once(text, "PWK*08*EL***AC*ACN0004*PLAN OF CARE~", "PWK*08*FX***AC*ACN0004*PLAN OF CARE~");
  text = replaced_once(text, "MSG*Q/skilled-need=Y;Q/plan-of-care=Y~", "MSG*Q/skilled-need=Y~");
  drop("ACN0004.txt", plan_pages);
  EXPECT_EQ(work(), 1U);
  const HttpReply reply = send(Method::post, "/x12", text, "application/edi-x12");
  EXPECT_THAT(reply.body, AllOf(HasSubstr("HCR*A1"), Not(HasSubstr("HCR*A4"))));
}

TEST_F(Intake, TheRequestNumberOfTheCoverSheetIsEnoughAndItsOneQuestionIsAnswered) {
  const std::string id = home_health_case();
  drop_with_index("fax2.txt", plan_pages, R"("request_number":")" + reference_of(id) + "\"");
  EXPECT_EQ(work(), 1U);
  EXPECT_THAT(state_of(id), HasSubstr(R"("code":"A1")"));
}

TEST_F(Intake, ThePaperThatAnswersTheLastQuestionSetsTheClockGoingAndAClinicianReadsIt) {
  const std::string id = submitted("mri-pended");
  desk();
  clock().move(std::chrono::hours(1));
  drop_with_index("one.pdf", pdf_pages, R"("control_number":"TRC0000000001-01")");
  drop_with_index("two.txt", "NEURO EXAM", R"("control_number":"TRC0000000001-02")");
  EXPECT_EQ(work(), 2U);
  const std::string view = look(id);
  EXPECT_THAT(view, AllOf(HasSubstr(R"("queue":"clinician")"), HasSubstr(R"("what":"answered")")));
  EXPECT_THAT(view, HasSubstr(R"("at":"2026-01-05T18:30:00Z")"));
  desk();
  EXPECT_THAT(look(id), HasSubstr(R"("kind":"information_arrived")"));
}

TEST_F(Intake, WhatAnswersOneOfSeveralQuestionsWithoutSayingWhichIsAttachedAndShownToPeople) {
  const std::string id = submitted("mri-pended");
  drop_with_index("fax.pdf", pdf_pages, R"("request_number":"NR0000000001")");
  EXPECT_EQ(work(), 1U);
  const std::string open = indexing_work();
  EXPECT_THAT(open, AllOf(HasSubstr("answers_unclear"), HasSubstr(R"("case":")" + id + "\"")));
  const Read list(open);
  const std::string paper(list.root().find("work").at(0).find("details").find("document").string());
  for (const char* const number : {"TRC0000000001-01", "TRC0000000001-02"}) {
    const HttpReply indexed =
        send(Method::post, "/review/documents/" + paper + "/index",
             R"({"case":")" + id + R"(","control_number":")" + number + "\"}", "application/json");
    EXPECT_EQ(indexed.status, 200U) << indexed.body;
  }
  EXPECT_THAT(look(id), AllOf(HasSubstr(R"("queue":"clinician")"), HasSubstr("document_indexed")));
  EXPECT_THAT(indexing_work(), Not(HasSubstr(paper)));
}

TEST_F(Intake, PeoplePutAPaperWithoutANumberToItsCaseAndThatStartsTheSameClock) {
  const std::string id = home_health_case();
  drop_with_index("nothing.txt", plan_pages, R"("from":"3605550123")");
  EXPECT_EQ(work(), 1U);
  const std::string open = indexing_work();
  EXPECT_THAT(open, AllOf(HasSubstr("no_number"), HasSubstr(R"("queue":"intake")"), HasSubstr("3605550123")));
  EXPECT_THAT(open, Not(HasSubstr("PLAN OF CARE")));
  const Read list(open);
  const std::string paper(list.root().find("work").at(0).find("details").find("document").string());
  const HttpReply bytes = get("/review/documents/" + paper);
  EXPECT_EQ(bytes.body, plan_pages);
  EXPECT_EQ(bytes.content_type, "text/plain");
  EXPECT_EQ(header(bytes, "Content-Disposition"), "attachment");
  clock().move(std::chrono::hours(2));
  const HttpReply indexed = send(Method::post, "/review/documents/" + paper + "/index",
                                 R"({"case":")" + id + "\"}", "application/json");
  EXPECT_EQ(indexed.status, 200U) << indexed.body;
  EXPECT_THAT(state_of(id), HasSubstr(R"("code":"A1")"));
  EXPECT_THAT(look(id), HasSubstr(R"("at":"2026-01-05T19:30:00Z")"));
  EXPECT_THAT(indexing_work(), Not(HasSubstr(paper)));
  const HttpReply elsewhere = send(Method::post, "/review/documents/" + paper + "/index",
                                   R"({"case":")" + submitted("mri-pended") + "\"}", "application/json");
  EXPECT_EQ(elsewhere.status, 409U) << elsewhere.body;
}

TEST_F(Intake, APaperWithTheNameOfAnotherMemberIsNotAttachedByItsNumber) {
  const std::string id = home_health_case();
  drop_with_index("other.txt", plan_pages, R"("control_number":"ACN0004","member_id":"EXM100000001")");
  EXPECT_EQ(work(), 1U);
  EXPECT_THAT(state_of(id), HasSubstr(R"("code":"A4")"));
  EXPECT_THAT(indexing_work(), HasSubstr("unknown_number"));
}

TEST_F(Intake, APaperThatQuotesTheIdOfACaseIsAttachedOnlyWhenNothingElseItSaysSpeaksAgainstIt) {
  const std::string id = home_health_case();
  const std::string quoted = R"("request_number":")" + id + "\",";
  drop_with_index("member.txt", plan_pages, quoted + R"("member_id":"EXM999999999")");
  drop_with_index("born.txt", plan_pages, quoted + R"("birth_date":"1901-01-01")");
  drop_with_index("npi.txt", plan_pages, quoted + R"("npi":"1999999992")");
  EXPECT_EQ(work(), 3U);
  EXPECT_THAT(state_of(id), HasSubstr(R"("code":"A4")"));
  EXPECT_THAT(get("/review/cases/" + id + "/documents").body, HasSubstr(R"("documents":[])"));
  EXPECT_EQ(count_of(indexing_work(), R"("why":"unknown_number")"), 3U);
  drop_with_index("none.txt", plan_pages, quoted + R"("channel":"fax")");
  EXPECT_EQ(work(), 1U);
  EXPECT_THAT(state_of(id), HasSubstr(R"("code":"A1")"));
}

TEST_F(Intake, TheSamePaperIsTakenOnceHoweverOftenAndAfterARestart) {
  const std::string id = home_health_case();
  drop("ACN0004.txt", plan_pages);
  EXPECT_EQ(work(), 1U);
  const std::string after = state_of(id);
  clock().move(std::chrono::hours(24 * 30));  // longer than the replay window
  drop("ACN0004.txt", plan_pages);
  EXPECT_EQ(work(), 0U);
  EXPECT_EQ(files_in("in"), 0U);
  EXPECT_EQ(files_in("archive"), 2U) << "no file is written over another";
  EXPECT_EQ(count_of(get("/review/cases/" + id + "/documents").body, R"("state":"attached")"), 1U);
}

TEST_F(Intake, TheSamePagesForTwoRequestsAreTwoPapers) {
  drop_with_index("a.txt", plan_pages, R"("control_number":"ACN1")");
  drop_with_index("b.txt", plan_pages, R"("control_number":"ACN2")");
  EXPECT_EQ(work(), 2U);
  EXPECT_THAT(indexing_work(), AllOf(HasSubstr("ACN1"), HasSubstr("ACN2")));
}

TEST_F(Intake, WhoSeesTheWorkOnAPaperWithoutACaseHasLookedAtThePaper) {
  drop_with_index("a.txt", plan_pages, R"("control_number":"ACN1")");
  EXPECT_EQ(work(), 1U);
  const std::string looks_of_papers = "/review/look-ups?kind=document";
  EXPECT_THAT(get(looks_of_papers).body, Not(HasSubstr(R"("kind":"document")")));
  const fhir_conversation::Read open(indexing_work());
  const std::string item(open.root().find("work").at(0).find("id").string());
  const std::string paper = item.substr(0, item.find(".indexing"));
  ASSERT_FALSE(paper.empty());
  EXPECT_THAT(get(looks_of_papers).body,
              HasSubstr(R"("kind":"document","id":")" + paper + R"(","case":"","outcome":"shown")"));
  EXPECT_EQ(get("/review/work/" + item).status, 200U);
  EXPECT_EQ(count_of(get(looks_of_papers).body, R"("id":")" + paper + "\""), 2U);
}

TEST_F(Intake, WhatIsNoPaperGoesToFailedWithTheReasonBesideIt) {
  drop("ACN0004.exe", "MZ");
  drop("ACN0005.pdf", "%PDF-1.4 cut off");
  drop_with_index("c.txt", "TEXT", R"("control_nummer":"ACN1")");
  EXPECT_EQ(work(), 0U);
  EXPECT_EQ(files_in("in"), 0U);
  EXPECT_TRUE(fs::exists(folder_.path() / "failed" / "ACN0004.exe.why.txt"));
  EXPECT_TRUE(fs::exists(folder_.path() / "failed" / "ACN0005.pdf.why.txt"));
  EXPECT_THAT(indexing_work(), Not(HasSubstr("document")));
}

TEST_F(Intake, AnIndexThatNamesWhatNoFileCanBeCalledStopsNoOtherPaper) {
  drop("long.json", R"({"document":")" + std::string(300, 'n') + R"(.pdf","control_number":"ACN0001"})");
  const std::string longest = std::string(251, 'n') + ".txt";
  // The second time it is there already, and moved beside the first.
  for (const std::size_t stored : {1U, 0U}) {
    drop(longest, plan_pages);
    EXPECT_EQ(work(), stored);
    EXPECT_EQ(files_in("in"), 0U);
  }
  EXPECT_TRUE(fs::exists(folder_.path() / "failed" / "long.json.why.txt"));
  EXPECT_EQ(files_in("archive"), 2U);
}

TEST_F(Intake, AnIndexThatNamesTheIndexOfAnotherPaperDoesNotTakeItAway) {
  drop("a.json", R"({"document":"fax.json","control_number":"ACN0001"})");
  drop_with_index("fax.txt", plan_pages, R"("control_number":"ACN0002")");
  EXPECT_EQ(work(), 1U);
  EXPECT_THAT(indexing_work(), AllOf(HasSubstr("ACN0002"), Not(HasSubstr("ACN0001"))));
  EXPECT_TRUE(fs::exists(folder_.path() / "archive" / "fax.json"));
  EXPECT_TRUE(fs::exists(folder_.path() / "failed" / "a.json"));
}

TEST_F(Intake, APaperWhoseCaseCannotBeReadIsShownToPeopleAndTakenOnce) {
  const std::string id = home_health_case();
  spoil(id);
  drop_with_index("fax.txt", plan_pages, R"("control_number":"ACN0004")");
  EXPECT_EQ(work(), 1U);
  EXPECT_EQ(files_in("in"), 0U);
  EXPECT_THAT(indexing_work(), AllOf(HasSubstr("case_unreadable"), HasSubstr("ACN0004")));
}

TEST_F(Intake, PapersThatAreNotBegunWhenItIsToStopStayForTheNextTime) {
  drop_with_index("a.txt", plan_pages, R"("control_number":"ACN1")");
  drop_with_index("b.txt", plan_pages, R"("control_number":"ACN2")");
  std::stop_source stop;
  stop.request_stop();
  EXPECT_EQ(papers_->work_due(stop.get_token()), 0U);
  EXPECT_EQ(files_in("in"), 4U);
  EXPECT_EQ(work(), 2U);
}

TEST_F(Intake, FilesThatAreStillWrittenAreLeftAlone) {
  papers_.reset();
  auto patient = gateway::PaperFolder::open(folder_.path(), gateway().services(), std::chrono::hours(1));
  ASSERT_TRUE(patient);
  drop("ACN0004.txt", plan_pages);  // no index: it has to be left alone for a while
  drop("ACN0005.pdf.part", pdf_pages);
  drop(".ACN0006.txt", plan_pages);
  drop_with_index("half.pdf", "%PDF-1.4 the rest is on its way", R"("control_number":"ACN7")");
  EXPECT_THAT((*patient)->ready(), IsEmpty());
  drop("half.pdf", pdf_pages);
  EXPECT_THAT((*patient)->ready(), SizeIs(1)) << "an index and whole pages need no waiting";
}

TEST_F(Intake, TwoProcessesDoNotTakeFromOneFolder) {
  EXPECT_FALSE(gateway::PaperFolder::open(folder_.path(), gateway().services(), std::chrono::seconds(0)));
}

TEST_F(Intake, PastedTextOfStaffIsTheSameKindOfAttachment) {
  const std::string id = home_health_case();
  const HttpReply reply = paste(id, plan_pages);
  EXPECT_EQ(reply.status, 201U) << reply.body;
  EXPECT_THAT(state_of(id), HasSubstr(R"("code":"A1")"));
  EXPECT_EQ(get(header(reply, "Location")).body, plan_pages);
  const HttpReply again = paste(id, plan_pages);
  EXPECT_EQ(header(again, "X-Replayed"), "true");
  EXPECT_EQ(count_of(get("/review/cases/" + id + "/documents").body, R"("state":"attached")"), 1U);
}

TEST_F(Intake, AnUploadNamesWhatItAnswers) {
  const std::string id = submitted("mri-pended");
  const std::string path = "/review/cases/" + id + "/documents?control_number=TRC0000000001-0";
  EXPECT_EQ(send(Method::post, path + "1", pdf_pages, "application/pdf").status, 201U);
  EXPECT_EQ(send(Method::post, path + "2", pdf_pages, "application/pdf").status, 201U)
      << "the same bytes to another question are another document";
  EXPECT_THAT(look(id), HasSubstr(R"("queue":"clinician")"));
}

TEST_F(Intake, RefusesUploadsThatCannotBeKeptAndStoresNothing) {
  const std::string id = submitted("mri-pended");
  EXPECT_EQ(paste(id, "").status, 422U);
  EXPECT_EQ(paste("C999", "TEXT").status, 404U);
  const std::string path = "/review/cases/" + id + "/documents";
  EXPECT_EQ(send(Method::post, path, "<html>", "text/html").status, 415U);
  EXPECT_EQ(send(Method::post, path, "no pdf", "application/pdf").status, 422U);
  EXPECT_THAT(get(path).body, HasSubstr(R"("documents":[])"));
}

TEST_F(Intake, TheCoverSheetIsOnePageWithTheNumberAndNobodysName) {
  const std::string id = submitted("mri-pended");
  const HttpReply text = get("/review/cases/" + id + "/cover-sheet?format=text");
  EXPECT_EQ(text.status, 200U) << text.body;
  EXPECT_THAT(text.body,
              AllOf(HasSubstr("NR0000000001"), HasSubstr("TRC0000000001-01"), HasSubstr("800-555-0103")));
  EXPECT_THAT(text.body, AllOf(Not(HasSubstr("TESTMEMBER")), Not(HasSubstr("EXM100000001"))));
  const HttpReply pdf = get("/review/cases/" + id + "/cover-sheet");
  EXPECT_EQ(pdf.content_type, "application/pdf");
  EXPECT_TRUE(pdf.body.starts_with("%PDF-"));
  EXPECT_EQ(get("/review/cases/C999/cover-sheet").status, 404U);
}

TEST(PlainFile, IsReadWholeAndNothingElseIs) {
  const support::TemporaryFolder folder;
  const fs::path file = folder.file("a.txt", plan_pages);
  const auto bytes = gateway::bytes_of_plain_file(file, 1000);
  ASSERT_TRUE(bytes);
  EXPECT_EQ(*bytes, plan_pages);
  EXPECT_EQ(*gateway::bytes_of_plain_file(folder.file("none.txt", ""), 0), "");
  EXPECT_FALSE(gateway::bytes_of_plain_file(file, std::string_view(plan_pages).size() - 1));
  fs::create_symlink(file, folder / "link.txt");
  EXPECT_FALSE(gateway::bytes_of_plain_file(folder / "link.txt", 1000));
  EXPECT_FALSE(gateway::bytes_of_plain_file(folder.path(), 1000));
  ASSERT_EQ(::mkfifo((folder / "pipe.txt").c_str(), 0600), 0);
  EXPECT_FALSE(gateway::bytes_of_plain_file(folder / "pipe.txt", 1000)) << "and nobody waits for a writer";
}

TEST(PlainFile, MayBeCutOffWhileItIsRead) {
  constexpr std::size_t whole = 4U << 20U;
  const support::TemporaryFolder folder;
  const fs::path file = folder.file("a.txt", "");
  std::jthread writer([&](const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      fs::resize_file(file, whole);
      fs::resize_file(file, 0);
    }
  });
  for (int look = 0; look < 100; ++look) {
    const auto bytes = gateway::bytes_of_plain_file(file, whole);
    if (bytes) {
      EXPECT_THAT(bytes->size(), testing::AnyOf(0U, whole));
    } else {
      EXPECT_EQ(bytes.error().first().code, base::IssueCode::conflict);
    }
  }
}

TEST(PaperIndex, ReportsEveryFaultWithItsPointer) {
  const auto index = gateway::paper_index_from(
      R"({"document":"../x.pdf","birth_date":"31.1.2026","channel":"pigeon","contorl_number":"1"})");
  ASSERT_FALSE(index);
  std::vector<std::string> places;
  for (const base::Issue& issue : index.error()) places.push_back(issue.where);
  EXPECT_THAT(places, testing::ElementsAre("/document", "/channel", "/birth_date", "/contorl_number"));
}

TEST(PaperIndex, NamesADocumentThatAFileSystemCanHave) {
  const auto named = [](const std::string& document) {
    return gateway::paper_index_from(R"({"document":")" + document + "\"}").has_value();
  };
  EXPECT_TRUE(named(std::string(251, 'n') + ".pdf"));
  EXPECT_FALSE(named(std::string(252, 'n') + ".pdf"));
  EXPECT_FALSE(named("another.json"));
}

TEST(PaperTypes, AreKnownByEndingAndMediaTypeAndByHowTheyBegin) {
  using gateway::looks_like;
  const gateway::PaperType* const pdf = gateway::paper_type_of_ending(".PDF");
  ASSERT_NE(pdf, nullptr);
  EXPECT_EQ(gateway::paper_type_of("application/pdf"), pdf);
  EXPECT_TRUE(looks_like(*pdf, pdf_pages));
  EXPECT_FALSE(looks_like(*pdf, "%PDF-1.4"));
  EXPECT_FALSE(looks_like(*pdf, ""));
  const gateway::PaperType* const tiff = gateway::paper_type_of("image/tiff");
  ASSERT_NE(tiff, nullptr);
  EXPECT_TRUE(looks_like(*tiff, std::string_view("II*\0more", 8)));
  EXPECT_TRUE(looks_like(*tiff, std::string_view("MM\0*more", 8)));
  EXPECT_FALSE(looks_like(*tiff, "GIF89a"));
  EXPECT_EQ(gateway::paper_type_of("text/html"), nullptr);
}

}  // namespace
