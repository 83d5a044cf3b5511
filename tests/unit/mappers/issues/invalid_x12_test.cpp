// Walks fixtures/invalid/x12: each message is answered with the acknowledgment beside it.
#include <cstdlib>

#include "tests/support/text.hpp"
#include "tests/unit/mappers/issues/acknowledge.hpp"

namespace mappers {
namespace {

namespace fs = std::filesystem;
using support::file_text;

std::vector<fs::path> invalid_x12() {
  std::vector<fs::path> found;
  for (const auto& entry : fs::directory_iterator(fs::path(PRECERT_SOURCE_DIR) / "fixtures/invalid/x12")) {
    if (entry.path().extension() == ".x12") found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

class InvalidX12 : public testing::TestWithParam<fs::path> {};

TEST_P(InvalidX12, IsAnsweredWithTheAcknowledgmentBesideIt) {
  const std::string answer = acknowledgment_of(file_text(GetParam()));
  const fs::path expected = fs::path(GetParam()).replace_extension(".ack");
  if (std::getenv("UPDATE_GOLDEN") != nullptr) std::ofstream(expected, std::ios::binary) << answer;
  EXPECT_EQ(answer, file_text(expected));
}

TEST_P(InvalidX12, HasTheCodeItIsNamedAfter) {
  const std::string file = GetParam().stem().string();
  const std::size_t code_at = file.find('_') + 1;
  std::string code = file.substr(code_at, file.find("__") - code_at);
  if (code.starts_with('i')) code[0] = 'I';
  const std::map<std::string, std::pair<std::string, std::size_t>> segments{{"ta1", {"TA1", 5}},
                                                                            {"ak905", {"AK9", 5}},
                                                                            {"ik502", {"IK5", 2}},
                                                                            {"ik304", {"IK3", 4}},
                                                                            {"ik403", {"IK4", 3}}};
  const auto& [id, element] = segments.at(file.substr(0, code_at - 1));
  std::istringstream lines(acknowledgment_of(file_text(GetParam())));
  std::vector<std::string> found;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with(id))
      found.emplace_back(x12::SegmentView::nth(line, '*', static_cast<std::uint32_t>(element + 1)));
  }
  EXPECT_THAT(found, testing::Contains(code));
}

INSTANTIATE_TEST_SUITE_P(Fixtures, InvalidX12, testing::ValuesIn(invalid_x12()),
                         [](const auto& one) { return one.param.stem().string(); });

}  // namespace
}  // namespace mappers
