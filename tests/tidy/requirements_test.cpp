// docs/conformance/*.md say how each requirement is met. This test holds them to it: no requirement is left
// out, and each proof they name is there.
#include <regex>
#include <set>

namespace {

namespace fs = std::filesystem;

const fs::path source_dir = PRECERT_SOURCE_DIR;

/// The statements of PAS 2.2.1 whose actor is the payer or intermediary, or where its tag is plainly wrong.
struct Series {
  const char* name;
  std::vector<int> numbers;
};

std::vector<int> range(int first, int last, const std::set<int>& without = {}) {
  std::vector<int> numbers;
  for (int number = first; number <= last; ++number) {
    if (!without.contains(number)) numbers.push_back(number);
  }
  return numbers;
}

std::set<std::string> pas_requirements() {
  const std::vector<Series> all = {{"ainfo", range(1, 7)},      {"conf", range(1, 16, {7, 8, 9})},
                                   {"metric", range(1, 2)},     {"priv", range(2, 3)},
                                   {"prof", range(1, 10)},      {"prof-ben", range(1, 1)},
                                   {"prof-sub", range(1, 1)},   {"spec", range(1, 73, {8, 40, 42, 63, 68})},
                                   {"use", range(1, 6, {4, 5})}};
  std::set<std::string> ids;
  for (const Series& one : all) {
    for (const int number : one.numbers) ids.insert(std::string(one.name) + "-" + std::to_string(number));
  }
  return ids;
}

std::string text_of(const fs::path& path) {
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// One row "| `id` | strength | requirement | proof |" of a table.
struct Row {
  std::string id, strength, words, proof;
};

std::string trimmed(const std::string& cell) {
  const std::size_t first = cell.find_first_not_of(' ');
  return first == std::string::npos ? "" : cell.substr(first, cell.find_last_not_of(' ') - first + 1);
}

std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells;
  std::istringstream rest(line.substr(1));
  std::string cell;
  while (std::getline(rest, cell, '|')) cells.push_back(trimmed(cell));
  return cells;
}

std::vector<Row> rows_of(const fs::path& page) {
  std::vector<Row> rows;
  std::istringstream lines(text_of(page));
  std::string line;
  while (std::getline(lines, line)) {
    if (!line.starts_with("| `")) continue;
    const std::vector<std::string> cells = cells_of(line);
    EXPECT_EQ(cells.size(), 4U) << line;
    if (cells.size() != 4) continue;
    rows.push_back({cells[0].substr(1, cells[0].size() - 2), cells[1], cells[2], cells[3]});
  }
  return rows;
}

const std::vector<Row>& pas_rows() {
  static const std::vector<Row> rows = rows_of(source_dir / "docs/conformance/pas.md");
  return rows;
}

/// What follows "does not apply: " or "not met: ", "" when neither stands there.
std::string excuse_in(const std::string& proof) {
  for (const std::string_view mark : {"does not apply: ", "not met: "}) {
    const std::size_t at = proof.find(mark);
    if (at != std::string::npos) return proof.substr(at + mark.size());
  }
  return {};
}

/// Every "Suite.Test" of the C++ tests.
std::set<std::string> cpp_tests() {
  static const std::regex test(R"(\bTEST(?:_F|_P)?\(\s*(\w+),\s*(\w+)\))");
  std::set<std::string> names;
  for (const auto& entry : fs::recursive_directory_iterator(source_dir / "tests")) {
    if (entry.path().extension() != ".cpp") continue;
    const std::string text = text_of(entry.path());
    for (std::sregex_iterator at(text.begin(), text.end(), test), end; at != end; ++at) {
      names.insert((*at)[1].str() + "." + (*at)[2].str());
    }
  }
  return names;
}

/// What a proof cell names between backticks: tests "Suite.Test", files "docs/x.md", conformance steps
/// "pas:ID".
std::vector<std::string> named_in(const std::string& proof) {
  static const std::regex name("`([^`]+)`");
  std::vector<std::string> names;
  for (std::sregex_iterator at(proof.begin(), proof.end(), name), end; at != end; ++at) {
    names.push_back((*at)[1]);
  }
  return names;
}

std::string conformance_scripts() {
  std::string all;
  for (const auto& entry : fs::recursive_directory_iterator(source_dir / "tests/conformance")) {
    const std::string path = entry.path().string();
    if (path.find("node_modules") == std::string::npos && path.ends_with(".mjs"))
      all += text_of(entry.path());
  }
  return all;
}

TEST(PasRequirements, AreAllListedOnce) {
  std::set<std::string> listed;
  for (const Row& row : pas_rows()) {
    EXPECT_TRUE(listed.insert(row.id).second) << row.id << " stands twice";
  }
  EXPECT_EQ(listed, pas_requirements());
}

TEST(PasRequirements, SayHowMuchTheyAsk) {
  const std::set<std::string> strengths = {"SHALL", "SHALL NOT", "SHOULD", "SHOULD NOT", "MAY"};
  for (const Row& row : pas_rows()) {
    EXPECT_TRUE(strengths.contains(row.strength)) << row.id << ": " << row.strength;
    EXPECT_FALSE(row.words.empty()) << row.id;
  }
}

TEST(PasRequirements, HaveAProofOrAReason) {
  constexpr std::size_t reason_min = 15;  // characters: a word alone is no reason
  for (const Row& row : pas_rows()) {
    const std::string excuse = excuse_in(row.proof);
    EXPECT_TRUE(!excuse.empty() || !named_in(row.proof).empty()) << row.id << " names no proof";
    EXPECT_TRUE(excuse.empty() || excuse.size() >= reason_min) << row.id << " gives no reason";
  }
}

TEST(PasRequirements, NameTestsThatExist) {
  const std::set<std::string> tests = cpp_tests();
  const std::string scripts = conformance_scripts();
  ASSERT_FALSE(tests.empty());
  for (const Row& row : pas_rows()) {
    for (const std::string& name : named_in(row.proof)) {
      const bool step =
          name.starts_with("pas:") && scripts.find("'" + name.substr(4) + "'") != std::string::npos;
      const bool file = name.find('/') != std::string::npos && fs::is_regular_file(source_dir / name);
      EXPECT_TRUE(step || file || tests.contains(name))
          << row.id << " names " << name << ", which is not there";
    }
  }
}

}  // namespace
