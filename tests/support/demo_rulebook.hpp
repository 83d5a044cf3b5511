// The demonstration rulebook, compiled once in a program.
#pragma once

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "precert/rulebook/rulebook.hpp"
#include "tests/support/text.hpp"

namespace support {

inline std::vector<precert::RulebookFile> demo_rulebook_files() {
  std::vector<precert::RulebookFile> files;
  for (const auto& entry : std::filesystem::directory_iterator(PRECERT_SOURCE_DIR "/fixtures/rulebook")) {
    if (entry.path().extension() != ".yaml") continue;
    files.push_back({entry.path().filename().string(), file_text(entry.path())});
  }
  std::ranges::sort(files, {}, &precert::RulebookFile::name);
  return files;
}

/// Throws when it does not compile.
inline const std::shared_ptr<const precert::Rulebook>& shared_demo_rulebook() {
  static const std::shared_ptr<const precert::Rulebook> made =
      precert::rulebook_from(demo_rulebook_files()).value();
  return made;
}

inline const precert::Rulebook& demo_rulebook() { return *shared_demo_rulebook(); }

}  // namespace support
