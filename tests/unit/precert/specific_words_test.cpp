// Words of a denial that say why.
#include "precert/engine/specific_words.hpp"

namespace precert::test {
namespace {

TEST(WordsOfADenial, ThatFitEveryDenialDoNotSayWhy) {
  for (const char* const words : {"", " .", "Not medically necessary.", "NOT MEDICALLY NECESSARY",
                                  "The service is not medically necessary.", "Medical necessity not met.",
                                  "Does not meet the criteria of the plan.", "Denied per policy."}) {
    EXPECT_FALSE(say_why(words, "experimental")) << words;
  }
}

TEST(WordsOfADenial, ThatRepeatTheCodeDoNotSayWhy) {
  EXPECT_FALSE(say_why("Experimental or investigational!", "experimental or investigational"));
  EXPECT_TRUE(say_why("Experimental or investigational for migraine.", "experimental or investigational"));
}

TEST(WordsOfADenial, ThatSpeakOfTheRequestSayWhy) {
  for (const char* const words :
       {"Not medically necessary: six weeks of physical therapy are missing.",
        "No examination is documented.", "Still no finding.", "The treatment plan was not provided.",
        "PET for screening does not meet the criteria."}) {
    EXPECT_TRUE(say_why(words, "not medically necessary")) << words;
  }
}

TEST(WordsOfADenial, MayBeOfAnotherScript) {
  EXPECT_TRUE(say_why("\xD0\x9D\xD0\xB5\xD1\x82 \xD1\x81\xD0\xBD\xD0\xB8\xD0\xBC\xD0\xBA\xD0\xB0", "x"));
  EXPECT_TRUE(say_why("\xE7\xBC\xBA\xE5\xB0\x91", "x"));
}

TEST(WordsOfADenial, AreNotMadeSpecificByADash) {
  EXPECT_FALSE(say_why("Denied \xE2\x80\x94 per\xC2\xA0policy\xE2\x80\xA6", "x"));
}

}  // namespace
}  // namespace precert::test
