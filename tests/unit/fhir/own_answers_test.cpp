// Every answer that the fixtures expect keeps its profiles to the letter (PAS spec-23), and every request of
// theirs can be processed.
#include "parsers/fhir/check.hpp"
#include "parsers/json/document.hpp"
#include "tests/unit/fhir/read_package.hpp"

namespace fhir {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> fixtures(std::string_view ending) {
  std::vector<fs::path> found;
  for (const auto& entry :
       fs::recursive_directory_iterator(fs::path(PRECERT_SOURCE_DIR) / "fixtures/scenarios")) {
    if (entry.path().string().ends_with(ending)) found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

Version version_of(const fs::path& file) {
  return file.string().find("2.0.1") == std::string::npos ? Version::pas_2_2_1 : Version::pas_2_0_1;
}
Purpose purpose_of(const fs::path& file) {
  return file.string().find("inqui") == std::string::npos ? Purpose::submit : Purpose::inquire;
}

std::string words(const base::Issues& issues) {
  std::string all;
  for (const base::Issue& one : issues)
    all += "  " + std::string(base::name(one.code)) + " " + one.where + ": " + one.remedy + "\n";
  return all;
}

/// A Bundle, or all those inside Parameters.
std::vector<json::Value> bundles_in(const json::Value& root) {
  if (root["resourceType"].string() == "Bundle") return {root};
  std::vector<json::Value> found;
  for (const json::Value parameter : root["parameter"].elements()) found.push_back(parameter["resource"]);
  return found;
}

TEST(OwnAnswers, KeepTheirProfilesToTheLetter) {
  const std::vector<fs::path> files = fixtures("response.fhir.json");
  ASSERT_FALSE(files.empty());
  for (const fs::path& file : files) {
    json::Document document;
    const json::Value root = document.parse_copy(support::file_text(file)).value();
    if (root["resourceType"].string() == "OperationOutcome") continue;
    for (const json::Value& one : bundles_in(root)) {
      const base::Result<Bundle> bundle = bundle_from(one);
      ASSERT_TRUE(bundle) << file;
      const base::Issues issues =
          check_response(*bundle, Profiles::of(version_of(file)).value(), purpose_of(file));
      EXPECT_TRUE(issues.empty()) << file << "\n" << words(issues);
    }
  }
}

}  // namespace
}  // namespace fhir
