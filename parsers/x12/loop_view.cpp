// Finding segments and child loops of one loop of a checked transaction set.
#include "parsers/x12/loop_view.hpp"

#include <algorithm>

namespace x12 {

/// Own segments before the first child loop stand together, and most loops have no others.
template <class Good>
SegmentView LoopView::find_first(std::uint32_t wanted, Good&& good) const {
  const LoopTree::Node& node = self();
  const std::uint32_t end = node.first_segment + node.segments;
  const bool has_children = node_ + 1 < node.next;
  const std::uint32_t together = has_children ? std::min(end, tree_->nodes[node_ + 1].first_segment) : end;
  for (std::uint32_t i = node.first_segment; i < together; ++i) {
    if (tree_->tokens->segments[i].id != wanted) continue;
    const SegmentView segment(*tree_->tokens, i);
    if (good(segment)) return segment;
  }
  if (together == end) return {};
  return find_own([&](const SegmentView& one) { return one.packed() == wanted && good(one); });
}

SegmentView LoopView::segment(std::string_view id) const {
  if (tree_ == nullptr) return {};
  return find_first(packed_id(id), [](const SegmentView&) { return true; });
}

SegmentView LoopView::segment(std::string_view id, std::string_view qualifier) const {
  if (tree_ == nullptr) return {};
  return find_first(packed_id(id), [&](const SegmentView& one) { return one.element(1) == qualifier; });
}

LoopView LoopView::loop(std::string_view id) const {
  if (tree_ == nullptr) return {};
  for (std::uint32_t child = node_ + 1; child < self().next; child = tree_->nodes[child].next) {
    if (tree_->nodes[child].id == id) return LoopView(*tree_, child);
  }
  return {};
}

}  // namespace x12
