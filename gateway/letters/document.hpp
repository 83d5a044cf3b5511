// A filled letter as blocks: what the PDF lays out and the text form prints.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gateway {

// Around values in a filled template: nothing between them is markup. No text has these characters.
inline constexpr char value_begin = '\x02';
inline constexpr char value_end = '\x03';
inline constexpr char line_break = '\x1f';  // inside of a value

struct LetterSpan {
  std::string text;  // UTF-8; '\n' breaks the line
  bool bold = false;

  friend bool operator==(const LetterSpan&, const LetterSpan&) = default;
};

struct LetterBlock {
  enum class Kind : unsigned char {
    heading,     // "# "
    subheading,  // "## "
    paragraph,
    bullet,   // "- "
    address,  // "> ": a line that stands as it is
    row,      // "Label :: value"; left out when there is no value
  };
  Kind kind = Kind::paragraph;
  std::string label;  // of a row
  std::vector<LetterSpan> spans;

  friend bool operator==(const LetterBlock&, const LetterBlock&) = default;
};

struct LetterDocument {
  std::vector<LetterBlock> blocks;

  /// The first heading: the title of the PDF.
  [[nodiscard]] std::string title() const;
};

/// Reads the marks of a filled template.
[[nodiscard]] LetterDocument letter_document_from(std::string_view marked);

/// As plain text, a block a line, an empty line around headings and paragraphs.
[[nodiscard]] std::string letter_text(const LetterDocument& document);

}  // namespace gateway
