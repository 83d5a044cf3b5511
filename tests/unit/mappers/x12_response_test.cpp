// 278 X217 responses: every element that tells a decision, and validity of whatever is decided.
#include <random>

#include "mappers/x12/refusals.hpp"
#include "x12_support.hpp"

namespace {

using precert::Determination;
using precert::Level;
using precert::LineDetermination;
using precert::ReviewAction;
using support::answered;
using support::Read278;
using support::segment_of;

const std::string levels_above =
    "BHT*0007*13*REQ0001*20260105*0930~HL*1**20*1~NM1*X3*2*EXAMPLE HEALTH PLAN*****PI*EXPL1~HL*2*1*21*1~"
    "NM1*1P*2*EXAMPLE CLINIC*****XX*1999000015~REF*EI*999999999~HL*3*2*22*1~"
    "NM1*IL*1*TESTMEMBER*ALPHA****MI*EXM100000001~REF*6P*GRP0001~N3*1 TEST LANE~N4*SPRINGFIELD*IL*62701~"
    "DMG*D8*19800214*F~";
const std::string event_of_two_lines =
    "HL*4*3*EV*1~TRN*1*REQ0001EV*1999999990~TRN*1*CLR0001EV*9CLEARTEST*SUB1~UM*HS*I*62*22:B**E~"
    "DTP*AAH*RD8*20260115-20260215~HI*ABK:M5416~NM1*DK*1*SAMPLE*ORDERA****XX*1999000049~"
    "HL*5*4*SS*0~TRN*1*REQ0001L1*1999999990~UM*HS*I*62*22:B~DTP*472*RD8*20260115-20260215~"
    "SV1*HC:72148*850.25*UN*4***1~NM1*SJ*2*EXAMPLE IMAGING CENTER*****XX*1999000155~"
    "HL*6*4*SS*0~TRN*1*REQ0001L2*1999999990~UM*SC*I*42*12:B~SV2*0120**1500*DA*3*500~";
const std::string admission_alone =
    "HL*4*3*EV*0~TRN*1*REQ0003EV*1999999990~UM*AR*4*2*11:A**E~REF*BB*AUTH000001~DTP*435*RD8*20260210-"
    "20260213~"
    "HI*ABK:M1711~HSD*DY*3~CL1*3*1*30~NM1*FA*2*EXAMPLE HOSPITAL*****XX*1999000023~";
const std::string dependent_dental =
    "HL*4*3*23*1~NM1*QC*1*TESTCHILD*KILO~REF*EJ*ACCT1~DMG*D8*20151130*M~INS*N*19~HL*5*4*EV*1~UM*HS*I*35*11:B~"
    "HL*6*5*SS*0~SV3*AD:D2740*1150***I*1*CROWN~TOO*JP*14*M:O~HL*7*5*SS*0~SV3*AD:D4341*240**10:20**2~HSD*VS*"
    "2~";
const std::string transport =
    "HL*4*3*EV*1~UM*HS*I*56*41:B~CRC*07*Y*04*09~CR1*LB*210*X*D*DH*18***DIALYSIS~NM1*PW*2*HOME~N3*12 TEST AVE~"
    "N4*SPRINGFIELD*IL*62703~NM1*FS*2*CLINIC~N3*44 SAMPLE RD~N4*SPRINGFIELD*IL*62704~HL*5*4*SS*0~"
    "SV1*HC:A0428:RG**UN*24~NM1*1T*1*SAMPLE*DRIVER~";

base::Date on_day(const char* text) { return *base::date_from_iso(text); }
base::Instant instant(const char* text) { return *base::instant_from_iso(text); }

LineDetermination line(int sequence, ReviewAction action) {
  LineDetermination made;
  made.sequence = sequence;
  made.action = action;
  return made;
}

Determination decided(std::vector<LineDetermination> lines) {
  Determination made;
  made.lines = std::move(lines);
  made.action = precert::summary_of(made.lines);
  made.numbers = {"AUTH260001", "ADM260001", "UMO0001"};
  made.decided = instant("2026-01-05T09:31:00Z");
  made.umo_contact = {"PRECERT DESK", {{precert::ContactKind::phone, "8005550100", "12"}}};
  made.intake.organization = "CLINICAL INTAKE";
  made.intake.contact =
      precert::Contact{"INTAKE", {{precert::ContactKind::email, "INTAKE@EXAMPLE.TEST", ""}}};
  made.intake.address = precert::Address{{"PO BOX 1"}, "SPRINGFIELD", "IL", "62705", "", ""};
  return made;
}

std::string answer(const std::string& request, const Determination& determination) {
  const std::string out = answered(support::model_of(levels_above + request), determination);
  Read278 read(out);
  EXPECT_EQ(read.faults("response"), "") << out;
  return out;
}

TEST(X12Response, EchoesTheReferenceAndTheTracesAndAddsItsOwn) {
  const std::string out = answer(
      event_of_two_lines, decided({line(1, ReviewAction::certified), line(2, ReviewAction::certified)}));
  EXPECT_EQ(segment_of(out, "BHT"), "BHT*0007*11*REQ0001*20260105*0931*18");
  EXPECT_NE(
      out.find("~TRN*2*REQ0001EV*1999999990~TRN*2*CLR0001EV*9CLEARTEST*SUB1~TRN*1*UMO0001*90000EXPL1~UM*"),
      std::string::npos);
  EXPECT_NE(out.find("~TRN*2*REQ0001L1*1999999990~"), std::string::npos);
  EXPECT_EQ(segment_of(out, "PER"), "PER*IC*PRECERT DESK*TE*8005550100*EX*12");
}

TEST(X12Response, TellsWhatIsCertifiedAndUntilWhen) {
  LineDetermination first = line(1, ReviewAction::certified);
  first.certification_number = "AUTH260001";
  first.validity = base::Period{on_day("2026-01-05"), on_day("2026-04-05")};
  LineDetermination second = line(2, ReviewAction::modified);
  second.quantity = precert::Quantity{base::Decimal(2), precert::Unit::day, {}};
  second.validity = first.validity;
  second.reasons = {{"10", "two of three days", "rule", "", {}}};
  const std::string out = answer(event_of_two_lines, decided({first, second}));
  EXPECT_EQ(segment_of(out, "HCR"), "HCR*A6*AUTH260001*10");
  EXPECT_NE(
      out.find("~HCR*A1*AUTH260001~DTP*472*RD8*20260115-20260215~DTP*102*D8*20260105~DTP*036*D8*20260405~"
               "DTP*007*RD8*20260105-20260405~SV1*HC:72148*850.25*UN*4~NM1*SJ*2*EXAMPLE IMAGING CENTER"),
      std::string::npos)
      << out;
  EXPECT_NE(out.find("~SV2*0120**1000*DA*2*500~MSG*two of three days~"), std::string::npos) << out;
}

TEST(X12Response, NeverGivesAReferenceAsTheNumberToBillWith) {
  LineDetermination numbered = line(2, ReviewAction::certified);
  numbered.certification_number = "AUTH2";
  Determination without = decided({line(1, ReviewAction::certified), numbered});
  without.numbers.certification.clear();
  const std::string out = answer(event_of_two_lines, without);
  EXPECT_TRUE(segment_of(out, "BHT").ends_with("*19"));
  EXPECT_EQ(segment_of(out, "HCR"), "HCR*A4");
  EXPECT_EQ(segment_of(out, "REF*NT"), "REF*NT*ADM260001");
  EXPECT_EQ(segment_of(out, "MSG"), "MSG*Certified, but the reviewer gave no number to bill with; ask it.");
  EXPECT_NE(out.find("HCR*A1*AUTH2~"), std::string::npos) << out;
}

TEST(X12Response, AsksForExactlyWhatIsMissing) {
  LineDetermination pended = line(1, ReviewAction::pended);
  pended.reference_number = "ADM260009";
  pended.reasons = {{"0U", "more is needed", "rule", "", {}}};
  precert::MissingInformation report{
      "imaging-report", "Prior imaging report",         "18726-0", "RR", "ordering provider",
      "UMOACN0002",     instant("2026-01-07T17:30:00Z")};
  precert::MissingInformation weeks{
      "conservative-care-weeks",      "Weeks of care", "", "", "ordering provider", "UMOACN0003",
      instant("2026-01-08T17:30:00Z")};
  pended.missing = {report, weeks};
  const std::string out = answer(event_of_two_lines, decided({pended, line(2, ReviewAction::certified)}));
  EXPECT_TRUE(segment_of(out, "BHT").ends_with("*19"));
  EXPECT_EQ(segment_of(out, "HCR"), "HCR*A4**0U");
  EXPECT_EQ(segment_of(out, "REF*NT"), "REF*NT*ADM260009");
  EXPECT_EQ(segment_of(out, "HI"), "HI*ABK:M5416") << "the event's";
  EXPECT_EQ(segment_of(out, "HI*LOI"), "HI*LOI:18726-0") << "the line's";
  EXPECT_EQ(segment_of(out, "PWK"), "PWK*RR*EL***AC*UMOACN0002*Prior imaging report");
  EXPECT_EQ(segment_of(out, "MSG"),
            "MSG*Answer Q/imaging-report Q/conservative-care-weeks by 2026-01-07 1730 UTC. more is needed");
  EXPECT_NE(out.find("~NM1*L5*2*CLINICAL INTAKE~N3*PO BOX "
                     "1~N4*SPRINGFIELD*IL*62705~PER*IC*INTAKE*EM*INTAKE@EXAMPLE.TEST~"),
            std::string::npos);
  EXPECT_EQ(out.find("UMOACN0003"), std::string::npos) << "a question that no paper answers has no PWK";
}

TEST(X12Response, AsksByNoDayThatIsOverOnceTheCaseIsClosed) {
  LineDetermination pended = line(1, ReviewAction::pended);
  pended.reasons = {{"0P", "Closed, not denied.", "rule", "", {}}};
  pended.missing = {{"conservative-care-weeks", "Weeks of care", "", "", "ordering provider", "UMOACN0003",
                     instant("2026-01-08T17:30:00Z")}};
  Determination closed = decided({pended});
  closed.closed_out = true;
  EXPECT_EQ(segment_of(answer(event_of_two_lines, closed), "MSG"),
            "MSG*Answer Q/conservative-care-weeks. Closed, not denied.");
}

TEST(X12Response, GivesEveryReasonOfADenialAndTheRightsAgainstIt) {
  LineDetermination denied = line(2, ReviewAction::not_certified);
  denied.reference_number = "ADM260001";
  denied.reasons = {
      {"0M", "not covered", "", "", {}}, {"0L", "over the maximum", "", "", {}}, {"0M", "twice", "", "", {}}};
  denied.rights = precert::Rights{"in writing", on_day("2026-07-04"), "call 800-555-0100"};
  LineDetermination certified = line(1, ReviewAction::certified);
  certified.certification_number = "AUTH9";
  const std::string out = answer(event_of_two_lines, decided({certified, denied}));
  EXPECT_EQ(segment_of(out, "HCR"), "HCR*A2*AUTH9");
  EXPECT_NE(out.find("~HCR*A3**0M^0L~REF*NT*ADM260001~"), std::string::npos);
  EXPECT_NE(out.find("Appeal until 2026-07-04. in writing. Peer to peer, call 800-555-0100~"),
            std::string::npos)
      << out;
}

TEST(X12Response, NeverSaysPartialAtALine) {
  const std::string out = answer(event_of_two_lines, decided({line(1, ReviewAction::partially_certified)}));
  EXPECT_EQ(out.find("HCR*A2*", out.find("*SS*")), std::string::npos);
}

TEST(X12Response, NamesTheFacilityALineIsCertifiedFor) {
  LineDetermination moved = line(1, ReviewAction::modified);
  moved.provider = precert::Party{};
  moved.provider->role = precert::PartyRole::facility;
  moved.provider->organization = "EXAMPLE UNIVERSITY HOSPITAL";
  moved.provider->identifiers = {{precert::IdentifierKind::npi, "1999000031", ""}};
  const std::string out = answer(event_of_two_lines, decided({moved}));
  EXPECT_NE(out.find("~NM1*FA*2*EXAMPLE UNIVERSITY HOSPITAL*****XX*1999000031~"), std::string::npos);
  EXPECT_EQ(out.find("IMAGING CENTER"), std::string::npos);
}

TEST(X12Response, SaysWhereWhateverWasDecided) {  // SC-45, SC-71
  for (const ReviewAction action :
       {ReviewAction::not_required, ReviewAction::contact_payer, ReviewAction::not_certified}) {
    const std::string out = answer(event_of_two_lines, decided({line(1, action)}));
    EXPECT_NE(out.find("~NM1*SJ*2*EXAMPLE IMAGING CENTER*****XX*1999000155~"), std::string::npos) << out;
  }
  const std::string withdrawn = answer(event_of_two_lines, decided({line(1, ReviewAction::cancelled)}));
  EXPECT_EQ(withdrawn.find("NM1*SJ"), std::string::npos);
}

TEST(X12Response, OffersATalkAtTheEventWhenTheLineHasNoRoom) {  // SC-60
  LineDetermination denied = line(1, ReviewAction::not_certified);
  denied.reasons = {{"0F", std::string(120, 'r'), "", "Plan, Joint MRI, 2026", {}}};
  denied.rights = precert::Rights{"Write to the plan " + std::string(90, 'a'), on_day("2026-07-04"),
                                  "call 800-555-0105 within 14 days."};
  const std::string out = answer(event_of_two_lines, decided({denied, line(2, ReviewAction::certified)}));
  const std::string talk = "Peer to peer, call 800-555-0105 within 14 days.";
  EXPECT_EQ(segment_of(out, "MSG"), "MSG*Criteria Plan, Joint MRI, 2026. " + talk) << out;
  EXPECT_EQ(out.find(talk), out.rfind(talk)) << "once: the line had no room";
}

TEST(X12Response, NamesTheCriteriaOfADenialAtItsLine) {  // SC-20, SC-44
  LineDetermination denied = line(1, ReviewAction::not_certified);
  denied.reasons = {{"0F", "no films were sent", "", "Plan, Joint MRI, 2026", {}}};
  denied.rights = precert::Rights{"in writing", on_day("2026-07-04"), "call 800-555-0100"};
  const std::string out = answer(event_of_two_lines, decided({denied, line(2, ReviewAction::certified)}));
  EXPECT_EQ(segment_of(out, "MSG"),
            "MSG*no films were sent. Appeal until 2026-07-04. in writing. Peer to peer, "
            "call 800-555-0100. Criteria Plan, Joint MRI, 2026");
}

TEST(X12Response, TellsTheTimeOfATalkWithoutAColon) {
  Determination talk = decided({line(1, ReviewAction::certified)});
  talk.notes.push_back({"Peer-to-peer talk scheduled (2026-12-17 10:00 PST), ratio 1:20.", 0, {}, {}});
  EXPECT_THAT(segment_of(answer(event_of_two_lines, talk), "MSG"),
              testing::HasSubstr("(2026-12-17 1000 PST), ratio 1"));
}

TEST(X12Response, DecidesAnEventThatHasNoServices) {
  LineDetermination stay = line(0, ReviewAction::modified);
  stay.certification_number = "AUTH2";
  stay.quantity = precert::Quantity{base::Decimal(2), precert::Unit::day, {}};
  stay.dates = base::Period{on_day("2026-02-10"), on_day("2026-02-12")};
  const std::string out = answer(admission_alone, decided({stay}));
  EXPECT_EQ(segment_of(out, "HL*4"), "HL*4*3*EV*0");
  EXPECT_NE(out.find("~UM*AR*4*2*11:A**E~HCR*A6*AUTH2~REF*BB*AUTH000001~DTP*435*RD8*20260210-20260212~"),
            std::string::npos)
      << out;
  EXPECT_NE(out.find("~HSD*DY*2~CL1*3*1*30~NM1*FA*2*EXAMPLE HOSPITAL*****XX*1999000023~SE*"),
            std::string::npos)
      << out;
}

TEST(X12Response, ReturnsTheDiagnosesBesideWhatIsAskedFor) {  // OR-D7
  std::string asked = admission_alone;
  std::string many = "HI*ABK:M1711";
  for (int i = 0; i < 11; ++i) many += "*ABF:M1712";
  asked.replace(asked.find("HI*ABK:M1711"), std::string("HI*ABK:M1711").size(), many);
  EXPECT_EQ(segment_of(answer(asked, decided({line(0, ReviewAction::certified)})), "HI"), many);

  LineDetermination pended = line(0, ReviewAction::pended);
  pended.missing = {{"report", "Prior imaging report", "18726-0", "RR", "ordering provider", "UMOACN0002",
                     instant("2026-01-07T17:30:00Z")}};
  many.replace(many.rfind("ABF:M1712"), std::string("ABF:M1712").size(), "LOI:18726-0");
  EXPECT_EQ(segment_of(answer(asked, decided({pended})), "HI"), many) << "what is asked for has its place";
}

TEST(X12Response, ACancellationNamesWhatItEnded) {
  const std::string out = answer(admission_alone, decided({line(0, ReviewAction::cancelled)}));
  EXPECT_EQ(segment_of(out, "HCR"), "HCR*C*AUTH000001");
  EXPECT_EQ(segment_of(out, "REF*NT"), "");
}

TEST(X12Response, EndsAfterTheLevelThatIsRefused) {
  struct Case {
    Level level;
    const char* code;
    const char* end;
  };
  const std::vector<Case> cases{
      {Level::umo_level, "42",
       "~HL*1**20*0~AAA*Y**42*C~NM1*X3*2*EXAMPLE HEALTH PLAN*****PI*EXPL1~"
       "PER*IC*PRECERT DESK*TE*8005550100*EX*12~SE*7*0001~"},
      {Level::requester, "51",
       "~HL*2*1*21*0~NM1*1P*2*EXAMPLE CLINIC*****XX*1999000015~REF*EI*999999999~AAA*N**51*C~SE*10*0001~"},
      {Level::subscriber, "75", "~N4*SPRINGFIELD*IL*62701~AAA*N**75*C~DMG*D8*19800214*F~SE*16*0001~"},
      {Level::dependent, "77",
       "~HL*4*3*23*0~NM1*QC*1*TESTCHILD*KILO~REF*EJ*ACCT1~AAA*N**77*C~DMG*D8*20151130*M~INS*N*19~SE*"},
  };
  for (const Case& one : cases) {
    Determination refused = decided({});
    refused.refusals = {{one.level, 0, one.code, precert::FollowUp::correct_and_resubmit, "", "", {}}};
    const std::string out = answer(dependent_dental, refused);
    EXPECT_NE(out.find(one.end), std::string::npos) << out;
    EXPECT_TRUE(segment_of(out, "BHT").ends_with("*18"));
  }
}

TEST(X12Response, RefusesAtEventServiceAndProvider) {
  Determination refused = decided({});
  refused.refusals = {
      {Level::event, 0, "AF", precert::FollowUp::correct_and_resubmit, "no such diagnosis", "", {}},
      {Level::service, 1, "AG", precert::FollowUp::correct_and_resubmit, "", "", {}},
      {Level::service_provider, 1, "IP", precert::FollowUp::may_resubmit, "", "", {}}};
  const std::string out = answer(event_of_two_lines, refused);
  EXPECT_NE(out.find("~AAA*N**AF*C~UM*HS*I*62*22:B**E~"), std::string::npos) << out;
  EXPECT_NE(out.find("~TRN*2*REQ0001L1*1999999990~AAA*N**AG*C~UM*"), std::string::npos);
  EXPECT_NE(out.find("XX*1999000155~AAA*N**IP*C~SE*"), std::string::npos) << out;
  EXPECT_EQ(out.find("HCR*"), std::string::npos);
}

TEST(X12Response, KeepsTheMessageWithinItsLength) {
  LineDetermination denied = line(1, ReviewAction::not_certified);
  denied.reasons = {{"0F", std::string(400, 'x'), "", "", {}}};
  denied.rights = precert::Rights{std::string(300, 'y'), on_day("2026-07-04"), "call"};
  const std::string out = answer(event_of_two_lines, decided({denied}));
  EXPECT_LE(segment_of(out, "MSG").size(), std::string("MSG*").size() + 264);
  EXPECT_NE(out.find("Appeal until 2026-07-04"), std::string::npos);
}

TEST(X12Response, UsesTheWholeMessageBeforeItCutsAnything) {
  LineDetermination managed = line(1, ReviewAction::contact_payer);
  const std::string words =
      "Radiation therapy is managed by Example Oncology Review. Managed by Example Oncology Review, call "
      "8005550200, fax 8005550201, https://oncology-review.example/requests. Reference number NR1.";
  managed.reasons = {{"0J", words, "", "", {}}};
  const std::string out = answer(event_of_two_lines, decided({managed, line(2, ReviewAction::certified)}));
  EXPECT_NE(out.find("fax 8005550201, oncology-review.example/requests. Reference number NR1.~"),
            std::string::npos)
      << out;
}

TEST(X12Response, CutsAfterASentenceOrAWord) {
  LineDetermination denied = line(1, ReviewAction::not_certified);
  denied.reasons = {{"0M", "Not covered by the plan.", "", "", {}}};
  denied.rights = precert::Rights{
      "Appeal in writing to the plan, 100 Plan Way, Olympia WA 98501, fax 800-555-0104, or "
      "by telephone at 800-555-0100. Say why you disagree, and send whatever we have "
      "not seen before: letters, reports, pictures, results.",
      on_day("2026-07-04"), ""};
  EXPECT_TRUE(segment_of(answer(event_of_two_lines, decided({denied})), "MSG")
                  .ends_with("by telephone at 800-555-0100."));

  denied.rights.reset();
  std::string words = "Looked";
  while (words.size() < 300) words += " at";
  denied.reasons = {{"0M", words, "", "", {}}};
  const std::string cut = segment_of(answer(event_of_two_lines, decided({denied})), "MSG");
  EXPECT_TRUE(cut.ends_with(" at")) << cut;
  EXPECT_GT(cut.size(), std::size_t{255});
}

TEST(X12Response, ChangesNoDelimitersForItsOwnWords) {
  LineDetermination certified = line(1, ReviewAction::certified);
  certified.reasons = {{"", "Looked at by Andr\xC3\xA9: two of three days. ", "", "", {}}};
  Determination made = decided({certified, line(2, ReviewAction::certified)});
  made.notes = {{"Asked before: see there.", 2, {}, {}}};
  const std::string out = answer(event_of_two_lines, made);
  EXPECT_NE(out.find("~MSG*Looked at by Andre; two of three days.~"), std::string::npos) << out;
  EXPECT_NE(out.find("~MSG*Asked before; see there.~"), std::string::npos) << out;
  EXPECT_NE(out.find("SV1*HC:72148"), std::string::npos) << out;
}

TEST(X12Response, SaysAReferenceOnce) {
  LineDetermination free = line(1, ReviewAction::not_required);
  free.reference_number = "ADM260001";
  free.reasons = {{"0H", "No pre-authorization required. Reference number ADM260001.", "", "", {}}};
  EXPECT_EQ(segment_of(answer(event_of_two_lines, decided({free, line(2, ReviewAction::certified)})), "MSG"),
            "MSG*No pre-authorization required. Reference number ADM260001.");
  free.reasons.front().words = "No pre-authorization required.";
  EXPECT_EQ(segment_of(answer(event_of_two_lines, decided({free, line(2, ReviewAction::certified)})), "MSG"),
            "MSG*No pre-authorization required. Reference ADM260001");
}

/// Any determination over any request: what is written is valid against the guide.
class Generator {
 public:
  explicit Generator(unsigned seed) : engine_(seed) {}

  Determination determination(const precert::ReviewRequest& request) {
    std::vector<LineDetermination> lines;
    if (!one_in(6)) {
      for (const auto& service : request.services) lines.push_back(any_line(service.sequence));
      if (request.services.empty()) lines.push_back(any_line(0));
    }
    Determination made = decided(std::move(lines));
    if (one_in(4)) made.intake = {};
    if (one_in(4)) made.umo_contact = {};
    if (one_in(4)) made.numbers = {};
    if (made.lines.empty() || one_in(5)) {
      for (int i = number(1, 12); i > 0; --i) made.refusals.push_back(any_refusal());
    }
    if (one_in(3)) made.notes.push_back({words(), number(0, 2), {}});
    return made;
  }

 private:
  int number(int from, int to) { return std::uniform_int_distribution<int>(from, to)(engine_); }
  bool one_in(int n) { return number(1, n) == 1; }
  std::string words() {
    return std::string(static_cast<std::size_t>(number(1, 300)), 'w') + " *~:^ \xC3\x89 end";
  }
  base::Period period() {
    const base::Date start = on_day("2026-01-05").plus_days(number(0, 60));
    if (one_in(4)) return {start, std::nullopt};
    return {start, start.plus_days(number(0, 90))};
  }

  LineDetermination any_line(int sequence) {
    LineDetermination made = line(sequence, static_cast<ReviewAction>(number(0, 7)));
    if (one_in(2)) made.certification_number = "AUTH" + std::to_string(number(1, 99999));
    if (one_in(2)) made.reference_number = "ADM" + std::to_string(number(1, 99999));
    if (one_in(2)) made.validity = period();
    if (one_in(3)) made.dates = period();
    if (one_in(2))
      made.quantity =
          precert::Quantity{base::Decimal(number(1, 99)), static_cast<precert::Unit>(number(0, 6)), {}};
    if (one_in(3)) {
      made.delivery = precert::Delivery{};
      made.delivery->unit = static_cast<precert::Unit>(number(0, 6));
      made.delivery->quantity = base::Decimal(number(1, 9));
      made.delivery->frequency_unit = "WK";
      made.delivery->period_unit = one_in(2) ? "29" : "";
      made.delivery->periods = number(1, 9);
    }
    if (one_in(3)) made.provider = any_provider();
    for (int i = number(0, 7); i > 0; --i)
      made.reasons.push_back({one_in(4) ? "" : std::to_string(number(10, 26)), words(), "", "", {}});
    for (int i = number(0, 14); i > 0; --i) made.missing.push_back(any_missing(i));
    if (one_in(2)) made.rights = precert::Rights{words(), on_day("2026-07-04"), words()};
    if (one_in(2)) made.timeframe = precert::Timeframe{"routine", instant("2026-01-07T17:30:00Z"), "plan"};
    if (one_in(3)) made.lower_cost.push_back({"1999000031", words(), "1", 1});
    return made;
  }

  precert::MissingInformation any_missing(int i) {
    return {one_in(4) ? "" : "fact-" + std::to_string(i),
            words(),
            one_in(2) ? "" : "18726-" + std::to_string(number(0, 9)),
            one_in(2) ? "" : "RR",
            "facility",
            "ACN" + std::to_string(i),
            instant("2026-01-07T17:30:00Z")};
  }

  precert::Party any_provider() {
    precert::Party party;
    party.role = static_cast<precert::PartyRole>(number(0, 29));
    party.entity = one_in(2) ? precert::EntityType::person : precert::EntityType::organization;
    party.organization = words();
    party.person = {words(), "G", "", "DR", "JR"};
    for (int i = number(0, 9); i > 0; --i) {
      party.identifiers.push_back(
          {static_cast<precert::IdentifierKind>(number(0, 25)), "19990000" + std::to_string(i), "IL"});
    }
    if (one_in(2))
      party.address = precert::Address{{"A", "B", "C"}, "SPRINGFIELD",         one_in(2) ? "IL" : "",
                                       "62701-0001",    one_in(2) ? "CA" : "", "BC"};
    if (one_in(2))
      party.contact = precert::Contact{
          words(), {{precert::ContactKind::phone, "1", "2"}, {precert::ContactKind::url, "u", "3"}}};
    if (one_in(2)) party.taxonomy = "207X00000X";
    if (one_in(2)) party.function = "CV";
    return party;
  }

  precert::Refusal any_refusal() {
    static const std::vector<std::string> codes{"04", "15", "33", "35", "42", "43", "51",
                                                "58", "67", "75", "77", "80", "95", "AA",
                                                "AF", "AG", "IP", "T4", "T5", "??", ""};
    return {one_in(2) ? static_cast<Level>(number(5, 8)) : static_cast<Level>(number(0, 8)),
            number(0, 2),
            codes[static_cast<std::size_t>(number(0, static_cast<int>(codes.size()) - 1))],
            static_cast<precert::FollowUp>(number(0, 4)),
            words(),
            "",
            {}};
  }

  std::mt19937 engine_;
};

TEST(X12Response, IsValidForWhateverIsDecided) {
  std::vector<precert::ReviewRequest> requests;
  for (const std::string& event : {event_of_two_lines, admission_alone, dependent_dental, transport}) {
    requests.push_back(support::model_of(levels_above + event));
  }
  Generator generator(20260105);
  for (int i = 0; i < 2000; ++i) {
    const precert::ReviewRequest& request = requests[static_cast<std::size_t>(i) % requests.size()];
    precert::Determination decided = generator.determination(request);
    decided.numbers.certification = "AUTH9";  // whoever certifies has a number for it
    const std::string out = answered(request, decided);
    Read278 read(out);
    ASSERT_EQ(read.faults("response"), "") << "case " << i << "\n" << out;
  }
}

TEST(X12Response, SaysARefusalAtTheLoopOfItsLevel) {
  std::vector<std::string_view> loops;
  precert::Refusal no_code_of_any_loop;
  no_code_of_any_loop.code = "??";
  for (int level = 0; level <= static_cast<int>(Level::service_provider); ++level) {
    const mappers::Aaa aaa = mappers::aaa_from(static_cast<Level>(level), no_code_of_any_loop);
    loops.push_back(aaa.loop);
    EXPECT_EQ(aaa.reason.size(), 2U) << aaa.loop;
    EXPECT_NE(aaa.reason, "??") << aaa.loop;
  }
  EXPECT_THAT(loops, testing::ElementsAre("2000A", "2010A", "2010B", "2010C", "2010D", "2000E", "2010EA",
                                          "2000F", "2010FA"));
}

}  // namespace
