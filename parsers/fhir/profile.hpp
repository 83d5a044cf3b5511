// Profile tables in memory: what profiles/*.profile (or a compiled package) say for one PAS version, ready to
// be walked. profiles/README.md documents the text format. Views point into the embedded texts or into
// `kept`.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <limits>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "parsers/fhir/check.hpp"

namespace fhir {

/// Which of the Claim profiles a request follows, or of which operation an answer is; a column of every
/// cardinality.
enum class Kind : std::uint8_t { request, update, inquiry };

struct Cardinality {
  std::uint32_t min = 0;
  std::uint32_t max = std::numeric_limits<std::uint32_t>::max();
  bool stated =
      true;  // "-": the profile of this column says nothing of the element, nor that it must be supported
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

/// What a Reference may lead to.
struct TargetType {
  std::string_view resource;     // type; "" = any
  bool tolerated = false;        // taken in a request, though the profile does not have it
  std::string_view profile;      // of a package: canonical of the profile
  const Table* table = nullptr;  // its table
};

struct Type {
  std::string_view name;     // of its table: "CodeableConcept", "PasIdentifier"; "dateTime"
  std::string_view in_fhir;  // as FHIR writes it: "Identifier" for "PasIdentifier"
  Shape shape = Shape::complex;
  bool tolerated = false;                  // read in a request, though the profile does not have it
  const Table* table = nullptr;            // of a data type
  std::vector<TargetType> targets;         // of a Reference; empty = any
  std::vector<std::string_view> profiles;  // of a package: canonicals of a resource inside a Bundle entry
};

/// Codes that a binding allows; an empty code stands for every code of its system.
struct CodeList {
  struct Code {
    std::string_view system, code;
  };
  std::string_view name;
  std::vector<Code> codes;
};

/// How a slice knows its members: by a string, by a coding of a CodeableConcept (both below `element`, names
/// with dots between them), or, when `element` is the URL of an extension, by its boolean value.
struct Discriminator {
  std::string_view element;
  std::string_view system;
  std::string_view value;
};

/// Rules that need more than a table; each is a small function in rules.cpp. The first group looks at a
/// value, the second (invariants) at an object.
enum class Rule : std::uint8_t {
  none,
  npi,
  clia,
  naic,
  full_date,
  after_start,
  unit,
  base64,
  first_invariant,
  identifier_unless_voice = first_invariant,
  attachment_needed,
  questionnaire_context,
  questionnaire_needed,
  modified_after_authored,
  member_id,
  self_or_subscriber,
  named_person,
  role_of_something,
  role_reachable,
  name_or_identifier,
  organization_address,
  organization_contact,
  contact_has_details,
  requester_of_order,
  detail_needs_code,
  content_or_url,
  says_how_often,
  unit_or_code,
  code_needs_system,
  npi_identifier,
  clia_identifier,
  naic_identifier,
  frequency_needs_period,
  duration_needs_unit,
  no_version_in_url,
  claim_first,           // of packages only: for our own tables check.cpp looks after it
  claim_response_first,  // the same
};

enum class Form : std::uint8_t {
  plain,
  choice,
  choice_slice,
  extension,
  modifier_extension,
  slice,
  invariant
};

struct Element {
  std::string_view name;   // JSON name, of a choice without [x]
  /// Of `name` among json::Value::Names, where the tables are complete; all of them = it has to be looked for.
  std::uint64_t bit = ~std::uint64_t{0};
  std::string_view label;  // as the table names it: "extension:requestType", "supportingInfo:PatientEvent"
  Form form = Form::plain;
  bool list = false;          // a JSON array, whatever the cardinality
  bool must_support = false;  // documentation and tests; a check never depends on it (PAS conf-12)
  bool needed = false;        // its absence is an error, not a warning
  bool strict = false;        // a wrong fixed value, code or target is an error
  bool resolves = false;      // the reference has to lead to an entry (error), else it should (warning)
  bool outside = false;       // the reference may lead out of the Bundle
  bool unique = false;        // no two siblings carry the same value (error)
  bool any_content = false;   // nothing is asked of a value but its type and what is below it
  Rule rule = Rule::none;
  std::array<Cardinality, 3> cards;
  std::vector<Type> types;
  std::string_view url;  // of an extension, complete or PAS name (see is_extension)
  Discriminator where;   // of a slice
  std::string_view fixed_system, fixed;
  std::string_view tolerated;   // read in a request in place of `fixed`, with a warning only
  std::string_view points_to;   // the list of the same resource of which the value names an element
  std::string_view points_key;  // by this number
  const CodeList* codes = nullptr;
  std::vector<Element> children;
};

/// Where a role stands: the element of the first Claim or ClaimResponse that leads to it.
struct RolePlace {
  std::string_view resource, element;
};

/// The rules of one resource type, data type or role ("Insurer": the Organization that Claim.insurer leads
/// to).
struct Table {
  std::string_view name;
  std::string_view resource;    // resource type it applies to; empty for data types
  std::vector<RolePlace> role;  // empty = every resource of that type
  /// Of a Bundle: "answer", "notification"; "" = request. Of another resource: in which Bundles it is looked
  /// at; "" = in all of them.
  std::string_view bundle;
  std::vector<Element> elements;
};

struct ProfileTables {
  std::map<std::string_view, Table> tables;
  std::map<std::string_view, CodeList> lists;
  std::map<std::string_view, std::string_view> systems;  // short name -> URL
  /// True for the tables of a package: an entry follows the profiles it claims in meta.profile, or those that
  /// the element has that refers to it; tables are named by their canonicals.
  bool by_profile = false;
  std::deque<std::string> kept;  // text of a package; deque: it never moves

  /// The table of a resource type without a role, nullptr when there is none.
  [[nodiscard]] const Table* of_resource(std::string_view type) const;
  /// The table of a Bundle by what it is for: "", "answer", "notification".
  [[nodiscard]] const Table* of_bundle(std::string_view what) const;
};

/// Reads the embedded tables for one version. Errors: data_invalid, `where` "claim.profile:12".
[[nodiscard]] base::Result<ProfileTables> tables_of(Version version);

/// Adds one profile text to `tables` (types stay unresolved). `list` lines and `system` lines come from
/// codes.txt. For tests and tables_of. Errors as above.
[[nodiscard]] base::Issues read_profile(std::string_view file, std::string_view text, Version version,
                                        ProfileTables& tables);

/// Gives every element its bit, below it too.
void note_names(std::vector<Element>& elements);

/// Gives every type its table. The name of a type that no table describes and that is no primitive; "" when
/// all are known.
[[nodiscard]] std::string_view resolve_types(std::vector<Element>& elements, const ProfileTables& tables);

/// The shape of a FHIR primitive; complex for every other name.
[[nodiscard]] Shape shape_of(std::string_view type);
/// The rule that the format calls so: "full-date", "member-id"; none for every other name.
[[nodiscard]] Rule rule_named(std::string_view name);

}  // namespace fhir
