// What the service that drops papers says of them: an index file beside the pages, or the name of the file.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "gateway/intake/papers.hpp"

namespace gateway {

/// What an index file says. `document` is the name of the file with the pages, beside it. Errors:
/// message_unreadable, all at once, each with its JSON pointer.
struct PaperIndex {
  std::string document;
  Paper paper;  // without content
};
[[nodiscard]] base::Result<PaperIndex> paper_index_from(std::string_view json);

/// What the name of a file without an index says: the number before the first "_", else the whole stem. It
/// may be a control number or the number of a request.
[[nodiscard]] Paper paper_from_name(std::string_view stem);

}  // namespace gateway
