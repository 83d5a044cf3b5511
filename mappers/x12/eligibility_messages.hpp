// The words of a 271: MSG x10 of 264 characters for an EB. Inside of mappers/x12/.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "precert/model/coverage_answer.hpp"

namespace mappers {

/// Sentences packed into as few MSG as hold them; what does not fit into ten is left out, the last said
/// first.
class Messages {
 public:
  void add(std::string_view sentence);
  [[nodiscard]] const std::vector<std::string>& all() const { return all_; }

 private:
  std::vector<std::string> all_;
};

/// What people need to know of an item, in the order of need: why, what to send, by when it is decided, by
/// which criteria and rule, who is outside the network.
void add_item_messages(const precert::CoverageItemAnswer& answer, Messages& messages);

/// True when this rule decided the item.
[[nodiscard]] bool said_by(const precert::CoverageItemAnswer& answer, std::string_view rule);

/// "www.example.com/list" of "https://www.example.com/list": a colon is a delimiter in most interchanges.
[[nodiscard]] std::string without_scheme(std::string_view url);

}  // namespace mappers
