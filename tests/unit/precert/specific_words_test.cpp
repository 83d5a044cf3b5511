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

}  // namespace
}  // namespace precert::test
