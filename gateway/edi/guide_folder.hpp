// A payer's or analyst's own implementation guides: files of a folder, laid over those of the program.
#pragma once

#include <filesystem>

#include "base/result.hpp"

namespace gateway {

/// Reads *.guide, elements.txt, segments.txt and codes.txt of the folder (other files are left alone) and
/// puts them in force for this process, as x12::use_guides() says. "" = those of the program. Before partners
/// are read, whose changes are laid over them. Errors (config_invalid) name file and line; then nothing has
/// changed.
[[nodiscard]] base::Result<void> use_guide_folder(const std::filesystem::path& folder);

}  // namespace gateway
