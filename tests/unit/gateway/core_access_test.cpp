#include "core_support.hpp"
#include "gateway/core/access.hpp"
#include "gateway/store/content_hash.hpp"

namespace {

using namespace gateway;
using core_test::interchange;

Partner partner(const std::string& name, const std::string& password) {
  Partner made;
  made.name = name;
  made.senders = {"ZZ:" + name};
  made.core_sender = name;
  made.core_user = "user-" + name;
  made.core_password_sha256 = hex(content_hash_of(password));
  return made;
}

std::vector<Partner> two_and_default() {
  std::vector<Partner> partners = {partner("HOSPA", "secret"), partner("HOSPB", "other"), Partner()};
  partners[0].group_senders = {"HOSPA", "HOSPA-LAB"};
  return partners;
}

CoreAdmission asked(const std::string& user, const std::string& password, const std::string& sender) {
  static const std::vector<Partner> partners = two_and_default();
  CoreEnvelope envelope = core_test::real_time(CoreForm::mime, "ISA");
  envelope.set(CoreField::user_name, user);
  envelope.set(CoreField::password, password);
  envelope.set(CoreField::sender_id, sender);
  return admitted(envelope, partners, false);
}

TEST(Admitted, KnowsAPartnerByItsCredentials) {
  const CoreAdmission admission = asked("user-HOSPB", "other", "HOSPB");
  ASSERT_NE(admission.partner, nullptr) << admission.fault.code;
  EXPECT_EQ(admission.partner->name, "HOSPB");
}

TEST(Admitted, SaysTheSameOfAnUnknownUserAndAWrongPassword) {
  const CoreAdmission unknown = asked("nobody", "secret", "HOSPA");
  const CoreAdmission wrong = asked("user-HOSPA", "Secret", "HOSPA");
  const CoreAdmission nothing = asked("", "", "HOSPA");
  for (const CoreAdmission* admission : {&unknown, &wrong, &nothing}) {
    EXPECT_EQ(admission->partner, nullptr);
    EXPECT_EQ(admission->fault.code, "UnAuthorized");
    EXPECT_EQ(admission->fault.message, unknown.fault.message);
  }
}

TEST(Admitted, HoldsTheSenderIdToThePartner) {
  EXPECT_EQ(asked("user-HOSPA", "secret", "HOSPB").fault.code, "SenderIDIllegal");
  EXPECT_EQ(asked("user-HOSPA", "secret", "ELSEWHERE").fault.code, "SenderIDIllegal");
}

TEST(Admitted, NeverLetsAPartnerWithoutCredentialsIn) {
  const std::vector<Partner> partners = {Partner()};
  CoreEnvelope envelope = core_test::real_time(CoreForm::mime, "ISA");
  envelope.set(CoreField::user_name, "");
  envelope.set(CoreField::password, "");
  EXPECT_EQ(admitted(envelope, partners, false).fault.code, "UnAuthorized");
  EXPECT_NE(admitted(envelope, partners, true).partner, nullptr);
}

TEST(CoreIsOpen, OnlyOnLoopbackWithNobodyToTellApart) {
  const std::vector<Partner> alone = {Partner()};
  EXPECT_TRUE(core_is_open(alone, true));
  EXPECT_FALSE(core_is_open(alone, false));
  EXPECT_FALSE(core_is_open(two_and_default(), true));
}

TEST(PayloadSenderFault, HoldsEveryInterchangeToThePartner) {
  const std::vector<Partner> partners = two_and_default();
  const auto code = [&](const std::string& payload, std::size_t who) {
    const std::optional<CoreFault> fault = payload_sender_fault(payload, partners[who], partners);
    return fault ? fault->code + " " + fault->message.substr(0, 5) : "none";
  };
  EXPECT_EQ(code(interchange("HOSPA", "HOSPA-LAB"), 0), "none");
  EXPECT_EQ(code(interchange("HOSPB", "HOSPA"), 0), "SenderIDIllegal ISA06");
  EXPECT_EQ(code(interchange("HOSPA", "HOSPB"), 0), "SenderIDIllegal GS02 ");
  EXPECT_EQ(code(interchange("HOSPA", "HOSPA") + interchange("HOSPB", "HOSPA"), 0), "SenderIDIllegal ISA06");
  EXPECT_EQ(code(interchange("UNLISTED", "ANY"), 2), "none") << "the default partner";
  EXPECT_EQ(code(interchange("HOSPA", "HOSPA"), 2), "SenderIDIllegal ISA06");
  EXPECT_EQ(code("no interchange", 0), "none") << "the exchange answers it";
}

}  // namespace
