// What papers may be: by file ending and media type, and how their bytes begin.
#pragma once

#include <string>
#include <string_view>

#include "precert/model/codes.hpp"

namespace gateway {

struct PaperType {
  std::string_view ending;        // ".pdf"
  std::string_view content_type;  // "application/pdf"
  precert::AttachmentFormat format;
  std::string_view begins;  // "" = anything
};

/// nullptr when such files are not taken. Case does not matter.
[[nodiscard]] const PaperType* paper_type_of_ending(std::string_view ending);
/// The same by media type, without parameters.
[[nodiscard]] const PaperType* paper_type_of(std::string_view content_type);
/// False when the bytes are not what the type says: cut off, or something else under its name.
[[nodiscard]] bool looks_like(const PaperType& type, std::string_view bytes);
/// "application/pdf, image/tiff …", each once.
[[nodiscard]] std::string paper_types_taken();

}  // namespace gateway
