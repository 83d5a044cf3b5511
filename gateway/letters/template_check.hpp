// What is wrong with the texts of letters, told with file and line before anybody is written to.
#pragma once

#include <map>
#include <string>

#include "base/issue.hpp"

namespace gateway {

/// `texts` by file name, whole: with every partial they include.
[[nodiscard]] base::Issues template_faults(const std::map<std::string, std::string>& texts);

}  // namespace gateway
