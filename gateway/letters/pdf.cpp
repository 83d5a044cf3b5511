#include "gateway/letters/pdf.hpp"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include <memory>
#include <vector>

namespace gateway {
namespace {

using Kind = LetterBlock::Kind;

// US Letter in points.
constexpr double points_per_inch = 72;
constexpr double page_width = 612, page_height = 792, margin = points_per_inch;
constexpr double text_width = page_width - 2 * margin;
constexpr double text_bottom = page_height - margin;
constexpr double label_width = 160, label_gap = 8, indent = 16;
constexpr int lines_kept_together = 4;  // a shorter block is not cut by the end of a page

/// Owns what its library frees by its own function.
template <class Thing, void (*release)(Thing*)>
struct Releasing {
  void operator()(Thing* thing) const { release(thing); }
};
using Surface = std::unique_ptr<cairo_surface_t, Releasing<cairo_surface_t, cairo_surface_destroy>>;
using Context = std::unique_ptr<cairo_t, Releasing<cairo_t, cairo_destroy>>;
using Attributes = std::unique_ptr<PangoAttrList, Releasing<PangoAttrList, pango_attr_list_unref>>;
using Font =
    std::unique_ptr<PangoFontDescription, Releasing<PangoFontDescription, pango_font_description_free>>;
struct LayoutRelease {
  void operator()(PangoLayout* layout) const { g_object_unref(layout); }
};
using Layout = std::unique_ptr<PangoLayout, LayoutRelease>;
using SharedLayout = std::shared_ptr<PangoLayout>;

double points(int pango_units) { return static_cast<double>(pango_units) / PANGO_SCALE; }

cairo_status_t append(void* closure, const unsigned char* data, unsigned length) {
  const auto* const from = static_cast<const char*>(static_cast<const void*>(data));
  static_cast<std::string*>(closure)->append(from, length);
  return CAIRO_STATUS_SUCCESS;
}

/// How a kind of block looks and what it is to a reader of the structure.
struct Style {
  double size = 12, before = 0, after = 0, x = margin;
  bool bold = false;
  const char* tag = "P";
};

Style style_of(Kind kind) {
  switch (kind) {
    case Kind::heading: return {18, 14, 8, margin, true, "H1"};
    case Kind::subheading: return {14, 10, 4, margin, true, "H2"};
    case Kind::paragraph: return {12, 4, 4, margin, false, "P"};
    case Kind::bullet: return {12, 1, 2, margin + indent, false, "LBody"};
    case Kind::address: return {12, 0, 0, margin, false, "P"};
    case Kind::row: return {12, 0.5, 1, margin + label_width, false, "P"};
  }
  return {};
}

class Paper {
 public:
  explicit Paper(const PdfSettings& settings) : settings_(settings) {
    surface_.reset(cairo_pdf_surface_create_for_stream(append, &made.bytes, page_width, page_height));
    context_.reset(cairo_create(surface_.get()));
  }

  void metadata(const LetterDocument& document) {
    const std::string at = base::iso(settings_.made);
    cairo_pdf_surface_set_metadata(surface_.get(), CAIRO_PDF_METADATA_TITLE, document.title().c_str());
    cairo_pdf_surface_set_metadata(surface_.get(), CAIRO_PDF_METADATA_AUTHOR, settings_.author.c_str());
    cairo_pdf_surface_set_metadata(surface_.get(), CAIRO_PDF_METADATA_CREATE_DATE, at.c_str());
  }

  /// Puts every line of every block on a page; draws nothing yet, so that pages can be counted first.
  void lay_out(const LetterDocument& document) {
    const LetterBlock* before = nullptr;
    for (const LetterBlock& block : document.blocks) {
      const Style style = style_of(block.kind);
      // A new group, such as the recipient after the sender, stands apart from the one before.
      const bool new_group = before != nullptr && before->kind != block.kind;
      y_ += style.before + (new_group && style.before < 4 ? 8 : 0);
      place(block, style);
      y_ += style.after;
      before = &block;
    }
    made.pages = page_ + 1;
  }

  void draw() {
    std::size_t at = 0;
    for (int page = 0; page < made.pages; ++page) {
      while (at < pieces_.size() && pieces_[at].page == page) at = draw_block(at);
      footer(page + 1);
      cairo_show_page(context_.get());
    }
  }

  [[nodiscard]] bool finish() {
    cairo_surface_finish(surface_.get());
    return cairo_surface_status(surface_.get()) == CAIRO_STATUS_SUCCESS &&
           cairo_status(context_.get()) == CAIRO_STATUS_SUCCESS;
  }

  Pdf made;

 private:
  /// One line of a block on its page.
  struct Piece {
    SharedLayout layout;
    int line = 0, page = 0;
    double x = 0, baseline = 0;
    const LetterBlock* block = nullptr;
    const char* tag = "P";
  };

  Layout layout_of(const std::vector<LetterSpan>& spans, const Style& style, double width) {
    std::string text;
    const Attributes attributes(pango_attr_list_new());
    for (const LetterSpan& span : spans) {
      const std::size_t begin = text.size();
      text += span.text;
      if (!span.bold || style.bold) continue;
      PangoAttribute* const bold = pango_attr_weight_new(PANGO_WEIGHT_BOLD);
      bold->start_index = static_cast<guint>(begin);
      bold->end_index = static_cast<guint>(text.size());
      pango_attr_list_insert(attributes.get(), bold);
    }
    Layout layout(pango_cairo_create_layout(context_.get()));
    // The units of the page are points; Pango would count 96 of them to an inch, and all would come out a
    // third larger.
    pango_cairo_context_set_resolution(pango_layout_get_context(layout.get()), points_per_inch);
    pango_layout_context_changed(layout.get());
    const Font font(pango_font_description_from_string(settings_.font.c_str()));
    pango_font_description_set_size(font.get(), static_cast<int>(style.size * PANGO_SCALE));
    if (style.bold) pango_font_description_set_weight(font.get(), PANGO_WEIGHT_BOLD);
    pango_layout_set_font_description(layout.get(), font.get());
    pango_layout_set_attributes(layout.get(), attributes.get());
    pango_layout_set_text(layout.get(), text.c_str(), static_cast<int>(text.size()));
    pango_layout_set_width(layout.get(), static_cast<int>(width * PANGO_SCALE));
    pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
    made.unknown_glyphs += pango_layout_get_unknown_glyphs_count(layout.get());
    return layout;
  }

  void place(const LetterBlock& block, const Style& style) {
    const SharedLayout layout = shared(layout_of(block.spans, style, page_width - margin - style.x));
    const SharedLayout mark = mark_of(block, style);
    const bool heads = block.kind == Kind::heading || block.kind == Kind::subheading;
    if (heads && y_ + 7 * style.size > text_bottom) new_page();  // a heading is not the last of a page
    const bool label_above = mark && block.kind == Kind::row && width_of(*mark) > label_width - label_gap;
    const double height = height_of(*layout) + (label_above ? height_of(*mark) : 0);
    const bool is_short = pango_layout_get_line_count(layout.get()) <= lines_kept_together;
    if (is_short && y_ + height > text_bottom) new_page();
    if (label_above) {
      put_lines(mark, block, margin, "P");
      put_lines(layout, block, style.x, style.tag);
    } else {
      put_lines(layout, block, style.x, style.tag, mark);
    }
  }

  /// Puts one line below the other, over the end of the page when it has to be; `mark` stands beside the
  /// first.
  void put_lines(const SharedLayout& layout, const LetterBlock& block, double x, const char* tag,
                 const SharedLayout& mark = nullptr) {
    const int lines = pango_layout_get_line_count(layout.get());
    for (int i = 0; i < lines; ++i) {
      PangoRectangle extents;
      pango_layout_line_get_extents(pango_layout_get_line_readonly(layout.get(), i), nullptr, &extents);
      const double height = points(extents.height);
      if (y_ + height > text_bottom) new_page();
      const double baseline = y_ - points(extents.y);
      if (i == 0 && mark) {
        const bool row = block.kind == Kind::row;
        pieces_.push_back({mark, 0, page_, row ? margin : margin + 4, baseline, &block, row ? "P" : "Lbl"});
      }
      pieces_.push_back({layout, i, page_, x + offset_of(layout.get(), i), baseline, &block, tag});
      y_ += height;
    }
  }

  /// What stands in front of the first line: a bullet, the label of a row; null for the other kinds.
  SharedLayout mark_of(const LetterBlock& block, const Style& style) {
    if (block.kind == Kind::bullet) return shared(layout_of({{"\u2022", false}}, style, text_width));
    if (block.kind != Kind::row || block.label.empty()) return nullptr;
    Style bold = style;
    bold.bold = true;
    return shared(layout_of({{block.label, false}}, bold, text_width));
  }

  static SharedLayout shared(Layout layout) { return {layout.release(), LayoutRelease()}; }

  static double width_of(PangoLayout& layout) {
    PangoRectangle extents;
    pango_layout_get_extents(&layout, nullptr, &extents);
    return points(extents.width);
  }

  static double height_of(PangoLayout& layout) {
    PangoRectangle extents;
    pango_layout_get_extents(&layout, nullptr, &extents);
    return points(extents.height);
  }

  /// Right-to-left lines begin at the right.
  static double offset_of(PangoLayout* layout, int line) {
    int x = 0;
    PangoLayoutLine* const found = pango_layout_get_line_readonly(layout, line);
    pango_layout_line_index_to_x(found, found->start_index, 0, &x);
    if (found->resolved_dir != PANGO_DIRECTION_RTL) return 0;
    PangoRectangle extents;
    pango_layout_line_get_extents(found, nullptr, &extents);
    return points(pango_layout_get_width(layout) - extents.width);
  }

  void new_page() {
    ++page_;
    y_ = margin;
  }

  /// Draws the lines of one block that are on one page, inside the tag of the block; returns where the next
  /// begins.
  std::size_t draw_block(std::size_t at) {
    const Piece first = pieces_[at];
    const bool in_list = first.block->kind == Kind::bullet;
    if (in_list) cairo_tag_begin(context_.get(), "L", nullptr);
    if (in_list) cairo_tag_begin(context_.get(), "LI", nullptr);
    while (at < pieces_.size() && pieces_[at].block == first.block && pieces_[at].page == first.page) {
      const char* const tag = pieces_[at].tag;
      const SharedLayout layout = pieces_[at].layout;
      cairo_tag_begin(context_.get(), tag, nullptr);
      while (at < pieces_.size() && pieces_[at].layout == layout && pieces_[at].page == first.page) {
        draw(pieces_[at++]);
      }
      cairo_tag_end(context_.get(), tag);
    }
    if (in_list) cairo_tag_end(context_.get(), "LI");
    if (in_list) cairo_tag_end(context_.get(), "L");
    return at;
  }

  void draw(const Piece& piece) {
    cairo_move_to(context_.get(), piece.x, piece.baseline);
    pango_cairo_show_layout_line(context_.get(),
                                 pango_layout_get_line_readonly(piece.layout.get(), piece.line));
  }

  void footer(int page) {
    Style small;
    small.size = 9;
    std::string text = "Page " + std::to_string(page) + " of " + std::to_string(made.pages);
    if (!settings_.footer.empty()) text = settings_.footer + "   " + text;
    const Layout layout = layout_of({{text, false}}, small, text_width);
    cairo_move_to(context_.get(), margin, page_height - margin / 2);
    pango_cairo_show_layout_line(context_.get(), pango_layout_get_line_readonly(layout.get(), 0));
  }

  const PdfSettings& settings_;
  Surface surface_;
  Context context_;
  std::vector<Piece> pieces_;
  double y_ = margin;
  int page_ = 0;
};

}  // namespace

base::Result<Pdf> pdf_from(const LetterDocument& document, const PdfSettings& settings) {
  Paper paper(settings);
  paper.metadata(document);
  paper.lay_out(document);
  paper.draw();
  if (!paper.finish()) {
    return base::Issues(
        base::Issue{base::IssueCode::limit_exceeded, "pdf", "the letter could not be written as PDF."});
  }
  return std::move(paper.made);
}

}  // namespace gateway
