// Reads a 278 of any implementation from text the way the gateway does: X215 and X216.
#pragma once

#include <algorithm>
#include <fstream>
#include <sstream>
#include <string>
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

 private:
  std::string text_;
  x12::InterchangeHeader interchange_;
  x12::GroupHeader group_;
  x12::TransactionSet set_;
  x12::LoopTree tree_;
};

/// ST..SE in an interchange.
inline std::string in_interchange(const std::string& set, std::string_view implementation) {
  return "ISA*00*          *00*          *ZZ*SUBMITTER1     *ZZ*EXAMPLEPLAN    "
         "*260105*0930*^*00501*000000101*1*T*:~GS*HI*SUBAPP*PLANAPP*20260105*0930*101*X*" +
         std::string(implementation) + "~" + set + "GE*1*101~IEA*1*000000101~";
}

/// BHT .. the last segment before SE, with ST and SE, in an interchange.
inline std::string set_of(const std::string& segments, std::string_view implementation) {
  const auto count = std::count(segments.begin(), segments.end(), '~') + 2;
  return in_interchange("ST*278*0001*" + std::string(implementation) + "~" + segments + "SE*" +
                            std::to_string(count) + "*0001~",
                        implementation);
}

inline std::string fixture(const std::string& path) {
  std::ifstream file(std::string(PRECERT_SOURCE_DIR) + "/fixtures/" + path, std::ios::binary);
  EXPECT_TRUE(file) << path;
  std::stringstream all;
  all << file.rdbuf();
  return all.str();
}

}  // namespace support
