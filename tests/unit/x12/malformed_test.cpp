// Input that fuzzing found, or that is like it: sets of one guide's segments under another, and what has no
// end.
#include "parsers/x12/check.hpp"
#include "parsers/x12/guide.hpp"
#include "tests/unit/x12/messages.hpp"

namespace x12 {
namespace {

/// The faults of `text`'s first set under any guide.
std::vector<Fault> faults_under(const Guide& guide, const std::string& text) {
  Reader reader(text);
  while (reader.next() != Event::transaction_set) {
  }
  LoopTree tree;
  std::vector<Fault> faults;
  check(reader.set(), guide, {}, tree, faults);
  return faults;
}

TEST(Malformed, AHierarchicalLevelInAGuideThatHasNoneIsASegmentOutOfPlace) {
  const std::string text = interchange_text(set_text({"HL*1**20*1", "HL*2*1*21*1"}));
  for (const Guide* const guide : all_guides()) {
    const std::vector<Fault> faults = faults_under(*guide, text);
    EXPECT_FALSE(faults.empty()) << implementation_of(*guide);
  }
  const std::vector<Fault> faults = faults_under(*guide_for("005010X231A1", "response"), text);
  EXPECT_TRUE(std::any_of(faults.begin(), faults.end(), [](const Fault& one) {
    return one.segment_id == "HL" && one.segment_position == 2 && (one.code == "2" || one.code == "6");
  }));
}

TEST(Malformed, EverySetUnderEveryGuideIsTold) {
  for (const Body& body : {rich_request(), rich_response(), Body{"BIN*4*A~*B"}, Body{"ZZZ"}, Body{}}) {
    for (const Guide* const guide : all_guides()) {
      const std::string text = interchange_text(set_text(body));
      const std::vector<Fault> faults = faults_under(*guide, text);
      std::uint32_t last = 0;
      for (const Fault& one : faults) {
        EXPECT_GE(one.segment_position, last) << implementation_of(*guide);
        EXPECT_LE(one.segment_position, body.size() + 3) << implementation_of(*guide);
        last = one.segment_position;
      }
    }
  }
}

TEST(Malformed, ASetThatNeverEndsIsHeldUpToItsLimitOnly) {
  std::string text = interchange_text("ST*278*0001*005010X217~");
  text.erase(text.find("GE*"));
  for (int i = 0; i < 5000; ++i) text += "MSG*X~";
  Limits limits;
  limits.segments_per_set_max = 100;
  Reader reader(text, limits);
  while (reader.next() != Event::transaction_set) {
  }
  EXPECT_EQ(reader.set().tokens.segments.size(), 100U);
  EXPECT_EQ(reader.next(), Event::group_end);
  EXPECT_EQ(reader.next(), Event::interchange_end);
  EXPECT_EQ(reader.interchange_faults().front().code, "023");
  EXPECT_EQ(reader.next(), Event::done);
}

}  // namespace
}  // namespace x12
