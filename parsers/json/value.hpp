// json::Value: a cheap view of one place in a parsed document. Finding something that is not there gives an
// absent Value, so chains need no checks: doc["a"].find("b").string() is "" when any step is missing.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <string>
#include <string_view>

namespace json {

enum class Kind : std::uint8_t { absent, null, boolean, number, string, array, object };

/// One entry of a document's tape, in document order. Inside an object a key (kind string) stands before each
/// value.
struct Node {
  std::uint32_t at = 0;    // strings, keys and numbers: byte offset of the text; booleans: 1 for true
  std::uint32_t span = 1;  // nodes from this one to the next sibling
  // Eight bytes that are compared at once when a name is looked for.
  std::uint32_t size = 0;  // bytes of the text; elements of an array; members of an object
  Kind kind = Kind::absent;
  std::uint8_t unused = 0;
  std::uint16_t tag =
      0;  // strings and keys: tag_of(their text), so that most others are told apart without it

  [[nodiscard]] std::uint64_t look() const { return std::bit_cast<std::array<std::uint64_t, 2>>(*this)[1]; }
};
static_assert(sizeof(Node) == 16);

/// First and last byte: names of one length seldom share both.
[[nodiscard]] constexpr std::uint16_t tag_of(std::string_view text) {
  if (text.empty()) return 0;
  const auto byte = [](char c) { return static_cast<unsigned>(static_cast<unsigned char>(c)); };
  return static_cast<std::uint16_t>(byte(text.front()) | byte(text.back()) << 8U);
}

/// Whether two texts of one length and one tag_of are the same. Names are short: no call is worth its while.
[[nodiscard]] inline bool same_inside(const char* a, const char* b, std::size_t size) {
  const auto word = []<class Word>(const char* at, Word) {
    Word bytes;
    std::memcpy(&bytes, at, sizeof bytes);
    return bytes;
  };
  if (size > 16) return std::memcmp(a, b, size) == 0;
  if (size >= 8) {
    const std::uint64_t eight = 0;
    return word(a, eight) == word(b, eight) && word(a + size - 8, eight) == word(b + size - 8, eight);
  }
  if (size >= 4) {
    const std::uint32_t four = 0;
    return word(a, four) == word(b, four) && word(a + size - 4, four) == word(b + size - 4, four);
  }
  return size < 3 || a[1] == b[1];
}

/// A bit that stands for a name: of all the names of an object together they tell, in one look, most names
/// that it lacks.
[[nodiscard]] constexpr std::uint64_t bit_of(std::size_t size, std::uint16_t tag) {
  const std::uint32_t mixed = (static_cast<std::uint32_t>(size) * 0x9E5BU + tag) * 0x9E3779B1U;
  return std::uint64_t{1} << (mixed >> 26U);
}
[[nodiscard]] constexpr std::uint64_t bit_of(std::string_view name) {
  return bit_of(name.size(), tag_of(name));
}
/// Likewise for names that begin with one letter.
[[nodiscard]] constexpr std::uint64_t first_bit_of(std::uint16_t tag) {
  return std::uint64_t{1} << (tag & 63U);
}

class Members;
class Elements;

/// Valid while the Document that made it is alive, not reused, and its buffer is unchanged. Copy freely (16
/// bytes).
class Value {
 public:
  Value() = default;
  Value(const Node* node, const char* text) : node_(node), text_(text) {}

  [[nodiscard]] Kind kind() const { return node_ == nullptr ? Kind::absent : node_->kind; }
  [[nodiscard]] bool exists() const { return node_ != nullptr; }
  [[nodiscard]] explicit operator bool() const { return exists(); }
  [[nodiscard]] bool is_null() const { return kind() == Kind::null; }
  [[nodiscard]] bool is_boolean() const { return kind() == Kind::boolean; }
  [[nodiscard]] bool is_number() const { return kind() == Kind::number; }
  [[nodiscard]] bool is_string() const { return kind() == Kind::string; }
  [[nodiscard]] bool is_array() const { return kind() == Kind::array; }
  [[nodiscard]] bool is_object() const { return kind() == Kind::object; }

  /// The text of a string, unescaped; "" for every other kind.
  [[nodiscard]] std::string_view string() const { return is_string() ? text() : std::string_view{}; }
  /// The digits of a number exactly as they were sent ("1.50", "2e3"); "" for every other kind.
  [[nodiscard]] std::string_view number_text() const { return is_number() ? text() : std::string_view{}; }
  /// True only for a literal true.
  [[nodiscard]] bool boolean() const { return is_boolean() && node_->at == 1; }

  /// Elements of an array, members of an object, 0 for everything else.
  [[nodiscard]] std::size_t size() const { return is_array() || is_object() ? node_->size : 0; }
  [[nodiscard]] bool empty() const { return size() == 0; }
  /// The member of that name; absent when there is none or this is no object.
  [[nodiscard]] Value find(std::string_view key) const;
  /// The same for a literal: in its place what tells it from others is made when the program is compiled.
  template <std::size_t size>
  [[nodiscard, gnu::always_inline]] Value find(const char (&key)[size]) const {
    return find_here(std::string_view(key, size - 1));
  }
  [[nodiscard]] Value operator[](std::string_view key) const { return find(key); }
  /// The names of this object as bits; none unless this is one.
  struct Names {
    std::uint64_t whole = 0;  // bit_of each
    std::uint64_t first = 0;  // first_bit_of each
  };
  [[nodiscard]] Names names() const;
  /// The element at that place; absent when there is none or this is no array.
  [[nodiscard]] Value at(std::size_t index) const;
  /// Members in the order they were sent; an empty range unless this is an object.
  [[nodiscard]] Members members() const;
  /// Elements in order; an empty range unless this is an array.
  [[nodiscard]] Elements elements() const;

  /// True when both are the same place of the same document (not: equal content).
  [[nodiscard]] bool same_place(const Value& other) const { return node_ == other.node_; }
  /// True when this place comes first in the text; both are of one document.
  [[nodiscard]] bool stands_before(const Value& other) const { return node_ < other.node_; }
  /// True when `inner` is this place or lies inside it.
  [[nodiscard]] bool holds(const Value& inner) const {
    return node_ != nullptr && inner.node_ >= node_ && inner.node_ < node_ + node_->span;
  }

 private:
  friend class Members;
  friend class Elements;
  friend bool mentions(const Value& root, std::string_view text, std::string_view other);
  [[nodiscard]] std::string_view text() const { return {text_ + node_->at, node_->size}; }
  [[nodiscard, gnu::always_inline]] Value find_here(std::string_view key) const;

  const Node* node_ = nullptr;
  const char* text_ = nullptr;
};

struct Member {
  std::string_view key;
  Value value;
};

/// The members of an object as a range of {key, value}.
class Members {
 public:
  class Iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = Member;
    using difference_type = std::ptrdiff_t;
    using pointer = void;
    using reference = Member;

    Iterator(const Node* key, const char* text) : key_(key), text_(text) {}
    Member operator*() const { return {{text_ + key_->at, key_->size}, Value(key_ + 1, text_)}; }
    Iterator& operator++() {
      key_ += 1 + key_[1].span;
      return *this;
    }
    Iterator operator++(int) {
      const Iterator before = *this;
      ++*this;
      return before;
    }
    friend bool operator==(const Iterator& a, const Iterator& b) { return a.key_ == b.key_; }

   private:
    const Node* key_;
    const char* text_;
  };
  explicit Members(const Value& of) : of_(of) {}
  [[nodiscard]] Iterator begin() const { return {of_.is_object() ? of_.node_ + 1 : nullptr, of_.text_}; }
  [[nodiscard]] Iterator end() const {
    return {of_.is_object() ? of_.node_ + of_.node_->span : nullptr, of_.text_};
  }

 private:
  Value of_;
};

/// The elements of an array as a range of Value.
class Elements {
 public:
  class Iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = Value;
    using difference_type = std::ptrdiff_t;
    using pointer = void;
    using reference = Value;

    Iterator(const Node* node, const char* text) : node_(node), text_(text) {}
    Value operator*() const { return {node_, text_}; }
    Iterator& operator++() {
      node_ += node_->span;
      return *this;
    }
    Iterator operator++(int) {
      const Iterator before = *this;
      ++*this;
      return before;
    }
    friend bool operator==(const Iterator& a, const Iterator& b) { return a.node_ == b.node_; }

   private:
    const Node* node_;
    const char* text_;
  };
  explicit Elements(const Value& of) : of_(of) {}
  [[nodiscard]] Iterator begin() const { return {of_.is_array() ? of_.node_ + 1 : nullptr, of_.text_}; }
  [[nodiscard]] Iterator end() const {
    return {of_.is_array() ? of_.node_ + of_.node_->span : nullptr, of_.text_};
  }

 private:
  Value of_;
};

inline Members Value::members() const { return Members(*this); }
inline Elements Value::elements() const { return Elements(*this); }

inline Value Value::find(std::string_view key) const { return find_here(key); }

inline Value Value::find_here(std::string_view key) const {
  if (!is_object()) return {};
  const std::uint64_t wanted =
      Node{.size = static_cast<std::uint32_t>(key.size()), .kind = Kind::string, .tag = tag_of(key)}.look();
  const Node* const end = node_ + node_->span;
  for (const Node* name = node_ + 1; name != end; name += 1 + name[1].span) {
    if (name->look() != wanted) continue;
    if (same_inside(text_ + name->at, key.data(), key.size())) return Value(name + 1, text_);
  }
  return {};
}

inline Value::Names Value::names() const {
  Names found;
  if (!is_object()) return found;
  const Node* const end = node_ + node_->span;
  for (const Node* name = node_ + 1; name != end; name += 1 + name[1].span) {
    found.whole |= bit_of(name->size, name->tag);
    found.first |= first_bit_of(name->tag);
  }
  return found;
}

inline Value Value::at(std::size_t index) const {
  if (!is_array() || index >= node_->size) return {};
  auto element = elements().begin();
  for (; index > 0; --index) ++element;
  return *element;
}

/// Where `inner` is below `root`, as names and indexes: "entry[2].resource.item[0]"; "" for the root itself
/// or when it is not inside. Walks down from the root, so nothing needs to be remembered while a message is
/// read without fault.
[[nodiscard]] std::string place_of(const Value& root, const Value& inner);

/// True when some key or string inside `root` is exactly `text`, or `other` unless that is "": one pass over
/// the tape, for things that are rare.
[[nodiscard]] bool mentions(const Value& root, std::string_view text, std::string_view other = {});

/// True when both say the same: same kinds, members (in any order), elements (in order) and texts.
[[nodiscard]] bool same_content(const Value& a, const Value& b);

}  // namespace json
