// Every X217 request of a folder of samples becomes the same model again after it was written out. Runs over
// the folder x12/ of the samples where there are any (tests/support/samples.hpp).
#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/support/samples.hpp"
#include "x12_support.hpp"

namespace {

std::string content(const std::filesystem::path& file) {
  const std::ifstream in(file, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

bool is_request(const std::filesystem::path& file) {
  const std::string name = file.filename().string();
  const bool composed = name.starts_with("composed-") && name.ends_with("request.x12");
  return composed || name.starts_with("composed-16") || name.starts_with("composed-17") ||
         name.starts_with("composed-18");
}

TEST(X12Samples, EveryRequestComesBackAsTheSameModel) {
  const std::filesystem::path folder = support::samples_folder();
  if (folder.empty()) GTEST_SKIP() << "no samples: set PRECERT_SAMPLES";
  int seen = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder / "x12")) {
    if (!is_request(entry.path())) continue;
    SCOPED_TRACE(entry.path().filename().string());
    ++seen;
    const precert::ReviewRequest model = support::model_of(content(entry.path()));
    base::Issues issues;
    const std::string out = support::written(model, &issues);
    EXPECT_TRUE(issues.empty()) << support::text(issues);
    precert::ReviewRequest again = support::model_of(out);
    again.transmission = model.transmission;
    EXPECT_EQ(again.event, model.event);
    EXPECT_EQ(again.services, model.services);
    EXPECT_TRUE(again == model) << out;
  }
  EXPECT_GT(seen, 0);
}

}  // namespace
