// Trading partners as data: each key changes what it says, and a wrong file is named by its lines.
#include "gateway/edi/partners.hpp"

#include <fstream>
#include <sstream>

#include "tests/unit/x12/messages.hpp"

namespace gateway {
namespace {

using testing::HasSubstr;

std::string text_of(const std::string& file) {
  std::ifstream in(std::string(PRECERT_SOURCE_DIR) + "/" + file);
  std::stringstream all;
  all << in.rdbuf();
  return all.str();
}

/// One partner with these lines, each indented by four.
std::string one_partner(const std::string& lines) {
  return "partners:\n  - name: north\n    senders: [\"ZZ:CLEARTEST1\"]\n" + lines;
}

Partners read(const std::string& yaml) {
  base::Result<Partners> made = Partners::from_yaml(yaml, "partners.yaml");
  if (!made) {
    for (const base::Issue& issue : made.error()) ADD_FAILURE() << issue.where << ": " << issue.remedy;
    return Partners::standard();
  }
  return std::move(*made);
}

Partner partner(const std::string& lines) { return read(one_partner(lines)).of("ZZ", "CLEARTEST1"); }

/// "partners.yaml:4 …" of every issue, a line each.
std::string faults_of(const std::string& yaml) {
  const base::Result<Partners> made = Partners::from_yaml(yaml, "partners.yaml");
  std::string all;
  if (made) return all;
  for (const base::Issue& issue : made.error()) all += issue.where + " " + issue.remedy + "\n";
  return all;
}

/// A set of a body under a version, with the group it stands in.
struct Sent {
  explicit Sent(const x12::Body& body, const std::string& version = "005010X217")
      : text(x12::interchange_text(x12::set_text(body))) {
    for (std::size_t at = text.find("005010X217"); at != std::string::npos;
         at = text.find("005010X217", at + version.size())) {
      text.replace(at, 10, version);
    }
    reader.emplace(text);
    while (reader->next() != x12::Event::transaction_set) {
    }
  }
  /// "1 2010C/DMG-03 @17; …" as this partner's guide says; "no guide" without one.
  std::string faults(const Partner& partner) {
    const x12::Guide* guide = guide_of(partner, reader->set(), reader->group());
    if (guide == nullptr) return "no guide";
    x12::LoopTree tree;
    std::vector<x12::Fault> found;
    x12::check(reader->set(), *guide, partner.check, tree, found);
    std::string all;
    for (const x12::Fault& one : found)
      all += (all.empty() ? "" : "; ") + std::string(one.code) + " " + one.where();
    return all;
  }
  /// "AK905 at GS element: code", "" when the group is taken.
  std::string refusal(const Partner& partner) {
    const std::optional<x12::Fault> fault = group_refusal(partner, reader->group());
    return fault ? std::string(fault->code) + " " + fault->where() : "";
  }

  std::string text;
  std::optional<x12::Reader> reader;
};

TEST(Partners, StandardIsOnePartnerForEverybody) {
  const Partners standard = Partners::standard();
  ASSERT_EQ(standard.all().size(), 1U);
  EXPECT_EQ(&standard.of("ZZ", "ANYBODY"), &standard.all().front());
  EXPECT_EQ(standard.of("ZZ", "ANYBODY").ta1, Ta1Policy::rejected);
  EXPECT_EQ(standard.of_core_sender(""), nullptr);
}

TEST(Partners, AreFoundBySenderElseTheDefaultOne) {
  const Partners partners = read(
      "partners:\n  - name: rest\n    gaps_noted: false\n  - name: north\n    senders: [\"ZZ:NORTH\", "
      "\"30:123456789\"]\n");
  EXPECT_EQ(partners.of("30", "123456789").name, "north");
  EXPECT_EQ(partners.of("ZZ", "NORTH").name, "north");
  EXPECT_EQ(partners.of("30", "NORTH").name, "rest");
  EXPECT_EQ(partners.of("ZZ", "NORTH2").name, "rest");
  EXPECT_EQ(partners.all().back().name, "rest");
  EXPECT_FALSE(partners.of("", "").gaps_noted);
}

TEST(Partners, EmptyFileMeansTheStandard) { EXPECT_EQ(read("").all().front().name, "default"); }

TEST(Partners, ExampleFileShowsEveryKey) {
  const std::string text = text_of("deploy/partners.yaml");
  const Partner hospital = read(text).of("ZZ", "EXHOSPITAL");
  EXPECT_EQ(hospital.name, "example-hospital");
  for (const char* key : {"senders",
                          "receivers",
                          "group_senders",
                          "guides",
                          "version",
                          "implementation",
                          "direction",
                          "changes",
                          "only_listed_guides",
                          "character_set",
                          "tolerate_hl_parent",
                          "loops_max",
                          "faults_max",
                          "skip_leading_space",
                          "accept_collapsed_isa",
                          "segments_max",
                          "loop_id_length",
                          "copy_bad_values",
                          "name_subscriber",
                          "ta1",
                          "delimiters",
                          "control_numbers_kept_days",
                          "gaps_noted",
                          "attachments_held_days",
                          "sender",
                          "user",
                          "password_sha256"}) {
    EXPECT_THAT(text, HasSubstr(std::string(key) + ":"));
  }
}

TEST(Partners, TakeAnAgreedVersionAsTheTableItStandsFor) {
  Sent sent(x12::rich_request(), "005010X217E1");
  const Partner standard = Partners::standard().all().front();
  EXPECT_EQ(sent.faults(standard), "no guide");
  EXPECT_EQ(sent.refusal(standard), "2 GS-08");
  const Partner agreed =
      partner("    guides:\n      - version: 005010X217E1\n        implementation: 005010X217\n");
  EXPECT_EQ(sent.faults(agreed), "");
  EXPECT_EQ(sent.refusal(agreed), "");
}

TEST(Partners, TakeOnlyListedVersionsWhereSoAgreed) {
  Sent sent(x12::rich_request());
  const std::string guides = "    guides:\n      - version: 005010X215\n";
  EXPECT_EQ(sent.refusal(partner(guides)), "");
  const Partner strict = partner(guides + "    only_listed_guides: true\n");
  EXPECT_EQ(sent.refusal(strict), "2 GS-08");
  EXPECT_EQ(sent.faults(strict), "no guide");
  EXPECT_THAT(group_refusal(strict, sent.reader->group())->remedy, HasSubstr("GS08 is 005010X215"));
}

TEST(Partners, AskForMoreThanTheGuideDoes) {
  const Partner tightened = partner(
      "    guides:\n      - version: 005010X217\n        direction: request\n        changes: |\n"
      "          in 2010C segment DMG R\n            03 R\n");
  Sent whole(x12::rich_request());
  EXPECT_EQ(whole.faults(tightened), "");
  Sent lacking(x12::with(x12::rich_request(), "DMG*D8*19800214*F", "DMG*D8*19800214"));
  EXPECT_EQ(lacking.faults(Partners::standard().all().front()), "");
  EXPECT_EQ(lacking.faults(tightened), "1 2010C/DMG-03 @17");
}

TEST(Partners, NarrowTheGroupsThatMayBeSent) {
  Sent sent(x12::rich_request());
  EXPECT_EQ(sent.refusal(partner("    group_senders: [OTHER]\n")), "1 GS-02");
  EXPECT_EQ(sent.refusal(partner("    group_senders: [OTHER, CLEARTEST1]\n")), "");
}

TEST(Partners, ListTheGuidesThatAreTakenByAgreementOnly) {
  x12::GroupHeader group;
  group.functional_id = "PI";
  const Partner agreed = partner("    guides: [{version: 006020X314}, {version: 005010X211}]\n");
  for (const char* const version : {"006020X314", "005010X211", "005010X210"}) {
    group.version = version;
    const auto refused = group_refusal(Partners::standard().all().front(), group);
    ASSERT_TRUE(refused) << version;
    EXPECT_EQ(refused->code, "2");
    EXPECT_EQ(group_refusal(agreed, group).has_value(), group.version == "005010X210") << version;
  }
  group.version = "006020X316";
  EXPECT_FALSE(group_refusal(agreed, group));
}

TEST(Partners, AgreeOnLatinLetters) {
  Sent sent(x12::with(x12::rich_request(), "N3*1 TEST LANE", "N3*1 CAF\xC9 LANE"));
  EXPECT_EQ(sent.faults(partner("")), "6 2010C/N3-01 @15");
  EXPECT_EQ(sent.faults(partner("    check: {character_set: extended_latin}\n")), "");
}

TEST(Partners, ForgiveWrongParents) {
  Sent sent(x12::with(x12::rich_request(), "HL*7*5*SS*0", "HL*7*6*SS*1"));
  EXPECT_EQ(sent.faults(partner("")), "7 2000F/HL-02 @65; I6 2000F/HL-04 @65");
  EXPECT_EQ(sent.faults(partner("    check: {tolerate_hl_parent: true}\n")), "");
}

TEST(Partners, BoundWhatIsReadAndKept) {
  const Partner bounded = partner("    check: {loops_max: 10, faults_max: 1}\n");
  EXPECT_EQ(bounded.check.loops_max, 10U);
  Sent sent(x12::with_added(x12::rich_request(), "MSG*LINE ONE", "ZQ1*X"));
  EXPECT_THAT(sent.faults(bounded), HasSubstr("4 "));  // too many loops; one fault is kept
  EXPECT_EQ(sent.faults(bounded).find(';'), std::string::npos);
}

TEST(Partners, CarryTheRestOfTheirKeys) {
  const Partner north = partner(
      "    receivers: [\"ZZ:EXAMPLEPLAN\"]\n"
      "    ta1: always\n"
      "    delimiters: \"|^>\\n\"\n"
      "    delimiters_in_data: refuse\n"
      "    reading: {skip_leading_space: false, accept_collapsed_isa: true}\n"
      "    acknowledgment: {segments_max: 7, loop_id_length: 6, copy_bad_values: false, name_subscriber: "
      "true}\n"
      "    control_numbers_kept_days: 90\n"
      "    gaps_noted: false\n"
      "    attachments_held_days: 5\n"
      "    core: {sender: NORTH, user: north, password_sha256: "
      "5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8}\n");
  EXPECT_THAT(north.receivers, testing::ElementsAre("ZZ:EXAMPLEPLAN"));
  EXPECT_EQ(north.ta1, Ta1Policy::always);
  EXPECT_EQ(north.delimiters, "|^>\n");
  EXPECT_EQ(north.delimiters_in_data, x12::DelimiterPolicy::refuse);
  EXPECT_FALSE(north.reading.skip_leading_space);
  EXPECT_TRUE(north.reading.accept_collapsed_isa);
  EXPECT_EQ(north.acknowledgment.segments_max, 7U);
  EXPECT_EQ(north.acknowledgment.loop_id_length, 6U);
  EXPECT_FALSE(north.acknowledgment.copy_bad_values);
  EXPECT_TRUE(north.acknowledgment.name_subscriber);
  EXPECT_EQ(north.control_numbers_kept.count(), 90);
  EXPECT_FALSE(north.gaps_noted);
  EXPECT_EQ(north.attachments_held.count(), 5);
  EXPECT_EQ(north.core_sender, "NORTH");
  EXPECT_EQ(north.core_user, "north");
  EXPECT_EQ(north.core_password_sha256.size(), 64U);
  EXPECT_EQ(partner("    ta1: requested\n").ta1, Ta1Policy::requested);
  EXPECT_EQ(partner("").delimiters_in_data, x12::DelimiterPolicy::choose_others);
  EXPECT_EQ(partner("    delimiters_in_data: replace\n").delimiters_in_data,
            x12::DelimiterPolicy::replace_with_space);
}

TEST(Partners, AreFoundByTheSenderOfACoreEnvelope) {
  const Partners partners = read(one_partner("    core: {sender: NORTH}\n"));
  ASSERT_NE(partners.of_core_sender("NORTH"), nullptr);
  EXPECT_EQ(partners.of_core_sender("NORTH")->name, "north");
  EXPECT_EQ(partners.of_core_sender("SOUTH"), nullptr);
}

TEST(Partners, NameEveryFaultOfAFileByItsLine) {
  const std::string faults = faults_of(
      "partners:\n"
      "  - name: north west\n"
      "    senders: [NORTH]\n"
      "    tal: always\n"
      "    ta1: never\n"
      "    delimiters: \"*^::\"\n"
      "    check: {character_set: utf8, loop_max: 3}\n"
      "    gaps_noted: maybe\n"
      "    attachments_held_days: -1\n"
      "    guides:\n"
      "      - version: 005010X299\n"
      "  - senders: [\"ZZ:A\", \"ZZ:A\"]\n"
      "    core: {user: a, password_sha256: 12}\n");
  EXPECT_THAT(faults,
              HasSubstr("partners.yaml:2 name: every partner has a name of letters, digits and dashes."));
  EXPECT_THAT(faults, HasSubstr("partners.yaml:3 senders: 'NORTH' is not QUALIFIER:ID"));
  EXPECT_THAT(faults, HasSubstr("partners.yaml:4 there is no setting 'tal' here; there are name,"));
  EXPECT_THAT(faults, HasSubstr("partners.yaml:5 ta1: give one of requested, rejected, always."));
  EXPECT_THAT(faults, HasSubstr("partners.yaml:6 delimiters: give four different characters"));
  EXPECT_THAT(faults, HasSubstr("partners.yaml:7 character_set: give one of extended, extended_latin."));
  EXPECT_THAT(faults, HasSubstr("partners.yaml:7 there is no setting 'loop_max' here"));
  EXPECT_THAT(faults, HasSubstr("partners.yaml:8 gaps_noted: give true or false."));
  EXPECT_THAT(faults,
              HasSubstr("partners.yaml:9 attachments_held_days: give a whole number from 0 to 3650."));
  EXPECT_THAT(faults, HasSubstr("partners.yaml:11 implementation: give a guide this gateway has: 005010X"));
  EXPECT_THAT(faults, HasSubstr("partners.yaml:12 name: every partner has a name"));
  EXPECT_THAT(faults, HasSubstr("partners.yaml:12 senders: 'ZZ:A' is listed before"));
  EXPECT_THAT(faults, HasSubstr("partners.yaml:13 sender: give the SenderID"));
  EXPECT_THAT(faults, HasSubstr("partners.yaml:13 password_sha256: give the 64 hex digits"));
}

TEST(Partners, NameABrokenChangeOfAGuideByItsOwnLine) {
  const std::string guides = "    guides:\n      - version: 005010X217\n";
  EXPECT_THAT(faults_of(one_partner(guides + "        direction: request\n        changes: |\n"
                                             "          in 2010C segment DMG R\n          in 2999 S\n")),
              HasSubstr("partners.yaml:9 the guide has no loop '2999'"));
  EXPECT_THAT(faults_of(one_partner(guides + "        direction: request\n        changes: in 2999 S\n")),
              HasSubstr("partners.yaml:7 the guide has no loop '2999'"));
  EXPECT_THAT(faults_of(one_partner(guides + "        changes: in 2010C S\n")),
              HasSubstr("partners.yaml:6 changes: say which table is changed"));
}

TEST(Partners, RefuseWhatIsNoYamlAndTwoDefaults) {
  EXPECT_THAT(faults_of("partners: [\n"), HasSubstr("partners.yaml:"));
  EXPECT_THAT(faults_of("- a\n"),
              HasSubstr("partners.yaml:1 a list of `setting: value` lines is wanted here."));
  EXPECT_THAT(faults_of("partners:\n  - name: a\n  - name: b\n"),
              HasSubstr("only one partner, the default one"));
  EXPECT_THAT(faults_of("partners:\n  - name: a\n    name: b\n"),
              HasSubstr("partners.yaml:3 name: this is there twice"));
}

}  // namespace
}  // namespace gateway
