// The 999 and the TA1 as they go out: order, codes, counts, and what is never repeated.
#include "mappers/issues/ack_999.hpp"

#include "mappers/issues/ta1.hpp"
#include "mappers/x12/envelope.hpp"

namespace mappers {
namespace {

using x12::Fault;
using x12::FaultLevel;

/// A group and the sets a test says results of.
class Group {
 public:
  Group() {
    header.functional_id = "HI";
    header.control_number = "7";
    header.version = "005010X217";
  }
  x12::TransactionSet set(std::string_view number) const {
    x12::TransactionSet one;
    one.id = "278";
    one.control_number = number;
    one.implementation = "005010X217";
    return one;
  }
  x12::GroupHeader header;
};

Fault fault(FaultLevel level, std::string_view code, std::uint32_t position = 15, std::uint16_t element = 0) {
  Fault one;
  one.level = level;
  one.code = code;
  one.segment_id = "UM";
  one.loop = "2000E";
  one.segment_position = position;
  one.element = element;
  one.data_element = element == 0 ? 0 : 1322;
  one.value = element == 0 ? "" : "Z";
  return one;
}

std::string written(const Ack999& ack, std::vector<Fault> group_faults = {}, std::string_view count = "1") {
  std::string out;
  x12::Writer writer(out, {});
  ack.write(writer, "0001", group_faults, count);
  return out;
}

TEST(Ack999, AcceptsACleanSet) {
  const Group group;
  Ack999 ack(group.header, {});
  ack.add(group.set("0001"), {});
  EXPECT_EQ(
      written(ack),
      "ST*999*0001*005010X231A1~AK1*HI*7*005010X217~AK2*278*0001*005010X217~IK5*A~AK9*A*1*1*1~SE*6*0001~");
}

TEST(Ack999, CutsAVersionThatIsLongerThanAk203) {
  const Group group;
  Ack999 ack(group.header, {});
  const std::string version(60, '5');
  x12::TransactionSet set = group.set("0001");
  set.implementation = version;
  ack.add(set, {});
  EXPECT_THAT(written(ack), testing::HasSubstr("~AK2*278*0001*" + std::string(35, '5') + "~IK5*A~"));
}

TEST(Ack999, WritesTheNumbersOfTheGroupWithoutZerosBeforeThem) {
  Group group;
  group.header.control_number = "0007";
  Ack999 ack(group.header, {});
  ack.add(group.set("0001"), {});
  const std::string text = written(ack, {}, "01");
  EXPECT_THAT(text, testing::HasSubstr("AK1*HI*7*005010X217~"));
  EXPECT_THAT(text, testing::HasSubstr("AK9*A*1*1*1~"));
  EXPECT_THAT(written(ack, {}, "ONE"), testing::HasSubstr("AK9*A*1*1*1~"));
}

TEST(Ack999, NamesASegmentAsItWasReceived) {
  const Group group;
  Ack999 ack(group.header, {});
  std::vector<Fault> faults{fault(FaultLevel::ik3, "1", 15)};
  faults[0].segment_id = "dmg";
  ack.add(group.set("0001"), faults);
  EXPECT_THAT(written(ack), testing::HasSubstr("IK3*dmg*15*2000*1~"));
}

TEST(Ack999, GathersTheElementFaultsOfASegmentUnderOneIk3) {
  const Group group;
  Ack999 ack(group.header, {});
  const std::vector<Fault> faults{fault(FaultLevel::ik3, "5"), fault(FaultLevel::ik4, "7", 15, 2),
                                  fault(FaultLevel::ik4, "I6", 15, 3), fault(FaultLevel::ik4, "5", 16, 2)};
  ack.add(group.set("0001"), faults);
  EXPECT_THAT(written(ack),
              testing::HasSubstr("IK3*UM*15*2000*5~IK3*UM*15*2000*8~IK4*2*1322*7*Z~IK4*3*1322*I6*Z~"
                                 "IK3*UM*16*2000*8~IK4*2*1322*5*Z~IK5*R*5*I5~AK9*R*1*1*0~"));
}

TEST(Ack999, WritesComponentAndRepetition) {
  const Group group;
  Ack999 ack(group.header, {});
  std::vector<Fault> faults{fault(FaultLevel::ik4, "1", 15, 4), fault(FaultLevel::ik4, "7", 20, 3)};
  faults[0].component = 2;
  faults[0].value = {};
  faults[1].repetition = 6;
  ack.add(group.set("0001"), faults);
  EXPECT_THAT(written(ack), testing::HasSubstr("IK4*4:2*1322*1~"));
  EXPECT_THAT(written(ack), testing::HasSubstr("IK4*3::6*1322*7*Z~"));
}

TEST(Ack999, NamesTheTriggerOfASituationalRule) {
  const Group group;
  Ack999 ack(group.header, {});
  std::vector<Fault> faults{fault(FaultLevel::ik3, "I6", 18), fault(FaultLevel::ik4, "I9", 20, 6)};
  for (Fault& one : faults) {
    one.value = {};
    one.trigger.segment_id = "UM";
    one.trigger.loop = "2000E";
    one.trigger.position = 15;
    one.trigger.element = 2;
    one.trigger.data_element = 1322;
  }
  ack.add(group.set("0001"), faults);
  EXPECT_THAT(written(ack),
              testing::HasSubstr("IK3*UM*18*2000*I6~CTX*SITUATIONAL TRIGGER*UM*15*2000*2*1322~"
                                 "IK3*UM*20*2000*8~IK4*6*1322*I9~CTX*SITUATIONAL TRIGGER*UM*15*2000*2*1322~"
                                 "IK5*R*I5~"));
}

TEST(Ack999, NeverCopiesWhatWouldSpoilTheAnswer) {
  const Group group;
  Ack999 ack(group.header, {});
  std::vector<Fault> faults{fault(FaultLevel::ik4, "6", 15, 2), fault(FaultLevel::ik4, "7", 16, 2),
                            fault(FaultLevel::ik4, "7", 17, 2), fault(FaultLevel::ik4, "5", 18, 2)};
  faults[1].value = "A*B";
  faults[2].value = "\xC3\x89";
  const std::string long_value(150, 'X');
  faults[3].value = long_value;
  ack.add(group.set("0001"), faults);
  const std::string text = written(ack);
  EXPECT_THAT(
      text, testing::HasSubstr("IK4*2*1322*6~IK3*UM*16*2000*8~IK4*2*1322*7~IK3*UM*17*2000*8~IK4*2*1322*7~"));
  EXPECT_THAT(text, testing::HasSubstr("IK4*2*1322*5*" + std::string(99, 'X') + "~"));
}

TEST(Ack999, MasksWhatAPartnerDoesNotWantRepeated) {
  const Group group;
  Ack999 ack(group.header, {}, {.copy_bad_values = false});
  ack.add(group.set("0001"), std::vector<Fault>{fault(FaultLevel::ik4, "7", 15, 2)});
  EXPECT_THAT(written(ack), testing::HasSubstr("IK4*2*1322*7~"));
}

TEST(Ack999, WritesNoMoreSegmentsThanAgreed) {
  const Group group;
  Ack999 ack(group.header, {}, {.segments_max = 3});
  std::vector<Fault> faults;
  for (std::uint32_t position = 2; position < 20; ++position)
    faults.push_back(fault(FaultLevel::ik3, "1", position));
  ack.add(group.set("0001"), faults);
  EXPECT_THAT(written(ack), testing::HasSubstr("IK3*UM*4*2000*1~IK5*R*5~"));
}

TEST(Ack999, TellsOfFurtherSetsTheVerdictAloneWhenItGetsLong) {
  const Group group;
  Ack999 ack(group.header, {}, {.details_max = 60});
  const std::vector<Fault> faults{fault(FaultLevel::ik3, "1")};
  for (const char* const number : {"0001", "0002", "0003"}) ack.add(group.set(number), faults);
  EXPECT_THAT(written(ack), testing::HasSubstr("IK5*R*5~AK2*278*0003*005010X217~IK5*R*5~AK9*R*"));
}

TEST(Ack999, CountsWhatWasAcceptedAndTellsAPartialGroup) {
  const Group group;
  Ack999 ack(group.header, {});
  ack.add(group.set("0001"), std::vector<Fault>{fault(FaultLevel::ik3, "1")});
  ack.add(group.set("0002"), {});
  ack.add(group.set("0003"), std::vector<Fault>{fault(FaultLevel::ik3, "I4")},
          SetVerdict::accepted_with_errors);
  EXPECT_THAT(written(ack, {}, "3"), testing::HasSubstr("IK5*E*I5~AK9*P*3*3*2~SE*12*0001~"));
}

TEST(Ack999, TellsAGroupWithErrorsNoted) {
  const Group group;
  Ack999 ack(group.header, {});
  ack.add(group.set("0001"), std::vector<Fault>{fault(FaultLevel::ik3, "I4")},
          SetVerdict::accepted_with_errors);
  EXPECT_THAT(written(ack), testing::HasSubstr("AK9*E*1*1*1~"));
}

TEST(Ack999, RejectsAGroupAsSuchWithoutItsSets) {
  const Group group;
  Ack999 ack(group.header, {});
  ack.add(group.set("0001"), {});
  EXPECT_EQ(written(ack, {fault(FaultLevel::ak9, "5")}, "2"),
            "ST*999*0001*005010X231A1~AK1*HI*7*005010X217~AK9*R*2*1*0*5~SE*4*0001~");
  EXPECT_THAT(written(ack, {fault(FaultLevel::ak9, "3")}, ""), testing::HasSubstr("AK9*R*1*1*0*3~"));
}

TEST(Ack999, InventsNoSegmentForAnEmptyOne) {
  const Group group;
  Ack999 ack(group.header, {});
  Fault nameless = fault(FaultLevel::ik3, "1");
  nameless.segment_id = "";
  ack.add(group.set("0001"), std::vector<Fault>{nameless});
  EXPECT_THAT(written(ack), testing::HasSubstr("AK2*278*0001*005010X217~IK5*R*5~"));
}

TEST(Ack999, GivesNoNumberToAGroupThatHasNone) {
  Group group;
  group.header.control_number = "A1";
  Ack999 ack(group.header, {});
  ack.add(group.set("0001"), {});
  EXPECT_THAT(written(ack, {fault(FaultLevel::ak9, "6")}), testing::HasSubstr("AK1*HI*0*005010X217~"));
}

TEST(Ack999, SaysWhyASetIsNotTaken) {
  const Group group;
  Ack999 ack(group.header, {});
  ack.add(group.set("0001"), std::vector<Fault>{set_refusal("I6", "send 005010X217")});
  EXPECT_THAT(written(ack), testing::HasSubstr("IK5*R*I6~"));
}

x12::InterchangeHeader received_header() {
  x12::InterchangeHeader header;
  header.sender_qualifier = "30";
  header.sender = "CLINIC";
  header.receiver_qualifier = "ZZ";
  header.receiver = "PLAN";
  header.date = "260105";
  header.time = "0930";
  header.control_number = "000000042";
  header.usage = "P";
  return header;
}

const base::Instant noon = base::instant_from_iso("2026-01-06T12:34:56Z").value();

TEST(Ta1Interchange, SwapsThePartiesAndNamesTheFault) {
  const x12::InterchangeHeader received = received_header();
  Envelope envelope = answer_envelope(received, nullptr, noon);
  envelope.interchange_number = 9;
  const Fault duplicate = duplicate_interchange();
  EXPECT_EQ(ta1_interchange(envelope, received, InterchangeVerdict::rejected, &duplicate),
            "ISA*00*          *00*          *ZZ*PLAN           *30*CLINIC         "
            "*260106*1234*^*00501*000000009*0*P*:~"
            "TA1*000000042*260105*0930*R*025~IEA*0*000000009~");
}

TEST(Ta1Interchange, SaysNothingThatATa1HasNoRoomFor) {
  x12::InterchangeHeader received = received_header();
  received.date = "269905";
  received.time = "9:30";
  received.control_number = "00000A123";
  const Fault duplicate = duplicate_interchange();
  EXPECT_THAT(ta1_interchange(answer_envelope(received, nullptr, noon), received,
                              InterchangeVerdict::rejected, &duplicate),
              testing::HasSubstr("TA1*000000000*260106*1234*R*025~"));
}

TEST(Ta1Interchange, SaysThatAllIsWell) {
  const x12::InterchangeHeader received = received_header();
  EXPECT_THAT(ta1_interchange(answer_envelope(received, nullptr, noon), received,
                              InterchangeVerdict::accepted, nullptr),
              testing::HasSubstr("*A*000~"));
}

TEST(Envelope, IsReadBackWithoutAFault) {
  x12::InterchangeHeader received = received_header();
  received.delimiters = {.element = '|', .repetition = '!', .component = '>', .segment = '\n'};
  Envelope envelope = answer_envelope(received, nullptr, noon);
  std::string out;
  open_interchange(out, envelope);
  x12::Writer writer(out, envelope.delimiters);
  open_group(writer, envelope, "HI", "005010X217", 3);
  open_set(writer, "278", set_number(1), "005010X217");
  writer.segment("BHT", {"0007", "11"});
  close_set(writer, set_number(1));
  close_group(writer, 1, 3);
  close_interchange(writer, envelope, 1);
  x12::Reader reader(out);
  ASSERT_EQ(reader.next(), x12::Event::interchange);
  EXPECT_EQ(reader.interchange().receiver, "CLINIC");
  EXPECT_EQ(reader.interchange().delimiters, received.delimiters);
  ASSERT_EQ(reader.next(), x12::Event::group);
  ASSERT_EQ(reader.next(), x12::Event::transaction_set);
  EXPECT_TRUE(reader.set().envelope_faults.empty());
  ASSERT_EQ(reader.next(), x12::Event::group_end);
  EXPECT_TRUE(reader.group_faults().empty());
  ASSERT_EQ(reader.next(), x12::Event::interchange_end);
  EXPECT_TRUE(reader.interchange_faults().empty());
}

TEST(AnswerDelimiters, FallBackWhereTheReceivedOnesSeparateNothing) {
  const x12::Delimiters usual;
  EXPECT_EQ(answer_delimiters({.element = 'A'}), usual);
  EXPECT_EQ(answer_delimiters({.component = '*'}), usual);
  EXPECT_EQ(answer_delimiters({.repetition = '\0'}), usual);
  const x12::Delimiters control{
      .element = '\x1D', .repetition = '\x1E', .component = '\x1F', .segment = '\x1C'};
  EXPECT_EQ(answer_delimiters(control), control);
}

}  // namespace
}  // namespace mappers
