// What the store makes of two texts, and of blocks that an older or a newer precert wrote.
#include "gateway/store/packed.hpp"

namespace {

using gateway::sqlite::Dictionary;
using gateway::sqlite::Packed;
using gateway::sqlite::packed_from;
using gateway::sqlite::unpacked_from;

const std::string bundle =
    R"({"resourceType":"Bundle","identifier":{"system":"http://example.org/bundles","value":"B1"},"type":"collection",)"
    R"("entry":[{"fullUrl":"urn:uuid:00000000-0000-4000-8000-000000000001","resource":{"resourceType":"Claim","status":"active"}}]})";
const std::string answer = R"({"resourceType":"Bundle","type":"collection","entry":[]})";

TEST(PackedTexts, ComeBackAsTheyWereWithEveryDictionary) {
  for (const Dictionary dictionary : {Dictionary::none, Dictionary::exchange_1, Dictionary::case_1}) {
    const Packed packed = packed_from(bundle, answer, dictionary);
    ASSERT_TRUE(packed.packed());
    const auto texts = unpacked_from(packed.block, bundle.size(), answer.size(), packed.dictionary);
    ASSERT_TRUE(texts);
    EXPECT_EQ(texts->first, bundle);
    EXPECT_EQ(texts->second, answer);
  }
}

TEST(PackedTexts, TakeHalfTheirRoomWithADictionaryOfTheirKind) {
  EXPECT_LT(2 * packed_from(bundle, answer, Dictionary::exchange_1).block.size(),
            packed_from(bundle, answer, Dictionary::none).block.size());
}

TEST(PackedTexts, ThatOneBlockFollowsAnotherChangesNothing) {
  const Packed first = packed_from(bundle, answer, Dictionary::exchange_1);
  EXPECT_EQ(packed_from(answer, bundle, Dictionary::exchange_1).first_size, answer.size());
  EXPECT_EQ(packed_from(bundle, answer, Dictionary::exchange_1).block, first.block);
}

TEST(PackedTexts, OfAnotherDictionaryAreNotTakenForTheirs) {
  const Packed packed = packed_from(bundle, answer, Dictionary::exchange_1);
  const auto texts = unpacked_from(packed.block, bundle.size(), answer.size(), Dictionary::none);
  EXPECT_TRUE(!texts || texts->first != bundle);
}

TEST(PackedTexts, ByADictionaryOfANewerPrecertAreDamaged) {
  const Packed packed = packed_from(bundle, answer, Dictionary::exchange_1);
  EXPECT_FALSE(unpacked_from(packed.block, bundle.size(), answer.size(), static_cast<Dictionary>(99)));
}

std::string bytes_of(std::string_view hex) {
  std::string bytes;
  for (std::size_t at = 0; at < hex.size(); at += 2) {
    bytes += static_cast<char>(std::stoi(std::string(hex.substr(at, 2)), nullptr, 16));
  }
  return bytes;
}

/// Fails when a dictionary that stores were written with is edited: each block points into all of its text.
TEST(PackedTexts, OfTheFirstReleaseAreStillRead) {
  const std::string exchange =
      R"(*00*          *00*      ,{"url":"interchangeSend"http://www.ama-assn.org6-2885-824b-bc37-e886cb085-8aca-84be-369912)"
      R"(b68abinci-pas/StructureDefinilueCodeableConcept":{"coZ","end":"2026-01-20T07:)";
  const auto first = unpacked_from(bytes_of("552a30302a200100060e00056f0a0794514453656e64b2000c102b04a4350cf9"
                                            "4b0f1d170505df000bd0180f6f08050f9e0200"
                                            "50305430373a"),
                                   exchange.size(), 0, Dictionary::exchange_1);
  ASSERT_TRUE(first);
  EXPECT_EQ(first->first, exchange);
  const std::string stored =
      R"(urpose":"request","referstate":"IL","postal_codeal","service_type":"62",":"1999999990","source":lse}{"action":)"
      R"("pended","7:59:59Z","loinc_modifiee","detail":"red-flag isfax","value":"8005550101)";
  const auto second = unpacked_from(bytes_of("0f1b140504a9010cb01102660e02180f042207433632222cf70a01020008da0"
                                             "c0f6f0a0507aa0301810704040818651a0407"
                                             "99050fb90100503530313031"),
                                    stored.size(), 0, Dictionary::case_1);
  ASSERT_TRUE(second);
  EXPECT_EQ(second->first, stored);
}

TEST(PackedTexts, StayAsTheyAreWherePackingDoesNotPay) {
  EXPECT_FALSE(packed_from("x", "", Dictionary::exchange_1).packed());
}

}  // namespace
