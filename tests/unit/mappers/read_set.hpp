// Reads one transaction set from text the way the gateway does, for the tests of mappers/x12; and fixtures.
#pragma once

#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "parsers/x12/check.hpp"
#include "parsers/x12/guide.hpp"
#include "parsers/x12/reader.hpp"

namespace support {

/// Everything that points into one interchange's text, kept together with it.
class ReadSet {
 public:
  explicit ReadSet(std::string interchange) : text_(std::move(interchange)) {
    x12::Reader reader(text_);
    for (x12::Event event = reader.next(); event != x12::Event::done && event != x12::Event::unreadable;
         event = reader.next()) {
      if (event != x12::Event::transaction_set) continue;
      interchange_ = reader.interchange();
      group_ = reader.group();
      set_ = reader.set();
      break;
    }
  }
  ReadSet(const ReadSet&) = delete;
  ReadSet& operator=(const ReadSet&) = delete;

  /// Faults as "where code remedy", one a line; "" when the set is valid.
  std::string faults(std::string_view implementation, std::string_view direction) {
    std::vector<x12::Fault> found;
    const x12::Guide* const guide = x12::guide_for(implementation, direction);
    if (guide == nullptr) return "no guide";
    const bool good = x12::check(set_, *guide, {}, tree_, found);
    std::string out = good || !found.empty() ? "" : "envelope";
    for (const x12::Fault& fault : found)
      out += fault.where() + " " + std::string(fault.code) + " " + fault.remedy + "\n";
    return out;
  }
  /// Filled by faults().
  const x12::LoopTree& tree() const { return tree_; }
  const x12::InterchangeHeader& interchange() const { return interchange_; }
  const x12::GroupHeader& group() const { return group_; }
  const x12::TransactionSet& set() const { return set_; }
  const x12::Delimiters& delimiters() const { return set_.tokens.delimiters; }

 private:
  std::string text_;
  x12::InterchangeHeader interchange_;
  x12::GroupHeader group_;
  x12::TransactionSet set_;
  x12::LoopTree tree_;
};

inline std::string fixture(const std::string& path) {
  std::ifstream file(std::string(PRECERT_SOURCE_DIR) + "/fixtures/" + path, std::ios::binary);
  EXPECT_TRUE(file) << path;
  std::stringstream all;
  all << file.rdbuf();
  return all.str();
}

}  // namespace support
