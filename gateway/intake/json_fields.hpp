// Reading a small JSON object that people or simple programs write: every fault is reported at once with its
// JSON pointer (RFC 6901), and what nobody reads is a fault, too.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/date.hpp"
#include "base/decimal.hpp"
#include "base/issue.hpp"
#include "parsers/json/value.hpp"

namespace gateway {

class JsonFields {
 public:
  enum class Need : bool { optional, wanted };

  /// `where` = the pointer to the object: "" for the whole document, "/services/0". `issues` outlives this.
  JsonFields(const json::Value& object, std::string where, base::Issues& issues);

  /// "" when it is not there. Blanks around it are not part of it.
  [[nodiscard]] std::string text(std::string_view name, Need need = Need::optional);
  /// One of `words`; `otherwise` when it is not there.
  [[nodiscard]] std::string one_of(std::string_view name, std::span<const std::string_view> words,
                                   std::string_view otherwise = {});
  [[nodiscard]] std::optional<base::Date> date(std::string_view name, Need need = Need::optional);
  /// A number above zero.
  [[nodiscard]] std::optional<base::Decimal> amount(std::string_view name);
  [[nodiscard]] bool flag(std::string_view name);
  /// The object of that name; without fields when it is not there.
  [[nodiscard]] JsonFields object(std::string_view name, Need need = Need::optional);
  /// The objects of an array; with `wanted` at least one.
  [[nodiscard]] std::vector<JsonFields> objects(std::string_view name, Need need = Need::optional);
  /// The texts of an array.
  [[nodiscard]] std::vector<std::string> texts(std::string_view name, Need need = Need::optional);

  [[nodiscard]] bool exists() const { return object_.exists(); }
  [[nodiscard]] const std::string& pointer() const { return where_; }
  [[nodiscard]] std::string pointer_to(std::string_view name) const {
    return where_ + "/" + std::string(name);
  }
  void fault(std::string_view name, const std::string& words);
  /// Faults for every member that was not asked for: a misspelt name must not be silently without effect.
  void nothing_else();

 private:
  /// The member, remembered as known; a fault when it is wanted and not there.
  [[nodiscard]] json::Value member(std::string_view name, Need need);

  json::Value object_;
  std::string where_;
  base::Issues* issues_;
  std::vector<std::string> known_;
};

}  // namespace gateway
