// One YAML map read key by key: every wrong value and every unknown key is reported with its file and line.
// Only the readers of partners, of upstreams and of clients include this.
#pragma once

#include <yaml-cpp/yaml.h>

#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "base/issue.hpp"

namespace gateway {

/// The root of one text. What is not YAML is reported with file and line (config_invalid).
[[nodiscard]] YAML::Node yaml_root(std::string_view yaml, const std::string& file, base::Issues& issues);
/// Letters, digits and dashes, one at least: what partners, clients and upstreams are called by.
[[nodiscard]] bool is_plain_name(const std::string& text);

class YamlMap {
 public:
  /// A node that is no map is reported, and read as an empty one.
  YamlMap(const YAML::Node& node, std::string_view file, base::Issues& issues);

  /// Each takes one key; an absent one leaves `into` as it was.
  void text(const char* key, std::string& into);
  void texts(const char* key, std::vector<std::string>& into);
  void flag(const char* key, bool& into);
  void days(const char* key, std::chrono::days& into, std::int64_t most);
  template <class Number>
  void number(const char* key, Number& into, std::int64_t least, std::int64_t most) {
    std::int64_t read = static_cast<std::int64_t>(into);
    whole(key, read, least, most);
    into = static_cast<Number>(read);
  }
  /// The position of the word in `words`; `otherwise` when the key is absent or its value is none of them.
  std::size_t one_of(const char* key, std::initializer_list<std::string_view> words, std::size_t otherwise);
  /// The value of a key as it is, undefined when absent.
  YAML::Node node(const char* key);

  /// Reports a key as wrong: "name: …".
  void fault(const char* key, const std::string& remedy);
  /// Reports the keys nobody asked for. To be called last.
  void done();

 private:
  void whole(const char* key, std::int64_t& into, std::int64_t least, std::int64_t most);
  /// The scalar of a key; false, and reported where it is a list or map, when there is none.
  bool scalar(const char* key, std::string& into);

  YAML::Node map_;
  std::string_view file_;
  base::Issues& issues_;
  std::vector<std::string_view> known_;
};

}  // namespace gateway
