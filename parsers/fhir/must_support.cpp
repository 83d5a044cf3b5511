// Which must-support elements of a profile a set of resources does not have (PAS conf-6).
#include "parsers/fhir/check.hpp"
#include "parsers/fhir/element_values.hpp"
#include "parsers/fhir/profile.hpp"

namespace fhir {
namespace {

bool says_something(const json::Value& value) {
  if (value.is_string()) return !value.string().empty();
  if (value.is_object() || value.is_array()) return !value.empty();
  return value.exists() && !value.is_null();
}

/// Walks a table once, with all objects of all resources that are at that place.
class Support {
 public:
  explicit Support(Purpose purpose) : kind_(purpose == Purpose::inquire ? Kind::inquiry : Kind::request) {}

  void look(const std::vector<json::Value>& objects, const std::vector<Element>& elements,
            const std::string& path) {
    for (const Element& one : elements) {
      if (one.form == Form::invariant || !one.cards[static_cast<std::size_t>(kind_)].stated) continue;
      bool found = false;
      std::vector<json::Value> below;
      for (const json::Value& object : objects) {
        for_each_value(object, one, [&](const json::Value& value, const Type*) {
          found = found || says_something(value);
          if (!one.children.empty()) below.push_back(inside(object, one, value));
        });
      }
      const std::string label = path + std::string(one.label);
      if (one.must_support && !found) missing_.push_back(label);
      look(below, one.children, label + ".");
    }
  }

  [[nodiscard]] std::vector<std::string> take() { return std::move(missing_); }

 private:
  Kind kind_;
  std::vector<std::string> missing_;
};

}  // namespace

std::vector<std::string> unsupported(const Profiles& profiles, std::string_view profile, Purpose purpose,
                                     std::span<const json::Value> resources) {
  const auto found = profiles.tables().tables.find(profile);
  if (found == profiles.tables().tables.end()) return {std::string(profile) + ": no such profile"};
  std::vector<json::Value> of_type;
  for (const json::Value& one : resources) {
    if (one.find("resourceType").string() == found->second.resource) of_type.push_back(one);
  }
  Support support(purpose);
  support.look(of_type, found->second.elements, "");
  return support.take();
}

}  // namespace fhir
