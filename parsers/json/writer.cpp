#include "parsers/json/writer.hpp"

#include <array>
#include <cassert>
#include <charconv>
#include <cstring>

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

/// True when one of eight bytes needs an escape: below 0x20, a quote or a backslash.
constexpr bool any_escape(std::uint64_t eight) {
  constexpr std::uint64_t ones = 0x0101010101010101;
  constexpr std::uint64_t high_bits = 0x8080808080808080;
  const std::uint64_t quotes = eight ^ (ones * '"');
  const std::uint64_t backslashes = eight ^ (ones * '\\');
  const std::uint64_t control = (eight - ones * 0x20) & ~eight;
  const std::uint64_t quote = (quotes - ones) & ~quotes;
  const std::uint64_t backslash = (backslashes - ones) & ~backslashes;
  return ((control | quote | backslash) & high_bits) != 0;
}

/// How many characters at the start can be written as they are.
std::size_t plain_prefix(std::string_view text) {
  std::size_t at = 0;
  for (std::uint64_t eight = 0; at + sizeof eight <= text.size(); at += sizeof eight) {
    std::memcpy(&eight, text.data() + at, sizeof eight);
    if (any_escape(eight)) break;
  }
  while (at < text.size() && !needs_escape(text[at])) ++at;
  return at;
}

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
  for (std::size_t plain = plain_prefix(text); plain < text.size(); plain = plain_prefix(text)) {
    out_->append(text.substr(0, plain));
    append_escaped(*out_, text[plain]);
    text.remove_prefix(plain + 1);
  }
  out_->append(text);
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
