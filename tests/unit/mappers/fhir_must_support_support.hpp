// Must-support lists: element paths as test kits write them ("addItem.extension:preAuthPeriod",
// "input:PayerURL"), and whether a resource has them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "parsers/json/document.hpp"

namespace must_support {

/// The elements of one profile, looked for on every resource of that type. "a.{b,c}" stands for a.b and a.c.
struct Profile {
  std::string_view name;
  std::string_view resource_type;
  std::vector<std::string_view> elements;
};

/// What the Inferno PAS kit 0.15.1 looks for in answers of $submit, by PAS version.
[[nodiscard]] const std::vector<Profile>& profiles_2_2_1();
[[nodiscard]] const std::vector<Profile>& profiles_2_0_1();

/// "a.{b,c}" -> "a.b", "a.c".
[[nodiscard]] std::vector<std::string> expanded(std::string_view element);

/// What the path leads to, element by element.
[[nodiscard]] std::vector<json::Value> found(const json::Value& resource, std::string_view path);

/// True when the path leads to something that is not empty.
[[nodiscard]] bool present(const json::Value& resource, std::string_view path);

/// "PAS ClaimResponse: addItem.quantity" for each element of the profiles that no resource has. `without` are
/// elements that are not looked for.
[[nodiscard]] std::vector<std::string> absent(const std::vector<Profile>& profiles,
                                              const std::vector<json::Value>& bundles,
                                              const std::vector<std::string_view>& without = {});

}  // namespace must_support
