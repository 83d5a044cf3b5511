// Reads the compiled packages that PRECERT_IG_2_2_1 and PRECERT_IG_2_0_1 name (.tgz), for tests only: a
// folder of the unpacked package will do as well.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "parsers/fhir/ig_package.hpp"
#include "tests/support/temporary_folder.hpp"

namespace fhir::support {

inline std::string file_text(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

/// Environment variable with the package of a version.
inline const char* package_path(Version version) {
  return std::getenv(version == Version::pas_2_2_1 ? "PRECERT_IG_2_2_1" : "PRECERT_IG_2_0_1");
}

/// The files of the package; empty when no package is named. A .tgz is unpacked with tar into a fresh folder.
inline std::vector<PackageFile> package_files(Version version) {
  namespace fs = std::filesystem;
  const char* const path = package_path(version);
  std::vector<PackageFile> files;
  if (path == nullptr) return files;
  fs::path folder = path;
  const ::support::TemporaryFolder unpacked;
  if (!fs::is_directory(folder)) {
    folder = unpacked.path();
    const std::string command = "tar -xzf '" + std::string(path) + "' -C '" + folder.string() + "'";
    if (std::system(command.c_str()) != 0) return files;
  }
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().extension() == ".json")
      files.push_back({entry.path().string(), file_text(entry.path())});
  }
  return files;
}

}  // namespace fhir::support
