// Accented letters of a partner who sends ISO 8859-1: kept as UTF-8, answered in ISO 8859-1, and no hindrance
// to anybody else who asks about the same member.
#include "gateway/cli/cli.hpp"
#include "gateway/cli/temporary_gateway.hpp"
#include "gateway/edi/partners.hpp"
#include "tests/support/text.hpp"

namespace {

using testing::HasSubstr;
using testing::Not;

class AccentedLetters : public testing::Test {
 protected:
  void SetUp() override {
    gateway::Config config;
    config.log_level = "off";
    auto opened = gateway::cli::TemporaryGateway::open(std::move(config),
                                                       base::instant_from_iso("2026-01-05T17:30:00Z"));
    ASSERT_TRUE(opened) << opened.error().first().remedy;
    gateway_ = std::move(*opened);
    auto partners = gateway::Partners::from_yaml(
        "partners:\n  - name: accents\n    senders: [\"ZZ:CLEARTEST1\"]\n"
        "    check: {character_set: extended_latin}\n  - name: others\n",
        "partners.yaml");
    ASSERT_TRUE(partners) << partners.error().first().remedy;
    gateway::Services& services = gateway_->gateway().services();
    gateway::Snapshot now = services.knowledge.current();
    now.partners = std::make_shared<const gateway::Partners>(std::move(*partners));
    services.knowledge.swap(std::move(now));
    const auto read =
        gateway::cli::read_file(PRECERT_SOURCE_DIR "/fixtures/scenarios/mri-approved/request.x12");
    ASSERT_TRUE(read);
    request_ = *read;
  }
  std::string answer(const std::string& text) {
    const gateway::HttpReply reply = gateway_->post("/x12", "application/edi-x12", text);
    EXPECT_EQ(reply.status, 200U) << reply.body;
    return reply.body;
  }

  std::string request_;

 private:
  std::unique_ptr<gateway::cli::TemporaryGateway> gateway_;
};

TEST_F(AccentedLetters, ComeBackAsTheyWereSent) {
  const std::string answered = answer(support::replaced(request_, "EXAMPLE CLINIC", "CL\xCDNICA EXAMPLE"));
  EXPECT_THAT(answered, HasSubstr("CL\xCDNICA EXAMPLE"));
  EXPECT_THAT(answered, HasSubstr("HCR*A1"));
}

TEST_F(AccentedLetters, DoNotHinderWhoAsksAboutTheMemberNext) {
  answer(support::replaced(request_, "EXAMPLE CLINIC", "CL\xCDNICA EXAMPLE"));
  const std::string other =
      support::replaced(support::replaced(request_, "CLEARTEST1", "CLEARTEST2"), "MRI01", "MRI02");
  EXPECT_THAT(answer(other), HasSubstr("HCR*"));
}

TEST_F(AccentedLetters, OfNobodyThatAgreedOnThemAreRefused) {
  std::string other = support::replaced(request_, "CLEARTEST1", "CLEARTEST2");
  other = support::replaced(other, "EXAMPLE CLINIC", "CL\xCDNICA EXAMPLE");
  const std::string answered = answer(other);
  EXPECT_THAT(answered, HasSubstr("IK4*3*1035*6"));
  EXPECT_THAT(answered, Not(HasSubstr("HCR*")));
}

}  // namespace
