// Whatever a request says, as FHIR may say it, the 278 written from it is valid, and what X12 can carry comes
// back.
#include <random>

#include "mappers/model/canonical.hpp"
#include "x12_support.hpp"

namespace {

base::Date day(const char* text) { return *base::date_from_iso(text); }

/// Requests with valid codes but no regard for the limits of X12.
class Requests {
 public:
  explicit Requests(unsigned seed) : engine_(seed) {}

  precert::ReviewRequest next() {
    precert::ReviewRequest made;
    made.reference = "REQ" + std::to_string(number(1, 9999));
    made.submitted = *base::instant_from_iso("2026-01-05T09:30:00Z") + std::chrono::seconds(number(0, 99));
    made.umo = party();
    made.umo.identifiers.insert(made.umo.identifiers.begin(),
                                {precert::IdentifierKind::payer_id, "EXPL1", ""});
    made.requester = party();
    made.requester.identifiers.push_back({precert::IdentifierKind::npi, "1999000015", ""});
    made.subscriber = person();
    made.subscriber.identifiers.push_back({precert::IdentifierKind::member_id, "EXM1", ""});
    if (one_in(3)) made.dependent = person();
    if (one_in(2)) made.insurance = {words(), words(), std::nullopt, {}};
    made.event = event();
    for (int i = number(0, 4); i > 0; --i)
      made.services.push_back(line(static_cast<int>(made.services.size()) + 1));
    for (int i = number(0, 14); i > 0; --i) made.documents.push_back(document(number(0, 2)));
    for (int i = number(0, 3); i > 0; --i) made.notes.push_back({words(), number(0, 3), {}});
    for (int i = number(0, 4); i > 0; --i)
      made.answers.push_back({"loinc:" + std::to_string(i), words(), number(0, 3), {}});
    mappers::make_canonical(made);
    return made;
  }

 private:
  int number(int from, int to) { return std::uniform_int_distribution<int>(from, to)(engine_); }
  bool one_in(int n) { return number(1, n) == 1; }
  std::string words() {
    if (one_in(20)) return std::string(static_cast<std::size_t>(number(1, 400)), 'w');
    return one_in(10) ? "odd *~:^ \xC3\x89; text" : "WORDS " + std::to_string(number(1, 99));
  }
  base::Period period() {
    const base::Date start = day("2026-01-05").plus_days(number(0, 60));
    if (one_in(6)) return {start, std::nullopt};
    return {start, start.plus_days(number(0, 9))};
  }

  precert::Party party() {
    precert::Party made;
    made.role = static_cast<precert::PartyRole>(number(0, 29));
    made.entity = one_in(2) ? precert::EntityType::person : precert::EntityType::organization;
    made.organization = words();
    made.person = {words(), one_in(2) ? words() : "", "", one_in(4) ? "DR" : "", ""};
    for (int i = number(0, 5); i > 0; --i)
      made.identifiers.push_back(
          {static_cast<precert::IdentifierKind>(number(0, 25)), "19990000" + std::to_string(i), "IL"});
    if (one_in(2)) made.address = address();
    if (one_in(3))
      made.contact = precert::Contact{
          one_in(2) ? words() : "",
          {{precert::ContactKind::phone, "1", one_in(2) ? "2" : ""}, {precert::ContactKind::fax, "3", "4"}}};
    if (one_in(2)) made.taxonomy = "207X00000X";
    if (one_in(3)) made.function = one_in(2) ? "CV" : "RF";
    return made;
  }
  precert::Address address() {
    precert::Address made{{"A ST", "B", "C"}, one_in(5) ? "" : "SPRINGFIELD", one_in(3) ? "Illinois" : "IL",
                          "62701-0001",       one_in(3) ? "CA" : "",          one_in(3) ? "ON" : ""};
    made.lines.resize(static_cast<std::size_t>(number(0, 3)));
    return made;
  }
  precert::Person person() {
    precert::Person made;
    made.name = {words(), words(), "", one_in(3) ? "DR" : "", one_in(3) ? "JR" : ""};
    for (int i = number(0, 12); i > 0; --i)
      made.identifiers.push_back(
          {static_cast<precert::IdentifierKind>(number(8, 25)), "77" + std::to_string(i), ""});
    if (one_in(2)) made.address = address();
    if (one_in(2)) made.birth_date = day("1980-02-14");
    made.gender = static_cast<precert::Gender>(number(0, 3));
    made.relationship = static_cast<precert::Relationship>(number(0, 3));
    if (one_in(3)) made.birth_sequence = 2;
    if (one_in(3)) made.military_status = "AO";
    return made;
  }
  precert::Place place() { return {precert::PlaceKind::place_of_service, one_in(2) ? "22" : "11", {}}; }
  std::vector<precert::Trace> traces() {
    std::vector<precert::Trace> made;
    for (int i = number(0, 3); i > 0; --i)
      made.push_back(
          {"T" + std::to_string(i), one_in(2) ? "1999999990" : "http://example.test/traces", "", {}});
    return made;
  }
  precert::PatientEvent event() {
    precert::PatientEvent made;
    made.traces = traces();
    made.category = static_cast<precert::RequestCategory>(number(0, 2));
    made.certification = static_cast<precert::CertificationType>(number(0, 7));
    made.service_type = "62";
    made.place = place();
    made.level = precert::LevelOfService::urgent;
    if (made.category == precert::RequestCategory::admission)
      made.admission_details = precert::Admission{"3", "1", "", "", {}};
    if (one_in(2))
      made.related =
          precert::RelatedCauses{{precert::RelatedCause::another_party, precert::RelatedCause::auto_accident},
                                 "IL",
                                 "",
                                 day("2026-01-01"),
                                 {}};
    if (one_in(2)) made.dates = period();
    if (one_in(2)) made.admission = period();
    for (int i = number(0, 15); i > 0; --i)
      made.diagnoses.push_back({static_cast<precert::DiagnosisKind>(number(0, 3)),
                                precert::CodeSystem::icd10_cm,
                                "M54.1" + std::to_string(i % 10),
                                {},
                                {}});
    if (one_in(2)) made.delivery = delivery();
    for (int i = number(0, 16); i > 0; --i) made.providers.push_back(party());
    return made;
  }
  precert::Delivery delivery() {
    precert::Delivery made;
    // What HSD says only together is seldom apart: X12 cannot say it then, and is not asked.
    const bool amount = one_in(2), rhythm = one_in(2), apart = one_in(50);
    if (amount) made.unit = static_cast<precert::Unit>(number(0, 4));
    if (amount && !apart) made.quantity = base::Decimal(number(1, 9));
    if (one_in(2)) made.frequency_unit = "WK";
    if (rhythm && !apart) made.period_unit = "34";
    if (rhythm) made.periods = 6;
    return made;
  }
  precert::Procedure procedure() {
    using precert::CodeSystem;
    static const std::vector<std::pair<CodeSystem, const char*>> codes{
        {CodeSystem::cpt, "72148"},       {CodeSystem::hcpcs, "K0856"},       {CodeSystem::hcpcs, "D2740"},
        {CodeSystem::ndc, "00093721410"}, {CodeSystem::icd10_pcs, "0SRD0J9"}, {CodeSystem::cdt, "D4341"},
        {CodeSystem::service_type, ""}};
    const auto& [system, code] = codes[static_cast<std::size_t>(number(0, 6))];
    return {system,
            code,
            std::vector<std::string>(static_cast<std::size_t>(number(0, 6)), "59"),
            one_in(3) ? words() : "",
            "",
            {}};
  }
  precert::ServiceLine line(int sequence) {
    precert::ServiceLine made;
    made.sequence = sequence;
    made.traces = traces();
    if (one_in(3)) made.category = static_cast<precert::RequestCategory>(number(0, 2));
    if (one_in(3)) made.certification = static_cast<precert::CertificationType>(number(0, 7));
    if (one_in(3)) made.service_type = "42";
    if (one_in(3)) made.place = place();
    if (one_in(2)) made.dates = period();
    made.procedure = procedure();
    if (one_in(4)) made.revenue_code = "0120";
    if (one_in(2)) made.amount = base::Decimal(850);
    if (one_in(5)) made.unit_rate = base::Decimal(500);
    if (one_in(2))
      made.quantity =
          precert::Quantity{base::Decimal(number(1, 99)), static_cast<precert::Unit>(number(0, 6)), {}};
    if (one_in(3)) made.delivery = delivery();
    if (one_in(4)) made.epsdt = true;
    for (int i = number(0, 12); i > 0; --i) made.providers.push_back(party());
    made.change = static_cast<precert::Change>(number(0, 3));
    return made;
  }
  precert::Document document(int service) {
    static const std::vector<const char*> ways{"", "AA", "BM", "EL", "VO"};
    precert::Document made;
    made.report_type = one_in(3) ? "" : "B3";
    made.transmission = ways[static_cast<std::size_t>(number(0, 4))];
    made.control_number = one_in(2) ? "" : "ACN" + std::to_string(number(1, 9));
    made.description = one_in(2) ? "" : words();
    made.service = service;
    return made;
  }

  std::mt19937 engine_;
};

TEST(X12RequestOf, AnyModelIsValidUnlessSaidOtherwise) {
  Requests requests(278);
  int valid = 0;
  for (int i = 0; i < 1500; ++i) {
    const precert::ReviewRequest request = requests.next();
    base::Issues issues;
    const std::string out = support::written(request, &issues);
    if (issues.fatal()) continue;
    ++valid;
    support::Read278 read(out);
    ASSERT_EQ(read.faults("request"), "") << "case " << i << "\n" << out;
  }
  EXPECT_GT(valid, 600);
}

TEST(X12RequestOf, WhatX12CarriesComesBack) {
  Requests requests(217);
  for (int i = 0; i < 1500; ++i) {
    base::Issues first_loss, second_loss;
    const std::string once = support::written(requests.next(), &first_loss);
    if (first_loss.fatal()) continue;
    const precert::ReviewRequest carried = support::model_of(once);
    const std::string twice = support::written(carried, &second_loss);
    ASSERT_TRUE(second_loss.empty()) << "case " << i << "\n" << support::text(second_loss) << once;
    ASSERT_TRUE(support::model_of(twice) == carried) << "case " << i << "\n" << once << "\n" << twice;
  }
}

}  // namespace
