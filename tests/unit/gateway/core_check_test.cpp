#include "core_support.hpp"
#include "gateway/core/answer.hpp"
#include "gateway/core/check.hpp"

namespace {

using namespace gateway;
using core_test::batch;
using core_test::interchange;
using core_test::real_time;

constexpr CoreForm forms[] = {CoreForm::mime, CoreForm::soap, CoreForm::rest};

/// The code a partner gets; "Success" when nothing is wrong.
std::string code_of(CoreEnvelope envelope, Credentials credentials = Credentials::needed) {
  normalise(envelope);
  const std::vector<CoreFault> faults = core_faults(envelope, credentials);
  return faults.empty() ? "Success" : faults.front().code;
}

CoreEnvelope without(CoreEnvelope envelope, CoreField field) {
  envelope.fields[static_cast<std::size_t>(field)].reset();
  return envelope;
}

CoreEnvelope with(CoreEnvelope envelope, CoreField field, const std::string& value) {
  envelope.set(field, value);
  return envelope;
}

CoreEnvelope request() { return real_time(CoreForm::mime, interchange("HOSPA", "HOSPA")); }
CoreEnvelope submission() { return batch(CoreForm::mime, interchange("HOSPA", "HOSPA")); }

TEST(CoreFaults, FindsNothingInAFaultlessRequestOfAnyForm) {
  for (const CoreForm form : forms) {
    EXPECT_EQ(code_of(real_time(form, interchange("HOSPA", "HOSPA"))), "Success");
    EXPECT_EQ(code_of(batch(form, interchange("HOSPA", "HOSPA"))), "Success");
  }
}

TEST(CoreFaults, MissesEveryFieldByItsName) {
  const std::vector<CoreField> in_both = {CoreField::payload_type, CoreField::processing_mode,
                                          CoreField::payload_id,   CoreField::time_stamp,
                                          CoreField::sender_id,    CoreField::receiver_id,
                                          CoreField::payload,      CoreField::core_rule_version,
                                          CoreField::user_name,    CoreField::password};
  for (const CoreField field : in_both) {
    const std::string code = std::string(core_name(field)) + "Required";
    EXPECT_EQ(code_of(without(request(), field)), code);
    EXPECT_EQ(code_of(without(submission(), field)), code);
    EXPECT_EQ(code_of(with(request(), field, "")), code) << "empty is missing";
  }
  for (const CoreField field : {CoreField::payload_length, CoreField::check_sum}) {
    EXPECT_EQ(code_of(without(submission(), field)), std::string(core_name(field)) + "Required");
    EXPECT_EQ(code_of(without(request(), field)), "Success") << "only batches have it";
  }
}

TEST(CoreFaults, RefusesAnIllegalValueOfEveryField) {
  struct Case {
    CoreField field;
    const char* value;
    const char* code;
  };
  const std::string long_id(51, 'A');
  const Case cases[] = {
      {CoreField::payload_type, "X12 278", "PayloadTypeIllegal"},
      {CoreField::payload_type, "X12_278_Response_005010X217E1_2", "PayloadTypeIllegal"},
      {CoreField::payload_type, "CoreEnvelopeError", "PayloadTypeIllegal"},
      {CoreField::payload_type, "X12_270_Request_005010X279A1", "PayloadTypeIllegal"},
      {CoreField::payload_type, "X12_837_Request_005010X222A1", "PayloadTypeNotUnderstood"},
      {CoreField::processing_mode, "realtime", "ProcessingModeIllegal"},
      {CoreField::payload_id, "two words", "PayloadIDIllegal"},
      {CoreField::payload_id, long_id.c_str(), "PayloadIDIllegal"},
      {CoreField::payload_length, "-1", "PayloadLengthIllegal"},
      {CoreField::payload_length, "7", "PayloadLengthIllegal"},
      {CoreField::time_stamp, "yesterday", "TimeStampIllegal"},
      {CoreField::time_stamp, "2026-02-30T10:00:00Z", "TimeStampIllegal"},
      {CoreField::sender_id, long_id.c_str(), "SenderIDIllegal"},
      {CoreField::sender_id, "HOS\tPA", "SenderIDIllegal"},
      {CoreField::receiver_id, long_id.c_str(), "ReceiverIDIllegal"},
      {CoreField::core_rule_version, "1.1.0", "VersionMismatch"},
      {CoreField::core_rule_version, "2 2 0", "CORERuleVersionIllegal"},
      {CoreField::check_sum, "abc", "CheckSumIllegal"},
      {CoreField::user_name, long_id.c_str(), "UserNameIllegal"},
      {CoreField::password, "\x01", "PasswordIllegal"},
  };
  for (const Case& one : cases) {
    EXPECT_EQ(code_of(with(submission(), one.field, one.value)), one.code) << one.value;
  }
}

TEST(CoreFaults, RefusesAFieldThatCameTwice) {
  for (const CoreField field :
       {CoreField::payload_type, CoreField::sender_id, CoreField::payload, CoreField::password}) {
    CoreEnvelope twice = request();
    twice.receive(field, twice.text(field));
    EXPECT_EQ(code_of(twice), std::string(core_name(field)) + "Illegal");
  }
}

TEST(CoreFaults, NoticesOneFlippedByteOfABatch) {
  CoreEnvelope envelope = submission();
  std::string payload = envelope.text(CoreField::payload);
  payload.back() = '!';
  envelope.set(CoreField::payload, payload);
  EXPECT_EQ(code_of(envelope), "ChecksumMismatched");
}

TEST(CoreFaults, HoldsAVersionToItsForm) {
  const std::string payload = interchange("HOSPA", "HOSPA");
  EXPECT_EQ(code_of(with(request(), CoreField::core_rule_version, "4.0.0")), "VersionMismatch");
  EXPECT_EQ(code_of(with(real_time(CoreForm::rest, payload), CoreField::core_rule_version, "2.2.0")),
            "VersionMismatch");
  CoreEnvelope phase_four = with(real_time(CoreForm::soap, payload), CoreField::core_rule_version, "4.0.0");
  EXPECT_EQ(code_of(phase_four), "VersionMismatch") << "the namespace says 2.2.0";
  phase_four.namespace_version = "4.0.0";
  EXPECT_EQ(code_of(phase_four), "Success");
}

TEST(CoreFaults, HoldsModeAndTypeToTheOperation) {
  CoreEnvelope envelope = real_time(CoreForm::soap, interchange("HOSPA", "HOSPA"));
  envelope.set(CoreField::processing_mode, "Batch");
  EXPECT_EQ(code_of(envelope), "ProcessingModeIllegal");
  EXPECT_EQ(code_of(with(request(), CoreField::payload_type, "X12_999_RetrievalRequest_005010X231A1")),
            "PayloadTypeIllegal");
}

TEST(CoreFaults, AsksForCredentialsOnlyWhereTheyAreNeeded) {
  const CoreEnvelope nobody = without(without(request(), CoreField::user_name), CoreField::password);
  EXPECT_EQ(code_of(nobody, Credentials::needed), "UserNameRequired");
  EXPECT_EQ(code_of(nobody, Credentials::optional), "Success");
}

TEST(CoreFaults, LetsRestLeaveOutWhatItsMetadataDoNotHave) {
  CoreEnvelope envelope = real_time(CoreForm::rest, interchange("HOSPA", "HOSPA"));
  envelope = without(without(envelope, CoreField::payload_id), CoreField::time_stamp);
  EXPECT_EQ(code_of(envelope), "Success");
}

TEST(Normalise, AcceptsWhatPublicClientsSendAndNotesIt) {
  struct Case {
    CoreField field;
    const char* sent;
    const char* read;
  };
  const Case cases[] = {
      {CoreField::core_rule_version, "v2.2.0", "2.2.0"},
      {CoreField::time_stamp, "2026-03-06T18:05:03", "2026-03-06T18:05:03Z"},
      {CoreField::time_stamp, "2026-03-06T18:05:03.250Z", "2026-03-06T18:05:03Z"},
      {CoreField::time_stamp, "2026-03-06T10:05:03-08:00", "2026-03-06T18:05:03Z"},
      {CoreField::payload_id, "F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6", "f81d4fae-7dec-11d0-a765-00a0c91e6bf6"},
      {CoreField::sender_id, " HOSPA\r\n", "HOSPA"},
  };
  for (const Case& one : cases) {
    CoreEnvelope envelope = with(request(), one.field, one.sent);
    EXPECT_EQ(code_of(envelope), "Success") << one.sent;
    normalise(envelope);
    EXPECT_EQ(envelope.text(one.field), one.read);
    EXPECT_THAT(envelope.tolerated, testing::ElementsAre(std::string(core_name(one.field))));
  }
}

TEST(Normalise, AcceptsAPayloadIdThatIsNoUuidAndNotesIt) {
  CoreEnvelope envelope = with(request(), CoreField::payload_id, "20260306-0001");
  EXPECT_EQ(code_of(envelope), "Success");
  normalise(envelope);
  EXPECT_THAT(envelope.tolerated, testing::ElementsAre("PayloadID"));
}

TEST(Normalise, LeavesPayloadAndPasswordAsTheyAre) {
  CoreEnvelope envelope =
      with(with(request(), CoreField::payload, "\r\n ISA \n"), CoreField::password, " a ");
  normalise(envelope);
  EXPECT_EQ(envelope.text(CoreField::payload), "\r\n ISA \n");
  EXPECT_EQ(envelope.text(CoreField::password), " a ");
}

TEST(PayloadTypes, AcceptAnUnlistedNameOfA278WhosePayloadIsOne) {
  EXPECT_EQ(code_of(with(request(), CoreField::payload_type, "X12_278_Request_005010X217")), "Success");
  EXPECT_EQ(code_of(with(request(), CoreField::payload_type, "X12_275_Request_005010X217")),
            "PayloadTypeNotUnderstood");
}

TEST(PayloadTypes, NameAnAnswerByWhatItHolds) {
  const std::string response = interchange("PLANB", "PLANB");
  std::string acknowledgment = response;
  acknowledgment.replace(acknowledgment.find("GS*HI"), 5, "GS*FA");
  acknowledgment.replace(acknowledgment.find("X*005010X217"), 12, "X*005010X231A1");
  const std::string ta1 =
      "ISA*00*          *00*          *ZZ*PLANB          *ZZ*HOSPA          "
      "*260105*0930*^*00501*000000001*0*T*:~"
      "TA1*000000001*260105*0930*R*006~IEA*0*000000001~";
  EXPECT_EQ(answer_type_of(response), "X12_278_Response_005010X217E1_2");
  EXPECT_EQ(answer_type_of(acknowledgment), "X12_999_Response_005010X231A1");
  EXPECT_EQ(answer_type_of(ta1), "X12_TA1_Response_00501X231A1");
  EXPECT_EQ(answer_type_of(ta1 + acknowledgment), "X12_999_Response_005010X231A1");
  EXPECT_EQ(answer_type_of(acknowledgment + response), "X12_278_Response_005010X217E1_2");
  EXPECT_EQ(answer_type_of("nothing"), "CoreEnvelopeError");
}

TEST(Sha1Hex, GivesThePublishedDigest) {  // FIPS 180-4, example of one block
  EXPECT_EQ(sha1_hex("abc"), "a9993e364706816aba3e25717850c26c9cd0d89d");
}

TEST(UuidFrom, MakesAVersion4Uuid) {
  const std::string uuid = uuid_from("17");
  EXPECT_TRUE(is_uuid(uuid));
  EXPECT_EQ(uuid[14], '4');
  EXPECT_NE(std::string("89ab").find(uuid[19]), std::string::npos);
  EXPECT_NE(uuid, uuid_from("18"));
}

const base::Instant noon = *base::instant_from_iso("2026-03-06T12:00:00Z");

TEST(CoreAnswer, SwapsSenderAndReceiverAndKeepsThePayloadId) {
  CoreOutcome outcome;
  outcome.payload_type = "X12_278_Response_005010X217E1_2";
  outcome.payload = "ISA";
  const CoreEnvelope answer = core_answer(request(), noon, outcome);
  EXPECT_EQ(answer.text(CoreField::sender_id), "PLANB");
  EXPECT_EQ(answer.text(CoreField::receiver_id), "HOSPA");
  EXPECT_EQ(answer.text(CoreField::payload_id), request().text(CoreField::payload_id));
  EXPECT_EQ(answer.text(CoreField::time_stamp), "2026-03-06T12:00:00Z");
  EXPECT_EQ(answer.text(CoreField::error_code), "Success");
  EXPECT_FALSE(answer.has(CoreField::check_sum));
  EXPECT_FALSE(answer.has(CoreField::password));
}

TEST(CoreAnswer, OfABatchProvesItsPayload) {
  CoreOutcome outcome;
  outcome.payload = "ISA";
  const CoreEnvelope answer = core_answer(submission(), noon, outcome);
  EXPECT_EQ(answer.text(CoreField::payload_length), "3");
  EXPECT_EQ(answer.text(CoreField::check_sum), sha1_hex("ISA"));
}

TEST(CoreAnswer, NeverEchoesWhatWasIllegal) {
  const CoreEnvelope bad = with(request(), CoreField::sender_id, std::string(51, 'A'));
  EXPECT_EQ(core_answer(bad, noon, core_refusal("SenderIDIllegal", "")).text(CoreField::receiver_id), "");
}

}  // namespace
