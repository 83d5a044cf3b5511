// What `precert validate` shows: the place, the level, the acknowledgment and the answer of every fault; no
// value unless it was asked for.
#include "gateway/cli/validation_report.hpp"

#include "gateway/cli/validate_x12.hpp"
#include "parsers/json/document.hpp"
#include "tests/support/text.hpp"
#include "tests/unit/x12/messages.hpp"

namespace gateway::cli {
namespace {

using support::replaced_once;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

std::string message_with(std::string_view from, std::string_view to) {
  return x12::interchange_text(x12::set_text(x12::with(x12::rich_request(), from, to)));
}

Report report_of(const std::string& text) {
  return x12_report("request.x12", text, Partners::standard(), nullptr);
}

/// "level | acknowledgment code | where | answer" of every finding, its section's answer last.
std::vector<std::string> lines_of(const Report& report) {
  std::vector<std::string> lines;
  for (const Section& section : report.sections) {
    for (const Finding& one : section.findings) {
      lines.push_back(one.level + " | " + one.acknowledgment + " " + one.code + " | " + one.where + " | " +
                      section.answer);
    }
  }
  return lines;
}

const std::string good = x12::interchange_text(x12::set_text(x12::rich_request()));

TEST(ValidationReport, SaysThatAGoodFileWouldBeAccepted) {
  const Report report = report_of(good);
  EXPECT_FALSE(has_error(report));
  EXPECT_EQ(text_from(report, {}),
            "request.x12: valid\n"
            "  interchange 000000101  ZZ:CLEARTEST1 to ZZ:EXAMPLEPLAN  accepted\n"
            "    group 1  HI 005010X217                                accepted\n"
            "      set 0001  278 005010X217 request                    accepted\n"
            "  no faults; answer: accepted\n");
}

TEST(ValidationReport, TellsEachLevelApart) {
  EXPECT_THAT(
      lines_of(report_of(message_with("UM*HS*I*62*22:B*EM*E*3*3*Y*11", "UM*PR*I*62*22*AA*E*3*3*Y*11"))),
      ElementsAre("code set | 999 IK403 I6 | 2000E/UM-01 @26 | 999 IK5 R",
                  "syntax | 999 IK403 1 | 2000E/UM-04-2 @26 | 999 IK5 R",
                  "situational | 999 IK403 I9 | 2000E/UM-05-4 @26 | 999 IK5 R"));
  EXPECT_THAT(lines_of(report_of(message_with("HL*7*5*SS*0", "HL*7*6*SS*0"))),
              ElementsAre("hierarchy | 999 IK403 7 | 2000F/HL-02 @65 | 999 IK5 R"));
  EXPECT_THAT(lines_of(report_of(replaced_once(good, "SE*70*0001", "SE*69*0002"))),
              ElementsAre("control number | 999 IK502 3 | SE-02 @70 | 999 IK5 R",
                          "balance | 999 IK502 4 | SE-01 @70 | 999 IK5 R"));
  EXPECT_THAT(lines_of(report_of(replaced_once(good, "GE*1*1", "GE*2*3"))),
              ElementsAre("control number | 999 AK905 4 | GE-02 | 999 AK9 R",
                          "balance | 999 AK905 5 | GE-01 | 999 AK9 R"));
  EXPECT_THAT(lines_of(report_of(replaced_once(good, "IEA*1*000000101", "IEA*2*000000102"))),
              ElementsAre("balance | TA1 TA105 021 | IEA-01 | TA1 R 021",
                          "control number | TA1 TA105 001 | IEA-02 | TA1 R 021"));
  EXPECT_THAT(lines_of(report_of(replaced_once(good, "*ZZ*CLEARTEST1 ", "*99*CLEARTEST1 "))),
              ElementsAre("envelope | TA1 TA105 005 | ISA-05 | TA1 R 005"));
}

TEST(ValidationReport, FindsAllFaultsOfAllLevelsInOnePass) {
  std::string text = message_with("UM*HS*I*62*22:B*EM*E*3*3*Y*11", "UM*HS*I*48*22:B*EM*E*3*3*Y*11");
  text = replaced_once(replaced_once(replaced_once(text, "SE*70*", "SE*6*"), "GE*1*1", "GE*1*9"), "IEA*1*",
                       "IEA*3*");
  const Report report = report_of(text);
  EXPECT_THAT(lines_of(report), ElementsAre("balance | TA1 TA105 021 | IEA-01 | TA1 R 021",
                                            "control number | 999 AK905 4 | GE-02 | 999 AK9 R",
                                            "balance | 999 IK502 4 | SE-01 @70 | 999 IK5 R",
                                            "code set | 999 IK403 I6 | 2000E/UM-03 @26 | 999 IK5 R"));
  EXPECT_THAT(report.answers, ElementsAre("TA1 R 021"));
}

TEST(ValidationReport, AlignsWhatPeopleRead) {
  const Report report =
      report_of(message_with("UM*HS*I*62*22:B*EM*E*3*3*Y*11", "UM*PR*I*62*223:B*EM*E*3*3*Y*11"));
  EXPECT_EQ(text_from(report, {.colour = false, .show_values = true}),
            "request.x12: not valid\n"
            "  interchange 000000101  ZZ:CLEARTEST1 to ZZ:EXAMPLEPLAN  accepted\n"
            "    group 1  HI 005010X217                                999 AK9 R\n"
            "      set 0001  278 005010X217 request                    999 IK5 R\n"
            "        code set  2000E/UM-01 @26    \"PR\"   999 IK403 I6  UM01 is AR, HS, IN or SC\n"
            "        syntax    2000E/UM-04-1 @26  \"223\"  999 IK403 5   UM04-1 has at most 2 characters; "
            "there are 3\n"
            "  2 faults: 1 code set, 1 syntax; answer: 999 AK9 R\n");
}

TEST(ValidationReport, KeepsValuesToItselfUnlessAsked) {
  const Report report = report_of(message_with("DMG*D8*19800214*F", "DMG*D8*19800230*F"));
  EXPECT_THAT(text_from(report, {}), HasSubstr("(8 characters)"));
  EXPECT_THAT(text_from(report, {}), Not(HasSubstr("19800230")));
  EXPECT_THAT(json_from(report, {}), Not(HasSubstr("19800230")));
  EXPECT_THAT(text_from(report, {.show_values = true}), HasSubstr("\"19800230\""));
  EXPECT_THAT(json_from(report, {.show_values = true}), HasSubstr("\"value\":\"19800230\""));
}

TEST(ValidationReport, ColoursOnlyWhenToldTo) {
  const Report report = report_of(message_with("DMG*D8*19800214*F", "DMG*D8*19800230*F"));
  EXPECT_THAT(text_from(report, {}), Not(HasSubstr("\033")));
  EXPECT_THAT(text_from(report, {.colour = true}), HasSubstr("\033[31mrequest.x12: not valid\033[0m"));
}

TEST(ValidationReport, ShowsNoControlCharacterOfAValue) {
  const Report report = report_of(message_with("TRN*1*REQ0001EV*1999999990", "TRN*1*REQ\x1B[31m*1999999990"));
  EXPECT_THAT(text_from(report, {.show_values = true}), HasSubstr("\"REQ\\x1B[31m\""));
}

TEST(ValidationReport, HasOneStableShapeForMachines) {
  const Report report =
      report_of(message_with("UM*HS*I*62*22:B*EM*E*3*3*Y*11", "UM*PR*I*62*22:B*EM*E*3*3*Y*11"));
  json::Document document;
  const std::string line = json_from(report, {});
  const base::Result<json::Value> read = document.parse_copy(line);
  ASSERT_TRUE(read);
  EXPECT_EQ(
      line,
      R"({"file":"request.x12","format":"x12","valid":false,"levels":{"code set":1},"answers":["999 AK9 R"],)"
      R"("findings":[{"severity":"error","level":"code set","code":"IK403 I6","where":"2000E/UM-01 @26",)"
      R"("remedy":"UM01 is AR, HS, IN or SC","acknowledgment":"999","interchange":"000000101","group":"1",)"
      R"("set":"0001","loop":"2000E","segment":"UM","position":26,"element":1,"component":0,"repetition":0,)"
      R"("value_length":2}]})"
      "\n");
}

TEST(ValidationReport, TellsPartlyFromWhollyRejectedGroups) {
  const std::string bad =
      x12::set_text(x12::with(x12::rich_request(), "DMG*D8*19800214*F", "DMG*D8*19800230*F"), "0002");
  const std::string both = x12::interchange_text(x12::set_text(x12::rich_request()) + bad, "2");
  EXPECT_THAT(report_of(both).answers, ElementsAre("999 AK9 P"));
}

TEST(ValidationReport, ChecksTransactionsOfEveryGuide) {
  std::string inquiry = replaced_once(good, "BHT*0007*13", "BHT*0007*28");
  for (std::size_t at = inquiry.find("X217"); at != std::string::npos; at = inquiry.find("X217"))
    inquiry.replace(at, 4, "X215");
  const Report report = report_of(inquiry);
  EXPECT_EQ(report.sections.back().title, "set 0001  278 005010X215 request");
  EXPECT_TRUE(has_error(report));  // what an inquiry does not use
}

TEST(ValidationReport, ChecksAnInterchangeAcknowledgment) {
  const std::string head(x12::isa);
  const std::string tail = "IEA*0*000000101~";
  EXPECT_FALSE(has_error(report_of(head + "TA1*000000007*260105*0930*A*000~" + tail)));
  EXPECT_THAT(lines_of(report_of(head + "TA1*000000007*260105*0930*Q*000~" + tail)),
              ElementsAre("code set | 999 IK403 7 | TA1-04 @1 | no answer: a TA1 is never answered"));
}

TEST(ValidationReport, ReportsAGuideThatIsNotKnown) {
  std::string text = good;
  for (std::size_t at = text.find("X217"); at != std::string::npos; at = text.find("X217"))
    text.replace(at, 4, "X299");
  EXPECT_THAT(lines_of(report_of(text)), ElementsAre("envelope | 999 AK905 2 | GS-08 | 999 AK9 R",
                                                     "envelope | 999 IK502 I6 | ST | 999 IK5 R"));
}

TEST(ValidationReport, ReportsWhatIsNoInterchange) {
  const Report report = report_of("ISA*00*short~");
  EXPECT_TRUE(has_error(report));
  EXPECT_THAT(report.answers, ElementsAre("HTTP 400"));
}

TEST(ValidationReport, ChecksAsThePartnerWhoSends) {
  const base::Result<Partners> partners = Partners::from_yaml(
      "partners:\n  - name: north\n    senders: [\"ZZ:CLEARTEST1\"]\n    receivers: [\"ZZ:ELSEWHERE\"]\n"
      "  - name: south\n    senders: [\"ZZ:SOUTH\"]\n",
      "partners.yaml");
  ASSERT_TRUE(partners);
  EXPECT_THAT(lines_of(x12_report("request.x12", good, *partners, nullptr)),
              ElementsAre("envelope | TA1 TA105 009 | ISA-08 | TA1 R 009"));
  EXPECT_FALSE(has_error(x12_report("request.x12", good, *partners, &partners->of("ZZ", "SOUTH"))));
}

TEST(ValidationReport, ShowsFhirInTheSameForm) {
  Report report;
  report.file = "bundle.json";
  report.format = "fhir";
  Section& bundle = report.sections.emplace_back();
  bundle.title = "bundle";
  bundle.findings.push_back(finding_from(base::Issue{base::IssueCode::fhir_code_invalid, "Bundle.entry[0]",
                                                     "use a code of the value set.", base::Severity::error}));
  bundle.findings.push_back(finding_from(
      base::Issue{base::IssueCode::fhir_profile, "Bundle", "better so.", base::Severity::warning}));
  bundle.answer = "OperationOutcome";
  report.answers.push_back(bundle.answer);
  EXPECT_EQ(
      text_from(report, {}),
      "bundle.json: not valid\n"
      "  bundle  OperationOutcome\n"
      "    code set  Bundle.entry[0]  OperationOutcome fhir_code_invalid  use a code of the value set.\n"
      "    profile   Bundle           OperationOutcome fhir_profile       warning: better so.\n"
      "  2 faults: 1 code set, 1 profile; answer: OperationOutcome\n");
}

}  // namespace
}  // namespace gateway::cli
