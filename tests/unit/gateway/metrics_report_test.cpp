// The metrics of CMS-0057-F: definitions one by one, and a thousand requests added up in another way.
#include "gateway/metrics_report/report.hpp"

#include <array>
#include <cmath>
#include <random>

#include "base/markup.hpp"
#include "gateway/metrics_report/write_report.hpp"

namespace {

using namespace precert;  // NOLINT(google-build-using-namespace): the model's words, in a test of them
using gateway::MetricsCount;
using gateway::ReportLevel;
using gateway::ReportPeriod;
using gateway::ReportResult;
using gateway::ReportVersion;
using gateway::RequestOutcome;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

constexpr std::string_view rules = R"(
payer:
  name: Test Plan
  ids: [TEST1]
  contact: {name: DESK, phone: "8005550100"}
  intake: {organization: Intake, phone: "8005550102"}
  appeal: Appeal in writing.
  peer_to_peer: Call the medical director.
  not_listed: Not on the list.
  list_date: 2026-01-01
calendar: {time_zone: UTC, opens: "08:00", closes: "17:00"}
promises:
  - {id: cms-standard, products: [MA-1, MA-2, MCO, FFS], within: calendar_days, count: 7, source: "CMS: 7 days"}
  - {id: cms-expedited, products: [MA-1, MA-2, MCO, FFS], urgent: true, within: hours, count: 72, source: "CMS: 72 hours"}
  - {id: wa-standard, products: [WA], within: days_excluding_holidays, count: 3, holidays: washington, source: "RCW: 3 days"}
  - {id: wa-expedited, products: [WA], urgent: true, within: calendar_days, count: 1, source: "RCW: 1 day"}
  - {id: plan, within: business_days, count: 2, holidays: federal, source: "plan: 2 business days"}
products:
  - {id: MA-1, name: One, out_of_network_words: w, line_of_business: medicare_advantage, reported_as: H1234}
  - {id: MA-2, name: Two, out_of_network_words: w, line_of_business: medicare_advantage, reported_as: H1234}
  - {id: MCO, name: Managed, out_of_network_words: w, line_of_business: medicaid_managed}
  - {id: FFS, name: State, out_of_network_words: w, line_of_business: medicaid}
  - {id: QHP, name: Exchange, out_of_network_words: w, line_of_business: qualified_health_plan, reported_as: "12345"}
  - {id: WA, name: Washington, out_of_network_words: w, line_of_business: commercial}
categories:
  - {id: mri, title: MRI}
  - {id: office, title: Office}
  - {id: infusion, title: Infused drugs, drug: true}
services:
  - {edition: "2026", category: mri, codes: {"70551": brain, "72148": spine}}
  - {edition: "2026", category: office, codes: {"99213": visit}}
  - {edition: "2026", category: infusion, system: hcpcs, codes: {"Q5101": growth factor}}
policies:
  - {id: p-mri, title: MRI, words: w, category: mri, requires: required}
  - {id: p-spine, title: Spine, words: w, codes: ["72148"], products: [QHP], requires: not_required}
  - {id: p-office, title: Office, words: w, category: office, requires: not_required}
  - {id: p-drug, title: Drug, words: w, category: infusion, requires: required}
reasons: {"0F": not necessary, "0H": not required, "0Q": duplicate, "0U": information, "0V": review, "0W": waiting}
rejects: {"75": unknown member}
)";

const Rulebook& rulebook() {
  static const std::shared_ptr<const Rulebook> made = [] {
    const std::vector<RulebookFile> files{{"test.yaml", std::string(rules)}};
    const auto read = rulebook_from(files);
    if (!read) {
      for (const base::Issue& issue : read.error()) ADD_FAILURE() << issue.where << ": " << issue.remedy;
      return std::shared_ptr<const Rulebook>(std::make_shared<Rulebook>());
    }
    return *read;
  }();
  return *made;
}

base::Instant at(std::string_view iso) { return *base::instant_from_iso(iso); }

MemberRecord member_of(const std::string& product) {
  MemberRecord made;
  made.id = MemberId("M1");
  made.coverage = {{product, "G1", {base::Date{2020, 1, 1}, std::nullopt}}};
  return made;
}

ServiceLine service(int sequence, const std::string& code, CodeSystem system = CodeSystem::cpt) {
  ServiceLine line;
  line.sequence = sequence;
  line.procedure.system = system;
  line.procedure.code = code;
  return line;
}

/// A case that is written version by version.
class Story {
 public:
  explicit Story(base::Instant received, bool urgent = false) : received_(received) {
    request.event.level = urgent ? LevelOfService::urgent : LevelOfService::elective;
    request.services = {service(1, "70551")};
  }

  /// What line 1, 2 … have become.
  Story& version(base::Instant when, std::vector<ReviewAction> actions, bool by_message = false) {
    ReportVersion next;
    next.request = request;
    next.received = versions.empty() ? received_ : when;
    next.decided = when;
    next.by_message = by_message || versions.empty();
    next.determination.numbers.reference = "NR1";
    next.determination.clock = clock;
    int sequence = 0;
    for (const ReviewAction action : actions) {
      LineDetermination line;
      line.sequence = ++sequence;
      line.action = action;
      next.determination.lines.push_back(line);
    }
    versions.push_back(std::move(next));
    return *this;
  }
  Story& asks(int questions) {
    for (int i = 0; i < questions; ++i) {
      MissingInformation one;
      one.fact = "fact-" + std::to_string(i);
      versions.back().determination.lines.front().missing.push_back(one);
    }
    return *this;
  }
  [[nodiscard]] Story again() const { return *this; }
  Story& closed() {
    versions.back().determination.closed_out = true;
    return *this;
  }
  [[nodiscard]] RequestOutcome outcome(const std::string& product = "MA-1") const {
    const MemberRecord member = member_of(product);
    return gateway::outcome_of("C1", versions, &member, rulebook());
  }

  ReviewRequest request;
  std::vector<ClockEvent> clock;
  std::vector<ReportVersion> versions;

 private:
  base::Instant received_;
};

constexpr auto certified = ReviewAction::certified;
constexpr auto denied = ReviewAction::not_certified;
constexpr auto pended = ReviewAction::pended;
constexpr auto modified = ReviewAction::modified;

const ReportPeriod year_2026{*base::instant_from_iso("2026-01-01T00:00:00Z"),
                             *base::instant_from_iso("2027-01-01T00:00:00Z")};

std::string value(const gateway::LevelReport& level, std::string_view id, std::string_view label = {}) {
  for (const gateway::MetricRow& row : level.rows) {
    if (row.id == id && (label.empty() || row.label.find(label) != std::string::npos)) return row.value;
  }
  return "no row " + std::string(id);
}

gateway::LevelReport level_of(const std::vector<RequestOutcome>& outcomes, const std::string& name = "all",
                              ReportLevel level = ReportLevel::product) {
  MetricsCount count(year_2026, level);
  for (const RequestOutcome& one : outcomes) count.add(one);
  for (const gateway::LevelReport& one : count.levels()) {
    if (one.level == name) return one;
  }
  ADD_FAILURE() << "no level " << name;
  return {};
}

TEST(RequestOutcomes, CountARequestOnceHoweverManyLines) {
  Story story(at("2026-03-02T10:00:00Z"));
  story.request.services = {service(1, "70551"), service(2, "72148"), service(3, "72148")};
  EXPECT_EQ(
      story.again().version(at("2026-03-03T10:00:00Z"), {certified, certified, certified}).outcome().result,
      ReportResult::approved);
  EXPECT_EQ(
      story.again().version(at("2026-03-03T10:00:00Z"), {certified, denied, certified}).outcome().result,
      ReportResult::approved_in_part);
  EXPECT_EQ(story.again().version(at("2026-03-03T10:00:00Z"), {denied, denied, denied}).outcome().result,
            ReportResult::denied);
  EXPECT_EQ(
      story.again().version(at("2026-03-03T10:00:00Z"), {certified, modified, certified}).outcome().result,
      ReportResult::approved_in_part);
  EXPECT_EQ(story.again().version(at("2026-03-03T10:00:00Z"), {certified, pended, denied}).outcome().result,
            ReportResult::open);
}

TEST(RequestOutcomes, TellWithdrawnClosedAndNotReviewedFromDecisions) {
  const base::Instant day = at("2026-03-02T10:00:00Z");
  EXPECT_EQ(Story(day).version(day, {pended}).version(day, {ReviewAction::cancelled}).outcome().result,
            ReportResult::withdrawn);
  EXPECT_EQ(Story(day).version(day, {pended}).version(day, {pended}).closed().outcome().result,
            ReportResult::closed);
  EXPECT_EQ(Story(day).version(day, {ReviewAction::not_required}).outcome().result,
            ReportResult::not_reviewed);
  EXPECT_EQ(Story(day).version(day, {}).outcome().result, ReportResult::not_accepted);
  // Closed, and opened again by what came: the decision counts.
  EXPECT_EQ(Story(day)
                .version(day, {pended})
                .version(day, {pended})
                .closed()
                .version(day, {denied})
                .outcome()
                .result,
            ReportResult::denied);
}

TEST(RequestOutcomes, TimeRunsFromReceiptNotFromWhenAllWasThere) {
  Story story(at("2026-03-02T10:00:00Z"));
  story.version(at("2026-03-02T10:00:00Z"), {pended}).asks(2);
  story.version(at("2026-03-05T10:00:00Z"), {pended}, true).version(at("2026-03-06T10:00:00Z"), {certified});
  const RequestOutcome outcome = story.outcome();
  EXPECT_EQ(outcome.decided - outcome.received, std::chrono::hours(96));
  EXPECT_EQ(outcome.questions, 2);
  EXPECT_TRUE(outcome.asked_in_time);    // OR-I1
  EXPECT_TRUE(outcome.decided_in_time);  // OR-I2: a day after the answer
  EXPECT_EQ(outcome.complete, at("2026-03-05T10:00:00Z"));
}

TEST(RequestOutcomes, LeaveDrugsOutLineByLine) {  // OR-M12
  Story story(at("2026-03-02T10:00:00Z"));
  story.request.services = {service(1, "00002-7510-01", CodeSystem::ndc)};
  EXPECT_EQ(story.again().version(at("2026-03-02T10:00:00Z"), {denied}).outcome().result,
            ReportResult::drugs_only);
  story.request.services = {service(1, "Q5101", CodeSystem::hcpcs), service(2, "J9035", CodeSystem::hcpcs),
                            service(3, "70551")};
  const RequestOutcome mixed =
      story.again().version(at("2026-03-02T10:00:00Z"), {denied, denied, certified}).outcome();
  EXPECT_EQ(mixed.result, ReportResult::approved);
  EXPECT_THAT(mixed.items, SizeIs(1));
}

TEST(RequestOutcomes, LeaveRepeatsToTheRequestThatWasAskedFirst) {  // per request decided
  Story story(at("2026-03-02T10:00:00Z"));
  story.request.services = {service(1, "70551"), service(2, "72148")};
  const auto repeats = [](Story& of, std::size_t line) {
    Reason reason;
    reason.code = "0Q";
    reason.rule = "duplicate";
    of.versions.back().determination.lines.at(line).reasons = {reason};
  };
  Story all = story.again().version(at("2026-03-02T10:00:00Z"), {certified, pended}).asks(1);
  repeats(all, 0);
  repeats(all, 1);
  EXPECT_EQ(all.outcome().result, ReportResult::repeated);
  EXPECT_THAT(all.outcome().items, IsEmpty());
  EXPECT_EQ(all.outcome().questions, 0);
  Story some = story.again().version(at("2026-03-02T10:00:00Z"), {denied, certified});
  repeats(some, 0);
  EXPECT_EQ(some.outcome().result, ReportResult::approved);
  EXPECT_THAT(some.outcome().items, SizeIs(1));
  const gateway::LevelReport level = level_of({all.outcome(), some.outcome()});
  EXPECT_EQ(value(level, "standard_requests"), "1");
  EXPECT_EQ(value(level, "repeated_requests"), "1");
}

TEST(RequestOutcomes, AnAppealThatOverturnsLeavesTheDenialAndAddsAnApprovalAfterAppeal) {  // SC-61, metric 4
  Story story(at("2026-03-02T10:00:00Z"));
  story.version(at("2026-03-03T10:00:00Z"), {denied});
  story.request.event.certification = CertificationType::standard_appeal;
  story.version(at("2026-03-10T10:00:00Z"), {pended}, true).version(at("2026-03-20T10:00:00Z"), {certified});
  const RequestOutcome outcome = story.outcome();
  EXPECT_EQ(outcome.result, ReportResult::denied);
  EXPECT_EQ(outcome.appeal, gateway::AppealResult::overturned);
  const gateway::LevelReport level = level_of({outcome});
  EXPECT_EQ(value(level, "standard_denied_percent"), "100.0");
  EXPECT_EQ(value(level, "standard_approved_after_appeal_percent"), "100.0");
  EXPECT_EQ(level.top_codes.at(0).overturned, 1U);
}

TEST(RequestOutcomes, AnAppealThatIsUpheldIsNoApproval) {
  Story story(at("2026-03-02T10:00:00Z"));
  story.version(at("2026-03-03T10:00:00Z"), {denied});
  story.request.event.certification = CertificationType::immediate_appeal;
  story.version(at("2026-03-10T10:00:00Z"), {pended}, true).version(at("2026-03-11T10:00:00Z"), {denied});
  EXPECT_EQ(story.outcome().appeal, gateway::AppealResult::upheld);
  EXPECT_EQ(value(level_of({story.outcome()}), "standard_appeals_overturned_percent"), "0.0");
}

TEST(RequestOutcomes, ATalkThatOverturnsIsNoAppeal) {  // SC-60
  Story story(at("2026-03-02T10:00:00Z"));
  story.version(at("2026-03-03T10:00:00Z"), {denied}).version(at("2026-03-04T10:00:00Z"), {certified});
  story.versions.back().determination.lines.front().steps.push_back({"overturned", "not_certified", ""});
  EXPECT_EQ(story.outcome().appeal, gateway::AppealResult::none);
  EXPECT_TRUE(story.outcome().overturned_by_talk);
}

TEST(RequestOutcomes, ALaterApprovalWithoutATalkIsNoneThatATalkOverturned) {  // SC-60
  Story story(at("2026-03-02T10:00:00Z"));
  story.version(at("2026-03-03T10:00:00Z"), {denied}).version(at("2026-03-04T10:00:00Z"), {certified}, true);
  EXPECT_EQ(story.outcome().appeal, gateway::AppealResult::none);
  EXPECT_FALSE(story.outcome().overturned_by_talk);
}

TEST(RequestOutcomes, KeepEveryPromiseOfTheirLineOfBusinessApart) {  // OR-M1, OR-M2, SC-54, Washington
  const auto kept = [](const std::string& product, bool urgent, std::string_view received,
                       std::string_view decided_at) {
    Story story(at(received), urgent);
    story.version(at(decided_at), {certified});
    std::vector<std::string> all;
    for (const gateway::PromiseKept& one : story.outcome(product).promises) {
      all.push_back(one.source + (one.kept ? " kept" : " broken"));
    }
    std::sort(all.begin(), all.end());
    return all;
  };
  EXPECT_THAT(kept("MA-1", false, "2026-03-06T10:00:00Z", "2026-03-13T23:59:59Z"),
              ElementsAre("CMS: 7 days kept", "plan: 2 business days broken"));
  EXPECT_THAT(kept("MCO", false, "2026-03-06T10:00:00Z", "2026-03-14T00:00:00Z"),
              ElementsAre("CMS: 7 days broken", "plan: 2 business days broken"));
  EXPECT_THAT(kept("FFS", true, "2026-03-06T10:00:00Z", "2026-03-09T10:00:00Z"),
              ElementsAre("CMS: 72 hours kept"));
  EXPECT_THAT(kept("FFS", true, "2026-03-06T10:00:00Z", "2026-03-09T10:00:01Z"),
              ElementsAre("CMS: 72 hours broken"));
  // The rule of times leaves plans on the exchange out; the plan's own promise holds.
  EXPECT_THAT(kept("QHP", false, "2026-03-06T10:00:00Z", "2026-03-10T12:00:00Z"),
              ElementsAre("plan: 2 business days kept"));
  // Thursday before 3 July, a holiday: 3 days without it end on Monday the 6th.
  EXPECT_THAT(kept("WA", false, "2026-07-02T10:00:00Z", "2026-07-06T23:59:59Z"),
              ElementsAre("RCW: 3 days kept", "plan: 2 business days kept"));
  EXPECT_THAT(kept("WA", true, "2026-07-02T10:00:00Z", "2026-07-04T00:00:00Z"),
              ElementsAre("RCW: 1 day broken"));
}

TEST(RequestOutcomes, KeepOrBreakThePromisesTheyWereReceivedUnder) {
  std::string earlier(rules);
  const std::string_view now = "count: 7, source: \"CMS: 7 days\"";
  earlier.replace(earlier.find(now), now.size(), "count: 14, source: \"CMS: 14 days\"");
  const std::vector<RulebookFile> files{{"test.yaml", earlier}};
  const auto then = rulebook_from(files);
  ASSERT_TRUE(then);
  Story story(at("2026-03-06T10:00:00Z"));
  story.version(at("2026-03-16T10:00:00Z"), {certified});
  const MemberRecord member = member_of("MA-1");
  const auto promises = [&](const Rulebook* promised) {
    std::vector<std::string> all;
    for (const gateway::PromiseKept& one :
         gateway::outcome_of("C1", story.versions, &member, rulebook(), promised).promises) {
      all.push_back(one.source + (one.kept ? " kept" : " broken"));
    }
    std::sort(all.begin(), all.end());
    return all;
  };
  EXPECT_THAT(promises(then->get()), ElementsAre("CMS: 14 days kept", "plan: 2 business days broken"));
  EXPECT_THAT(promises(nullptr), ElementsAre("CMS: 7 days broken", "plan: 2 business days broken"));
}

TEST(RequestOutcomes, AnExtensionMovesThePromiseAndIsCounted) {  // OR-M3, metric 5
  Story story(at("2026-03-02T10:00:00Z"));
  story.version(at("2026-03-02T10:00:00Z"), {pended});
  story.clock = {{ClockKind::received, at("2026-03-02T10:00:00Z"), 0, ""},
                 {ClockKind::extended, at("2026-03-05T10:00:00Z"), 14, "why"}};
  story.version(at("2026-03-18T10:00:00Z"), {certified});
  const gateway::LevelReport level = level_of({story.outcome()});
  EXPECT_EQ(value(level, "extended_and_approved_percent"), "100.0");
  EXPECT_EQ(value(level, "extended_requests"), "1");
}

TEST(MetricsCounting, SaysNotApplicableWhereThereIsNothingAndNotZero) {
  const gateway::LevelReport level = level_of({});
  for (const char* const id :
       {"standard_approved_percent", "standard_denied_percent", "standard_approved_after_appeal_percent",
        "extended_and_approved_percent", "expedited_approved_percent", "expedited_denied_percent",
        "standard_average_hours", "standard_median_hours", "expedited_average_hours",
        "expedited_median_hours", "questions_median", "answers_median",
        "asked_within_two_business_days_percent"}) {
    EXPECT_EQ(value(level, id), "n/a") << id;
  }
  EXPECT_EQ(value(level, "standard_requests"), "0");
}

TEST(MetricsCounting, TakesTheMiddleOfTheTwoMiddleOnes) {
  EXPECT_EQ(gateway::median_of({}), std::nullopt);
  EXPECT_EQ(gateway::median_of({7}), 7.0);
  EXPECT_EQ(gateway::median_of({9, 1, 5}), 5.0);
  EXPECT_EQ(gateway::median_of({9, 1, 5, 6}), 5.5);
  EXPECT_EQ(gateway::median_of({4294967295U, 4294967295U}), 4294967295.0);
}

TEST(MetricsCounting, RoundsPercentHalfUp) {
  EXPECT_EQ(gateway::percent_text(2, 3), "66.7");
  EXPECT_EQ(gateway::percent_text(1, 2000), "0.1");
  EXPECT_EQ(gateway::percent_text(0, 5), "0.0");
  EXPECT_EQ(gateway::percent_text(5, 5), "100.0");
  EXPECT_EQ(gateway::percent_text(0, 0), "n/a");
}

TEST(MetricsCounting, TakesDecisionsOfThePeriodWhenTheyWereIssued) {
  Story before(at("2025-12-30T10:00:00Z")), into(at("2025-12-30T10:00:00Z")),
      after(at("2026-12-30T10:00:00Z"));
  before.version(at("2025-12-31T23:59:59Z"), {denied});
  into.version(at("2026-01-01T00:00:00Z"), {certified});
  after.version(at("2027-01-01T00:00:00Z"), {denied});
  const gateway::LevelReport level = level_of({before.outcome(), into.outcome(), after.outcome()});
  EXPECT_EQ(value(level, "standard_requests"), "1");
  EXPECT_EQ(value(level, "standard_approved_percent"), "100.0");
}

TEST(MetricsCounting, ListsDenialsOverTwoBusinessDays) {  // SC-63
  Story soon(at("2026-03-06T10:00:00Z")), late(at("2026-03-06T10:00:00Z")),
      approved(at("2026-03-06T10:00:00Z"));
  soon.version(at("2026-03-10T20:00:00Z"), {denied});
  late.version(at("2026-03-11T00:00:00Z"), {denied});
  approved.version(at("2026-03-20T00:00:00Z"), {certified});
  const gateway::LevelReport level = level_of({soon.outcome(), late.outcome(), approved.outcome()});
  EXPECT_EQ(value(level, "denials_over_two_business_days"), "1");
  ASSERT_THAT(level.late_denials, SizeIs(1));
  EXPECT_EQ(level.late_denials[0].business_days, 3);
  EXPECT_EQ(level.late_denials[0].reference, "NR1");
}

TEST(MetricsCounting, ReportsPerContractPlanIssuerAndPerLineOfBusiness) {  // OR-M7
  std::vector<RequestOutcome> outcomes;
  for (const char* const product : {"MA-1", "MA-2", "MCO", "FFS", "QHP", "WA", "GONE"}) {
    outcomes.push_back(
        Story(at("2026-03-06T10:00:00Z")).version(at("2026-03-06T11:00:00Z"), {certified}).outcome(product));
  }
  EXPECT_EQ(value(level_of(outcomes, "H1234"), "standard_requests"), "2");
  EXPECT_EQ(value(level_of(outcomes, "12345"), "standard_requests"), "1");
  EXPECT_EQ(value(level_of(outcomes, "unknown"), "standard_requests"), "1");
  EXPECT_EQ(value(level_of(outcomes), "standard_requests"), "7");
  const auto by_line = [&](const std::string& line) {
    return value(level_of(outcomes, line, ReportLevel::line_of_business), "standard_requests");
  };
  EXPECT_EQ(by_line("medicare_advantage"), "2");
  EXPECT_EQ(by_line("medicaid_managed"), "1");
  EXPECT_EQ(by_line("medicaid"), "1");
  EXPECT_EQ(by_line("qualified_health_plan"), "1");
  EXPECT_EQ(by_line("commercial"), "1");
}

/// What the generator knows about one level, added up the plain way.
struct Tally {
  struct Kind {
    double approved = 0, in_part = 0, denied = 0, overturned = 0, appeals = 0;
    std::vector<double> hours;
  };
  Kind standard, expedited;
  double extended_approved = 0, withdrawn = 0, closed = 0, drugs = 0, open = 0, seven_kept = 0, seven = 0;

  static std::string percent(double part, double whole) {
    if (whole == 0) return "n/a";
    return number(std::floor(part / whole * 1000 + 0.5 + 1e-9) / 10);
  }
  static std::string number(double value) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.1f", value);
    return text.data();
  }
  static std::string average(const std::vector<double>& hours) {
    double sum = 0;
    for (const double one : hours) sum += one;
    return hours.empty() ? "n/a" : number(sum / static_cast<double>(hours.size()));
  }
  static std::string median(std::vector<double> hours) {
    if (hours.empty()) return "n/a";
    std::sort(hours.begin(), hours.end());
    const std::size_t half = hours.size() / 2;
    return number(hours.size() % 2 == 1 ? hours[half] : (hours[half - 1] + hours[half]) / 2);
  }
};

TEST(MetricsOfAThousandRequests, EqualWhatTheirMakerKnows) {
  std::mt19937 random(57);  // NOLINT(cert-msc32-c,cert-msc51-cpp): the same thousand every time
  const auto pick = [&random](unsigned below) { return static_cast<unsigned>(random() % below); };
  const std::array<const char*, 6> products{"MA-1", "MA-2", "MCO", "FFS", "QHP", "WA"};
  const std::array<const char*, 6> levels{"H1234", "H1234", "MCO", "FFS", "12345", "WA"};
  std::map<std::string, Tally> tallies;
  MetricsCount count(year_2026, ReportLevel::product);
  for (int i = 0; i < 1000; ++i) {
    const unsigned product = pick(6);
    const bool urgent = pick(4) == 0;
    const base::Instant received = at("2026-01-05T00:00:00Z") + std::chrono::minutes(pick(400000));
    const base::Instant decided_at = received + std::chrono::minutes(pick(15000));
    const unsigned end = pick(12);
    const bool extended = pick(10) == 0, waits = pick(3) == 0, appealed = pick(3) == 0,
               overturned = pick(2) == 0;
    Story story(received, urgent);
    story.request.services = {service(1, "70551"), service(2, end == 9 ? "J1234" : "72148")};
    if (end == 9) story.request.services[0] = service(1, "Q5101", CodeSystem::hcpcs);
    story.clock = {{ClockKind::received, received, 0, ""}};
    if (waits || end >= 7) story.version(received, {pended, pended});
    if (extended) story.clock.push_back({ClockKind::extended, received, 14, "why"});
    const bool is_approved = end < 4, in_part = end == 4, is_denied = end == 5 || end == 6;
    if (is_approved) story.version(decided_at, {certified, certified});
    if (in_part) story.version(decided_at, {certified, denied});
    if (is_denied) story.version(decided_at, {denied, denied});
    if (end == 7) story.version(decided_at, {ReviewAction::cancelled, ReviewAction::cancelled});
    if (end == 8) story.version(decided_at, {pended, pended}).closed();
    if (end == 9) story.version(decided_at, {denied, certified});
    if (is_denied && appealed) {
      story.request.event.certification = CertificationType::standard_appeal;
      story.version(decided_at, {pended, pended}, true);
      story.version(decided_at + std::chrono::hours(24), {overturned ? certified : denied, denied});
    }
    count.add(story.outcome(products.at(product)));
    for (const std::string& name : {std::string("all"), std::string(levels.at(product))}) {
      Tally& tally = tallies[name];
      Tally::Kind& kind = urgent ? tally.expedited : tally.standard;
      if (is_approved) kind.approved += 1;
      if (in_part) kind.in_part += 1;
      if (is_denied) kind.denied += 1;
      if (is_denied && appealed) kind.appeals += 1;
      if (is_denied && appealed && overturned) kind.overturned += 1;
      if (end == 7) tally.withdrawn += 1;
      if (end == 8) tally.closed += 1;
      if (end == 9) tally.drugs += 1;
      if (end > 9) tally.open += 1;
      if (end > 6) continue;
      const auto seconds = static_cast<double>((decided_at - received).count());
      kind.hours.push_back(seconds / 3600);
      if (extended && !is_denied) tally.extended_approved += 1;
      if (urgent || product > 3) continue;
      tally.seven += 1;
      const auto day = [](base::Instant when) { return std::chrono::floor<std::chrono::days>(when); };
      if ((day(decided_at) - day(received)).count() <= 7) tally.seven_kept += 1;
    }
  }
  const std::vector<gateway::LevelReport> reports = count.levels();
  ASSERT_THAT(reports, SizeIs(6));  // all, and five levels: two products report as one contract
  for (const gateway::LevelReport& level : reports) {
    ASSERT_TRUE(tallies.contains(level.level)) << level.level;
    const Tally& tally = tallies[level.level];
    double decisions = 0;
    for (const bool standard : {true, false}) {
      const Tally::Kind& kind = standard ? tally.standard : tally.expedited;
      const std::string word = standard ? "standard" : "expedited";
      const double all = kind.approved + kind.in_part + kind.denied;
      decisions += all;
      const auto is = [&](const std::string& id, const std::string& expected) {
        EXPECT_EQ(value(level, word + "_" + id), expected) << level.level << ' ' << word << ' ' << id;
      };
      is("requests", std::to_string(static_cast<int>(all)));
      is("approved_percent", Tally::percent(kind.approved, all));
      is("approved_or_partly_percent", Tally::percent(kind.approved + kind.in_part, all));
      is("denied_percent", Tally::percent(kind.denied, all));
      is("denied_or_partly_percent", Tally::percent(kind.denied + kind.in_part, all));
      is("approved_after_appeal_percent", Tally::percent(kind.overturned, all));
      is("appeals_overturned_percent", Tally::percent(kind.overturned, kind.appeals));
      is("average_hours", Tally::average(kind.hours));
      is("median_hours", Tally::median(kind.hours));
    }
    EXPECT_EQ(value(level, "extended_and_approved_percent"),
              Tally::percent(tally.extended_approved, decisions));
    EXPECT_EQ(value(level, "withdrawn_requests"), std::to_string(static_cast<int>(tally.withdrawn)));
    EXPECT_EQ(value(level, "closed_requests"), std::to_string(static_cast<int>(tally.closed)));
    EXPECT_EQ(value(level, "drug_requests"), std::to_string(static_cast<int>(tally.drugs)));
    EXPECT_EQ(value(level, "open_requests"), std::to_string(static_cast<int>(tally.open)));
    if (tally.seven > 0) {
      EXPECT_EQ(value(level, "on_time_percent", "CMS: 7 days"),
                Tally::percent(tally.seven_kept, tally.seven));
    }
  }
}

TEST(ServicesRequiringAuthorization, AreThoseOfTheRulebookWithoutDrugs) {  // metric 1
  const auto listed = gateway::services_requiring(rulebook(), base::Date{2026, 3, 1});
  ASSERT_THAT(listed, SizeIs(2));
  EXPECT_EQ(listed[0].code, "70551");
  EXPECT_THAT(listed[0].levels, IsEmpty());  // of all products
  EXPECT_EQ(listed[1].code, "72148");
  EXPECT_THAT(listed[1].levels, AllOf(SizeIs(5), Not(testing::Contains("QHP"))));
}

/// Five requests, counted by hand: three standard ones decided after 2, 4 and 6 hours, of which the second is
/// denied and approved on appeal and the third extended; two expedited ones decided after 1 and 3 hours.
std::vector<RequestOutcome> five_requests() {
  const base::Instant start = at("2026-03-02T10:00:00Z");
  const auto hours = [start](int count) { return start + std::chrono::hours(count); };
  Story appealed(start);
  appealed.version(hours(4), {denied});
  appealed.request.event.certification = CertificationType::standard_appeal;
  appealed.version(hours(48), {pended}, true).version(hours(72), {certified});
  Story longer(start);
  longer.version(start, {pended});
  longer.clock = {{ClockKind::received, start, 0, ""}, {ClockKind::extended, hours(1), 14, "why"}};
  longer.version(hours(6), {certified});
  return {Story(start).version(hours(2), {certified}).outcome(), appealed.outcome(), longer.outcome(),
          Story(start, true).version(hours(1), {certified}).outcome(),
          Story(start, true).version(hours(3), {denied}).outcome()};
}

struct RequiredMetric {
  int number;  // of CMS-0057-F; the list of services is the first
  std::string_view id, value;
};
constexpr std::array<RequiredMetric, 11> required_metrics{
    {{2, "standard_approved_percent", "66.7"},
     {3, "standard_denied_percent", "33.3"},
     {4, "standard_approved_after_appeal_percent", "33.3"},
     {5, "extended_and_approved_percent", "20.0"},
     {6, "expedited_approved_percent", "50.0"},
     {7, "expedited_denied_percent", "50.0"},
     {8, "standard_average_hours", "4.0"},
     {8, "standard_median_hours", "4.0"},
     {9, "expedited_average_hours", "2.0"},
     {9, "expedited_median_hours", "2.0"},
     {0, "standard_requests", "3"}}};

TEST(MetricsReports, HaveEveryMetricOfTheRuleAtEveryLevelInEveryForm) {  // OR-M7
  gateway::MetricsReport report;
  report.from = {2026, 1, 1};
  report.until = {2027, 1, 1};
  report.services_on = {2026, 12, 31};
  report.services = gateway::services_requiring(rulebook(), report.services_on);
  MetricsCount count(year_2026, ReportLevel::product);
  for (const RequestOutcome& one : five_requests()) count.add(one);
  report.levels = count.levels();
  ASSERT_THAT(report.levels, SizeIs(2));
  for (const gateway::LevelReport& level : report.levels) {
    for (const RequiredMetric& metric : required_metrics) {
      const auto row = std::ranges::find(level.rows, metric.id, &gateway::MetricRow::id);
      ASSERT_NE(row, level.rows.end()) << metric.id;
      EXPECT_EQ(row->cms, metric.number) << metric.id;
      EXPECT_EQ(row->value, metric.value) << level.level << ' ' << metric.id;
    }
  }
  for (const gateway::ReportFormat format : {gateway::ReportFormat::json, gateway::ReportFormat::csv}) {
    const std::string text = gateway::written(report, "Plan", format);
    for (const RequiredMetric& metric : required_metrics) {
      EXPECT_THAT(text, AllOf(HasSubstr(std::string(metric.id)), HasSubstr(std::string(metric.value))));
    }
    EXPECT_THAT(text, HasSubstr("70551")) << "the first metric is the list";
  }
  const std::string page = gateway::written(report, "Plan", gateway::ReportFormat::html);
  for (const gateway::MetricRow& row : report.levels.front().rows) {
    EXPECT_THAT(page, HasSubstr("<th scope=\"row\">" + base::escaped_markup(row.label) + "</th>"));
  }
  EXPECT_THAT(page, HasSubstr("70551"));
}

TEST(MetricsReports, AreWrittenInFourWays) {
  gateway::MetricsReport report;
  report.from = {2026, 1, 1};
  report.until = {2027, 1, 1};
  report.services_on = {2026, 12, 31};
  report.services = gateway::services_requiring(rulebook(), report.services_on);
  MetricsCount count(year_2026, ReportLevel::product);
  count.add(Story(at("2026-03-06T10:00:00Z")).version(at("2026-03-12T11:00:00Z"), {denied}).outcome("MCO"));
  report.levels = count.levels();
  using gateway::ReportFormat;
  const std::string json = gateway::written(report, "A & B <Plan>", ReportFormat::json);
  EXPECT_THAT(json,
              AllOf(HasSubstr(R"("id": "standard_denied_percent")"), HasSubstr(R"("value": 100.0)"),
                    HasSubstr(R"("value": null)"), HasSubstr(R"("line_of_business": "medicaid_managed")"),
                    HasSubstr(R"("code": "70551")")));
  const std::string csv = gateway::written(report, "A", ReportFormat::csv);
  EXPECT_THAT(csv,
              AllOf(HasSubstr("MCO,medicaid_managed,3,standard_denied_percent,\"Denied in full, of standard "
                              "requests\",100.0,percent,1,1\r\n"),
                    HasSubstr(",n/a,hours,,\r\n")));
  const std::string page = gateway::written(report, "A & B <Plan>", ReportFormat::html);
  EXPECT_THAT(page, AllOf(HasSubstr("<html lang=\"en\">"), HasSubstr("A &amp; B &lt;Plan&gt;"),
                          HasSubstr("<th scope=\"col\">"), HasSubstr("<caption>"), HasSubstr("n/a"),
                          Not(HasSubstr("<script")), Not(HasSubstr("http"))));
  const std::string text = gateway::written(report, "A", ReportFormat::text);
  EXPECT_THAT(text, HasSubstr("100.0 %  Denied in full, of standard requests (1 of 1)"));
}

}  // namespace
