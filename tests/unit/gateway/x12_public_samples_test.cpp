// Public X12 messages, found by tests/support/samples.hpp, and what `precert validate` says is due for each.
// Where a file's own notes expect otherwise, the row says why.
#include "gateway/cli/validate_x12.hpp"
#include "gateway/edi/partners.hpp"
#include "tests/support/samples.hpp"
#include "tests/support/text.hpp"

namespace {

struct PublicSample {
  std::string_view file, answers;
};

constexpr std::string_view not_answered = "no answer: a 999 is never answered";

constexpr std::array<PublicSample, 51> public_samples{{
    // Noted as accepted: ISA12 is 00401, which is no control version of a 5010 group (TA105 003).
    {"real-270-5010-delimiters-1d", "TA1 R 003"},
    {"real-270-5010-guide-example", "TA1 R 003"},
    {"real-270-5010-field", "accepted"},
    {"real-270-clinic-subscriber", "accepted"},
    {"real-270-lfh-dependent", "accepted"},
    {"real-270-lfh-subscriber", "accepted"},
    {"real-270-madjic", "accepted"},
    {"real-270-physician-dependent", "accepted"},
    // Noted as accepted: ISA11 and ISA16 are the same character, so nothing tells repeats from components.
    {"real-271-5010-3-1-2", "TA1 R 027"},
    {"real-271-5010-3-1-3", "TA1 R 027"},
    {"real-271-5010-3-2-2", "TA1 R 027"},
    {"real-271-bad-segment", "999 AK9 R"},
    {"real-271-error-not-eligible", "accepted"},
    // Noted as 001: its ISA12 is 00401 as well, and the first fault in the order of the ISA is told.
    {"real-271-faulty-counts", "TA1 R 003"},
    {"real-271-lfh-aaa", "999 AK9 R"},
    {"real-271-lfh-dependent", "accepted"},
    {"real-271-lfh-subscriber", "accepted"},
    // Noted as accepted: an HL04 is wrong (check: tolerate_hl_parent takes it).
    {"real-271-madjic", "999 AK9 P"},
    // Noted as AK905 2, which it would be if its ISA12 were not 00405.
    {"real-275-4050-guide-example", "TA1 R 003"},
    {"real-275-x211-bad-bin-length", "999 AK9 R"},
    // Its data are read by their length, as noted; LX01 is 01, and an N0 has no zeros before it.
    {"real-275-x211-bin", "999 AK9 R"},
    {"real-278-5010-too-many-components", "999 AK9 R"},
    {"real-278-mixed-versions-1-1-request", "TA1 R 003"},
    {"real-278-mixed-versions-1-2-response", "TA1 R 003"},
    {"real-278-mixed-versions-2-1-request", "TA1 R 003"},
    {"real-278-mixed-versions-2-2-response", "TA1 R 003"},
    {"real-278-mixed-versions-3-1-request", "TA1 R 003"},
    {"real-278-mixed-versions-3-2-response", "TA1 R 003"},
    {"real-278-x217-admission-request-for-review", "999 AK9 R"},
    {"real-278-x217-admission-response-to-request-for-review", "accepted"},
    {"real-278-x217-dependent-admission", "accepted"},
    {"real-278-x217-emergency-admission-request-for-review", "accepted"},
    {"real-278-x217-emergency-admission-response-to-request-for-review", "accepted"},
    {"real-278-x217-gs01-hc", "999 AK9 R"},
    {"real-278-x217-referral-request-for-review", "accepted"},
    {"real-278-x217-referral-response-to-request-for-review", "accepted"},
    {"real-278-x217-request-for-home-health-care", "999 AK9 R"},
    {"real-278-x217-request-for-medical-services-reservation", "accepted"},
    {"real-278-x217-request-for-non-emergency-transportation", "999 AK9 R"},
    {"real-278-x217-response-to-medical-services-reservation", "accepted"},
    {"real-278-x217-response-to-non-emergency-transportation", "accepted"},
    {"real-999-834-ls-le-ls", not_answered},
    {"real-999-accepted-imsweb", "TA1 R 001"},
    {"real-999-invalid", not_answered},
    {"real-999-madjic", not_answered},
    {"real-999-rejected-imsweb", "accepted"},
    {"real-999-staedi", not_answered},
    {"real-999-three-sets", "accepted"},
    {"real-999-wisconsin", not_answered},
    {"real-ta1-accepted", ""},
    {"real-ta1-two-4010", ""},
}};

TEST(PublicX12Samples, AreAnsweredAsTheirNotesSayOrTheTableSaysWhy) {
  const std::filesystem::path folder = support::samples_folder() / "x12";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "no samples: set PRECERT_SAMPLES";
  const gateway::Partners partners = gateway::Partners::standard();
  for (const PublicSample& one : public_samples) {
    const std::string name = std::string(one.file) + ".x12";
    const std::string text = support::file_text(folder / name);
    ASSERT_FALSE(text.empty()) << name;
    const gateway::cli::Report report = gateway::cli::x12_report(name, text, partners, nullptr);
    std::string answers;
    for (const std::string& answer : report.answers) answers += (answers.empty() ? "" : ", ") + answer;
    EXPECT_EQ(answers, one.answers) << name;
  }
}

}  // namespace
