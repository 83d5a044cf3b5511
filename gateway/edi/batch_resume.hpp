// What a batch that is gone on with has to know of its first part, besides how many sets that had: kept with
// each step in BatchRecord::numbers, as words.
//   17 18 5         control numbers drawn for its answers, in order
//   @300:2a5e3a7e   data of the answer to set 300 held a delimiter: the four from there on
//   (MessageTurn::clashes) =9f3c0a…        what was said of its sets so far (MessageTurn::said)
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/x12/delimiters.hpp"

namespace gateway {

struct BatchResume {
  std::vector<std::uint32_t> numbers;
  std::map<std::uint64_t, x12::Delimiters> clashes;
  std::uint64_t said = 0;  // 0 = not known

  friend bool operator==(const BatchResume&, const BatchResume&) = default;
};

[[nodiscard]] std::string words_from(const BatchResume& resume);
/// Words that are none of these are passed over.
[[nodiscard]] BatchResume batch_resume_from(std::string_view words);

}  // namespace gateway
