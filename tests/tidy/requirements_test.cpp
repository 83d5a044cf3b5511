// docs/conformance/*.md say how each requirement is met. This test holds them to it: no requirement is left
// out, and each proof they name is there.
#include <regex>
#include <set>

namespace {

namespace fs = std::filesystem;

const fs::path source_dir = PRECERT_SOURCE_DIR;

using Ids = std::set<std::string>;

/// A series of identifiers of a guide: "spec-1", "spec-2", …
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

Ids ids_of(const std::vector<Series>& all) {
  Ids ids;
  for (const Series& one : all) {
    for (const int number : one.numbers) ids.insert(std::string(one.name) + "-" + std::to_string(number));
  }
  return ids;
}

/// The statements of PAS 2.2.1 whose actor is the payer or intermediary, or where its tag is plainly wrong.
Ids pas_requirements() {
  return ids_of({{"ainfo", range(1, 7)},
                 {"conf", range(1, 16, {7, 8, 9})},
                 {"metric", range(1, 2)},
                 {"priv", range(2, 3)},
                 {"prof", range(1, 10)},
                 {"prof-ben", range(1, 1)},
                 {"prof-sub", range(1, 1)},
                 {"spec", range(1, 73, {8, 40, 42, 63, 68})},
                 {"use", range(1, 6, {4, 5})}});
}

/// The statements of CRD 2.2.1 that a payer's server has to keep and whose keeping can be seen.
Ids crd_requirements() {
  return ids_of({{"found", {2, 5, 9, 11, 13, 14, 15, 24, 27, 28, 29, 30, 32, 33, 34, 37, 38}},
                 {"hook", {4, 9, 10, 13, 16, 19, 22, 23, 30, 34}},
                 {"conf", {2, 7, 8, 12, 13, 14}},
                 {"resp", {1,  2,  3,  4,  5,  12, 13, 14, 17, 18, 19, 23, 25, 26, 28, 29, 30,
                           32, 33, 35, 36, 37, 38, 42, 43, 44, 45, 48, 51, 52, 53, 59, 69}},
                 {"dev", {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 14, 15, 17, 24, 25, 29}},
                 {"billopt", {2, 3}},
                 {"prof", {15}},
                 {"sec", {2, 3, 5, 6}},
                 {"impl", {2, 3, 5}},
                 {"metric", {1}}});
}

/// The same of DTR 2.2.
Ids dtr_requirements() {
  return ids_of({{"spec", {6,  12, 17, 18, 21, 23, 24, 25, 36,  38,  39,  41,  42,  43,  45,  51,  52, 53,
                           54, 56, 86, 87, 91, 94, 97, 98, 120, 122, 128, 130, 139, 140, 147, 159, 160}},
                 {"oper", {1, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18}},
                 {"sec", {3, 4, 9, 10}},
                 {"conf", {8, 9, 10, 11, 12, 13, 14}},
                 {"prof", {1}}});
}

/// The rows of the checklist of capabilities: "SC-01" to "SC-72".
Ids capability_rows() {
  Ids ids;
  for (const int number : range(1, 72)) ids.insert((number < 10 ? "SC-0" : "SC-") + std::to_string(number));
  return ids;
}

/// A page of docs/conformance and what it has to list. Requirements have a strength; capabilities tell their
/// form on FHIR, X12 and the page instead.
struct Page {
  const char* file;
  std::size_t cells;
  Ids ids;
};

const std::vector<Page>& pages() {
  static const std::vector<Page> all = {{"pas.md", 4, pas_requirements()},
                                        {"crd.md", 3, crd_requirements()},
                                        {"dtr.md", 3, dtr_requirements()},
                                        {"capabilities.md", 6, capability_rows()}};
  return all;
}

std::string text_of(const fs::path& path) {
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// One row "| `id` | … | proof |" of a table.
struct Row {
  std::string id;
  std::vector<std::string> cells;  // between the identifier and the proof
  std::string proof;
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

std::vector<Row> rows_of(const Page& page) {
  std::vector<Row> rows;
  std::istringstream lines(text_of(source_dir / "docs/conformance" / page.file));
  std::string line;
  while (std::getline(lines, line)) {
    if (!line.starts_with("| `")) continue;
    std::vector<std::string> cells = cells_of(line);
    EXPECT_EQ(cells.size(), page.cells) << line;
    if (cells.size() != page.cells) continue;
    rows.push_back({cells.front().substr(1, cells.front().size() - 2),
                    {cells.begin() + 1, cells.end() - 1},
                    cells.back()});
  }
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

/// What a proof cell names between backticks: tests "Suite.Test", files "docs/x.md", steps of the
/// conformance runs "pas:ID", "crd:ID", "dtr:ID".
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

/// True when the proof is there: a test, a file, a step of a conformance run.
bool stands(const std::string& name, const Ids& tests, const std::string& scripts) {
  const std::size_t colon = name.find(':');
  const bool run = name.starts_with("pas:") || name.starts_with("crd:") || name.starts_with("dtr:");
  if (run) return scripts.find("'" + name.substr(colon + 1) + "'") != std::string::npos;
  const bool file = name.find('/') != std::string::npos && fs::is_regular_file(source_dir / name);
  return file || tests.contains(name);
}

TEST(Requirements, AreAllListedOnce) {
  for (const Page& page : pages()) {
    Ids listed;
    for (const Row& row : rows_of(page)) {
      EXPECT_TRUE(listed.insert(row.id).second) << page.file << ": " << row.id << " stands twice";
    }
    EXPECT_EQ(listed, page.ids) << page.file;
  }
}

TEST(Requirements, SayHowMuchTheyAsk) {
  const Ids strengths = {"SHALL", "SHALL NOT", "SHOULD", "SHOULD NOT", "MAY"};
  for (const Page& page : pages()) {
    for (const Row& row : rows_of(page)) {
      if (page.cells == 4) {
        EXPECT_TRUE(strengths.contains(row.cells.front()))
            << page.file << " " << row.id << ": " << row.cells.front();
      }
      for (const std::string& cell : row.cells) EXPECT_FALSE(cell.empty()) << page.file << " " << row.id;
    }
  }
}

TEST(Requirements, HaveAProofOrAReason) {
  constexpr std::size_t reason_min = 15;  // characters: a word alone is no reason
  for (const Page& page : pages()) {
    for (const Row& row : rows_of(page)) {
      const std::string excuse = excuse_in(row.proof);
      EXPECT_TRUE(!excuse.empty() || !named_in(row.proof).empty())
          << page.file << " " << row.id << " names no proof";
      EXPECT_TRUE(excuse.empty() || excuse.size() >= reason_min)
          << page.file << " " << row.id << " gives no reason";
    }
  }
}

TEST(Requirements, NameTestsThatExist) {
  const Ids tests = cpp_tests();
  const std::string scripts = conformance_scripts();
  ASSERT_FALSE(tests.empty());
  for (const Page& page : pages()) {
    for (const Row& row : rows_of(page)) {
      for (const std::string& name : named_in(row.proof)) {
        EXPECT_TRUE(stands(name, tests, scripts))
            << page.file << " " << row.id << " names " << name << ", which is not there";
      }
    }
  }
}

}  // namespace
