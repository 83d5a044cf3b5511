// Partner::delimiters_in_data: what becomes of answers whose data holds a character that separates, in real
// time, in an acknowledgment and in a batch that has given out its first answers already.
#include "gateway/cli/cli.hpp"
#include "gateway/cli/temporary_gateway.hpp"
#include "gateway/edi/batch_resume.hpp"
#include "gateway/edi/batches.hpp"
#include "gateway/edi/partners.hpp"
#include "parsers/x12/check.hpp"
#include "parsers/x12/guide.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/text.hpp"

namespace {

using gateway::cli::TemporaryGateway;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using support::replaced;
using testing::SizeIs;

constexpr std::string_view awkward = "A*B^C:D~E CLINIC";

/// The usual delimiters of a fixture given up for others, so that data may hold the usual ones.
std::string under_other_delimiters(std::string text) {
  for (char& c : text) {
    const std::size_t which = std::string_view("*^:~").find(c);
    if (which != std::string_view::npos) c = std::string_view("|!>\x1C")[which];
  }
  return text;
}

std::string digits(std::size_t number, std::size_t width) {
  std::string text = std::to_string(number);
  return std::string(width - text.size(), '0') + text;
}

/// An interchange of requests; the requester of set `which` has the awkward name.
std::string requests_with_names(std::size_t sets, std::size_t which) {
  const auto read =
      gateway::cli::read_file(PRECERT_SOURCE_DIR "/fixtures/scenarios/mri-approved/request.x12");
  EXPECT_TRUE(read);
  const std::string text = under_other_delimiters(replaced(read ? *read : "", "\n", ""));
  const std::size_t from = text.find("ST|"), until = text.find("GE|");
  std::string all = text.substr(0, from);
  for (std::size_t i = 1; i <= sets; ++i) {
    std::string set = replaced(text.substr(from, until - from), "|0001", "|" + digits(i, 6));
    set = replaced(set, "EXM100000001", "EXM9" + digits(i, 8));
    if (i == which) set = replaced(set, "EXAMPLE CLINIC", std::string(awkward));
    all += set;
  }
  return all + "GE|" + std::to_string(sets) + "|2001\x1C" + "IEA|1|000002001\x1C";
}

/// What some interchanges say.
struct Said {
  std::vector<std::string> delimiters;  // of each interchange
  std::vector<std::uint32_t> control_numbers;
  std::vector<std::string> names;         // NM103 of the requester, of each set that has one
  std::vector<std::size_t> sets;          // of each interchange
  std::vector<std::string> faults;        // anything a guide or an envelope is against
  std::vector<std::string> set_verdicts;  // IK501 and IK502
};

void add_set(const x12::Reader& reader, Said& said) {
  const x12::Guide* const guide = x12::guide_for_set(reader.group().version, reader.set());
  x12::LoopTree tree;
  std::vector<x12::Fault> faults;
  if (guide == nullptr || !x12::check(reader.set(), *guide, {}, tree, faults)) said.faults.push_back("set");
  for (const x12::Fault& fault : faults) said.faults.push_back(fault.where() + " " + fault.remedy);
  for (std::uint32_t i = 0; i < reader.set().tokens.segments.size(); ++i) {
    const x12::SegmentView segment(reader.set().tokens, i);
    if (segment.id() == "NM1" && segment.element(1) == "1P") said.names.emplace_back(segment.element(3));
    if (segment.id() == "IK5")
      said.set_verdicts.push_back(std::string(segment.element(1)) + std::string(segment.element(2)));
  }
  ++said.sets.back();
}

Said said_in(const std::string& text) {
  Said said;
  x12::Reader reader(text);
  for (x12::Event event = reader.next(); event != x12::Event::done; event = reader.next()) {
    if (event == x12::Event::unreadable) said.faults.push_back("unreadable");
    if (event == x12::Event::interchange) {
      const x12::Delimiters& four = reader.interchange().delimiters;
      said.delimiters.push_back({four.element, four.repetition, four.component, four.segment});
      said.control_numbers.push_back(
          static_cast<std::uint32_t>(std::stoul(std::string(reader.interchange().control_number))));
      said.sets.push_back(0);
    }
    if (event == x12::Event::transaction_set) add_set(reader, said);
    if (event == x12::Event::group_end && !reader.group_faults().empty()) said.faults.push_back("group");
    if (event == x12::Event::interchange_end && !reader.interchange_faults().empty())
      said.faults.push_back("interchange");
  }
  return said;
}

class DelimitersInData : public testing::Test {
 protected:
  /// A gateway whose answers to everybody are written with the usual delimiters, with this policy.
  void open(const std::string& policy) {
    gateway::Config config;
    config.log_level = "off";
    auto opened = TemporaryGateway::open(std::move(config), base::instant_from_iso("2026-01-05T17:30:00Z"));
    ASSERT_TRUE(opened) << opened.error().first().remedy;
    gateway_ = std::move(*opened);
    agree("    delimiters_in_data: " + policy + "\n");
  }
  void agree(const std::string& lines) {
    auto partners = gateway::Partners::from_yaml(
        "partners:\n  - name: everybody\n    delimiters: \"*^:~\"\n" + lines, "partners.yaml");
    ASSERT_TRUE(partners) << partners.error().first().remedy;
    gateway::Snapshot now = services().knowledge.current();
    now.partners = std::make_shared<const gateway::Partners>(std::move(*partners));
    services().knowledge.swap(std::move(now));
  }
  std::string answer(const std::string& text) {
    const gateway::HttpReply reply = gateway_->post("/x12", "application/edi-x12", text);
    EXPECT_EQ(reply.status, 200U) << reply.body;
    return reply.body;
  }
  Said send(const std::string& text) {
    const std::string answered = answer(text);
    const Said said = said_in(answered);
    EXPECT_THAT(said.faults, IsEmpty()) << answered;
    return said;
  }
  /// Runs the batch until it is done, stopped after each step if so wished; returns responses and
  /// acknowledgments.
  std::pair<std::string, std::string> batch(const std::string& text, bool stopping) {
    const support::TemporaryFolder folder;
    const auto file = folder.file("requests.x12", text);
    for (int runs = 0; runs < 10; ++runs) {
      auto outcome = run(file, stopping);
      if (!outcome) {
        ADD_FAILURE() << outcome.error().first().remedy;
        break;
      }
      if (outcome->batch.state != gateway::BatchState::running)
        return {bytes(outcome->batch.id, gateway::BatchBytes::responses),
                bytes(outcome->batch.id, gateway::BatchBytes::acknowledgments)};
    }
    ADD_FAILURE() << "never done";
    return {};
  }
  base::Result<gateway::BatchOutcome> run(const std::filesystem::path& path, bool stopping) {
    auto file = gateway::MappedFile::open(path);
    if (!file) return file.error();
    gateway::BatchFile about;
    about.sender = "test";
    return gateway::run_file(about, *file, services(),
                             [stopping](const gateway::BatchProgress&) { return !stopping; });
  }
  std::string bytes(const std::string& batch, gateway::BatchBytes kind) {
    std::string all;
    EXPECT_TRUE(services().store.batch_bytes(batch, kind, [&all](std::string_view piece) {
      all += piece;
      return true;
    }));
    return all;
  }
  gateway::Services& services() { return gateway_->gateway().services(); }
  std::size_t cases() {
    const auto contents = services().store.contents();
    return contents ? contents->cases : 0;
  }

 private:
  std::unique_ptr<TemporaryGateway> gateway_;
};

TEST_F(DelimitersInData, OthersAreChosenForTheWholeAnswer) {
  open("choose");
  const Said said = send(requests_with_names(1, 1));
  EXPECT_THAT(said.names, ElementsAre(awkward));
  ASSERT_THAT(said.delimiters, SizeIs(1));
  EXPECT_EQ(said.delimiters.front().find_first_of("*^:~"), std::string::npos);
}

TEST_F(DelimitersInData, AnswersThatHoldNoneKeepTheAgreedOnes) {
  open("choose");
  EXPECT_THAT(send(requests_with_names(1, 0)).delimiters, ElementsAre("*^:~"));
}

TEST_F(DelimitersInData, AreReplacedWhereSoAgreed) {
  open("replace");
  const Said said = send(requests_with_names(1, 1));
  EXPECT_THAT(said.names, ElementsAre("A B C D E CLINIC"));
  EXPECT_THAT(said.delimiters, ElementsAre("*^:~"));
}

TEST_F(DelimitersInData, RefuseTheSetWhereSoAgreedAndNothingIsKept) {
  open("refuse");
  const Said said = send(requests_with_names(1, 1));
  EXPECT_THAT(said.names, IsEmpty());
  EXPECT_THAT(said.delimiters, ElementsAre("*^:~"));
  EXPECT_THAT(said.set_verdicts, ElementsAre("RI6"));
  EXPECT_EQ(cases(), 0U);
}

TEST_F(DelimitersInData, AreCopiedIntoA999UnderOthers) {
  open("choose");
  const std::string bad = replaced(requests_with_names(1, 0), "UM|HS|I|62", "UM|:*|I|62");
  const std::string reply = answer(bad);
  EXPECT_THAT(reply, HasSubstr(":*"));
  EXPECT_THAT(said_in(reply).faults, IsEmpty()) << reply;
  EXPECT_THAT(said_in(reply).set_verdicts, ElementsAre("R5"));
}

TEST_F(DelimitersInData, OfALaterSetOfABatchBeginAnotherInterchange) {
  open("choose");
  const Said said = said_in(batch(requests_with_names(600, 300), false).first);
  EXPECT_THAT(said.faults, IsEmpty());
  EXPECT_THAT(said.sets, ElementsAre(299U, 301U));
  EXPECT_EQ(said.delimiters.front(), "*^:~");
  EXPECT_EQ(said.delimiters.back().find_first_of("*^:~"), std::string::npos);
  EXPECT_EQ(said.names.at(299), awkward);
  EXPECT_NE(said.control_numbers.front(), said.control_numbers.back());
}

class BatchWithDelimitersInData : public DelimitersInData, public testing::WithParamInterface<const char*> {};

TEST_P(BatchWithDelimitersInData, GoesOnAfterStopsAsIfThereHadBeenNone) {
  open(GetParam());
  const auto whole = batch(requests_with_names(600, 200), false);
  open(GetParam());
  const auto stopped = batch(requests_with_names(600, 200), true);
  EXPECT_EQ(stopped.first, whole.first);
  EXPECT_EQ(stopped.second, whole.second);
  EXPECT_THAT(said_in(whole.first).faults, IsEmpty());
  EXPECT_THAT(said_in(whole.second).faults, IsEmpty());
  const bool refusing = std::string_view(GetParam()) == "refuse";
  EXPECT_THAT(whole.second, HasSubstr(refusing ? "AK9*P*600*600*599~" : "AK9*A*600*600*600~"));
}
INSTANTIATE_TEST_SUITE_P(Policies, BatchWithDelimitersInData, testing::Values("choose", "replace", "refuse"),
                         [](const auto& one) { return std::string(one.param); });

TEST_F(DelimitersInData, APartnerWhoseRulesChangeWhileABatchHasStoppedIsNoticed) {
  open("choose");
  const support::TemporaryFolder folder;
  const auto file = folder.file("requests.x12", requests_with_names(600, 0));
  const auto stopped = run(file, true);
  ASSERT_TRUE(stopped);
  ASSERT_EQ(stopped->batch.state, gateway::BatchState::running);

  agree(
      "    guides:\n      - version: 005010X217\n        direction: request\n        changes: |\n"
      "          in 2000E segment CL1 R\n");
  const auto changed = run(file, false);
  ASSERT_FALSE(changed);
  EXPECT_EQ(changed.error().first().code, base::IssueCode::conflict);

  agree("");
  const auto put_back = run(file, false);
  ASSERT_TRUE(put_back);
  EXPECT_EQ(put_back->batch.state, gateway::BatchState::done);
  EXPECT_EQ(put_back->batch.accepted, 600U);
}

TEST(BatchResume, ComesBackFromItsWords) {
  gateway::BatchResume resume;
  resume.numbers = {17, 18, 999'999'999};
  resume.clashes[300] = {'|', '\x1F', '>', '\n'};
  resume.said = 0xFEDCBA9876543210U;
  EXPECT_EQ(gateway::batch_resume_from(gateway::words_from(resume)), resume);
  EXPECT_EQ(gateway::batch_resume_from("17 18").numbers, (std::vector<std::uint32_t>{17, 18}));
}

}  // namespace
