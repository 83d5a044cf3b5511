// Every valid fixture with one fault in its envelope: wrong counts, wrong control numbers, segments that are
// cut or left out. What is due is a code of TA105, AK905 or IK502.
#include <algorithm>

#include "mutants.hpp"

namespace x12 {
namespace {

using mutants::Original;
using mutants::Verdict;

/// One change of an envelope: element `element` of the last segment `id` becomes `value`; element 0: the
/// segment is left out. Empty codes: no fault of that level.
struct EnvelopeMutant {
  std::string_view id;
  std::size_t element;
  std::string_view value;
  std::string_view interchange, group, set;
};

const std::vector<EnvelopeMutant>& envelope_mutants() {
  static const std::vector<EnvelopeMutant> all{{"SE", 1, "99999", "", "", "4"},
                                               {"SE", 1, "", "", "", "4"},
                                               {"SE", 1, "1A", "", "", "4"},
                                               {"SE", 2, "9999X", "", "", "3"},
                                               {"SE", 0, "", "", "", "2"},
                                               {"ST", 1, "27", "", "", "6"},
                                               {"ST", 1, "837", "", "", "1"},
                                               {"ST", 1, "270", "", "", "18"},
                                               {"ST", 1, "278", "", "", "18"},
                                               {"ST", 2, "1", "", "", "7 3"},
                                               {"ST", 2, "1234567890", "", "", "7 3"},
                                               {"GE", 1, "7", "", "5", ""},
                                               {"GE", 1, "", "", "5", ""},
                                               {"GE", 2, "999999999", "", "4", ""},
                                               {"GE", 0, "", "", "3", ""},
                                               {"GS", 4, "20260231", "024", "", ""},
                                               {"GS", 4, "260105", "024", "", ""},
                                               {"GS", 5, "2460", "024", "", ""},
                                               {"GS", 5, "123", "024", "", ""},
                                               {"GS", 6, "12A", "", "6 4", ""},
                                               {"GS", 6, "1234567890", "", "6 4", ""},
                                               {"GS", 7, "T", "024", "", ""},
                                               {"GS", 1, "", "024", "", ""},
                                               {"GS", 2, "A", "024", "", ""},
                                               {"GS", 3, "ABCDEFGHIJKLMNOP", "024", "", ""},
                                               {"IEA", 1, "7", "021", "", ""},
                                               {"IEA", 1, "", "021", "", ""},
                                               {"IEA", 2, "999999998", "001", "", ""},
                                               {"IEA", 0, "", "023", "", ""},
                                               {"ISA", 1, "07", "010", "", ""},
                                               {"ISA", 3, "02", "012", "", ""},
                                               {"ISA", 5, "QQ", "005", "", ""},
                                               {"ISA", 6, "               ", "006", "", ""},
                                               {"ISA", 7, "  ", "007", "", ""},
                                               {"ISA", 8, "               ", "008", "", ""},
                                               {"ISA", 9, "260231", "014", "", ""},
                                               {"ISA", 10, "2460", "015", "", ""},
                                               {"ISA", 12, "00400", "003", "", ""},
                                               {"ISA", 13, "00000010A", "018 001", "", ""},
                                               {"ISA", 14, "2", "019", "", ""},
                                               {"ISA", 15, "I", "020", "", ""},
                                               {"ISA", 13, "12345678", "unreadable", "", ""}};
  return all;
}

/// `text` with the mutant in it; the text as it is when it has no such segment.
std::string mutated(const Original& original, const std::string& text, const EnvelopeMutant& mutant) {
  const Delimiters& delimiters = original.delimiters;
  const std::string start = std::string(mutant.id) + delimiters.element;
  // Binary data may look like any of them: headers are sought before it, trailers from the end.
  std::size_t at = 0;
  if (mutant.id == "ST") {
    at = original.before.size();
  } else if (mutant.id != "ISA") {
    const std::string_view where =
        mutant.id == "GS" ? std::string_view(original.before) : std::string_view(text);
    at = std::max(where.rfind(delimiters.segment + start) + 1, where.rfind("\n" + start) + 1);
    if (at == 0) return text;
  }
  const std::size_t end = text.find(delimiters.segment, at);
  if (mutant.element == 0) return text.substr(0, at) + text.substr(end + 1);
  std::vector<std::string> elements = mutants::split(text.substr(at, end - at), delimiters.element);
  elements.at(mutant.element) = mutant.value;
  return text.substr(0, at) + mutants::joined(elements, delimiters.element) + text.substr(end);
}

TEST(EnvelopeMutants, AreReportedAtTheirLevelAndNowhereElse) {
  int made = 0;
  for (const auto& file : mutants::valid_messages()) {
    std::string why;
    const std::optional<Original> original = Original::from(file, why);
    if (!original) continue;
    const std::string text = original->text_with(original->segments);
    for (const EnvelopeMutant& mutant : envelope_mutants()) {
      const std::string changed = mutated(*original, text, mutant);
      if (changed == text) continue;
      ++made;
      const Verdict got = mutants::verdict_of(changed, *original->guide);
      EXPECT_EQ(got.interchange, mutant.interchange) << original->name << " " << mutant.id << mutant.element;
      EXPECT_EQ(got.group, mutant.group) << original->name << " " << mutant.id << mutant.element;
      EXPECT_EQ(got.set, mutant.set) << original->name << " " << mutant.id << mutant.element;
    }
  }
  EXPECT_GT(made, 500);
}

/// A file that ends early is an interchange that ends early, wherever it is cut behind its ISA.
TEST(EnvelopeMutants, ThatEndAnywhereEndPrematurely) {
  const auto files = mutants::valid_messages();
  std::string why;
  const std::optional<Original> original = Original::from(files.front(), why);
  ASSERT_TRUE(original) << why;
  const std::string text = original->text_with(original->segments);
  const std::size_t last = text.find_last_not_of("\r\n") + 1;  // behind the terminator of IEA
  constexpr std::size_t isa_bytes = 106;
  for (std::size_t end = 0; end < last - 1; ++end) {
    const Verdict got = mutants::verdict_of(text.substr(0, end), *original->guide);
    if (end < isa_bytes) {
      EXPECT_EQ(got.interchange, "unreadable") << end;
    } else {
      EXPECT_TRUE(got.interchange.starts_with("023")) << end << " " << got.words();
    }
  }
  EXPECT_EQ(mutants::verdict_of(text.substr(0, last - 1), *original->guide).words(), "[||]");
}

}  // namespace
}  // namespace x12
