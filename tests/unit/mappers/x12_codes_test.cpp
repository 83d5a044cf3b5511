// Codes are looked for as numbers: each is found, and nothing that only looks like it.
#include "mappers/codes/x12_codes.hpp"

#include "mappers/codes/clinical_codes.hpp"

namespace mappers {
namespace {

template <class Enum>
class FromX12 : public testing::Test {};

using Vocabularies =
    testing::Types<precert::RequestCategory, precert::CertificationType, precert::LevelOfService,
                   precert::ReviewAction, precert::Gender, precert::Relationship, precert::PartyRole,
                   precert::RelatedCause, precert::FollowUp, precert::PlaceKind, precert::IdentifierKind,
                   precert::ContactKind>;
TYPED_TEST_SUITE(FromX12, Vocabularies);

TYPED_TEST(FromX12, FindsEachCodeOfTheList) {
  for (const auto& [value, code] : X12Codes<TypeParam>::all)
    EXPECT_EQ(from_x12<TypeParam>(code), value) << code;
}

TYPED_TEST(FromX12, FindsNoCodeThatTheListLacks) {
  EXPECT_FALSE(from_x12<TypeParam>(""));
  for (const auto& [value, code] : X12Codes<TypeParam>::all) {
    const std::string text(code);
    EXPECT_FALSE(from_x12<TypeParam>(text + " ")) << code;
    EXPECT_FALSE(from_x12<TypeParam>(std::string(1, '\0') + text)) << code;
    EXPECT_FALSE(from_x12<TypeParam>(text + std::string(1, '\0'))) << code;
    EXPECT_FALSE(from_x12<TypeParam>("AAAAAAAA" + text)) << code;
    // As long as no size that one byte can tell from the code's.
    EXPECT_FALSE(from_x12<TypeParam>(text + std::string(256, '\0'))) << code;
    EXPECT_FALSE(from_x12<TypeParam>(std::string(256, '\0') + text)) << code;
  }
}

}  // namespace
}  // namespace mappers
