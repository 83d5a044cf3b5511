// One form of a request, whichever dialect it came in.
#include "mappers/model/canonical.hpp"

#include "mappers/codes/procedure_codes.hpp"
#include "mappers/x12/answers.hpp"

namespace {

using precert::CertificationType;
using precert::RequestCategory;
using precert::ReviewRequest;

precert::Place place(const char* code) { return {precert::PlaceKind::place_of_service, code, {}}; }

ReviewRequest with_lines(std::size_t count) {
  ReviewRequest request;
  request.services.resize(count);
  for (std::size_t i = 0; i < count; ++i) request.services[i].sequence = static_cast<int>(i) + 1;
  return request;
}

/// As a 278 says it: the event has its own values, lines override them.
ReviewRequest said_in_x12() {
  ReviewRequest request = with_lines(3);
  request.event.service_type = "35";
  request.event.place = place("22");
  request.services[0].service_type = "36";
  request.services[1].service_type = "24";
  request.services[1].place = place("11");
  request.services[2].service_type = "36";
  request.services[2].category = RequestCategory::specialty_care;
  return request;
}

/// As FHIR says it: every item has everything; the event's are the first item's.
ReviewRequest said_in_fhir() {
  ReviewRequest request = with_lines(3);
  request.event.service_type = "36";
  request.event.place = place("22");
  for (auto& line : request.services) {
    line.category = RequestCategory::health_services;
    line.certification = CertificationType::initial;
    line.service_type = "36";
    line.place = place("22");
  }
  request.services[1].service_type = "24";
  request.services[1].place = place("11");
  request.services[2].category = RequestCategory::specialty_care;
  return request;
}

TEST(MakeCanonical, GivesBothDialectsTheSameModel) {
  ReviewRequest x12 = said_in_x12(), fhir = said_in_fhir();
  mappers::make_canonical(x12);
  mappers::make_canonical(fhir);
  EXPECT_TRUE(x12 == fhir);
  EXPECT_EQ(x12.event.service_type, "36");
  EXPECT_EQ(x12.services[0].service_type, "");
  EXPECT_EQ(x12.services[1].service_type, "24");
  EXPECT_FALSE(x12.services[0].place);
}

TEST(MakeCanonical, ChangesNothingTheSecondTime) {
  ReviewRequest once = said_in_x12();
  mappers::make_canonical(once);
  ReviewRequest twice = once;
  mappers::make_canonical(twice);
  EXPECT_TRUE(once == twice);
}

TEST(MakeCanonical, KeepsWhatEachLineEffectivelyAsksFor) {
  const ReviewRequest before = said_in_x12();
  ReviewRequest after = before;
  mappers::make_canonical(after);
  for (std::size_t i = 0; i < before.services.size(); ++i) {
    EXPECT_EQ(after.service_type_of(after.services[i]), before.service_type_of(before.services[i]));
    EXPECT_EQ(after.place_of(after.services[i]), before.place_of(before.services[i]));
    EXPECT_EQ(after.certification_of(after.services[i]), before.certification_of(before.services[i]));
  }
}

TEST(MakeCanonical, LiftsNothingWhileALineHasNoValueAtAll) {
  ReviewRequest request = with_lines(2);
  request.services[0].service_type = "62";
  mappers::make_canonical(request);
  EXPECT_EQ(request.event.service_type, "");
  EXPECT_EQ(request.services[0].service_type, "62");
}

TEST(MakeCanonical, KeepsAnAdmissionOverLinesThatCannotSayIt) {
  ReviewRequest request = with_lines(1);
  request.event.category = RequestCategory::admission;
  request.services[0].category = RequestCategory::health_services;
  mappers::make_canonical(request);
  EXPECT_EQ(request.event.category, RequestCategory::admission);
  EXPECT_EQ(request.services[0].category, std::nullopt);
}

TEST(MakeCanonical, OneCancelledLineDoesNotCancelTheEvent) {
  ReviewRequest request = with_lines(1);
  request.event.certification = CertificationType::revision;
  request.services[0].change = precert::Change::cancelled;
  mappers::make_canonical(request);
  EXPECT_EQ(request.event.certification, CertificationType::revision);
  EXPECT_EQ(request.services[0].certification, CertificationType::cancellation);
  EXPECT_EQ(request.purpose, precert::Purpose::request);
}

TEST(MakeCanonical, ACancelledEventCancelsItsLines) {
  ReviewRequest request = with_lines(1);
  request.purpose = precert::Purpose::cancellation;
  mappers::make_canonical(request);
  EXPECT_EQ(request.event.certification, CertificationType::cancellation);
  EXPECT_EQ(request.services[0].change, precert::Change::cancelled);
  EXPECT_EQ(request.services[0].certification, std::nullopt);
}

TEST(MakeCanonical, PutsThePrincipalDiagnosisFirstAndThePointersAfterIt) {
  ReviewRequest request = with_lines(1);
  request.event.diagnoses = {
      {precert::DiagnosisKind::other, precert::CodeSystem::icd10_cm, "i10", {}, {}},
      {precert::DiagnosisKind::admitting, precert::CodeSystem::icd10_cm, "M17.12", {}, {}},
      {precert::DiagnosisKind::principal, precert::CodeSystem::icd10_cm, "M17.11", {}, {}}};
  request.services[0].diagnosis_pointers = {1, 3, 9};
  mappers::make_canonical(request);
  EXPECT_EQ(request.event.diagnoses[0].code, "M1711");
  EXPECT_EQ(request.event.diagnoses[1].code, "M1712");
  EXPECT_EQ(request.event.diagnoses[2].code, "I10");
  EXPECT_EQ(request.services[0].diagnosis_pointers, (std::vector{3, 1, 9}));
}

TEST(MakeCanonical, NamesAPartyByWhatOnlyNamesIt) {
  ReviewRequest request;
  request.requester.identifiers = {{precert::IdentifierKind::employer_id, "1", ""},
                                   {precert::IdentifierKind::npi, "2", ""}};
  mappers::make_canonical(request);
  EXPECT_EQ(request.requester.identifiers[0].value, "2");
  EXPECT_EQ(request.requester.identifiers[1].value, "1");
}

TEST(MakeCanonical, TakesAnAmountAloneForAQuantityButNotAPattern) {
  ReviewRequest request = with_lines(2);
  for (auto& line : request.services) {
    line.delivery = precert::Delivery{};
    line.delivery->unit = precert::Unit::visit;
    line.delivery->quantity = base::Decimal(12);
  }
  request.services[1].delivery->frequency_unit = "WK";
  mappers::make_canonical(request);
  EXPECT_EQ(request.services[0].quantity->value, base::Decimal(12));
  EXPECT_FALSE(request.services[0].delivery);
  EXPECT_FALSE(request.services[1].quantity);
  EXPECT_TRUE(request.services[1].delivery);
}

TEST(MakeCanonical, ReadsDentalCodesOfHcpcsAsCdt) {
  ReviewRequest request = with_lines(1);
  request.services[0].procedure = {precert::CodeSystem::hcpcs, "d2740", {}, "", "", {}};
  mappers::make_canonical(request);
  EXPECT_EQ(request.services[0].procedure.system, precert::CodeSystem::cdt);
  EXPECT_EQ(request.services[0].procedure.code, "D2740");
}

TEST(ProcedureCodes, OfFourDigitsAndALetterOfCptAreCpt) {
  for (const std::string_view code : {"72148", "0001F", "0042T", "0001U", "0001A", "0020M", "0020m"})
    EXPECT_EQ(mappers::cpt_or_hcpcs(code), precert::CodeSystem::cpt) << code;
  for (const std::string_view code : {"E1390", "0020X", "0020"})
    EXPECT_EQ(mappers::cpt_or_hcpcs(code), precert::CodeSystem::hcpcs) << code;
}

TEST(Answers, APartWithoutAValueIsANote) {
  std::vector<precert::Answer> answers;
  std::vector<precert::Note> notes;
  mappers::read_answers("Q/a=Y;see chart;=5", 2, {}, answers, notes);
  ASSERT_EQ(answers.size(), 1U);
  ASSERT_EQ(notes.size(), 2U);
  EXPECT_EQ(notes[0], (precert::Note{"see chart", 2, {}}));
}

TEST(Answers, AreNeverCutInHalf) {
  const precert::Answer small{"a", true, 0, {}}, large{"b", std::string(300, 'x'), 0, {}};
  const auto made = mappers::answer_text({&small, &large}, ':', 264);
  EXPECT_EQ(made.text, "Q/a=Y");
  EXPECT_EQ(made.fitting, 1U);
}

}  // namespace
