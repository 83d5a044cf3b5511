// A misspelt key must not be silently off: what is not known is named with its line, and so is what is known.
#include "gateway/edi/yaml_map.hpp"

#include <algorithm>
#include <charconv>

namespace gateway {

using base::IssueCode;

YAML::Node yaml_root(std::string_view yaml, const std::string& file, base::Issues& issues) {
  try {
    return YAML::Load(std::string(yaml));
  } catch (const YAML::ParserException& fault) {
    issues.add(IssueCode::config_invalid, file + ":" + std::to_string(fault.mark.line + 1),
               "this is not YAML: " + fault.msg);
    return {};
  }
}

bool is_plain_name(const std::string& text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-';
  });
}

namespace {

/// "partners.yaml:12".
std::string yaml_place(std::string_view file, const YAML::Node& node) {
  const int line = node.Mark().line;
  return std::string(file) + ":" + std::to_string(line < 0 ? 1 : line + 1);
}

}  // namespace

YamlMap::YamlMap(const YAML::Node& node, std::string_view file, base::Issues& issues)
    : map_(node), file_(file), issues_(issues) {
  if (node.IsMap()) return;
  issues_.add(IssueCode::config_invalid, yaml_place(file, node),
              "a list of `setting: value` lines is wanted here.");
  map_ = YAML::Node(YAML::NodeType::Map);
}

YAML::Node YamlMap::node(const char* key) {
  known_.emplace_back(key);
  const YAML::Node& map = map_;  // const: a look-up must not add the key
  return map[key];
}

bool YamlMap::scalar(const char* key, std::string& into) {
  const YAML::Node value = node(key);
  if (!value || value.IsNull()) return false;
  if (!value.IsScalar()) {
    fault(key, "give a single value, not a list or a map.");
    return false;
  }
  into = value.Scalar();
  return true;
}

void YamlMap::text(const char* key, std::string& into) {
  std::string read;
  if (scalar(key, read)) into = std::move(read);
}

void YamlMap::texts(const char* key, std::vector<std::string>& into) {
  const YAML::Node value = node(key);
  if (!value || value.IsNull()) return;
  const bool list = value.IsSequence() && std::all_of(value.begin(), value.end(),
                                                      [](const YAML::Node& one) { return one.IsScalar(); });
  if (!list) {
    fault(key, "give a list, such as [\"A\", \"B\"].");
    return;
  }
  into.clear();
  for (const YAML::Node& one : value) into.push_back(one.Scalar());
}

void YamlMap::flag(const char* key, bool& into) {
  std::string read;
  if (!scalar(key, read)) return;
  if (read != "true" && read != "false") {
    fault(key, "give true or false.");
    return;
  }
  into = read == "true";
}

void YamlMap::whole(const char* key, std::int64_t& into, std::int64_t least, std::int64_t most) {
  std::string read;
  if (!scalar(key, read)) return;
  std::int64_t parsed = 0;
  const char* const stop = read.data() + read.size();
  const auto [end, error] = std::from_chars(read.data(), stop, parsed);
  if (error != std::errc() || end != stop || parsed < least || parsed > most) {
    fault(key, "give a whole number from " + std::to_string(least) + " to " + std::to_string(most) + ".");
    return;
  }
  into = parsed;
}

void YamlMap::days(const char* key, std::chrono::days& into, std::int64_t most) {
  std::int64_t count = into.count();
  whole(key, count, 0, most);
  into = std::chrono::days(count);
}

std::size_t YamlMap::one_of(const char* key, std::initializer_list<std::string_view> words,
                            std::size_t otherwise) {
  std::string read;
  if (!scalar(key, read)) return otherwise;
  std::string all;
  std::size_t position = 0;
  for (const std::string_view word : words) {
    if (read == word) return position;
    all += all.empty() ? "" : ", ";
    all += word;
    ++position;
  }
  fault(key, "give one of " + all + ".");
  return otherwise;
}

void YamlMap::fault(const char* key, const std::string& remedy) {
  const YAML::Node& map = map_;
  const YAML::Node value = map[key];
  issues_.add(IssueCode::config_invalid, yaml_place(file_, value ? value : map_),
              std::string(key) + ": " + remedy);
}

void YamlMap::done() {
  std::string all;
  for (const std::string_view one : known_) all += (all.empty() ? "" : ", ") + std::string(one);
  std::vector<std::string> seen;
  for (const auto& pair : map_) {
    const auto name = pair.first.as<std::string>("");
    if (std::find(known_.begin(), known_.end(), name) == known_.end()) {
      issues_.add(IssueCode::config_unknown_key, yaml_place(file_, pair.first),
                  "there is no setting '" + name + "' here; there are " + all + ".");
    } else if (std::find(seen.begin(), seen.end(), name) != seen.end()) {
      issues_.add(IssueCode::config_invalid, yaml_place(file_, pair.first),
                  name + ": this is there twice; leave one.");
    }
    seen.push_back(name);
  }
}

}  // namespace gateway
