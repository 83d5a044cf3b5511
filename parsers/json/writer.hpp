// json::Writer: appends JSON to a string. Commas and colons are its business; balance is the caller's (and
// asserted).
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/decimal.hpp"
#include "parsers/json/value.hpp"

namespace json {

enum class Layout : std::uint8_t { compact, pretty };  // pretty: 2 spaces, for files that people read

class Writer {
 public:
  /// Appends to `out`, which must outlive the writer.
  explicit Writer(std::string& out, Layout layout = Layout::compact) : out_(&out), layout_(layout) {}

  Writer& begin_object();
  Writer& end_object();
  Writer& begin_array();
  Writer& end_array();
  Writer& key(std::string_view name);

  /// UTF-8 text; control characters, quotes and backslashes are escaped.
  Writer& string(std::string_view text);
  Writer& number(const base::Decimal& value);
  Writer& number(std::int64_t value);
  /// Digits that are a JSON number already (json::Value::number_text); written as they are.
  Writer& number_text(std::string_view digits);
  Writer& boolean(bool value);
  Writer& null();
  /// A parsed value and all below it; numbers keep their digits. Absent is written as null.
  Writer& raw(const Value& value);
  /// Text that is one complete JSON value already; written as it is.
  Writer& raw_text(std::string_view text);

  /// key() and value in one.
  Writer& field(std::string_view name, std::string_view text) { return key(name).string(text); }
  Writer& field(std::string_view name, const char* text) { return key(name).string(text); }
  Writer& field(std::string_view name, const std::string& text) { return key(name).string(text); }
  Writer& field(std::string_view name, const base::Decimal& value) { return key(name).number(value); }
  Writer& field(std::string_view name, const Value& value) { return key(name).raw(value); }
  template <std::integral Number>
  Writer& field(std::string_view name, Number value) {
    if constexpr (std::same_as<Number, bool>) {
      return key(name).boolean(value);
    } else {
      return key(name).number(static_cast<std::int64_t>(value));
    }
  }
  Writer& object_field(std::string_view name) { return key(name).begin_object(); }
  Writer& array_field(std::string_view name) { return key(name).begin_array(); }

 private:
  void before_value();
  void after_value() { comma_ = true; }
  void new_line();
  void open(char bracket);
  void close(char bracket);
  void quoted(std::string_view text);

  std::string* out_;
  std::size_t depth_ = 0;
  Layout layout_;
  bool comma_ = false;      // a value stands before the next one on this level
  bool after_key_ = false;  // the next value follows a key
};

}  // namespace json
