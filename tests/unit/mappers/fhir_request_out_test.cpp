// Model -> PAS request Bundle.
#include <set>

#include "fhir_request_support.hpp"
#include "mappers/codes/fhir_systems.hpp"
#include "parsers/fhir/check.hpp"
#include "parsers/fhir/resource_view.hpp"

namespace {

using fhir_request::full_request;
using fhir_request::Message;
using fhir_request::written;

TEST(WriteFhirRequest, CarriesEveryFactThatPasHasAPlaceFor) {
  EXPECT_THAT(fhir_request::lost_on_round_trip(full_request()), testing::IsEmpty());
}

TEST(WriteFhirRequest, SaysTheSameBytesForTheSameSeed) {
  EXPECT_EQ(written(full_request()), written(full_request()));
  std::string other;
  json::Writer writer(other);
  static_cast<void>(mappers::write_review_request(writer, full_request(), "another seed"));
  EXPECT_NE(written(full_request()), other);
}

TEST(WriteFhirRequest, PutsTheClaimFirstAndResolvesEveryReference) {
  const Message message(written(full_request()));
  ASSERT_TRUE(message.readable());
  EXPECT_EQ(message.bundle().entries().front().type, "Claim");
  std::set<std::string_view> urls;
  for (const fhir::Entry& entry : message.bundle().entries()) {
    EXPECT_TRUE(entry.full_url.starts_with("urn:uuid:")) << entry.full_url;
    EXPECT_TRUE(urls.insert(entry.full_url).second);
  }
  const json::Value claim = message.claim();
  for (const std::string_view name : {"patient", "insurer", "provider"}) {
    EXPECT_TRUE(message.bundle().resolve(claim.find(name))) << name;
  }
}

TEST(WriteFhirRequest, PassesTheProfileCheckWithoutError) {
  const auto profiles = fhir::Profiles::of(fhir::Version::pas_2_2_1);
  ASSERT_TRUE(profiles.has_value());
  const Message message(written(full_request()));
  const base::Issues issues = fhir::check(message.bundle(), *profiles, fhir::Purpose::submit);
  for (const base::Issue& issue : issues) {
    EXPECT_NE(issue.severity, base::Severity::error) << issue.where << ": " << issue.remedy;
  }
}

TEST(WriteFhirRequest, SharesOneResourceBetweenTheRolesOfAProvider) {
  precert::ReviewRequest request = full_request();
  request.services.front().providers = {request.event.providers.front()};
  request.services.front().providers.front().role = precert::PartyRole::performing;
  const Message message(written(request));
  const json::Value team = message.claim().find("careTeam");
  const auto of = [&](std::size_t at) { return fhir::reference_of(team.at(at).find("provider")); };
  EXPECT_EQ(of(0), of(2));
  EXPECT_THAT(fhir_request::lost_on_round_trip(request), testing::IsEmpty());
}

TEST(WriteFhirRequest, GivesARequestWithoutServicesOneItemThatStandsForTheEvent) {
  precert::ReviewRequest request = full_request();
  request.services.clear();
  for (auto& document : request.documents) document.service = 0;
  for (auto& note : request.notes) note.service = 0;
  for (auto& answer : request.answers) answer.service = 0;
  const Message message(written(request));
  EXPECT_EQ(message.claim().find("item").size(), 1U);
  EXPECT_THAT(fhir_request::lost_on_round_trip(request), testing::IsEmpty());
}

TEST(WriteFhirRequest, CancelsTheWholeAtTheClaim) {
  precert::ReviewRequest request = full_request();
  request.event.certification = precert::CertificationType::cancellation;
  request.services.clear();
  request.documents.clear();
  request.notes.clear();
  request.answers.clear();
  const std::string text = written(request);
  const auto again = fhir_request::request_of(text);
  EXPECT_EQ(again.purpose, precert::Purpose::cancellation);
  EXPECT_EQ(fhir::text(Message(text).claim(), "status"), "active");
}

TEST(WriteFhirRequest, NamesWhatPasHasNoPlaceFor) {
  precert::ReviewRequest request = full_request();
  request.event.transport = precert::Transport{};
  request.event.delay_reason = "1";
  precert::HomeHealth home;
  home.surgery = base::Date{2026, 1, 1};
  request.event.home_health = home;
  base::Issues lost;
  static_cast<void>(written(request, &lost));
  std::vector<std::string> places;
  for (const base::Issue& issue : lost) {
    EXPECT_EQ(issue.severity, base::Severity::warning);
    places.push_back(issue.where);
  }
  EXPECT_THAT(places,
              testing::UnorderedElementsAre("event.transport", "event.delay_reason", "event.home_health"));
}

TEST(WriteFhirRequest, LosesNothingOfTheFullRequestSilently) {
  base::Issues lost;
  static_cast<void>(written(full_request(), &lost));
  EXPECT_TRUE(lost.empty());
}

/// HSD of the event and SV of the line may say the same number.
TEST(WriteFhirRequest, KeepsTheEventsDeliveryBesideEqualLineQuantities) {
  precert::ReviewRequest request = full_request();
  request.services.front().delivery.reset();
  request.services.front().quantity = precert::Quantity{base::Decimal(7), precert::Unit::day, {}};
  EXPECT_THAT(fhir_request::lost_on_round_trip(request), testing::IsEmpty());
}

TEST(WriteFhirRequest, SaysWhenSomethingWasMeasured) {
  precert::ReviewRequest request = full_request();
  request.answers = {
      {"loinc:39156-5", base::Decimal(30), 0, {}, "kg/m2", {}, base::instant_from_iso("2026-02-03")},
      {"loinc:39156-5", base::Decimal(36), 0, {}, "kg/m2", {}, base::instant_from_iso("2026-01-05")}};
  EXPECT_THAT(fhir_request::lost_on_round_trip(request), testing::IsEmpty());
}

/// A request with little in it comes back as little.
TEST(WriteFhirRequest, KeepsWhatWasNeverSaidUnsaid) {
  precert::ReviewRequest request;
  request.subscriber.identifiers = {{precert::IdentifierKind::member_id, "M-1", ""}};
  request.umo.role = precert::PartyRole::payer;
  request.umo.organization = "PLAN ONE";
  request.requester.organization = "CLINIC ONE";
  precert::ServiceLine line;
  line.procedure.code = "97110";
  request.services = {line};
  EXPECT_THAT(fhir_request::lost_on_round_trip(request), testing::IsEmpty());
}

}  // namespace
