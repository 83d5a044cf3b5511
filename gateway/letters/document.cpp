#include "gateway/letters/document.hpp"

#include <algorithm>
#include <utility>

namespace gateway {
namespace {

using Kind = LetterBlock::Kind;

bool is_blank(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == value_begin || c == value_end;
  });
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r'))
    text.remove_suffix(1);
  return text;
}

/// Where `mark` stands outside of values; npos when nowhere.
std::size_t find_outside(std::string_view text, std::string_view mark, std::size_t from = 0) {
  bool inside = false;
  for (std::size_t at = from; at < text.size(); ++at) {
    if (text[at] == value_begin) inside = true;
    if (text[at] == value_end) inside = false;
    if (!inside && text.substr(at).starts_with(mark)) return at;
  }
  return std::string_view::npos;
}

std::string without_marks(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == value_begin || c == value_end) continue;
    out += c == line_break ? '\n' : c;
  }
  return out;
}

/// "plain **bold** plain".
void add_spans(std::vector<LetterSpan>& spans, std::string_view text) {
  bool bold = false;
  while (!text.empty()) {
    const std::size_t mark = find_outside(text, "**");
    std::string piece = without_marks(text.substr(0, mark));
    if (!piece.empty()) spans.push_back({std::move(piece), bold});
    if (mark == std::string_view::npos) return;
    bold = !bold;
    text.remove_prefix(mark + 2);
  }
}

/// Takes the lines one by one; lines of a paragraph flow together.
class Reader {
 public:
  void line(std::string_view text) {
    if (is_blank(text)) {
      in_paragraph_ = false;
      return;
    }
    text = trimmed(text);
    for (const auto& [mark, kind] : {std::pair<std::string_view, Kind>{"## ", Kind::subheading},
                                     {"# ", Kind::heading},
                                     {"- ", Kind::bullet},
                                     {"> ", Kind::address}}) {
      if (text.starts_with(mark)) return block(kind, text.substr(mark.size()));
    }
    if (const std::size_t colons = find_outside(text, " ::"); colons != std::string_view::npos) {
      return row(text.substr(0, colons), trimmed(text.substr(colons + 3)));
    }
    if (!in_paragraph_) {
      made.blocks.emplace_back();
    } else {
      made.blocks.back().spans.push_back({" ", false});
    }
    add_spans(made.blocks.back().spans, text);
    in_paragraph_ = true;
  }

  LetterDocument made;

 private:
  void block(Kind kind, std::string_view text) {
    in_paragraph_ = false;
    if (is_blank(text)) return;
    LetterBlock block;
    block.kind = kind;
    add_spans(block.spans, trimmed(text));
    made.blocks.push_back(std::move(block));
  }
  void row(std::string_view label, std::string_view value) {
    in_paragraph_ = false;
    if (is_blank(value)) return;
    LetterBlock block;
    block.kind = Kind::row;
    block.label = without_marks(trimmed(label));
    add_spans(block.spans, value);
    made.blocks.push_back(std::move(block));
  }

  bool in_paragraph_ = false;
};

std::string plain(const LetterBlock& block) {
  std::string text;
  for (const LetterSpan& span : block.spans) text += span.text;
  return text;
}

bool stands_apart(Kind kind) {
  return kind == Kind::heading || kind == Kind::subheading || kind == Kind::paragraph;
}

}  // namespace

std::string LetterDocument::title() const {
  for (const LetterBlock& block : blocks) {
    if (block.kind == Kind::heading) return plain(block);
  }
  return "Letter";
}

LetterDocument letter_document_from(std::string_view marked) {
  Reader reader;
  while (!marked.empty()) {
    const std::size_t end = std::min(marked.find('\n'), marked.size());
    reader.line(marked.substr(0, end));
    marked.remove_prefix(std::min(end + 1, marked.size()));
  }
  return std::move(reader.made);
}

std::string letter_text(const LetterDocument& document) {
  std::string text;
  const LetterBlock* before = nullptr;
  for (const LetterBlock& block : document.blocks) {
    const bool apart = before != nullptr && (block.kind != before->kind || stands_apart(block.kind));
    if (apart) text += '\n';
    if (block.kind == Kind::bullet) text += "- ";
    if (block.kind == Kind::row) text += block.label + ": ";
    text += plain(block) + '\n';
    before = &block;
  }
  return text;
}

}  // namespace gateway
