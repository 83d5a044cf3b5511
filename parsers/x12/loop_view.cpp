// Finding segments and child loops of one loop of a checked transaction set.
#include "parsers/x12/loop_view.hpp"

namespace x12 {

SegmentView LoopView::segment(std::string_view id) const {
  if (tree_ == nullptr) return {};
  return find_own([wanted = packed_id(id)](const SegmentView& one) { return one.packed() == wanted; });
}

SegmentView LoopView::segment(std::string_view id, std::string_view qualifier) const {
  if (tree_ == nullptr) return {};
  return find_own([&, wanted = packed_id(id)](const SegmentView& one) {
    return one.packed() == wanted && one.element(1) == qualifier;
  });
}

LoopView LoopView::loop(std::string_view id) const {
  if (tree_ == nullptr) return {};
  for (std::uint32_t child = node_ + 1; child < self().next; child = tree_->nodes[child].next) {
    if (tree_->nodes[child].id == id) return LoopView(*tree_, child);
  }
  return {};
}

}  // namespace x12
