// Upstreams as people write them in YAML, and what is sent to them.
#include "gateway/upstream/upstreams.hpp"
#include "gateway/app/numbers.hpp"
#include "gateway/cli/cli.hpp"
#include "gateway/cli/requests.hpp"
#include "gateway/upstream/changed_lines.hpp"
#include "gateway/upstream/outgoing.hpp"
#include "mappers/codes/base64.hpp"
#include "mappers/x12/review_answer_in.hpp"
#include "tests/support/temporary_folder.hpp"

namespace {

using gateway::Upstream;
using gateway::Upstreams;
using testing::ElementsAre;
using testing::HasSubstr;

base::Result<Upstreams> read(const std::string& yaml, const std::filesystem::path& folder = {}) {
  return Upstreams::from_yaml(yaml, "upstreams.yaml", folder);
}

std::string faults_of(const std::string& yaml) {
  const base::Result<Upstreams> made = read(yaml);
  if (made) return {};
  std::string text;
  for (const base::Issue& issue : made.error()) text += issue.where + " " + issue.remedy + "\n";
  return text;
}

const std::string good_one =
    "upstreams:\n"
    "  - name: other\n"
    "    payers: [EXMUT, \"9990001\"]\n"
    "    dialect: x12\n"
    "    url: https://edi.example/x12/\n"
    "    sender: {qualifier: \"30\", id: GATEWAY, application: GWAPP}\n"
    "    receiver: {id: OTHER}\n"
    "    timeout_ms: 2500\n"
    "    attachments: {as: \"275\", bytes_max: 6000}\n";

precert::Party payer(const std::string& id) {
  precert::Party party;
  party.identifiers = {{precert::IdentifierKind::payer_id, id, ""}};
  return party;
}

precert::ReviewRequest a_request() {
  const auto text =
      gateway::cli::read_file(PRECERT_SOURCE_DIR "/fixtures/scenarios/mri-approved/request.x12");
  EXPECT_TRUE(text);
  auto made = gateway::cli::request_from(*text);
  EXPECT_TRUE(made);
  return made ? std::move(made->request) : precert::ReviewRequest{};
}

TEST(UpstreamsYaml, NamesWhoDecidesForAPayer) {
  const base::Result<Upstreams> made = read(good_one);
  ASSERT_TRUE(made) << faults_of(good_one);
  const Upstream* const found = made->of(payer("9990001"));
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->url, "https://edi.example/x12");
  EXPECT_EQ(found->sender.qualifier, "30");
  EXPECT_EQ(found->sender.application, "GWAPP");
  EXPECT_EQ(found->receiver.qualifier, "ZZ");
  EXPECT_EQ(found->timeout, std::chrono::milliseconds(2500));
  EXPECT_TRUE(found->attachments);
  EXPECT_EQ(found->attachment_bytes_max, 6000U);
  EXPECT_EQ(made->of(payer("EXPL1")), nullptr);
}

TEST(UpstreamsYaml, ExampleFileIsReadWhenItsSecretsAreThere) {
  const auto yaml = gateway::cli::read_file(PRECERT_SOURCE_DIR "/deploy/upstreams.yaml");
  ASSERT_TRUE(yaml);
  const support::TemporaryFolder folder;
  std::filesystem::create_directories(folder / "secrets");
  std::ofstream(folder / "secrets/example-mutual.token") << "s3cret\n";
  ::setenv("EXAMPLE_DIRECT_TOKEN", "other", 1);
  const base::Result<Upstreams> made = read(*yaml, folder.path());
  ::unsetenv("EXAMPLE_DIRECT_TOKEN");
  ASSERT_TRUE(made) << made.error().first().where << " " << made.error().first().remedy;
  ASSERT_EQ(made->all().size(), 2U);
  EXPECT_EQ(made->all()[0].token, "s3cret");
  EXPECT_EQ(made->all()[1].token, "other");
  EXPECT_EQ(made->all()[1].dialect, gateway::UpstreamDialect::fhir);
}

TEST(UpstreamsYaml, ReportsEveryFaultWithItsLineAndNeverAToken) {
  const std::string faults = faults_of(
      "upstreams:\n"
      "  - name: a b\n"
      "    payers: []\n"
      "    dialect: soap\n"
      "    url: http://edi.example/x12\n"
      "    tokn_file: x\n"
      "    token_environment: NO_SUCH_VARIABLE_IS_SET\n");
  EXPECT_THAT(faults, HasSubstr("upstreams.yaml:2 name"));
  EXPECT_THAT(faults, HasSubstr("payers"));
  EXPECT_THAT(faults, HasSubstr("dialect"));
  EXPECT_THAT(faults, HasSubstr("plain_http"));
  EXPECT_THAT(faults, HasSubstr("tokn_file"));
  EXPECT_THAT(faults, HasSubstr("token_environment"));
}

TEST(UpstreamsYaml, TwoCannotDecideForOnePayer) {
  std::string second = good_one.substr(good_one.find("  - name"));
  second.replace(second.find("other"), 5, "again");
  EXPECT_THAT(faults_of(good_one + second), HasSubstr("'EXMUT' is listed before"));
}

TEST(Outgoing, PartsOfABundleJoinedAreTheBundle) {
  std::string bundle;
  for (int i = 0; i < 20'000; ++i) bundle += static_cast<char>('a' + i % 26);
  const auto parts = gateway::bundle_attachments(a_request(), bundle, "ACN1", 6'000);
  std::string joined;
  for (const precert::AttachmentMessage& part : parts) {
    ASSERT_EQ(part.attachments.size(), 1U);
    EXPECT_LE(mappers::base64_size(part.attachments[0].content.size()), 6'000U);
    EXPECT_EQ(part.attachments[0].control_number, "ACN1");
    EXPECT_EQ(part.attachments[0].format, precert::AttachmentFormat::hl7);
    joined += part.attachments[0].content;
  }
  EXPECT_GT(parts.size(), 4U);
  EXPECT_EQ(joined, bundle);
  EXPECT_EQ(gateway::bundle_attachments(a_request(), bundle, "ACN1", 0).size(), 1U);
}

TEST(Outgoing, A278IsWrittenUnderOurReferenceAfterThe275sThatItAnnounces) {
  const base::Result<Upstreams> made = read(good_one);
  ASSERT_TRUE(made);
  const auto numbers = gateway::counting_numbers();
  const base::Result<gateway::Outgoing> outgoing =
      gateway::outgoing_for(a_request(), std::string(9'000, 'b'), made->all()[0], "FWD0000000007", *numbers,
                            *base::instant_from_iso("2026-01-05T17:30:00Z"));
  ASSERT_TRUE(outgoing);
  const auto messages = gateway::messages_of(outgoing->bytes, gateway::UpstreamDialect::x12);
  ASSERT_EQ(messages.size(), 3U);
  EXPECT_THAT(std::string(messages[0]), HasSubstr("BDS*B64*6000*"));
  EXPECT_THAT(std::string(messages[2]), HasSubstr("PWK*77*EL***AC*FWD0000000007-B"));
  EXPECT_THAT(std::string(messages[2]), HasSubstr("*30*GATEWAY        *ZZ*OTHER          *"));
  EXPECT_EQ(gateway::reference_of(outgoing->bytes, gateway::UpstreamDialect::x12), "FWD0000000007");
  EXPECT_EQ(mappers::sent_review_from(messages[2]).interchange_number, "000000003");
}

TEST(Outgoing, ABundleHasASystemForEachOfOurNumbers) {  // PAS Identifier: system 1..1
  gateway::Upstream upstream;
  upstream.dialect = gateway::UpstreamDialect::fhir;
  const precert::ReviewRequest sent = gateway::sent_request(a_request(), upstream, "FWD0000000007");
  EXPECT_EQ(sent.reference_system, "urn:precert:forward");
  ASSERT_FALSE(sent.event.traces.empty());
  EXPECT_EQ(sent.event.traces.front().number, "FWD0000000007");
  EXPECT_EQ(sent.event.traces.front().originator, "urn:precert:forward");
}

TEST(Outgoing, NothingGoesOutOfWhatX12CannotSayAndItsPlaceIsTold) {
  precert::ReviewRequest request = a_request();
  request.services.clear();  // the event itself then has to name the service type
  request.event.service_type = "nothing";
  request.event.source.where = "Bundle.entry[0].resource";
  const base::Result<Upstreams> made = read(good_one);
  ASSERT_TRUE(made);
  const auto numbers = gateway::counting_numbers();
  const base::Result<gateway::Outgoing> outgoing =
      gateway::outgoing_for(request, "{}", made->all()[0], "FWD0000000007", *numbers,
                            *base::instant_from_iso("2026-01-05T17:30:00Z"));
  ASSERT_FALSE(outgoing);
  EXPECT_TRUE(gateway::cannot_be_said(outgoing.error()));
  EXPECT_EQ(outgoing.error().first().where, "Bundle.entry[0].resource");
  EXPECT_THAT(outgoing.error().first().remedy, HasSubstr("UM03"));
}

TEST(Outgoing, WhatIsLeftOutIsToldAndTheRestGoesOut) {
  precert::ReviewRequest request = a_request();
  request.event.conditions.push_back({"QQ", true, {"12"}, {"Bundle.entry[0].resource.extension[1]"}});
  const base::Result<Upstreams> made = read(good_one);
  ASSERT_TRUE(made);
  const auto numbers = gateway::counting_numbers();
  const base::Result<gateway::Outgoing> outgoing = gateway::outgoing_for(
      request, {}, made->all()[0], "FWD1", *numbers, *base::instant_from_iso("2026-01-05T17:30:00Z"));
  ASSERT_TRUE(outgoing);
  EXPECT_THAT(outgoing->bytes, testing::Not(HasSubstr("CRC*QQ")));
  ASSERT_FALSE(outgoing->lost.empty());
  EXPECT_EQ(outgoing->lost.first().where, "Bundle.entry[0].resource.extension[1]");
}

TEST(Outgoing, PostalCodesLoseTheirDash) {
  precert::ReviewRequest request = a_request();
  request.subscriber.address = precert::Address{{"1 TEST WAY"}, "OLYMPIA", "WA", "98501-1234", "", ""};
  const base::Result<Upstreams> made = read(good_one);
  ASSERT_TRUE(made);
  const auto numbers = gateway::counting_numbers();
  const base::Result<gateway::Outgoing> outgoing = gateway::outgoing_for(
      request, {}, made->all()[0], "FWD1", *numbers, *base::instant_from_iso("2026-01-05T17:30:00Z"));
  ASSERT_TRUE(outgoing);
  EXPECT_THAT(outgoing->bytes, HasSubstr("N4*OLYMPIA*WA*985011234~"));  // PAS prof-ben-1
}

using precert::Change;

/// A case with lines 1 and 2, and an update that repeats it as it was.
struct RepeatedCase {
  precert::PriorCase earlier;
  precert::ReviewRequest update;
  RepeatedCase() {
    precert::ReviewRequest request = a_request();
    request.services.push_back(request.services.front());
    request.services.back().sequence = 2;
    request.services.back().procedure.code = "99213";
    earlier.request = request;
    update = std::move(request);
    update.event.certification = precert::CertificationType::revision;
  }
  std::vector<Change> marks() {
    gateway::mark_changes(update, &earlier);
    std::vector<Change> all;
    for (const precert::ServiceLine& line : update.services) all.push_back(line.change);
    return all;
  }
};

TEST(ChangedLines, AreFoundWhereNobodyMarkedThem) {
  RepeatedCase repeated;
  EXPECT_THAT(repeated.marks(), ElementsAre(Change::none, Change::none));
  repeated.update.services[0].procedure.code = "72158";
  repeated.update.services.push_back(repeated.update.services[1]);
  repeated.update.services[2].sequence = 3;
  EXPECT_THAT(repeated.marks(), ElementsAre(Change::changed, Change::none, Change::added));
  EXPECT_EQ(repeated.update.services[2].certification, precert::CertificationType::initial);
}

TEST(ChangedLines, WithPapersOfTheirOwnAreChanged) {
  RepeatedCase repeated;
  precert::Document paper;
  paper.report_type = "RR";
  paper.control_number = "ACN1";
  paper.service = 2;
  repeated.update.documents.push_back(paper);
  EXPECT_THAT(repeated.marks(), ElementsAre(Change::none, Change::changed));
}

TEST(ChangedLines, WronglyMarkedAreMarkedAsTheyAre) {
  RepeatedCase repeated;
  repeated.update.services[0].change = Change::added;
  repeated.earlier.request.services.pop_back();
  repeated.update.services[1].change = Change::changed;
  EXPECT_THAT(repeated.marks(), ElementsAre(Change::changed, Change::added));
}

TEST(ChangedLines, AreAllOfThemWhenThereIsNoCaseToCompareWith) {
  RepeatedCase repeated;
  repeated.update.services[1].change = Change::cancelled;
  gateway::mark_changes(repeated.update, nullptr);
  EXPECT_EQ(repeated.update.services[0].change, Change::changed);
  EXPECT_EQ(repeated.update.services[1].change, Change::cancelled);
}

/// RepeatedCase, answered by its payer.
struct AnsweredCase : RepeatedCase {
  AnsweredCase() {
    precert::LineDetermination line;
    line.sequence = 1;
    line.reference_number = "NR1";
    earlier.determination.lines.push_back(line);
    line.sequence = 2;
    line.action = precert::ReviewAction::certified;
    line.reference_number.clear();
    line.certification_number = "AUTH1";
    earlier.determination.lines.push_back(line);
  }
};

TEST(NameEarlier, QuotesThePayersNumberWhereTheUpdateNamesItsClaimOnly) {
  AnsweredCase answered;
  gateway::name_earlier(answered.update, answered.earlier);
  EXPECT_EQ(answered.update.event.previous_certification, "AUTH1");
  EXPECT_EQ(answered.update.event.previous_reference, "");

  AnsweredCase pended;
  pended.earlier.determination.lines.pop_back();
  gateway::name_earlier(pended.update, pended.earlier);
  EXPECT_EQ(pended.update.event.previous_certification, "");
  EXPECT_EQ(pended.update.event.previous_reference, "NR1");
}

TEST(NameEarlier, LeavesTheNumberThatIsQuotedAndWhatIsAskedForTheFirstTime) {
  AnsweredCase quoting;
  quoting.update.event.previous_reference = "OTHER";
  gateway::name_earlier(quoting.update, quoting.earlier);
  EXPECT_EQ(quoting.update.event.previous_certification, "");
  EXPECT_EQ(quoting.update.event.previous_reference, "OTHER");

  AnsweredCase first;
  first.update.event.certification = precert::CertificationType::initial;
  gateway::name_earlier(first.update, first.earlier);
  EXPECT_EQ(first.update.event.previous_certification, "");
}

TEST(NameEarlier, GivesAWithdrawalWithoutLinesThoseOfTheCase) {  // PAS: cancel all may come without items
  AnsweredCase answered;
  answered.update.services.clear();
  answered.update.event.certification = precert::CertificationType::cancellation;
  gateway::name_earlier(answered.update, answered.earlier);
  ASSERT_EQ(answered.update.services.size(), 2U);
  EXPECT_EQ(answered.update.services[1].change, Change::cancelled);
  const base::Result<Upstreams> made = read(good_one);
  ASSERT_TRUE(made);
  const auto numbers = gateway::counting_numbers();
  const base::Result<gateway::Outgoing> outgoing = gateway::outgoing_for(
      answered.update, {}, made->all()[0], "FWD1", *numbers, *base::instant_from_iso("2026-01-05T17:30:00Z"));
  ASSERT_TRUE(outgoing) << outgoing.error().first().remedy;
  EXPECT_THAT(outgoing->bytes, HasSubstr("UM*HS*3*"));
  EXPECT_THAT(outgoing->bytes, HasSubstr("REF*BB*AUTH1~"));
  EXPECT_THAT(outgoing->bytes, HasSubstr("SV1*HC:99213"));
}

TEST(Outgoing, NamesThePayerByTheIdentifierThatItIsListedUnder) {
  precert::ReviewRequest request = a_request();
  request.umo.identifiers = {{precert::IdentifierKind::other, "EXMUT", "https://clinic.example/payer-id"}};
  const base::Result<Upstreams> made = read(good_one);
  ASSERT_TRUE(made);
  const auto numbers = gateway::counting_numbers();
  const base::Result<gateway::Outgoing> outgoing = gateway::outgoing_for(
      request, "{}", made->all()[0], "FWD1", *numbers, *base::instant_from_iso("2026-01-05T17:30:00Z"));
  ASSERT_TRUE(outgoing) << outgoing.error().first().remedy;
  const auto messages = gateway::messages_of(outgoing->bytes, gateway::UpstreamDialect::x12);
  ASSERT_EQ(messages.size(), 2U);
  EXPECT_THAT(std::string(messages[0]), HasSubstr("*****PI*EXMUT~"));
  EXPECT_THAT(std::string(messages[1]), HasSubstr("*****PI*EXMUT~"));
}

TEST(Outgoing, SaysNothingToTheSenderOfHowItsBundleWasCut) {
  const base::Result<Upstreams> made = read(good_one);
  ASSERT_TRUE(made);
  const auto numbers = gateway::counting_numbers();
  const base::Result<gateway::Outgoing> outgoing =
      gateway::outgoing_for(a_request(), std::string(9'000, 'b'), made->all()[0], "FWD1", *numbers,
                            *base::instant_from_iso("2026-01-05T17:30:00Z"));
  ASSERT_TRUE(outgoing);
  for (const base::Issue& one : outgoing->lost) EXPECT_THAT(one.remedy, testing::Not(HasSubstr("275")));
}

}  // namespace
