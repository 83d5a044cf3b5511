#include "parsers/json/value.hpp"

namespace json {

std::string place_of(const Value& root, const Value& inner) {
  std::string place;
  Value here = root;
  if (!here.holds(inner)) return place;
  while (!here.same_place(inner)) {
    Value next;
    if (here.is_array()) {
      std::size_t index = 0;
      for (const Value element : here.elements()) {
        if (element.holds(inner)) {
          next = element;
          break;
        }
        ++index;
      }
      place += '[' + std::to_string(index) + ']';
    } else {
      for (const Member member : here.members()) {
        if (!member.value.holds(inner)) continue;
        if (!place.empty()) place += '.';
        place += member.key;
        next = member.value;
        break;
      }
    }
    if (!next) break;
    here = next;
  }
  return place;
}

bool mentions(const Value& root, std::string_view text, std::string_view other) {
  if (!root) return false;
  const std::uint16_t tag = tag_of(text), other_tag = tag_of(other);
  const auto is = [&](const Node& node, std::string_view wanted) {
    return node.kind == Kind::string && std::string_view(root.text_ + node.at, node.size) == wanted;
  };
  const Node* const end = root.node_ + root.node_->span;
  for (const Node* node = root.node_; node != end; ++node) {
    if (node->tag == tag && is(*node, text)) return true;
    if (node->tag == other_tag && !other.empty() && is(*node, other)) return true;
  }
  return false;
}

namespace {

bool same_members(const Value& a, const Value& b) {
  for (const Member member : a.members()) {
    if (!same_content(member.value, b.find(member.key))) return false;
  }
  return true;
}

bool same_elements(const Value& a, const Value& b) {
  auto other = b.elements().begin();
  for (const Value element : a.elements()) {
    if (!same_content(element, *other)) return false;
    ++other;
  }
  return true;
}

}  // namespace

bool same_content(const Value& a, const Value& b) {
  if (a.kind() != b.kind() || a.size() != b.size()) return false;
  switch (a.kind()) {
    case Kind::absent:
    case Kind::null: return true;
    case Kind::boolean: return a.boolean() == b.boolean();
    case Kind::number: return a.number_text() == b.number_text();
    case Kind::string: return a.string() == b.string();
    case Kind::array: return same_elements(a, b);
    case Kind::object: return same_members(a, b);
  }
  return false;
}

}  // namespace json
