// Each scenario in both dialects gives one model, and a request survives the way into the other dialect and back.
#include "mappers/fhir/review_request.hpp"
#include "mappers/model/common_part.hpp"
#include "mappers/model/model_json.hpp"
#include "mappers/x12/envelope.hpp"
#include "mappers/x12/review_request.hpp"
#include "parsers/fhir/bundle.hpp"
#include "parsers/json/document.hpp"
#include "parsers/x12/check.hpp"
#include "parsers/x12/reader.hpp"

namespace {

namespace fs = std::filesystem;
using precert::ReviewRequest;

std::string text_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// Message files of all scenarios that have both forms: "mri-pended/after".
std::vector<std::string> messages() {
  std::vector<std::string> found;
  const fs::path root = fs::path(PRECERT_SOURCE_DIR) / "fixtures/scenarios";
  for (const auto& folder : fs::directory_iterator(root)) {
    for (const char* step : {"before", "request", "after"}) {
      const fs::path stem = folder.path() / step;
      if (fs::exists(stem.string() + ".x12") && fs::exists(stem.string() + ".fhir.json")) {
        found.push_back(folder.path().filename().string() + "/" + step);
      }
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

std::optional<ReviewRequest> from_x12(const std::string& text) {
  x12::Reader reader(text);
  for (x12::Event event = reader.next(); event != x12::Event::done; event = reader.next()) {
    if (event == x12::Event::unreadable) return std::nullopt;
    if (event != x12::Event::transaction_set) continue;
    x12::LoopTree tree;
    std::vector<x12::Fault> faults;
    if (!x12::check(reader.set(), *x12::guide_for("005010X217", "request"), {}, tree, faults)) {
      for (const x12::Fault& fault : faults) ADD_FAILURE() << fault.where() << ": " << fault.remedy;
      return std::nullopt;
    }
    auto mapped = mappers::review_request_from(tree, reader.interchange(), reader.group());
    if (!mapped) return std::nullopt;
    return std::move(*mapped);
  }
  return std::nullopt;
}

std::optional<ReviewRequest> from_fhir(const std::string& text) {
  json::Document document;
  const auto parsed = document.parse_copy(text);
  if (!parsed) return std::nullopt;
  const auto bundle = fhir::bundle_from(*parsed);
  if (!bundle) return std::nullopt;
  auto mapped = mappers::review_request_from(*bundle, mappers::PasVersion::v2_2_1);
  if (!mapped) return std::nullopt;
  return std::move(*mapped);
}

std::string to_x12(const ReviewRequest& request) {
  mappers::Envelope envelope;
  envelope.sender = request.transmission.interchange_sender;
  envelope.receiver = request.transmission.interchange_receiver;
  envelope.group_sender = request.transmission.application_sender;
  envelope.group_receiver = request.transmission.application_receiver;
  envelope.at = request.submitted;
  std::string out;
  open_interchange(out, envelope);
  x12::Writer writer(out, envelope.delimiters);
  open_group(writer, envelope, "HI", "005010X217", 1);
  mappers::write_review_request(writer, request, "0001");
  mappers::close_group(writer, 1, 1);
  close_interchange(writer, envelope, 1);
  return out;
}

std::string to_fhir(const ReviewRequest& request) {
  std::string out;
  json::Writer writer(out);
  mappers::write_review_request(writer, request, "parity");
  return out;
}

std::string listed(const std::vector<std::string>& lines) {
  std::string out;
  for (const std::string& line : lines) out += "\n  " + line;
  return out;
}

void expect_same(const ReviewRequest& left, const ReviewRequest& right) {
  const auto different = mappers::differences(mappers::said_by_both(left), mappers::said_by_both(right));
  EXPECT_TRUE(different.empty()) << listed(different);
}

class Parity : public testing::TestWithParam<std::string> {
 protected:
  [[nodiscard]] std::string text(const char* extension) const {
    return text_of(fs::path(PRECERT_SOURCE_DIR) / "fixtures/scenarios" / (GetParam() + extension));
  }
};

TEST_P(Parity, BothDialectsGiveTheSameModel) {
  const auto x12 = from_x12(text(".x12"));
  const auto fhir = from_fhir(text(".fhir.json"));
  ASSERT_TRUE(x12);
  ASSERT_TRUE(fhir);
  expect_same(*x12, *fhir);
}

TEST_P(Parity, A278ComesBackFromFhirAsItWas) {
  const auto start = from_x12(text(".x12"));
  ASSERT_TRUE(start);
  const auto there = from_fhir(to_fhir(*start));
  ASSERT_TRUE(there);
  const auto back = from_x12(to_x12(*there));
  ASSERT_TRUE(back);
  expect_same(*start, *back);
}

TEST_P(Parity, ABundleComesBackFromX12AsItWas) {
  const auto start = from_fhir(text(".fhir.json"));
  ASSERT_TRUE(start);
  const auto there = from_x12(to_x12(*start));
  ASSERT_TRUE(there);
  const auto back = from_fhir(to_fhir(*there));
  ASSERT_TRUE(back);
  expect_same(*start, *back);
}

/// Scenarios about faults have no model on purpose.
std::vector<std::string> reviewable() {
  std::vector<std::string> all = messages();
  std::erase_if(all, [](const std::string& name) { return name.starts_with("three-errors/"); });
  return all;
}

INSTANTIATE_TEST_SUITE_P(Scenarios, Parity, testing::ValuesIn(reviewable()), [](const auto& one) {
  std::string name = one.param;
  for (char& c : name) {
    if (c == '/' || c == '-') c = '_';
  }
  return name;
});

TEST(Scenarios, AreAtLeastTwentyFourInBothDialects) { EXPECT_GE(messages().size(), 24U); }

}  // namespace
