// Inside parsers/fhir: walks one resource along a profile table and reports what breaks it.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/fhir/bundle.hpp"
#include "parsers/fhir/faults.hpp"
#include "parsers/fhir/profile.hpp"

namespace fhir {

/// Reuse one for all resources of a Bundle: its scratch memory grows once.
class Walker {
 public:
  enum class Rigour : std::uint8_t { lenient, strict };

  /// `bundle` is where references lead, nullptr when they are not to be followed. Lenient: errors only for
  /// what makes processing impossible; strict: every breach is one.
  Walker(const Bundle* bundle, Rigour rigour, Faults& faults)
      : bundle_(bundle), strict_(rigour == Rigour::strict), faults_(&faults) {}

  /// Checks `resource` against a table; `entry` is the one it stands in (nullptr: none). `earlier`: only
  /// warnings.
  void walk(const json::Value& resource, const Entry* entry, const Table& table, Kind kind,
            bool earlier = false);

  /// Where the faults go from now on.
  void report_to(Faults& faults) { faults_ = &faults; }

  void report(base::Severity severity, base::IssueCode code, const json::Value& at, std::string_view child,
              std::string remedy);
  /// An error when strict, else a warning.
  void complain(base::IssueCode code, const json::Value& at, std::string_view child, std::string remedy);

 private:
  void elements(const json::Value& object, const std::vector<Element>& all,
                const std::vector<Element>* except = nullptr);
  void element(const json::Value& parent, const Element& one);
  void plain(const json::Value& parent, const Element& one, const json::Value& value, const Type& type);
  void choice_of(const json::Value& parent, const Element& one);
  void choice_slice(const json::Value& parent, const Element& one);
  void extensions(const json::Value& parent, const Element& one);
  void extension(const json::Value& value, const Element& one);
  void slice(const json::Value& parent, const Element& one);
  void invariant(const json::Value& parent, const Element& one);
  void count(const json::Value& parent, const Element& one, std::size_t seen) {
    const Cardinality& card = one.cards.at(column());
    if (seen < card.min || seen > card.max) miscount(parent, one, seen);
  }
  void miscount(const json::Value& parent, const Element& one, std::size_t seen);
  void single(const json::Value& parent, const Element& one, const json::Value& value, const Type& type);
  /// The JSON type and the value itself; false when nothing else can be said of it.
  [[nodiscard]] bool readable(const json::Value& value, const Type& type);
  void own_rule(const json::Value& parent, const Element& one, const json::Value& value);
  /// Its rule, fixed value, codes, and where it leads.
  void content(const json::Value& parent, const Element& one, const json::Value& value, const Type& type);
  /// What the table has below it.
  void children(const json::Value& parent, const Element& one, const json::Value& value);
  void reference(const Element& one, const json::Value& value, const Type& type);
  void points(const Element& one, const json::Value& value);
  void all_differ(const json::Value& list, const Element& child);
  [[nodiscard]] const std::vector<std::string_view>& numbers(std::string_view list, std::string_view key);
  [[nodiscard]] bool allowed(const Type& type) const { return !strict_ || !type.tolerated; }
  [[nodiscard]] std::size_t column() const { return static_cast<std::size_t>(kind_); }

  const Bundle* bundle_;
  bool strict_;
  Faults* faults_;
  json::Value resource_;          // that is walked
  const Entry* entry_ = nullptr;  // it stands in
  bool earlier_ = false;          // it is a Claim that the first one replaces
  Kind kind_ = Kind::request;
  std::vector<json::Value> seen_;  // scratch of all_differ
  std::map<std::string_view, std::vector<std::string_view>> numbers_;
};

}  // namespace fhir
