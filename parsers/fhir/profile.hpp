// Profile tables in memory: what profiles/*.profile say for one PAS version, ready to be walked by check.cpp.
// profiles/README.md documents the text format. All views point into the embedded texts.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <map>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "parsers/fhir/check.hpp"

namespace fhir {

/// Which of the Claim profiles a request follows; a column of every cardinality.
enum class Kind : std::uint8_t { request, update, inquiry };

struct Cardinality {
  std::uint32_t min = 0;
  std::uint32_t max = std::numeric_limits<std::uint32_t>::max();
};

/// How a value of a type looks in JSON. complex: an object, described by a table when there is one.
enum class Shape : std::uint8_t {
  complex,
  any,
  text,
  code,
  boolean,
  integer,
  unsigned_integer,
  positive,
  decimal,
  date,
  date_time,
  instant
};

struct Table;

struct Type {
  std::string_view name;     // of its table: "CodeableConcept", "PasIdentifier"; "dateTime"
  std::string_view in_fhir;  // as FHIR writes it: "Identifier" for "PasIdentifier"
  Shape shape = Shape::complex;
  const Table* table = nullptr;           // of a data type
  std::vector<std::string_view> targets;  // resource types a Reference may lead to; empty = any
};

/// Codes that a binding allows; an empty code stands for every code of its system.
struct CodeList {
  struct Code {
    std::string_view system, code;
  };
  std::string_view name;
  std::vector<Code> codes;
};

/// How a slice knows its members: by a string, by a coding of a CodeableConcept, or by a boolean extension.
struct Discriminator {
  std::string_view element;
  std::string_view system;
  std::string_view value;
};

/// Rules that need more than a table; each is a small function in rules.cpp.
enum class Rule : std::uint8_t { none, npi, clia, naic, full_date, after_start, unit, base64 };

enum class Form : std::uint8_t { plain, choice, extension, modifier_extension, slice };

struct Element {
  std::string_view name;   // JSON name, of a choice without [x]
  std::string_view label;  // as the table names it: "extension:requestType", "supportingInfo:PatientEvent"
  Form form = Form::plain;
  bool list = false;          // a JSON array, whatever the cardinality
  bool must_support = false;  // documentation and tests; a check never depends on it (PAS conf-12)
  bool needed = false;        // its absence is an error, not a warning
  bool strict = false;        // a wrong fixed value, code or target is an error
  bool resolves = false;      // the reference has to lead to an entry (error), else it should (warning)
  bool unique = false;        // no two siblings carry the same value (error)
  Rule rule = Rule::none;
  std::array<Cardinality, 3> cards;
  std::vector<Type> types;
  std::string_view url;  // of an extension, complete or PAS name (see is_extension)
  Discriminator where;   // of a slice
  std::string_view fixed_system, fixed;
  std::string_view points_to;  // the list of the same resource whose `sequence` the value names
  const CodeList* codes = nullptr;
  std::vector<Element> children;
};

/// The rules of one resource type, data type or role ("Insurer": the Organization that Claim.insurer leads
/// to).
struct Table {
  std::string_view name;
  std::string_view resource;  // resource type it applies to; empty for data types
  std::string_view role;      // element of the first Claim whose target it applies to
  std::vector<Element> elements;
};

struct ProfileTables {
  std::map<std::string_view, Table> tables;
  std::map<std::string_view, CodeList> lists;
  std::map<std::string_view, std::string_view> systems;  // short name -> URL

  /// The table of a resource type without a role, nullptr when there is none.
  [[nodiscard]] const Table* of_resource(std::string_view type) const;
};

/// Reads the embedded tables for one version. Errors: data_invalid, `where` "claim.profile:12".
[[nodiscard]] base::Result<ProfileTables> tables_of(Version version);

/// Adds one profile text to `tables` (types stay unresolved). `list` lines and `system` lines come from
/// codes.txt. For tests and tables_of. Errors as above.
[[nodiscard]] base::Issues read_profile(std::string_view file, std::string_view text, Version version,
                                        ProfileTables& tables);

}  // namespace fhir
