// Batches: files of many sets through a folder, over stops, duplicates, bad sets and bad files.
#include <fstream>
#include <future>
#include <sstream>

#include "gateway/cli/cli.hpp"
#include "gateway/cli/temporary_gateway.hpp"
#include "gateway/edi/batches.hpp"
#include "gateway/edi/folder.hpp"
#include "gateway/review/known_cases.hpp"
#include "gateway/review/submit_review.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/text.hpp"

namespace {

namespace fs = std::filesystem;
using gateway::BatchProgress;
using gateway::Folder;
using gateway::FolderResult;
using gateway::cli::TemporaryGateway;
using support::replaced;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

std::string digits(std::size_t number, std::size_t width) {
  std::string text = std::to_string(number);
  return std::string(width - text.size(), '0') + text;
}

/// One interchange with `sets` requests of members nobody knows; every `bad`-th has a code that does not
/// exist.
std::string interchange(std::size_t sets, std::size_t number, std::size_t bad = 0) {
  const auto read =
      gateway::cli::read_file(PRECERT_SOURCE_DIR "/fixtures/scenarios/mri-approved/request.x12");
  EXPECT_TRUE(read);
  const std::string text = replaced(read ? *read : "", "\n", "");
  const std::size_t from = text.find("ST*"), until = text.find("GE*");
  const std::string one = text.substr(from, until - from);
  std::string all = replaced(text.substr(0, from), "000002001", digits(number, 9));
  for (std::size_t i = 1; i <= sets; ++i) {
    std::string set = replaced(one, "*0001", "*" + digits(i, 6));
    set = replaced(set, "EXM100000001", "EXM9" + digits(i, 8));
    if (bad != 0 && i % bad == 0) set = replaced(set, "UM*HS*I*62", "UM*QQ*I*62");
    all += set;
  }
  return all + "GE*" + std::to_string(sets) + "*2001~IEA*1*" + digits(number, 9) + "~\n";
}

std::string bytes_of(const fs::path& file) {
  const auto read = gateway::cli::read_file(file);
  EXPECT_TRUE(read) << file;
  return read ? *read : std::string();
}

std::size_t count_of(const std::string& text, const std::string& what) {
  std::size_t count = 0;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++count;
  return count;
}

class Batch : public testing::Test {
 protected:
  void SetUp() override { restart(); }
  void TearDown() override { folder_.reset(); }
  /// A fresh gateway with its own store, and the folder opened again.
  void restart() {
    folder_.reset();
    gateway::Config config;
    config.log_level = "off";
    auto opened = TemporaryGateway::open(std::move(config), base::instant_from_iso("2026-01-05T17:30:00Z"));
    ASSERT_TRUE(opened) << opened.error().first().remedy;
    gateway_ = std::move(*opened);
    open_folder();
  }
  void open_folder() {
    folder_.reset();
    auto opened = Folder::open(root(), gateway_->gateway().services(), std::chrono::hours(1));
    ASSERT_TRUE(opened) << opened.error().first().remedy;
    folder_ = std::move(*opened);
  }
  fs::path put(const std::string& name, const std::string& text) {
    const fs::path file = root_ / "in" / name;
    std::ofstream(file, std::ios::binary) << text;
    return file;
  }
  FolderResult take(const fs::path& file, const gateway::BatchWatch& watch = nullptr) {
    auto result = folder_->take(file, watch);
    EXPECT_TRUE(result) << result.error().first().remedy;
    return result ? *result : FolderResult();
  }
  std::size_t cases() {
    const auto contents = gateway_->gateway().services().store.contents();
    EXPECT_TRUE(contents);
    return contents ? contents->cases : 0;
  }
  [[nodiscard]] std::string responses(const std::string& name) const {
    return bytes_of(root_ / "out" / (name + ".responses.x12"));
  }
  [[nodiscard]] std::string acknowledgments(const std::string& name) const {
    return bytes_of(root_ / "out" / (name + ".acknowledgments.x12"));
  }
  Folder& folder() { return *folder_; }
  [[nodiscard]] const fs::path& root() const { return root_.path(); }
  TemporaryGateway& gateway() { return *gateway_; }

 private:
  support::TemporaryFolder root_;
  std::unique_ptr<TemporaryGateway> gateway_;
  std::unique_ptr<Folder> folder_;
};

TEST_F(Batch, AnswersEverySetButTheBadOne) {
  const FolderResult result = take(put("five.x12", interchange(5, 1, 3)));
  EXPECT_EQ(result.sets, 5U);
  EXPECT_EQ(result.accepted, 4U);
  EXPECT_THAT(acknowledgments("five"), AllOf(HasSubstr("IK4*1*1525*7*QQ~"), HasSubstr("AK9*P*5*5*4~")));
  EXPECT_EQ(count_of(responses("five"), "~ST*278*"), 4U);
  EXPECT_TRUE(fs::exists(root() / "archive" / "five.x12"));
  EXPECT_THAT(folder().ready(), IsEmpty());
}

TEST_F(Batch, GoesOnAfterAStopAsIfThereHadBeenNone) {
  const std::string text = interchange(700, 1, 100);
  take(put("whole.x12", text));
  const std::string expected = responses("whole"), acknowledged = acknowledgments("whole");

  restart();  // another store: the file is new to it
  const fs::path file = put("stopped.x12", text);
  std::size_t stops = 0;
  FolderResult result;
  do {
    result = take(file, [](const BatchProgress&) { return false; });
    open_folder();
    ++stops;
  } while (result.stopped && stops < 10);
  EXPECT_EQ(stops, 3U);  // after 256 and 512 sets, then the end
  EXPECT_EQ(result.accepted, 693U);
  EXPECT_EQ(responses("stopped"), expected);
  EXPECT_EQ(acknowledgments("stopped"), acknowledged);
  EXPECT_EQ(cases(), 693U);
}

TEST_F(Batch, AnswersTheSameFileAgainAndDecidesNothingTwice) {
  take(put("first.x12", interchange(3, 1)));
  const std::size_t before = cases();
  const FolderResult again = take(put("second.x12", interchange(3, 1)));
  EXPECT_TRUE(again.duplicate);
  EXPECT_EQ(responses("second"), responses("first"));
  EXPECT_EQ(cases(), before);
}

TEST_F(Batch, RejectsAnInterchangeWhoseNumberAnotherFileUsed) {
  take(put("first.x12", interchange(3, 1)));
  const FolderResult reused = take(put("second.x12", interchange(2, 1) + interchange(4, 2)));
  EXPECT_THAT(acknowledgments("second"), HasSubstr("TA1*000000001*260105*0930*R*025~"));
  EXPECT_EQ(count_of(responses("second"), "~ST*278*"), 4U);
  EXPECT_EQ(reused.accepted, 4U);
}

TEST_F(Batch, GoesOnAfterAStopBehindAnInterchangeThatItRejectedAsADuplicate) {
  take(put("first.x12", interchange(3, 1)));
  const fs::path file = put("second.x12", interchange(300, 1) + interchange(300, 2));
  std::size_t stops = 0;
  FolderResult result;
  do {
    result = take(file, [](const BatchProgress&) { return false; });
    open_folder();
    ++stops;
  } while (result.stopped && stops < 10);
  EXPECT_EQ(stops, 3U);
  EXPECT_EQ(result.accepted, 300U);
  EXPECT_EQ(count_of(acknowledgments("second"), "TA1*000000001*260105*0930*R*025~"), 1U);
  EXPECT_EQ(count_of(responses("second"), "~ST*278*"), 300U);
  EXPECT_EQ(cases(), 303U);
}

TEST_F(Batch, LeavesAFileAloneThatIsStillBeingWritten) {
  const std::string text = interchange(2, 1);
  put("growing.x12", text.substr(0, text.size() - 20));
  put("upload.x12.part", text);
  put(".hidden.x12", text);
  EXPECT_THAT(folder().ready(), IsEmpty());
  EXPECT_EQ(folder().waiting(), 3U);
  put("growing.x12", text);
  EXPECT_THAT(folder().ready(), ElementsAre(root() / "in" / "growing.x12"));
  EXPECT_EQ(folder().waiting(), 2U);
}

TEST_F(Batch, AFileIsWholeOnlyWhereItsLastSegmentIsTheEndOfAnInterchange) {
  const std::string first = interchange(2, 1), second = interchange(2, 2);
  const std::string name = "NM1*IL*1*TESTMEMBER";
  const std::string named = replaced(first, name, "NM1*IL*1*PIEA");
  const std::size_t in_name = named.find("NM1*IL*1*PIEA");
  for (const std::string& part :
       {first + second.substr(0, 60), first + second.substr(0, second.find('~') + 1),
        named.substr(0, named.find('~', in_name) + 1), first.substr(0, first.size() - 2)}) {
    put("growing.x12", part);
    EXPECT_THAT(folder().ready(), IsEmpty()) << part.substr(part.size() - 40);
  }
  for (const std::string& whole :
       {first + second, first + " \r\n\n", replaced(replaced(first, "\n", ""), "~", "\n")}) {
    put("growing.x12", whole);
    EXPECT_THAT(folder().ready(), ElementsAre(root() / "in" / "growing.x12"))
        << whole.substr(whole.size() - 40);
  }
}

TEST_F(Batch, PutsAFileWithoutAnInterchangeAside) {
  const FolderResult result = take(put("letter.x12", "Dear payer, please call me back."));
  EXPECT_TRUE(result.failed);
  EXPECT_TRUE(fs::exists(root() / "failed" / "letter.x12"));
}

TEST_F(Batch, SaysOfATruncatedFileThatItsEndIsMissing) {
  const std::string text = interchange(2, 1);
  take(put("cut.x12", text.substr(0, text.find("GE*"))));
  EXPECT_THAT(acknowledgments("cut"), HasSubstr("*R*023~"));
  EXPECT_EQ(cases(), 0U);
}

TEST_F(Batch, LetsOneProcessWorkInAFolder) {
  const auto second = Folder::open(root(), gateway().gateway().services(), std::chrono::hours(1));
  EXPECT_FALSE(second);
}

TEST_F(Batch, KeepsTheBytesOfAFileUnderItsId) {
  const std::string text = interchange(2, 1);
  const FolderResult result = take(put("kept.x12", text));
  EXPECT_EQ(gateway().get("/messages/" + result.batch).body, text);
}

TEST_F(Batch, WorksOffWhatWasSubmittedAndKeepsItForPickUp) {
  gateway::Services& services = gateway().gateway().services();
  const auto id =
      gateway::batch_submitted({"core:HOSPA", "P1", "application/edi-x12", interchange(3, 1)}, services);
  ASSERT_TRUE(id);
  std::promise<void> behind_it;
  services.background.post([&behind_it] { behind_it.set_value(); });
  behind_it.get_future().wait();
  const auto status = gateway::batch_status("core:HOSPA", "P1", services);
  ASSERT_TRUE(status && *status);
  EXPECT_EQ((*status)->id, *id);
  EXPECT_EQ((*status)->state, gateway::BatchState::done);
  EXPECT_EQ(count_of((*status)->results, "~ST*278*"), 3U);
  EXPECT_THAT((*status)->acknowledgments, HasSubstr("AK9*A*3*3*3~"));
  const auto stranger = gateway::batch_status("core:HOSPB", "P1", services);
  ASSERT_TRUE(stranger);
  EXPECT_FALSE(stranger->has_value());
  EXPECT_FALSE(
      gateway::batch_submitted({"core:HOSPA", "P1", "application/edi-x12", interchange(1, 2)}, services));
}

TEST_F(Batch, WhoSendsAgainWhatIsAtWorkNeedNotWaitForIt) {
  gateway::Services& services = gateway().gateway().services();
  const std::string text = interchange(600, 1);
  auto file = gateway::MappedFile::open(put("first.x12", text));
  ASSERT_TRUE(file);
  gateway::HttpRequest request;
  request.method = gateway::Method::post;
  request.path = "/x12";
  request.query = "mode=batch";
  request.content_type = "application/edi-x12";
  request.body_file = put("again.x12", text);
  gateway::BatchFile about;
  about.sender = "x12:ZZ:CLEARTEST1>ZZ:EXAMPLEPLAN";
  gateway::HttpReply meanwhile;
  const auto run = run_file(about, *file, services, [&](const BatchProgress&) {
    if (meanwhile.body.empty()) meanwhile = gateway().gateway().answer_now(request);
    return true;
  });
  ASSERT_TRUE(run);
  EXPECT_EQ(run->batch.state, gateway::BatchState::done);
  EXPECT_EQ(meanwhile.status, 202U) << meanwhile.body;
  EXPECT_THAT(meanwhile.headers, testing::Contains(testing::Pair("Retry-After", testing::_)));
  EXPECT_THAT(meanwhile.headers, testing::Contains(testing::Pair("Precert-Message-Id", run->batch.id)));

  const gateway::HttpReply later = gateway().gateway().answer_now(request);
  EXPECT_EQ(later.status, 200U) << later.body;
  EXPECT_THAT(later.headers, testing::Contains(testing::Pair("X-Replayed", "true")));
  EXPECT_EQ(count_of(bytes_of(later.body_file), "~ST*278*"), 600U);
}

/// A case of its own of an imaginary member, as the store gives it.
gateway::CaseRecord a_case(int number, int version = 1) {
  precert::ReviewRequest request;
  request.reference = "REQ" + std::to_string(number) + "." + std::to_string(version);
  return gateway::record_from(precert::CaseId("C" + std::to_string(number)), version, request, {});
}

TEST(KnownCases, AreReadOnceUntilTheyChange) {
  gateway::KnownCases known;
  for (int round = 0; round < 3; ++round) {
    for (int number = 1; number <= 10; ++number) {
      const auto found = known.of(a_case(number));
      ASSERT_TRUE(found);
      EXPECT_EQ(found->request.reference, "REQ" + std::to_string(number) + ".1");
    }
  }
  EXPECT_EQ(known.read(), 10U);
  EXPECT_EQ(known.of(a_case(3, 2))->request.reference, "REQ3.2");
  EXPECT_EQ(known.read(), 11U);
  gateway::CaseRecord not_stored = a_case(3, 2);  // a version that came to nothing, and its number again
  not_stored.request = a_case(4).request;
  EXPECT_EQ(known.of(not_stored)->request.reference, "REQ4.1");
  EXPECT_EQ(known.read(), 12U);
}

TEST(KnownCases, AreKeptUpToTheirBytesTheOnesUsedLast) {
  const gateway::CaseRecord one = a_case(1);
  gateway::KnownCases known(3 * (one.request.size() + one.determination.size()) + 2);
  for (const int number : {1, 2, 3, 1, 4}) ASSERT_TRUE(known.of(a_case(number)));  // 2 had to go
  EXPECT_EQ(known.read(), 4U);
  for (const int number : {1, 3, 4}) ASSERT_TRUE(known.of(a_case(number)));
  EXPECT_EQ(known.read(), 4U);
  ASSERT_TRUE(known.of(a_case(2)));
  EXPECT_EQ(known.read(), 5U);
}

TEST(KnownCases, KeepNothingOfARecordThatCannotBeRead) {
  gateway::KnownCases known;
  gateway::CaseRecord broken = a_case(1);
  broken.request = "{";
  EXPECT_FALSE(known.of(broken));
  EXPECT_FALSE(known.of(broken));
  EXPECT_EQ(known.read(), 2U);
}

TEST_F(Batch, ReadsTheEarlierCasesOfAMemberOnceForAllItsSets) {
  gateway::Services& services = gateway().gateway().services();
  std::string text = interchange(20, 1);
  for (std::size_t i = 1; i <= 20; ++i) text = replaced(text, "EXM9" + digits(i, 8), "EXM100000001");
  auto file = gateway::MappedFile::open(put("one-member.x12", text));
  ASSERT_TRUE(file);
  gateway::BatchFile about;
  about.sender = "core:HOSPA";
  ASSERT_TRUE(run_file(about, *file, services));
  const gateway::Snapshot knowledge = services.knowledge.current();
  gateway::KnownCases known;
  std::uint64_t read_for_the_first = 0;
  for (int set = 0; set < 5; ++set) {
    gateway::MemberFacts facts;
    ASSERT_TRUE(gateway::gather_facts(facts, precert::MemberId("EXM100000001"), services.clock.now(), {},
                                      services.store, knowledge, {}, &known));
    EXPECT_FALSE(facts.facts.history.empty());
    if (set == 0) read_for_the_first = known.read();
  }
  EXPECT_GT(read_for_the_first, 0U);
  EXPECT_EQ(known.read(), read_for_the_first);
}

TEST_F(Batch, AClaimIsGivenUpByWhoWroteItAndByNobodyElse) {
  gateway::Services& services = gateway().gateway().services();
  auto file = gateway::MappedFile::open(put("stopped.x12", interchange(300, 1)));
  ASSERT_TRUE(file);
  gateway::BatchFile about;
  about.sender = "core:HOSPA";
  about.payload_id = "P3";
  const auto stopped = run_file(about, *file, services, [](const BatchProgress&) { return false; });
  ASSERT_TRUE(stopped);
  const auto claimed_until = [&services] {
    const auto record = services.store.batch("core:HOSPA", "P3");
    return record && *record ? (*record)->claimed_until : base::Instant();
  };
  EXPECT_EQ(claimed_until(), stopped->batch.claimed_until);
  const base::Instant others = stopped->batch.claimed_until + std::chrono::minutes(1);
  ASSERT_TRUE(services.store.take_batch(stopped->batch.id, others));
  gateway::give_up_claim(stopped->batch, services);
  EXPECT_EQ(claimed_until(), others);
  ASSERT_TRUE(services.store.take_batch(stopped->batch.id, stopped->batch.claimed_until));
  gateway::give_up_claim(stopped->batch, services);
  EXPECT_EQ(claimed_until(), base::Instant());
}

/// Numbers of which one kind cannot be had: the store is away when a document is to be kept.
class NumbersButForDocuments final : public gateway::NumberSource {
 public:
  explicit NumbersButForDocuments(gateway::NumberSource& others) : others_(others) {}
  base::Result<std::int64_t> next(std::string_view kind) override {
    if (kind != "attachment") return others_.next(kind);
    return base::Issues(base::Issue{base::IssueCode::store_unavailable, "store", "the store is away.",
                                    base::Severity::error});
  }
  std::string suffix() override { return others_.suffix(); }

 private:
  gateway::NumberSource& others_;
};

/// An interchange with one document that belongs to no request.
std::string document(std::size_t number) {
  return "ISA*00*          *00*          *ZZ*CLEARTEST1     *ZZ*EXAMPLEPLAN    *260105*0930*^*00501*" +
         digits(number, 9) +
         "*0*T*:~GS*PI*CLINICAPP*PLANAPP*20260105*0930*71*X*006020X316~ST*275*0001*006020X316~"
         "BGN*02*ATT1*20260105*1001~NM1*PR*2*A HEALTH PLAN*****PI*EXPL1~"
         "NM1*41*2*EXAMPLE CLEARINGHOUSE*****46*CLEARTEST1~NM1*1P*2*EXAMPLE CLINIC*****XX*1999000015~"
         "NM1*QC*1*TESTMEMBER*DELTA****MI*EXM100000004~LX*1~TRN*1*NOSUCH1*1999999990~DTP*368*D8*20260105~"
         "CAT*AE*TX~OOI*1*47*ATTACHMENT~BDS*ASC*5*PAPER~SE*13*0001~GE*1*71~IEA*1*" +
         digits(number, 9) + "~\n";
}

/// What /metrics says of decisions and refusals.
std::string outcomes_counted(const gateway::Metrics& metrics) {
  std::istringstream text(metrics.text());
  std::string counted;
  for (std::string line; std::getline(text, line);) {
    if (line.starts_with("precert_decisions_total") || line.starts_with("precert_rejections_total"))
      counted += line + "\n";
  }
  return counted;
}

TEST_F(Batch, AStepOnItsWayCountsThoughTheNextOneFails) {
  gateway::Services& given = gateway().gateway().services();
  NumbersButForDocuments numbers(given.numbers);
  gateway::Services services{given.config,  given.store,   given.clock,      numbers,
                             given.knowledge, given.metrics, given.background, given.reports,
                             given.compiling, given.weighing, given.notifications, given.traffic,
                             given.pas_2_2_1, given.pas_2_0_1};
  auto file = gateway::MappedFile::open(put("fails.x12", interchange(256, 1) + document(2)));
  ASSERT_TRUE(file);
  gateway::BatchFile about;
  about.sender = "core:HOSPA";
  about.payload_id = "P8";
  const std::string before = outcomes_counted(services.metrics);
  const auto run = run_file(about, *file, services);
  ASSERT_FALSE(run);
  EXPECT_EQ(run.error().first().code, base::IssueCode::store_unavailable);
  const auto record = services.store.batch("core:HOSPA", "P8");
  ASSERT_TRUE(record && *record);
  EXPECT_EQ((*record)->sets, 256U);                        // durable before the failure is told,
  EXPECT_EQ((*record)->claimed_until, base::Instant());  // so that the claim that came with it is given up
  EXPECT_NE(outcomes_counted(services.metrics), before);
}

TEST_F(Batch, WhoSendsAgainWhatWaitsBehindAnotherIsToldAtOnce) {
  gateway::Services& services = gateway().gateway().services();
  std::promise<void> other_done;
  // Another batch's work:
  services.background.post([over = other_done.get_future().share()] { over.wait(); });
  gateway::HttpRequest request;
  request.method = gateway::Method::post;
  request.path = "/x12";
  request.query = "mode=batch";
  request.content_type = "application/edi-x12";
  const std::string text = interchange(5, 1);
  std::array<std::future<gateway::HttpReply>, 2> sent;
  for (const std::size_t which : {std::size_t{0}, std::size_t{1}}) {
    request.body_file = put("same" + std::to_string(which) + ".x12", text);
    sent.at(which) =
        std::async(std::launch::async, [this, request] { return gateway().gateway().answer_now(request); });
  }
  const auto is_told = [](std::future<gateway::HttpReply>& one) {
    return one.wait_for(std::chrono::milliseconds(5)) == std::future_status::ready;
  };
  std::size_t told = 0;
  for (int looks = 0; looks < 4000 && !is_told(sent.at(told)); ++looks) told = 1 - told;
  other_done.set_value();
  const gateway::HttpReply at_once = sent.at(told).get();
  const gateway::HttpReply answered = sent.at(1 - told).get();
  EXPECT_EQ(at_once.status, 202U) << at_once.body;
  EXPECT_EQ(answered.status, 200U) << answered.body;
  const auto id_of = [](const gateway::HttpReply& reply) {
    for (const auto& [name, value] : reply.headers) {
      if (name == "Precert-Message-Id") return value;
    }
    return std::string();
  };
  EXPECT_NE(id_of(at_once), "");
  EXPECT_EQ(id_of(at_once), id_of(answered));
  EXPECT_EQ(count_of(bytes_of(answered.body_file), "~ST*278*"), 5U);
}

TEST_F(Batch, WhatAKilledProcessHadClaimedGoesOnWhenAGatewayStarts) {
  gateway::Services& services = gateway().gateway().services();
  auto file = gateway::MappedFile::open(put("killed.x12", interchange(300, 1)));
  ASSERT_TRUE(file);
  gateway::BatchFile about;
  about.sender = "core:HOSPA";
  about.payload_id = "P2";
  const auto killed = run_file(about, *file, services, [](const BatchProgress&) { return false; });
  ASSERT_TRUE(killed);
  ASSERT_EQ(killed->batch.state, gateway::BatchState::running);
  const auto state = [&services] {
    const auto status = gateway::batch_status("core:HOSPA", "P2", services);
    return status && *status ? (*status)->state : gateway::BatchState::failed;
  };
  gateway::work_off_batches(services);
  EXPECT_EQ(state(), gateway::BatchState::running);  // its claim lasts
  gateway::take_up_batches(services);
  EXPECT_EQ(state(), gateway::BatchState::done);
}

}  // namespace
