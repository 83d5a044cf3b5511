// Every request of the fixtures, stored and then asked for: X12 inquiry -> engine -> X12 response.
#include <filesystem>

#include "inquiry_support.hpp"
#include "mappers/model/canonical.hpp"
#include "mappers/x12/inquiry.hpp"
#include "mappers/x12/review_request.hpp"
#include "precert/model/words.hpp"
#include "precert/rulebook/tables.hpp"
#include "x12_support.hpp"

namespace {

namespace fs = std::filesystem;
using precert::Inquiry;
using precert::ReviewAction;
using precert::ReviewRequest;
using support::ReadSet;

constexpr std::string_view x215 = "005010X215";

struct Scenario {
  std::string name;
  ReviewRequest request;
};

/// Those whose request is valid: the others are never stored.
const std::vector<Scenario>& scenarios() {
  static const std::vector<Scenario> all = [] {
    std::vector<Scenario> made;
    for (const auto& folder :
         fs::directory_iterator(std::string(PRECERT_SOURCE_DIR) + "/fixtures/scenarios")) {
      const std::string name = folder.path().filename().string();
      const std::string path = "scenarios/" + name + "/request.x12";
      if (!fs::exists(std::string(PRECERT_SOURCE_DIR) + "/fixtures/" + path)) continue;
      ReadSet read(support::fixture(path));
      if (!read.faults("005010X217", "request").empty()) continue;
      auto request = mappers::review_request_from(read.tree(), read.interchange(), read.group());
      if (request) made.push_back({name, std::move(*request)});
    }
    return made;
  }();
  return all;
}

/// The inquiry that describes a request by everything an inquiry can say.
Inquiry asking_for(const ReviewRequest& request) {
  Inquiry made;
  ReviewRequest& example = made.example;
  example.reference = "INQ1";
  example.submitted = request.submitted;
  example.umo = request.umo;
  example.requester = request.requester;
  example.subscriber = request.subscriber;
  example.dependent = request.dependent;
  example.insurance = request.insurance;
  example.event.traces = {{"INQ1EV", "1999999990", "", {}}};
  example.event.category = request.event.category;
  example.event.service_type = request.event.service_type;
  example.event.place = request.event.place;
  example.event.dates = request.event.dates;
  example.event.admission = request.event.admission;
  example.event.discharge = request.event.discharge;
  example.event.diagnoses = request.event.diagnoses;
  if (example.event.diagnoses.size() > 1) example.event.diagnoses.resize(1);
  for (precert::Diagnosis& diagnosis : example.event.diagnoses) diagnosis.date.reset();  // no key
  example.event.providers = request.event.providers;
  for (const precert::ServiceLine& line : request.services) {
    precert::ServiceLine asked;
    asked.sequence = line.sequence;
    asked.category = line.category;
    asked.service_type = line.service_type;
    asked.place = line.place;
    asked.dates = line.dates;
    asked.procedure = line.procedure;
    asked.revenue_code = line.revenue_code;
    asked.providers = line.providers;
    example.services.push_back(std::move(asked));
  }
  mappers::make_canonical(example);
  made.keys.emplace_back().category = example.event.category;
  return made;
}

std::string written(const Inquiry& inquiry) {
  std::string set;
  x12::Writer writer(set, {});
  const base::Issues issues = mappers::write_inquiry(writer, inquiry, "0001");
  EXPECT_FALSE(issues.fatal()) << support::text(issues);
  return support::in_interchange(set, x215);
}

Inquiry read_back(const std::string& message) {
  ReadSet read(message);
  EXPECT_EQ(read.faults(x215, "request"), "") << message;
  auto made = mappers::inquiry_from(read.tree(), read.interchange(), read.group());
  if (!made) {
    ADD_FAILURE() << support::text(made.error());
    return {};
  }
  return std::move(*made);
}

/// The member the request is about, as a payer would hold them.
precert::MemberRecord record_of(const ReviewRequest& request) {
  precert::MemberRecord member;
  const precert::Person& subscriber = request.subscriber;
  member.id = precert::MemberId(subscriber.member_id());
  member.name = subscriber.name;
  member.birth_date = subscriber.birth_date.value_or(base::Date{1980, 1, 1});
  if (request.dependent) {
    precert::DependentRecord dependent;
    dependent.name = request.dependent->name;
    dependent.birth_date = request.dependent->birth_date.value_or(base::Date{2015, 1, 1});
    member.dependents.push_back(dependent);
  }
  return member;
}

precert::PriorCase decided(const ReviewRequest& request, ReviewAction action) {
  precert::PriorCase made;
  made.id = precert::CaseId("C1");
  made.request = request;
  precert::Determination& determination = made.determination;
  const auto add = [&](int sequence) {
    precert::LineDetermination line;
    line.sequence = sequence;
    line.action = action;
    line.certification_number = "AUTH1";
    line.validity = base::Period{{2026, 1, 1}, base::Date{2026, 12, 31}};
    line.reasons = {{"0V", "in review", "rule", "", {}}};
    if (action == ReviewAction::pended) {
      line.missing = {{"weeks", "How many weeks?", "11506-3", "PN", "orderer", "TRC1A1", {}}};
    }
    determination.lines.push_back(std::move(line));
  };
  for (const precert::ServiceLine& line : request.services) add(line.sequence);
  if (request.services.empty()) add(0);
  determination.action = precert::summary_of(determination.lines);
  determination.numbers = {"AUTH1", "REF1", "TRC1"};
  determination.decided = *base::instant_from_iso("2026-01-05T09:31:00Z");
  return made;
}

TEST(InquiryScenarios, AreEnough) { EXPECT_GT(scenarios().size(), 15U); }

TEST(InquiryScenarios, AreAskedForInX12WithoutLoss) {
  for (const Scenario& scenario : scenarios()) {
    const Inquiry asked = asking_for(scenario.request);
    const std::string message = written(asked);
    Inquiry again = read_back(message);
    again.example.transmission = asked.example.transmission;
    std::erase_if(again.keys, [](const precert::SearchKeys& keys) { return keys.sequence != 0; });
    EXPECT_EQ(again, asked) << scenario.name << "\n" << message;
  }
}

TEST(InquiryScenarios, AreFoundByWhatTheySayAndAnsweredValidly) {
  const precert::Rulebook rulebook;
  for (const Scenario& scenario : scenarios()) {
    const precert::MemberRecord member = record_of(scenario.request);
    const Inquiry asked = read_back(written(asking_for(scenario.request)));
    for (const auto& [action, word] : precert::Words<ReviewAction>::all) {
      precert::InquiryFacts facts;
      facts.member = &member;
      precert::add_candidate(facts.candidates, decided(scenario.request, action));
      const precert::InquiryAnswer answer = precert::inquiry_answer(asked, rulebook, facts);
      ASSERT_TRUE(answer.found()) << scenario.name << " " << word << " " << answer.refusals.front().words;
      std::string set;
      x12::Writer writer(set, {});
      mappers::write_inquiry_response(writer, asked, answer, facts.candidates, "0001",
                                      *base::instant_from_iso("2026-01-06T09:00:00Z"));
      const std::string out = support::in_interchange(set, x215);
      ReadSet read(out);
      EXPECT_EQ(read.faults(x215, "response"), "") << scenario.name << " " << word << "\n" << out;
    }
  }
}

}  // namespace
