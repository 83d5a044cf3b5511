// What is looked at before an XML parser sees a byte: size of the tree, and the things SOAP 1.2 forbids
// anyway.
#include "gateway/core/soap.hpp"
#include "parsers/json/tape.hpp"

namespace gateway {
namespace {

constexpr std::size_t nowhere = std::string_view::npos;

/// XML 1.0, production 2, for what is ASCII.
bool only_xml_characters(std::string_view text) {
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 && c != '\t' && c != '\n' && c != '\r') return false;
  }
  return json::invalid_utf8(text) == nowhere;
}

class Walk {
 public:
  Walk(std::string_view text, const XmlLimits& limits) : text_(text), limits_(limits) {}

  /// True when all markup is within the limits and closed.
  bool within() {
    for (at_ = text_.find('<'); at_ != nowhere; at_ = text_.find('<', at_)) {
      if (!step()) return false;
    }
    return depth_ == 0 && elements_ > 0;
  }

 private:
  [[nodiscard]] bool here(std::string_view what) const { return text_.substr(at_, what.size()) == what; }

  bool step() {
    if (here("<![CDATA[")) return section("]]>", 9);
    if (here("<!--")) return section("-->", 4);
    if (here("<!")) return false;  // a document type
    if (here("<?")) return at_ == 0 && here("<?xml ") && section("?>", 6);
    return tag();
  }

  bool section(std::string_view end, std::size_t opening) {
    const std::size_t found = text_.find(end, at_ + opening);
    if (found == nowhere || ++sections_ > limits_.sections_max) return false;
    at_ = found + end.size();
    return true;
  }

  bool tag() {
    const std::size_t end = tag_end();
    if (end == nowhere) return false;
    const bool closing = here("</");
    const bool empty = text_[end - 1] == '/';
    at_ = end + 1;
    if (closing) {
      if (depth_ == 0) return false;
      --depth_;
      return true;
    }
    if (++elements_ > limits_.elements_max) return false;
    if (!empty) ++depth_;
    return depth_ <= limits_.depth_max;
  }

  /// The '>' of the tag at at_, quotes respected.
  [[nodiscard]] std::size_t tag_end() const {
    char quote = 0;
    for (std::size_t i = at_ + 1; i < text_.size() && i - at_ <= limits_.tag_bytes_max; ++i) {
      const char c = text_[i];
      if (quote != 0) {
        if (c == quote) quote = 0;
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '>') {
        return i;
      } else if (c == '<') {
        return nowhere;
      }
    }
    return nowhere;
  }

  std::string_view text_;
  const XmlLimits& limits_;
  std::size_t at_ = 0, elements_ = 0, depth_ = 0, sections_ = 0;
};

}  // namespace

bool xml_is_bounded(std::string_view text, const XmlLimits& limits) {
  return only_xml_characters(text) && Walk(text, limits).within();
}

}  // namespace gateway
