// UUIDs made from text: what was written before under an id has the same id when it is written again.
#include "mappers/fhir/uuid.hpp"

namespace {

TEST(MadeUuids, AreTheSameForTheSameWordsForEver) {
  EXPECT_EQ(mappers::uuid_from("case C1", "patient"), "421be0b1-8316-882a-adf2-e79a64b4637f");
}

TEST(MadeUuids, DifferWithEitherText) {
  const std::string one = mappers::uuid_from("case C1", "patient");
  EXPECT_NE(one, mappers::uuid_from("case C2", "patient"));
  EXPECT_NE(one, mappers::uuid_from("case C1", "insurer"));
  EXPECT_NE(mappers::uuid_from("a", "bc"), mappers::uuid_from("ab", "c"));
}

TEST(MadeUuids, AreOfVersionEightWhateverTheBits) {
  EXPECT_EQ(mappers::uuid_of(0, 0), "00000000-0000-8000-8000-000000000000");
  EXPECT_EQ(mappers::uuid_of(~0ULL, ~0ULL), "ffffffff-ffff-8fff-bfff-ffffffffffff");
}

}  // namespace
