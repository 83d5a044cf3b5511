// See guide_folder.hpp.
#include "gateway/edi/guide_folder.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <string_view>
#include <system_error>
#include <vector>

#include "parsers/x12/guide.hpp"

namespace gateway {
namespace {

namespace fs = std::filesystem;
using base::Issue;
using base::IssueCode;
using base::Issues;

bool is_of_guides(const fs::path& file) {
  constexpr std::array<std::string_view, 3> shared{"elements.txt", "segments.txt", "codes.txt"};
  return file.extension() == ".guide" || std::ranges::find(shared, file.filename().string()) != shared.end();
}

base::Result<std::vector<x12::GuideFile>> guide_files(const fs::path& folder) {
  std::error_code failed;
  std::vector<fs::path> names;
  for (fs::directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed)) {
    if (is_of_guides(at->path())) names.push_back(at->path());
  }
  if (failed) return Issues(Issue{IssueCode::config_invalid, folder.string(), "the folder of guides cannot be read."});
  if (names.empty()) {
    return Issues(Issue{IssueCode::config_invalid, folder.string(),
                        "there is no guide in it: no *.guide, elements.txt, segments.txt or codes.txt."});
  }
  std::ranges::sort(names);
  std::vector<x12::GuideFile> files;
  for (const fs::path& name : names) {
    std::ifstream in(name, std::ios::binary);
    if (!in) return Issues(Issue{IssueCode::config_invalid, name.string(), "the file cannot be read."});
    files.push_back({name.string(), std::string(std::istreambuf_iterator<char>(in), {})});
  }
  return files;
}

}  // namespace

base::Result<void> use_guide_folder(const fs::path& folder) {
  if (folder.empty()) return {};
  const base::Result<std::vector<x12::GuideFile>> files = guide_files(folder);
  if (!files) return files.error();
  const base::Result<void> used = x12::use_guides(*files);
  if (used) return {};
  Issues issues;
  for (const Issue& one : used.error()) issues.add(IssueCode::config_invalid, one.where, one.remedy);
  return issues;
}

}  // namespace gateway
