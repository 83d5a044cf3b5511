// The writing side of X12: separators only where they mean something, and none of them ever inside data.
#include "parsers/x12/writer.hpp"

namespace x12 {

void Writer::begin(std::string_view segment_id) {
  segment_start_ = out_.size();
  out_ += segment_id;
  data_end_ = out_.size();
}

void Writer::element(std::string_view value) {
  open_element();
  data(value);
}

void Writer::element(std::string_view value, std::size_t length_max) {
  open_element();
  data(value.substr(0, length_max));
}

void Writer::composite(std::initializer_list<std::string_view> parts) {
  open_element();
  std::size_t end = out_.size();
  bool first = true;
  for (const std::string_view part : parts) {
    if (!first) out_ += delimiters_.component;
    data(part);
    if (!part.empty()) end = out_.size();
    first = false;
  }
  out_.resize(end);
}

void Writer::end() {
  out_.resize(data_end_);
  // Only the id is left: a segment that says nothing is not written.
  if (out_.find(delimiters_.element, segment_start_) == std::string::npos) {
    out_.resize(segment_start_);
    return;
  }
  out_ += delimiters_.segment;
  ++segments_;
}

void Writer::segment(std::string_view id, std::initializer_list<std::string_view> elements) {
  begin(id);
  for (const std::string_view value : elements) element(value);
  end();
}

void Writer::open_element() { out_ += delimiters_.element; }

void Writer::data(std::string_view value) {
  for (const char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80 && byte < 0xC0)
      continue;  // the rest of a UTF-8 letter whose first byte became the space
    const bool legal = byte >= 0x20 && byte < 0x7F && c != delimiters_.element &&
                       c != delimiters_.component && c != delimiters_.segment && c != delimiters_.repetition;
    if (!legal) ++replaced_;
    out_ += legal ? c : ' ';
  }
  if (!value.empty()) data_end_ = out_.size();
}

}  // namespace x12
