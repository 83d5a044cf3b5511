// Turns a guide file into its tables, or says in which line it cannot be understood.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "base/result.hpp"
#include "parsers/x12/guide_blocks.hpp"
#include "parsers/x12/guide_source.hpp"
#include "parsers/x12/guide_table.hpp"

namespace x12 {

/// `layers`: the guide file and what is laid over it, in this order. Their texts and names are copied into
/// the Guide; the texts of the dictionary outlive it.
[[nodiscard]] base::Result<std::unique_ptr<const Guide>> compile_guide(std::span<const GuideLayer> layers,
                                                                       const Dictionary& dictionary);

/// One file that is like no other.
[[nodiscard]] base::Result<std::unique_ptr<const Guide>> compile_guide(std::string_view file,
                                                                       std::string_view text,
                                                                       const Dictionary& dictionary);

}  // namespace x12
