// The published JSON Schema says what the rulebook's reader says: the demo rulebook passes it, and keys,
// needs and vocabularies are the same on both sides.
#include <yaml-cpp/yaml.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>

#include "parsers/json/document.hpp"
#include "precert/rulebook/keys.hpp"

namespace {

std::string text_of(const std::filesystem::path& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

const json::Value& schema() {
  static const std::string text = text_of(PRECERT_SOURCE_DIR "/deploy/rulebook.schema.json");
  static json::Document document;
  static const json::Value root = *document.parse_copy(text);
  return root;
}

json::Value resolved(json::Value node) {
  constexpr std::string_view here = "#/$defs/";
  while (node["$ref"].exists()) node = schema()["$defs"][node["$ref"].string().substr(here.size())];
  return node;
}

/// JSON types that YAML's core schema gives a plain scalar.
std::set<std::string> types_of(const YAML::Node& node) {
  if (node.IsMap()) return {"object"};
  if (node.IsSequence()) return {"array"};
  if (node.IsNull()) return {"null"};
  const std::string text = node.Scalar();
  if (node.Tag() == "!") return {"string"};  // quoted
  if (text == "true" || text == "false") return {"boolean"};
  if (std::regex_match(text, std::regex("-?[0-9]+"))) return {"integer", "number"};
  if (std::regex_match(text, std::regex("-?[0-9]+\\.[0-9]+"))) return {"number"};
  return {"string"};
}

/// As much of draft 2020-12 as the schema uses.
class Walker {
 public:
  std::vector<std::string> faults;

  void walk(const YAML::Node& node, const json::Value& at, const std::string& path) {
    const json::Value rules = resolved(at);
    const auto fault = [&](const std::string& what) { faults.push_back(path + ": " + what); };
    check_type(node, rules, fault);
    check_scalar(node, rules, fault);
    if (node.IsMap()) walk_object(node, rules, path, fault);
    if (node.IsSequence() && rules["items"].exists()) {
      for (std::size_t i = 0; i < node.size(); ++i)
        walk(node[i], rules["items"], path + "[" + std::to_string(i) + "]");
    }
    for (const char* some : {"oneOf", "anyOf"}) {
      if (!rules[some].exists()) continue;
      std::size_t fit = 0;
      for (const json::Value one : rules[some].elements()) {
        Walker inner;
        inner.walk(node, one, path);
        fit += inner.faults.empty() ? 1U : 0U;
      }
      if (fit == 0 || (fit > 1 && std::string_view(some) == "oneOf"))
        fault(std::string(some) + " does not fit");
    }
  }

 private:
  template <class Fault>
  static void check_type(const YAML::Node& node, const json::Value& rules, const Fault& fault) {
    const json::Value type = rules["type"];
    if (!type.exists()) return;
    const std::set<std::string> have = types_of(node);
    bool fits = type.is_string() && have.contains(std::string(type.string()));
    for (const json::Value one : type.elements()) fits = fits || have.contains(std::string(one.string()));
    if (!fits) fault("is not of the type");
  }

  template <class Fault>
  static void check_scalar(const YAML::Node& node, const json::Value& rules, const Fault& fault) {
    if (!node.IsScalar()) return;
    const std::string text = node.Scalar();
    if (rules["enum"].exists()) {
      bool among = false;
      for (const json::Value one : rules["enum"].elements()) among = among || one.string() == text;
      if (!among) fault("is not among the words");
    }
    if (rules["pattern"].exists() &&
        !std::regex_search(text, std::regex(std::string(rules["pattern"].string())))) {
      fault("does not have the form");
    }
    if (rules["minimum"].exists() &&
        std::stol(text) < std::stol(std::string(rules["minimum"].number_text()))) {
      fault("is too small");
    }
    if (rules["maximum"].exists() &&
        std::stol(text) > std::stol(std::string(rules["maximum"].number_text()))) {
      fault("is too large");
    }
  }

  template <class Fault>
  void walk_object(const YAML::Node& node, const json::Value& rules, const std::string& path,
                   const Fault& fault) {
    for (const auto& pair : node) {
      const std::string key = pair.first.Scalar();
      const json::Value property = rules["properties"][key];
      const json::Value others = rules["additionalProperties"];
      if (property.exists()) {
        walk(pair.second, property, path + "." + key);
      } else if (others.is_object()) {
        walk(pair.second, others, path + "." + key);
      } else if (others.is_boolean() && !others.boolean()) {
        fault("has no key " + key);
      }
    }
    for (const json::Value key : rules["required"].elements()) {
      if (!node[std::string(key.string())].IsDefined()) fault("needs " + std::string(key.string()));
    }
  }
};

std::vector<std::string> faults_of(const std::string& yaml) {
  Walker walker;
  walker.walk(YAML::Load(yaml), schema(), "$");
  return walker.faults;
}

TEST(RulebookSchema, TheDemoRulebookPasses) {
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(PRECERT_SOURCE_DIR "/fixtures/rulebook")) {
    EXPECT_THAT(faults_of(text_of(entry.path())), testing::IsEmpty()) << entry.path();
    ++files;
  }
  EXPECT_GE(files, 7U);
}

TEST(RulebookSchema, RefusesWhatTheReaderRefuses) {
  EXPECT_THAT(faults_of("policys: []"), testing::ElementsAre("$: has no key policys"));
  EXPECT_THAT(faults_of("vendors: [{id: v, name: V}]"), testing::ElementsAre("$.vendors[0]: needs phone"));
  EXPECT_THAT(faults_of("promises: [{id: p, within: weeks, source: s}]"),
              testing::ElementsAre("$.promises[0].within: is not among the words"));
  EXPECT_THAT(faults_of("payer: {appeal_days: 0}"), testing::Contains("$.payer.appeal_days: is too small"));
  EXPECT_THAT(
      faults_of("products: [{id: P, name: N, out_of_network_words: w, effective: {from: yesterday}}]"),
      testing::ElementsAre("$.products[0].effective.from: does not have the form"));
}

/// Asks the reader for every key it knows: what stands in the demo, and what only some entries are asked for.
std::vector<precert::KeyUse> keys_of_the_reader() {
  std::vector<precert::RulebookFile> files;
  for (const auto& entry : std::filesystem::directory_iterator(PRECERT_SOURCE_DIR "/fixtures/rulebook")) {
    files.push_back({entry.path().filename().string(), text_of(entry.path())});
  }
  files.push_back({"more.yaml", R"(
products: [{id: X, name: X, out_of_network_words: w, effective: {from: 2026-01-01}}]
vendors: [{id: x, name: X, phone: "1", effective: {from: 2026-01-01}}]
facilities: [{npi: "1999000015", name: X, address: {state: WA}}]
promises: [{id: x, within: same_day, source: s, effective: {from: 2026-01-01}}]
services:
  - edition: "2026"
    category: office
    effective: {to: 2030-01-01}
    codes: {"99201": {title: x, effective: {to: 2030-01-01}}}
facts: [{id: n, type: number, question: x}, {id: t, type: text, question: x}, {id: d, type: date, question: x}]
criteria:
  - id: x
    owner: x
    title: x
    edition: x
    link: x
    summary: x
    effective: {from: 2026-01-01}
    when:
      all:
        - any: [{fact: n, at_least: 1}, {fact: n, at_most: 1}, {fact: n, more_than: 1}, {fact: n, less_than: 1}]
        - not: {fact: n, equals: 1}
        - {fact: t, one_of: [a]}
        - {fact: d, within_days: 1}
        - {fact: d, before_days: 1}
        - {fact: d, after_days: 1}
policies:
  - id: x
    title: x
    words: x
    codes: ["99201"]
    requires: required
    effective: {from: 2026-01-01}
    limits: [{most: 1, words: one}]
    adds: {code: "70551", quantity: 1, words: x}
    companions: [{code: "70551", words: x}]
    alternatives: [{code: "70551", words: x}]
)"});
  return precert::keys_asked(files);
}

/// The mapping that a shape such as "policies[].limits[]" means.
json::Value mapping_at(std::string_view shape) {
  json::Value at = schema();
  while (!shape.empty()) {
    const std::size_t end = std::min(shape.find('.'), shape.size());
    std::string_view step = shape.substr(0, end);
    shape.remove_prefix(std::min(end + 1, shape.size()));
    const bool list = step.ends_with("[]"), map = step.ends_with("{}");
    if (list || map) step.remove_suffix(2);
    at = resolved(at["properties"][step]);
    if (list) at = resolved(at["items"]);
    if (map) at = resolved(at["additionalProperties"]["oneOf"].at(1));
  }
  return at;
}

std::set<std::string> words_of(const json::Value& list) {
  std::set<std::string> words;
  for (const json::Value one : list.elements()) words.emplace(one.string());
  return words;
}

void expect_same_kind(const precert::KeyUse& use, const json::Value& property) {
  using Kind = precert::KeyUse::Kind;
  const json::Value rules = resolved(property);
  const std::string_view type = rules["type"].string();
  switch (use.kind) {
    case Kind::flag: EXPECT_EQ(type, "boolean"); break;
    case Kind::whole:
      EXPECT_EQ(rules["minimum"].number_text(), std::to_string(use.least));
      EXPECT_EQ(rules["maximum"].number_text(), std::to_string(use.most));
      break;
    case Kind::texts:
    case Kind::list: EXPECT_EQ(type, "array"); break;
    case Kind::mapping: EXPECT_EQ(type, "object"); break;
    case Kind::date: EXPECT_TRUE(property["$ref"].string().ends_with("/date")); break;
    case Kind::decimal:
    case Kind::text: EXPECT_NE(type, "array"); break;
  }
  if (use.words.empty()) return;
  const json::Value words = rules["enum"].exists() ? rules["enum"] : resolved(rules["items"])["enum"];
  EXPECT_EQ(words_of(words), std::set<std::string>(use.words.begin(), use.words.end()));
}

TEST(RulebookSchema, HasExactlyTheKeysThatTheReaderAsksFor) {
  std::map<std::string, std::map<std::string, precert::KeyUse>> asked;
  for (precert::KeyUse& use : keys_of_the_reader()) {
    if (use.shape == "reasons" || use.shape == "rejects") continue;  // any code
    asked[use.shape][use.key] = use;
  }
  EXPECT_GE(asked.size(), 21U);
  for (const auto& [shape, keys] : asked) {
    SCOPED_TRACE(shape);
    const json::Value mapping = mapping_at(shape);
    ASSERT_TRUE(mapping.is_object());
    const std::set<std::string> required = words_of(mapping["required"]);
    for (const auto& [key, use] : keys) {
      SCOPED_TRACE(key);
      const json::Value property = mapping["properties"][key];
      ASSERT_TRUE(property.exists());
      EXPECT_TRUE(property["description"].exists());
      expect_same_kind(use, property);
      if (use.needed && shape != "criteria[].when") {
        EXPECT_TRUE(required.contains(key));
      }
    }
    for (const json::Member member : mapping["properties"].members()) {
      EXPECT_TRUE(keys.contains(std::string(member.key))) << "nobody reads " << member.key;
    }
  }
}

}  // namespace
