// The least that reading JSON can cost with RapidJSON: in situ, memory reused, in a source file of its own
// (g++ 12 inlines RapidJSON's stream steps only there).
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace bench {

class JsonBaseline {
 public:
  JsonBaseline();
  ~JsonBaseline();
  JsonBaseline(const JsonBaseline&) = delete;
  JsonBaseline& operator=(const JsonBaseline&) = delete;

  /// Copies `text` and parses the copy in place. True when it is JSON.
  bool parse(std::string_view text);
  /// Parses `text` in place; it is not JSON any more afterwards.
  bool parse_in_place(std::string& text);

 private:
  struct Memory;
  std::unique_ptr<Memory> memory_;
};

}  // namespace bench
