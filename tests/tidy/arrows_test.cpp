// The arrows between the rooms run one way. Reads the #include lines of the tree and holds them to the table
// below.
#include <set>

namespace {

namespace fs = std::filesystem;

const fs::path sources = PRECERT_SOURCE_DIR;

/// Which rooms a room may include from. A room may always include itself.
const std::map<std::string, std::set<std::string>> allowed = {
    {"base", {}},
    {"precert", {"base"}},
    {"parsers/x12", {"base"}},
    {"parsers/json", {"base"}},
    {"parsers/fhir", {"base", "parsers/json"}},
    {"mappers", {"base", "precert", "parsers/x12", "parsers/json", "parsers/fhir"}},
    {"gateway", {"base", "precert", "parsers/x12", "parsers/json", "parsers/fhir", "mappers"}},
};

/// Third-party headers that only some places may see.
const std::map<std::string, std::set<std::string>> seams = {
    {"rapidjson/", {"parsers/json"}},
    {"boost/asio", {"gateway"}},
    {"boost/beast", {"gateway"}},
    {"sqlite3.h", {"gateway/store"}},
    {"lz4.h", {"gateway/store"}},
    {"libpq-fe.h", {"gateway/store"}},
    {"openssl/", {"gateway"}},
    {"pugixml", {"gateway/core"}},
    {"yaml-cpp/", {"precert/rulebook", "gateway/app", "gateway/edi", "gateway/access", "gateway/upstream"}},
    {"CLI/", {"gateway/cli"}},
    {"spdlog/", {"gateway/telemetry"}},
    {"prometheus/", {"gateway/telemetry"}},
};

struct Include {
  std::string file;  // relative to the root
  std::string target;
};

std::vector<Include> includes() {
  std::vector<Include> found;
  for (const auto& [room, unused] : allowed) {
    for (const auto& entry : fs::recursive_directory_iterator(sources / room)) {
      const std::string extension = entry.path().extension().string();
      if (extension != ".hpp" && extension != ".cpp") continue;
      std::ifstream in(entry.path());
      std::string line;
      while (std::getline(in, line)) {
        if (!line.starts_with("#include ")) continue;
        const std::size_t open = line.find_first_of("\"<");
        const std::size_t close = line.find_first_of("\">", open + 1);
        found.push_back(
            {fs::relative(entry.path(), sources).string(), line.substr(open + 1, close - open - 1)});
      }
    }
  }
  return found;
}

std::string room_of(const std::string& path) {
  for (const auto& [room, unused] : allowed) {
    if (path.starts_with(room + "/")) return room;
  }
  return {};
}

TEST(Arrows, RunOneWay) {
  const std::vector<Include> all = includes();
  ASSERT_GT(all.size(), 100U) << "the tree was not found";
  for (const Include& include : all) {
    const std::string from = room_of(include.file);
    const std::string to = room_of(include.target);
    if (to.empty() || from == to) continue;
    EXPECT_TRUE(allowed.at(from).contains(to)) << include.file << " includes " << include.target;
  }
}

TEST(Arrows, LibrariesStayBehindTheirSeams) {
  for (const Include& include : includes()) {
    for (const auto& [prefix, places] : seams) {
      if (!include.target.starts_with(prefix)) continue;
      const bool at_home = std::any_of(places.begin(), places.end(), [&](const std::string& place) {
        return include.file.starts_with(place + "/");
      });
      EXPECT_TRUE(at_home) << include.file << " includes " << include.target;
    }
  }
}

/// g++ 12.2 destroys twice an aggregate that is born in a statement with co_await, so such a statement has no
/// brace.
TEST(Coroutines, AwaitAndBraceNeverShareAStatement) {
  for (const auto& entry : fs::recursive_directory_iterator(sources / "gateway")) {
    if (entry.path().extension() != ".cpp") continue;
    std::ifstream in(entry.path());
    std::string line;
    for (int number = 1; std::getline(in, line); ++number) {
      const std::size_t await = line.find("co_await ");
      if (await == std::string::npos || line.find("//") < await) continue;
      const std::string rest = line.substr(await);
      EXPECT_EQ(rest.find('{'), std::string::npos)
          << fs::relative(entry.path(), sources) << ":" << number << ": name it on the line before";
    }
  }
}

/// Nothing in the tree waits for a later day in a comment.
TEST(Tree, LeavesNothingUnfinished) {
  const std::vector<std::string> marks = {std::string("TO") + "DO", std::string("FIX") + "ME",
                                          std::string("not imple") + "mented"};
  for (const auto& [room, unused] : allowed) {
    for (const auto& entry : fs::recursive_directory_iterator(sources / room)) {
      if (!entry.is_regular_file()) continue;
      std::ifstream in(entry.path());
      const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
      for (const std::string& mark : marks) {
        EXPECT_EQ(text.find(mark), std::string::npos) << entry.path() << " says " << mark;
      }
    }
  }
}

}  // namespace
