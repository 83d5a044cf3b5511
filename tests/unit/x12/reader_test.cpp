// Envelopes: what is read, and what is wrong with them.
#include "parsers/x12/reader.hpp"

#include "parsers/x12/envelope_check.hpp"
#include "tests/support/text.hpp"
#include "tests/unit/x12/messages.hpp"

namespace x12 {
namespace {

using support::replaced_once;

const Body body{"BHT*0007*13*TEST0001*20260105*0930", "HL*1**20*1", "MSG*TEXT"};

std::string codes(const std::vector<Fault>& faults) {
  std::string all;
  for (const Fault& one : faults) all += (all.empty() ? "" : " ") + std::string(one.code);
  return all;
}

/// Everything a Reader tells of an input, in one line.
std::string told(std::string_view input, const Limits& limits = {}, const ReadOptions& options = {}) {
  Reader reader(input, limits, options);
  std::string all;
  for (Event event = reader.next(); event != Event::done; event = reader.next()) {
    switch (event) {
      case Event::interchange: all += "ISA(" + std::string(reader.interchange().control_number) + ") "; break;
      case Event::acknowledgment:
        all += "TA1(" + std::string(reader.acknowledgment().element(5)) + ") ";
        break;
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
      {4, "07", "010"},         {4, "03", "011"},
      {7, "\x01", "011"},       {18, "02", "012"},
      {18, "01", "013"},        {21, "\xC3", "013"},
      {32, "QQ", "005"},        {35, "               ", "006"},
      {51, "  ", "007"},        {54, "               ", "008"},
      {70, "260231", "014"},    {77, "2460", "015"},
      {84, "00401", "003"},     {90, "00000010A", "018"},
      {90, "000000000", "018"}, {100, "2", "019"},
      {102, "I", "020"}};
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
      {82, 'A', "026"},  {82, '*', "026"},  {82, '\0', "026"}, {82, '\xE9', "026"}, {104, '1', "027"},
      {104, '^', "027"}, {104, '*', "027"}, {105, ':', "004"}, {105, 'X', "004"}};
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
  text = replaced_once(text, "*00*          *00*          *", "*00* *00* *");
  const ReadOptions tolerant{.accept_collapsed_isa = true};
  Reader reader(text, {}, tolerant);
  ASSERT_EQ(reader.next(), Event::interchange);
  EXPECT_EQ(reader.interchange().control_number, "000000101");
  EXPECT_EQ(reader.interchange().delimiters, Delimiters{});
  EXPECT_EQ(codes(reader.interchange_faults()), "011 013");
  EXPECT_EQ(told(text, {}, tolerant), replaced_once(std::string(clean), "IEA()", "IEA(011 013)"));
}

TEST(Reader, ReadsNoIsaWhoseBlanksWereLostUnlessThatIsAgreed) {
  std::string text = interchange_text(set_text(body));
  text = replaced_once(text, "*ZZ*EXAMPLEPLAN    *", "*ZZ*EXAMPLEPLAN*");
  Reader reader(text);
  ASSERT_EQ(reader.next(), Event::unreadable);
  EXPECT_THAT(reader.unreadable().remedy, testing::HasSubstr("ISA08"));
  EXPECT_EQ(reader.next(), Event::done);
}

TEST(Reader, TakesNothingBeforeIsaWhereThatIsNotAgreed) {
  const ReadOptions strict{.skip_leading_space = false};
  const std::string text = interchange_text(set_text(body));
  EXPECT_EQ(told(text + "\r\n" + text, {}, strict), std::string(clean) + std::string(clean));
  for (const std::string_view before : {" ", "\n", "\t", "\xEF\xBB\xBF"}) {
    EXPECT_EQ(told(std::string(before) + text, {}, strict), "unreadable");
    EXPECT_EQ(told(std::string(before) + text), clean);
  }
}

TEST(Reader, ReadsTheControlVersionOf6020For6020GroupsOnly) {
  const std::string text = replaced_once(interchange_text(set_text(body)), "*00501*", "*00602*");
  EXPECT_EQ(told(text), replaced_once(std::string(clean), "GE()", "GE(2)"));
  const std::string attachment = replaced_once(text, "GS*HI*", "GS*PI*");
  EXPECT_EQ(told(replaced_once(attachment, "*X*005010X217~", "*X*006020X316~")),
            replaced_once(std::string(clean), "005010X217", "006020X316"));
  EXPECT_EQ(told(replaced_once(text, "*X*005010X217~", "*X*005010X231A1~")),
            replaced_once(std::string(clean), "005010X217", "005010X231A1"));
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
  EXPECT_EQ(told(replaced_once(text, "IEA*1*", "IEA*2*")), start + "IEA(021) ");
  EXPECT_EQ(told(replaced_once(text, "IEA*1*000000101", "IEA*1*000000102")), start + "IEA(001) ");
  EXPECT_EQ(told(replaced_once(text, "IEA*1*000000101", "IEA*3*101")), start + "IEA(021 001) ");
  EXPECT_EQ(told(replaced_once(text, "IEA*1*000000101~", "")), start + "IEA(023) ");
  EXPECT_EQ(told(text.substr(0, text.size() - 1)), clean);  // the last terminator alone is no loss
  EXPECT_EQ(told(text.substr(0, text.size() - 1) + "\r\n"), clean);
}

TEST(Reader, ReportsAnInterchangeWithoutAGroup) {
  EXPECT_EQ(told(std::string(isa) + "IEA*0*000000101~"), "ISA(000000101) IEA(024) ");
  EXPECT_EQ(told(std::string(isa)), "ISA(000000101) IEA(023 024) ");
  EXPECT_EQ(told(std::string(isa) + set_text(body) + "IEA*0*000000101~"), "ISA(000000101) IEA(024 024) ");
  EXPECT_EQ(told(std::string(isa) + "GS*HI*A~GE*0*1~IEA*1*000000101~"),
            "ISA(000000101) GS() GE(6 4) IEA(024) ");
}

TEST(Reader, ReportsAnInputThatEndsInsideItsTrailer) {
  const std::string text = interchange_text(set_text(body));
  for (std::size_t cut = 2; cut < std::string_view("IEA*1*000000101~").size(); ++cut) {
    const std::string result = told(text.substr(0, text.size() - cut));
    EXPECT_THAT(result, testing::HasSubstr(" IEA(023")) << cut;
  }
}

TEST(Reader, TellsTheFaultsOfAnInterchangeInTheOrderOfTheirPrecedence) {
  std::string text = interchange_text(set_text(body));
  text = replaced_once(text, "*00501*", "*00400*");
  text = replaced_once(text, "GS*HI*CLEARTEST1*", "GS*HI*C*");
  text = replaced_once(text, "IEA*1*000000101~", "IEA*2*000000102~");
  EXPECT_EQ(told(text), replaced_once(std::string(clean), "IEA()", "IEA(003 021 001 024)"));
}

TEST(Reader, GivesEachTa1AndCountsItNowhere) {
  const std::string ta1 = "TA1*000000009*260105*0930*A*000~";
  const std::string other = "TA1*000000010*260105*0930*R*025~\r\n";
  EXPECT_EQ(told(std::string(isa) + ta1 + "IEA*0*000000101~"), "ISA(000000101) TA1(000) IEA() ");
  EXPECT_EQ(told(std::string(isa) + ta1 + other + "IEA*1*000000101~"),
            "ISA(000000101) TA1(000) TA1(025) IEA() ");
  const std::string text = interchange_text(set_text(body));
  EXPECT_EQ(told(replaced_once(text, "GS*", ta1 + "GS*")),
            replaced_once(std::string(clean), "GS(", "TA1(000) GS("));
  EXPECT_EQ(told(replaced_once(text, "IEA*", other + "IEA*")),
            replaced_once(std::string(clean), "IEA(", "TA1(025) IEA("));
  EXPECT_EQ(scan(replaced_once(text, "GS*", ta1 + "GS*")).front().acknowledgments, 1U);
  const std::string only_ta1 = std::string(isa) + ta1 + "IEA*0*000000101~";
  Reader reader(only_ta1);
  ASSERT_EQ(reader.next(), Event::interchange);
  ASSERT_EQ(reader.next(), Event::acknowledgment);
  EXPECT_EQ(reader.acknowledgment().element(1), "000000009");
  EXPECT_EQ(reader.acknowledgment().element(4), "A");
}

TEST(Reader, TakesATa1InsideAGroupForInvalidContent) {
  const std::string ta1 = "TA1*000000009*260105*0930*A*000~";
  EXPECT_EQ(told(replaced_once(interchange_text(set_text(body)), "ST*", ta1 + "ST*")),
            replaced_once(std::string(clean), "IEA()", "IEA(024)"));
}

TEST(AcknowledgmentFault, NamesTheElementThatCannotBeWorkedWith) {
  const std::vector<std::pair<std::string_view, std::uint16_t>> cases{
      {"TA1*000000009*260105*0930*A*000", 0}, {"TA1*000000009*260105*0930*A*000*:", 0},
      {"TA1*0009*260105*0930*A*000", 1},      {"TA1*000000009*260231*0930*A*000", 2},
      {"TA1*000000009*260105*2430*A*000", 3}, {"TA1*000000009*260105*0930*P*000", 4},
      {"TA1*000000009*260105*0930*A", 5},     {"TA1*000000009*260105*0930*A*032", 5}};
  for (const auto& [text, element] : cases) {
    const std::string whole = std::string(isa) + std::string(text) + "~IEA*0*000000101~";
    Reader reader(whole);
    ASSERT_EQ(reader.next(), Event::interchange);
    ASSERT_EQ(reader.next(), Event::acknowledgment);
    const std::optional<Fault> fault = acknowledgment_fault(reader.acknowledgment());
    EXPECT_EQ(fault ? fault->element : 0, element) << text;
  }
}

TEST(Reader, ReportsAGroupHeaderThatCannotBeReliedOn) {
  const std::string text = interchange_text(set_text(body));
  const std::string good = "GS*HI*CLEARTEST1*EXAMPLEPLAN*20260105*0930*1*X*005010X217~";
  const auto with_header = [&](std::string_view header) { return told(replaced_once(text, good, header)); };
  for (const std::string_view header : {"GS**CLEARTEST1*EXAMPLEPLAN*20260105*0930*1*X*005010X217~",
                                        "GS*HI*C*EXAMPLEPLAN*20260105*0930*1*X*005010X217~",
                                        "GS*HI*CLEARTEST1*EXAMPLEPLANEXAMPLE*20260105*0930*1*X*005010X217~",
                                        "GS*HI*CLEARTEST1*EXAMPLEPLAN*20260231*0930*1*X*005010X217~",
                                        "GS*HI*CLEARTEST1*EXAMPLEPLAN*20260105*2430*1*X*005010X217~",
                                        "GS*HI*CLEARTEST1*EXAMPLEPLAN*20260105*0930*1*T*005010X217~",
                                        "GS*HI*CLEARTEST1*EXAMPLEPLAN*20260105*0930*1*X*005010X217*MORE~"}) {
    EXPECT_EQ(with_header(header), replaced_once(std::string(clean), "IEA()", "IEA(024)")) << header;
  }
  EXPECT_EQ(with_header("GS*HI*CLEARTEST1*EXAMPLEPLAN*20260105*09303099*1*X*005010X217~"), clean);
  EXPECT_EQ(with_header("GS*HI*CLEARTEST1*EXAMPLEPLAN*20260105*0930**X*005010X217~"),
            replaced_once(std::string(clean), "GE()", "GE(6 4)"));
}

TEST(Reader, ReportsFaultsOfTheGroup) {
  const std::string text = interchange_text(set_text(body));
  const std::string start = "ISA(000000101) GS(005010X217) ST(0001 5|) ";
  EXPECT_EQ(told(replaced_once(text, "GE*1*1", "GE*2*1")), start + "GE(5) IEA() ");
  EXPECT_EQ(told(replaced_once(text, "GE*1*1", "GE*1*7")), start + "GE(4) IEA() ");
  EXPECT_EQ(told(replaced_once(text, "GE*1*1", "GE*01*01")), clean);
  EXPECT_EQ(told(replaced_once(text, "GE*1*1~", "")), start + "GE(3) IEA() ");
  EXPECT_EQ(told(replaced_once(text, "*0930*1*X", "*0930*A1*X")), start + "GE(6 4) IEA() ");
  EXPECT_EQ(told(replaced_once(text, "GE*1*1~", "GE*1*1~GS*HI*AA*BB*20260105*0930*1*X*005010X217~GE*0*1~")),
            start + "GE() GS(005010X217) GE(19) IEA(021) ");
}

TEST(Reader, ReportsFaultsOfTheSet) {
  const auto set_with = [](std::string_view from, std::string_view to) {
    return told(interchange_text(replaced_once(set_text(body), from, to)));
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
  const std::string first = replaced_once(set_text(body), "SE*5*0001~", "");
  EXPECT_EQ(told(interchange_text(first + set_text(body, "0002"), "2")),
            "ISA(000000101) GS(005010X217) ST(0001 4|2) ST(0002 5|) GE() IEA() ");
}

TEST(Reader, TakesBinaryDataByItsLength) {
  const std::string text =
      interchange_text(set_text({"BIN*15*A~SE*1*0001~**B", "BDS*B64*4*QUI=", "BIN*0*", "BIN*X*NO LENGTH",
                                 "BDS*ASC*27*"
                                 "~\nGE*1*1~IEA*1*000000101~*:"}));
  Reader reader(text);
  while (reader.next() != Event::transaction_set) {
  }
  const Tokens& tokens = reader.set().tokens;
  ASSERT_EQ(tokens.segments.size(), 7U);
  EXPECT_EQ(SegmentView(tokens, 1).element(2), "A~SE*1*0001~**B");
  EXPECT_EQ(SegmentView(tokens, 2).element(3), "QUI=");
  EXPECT_EQ(SegmentView(tokens, 3).element(2), "");
  EXPECT_EQ(SegmentView(tokens, 4).element(2), "NO LENGTH");
  EXPECT_EQ(SegmentView(tokens, 5).element(3), "~\nGE*1*1~IEA*1*000000101~*:");
  EXPECT_EQ(codes(reader.set().envelope_faults), "");
  EXPECT_EQ(codes(reader.set().binary_faults), "");
  EXPECT_EQ(codes(scan(text).front().faults), "");
  EXPECT_EQ(scan(text).front().groups.front().sets, 1U);
}

/// "4 BIN-02 @2" of a set with these segments, and what it reads of the interchange.
std::pair<std::string, std::string> binary_of(const Body& segments, const Limits& limits = {}) {
  const std::string text = interchange_text(set_text(segments) + set_text(body, "0002"), "2");
  Reader reader(text, limits);
  while (reader.next() != Event::transaction_set) {
  }
  std::string faults = codes(reader.set().envelope_faults);
  for (const Fault& one : reader.set().binary_faults) {
    faults += (faults.empty() ? "" : "; ") + std::string(one.code) + " " + one.where();
  }
  const std::vector<InterchangeScan> found = scan(text, limits);
  EXPECT_EQ(found.size(), 1U);
  EXPECT_EQ(found.front().end, text.size());
  EXPECT_EQ(codes(found.front().groups.front().faults), "");
  return {faults, told(text, limits)};
}

TEST(Reader, FindsTheEndOfASetAfterAWrongBinaryLength) {
  const std::string both = "ISA(000000101) GS(005010X217) ST(0001 4|) ST(0002 5|) GE() IEA() ";
  const auto expect = [&](const Body& segments, std::string_view fault) {
    const auto [faults, events] = binary_of(segments);
    EXPECT_EQ(faults, fault);
    EXPECT_EQ(events, both);
  };
  expect({"LX*1", "BIN*3*A~B*C~D"}, "5 BIN-02 @3");
  expect({"LX*1", "BIN*300*A~B*C~D"}, "4 BIN-02 @3");
  expect({"LX*1", "BIN*15*A~SE*1*0001~**BC"}, "5 BIN-02 @3");  // inside the stated bytes an SE is data
  expect({"LX*1", "BDS*ASC*14*A~GE*1*1~IEA*1*2"}, "5 BDS-03 @3");
  expect({"LX*1", "BIN*9*A~BC"}, "4 BIN-02 @3");
  expect({"LX*1", "BDS*B64*99999999999999999999999*QUI="}, "4 BDS-03 @3");
  expect({"LX*1", "BDS*B64*3*QUI=", "LX*2"}, "5 BDS-03 @3");
  expect({"LX*1", "BDS*B64*3*QUI=\r\n"}, "5 BDS-03 @3");
}

TEST(Reader, LeavesTheNextSegmentWholeWhenBinaryDataHasNoLength) {
  const std::string both = "ISA(000000101) GS(005010X217) ST(0001 4|) ST(0002 5|) GE() IEA() ";
  for (const std::string segment : {"BDS*B64", "BDS*B64*4", "BDS*B64**QUI=", "BDS", "BIN", "BIN*4"}) {
    const auto [faults, events] = binary_of({"LX*1", segment});
    EXPECT_EQ(faults, "") << segment;
    EXPECT_EQ(events, both) << segment;
  }
  const std::string count_next = interchange_text(set_text({"LX*1", "BDS*B64", "LX*2"}));  // 2, not a length
  EXPECT_EQ(told(count_next), "ISA(000000101) GS(005010X217) ST(0001 5|) GE() IEA() ");
}

TEST(Reader, RefusesBinaryDataBeyondItsLimit) {
  Limits limits;
  limits.binary_bytes_max = 4;
  EXPECT_EQ(binary_of({"BIN*4*A~*B", "BIN*5*A~*BC"}, limits).first, "5 BIN-02 @3");
}

TEST(Check, TellsBinaryFaultsInReadingOrder) {
  const Checked checked(with_added(rich_request(), "MSG*LINE ONE", "BIN*2*ABC"));
  EXPECT_FALSE(checked.good);
  EXPECT_THAT(checked.words(), testing::Contains(testing::StartsWith("5 2000F/BIN-02 @")));
}

TEST(Reader, NeverHoldsMoreThanOneSetOfALongFile) {
  std::string sets;
  for (int i = 0; i < 3000; ++i) sets += set_text(body, std::to_string(100000 + i));
  const std::string text = interchange_text(sets, "3000");
  Reader reader(text);
  std::size_t segments = 0, elements = 0;
  for (Event event = reader.next(); event != Event::done; event = reader.next()) {
    if (event != Event::transaction_set) continue;
    EXPECT_EQ(codes(reader.set().envelope_faults), "");
    segments = std::max(segments, reader.set().tokens.segments.capacity());
    elements = std::max(elements, reader.set().tokens.elements.capacity());
  }
  EXPECT_LE(segments, 16U);
  EXPECT_LE(elements, 64U);
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
  const std::string text =
      replaced_once(good, "GE*1*1", "GE*2*1") + "\n" + replaced_once(good, "IEA*1*", "IEA*2*");
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
  EXPECT_FALSE(group_refusal(group, group.version));
  EXPECT_EQ(group_refusal(group, "")->code, "2");
  EXPECT_EQ(group_refusal(group, "TA1")->code, "2");
  group.functional_id = "HC";
  EXPECT_EQ(group_refusal(group, group.version)->code, "1");
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
    for (std::uint32_t i = next() % 6; i > 0 && !damaged.empty(); --i) {
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
