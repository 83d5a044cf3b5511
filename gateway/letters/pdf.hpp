// A letter on US Letter paper: embedded fonts, text that can be searched, read aloud and copied in any script
// that an installed font has, tagged headings, paragraphs and lists.
#pragma once

#include <string>

#include "base/date.hpp"
#include "base/result.hpp"
#include "gateway/letters/document.hpp"

namespace gateway {

struct PdfSettings {
  std::string font = "DejaVu Sans";
  std::string author;    // the payer
  std::string footer;    // "Reference number NR0000000001": beside the number of the page
  base::Instant made{};  // creation date: equal letters give equal bytes
};

struct Pdf {
  std::string bytes;
  int pages = 0;
  int unknown_glyphs = 0;  // characters that no installed font has
};

/// Errors: limit_exceeded when the PDF library fails (no memory, no font at all).
[[nodiscard]] base::Result<Pdf> pdf_from(const LetterDocument& document, const PdfSettings& settings);

}  // namespace gateway
