// FHIRPath places, worked out backwards from a value only when a fault has to be named.
#include <algorithm>
#include <array>
#include <charconv>

#include "parsers/fhir/bundle.hpp"
#include "parsers/fhir/resource_view.hpp"

namespace fhir {
namespace {

/// The choice elements (name[x]) that PAS messages use, as FHIRPath names them.
constexpr auto choices = std::to_array<std::string_view>(
    {"value", "serviced", "timing", "diagnosis", "location", "occurrence", "medication", "reported",
     "quantity", "code", "effective", "onset", "multipleBirth", "asNeeded", "content", "bounds", "dose",
     "rate", "deceased"});

/// "valueCodeableConcept" -> "value"; "_birthDate" -> "birthDate"; anything else stays.
std::string_view path_name(std::string_view key) {
  if (key.starts_with('_')) key.remove_prefix(1);
  for (std::size_t end = 1; end < key.size(); ++end) {
    if (key[end] < 'A' || key[end] > 'Z') continue;
    const std::string_view base = key.substr(0, end);
    const bool known = std::find(choices.begin(), choices.end(), base) != choices.end();
    if (known && is_choice(key, base)) return base;
  }
  return key;
}

void append_number(std::string& path, std::size_t number) {
  std::array<char, 20> digits;
  const auto end = std::to_chars(digits.begin(), digits.end(), number).ptr;
  path.append(digits.begin(), end);
}

/// One step down from `here` towards `inner`, appended to `path`.
json::Value step(const json::Value& here, const json::Value& inner, std::string& path) {
  if (here.is_array()) {
    std::size_t index = 0;
    for (const json::Value element : here.elements()) {
      if (element.holds(inner)) {
        path += '[';
        append_number(path, index);
        path += ']';
        return element;
      }
      ++index;
    }
    return {};
  }
  for (const json::Member member : here.members()) {
    if (!member.value.holds(inner)) continue;
    path += '.';
    path += path_name(member.key);
    return member.value;
  }
  return {};
}

/// The steps from `root` down to `inner`, and to its `child`, appended to `path`.
void append_path(std::string& path, const json::Value& root, const json::Value& inner, std::string_view child) {
  if (root.holds(inner)) {
    json::Value here = root;
    while (here && !here.same_place(inner)) here = step(here, inner, path);
  }
  if (child.empty()) return;
  path += '.';
  path += child;
}

constexpr std::size_t usual_length = 80;

}  // namespace

std::string path_of(std::string_view root_name, const json::Value& root, const json::Value& inner,
                    std::string_view child) {
  std::string path;
  path.reserve(usual_length);
  path += root_name;
  append_path(path, root, inner, child);
  return path;
}

std::string Bundle::place(const json::Value& value, std::string_view child) const {
  const Entry* const within = entry_of(value);
  if (within == nullptr) return path_of("Bundle", root_, value, child);
  std::string path;
  path.reserve(usual_length);
  path += "Bundle.entry[";
  append_number(path, within->index);
  path += "].resource";
  append_path(path, within->resource, value, child);
  return path;
}

}  // namespace fhir
