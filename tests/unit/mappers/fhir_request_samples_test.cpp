// Every request Bundle of the PAS packages and of the Inferno kit maps, and nothing of it is lost on the way
// back. Needs the sample folder in PRECERT_SAMPLES; skipped without it.
#include <cstdlib>

#include "fhir_request_support.hpp"

namespace {

std::vector<std::filesystem::path> request_files() {
  const char* root = std::getenv("PRECERT_SAMPLES");
  std::vector<std::filesystem::path> files;
  if (root == nullptr || !std::filesystem::exists(std::filesystem::path(root) / "pas")) return files;
  for (const auto& file :
       std::filesystem::recursive_directory_iterator(std::filesystem::path(root) / "pas")) {
    if (file.path().extension() == ".json") files.push_back(file.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::string content_of(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

bool is_request(const fhir_request::Message& message) {
  return message.readable() && !message.bundle().entries().empty() &&
         message.bundle().entries().front().type == "Claim";
}

TEST(FhirRequestSamples, AllMapAndComeBackEqual) {
  const auto files = request_files();
  if (files.empty()) GTEST_SKIP() << "PRECERT_SAMPLES is not set";
  int requests = 0;
  for (const auto& file : files) {
    const fhir_request::Message message(content_of(file));
    if (!is_request(message)) continue;
    SCOPED_TRACE(file.string());
    ++requests;
    const auto request = mappers::review_request_from(message.bundle(), mappers::PasVersion::v2_2_1);
    ASSERT_TRUE(request.has_value()) << request.error().first().where;
    EXPECT_THAT(fhir_request::lost_on_round_trip(*request), testing::IsEmpty());
    EXPECT_FALSE(request->patient().member_id().empty());
    EXPECT_FALSE(request->umo.organization.empty());
    EXPECT_FALSE(request->services.empty());
  }
  EXPECT_GE(requests, 15);
}

}  // namespace
