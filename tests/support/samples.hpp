// Where public sample messages are, which this repository does not hold: the folder that PRECERT_SAMPLES
// names, else `samples` in a folder beside the checkout. A test that finds none is skipped, and says so.
#pragma once

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <vector>

namespace support {

/// Holds x12/ and pas/; empty when there is none.
inline std::filesystem::path samples_folder() {
  namespace fs = std::filesystem;
  if (const char* const named = std::getenv("PRECERT_SAMPLES"); named != nullptr) return named;
  std::error_code none;
  std::vector<fs::path> found;
  for (const auto& beside : fs::directory_iterator(fs::path(PRECERT_SOURCE_DIR).parent_path(), none)) {
    if (fs::exists(beside.path() / "samples" / "x12" / "expected.json", none))
      found.push_back(beside.path() / "samples");
  }
  return found.empty() ? fs::path() : *std::min_element(found.begin(), found.end());
}

}  // namespace support
