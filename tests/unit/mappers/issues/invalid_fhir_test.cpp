// Every message in fixtures/invalid/fhir gets exactly the OperationOutcome that stands beside it.
#include <cstdlib>

#include "mappers/issues/operation_outcome.hpp"
#include "parsers/fhir/check.hpp"
#include "parsers/json/document.hpp"
#include "tests/support/text.hpp"

namespace mappers {
namespace {

namespace fs = std::filesystem;
using support::file_text;

/// The faults of a message as the submit endpoint would find them.
base::Issues faults_of(const fs::path& file) {
  json::Document document;
  std::string text = file_text(file);
  const base::Result<json::Value> root = document.parse(text);
  if (!root) return root.error();
  const base::Result<fhir::Bundle> bundle = fhir::bundle_from(*root);
  if (!bundle) return bundle.error();
  return fhir::check(*bundle, fhir::Profiles::of(fhir::Version::pas_2_2_1).value(), fhir::Purpose::submit);
}

std::vector<fs::path> invalid_fhir() {
  std::vector<fs::path> found;
  for (const auto& entry : fs::directory_iterator(fs::path(PRECERT_SOURCE_DIR) / "fixtures/invalid/fhir")) {
    const std::string name = entry.path().filename().string();
    if (name.ends_with(".json") && !name.ends_with(".outcome.json")) found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

class InvalidFhir : public testing::TestWithParam<fs::path> {};

TEST_P(InvalidFhir, IsRefusedWithTheOutcomeBesideIt) {
  const base::Issues faults = faults_of(GetParam());
  std::string outcome;
  json::Writer writer(outcome, json::Layout::pretty);
  write_operation_outcome(writer, faults);
  outcome += '\n';
  const fs::path expected = fs::path(GetParam()).replace_extension(".outcome.json");
  if (std::getenv("UPDATE_GOLDEN") != nullptr) std::ofstream(expected, std::ios::binary) << outcome;
  EXPECT_EQ(outcome, file_text(expected));
}

TEST_P(InvalidFhir, HasTheFaultItIsNamedAfter) {
  const std::string file = GetParam().stem().string();
  const std::string code = file.substr(0, file.find("__"));
  const base::Issues faults = faults_of(GetParam());
  const base::Issue* first = nullptr;
  for (const base::Issue& one : faults) {
    if (one.severity == base::Severity::error && (first == nullptr || one.code < first->code)) first = &one;
  }
  ASSERT_NE(first, nullptr);
  EXPECT_EQ(base::name(first->code), code);
}

INSTANTIATE_TEST_SUITE_P(Fixtures, InvalidFhir, testing::ValuesIn(invalid_fhir()),
                         [](const auto& one) { return one.param.stem().string(); });

}  // namespace
}  // namespace mappers
