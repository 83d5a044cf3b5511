// Turns a guide file into its tables, or says in which line it cannot be understood.
#pragma once

#include <memory>
#include <string_view>

#include "base/result.hpp"
#include "parsers/x12/guide_source.hpp"
#include "parsers/x12/guide_table.hpp"

namespace x12 {

/// `file` is the name that faults mention; `text` is copied into the Guide.
[[nodiscard]] base::Result<std::unique_ptr<const Guide>> compile_guide(std::string_view file,
                                                                       std::string_view text,
                                                                       const Dictionary& dictionary);

}  // namespace x12
