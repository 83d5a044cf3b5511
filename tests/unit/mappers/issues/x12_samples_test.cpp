// Walks the folder x12/ of the samples where there are any (tests/support/samples.hpp), with expected.json in
// it.
#include "parsers/json/document.hpp"
#include "tests/support/samples.hpp"
#include "tests/support/text.hpp"
#include "tests/unit/mappers/issues/acknowledge.hpp"

namespace mappers {
namespace {

namespace fs = std::filesystem;
using support::file_text;

class X12SampleFolder : public testing::Test {
 protected:
  void SetUp() override {
    if (support::samples_folder().empty()) GTEST_SKIP() << "no samples: set PRECERT_SAMPLES";
  }
};

fs::path samples_folder() { return support::samples_folder() / "x12"; }

json::Value expectations(json::Document& document) {
  return document.parse_copy(file_text(samples_folder() / "expected.json")).value();
}

std::string text_of(const json::Value& value) {
  return std::string(value.is_number() ? value.number_text() : value.string());
}

TEST_F(X12SampleFolder, OfX217AreAcceptedWhereTheyShouldBe) {
  json::Document document;
  for (const auto& [name, expected] : expectations(document).members()) {
    const bool accepted =
        expected["syntax"].string() == "accepted" || expected["expected"].string().starts_with("accepted");
    if (!accepted || expected["facts"]["gs08"].at(0).string() != "005010X217") continue;
    const std::string answer = acknowledgment_of(file_text(samples_folder() / name));
    EXPECT_THAT(answer, testing::HasSubstr("*A*000\n")) << name;
    EXPECT_THAT(answer, testing::HasSubstr("\nIK5*A\n")) << name;
    EXPECT_THAT(answer, testing::HasSubstr("\nAK9*A*1*1*1\n")) << name;
  }
}

/// What the 999 of a malformed sample has to hold.
void expect_999(const std::string& answer, const json::Value& expected, std::string_view name) {
  const json::Value ak1 = expected["ak1"];
  EXPECT_THAT(answer, testing::HasSubstr("AK1*" + text_of(ak1.at(0)) + "*" + text_of(ak1.at(1)) + "*" +
                                         text_of(ak1.at(2))))
      << name;
  for (const json::Value& one : expected["ik3"].elements()) {
    EXPECT_THAT(answer, testing::HasSubstr("IK3*" + text_of(one["seg"]) + "*" + text_of(one["pos"]) + "*" +
                                           std::string(one["loop"].string().substr(0, 4)) + "*" +
                                           text_of(one["code"]) + "\n"))
        << name;
  }
  for (const json::Value& one : expected["ik4"].elements()) {
    const std::string bad = one["bad"].exists() ? "*" + text_of(one["bad"]) : "";
    EXPECT_THAT(answer, testing::HasSubstr("IK4*" + text_of(one["el"]) + "*" + text_of(one["ref"]) + "*" +
                                           text_of(one["code"]) + bad + "\n"))
        << name;
  }
  if (expected["ik5"].exists()) {
    EXPECT_THAT(answer, testing::HasSubstr("\nIK5*" + text_of(expected["ik5"].at(0)) + "*" +
                                           text_of(expected["ik5"].at(1)) + "\n"))
        << name;
  }
  const json::Value counts = expected["ak9_counts"];
  std::string ak9 = "AK9*" + text_of(expected["ak9"]);
  for (const json::Value& one : counts.elements()) ak9 += "*" + text_of(one);
  if (expected["ak905"].exists()) ak9 += "*" + text_of(expected["ak905"]);
  EXPECT_THAT(answer, testing::HasSubstr(ak9 + "\n")) << name;
}

TEST_F(X12SampleFolder, ThatAreMalformedGetTheAcknowledgmentThatIsDue) {
  json::Document document;
  for (const auto& [name, expected] : expectations(document).members()) {
    if (!name.starts_with("malformed-") || expected["after"].exists())
      continue;  // a repeated ISA13 is the store's to find
    const std::string answer = acknowledgment_of(file_text(samples_folder() / name));
    if (expected["ack"].string() == "999") expect_999(answer, expected, name);
    if (expected["ack"].string() != "TA1") continue;
    const json::Value ta1 = expected["ta1"];
    EXPECT_THAT(answer, testing::StartsWith("TA1*" + text_of(ta1.at(0)) + "*")) << name;
    EXPECT_THAT(answer, testing::EndsWith("*" + text_of(ta1.at(1)) + "*" + text_of(ta1.at(2)) + "\n"))
        << name;
  }
}

TEST_F(X12SampleFolder, AreAllReadToTheirEnd) {
  for (const auto& entry : fs::directory_iterator(samples_folder())) {
    if (entry.path().extension() != ".x12") continue;
    const std::string text = file_text(entry.path());
    x12::Reader reader(text);
    std::size_t interchanges = 0;
    x12::Event event = reader.next();
    for (; event != x12::Event::done && event != x12::Event::unreadable; event = reader.next()) {
      interchanges += event == x12::Event::interchange_end ? 1 : 0;
    }
    EXPECT_EQ(event, x12::Event::done) << entry.path();
    EXPECT_GE(interchanges, 1U) << entry.path();
  }
}

}  // namespace
}  // namespace mappers
