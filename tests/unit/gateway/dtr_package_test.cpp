// POST Questionnaire/$questionnaire-package: which forms come, what is in a package, what is refused.
#include <future>

#include "dtr_support.hpp"
#include "gateway/dtr/editions.hpp"
#include "gateway/dtr/issued_forms.hpp"
#include "gateway/review/checks.hpp"
#include "gateway/store/sqlite_store.hpp"
#include "mappers/fhir/questionnaire.hpp"
#include "precert/engine/form.hpp"
#include "tests/support/temporary_folder.hpp"

namespace {

using dtr::canonical;
using dtr::context;
using dtr::coverage;
using dtr::first_of;
using dtr::form_names;
using dtr::forms_url;
using dtr::order;
using dtr::package_path;
using dtr::packages;
using dtr::parameters;
using dtr::references;
using dtr::resource;
using fhir_conversation::FhirConversation;
using fhir_conversation::Read;
using gateway::HttpReply;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr const char* back_pain =
    R"(,"reasonCode":[{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"M54.50"}]}])";

class QuestionnairePackage : public FhirConversation {
 protected:
  HttpReply package(std::initializer_list<std::string> parts, const std::string& path = package_path) {
    return post(path, parameters(parts));
  }
};

TEST_F(QuestionnairePackage, IsABareBundleOfOneFormWithAllThatItNames) {
  const HttpReply reply = package({coverage(), order("sr1", "72148", back_pain)});
  ASSERT_EQ(reply.status, 200U) << reply.body;
  const Read answer(reply.body);
  EXPECT_EQ(answer.root().find("resourceType").string(), "Bundle");
  EXPECT_EQ(answer.root().find("type").string(), "collection");
  const json::Value form = answer.root().find("entry").at(0).find("resource");
  EXPECT_EQ(form.find("url").string(), forms_url + "mri-spine");
  const json::Value library = first_of(answer.root(), "Library");
  bool named = false;
  for (const json::Value one : form.find("extension").elements()) {
    if (!one.find("url").string().ends_with("cqf-library")) continue;
    named = true;
    EXPECT_EQ(one.find("valueCanonical").string(),
              library.find("url").string());  // no |version: the kit compares
  }
  EXPECT_TRUE(named);
  EXPECT_THAT(dtr::text_of(library), HasSubstr("text/cql"));
  EXPECT_THAT(dtr::text_of(library), HasSubstr("application/elm+json"));
}

TEST_F(QuestionnairePackage, DraftNamesCoverageOrderAndTheVersionOfTheForm) {
  const HttpReply reply = package({coverage(), order("sr1", "72148")});
  const Read answer(reply.body);
  const json::Value form = first_of(answer.root(), "Questionnaire");
  const json::Value draft = first_of(answer.root(), "QuestionnaireResponse");
  EXPECT_EQ(draft.find("status").string(), "in-progress");
  EXPECT_EQ(draft.find("questionnaire").string(),
            std::string(form.find("url").string()) + "|" + std::string(form.find("version").string()));
  EXPECT_THAT(references(draft, "qr-context"), ElementsAre("Coverage/c1", "ServiceRequest/sr1"));
  EXPECT_EQ(draft.find("subject").find("reference").string(), "Patient/p1");
}

TEST_F(QuestionnairePackage, OfTwoTwoIsAlwaysParametersAndNamesTheCoverageApart) {
  const HttpReply reply =
      package({coverage(), order("sr1", "72148")}, "/fhir/Questionnaire/$questionnaire-package");
  const Read answer(reply.body);
  EXPECT_EQ(answer.root().find("resourceType").string(), "Parameters") << reply.body;
  EXPECT_EQ(answer.root().find("parameter").at(0).find("name").string(), "packagebundle");
  ASSERT_EQ(packages(answer.root()).size(), 1U);
  const json::Value draft = first_of(packages(answer.root()).front(), "QuestionnaireResponse");
  EXPECT_THAT(references(draft, "qr-coverage"), ElementsAre("Coverage/c1"));
  EXPECT_THAT(references(draft, "qr-context"), ElementsAre("ServiceRequest/sr1"));
}

TEST_F(QuestionnairePackage, IsGivenAtTheSystemLevelToo) {
  EXPECT_THAT(form_names(package({coverage(), order("sr1", "72148")}, "/fhir/$questionnaire-package")),
              ElementsAre("mri-spine"));
}

TEST_F(QuestionnairePackage, DraftHoldsWhatIsKnownAlready) {
  const std::string observation = resource(
      "referenced",
      R"({"resourceType":"QuestionnaireResponse","status":"completed","item":[{"linkId":"conservative-care-weeks",)"
      R"("answer":[{"valueDecimal":8}]}]})");
  const HttpReply reply = package({coverage(), order("sr1", "72148"), observation});
  const Read answer(reply.body);
  const json::Value draft = first_of(packages(answer.root()).at(0), "QuestionnaireResponse");
  bool answered = false;
  for (const json::Value item : draft.find("item").elements()) {
    if (item.find("linkId").string() != "conservative-care-weeks") continue;
    answered = true;
    EXPECT_EQ(item.find("answer").size(), 1U) << dtr::text_of(draft);
    EXPECT_THAT(dtr::text_of(item), HasSubstr(R"("valueCode":"auto")"));
  }
  EXPECT_TRUE(answered);
}

TEST_F(QuestionnairePackage, EachFormComesOnceForAllItsOrders) {
  const HttpReply reply =
      package({coverage(), order("sr1", "72148"), order("sr2", "72148"), order("sr3", "70551")});
  const Read answer(reply.body);
  EXPECT_THAT(form_names(answer.root()), ElementsAre("mri-spine", "mri-brain"));
  EXPECT_EQ(answer.root().find("parameter").at(0).find("name").string(), "PackageBundle");
  const json::Value draft = first_of(packages(answer.root()).front(), "QuestionnaireResponse");
  EXPECT_THAT(references(draft, "qr-context"),
              ElementsAre("Coverage/c1", "ServiceRequest/sr1", "ServiceRequest/sr2"));
}

TEST_F(QuestionnairePackage, TakesEveryKindOfOrder) {
  const std::string patient = R"(,"status":"draft","intent":"order","subject":{"reference":"Patient/p1"})";
  const auto with = [&](const std::string& type, const std::string& members) {
    return resource("order", R"({"resourceType":")" + type + R"(","id":"o1")" + members + "}");
  };
  const std::string based_on = resource(
      "referenced", R"({"resourceType":"ServiceRequest","id":"sr9","code":)" + dtr::cpt("70551") + "}");
  EXPECT_THAT(form_names(package({coverage(), with("DeviceRequest", patient + R"(,"codeCodeableConcept":)" +
                                                                        dtr::hcpcs("E0784"))})),
              Not(IsEmpty()));
  EXPECT_THAT(
      form_names(package({coverage(), with("MedicationRequest", patient + R"(,"medicationCodeableConcept":)" +
                                                                    dtr::hcpcs("J9271"))})),
      Not(IsEmpty()));
  EXPECT_THAT(
      form_names(package({coverage(), with("Appointment", R"(,"serviceType":[)" + dtr::cpt("70551") + "]")})),
      ElementsAre("mri-brain"));
  EXPECT_THAT(form_names(package({coverage(), with("Encounter", R"(,"type":[)" + dtr::cpt("70551") + "]")})),
              ElementsAre("mri-brain"));
  EXPECT_THAT(form_names(package(
                  {coverage(), with("SupplyRequest", R"(,"itemCodeableConcept":)" + dtr::hcpcs("E0784"))})),
              Not(IsEmpty()));
  EXPECT_THAT(
      form_names(package({coverage(),
                          with("CommunicationRequest", R"(,"basedOn":[{"reference":"ServiceRequest/sr9"}])"),
                          based_on})),
      ElementsAre("mri-brain"));
}

TEST_F(QuestionnairePackage, OrdersMayHaveChangedSinceTheyWereChecked) {
  const std::string changed = fhir_conversation::replaced_once(order("sr1", "72148"), "draft", "active");
  EXPECT_THAT(form_names(package({coverage(), changed})), ElementsAre("mri-spine"));
}

TEST_F(QuestionnairePackage, CanonicalsRestrictIt) {
  EXPECT_THAT(form_names(package({coverage(), order("sr1", "72148"), order("sr2", "70551"),
                                  canonical(forms_url + "mri-brain")})),
              ElementsAre("mri-brain"));
  EXPECT_THAT(form_names(package({canonical("http://127.0.0.1:8080/fhir/Questionnaire/mri-spine")})),
              ElementsAre("mri-spine"));  // of the other base
}

TEST_F(QuestionnairePackage, HasTheShellOfAnAdaptiveFormWhenThatIsNamed) {
  const HttpReply reply = package({coverage(), canonical(forms_url + "mri-spine-adaptive")});
  const Read answer(reply.body);
  EXPECT_THAT(form_names(answer.root()), ElementsAre("mri-spine-adaptive"));
  const json::Value shell = first_of(answer.root(), "Questionnaire");
  EXPECT_TRUE(shell.find("item").empty());
  EXPECT_THAT(dtr::text_of(shell), HasSubstr("sdc-questionnaire-questionnaireAdaptive"));
  EXPECT_TRUE(first_of(answer.root(), "Library").exists());
}

TEST_F(QuestionnairePackage, WarnsOfACanonicalThatNobodyHereIssued) {
  const HttpReply reply = package({canonical("https://other.example/Questionnaire/none|1")});
  const Read answer(reply.body);
  EXPECT_EQ(reply.status, 200U);
  EXPECT_THAT(packages(answer.root()), IsEmpty());
  EXPECT_EQ(dtr::outcome(answer.root()).find("name").string(), "operationOutcome");
  EXPECT_THAT(reply.body, HasSubstr(R"("severity":"warning")"));
  EXPECT_THAT(reply.body, HasSubstr("https://other.example/Questionnaire/none|1"));
  const HttpReply newer =
      package({canonical("https://other.example/none")}, "/fhir/Questionnaire/$questionnaire-package");
  const Read other(newer.body);
  EXPECT_EQ(dtr::outcome(other.root()).find("name").string(), "outcome");
}

TEST_F(QuestionnairePackage, SaysWhyNothingIsNeeded) {
  const HttpReply reply = package({coverage(), order("sr1", "99213")});
  const Read answer(reply.body);
  EXPECT_EQ(reply.status, 200U);
  EXPECT_THAT(packages(answer.root()), IsEmpty());
  EXPECT_THAT(reply.body, HasSubstr("No form is needed for ServiceRequest/sr1."));
  EXPECT_THAT(reply.body, HasSubstr(R"("code":"informational")"));
}

TEST_F(QuestionnairePackage, IsRefusedWhenNothingNamesAForm) {
  EXPECT_EQ(package({coverage()}).status, 400U);
  EXPECT_EQ(post(package_path, R"({"resourceType":"Patient"})").status, 400U);
  EXPECT_EQ(post(package_path, "{").status, 400U);
  EXPECT_EQ(package({order("sr1", "72148")}, "/fhir/Questionnaire/$questionnaire-package").status,
            400U);  // 2.2: 1..1
  EXPECT_EQ(package({coverage(), order("sr1", "72148"), R"({"name":"changedsince","valueInstant":"lately"})"})
                .status,
            400U);
}

TEST_F(QuestionnairePackage, IsRefusedForABadCoverage) {
  const HttpReply stranger = package({coverage("EXM999999999"), order("sr1", "72148")});
  EXPECT_EQ(stranger.status, 404U);
  EXPECT_THAT(stranger.body, HasSubstr(R"("resourceType":"OperationOutcome")"));
  EXPECT_THAT(stranger.body, Not(HasSubstr("EXM999999999")));
  const std::string payer = resource(
      "referenced",
      R"({"resourceType":"Organization","id":"pay","identifier":[{"type":{"coding":[{"code":"payerid"}]},"value":"OTHER"}]})");
  EXPECT_EQ(package({coverage(), order("sr1", "72148"), payer}).status, 422U);
}

TEST_F(QuestionnairePackage, IsRefusedForAContextThatNobodyWasGiven) {
  const HttpReply reply = package({coverage(), context("NO-SUCH-CONTEXT")});
  EXPECT_EQ(reply.status, 404U);
  EXPECT_THAT(reply.body, HasSubstr(R"("resourceType":"OperationOutcome")"));
}

TEST_F(QuestionnairePackage, OfAPendedRequestHasTheFormOfWhatItLacks) {
  const HttpReply submit = post("/fhir/Claim/$submit", fhir_conversation::scenario("mri-pended"));
  // What the Task and the trace of the answer say is the context (PAS ainfo-3, ainfo-6).
  EXPECT_THAT(submit.body, HasSubstr(R"("valueString":"TRC0000000001")"));
  EXPECT_THAT(form_names(package({context("TRC0000000001")})), ElementsAre("mri-spine"));
  EXPECT_THAT(form_names(package({coverage(), context("TRC0000000001")})), ElementsAre("mri-spine"));
}

TEST_F(QuestionnairePackage, IsRefusedForAContextOfAnotherMemberThanTheCoverageNames) {  // spec-130
  post("/fhir/Claim/$submit", fhir_conversation::scenario("mri-pended"));
  for (const char* const path : {dtr::package_path, "/fhir/Questionnaire/$questionnaire-package"}) {
    const HttpReply reply = package({coverage("EXM100000003"), context("TRC0000000001")}, path);
    EXPECT_EQ(reply.status, 422U) << reply.body;
    EXPECT_THAT(reply.body, HasSubstr("another member"));
    EXPECT_THAT(reply.body, Not(HasSubstr("EXM1")));
  }
}

TEST_F(QuestionnairePackage, OfARequestThatWaitsForNothingSaysSo) {
  submitted("mri-approved");
  const HttpReply reply = package({context("TRC0000000001")});
  EXPECT_EQ(reply.status, 200U);
  EXPECT_THAT(reply.body, HasSubstr("waits for no answers"));
}

class PackageOfACheck : public QuestionnairePackage {
 protected:
  /// Asks for a code as CRD would; the reference of the answer.
  std::string checked(const std::string& code) {
    gateway::Services& services = gateway().services();
    precert::CoverageQuestion question;
    question.payer.identifiers = {{precert::IdentifierKind::payer_id, "EXPL1", {}}};
    question.requester.identifiers = {{precert::IdentifierKind::npi, "1999000015", {}}};
    question.subscriber.identifiers = {{precert::IdentifierKind::member_id, "EXM100000001", {}}};
    question.subscriber.name = {"TESTMEMBER", "ALPHA", {}, {}, {}};
    question.subscriber.birth_date = base::date_from_iso("1980-02-14");
    precert::CoverageItem item;
    item.procedure.system = precert::CodeSystem::cpt;
    item.procedure.code = code;
    question.items.push_back(item);
    gateway::Asking asking;
    asking.channel = gateway::CheckChannel::crd;
    asking.message = precert::MessageId("M1");
    asking.sender = "crd";
    asking.resource = "ServiceRequest/sr7";
    asking.received = services.clock.now();
    auto answered =
        gateway::checked(question, asking, services.store, services.numbers, services.knowledge.current());
    EXPECT_TRUE(answered);
    gateway::Exchange exchange;
    exchange.checks.push_back(answered->record);
    std::promise<gateway::CommitOutcome> done;
    services.store.commit(std::move(exchange),
                          [&](const gateway::CommitResult& made) { done.set_value(made.outcome); });
    EXPECT_EQ(done.get_future().get(), gateway::CommitOutcome::committed);
    return answered->record.reference;
  }
};

TEST_F(PackageOfACheck, HasTheFormThatTheAnswerNamed) {
  const HttpReply reply = package({coverage(), context(checked("72148"))});
  const Read answer(reply.body);
  EXPECT_THAT(form_names(answer.root()), ElementsAre("mri-spine")) << reply.body;
  const json::Value draft = first_of(packages(answer.root()).at(0), "QuestionnaireResponse");
  EXPECT_THAT(references(draft, "qr-context"), Contains("ServiceRequest/sr7"));
}

TEST_F(PackageOfACheck, IsRefusedWithTheCoverageOfAnotherMember) {  // spec-130
  EXPECT_EQ(package({coverage("EXM100000003"), context(checked("72148"))}).status, 422U);
}

TEST_F(PackageOfACheck, ThatAskedForNoFormExplainsIt) {
  const HttpReply reply = package({coverage(), context(checked("99213"))});
  EXPECT_EQ(reply.status, 200U);
  EXPECT_THAT(reply.body, HasSubstr("asked for no form"));
}

TEST_F(QuestionnairePackage, DoesNotRepeatWhatHasNotChanged) {
  const auto since = [&](const std::string& instant) {
    return package({coverage(), order("sr1", "72148"),
                    R"({"name":"changedsince","valueInstant":")" + instant + R"("})"});
  };
  const HttpReply unchanged = since("2027-01-01T00:00:00Z");
  EXPECT_THAT(form_names(unchanged), IsEmpty());
  EXPECT_THAT(unchanged.body, HasSubstr("has not changed since"));
  EXPECT_THAT(form_names(since("2020-01-01T00:00:00Z")), ElementsAre("mri-spine"));
}

/// The demo rulebook with another question in the form of the spine, compiled.
std::vector<precert::RulebookFile> earlier_edition() {
  std::vector<precert::RulebookFile> files = gateway::demo_rulebook_files();
  for (precert::RulebookFile& one : files) {
    const std::size_t at = one.text.find("How many weeks of conservative care");
    if (at != std::string::npos) one.text.replace(at, 8, "For how many");
  }
  return files;
}

TEST_F(QuestionnairePackage, OfAnEarlierEditionIsServedFromTheRulesOfThen) {
  const std::vector<precert::RulebookFile> files = earlier_edition();
  const auto earlier = precert::rulebook_from(files);
  ASSERT_TRUE(earlier) << earlier.error().first().remedy;
  const auto form = precert::form_with(**earlier, "mri-spine");
  ASSERT_TRUE(form);
  const std::string named = forms_url + "mri-spine|" + form->version;
  EXPECT_THAT(form_names(package({canonical(named)})), IsEmpty());  // never issued
  std::vector<gateway::RulebookText> texts;
  for (const precert::RulebookFile& one : files) texts.push_back({one.name, one.text});
  ASSERT_TRUE(gateway().services().store.keep_rulebook(precert::version_of(**earlier), texts, clock().now()));
  ASSERT_TRUE(gateway::note_issued_forms(**earlier, gateway().services().store));
  const HttpReply reply = package({canonical(named)});
  EXPECT_THAT(form_names(reply), ElementsAre("mri-spine"));
  EXPECT_THAT(reply.body, HasSubstr("For how many weeks of conservative care"));
  EXPECT_THAT(package({canonical(forms_url + "mri-spine")}).body, Not(HasSubstr("For how many weeks of")));
}

TEST_F(QuestionnairePackage, OfAnEarlierEditionIsNotBegunWhileTheServerStops) {
  const std::vector<precert::RulebookFile> files = earlier_edition();
  const auto earlier = precert::rulebook_from(files);
  ASSERT_TRUE(earlier) << earlier.error().first().remedy;
  const auto form = precert::form_with(**earlier, "mri-spine");
  ASSERT_TRUE(form);
  std::vector<gateway::RulebookText> texts;
  for (const precert::RulebookFile& one : files) texts.push_back({one.name, one.text});
  ASSERT_TRUE(gateway().services().store.keep_rulebook(precert::version_of(**earlier), texts, clock().now()));
  ASSERT_TRUE(gateway::note_issued_forms(**earlier, gateway().services().store));
  gateway().services().compiling.stop();  // what serve() does when it drains, and finish()es before the server goes
  EXPECT_EQ(package({canonical(forms_url + "mri-spine|" + form->version)}).status, 503U);
  EXPECT_EQ(package({canonical(forms_url + "mri-spine")}).status, 200U) << "what needs no compiling goes on";
}

TEST_F(QuestionnairePackage, CompilesAKeptRulebookOnlyWhenItKnowsTheEdition) {
  std::vector<gateway::RulebookText> texts;
  for (const precert::RulebookFile& one : earlier_edition()) texts.push_back({one.name, one.text});
  gateway::Store& store = gateway().services().store;
  ASSERT_TRUE(store.keep_rulebook("then", texts, clock().now()));
  gateway::KeptEditions editions;
  const auto other = editions.rulebook_with("then", "1999-12", store);
  ASSERT_TRUE(other);
  EXPECT_EQ(*other, nullptr);
  EXPECT_EQ(editions.size(), 0U);
  const auto known = editions.rulebook_with("then", "2026-01", store);
  ASSERT_TRUE(known);
  ASSERT_NE(*known, nullptr);
  EXPECT_EQ(editions.size(), 1U);
  EXPECT_EQ(*editions.rulebook("then", store), *known);  // compiled once
  EXPECT_EQ(editions.size(), 1U);
}

/// A store that keeps the edition of before as "then".
class AKeptRulebook : public testing::Test {
 protected:
  void SetUp() override {
    auto opened = gateway::open_sqlite({.path = folder_.path() / "precert.db"});
    ASSERT_TRUE(opened);
    store_ = std::move(*opened);
    std::vector<gateway::RulebookText> texts;
    for (const precert::RulebookFile& one : earlier_edition()) texts.push_back({one.name, one.text});
    ASSERT_TRUE(store_->keep_rulebook("then", texts, base::Instant{}));
  }

  support::TemporaryFolder folder_;
  std::unique_ptr<gateway::Store> store_;
};

TEST_F(AKeptRulebook, IsNotCompiledWhereNobodyMayWait) {
  using gateway::EditionLookup;
  gateway::Store& store = *store_;
  gateway::KeptEditions kept;
  EditionLookup on_the_loop(kept, EditionLookup::Compile::never);
  EXPECT_FALSE(on_the_loop.rulebook("then", store));
  EXPECT_TRUE(on_the_loop.left_out());
  EXPECT_EQ(kept.size(), 0U);
  EditionLookup elsewhere(kept, EditionLookup::Compile::when_wanted);
  ASSERT_TRUE(elsewhere.rulebook("then", store));
  EXPECT_FALSE(elsewhere.left_out());
  EditionLookup again(kept, EditionLookup::Compile::never);
  const auto compiled = again.rulebook("then", store);
  ASSERT_TRUE(compiled);
  EXPECT_NE(*compiled, nullptr);
  EXPECT_FALSE(again.left_out());
}

TEST_F(AKeptRulebook, IsLookedThroughForAWordOnce) {
  using gateway::EditionLookup;
  gateway::Store& store = *store_;
  gateway::KeptEditions kept;
  EditionLookup elsewhere(kept, EditionLookup::Compile::when_wanted);
  ASSERT_TRUE(elsewhere.rulebook_with("then", "1999-12", store));
  EditionLookup on_the_loop(kept, EditionLookup::Compile::never);
  const auto other = on_the_loop.rulebook_with("then", "1999-12", store);
  ASSERT_TRUE(other);
  EXPECT_EQ(*other, nullptr);
  EXPECT_FALSE(on_the_loop.left_out());
  EXPECT_FALSE(on_the_loop.rulebook_with("then", "2026-01", store));
  EXPECT_TRUE(on_the_loop.left_out()) << "another word says nothing of this one";
}

TEST(KeptRulebooks, AreWaitedForInALineThatHasAnEnd) {
  const gateway::KeptEditions kept;
  std::vector<std::shared_ptr<void>> places;
  for (int one = 0; one < gateway::KeptEditions::waiting_max; ++one) {
    ASSERT_NE(places.emplace_back(kept.place()), nullptr);
  }
  EXPECT_EQ(kept.place(), nullptr);
  places.pop_back();
  EXPECT_NE(kept.place(), nullptr);
}

TEST(TheFirstStart, NotesTheFormsOfEveryKeptRulebookHoweverOld) {
  const support::TemporaryFolder folder;
  auto opened = gateway::open_sqlite({.path = folder.path() / "precert.db"});
  ASSERT_TRUE(opened);
  gateway::Store& store = **opened;
  const std::vector<precert::RulebookFile> files = earlier_edition();
  const auto earlier = precert::rulebook_from(files);
  ASSERT_TRUE(earlier);
  const auto form = precert::form_with(**earlier, "mri-spine");
  ASSERT_TRUE(form);
  std::vector<gateway::RulebookText> texts;
  for (const precert::RulebookFile& one : files) texts.push_back({one.name, one.text});
  ASSERT_TRUE(store.keep_rulebook("oldest", texts, base::Instant{}));
  const std::vector<gateway::RulebookText> unreadable = {{"rules.yaml", "format: of before"}};
  for (std::size_t at = 0; at <= gateway::KeptEditions::versions_max; ++at) {
    ASSERT_TRUE(store.keep_rulebook("later " + std::to_string(at), unreadable, base::Instant{}));
  }
  const auto today = precert::rulebook_from(gateway::demo_rulebook_files());
  ASSERT_TRUE(today);
  ASSERT_TRUE(gateway::note_issued_forms(**today, store));
  const auto issued = store.form_was_issued("mri-spine", form->version);
  ASSERT_TRUE(issued);
  EXPECT_TRUE(*issued);
}

TEST_F(QuestionnairePackage, RefusesAnOrderThatIsNone) {
  const HttpReply reply = package(
      {coverage(), dtr::resource("order", R"({"resourceType":"Observation","id":"o1","status":"final"})")});
  EXPECT_EQ(reply.status, 400U) << reply.body;
}

}  // namespace
