#include "parsers/json/writer.hpp"

#include <array>
#include <cassert>
#include <charconv>

namespace json {
namespace {

constexpr std::array<bool, 256> make_escapes() {
  std::array<bool, 256> escapes{};
  for (std::size_t c = 0; c < 0x20; ++c) escapes[c] = true;
  escapes['"'] = escapes['\\'] = true;
  return escapes;
}
constexpr std::array<bool, 256> escapes = make_escapes();

constexpr bool needs_escape(char c) { return escapes[static_cast<unsigned char>(c)]; }

void append_escaped(std::string& out, char c) {
  constexpr std::string_view hex = "0123456789abcdef";
  switch (c) {
    case '"': out += "\\\""; return;
    case '\\': out += "\\\\"; return;
    case '\n': out += "\\n"; return;
    case '\r': out += "\\r"; return;
    case '\t': out += "\\t"; return;
    default: break;
  }
  out += "\\u00";
  out += hex[static_cast<unsigned char>(c) >> 4U];
  out += hex[static_cast<unsigned char>(c) & 15U];
}

}  // namespace

void Writer::quoted(std::string_view text) {
  out_->push_back('"');
  std::size_t plain = 0;  // start of what has not been copied yet
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!needs_escape(text[i])) continue;
    out_->append(text, plain, i - plain);
    append_escaped(*out_, text[i]);
    plain = i + 1;
  }
  out_->append(text, plain);
  out_->push_back('"');
}

void Writer::new_line() {
  out_->push_back('\n');
  out_->append(depth_ * 2, ' ');
}

void Writer::before_value() {
  if (after_key_) {
    after_key_ = false;
    return;
  }
  if (comma_) out_->push_back(',');
  if (layout_ == Layout::pretty && depth_ > 0) new_line();
}

void Writer::open(char bracket) {
  before_value();
  out_->push_back(bracket);
  ++depth_;
  comma_ = false;
}

void Writer::close(char bracket) {
  assert(depth_ > 0);
  --depth_;
  if (layout_ == Layout::pretty && comma_) new_line();
  out_->push_back(bracket);
  after_value();
}

Writer& Writer::begin_object() {
  open('{');
  return *this;
}

Writer& Writer::end_object() {
  close('}');
  return *this;
}

Writer& Writer::begin_array() {
  open('[');
  return *this;
}

Writer& Writer::end_array() {
  close(']');
  return *this;
}

Writer& Writer::key(std::string_view name) {
  assert(!after_key_);
  before_value();
  quoted(name);
  out_->push_back(':');
  if (layout_ == Layout::pretty) out_->push_back(' ');
  after_key_ = true;
  return *this;
}

Writer& Writer::string(std::string_view text) {
  before_value();
  quoted(text);
  after_value();
  return *this;
}

Writer& Writer::number(const base::Decimal& value) { return raw_text(value.text()); }

Writer& Writer::number(std::int64_t value) {
  std::array<char, 20> digits{};
  const std::to_chars_result end = std::to_chars(digits.data(), digits.data() + digits.size(), value);
  return raw_text({digits.data(), static_cast<std::size_t>(end.ptr - digits.data())});
}

Writer& Writer::number_text(std::string_view digits) { return raw_text(digits); }

Writer& Writer::boolean(bool value) { return raw_text(value ? "true" : "false"); }

Writer& Writer::null() { return raw_text("null"); }

Writer& Writer::raw_text(std::string_view text) {
  before_value();
  out_->append(text);
  after_value();
  return *this;
}

Writer& Writer::raw(const Value& value) {
  switch (value.kind()) {
    case Kind::absent:
    case Kind::null: return null();
    case Kind::boolean: return boolean(value.boolean());
    case Kind::number: return number_text(value.number_text());
    case Kind::string: return string(value.string());
    case Kind::array:
      begin_array();
      for (const Value element : value.elements()) raw(element);
      return end_array();
    case Kind::object:
      begin_object();
      for (const Member member : value.members()) key(member.key).raw(member.value);
      return end_object();
  }
  return *this;
}

}  // namespace json
