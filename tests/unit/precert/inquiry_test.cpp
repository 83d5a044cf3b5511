// Which reviews an inquiry finds, and for whom. Rule: 005010X215; PAS $inquire, spec-43,
// 46 to 53.
#include "precert/engine/inquiry.hpp"
#include "precert/engine/inquiry_access.hpp"

#include "tests/unit/precert/inquiry_support.hpp"

namespace precert::test {
namespace {

SearchKeys& event_keys(Inquiry& asked) {
  if (asked.keys.empty()) asked.keys.emplace_back();
  return asked.keys.front();
}

ServiceLine& any_service(Inquiry& asked) {
  ServiceLine made;
  made.sequence = static_cast<int>(asked.example.services.size()) + 1;
  return asked.example.services.emplace_back(made);
}

SearchKeys& line_keys(Inquiry& asked) {
  SearchKeys keys;
  keys.sequence = any_service(asked).sequence;
  return asked.keys.emplace_back(keys);
}

struct Row {
  const char* what;
  void (*change)(Inquiry&);
  bool found;
};

class Key : public testing::TestWithParam<Row> {};

TEST_P(Key, FindsOrLeavesOut) {
  Inquiry asked = inquiry();
  GetParam().change(asked);
  const InquiryWorld world;
  const InquiryAnswer answer = world(asked);
  EXPECT_EQ(answer.found(), GetParam().found) << GetParam().what << ": " << refusals_of(answer);
  EXPECT_NE(answer.matches.empty(), answer.refusals.empty());
}

const Row rows[] = {
    {"member alone", [](Inquiry&) {}, true},
    {"span over the service", [](Inquiry& q) { q.example.event.dates = period("2026-03-01", "2026-03-31"); },
     true},
    {"day of the service", [](Inquiry& q) { q.example.event.dates = period("2026-03-10", "2026-03-10"); },
     true},
    {"span that ends before", [](Inquiry& q) { q.example.event.dates = period("2026-01-01", "2026-03-05"); },
     false},
    {"span after its validity",
     [](Inquiry& q) { q.example.event.dates = period("2027-01-01", "2027-03-05"); }, false},
    {"open span", [](Inquiry& q) { q.example.event.dates = base::Period{date("2026-02-01"), std::nullopt}; },
     true},
    {"admission", [](Inquiry& q) { q.example.event.admission = period("2026-03-08", "2026-03-08"); }, true},
    {"another admission", [](Inquiry& q) { q.example.event.admission = period("2026-05-08", "2026-05-08"); },
     false},
    {"discharge", [](Inquiry& q) { q.example.event.discharge = date("2026-03-12"); }, false},
    {"issued that day", [](Inquiry& q) { event_keys(q).issued = period("2026-03-06", "2026-03-06"); }, true},
    {"issued later", [](Inquiry& q) { event_keys(q).issued = period("2026-03-07", "2026-03-31"); }, false},
    {"expires within", [](Inquiry& q) { event_keys(q).expires = period("2026-05-01", "2026-07-31"); }, true},
    {"expires earlier", [](Inquiry& q) { event_keys(q).expires = period("2026-03-01", "2026-03-31"); },
     false},
    {"effective then", [](Inquiry& q) { event_keys(q).effective = period("2026-03-15", "2026-03-15"); },
     true},
    {"effective before", [](Inquiry& q) { event_keys(q).effective = period("2025-03-15", "2025-03-15"); },
     false},
    {"category", [](Inquiry& q) { event_keys(q).category = RequestCategory::health_services; }, true},
    {"another category", [](Inquiry& q) { event_keys(q).category = RequestCategory::admission; }, false},
    {"initial", [](Inquiry& q) { event_keys(q).certification = CertificationType::initial; }, true},
    {"appeals only", [](Inquiry& q) { event_keys(q).certification = CertificationType::standard_appeal; },
     false},
    {"certified", [](Inquiry& q) { event_keys(q).action = ReviewAction::certified; }, true},
    {"pended only", [](Inquiry& q) { event_keys(q).action = ReviewAction::pended; }, false},
    {"service type of the event", [](Inquiry& q) { q.example.event.service_type = "62"; }, true},
    {"service type of a line", [](Inquiry& q) { q.example.event.service_type = "PT"; }, true},
    {"another service type", [](Inquiry& q) { q.example.event.service_type = "33"; }, false},
    {"place", [](Inquiry& q) { q.example.event.place = Place{PlaceKind::place_of_service, "22", {}}; }, true},
    {"another place",
     [](Inquiry& q) { q.example.event.place = Place{PlaceKind::place_of_service, "11", {}}; }, false},
    {"the same digits of a bill type",
     [](Inquiry& q) { q.example.event.place = Place{PlaceKind::type_of_bill, "22", {}}; }, false},
    {"diagnosis",
     [](Inquiry& q) {
       q.example.event.diagnoses = {{DiagnosisKind::other, CodeSystem::icd10_cm, "G43909", std::nullopt, {}}};
     },
     true},
    {"one of two diagnoses",
     [](Inquiry& q) {
       q.example.event.diagnoses = {{DiagnosisKind::other, CodeSystem::icd10_cm, "M5416", std::nullopt, {}},
                                    {DiagnosisKind::other, CodeSystem::icd10_cm, "G43909", std::nullopt, {}}};
     },
     true},
    {"another diagnosis",
     [](Inquiry& q) {
       q.example.event.diagnoses = {
           {DiagnosisKind::principal, CodeSystem::icd10_cm, "M5416", std::nullopt, {}}};
     },
     false},
    {"provider of the event",
     [](Inquiry& q) { q.example.event.providers = {party(PartyRole::other_physician, attending_npi)}; },
     true},
    {"facility of a line",
     [](Inquiry& q) { q.example.event.providers = {party(PartyRole::facility, hospital)}; }, true},
    {"two providers of which one is not in it",
     [](Inquiry& q) {
       q.example.event.providers = {party(PartyRole::facility, hospital),
                                    party(PartyRole::facility, outside)};
     },
     false},
    {"a provider by name only",
     [](Inquiry& q) {
       q.example.event.providers = {party(PartyRole::attending, attending_npi)};
       q.example.event.providers.front().identifiers.clear();
     },
     true},
    {"any service", [](Inquiry& q) { any_service(q); }, true},
    {"code", [](Inquiry& q) { any_service(q).procedure.code = "97110"; }, true},
    {"another code", [](Inquiry& q) { any_service(q).procedure.code = "73721"; }, false},
    {"the code in another system",
     [](Inquiry& q) {
       ServiceLine& line = any_service(q);
       line.procedure.code = "97110";
       line.procedure.system = CodeSystem::hcpcs;
     },
     false},
    {"a range around the code",
     [](Inquiry& q) {
       ServiceLine& line = any_service(q);
       line.procedure.code = "70000";
       line.procedure.code_end = "79999";
     },
     true},
    {"a range beside the codes",
     [](Inquiry& q) {
       ServiceLine& line = any_service(q);
       line.procedure.code = "80000";
       line.procedure.code_end = "89999";
     },
     false},
    {"one of two services",
     [](Inquiry& q) {
       any_service(q).procedure.code = "73721";
       any_service(q).procedure.code = "70551";
     },
     true},
    {"modifier",
     [](Inquiry& q) {
       ServiceLine& line = any_service(q);
       line.procedure.code = "70551";
       line.procedure.modifiers = {"TC"};
     },
     true},
    {"another modifier",
     [](Inquiry& q) {
       ServiceLine& line = any_service(q);
       line.procedure.code = "70551";
       line.procedure.modifiers = {"26"};
     },
     false},
    {"revenue code", [](Inquiry& q) { any_service(q).revenue_code = "0611"; }, true},
    {"another revenue code", [](Inquiry& q) { any_service(q).revenue_code = "0110"; }, false},
    {"date of the service", [](Inquiry& q) { any_service(q).dates = period("2026-03-10", "2026-03-10"); },
     true},
    {"date before the service", [](Inquiry& q) { any_service(q).dates = period("2026-02-10", "2026-02-10"); },
     false},
    {"code with the other line's provider",
     [](Inquiry& q) {
       ServiceLine& line = any_service(q);
       line.procedure.code = "97110";
       line.providers = {party(PartyRole::facility, hospital)};
     },
     false},
    {"code with its own provider",
     [](Inquiry& q) {
       ServiceLine& line = any_service(q);
       line.procedure.code = "97110";
       line.providers = {party(PartyRole::facility, centre)};
     },
     true},
    {"service type with the code of another line",
     [](Inquiry& q) {
       ServiceLine& line = any_service(q);
       line.procedure.code = "97110";
       line.service_type = "62";
     },
     false},
    {"line certified", [](Inquiry& q) { line_keys(q).action = ReviewAction::certified; }, true},
    {"line pended", [](Inquiry& q) { line_keys(q).action = ReviewAction::pended; }, false},
    {"line effective before", [](Inquiry& q) { line_keys(q).effective = period("2025-03-15", "2025-03-15"); },
     false},
    {"line expires within", [](Inquiry& q) { line_keys(q).expires = period("2026-05-01", "2026-07-31"); },
     true},
    {"line issued later", [](Inquiry& q) { line_keys(q).issued = period("2026-03-07", "2026-03-31"); },
     false},
    {"line for an appeal",
     [](Inquiry& q) { line_keys(q).certification = CertificationType::standard_appeal; }, false},
    {"line of an admission", [](Inquiry& q) { line_keys(q).category = RequestCategory::admission; }, false},
    {"its number", [](Inquiry& q) { q.example.event.previous_certification = "AUTH1"; }, true},
    {"its number, called a reference", [](Inquiry& q) { q.example.event.previous_reference = "AUTH1"; },
     true},
    {"another number", [](Inquiry& q) { q.example.event.previous_certification = "AUTH9"; }, false},
    {"its number with keys that do not fit",
     [](Inquiry& q) {
       q.example.event.previous_certification = "AUTH1";
       q.example.event.dates = period("2020-01-01", "2020-01-02");
       any_service(q).procedure.code = "73721";
     },
     true},
    {"its number at a line", [](Inquiry& q) { any_service(q).previous_certification = "AUTH1"; }, true},
    {"another number at a line", [](Inquiry& q) { any_service(q).previous_certification = "AUTH9"; }, false},
    {"another number at a line beside a code that fits",
     [](Inquiry& q) {
       any_service(q).previous_certification = "AUTH9";
       any_service(q).procedure.code = "70551";
     },
     true},
    {"traces are no key", [](Inquiry& q) { q.example.event.traces = {{"OTHER", "9999999999", "", {}}}; },
     true},
};
INSTANTIATE_TEST_SUITE_P(OfAnInquiry, Key, testing::ValuesIn(rows), [](const auto& row) {
  std::string name = std::to_string(row.index) + "_";
  for (const char c : std::string_view(row.param.what))
    name += std::isalnum(static_cast<unsigned char>(c)) ? c : '_';
  return name;
});

struct Asker {
  const char* what;
  const char* npi;
  bool sees;
};
class WhoSees : public testing::TestWithParam<Asker> {};

TEST_P(WhoSees, AReviewByMemberAndByNumber) {
  Inquiry asked = inquiry();
  asked.example.requester = party(PartyRole::provider, GetParam().npi);
  const InquiryWorld world;
  EXPECT_EQ(world.finds(asked), GetParam().sees) << GetParam().what;
  const std::string searched = refusals_of(world(asked));
  EXPECT_EQ(searched, GetParam().sees ? "" : "event AA") << "no hint that there is one";
  asked.example.event.previous_certification = "AUTH1";
  EXPECT_EQ(world.finds(asked), GetParam().sees) << GetParam().what;
  EXPECT_EQ(refusals_of(world(asked)), GetParam().sees ? "" : "event AA");
}
const Asker askers[] = {{"Requester", requester_npi, true},         {"Attending", attending_npi, true},
                        {"FacilityOfALine", hospital, true},        {"ProviderOfTheOtherLine", centre, true},
                        {"FacilityOfTheDirectory", outside, false}, {"Stranger", stranger_npi, false}};
INSTANTIATE_TEST_SUITE_P(Npi, WhoSees, testing::ValuesIn(askers),
                         [](const auto& row) { return std::string(row.param.what); });

TEST(WhoSeesAReview, ThePayerThatWasAsked) {
  Inquiry asked = inquiry();
  asked.example.requester = Party();
  asked.example.requester.identifiers = {{IdentifierKind::payer_id, "TEST1", ""}};
  EXPECT_TRUE(InquiryWorld().finds(asked));
  asked.example.requester.identifiers = {{IdentifierKind::payer_id, "TEST2", ""}};
  EXPECT_FALSE(InquiryWorld().finds(asked));
}

TEST(WhoSeesAReview, OfOneLineSeesThatLine) {
  PriorCase held = certified_case();
  held.request.event.diagnoses.push_back(
      {DiagnosisKind::other, CodeSystem::icd10_cm, "M5416", std::nullopt, {}});
  held.request.services[0].diagnosis_pointers = {1};
  held.request.services[1].diagnosis_pointers = {2};
  held.request.answers = {{"weeks", base::Decimal(6), 1, {}}, {"units", base::Decimal(3), 2, {}}};
  InquiryCandidate seen{held, {}, {}};
  keep_visible_lines(party(PartyRole::service_provider, centre), seen);
  ASSERT_EQ(seen.found.request.services.size(), 1U);
  EXPECT_EQ(seen.found.request.services[0].sequence, 2);
  ASSERT_EQ(seen.found.determination.lines.size(), 1U);
  EXPECT_EQ(seen.found.determination.lines[0].sequence, 2);
  ASSERT_EQ(seen.found.request.event.diagnoses.size(), 1U);
  EXPECT_EQ(seen.found.request.event.diagnoses[0].code, "M5416");
  EXPECT_EQ(seen.found.request.services[0].diagnosis_pointers, std::vector<int>{1});
  ASSERT_EQ(seen.found.request.answers.size(), 1U);
  EXPECT_EQ(seen.found.request.answers[0].question, "units");

  PriorCase spoken_for = held;  // by a client that speaks for the centre, and for nobody else of the case
  EXPECT_TRUE(keep_lines_of([](const Party& one) { return one.npi() == centre; }, spoken_for));
  EXPECT_EQ(spoken_for.request, seen.found.request);
  EXPECT_EQ(spoken_for.determination, seen.found.determination);
  EXPECT_FALSE(keep_lines_of([](const Party& one) { return one.npi() == requester_npi; }, held));

  for (const char* all : {requester_npi, attending_npi}) {
    InquiryCandidate whole{held, {}, {}};
    keep_visible_lines(party(PartyRole::provider, all), whole);
    EXPECT_EQ(whole.found.request, held.request) << all;
    EXPECT_EQ(whole.found.determination, held.determination) << all;
  }
}

TEST(WhoSeesAReview, OfOneLineIsToldTheActionOfThatLine) {
  PriorCase held = certified_case();
  held.request.services.erase(held.request.services.begin());  // the other line is one that the payer added
  ASSERT_EQ(held.determination.lines.size(), 2U);
  held.determination.lines[0].action = ReviewAction::certified;
  held.determination.lines[1].action = ReviewAction::not_certified;
  held.determination.action = ReviewAction::modified;
  InquiryCandidate seen{held, {}, {}};
  keep_visible_lines(party(PartyRole::service_provider, centre), seen);
  ASSERT_EQ(seen.found.determination.lines.size(), 1U);
  EXPECT_EQ(seen.found.determination.action, ReviewAction::not_certified);
}

TEST(WhoSeesAReview, ThePlaceItIsCertifiedFor) {
  PriorCase moved = certified_case();
  moved.determination.lines.front().provider = party(PartyRole::facility, outside);
  Inquiry asked = inquiry();
  asked.example.requester = party(PartyRole::facility, outside);
  EXPECT_TRUE(InquiryWorld({moved}).finds(asked));
}

TEST(WhoSeesAReview, WhoAskedForItBeforeSomebodyElseChangedIt) {
  InquiryWorld world;
  world.facts.candidates.front().found.request.requester = party(PartyRole::facility, hospital);
  EXPECT_FALSE(world.finds(inquiry()));
  world.facts.candidates.front().earlier_requesters = {party(PartyRole::provider, requester_npi)};
  EXPECT_TRUE(world.finds(inquiry()));
}

TEST(WhoSeesAReview, ARequesterWithoutNpiByTheIdentifierItAskedWith) {
  const Identifier own{IdentifierKind::employer_id, "123456789", ""};
  PriorCase found = certified_case();
  found.request.requester.identifiers = {own};
  Inquiry asked = inquiry();
  asked.example.requester.identifiers = {own};
  EXPECT_TRUE(InquiryWorld({found}).finds(asked));
  asked.example.requester.identifiers.front().value = "987654321";
  EXPECT_FALSE(InquiryWorld({found}).finds(asked));
}

TEST(WhoSeesAReview, ASensitiveOneOnlyThoseWhoAskedForOrPerformItUnlessByNumber) {
  InquiryWorld world;
  world.facts.sensitive_service_types = {"PT"};
  EXPECT_TRUE(world.finds(inquiry()));
  Inquiry asked = inquiry();
  asked.example.requester = party(PartyRole::provider, attending_npi);
  EXPECT_FALSE(world.finds(asked));
  EXPECT_EQ(world(asked).withheld, 1U);
  asked.example.event.previous_certification = "AUTH1";
  EXPECT_TRUE(world.finds(asked));
  EXPECT_EQ(world(asked).withheld, 0U);
}

TEST(ANumber, ThatAnUpdateSupersededFindsTheCaseAsItIsNow) {
  InquiryWorld world;
  Inquiry asked = inquiry();
  asked.example.event.previous_certification = "AUTH0";
  EXPECT_EQ(refusals_of(world(asked)), "event AA");
  add_candidate(world.facts.candidates, certified_case(), "AUTH0");
  EXPECT_EQ(world.facts.candidates.size(), 1U);
  EXPECT_TRUE(world.finds(asked));
}

TEST(ANumber, OfAnotherMemberIsNotThere) {
  InquiryWorld world;
  world.facts.candidates.front().found.request.subscriber.identifiers.front().value = "M200";
  Inquiry asked = inquiry();
  asked.example.event.previous_certification = "AUTH1";
  EXPECT_EQ(refusals_of(world(asked)), "event AA");
  asked.example.requester = party(PartyRole::provider, stranger_npi);
  EXPECT_EQ(refusals_of(world(asked)), "event AA") << "a stranger learns no more";
}

TEST(ANumber, IsEnoughWithoutPatient) {
  InquiryWorld world;
  Inquiry asked = inquiry();
  asked.example.subscriber = {};
  world.facts.member = nullptr;
  EXPECT_EQ(refusals_of(world(asked)), "event 15");
  asked.example.event.previous_certification = "AUTH1";
  EXPECT_TRUE(world.finds(asked));
  asked.example.requester = party(PartyRole::provider, stranger_npi);
  EXPECT_EQ(refusals_of(world(asked)), "event AA");
}

TEST(ThePatient, IsIdentifiedAsForARequest) {
  InquiryWorld world;
  Inquiry asked = inquiry();
  asked.example.subscriber.birth_date = date("1981-01-01");
  EXPECT_EQ(refusals_of(world(asked)), "subscriber 71");
  asked = inquiry();
  asked.example.subscriber.identifiers.clear();
  world.facts.member = nullptr;
  EXPECT_EQ(refusals_of(world(asked)), "subscriber 72");
  asked = inquiry();
  EXPECT_EQ(refusals_of(world(asked)), "subscriber 75");
  asked.example.umo.identifiers.front().value = "OTHER";
  EXPECT_THAT(refusals_of(world(asked)), testing::HasSubstr("umo 79"));
}

TEST(ThePatient, NeedsNoNameBesideTheNumber) {
  Inquiry asked = inquiry();
  asked.example.subscriber.name = {};
  asked.example.subscriber.birth_date.reset();
  EXPECT_TRUE(InquiryWorld().finds(asked));
}

PriorCase case_of_child() {
  PriorCase found = certified_case();
  Person child;
  child.name = {"TESTMEMBER", "BETA", "", "", ""};
  child.birth_date = date("2015-05-05");
  child.relationship = Relationship::child;
  found.request.dependent = child;
  return found;
}

TEST(ThePatient, IsNotSomebodyElseOfTheFamily) {
  const PriorCase of_child = case_of_child();
  EXPECT_EQ(refusals_of(InquiryWorld({of_child})(inquiry())), "event AA");
  Inquiry asked = inquiry();
  asked.example.dependent = of_child.request.dependent;
  EXPECT_TRUE(InquiryWorld({of_child}).finds(asked));
  EXPECT_EQ(refusals_of(InquiryWorld()(asked)), "event AA");
}

TEST(ThePatient, IsNotATwin) {
  InquiryWorld world({case_of_child()});
  for (const char* twin : {"BETA ANN", "BORIS"}) {
    world.record.dependents.push_back(world.record.dependents.front());
    world.record.dependents.back().name.given = twin;
    Inquiry asked = inquiry();
    asked.example.dependent = case_of_child().request.dependent;
    EXPECT_TRUE(world.finds(asked)) << twin;
    asked.example.dependent->name.given = twin;
    EXPECT_FALSE(world.finds(asked)) << twin;
    asked.example.event.previous_certification = "AUTH1";
    EXPECT_FALSE(world.finds(asked)) << twin << " by number";
  }
}

TEST(ThePatient, OfAQuotedNumberMayBeNamedByTheSubscriberAlone) {
  Inquiry asked = inquiry();
  asked.example.event.previous_certification = "AUTH1";
  EXPECT_TRUE(InquiryWorld({case_of_child()}).finds(asked));
}

TEST(ThePatient, WithANumberOfTheirOwnIsTheSameUnderTheSubscribers) {
  PriorCase own = certified_case();
  own.request.subscriber.identifiers.front().value = "M101";
  own.request.subscriber.name = {"OTHERNAME", "GAMMA", "", "", ""};
  own.request.subscriber.birth_date = date("2010-01-01");
  Inquiry asked = inquiry();
  EXPECT_FALSE(InquiryWorld({own}).finds(asked));
  Person child = own.request.subscriber;
  child.identifiers.clear();
  asked.example.dependent = child;
  EXPECT_TRUE(InquiryWorld({own}).finds(asked));
  const MemberRecord record = member();
  EXPECT_EQ(keys_of(asked, &record).members, (std::vector{MemberId("M100"), MemberId("M101")}));
}

TEST(ARefusedRequest, IsNoReview) {
  PriorCase refused = certified_case();
  refused.determination.lines.clear();
  refused.determination.refusals = {{Level::subscriber, 0, "75", FollowUp::correct_and_resubmit, "", "", {}}};
  EXPECT_FALSE(InquiryWorld({refused}).finds(inquiry()));
}

TEST(AdviceAlone, IsNoReview) {  // X12 has no word for it, PAS has an inquiry about preauthorizations only
  PriorCase advice = certified_case();
  advice.request.predetermination = true;
  InquiryWorld world({advice});
  Inquiry asked = inquiry();
  EXPECT_FALSE(world.finds(asked));
  asked.example.event.previous_certification = "AUTH1";
  EXPECT_EQ(refusals_of(world(asked)), "event AA");
}

TEST(ACaseWithoutLines, IsFoundByWhatItsEventSays) {
  ReviewRequest referral = request();
  referral.services.clear();
  referral.event.service_type = "3";
  referral.event.dates = period("2026-03-10", "2026-03-10");
  const InquiryWorld world({PriorCase{CaseId("C1"), 1, referral, World()(referral)}});
  Inquiry asked = inquiry();
  asked.example.event.dates = period("2026-03-01", "2026-03-31");
  asked.example.event.service_type = "3";
  EXPECT_TRUE(world.finds(asked));
  any_service(asked).service_type = "3";
  EXPECT_TRUE(world.finds(asked));
  any_service(asked);
  asked.example.services.erase(asked.example.services.begin());
  asked.example.services.front().procedure.code = "70551";
  EXPECT_FALSE(world.finds(asked));
}

TEST(AStay, IsFoundByItsAdmissionAndDischarge) {
  PriorCase stay = certified_case();
  stay.request.event.admission = period("2026-03-08", "2026-03-12");
  const InquiryWorld world({stay});
  Inquiry asked = inquiry();
  asked.example.event.admission = period("2026-03-08", "2026-03-08");
  asked.example.event.discharge = date("2026-03-12");
  EXPECT_TRUE(world.finds(asked));
  asked.example.event.discharge = date("2026-03-11");
  EXPECT_FALSE(world.finds(asked));
  asked.example.event.discharge.reset();
  event_keys(asked).discharged = period("2026-03-11", "2026-03-20");
  EXPECT_TRUE(world.finds(asked));
  event_keys(asked).discharged = period("2026-03-13", "2026-03-20");
  EXPECT_FALSE(world.finds(asked));
}

TEST(AReview, WithoutDatesIsFoundByTheDayItWasDecided) {
  PriorCase undated = certified_case();
  undated.request.event.dates.reset();
  for (ServiceLine& one : undated.request.services) one.dates.reset();
  for (LineDetermination& one : undated.determination.lines) one.validity.reset();
  const InquiryWorld world({undated});
  Inquiry asked = inquiry();
  asked.example.event.dates = period("2026-03-06", "2026-03-06");
  EXPECT_TRUE(world.finds(asked));
  asked.example.event.dates = period("2026-03-07", "2026-03-31");
  EXPECT_FALSE(world.finds(asked));
}

TEST(TheAnswer, HoldsEveryReviewThatFitsTheLatestFirst) {
  PriorCase older = certified_case();
  older.id = CaseId("C0");
  older.determination.decided = at("2026-02-01T10:00:00Z");
  const InquiryAnswer answer = InquiryWorld({older, certified_case()})(inquiry());
  ASSERT_EQ(answer.matches.size(), 2U);
  EXPECT_EQ(answer.matches[0].candidate, 1U);
  EXPECT_EQ(answer.matches[1].candidate, 0U);
  EXPECT_EQ(answer.umo_contact, rulebook().payer.contact);
}

TEST(TheAnswer, TellsWhichLineEachOfTheInquirysFits) {
  Inquiry asked = inquiry();
  any_service(asked).procedure.code = "97110";
  any_service(asked).procedure.code = "70551";
  const InquiryAnswer answer = InquiryWorld()(asked);
  ASSERT_EQ(answer.matches.size(), 1U);
  EXPECT_THAT(answer.matches[0].lines, testing::ElementsAre(testing::Pair(2, 1), testing::Pair(1, 2)));
}

TEST(TheKeysToLookUp, AreNumbersAndMember) {
  Inquiry asked = inquiry();
  EXPECT_THAT(keys_of(asked, nullptr).numbers, testing::IsEmpty());
  EXPECT_EQ(keys_of(asked, nullptr).members, (std::vector{MemberId("M100")}));
  any_service(asked).previous_certification = "AUTH2";
  any_service(asked).previous_reference = "REF3";
  EXPECT_EQ(keys_of(asked, nullptr).numbers, (std::vector<std::string>{"AUTH2", "REF3"}));
  EXPECT_THAT(keys_of(asked, nullptr).members, testing::IsEmpty());
  any_service(asked).procedure.code = "70551";
  EXPECT_EQ(keys_of(asked, nullptr).members, (std::vector{MemberId("M100")}));
  asked.example.event.previous_certification = "AUTH2";
  EXPECT_EQ(keys_of(asked, nullptr).numbers, (std::vector<std::string>{"AUTH2", "REF3"}));
  EXPECT_THAT(keys_of(asked, nullptr).members, testing::IsEmpty());
}

}  // namespace
}  // namespace precert::test
