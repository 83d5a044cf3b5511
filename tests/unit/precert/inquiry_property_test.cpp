// Whatever is asked, nobody outside a case ever gets it, and whoever is in it gets it by its number.
#include <algorithm>
#include <array>
#include <random>

#include "tests/unit/precert/inquiry_support.hpp"

namespace precert::test {
namespace {

/// Cases and inquiries over a handful of providers, members, codes and dates, so that they meet often.
class Generator {
 public:
  explicit Generator(unsigned seed) : random_(seed) {}

  PriorCase one_case(int number) {
    PriorCase made;
    made.id = CaseId("C" + std::to_string(number));
    made.request = request();
    made.request.requester = provider();
    made.request.subscriber.identifiers.front().value = pick(2) == 0 ? "M100" : "M200";
    made.request.event.providers = providers();
    made.request.services.clear();
    for (int i = 1; i <= pick(4); ++i) {
      ServiceLine asked = line(i, code());
      asked.providers = providers();
      asked.dates = span();
      made.request.services.push_back(std::move(asked));
      LineDetermination decided;
      decided.sequence = i;
      decided.action = pick(2) == 0 ? ReviewAction::certified : ReviewAction::pended;
      (decided.action == ReviewAction::certified ? decided.certification_number : decided.reference_number) =
          "N" + std::to_string(number);
      if (pick(3) == 0) decided.provider = provider();
      made.determination.lines.push_back(std::move(decided));
    }
    made.determination.decided = at("2026-03-06T18:00:00Z") + std::chrono::hours(number);
    return made;
  }

  Inquiry one_inquiry() {
    Inquiry made = inquiry();
    made.example.requester = provider();
    if (pick(2) == 0) made.example.event.previous_certification = "N" + std::to_string(pick(6));
    if (pick(3) == 0) made.example.event.dates = span();
    if (pick(3) == 0) made.example.event.providers = providers();
    for (int i = 1; i <= pick(3); ++i) {
      ServiceLine asked;
      asked.sequence = i;
      if (pick(2) == 0) asked.procedure.code = code();
      if (pick(3) == 0) asked.providers = providers();
      if (pick(4) == 0) asked.previous_reference = "N" + std::to_string(pick(6));
      made.example.services.push_back(std::move(asked));
    }
    return made;
  }

  int pick(int below) { return std::uniform_int_distribution<int>(0, below - 1)(random_); }

 private:
  Party provider() {
    constexpr std::array npis{"1999000015", "1999000023", "1999000031", "1999000049",
                              "1999000056", "1999000064", "1999000072", "1999000080"};
    return party(PartyRole::facility, npis.at(static_cast<std::size_t>(pick(8))));
  }
  std::vector<Party> providers() {
    std::vector<Party> made;
    for (int i = pick(3); i > 0; --i) made.push_back(provider());
    return made;
  }
  std::string code() { return pick(2) == 0 ? "70551" : "97110"; }
  base::Period span() {
    const base::Date start = date("2026-03-01").plus_days(pick(60));
    return {start, start.plus_days(pick(10))};
  }

  std::mt19937 random_;
};

/// Written apart from the engine: everybody a case names, by NPI.
std::vector<std::string> named_in(const PriorCase& found) {
  std::vector<std::string> all{found.request.requester.npi()};
  for (const Party& one : found.request.event.providers) all.push_back(one.npi());
  for (const ServiceLine& one : found.request.services) {
    for (const Party& provider : one.providers) all.push_back(provider.npi());
  }
  for (const LineDetermination& one : found.determination.lines) {
    if (one.provider) all.push_back(one.provider->npi());
  }
  return all;
}

TEST(InquiryProperty, NobodyOutsideACaseEverGetsIt) {
  int matches = 0;
  int barred = 0;
  for (unsigned seed = 0; seed < 400; ++seed) {
    Generator generate(seed);
    std::vector<PriorCase> cases;
    for (int i = 0; i < 6; ++i) cases.push_back(generate.one_case(i));
    const InquiryWorld world(std::move(cases));
    for (int i = 0; i < 10; ++i) {
      const Inquiry asked = generate.one_inquiry();
      const InquiryAnswer answer = world(asked);
      EXPECT_NE(answer.matches.empty(), answer.refusals.empty()) << "seed " << seed;
      for (const InquiryMatch& match : answer.matches) {
        const PriorCase& found = world.facts.candidates[match.candidate].found;
        EXPECT_THAT(named_in(found), testing::Contains(asked.example.requester.npi())) << "seed " << seed;
        EXPECT_EQ(found.request.subscriber.member_id(), "M100") << "seed " << seed;
        ++matches;
      }
      barred += refusals_of(answer) == "event AA" ? 1 : 0;
    }
  }
  EXPECT_GT(matches, 500) << "the cases have to meet the inquiries often enough to show something";
  EXPECT_GT(barred, 100);
}

TEST(InquiryProperty, WhoeverIsNamedInACaseGetsItByNumber) {
  for (unsigned seed = 0; seed < 200; ++seed) {
    Generator generate(seed);
    PriorCase one = generate.one_case(1);
    one.request.subscriber.identifiers.front().value = "M100";
    const InquiryWorld world({one});
    for (const std::string& npi : named_in(one)) {
      Inquiry asked = inquiry();
      asked.example.requester = party(PartyRole::facility, npi);
      if (one.determination.lines.empty()) continue;  // then it has no number
      asked.example.event.previous_certification = "N1";
      EXPECT_TRUE(world.finds(asked)) << "seed " << seed << " " << refusals_of(world(asked));
    }
  }
}

}  // namespace
}  // namespace precert::test
