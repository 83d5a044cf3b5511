// JSON as tests read it.
#pragma once

#include <string>

#include "parsers/json/document.hpp"

namespace support {

/// JSON that keeps its text alive.
class Read {
 public:
  explicit Read(const std::string& text) { EXPECT_TRUE(document_.parse_copy(text)) << text; }
  [[nodiscard]] json::Value root() const { return document_.root(); }

 private:
  json::Document document_;
};

}  // namespace support
