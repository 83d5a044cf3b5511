// Walks the published PAS examples when PRECERT_SAMPLES names a folder that holds them in pas/.
#include <cstdlib>

#include "parsers/fhir/check.hpp"
#include "parsers/json/document.hpp"

namespace fhir {
namespace {

namespace fs = std::filesystem;

std::string file_text(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

std::vector<fs::path> samples() {
  std::vector<fs::path> found;
  const char* const folder = std::getenv("PRECERT_SAMPLES");
  if (folder == nullptr) return found;
  for (const auto& entry : fs::recursive_directory_iterator(fs::path(folder) / "pas")) {
    if (entry.path().extension() == ".json") found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

std::string graded_words(const base::Issues& issues) {
  std::string all;
  for (const base::Issue& one : issues) {
    all += std::string(one.severity == base::Severity::error ? "  error " : "  warning ") +
           std::string(base::name(one.code)) + " " + one.where + ": " + one.remedy + "\n";
  }
  return all;
}

TEST(PublishedExamples, AreAllReadAsJson) {
  for (const fs::path& file : samples()) {
    json::Document document;
    std::string text = file_text(file);
    EXPECT_TRUE(document.parse(text)) << file;
  }
}

TEST(PublishedExamples, ThatAreRequestsPassTheCheck) {
  const Profiles current = Profiles::of(Version::pas_2_2_1).value();
  const Profiles former = Profiles::of(Version::pas_2_0_1).value();
  for (const fs::path& file : samples()) {
    json::Document document;
    std::string text = file_text(file);
    const base::Result<Bundle> bundle = bundle_from(document.parse(text).value());
    if (!bundle || bundle->entries().front().type != "Claim") continue;
    const std::string path = file.string();
    const bool is_former = path.find("2.0.1") != std::string::npos ||
                           path.find("v201") != std::string::npos || path.find("/ri-") != std::string::npos;
    const bool is_inquiry = path.find("nquir") != std::string::npos;
    const base::Issues issues =
        check(*bundle, is_former ? former : current, is_inquiry ? Purpose::inquire : Purpose::submit);
    EXPECT_FALSE(issues.fatal()) << file << "\n" << graded_words(issues);
  }
}

TEST(PublishedExamples, ThatAreEmptyAreRefused) {
  for (const fs::path& file : samples()) {
    if (file.filename() != "error-empty-bundle.json") continue;
    json::Document document;
    std::string text = file_text(file);
    EXPECT_FALSE(bundle_from(document.parse(text).value())) << file;
  }
}

}  // namespace
}  // namespace fhir
