// One rules evaluation behind every wire (SC-72): 500 random questions get the same determination and reason
// on all five.
#include <random>
#include <set>

#include "asking.hpp"
#include "precert/rulebook/tables.hpp"

namespace {

using capabilities::Answer;
using capabilities::Question;
using capabilities::requirement;

constexpr int cases = 500;

class SameAnswer : public capabilities::Asking {
 public:
  using Asking::check_crd;
  using Asking::check_fhir;
  using Asking::review_fhir;
  using Asking::SetUp;
  using Asking::TearDown;
  void TestBody() override {}
};

/// What differs by nature: CRD and eligibility say of a vendor's service that it is required, and name the
/// vendor.
std::string common(const std::string& verdict) {
  const std::string needed = requirement(verdict);
  if (needed == "inactive") return "refused";  // an answer before a request, a refusal of one
  return needed == "vendor" ? "required" : needed;
}

/// Draws questions that differ in member and code, so that none repeats another.
class Questions {
 public:
  explicit Questions(const precert::Rulebook& rulebook) {
    for (const precert::ServiceCode& one : rulebook.services) codes_.emplace_back(one.code);
    codes_.emplace_back("20610");  // valid, in no rule
  }

  Question next() {
    for (;;) {
      Question question = capabilities::about(pick(codes_));
      question.member = pick(members_);
      if (!asked_.insert(question.member + question.services[0].code).second) continue;
      question.services[0].place = pick(places_);
      question.services[0].facility = pick(facilities_);
      question.diagnosis = pick(diagnoses_);
      question.level = pick(levels_);
      return question;
    }
  }

 private:
  template <class Of>
  const Of& pick(const std::vector<Of>& from) {
    return from[std::uniform_int_distribution<std::size_t>(0, from.size() - 1)(random_)];
  }

  std::mt19937 random_{20260105};
  std::vector<std::string> codes_;
  std::vector<std::string> members_ = {
      "EXM100000001", "EXM100000002", "EXM100000003", "EXM100000004", "EXM100000005", "EXM100000006",
      "EXM100000007", "EXM100000008", "EXM100000009", "EXM100000010", "EXM100000011", "EXM100000012",
      "EXM100000013", "EXM100000014", "EXM100000016", "EXM100000018", "EXM100000015", "EXM999999999"};
  std::vector<std::string> places_ = {"22", "11", "49"};
  std::vector<std::string> facilities_ = {"", "1999001005", "1999001013"};
  std::vector<std::string> diagnoses_ = {"R51.9", "M54.16", "C34.11", "I25.10", "Z12.11"};
  std::vector<std::string> levels_ = {"E", "U"};
  std::set<std::string> asked_;
};

TEST_F(SameAnswer, OnEveryWireForRandomQuestions) {
  // Checks before requests, and both wires of a request on gateways of their own, so that each sees the same
  // history.
  Questions questions(*gateway().services().knowledge.current().rulebook);
  SameAnswer other_office;
  other_office.SetUp();
  std::map<std::string, int> seen;
  for (int count = 0; count < cases; ++count) {
    const Question question = questions.next();
    SCOPED_TRACE(question.member + " " + question.services[0].code + " " + question.services[0].place + " " +
                 question.services[0].facility + " " + question.diagnosis + " " + question.level);
    const Answer x12_check = check_x12(question).at(0);
    const Answer x12 = review_x12(question).at(0);
    const Answer eligibility = other_office.check_fhir(question).at(0);
    const Answer crd = other_office.check_crd(question).at(0);
    const Answer fhir = other_office.review_fhir(question).at(0);
    EXPECT_EQ(x12.verdict, fhir.verdict);
    EXPECT_EQ(x12.reason, fhir.reason);
    EXPECT_EQ(common(x12_check.verdict), common(x12.verdict)) << x12_check.words << x12.words;
    EXPECT_EQ(common(eligibility.verdict), common(x12_check.verdict)) << eligibility.words << x12_check.words;
    EXPECT_EQ(common(crd.verdict), common(x12_check.verdict)) << crd.words << x12_check.words;
    ++seen[x12.verdict];
    if (HasFailure()) break;
  }
  for (const char* verdict : {"approved", "pended", "not required", "excluded", "vendor", "refused"})
    EXPECT_GT(seen[verdict], 0) << verdict;
  other_office.TearDown();
}

}  // namespace
