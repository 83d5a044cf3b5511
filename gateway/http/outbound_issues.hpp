// Inside of gateway/http: what is said of a URL that is not called.
#pragma once

#include <string>
#include <utility>

#include "base/issue.hpp"

namespace gateway {

inline base::Issues unusable_url(std::string remedy) {
  return base::Issues(
      base::Issue{base::IssueCode::data_invalid, "url", std::move(remedy), base::Severity::error});
}

}  // namespace gateway
