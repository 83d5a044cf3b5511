// Reads a compiled FHIR package (.tgz) into memory, for fhir::profiles_from_package.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "parsers/fhir/ig_package.hpp"

namespace gateway::cli {

/// What a package may cost. A published guide has some hundred files and some ten MB.
struct PackageLimits {
  std::size_t file_bytes_max = std::size_t{32} * 1024 * 1024;
  std::size_t unpacked_bytes_max = std::size_t{512} * 1024 * 1024;
  std::size_t files_max = 50'000;
};

/// The JSON files of `archive`: gzip over tar (ustar, with the long names of pax and GNU). Other kinds of
/// entries are passed over. Errors: data_invalid, `where` is `name`: no gzip, a broken archive, or more than
/// the limits allow.
[[nodiscard]] base::Result<std::vector<fhir::PackageFile>> package_files(const std::string& archive,
                                                                         const std::string& name,
                                                                         const PackageLimits& limits = {});

}  // namespace gateway::cli
