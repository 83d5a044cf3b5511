// Strong<Tag>: a string that is one kind of identifier and no other. A CaseId cannot be passed for a MemberId.
#pragma once

#include <compare>
#include <functional>
#include <string>
#include <utility>

namespace base {

template <class Tag>
class Strong {
 public:
  Strong() = default;
  explicit Strong(std::string text) : text_(std::move(text)) {}

  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] bool empty() const { return text_.empty(); }
  friend bool operator==(const Strong&, const Strong&) = default;
  friend auto operator<=>(const Strong&, const Strong&) = default;

 private:
  std::string text_;
};

}  // namespace base

template <class Tag>
struct std::hash<base::Strong<Tag>> {
  std::size_t operator()(const base::Strong<Tag>& id) const { return std::hash<std::string>{}(id.text()); }
};
