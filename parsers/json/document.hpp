// json::Document: strict JSON (RFC 8259) read in place over the caller's buffer into a flat tape of nodes.
// Keep one Document per worker and reuse it: after the first messages it allocates nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "parsers/json/value.hpp"

namespace json {

/// What a message may cost; crossing one is json_limit.
struct Limits {
  std::size_t bytes_max = std::size_t{64} * 1024 * 1024;
  std::size_t depth_max = 64;         // objects and arrays inside each other
  std::size_t nodes_max = 4'000'000;  // values and keys
  std::size_t members_max = 10'000;   // members of one object
};

class Document {
 public:
  Document();
  ~Document();
  Document(Document&&) noexcept;
  Document& operator=(Document&&) noexcept;
  Document(const Document&) = delete;
  Document& operator=(const Document&) = delete;

  /// Reads `buffer` in place: strings are unescaped inside it, so its text is not JSON any more afterwards
  /// (keep the original elsewhere if you need it). The Values live as long as the buffer stays unchanged and
  /// until the next parse. A byte order mark is skipped. Errors: json_syntax (broken text, bad UTF-8, a key
  /// twice in one object, anything after the value), json_limit; `where` is "byte 120, line 4:17".
  [[nodiscard]] base::Result<Value> parse(std::string& buffer, const Limits& limits = {});
  /// The same over the Document's own copy of `text`.
  [[nodiscard]] base::Result<Value> parse_copy(std::string_view text, const Limits& limits = {});
  /// The value read last; absent before the first parse and after a failed one.
  [[nodiscard]] Value root() const;

 private:
  struct State;  // tape and scratch memory, see document.cpp
  std::unique_ptr<State> state_;
};

}  // namespace json
