// Reads 270 and 271 sets the way the gateway does, and answers them from the demonstration rulebook.
#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "mappers/x12/eligibility.hpp"
#include "precert/engine/coverage_answer.hpp"
#include "precert/rulebook/tables.hpp"
#include "read_set.hpp"
#include "tests/support/demo_rulebook.hpp"

namespace support {

/// The first set of a text; segments alone (BHT .. the last before SE) are put into one.
class ReadEligibility : public ReadSet {
 public:
  ReadEligibility(std::string text, std::string_view set_id)
      : ReadSet(text.starts_with("ISA") ? std::move(text) : wrapped(text, set_id)) {}

  /// Faults, one a line; "" when the set is valid for the guide of this direction.
  std::string faults(std::string_view direction) { return ReadSet::faults("005010X279A1", direction); }
  /// The model; call faults("request") first.
  [[nodiscard]] std::vector<precert::CoverageQuestion> questions() const {
    auto made = mappers::coverage_questions_from(tree(), interchange(), group());
    if (!made) {
      ADD_FAILURE() << made.error().first().where << " " << made.error().first().remedy;
      return {};
    }
    return std::move(*made);
  }

 private:
  static std::string wrapped(const std::string& segments, std::string_view set_id) {
    const std::string id = set_id == "270" ? "HS" : "HB";
    const auto count = std::count(segments.begin(), segments.end(), '~') + 2;
    return "ISA*00*          *00*          *ZZ*CLEARTEST1     *ZZ*EXAMPLEPLAN    "
           "*260105*0930*^*00501*000000127*1*T*:~GS*" +
           id + "*CLEARTEST1*EXAMPLEPLAN*20260105*0930*127*X*005010X279A1~ST*" + std::string(set_id) +
           "*0001*005010X279A1~" + segments + "SE*" + std::to_string(count) +
           "*0001~GE*1*127~IEA*1*000000127~";
  }
};

/// The only question of a valid 270.
inline precert::CoverageQuestion question_of(const std::string& segments) {
  ReadEligibility read(segments, "270");
  EXPECT_EQ(read.faults("request"), "");
  auto questions = read.questions();
  if (questions.size() != 1) {
    ADD_FAILURE() << questions.size() << " questions";
    return {};
  }
  return std::move(questions.front());
}

/// One family of the demonstration and what is known of it; lives as long as the facts are used.
struct Household {
  precert::MemberRecord member;
  precert::Directory directory;
  precert::Facts facts;

  Household() {
    member.id = precert::MemberId("EXM100000001");
    member.name = {"TESTMEMBER", "ALPHA", "", "", ""};
    member.birth_date = *base::date_from_iso("1980-02-14");
    member.gender = precert::Gender::female;
    member.address = {{"1 TEST LANE"}, "SPRINGFIELD", "IL", "62701", "US", ""};
    member.coverage = {{"PLAN-A", "GRP0001", {*base::date_from_iso("2020-01-01"), std::nullopt}}};
    precert::DependentRecord child;
    child.name = {"TESTMEMBER", "KILO", "", "", ""};
    child.birth_date = *base::date_from_iso("2015-11-30");
    child.gender = precert::Gender::male;
    member.dependents = {child};
    precert::Facility centre;
    centre.npi = "1999000155";
    centre.name = "EXAMPLE IMAGING CENTER";
    centre.cost_tier = 1;
    centre.address.state = "IL";
    directory = precert::Directory({centre});
    facts.now = *base::instant_from_iso("2026-01-05T17:30:00Z");
    facts.member = &member;
    facts.directory = &directory;
    facts.numbers = {"AUTH1", "NR260001", "UMO0001"};
  }
  Household(const Household&) = delete;
  Household& operator=(const Household&) = delete;
};

/// ST..SE of the 271 for a question about the household.
inline std::string answered(const precert::CoverageQuestion& question,
                            const Household& household = Household(), std::string_view discovery = {},
                            const x12::Delimiters& delimiters = {}) {
  std::string set;
  x12::Writer writer(set, delimiters);
  mappers::write_coverage_answer(writer, question,
                                 precert::coverage_answer(question, demo_rulebook(), household.facts), "0001",
                                 household.facts.now, discovery);
  return set;
}

/// The set without ST and SE, as ReadEligibility takes it.
inline std::string inner(const std::string& set) {
  const std::size_t start = set.find('~') + 1;
  return set.substr(start, set.rfind("SE*") - start);
}

/// Every segment of a set that starts so.
inline std::vector<std::string> segments_of(const std::string& set, std::string_view start) {
  std::vector<std::string> found;
  std::size_t at = 0;
  for (std::size_t end = set.find('~'); end != std::string::npos; at = end + 1, end = set.find('~', at)) {
    const std::string segment = set.substr(at, end - at);
    if (segment.starts_with(start)) found.push_back(segment);
  }
  return found;
}

}  // namespace support
