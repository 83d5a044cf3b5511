// 278 X217 requests: every element the model has a field for, and back.
#include "x12_support.hpp"

namespace {

using support::model_of;
using support::written;

const std::string full_levels =
    "BHT*0007*13*REQ0001*20260105*093015~HL*1**20*1~NM1*X3*2*EXAMPLE HEALTH PLAN*****PI*EXPL1~HL*2*1*21*1~"
    "NM1*1P*1*SAMPLE*DENTA*M**JR*XX*1999000098~REF*EI*999999999~REF*ZH*C77~N3*100 SAMPLE ST*SUITE 2~"
    "N4*SPRINGFIELD*IL*627010001~PER*IC*PAT SAMPLE*TE*2175550110*EX*12*FX*2175550111~PRV*OR*PXC*207X00000X~"
    "HL*3*2*22*1~NM1*IL*1*TESTMEMBER*ALPHA*B*DR*SR*MI*EXM100000001~REF*1L*GRP0001~REF*IG*PLAN7~REF*6P*SECOND~"
    "REF*F6*MBI123~N3*1 TEST LANE~N4*TORONTO**M5V1A1*CA***ON~DMG*D8*19800214*F~INS*Y*18******AO~";
const std::string full_dependent =
    "HL*4*3*23*1~NM1*QC*1*TESTCHILD*KILO~REF*EJ*ACCT1010~REF*SY*123456789~N3*1 TEST "
    "LANE~N4*SPRINGFIELD*IL*62701~"
    "DMG*D8*20251130*U~INS*N*19***************2~";
const std::string full_event =
    "HL*5*4*EV*1~TRN*1*EV1*1999999990~TRN*1*EV2*9CLEARTEST*SUB1~UM*AR*I*2*11:A*AA:EM:AP:IL*U*1*3*Y*11~"
    "REF*BB*AUTH1~REF*NT*ADM1~DTP*439*D8*20260101~DTP*484*D8*20251001~DTP*ABC*D8*20260701~DTP*431*D8*"
    "20251201~"
    "DTP*AAH*RD8*20260110-20260112~DTP*435*RD8*20260110-20260113~DTP*096*D8*20260113~"
    "HI*ABK:M1711:D8:20251220*ABJ:M1712*ABF:I10*APR:R1031*DR:470~HSD*VS*3*WK*2*34*9*A*B~CRC*75*N*EL*WA~CRC*"
    "09*Y*12~"
    "CL1*3*1*01*5~CR1*LB*210.5*X*D*DH*18***ROUND TRIP*CANNOT SIT~CR2*3*12*C1*L5****A*N*FIRST*SECOND*Y~"
    "CR5***A*E*COPD*2*4*16.5*TWO LPM*55*86*E*1*2*3*1.5*A*D~"
    "CR6*4*20260112*RD8*20260112-20260311***W*I*20251220*HC*33208*20260102*20260103*20260104*RD8*20251218-"
    "20251224*A~"
    "PWK*08*EL***AC*ACN0004*PLAN OF CARE~PWK*B3*AA~MSG*SIX WEEKS OF CARE~"
    "NM1*72*1*SAMPLE*SURGEON**DR**XX*1999000213~REF*0B*036999999*IL~PRV*OP*PXC*207X00000X~"
    "NM1*PW*2*HOME~N3*12 TEST AVE~N4*SPRINGFIELD*IL*62703~NM1*FS*2*CLINIC~N3*44 SAMPLE "
    "RD~N4*SPRINGFIELD*IL*62704~"
    "NM1*CA*2*OTHER PLAN~REF*ZZ*NOT COVERED~DTP*598*D8*20251231~";
const std::string full_services =
    "HL*6*5*SS*0~TRN*1*L1*1999999990~UM*SC*I*62*22:B~REF*BB*AUTHL1~REF*NT*ADML1~DTP*472*RD8*20260115-"
    "20260215~"
    "SV1*HC:K0856:NU:KX:RR:59:POWER CHAIR:K0860*4200.5*MJ*30***2:1****Y*********3~HSD*VS*2*WK**35*9~"
    "PWK*DB*FX***AC*ACN7~MSG*Q/weeks=6.50;Q/red-flag=N;since=2025-12-01;loinc/4548-4=7;note=a b~"
    "NM1*SJ*2*EXAMPLE SUPPLY*****XX*1999000155~NM1*1T*1*SAMPLE*PERFORMER****24*123456789~"
    "HL*7*5*SS*0~UM*HS*I*1*11:A~SV2*0120*ZZ:0SRD0J9*18000*DA*3*500***5*2~"
    "HL*8*5*SS*0~UM*HS*I*24*11:B~SV3*AD:D4341*240**10:20*R*2*TEXT~TOO*JP*14*M:O:D~TOO*JP*A~"
    "HL*9*5*SS*0~UM*HS*I*PT*11:B~HSD*VS*12~HL*10*5*SS*0~UM*HS*I*88*11:B~SV1*N4:00093721410**F2*5~";
const std::string full = full_levels + full_dependent + full_event + full_services;

base::Decimal decimal(const char* text) { return *base::decimal_from(text); }
base::Date day(const char* text) { return *base::date_from_iso(text); }

TEST(X12Request, ReadsTheHeaderAndTheEnvelope) {
  const auto model = model_of(full);
  EXPECT_EQ(model.purpose, precert::Purpose::request);
  EXPECT_EQ(model.reference, "REQ0001");
  EXPECT_EQ(base::iso(model.submitted), "2026-01-05T09:30:15Z");
  EXPECT_EQ(model.transmission, (precert::Transmission{"CLEARTEST1", "EXAMPLEPLAN", "CLEARAPP", "PLANAPP"}));
}

TEST(X12Request, NamesAPayerByThePayerIdAndNotByItsTaxNumber) {
  auto model = model_of(full);
  using precert::IdentifierKind;
  model.umo.identifiers = {{IdentifierKind::npi, "1999000015", ""},
                           {IdentifierKind::employer_id, "999999998", ""},
                           {IdentifierKind::payer_id, "EXPL1", ""}};
  EXPECT_THAT(written(model), testing::HasSubstr("*****PI*EXPL1~"));
}

TEST(X12Request, ReadsTheParties) {
  const auto model = model_of(full);
  EXPECT_EQ(model.umo.role, precert::PartyRole::umo);
  EXPECT_EQ(model.umo.identifiers.front(),
            (precert::Identifier{precert::IdentifierKind::payer_id, "EXPL1", ""}));
  const precert::Party& requester = model.requester;
  EXPECT_EQ(requester.entity, precert::EntityType::person);
  EXPECT_EQ(requester.person, (precert::PersonName{"SAMPLE", "DENTA", "M", "", "JR"}));
  EXPECT_EQ(requester.npi(), "1999000098");
  ASSERT_EQ(requester.identifiers.size(), 3U);
  EXPECT_EQ(requester.identifiers[1].kind, precert::IdentifierKind::employer_id);
  EXPECT_EQ(requester.identifiers[2].kind, precert::IdentifierKind::carrier_assigned);
  ASSERT_TRUE(requester.address);
  EXPECT_EQ(requester.address->postal_code, "62701-0001");
  EXPECT_EQ(requester.address->lines.size(), 2U);
  ASSERT_TRUE(requester.contact);
  EXPECT_EQ(requester.contact->points.size(), 2U);
  EXPECT_EQ(requester.contact->points[0],
            (precert::ContactPoint{precert::ContactKind::phone, "2175550110", "12"}));
  EXPECT_EQ(requester.function, "OR");
  EXPECT_EQ(requester.taxonomy, "207X00000X");
}

TEST(X12Request, ReadsThePatients) {
  const auto model = model_of(full);
  const precert::Person& subscriber = model.subscriber;
  EXPECT_EQ(subscriber.name, (precert::PersonName{"TESTMEMBER", "ALPHA", "B", "DR", "SR"}));
  EXPECT_EQ(subscriber.member_id(), "EXM100000001");
  EXPECT_EQ(subscriber.birth_date, day("1980-02-14"));
  EXPECT_EQ(subscriber.gender, precert::Gender::female);
  EXPECT_EQ(subscriber.military_status, "AO");
  ASSERT_TRUE(subscriber.address);
  EXPECT_EQ(subscriber.address->country, "CA");
  EXPECT_EQ(subscriber.address->subdivision, "ON");
  EXPECT_EQ(model.insurance.group, "GRP0001");
  EXPECT_EQ(model.insurance.plan, "PLAN7");
  ASSERT_EQ(subscriber.identifiers.size(), 3U) << "a second group stays an identifier";
  EXPECT_EQ(subscriber.identifiers[1], (precert::Identifier{precert::IdentifierKind::group, "SECOND", ""}));
  ASSERT_TRUE(model.dependent);
  EXPECT_EQ(model.dependent->relationship, precert::Relationship::child);
  EXPECT_EQ(model.dependent->birth_sequence, 2);
  EXPECT_EQ(model.dependent->gender, precert::Gender::unknown);
  EXPECT_EQ(model.dependent->identifiers.size(), 2U);
  EXPECT_EQ(&model.patient(), &*model.dependent);
}

TEST(X12Request, ReadsTheEvent) {
  const auto event = model_of(full).event;
  EXPECT_EQ(event.category, precert::RequestCategory::admission);
  EXPECT_EQ(event.certification, precert::CertificationType::initial);
  EXPECT_EQ(event.level, precert::LevelOfService::urgent);
  EXPECT_EQ(event.health_condition + event.prognosis + event.release + event.delay_reason, "13Y11");
  ASSERT_TRUE(event.related);
  EXPECT_EQ(event.related->causes,
            (std::vector{precert::RelatedCause::auto_accident, precert::RelatedCause::employment,
                         precert::RelatedCause::another_party}));
  EXPECT_EQ(event.related->state, "IL");
  EXPECT_EQ(event.related->accident, day("2026-01-01"));
  EXPECT_EQ(event.previous_certification, "AUTH1");
  EXPECT_EQ(event.previous_reference, "ADM1");
  EXPECT_EQ(event.last_menstrual_period, day("2025-10-01"));
  EXPECT_EQ(event.estimated_birth, day("2026-07-01"));
  EXPECT_EQ(event.onset, day("2025-12-01"));
  EXPECT_EQ(event.dates, (base::Period{day("2026-01-10"), day("2026-01-12")}));
  EXPECT_EQ(event.admission, (base::Period{day("2026-01-10"), day("2026-01-13")}));
  EXPECT_EQ(event.discharge, day("2026-01-13"));
  ASSERT_EQ(event.traces.size(), 2U);
  EXPECT_EQ(event.traces[1], (precert::Trace{"EV2", "9CLEARTEST", "SUB1", {}}));
  ASSERT_EQ(event.diagnoses.size(), 5U);
  EXPECT_EQ(event.diagnoses[0].date, day("2025-12-20"));
  EXPECT_EQ(event.diagnoses[1].kind, precert::DiagnosisKind::admitting);
  EXPECT_EQ(event.diagnoses[3].kind, precert::DiagnosisKind::reason_for_visit);
  EXPECT_EQ(event.diagnoses[4].system, precert::CodeSystem::drg);
}

TEST(X12Request, ReadsTheCareDetails) {
  const auto event = model_of(full).event;
  EXPECT_EQ(
      event.delivery,
      (precert::Delivery{precert::Unit::visit, decimal("3"), "WK", decimal("2"), "34", 9, "A", "B", {}}));
  ASSERT_EQ(event.conditions.size(), 2U);
  EXPECT_EQ(event.conditions[0], (precert::ConditionSet{"75", false, {"EL", "WA"}, {}}));
  EXPECT_EQ(event.admission_details, (precert::Admission{"3", "1", "01", "5", {}}));
  EXPECT_EQ(event.transport,
            (precert::Transport{
                "LB", decimal("210.5"), "X", "D", "DH", decimal("18"), "ROUND TRIP", "CANNOT SIT", {}}));
  EXPECT_EQ(event.spinal_manipulation,
            (precert::SpinalManipulation{3, 12, "C1", "L5", "A", false, true, "FIRST", "SECOND", {}}));
  ASSERT_TRUE(event.oxygen);
  EXPECT_EQ(event.oxygen->equipment, (std::vector<std::string>{"A", "E", "D"}));
  EXPECT_EQ(event.oxygen->findings, (std::vector<std::string>{"1", "2", "3"}));
  EXPECT_EQ(event.oxygen->hours_per_use, decimal("16.5"));
  EXPECT_EQ(event.oxygen->portable_flow, decimal("1.5"));
  EXPECT_EQ(event.oxygen->delivery, "A");
  ASSERT_TRUE(event.home_health);
  EXPECT_EQ(event.home_health->surgery_code, "33208");
  EXPECT_EQ(event.home_health->physician_contact, day("2026-01-04"));
  EXPECT_EQ(event.home_health->last_admission, (base::Period{day("2025-12-18"), day("2025-12-24")}));
  ASSERT_EQ(event.other_umos.size(), 1U);
  EXPECT_EQ(event.other_umos[0].denial_reason, "NOT COVERED");
  EXPECT_EQ(event.other_umos[0].denial_date, day("2025-12-31"));
  EXPECT_EQ(event.transport_locations.size(), 2U);
  EXPECT_EQ(event.providers.at(0).identifiers.at(1).issuer, "IL");
}

TEST(X12Request, ReadsTheServiceLines) {
  const auto lines = model_of(full).services;
  ASSERT_EQ(lines.size(), 5U);
  const precert::ServiceLine& chair = lines[0];
  EXPECT_EQ(chair.category, precert::RequestCategory::specialty_care);
  EXPECT_EQ(chair.previous_certification + chair.previous_reference, "AUTHL1ADML1");
  EXPECT_EQ(chair.procedure,
            (precert::Procedure{
                precert::CodeSystem::hcpcs, "K0856", {"NU", "KX", "RR", "59"}, "POWER CHAIR", "K0860", {}}));
  EXPECT_EQ(chair.amount, decimal("4200.50"));
  EXPECT_EQ(chair.quantity, (precert::Quantity{decimal("30"), precert::Unit::minute, {}}));
  EXPECT_EQ(chair.diagnosis_pointers, (std::vector{2, 1}));
  EXPECT_EQ(chair.epsdt, true);
  EXPECT_EQ(chair.nursing_home_level, "3");
  ASSERT_TRUE(chair.delivery);
  EXPECT_EQ(chair.delivery->periods, 9);
  EXPECT_EQ(chair.providers.at(1).role, precert::PartyRole::performing);
  const precert::ServiceLine& room = lines[1];
  EXPECT_EQ(room.revenue_code, "0120");
  EXPECT_EQ(room.procedure.system, precert::CodeSystem::icd10_pcs);
  EXPECT_EQ(room.unit_rate, decimal("500"));
  EXPECT_EQ(room.nursing_home_status + room.nursing_home_level, "52");
  EXPECT_EQ(room.category, std::nullopt) << "health services is all a line under an admission can say";
  ASSERT_TRUE(lines[2].dental);
  EXPECT_EQ(lines[2].dental->oral_cavity, (std::vector<std::string>{"10", "20"}));
  EXPECT_EQ(lines[2].dental->teeth.at(0).surfaces.size(), 3U);
  EXPECT_EQ(lines[2].quantity->value, decimal("2"));
  EXPECT_EQ(lines[3].quantity, (precert::Quantity{decimal("12"), precert::Unit::visit, {}}))
      << "HSD*VS*12 is an amount";
  EXPECT_EQ(lines[3].procedure.code, "");
  EXPECT_EQ(lines[4].procedure.system, precert::CodeSystem::ndc);
  EXPECT_EQ(lines[4].quantity->unit, precert::Unit::international_unit);
}

TEST(X12Request, ReadsDocumentsNotesAndAnswersOfTheirLevel) {
  const auto model = model_of(full);
  ASSERT_EQ(model.documents.size(), 3U);
  EXPECT_EQ(model.documents[0].control_number, "ACN0004");
  EXPECT_EQ(model.documents[0].service, 0);
  EXPECT_EQ(model.documents[2].service, 1);
  ASSERT_EQ(model.notes.size(), 1U);
  EXPECT_EQ(model.notes[0], (precert::Note{"SIX WEEKS OF CARE", 0, {}}));
  ASSERT_EQ(model.answers.size(), 5U);
  EXPECT_EQ(model.answers[0], (precert::Answer{"weeks", decimal("6.5"), 1, {}}));
  EXPECT_EQ(model.answers[1], (precert::Answer{"red-flag", false, 1, {}}));
  EXPECT_EQ(model.answers[2], (precert::Answer{"since", day("2025-12-01"), 1, {}}));
  EXPECT_EQ(model.answers[3], (precert::Answer{"loinc:4548-4", decimal("7"), 1, {}}));
  EXPECT_EQ(model.answers[4], (precert::Answer{"note", std::string("a b"), 1, {}}));
}

TEST(X12Request, SaysWhereEachFactStood) {
  const auto model = model_of(full);
  EXPECT_EQ(model.event.source.where, "UM @34");
  EXPECT_EQ(model.event.diagnoses[1].source.where, "HI-02 @44");
  EXPECT_EQ(model.requester.source.where, "NM1 @6");
  EXPECT_EQ(model.services[0].quantity->source.where.substr(0, 8), "SV1-04 @");
}

TEST(X12Request, ComesBackAsTheSameModel) {
  const auto model = model_of(full);
  base::Issues issues;
  const auto again = model_of(written(model, &issues));
  EXPECT_TRUE(issues.empty()) << support::text(issues);
  EXPECT_EQ(again.requester, model.requester);
  EXPECT_EQ(again.subscriber, model.subscriber);
  EXPECT_EQ(again.event, model.event);
  EXPECT_EQ(again.services, model.services);
  EXPECT_TRUE(again == model);
}

TEST(X12Request, ReadsACancellationOfTheTransactionAsOneOfTheEvent) {
  std::string text = full_levels + "HL*4*3*EV*0~UM*HS*I*62*22:B~REF*BB*AUTH1~";
  text.replace(text.find("*13*"), 4, "*01*");
  const auto model = model_of(text);
  EXPECT_EQ(model.purpose, precert::Purpose::cancellation);
  EXPECT_EQ(model.event.certification, precert::CertificationType::cancellation);
  EXPECT_NE(written(model).find("~UM*HS*3*62*22:B~"), std::string::npos);
}

TEST(X12Request, TellsAddedFromChangedLinesOfARevision) {
  const auto model = model_of(full_levels +
                              "HL*4*3*EV*1~UM*HS*S*62*22:B~REF*BB*AUTH1~HL*5*4*SS*0~UM*HS*I~SV1*HC:72148~"
                              "HL*6*4*SS*0~SV1*HC:72149~HL*7*4*SS*0~UM*HS*3~SV1*HC:72150~");
  ASSERT_EQ(model.services.size(), 3U);
  EXPECT_EQ(model.services[0].change, precert::Change::added);
  EXPECT_EQ(model.services[1].change, precert::Change::changed);
  EXPECT_EQ(model.services[2].change, precert::Change::cancelled);
  EXPECT_EQ(model.event.certification, precert::CertificationType::revision);
  EXPECT_TRUE(model_of(written(model)) == model);
}

TEST(X12Request, DoesNotSendTheUnchangedLinesOfARevision) {
  auto model = model_of(full_levels +
                        "HL*4*3*EV*1~UM*HS*S*62*22:B~HL*5*4*SS*0~SV1*HC:72148~HL*6*4*SS*0~SV1*HC:72149~");
  model.services[0].change = precert::Change::none;
  base::Issues issues;
  const std::string out = written(model, &issues);
  EXPECT_EQ(out.find("72148"), std::string::npos);
  ASSERT_EQ(issues.size(), 1U);
  EXPECT_EQ(issues.first().where, "services[0]");
}

TEST(X12Request, WritesAnswersWithTheMarkThatTheDelimitersAllow) {
  auto model = model_of(full);
  model.notes.clear();
  EXPECT_NE(written(model).find("~MSG*Q/weeks=6.5;red-flag=N;since=2025-12-01;loinc/4548-4=7;note=a b~"),
            std::string::npos);
  const std::string out = written(model, nullptr, {'*', '^', '>', '~'});
  EXPECT_NE(out.find("~MSG*Q:weeks=6.5;red-flag=N;since=2025-12-01;loinc:4548-4=7;note=a b~"),
            std::string::npos);
  EXPECT_EQ(model_of(out).answers, model.answers);
}

/// X12 does not say when, and the last word counts there: an older result must not be it.
TEST(X12Request, SendsOfOneMeasurementTheNewestOnly) {
  auto model = model_of(full_levels + "HL*4*3*EV*1~UM*HS*I*62*22:B~HL*5*4*SS*0~SV1*HC:72148~");
  model.answers = {{"loinc:39156-5", base::Decimal(30), 0, {}, {}, {}, base::instant_from_iso("2026-02-03")},
                   {"loinc:39156-5", base::Decimal(36), 0, {}, {}, {}, base::instant_from_iso("2026-01-05")},
                   {"loinc:2708-6", base::Decimal(88), 0, {}, {}, {}, base::instant_from_iso("2026-01-01")}};
  base::Issues issues;
  const auto again = model_of(written(model, &issues));
  ASSERT_EQ(again.answers.size(), 2U);
  EXPECT_EQ(again.answers[0].value, precert::AnswerValue(base::Decimal(30)));
  EXPECT_EQ(again.answers[1].question, "loinc:2708-6");
  ASSERT_EQ(issues.size(), 1U);
  EXPECT_EQ(issues.first().where, "answers");
}

TEST(X12Request, MovesTheNoteOfAnEventThatHasAnswers) {
  auto model = model_of(full_levels + "HL*4*3*EV*1~UM*HS*I*62*22:B~MSG*Q/a=Y~HL*5*4*SS*0~SV1*HC:72148~");
  model.notes.push_back({"please hurry", 0, {}});
  base::Issues issues;
  const auto again = model_of(written(model, &issues));
  ASSERT_EQ(issues.size(), 1U);
  EXPECT_EQ(issues.first().severity, base::Severity::information);
  EXPECT_EQ(again.answers, model.answers);
  ASSERT_EQ(again.notes.size(), 1U);
  EXPECT_EQ(again.notes[0].service, 1);
}

TEST(X12Request, ReportsWhatX12CannotCarry) {
  auto model = model_of(full_levels + "HL*4*3*EV*1~UM*HS*I*62*22:B~HI*ABK:M5416~HL*5*4*SS*0~SV1*HC:72148~");
  for (int i = 0; i < 12; ++i)
    model.event.diagnoses.push_back({precert::DiagnosisKind::other,
                                     precert::CodeSystem::icd10_cm,
                                     "M541" + std::to_string(i % 10),
                                     {},
                                     {}});
  precert::Party provider;
  provider.role = precert::PartyRole::facility;
  provider.organization = "HOSPITAL";
  model.event.providers.assign(15, provider);
  model.services[0].providers.assign(11, provider);
  model.documents.assign(11, {"B3", "AA", "", "", "", "", "", 0, precert::Change::none, {}});
  model.notes.push_back({std::string(300, 'n'), 0, {}});
  base::Issues issues;
  support::Read278 read(written(model, &issues));
  EXPECT_EQ(read.faults("request"), "");
  std::vector<std::string> places;
  for (const base::Issue& issue : issues) {
    EXPECT_EQ(issue.severity, base::Severity::warning);
    places.push_back(issue.where);
  }
  EXPECT_THAT(places, testing::UnorderedElementsAre("event.diagnoses[12]", "event.providers[14]",
                                                    "services[0].providers[10]", "documents[10]", "notes"));
}

// FHIR may leave the category or the codes of a condition out, and send two of one category.
TEST(X12Request, LeavesOutConditionsThatNoCrcCanSay) {
  auto model = model_of(full_levels + "HL*4*3*EV*1~UM*HS*I*62*22:B~CRC*75*N*EL~HL*5*4*SS*0~SV1*HC:72148~");
  const precert::ConditionSet first = model.event.conditions.front();
  precert::ConditionSet uncoded = first, unnamed = first;
  uncoded.codes.clear();
  unnamed.category.clear();
  model.event.conditions = {uncoded, first, unnamed, first};
  base::Issues issues;
  support::Read278 read(written(model, &issues));
  EXPECT_EQ(read.faults("request"), "");
  std::vector<std::string> places;
  for (const base::Issue& issue : issues) places.push_back(issue.where);
  EXPECT_THAT(places,
              testing::ElementsAre("event.conditions[0]", "event.conditions[2]", "event.conditions[3]"));
}

// FHIR may leave the prognosis out.
TEST(X12Request, LeavesOutHomeHealthWithoutAPrognosis) {
  auto model = model_of(full_levels + "HL*4*3*EV*1~UM*HS*I*42*12:B~HL*5*4*SS*0~SV1*HC:G0299~");
  model.event.home_health.emplace();
  model.event.home_health->start = *base::date_from_iso("2026-01-12");
  base::Issues issues;
  support::Read278 read(written(model, &issues));
  EXPECT_EQ(read.faults("request"), "");
  ASSERT_EQ(issues.size(), 1U);
  EXPECT_EQ(issues.first().where, "event.home_health");
}

TEST(X12Request, NeverPutsAValueIntoAnIssue) {
  auto model = model_of(full_levels + "HL*4*3*EV*1~UM*HS*I*62*22:B~HL*5*4*SS*0~SV1*HC:72148~");
  model.subscriber.name.family = std::string(61, 'Z');
  model.subscriber.identifiers.push_back({precert::IdentifierKind::other, "SECRETVALUE", "urn:x"});
  base::Issues issues;
  const std::string out = written(model, &issues);
  EXPECT_EQ(issues.size(), 2U);
  EXPECT_EQ(support::text(issues).find("ZZZ"), std::string::npos);
  EXPECT_EQ(support::text(issues).find("SECRETVALUE"), std::string::npos);
}

TEST(X12Request, RefusesToPretendThatARequiredPartWasThere) {
  auto model = model_of(full_levels + "HL*4*3*EV*0~UM*HS*I*62*22:B~");
  model.requester.identifiers.clear();
  model.event.place.reset();
  base::Issues issues;
  const std::string out = written(model, &issues);
  EXPECT_TRUE(issues.fatal());
  EXPECT_EQ(issues.size(), 2U) << support::text(issues);
}

TEST(X12Request, ANumberThatTheModelCannotHoldIsAnIssueWithItsPlace) {
  support::Read278 read(full_levels +
                        "HL*4*3*EV*1~UM*HS*I*62*22:B~HL*5*4*SS*0~SV1*HC:72148*12345678901234567890~");
  EXPECT_NE(read.faults("request"), "") << "a 999 rejects it before; only a relaxed guide lets it through";
  const auto made = read.request();
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().first().where.substr(0, 8), "SV1-02 @");
}

}  // namespace
