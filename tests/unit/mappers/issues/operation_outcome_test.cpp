#include "mappers/issues/operation_outcome.hpp"

#include "mappers/issues/wire.hpp"
#include "parsers/json/document.hpp"

namespace mappers {
namespace {

using base::Issue;
using base::IssueCode;
using base::Issues;
using base::Severity;

/// The codes of FHIR R4 value set issue-type.
const std::vector<std::string_view> issue_types = {
    "invalid",       "structure", "required",         "value",         "invariant",  "security",
    "login",         "unknown",   "expired",          "forbidden",     "suppressed", "processing",
    "not-supported", "duplicate", "multiple-matches", "not-found",     "deleted",    "too-long",
    "code-invalid",  "extension", "too-costly",       "business-rule", "conflict",   "transient",
    "lock-error",    "no-store",  "exception",        "timeout",       "incomplete", "throttled",
    "informational"};

TEST(Wire, SaysEveryCodeWithAnIssueTypeOfFhirAndAnErrorStatus) {
  for (int i = 0; i <= static_cast<int>(IssueCode::upstream_unavailable); ++i) {
    const Wire words = wire(static_cast<IssueCode>(i));
    EXPECT_THAT(issue_types, testing::Contains(words.fhir)) << i;
    EXPECT_GE(words.http, 400U) << i;
    EXPECT_LT(words.http, 600U) << i;
    EXPECT_TRUE(words.title.ends_with('.')) << i;
  }
}

TEST(OperationOutcome, NamesSeverityCodePlaceAndRemedy) {
  Issues issues;
  issues.add(IssueCode::fhir_structure, "Bundle.entry", "Send \"entry\".");
  EXPECT_EQ(operation_outcome_from(issues),
            R"({"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"structure",)"
            R"("details":{"text":"The structure is not that of a request."},)"
            R"("diagnostics":"fhir_structure: Send \"entry\".","expression":["Bundle.entry"]}]})");
}

TEST(OperationOutcome, PutsAPlaceThatIsNoFhirPathIntoTheDiagnostics) {
  Issues issues;
  issues.add(IssueCode::json_syntax, "byte 3, line 1:4", "Send JSON.");
  issues.add(IssueCode::x12_element, "2000E/UM-02 @15", "Send a code.");
  const std::string text = operation_outcome_from(issues);
  EXPECT_THAT(text, testing::HasSubstr("json_syntax: Send JSON. (byte 3, line 1:4)"));
  EXPECT_THAT(text, testing::HasSubstr("x12_element: Send a code. (2000E/UM-02 @15)"));
  EXPECT_THAT(text, testing::Not(testing::HasSubstr("expression")));
}

TEST(OperationOutcome, HasAnIssueEvenWhenNothingIsWrong) {
  json::Document document;
  const json::Value outcome = document.parse_copy(operation_outcome_from(Issues{})).value();
  EXPECT_EQ(outcome["issue"].at(0)["severity"].string(), "information");
}

TEST(HttpStatus, FollowsTheErrorThatGoesFirst) {
  Issues issues;
  EXPECT_EQ(http_status_of(issues), 200U);
  issues.add(Issue{IssueCode::fhir_structure, "", "", Severity::warning});
  EXPECT_EQ(http_status_of(issues), 200U);
  issues.add(IssueCode::store_unavailable, "", "");
  EXPECT_EQ(http_status_of(issues), 503U);
  issues.add(IssueCode::body_too_large, "", "");
  EXPECT_EQ(http_status_of(issues), 413U);
}

}  // namespace
}  // namespace mappers
