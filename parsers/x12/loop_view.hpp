// The loop tree of one checked transaction set, as a mapper reads it: loop("2000E").segment("UM").
//
// Lifetimes: views into the LoopTree and its Tokens. Loop ids are the guide's ("2010EA"), never guessed.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "parsers/x12/segment_view.hpp"

namespace x12 {

struct Recoded;

/// Flat tree in document order: node 0 is the transaction set itself (id ""), children follow their parent.
struct LoopTree {
  struct Node {
    std::string_view id;  // "2000E"; points into the guide
    std::uint32_t parent = 0;
    std::uint32_t first_segment =
        0;                       // own segments: [first_segment, first_segment + segments) in Tokens order
    std::uint32_t segments = 0;  // without those of child loops, save where own ones follow them (IK5, LE)
    std::uint32_t next = 0;      // index after the last descendant
  };
  const Tokens* tokens = nullptr;  // the set's, or those of `recoded`
  std::vector<Node> nodes;
  std::shared_ptr<const Recoded> recoded;  // values in UTF-8, where a partner's came in ISO 8859-1 (letters.hpp)

  void clear() { nodes.clear(); }
};

class LoopView {
 public:
  LoopView() = default;
  LoopView(const LoopTree& tree, std::uint32_t node) : tree_(&tree), node_(node) {}

  explicit operator bool() const { return tree_ != nullptr; }
  [[nodiscard]] std::string_view id() const { return tree_ == nullptr ? std::string_view{} : self().id; }

  /// The first own segment with this id; empty when there is none.
  [[nodiscard]] SegmentView segment(std::string_view id) const;
  /// The first own segment with this id whose element 1 is `qualifier`: segment("REF", "BB").
  [[nodiscard]] SegmentView segment(std::string_view id, std::string_view qualifier) const;
  /// The first child loop with this id.
  [[nodiscard]] LoopView loop(std::string_view id) const;

  /// Calls visit(SegmentView) for each own segment with this id, in order ("" = every segment).
  template <class Visit>
  void each_segment(std::string_view id, Visit&& visit) const {
    if (tree_ == nullptr) return;
    find_own([&, wanted = packed_id(id)](const SegmentView& segment) {
      if (id.empty() || segment.packed() == wanted) visit(segment);
      return false;
    });
  }
  /// Calls visit(LoopView) for each child loop with this id, in order ("" = every child).
  template <class Visit>
  void each_loop(std::string_view id, Visit&& visit) const {
    if (tree_ == nullptr) return;
    for (std::uint32_t child = node_ + 1; child < self().next; child = tree_->nodes[child].next) {
      if (id.empty() || tree_->nodes[child].id == id) visit(LoopView(*tree_, child));
    }
  }

 private:
  [[nodiscard]] const LoopTree::Node& self() const { return tree_->nodes[node_]; }

  /// The first own segment of this id (packed) that `good` takes.
  template <class Good>
  [[nodiscard]] SegmentView find_first(std::uint32_t wanted, Good&& good) const;

  /// The first own segment that `good` takes. Where own segments follow child loops, those are stepped over.
  template <class Good>
  SegmentView find_own(Good&& good) const {
    const std::uint32_t end = self().first_segment + self().segments;
    std::uint32_t child = node_ + 1;
    for (std::uint32_t i = self().first_segment; i < end;) {
      if (child < self().next && i == tree_->nodes[child].first_segment) {
        const std::uint32_t after = tree_->nodes[child].next;
        for (; child < after; ++child) {
          const LoopTree::Node& inner = tree_->nodes[child];
          i = inner.first_segment + inner.segments > i ? inner.first_segment + inner.segments : i;
        }
        continue;
      }
      const SegmentView segment(*tree_->tokens, i++);
      if (good(segment)) return segment;
    }
    return {};
  }

  const LoopTree* tree_ = nullptr;
  std::uint32_t node_ = 0;
};

/// The root of a tree: LoopView(root).loop("2000A").
[[nodiscard]] inline LoopView root(const LoopTree& tree) {
  return tree.nodes.empty() ? LoopView{} : LoopView(tree, 0);
}

}  // namespace x12
