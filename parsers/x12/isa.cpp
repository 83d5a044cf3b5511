// Reads ISA by fixed offsets and checks each field. Rule: X12.5, ISA; note codes of TA105.
#include "parsers/x12/isa.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>

#include "base/date.hpp"
#include "parsers/x12/element_check.hpp"
#include "parsers/x12/envelope_check.hpp"
#include "parsers/x12/fault_order.hpp"

namespace x12 {
namespace {

constexpr std::size_t isa_bytes = 106;

struct Field {
  std::size_t offset, length;
  std::string_view note;  // TA105 when its value or width is wrong
};

/// ISA01..ISA16.
constexpr std::array<Field, 16> fields{{{4, 2, "010"},
                                        {7, 10, "011"},
                                        {18, 2, "012"},
                                        {21, 10, "013"},
                                        {32, 2, "005"},
                                        {35, 15, "006"},
                                        {51, 2, "007"},
                                        {54, 15, "008"},
                                        {70, 6, "014"},
                                        {77, 4, "015"},
                                        {82, 1, "026"},
                                        {84, 5, "003"},
                                        {90, 9, "018"},
                                        {100, 1, "019"},
                                        {102, 1, "020"},
                                        {104, 1, "027"}}};

constexpr std::array<std::string_view, 9> party_qualifiers{"01", "14", "20", "27", "28",
                                                           "29", "30", "33", "ZZ"};

using Values = std::array<std::string_view, 16>;

/// What may separate: printable ASCII or a control character, but no letter, digit or blank. NUL stands for
/// "no such separator" and for bytes beyond ASCII no encoding is agreed.
bool may_separate(char c) {
  const auto byte = static_cast<unsigned char>(c);
  const bool alphanumeric = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  return !alphanumeric && c != ' ' && byte != 0 && byte < 0x7F;
}

std::string_view trimmed(std::string_view text) {
  const std::size_t last = text.find_last_not_of(' ');
  return last == std::string_view::npos ? std::string_view{} : text.substr(0, last + 1);
}

bool fixed_width(std::string_view text, char separator) {
  return std::all_of(fields.begin(), fields.end(),
                     [&](const Field& field) { return text[field.offset - 1] == separator; });
}

/// Splits on the separator. Returns the position of the terminator, 0 when there are no 16 elements.
std::size_t split_by_separator(std::string_view text, char separator, Values& values) {
  constexpr std::size_t longest = 400;
  std::size_t at = 4;
  for (std::size_t i = 0; i + 1 < values.size(); ++i) {
    const std::size_t cut = text.find(separator, at);
    if (cut == std::string_view::npos || cut > longest) return 0;
    values[i] = text.substr(at, cut - at);
    at = cut + 1;
  }
  if (at + 1 >= text.size()) return 0;
  values[15] = text.substr(at, 1);
  return at + 1;
}

class Checker {
 public:
  Checker(const Values& values, std::vector<Fault>& faults) : values_(values), faults_(faults) {}

  void width(std::size_t number) {
    if (values_[number - 1].size() != fields[number - 1].length) {
      fault(number, "keep the fixed width of the element; ISA is read by position");
    }
  }
  void require(std::size_t number, bool good, std::string_view remedy) {
    if (!good) fault(number, remedy);
  }
  void fault(std::size_t number, std::string_view remedy) {
    add(fields[number - 1].note, number, values_[number - 1], remedy);
  }
  void add(std::string_view note, std::size_t number, std::string_view value, std::string_view remedy) {
    Fault one;
    one.level = FaultLevel::ta1;
    one.code = note;
    one.kind = kind_of(one.level, note);
    one.segment_id = "ISA";
    one.element = static_cast<std::uint16_t>(number);
    one.value = value;
    one.remedy = std::string(remedy);
    faults_.push_back(std::move(one));
  }
  [[nodiscard]] std::string_view value(std::size_t number) const { return values_[number - 1]; }

 private:
  const Values& values_;
  std::vector<Fault>& faults_;
};

bool blank(std::string_view text) { return trimmed(text).empty(); }

void check_parties(Checker& isa) {
  isa.require(1, isa.value(1) == "00" || isa.value(1) == "03", "ISA01 is 00 or 03");
  isa.require(2, plain(isa.value(2)) && (isa.value(1) != "03" || !blank(isa.value(2))),
              "ISA02 is plain text, and is given when ISA01 is 03");
  isa.require(3, isa.value(3) == "00" || isa.value(3) == "01", "ISA03 is 00 or 01");
  isa.require(4, plain(isa.value(4)) && (isa.value(3) != "01" || !blank(isa.value(4))),
              "ISA04 is plain text, and is given when ISA03 is 01");
  for (const std::size_t number : {std::size_t{5}, std::size_t{7}}) {
    isa.require(number,
                std::find(party_qualifiers.begin(), party_qualifiers.end(), isa.value(number)) !=
                    party_qualifiers.end(),
                "ISA05 and ISA07 are 01, 14, 20, 27, 28, 29, 30, 33 or ZZ");
    isa.require(
        number + 1, !blank(isa.value(number + 1)) && plain(isa.value(number + 1)),
        "ISA06 and ISA08 hold an identification in printable ASCII, filled up with blanks to 15 characters");
  }
}

void check_fields(Checker& isa) {
  check_parties(isa);
  isa.require(9, base::date_from_ccyymmdd("20" + std::string(isa.value(9))).has_value(), "ISA09 is YYMMDD");
  isa.require(10, isa.value(10).size() == 4 && real_time(isa.value(10)), "ISA10 is HHMM");
  const bool version_4010 = isa.value(12) == "00401";
  isa.require(11, version_4010 || (isa.value(11).size() == 1 && may_separate(isa.value(11).front())),
              "ISA11 is the repetition separator, no letter or digit");
  isa.require(12, control_version_known(isa.value(12)), "only the control versions 00501 and 00602 are read");
  isa.require(13, isa.value(13).size() == 9 && all_digits(isa.value(13)) && isa.value(13) != "000000000",
              "ISA13 is a positive number of nine digits, zero-filled");
  isa.require(14, isa.value(14) == "0" || isa.value(14) == "1", "ISA14 is 0 or 1");
  isa.require(15, isa.value(15) == "P" || isa.value(15) == "T", "ISA15 is P or T");
}

void check_delimiters(Checker& isa, const Delimiters& found) {
  const std::string_view none;
  if (!may_separate(found.element)) isa.add("022", 0, none, "the element separator is a letter, digit or blank");
  if (found.repetition == found.element)
    isa.add("026", 11, none, "the repetition separator is the element separator");
  if (!may_separate(found.component) || found.component == found.element ||
      found.component == found.repetition) {
    isa.add("027", 16, none,
            "the component separator has to be a character of its own, no letter, digit or blank");
  }
  if (!may_separate(found.segment) || found.segment == found.element || found.segment == found.component ||
      found.segment == found.repetition) {
    isa.add("004", 0, none,
            "the segment terminator has to be a character of its own, no letter, digit or blank");
  }
}

void fill(InterchangeHeader& header, const Values& values) {
  header.authorization_qualifier = values[0];
  header.authorization = trimmed(values[1]);
  header.security_qualifier = values[2];
  header.security = trimmed(values[3]);
  header.sender_qualifier = values[4];
  header.sender = trimmed(values[5]);
  header.receiver_qualifier = values[6];
  header.receiver = trimmed(values[7]);
  header.date = values[8];
  header.time = values[9];
  header.version = values[11];
  header.control_number = values[12];
  header.acknowledgment_requested = values[13];
  header.usage = values[14];
}

}  // namespace

std::size_t read_isa(std::string_view text, bool accept_collapsed, InterchangeHeader& header,
                     std::vector<Fault>& faults) {
  if (text.size() < 4 || !text.starts_with("ISA")) return 0;
  const char separator = text[3];
  Values values;
  std::size_t terminator = 0;
  const bool fixed = text.size() >= isa_bytes && fixed_width(text, separator);
  if (fixed) {
    for (std::size_t i = 0; i < values.size(); ++i)
      values[i] = text.substr(fields[i].offset, fields[i].length);
    terminator = isa_bytes - 1;
  } else {
    if (!accept_collapsed || !may_separate(separator)) return 0;
    terminator = split_by_separator(text, separator, values);
    if (terminator == 0) return 0;
  }

  fill(header, values);
  // ISA11 was the standards id "U" up to 00401: such an interchange has no repetition separator.
  const bool repeats = !values[10].empty() && !(values[11] == "00401" && values[10] == "U");
  header.delimiters = Delimiters{.element = separator,
                                 .repetition = repeats ? values[10].front() : '\0',
                                 .component = values[15].front(),
                                 .segment = text[terminator]};

  Checker isa(values, faults);
  if (!fixed) {
    for (std::size_t number = 1; number <= values.size(); ++number) isa.width(number);
    if (faults.empty()) isa.add("022", 0, {}, "ISA is not of fixed width");
  }
  check_fields(isa);
  check_delimiters(isa, header.delimiters);
  // One TA105 can be told: the first in the order of the ISA, where "0" (a separator as such) comes last.
  const auto order = [](const Fault& fault) { return fault.element == 0 ? 99U : unsigned{fault.element}; };
  put_in_order(faults, 0, order);
  return terminator + 1;
}

std::string why_no_isa(std::string_view text) {
  if (!text.starts_with("ISA")) return "an interchange starts with ISA";
  if (text.size() < isa_bytes) return "ISA has 106 characters, its terminator included";
  for (std::size_t i = 0; i + 1 < fields.size(); ++i) {
    if (text[fields[i + 1].offset - 1] == text[3]) continue;
    return "ISA" + std::string(i < 9 ? "0" : "") + std::to_string(i + 1) + " is not " +
           std::to_string(fields[i].length) +
           " characters wide; ISA is read by position, its blanks included";
  }
  return "the element separator of ISA is a letter, digit or blank";
}

bool plain(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

}  // namespace x12
