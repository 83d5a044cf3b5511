// Mutates JSON value by value: changed bytes alone seldom give a message that is still JSON, so what reads it
// would see little.
#include <algorithm>
#include <array>
#include <random>
#include <string>
#include <vector>

#include "fuzz.hpp"

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t size_max);
extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t size_max,
                                               unsigned seed);

namespace {

/// Values at the edge of what some element takes.
constexpr auto edges = std::to_array<std::string_view>({R"("")",
                                                        R"("x")",
                                                        R"("A B~C*D:E^F|G")",
                                                        R"("\u00e9\u4e2d\ud83d\ude00")",
                                                        R"("\n\t")",
                                                        R"("2026-02-30")",
                                                        R"("2026")",
                                                        R"("2026-01-05T10:00:00Z")",
                                                        R"("9999-12-31")",
                                                        R"("#")",
                                                        R"("Patient/p1")",
                                                        "0",
                                                        "1",
                                                        "-1",
                                                        "0.5",
                                                        "999999999999999999999",
                                                        "1e9",
                                                        "true",
                                                        "false",
                                                        "null",
                                                        "{}",
                                                        "[]",
                                                        R"([{"x":[{}]}])"});

/// Where one value of the text stands; a member's begins at its key.
struct Place {
  std::size_t member = 0;  // where its key begins, or the value itself
  std::size_t begin = 0, end = 0;
};

/// The values of a JSON text in no special order; what is no JSON gives what looks like some.
class Places {
 public:
  explicit Places(std::string_view text) : text_(text) {
    while (at_ < text_.size()) step();
  }

  std::vector<Place> found;

 private:
  struct Open {
    std::size_t member, begin;
  };

  void step() {
    const char c = text_[at_];
    if (c == '"') return string();
    if (c == '{' || c == '[') {
      open_.push_back({member_start(), at_});
      key_ = none;
      ++at_;
    } else if (c == '}' || c == ']') {
      ++at_;
      if (open_.empty()) return;
      found.push_back({open_.back().member, open_.back().begin, at_});
      open_.pop_back();
    } else if (std::string_view(" \t\r\n,:").find(c) != std::string_view::npos) {
      ++at_;
    } else {
      scalar(std::min(text_.find_first_of(",]} \t\r\n", at_), text_.size()));
    }
  }

  void string() {
    std::size_t end = at_ + 1;
    while (end < text_.size() && text_[end] != '"') end += text_[end] == '\\' ? 2U : 1U;
    end = std::min(end + 1, text_.size());
    const std::size_t next = text_.find_first_not_of(" \t\r\n", end);
    if (next == std::string_view::npos || text_[next] != ':') return scalar(end);
    key_ = at_;
    at_ = next + 1;
  }

  void scalar(std::size_t end) {
    found.push_back({member_start(), at_, std::max(end, at_ + 1)});
    key_ = none;
    at_ = found.back().end;
  }

  [[nodiscard]] std::size_t member_start() const { return key_ == none ? at_ : key_; }

  static constexpr std::size_t none = std::string_view::npos;
  std::string_view text_;
  std::size_t at_ = 0, key_ = none;
  std::vector<Open> open_;
};

class Mutator {
 public:
  explicit Mutator(unsigned seed) : engine_(seed) {}

  /// `text` with one value changed, doubled or left out.
  std::string changed(const std::string& text) {
    const std::vector<Place> all = Places(text).found;
    if (all.empty()) return text;
    const Place& one = all[below(all.size())];
    const Place& other = all[below(all.size())];
    switch (below(5)) {
      case 0: return without(text, one);
      case 1: return std::string(text).insert(one.member, part(text, one.member, one.end) + ",");
      case 2: return std::string(text).insert(one.member, part(text, other.member, other.end) + ",");
      case 3: return put(text, one, part(text, other.begin, other.end));
      default: return put(text, one, std::string(edges.at(below(edges.size()))));
    }
  }

 private:
  std::size_t below(std::size_t end) {
    return std::uniform_int_distribution<std::size_t>(0, end - 1)(engine_);
  }

  static std::string part(const std::string& text, std::size_t begin, std::size_t end) {
    return text.substr(begin, end - begin);
  }

  static std::string put(const std::string& text, const Place& place, const std::string& value) {
    return text.substr(0, place.begin) + value + text.substr(place.end);
  }

  /// The comma behind it goes too, else the one before it.
  static std::string without(const std::string& text, const Place& place) {
    std::size_t begin = place.member, end = place.end;
    const std::size_t next = text.find_first_not_of(" \t\r\n", end);
    const std::size_t before = begin == 0 ? std::string::npos : text.find_last_not_of(" \t\r\n", begin - 1);
    if (next != std::string::npos && text[next] == ',') {
      end = next + 1;
    } else if (before != std::string::npos && text[before] == ',') {
      begin = before;
    }
    return text.substr(0, begin) + text.substr(end);
  }

  std::mt19937 engine_;
};

}  // namespace

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t size_max,
                                               unsigned seed) {
  if (seed % 8 == 0) return LLVMFuzzerMutate(data, size, size_max);
  std::string text(fuzz::text(data, size));
  Mutator mutator(seed);
  for (unsigned times = 1 + seed / 8 % 3; times > 0; --times) text = mutator.changed(text);
  if (text.size() > size_max) return LLVMFuzzerMutate(data, size, size_max);
  std::copy(text.begin(), text.end(), data);
  return text.size();
}
