// The same determination, written as 278 response and as PAS Response Bundle, is read back as the same
// decision.
#include <random>

#include "mappers/fhir/review_response.hpp"
#include "mappers/fhir/review_response_in.hpp"
#include "mappers/x12/review_answer_in.hpp"
#include "mappers/x12/review_response_in.hpp"
#include "parsers/json/document.hpp"
#include "x12_support.hpp"

namespace {

using precert::Determination;
using precert::LineDetermination;
using precert::ReviewAction;
using precert::ReviewRequest;
using testing::HasSubstr;

ReviewRequest asked_in(const std::string& scenario) {
  std::ifstream in(std::string(PRECERT_SOURCE_DIR) + "/fixtures/scenarios/" + scenario + "/request.x12",
                   std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  support::Read278 read(text);
  EXPECT_EQ(read.faults("request"), "");
  auto made = read.request();
  if (!made) {
    ADD_FAILURE() << "no request in " << scenario;
    return {};
  }
  return std::move(*made);
}

base::Result<mappers::AnsweredReview> through_x12(const ReviewRequest& asked,
                                                  const Determination& determination,
                                                  const ReviewRequest* known) {
  const std::string text = support::answered(asked, determination);
  x12::Reader reader(text);
  for (x12::Event event = reader.next(); event != x12::Event::done; event = reader.next()) {
    if (event != x12::Event::transaction_set) continue;
    x12::LoopTree tree;
    std::vector<x12::Fault> faults;
    EXPECT_TRUE(x12::check(reader.set(), *x12::guide_for("005010X217", "response"), {}, tree, faults))
        << (faults.empty() ? text : faults.front().where());
    return mappers::answered_review_from(tree, reader.interchange(), reader.group(), known);
  }
  return base::Issue{base::IssueCode::x12_set, "", "no set", base::Severity::error};
}

base::Result<mappers::AnsweredReview> through_fhir(const ReviewRequest& asked,
                                                   const Determination& determination,
                                                   mappers::PasVersion version) {
  mappers::ResponseContext context;
  context.version = version;
  context.case_id = "C1";
  context.base_url = "https://payer.example/fhir";
  context.at = determination.decided;
  const std::string text = mappers::review_response_from(asked, determination, context);
  json::Document document;
  const auto parsed = document.parse_copy(text);
  if (!parsed) return parsed.error();
  const auto bundle = fhir::bundle_from(*parsed);
  if (!bundle) return bundle.error();
  return mappers::answered_review_from(*bundle, version, &asked);
}

std::string word(const std::optional<base::Period>& period) {
  if (!period) return "-";
  return base::iso(period->start) + "/" + (period->end ? base::iso(*period->end) : "");
}

/// What both dialects can say of a decision, a line for each part: words are composed differently and stay
/// out.
std::vector<std::string> said(const Determination& determination) {
  std::vector<std::string> lines;
  lines.push_back("event " + std::to_string(static_cast<int>(determination.action)));
  for (const LineDetermination& line : determination.lines) {
    std::string text = "line " + std::to_string(line.sequence) + " action " +
                       std::to_string(static_cast<int>(line.action)) + " number " +
                       line.certification_number + " valid " + word(line.validity) + " dates " +
                       word(line.dates);
    // A certified line bears the number to bill with; X12 has no other for it.
    if (line.certification_number.empty()) text += " reference " + line.reference_number;
    if (line.quantity) text += " quantity " + line.quantity->value.text();
    if (line.provider) text += " provider " + line.provider->npi();
    for (const precert::Reason& reason : line.reasons) text += " reason " + reason.code;
    std::vector<std::string> missing;
    for (const precert::MissingInformation& one : line.missing) {
      missing.push_back(" asks " + one.loinc + "|" + one.report_type + "|" + one.control_number);
    }
    std::sort(missing.begin(), missing.end());
    for (const std::string& one : missing) text += one;
    lines.push_back(std::move(text));
  }
  for (const precert::Refusal& refusal : determination.refusals) {
    lines.push_back("refused at " + std::to_string(static_cast<int>(refusal.level)) + " " + refusal.code +
                    " " + std::to_string(static_cast<int>(refusal.follow_up)));
  }
  return lines;
}

/// Determinations of any kind for one request; the same seed gives the same.
class Decisions {
 public:
  explicit Decisions(unsigned seed) : engine_(seed) {}

  Determination of(const ReviewRequest& asked) {
    Determination made;
    made.decided = base::Instant(std::chrono::seconds(1767605460));
    made.numbers = {"AUTH77", "REF77", "TRC77"};
    if (one_in(8)) {
      made.refusals.push_back(refusal());
      return made;
    }
    for (const precert::ServiceLine& line : asked.services) made.lines.push_back(decision(line));
    made.action = precert::summary_of(made.lines);
    return made;
  }

 private:
  int number(int from, int to) { return std::uniform_int_distribution<int>(from, to)(engine_); }
  bool one_in(int n) { return number(1, n) == 1; }

  precert::Refusal refusal() {
    struct Kind {
      precert::Level level;
      const char* code;
      precert::FollowUp follow_up;
    };
    constexpr std::array<Kind, 4> kinds{
        {{precert::Level::subscriber, "75", precert::FollowUp::correct_and_resubmit},
         {precert::Level::requester, "51", precert::FollowUp::do_not_resubmit},
         {precert::Level::umo_level, "42", precert::FollowUp::resubmit_original},
         {precert::Level::umo, "80", precert::FollowUp::resubmit_original}}};
    const Kind& kind = kinds[static_cast<std::size_t>(number(0, 3))];
    precert::Refusal made;
    made.level = kind.level;
    made.code = kind.code;
    made.follow_up = kind.follow_up;
    return made;
  }

  void certify(const precert::ServiceLine& line, LineDetermination& made) {
    made.certification_number = "AUTH" + std::to_string(number(10, 99));
    made.validity = base::Period{{2026, 1, 5}, base::Date{2026, 4, static_cast<std::uint8_t>(number(1, 28))}};
    if (made.action != ReviewAction::modified) return;
    made.reasons.emplace_back().code = "04";
    if (line.quantity)
      made.quantity = precert::Quantity{base::Decimal(number(1, 9) + 100), line.quantity->unit, {}};
    if (one_in(3)) made.dates = base::Period{{2026, 2, 2}, base::Date{2026, 2, 20}};
    if (one_in(3)) {
      precert::Party other;
      other.role = precert::PartyRole::service_provider;
      other.organization = "OTHER CLINIC";
      other.identifiers = {{precert::IdentifierKind::npi, "1999000122", ""}};
      made.provider = std::move(other);
    }
  }

  void ask(LineDetermination& made) {
    for (int i = number(0, 3); i > 0; --i) {
      precert::MissingInformation one;
      one.control_number = "TRC77-" + std::to_string(made.sequence) + std::to_string(i);
      one.report_type = one_in(2) ? "OE" : "09";
      made.missing.push_back(std::move(one));
    }
    const bool documents = one_in(2);
    for (precert::MissingInformation& one : made.missing) {
      if (documents) one.loinc = one.report_type == "OE" ? "34117-2" : "11506-3";
    }
    // X12 says each LOINC once: what is asked twice is asked once in its HI.
    if (documents && made.missing.size() > 1) made.missing.resize(1);
  }

  LineDetermination decision(const precert::ServiceLine& line) {
    constexpr std::array actions{ReviewAction::certified,     ReviewAction::modified,
                                 ReviewAction::not_certified, ReviewAction::pended,
                                 ReviewAction::contact_payer, ReviewAction::not_required,
                                 ReviewAction::certified};
    LineDetermination made;
    made.sequence = line.sequence;
    made.action = actions[static_cast<std::size_t>(number(0, 6))];
    if (made.action == ReviewAction::certified || made.action == ReviewAction::modified) {
      certify(line, made);
      return made;
    }
    made.reference_number = "REF" + std::to_string(number(10, 99));
    made.reasons.emplace_back().code = made.action == ReviewAction::not_required ? "0H" : "0F";
    if (one_in(3)) made.reasons.emplace_back().code = "0R";
    if (made.action == ReviewAction::pended) ask(made);
    return made;
  }

  std::mt19937 engine_;
};

class AnswersOfBothDialects : public testing::TestWithParam<const char*> {};

TEST_P(AnswersOfBothDialects, AreReadAsTheDecisionThatWasWritten) {
  const ReviewRequest asked = asked_in(GetParam());
  for (unsigned seed = 0; seed < 60; ++seed) {
    SCOPED_TRACE(seed);
    const Determination decided = Decisions(seed).of(asked);
    const auto x12 = through_x12(asked, decided, &asked);
    const auto fhir = through_fhir(asked, decided, mappers::PasVersion::v2_2_1);
    ASSERT_TRUE(x12);
    ASSERT_TRUE(fhir);
    Determination expected = decided;
    if (decided.refused()) expected.action = precert::summary_of({});
    EXPECT_EQ(said(x12->determination), said(expected));
    EXPECT_EQ(said(fhir->determination), said(expected));
    EXPECT_EQ(x12->determination.decided, decided.decided);
    EXPECT_EQ(fhir->determination.decided, decided.decided);
    if (!decided.refused()) {
      EXPECT_EQ(x12->determination.numbers.trace, "TRC77");
      EXPECT_EQ(fhir->determination.numbers.trace, "TRC77");
    }
  }
}

TEST_P(AnswersOfBothDialects, OfPas201SayTheSameActionsAndNumbers) {
  const ReviewRequest asked = asked_in(GetParam());
  for (unsigned seed = 0; seed < 20; ++seed) {
    SCOPED_TRACE(seed);
    const Determination decided = Decisions(seed).of(asked);
    const auto fhir = through_fhir(asked, decided, mappers::PasVersion::v2_0_1);
    ASSERT_TRUE(fhir);
    ASSERT_EQ(fhir->determination.lines.size(), decided.lines.size());
    for (std::size_t i = 0; i < decided.lines.size(); ++i) {
      EXPECT_EQ(fhir->determination.lines[i].action, decided.lines[i].action);
      EXPECT_EQ(fhir->determination.lines[i].certification_number, decided.lines[i].certification_number);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Scenarios, AnswersOfBothDialects,
                         testing::Values("several-services", "mri-approved", "home-health",
                                         "quantity-modified"),
                         [](const auto& one) {
                           std::string name = one.param;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

TEST(AnsweredReview, WithoutItsRequestTellsPartiesAndLines) {
  const ReviewRequest asked = asked_in("several-services");
  const Determination decided = Decisions(1).of(asked);
  const auto read = through_x12(asked, decided, nullptr);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->told.subscriber.member_id(), asked.subscriber.member_id());
  EXPECT_EQ(read->told.requester.npi(), asked.requester.npi());
  ASSERT_EQ(read->told.services.size(), asked.services.size());
  EXPECT_EQ(read->told.services[0].procedure.code, asked.services[0].procedure.code);
  EXPECT_EQ(read->determination.lines.size(), decided.lines.size());
}

TEST(AnsweredReview, LineThatNobodyAskedForIsThePayersOwn) {
  const ReviewRequest asked = asked_in("mri-approved");
  ReviewRequest more = asked;
  more.services.push_back(asked.services.front());
  more.services.back().sequence = 2;
  more.services.back().traces = {{"PAYERS-OWN", "1999999990", "", {}}};
  more.services.back().procedure.code = "72158";
  Determination decided;
  decided.decided = base::Instant(std::chrono::seconds(1767605460));
  for (int sequence : {1, 2}) {
    LineDetermination line;
    line.sequence = sequence;
    line.action = ReviewAction::certified;
    line.certification_number = "AUTH1";
    decided.lines.push_back(line);
  }
  decided.action = ReviewAction::certified;
  const auto read = through_x12(more, decided, &asked);
  ASSERT_TRUE(read);
  ASSERT_EQ(read->determination.lines.size(), 2U);
  EXPECT_FALSE(read->determination.lines[0].added);
  ASSERT_TRUE(read->determination.lines[1].added);
  EXPECT_EQ(read->determination.lines[1].added->procedure.code, "72158");
}

TEST(AnsweredReview, SilenceAboutALineIsNoDecision) {
  const ReviewRequest asked = asked_in("several-services");
  ASSERT_GT(asked.services.size(), 1U);
  Determination decided;
  decided.decided = base::Instant(std::chrono::seconds(1767605460));
  LineDetermination line;
  line.sequence = asked.services.front().sequence;
  line.action = ReviewAction::certified;
  line.certification_number = "AUTH1";
  decided.lines.push_back(line);
  decided.action = ReviewAction::partially_certified;
  const auto read = through_x12(asked, decided, &asked);
  ASSERT_TRUE(read);
  ASSERT_EQ(read->determination.lines.size(), asked.services.size());
  EXPECT_EQ(read->determination.lines[0].action, ReviewAction::certified);
  EXPECT_EQ(read->determination.lines[1].action, ReviewAction::pended);
}

// What came back for one interchange: control number 000000101, group 101, set 0001, reference of the
// scenario.

mappers::SentReview sent_for(const ReviewRequest& asked) {
  return {"000000101", "101", "0001", asked.reference};
}

std::string certified_answer(const ReviewRequest& asked, const char* number = "AUTH1") {
  Determination decided;
  decided.decided = base::Instant(std::chrono::seconds(1767605460));
  LineDetermination line;
  line.sequence = 1;
  line.action = ReviewAction::certified;
  line.certification_number = number;
  decided.lines.push_back(line);
  decided.action = ReviewAction::certified;
  return support::answered(asked, decided);
}

mappers::ReviewAnswer read_answer(const std::string& bytes, const ReviewRequest& asked) {
  return mappers::review_answer_from(bytes, sent_for(asked), asked);
}

TEST(ReviewAnswer, IsTheResponseToWhatWasSent) {
  const ReviewRequest asked = asked_in("mri-approved");
  const auto answer = read_answer(certified_answer(asked), asked);
  EXPECT_EQ(answer.kind, mappers::AnswerKind::review) << answer.words;
  EXPECT_EQ(answer.review.determination.lines.front().certification_number, "AUTH1");
}

TEST(ReviewAnswer, OfAnotherRequestIsNone) {
  const ReviewRequest asked = asked_in("mri-approved");
  ReviewRequest other = asked;
  other.reference = "ANOTHER";
  EXPECT_EQ(read_answer(certified_answer(other), asked).kind, mappers::AnswerKind::not_an_answer);
}

TEST(ReviewAnswer, CountsOnceWhenItComesTwiceAndNotWhenTheTwoDiffer) {
  const ReviewRequest asked = asked_in("mri-approved");
  const std::string once = certified_answer(asked);
  EXPECT_EQ(read_answer(once + once, asked).kind, mappers::AnswerKind::review);
  const auto both = read_answer(once + certified_answer(asked, "AUTH2"), asked);
  EXPECT_EQ(both.kind, mappers::AnswerKind::not_an_answer);
  EXPECT_THAT(both.words, HasSubstr("contradict"));
}

TEST(ReviewAnswer, CutOffAnywhereIsNone) {
  const ReviewRequest asked = asked_in("mri-approved");
  const std::string whole = certified_answer(asked);
  for (std::size_t length = 0; length + 1 < whole.size(); length += 7) {
    EXPECT_EQ(read_answer(whole.substr(0, length), asked).kind, mappers::AnswerKind::not_an_answer) << length;
  }
}

std::string acknowledgment(const std::string& body, const std::string& group) {
  const auto count = std::count(body.begin(), body.end(), '~') + 2;
  return "ISA*00*          *00*          *ZZ*EXAMPLEPLAN    *ZZ*CLEARTEST1     "
         "*260105*0930*^*00501*000000009*0*T*:~"
         "GS*FA*EXAMPLEPLAN*CLEARTEST1*20260105*0930*9*X*005010X231A1~ST*999*0001*005010X231A1~AK1*HI*" +
         group + "*005010X217~" + body + "SE*" + std::to_string(count + 1) + "*0001~GE*1*9~IEA*1*000000009~";
}

TEST(ReviewAnswer, A999SaysWhatOfTheSetIsWrongAndNeverTheValue) {
  const ReviewRequest asked = asked_in("mri-approved");
  const std::string body =
      "AK2*278*0001*005010X217~IK3*HI*12*2000*8~IK4*1:2*1271*I12*SECRETVALUE~IK5*R*5~AK9*R*1*1*0~";
  const auto answer = read_answer(acknowledgment(body, "101"), asked);
  EXPECT_EQ(answer.kind, mappers::AnswerKind::set_rejected) << answer.words;
  EXPECT_THAT(answer.words, HasSubstr("IK3 HI 12 8"));
  EXPECT_THAT(answer.words, testing::Not(HasSubstr("SECRETVALUE")));
  EXPECT_EQ(read_answer(acknowledgment(body, "102"), asked).kind, mappers::AnswerKind::not_an_answer);
}

TEST(ReviewAnswer, AGroupOrInterchangeThatIsRejectedIsAMatterOfTheEnvelope) {
  const ReviewRequest asked = asked_in("mri-approved");
  const auto group = read_answer(acknowledgment("AK9*R*1*1*0*2~", "101"), asked);
  EXPECT_EQ(group.kind, mappers::AnswerKind::interchange_rejected) << group.words;
  const std::string ta1 =
      "ISA*00*          *00*          *ZZ*EXAMPLEPLAN    *ZZ*CLEARTEST1     "
      "*260105*0930*^*00501*000000009*0*T*:~"
      "TA1*000000101*260105*0930*R*006~IEA*0*000000009~";
  const auto interchange = read_answer(ta1, asked);
  EXPECT_EQ(interchange.kind, mappers::AnswerKind::interchange_rejected) << interchange.words;
  EXPECT_EQ(interchange.words, "TA1 R 006");
}

TEST(ReviewAnswer, AcceptanceAloneIsNone) {
  const ReviewRequest asked = asked_in("mri-approved");
  const auto answer = read_answer(acknowledgment("AK2*278*0001*005010X217~IK5*A~AK9*A*1*1*1~", "101"), asked);
  EXPECT_EQ(answer.kind, mappers::AnswerKind::not_an_answer);
}

TEST(AnsweredClaim, OfAnotherClaimIsNotOurs) {
  const std::string text =
      R"({"resourceType":"Bundle","identifier":{"value":"B1"},"type":"collection","entry":[{"fullUrl":"urn:uuid:1",)"
      R"("resource":{"resourceType":"ClaimResponse","request":{"identifier":{"value":"T1"}}}}]})";
  json::Document document;
  const auto parsed = document.parse_copy(text);
  ASSERT_TRUE(parsed);
  const auto bundle = fhir::bundle_from(*parsed);
  ASSERT_TRUE(bundle);
  EXPECT_TRUE(mappers::answers(*bundle, {"urn:uuid:c", "B1", {"T1"}}));
  EXPECT_FALSE(mappers::answers(*bundle, {"urn:uuid:c", "B1", {"T2"}}));
  EXPECT_TRUE(mappers::answers(*bundle, {"urn:uuid:c", "B1", {}}));
  EXPECT_FALSE(mappers::answers(*bundle, {"urn:uuid:c", "B2", {}}));
}

// Answers of other payers, which say less or other things than ours.

base::Result<mappers::AnsweredReview> told_by_fhir(
    const ReviewRequest& asked, const std::string& claim_response,
    mappers::PasVersion version = mappers::PasVersion::v2_2_1) {
  const std::string text =
      R"({"resourceType":"Bundle","type":"collection","identifier":{"value":"B1"},"entry":[{"fullUrl":"urn:uuid:1",)"
      R"("resource":{"resourceType":"ClaimResponse",)" +
      claim_response + "}}]}";
  json::Document document;
  const auto parsed = document.parse_copy(text);
  if (!parsed) return parsed.error();
  const auto bundle = fhir::bundle_from(*parsed);
  if (!bundle) return bundle.error();
  return mappers::answered_review_from(*bundle, version, &asked);
}

std::string adjudicated(const std::string& action, const std::string& number) {
  const std::string base = "http://hl7.org/fhir/us/davinci-pas/StructureDefinition/extension-";
  return R"("adjudication":[{"extension":[{"url":")" + base +
         R"(reviewAction","extension":[{"url":"number","valueString":")" + number + R"("},{"url":")" + base +
         R"(reviewActionCode","valueCodeableConcept":{"coding":[{"system":"https://codesystem.x12.org/005010/306","code":")" +
         action + R"("}]}}]}],"category":{"coding":[{"code":"submitted"}]}}])";
}

std::string coded(const std::string& code) {
  return R"("productOrService":{"coding":[{"system":"http://www.ama-assn.org/go/cpt","code":")" + code +
         R"("}]})";
}

std::string words_of(const Determination& determination, int sequence) {
  std::string all;
  for (const precert::Note& note : determination.notes) {
    if (note.service == sequence) all += note.text + "\n";
  }
  return all;
}

TEST(AnswerOfAnotherPayer, QueuedIsAnAnswerThatPendsEveryLine) {
  const ReviewRequest asked = asked_in("several-services");
  const auto read =
      told_by_fhir(asked, R"("outcome":"queued","preAuthRef":"TRACK1")", mappers::PasVersion::v2_0_1);
  ASSERT_TRUE(read);
  const Determination& told = read->determination;
  EXPECT_EQ(told.action, ReviewAction::pended);
  ASSERT_EQ(told.lines.size(), asked.services.size());
  for (const LineDetermination& line : told.lines) EXPECT_EQ(line.action, ReviewAction::pended);
  EXPECT_EQ(told.numbers.certification, "");
  EXPECT_EQ(told.numbers.reference, "TRACK1");
  EXPECT_FALSE(told_by_fhir(asked, R"("outcome":"complete")"));
}

TEST(AnswerOfAnotherPayer, ItemsOfAWithdrawnCaseAreItsLinesThoughNoneWereSent) {
  ReviewRequest asked = asked_in("mri-approved");
  asked.services.clear();
  const auto told = [&](const std::string& items) {
    return told_by_fhir(asked, R"("outcome":"complete","item":[)" + items + "]");
  };
  const std::string first = R"({"itemSequence":1,)" + adjudicated("C", "AUTH1") + "}";
  const auto two = told(first + R"(,{"itemSequence":2,)" + adjudicated("C", "AUTH1") + "}");
  ASSERT_TRUE(two);
  ASSERT_EQ(two->determination.lines.size(), 2U);
  EXPECT_EQ(two->determination.lines[0].sequence, 1);
  EXPECT_EQ(two->determination.lines[1].sequence, 2);
  const auto one = told(first);
  ASSERT_TRUE(one);
  ASSERT_EQ(one->determination.lines.size(), 1U);
  EXPECT_EQ(one->determination.lines[0].sequence, 0);  // the event's own
}

TEST(AnswerOfAnotherPayer, AnotherCodeThatIsCertifiedIsToldInWords) {
  const ReviewRequest asked = asked_in("mri-approved");
  const std::string answer = R"("outcome":"complete","item":[{"itemSequence":1,)" +
                             adjudicated("A1", "AUTH1") + R"(}],"addItem":[{"itemSequence":[1],)" +
                             coded("72158") + "}]";
  const auto read = told_by_fhir(asked, answer);
  ASSERT_TRUE(read);
  EXPECT_THAT(words_of(read->determination, 1), HasSubstr("72158"));
  std::string same = answer;
  same.replace(same.find("72158"), 5, asked.services.front().procedure.code);
  const auto as_asked = told_by_fhir(asked, same);
  ASSERT_TRUE(as_asked);
  EXPECT_EQ(words_of(as_asked->determination, 1), "");
}

TEST(AnswerOfAnotherPayer, ChangesThatItDoesNotSayAreForItToSay) {
  const ReviewRequest asked = asked_in("mri-approved");
  const auto shared = told_by_fhir(
      asked, R"("outcome":"complete",)" + adjudicated("A6", "AUTH1") + R"(,"item":[{"itemSequence":1}])");
  ASSERT_TRUE(shared);
  ASSERT_EQ(shared->determination.lines.size(), 1U);
  EXPECT_EQ(shared->determination.lines[0].action, ReviewAction::pended);
  EXPECT_EQ(shared->determination.lines[0].certification_number, "");
  EXPECT_THAT(words_of(shared->determination, 1), HasSubstr("does not say which"));

  const auto own = told_by_fhir(
      asked, R"("outcome":"complete","item":[{"itemSequence":1,)" + adjudicated("A6", "AUTH1") + "}]");
  ASSERT_TRUE(own);
  EXPECT_EQ(own->determination.lines[0].action, ReviewAction::modified);
  EXPECT_THAT(words_of(own->determination, 1), HasSubstr("does not say which"));
}

TEST(AnswerOfAnotherPayer, NumberOfAPendedWholeIsNoneToBillWith) {
  const ReviewRequest asked = asked_in("mri-approved");
  for (const bool certified : {false, true}) {
    const std::string action = certified ? "A1" : "A4";
    const auto read =
        told_by_fhir(asked, R"("outcome":"complete","preAuthRef":"NUM1",)" + adjudicated(action, "NUM1") +
                                R"(,"item":[{"itemSequence":1}])");
    ASSERT_TRUE(read);
    EXPECT_EQ(read->determination.numbers.certification, certified ? "NUM1" : "");
    EXPECT_EQ(read->determination.numbers.reference, certified ? "" : "NUM1");
  }
}

TEST(AnswerOfAnotherPayer, AddedServiceWithoutADecisionIsANote) {
  const ReviewRequest asked = asked_in("mri-approved");
  const auto read =
      told_by_fhir(asked,
                   R"("outcome":"complete","item":[{"itemSequence":1,)" + adjudicated("A1", "AUTH1") +
                       R"(}],"addItem":[{)" + coded("99213") + "}]",
                   mappers::PasVersion::v2_0_1);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->determination.lines.size(), 1U);
  EXPECT_THAT(words_of(read->determination, 0), HasSubstr("99213"));
}

/// A 278 whose event alone is decided: `change` is made of it before it is read.
base::Result<mappers::AnsweredReview> event_alone(const ReviewRequest& asked, const std::string& hcr,
                                                  const std::string& after_hcr = {}) {
  std::string text = certified_answer(asked);
  const std::size_t begin = text.find("HCR*");
  text.replace(begin, text.find('~', begin) - begin, hcr);
  const std::size_t line = text.find("HL*", text.find("*EV*"));
  text.erase(line, text.find("SE*", line) - line);
  if (!after_hcr.empty()) text.insert(line, after_hcr);
  const std::size_t has_children = text.find("*EV*") + 4;
  text.replace(has_children, 1, "0");
  const std::size_t set = text.find("ST*278");
  const auto count = std::count(text.begin() + static_cast<std::ptrdiff_t>(set),
                                text.begin() + static_cast<std::ptrdiff_t>(text.find("SE*")), '~');
  const std::size_t total = text.find("SE*") + 3;
  text.replace(total, text.find('*', total) - total, std::to_string(count + 1));
  x12::Reader reader(text);
  for (x12::Event event = reader.next(); event != x12::Event::done; event = reader.next()) {
    if (event != x12::Event::transaction_set) continue;
    x12::LoopTree tree;
    std::vector<x12::Fault> faults;
    EXPECT_TRUE(x12::check(reader.set(), *x12::guide_for("005010X217", "response"), {}, tree, faults))
        << (faults.empty() ? std::string() : faults.front().where()) << "\n"
        << text;
    return mappers::answered_review_from(tree, reader.interchange(), reader.group(), &asked);
  }
  return base::Issue{base::IssueCode::x12_set, "", "no set", base::Severity::error};
}

TEST(AnswerOfAnotherPayer, AnEventCertifiedWithChangesPendsLinesUnlessItSaysWhich) {
  const ReviewRequest asked = asked_in("mri-approved");
  const auto silent = event_alone(asked, "HCR*A6*AUTH1");
  ASSERT_TRUE(silent);
  ASSERT_EQ(silent->determination.lines.size(), 1U);
  EXPECT_EQ(silent->determination.lines[0].action, ReviewAction::pended);
  EXPECT_EQ(silent->determination.lines[0].certification_number, "");
  EXPECT_THAT(words_of(silent->determination, 1), HasSubstr("does not say which"));

  const auto whole = event_alone(asked, "HCR*A1*AUTH1");
  ASSERT_TRUE(whole);
  EXPECT_EQ(whole->determination.lines[0].action, ReviewAction::certified);
  EXPECT_EQ(whole->determination.lines[0].certification_number, "AUTH1");
}

TEST(AnswerOfAnotherPayer, AnEventThatIsPendedHasNoNumberToBillWith) {
  const auto read = event_alone(asked_in("mri-approved"), "HCR*A4*NUM1*0V");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->determination.numbers.certification, "");
  EXPECT_EQ(read->determination.numbers.reference, "NUM1");
}

TEST(AnsweredClaim, IsOursUnderAnAddressOfThePayersOwn) {
  const std::string text =
      R"({"resourceType":"Bundle","identifier":{"value":"B1"},"type":"collection","entry":[{"fullUrl":"urn:uuid:1",)"
      R"("resource":{"resourceType":"ClaimResponse","request":{"reference":"Claim/77"}}}]})";
  json::Document document;
  const auto parsed = document.parse_copy(text);
  ASSERT_TRUE(parsed);
  const auto bundle = fhir::bundle_from(*parsed);
  ASSERT_TRUE(bundle);
  EXPECT_TRUE(mappers::answers(*bundle, {"urn:uuid:c", "B1", {"T1"}}));
  EXPECT_TRUE(mappers::answers(*bundle, {"https://clinic.example/fhir/Claim/77", "B2", {"T1"}}));
  EXPECT_FALSE(mappers::answers(*bundle, {"urn:uuid:c", "B2", {"T1"}}));
}

}  // namespace
