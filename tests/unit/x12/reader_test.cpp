// Envelopes: what is read, and what is wrong with them.
#include "parsers/x12/reader.hpp"

#include "tests/unit/x12/messages.hpp"

namespace x12 {
namespace {

const Body body{"BHT*0007*13*TEST0001*20260105*0930", "HL*1**20*1", "MSG*TEXT"};

std::string codes(const std::vector<Fault>& faults) {
  std::string all;
  for (const Fault& one : faults) all += (all.empty() ? "" : " ") + std::string(one.code);
  return all;
}

/// Everything a Reader tells of an input, in one line.
std::string told(std::string_view input, const Limits& limits = {}) {
  Reader reader(input, limits);
  std::string all;
  for (Event event = reader.next(); event != Event::done; event = reader.next()) {
    switch (event) {
      case Event::interchange: all += "ISA(" + std::string(reader.interchange().control_number) + ") "; break;
      case Event::group: all += "GS(" + std::string(reader.group().version) + ") "; break;
      case Event::transaction_set:
        all += "ST(" + std::string(reader.set().control_number) + " " +
               std::to_string(reader.set().tokens.segments.size()) + "|" +
               codes(reader.set().envelope_faults) + ") ";
        break;
      case Event::group_end: all += "GE(" + codes(reader.group_faults()) + ") "; break;
      case Event::interchange_end: all += "IEA(" + codes(reader.interchange_faults()) + ") "; break;
      default: return all + "unreadable";
    }
  }
  return all;
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  text.replace(text.find(from), from.size(), to);
  return text;
}

constexpr std::string_view clean = "ISA(000000101) GS(005010X217) ST(0001 5|) GE() IEA() ";

TEST(Reader, ReadsACleanInterchange) {
  const std::string text = interchange_text(set_text(body));
  EXPECT_EQ(told(text), clean);
  Reader reader(text);
  ASSERT_EQ(reader.next(), Event::interchange);
  EXPECT_EQ(reader.interchange().sender, "CLEARTEST1");
  EXPECT_EQ(reader.interchange().receiver_qualifier, "ZZ");
  EXPECT_EQ(reader.interchange().usage, "T");
  ASSERT_EQ(reader.next(), Event::group);
  EXPECT_EQ(reader.group().functional_id, "HI");
  ASSERT_EQ(reader.next(), Event::transaction_set);
  EXPECT_EQ(reader.set().bytes, set_text(body));
  EXPECT_EQ(reader.set().implementation, "005010X217");
  EXPECT_EQ(SegmentView(reader.set().tokens, 1).element(3), "TEST0001");
}

TEST(Reader, TakesPaddingAByteOrderMarkAndAnIndentedListing) {
  std::string spaced = "\xEF\xBB\xBF\r\n " + interchange_text(set_text(body)) + "\r\n";
  for (std::size_t at = spaced.find('~'); at != std::string::npos; at = spaced.find('~', at + 1)) {
    spaced.insert(at + 1, "\r\n  ");
  }
  EXPECT_EQ(told(spaced), clean);
}

TEST(Reader, TakesLineEndsAsTerminators) {
  for (const char terminator : {'\n', '\r', '\x1C', '\''}) {
    std::string text = interchange_text(set_text(body));
    std::replace(text.begin(), text.end(), '~', terminator);
    EXPECT_EQ(told(text), clean) << int{terminator};
  }
  std::string text = interchange_text(set_text(body));
  for (std::size_t at = text.find('~'); at != std::string::npos; at = text.find('~', at))
    text.replace(at, 1, "\r\n");
  EXPECT_EQ(told(text), clean);
}

TEST(Reader, SetsTheSeparatorsAnewForEachInterchange) {
  std::string other = interchange_text(set_text(body));
  std::replace(other.begin(), other.end(), '*', '|');
  EXPECT_EQ(told(interchange_text(set_text(body)) + "\n" + other), std::string(clean) + std::string(clean));
}

TEST(Reader, ReportsEachFieldOfIsa) {
  const std::string text = interchange_text(set_text(body));
  const auto isa_with = [&](std::size_t offset, std::string_view value) {
    std::string changed = text;
    changed.replace(offset, value.size(), value);
    return changed;
  };
  const std::vector<std::tuple<std::size_t, std::string_view, std::string_view>> faults{
      {4, "07", "010"},      {18, "02", "012"},
      {32, "QQ", "005"},     {35, "               ", "006"},
      {51, "  ", "007"},     {54, "               ", "008"},
      {70, "260231", "014"}, {77, "2460", "015"},
      {84, "00401", "003"},  {90, "00000010A", "018"},
      {100, "2", "019"},     {102, "I", "020"}};
  for (const auto& [offset, value, code] : faults) {
    const std::string changed = isa_with(offset, value);
    Reader reader(changed);
    ASSERT_EQ(reader.next(), Event::interchange);
    EXPECT_EQ(codes(reader.interchange_faults()), code) << offset;
  }
}

TEST(Reader, ReportsSeparatorsThatCannotSeparate) {
  const std::string text = interchange_text(set_text(body));
  const std::vector<std::tuple<std::size_t, char, std::string_view>> faults{
      {82, 'A', "026"},  {82, '*', "026"},  {104, '1', "027"}, {104, '^', "027"},
      {104, '*', "027"}, {105, ':', "004"}, {105, 'X', "004"}};
  for (const auto& [offset, value, code] : faults) {
    std::string changed = text;
    changed[offset] = value;
    Reader reader(changed);
    ASSERT_EQ(reader.next(), Event::interchange) << offset;
    EXPECT_EQ(reader.interchange_faults().front().code, code) << offset << value;
    EXPECT_EQ(reader.next(), Event::interchange_end);
    EXPECT_EQ(reader.next(), Event::done);
  }
}

TEST(Reader, GoesOnWithTheNextInterchangeAfterOneItCannotCut) {
  std::string broken = interchange_text(set_text(body));
  broken[104] = '*';
  EXPECT_EQ(told(broken + "\n" + interchange_text(set_text(body))),
            "ISA(000000101) IEA(027) " + std::string(clean));
}

TEST(Reader, ReadsAnIsaWhoseBlanksWereLostAndReportsIt) {
  std::string text = interchange_text(set_text(body));
  text = replaced(text, "*00*          *00*          *", "*00* *00* *");
  Reader reader(text);
  ASSERT_EQ(reader.next(), Event::interchange);
  EXPECT_EQ(reader.interchange().control_number, "000000101");
  EXPECT_EQ(codes(reader.interchange_faults()), "011 013");
}

TEST(Reader, SaysWhatIsNoInterchange) {
  EXPECT_EQ(told(""), "unreadable");
  EXPECT_EQ(told(" \r\n"), "unreadable");
  EXPECT_EQ(told("hello"), "unreadable");
  EXPECT_EQ(told("ISA*00*"), "unreadable");
  EXPECT_EQ(told(std::string(isa).substr(0, 100)), "unreadable");
  EXPECT_EQ(told(interchange_text(set_text(body)) + "GS*HI~"), std::string(clean) + "unreadable");
}

TEST(Reader, ReportsFaultsOfTheInterchangeTrailer) {
  const std::string text = interchange_text(set_text(body));
  const std::string start = "ISA(000000101) GS(005010X217) ST(0001 5|) GE() ";
  EXPECT_EQ(told(replaced(text, "IEA*1*", "IEA*2*")), start + "IEA(021) ");
  EXPECT_EQ(told(replaced(text, "IEA*1*000000101", "IEA*1*000000102")), start + "IEA(001) ");
  EXPECT_EQ(told(replaced(text, "IEA*1*000000101", "IEA*3*101")), start + "IEA(021 001) ");
  EXPECT_EQ(told(replaced(text, "IEA*1*000000101~", "")), start + "IEA(023) ");
  EXPECT_EQ(told(text.substr(0, text.size() - 1)), clean);  // the last terminator alone is no loss
}

TEST(Reader, ReportsAnInterchangeWithoutAGroup) {
  EXPECT_EQ(told(std::string(isa) + "IEA*0*000000101~"), "ISA(000000101) IEA(024) ");
  EXPECT_EQ(told(std::string(isa)), "ISA(000000101) IEA(024 023) ");
  EXPECT_EQ(told(std::string(isa) + set_text(body) + "IEA*0*000000101~"), "ISA(000000101) IEA(024 024) ");
  EXPECT_EQ(told(std::string(isa) + "GS*HI*A~GE*0*1~IEA*1*000000101~"),
            "ISA(000000101) GS() GE(6 4) IEA(024) ");
}

TEST(Reader, PassesOverTa1) {
  const std::string ta1 = "TA1*000000009*260105*0930*A*000~";
  EXPECT_EQ(told(std::string(isa) + ta1 + "IEA*0*000000101~"), "ISA(000000101) IEA() ");
  EXPECT_EQ(told(std::string(isa) + ta1 + "IEA*1*000000101~"), "ISA(000000101) IEA() ");
  EXPECT_EQ(told(replaced(interchange_text(set_text(body)), "GS*", ta1 + "GS*")), clean);
}

TEST(Reader, ReportsFaultsOfTheGroup) {
  const std::string text = interchange_text(set_text(body));
  const std::string start = "ISA(000000101) GS(005010X217) ST(0001 5|) ";
  EXPECT_EQ(told(replaced(text, "GE*1*1", "GE*2*1")), start + "GE(5) IEA() ");
  EXPECT_EQ(told(replaced(text, "GE*1*1", "GE*1*7")), start + "GE(4) IEA() ");
  EXPECT_EQ(told(replaced(text, "GE*1*1", "GE*01*01")), clean);
  EXPECT_EQ(told(replaced(text, "GE*1*1~", "")), start + "GE(3) IEA() ");
  EXPECT_EQ(told(replaced(text, "*0930*1*X", "*0930*A1*X")), start + "GE(6 4) IEA() ");
  EXPECT_EQ(told(replaced(text, "GE*1*1~", "GE*1*1~GS*HI*A*B*20260105*0930*1*X*005010X217~GE*0*1~")),
            start + "GE() GS(005010X217) GE(19) IEA(021) ");
}

TEST(Reader, ReportsFaultsOfTheSet) {
  const auto set_with = [](std::string_view from, std::string_view to) {
    return told(interchange_text(replaced(set_text(body), from, to)));
  };
  const auto expected = [](std::string_view set) {
    return "ISA(000000101) GS(005010X217) ST(" + std::string(set) + ") GE() IEA() ";
  };
  EXPECT_EQ(set_with("SE*5*", "SE*6*"), expected("0001 5|4"));
  EXPECT_EQ(set_with("SE*5*0001", "SE*5*1"), expected("0001 5|3"));
  EXPECT_EQ(set_with("SE*5*0001~", ""), expected("0001 4|2"));
  EXPECT_EQ(set_with("ST*278*0001", "ST*27*0001"), expected("0001 5|6"));
  EXPECT_EQ(set_with("ST*278*0001", "ST*278*1"), expected("1 5|7 3"));
}

TEST(Reader, ReportsASetNumberUsedTwiceInTheGroup) {
  std::string sets;
  for (int i = 0; i < 40; ++i) sets += set_text({"MSG*X"}, std::to_string(1000 + i));
  sets += set_text({"MSG*X"}, "1017");
  const std::string text = interchange_text(sets, "41");
  Reader reader(text);
  int sets_read = 0;
  std::string last;
  for (Event event = reader.next(); event != Event::done; event = reader.next()) {
    if (event != Event::transaction_set) continue;
    ++sets_read;
    last = codes(reader.set().envelope_faults);
    EXPECT_EQ(last, sets_read == 41 ? "23" : "");
  }
  EXPECT_EQ(sets_read, 41);
}

TEST(Reader, EndsASetWithoutSeAtTheNextSt) {
  const std::string first = replaced(set_text(body), "SE*5*0001~", "");
  EXPECT_EQ(told(interchange_text(first + set_text(body, "0002"), "2")),
            "ISA(000000101) GS(005010X217) ST(0001 4|2) ST(0002 5|) GE() IEA() ");
}

TEST(Reader, TakesBinaryDataByItsLength) {
  const std::string text =
      interchange_text(set_text({"BIN*15*A~SE*1*0001~**B", "BDS*B64*4*QUI=", "BIN*999*SHORT"}));
  Reader reader(text);
  while (reader.next() != Event::transaction_set) {
  }
  const Tokens& tokens = reader.set().tokens;
  ASSERT_EQ(tokens.segments.size(), 5U);
  EXPECT_EQ(SegmentView(tokens, 1).element(2), "A~SE*1*0001~**B");
  EXPECT_EQ(SegmentView(tokens, 2).element(3), "QUI=");
  EXPECT_EQ(SegmentView(tokens, 3).element(2), "SHORT");
  EXPECT_EQ(codes(reader.set().envelope_faults), "");
  EXPECT_EQ(codes(scan(text).front().faults), "");
}

TEST(Reader, StopsAtItsLimits) {
  Limits limits;
  limits.segments_per_set_max = 3;
  EXPECT_EQ(told(interchange_text(set_text(body)), limits),
            "ISA(000000101) GS(005010X217) ST(0001 4|5) GE() IEA() ");
  limits = {};
  limits.elements_per_segment_max = 2;
  const std::string text = interchange_text(set_text(body));
  Reader reader(text, limits);
  while (reader.next() != Event::transaction_set) {
  }
  EXPECT_EQ(SegmentView(reader.set().tokens, 1).size(), 2U);
  limits = {};
  limits.sets_per_interchange_max = 1;
  EXPECT_EQ(told(interchange_text(set_text(body) + set_text(body, "0002"), "2"), limits),
            "ISA(000000101) GS(005010X217) ST(0001 5|) GE(5) IEA(024) ");
}

TEST(Scan, FindsTheSameFaultsAsReading) {
  const std::string good = interchange_text(set_text(body));
  const std::string text = replaced(good, "GE*1*1", "GE*2*1") + "\n" + replaced(good, "IEA*1*", "IEA*2*");
  const std::vector<InterchangeScan> found = scan(text);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(codes(found[0].groups.front().faults), "5");
  EXPECT_EQ(codes(found[0].faults), "");
  EXPECT_EQ(codes(found[1].faults), "021");
  EXPECT_EQ(found[1].groups.front().sets, 1U);
  EXPECT_EQ(text.substr(found[1].begin, 3), "ISA");
  EXPECT_EQ(found[1].end, text.size());
}

TEST(GroupRefusal, TellsVersionFromFunctionalId) {
  GroupHeader group;
  group.functional_id = "HI";
  group.version = "005010X217";
  EXPECT_FALSE(group_refusal(group, {"005010X217"}));
  EXPECT_EQ(group_refusal(group, {"005010X279A1"})->code, "2");
  group.functional_id = "HC";
  EXPECT_EQ(group_refusal(group, {"005010X217"})->code, "1");
}

TEST(Reader, NeverLosesItsWayInDamagedInput) {
  const std::string text = interchange_text(set_text(rich_request()));
  std::uint32_t random = 2463534242U;
  const auto next = [&] {
    random ^= random << 13U;
    random ^= random >> 17U;
    random ^= random << 5U;
    return random;
  };
  LoopTree tree;
  std::vector<Fault> faults;
  for (int round = 0; round < 3000; ++round) {
    std::string damaged = text;
    for (std::uint32_t i = next() % 6; i > 0; --i) {
      const std::size_t at = next() % damaged.size();
      switch (next() % 4) {
        case 0: damaged[at] = static_cast<char>(next()); break;
        case 1: damaged.erase(at, next() % 40); break;
        case 2: damaged.insert(at, damaged.substr(next() % damaged.size(), next() % 60)); break;
        default: damaged.resize(at + 1); break;
      }
    }
    Reader reader(damaged);
    std::size_t events = 0;
    for (Event event = reader.next(); event != Event::done && event != Event::unreadable;
         event = reader.next()) {
      ASSERT_LT(++events, damaged.size());
      if (event != Event::transaction_set) continue;
      faults.clear();
      const bool good = check(reader.set(), *guide_for("005010X217", "request"), {}, tree, faults);
      EXPECT_EQ(good, faults.empty() && reader.set().envelope_faults.empty());
    }
    static_cast<void>(scan(damaged));
  }
}

}  // namespace
}  // namespace x12
