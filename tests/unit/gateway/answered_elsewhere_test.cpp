// Another payer's answer to an update, and the case as it then stands.
#include "gateway/review/answered_elsewhere.hpp"

namespace {

using gateway::complete_answer;
using precert::LineDetermination;
using precert::ReviewAction;
using precert::ServiceLine;
using testing::ElementsAre;
using testing::Pair;

ServiceLine service(int sequence, const std::string& code, const std::string& trace) {
  ServiceLine line;
  line.sequence = sequence;
  line.procedure.code = code;
  if (!trace.empty()) line.traces.push_back({trace, "1999999990", "", {}});
  return line;
}

LineDetermination decision(int sequence, ReviewAction action) {
  LineDetermination line;
  line.sequence = sequence;
  line.action = action;
  return line;
}

/// A line that the message did not ask about, read under a number of its own.
LineDetermination unasked(int sequence, ReviewAction action, ServiceLine told) {
  LineDetermination line = decision(sequence, action);
  line.added = std::move(told);
  return line;
}

/// Three lines; the third waits.
precert::PriorCase three_lines() {
  precert::PriorCase earlier;
  earlier.request.services = {service(1, "97110", "L1"), service(2, "99213", "L2"),
                              service(3, "72148", "L3")};
  earlier.determination.lines = {decision(1, ReviewAction::certified), decision(2, ReviewAction::certified),
                                 decision(3, ReviewAction::pended)};
  earlier.determination.lines[0].certification_number = "AUTH1";
  return earlier;
}

std::vector<std::pair<int, ReviewAction>> actions_of(const precert::Determination& decided) {
  std::vector<std::pair<int, ReviewAction>> all;
  for (const LineDetermination& line : decided.lines) all.emplace_back(line.sequence, line.action);
  return all;
}

TEST(AnAnswerFromElsewhere, MeansTheLinesOfTheCaseByTheirTraceThoughNotAskedAboutThem) {
  const precert::PriorCase earlier = three_lines();
  precert::Determination decided;
  decided.lines = {decision(1, ReviewAction::cancelled),
                   unasked(2, ReviewAction::certified, service(2, "72148", "L3")),
                   unasked(3, ReviewAction::certified, service(3, "99213", "L2"))};
  decided.notes.push_back({"of the third", 2, {}});
  complete_answer(decided, &earlier, "TRC1");
  EXPECT_THAT(actions_of(decided),
              ElementsAre(Pair(1, ReviewAction::cancelled), Pair(2, ReviewAction::certified),
                          Pair(3, ReviewAction::certified)));
  for (const LineDetermination& line : decided.lines) EXPECT_FALSE(line.added.has_value());
  EXPECT_EQ(decided.notes.front().service, 3);
  EXPECT_TRUE(decided.final());
}

TEST(AnAnswerFromElsewhere, KnowsALineWithoutATraceByItsCodeWhenItIsTheOnlyOne) {
  precert::PriorCase earlier = three_lines();
  earlier.request.services[2].traces.clear();
  precert::Determination decided;
  decided.lines = {decision(1, ReviewAction::certified),
                   unasked(2, ReviewAction::certified, service(2, "72148", "FWD1-3"))};
  complete_answer(decided, &earlier, "TRC1");
  EXPECT_THAT(actions_of(decided),
              ElementsAre(Pair(1, ReviewAction::certified), Pair(2, ReviewAction::certified),
                          Pair(3, ReviewAction::certified)));
}

TEST(AnAnswerFromElsewhere, KeepsWhatThePayerAddedUnderANumberOfItsOwn) {
  const precert::PriorCase earlier = three_lines();
  precert::Determination decided;
  decided.lines = {decision(1, ReviewAction::certified),
                   unasked(2, ReviewAction::certified, service(2, "97530", "THEIRS"))};
  complete_answer(decided, &earlier, "TRC1");
  EXPECT_THAT(actions_of(decided),
              ElementsAre(Pair(1, ReviewAction::certified), Pair(2, ReviewAction::certified),
                          Pair(3, ReviewAction::pended), Pair(4, ReviewAction::certified)));
  EXPECT_EQ(decided.lines.back().added->procedure.code, "97530");
  EXPECT_EQ(decided.lines[2].queue, "upstream");
}

TEST(AnAnswerFromElsewhere, WithdrawnAsAWholeIsWithdrawnLineByLine) {
  const precert::PriorCase earlier = three_lines();
  precert::Determination decided;
  decided.lines = {decision(0, ReviewAction::cancelled)};
  complete_answer(decided, &earlier, "TRC1");
  EXPECT_THAT(actions_of(decided),
              ElementsAre(Pair(1, ReviewAction::cancelled), Pair(2, ReviewAction::cancelled),
                          Pair(3, ReviewAction::cancelled)));
  EXPECT_EQ(decided.lines[0].certification_number, "AUTH1");
  EXPECT_EQ(decided.action, ReviewAction::cancelled);
}

}  // namespace
