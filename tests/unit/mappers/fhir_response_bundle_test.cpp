// The PAS Response Bundle as a whole: its shape, its references, what it copies.
#include "fhir_response_support.hpp"
#include "mappers/fhir/searchset.hpp"
#include "parsers/fhir/check.hpp"
#include "parsers/fhir/resource_view.hpp"

namespace {

using mappers::PasVersion;
using precert::ReviewAction;
using support::Parsed;

struct Shape {
  std::string name;
  precert::Determination determination;
  PasVersion version = PasVersion::v2_2_1;
  bool from_x12 = false;
};

std::vector<Shape> shapes() {
  std::vector<Shape> out;
  const std::vector<std::pair<std::string, precert::Determination>> all{
      {"approved", support::decided_as(ReviewAction::certified)},
      {"denied", support::decided_as(ReviewAction::not_certified)},
      {"cancelled", support::decided_as(ReviewAction::cancelled)},
      {"not_required", support::decided_as(ReviewAction::not_required)},
      {"contact_payer", support::decided_as(ReviewAction::contact_payer)},
      {"pended", support::pended()},
      {"modified", support::modified()},
      {"mixed", support::mixed()},
      {"refused", support::refused()}};
  for (const auto& [name, determination] : all) {
    for (const bool from_x12 : {false, true}) {
      const std::string suffix = from_x12 ? "_x12" : "_fhir";
      out.push_back({name + "_221" + suffix, determination, PasVersion::v2_2_1, from_x12});
      out.push_back({name + "_201" + suffix, determination, PasVersion::v2_0_1, from_x12});
    }
  }
  return out;
}

class FhirResponseShape : public testing::TestWithParam<Shape> {
 protected:
  [[nodiscard]] static std::string answer() {
    const mappers::ResponseContext context = support::context(GetParam().version);
    return GetParam().from_x12 ? support::answer_to_x12(GetParam().determination, context)
                               : support::answer_to_fhir(GetParam().determination, context);
  }
};

TEST_P(FhirResponseShape, IsFhirJsonWithoutEmptyOrNullValues) {
  const Parsed parsed(answer());
  EXPECT_THAT(support::shape_faults(parsed.root()), testing::IsEmpty());
}

TEST_P(FhirResponseShape, HoldsEachReferredResourceOnce) {
  const Parsed parsed(answer());
  EXPECT_THAT(support::reference_faults(parsed.bundle()), testing::IsEmpty());
}

TEST_P(FhirResponseShape, UsesNoPrivateExtension) {
  const Parsed parsed(answer());
  EXPECT_THAT(support::private_extensions(parsed.root()), testing::IsEmpty());
}

TEST_P(FhirResponseShape, StartsWithTheClaimResponseInACollection) {
  const Parsed parsed(answer());
  EXPECT_EQ(parsed.bundle().type(), "collection");
  EXPECT_EQ(parsed.bundle().timestamp(), "2026-01-05T09:30:00Z");
  EXPECT_EQ(parsed.bundle().identifier_system(), "http://clinic.example/submissions");
  EXPECT_EQ(parsed.bundle().identifier_value(), "SUBMISSION-1");
  EXPECT_EQ(parsed.bundle().entries().front().type, "ClaimResponse");
  EXPECT_EQ(parsed.bundle().entries().front().full_url, "https://payer.example/fhir/ClaimResponse/case-7");
  EXPECT_EQ(parsed.of_type("ClaimResponse").size(), 1U);
  EXPECT_THAT(parsed.of_type("Claim"), testing::IsEmpty());
}

TEST_P(FhirResponseShape, AnswersEachLineOnceUnlessNothingWasReviewed) {
  const Parsed parsed(answer());
  const std::size_t expected = GetParam().determination.refused() ? 0 : 2;
  EXPECT_EQ(parsed.first().find("item").size(), expected);
  for (const precert::LineDetermination& line : GetParam().determination.lines) {
    EXPECT_NE(support::action_of(parsed.first(), line.sequence), "") << line.sequence;
  }
}

TEST_P(FhirResponseShape, IsTheSameForTheSameInput) { EXPECT_EQ(answer(), answer()); }

INSTANTIATE_TEST_SUITE_P(All, FhirResponseShape, testing::ValuesIn(shapes()),
                         [](const auto& shape) { return shape.param.name; });

/// The entry of that fullUrl as it stood in the request.
json::Value entry_of(const fhir::Bundle& bundle, std::string_view full_url) {
  for (const fhir::Entry& entry : bundle.entries()) {
    if (entry.full_url == full_url) return entry.resource;
  }
  return {};
}

TEST(FhirResponseEcho, CopiesResourcesByteForByteWithTheirFullUrl) {
  const Parsed asked(support::therapy_bundle());
  const Parsed parsed(support::answer_to_fhir(support::modified()));
  int copied = 0;
  for (const fhir::Entry& entry : parsed.bundle().entries()) {
    const json::Value original = entry_of(asked.bundle(), entry.full_url);
    if (!original) continue;
    EXPECT_EQ(support::text_of(entry.resource), support::text_of(original)) << entry.full_url;
    ++copied;
  }
  EXPECT_EQ(copied,
            6);  // patient, insurer, requestor, order, role, practitioner; no location, which nothing names
}

TEST(FhirResponseEcho, BringsWhatCopiedResourcesReferTo) {
  const Parsed parsed(support::answer_to_fhir(support::modified()));
  EXPECT_EQ(parsed.of_type("ServiceRequest").size(), 1U);
  EXPECT_EQ(parsed.of_type("PractitionerRole").size(), 1U);
  EXPECT_THAT(parsed.of_type("Location"), testing::IsEmpty());
}

TEST(FhirResponseEcho, NamesTheClaimByItsFullUrl) {
  const Parsed parsed(support::answer_to_fhir(support::mixed()));
  const json::Value request = parsed.first().find("request");
  EXPECT_EQ(fhir::reference_of(request), "http://clinic.example/fhir/Claim/C1");
  EXPECT_EQ(request.find("identifier").find("value").string(), "111099");
}

TEST(FhirResponseEcho, SaysWhyTheClaimIsNotNamed) {
  mappers::ResponseContext hidden = support::context();
  hidden.claim_known = false;
  for (const std::string& text :
       {support::answer_to_x12(support::mixed()), support::answer_to_fhir(support::mixed(), hidden)}) {
    const Parsed parsed(text);
    EXPECT_EQ(support::text_of(parsed.first().find("request")),
              R"({"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/data-absent-reason",)"
              R"("valueCode":"unknown"}]})");
  }
}

void expect_profile(const Parsed& answer, PasVersion version) {
  const auto profiles =
      fhir::Profiles::of(version == PasVersion::v2_2_1 ? fhir::Version::pas_2_2_1 : fhir::Version::pas_2_0_1);
  const base::Issues faults = fhir::check_response(answer.bundle(), *profiles, fhir::Purpose::submit);
  for (const base::Issue& one : faults) ADD_FAILURE() << one.where << ": " << one.remedy;
}

TEST(FhirResponseEcho, SaysThatNumbersAreUnknownWhereTheProfileWantsThem) {
  precert::ReviewRequest request = support::therapy_request();
  request.subscriber.identifiers.clear();
  request.event.providers.front().identifiers.clear();
  request.services.front().traces = {{"LINE-1", "", "", {}}};
  for (const PasVersion version : {PasVersion::v2_2_1, PasVersion::v2_0_1}) {
    const Parsed parsed(mappers::review_response_from(request, support::mixed(), support::context(version)));
    expect_profile(parsed, version);
    const json::Value number = parsed.of_type("Patient").front().find("identifier").at(0);
    EXPECT_TRUE(number.find("_value").find("extension").is_array());
    EXPECT_FALSE(number.find("value").exists());
  }
}

TEST(FhirResponseMade, SaysThatTheSystemOfANumberIsUnknownWhereNobodySaidIt) {
  precert::ReviewRequest request = support::therapy_request();
  request.requester.identifiers = {{precert::IdentifierKind::other, "1999000015", ""}};
  for (const PasVersion version : {PasVersion::v2_2_1, PasVersion::v2_0_1}) {
    const Parsed parsed(mappers::review_response_from(request, support::mixed(), support::context(version)));
    expect_profile(parsed, version);
    const auto said = [](const json::Value& organization) {
      const json::Value number = organization.find("identifier").at(0);
      return fhir::text(number, "value") == "1999000015" &&
             number.find("_system").find("extension").is_array();
    };
    EXPECT_TRUE(std::ranges::any_of(parsed.of_type("Organization"), said));
  }
}

TEST(FhirResponseMade, NamesOneTaxNumberOfAnOrganizationThatSaidTwo) {
  precert::ReviewRequest request = support::therapy_request();
  using precert::IdentifierKind;
  request.requester.identifiers = {{IdentifierKind::npi, "1999000015", ""},
                                   {IdentifierKind::employer_id, "999999991", ""},
                                   {IdentifierKind::employer_id, "999999992", ""}};
  for (const PasVersion version : {PasVersion::v2_2_1, PasVersion::v2_0_1}) {
    const Parsed parsed(mappers::review_response_from(request, support::mixed(), support::context(version)));
    expect_profile(parsed, version);
    const auto names_first = [](const json::Value& organization) {
      return fhir::text(organization.find("identifier").at(1), "value") == "999999991";
    };
    EXPECT_TRUE(std::ranges::any_of(parsed.of_type("Organization"), names_first));
  }
}

TEST(FhirResponseEcho, SaysThatNamesAreUnknownWhereTheProfileWantsThem) {
  precert::PersonName given_alone;
  given_alone.given = "ALPHA";
  for (const precert::PersonName& name : {precert::PersonName{}, given_alone}) {
    precert::ReviewRequest request = support::therapy_request();
    request.subscriber.name = name;
    request.event.providers.front().person = name;
    for (const PasVersion version : {PasVersion::v2_2_1, PasVersion::v2_0_1}) {
      const Parsed parsed(
          mappers::review_response_from(request, support::mixed(), support::context(version)));
      expect_profile(parsed, version);
      EXPECT_THAT(support::shape_faults(parsed.root()), testing::IsEmpty());
      const json::Value practitioner = parsed.of_type("Practitioner").front().find("name").at(0);
      EXPECT_TRUE(practitioner.find("_family").find("extension").is_array());
      const json::Value patient = parsed.of_type("Patient").front().find("name").at(0);
      EXPECT_EQ(patient.find("extension").is_array(), name.given.empty());
    }
  }
}

TEST(FhirResponseEcho, KeepsContainedInsurersOutOfTheBundleButAnswersAll) {
  std::string text = support::therapy_bundle();
  const std::string from = R"("insurer":{"reference":"Organization/I1"})";
  text.replace(text.find(from), from.size(),
               R"("contained":[{"resourceType":"Organization","id":"own"}],"insurer":{"reference":"#own"})");
  const Parsed asked(text);
  mappers::ResponseContext context = support::context();
  context.request = &asked.bundle();
  const Parsed parsed(mappers::review_response_from(support::therapy_request(), support::mixed(), context));
  EXPECT_THAT(support::reference_faults(parsed.bundle()), testing::IsEmpty());
  EXPECT_TRUE(fhir::reference_of(parsed.first().find("insurer")).starts_with("urn:uuid:"));
}

TEST(FhirResponseMade, GivesPatientInsurerAndRequestorFromTheModel) {
  const Parsed parsed(support::answer_to_x12(support::mixed()));
  const std::vector<json::Value> patients = parsed.of_type("Patient");
  ASSERT_EQ(patients.size(), 1U);
  EXPECT_EQ(patients.front().find("gender").string(), "unknown");
  EXPECT_EQ(fhir::identifier_by_type(patients.front(), "MB").find("value").string(), "M100");
  EXPECT_EQ(parsed.of_type("Organization").size(), 2U);
  EXPECT_EQ(parsed.of_type("Practitioner").size(), 1U);
}

TEST(FhirResponseMade, MakesARoleForAPersonWhoAsks) {
  precert::ReviewRequest request = support::therapy_request();
  request.requester = request.event.providers.front();
  const Parsed parsed(mappers::review_response_from(request, support::mixed(), support::context()));
  EXPECT_THAT(support::reference_faults(parsed.bundle()), testing::IsEmpty());
  EXPECT_THAT(support::shape_faults(parsed.root()), testing::IsEmpty());
  EXPECT_EQ(parsed.of_type("PractitionerRole").size(), 1U);
  EXPECT_EQ(parsed.of_type("Practitioner").size(), 1U);
}

TEST(FhirResponseRemarks, TravelAsOneOperationOutcome) {
  const base::Issues remarks{base::Issue{base::IssueCode::fhir_value_invalid, "Bundle.entry[3]",
                                         "Send a valid NPI.", base::Severity::warning}};
  mappers::ResponseContext context = support::context();
  context.remarks = &remarks;
  const Parsed parsed(support::answer_to_fhir(support::mixed(), context));
  EXPECT_EQ(parsed.of_type("OperationOutcome").size(), 1U);
  EXPECT_EQ(parsed.first().find("processNote").size(),
            Parsed(support::answer_to_fhir(support::mixed())).first().find("processNote").size());
}

TEST(FhirResponseAlone, StandsWithoutABundle) {
  for (const precert::Determination& determination :
       {support::mixed(), support::pended(), support::refused()}) {
    std::string text;
    json::Writer out(text);
    mappers::write_claim_response(out, support::therapy_request(), determination, support::context());
    const Parsed parsed(text);
    EXPECT_EQ(parsed.root().find("resourceType").string(), "ClaimResponse");
    EXPECT_THAT(support::shape_faults(parsed.root()), testing::IsEmpty());
    std::vector<std::string> contained;
    for (const json::Value one : fhir::list(parsed.root(), "contained")) {
      contained.push_back("\"#" + std::string(fhir::text(one, "id")) + "\"");
    }
    EXPECT_GE(contained.size(), 3U);
    for (const std::string& id : contained)
      EXPECT_NE(text.find("\"reference\":" + id), std::string::npos) << id;
    EXPECT_EQ(text.find("urn:uuid"), std::string::npos);
  }
}

std::vector<mappers::ReviewedCase> two_cases(const precert::ReviewRequest& request,
                                             const precert::Determination& determination) {
  mappers::ReviewedCase one{&request, &determination, support::context()};
  mappers::ReviewedCase other = one;
  other.context.case_id = "case-8";
  return {one, other};
}

TEST(FhirInquiryResponse, GivesABundleForEachMatchInParametersOf221) {
  const precert::ReviewRequest request = support::therapy_request();
  const precert::Determination determination = support::pended();
  const auto cases = two_cases(request, determination);
  std::string text;
  json::Writer out(text);
  mappers::write_inquiry_response(out, cases, support::context());
  const Parsed parsed(text);
  EXPECT_THAT(support::shape_faults(parsed.root()), testing::IsEmpty());
  ASSERT_EQ(parsed.root().find("parameter").size(), 2U);
  for (const json::Value parameter : fhir::list(parsed.root(), "parameter")) {
    EXPECT_EQ(parameter.find("name").string(), "return");
    const Parsed bundle(support::text_of(parameter.find("resource")));
    EXPECT_THAT(support::reference_faults(bundle.bundle()), testing::IsEmpty());
    EXPECT_EQ(
        support::text_of(bundle.first().find("meta")),
        R"({"profile":["http://hl7.org/fhir/us/davinci-pas/StructureDefinition/profile-claiminquiryresponse"]})");
    EXPECT_FALSE(bundle.first().find("communicationRequest").exists());
    EXPECT_THAT(bundle.of_type("CommunicationRequest"), testing::IsEmpty());
  }
}

TEST(FhirInquiryResponse, IsEmptyParametersWhenNothingMatches) {
  std::string text;
  json::Writer out(text);
  mappers::write_inquiry_response(out, {}, support::context());
  EXPECT_EQ(text, R"({"resourceType":"Parameters"})");
}

TEST(FhirInquiryResponse, IsOneBundleOf201) {
  const precert::ReviewRequest request = support::therapy_request();
  const precert::Determination determination = support::mixed();
  const auto cases = two_cases(request, determination);
  std::string text;
  json::Writer out(text);
  mappers::write_inquiry_response(out, cases, support::context(PasVersion::v2_0_1));
  const Parsed parsed(text);
  EXPECT_EQ(parsed.of_type("ClaimResponse").size(), 2U);
  EXPECT_THAT(support::reference_faults(parsed.bundle()), testing::IsEmpty());
}

TEST(FhirInquiryResponse, SaysThatNothingMatchesOn201) {
  std::string text;
  json::Writer out(text);
  mappers::write_inquiry_response(out, {}, support::context(PasVersion::v2_0_1));
  const Parsed parsed(text);
  EXPECT_EQ(parsed.bundle().entries().size(), 1U);
  EXPECT_EQ(parsed.of_type("OperationOutcome").size(), 1U);
}

TEST(FhirSearchset, ListsClaimResponsesThatStandAlone) {
  const precert::ReviewRequest request = support::therapy_request();
  const precert::Determination determination = support::mixed();
  const auto cases = two_cases(request, determination);
  mappers::SearchPage page;
  page.cases = cases;
  page.self = "https://payer.example/fhir/ClaimResponse?patient=M100";
  page.next = "https://payer.example/fhir/ClaimResponse?_cursor=x";
  page.total = 5;
  std::string text;
  json::Writer out(text);
  mappers::write_search_page(out, page, support::context());
  const Parsed parsed(text);
  EXPECT_THAT(support::shape_faults(parsed.root()), testing::IsEmpty());
  EXPECT_EQ(parsed.root().find("total").number_text(), "5");
  EXPECT_EQ(parsed.root().find("link").size(), 2U);
  EXPECT_EQ(parsed.of_type("ClaimResponse").size(), 2U);
  EXPECT_EQ(parsed.bundle().entries()[1].full_url, "https://payer.example/fhir/ClaimResponse/case-8");
  EXPECT_EQ(parsed.bundle().entries()[1].entry.find("search").find("mode").string(), "match");
}

TEST(FhirSearchset, HasNeitherEntryNorTotalNorNextWhereThereIsNone) {
  mappers::SearchPage page;
  page.self = "https://payer.example/fhir/ClaimResponse";
  std::string text;
  json::Writer out(text);
  mappers::write_search_page(out, page, support::context());
  EXPECT_EQ(text.find("\"entry\""), std::string::npos);
  EXPECT_EQ(text.find("\"total\""), std::string::npos);
  EXPECT_EQ(text.find("\"next\""), std::string::npos);
}

}  // namespace
